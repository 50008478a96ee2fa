"""Customers exported in the real window, by real keys: purpose, columns, secret, file, Esc."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pos_app.bootstrap.rehearsal import Rehearsal, rehearse
from pos_app.ui.screens.people_export_sheet import PeopleExportSheet
from pos_app.ui.widgets.choice import CheckRow
from tests.builders import CASHIER_PIN
from tests.e2e import stage
from tests.e2e.people_to_export import invite
from tests.ui.shots import text_tree

OWNER_PIN = "111111"


class Files:
    """Answers at once where a file goes."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.suggested = ""

    def save_file(
        self, title: str, suggested: str, pattern: str, on_path: Callable[[str], None]
    ) -> None:
        self.suggested = suggested
        on_path(str(self.path))


@pytest.fixture
def day(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Rehearsal]:
    """The window on a shop of its own, with people to export."""
    with rehearse(folder, world=stage.world(), step_ms=stage.STEP_MS) as opened:
        invite(opened.shop)
        monkeypatch.setattr(opened.frame.dialogs, "_files", Files(tmp_path / "calls.csv"))
        yield opened


def sheet(day: Rehearsal) -> PeopleExportSheet:
    found = day.window.dialog()
    assert isinstance(found, PeopleExportSheet)
    return found


def open_from_settings(day: Rehearsal) -> None:
    day.window.show_page("settings")
    day.robot.until(lambda: day.window.has_page("settings"), "the settings")
    day.frame.export_people()
    day.robot.until(lambda: "in the file" in text_tree(day.window), "the count")


def press(day: Rehearsal, text: str) -> None:
    """Tab to the column called ``text``, then Space."""
    for _ in range(60):
        focus = day.window.focusWidget()
        if isinstance(focus, CheckRow) and focus.text() == text:
            break
        day.robot.key("Tab")
    else:
        pytest.fail(f"Tab never came to {text}")
    day.robot.key("Space")


def test_from_the_purpose_to_the_file(day: Rehearsal, tmp_path: Path) -> None:
    robot = day.robot
    day.sign_in("Olga", OWNER_PIN)
    open_from_settings(day)
    robot.key("Right")  # from the last purpose round to the first
    robot.until(lambda: "5 in the file" in text_tree(day.window), "the count of calls")
    shown = text_tree(day.window)
    for words in ("withdrew consent", "no phone", "+447700 •••214", "Save file with 5 customers"):
        assert words in shown
    press(day, "Favourite category")
    press(day, "Name")
    sheet(day).kind_chosen.emit("csv")
    robot.key("Enter")
    robot.until(lambda: "Enter your PIN" in text_tree(day.window), "the question")
    sheet(day).forget_secret()
    robot.type("999999")
    robot.key("Enter")
    robot.until(lambda: "Wrong PIN" in text_tree(day.window), "the refusal")
    robot.type(OWNER_PIN)
    robot.key("Enter")
    robot.until(lambda: day.window.dialog() is None, "the file")
    assert "5 customers are written to calls.csv." in day.window.message()
    with (tmp_path / "calls.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["First name", "Name", "Phone", "Card, last 4", "Last visit"]
    assert rows[1][:3] == ["Hannah", "Hannah Peters", "(+44) 7700900214"]
    assert len(rows) == 6


def test_the_people_listed_are_a_key_away(day: Rehearsal) -> None:
    robot = day.robot
    day.sign_in("Olga", OWNER_PIN)
    robot.type("100")
    robot.key("Enter")
    day.reach("sale")
    robot.key("F3")
    day.reach("customer_find")
    robot.type("hannah")
    robot.until(lambda: "Hannah Peters" in text_tree(day.window), "the search")
    robot.key("Ctrl E")
    robot.until(lambda: "1 in the file" in text_tree(day.window), "the count")
    robot.key("Esc")
    assert day.page == "customer_find"


def test_esc_closes_and_a_locked_screen_takes_it_away(day: Rehearsal) -> None:
    day.sign_in("Olga", OWNER_PIN)
    open_from_settings(day)
    day.robot.key("Esc")
    assert day.window.dialog() is None
    open_from_settings(day)
    day.frame.lock(idle=False)
    day.robot.until(lambda: day.window.dialog() is None, "the sheet to go")
    assert day.page == "sign_in"


def test_a_cashier_is_told_no(day: Rehearsal) -> None:
    day.sign_in("Anna", CASHIER_PIN)
    day.frame.export_people()
    assert day.window.dialog() is None
    assert "Your role may not do this." in day.window.message()
