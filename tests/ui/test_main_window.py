"""The frame: pages, keys, scans under a dialog, messages, focus, layout classes."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QVBoxLayout
from pytestqt.qtbot import QtBot

from pos_app.presenters.shell_state import RailEntry, ShellState, StatusState
from pos_app.ui.dialog_service import DialogService, Question
from pos_app.ui.feedback import Feedback
from pos_app.ui.keys import key_name
from pos_app.ui.main_window import KEPT_SCANS, MainWindow
from pos_app.ui.page import LayoutClass, Page, layout_class
from pos_app.ui.scan_router import ScanRouter
from pos_app.ui.widgets.button import Button
from pos_app.ui.widgets.field import Select, TextField
from pos_app.ui.widgets.menu import MenuEntry, PopupMenu

STATE = ShellState(
    place="Linden Household · Till 1",
    shift="Shift 214 · open since 09:02",
    clock="Sun 22 Nov, 17:46",
    user="Olivia K.",
    user_hint="Cashier",
    statuses=(
        StatusState(key="scanner", icon="scan-line", text="Scanner ready"),
        StatusState(key="printer", icon="printer", text="Printer ready", optional=True),
    ),
    rail=(
        RailEntry(page="sale", icon="shopping-basket", text="Sale"),
        RailEntry(page="back", icon="users", text="Customers"),
        RailEntry(page="settings", icon="settings", text="Settings", bottom=True),
    ),
)


class Counter(Page):
    """A page with a form, a few bound keys, and a memory."""

    page_name = "sale"

    def __init__(self, name: str = "sale") -> None:
        super().__init__()
        self.page_name = name
        self.log: list[str] = []
        self.uses_scans = True
        column = QVBoxLayout(self)
        self.first, self.second = TextField("First"), TextField("Second")
        self.select = Select((("a", "A"), ("b", "B")))
        self.pay = Button("Pay", v="primary", cap="Enter", size="primary")
        self.cash = Button("Cash", cap="F10")
        for widget in (self.first, self.second, self.select, self.pay, self.cash):
            column.addWidget(widget)
        self.pay.clicked.connect(lambda: self.log.append("pay"))
        self.cash.clicked.connect(lambda: self.log.append("cash"))
        self.bind_button(self.pay)
        self.bind_button(self.cash)
        for key in ("Esc", "+", "Ctrl Z", "Del", "Up", "F4", "F2"):
            self.bind(key, lambda key=key: self.log.append(key))
        self.set_form([self.first, self.second])

    def on_shown(self) -> None:
        self.log.append("shown")

    def on_hidden(self) -> None:
        self.log.append("hidden")

    def on_scan(self, text: str, source: str) -> bool:
        if self.uses_scans:
            self.log.append(f"scan {text}")
        return self.uses_scans


class Till:
    def __init__(self, qtbot: QtBot) -> None:
        self.beeps = 0
        self.router = ScanRouter()
        self.window = MainWindow(self.router, feedback=Feedback(beep=self._beep))
        qtbot.addWidget(self.window)
        self.page, self.other, self.full = Counter(), Counter("back"), Counter("sign_in")
        self.window.add_page(self.page)
        self.window.add_page(self.other)
        self.window.add_page(self.full, full=True)
        self.window.render(STATE)
        self.window.resize(1366, 768)
        self.window.show_page("sale")
        self.window.show()
        qtbot.waitExposed(self.window)
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow, timeout=2000)
        self.router.install()
        self.page.log.clear()
        self.unhandled: list[str] = []
        self.window.scan_unhandled.connect(lambda text, _s: self.unhandled.append(text))

    def _beep(self) -> None:
        self.beeps += 1

    def press(
        self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        QTest.keyClick(self.window.windowHandle(), key, modifiers)
        QTest.qWait(1)

    def scan(self, code: str) -> None:
        """Send a scanner's keys, two milliseconds apart by their own stamps."""
        stamp = 50_000
        keys = [(ord(sign), sign) for sign in code] + [(int(Qt.Key.Key_Return), "\r")]
        for key, text in keys:
            stamp += 2
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, text)
                event.setTimestamp(stamp)
                QApplication.sendEvent(self.window.windowHandle(), event)

    def ask(self, on_yes: Callable[[], None]) -> None:
        files = object()
        service = DialogService(self.window, files)  # type: ignore[arg-type]
        service.confirm(Question(title="Close?", text="All of it", yes="Close", no="Keep"), on_yes)


