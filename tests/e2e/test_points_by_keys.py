"""Points by hand in the real window, by real keys: from the search to the undo (R9, R11, R33)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pos_app.bootstrap.rehearsal import Rehearsal, rehearse
from pos_app.ui.widgets.choice import ChoiceChip
from tests.builders import CASHIER_PIN, SENIOR_PIN
from tests.e2e import stage
from tests.ui.shots import text_tree


@pytest.fixture
def day(folder: Path) -> Iterator[Rehearsal]:
    """The window on a shop of its own."""
    with rehearse(folder, world=stage.world(), step_ms=stage.STEP_MS) as opened:
        yield opened


def begin(day: Rehearsal, name: str, pin: str) -> None:
    day.sign_in(name, pin)
    day.robot.type("100")
    day.robot.key("Enter")
    day.reach("sale")


def sell(day: Rehearsal, *codes: str) -> None:
    robot = day.robot
    for code in codes:
        robot.scan(code)
    robot.key("F10")
    day.reach("payment")
    robot.key("Enter")
    day.reach("done")
    robot.key("Enter")
    day.reach("sale")


def open_points(day: Rehearsal) -> None:
    day.robot.key("F3")
    day.reach("customer_find")
    day.robot.until(lambda: "Usually comes" in text_tree(day.window), "the profile")
    day.robot.key("Ctrl 3")
    day.robot.key("F4")
    day.reach("points")


def balance(day: Rehearsal) -> int:
    session = day.frame.session
    assert session is not None
    (found,) = day.shop.customers.search(session, "Maria")
    return found.balance


def test_from_the_search_to_the_undo(day: Rehearsal) -> None:
    robot = day.robot
    begin(day, "Olga", "111111")
    sell(day, stage.CARD, stage.TEA)  # 10.00, 5 % back in points of 0.01
    open_points(day)
    assert balance(day) == 5_000
    robot.key("Ctrl 1")
    robot.type("25")
    robot.key("Enter")
    robot.type("for the wait")
    robot.key("Enter")
    robot.key("Enter")
    assert balance(day) == 7_500
    assert "for the wait" in text_tree(day.window)
    robot.key("Ctrl Z")
    assert balance(day) == 5_000
    robot.key("Esc")
    day.reach("customer_find")


def test_a_receipt_is_added_with_a_seniors_pin(day: Rehearsal) -> None:
    robot = day.robot
    begin(day, "Anna", CASHIER_PIN)
    sell(day, stage.TEA)
    open_points(day)
    robot.key("Ctrl 3")
    robot.type("1")
    robot.key("Enter")
    robot.type("forgot the card")
    robot.key("Enter")
    assert balance(day) == 0
    robot.key("Esc")  # only the question is closed
    robot.key("Enter")
    _choose_marta(day)
    robot.type(SENIOR_PIN)
    robot.until(lambda: balance(day) == 5_000, "the points of the receipt")
    assert day.page == "points"


def _choose_marta(day: Rehearsal) -> None:
    for chip in day.window.findChildren(ChoiceChip):
        if chip.text() == "Marta" and chip.isVisible():
            chip.click()


def test_what_the_shop_owes(day: Rehearsal) -> None:
    begin(day, "Olga", "111111")
    sell(day, stage.CARD, stage.TEA)
    day.window.show_page("liability")
    day.robot.until(
        lambda: "if every point is spent" in text_tree(day.window), "the sums to be read"
    )
    day.robot.key("Esc")
    day.reach("settings")
