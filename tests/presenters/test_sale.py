"""The sale screen's presenter on a real desk: what a gesture makes the screen say."""

from __future__ import annotations

import pytest

from pos_app.domain.pricing import Programme
from pos_app.domain.sale import TenderKind
from pos_app.domain.staff import Role
from pos_app.domain.tier import Tier
from pos_app.presenters.sale_ports import ShiftFacts
from pos_app.presenters.sale_state import (
    ApprovalView,
    DiscountPanel,
    EntryPanel,
    OffersPanel,
    ParkedPanel,
    QuickPanel,
)
from pos_app.services.price_levels import LevelForm, PriceLevels
from tests.builders import CASHIER_PIN, SENIOR_PIN, Shop, card_number, ean13
from tests.presenters.counter_stage import Stage, make_stage
from tests.services.desk import GOLDEN, golden_coupon

SOAP = ean13("590000000001")
TEA = ean13("590000000002")


@pytest.fixture
def goods(shop: Shop) -> dict[str, int]:
    """Soap at 2.50, tea at 10.00, weighed cheese at 40.00 a kilogram."""
    from pos_app.domain.catalogue import UnitKind

    return {
        "soap": shop.product("Soap with lavender", 250, barcodes=(SOAP,)).id,
        "tea": shop.product("Green tea", 1000, barcodes=(TEA,)).id,
        "cheese": shop.product("Cheese", 4000, unit=UnitKind.KILOGRAM).id,
    }


def texts(stage: Stage) -> list[str]:
    return [f"{line.quantity} {line.name} {line.amount}" for line in stage.state.lines]


# -- scanning ---------------------------------------------------------------------------------


def test_a_scan_adds_a_line_selects_it_and_lights_it_up_once(
    stage: Stage, goods: dict[str, int]
) -> None:
    stage.sale.scan(SOAP)
    assert texts(stage) == ["1 Soap with lavender zł\u00a02.50"]
    assert stage.state.selected == stage.state.flash == stage.state.lines[0].line_id
    assert stage.state.slab.mode == "ready"
    stage.keys("Up")
    assert stage.state.flash == ""


def test_the_same_goods_grow_their_line(stage: Stage, goods: dict[str, int]) -> None:
    stage.sale.scan(SOAP)
    stage.sale.scan(SOAP)
    assert [line.quantity for line in stage.state.lines] == ["2"]
    assert stage.state.lines[0].many
    assert stage.state.subtitle == "1 line · 2 items"


def test_an_unknown_code_is_a_red_line_that_blocks_payment(
    stage: Stage, goods: dict[str, int]
) -> None:
    stage.sale.scan("4601234567893")
    line = stage.state.lines[0]
    assert line.unknown
    assert "4601\u00a02345\u00a06789\u00a03" in line.name
    assert stage.view.tones == 1
    assert stage.state.slab.mode == "blocked"
    assert "4601\u00a02345" in stage.state.slab.reason
    stage.keys("F10")
    assert stage.ways.gone == []
    assert stage.state.notice is not None
    assert stage.state.notice.kind == "danger"


def test_a_red_line_is_solved_by_finding_the_product(stage: Stage, goods: dict[str, int]) -> None:
    stage.sale.scan("4601234567893")
    stage.keys("F2")
    stage.type("soap")
    assert [hit.title for hit in stage.state.search.hits] == ["Soap with lavender"]
    stage.keys("Enter")
    assert texts(stage)[0].startswith("1 Soap with lavender")
    assert stage.state.slab.mode == "ready"
    assert not stage.state.search.open


