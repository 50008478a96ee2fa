"""What a shop knows of a person beside contacts: wishes, tags, household, and notes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from pos_app.domain.customer import Customer
from pos_app.domain.errors import PosError
from pos_app.domain.events import Event
from pos_app.domain.staff import Action, Approval, Person
from pos_app.services import checks
from pos_app.services.approvals import Permissions
from pos_app.services.people import known_customer
from pos_app.services.people_records import (
    CONTACT_KINDS,
    ContactState,
    Household,
    PersonDetail,
    PersonNote,
)
from pos_app.services.ports import Clock, EventSink, IdSource, UnitOfWork, UnitOfWorkFactory
from pos_app.services.session import Session, ensure_may

MOST_TAGS: Final = 20
MOST_NOTES: Final = 200
_TAG = checks.text(40, required=True)
_HOME = checks.text(100)
_NOTE = checks.text(1_000, multiline=True, required=True)
_PREFERRED = checks.one_of(("", *CONTACT_KINDS))
_STATE = checks.one_of(("unknown", "valid", "bounced"))
_FIELDS: Final = (
    "phone_state", "email_state", "preferred", "do_not_call", "household_id", "tags",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class DetailChanges:
    """What is to be changed; what is not given stays.

    ``household`` is a name: one there is already, whatever its capitals, or a new one; "" leaves
    the household.
    """

    phone_state: ContactState | None = None
    email_state: ContactState | None = None
    preferred: str | None = None
    do_not_call: bool | None = None
    household: str | None = None
    tags: Sequence[str] | None = None


class PersonDetails:
    """Changing the details of a person."""

    def __init__(
        self,
        uow: UnitOfWorkFactory,
        permissions: Permissions,
        clock: Clock,
        ids: IdSource,
        sink: EventSink,
    ) -> None:
        self._uow = uow
        self._permissions = permissions
        self._clock = clock
        self._ids = ids
        self._sink = sink

    def change(
        self,
        session: Session,
        customer_id: int,
        changes: DetailChanges,
        *,
        approval: Approval | None = None,
    ) -> PersonDetail:
        """Change details; what they are now.

        Anyone may write down that somebody wants no calls; the rest is for those who may change
        contacts (``event_ref``: the customer's uuid). Raises :class:`NeedsApproval`, ``PosError``
        ``customer_unknown``, ``setting_invalid`` (field), ``text_too_long``.
        """
        with self._uow() as uow:
            person = known_customer(uow, customer_id)
        approver = None
        if changes == DetailChanges(do_not_call=True):
            ensure_may(session, Action.CUSTOMER_CREATE)
        else:
            approver = self._permissions.require(
                session, Action.CONTACT_EDIT, event_ref=person.uuid, approval=approval
            )
        with self._uow() as uow:
            before = uow.people.detail(customer_id)
            after = self._changed(uow, before, changes)
            fields = [name for name in _FIELDS if getattr(before, name) != getattr(after, name)]
            if fields:
                uow.people.put_detail(after)
                content = {"customer": person.uuid, "fields": fields}
                uow.record(
                    Event(
                        type="customer.detailed",
                        content=content,
                        person=session.person_uuid,
                        approver=approver.uuid if approver else None,
                    )
                )
                uow.commit()
        self._sink.changed("customer", str(customer_id))
        return after

    def _changed(
        self, uow: UnitOfWork, before: PersonDetail, changes: DetailChanges
    ) -> PersonDetail:
        after = before
        if changes.phone_state is not None:
            after = replace(after, phone_state=_STATE("phone_state", changes.phone_state))
        if changes.email_state is not None:
            after = replace(after, email_state=_STATE("email_state", changes.email_state))
        if changes.preferred is not None:
            after = replace(after, preferred=_PREFERRED("preferred", changes.preferred))
        if changes.do_not_call is not None:
            after = replace(after, do_not_call=changes.do_not_call)
        if changes.household is not None:
            after = replace(after, household_id=self._home(uow, changes.household))
        if changes.tags is not None:
            after = replace(after, tags=clean_tags(changes.tags))
        return after

    def _home(self, uow: UnitOfWork, name: str) -> int | None:
        clean: str = _HOME("household", name)
        if not clean:
            return None
        for home in uow.people.households():
            if home.name.casefold() == clean.casefold():
                return home.id
        made = Household(uuid=self._ids.uuid(), name=clean, created_at=self._clock.now())
        return uow.people.add_household(made)


def clean_tags(tags: Sequence[str]) -> tuple[str, ...]:
    """Tags without blanks and repeats, in the order given.

    Raises ``PosError`` ``setting_invalid`` (field ``tags``) above :data:`MOST_TAGS`.
    """
    named: dict[str, str] = {}
    for tag in tags:
        if tag.strip():
            clean: str = _TAG("tags", tag)
            named.setdefault(clean.casefold(), clean)
    if len(named) > MOST_TAGS:
        raise checks.refuse("tags", "range", low=0, high=MOST_TAGS)
    return tuple(named.values())


class NoteService:
    """Dated notes about people."""

    def __init__(
        self,
        uow: UnitOfWorkFactory,
        permissions: Permissions,
        clock: Clock,
        ids: IdSource,
        sink: EventSink,
    ) -> None:
        self._uow = uow
        self._permissions = permissions
        self._clock = clock
        self._ids = ids
        self._sink = sink

    def add(
        self, session: Session, customer_id: int, text: str, *, at_till: bool = False
    ) -> PersonNote:
        """Write a note; anyone at the counter may.

        Raises ``PosError`` ``customer_unknown``, ``setting_invalid`` (field ``text``),
        ``text_too_long``, ``notes_full`` (``most``).
        """
        ensure_may(session, Action.CUSTOMER_CREATE)
        with self._uow() as uow:
            person = known_customer(uow, customer_id)
            if len(uow.people.notes(customer_id)) >= MOST_NOTES:
                raise PosError("notes_full", most=MOST_NOTES)
            note = PersonNote(
                uuid=self._ids.uuid(),
                customer_id=customer_id,
                text=_NOTE("text", text),
                at_till=at_till,
                person_id=session.person_id,
                at=self._clock.now(),
            )
            note = replace(note, id=uow.people.add_note(note))
            uow.record(_note_event(Event(type="customer.note_added"), session, person))
            uow.commit()
        self._sink.changed("customer", str(customer_id))
        return note

    def change(
        self,
        session: Session,
        customer_id: int,
        note_id: int,
        text: str,
        *,
        at_till: bool,
        approval: Approval | None = None,
    ) -> None:
        """Write it otherwise; somebody else's note needs the right to change contacts.

        Raises :class:`NeedsApproval` (``event_ref``: the note's uuid), ``PosError``
        ``note_unknown``, and as :meth:`add`.
        """
        person, note = self._found(customer_id, note_id)
        approver = self._allowed(session, note, approval)
        after = replace(note, text=_NOTE("text", text), at_till=at_till)
        if after != note:
            with self._uow() as uow:
                uow.people.update_note(after)
                event = Event(type="customer.note_changed")
                uow.record(_note_event(event, session, person, approver))
                uow.commit()
        self._sink.changed("customer", str(customer_id))

    def remove(
        self, session: Session, customer_id: int, note_id: int, *, approval: Approval | None = None
    ) -> PersonNote:
        """Take it away; what it was. Raises as :meth:`change`."""
        person, note = self._found(customer_id, note_id)
        approver = self._allowed(session, note, approval)
        with self._uow() as uow:
            uow.people.remove_note(note_id)
            event = Event(type="customer.note_removed")
            uow.record(_note_event(event, session, person, approver))
            uow.commit()
        self._sink.changed("customer", str(customer_id))
        return note

    def put_back(self, session: Session, note: PersonNote) -> None:
        """Undo a removal: the note as it was, with its day and its author."""
        approver = self._allowed(session, note, None)
        with self._uow() as uow:
            person = known_customer(uow, note.customer_id)
            uow.people.add_note(replace(note, id=0))
            uow.record(_note_event(Event(type="customer.note_added"), session, person, approver))
            uow.commit()
        self._sink.changed("customer", str(note.customer_id))

    def _found(self, customer_id: int, note_id: int) -> tuple[Customer, PersonNote]:
        with self._uow() as uow:
            person = known_customer(uow, customer_id)
            for note in uow.people.notes(customer_id):
                if note.id == note_id:
                    return person, note
        raise PosError("note_unknown")

    def _allowed(
        self, session: Session, note: PersonNote, approval: Approval | None
    ) -> Person | None:
        if note.person_id == session.person_id:
            return None
        return self._permissions.require(
            session, Action.CONTACT_EDIT, event_ref=note.uuid, approval=approval
        )


def _note_event(
    event: Event, session: Session, person: Customer, approver: Person | None = None
) -> Event:
    return replace(
        event,
        content={"customer": person.uuid},
        person=session.person_uuid,
        approver=approver.uuid if approver else None,
    )