@pytest.fixture
def till(qtbot: QtBot) -> Iterator[Till]:
    made = Till(qtbot)
    yield made
    made.router.uninstall()
    made.window.hide()


# -- keys ---------------------------------------------------------------------------------


def test_f_keys_work_while_a_field_has_the_focus(till: Till) -> None:
    till.page.second.setFocus()
    till.press(Qt.Key.Key_F10)
    assert till.page.log == ["cash"]


def test_a_dead_key_never_means_something_else(till: Till) -> None:
    till.page.select.setFocus()
    till.press(Qt.Key.Key_F4)
    assert not till.page.select.view().isVisible()
    till.press(Qt.Key.Key_F9)
    assert till.page.log == ["F4"]


def test_hidden_and_disabled_buttons_have_dead_keys(till: Till) -> None:
    till.page.cash.setEnabled(False)
    till.press(Qt.Key.Key_F10)
    till.page.cash.setEnabled(True)
    till.page.cash.hide()
    till.press(Qt.Key.Key_F10)
    assert till.page.log == []


def test_enter_walks_the_form_and_then_pays(till: Till) -> None:
    till.page.first.setFocus()
    till.press(Qt.Key.Key_Return)
    assert till.page.second.edit.hasFocus()
    assert till.page.log == []
    till.press(Qt.Key.Key_Return)
    assert till.page.log == ["pay"]


def test_enter_pays_from_anywhere_outside_a_field(till: Till) -> None:
    till.page.setFocus()
    till.press(Qt.Key.Key_Enter)
    till.page.cash.setFocus()
    till.press(Qt.Key.Key_Return)
    assert till.page.log == ["pay", "pay"]


def test_space_presses_the_button_under_the_focus(till: Till, qtbot: QtBot) -> None:
    """Space is a sign a scanner may send: it comes a moment late, but press before release."""
    till.page.cash.setFocus()
    till.press(Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: till.page.log == ["cash"], timeout=1000)


def test_enter_held_down_pays_once(till: Till) -> None:
    till.page.setFocus()
    till.press(Qt.Key.Key_Return)
    for _ in range(20):
        event = QKeyEvent(
            QEvent.Type.KeyPress,
            Qt.Key.Key_Return,
            Qt.KeyboardModifier.NoModifier,
            "\r",
            True,
            1,
        )
        QApplication.sendEvent(till.window.windowHandle(), event)
    assert till.page.log == ["pay"]


def test_esc_and_signs_reach_the_page_unless_a_field_takes_them(till: Till, qtbot: QtBot) -> None:
    till.page.setFocus()
    till.press(Qt.Key.Key_Escape)
    till.press(Qt.Key.Key_Plus)
    qtbot.waitUntil(lambda: till.page.log == ["Esc", "+"], timeout=1000)
    till.page.first.setFocus()
    till.press(Qt.Key.Key_Plus)
    qtbot.waitUntil(lambda: till.page.first.text() == "+", timeout=1000)
    till.press(Qt.Key.Key_Escape)
    assert till.page.log == ["Esc", "+", "Esc"]


def test_ctrl_z_is_the_fields_own_while_it_has_something_to_undo(till: Till, qtbot: QtBot) -> None:
    till.page.first.setFocus()
    till.press(Qt.Key.Key_A)
    qtbot.waitUntil(lambda: till.page.first.text() == "a", timeout=1000)
    till.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert till.page.first.text() == ""
    assert till.page.log == []
    till.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert till.page.log == ["Ctrl Z"]


def test_f1_and_ctrl_l_belong_to_the_frame(till: Till, qtbot: QtBot) -> None:
    with qtbot.waitSignals([till.window.keys_requested, till.window.lock_requested]):
        till.press(Qt.Key.Key_F1)
        till.press(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)