def test_a_red_line_is_sold_at_a_typed_price_after_a_senior_agrees(
    stage: Stage, goods: dict[str, int]
) -> None:
    stage.sale.scan("4601234567893")
    stage.keys("Ctrl 1")
    assert isinstance(stage.state.panel, EntryPanel)
    assert stage.state.panel.kind == "price"
    stage.type("12.50")
    stage.keys("Enter")
    panel = stage.state.panel
    assert isinstance(panel, ApprovalView)
    assert [person.text for person in panel.people] == ["Leyla", "Marta"]
    assert [person.free for person in panel.people] == [True, False]
    marta = next(person.key for person in panel.people if person.text == "Marta")
    stage.sale.approve(marta, "000000")
    assert isinstance(stage.state.panel, ApprovalView)
    assert stage.state.panel.error
    stage.sale.approve(marta, SENIOR_PIN)
    assert stage.state.panel is None
    assert stage.state.lines[0].amount == "zł\u00a012.50"
    assert stage.counter.desk.draft.lines[0].override_approver_id == int(marta)


def test_a_scan_drops_a_half_typed_number(stage: Stage, goods: dict[str, int]) -> None:
    """ "2", scan, "2" must never sell 22 (odoo#75710)."""
    stage.type("2")
    assert stage.state.search.text == "2"
    stage.sale.scan(SOAP)
    assert stage.state.search.text == ""
    assert stage.state.lines[0].quantity == "1"


@pytest.mark.parametrize("star", ["*", "x", "×"])
def test_a_quantity_typed_before_the_scan(stage: Stage, goods: dict[str, int], star: str) -> None:
    stage.type(f"3{star}")
    assert stage.state.search.prefix == "3\u00a0×"
    stage.sale.scan(SOAP)
    assert stage.state.lines[0].quantity == "3"
    assert stage.state.search.prefix == ""


def test_a_quantity_typed_before_a_found_product(stage: Stage, goods: dict[str, int]) -> None:
    stage.type("0.5*")
    stage.type("chee")
    stage.keys("Enter")
    assert stage.state.lines[0].quantity == "0.5"
    assert "kg" in stage.state.lines[0].detail
    assert stage.state.lines[0].amount == "zł\u00a020.00"


def test_a_card_attaches_its_owner(stage: Stage, goods: dict[str, int]) -> None:
    person = stage.shop.customer("Maria Nowak", card=7)
    stage.sale.scan(card_number(7))
    card = stage.state.customer
    assert (card.mode, card.title, card.initials) == ("attached", "Maria Nowak", "MN")
    assert card.subtitle == f"Card ••••\u00a0{card_number(7)[-4:]}"
    assert stage.counter.desk.draft.customer_id == person.id


def test_a_blocked_card_names_its_owner_and_says_so(stage: Stage) -> None:
    stage.shop.customer("Maria Nowak", card=7)
    stage.shop.cards.block(stage.shop.cashier, card_number(7), "lost")
    stage.sale.scan(card_number(7))
    assert stage.state.customer.title == "Maria Nowak"
    assert stage.state.customer.warning == "This card is blocked: no discount, no points."
    assert stage.view.tones == 1


def test_an_unknown_card_says_what_to_do(stage: Stage) -> None:
    stage.sale.scan(card_number(99))
    assert stage.state.notice is not None
    assert "Ins" in stage.state.notice.text
    assert stage.view.tones == 1


def test_a_receipt_code_opens_the_receipt(stage: Stage) -> None:
    stage.sale.scan("R1-000001-2211")
    assert stage.ways.last == ("open_receipt", "R1-000001-2211")


# -- typing -----------------------------------------------------------------------------------


def test_letters_search_digits_and_enter_are_a_code(stage: Stage, goods: dict[str, int]) -> None:
    stage.type("te")
    assert [hit.title for hit in stage.state.search.hits] == ["Green tea"]
    assert stage.state.search.chosen == 0
    stage.keys("Enter")
    assert texts(stage)[0].startswith("1 Green tea")
    stage.type(SOAP)
    assert stage.state.search.chosen == -1
    stage.keys("Enter")
    assert texts(stage)[1].startswith("1 Soap")


