"""Finding people while typing, and entering a new one in half a minute."""

from __future__ import annotations

from datetime import date

import pytest

from pos_app.domain.customer import Channel, Purpose
from pos_app.presenters.new_customer import parse_birthday
from tests.builders import Shop, card_number, ean13
from tests.presenters.counter_stage import Stage, make_stage
from tests.services.desk import GOLDEN

TEA = ean13("590000000002")


# -- finding ----------------------------------------------------------------------------------


def test_the_list_answers_while_typing(stage: Stage) -> None:
    stage.shop.customer("Maria Nowak", card=7)
    anna = stage.shop.customer("Anna Kowalska", card=8)
    stage.find.open()
    assert len(stage.found.hits) == 2
    stage.find.search("kow")
    assert [hit.title for hit in stage.found.hits] == ["Anna Kowalska"]
    assert stage.found.person == "Anna Kowalska"
    assert stage.found.can_attach
    stage.find.attach()
    assert stage.ways.last == ("attach_customer", anna.id)


def test_a_cashier_sees_contacts_masked(stage: Stage) -> None:
    stage.shop.customer("Maria Nowak", card=7, phone="601204118")
    stage.find.search("maria")
    assert stage.found.hits[0].detail == f"••• 118 · •••• {card_number(7)[-4:]}"


def test_arrows_move_and_escape_clears_before_it_leaves(stage: Stage) -> None:
    stage.shop.customer("Maria Nowak", card=7)
    stage.shop.customer("Maria Wrona", card=8)
    stage.find.search("maria")
    first = stage.found.chosen
    stage.find.move(1)
    assert stage.found.chosen != first
    stage.find.move(5)
    stage.find.back()
    assert stage.found.text == ""
    assert stage.ways.gone == []
    stage.find.back()
    assert stage.ways.last == ("show_sale",)


def test_groups_of_a_person_are_typed_by_a_senior(shop: Shop) -> None:
    stage = make_stage(shop, who="Marta")
    maria = shop.customer("Maria Nowak", card=7)
    shop.customer("Anna Kowalska", card=8)
    stage.find.open("maria")
    assert stage.found.can_group
    assert ("Groups", "") not in stage.found.facts
    stage.find.open_groups()
    assert stage.found.groups_open
    assert stage.found.groups_hint == "Names with commas between them."
    stage.find.type_groups(" VIP, staff,, vip ")
    stage.find.put_groups()
    assert not stage.found.groups_open
    assert ("Groups", "staff, vip") in stage.found.facts
    stage.find.search("anna")
    stage.find.open_groups()
    assert stage.found.groups_hint == "In use: staff, vip"
    stage.find.type_groups("Vip, " + "x" * 41)
    stage.find.put_groups()
    assert stage.found.groups_error == "The text is too long: at most 40 characters."
    stage.find.type_groups("Vip")
    assert stage.found.groups_error == ""
    stage.find.put_groups()
    assert ("Groups", "vip") in stage.found.facts
    # Esc leaves the groups first
    stage.find.open_groups()
    stage.find.back()
    assert (stage.found.groups_open, stage.found.text) == (False, "anna")
    stage.find.put_groups()
    assert stage.ways.gone == []
    assert shop.customers.profile(shop.senior, maria.id).customer.groups == ("staff", "vip")


def test_a_cashier_sees_groups_and_leaves_them(stage: Stage) -> None:
    stage.shop.customer("Maria Nowak", card=7)
    stage.find.open("maria")
    assert not stage.found.can_group
    stage.find.open_groups()
    assert not stage.found.groups_open
    stage.find.search("zzz")
    assert not stage.found.can_group


def test_nobody_fits(stage: Stage) -> None:
    stage.find.open("zzz")
    assert stage.found.empty == "Nobody fits. Ins enters a new customer."
    assert not stage.found.can_attach
    stage.find.attach()
    stage.find.create()
    assert stage.ways.gone == [("open_new_customer",)]


def test_a_scan_goes_to_the_sale(stage: Stage) -> None:
    stage.find.scan(card_number(7))
    assert stage.ways.last == ("scan_in_sale", card_number(7))


# -- entering ---------------------------------------------------------------------------------


def test_no_box_is_ticked_and_the_card_is_there(stage: Stage) -> None:
    stage.new.open(card_number(7))
    form = stage.form
    assert (form.keep, form.sms, form.call) == (False, False, False)
    assert form.card_good
    assert stage.new_view.focused == "phone"


