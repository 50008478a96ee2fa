"""The panel "Why this price": opened on a line, walked by the arrows, closed without a trace."""

from __future__ import annotations

import pytest

from pos_app.presenters.sale_state import DiscountPanel, OffersPanel
from pos_app.presenters.sale_why import WhyControl
from pos_app.presenters.why_state import WhyPanel
from tests.builders import Shop, card_number, ean13
from tests.presenters.counter_stage import Stage, make_stage
from tests.services.desk import coupon_code, golden_coupon
from tests.services.golden import COUPON, golden_counter

UNKNOWN = ean13("460123456789")


@pytest.fixture
def stage(shop: Shop) -> Stage:
    """The goods and the programme of the golden vector."""
    golden_counter(shop)
    made = make_stage(shop, shift=False)
    made.counter.book.refresh()
    return made


def panel(stage: Stage) -> WhyPanel:
    found = stage.state.panel
    assert isinstance(found, WhyPanel)
    return found


def titles(stage: Stage) -> list[list[str]]:
    return [[row.title for row in section.rows] for section in panel(stage).sections]


def test_the_key_explains_the_chosen_line(stage: Stage) -> None:
    for code in ("A", "B", card_number(7)):
        stage.sale.scan(code)
    stage.sale.typed("?")
    assert (panel(stage).title, panel(stage).subtitle) == ("Why this price", "B")
    assert titles(stage)[0] == ["Price", "Promo B", "To pay"]
    stage.keys("Up")
    assert panel(stage).subtitle == "A"
    assert stage.state.selected == stage.state.lines[0].line_id
    assert titles(stage)[0] == ["Price", "Card: Card", "To pay"]
    stage.keys("Esc")
    assert stage.state.panel is None
    assert len(stage.state.lines) == 2


def test_the_key_closes_it_again(stage: Stage) -> None:
    stage.sale.scan("A")
    stage.type("??")
    assert stage.state.panel is None


def test_points_and_what_does_not_apply_stand_below(stage: Stage) -> None:
    stage.sale.scan("A")
    stage.sale.typed("?")
    assert [section.title for section in panel(stage).sections] == [
        "Price of this line", "Points of this receipt", "Not applied",
    ]  # fmt: skip
    assert "With a card it would earn" in titles(stage)[1]
    assert titles(stage)[2] == ["Promo B"]


def test_without_rules_that_miss_something_nothing_is_said_of_them(stage: Stage) -> None:
    stage.sale.scan("B")
    stage.sale.typed("?")
    assert len(panel(stage).sections) == 2


def test_a_code_nobody_knows_has_no_price_to_explain(stage: Stage) -> None:
    stage.sale.scan(UNKNOWN)
    stage.sale.typed("?")
    assert panel(stage).subtitle == ""
    assert panel(stage).sections[0].title == "Points of this receipt"


def test_with_nothing_on_the_counter_the_sign_is_no_question(stage: Stage) -> None:
    stage.sale.typed("?")
    assert stage.state.panel is None


def test_while_something_is_typed_the_sign_is_part_of_it(stage: Stage) -> None:
    stage.sale.scan("A")
    stage.type("ab?")
    assert stage.state.search.text == "ab?"
    stage.keys("Esc", "F7")
    stage.sale.typed("?")
    found = stage.state.panel
    assert isinstance(found, OffersPanel)
    assert found.text == "?"


def test_nothing_is_lost_or_typed_while_reading(stage: Stage) -> None:
    stage.sale.scan("A")
    stage.sale.typed("?")
    stage.keys("Del", "Backspace", "Enter")
    stage.type("12")
    assert panel(stage).subtitle == "A"
    assert len(stage.state.lines) == 1
    control = WhyControl(stage.voice, stage.counter.desk, lambda: "")
    control.error("nothing to refuse")
    stage.keys("F6")
    assert isinstance(stage.state.panel, DiscountPanel)


def test_a_scan_goes_on_with_the_sale(stage: Stage) -> None:
    stage.sale.scan("A")
    stage.sale.typed("?")
    stage.sale.scan("C")
    assert stage.state.panel is None
    assert len(stage.state.lines) == 2


def test_a_coupon_below_its_minimum_says_how_much_is_missing(stage: Stage) -> None:
    stage.sale.scan("A")
    stage.sale.scan(COUPON)
    assert stage.state.notice is not None
    # 700.00 − 149.90
    assert stage.state.notice.text == "zł\u00a0550.10 more and this applies."
    stage.keys("F7")
    stage.type(COUPON)
    stage.keys("Enter")
    found = stage.state.panel
    assert isinstance(found, OffersPanel)
    assert found.error == "zł\u00a0550.10 more and this applies."


def test_the_offers_panel_lists_all_and_takes_a_coupon_back(stage: Stage) -> None:
    stage.shop.customer("Maria S.", 8)
    for code in ("2*A", "B", "C", COUPON):
        stage.sale.scan(code)
    stage.keys("F7")
    found = stage.state.panel
    assert isinstance(found, OffersPanel)
    assert [(row.title, row.mode, row.removable) for row in found.offers] == [
        ("Coupon −zł\u00a050", "applied", True), ("Promo B", "applied", False),
    ]  # fmt: skip
    assert found.chosen == -1
    stage.keys("Down", "Down")
    chosen = stage.state.panel
    assert isinstance(chosen, OffersPanel)
    assert chosen.chosen == 0
    stage.sale.typed("x")
    typed = stage.state.panel
    assert isinstance(typed, OffersPanel)
    assert (typed.chosen, typed.text) == (-1, "X")
    stage.keys("Backspace", "Enter")
    assert stage.counter.desk.draft.coupon_codes == ()
    assert stage.state.undo is not None
    stage.keys("Ctrl Z")
    assert stage.counter.desk.draft.coupon_codes == (COUPON,)


def test_without_a_coupon_the_arrows_choose_nothing(stage: Stage) -> None:
    stage.sale.scan("A")
    stage.keys("F7", "Down", "Up", "Del", "Enter")
    found = stage.state.panel
    assert isinstance(found, OffersPanel)
    assert found.chosen == -1
    assert [(row.detail, row.mode) for row in found.offers] == [("−30% · Only for: B.", "nearly")]


def test_a_held_coupon_is_applied_from_the_list(stage: Stage) -> None:
    customer = stage.shop.customer("Maria S.", 8)
    codes = [coupon_code(f"00000006{n}") for n in (1, 2)]
    for code in codes:
        stage.counter.coupon(code, golden_coupon(), customer_id=customer.id)
    for code in ("2*A", "B", "C", card_number(8)):
        stage.sale.scan(code)
    stage.keys("F7", "Down", "Enter")
    assert stage.counter.desk.draft.coupon_codes == (codes[0],)
    assert stage.state.panel is None
    details = [row.detail for row in stage.state.offers if row.mode == "refused"]
    assert details == ["Only 1 coupon fits on a receipt."]
