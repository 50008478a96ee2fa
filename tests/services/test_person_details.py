"""Wishes, tags, household and notes of a person."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pos_app.domain.errors import NeedsApproval, PosError
from pos_app.domain.staff import Action
from pos_app.services.customers import CustomerChanges
from pos_app.services.people import notes_at_till
from pos_app.services.person_details import (
    MOST_NOTES,
    MOST_TAGS,
    DetailChanges,
    NoteService,
    PersonDetails,
)
from tests.builders import SENIOR_PIN, Shop, card_number
from tests.services.profile_desk import Known, make_known


@pytest.fixture
def known(shop: Shop) -> Known:
    return make_known(shop)


@pytest.fixture
def details(known: Known) -> PersonDetails:
    shop = known.shop
    return PersonDetails(shop.store.uow, shop.permissions, shop.clock, shop.ids, shop.sink)


@pytest.fixture
def notes(known: Known) -> NoteService:
    shop = known.shop
    return NoteService(shop.store.uow, shop.permissions, shop.clock, shop.ids, shop.sink)


def test_details_are_changed_and_named_in_the_journal(known: Known, details: PersonDetails) -> None:
    shop = known.shop
    changes = DetailChanges(
        phone_state="valid", email_state="bounced", preferred="phone", do_not_call=True,
        household=" Kowalski ", tags=("regular", " VIP", "vip", ""),
    )  # fmt: skip
    after = details.change(shop.senior, known.maria.id, changes)
    assert (after.phone_state, after.email_state, after.preferred) == ("valid", "bounced", "phone")
    assert after.do_not_call
    assert after.tags == ("regular", "VIP")
    assert known.read().detail == after
    household = known.read().household
    assert household is not None
    assert household.name == "Kowalski"
    fields = [
        "phone_state", "email_state", "preferred", "do_not_call", "household_id", "tags",
    ]  # fmt: skip
    content = {"customer": known.maria.uuid, "fields": fields}
    told = ("customer.detailed", content, shop.senior.person_uuid, None)
    assert shop.events("customer.detailed") == [told]
    details.change(shop.senior, known.maria.id, changes)  # the same again
    assert shop.events("customer.detailed") == [told]
    details.change(shop.senior, known.maria.id, DetailChanges())
    assert known.read().detail == after


def test_a_household_is_joined_by_its_name_and_left(known: Known, details: PersonDetails) -> None:
    adam = known.points.customer("Adam", 2)
    details.change(known.shop.senior, adam.id, DetailChanges(household="Nowak"))
    details.change(known.shop.senior, adam.id, DetailChanges(household="Kowalski"))
    details.change(known.shop.senior, known.maria.id, DetailChanges(household="kowalski"))
    assert known.read().members == {adam.id: "Adam"}
    with known.shop.store.uow() as uow:
        assert len(uow.people.households()) == 2
    details.change(known.shop.senior, known.maria.id, DetailChanges(household=" "))
    assert known.read().household is None


@pytest.mark.parametrize(
    "changes",
    [
        DetailChanges(phone_state="gone"),  # type: ignore[arg-type]
        DetailChanges(email_state="gone"),  # type: ignore[arg-type]
        DetailChanges(preferred="pigeon"),
        DetailChanges(tags=[f"t{number}" for number in range(MOST_TAGS + 1)]),
    ],
)
def test_what_is_no_detail_is_refused(
    known: Known, details: PersonDetails, changes: DetailChanges
) -> None:
    with pytest.raises(PosError, match="setting_invalid"):
        details.change(known.shop.senior, known.maria.id, changes)


def test_anyone_writes_down_that_somebody_wants_no_calls(
    known: Known, details: PersonDetails
) -> None:
    shop = known.shop
    assert details.change(shop.cashier, known.maria.id, DetailChanges(do_not_call=True)).do_not_call
    allowed_again = DetailChanges(do_not_call=False)
    with pytest.raises(NeedsApproval):
        details.change(shop.cashier, known.maria.id, allowed_again)
    approval = shop.permissions.approve(
        Action.CONTACT_EDIT, session=shop.cashier, event_ref=known.maria.uuid, reason="asked",
        secret=SENIOR_PIN, approver_id=shop.senior.person_id,
    )  # fmt: skip
    after = details.change(shop.cashier, known.maria.id, allowed_again, approval=approval)
    assert not after.do_not_call
    assert shop.events("customer.detailed")[-1][3] == shop.senior.person_uuid
    with pytest.raises(PosError, match="customer_unknown"):
        details.change(shop.senior, 999, allowed_again)


def test_notes_are_written_changed_and_taken_away(known: Known, notes: NoteService) -> None:
    shop = known.shop
    note = notes.add(shop.cashier, known.maria.id, " wants  bags\u202e ", at_till=True)
    assert (note.text, note.at_till, note.person_id) == ("wants bags", True, shop.cashier.person_id)
    notes.change(shop.cashier, known.maria.id, note.id, "wants boxes", at_till=False)
    notes.change(shop.cashier, known.maria.id, note.id, "wants boxes", at_till=False)
    (kept,) = known.read().notes
    assert kept == replace(note, text="wants boxes", at_till=False)
    assert notes.remove(shop.cashier, known.maria.id, note.id) == kept
    assert known.read().notes == ()
    notes.put_back(shop.cashier, kept)
    (again,) = known.read().notes
    assert replace(again, id=kept.id) == kept
    content = {"customer": known.maria.uuid}
    assert shop.events("customer.note") == [
        (f"customer.note_{what}", content, shop.cashier.person_uuid, None)
        for what in ("added", "changed", "removed", "added")
    ]


def test_somebody_elses_note_needs_the_right_to_change_contacts(
    known: Known, notes: NoteService
) -> None:
    shop = known.shop
    note = notes.add(shop.senior, known.maria.id, "pays late")
    notes.add(shop.senior, known.maria.id, "newer")
    boris = shop.session("Boris")
    with pytest.raises(NeedsApproval) as needed:
        notes.remove(boris, known.maria.id, note.id)
    assert needed.value.params["event_ref"] == note.uuid
    approval = shop.permissions.approve(
        Action.CONTACT_EDIT, session=boris, event_ref=note.uuid, reason="wrong",
        secret=SENIOR_PIN, approver_id=shop.senior.person_id,
    )  # fmt: skip
    notes.change(boris, known.maria.id, note.id, "pays", at_till=True, approval=approval)
    assert shop.events("customer.note_changed")[0][3] == shop.senior.person_uuid
    notes.remove(shop.owner, known.maria.id, note.id)
    with pytest.raises(PosError, match="note_unknown"):
        notes.remove(shop.owner, known.maria.id, note.id)


def test_an_empty_note_and_one_too_many_are_refused(
    known: Known, notes: NoteService, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(PosError, match="setting_invalid"):
        notes.add(known.shop.cashier, known.maria.id, " ")
    assert MOST_NOTES >= 100
    monkeypatch.setattr("pos_app.services.person_details.MOST_NOTES", 1)
    notes.add(known.shop.cashier, known.maria.id, "one")
    with pytest.raises(PosError, match="notes_full"):
        notes.add(known.shop.cashier, known.maria.id, "two")


def test_the_till_reads_the_newest_notes_meant_for_it(known: Known, notes: NoteService) -> None:
    maria, shop = known.maria, known.shop

    def at_till() -> tuple[str, ...]:
        with shop.store.uow() as uow:
            person = uow.customers.get(maria.id)
            assert person is not None
            return notes_at_till(uow, person)

    assert at_till() == ()
    known.points.customers.edit(shop.owner, maria.id, CustomerChanges(note="family discount"))
    notes.add(shop.cashier, maria.id, "only for the office")
    notes.add(shop.cashier, maria.id, "first line\nsecond", at_till=True)
    assert at_till() == ("first line second", "family discount")
    for text in ("b", "c"):
        notes.add(shop.cashier, maria.id, text, at_till=True)
    assert at_till() == ("c", "b", "first line second")


def test_the_sale_page_says_the_notes(known: Known, notes: NoteService) -> None:
    maria, shop = known.maria, known.shop
    notes.add(shop.cashier, maria.id, "wants bags", at_till=True)
    desk = shop.desk()
    desk.scan(card_number(1))
    panel = desk.view().customer
    assert panel is not None
    assert panel.notes == ("wants bags",)
