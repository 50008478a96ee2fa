"""The profile of a person in the real window, by real keys."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pos_app.bootstrap.rehearsal import Rehearsal, rehearse
from pos_app.ui.screens.customer_find_view import CustomerFindView
from tests.e2e import stage
from tests.e2e.test_points_by_keys import begin, sell
from tests.ui.shots import text_tree


@pytest.fixture
def day(folder: Path) -> Iterator[Rehearsal]:
    """The window on a shop of its own."""
    with rehearse(folder, world=stage.world(), step_ms=stage.STEP_MS) as opened:
        yield opened


def open_profile(day: Rehearsal) -> None:
    day.robot.key("F3")
    day.reach("customer_find")
    see(day, "Usually comes")


def see(day: Rehearsal, text: str) -> None:
    day.robot.until(lambda: text in text_tree(day.window), text)


def test_from_the_search_over_the_tabs_to_the_receipt(day: Rehearsal) -> None:
    robot = day.robot
    begin(day, "Olga", "111111")
    sell(day, stage.CARD, stage.TEA)
    open_profile(day)
    see(day, "Bought in all")
    robot.key("Ctrl 2")
    see(day, "Open the receipt")
    robot.key("Enter")
    day.reach("receipts")


def test_enter_puts_the_person_on_the_receipt(day: Rehearsal) -> None:
    robot = day.robot
    begin(day, "Olga", "111111")
    open_profile(day)
    robot.key("Ctrl 3")
    see(day, "Why this balance")
    robot.key("Esc")
    see(day, "Bought in all")
    robot.key("Enter")
    day.reach("sale")
    see(day, "Maria")


def test_a_note_and_a_phone_by_keys(day: Rehearsal) -> None:
    robot = day.robot
    begin(day, "Olga", "111111")
    open_profile(day)
    robot.key("Ctrl 7")
    see(day, "Add a contact")
    robot.key("F4")
    see(day, "A new contact")
    robot.type("+48 601 000 222")
    robot.key("Enter")
    robot.type("work")
    robot.key("Enter")
    robot.key("Enter")
    see(day, "Phone · work")
    robot.key("F9")
    see(day, "601 000 222")
    robot.key("Esc")
    see(day, "Bought in all")


def test_a_card_is_blocked_by_keys(day: Rehearsal) -> None:
    robot = day.robot
    begin(day, "Olga", "111111")
    open_profile(day)
    robot.key("Ctrl 4")
    robot.key("F5")
    see(day, "It still names the person and gives nothing more.")
    robot.type("lost")
    robot.key("Enter")
    see(day, "Card blocked")


def test_a_note_for_the_till_stands_on_the_sale_page(day: Rehearsal) -> None:
    robot = day.robot
    begin(day, "Olga", "111111")
    open_profile(day)
    robot.key("Ctrl 7")
    page = day.window.current_page()
    assert isinstance(page, CustomerFindView)
    profile = page.profile()
    assert profile is not None
    profile.part_chosen.emit("notes")
    robot.key("F4")
    see(day, "A new note")
    profile.mode_chosen.emit("till")
    robot.type("wants bags")
    robot.key("Enter")
    see(day, "at the till")
    robot.key("Esc")
    robot.key("Enter")
    day.reach("sale")
    see(day, "wants bags")