def test_arrows_choose_a_hit_and_escape_clears(stage: Stage, goods: dict[str, int]) -> None:
    stage.type("e")
    assert not stage.state.search.open
    stage.type("e")
    stage.keys("Esc")
    assert stage.state.search.text == ""
    stage.keys("F2")
    stage.keys("Down")
    assert stage.state.search.chosen >= 0
    stage.keys("Esc")
    assert not stage.state.search.open


def test_nothing_found_is_said(stage: Stage, goods: dict[str, int]) -> None:
    stage.type("zzz")
    assert stage.state.search.empty == "Nothing is called like this."
    stage.keys("Backspace", "Backspace", "Backspace")
    assert stage.state.search.text == ""


# -- the chosen line --------------------------------------------------------------------------


def test_plus_minus_and_delete_with_undo(stage: Stage, goods: dict[str, int]) -> None:
    stage.sale.scan(SOAP)
    stage.sale.scan(TEA)
    stage.type("+")
    assert stage.state.lines[1].quantity == "2"
    stage.type("-")
    stage.keys("Up")
    assert stage.state.selected == stage.state.lines[0].line_id
    stage.keys("Del")
    assert len(stage.state.lines) == 1
    assert stage.state.undo is not None
    assert stage.state.undo.text == "Removed: Soap with lavender, zł\u00a02.50"
    stage.keys("Ctrl Z")
    assert len(stage.state.lines) == 2
    assert stage.state.undo is None


def test_minus_below_one_removes_the_line(stage: Stage, goods: dict[str, int]) -> None:
    stage.sale.scan(SOAP)
    stage.sale.step(-1)
    assert stage.state.lines == ()
    assert stage.state.selected == ""
    assert stage.state.undo is not None
    assert stage.state.undo.text.startswith("Removed:")


def test_the_quantity_panel(stage: Stage, goods: dict[str, int]) -> None:
    stage.sale.scan(SOAP)
    stage.keys("F5")
    panel = stage.state.panel
    assert isinstance(panel, EntryPanel)
    assert (panel.kind, panel.text, panel.fresh, panel.unit) == ("quantity", "1", True, "pcs")
    stage.type("12")
    stage.keys("Backspace")
    stage.type("4")
    stage.keys("Enter")
    assert stage.state.panel is None
    assert stage.state.lines[0].quantity == "14"


def test_half_a_piece_is_refused_in_the_panel(stage: Stage, goods: dict[str, int]) -> None:
    stage.sale.scan(SOAP)
    stage.keys("F5")
    stage.type("1.5")
    stage.keys("Enter")
    panel = stage.state.panel
    assert isinstance(panel, EntryPanel)
    assert "whole" in panel.error
    stage.keys("Esc")
    assert stage.state.panel is None
    assert stage.state.lines[0].quantity == "1"


# -- discounts --------------------------------------------------------------------------------


def test_a_discount_needs_a_number_and_a_reason(stage: Stage, goods: dict[str, int]) -> None:
    stage.sale.scan(TEA)
    stage.keys("F6")
    panel = stage.state.panel
    assert isinstance(panel, DiscountPanel)
    assert [scope.key for scope in panel.scopes if scope.on] == ["line"]
    stage.keys("Enter")
    assert isinstance(stage.state.panel, DiscountPanel)
    assert stage.state.panel.error == "Enter a number."
    stage.type("5")
    assert "zł\u00a09.50" in stage.state.panel.preview  # type: ignore[union-attr]
    stage.keys("Enter")
    assert stage.state.panel.error == "Choose a reason first."  # type: ignore[union-attr]
    stage.sale.choose("damaged")
    stage.keys("Enter")
    assert stage.state.panel is None
    line = stage.state.lines[0]
    assert (line.amount, line.before) == ("zł\u00a09.50", "10.00")
    assert [badge.text for badge in line.badges] == ["Discount −5%"]


