"""Questions answered by one tap or one digit each, and the consents asked the same way."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from pos_app.ui import tokens
from pos_app.ui.widgets.choice import CheckRow, ChipGroup
from pos_app.ui.widgets.label import Label
from pos_app.ui.widgets.layout import bare_row


def digit_of(event: QKeyEvent) -> int:
    """The digit 1–9 of a key without Ctrl or Alt, else 0."""
    held = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    text = event.text()
    plain = not event.modifiers() & held and not event.isAutoRepeat()
    return int(text) if plain and len(text) == 1 and text in "123456789" else 0


class _Tapped(QWidget):
    """Takes the focus as a whole: digits choose, Enter belongs to the page."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def focus_ring_radius(self) -> int:
        """Corner radius the focus ring follows."""
        return tokens.radius("md")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose by a digit; all other keys go to the page."""
        number = digit_of(event)
        if not number or not self.choose(number):
            event.ignore()

    def choose(self, number: int) -> bool:
        """Tap what a digit stands for; whether there was something."""
        raise NotImplementedError


class TapQuestion(_Tapped):
    """One question with its choices: ``changed(tuple)`` of keys, ``answered()`` when one is enough.

    A digit chooses; where only one may be chosen the next question is due at once.
    """

    changed = Signal(tuple)
    answered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._several = False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        head = bare_row(10)
        self._number = Label("", "bodyStrong", "accent-text")
        self._text = Label("", "bodyStrong")
        self._note = Label("", "caption", "text-2")
        head.addWidget(self._number)
        head.addWidget(self._text)
        head.addStretch(1)
        head.addWidget(self._note)
        column.addLayout(head)
        self.chips = ChipGroup()
        self.chips.changed.connect(self.changed)
        column.addWidget(self.chips)

    def show_question(
        self,
        number: str,
        text: str,
        note: str,
        choices: Sequence[tuple[str, str]],
        chosen: Sequence[str],
        *,
        several: bool,
    ) -> None:
        """Show the question as (key, text) choices with the chosen keys."""
        self._several = several
        self._number.setText(number)
        self._text.setText(text)
        self._note.setText(note)
        self.setAccessibleName(text)
        self.chips.set_several(several)
        self.chips.set_choices(choices, chosen)
        self.chips.show_digits()

    def choose(self, number: int) -> bool:
        """Tap the choice of that digit."""
        if not self.chips.pick(number - 1):
            return False
        if not self._several and self.chips.chosen():
            self.answered.emit()
        return True


class ConsentBox(_Tapped):
    """The one box details need, and one chip per channel for offers; none is ever ticked before.

    ``toggled(str, bool)`` carries ``keep`` or the channel. Digit 1 is the box, 2 and on the chips.
    """

    toggled = Signal(str, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self.keep = CheckRow()
        self.keep.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.keep.clicked.connect(lambda on: self.toggled.emit("keep", bool(on)))
        column.addWidget(self.keep)
        self._error = Label("", "label", "danger-text", wrap=True)
        self._error.hide()
        column.addWidget(self._error)
        self._row = row = bare_row(12)
        self._ask = Label("", "body")
        self.channels = ChipGroup(several=True)
        self.channels.changed.connect(self._channels_changed)
        self._note = Label("", "caption", "text-2")
        row.addWidget(self._ask)
        row.addWidget(self.channels, 1)
        row.addWidget(self._note)
        column.addLayout(row)
        self._on: tuple[str, ...] = ()

    def set_narrow(self, *, narrow: bool) -> None:
        """Put the chips below their question, where both do not fit side by side."""
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._row.setDirection(down if narrow else across)
        self._row.setSpacing(4 if narrow else 12)

    def set_words(self, keep: str, ask: str) -> None:
        """The texts agreed to."""
        self.keep.setText(keep)
        self.keep.setAccessibleName(keep)
        self._ask.setText(ask)

    def set_notes(self, keep: str, offers: str) -> None:
        """What is said at the right of each."""
        self.keep.set_note(keep)
        self._note.setText(offers)
        self._note.setVisible(bool(offers))

    def show_consents(
        self, keep: bool, error: str, channels: Sequence[tuple[str, str]], on: Sequence[str]
    ) -> None:
        """Show what is ticked, as the presenter says."""
        self.keep.setChecked(keep)
        self._error.setText(error)
        self._error.setVisible(bool(error))
        self.channels.set_choices(channels, on)
        self.channels.show_digits(first=2)
        self._on = tuple(on)

    def choose(self, number: int) -> bool:
        """Digit 1 is the box, the others are channels."""
        if number == 1:
            self.keep.click()
            return True
        return self.channels.pick(number - 2)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space ticks the box, too."""
        if event.text() == " " and not event.isAutoRepeat():
            self.keep.click()
            return
        super().keyPressEvent(event)

    def _channels_changed(self, chosen: tuple[str, ...]) -> None:
        for key in {*chosen} ^ {*self._on}:
            self.toggled.emit(key, key in chosen)