@pytest.mark.parametrize(
    ("key", "modifiers", "place", "text", "name"),
    [
        (Qt.Key.Key_F10, 0, 0, "", "F10"),
        (Qt.Key.Key_Z, 1, 52, "\x1a", "Ctrl Z"),
        (0x042F, 1, 52, "я", "Ctrl Z"),  # Cyrillic layout: Я stands where Z is
        (Qt.Key.Key_1, 1, 10, "1", "Ctrl 1"),
        (Qt.Key.Key_Delete, 0, 0, "\x7f", "Del"),
        (Qt.Key.Key_Plus, 0, 86, "+", "+"),
        (0x0416, 0, 47, "ж", "ж"),
        (Qt.Key.Key_Control, 1, 37, "", ""),
    ],
)
def test_keys_are_named_as_on_the_caps(
    key: int, modifiers: int, place: int, text: str, name: str, qapp: QApplication
) -> None:
    pressed = Qt.KeyboardModifier.ControlModifier if modifiers else Qt.KeyboardModifier.NoModifier
    event = QKeyEvent(QEvent.Type.KeyPress, key, pressed, place, 0, 0, text, False, 1)
    assert key_name(event) == name


# -- scans --------------------------------------------------------------------------------


def test_a_scan_goes_to_the_page_in_front(till: Till, qtbot: QtBot) -> None:
    till.page.first.setFocus()
    till.scan("4600702084122")
    qtbot.waitUntil(lambda: till.page.log == ["scan 4600702084122"], timeout=2000)
    assert till.page.first.text() == ""


def test_a_scan_no_page_wants_is_offered_to_the_program(till: Till) -> None:
    till.page.uses_scans = False
    till.window.take_scan("46007020", "keyboard")
    assert till.unhandled == ["46007020"]


def test_scans_under_a_dialog_wait_and_sound(till: Till, qtbot: QtBot) -> None:
    answers: list[str] = []
    till.ask(lambda: answers.append(f"yes after {len(till.page.log)} scans"))
    till.window.take_scan("11112222", "keyboard")
    till.window.take_scan("33334444", "serial")
    assert till.page.log == []
    assert till.beeps == 2
    till.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(till.page.log) == 2, timeout=1000)
    assert answers == ["yes after 0 scans"]
    assert till.page.log == ["scan 11112222", "scan 33334444"]


def test_a_real_scan_under_a_dialog_does_not_answer_it(till: Till, qtbot: QtBot) -> None:
    till.ask(lambda: pytest.fail("a scanner said yes"))
    till.scan("46007020")
    qtbot.waitUntil(lambda: till.beeps == 1, timeout=2000)
    assert till.window.dialog() is not None
    till.press(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: till.page.log == ["scan 46007020"], timeout=1000)


def test_scans_under_a_system_dialog_wait_as_well(till: Till, qtbot: QtBot) -> None:
    dialog = QDialog(till.window)
    dialog.setModal(True)
    dialog.show()
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is dialog, timeout=1000)
    till.window.take_scan("46007020", "serial")
    assert till.page.log == []
    dialog.close()
    dialog.deleteLater()
    qtbot.waitUntil(lambda: till.page.log == ["scan 46007020"], timeout=2000)


def test_a_scan_closes_an_open_menu_and_counts(till: Till, qtbot: QtBot) -> None:
    picked: list[str] = []
    menu = PopupMenu((MenuEntry(key="x", text="X report", cap="Ctrl 1"),), till.window)
    menu.chosen.connect(picked.append)
    menu.open_under(till.window.strip.user)
    qtbot.waitUntil(menu.isVisible, timeout=1000)
    till.window.take_scan("46007020", "keyboard")
    assert till.page.log == ["scan 46007020"]
    assert picked == []
    assert QApplication.activePopupWidget() is None


def test_a_menu_tells_what_was_chosen(till: Till, qtbot: QtBot) -> None:
    picked: list[str] = []
    entries = (
        MenuEntry(key="x", text="X report & more", icon="file-text"),
        MenuEntry(key="lock", text="Lock", icon="lock", divider=True),
    )
    menu = PopupMenu(entries, till.window)
    menu.chosen.connect(picked.append)
    menu.open_under(till.window.strip.user)
    menu.actions()[-1].trigger()
    assert picked == ["lock"]
    menu.close()


