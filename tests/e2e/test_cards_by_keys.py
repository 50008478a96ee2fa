"""Blank cards in the real window, by real keys: a range is added, one is scanned at the till."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pos_app.bootstrap.rehearsal import Rehearsal, rehearse
from pos_app.domain.card import CardStatus
from pos_app.ui.screens.block_page import BlockPage
from tests.e2e import stage
from tests.e2e.test_points_by_keys import begin
from tests.ui.shots import text_tree


@pytest.fixture
def day(folder: Path) -> Iterator[Rehearsal]:
    """The window on a shop of its own."""
    with rehearse(folder, world=stage.world(), step_ms=stage.STEP_MS) as opened:
        yield opened


def test_a_range_is_added_and_a_blank_card_opens_new_customer(day: Rehearsal) -> None:
    robot = day.robot
    begin(day, "Olga", "111111")
    day.window.show_page("cards")
    day.reach("cards")
    view = day.window.page("cards")
    assert isinstance(view, BlockPage)
    if not view.side.isVisible():
        robot.key("Ctrl 1")
    robot.until(
        lambda: "new cards: 2900000000018 to 2900000001008" in text_tree(day.window),
        "the range to come",
    )
    robot.key("Ctrl 3")
    robot.until(lambda: not day.tasks.is_busy(), "the cards written")
    robot.until(lambda: "blank cards are in stock." in text_tree(day.window), "the answer")
    with day.shop.store.uow() as uow:
        card = uow.cards.by_number("2900000000506")
    assert card is not None
    assert card.status is CardStatus.STOCK
    robot.key("Esc")
    day.reach("settings")
    robot.key("Esc")
    day.reach("sale")
    robot.scan("2900000000506")
    day.reach("new_customer")
