"""The promotions in the real window on a real shop: made, tried, kept, paused and sold by keys."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from pos_app.bootstrap.rehearsal import Rehearsal, rehearse
from pos_app.domain.promotion import AmountOff, PercentOff, Promotion, Scope
from pos_app.services.session import Session
from pos_app.ui.screens.promotion_edit_view import PromotionEditView
from pos_app.ui.screens.promotions_view import PromotionsView
from tests.e2e import stage
from tests.fakes import FakeClock, SequentialIds

OWNER, CASHIER = "111111", "333333"


@contextmanager
def shop_window(folder: Path, size: tuple[int, int] = (1366, 768)) -> Iterator[Rehearsal]:
    """The stage's shop with its owner at the counter."""
    stage.make_shop(folder, clock=FakeClock(), ids=SequentialIds(), language="en")
    world = stage.world(FakeClock(), SequentialIds(1 << 20))
    with rehearse(folder, size, world=world, step_ms=stage.STEP_MS) as day:
        yield day


@pytest.fixture
def day(tmp_path: Path) -> Iterator[Rehearsal]:
    """The owner has signed in and looks at the promotions, opened from the settings."""
    with shop_window(tmp_path / "shop") as made:
        made.robot.type(OWNER)
        made.robot.key("Enter")
        made.reach("shift")
        made.window.show_page("settings")
        made.robot.key("Ctrl 5")
        made.robot.key("Enter")
        made.reach("promotions")
        yield made


def pages(day: Rehearsal) -> tuple[PromotionsView, PromotionEditView]:
    """Both pages."""
    found = {type(page): page for page in day.window.findChildren(PromotionsView)}
    edit = day.window.findChildren(PromotionEditView)[0]
    return found[PromotionsView], edit


def fill(day: Rehearsal, key: str, text: str) -> None:
    """Go to a field of the form or the bench, empty it, and type."""
    _, view = pages(day)
    side = view.bench if key.startswith("bench.") else view.form
    box = side.box(key)
    assert box is not None, key
    side.go_to(key)
    day.robot.until(box.hasFocus, f"the focus in {key}")
    day.robot.key("Ctrl A")
    day.robot.type(text)
    # the last sign is held for a moment: it might be a scanner's
    day.robot.until(lambda: _text(side.box(key)) == text, f"{text} in {key}")


def _text(box: QWidget | None) -> str:
    return str(box.property("text")) if box is not None else ""


def choose(day: Rehearsal, key: str, choice: str) -> None:
    """Choose in a selection by its keys."""
    from pos_app.ui.widgets.field import Select

    _, view = pages(day)
    side = view.bench if key.startswith("bench.") else view.form
    box = side.box(key)
    assert isinstance(box, Select), key
    side.go_to(key)
    place = next(n for n in range(box.count()) if box.itemData(n) == choice)
    for _ in range(abs(place - box.currentIndex())):
        day.robot.key("Down" if place > box.currentIndex() else "Up")
        box = side.box(key)
        if box is None:
            return


def press(day: Rehearsal, action: str) -> None:
    """Press a button of a card."""
    _, view = pages(day)
    button = view.form.button(action)
    assert button is not None, action
    button.setFocus()
    day.robot.key("Space")


def tried(day: Rehearsal) -> str:
    """The first line of what came of the trial, as spoken."""
    block = pages(day)[1].bench.block("bench.result")
    rows = block.rows() if block is not None else None
    return str(rows.rows.index(0).data()) if rows is not None else ""


def put(day: Rehearsal, promotion: Promotion) -> str:
    """Keep a promotion behind the window's back."""
    owner = day.frame.session
    assert isinstance(owner, Session)
    return day.shop.promotions.put(owner, promotion)


TEN = Promotion(rule_id="x", name="Ten off", effects=(PercentOff(rate=1000),))


def test_a_promotion_is_made_tried_kept_and_sold(day: Rehearsal) -> None:
    listed, view = pages(day)
    day.robot.key("Ins")
    day.reach("promotion_edit")
    fill(day, "name", "Soap week")
    fill(day, "p1.rate", "20")
    assert "Always: 20% off each line." in view._says.text()
    choose(day, "add.when", "min_quantity")
    press(day, "when.add")
    day.robot.until(lambda: view.form.block("p2") is not None, "the condition")
    fill(day, "p2.quantity", "2")
    assert "When at least 2 pieces are on the receipt: 20% off each line." in view._says.text()
    # tried before it is kept: one soap is not enough, two are
    day.robot.scan(stage.SOAP)
    day.robot.until(lambda: "1 more needed" in tried(day), "the trial of one")
    day.robot.scan(stage.SOAP)
    # 2 × 2.50 − 20 % = 4.00
    won = "Soap week, applies, −zł\N{NO-BREAK SPACE}1.00"
    day.robot.until(lambda: tried(day) == won, "the trial of two")
    assert day.shop.promotions.all() == []
    day.robot.key("Ctrl S")
    day.reach("promotions")
    (kept,) = day.shop.promotions.all()
    assert kept.promotion.name == "Soap week"
    assert listed.table.table_model.rowCount() == 1
    # and sold
    day.window.show_page("shift")
    day.robot.type("100")
    day.robot.key("Enter")
    day.reach("sale")
    day.robot.scan(stage.SOAP)
    day.robot.scan(stage.SOAP)
    assert stage.pay_cash(day, "4") == 1
    day.settle_prints()
    (used,) = day.shop.promotions.all()
    assert (used.promotion.used, used.promotion.budget_used) == (1, 100)


