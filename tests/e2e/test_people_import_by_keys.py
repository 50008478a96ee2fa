"""Customers from a file in the real window: dropped, decided, stored, taken back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from pos_app.bootstrap.rehearsal import Rehearsal, rehearse
from pos_app.ui.screens.people_import_view import PeopleImportView
from tests.e2e import stage
from tests.e2e.test_points_by_keys import begin
from tests.e2e.test_profile_by_keys import see

FILE = (
    "Name;Phone;SMS consent\n"
    "Anna Nowak;+48600700800;yes\nJan Lis;+48600700801;\nBad;12;\nEwa Lis;+48600700800;\n"
)


@pytest.fixture
def day(folder: Path) -> Iterator[Rehearsal]:
    """The window on a shop of its own."""
    with rehearse(folder, world=stage.world(), step_ms=stage.STEP_MS) as opened:
        yield opened


def drop(widget: QWidget, *paths: str) -> bool:
    """Let files fall on a widget; whether it would take them."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(path) for path in paths])
    given = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
             Qt.KeyboardModifier.NoModifier)  # fmt: skip
    enter = QDragEnterEvent(QPoint(9, 9), *given)
    enter.ignore()
    widget.dragEnterEvent(enter)
    widget.dropEvent(QDropEvent(QPoint(9, 9).toPointF(), *given))
    return enter.isAccepted()


def test_a_file_is_dropped_decided_stored_and_taken_back(day: Rehearsal, tmp_path: Path) -> None:
    robot, path = day.robot, tmp_path / "people.csv"
    path.write_text(FILE, encoding="utf-8")
    begin(day, "Olga", "111111")
    robot.key("F3")
    day.reach("customer_find")
    robot.key("Ctrl I")
    day.reach("people_import")
    page = day.window.current_page()
    assert isinstance(page, PeopleImportView)
    assert not drop(page, str(path), str(path))
    assert drop(page, str(path))
    see(day, "To review 1")
    page.filters.chip("review").click()
    robot.key("Down")
    see(day, "a known person with another name")
    page.choices.chip("0").click()
    see(day, "Import 3 customers")
    select = page.columns.select("SMS consent")
    assert select.currentData() == "consent_sms"
    robot.key("Ctrl S")
    see(day, "Imported: 3 new customers")
    robot.key("Ctrl 3")
    see(day, "Take import 1 back?")
    robot.key("Esc")
    robot.key("Esc")
    day.reach("customer_find")
    see(day, "Ewa Lis")
    robot.key("Ctrl I")
    see(day, "Imported before")
    robot.key("Ctrl 3")
    robot.key("Ctrl 4")
    see(day, "Taken back: 3 removed, 0 put back.")


def test_a_cashier_finds_no_import(day: Rehearsal) -> None:
    begin(day, "Anna", "333333")
    day.robot.key("F3")
    day.reach("customer_find")
    day.robot.key("Ctrl I")
    assert day.page == "customer_find"