def test_a_person_with_consents_and_card_lands_on_the_receipt(stage: Stage) -> None:
    stage.new.open(card_number(7))
    stage.new.typed("phone", "601 204 118")
    stage.new.typed("name", "Margaret")
    stage.new.typed("birthday", "24.11")
    stage.new.ticked("keep", on=True)
    stage.new.ticked("call", on=True)
    stage.new.save()
    name, person_id, card = stage.ways.last
    assert (name, card) == ("attach_customer", card_number(7))
    assert isinstance(person_id, int)
    profile = stage.shop.customers.profile(stage.shop.senior, person_id)
    assert profile.customer.phone == "+48601204118"
    assert profile.customer.birthday == date(1904, 11, 24)
    assert profile.consents_to(Purpose.PROGRAMME)
    assert profile.consents_to(Purpose.MARKETING, Channel.CALL)
    assert not profile.consents_to(Purpose.MARKETING, Channel.SMS)
    assert [each.number for each in profile.cards] == [card_number(7)]


def test_details_without_consent_are_not_kept(stage: Stage) -> None:
    stage.new.open()
    stage.new.typed("phone", "601204118")
    stage.new.save()
    assert stage.form.keep_error == "Ask the customer, then tick this."
    assert stage.new_view.tones == 1
    assert stage.ways.gone == []


def test_a_card_alone_needs_no_details(stage: Stage) -> None:
    stage.new.open(card_number(7))
    stage.new.save()
    assert stage.ways.last[0] == "attach_customer"


@pytest.mark.parametrize(
    ("field", "text", "place"),
    [("phone", "12", "phone"), ("birthday", "99.99", "birthday"), ("card", "2", "card")],
)
def test_what_is_wrong_is_said_at_its_field(
    stage: Stage, field: str, text: str, place: str
) -> None:
    stage.new.open()
    if field != "phone":
        stage.new.typed("phone", "601204118")
    stage.new.typed(field, text)
    stage.new.ticked("keep", on=True)
    stage.new.save()
    assert getattr(stage.form, place).error
    assert stage.ways.gone == []
    stage.new.typed(field, text + "1")
    assert not getattr(stage.form, place).error


def test_a_known_phone_offers_its_owner_or_a_family(stage: Stage) -> None:
    maria = stage.shop.customer("Maria Nowak", card=7, phone="601204118")
    stage.new.open()
    stage.new.typed("phone", "601204118")
    stage.new.ticked("keep", on=True)
    stage.new.save()
    assert stage.form.known == "Maria Nowak"
    assert stage.form.phone.error
    stage.new.use_known()
    assert stage.ways.last == ("attach_customer", maria.id)
    stage.new.save_family()
    assert stage.ways.last[1] != maria.id


def test_a_scan_is_the_card_and_nothing_else(stage: Stage) -> None:
    stage.new.open()
    stage.new.scan(TEA)
    assert stage.form.notice is not None
    assert stage.form.card.text == ""
    stage.new.scan(card_number(9))
    assert stage.form.card.text == card_number(9)
    assert stage.form.notice is None


def test_the_timer_runs(stage: Stage) -> None:
    stage.new.open()
    stage.shop.clock.advance(seconds=74)
    stage.new.tick()
    assert stage.form.timer == "1:14"


def test_what_the_person_gains_today(shop: Shop) -> None:
    stage = make_stage(shop)
    stage.counter.use(GOLDEN)
    stage.shop.product("Green tea", 10000, barcodes=(TEA,))
    stage.sale.scan(TEA)
    stage.new.open()
    assert [gain.title for gain in stage.form.gains] == [
        "Card discount on this receipt",
        "+4 points for this purchase",
    ]
    assert stage.form.total == "zł\u00a095.00"
    assert stage.form.waits == "sale 1 waits"
    stage.new.back()
    assert stage.ways.last == ("show_sale",)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("24.11", date(1904, 11, 24)),
        ("24/11/1990", date(1990, 11, 24)),
        ("1 2 85", date(1985, 2, 1)),
        ("1.2.05", date(2005, 2, 1)),
        ("29.2", date(1904, 2, 29)),
        ("29.2.2023", None),
        ("31.4", None),
        ("spring", None),
        ("24", None),
    ],
)
def test_birthdays_as_people_write_them(text: str, day: date | None) -> None:
    assert parse_birthday(text, date(2026, 11, 22)) == day
