"""Finding people while typing."""

from __future__ import annotations

from tests.builders import Shop, card_number
from tests.presenters.counter_stage import Stage, make_stage

# -- finding ----------------------------------------------------------------------------------


def test_the_list_answers_while_typing(stage: Stage) -> None:
    stage.shop.customer("Maria Nowak", card=7)
    anna = stage.shop.customer("Anna Kowalska", card=8)
    stage.find.open()
    assert stage.found.total == 2
    stage.find.search("kow")
    assert [hit.title for hit in stage.people] == ["Anna Kowalska"]
    assert stage.found.person == "Anna Kowalska"
    assert stage.found.can_attach
    stage.find.attach()
    assert stage.ways.last == ("attach_customer", anna.id)


def test_a_cashier_sees_contacts_masked(stage: Stage) -> None:
    stage.shop.customer("Maria Nowak", card=7, phone="601204118")
    stage.find.search("maria")
    assert stage.found.person_detail == f"••• 118 · •••• {card_number(7)[-4:]}"
    assert stage.people[0].detail == f"{card_number(7)[-4:]} · no visits yet"


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
