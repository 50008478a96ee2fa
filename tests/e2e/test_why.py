"""Why a price is what it is, asked at the real window by its keys, and printed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pos_app.bootstrap.rehearsal import Rehearsal, rehearse
from tests.adapters.documents.slips import text_of
from tests.builders import CASHIER_PIN
from tests.e2e import stage

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def day(tmp_path: Path) -> Iterator[Rehearsal]:
    """Anna with soap, tea and a card on the counter."""
    folder = tmp_path / "shop"
    stage.make_shop(folder)
    with rehearse(folder, world=stage.world(), step_ms=stage.STEP_MS) as made:
        made.sign_in("Anna", CASHIER_PIN)
        made.robot.type("100")
        made.robot.key("Enter")
        made.reach("sale")
        for code in (stage.CARD, stage.SOAP, stage.TEA):
            made.robot.scan(code)
        yield made


def test_the_question_mark_explains_the_chosen_line(day: Rehearsal) -> None:
    day.robot.key("?")
    text = stage.seen(day)
    assert "Why this price" in text
    assert "Price, 10.00 × 1, = 10.00" in text.replace("\N{NO-BREAK SPACE}", " ")
    assert "This receipt earns" in text
    day.robot.key("Up")
    assert "2.50 × 1" in stage.seen(day)
    day.robot.key("PageDown")
    day.robot.key("Del")
    day.robot.key("Esc")
    assert "Why this price" not in stage.seen(day)
    assert stage.lines(day) == [("Soap with lavender", 1000), ("Green tea", 1000)]


def test_a_scan_closes_the_explanation_and_sells(day: Rehearsal) -> None:
    day.robot.key("?")
    day.robot.scan(stage.TEA)
    assert "Why this price" not in stage.seen(day)
    assert stage.lines(day)[1] == ("Green tea", 2000)


def test_a_receipt_explains_itself_on_screen_and_paper(day: Rehearsal, tmp_path: Path) -> None:
    stage.pay_cash(day)
    day.settle_prints()
    before = len(stage.slips(tmp_path / "shop"))
    day.window.show_page("receipts")
    stage.tab_to(day, "Slip")
    day.robot.key("Right")
    text = stage.seen(day).replace("\N{NO-BREAK SPACE}", " ")
    assert "To pay, earns 50 points, = zł 10.00" in text
    day.robot.key("Ctrl p")
    day.robot.until(lambda: "on its way" in stage.seen(day), "the explanation to be queued")
    day.settle_prints()
    slips = stage.slips(tmp_path / "shop")
    assert len(slips) == before + 1
    said = text_of(slips[-1].read_bytes())
    assert "Why these prices" in said
    assert "Green tea Price 10.00" in said
    day.robot.key("Right")
    assert "Nothing has come back of this receipt." in stage.seen(day)