def test_a_large_discount_waits_for_a_senior_and_can_be_taken_back(
    stage: Stage, goods: dict[str, int]
) -> None:
    stage.sale.scan(TEA)
    stage.keys("F6", "F6")
    panel = stage.state.panel
    assert isinstance(panel, DiscountPanel)
    assert [scope.key for scope in panel.scopes if scope.on] == ["order"]
    stage.sale.choose("rate:1500")
    stage.sale.choose("apology")
    stage.sale.confirm_panel()
    assert isinstance(stage.state.panel, ApprovalView)
    stage.keys("Esc")
    assert isinstance(stage.state.panel, DiscountPanel), "nothing typed is lost"
    stage.sale.confirm_panel()
    panel_again = stage.state.panel
    assert isinstance(panel_again, ApprovalView)
    marta = next(person.key for person in panel_again.people if person.text == "Marta")
    stage.sale.approve(marta, SENIOR_PIN)
    assert stage.state.slab.total == "zł\u00a08.50"
    stage.keys("F6", "F6")
    assert isinstance(stage.state.panel, DiscountPanel)
    assert stage.state.panel.can_remove
    stage.keys("Ctrl 1")
    assert stage.state.slab.total == "zł\u00a010.00"


def test_a_staff_card_names_the_one_who_approves(stage: Stage, goods: dict[str, int]) -> None:
    marta = stage.shop.people["Marta"]
    stage.shop.staff.edit(
        stage.shop.owner, marta.id, name="Marta", role=Role.SENIOR, card_code="S-MARTA"
    )
    stage.sale.scan(TEA)
    stage.keys("F6")
    stage.sale.choose("rate:1000")
    stage.sale.choose("regular")
    stage.sale.confirm_panel()
    stage.sale.scan("S-MARTA")
    panel = stage.state.panel
    assert isinstance(panel, ApprovalView)
    assert panel.hint == "The card is read. Now the PIN of its owner."
    stage.sale.approve("", CASHIER_PIN)
    assert isinstance(stage.state.panel, ApprovalView)
    stage.sale.approve("", SENIOR_PIN)
    assert stage.state.slab.total == "zł\u00a09.00"


# -- offers -----------------------------------------------------------------------------------


def test_f7_applies_the_one_coupon_that_fits(stage: Stage, goods: dict[str, int]) -> None:
    person = stage.shop.customer(card=7)
    stage.counter.use(GOLDEN)
    stage.counter.coupon("K123456784", golden_coupon(), customer_id=person.id)
    stage.sale.scan(card_number(7))
    stage.sale.scan(TEA)
    assert [(offer.mode, offer.key) for offer in stage.state.offers] == [("nearly", "K123456784")]
    stage.sale.typed("8")
    stage.sale.typed("0")
    stage.sale.typed("*")
    stage.sale.scan(TEA)
    assert [offer.mode for offer in stage.state.offers] == ["can_apply"]
    stage.keys("F7")
    assert [offer.mode for offer in stage.state.offers] == ["applied"]
    assert stage.state.notice is not None
    assert stage.state.notice.text == "Coupon applied"
    stage.sale.offer("K123456784")
    assert [offer.mode for offer in stage.state.offers] == ["can_apply"]


def test_a_coupon_code_typed_by_hand_says_why_not(stage: Stage, goods: dict[str, int]) -> None:
    stage.keys("F7")
    assert isinstance(stage.state.panel, OffersPanel)
    stage.type("k999")
    stage.keys("Enter")
    panel = stage.state.panel
    assert isinstance(panel, OffersPanel)
    assert panel.text == "K999"
    assert panel.error == "There is no such coupon."


# -- parking ----------------------------------------------------------------------------------


def test_park_list_and_resume(stage: Stage, goods: dict[str, int]) -> None:
    stage.sale.scan(SOAP)
    stage.keys("F9")
    assert stage.state.is_empty
    assert stage.state.parked == 1
    assert stage.state.undo is not None
    stage.sale.scan(TEA)
    stage.keys("F9", "F9")
    panel = stage.state.panel
    assert isinstance(panel, ParkedPanel)
    assert [row.title for row in panel.rows] == ["Soap with lavender", "Green tea"]
    assert panel.rows[0].detail == "09:00 · 1 item"
    stage.keys("Down", "Enter")
    assert texts(stage)[0].startswith("1 Green tea")
    assert stage.state.parked == 1


