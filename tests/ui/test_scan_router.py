"""A scan never reaches a field, and a person typing never becomes a scan (R35)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from pos_app.ui.keys import sign_by_position
from pos_app.ui.scan_router import MAX_SCAN, ScannerSettings, ScanRouter

PRESS, RELEASE = QEvent.Type.KeyPress, QEvent.Type.KeyRelease
NO, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
# X key codes of a US keyboard (place + 8)
PLACES = {sign: 10 + n for n, sign in enumerate("1234567890-=")}
PLACES |= {sign: 24 + n for n, sign in enumerate("QWERTYUIOP")}
PLACES |= {sign: 38 + n for n, sign in enumerate("ASDFGHJKL")}
PLACES |= {sign: 52 + n for n, sign in enumerate("ZXCVBNM")}
CYRILLIC = dict(zip("QWERTYUIOPASDFGHJKLZXCVBNM", "ЙЦУКЕНГШЩЗФЫВАПРОЛДЯЧСМИТЬ", strict=True))


class Desk:
    """A window with a field, a router with a hand-driven clock, and what both saw."""

    def __init__(self, qtbot: QtBot, settings: ScannerSettings | None = None) -> None:
        self.now = 100.0
        self.field = QLineEdit()
        qtbot.addWidget(self.field)
        self.field.show()
        qtbot.waitExposed(self.field)
        self.field.setFocus()
        self.field.activateWindow()
        window = self.field.windowHandle()
        assert isinstance(window, QWindow)
        self.window = window
        self.router = ScanRouter(settings, clock=lambda: self.now)
        self.scans: list[tuple[str, str]] = []
        self.garbage = 0
        self.entered = 0
        self.router.scanned.connect(lambda text, source: self.scans.append((text, source)))
        self.router.garbage.connect(self._count_garbage)
        self.field.returnPressed.connect(self._count_enter)
        self.router.install()

    def _count_garbage(self) -> None:
        self.garbage += 1

    def _count_enter(self) -> None:
        self.entered += 1

    def send(
        self,
        kind: QEvent.Type,
        key: int,
        text: str = "",
        *,
        modifiers: Qt.KeyboardModifier = NO,
        place: int = 0,
        repeat: bool = False,
    ) -> None:
        event = QKeyEvent(kind, key, modifiers, place, 0, 0, text, repeat, 1)
        QApplication.sendEvent(self.window, event)

    def key(self, sign: str, *, after: float = 0.0, layout: dict[str, str] | None = None) -> None:
        """Press and let go one key ``after`` so many milliseconds."""
        self.wait(after)
        shown = (layout or {}).get(sign, sign)
        place = PLACES.get(sign, 0)
        modifiers = SHIFT if sign.isalpha() and sign.isupper() else NO
        code = ord(shown.upper()) if len(shown) == 1 else 0
        self.send(PRESS, code, shown, modifiers=modifiers, place=place)
        self.send(RELEASE, code, shown, modifiers=modifiers, place=place)

    def enter(self, *, after: float = 0.0, repeat: bool = False) -> None:
        self.wait(after)
        self.send(PRESS, Qt.Key.Key_Return, "\r", place=36, repeat=repeat)
        self.send(RELEASE, Qt.Key.Key_Return, "\r", place=36)

    def wait(self, ms: float) -> None:
        """Let time pass; the router's timer rings as it would."""
        end = self.now + ms / 1000
        due = self.router.due()
        if due is not None and due <= end:
            self.now = due
            self.router.expire()
        self.now = end

    def scan(self, code: str, *, gap: float = 2.0, end: bool = True) -> None:
        for sign in code:
            self.key(sign, after=gap)
        if end:
            self.enter(after=gap)

    def type(self, text: str, *, gap: float) -> None:
        for sign in text:
            self.key(sign, after=gap)


@pytest.fixture
def desk(qtbot: QtBot) -> Iterator[Desk]:
    made = Desk(qtbot)
    yield made
    made.router.uninstall()


def test_a_scan_is_handed_over_whole_and_the_field_stays_empty(desk: Desk) -> None:
    desk.scan("4600702084122")
    assert desk.scans == [("4600702084122", "keyboard")]
    assert desk.field.text() == ""
    assert desk.entered == 0


def test_no_sign_reaches_the_field_while_the_scan_runs(desk: Desk) -> None:
    seen = []
    for sign in "46007020":
        desk.key(sign, after=5)
        seen.append(desk.field.text())
    desk.enter(after=5)
    assert set(seen) == {""}


def test_a_person_typing_gets_every_letter_in_order(desk: Desk) -> None:
    desk.type("SOAP", gap=120)
    desk.wait(40)
    assert desk.field.text() == "SOAP"
    assert desk.scans == []


def test_even_a_very_fast_typist_is_no_scanner(desk: Desk) -> None:
    # 20 keys a second, faster than the record over any length of text
    desk.type("QUICKBROWNFOX", gap=50)
    desk.enter(after=50)
    assert desk.field.text() == "QUICKBROWNFOX"
    assert desk.entered == 1
    assert desk.scans == []


