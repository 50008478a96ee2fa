"""A PIN as it is typed: circles that fill, digits that live nowhere else."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from pos_app.ui import theme
from pos_app.ui.widgets import paint


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
