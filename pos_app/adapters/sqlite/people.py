"""Contacts, details, notes and households of people."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import cast

from pos_app.adapters.sqlite.customers import SqliteCustomers
from pos_app.adapters.sqlite.sealed_rows import SealedRows
from pos_app.adapters.sqlite.session import (
    Row,
    Session,
    reference,
    utc_text,
    utc_text_or_none,
    utc_time,
    utc_time_or_none,
)
from pos_app.domain.errors import PosError
from pos_app.i18n.fold import order_bytes
from pos_app.services.people_records import Contact, Household, PersonDetail, PersonNote


class SqlitePeople:
    """See :class:`pos_app.services.people_ports.PeopleRepo`."""

    def __init__(self, session: Session) -> None:
        self._db = session
        self._customers = SqliteCustomers(session)
        self._contacts = SealedRows(session, "contact")
        self._details = SealedRows(session, "customer_detail")
        self._notes = SealedRows(session, "customer_note")
        self._households = SealedRows(session, "household")

    # -- contacts -----------------------------------------------------------------------------

    def contacts(self, customer_id: int) -> Sequence[Contact]:
        """The further contacts of a person, oldest first."""
        return [_contact(row) for row in self._contacts.find("customer_id = ? ORDER BY id",
                                                             customer_id)]  # fmt: skip

    def add_contact(self, contact: Contact) -> int:
        """Store a new contact; its id."""
        contact_id = self._contacts.add(_contact_values(contact))
        self._customers.search_again(contact.customer_id)
        return contact_id

    def update_contact(self, contact: Contact) -> None:
        """Store all fields; raises ``PosError("contact_unknown")``."""
        values = _contact_values(contact)
        del values["id"]
        if not self._contacts.change(contact.id, **values):
            raise PosError("contact_unknown")
        self._customers.search_again(contact.customer_id)

    def remove_contact(self, contact_id: int) -> None:
        """Delete it; nothing happens when it is gone already."""
        for row in self._contacts.find("id = ?", contact_id):
            self._contacts.remove(contact_id)
            self._customers.search_again(_contact(row).customer_id)

    def with_contact(self, kind: str, value: str) -> Sequence[int]:
        """Ids of the people who have this further contact."""
        rows = self._db.all(
            "SELECT DISTINCT customer_id FROM contact WHERE kind = ? AND value = ?", (kind, value)
        )
        return [row[0] for row in rows]

    # -- details ------------------------------------------------------------------------------

    def detail(self, customer_id: int) -> PersonDetail:
        """What is known; defaults for a person nothing was written about."""
        rows = self._details.find("customer_id = ?", customer_id)
        return _detail(rows[0]) if rows else PersonDetail(customer_id=customer_id)

    def put_detail(self, detail: PersonDetail) -> None:
        """Insert or replace."""
        self._details.put(
            {
                "customer_id": detail.customer_id,
                "phone_state": detail.phone_state,
                "email_state": detail.email_state,
                "preferred": detail.preferred,
                "do_not_call": int(detail.do_not_call),
                "household_id": reference(detail.household_id),
                "tags": json.dumps(detail.tags, ensure_ascii=False),
                "merged_into": reference(detail.merged_into),
                "erased_at": utc_text_or_none(detail.erased_at),
                "source": detail.source,
            }
        )

    def merged_from(self, customer_id: int) -> Sequence[int]:
        """Ids of the people merged into this one, directly."""
        rows = self._db.all(
            "SELECT customer_id FROM customer_detail WHERE merged_into = ? ORDER BY customer_id",
            (customer_id,),
        )
        return [row[0] for row in rows]

    # -- notes --------------------------------------------------------------------------------

    def notes(self, customer_id: int) -> Sequence[PersonNote]:
        """All notes, newest first."""
        rows = self._notes.find("customer_id = ? ORDER BY id DESC", customer_id)
        return [_note(row) for row in rows]

    def add_note(self, note: PersonNote) -> int:
        """Store a new note; its id."""
        return self._notes.add(_note_values(note))

    def update_note(self, note: PersonNote) -> None:
        """Store all fields; raises ``PosError("note_unknown")``."""
        values = _note_values(note)
        del values["id"]
        if not self._notes.change(note.id, **values):
            raise PosError("note_unknown")

    def remove_note(self, note_id: int) -> None:
        """Delete it; nothing happens when it is gone already."""
        self._notes.remove(note_id)

    # -- households ---------------------------------------------------------------------------

    def households(self) -> Sequence[Household]:
        """All households, by name."""
        return [_household(row) for row in self._households.find("1 ORDER BY name, id")]

    def add_household(self, household: Household) -> int:
        """Store a new household; its id."""
        return self._households.add(
            {
                "id": household.id,
                "uuid": household.uuid,
                "name": household.name,
                "created_at": utc_text(household.created_at),
            }
        )

    def members(self, household_id: int) -> Sequence[int]:
        """Ids of the people of a household."""
        rows = self._db.all(
            "SELECT customer_id FROM customer_detail WHERE household_id = ? ORDER BY customer_id",
            (household_id,),
        )
        return [row[0] for row in rows]

    # -- order --------------------------------------------------------------------------------

    def put_in_order(self, after: int, limit: int) -> int:
        """Give the next people after an id the place of their name; the last id looked at."""
        language = self._customers.language()
        rows = self._db.all(
            "SELECT id, name, name_order FROM customer WHERE id > ? ORDER BY id LIMIT ?",
            (after, limit),
        )
        made = ((order_bytes(name, language), key, before) for key, name, before in rows)
        self._db.many(
            "UPDATE customer SET name_order = ? WHERE id = ?",
            [(order, key) for order, key, before in made if order != before],
        )
        return int(rows[-1][0]) if rows else 0


def _contact_values(contact: Contact) -> dict[str, object]:
    return {
        "id": contact.id,
        "uuid": contact.uuid,
        "customer_id": contact.customer_id,
        "kind": contact.kind,
        "value": contact.value,
        "label": contact.label,
        "preferred": int(contact.preferred),
        "state": contact.state,
        "at": utc_text(contact.at),
    }


def _contact(row: Row) -> Contact:
    return Contact(
        id=row[0],
        uuid=row[1],
        customer_id=row[2],
        kind=row[3],
        value=row[4],
        label=row[5],
        preferred=bool(row[6]),
        state=row[7],
        at=utc_time(row[8]),
    )


def _detail(row: Row) -> PersonDetail:
    return PersonDetail(
        customer_id=row[0],
        phone_state=row[1],
        email_state=row[2],
        preferred=row[3],
        do_not_call=bool(row[4]),
        household_id=row[5],
        tags=tuple(cast("list[str]", json.loads(row[6]))),
        merged_into=row[7],
        erased_at=utc_time_or_none(row[8]),
        source=row[9],
    )


def _note_values(note: PersonNote) -> dict[str, object]:
    return {
        "id": note.id,
        "uuid": note.uuid,
        "customer_id": note.customer_id,
        "text": note.text,
        "at_till": int(note.at_till),
        "person_id": reference(note.person_id),
        "at": utc_text(note.at),
    }


def _note(row: Row) -> PersonNote:
    return PersonNote(
        id=row[0],
        uuid=row[1],
        customer_id=row[2],
        text=row[3],
        at_till=bool(row[4]),
        person_id=row[5],
        at=utc_time(row[6]),
    )


def _household(row: Row) -> Household:
    return Household(id=row[0], uuid=row[1], name=row[2], created_at=utc_time(row[3]))
