"""Sign-in and the key overview as screens."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from pos_app.i18n import translator
from pos_app.presenters.key_overview import key_overview_state
from pos_app.presenters.sign_in_state import PersonCard, SignInFact, SignInState
from pos_app.ui import theme
from pos_app.ui.feedback import Feedback
from pos_app.ui.main_window import MainWindow
from pos_app.ui.scan_router import ScanRouter
from pos_app.ui.screens.key_overview import KeyOverview
from pos_app.ui.screens.sign_in_view import SignInView
from pos_app.ui.widgets.button import Button
from tests.ui.shots import cut, grab, nameless, text_tree

LEFT = Qt.MouseButton.LeftButton
PEOPLE = (
    PersonCard(id="1", name="Olga K.", role="cashier"),
    PersonCard(id="2", name="Danil M.", role="cashier"),
    PersonCard(id="3", name="Irina P.", role="owner"),
)
STATE = SignInState(
    shop="Linden Household",
    time="17:46",
    date="Sunday, 22 November",
    facts=(
        SignInFact(icon="store", title="Till 1, shift 214", note="Open since 09:02"),
        SignInFact(icon="shield-check", title="Data on this computer", note="", tone="warn"),
    ),
    question="Who is working?",
    people=PEOPLE,
    chosen="1",
    pin_length=4,
    card_hint="or scan a staff card",
    clear="Clear",
    backspace="Backspace",
    languages=(("ru", "Русский"), ("en", "English"), ("pl", "Polski"), ("az", "Azərbaycan")),
    language="en",
)


class Door:
    def __init__(self, qtbot: QtBot) -> None:
        self.router = ScanRouter()
        self.window = MainWindow(self.router, feedback=Feedback(beep=lambda: None))
        qtbot.addWidget(self.window)
        self.view = SignInView()
        self.window.add_page(self.view, full=True)
        self.view.render(STATE)
        self.window.resize(1366, 768)
        self.window.show_page("sign_in")
        self.window.show()
        qtbot.waitExposed(self.window)
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow, timeout=2000)
        self.router.install()
        self.log: list[tuple[str, ...]] = []
        self.view.pin_entered.connect(lambda who, pin: self.log.append(("pin", who, pin)))
        self.view.person_chosen.connect(lambda who: self.log.append(("person", who)))
        self.view.language_chosen.connect(lambda code: self.log.append(("language", code)))
        self.view.scanned.connect(lambda text: self.log.append(("scan", text)))


@pytest.fixture
def door(qtbot: QtBot) -> Iterator[Door]:
    made = Door(qtbot)
    yield made
    made.router.uninstall()
    made.window.hide()


def test_a_pin_by_keys_wherever_the_focus_is(door: Door, qtbot: QtBot) -> None:
    door.view._languages[0].setFocus()
    for digit in "1234":
        QTest.keyClick(door.window.windowHandle(), digit)  # type: ignore[call-overload]
        QTest.qWait(45)
    qtbot.waitUntil(lambda: door.log == [("pin", "1", "1234")], timeout=2000)


def test_a_pin_by_touch_with_a_correction(door: Door) -> None:
    for key in ("9", "back", "1", "2", "3", "4"):
        QTest.mouseClick(door.view.keypad.keys[key], LEFT)
    assert door.log == [("pin", "1", "1234")]
    QTest.mouseClick(door.view.keypad.keys["5"], LEFT)
    QTest.mouseClick(door.view.keypad.keys["clear"], LEFT)
    assert door.view.pin.filled() == 0


def test_a_wrong_pin_is_said_and_the_digits_are_gone(door: Door) -> None:
    door.view.pin.press("1")
    door.view.render(replace(STATE, problem="Wrong PIN, 4 tries left", attempt=1))
    assert door.view.pin.filled() == 0
    assert door.view._problem.text() == "Wrong PIN, 4 tries left"
    # the clock going on does not wipe what is being typed
    door.view.pin.press("1")
    door.view.render(replace(STATE, problem="Wrong PIN, 4 tries left", attempt=1, time="17:47"))
    assert door.view.pin.filled() == 1


def test_no_digit_counts_while_waiting(door: Door) -> None:
    door.view.render(replace(STATE, waiting="Wait 0:27", attempt=5))
    assert door.view._problem.text() == "Wait 0:27"
    for digit in "1234":
        door.view.on_key(digit)
        QTest.mouseClick(door.view.keypad.keys[digit], LEFT)
    assert door.log == []
    door.view.render(replace(STATE, attempt=6))
    for digit in "1234":
        door.view.on_key(digit)
    assert door.log == [("pin", "1", "1234")]


def test_people_by_touch_and_arrows(door: Door) -> None:
    QTest.mouseClick(door.view._people[1], LEFT)
    door.view.on_key("Right")
    door.view.on_key("Left")
    assert door.log == [("person", "2"), ("person", "2"), ("person", "3")]
    door.view.render(replace(STATE, chosen="2"))
    assert [card.isChecked() for card in door.view._people] == [False, True, False]


def test_another_person_starts_with_no_digits(door: Door) -> None:
    door.view.pin.press("1")
    door.view.render(replace(STATE, chosen="2"))
    assert door.view.pin.filled() == 0


def test_a_staff_card_is_scanned(door: Door) -> None:
    door.window.take_scan("29000017", "keyboard")
    assert door.log == [("scan", "29000017")]


def test_the_language_can_be_changed(door: Door) -> None:
    QTest.mouseClick(door.view._languages[3], LEFT)
    QTest.mouseClick(door.view._languages[1], LEFT)
    assert door.log == [("language", "az")]


def test_many_people_stay_reachable(door: Door, qtbot: QtBot) -> None:
    many = tuple(PersonCard(id=str(n), name=f"Person {n}", role="cashier") for n in range(14))
    door.view.render(replace(STATE, people=many))
    qtbot.waitUntil(lambda: door.view._people[13].y() > 0, timeout=1000)
    assert {card.height() for card in door.view._people} == {56}
    fewer = door.view.render(replace(STATE, people=PEOPLE[:1]))
    assert fewer is None
    assert [card.isHidden() for card in door.view._people] == [False] + [True] * 13


@pytest.mark.parametrize("name", theme.NAMES)
@pytest.mark.parametrize("size", [(1024, 768), (1366, 768), (1536, 864)])
def test_sign_in_fits(name: str, size: tuple[int, int], door: Door, qapp: QApplication) -> None:
    grab(door.window, f"sign-in-{size[0]}-{name}.png", size=size, name=name)
    need = door.view.minimumSizeHint()
    assert need.width() <= size[0]
    assert need.height() <= size[1]
    assert cut(door.view) == []
    assert nameless(door.window) == []


def test_the_words_of_the_page_can_be_read(door: Door) -> None:
    words = text_tree(door.view)
    for part in ("Linden Household", "17:46", "Olga K., cashier", "Who is working?", "Polski"):
        assert part in words


@pytest.mark.parametrize("language", ["en", "ru", "pl", "az"])
def test_the_key_overview_fits_the_smallest_window(
    language: str, door: Door, qapp: QApplication
) -> None:
    door.window.resize(1024, 768)
    sheet = KeyOverview(key_overview_state(translator(language), {"F2", "F10"}))
    door.window.open_dialog(sheet)
    grab(door.window, f"keys-1024-{language}.png", size=(1024, 768))
    need = sheet.minimumSizeHint()
    assert need.width() <= 1024 - 32
    assert need.height() <= 768 - 32
    assert sheet.width() <= 1024 - 32
    assert cut(sheet) == []


def test_esc_and_f1_close_the_overview(door: Door, qtbot: QtBot) -> None:
    for key in (Qt.Key.Key_Escape, Qt.Key.Key_F1):
        door.window.open_dialog(KeyOverview(key_overview_state(translator("en"))))
        QTest.keyClick(door.window.windowHandle(), key)
        qtbot.waitUntil(lambda: door.window.dialog() is None, timeout=1000)
    sheet = KeyOverview(key_overview_state(translator("en")))
    door.window.open_dialog(sheet)
    button = sheet.findChild(Button)
    assert button is not None
    button.click()
    assert door.window.dialog() is None


def test_the_overview_tells_which_keys_work_here() -> None:
    state = key_overview_state(translator("en"), {"F2"})
    assert [entry.key for entry in state.functions] == [f"F{n}" for n in range(1, 13)]
    assert [entry.key for entry in state.functions if entry.active] == ["F1", "F2"]
    assert all(entry.active for entry in key_overview_state(translator("en")).functions)
