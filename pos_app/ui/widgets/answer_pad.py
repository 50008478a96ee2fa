"""The answers to one question, large enough for a thumb: choices, a scale in a row, or a field."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from pos_app.presenters.fill_state import AskView, ChoiceRow
from pos_app.ui import fonts
from pos_app.ui.widgets.choice import ChoiceChip
from pos_app.ui.widgets.field import TextField
from pos_app.ui.widgets.flow import FlowLayout
from pos_app.ui.widgets.label import Label
from pos_app.ui.widgets.layout import bare_row


class AnswerChip(ChoiceChip):
    """One answer; ``big`` for a screen turned to the customer."""

    def __init__(self, *, big: bool, low: int = 0, parent: QWidget | None = None) -> None:
        super().__init__("", height=low or (84 if big else 60), parent=parent)
        self._big = big
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def label_font(self) -> QFont:
        """Larger than on a form."""
        return fonts.sized(22 if self._big else 17, 600)

    def show_choice(self, choice: ChoiceRow, *, digit: bool) -> None:
        """Show one choice."""
        self._icon = choice.icon
        self.setText(choice.text)
        self.setAccessibleName(choice.text)
        self.set_digit(choice.label if digit else "")
        self.setChecked(choice.on)
        self.updateGeometry()
        self.update()


class ScaleChip(AnswerChip):
    """One step of a scale, as wide as its neighbours."""

    def __init__(self, *, big: bool, low: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(big=big, low=low, parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        """Down to a thumb's width."""
        hint = super().sizeHint()
        return QSize(44 if len(self.text()) <= 2 else hint.width(), hint.height())


class AnswerPad(QWidget):
    """Shows an :class:`AskView`; ``chosen(str)`` follows a tap, ``typed(str)`` the keyboard."""

    chosen = Signal(str)
    typed = Signal(str)

    def __init__(self, *, big: bool = False, low: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._big, self._low_height = big, low
        self._made: tuple[object, ...] = ()
        self._chips: dict[str, AnswerChip] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 5, 0, 5)
        column.setSpacing(4 if low else 12)
        self._list = QWidget()
        self._flow = FlowLayout(self._list, gap=12)
        self._row = QWidget()
        self._across = QHBoxLayout(self._row)
        self._across.setContentsMargins(0, 0, 0, 0)
        self._across.setSpacing(4 if low else 8)
        ends = bare_row(8)
        self._low = Label("", "label", "text-2")
        self._high = Label("", "label", "text-2")
        ends.addWidget(self._low)
        ends.addStretch(1)
        ends.addWidget(self._high)
        self.field = TextField(size="pos")
        self.field.changed.connect(self.typed)
        self._error = Label("", "label", "danger-text", wrap=True)
        column.addWidget(self._list)
        column.addWidget(self._row)
        column.addLayout(ends)
        column.addWidget(self.field)
        column.addWidget(self._error)
        column.addStretch(1)
        for part in (self._list, self._row, self.field, self._error):
            part.hide()

    def chip(self, key: str) -> AnswerChip:
        """The chip of a choice."""
        return self._chips[key]

    def show_ask(self, ask: AskView) -> None:
        """Show the question's answers; what is being typed is left alone."""
        made = (ask.key, ask.look, tuple(choice.key for choice in ask.choices))
        fresh = made != self._made
        if fresh:
            self._made = made
            self._rebuild(ask)
        for choice in ask.choices:
            self._chips[choice.key].show_choice(choice, digit=choice.label != choice.text)
        self._list.setVisible(ask.look == "list")
        self._row.setVisible(ask.look == "row")
        for label, text in ((self._low, ask.low), (self._high, ask.high)):
            label.setText(text)
            label.setVisible(bool(text) and ask.look == "row")
        wanted = ask.look == "field" or bool(ask.words_label)
        appeared = wanted and (fresh or not self.field.isVisibleTo(self))
        self.field.setVisible(wanted)
        self.field.set_label(ask.words_label or ask.field_label)
        self.field.set_text(ask.typed)
        self.field.set_error(ask.error if wanted else "")
        self._error.setText("" if wanted else ask.error)
        self._error.setVisible(bool(ask.error) and not wanted)
        if appeared:
            self.field.edit.setFocus(Qt.FocusReason.OtherFocusReason)
            self.field.edit.selectAll()

    def _rebuild(self, ask: AskView) -> None:
        for chip in self._chips.values():
            chip.hide()
            chip.setParent(None)
            chip.deleteLater()
        self._chips = {}
        for choice in ask.choices:
            kind = ScaleChip if ask.look == "row" else AnswerChip
            chip = kind(big=self._big, low=self._low_height)
            chip.clicked.connect(lambda _on, key=choice.key: self._tapped(key))
            (self._across if ask.look == "row" else self._flow).addWidget(chip)
            chip.show()
            self._chips[choice.key] = chip

    def _tapped(self, key: str) -> None:
        # the presenter says what is chosen; the chip shows it with the next state
        self._chips[key].setChecked(not self._chips[key].isChecked())
        self.chosen.emit(key)
