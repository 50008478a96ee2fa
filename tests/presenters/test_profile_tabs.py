"""Cards, consents, contacts and notes on the profile: lists, forms, approvals, undo."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from pos_app.domain.errors import PosError
from pos_app.domain.promotion import AmountOff, Promotion
from pos_app.presenters.day_text import birthday_text, parse_birthday
from pos_app.presenters.profile import ProfilePresenter
from pos_app.presenters.profile_cards import CardsTab
from pos_app.presenters.profile_consents import ConsentServices, ConsentsTab
from pos_app.presenters.profile_contacts import ContactsTab
from pos_app.presenters.profile_people import PeopleServices
from pos_app.services.contacts import ContactForm, ContactService
from pos_app.services.customer_groups import CustomerGroups
from pos_app.services.person_details import NoteService, PersonDetails
from pos_app.services.programme_records import CertificateRecord
from pos_app.services.programme_store import dump_promotion
from pos_app.services.records import CouponRecord
from tests.builders import SENIOR_PIN, Shop, card_number
from tests.fakes import FakePhones
from tests.presenters.profile_stage import ProfileStage
from tests.services.profile_desk import make_known


@dataclass
class Desk:
    """The stage with all tabs, Maria open."""

    stage: ProfileStage
    presenter: ProfilePresenter
    people: PeopleServices
    forms: list[int]

    def go(self, tab: str, part: str = "") -> None:
        self.presenter.choose_tab(tab)
        if part:
            self.presenter.choose_part(part)

    def fill(self, **typed: str) -> None:
        for key, text in typed.items():
            self.presenter.type(key, text)
        self.presenter.confirm()

    def approve(self) -> None:
        """The senior types her PIN."""
        assert self.stage.state.approval is not None
        self.presenter.approve(str(self.stage.known.shop.senior.person_id), SENIOR_PIN)

    @property
    def error(self) -> dict[str, str]:
        assert self.stage.state.form is not None
        return {each.key: each.error for each in self.stage.state.form.fields if each.error}

    @property
    def actions(self) -> dict[str, bool]:
        return {each.key: each.enabled for each in self.stage.state.body.actions}


def make(shop: Shop, who: str = "Marta") -> Desk:
    known = make_known(shop)
    stage = ProfileStage(known=known, session=shop.session(who))
    names = {person.id: person.name for person in shop.people.values()}
    made = (shop.store.uow, shop.permissions)
    rest = (shop.clock, shop.ids, shop.sink)
    people = PeopleServices(
        words=stage.words,
        profiles=known.profiles,
        customers=known.points.customers,
        contacts=ContactService(*made, FakePhones(), *rest),
        details=PersonDetails(*made, *rest),
        notes=NoteService(*made, *rest),
        grants=known.points.grants,
        groups=CustomerGroups(shop.store.uow, shop.sink),
        find=lambda text: known.points.customers.search(stage.session, text, limit=2),
        name_of=lambda person: names.get(person, ""),
        session=lambda: stage.session,
    )
    forms: list[int] = []
    consents = ConsentServices(
        customers=known.points.customers,
        session=lambda: stage.session,
        wording=lambda choice: f"v-{choice.purpose.value}",
        name_of=people.name_of,
        form=forms.append,
    )
    presenter = stage.make(
        (
            CardsTab(stage.words, known.points.cards),
            ConsentsTab(stage.words, consents),
            ContactsTab(people),
        )
    )
    presenter.open(known.maria.id)
    return Desk(stage=stage, presenter=presenter, people=people, forms=forms)


@pytest.fixture
def desk(shop: Shop) -> Desk:
    """The senior at the profile."""
    return make(shop)


# --- cards ------------------------------------------------------------------------------------


def test_cards_are_given_blocked_and_let_go_again(desk: Desk) -> None:
    desk.go("cards")
    assert desk.stage.rows() == [("•••• 0018", "issued 22 Nov 2026", "in use", "")]
    desk.presenter.act("issue")
    desk.presenter.scan(card_number(5))
    desk.presenter.confirm()
    assert [row[0][-4:] for row in desk.stage.rows()] == [card_number(5)[-4:], "0018"]
    assert desk.stage.told == [f"Card ••••\N{NO-BREAK SPACE}{card_number(5)[-4:]} is given."]
    desk.presenter.choose(desk.stage.state.body.rows[1].key)
    desk.presenter.act("block")
    desk.fill(reason=" ")
    assert desk.error
    desk.fill(reason="lost")
    assert desk.stage.rows()[1] == ("•••• 0018", "issued 22 Nov 2026 · lost", "blocked", "")
    assert desk.actions == {"issue": True, "unblock": True, "replace": True, "close": True}
    desk.presenter.act("unblock")
    desk.fill(reason="found")
    assert desk.stage.rows()[1][2] == "in use"
    desk.go("cards", "life")
    assert {(row[0], row[1]) for row in desk.stage.rows()} == {
        ("•••• 0018 · in use", "22 Nov 2026, 08:00"),
        ("•••• 0018 · blocked", "22 Nov 2026, 08:00 · lost"),
        ("•••• 0018 · in use", "22 Nov 2026, 08:00 · found"),
        (f"•••• {card_number(5)[-4:]} · in use", "22 Nov 2026, 08:00"),
    }


def test_a_refused_number_is_said_at_its_field(desk: Desk) -> None:
    desk.go("cards")
    desk.presenter.act("issue")
    desk.fill(card="1")
    assert "card" in desk.error
    desk.fill(card=card_number(1))
    assert "card" in desk.error
    assert desk.stage.alerts == 2
    desk.presenter.back()
    assert desk.stage.state.form is None
    assert desk.stage.state.tab == "cards"


def test_a_cashier_replaces_a_card_with_a_second_person(shop: Shop) -> None:
    desk = make(shop, "Anna")
    desk.go("cards")
    desk.presenter.act("replace")
    desk.presenter.scan(card_number(6))
    desk.fill(reason="worn")
    assert desk.stage.state.approval is not None
    desk.presenter.back()
    assert desk.stage.state.approval is None
    desk.presenter.confirm()
    desk.presenter.scan("a staff card")  # asked for a staff card: it is one now
    desk.presenter.back()
    desk.presenter.confirm()
    desk.approve()
    fresh, old = desk.stage.rows()
    assert fresh[1] == "issued 22 Nov 2026 · instead of ••••\N{NO-BREAK SPACE}0018".replace(
        "\N{NO-BREAK SPACE}", " "
    )
    assert old[1:3] == ("issued 22 Nov 2026 · worn", "replaced")
    desk.presenter.choose(desk.stage.state.body.rows[1].key)
    assert desk.actions == {"issue": True, "block": False, "replace": False, "close": False}


def test_a_card_is_closed_for_good(desk: Desk) -> None:
    desk.go("cards")
    desk.presenter.act("close")
    desk.presenter.scan("nothing to scan here")
    assert desk.stage.alerts == 1
    desk.fill(reason="asked")
    assert desk.stage.rows()[0][2] == "closed"


def test_somebody_without_a_card(desk: Desk) -> None:
    with desk.stage.known.shop.store.uow() as uow:
        from pos_app.domain.customer import Customer

        nobody = uow.customers.add(Customer(id=0, uuid="no-card"))
        uow.commit()
    desk.presenter.open(nobody)
    desk.go("cards")
    desk.presenter.act("block")
    assert desk.stage.state.form is None
    assert desk.stage.state.body.empty_title == "No card yet."
    assert desk.stage.state.name == "Customer without a name"


def test_coupons_and_certificates_of_the_person(desk: Desk) -> None:
    known = desk.stage.known
    today = known.points.today
    rule = dump_promotion(Promotion(rule_id="c", name="Hello", effects=(AmountOff(amount=1_500),)))
    coupon = CouponRecord(
        uuid="u1", code="KABCDEFGHJ", definition=rule, valid_from=today, valid_to=today,
        customer_id=known.maria.id,
    )  # fmt: skip
    with known.shop.store.uow() as uow:
        uow.coupons.add(coupon)
        spent = uow.coupons.add(replace(coupon, uuid="u2", code="KABCDEFGHK"))
        uow.coupons.set_state(spent, "void", known.shop.clock.now())
        uow.certificates.add(
            CertificateRecord(
                uuid="g", code="GABCDEFGHJ", kind="credit", amount=0, balance=0,
                customer_id=known.maria.id, issued_at=known.shop.clock.now(),
            )
        )  # fmt: skip
        uow.commit()
    desk.presenter.refresh()
    desk.go("cards", "coupons")
    rows = desk.stage.rows()
    assert [(row[0], row[2]) for row in rows] == [
        ("−zł 15 · Hello", "not used yet"), ("−zł 15 · Hello", "void"),
    ]  # fmt: skip
    known.points.wait(days=1)
    desk.presenter.refresh()
    assert "expired" in {row[2] for row in desk.stage.rows()}
    desk.go("cards", "certificates")
    assert desk.stage.rows()[0][1:] == ("of zł 0.00", "zł 0.00", "used up")


# --- consents ---------------------------------------------------------------------------------


def test_consents_are_given_and_taken_back(desk: Desk) -> None:
    desk.go("consents")
    assert [(row[0], row[2]) for row in desk.stage.rows()] == [
        ("Keeping data", "given"),
        ("Offers: Calls", "no consent"),
        ("Offers: SMS", "no consent"),
        ("Offers: E-mail", "no consent"),
        ("Offers: Messenger", "no consent"),
        ("Offers: Post", "no consent"),
    ]
    assert desk.stage.rows()[0][1] == "22 Nov 2026, 08:00 · text 1 · at the counter · Anna"
    desk.presenter.choose("sms")
    assert desk.actions == {"give": True, "withdraw": False, "form": True}
    desk.stage.known.points.wait(minutes=1)
    desk.presenter.act("give")
    assert desk.stage.told == ["SMS: consent given"]
    said = "22 Nov 2026, 08:01 · text v-marketing · at the counter · Marta"
    assert desk.stage.rows()[2] == ("Offers: SMS", said, "given", "")
    desk.stage.known.points.wait(minutes=1)
    desk.presenter.act("withdraw")
    assert desk.stage.rows()[2][2] == "withdrawn"
    desk.presenter.act("form")
    assert desk.forms == [desk.stage.known.maria.id]
    desk.go("consents", "history")
    assert [(row[0], row[2]) for row in desk.stage.rows()] == [
        ("Offers: SMS", "withdrawn"), ("Offers: SMS", "given"), ("Keeping data", "given"),
    ]  # fmt: skip
    desk.presenter.act("give")  # nothing to give in the history
    assert len(desk.stage.told) == 2


# --- contacts ---------------------------------------------------------------------------------


def test_contacts_are_shown_after_a_look_that_is_written_down(desk: Desk) -> None:
    desk.go("contacts")
    assert [row[:2] for row in desk.stage.rows()] == [
        ("••• 567", "Phone · main"), ("m•••@poczta.pl", "E-mail · main"),
    ]  # fmt: skip
    desk.presenter.act("show")
    assert [row[0] for row in desk.stage.rows()] == ["501 234 567", "maria@poczta.pl"]
    assert desk.stage.state.detail.startswith("501 234 567")
    assert "show" not in desk.actions
    assert desk.stage.told == []
    assert len(desk.stage.known.shop.events("contact.viewed")) == 1
    desk.presenter.leave()
    desk.presenter.refresh()
    assert desk.stage.rows()[0][0] == "••• 567"


def test_a_contact_is_added_preferred_changed_and_removed(desk: Desk) -> None:
    desk.go("contacts")
    desk.presenter.act("add")
    desk.fill(value="12")
    assert desk.error == {"value": "This is not a phone number."}
    desk.presenter.choose_mode("email")
    desk.fill(value="nothing")
    assert desk.error
    desk.fill(value="m@firma.pl", label="work", state="bounced")
    desk.presenter.act("show")
    added = ("m@firma.pl", "E-mail · work", "does not work", "")
    assert desk.stage.rows()[2] == added
    desk.presenter.choose(desk.stage.state.body.rows[2].key)
    desk.presenter.act("prefer")
    assert [row[0] for row in desk.stage.rows()] == [
        "501 234 567", "m@firma.pl", "maria@poczta.pl",
    ]  # fmt: skip
    desk.presenter.choose(desk.stage.state.body.rows[2].key)
    desk.presenter.act("change")
    desk.fill(value="m@nowa.pl", label="old", state="valid")
    assert desk.stage.rows()[2] == ("m@nowa.pl", "E-mail · old", "checked", "")
    desk.presenter.act("remove")
    assert len(desk.stage.rows()) == 2
    assert desk.stage.undo is not None
    desk.stage.undo()
    assert desk.stage.rows()[2] == ("m@nowa.pl", "E-mail · old", "checked", "")


def test_the_main_phone_is_changed_and_a_shared_one_asked_for_twice(desk: Desk) -> None:
    points = desk.stage.known.points
    points.customer("Adam", 2, phone="601 000 222")
    desk.go("contacts")
    desk.presenter.pick("main:phone")
    assert desk.stage.state.form is not None
    assert [each.key for each in desk.stage.state.form.fields] == ["phone", "state"]
    desk.fill(phone="1")
    assert "phone" in desk.error
    desk.fill(phone="601 000 222", state="valid")
    assert desk.error == {"phone": "This phone is already in the customer list: Adam."}
    desk.presenter.confirm()
    assert points.person(desk.stage.known.maria).phone == "+48601000222"
    assert desk.stage.rows()[0] == ("••• 222", "Phone · main", "checked", "")
    desk.presenter.pick("main:phone")
    desk.fill(phone=" ")  # covered: empty keeps it
    assert points.person(desk.stage.known.maria).phone == "+48601000222"
    desk.presenter.act("show")
    desk.presenter.pick("main:email")
    desk.fill(email="")
    assert [row[0] for row in desk.stage.rows()] == ["601 000 222"]


def test_a_cashier_changes_contacts_with_a_second_person(shop: Shop) -> None:
    desk = make(shop, "Anna")
    desk.go("contacts")
    assert "show" not in desk.actions
    desk.presenter.pick("main:phone")
    assert desk.stage.state.form is not None
    assert [each.key for each in desk.stage.state.form.fields] == ["phone"]
    desk.fill(phone="601 000 333")
    desk.approve()
    assert desk.stage.known.points.person(desk.stage.known.maria).phone == "+48601000333"
    desk.presenter.act("add")
    desk.presenter.choose_mode("messenger")
    desk.fill(value="@maria")
    desk.approve()
    assert desk.stage.rows()[2][:2] == ("•••", "Messenger")
    desk.presenter.choose(desk.stage.state.body.rows[2].key)
    desk.presenter.act("change")
    desk.fill(label="Telegram")
    desk.approve()
    desk.presenter.act("prefer")
    desk.approve()
    assert desk.stage.rows()[2][:2] == ("•••", "Messenger · Telegram · first choice")
    desk.presenter.act("remove")
    desk.approve()
    assert desk.stage.undo is None
    assert len(desk.stage.rows()) == 2


def test_a_row_that_is_gone_opens_nothing(desk: Desk) -> None:
    desk.go("contacts")
    for action in ("remove", "prefer"):
        desk.presenter.act(action)  # the main ones cannot be removed nor preferred
    assert desk.stage.told == []
    desk.go("contacts", "notes")
    for action in ("remove", "change"):
        desk.presenter.act(action)
    assert desk.stage.state.form is None
    assert desk.stage.state.body.empty_title == "No notes."


# --- the person -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "typed", "shown"),
    [
        ("name", "Maria Nowak", "Maria Nowak"),
        ("birthday", "24.11.1990", "24 Nov 1990"),
        ("birthday", "24.11", "24 November"),
        ("birthday", "", "—"),
        ("language", "ru", "Русский"),
        ("note", "wants bags", "wants bags"),
        ("preferred", "email", "E-mail"),
        ("do_not_call", "yes", "yes"),
        ("tags", "vip, regular", "vip, regular"),
        ("groups", "Staff, VIP", "Staff, VIP"),
        ("household", "Nowak", "Nowak"),
        ("referrer", "Adam", "Adam"),
    ],
)
def test_a_line_about_the_person_is_changed(desk: Desk, line: str, typed: str, shown: str) -> None:
    desk.stage.known.points.customer("Adam", 2)
    desk.go("contacts", "about")
    desk.presenter.pick(line)
    desk.fill(**{line: typed})
    assert desk.stage.state.form is None
    rows = {row.key: row.title.replace("\N{NO-BREAK SPACE}", " ") for row in
            desk.stage.state.body.rows}  # fmt: skip
    assert rows[line] == shown
    desk.presenter.pick(line)
    assert desk.stage.state.form is not None
    assert desk.stage.state.form.fields[0].text == ("" if line == "referrer" else typed)


def test_who_lives_together_is_named(desk: Desk) -> None:
    known = desk.stage.known
    adam = known.points.customer("Adam", 2)
    from pos_app.services.person_details import DetailChanges

    for one in (adam, known.maria):
        desk.people.details.change(known.shop.senior, one.id, DetailChanges(household="Nowak"))
    desk.presenter.refresh()
    desk.go("contacts", "about")
    home = next(row for row in desk.stage.state.body.rows if row.key == "household")
    assert (home.title, home.note) == ("Nowak", "Household: with Adam")


def test_what_cannot_be_read_is_said_at_its_field(desk: Desk) -> None:
    known = desk.stage.known
    known.points.customer("Adam", 2)
    known.points.customer("Adam the second", 3)
    desk.go("contacts", "about")
    desk.presenter.pick("birthday")
    desk.fill(birthday="soon")
    assert "birthday" in desk.error
    desk.presenter.pick("referrer")
    for typed in ("Adam", "nobody", "Maria"):
        desk.fill(referrer=typed)
        assert "referrer" in desk.error, typed
    desk.presenter.scan(card_number(3))
    desk.presenter.confirm()
    assert desk.stage.state.form is None
    desk.presenter.pick("referrer")
    desk.fill(referrer="")
    rows = {row.key: row.title for row in desk.stage.state.body.rows}
    assert rows["referrer"] == "—"


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("24.11.1990", "1990-11-24"), ("24/11/26", "2026-11-24"), ("24-11-27", "1927-11-24"),
        ("24 11", "1904-11-24"), ("1990-11-24", "1990-11-24"), ("29.02", "1904-02-29"),
    ],
)  # fmt: skip
def test_birthdays_as_people_type_them(desk: Desk, typed: str, day: str) -> None:
    assert parse_birthday(typed, desk.stage.known.points.today).isoformat() == day


@pytest.mark.parametrize("typed", ["", "soon", "31.02.1990", "0.1", "1990-13-01"])
def test_what_is_no_birthday(desk: Desk, typed: str) -> None:
    with pytest.raises(PosError, match="setting_invalid"):
        parse_birthday(typed, desk.stage.known.points.today)


def test_a_birthday_is_written_as_it_is_typed(desk: Desk) -> None:
    today = desk.stage.known.points.today
    for typed in ("24.11.1990", "24.11"):
        assert birthday_text(parse_birthday(typed, today)) == typed


# --- notes ------------------------------------------------------------------------------------


def test_notes_are_written_changed_and_come_back(desk: Desk) -> None:
    desk.go("contacts", "notes")
    desk.presenter.act("add")
    desk.presenter.choose_mode("till")
    desk.fill(text=" ")
    assert "text" in desk.error
    desk.fill(text="wants bags")
    said = ("wants bags", "22 Nov 2026, 08:00 · Marta", "at the till", "")
    assert desk.stage.rows() == [said]
    assert dict(desk.stage.state.tabs)["contacts"] == "Contacts and notes 1"
    desk.presenter.act("change")
    assert desk.stage.state.form is not None
    assert desk.stage.state.form.mode == "till"
    desk.presenter.choose_mode("office")
    desk.fill(text="wants boxes")
    assert desk.stage.rows()[0][::2] == ("wants boxes", "")
    desk.presenter.act("remove")
    assert desk.stage.rows() == []
    assert desk.stage.undo is not None
    desk.stage.undo()
    assert desk.stage.rows()[0][0] == "wants boxes"
    desk.stage.undo = None


def test_an_undo_that_comes_too_late_is_said(desk: Desk) -> None:
    desk.go("contacts")
    contact = desk.people.contacts.add(
        desk.stage.session, desk.stage.known.maria.id, ContactForm(kind="phone", value="601000222")
    )
    desk.presenter.refresh()
    desk.presenter.choose(str(contact.id))
    desk.presenter.act("remove")
    undo = desk.stage.undo
    assert undo is not None
    undo()
    undo()
    assert "already" in desk.stage.state.notice