def test_a_burst_of_three_keys_is_typing(desk: Desk) -> None:
    desk.type("THE", gap=15)
    desk.wait(40)
    assert desk.field.text() == "THE"
    desk.type("12", gap=10)
    desk.enter(after=10)
    assert desk.field.text() == "THE12"
    assert desk.entered == 1


def test_a_letter_waits_no_longer_than_the_gap(desk: Desk) -> None:
    desk.key("A")
    desk.wait(34)
    assert desk.field.text() == ""
    desk.wait(2)
    assert desk.field.text() == "A"


def test_four_signs_with_enter_are_a_scan_three_are_not(desk: Desk) -> None:
    desk.scan("1234")
    desk.wait(500)
    desk.scan("123")
    assert desk.scans == [("1234", "keyboard")]
    assert desk.field.text() == "123"
    assert desk.entered == 1


def test_silence_ends_a_scan_without_enter(desk: Desk) -> None:
    desk.scan("46007020", end=False)
    desk.wait(59)
    assert desk.scans == []
    desk.wait(2)
    assert desk.scans == [("46007020", "keyboard")]
    assert desk.field.text() == ""


def test_a_late_enter_of_a_slow_scanner_presses_nothing(desk: Desk) -> None:
    desk.scan("46007020", end=False)
    desk.enter(after=100)
    assert desk.entered == 0
    desk.enter(after=400)
    assert desk.entered == 1


def test_a_hiccup_inside_a_scan_lets_nothing_through(desk: Desk) -> None:
    desk.type("46007", gap=3)
    desk.key("0", after=50)
    desk.scan("2084122")
    assert desk.scans == [("4600702084122", "keyboard")]
    assert desk.field.text() == ""


def test_two_scans_in_a_row_stay_two(desk: Desk) -> None:
    desk.scan("46007020")
    desk.scan("59012341")
    assert [text for text, _ in desk.scans] == ["46007020", "59012341"]


def test_typing_then_a_scan_keeps_both_apart(desk: Desk) -> None:
    desk.type("3", gap=0)
    desk.wait(200)
    desk.scan("46007020")
    assert desk.field.text() == "3"
    assert desk.scans == [("46007020", "keyboard")]


def test_key_places_count_not_the_letters_of_the_layout(desk: Desk) -> None:
    for sign in "C-150":
        desk.key(sign, after=2, layout=CYRILLIC)
    desk.enter(after=2)
    assert desk.scans == [("C-150", "keyboard")]


def test_a_scanner_in_the_tills_own_layout_can_be_read_by_letters(qtbot: QtBot) -> None:
    desk = Desk(qtbot, ScannerSettings(by_position=False))
    for sign in "CODE1":
        desk.key(sign, after=2, layout=CYRILLIC)
    desk.enter(after=2)
    desk.router.uninstall()
    assert desk.scans == [("СЩВУ1", "keyboard")]


@pytest.mark.parametrize(
    ("place", "shift", "sign"),
    [(10, False, "1"), (19, False, "0"), (20, False, "-"), (54, True, "C"), (54, False, "c"),
     (13, True, "$"), (82, False, "-"), (90, False, "0"), (106, False, "/"), (65, False, " ")],
)  # fmt: skip
def test_places_on_linux(place: int, shift: bool, sign: str) -> None:
    assert sign_by_position(place, 0, shift=shift, platform="linux") == sign
    if place != 106:
        assert sign_by_position(place - 8, 0, shift=shift, platform="windows") == sign


def test_places_on_a_mac() -> None:
    assert sign_by_position(0, 8, shift=True, platform="mac") == "C"
    assert sign_by_position(0, 29, shift=False, platform="mac") == "0"
    assert sign_by_position(0, 27, shift=True, platform="mac") == "_"


def test_prefix_and_suffix_are_taken_off(qtbot: QtBot) -> None:
    desk = Desk(qtbot, ScannerSettings(prefix="~", suffix="#"))
    desk.scan("~12#")
    desk.wait(300)
    desk.scan("~4600702#", end=False)
    desk.router.uninstall()
    assert [text for text, _ in desk.scans] == ["12", "4600702"]
    assert desk.field.text() == ""


def test_a_set_prefix_alone_can_still_be_typed(qtbot: QtBot) -> None:
    desk = Desk(qtbot, ScannerSettings(prefix="~"))
    desk.type("~", gap=0)
    desk.wait(40)
    desk.router.uninstall()
    assert desk.field.text() == "~"


def test_a_key_held_down_is_no_scan(desk: Desk) -> None:
    desk.key("5")
    for _ in range(12):
        desk.wait(30)
        desk.send(PRESS, Qt.Key.Key_5, "5", place=14, repeat=True)
    desk.wait(100)
    assert desk.scans == []
    assert desk.field.text() == "5" * 13


def test_shortcuts_pass_at_once_and_behind_what_was_typed(desk: Desk) -> None:
    names: list[tuple[int, str]] = []

    def note(event: QKeyEvent) -> bool:
        names.append((event.key(), desk.field.text()))
        return event.key() == Qt.Key.Key_F10

    desk.router.set_key_handler(note)
    desk.key("A")
    desk.send(PRESS, Qt.Key.Key_F10)
    desk.send(PRESS, Qt.Key.Key_A, "\x01", modifiers=CONTROL)
    assert [key for key, _ in names] == [Qt.Key.Key_A, Qt.Key.Key_F10, Qt.Key.Key_A]
    assert names[1][1] == "A"