def test_kept_scans_are_bounded(till: Till, qtbot: QtBot) -> None:
    till.ask(lambda: None)
    for number in range(KEPT_SCANS + 5):
        till.window.take_scan(f"{number:08}", "keyboard")
    till.window.close_dialogs()
    qtbot.waitUntil(lambda: len(till.page.log) == KEPT_SCANS, timeout=1000)


# -- dialogs ------------------------------------------------------------------------------


def test_a_dialog_takes_the_keys_and_gives_the_focus_back(till: Till, qtbot: QtBot) -> None:
    till.page.second.setFocus()
    till.ask(lambda: None)
    till.press(Qt.Key.Key_F10)
    assert till.page.log == []
    till.press(Qt.Key.Key_Escape)
    assert till.window.dialog() is None
    assert till.page.second.edit.hasFocus()


def test_tab_stays_inside_the_dialog(till: Till) -> None:
    till.ask(lambda: None)
    sheet = till.window.dialog()
    assert sheet is not None
    for _ in range(5):
        till.press(Qt.Key.Key_Tab)
        focus = QApplication.focusWidget()
        assert focus is not None
        assert sheet.isAncestorOf(focus)


def test_the_veil_covers_the_window_and_grows_with_it(till: Till, qtbot: QtBot) -> None:
    till.ask(lambda: None)
    sheet = till.window.dialog()
    assert sheet is not None
    till.window.resize(1500, 900)
    qtbot.wait(5)
    veil = sheet.parentWidget()
    assert veil is not None
    assert veil.size() == till.window.size()
    assert abs(sheet.geometry().center().x() - veil.rect().center().x()) <= 1


# -- pages, frame, messages ---------------------------------------------------------------


def test_pages_hear_that_they_come_and_go(till: Till) -> None:
    names: list[str] = []
    till.window.page_changed.connect(names.append)
    till.window.show_page("back")
    assert till.page.log == ["hidden"]
    assert till.other.log == ["shown"]
    assert names == ["back"]


def test_a_full_page_hides_rail_and_strip(till: Till) -> None:
    till.window.show_page("sign_in")
    assert not till.window.rail.isVisible()
    assert not till.window.strip.isVisible()
    till.window.show_page("sale")
    assert till.window.rail.isVisible()


def test_the_rail_changes_the_page_and_marks_it(till: Till, qtbot: QtBot) -> None:
    button = till.window.rail.buttons()[1]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert till.window.current_page() is till.other
    assert [b.isChecked() for b in till.window.rail.buttons()] == [False, True, False]


def test_a_guard_may_refuse_to_leave(till: Till) -> None:
    till.window.set_navigation_guard(lambda name: name != "back")
    QTest.mouseClick(till.window.rail.buttons()[1], Qt.MouseButton.LeftButton)
    assert till.window.current_page() is till.page


def test_undo_lasts_ten_seconds_and_works_by_key_and_tap(till: Till, qtbot: QtBot) -> None:
    undone: list[str] = []
    till.window.show_undo("Removed: Carrier bag", "Undo", lambda: undone.append("key"))
    assert till.window.message() == "Removed: Carrier bag"
    till.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert undone == ["key"]
    assert till.window.message() == ""
    till.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert till.page.log == ["Ctrl Z"]
    till.window.show_undo("Removed", "Undo", lambda: undone.append("tap"))
    assert till.window._bar._timer.interval() == 10_000
    QTest.mouseClick(till.window._bar._button, Qt.MouseButton.LeftButton)
    assert undone == ["key", "tap"]


def test_a_message_goes_by_itself_and_an_error_sounds(till: Till, qtbot: QtBot) -> None:
    till.window.show_message("Saved", tone="accent", seconds=0.02)
    qtbot.waitUntil(lambda: till.window.message() == "", timeout=1000)
    till.window.show_message("No paper", tone="danger")
    assert till.beeps == 1
    till.window.show_page("back")
    assert till.window.message() == ""