def test_undo_brings_a_parked_sale_back(stage: Stage, goods: dict[str, int]) -> None:
    stage.sale.scan(SOAP)
    stage.keys("F9", "Ctrl Z")
    assert texts(stage)[0].startswith("1 Soap")
    assert stage.state.parked == 0


def test_with_nothing_parked_f9_says_so(stage: Stage) -> None:
    stage.keys("F9")
    assert stage.state.notice is not None
    assert stage.state.notice.text == "No sale is parked."


def test_dropping_the_sale_can_be_undone(stage: Stage, goods: dict[str, int]) -> None:
    stage.sale.scan(SOAP)
    stage.sale.cancel_sale()
    assert stage.state.is_empty
    stage.keys("Ctrl Z")
    assert len(stage.state.lines) == 1


# -- quick items ------------------------------------------------------------------------------


def test_quick_items_open_by_key_and_stay_for_the_next(stage: Stage, goods: dict[str, int]) -> None:
    stage.shop.catalogue.set_quick_items(stage.shop.owner, [goods["soap"], goods["tea"]])
    stage.keys("F4")
    panel = stage.state.panel
    assert isinstance(panel, QuickPanel)
    assert [item.title for item in panel.items] == ["Soap with lavender", "Green tea"]
    stage.keys("Right", "Enter", "Enter")
    assert [line.quantity for line in stage.state.lines] == ["2"]
    assert isinstance(stage.state.panel, QuickPanel)
    stage.keys("F4")
    assert stage.state.panel is None


def test_in_the_wide_layout_tiles_stand_open(stage: Stage, goods: dict[str, int]) -> None:
    stage.shop.catalogue.set_quick_items(stage.shop.owner, [goods["soap"]])
    stage.sale.set_wide(wide=True)
    assert [item.title for item in stage.state.quick] == ["Soap with lavender"]
    stage.keys("F4")
    assert stage.state.panel is None
    stage.sale.quick(str(goods["soap"]))
    assert len(stage.state.lines) == 1


# -- customer, loss, emptiness ----------------------------------------------------------------


def test_without_a_card_the_loss_is_on_the_screen(stage: Stage, goods: dict[str, int]) -> None:
    stage.counter.use(GOLDEN)
    stage.sale.typed("1")
    stage.type("0*")
    stage.sale.scan(TEA)
    card = stage.state.customer
    # 100.00 with 5 % off is 95.00, which earns 5 % in whole points: 4
    assert (card.mode, card.lost_money, card.lost_points) == ("losing", "zł\u00a05.00", "4 points")
    assert card.lost_points_worth == "= zł\u00a04 next time"


def test_the_customer_card_after_attaching(stage: Stage, goods: dict[str, int]) -> None:
    stage.counter.use(GOLDEN)
    person = stage.shop.customer("Maria Nowak", card=7)
    stage.sale.attach(person.id)
    stage.type("10*")
    stage.sale.scan(TEA)
    card = stage.state.customer
    assert card.subtitle == "No card in hand"
    assert card.earned == "+4"
    assert card.after == "= 4"
    assert [badge.text for badge in stage.state.lines[0].badges] == ["Card −5%"]
    stage.sale.detach()
    assert stage.state.customer.mode == "losing"
    stage.keys("Ctrl Z")
    assert stage.state.customer.mode == "attached"


