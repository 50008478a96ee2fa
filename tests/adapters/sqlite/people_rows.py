"""One row in every table of version 3, for the tests that look at every table."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from pos_app.adapters.sqlite.sealed_rows import SealedRows
from pos_app.adapters.sqlite.session import Session, utc_text
from pos_app.domain.customer import Customer
from pos_app.services.people_records import Contact, Household, PersonDetail, PersonNote
from pos_app.services.ports import IdSource, UnitOfWork

AT = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
TEXT = utc_text(AT)


def know_people(uow: UnitOfWork, customer: int, person: int, ids: IdSource) -> None:
    """A second person merged into the first, contacts, a questionnaire answered, and so on."""
    other = uow.customers.add(Customer(id=0, uuid=ids.uuid(), name="Łukasz I.", active=False))
    home = uow.people.add_household(Household(uuid=ids.uuid(), name="İsmayılov", created_at=AT))
    uow.people.add_contact(
        Contact(uuid=ids.uuid(), customer_id=customer, kind="phone", value="+994501234567", at=AT)
    )
    uow.people.put_detail(
        PersonDetail(customer_id=customer, household_id=home, tags=("regular",), source="counter")
    )
    uow.people.put_detail(PersonDetail(customer_id=other, merged_into=customer))
    uow.people.add_note(
        PersonNote(
            uuid=ids.uuid(), customer_id=customer, text="asks for bags", person_id=person, at=AT
        )
    )
    _rows(uow._db, customer, other, person, ids)  # type: ignore[attr-defined]


def _rows(db: Session, customer: int, other: int, person: int, ids: IdSource) -> None:
    def add(table: str, **values: Any) -> int:
        names = SealedRows(db, table).names
        whole = dict.fromkeys(names) | {"uuid": ids.uuid(), "till": "1"} | values
        return SealedRows(db, table).add({name: whole[name] for name in names})

    add(
        "customer_merge", survivor_id=customer, merged_id=other, person_id=person, at=TEXT,
        image='{"name":"x"}',
    )  # fmt: skip
    add("not_duplicate", first_id=customer, second_id=other, person_id=person, at=TEXT)
    db.append("erasure", (ids.uuid(), "1", "gone-1", TEXT, person, None, "asked"))
    db.append(
        "consent_wording",
        (ids.uuid(), "1", "v1", "marketing", "sms", "en", "May we write?", TEXT, person),
    )
    db.append(
        "card_batch",
        (ids.uuid(), "1", "2900000000024", "2900000000031", 2, "ean13", TEXT, person, ""),
    )
    add("saved_view", name="Gold", definition="{}", created_at=TEXT, person_id=person)
    done = add(
        "people_import", file="a.csv", sha256="0", at=TEXT, person_id=person, counts="{}",
        state="applied",
    )  # fmt: skip
    add("people_import_row", import_id=done, customer_id=customer, action="new", before="{}")
    add("import_mapping", key="people:a", definition="{}", at=TEXT)
    asked = add(
        "questionnaire", name="Needs", kind="needs", state="live", definition="{}",
        created_at=TEXT, changed_at=TEXT,
    )  # fmt: skip
    version = db.append(
        "questionnaire_version", (ids.uuid(), "1", asked, 1, '{"a":1}', TEXT, person)
    )
    said = add(
        "response", version_id=version, customer_id=customer, state="complete",
        channel="counter", language="en", started_at=TEXT, completed_at=TEXT, seconds=12,
        person_id=person,
    )  # fmt: skip
    db.run("INSERT INTO answer VALUES (?, 'q1', 0, 'family')", (said,))
    SealedRows(db, "response").reseal(said)
    add(
        "paper_form", code="F1", version_id=version, customer_id=customer, language="pl",
        printed_at=TEXT, person_id=person, response_id=said,
    )  # fmt: skip
    rule = add("need_rule", name="Baby", definition="{}", enabled=1, created_at=TEXT)
    add(
        "need", customer_id=customer, key="baby", text="baby goods", kind="implicit",
        evidence="receipt", evidence_ref="s-1", confidence=6000, noticed_on="2026-11-22",
        review_on="2027-02-22", state="open", rule_id=rule,
    )  # fmt: skip