def test_layout_classes_follow_the_width(till: Till) -> None:
    assert layout_class(1024, 768) == LayoutClass(
        name="compact", rail=72, right=352, quick=0, height=768
    )
    assert layout_class(1199, 768).compact
    assert layout_class(1200, 768).name == layout_class(1499, 768).name == "regular"
    assert layout_class(1536, 864) == LayoutClass(
        name="wide", rail=80, right=400, quick=272, height=864
    )
    till.window.resize(1024, 768)
    QTest.qWait(5)
    assert till.window.layout_class().compact
    assert till.window.rail.width() == 72
    printer = till.window.strip._items[1]
    assert not printer.isVisible()


def test_a_failed_printer_is_shown_on_narrow_screens_too(till: Till) -> None:
    till.window.resize(1024, 768)
    QTest.qWait(5)
    bad = StatusState(key="printer", icon="printer", text="No paper", tone="danger", optional=True)
    till.window.render(ShellState(statuses=(bad,), rail=STATE.rail))
    assert till.window.strip._items[0].isVisible()


def test_statuses_and_the_cashier_can_be_pressed(till: Till, qtbot: QtBot) -> None:
    with qtbot.waitSignal(till.window.status_pressed) as pressed:
        QTest.mouseClick(till.window.strip._items[0], Qt.MouseButton.LeftButton)
    assert pressed.args == ["scanner"]
    with qtbot.waitSignal(till.window.user_pressed):
        QTest.mouseClick(till.window.strip.user, Qt.MouseButton.LeftButton)


def test_the_window_locks_after_idle_minutes(qtbot: QtBot) -> None:
    now = [0.0]
    window = MainWindow(ScanRouter(clock=lambda: now[0]), feedback=Feedback(beep=lambda: None))
    qtbot.addWidget(window)
    locks: list[int] = []
    window.lock_requested.connect(lambda: locks.append(1))
    window.set_idle_limit(300)
    now[0] = 299
    window._second()
    assert locks == []
    now[0] = 300
    window._second()
    window._second()
    assert locks == [1]


def test_the_window_may_refuse_to_close(till: Till) -> None:
    closed: list[int] = []
    till.window.closing.connect(lambda: closed.append(1))
    till.window.set_close_guard(lambda: False)
    assert not till.window.close()
    till.window.set_close_guard(None)
    assert till.window.close()
    assert closed == [1]


def test_the_ring_follows_tab_and_stays_off_fields(till: Till, qtbot: QtBot) -> None:
    till.page.pay.setFocus(Qt.FocusReason.TabFocusReason)
    ring = till.window.ring
    assert ring.target() is till.page.pay
    corner = till.page.pay.mapTo(till.window, QPoint(0, 0))
    assert ring.geometry().topLeft() == corner - QPoint(5, 5)
    till.page.first.setFocus()
    assert ring.target() is None
    till.page.cash.setFocus(Qt.FocusReason.TabFocusReason)
    till.page.cash.hide()
    assert ring.target() is None


def test_a_click_leaves_the_focus_where_it_was(till: Till) -> None:
    till.page.setFocus()
    QTest.mouseClick(till.page.cash, Qt.MouseButton.LeftButton)
    assert till.page.hasFocus()
    assert till.page.log == ["cash"]


def test_a_page_needs_a_name(till: Till) -> None:
    with pytest.raises(ValueError, match="page_name"):
        till.window.add_page(Page())
    with pytest.raises(ValueError, match="cap"):
        till.page.bind_button(Button("no cap"))


def test_a_page_that_is_expected_is_made_when_it_is_wanted(qtbot: QtBot) -> None:
    """It counts among the pages; showing it makes it once; a new promise gives the old one up."""
    window = MainWindow(ScanRouter())
    qtbot.addWidget(window)
    made: list[Page] = []

    class Late(Page):
        page_name = "late"

    def make() -> None:
        made.append(Late())
        window.replace_page(made[-1])

    window.expect_page("late", make)
    assert window.has_page("late")
    assert "late" in window.page_names()
    assert made == []
    window.show_page("late")
    window.show_page("late")
    assert window.current_page() is made[0]
    assert len(made) == 1
    window.expect_page("late", make)
    assert window.current_page() is None
    assert window.page("late") is made[1]
    with pytest.raises(KeyError):
        window.page("never")