def test_the_empty_screen_tells_shift_and_last_receipt(shop: Shop, goods: dict[str, int]) -> None:
    stage = make_stage(
        shop,
        facts=ShiftFacts(number=214, since="09:02", receipts=41, with_card=28, new_cards=5),
    )
    shift = stage.state.shift
    assert shift is not None
    assert shift.rows[1] == ("With a card", "28 of 41")
    assert shift.share == 682
    assert stage.state.last_receipt is None
    stage.sale.scan(SOAP)
    stage.counter.desk.set_tender(TenderKind.CASH, 250)
    stage.counter.complete()
    stage.sale.begin_next()
    assert stage.state.last_receipt is not None
    assert stage.state.last_receipt[0] == "Last receipt 1:"
    assert "zł\u00a02.50" in stage.state.last_receipt[1]


def test_without_a_shift_payment_is_off(shop: Shop, goods: dict[str, int]) -> None:
    stage = make_stage(shop, shift=False)
    stage.sale.scan(SOAP)
    assert stage.state.slab.mode == "blocked"
    assert stage.state.slab.reason == "No shift is open. Open the shift first."


# -- ways -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "way"),
    [
        ("F1", ("show_keys",)),
        ("F3", ("open_customer_search",)),
        ("Ins", ("open_new_customer",)),
        ("Ctrl P", ("print_last",)),
        ("Ctrl R", ("open_returns",)),
        ("Ctrl L", ("lock",)),
        ("F10", ("open_payment", "cash")),
        ("F11", ("open_payment", "card")),
        ("F12", ("open_payment", "split")),
    ],
)
def test_keys_that_lead_elsewhere(
    stage: Stage, goods: dict[str, int], key: str, way: tuple[object, ...]
) -> None:
    stage.sale.scan(SOAP)
    assert stage.sale.key(key)
    assert stage.ways.last == way


def test_a_key_without_meaning_does_nothing(stage: Stage) -> None:
    assert not stage.sale.key("Home")
    assert not stage.sale.key("Backspace") or stage.state.search.text == ""


def test_enter_with_nothing_typed_does_not_pay(stage: Stage, goods: dict[str, int]) -> None:
    stage.sale.scan(SOAP)
    stage.keys("Enter")
    assert stage.ways.gone == []


@pytest.mark.parametrize("language", ["ru", "pl", "az"])
def test_the_figures_follow_the_language(shop: Shop, goods: dict[str, int], language: str) -> None:
    stage = make_stage(shop, language=language)
    stage.sale.scan(TEA)
    assert stage.state.lines[0].amount == "10,00\u00a0zł"


# -- prices beside the list price ----------------------------------------------------------------


def test_the_row_says_which_price_was_taken(stage: Stage, goods: dict[str, int]) -> None:
    shop = stage.shop
    levels = PriceLevels(shop.store.uow, shop.clock, shop.ids, shop.sink)
    stage.counter.use(Programme(tiers=(Tier(tier_id="gold", name="Gold", threshold=0),)))

    def badge() -> tuple[str, str]:
        stage.counter.desk.refresh()
        stage.sale.start()
        row = stage.state.lines[0]
        return row.detail, " ".join(one.text for one in row.badges)

    stage.sale.scan(TEA)
    stage.counter.desk.attach_customer(shop.customer().id)
    assert badge() == ("10.00 × 1", "")
    levels.put(shop.owner, goods["tea"], LevelForm(price=950))
    assert badge() == ("9.50 × 1", "Special price")
    levels.put(shop.owner, goods["tea"], LevelForm(price=900, group="tier:gold"))
    assert badge() == ("9.00 × 1", "Gold price")
    stage.sale.scan(TEA)
    levels.put(shop.owner, goods["tea"], LevelForm(price=800, min_quantity=2000))
    assert badge() == ("8.00 × 2", "From 2\u00a0pcs")
    levels.put(shop.owner, goods["tea"],
               LevelForm(price=700, group="tier:gold", min_quantity=2000))  # fmt: skip
    assert badge() == ("7.00 × 2", "Gold, from 2\u00a0pcs")
    assert "Gold, from 2\u00a0pcs" in stage.state.lines[0].accessible
    assert stage.state.lines[0].before == ""
