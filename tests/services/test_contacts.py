"""Further phones, e-mails, messengers and addresses of a person."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from pos_app.domain.errors import NeedsApproval, PosError
from pos_app.domain.staff import Action, Approval
from pos_app.services.contacts import MOST_CONTACTS, ContactForm, ContactService
from pos_app.services.people_records import Contact, PersonDetail
from tests import hostile
from tests.builders import SENIOR_PIN, Shop
from tests.fakes import FakePhones
from tests.services.profile_desk import Known, make_known


@pytest.fixture
def known(shop: Shop) -> Known:
    return make_known(shop)


@pytest.fixture
def contacts(known: Known) -> ContactService:
    shop = known.shop
    return ContactService(
        shop.store.uow, shop.permissions, FakePhones(), shop.clock, shop.ids, shop.sink
    )


def add(known: Known, contacts: ContactService, kind: str, value: str, **more: Any) -> Contact:
    form = ContactForm(kind=kind, value=value, **more)  # type: ignore[arg-type]
    return contacts.add(known.shop.senior, known.maria.id, form)


def stored(known: Known) -> list[tuple[str, str, str, bool, str]]:
    with known.shop.store.uow() as uow:
        return [
            (one.kind, one.value, one.label, one.preferred, one.state)
            for one in uow.people.contacts(known.maria.id)
        ]


def main(known: Known) -> tuple[str, str]:
    person = known.points.person(known.maria)
    return person.phone, person.email


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("phone", "601 000 222", "+48601000222"),
        ("phone", "+994 50 123 45 67", "+994501234567"),
        ("email", " m@firma.pl ", "m@firma.pl"),
        ("messenger", "@maria\u202e", "@maria"),
        ("address", "ul. Polna 1\r\n00-001  Warszawa", "ul. Polna 1\n00-001 Warszawa"),
    ],
)
def test_a_contact_is_kept_clean(
    known: Known, contacts: ContactService, kind: str, typed: str, kept: str
) -> None:
    made = add(known, contacts, kind, typed, label=" work ", state="valid")
    assert stored(known) == [(kind, kept, "work", False, "valid")]
    assert made.id
    assert known.shop.events("contact.") == [
        ("contact.added", {"customer": known.maria.uuid, "kind": kind},
         known.shop.senior.person_uuid, None),
    ]  # fmt: skip
    assert ("customer", str(known.maria.id)) in known.shop.sink.heard


@pytest.mark.parametrize(
    ("kind", "typed", "code"),
    [
        ("phone", "12", "phone_invalid"),
        ("email", "maria", "setting_invalid"),
        ("email", " ", "setting_invalid"),
        ("messenger", " ", "setting_invalid"),
        ("address", "", "setting_invalid"),
        ("address", "x" * 501, "text_too_long"),
        ("address", "4111 1111 1111 1111", "bank_card"),
        ("pigeon", "grey", "setting_invalid"),
        ("phone", "501 234 567", "contact_known"),  # the main one
        ("email", "MARIA@poczta.pl", "contact_known"),
    ],
)
def test_what_is_no_contact_is_refused(
    known: Known, contacts: ContactService, kind: str, typed: str, code: str
) -> None:
    with pytest.raises(PosError) as caught:
        add(known, contacts, kind, typed)
    assert caught.value.code == code
    assert stored(known) == []


@pytest.mark.parametrize("nasty", hostile.CORPUS, ids=lambda one: one.name)
def test_nasty_texts_stay_texts(
    known: Known, contacts: ContactService, nasty: hostile.Nasty
) -> None:
    if nasty.kept is None or not nasty.kept.strip() or len(nasty.kept) > 100:
        with pytest.raises(PosError):
            add(known, contacts, "messenger", nasty.typed)
    else:
        assert add(known, contacts, "messenger", nasty.typed).value == nasty.kept


def test_the_same_contact_is_kept_once(known: Known, contacts: ContactService) -> None:
    add(known, contacts, "phone", "601 000 222")
    with pytest.raises(PosError, match="contact_known"):
        add(known, contacts, "phone", "+48 601000222")
    add(known, contacts, "messenger", "+48601000222")  # another kind


def test_there_is_an_end_to_contacts(known: Known, contacts: ContactService) -> None:
    for number in range(MOST_CONTACTS):
        add(known, contacts, "messenger", f"m{number}")
    with pytest.raises(PosError, match="contacts_full"):
        add(known, contacts, "messenger", "one more")


def test_a_contact_is_changed_and_keeps_its_kind(known: Known, contacts: ContactService) -> None:
    made = add(known, contacts, "phone", "601 000 222")
    form = ContactForm(kind="email", value="601 000 333", label="home", state="bounced")
    contacts.change(known.shop.senior, known.maria.id, made.id, form)
    assert stored(known) == [("phone", "+48601000333", "home", False, "bounced")]
    kept = replace(form, value=" ")  # as somebody who does not see it leaves it
    contacts.change(known.shop.senior, known.maria.id, made.id, kept)
    kinds = [event[0] for event in known.shop.events("contact.")]
    assert kinds == ["contact.added", "contact.changed"]


def test_a_contact_is_removed(known: Known, contacts: ContactService) -> None:
    made = add(known, contacts, "phone", "601 000 222")
    gone = contacts.remove(known.shop.senior, known.maria.id, made.id)
    assert gone == made
    assert stored(known) == []
    assert known.shop.events("contact.")[-1][0] == "contact.removed"


def test_somebody_elses_contact_is_unknown(known: Known, contacts: ContactService) -> None:
    made = add(known, contacts, "phone", "601 000 222")
    other = known.points.customer("Adam", 2)
    for deed in (contacts.remove, contacts.prefer):
        with pytest.raises(PosError, match="contact_unknown"):
            deed(known.shop.senior, other.id, made.id)
    with pytest.raises(PosError, match="customer_unknown"):
        contacts.remove(known.shop.senior, 999, made.id)


def test_a_preferred_phone_changes_places_with_the_main_one(
    known: Known, contacts: ContactService
) -> None:
    with known.shop.store.uow() as uow:
        uow.people.put_detail(PersonDetail(customer_id=known.maria.id, phone_state="bounced"))
        uow.commit()
    made = add(known, contacts, "phone", "601 000 222", label="work", state="valid")
    contacts.prefer(known.shop.senior, known.maria.id, made.id)
    assert main(known) == ("+48601000222", "maria@poczta.pl")
    assert stored(known) == [("phone", "+48501234567", "", False, "bounced")]
    with known.shop.store.uow() as uow:
        assert uow.people.detail(known.maria.id).phone_state == "valid"
    assert known.shop.events("contact.")[-1][0] == "contact.preferred"


def test_a_preferred_email_changes_places_too(known: Known, contacts: ContactService) -> None:
    made = add(known, contacts, "email", "m@firma.pl", state="valid")
    contacts.prefer(known.shop.senior, known.maria.id, made.id)
    assert main(known) == ("+48501234567", "m@firma.pl")
    assert stored(known) == [("email", "maria@poczta.pl", "", False, "unknown")]


def test_the_first_phone_leaves_no_empty_one_behind(known: Known, contacts: ContactService) -> None:
    anna = known.points.customer("Anna", 5)
    form = ContactForm(kind="phone", value="601 000 222")
    made = contacts.add(known.shop.senior, anna.id, form)
    contacts.prefer(known.shop.senior, anna.id, made.id)
    assert known.points.person(anna).phone == "+48601000222"
    with known.shop.store.uow() as uow:
        assert list(uow.people.contacts(anna.id)) == []


def test_one_messenger_is_preferred_and_one_address(known: Known, contacts: ContactService) -> None:
    first = add(known, contacts, "messenger", "@a")
    second = add(known, contacts, "messenger", "@b")
    home = add(known, contacts, "address", "Polna 1")
    for one in (first, home, second):
        contacts.prefer(known.shop.senior, known.maria.id, one.id)
    assert [(value, preferred) for _, value, _, preferred, _ in stored(known)] == [
        ("@a", False), ("@b", True), ("Polna 1", True),
    ]  # fmt: skip


def test_a_cashier_asks_a_second_person(known: Known, contacts: ContactService) -> None:
    shop, form = known.shop, ContactForm(kind="messenger", value="@a")
    with pytest.raises(NeedsApproval) as needed:
        contacts.add(shop.cashier, known.maria.id, form)
    assert needed.value.params["event_ref"] == known.maria.uuid

    def given() -> Approval:
        return shop.permissions.approve(
            Action.CONTACT_EDIT, session=shop.cashier, event_ref=known.maria.uuid, reason="moved",
            secret=SENIOR_PIN, approver_id=shop.senior.person_id,
        )  # fmt: skip

    made = contacts.add(shop.cashier, known.maria.id, form, approval=given())
    contacts.remove(shop.cashier, known.maria.id, made.id, approval=given())
    assert [event[3] for event in shop.events("contact.")] == [shop.senior.person_uuid] * 2