def test_mistakes_stay_in_the_form_and_say_what_they_are(day: Rehearsal) -> None:
    _, view = pages(day)
    day.robot.key("Ins")
    day.reach("promotion_edit")
    fill(day, "valid_from", "31.02.2026")
    fill(day, "p1.rate", "120")
    day.robot.key("Ctrl S")
    assert day.page == "promotion_edit"
    name = view.form.box("name")
    assert name is not None
    assert name.hasFocus()
    assert day.shop.promotions.all() == []
    assert "A promotion needs a name." in stage.seen(day)
    assert "A day looks like 24.12.2026." in stage.seen(day)
    # what was typed is taken back gesture by gesture
    day.robot.key("Ctrl Z")
    rate = view.form.box("p1.rate")
    assert rate is not None
    assert rate.property("text") == ""


def test_esc_loses_nothing(day: Rehearsal) -> None:
    listed, view = pages(day)
    day.robot.key("Ins")
    day.reach("promotion_edit")
    fill(day, "name", "Half done")
    day.robot.key("Esc")
    day.reach("promotions")
    assert "Half done" in listed._notice.text()
    day.robot.key("Ctrl 3")
    day.reach("promotion_edit")
    box = view.form.box("name")
    assert box is not None
    assert box.property("text") == "Half done"


def test_pausing_is_taken_back_with_ctrl_z(day: Rehearsal) -> None:
    uuid = put(day, TEN)
    day.robot.until(lambda: pages(day)[0].table.key() == uuid, "the promotion in the list")
    day.robot.key("Ctrl 1")
    enabled = lambda: day.shop.promotions.get(uuid).promotion.enabled  # noqa: E731
    day.robot.until(lambda: not enabled(), "the promotion to pause")
    day.robot.key("Ctrl Z")
    day.robot.until(enabled, "the promotion to go on")


def test_a_copy_is_a_new_promotion(day: Rehearsal) -> None:
    uuid = put(day, TEN)
    day.robot.until(lambda: pages(day)[0].table.key() == uuid, "the promotion in the list")
    day.robot.key("Ctrl 2")
    day.reach("promotion_edit")
    day.robot.key("Ctrl S")
    day.reach("promotions")
    assert [one.promotion.name for one in day.shop.promotions.all()] == ["Ten off", "Ten off, copy"]


def test_the_calendar_turns_and_opens_by_keys(day: Rehearsal) -> None:
    december = Promotion(
        rule_id="x", name="Advent", effects=(AmountOff(amount=100),),
        valid_from=date(2026, 12, 1), valid_to=date(2026, 12, 24),
    )  # fmt: skip
    put(day, december)
    put(day, TEN)
    listed, _ = pages(day)
    day.robot.until(lambda: listed.table.table_model.rowCount() == 2, "both in the list")
    listed.look_chosen.emit("calendar")
    rows = listed.calendar.rows
    assert [str(rows.model().index(n, 0).data()) for n in range(2)] == [
        "Advent, Planned, 1 Dec 2026 – 24 Dec 2026",
        "Ten off, Running, always",
    ]
    titles = [title for title, _, _ in rows.grid.months]
    assert [title.replace("\N{NO-BREAK SPACE}", " ") for title in titles][:2] == [
        "Oct 2026",
        "Nov 2026",
    ]
    for _ in range(3):
        day.robot.key("Right")
    # January to June: Advent is over by then
    assert rows.model().rowCount() == 1
    rows.setFocus(Qt.FocusReason.TabFocusReason)
    day.robot.key("Left")
    assert rows.model().rowCount() == 2
    day.robot.key("Up")
    day.robot.key("Enter")
    day.reach("promotion_edit")


def test_goods_are_named_by_groups_products_and_exceptions(day: Rehearsal) -> None:
    _, view = pages(day)
    day.robot.key("Ins")
    day.reach("promotion_edit")
    fill(day, "name", "Tea")
    fill(day, "p1.rate", "10")
    opener = view.form.box("p1.open")
    assert opener is not None
    opener.setFocus()
    day.robot.key("Space")
    day.robot.until(lambda: view.form.box("p1.what") is not None, "the fields for goods")
    choose(day, "p1.what", "item")
    fill(day, "p1.goods", "tea")
    block = view.form.block("p1")
    assert block is not None
    hits = block.rows()
    assert hits is not None
    assert hits.rows.rowCount() == 1
    hits.setFocus()
    day.robot.key("Down")
    day.robot.key("Enter")
    day.robot.until(lambda: _text(view.form.box("p1.goods")) == "", "the tea to be taken")
    choose(day, "p1.what", "tag")
    choose(day, "p1.sign", "not")
    fill(day, "p1.goods", "sale")
    press(day, "p1.add")
    day.robot.until(lambda: _text(view.form.box("p1.goods")) == "", "the tag to be taken")
    day.robot.key("Ctrl S")
    day.reach("promotions")
    (kept,) = day.shop.promotions.all()
    (effect,) = kept.promotion.effects
    assert isinstance(effect, PercentOff)
    with day.shop.store.uow() as uow:
        tea = uow.products.by_barcode(stage.TEA)
    assert tea is not None
    assert effect.scope == Scope(skus=frozenset({tea.sku}), exclude_tags=frozenset({"sale"}))