def test_a_stuck_scanner_is_cut_off_and_told(desk: Desk) -> None:
    desk.type("1" * (MAX_SCAN + 300), gap=1)
    desk.enter(after=1)
    assert desk.garbage == 1
    assert desk.scans == []
    assert desk.field.text() == ""
    desk.scan("46007020")
    assert desk.scans == [("46007020", "keyboard")]


def test_control_signs_never_come_out(desk: Desk) -> None:
    desk.router.accept("\x0246007020\x03\r", "serial")
    assert desk.scans == [("46007020", "serial")]
    desk.router.accept("\r\n", "serial")
    assert len(desk.scans) == 1


def test_switched_off_everything_passes(qtbot: QtBot) -> None:
    desk = Desk(qtbot, ScannerSettings(enabled=False))
    desk.scan("46007020")
    desk.router.uninstall()
    assert desk.field.text() == "46007020"
    assert desk.scans == []


def test_removing_the_router_delivers_what_it_held(desk: Desk) -> None:
    desk.key("A")
    desk.router.uninstall()
    assert desk.field.text() == "A"


def test_idle_time_starts_again_with_every_key(desk: Desk) -> None:
    desk.now += 250
    assert desk.router.idle_seconds() == pytest.approx(250)
    desk.key("A")
    assert desk.router.idle_seconds() == pytest.approx(0)


def test_in_real_time_through_the_window_system(qtbot: QtBot) -> None:
    field = QLineEdit()
    qtbot.addWidget(field)
    field.show()
    qtbot.waitExposed(field)
    field.activateWindow()
    field.setFocus()
    router = ScanRouter()
    scans: list[str] = []
    router.scanned.connect(lambda text, _source: scans.append(text))
    router.install()
    try:
        for _ in range(8):  # a machine busy with other work may pause for longer than a gap
            field.clear()
            for sign in "4600702":
                QTest.keyClick(field.windowHandle(), sign)  # type: ignore[call-overload]
            QTest.keyClick(field.windowHandle(), Qt.Key.Key_Return)
            QTest.qWait(100)
            if scans:
                break
        assert scans[0] == "4600702"
        assert field.text() == ""
        QTest.keyClick(field.windowHandle(), Qt.Key.Key_A)
        qtbot.waitUntil(lambda: field.text() == "a", timeout=2000)
    finally:
        router.uninstall()


@hypothesis_settings(max_examples=60)
@given(
    parts=st.lists(
        st.tuples(
            st.booleans(),
            st.text(alphabet="0123456789ABCDEFGHKLM-", min_size=4, max_size=20),
            st.floats(min_value=0.5, max_value=30),
        ),
        max_size=6,
    )
)
def test_any_mix_of_scans_and_typing_is_told_apart(
    parts: list[tuple[bool, str, float]],
) -> None:
    """Scans (gaps under 35 ms) come out, typing (over 60 ms) stays in, whatever the order."""
    desk = _bare_desk()
    try:
        for is_scan, text, gap in parts:
            desk.wait(300)
            if is_scan:
                desk.scan(text, gap=gap)
            else:
                desk.type(text, gap=61 + gap)
        desk.wait(300)
    finally:
        desk.router.uninstall()
        desk.field.hide()
        desk.field.deleteLater()
    assert [text for text, _ in desk.scans] == [text for scan, text, _ in parts if scan]
    assert desk.field.text() == "".join(text for scan, text, _ in parts if not scan)


def _bare_desk() -> Desk:
    class Bot:
        def addWidget(self, widget: object) -> None: ...

        def waitExposed(self, widget: object) -> None:
            QApplication.processEvents()

    return Desk(Bot())  # type: ignore[arg-type]


def test_a_busy_program_does_not_press_a_persons_keys_together(qtbot: QtBot) -> None:
    """Keys queued while the program was busy arrive at once, but with their own times."""
    desk = Desk(qtbot)
    desk.router.uninstall()
    router = ScanRouter()
    scans: list[str] = []
    router.scanned.connect(lambda text, _source: scans.append(text))
    router.install()
    try:
        for number, sign in enumerate("SHAMPOO"):
            event = QKeyEvent(PRESS, ord(sign), NO, 0, 0, 0, sign, False, 1)
            event.setTimestamp(10_000 + number * 140)
            QApplication.sendEvent(desk.window, event)
        qtbot.waitUntil(lambda: desk.field.text() == "SHAMPOO", timeout=2000)
    finally:
        router.uninstall()
    assert scans == []


def test_a_late_timer_looks_at_waiting_keys_first(desk: Desk) -> None:
    """The rest of a scan may wait behind the timer; its first sign must not slip out."""
    desk.key("4")
    desk.now += 0.2
    desk.router._timed_out()
    assert desk.field.text() == ""
    desk.router._timed_out()
    assert desk.field.text() == "4"
