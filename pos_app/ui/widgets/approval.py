"""Approval by a second person, in place: who, PIN, and the action goes on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from pos_app.ui import theme
from pos_app.ui.widgets import paint
from pos_app.ui.widgets.button import Button
from pos_app.ui.widgets.card import Card
from pos_app.ui.widgets.choice import ChipGroup
from pos_app.ui.widgets.keypad import Keypad
from pos_app.ui.widgets.label import IconTile, Label


class PinDots(QWidget):
    """One circle per digit of the PIN, filled as it is typed; never shows a digit."""

    def __init__(self, length: int = 6, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._length, self._filled, self._error = length, 0, False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_state(self, length: int, filled: int, *, error: bool = False) -> None:
        """How many circles, how many of them filled, and whether the last try was wrong."""
        if length != self._length:
            self._length = length
            self.updateGeometry()
        self._filled, self._error = filled, error
        self.update()

    def sizeHint(self) -> QSize:
        """A row of circles 20 px wide, 36 apart."""
        return QSize(self._length * 36 - 16 + 4, 24)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the circles."""
        painter = paint.start(self)
        for number in range(self._length):
            place = QRectF(2 + number * 36, 2, 20, 20)
            if number < self._filled:
                paint.box(painter, place, 10, theme.color("danger" if self._error else "accent"))
            else:
                line = theme.color("danger" if self._error else "line-strong")
                paint.box(painter, place, 10, None, line, 2)
        painter.end()


class PinEntry(QWidget):
    """Collects digits from keys and keypad; ``completed(str)`` once the length is reached.

    The digits live only in this object and are wiped when read or cleared.
    """

    changed = Signal(int)
    completed = Signal(str)

    def __init__(self, length: int = 6, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._digits, self._length, self._locked = "", length, False
        self.dots = PinDots(length)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.dots, 0, Qt.AlignmentFlag.AlignCenter)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("PIN")

    def set_length(self, length: int) -> None:
        """The number of digits (4-8)."""
        if length != self._length:
            self._length = length
            self.clear()

    def set_locked(self, locked: bool) -> None:
        """Take no digits (waiting time, or the check is running)."""
        self._locked = locked

    def filled(self) -> int:
        """How many digits are in."""
        return len(self._digits)

    def clear(self, *, error: bool = False) -> None:
        """Forget the digits; ``error`` colours the empty circles."""
        self._digits = ""
        self.dots.set_state(self._length, 0, error=error)
        self.changed.emit(0)

    def press(self, key: str) -> bool:
        """Take a digit, ``back`` or ``clear``; says whether the key meant something."""
        if self._locked:
            return len(key) == 1 and key.isdigit()
        if key == "clear":
            self.clear()
        elif key == "back":
            self._digits = self._digits[:-1]
        elif len(key) == 1 and key in "0123456789":
            self._digits = (self._digits + key)[: self._length]
        else:
            return False
        self.dots.set_state(self._length, len(self._digits))
        self.changed.emit(len(self._digits))
        if len(self._digits) == self._length:
            digits, self._digits = self._digits, ""
            self.completed.emit(digits)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Digits and backspace; the rest belongs to the page."""
        names = {Qt.Key.Key_Backspace: "back", Qt.Key.Key_Delete: "clear"}
        key = names.get(Qt.Key(event.key()), event.text())
        if not self.press(key):
            event.ignore()


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalWords:
    """The panel's words, translated by the screen that shows it."""

    title: str
    reason: str
    cancel: str
    clear: str
    backspace: str
    card_hint: str


class ApprovalPanel(Card):
    """Inline panel: the page stays, another person types the PIN (or scans a staff card).

    ``submitted(person_id, pin)`` when the PIN is whole, ``cancelled()`` on Esc or the button.
    The page routes a staff-card scan itself.
    """

    submitted = Signal(str, str)
    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(level=2, parent=parent)
        column = self.body(padding=16, gap=12)
        column.addLayout(self._head())
        self._people = ChipGroup(optional=False)
        column.addWidget(self._people)
        self._pin = PinEntry()
        self._people.changed.connect(lambda _keys: self._pin.clear())
        self._pin.completed.connect(self._complete)
        column.addWidget(self._pin, 0, Qt.AlignmentFlag.AlignHCenter)
        self._error = Label("", "label", "danger-text", wrap=True)
        self._error.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._error.hide()
        column.addWidget(self._error)
        self._keypad = Keypad(order="phone", clear=" ", key_height=56)
        self._keypad.pressed.connect(self._pin.press)
        column.addWidget(self._keypad)
        self._hint = Label("", "caption", "text-2", wrap=True)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(self._hint)
        self._cancel = Button("", v="ghost", cap="Esc")
        self._cancel.clicked.connect(self.cancelled)
        column.addWidget(self._cancel)
        self.setFocusProxy(self._pin)

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(IconTile("lock", "neutral", 40))
        words = QVBoxLayout()
        words.setSpacing(0)
        self._title = Label("", "heading", wrap=True)
        self._reason = Label("", "label", "text-2", wrap=True)
        words.addWidget(self._title)
        words.addWidget(self._reason)
        head.addLayout(words, 1)
        return head

    def ask(
        self, words: ApprovalWords, people: Sequence[tuple[str, str]], *, pin_length: int = 6
    ) -> None:
        """Open for one question; ``people`` are those with the right, as (id, name)."""
        self._title.setText(words.title)
        self._reason.setText(words.reason)
        self._cancel.set_label(words.cancel)
        self._keypad.set_clear_text(words.clear)
        self._keypad.keys["back"].setAccessibleName(words.backspace)
        self._hint.setText(words.card_hint)
        self._people.set_choices(people, [people[0][0]] if people else [])
        self._people.setVisible(len(people) > 1)
        self._only = people[0][0] if people else ""
        self._pin.set_length(pin_length)
        self.set_error("")
        self._pin.set_locked(False)
        self.show()
        self._pin.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_error(self, text: str) -> None:
        """Say that the PIN was wrong (or how long to wait) and take the next try."""
        self._pin.set_locked(False)
        self._pin.clear(error=bool(text))
        self._error.setText(text)
        self._error.setVisible(bool(text))

    def set_busy(self, busy: bool) -> None:
        """Wait for the check."""
        self._pin.set_locked(busy)

    def person(self) -> str:
        """The id of the chosen person."""
        chosen = self._people.chosen()
        return chosen[0] if chosen else self._only

    def on_key(self, key: str) -> bool:
        """Take a key the page was given: digits, Backspace, Esc."""
        if key == "Esc":
            self.cancelled.emit()
            return True
        return self._pin.press({"Backspace": "back"}.get(key, key))

    def _complete(self, digits: str) -> None:
        self._pin.set_locked(True)
        self.submitted.emit(self.person(), digits)
