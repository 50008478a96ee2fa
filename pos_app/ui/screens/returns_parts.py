"""Parts of the return page: a line of the receipt, who bought, points both ways."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QBoxLayout,
    QButtonGroup,
    QHBoxLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from pos_app.i18n import Translator
from pos_app.presenters.returns_state import BuyerView, GesturesView, PointsRow, ReturnLineView
from pos_app.ui.widgets.card import Card
from pos_app.ui.widgets.choice import CheckRow, ChoiceChip
from pos_app.ui.widgets.label import Avatar, Divider, ElidedLabel, Label
from pos_app.ui.widgets.layout import bare_column, bare_row
from pos_app.ui.widgets.message import Banner
from pos_app.ui.widgets.number import Stepper

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_MIDDLE = Qt.AlignmentFlag.AlignVCenter


class ReturnRow(Card):
    """One line: the tick, what it is, how much of it, what it is worth.

    ``toggled(key)`` is a tap on the tick, ``stepped(key, steps)`` one on the stepper.
    """

    toggled = Signal(str)
    stepped = Signal(str, int)

    def __init__(self, t: Translator, parent: QWidget | None = None) -> None:
        super().__init__(tone="plain", level=0, parent=parent)
        self._key = ""
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 8, 16, 8)
        row.setSpacing(12)
        self.tick = CheckRow(height=48)
        self.tick.setFixedWidth(34)
        self.tick.clicked.connect(lambda: self.toggled.emit(self._key))
        words = bare_column(0)
        words.setAlignment(_MIDDLE)
        self._name = ElidedLabel("", "item", middle=True)
        self._detail = ElidedLabel("", "caption", "text-2")
        words.addWidget(self._name)
        words.addWidget(self._detail)
        self.stepper = Stepper(names=(t._("Less"), t._("More")))
        self.stepper.stepped.connect(lambda steps: self.stepped.emit(self._key, steps))
        self.stepper.opened.connect(lambda: self.toggled.emit(self._key))
        sums = bare_column(0)
        sums.setAlignment(_MIDDLE)
        self._amount = Label("", "amount", align=_RIGHT)
        self._note = Label("", "caption", "text-2", align=_RIGHT)
        sums.addWidget(self._amount)
        sums.addWidget(self._note)
        row.addWidget(self.tick)
        row.addLayout(words, 1)
        row.addWidget(self.stepper)
        row.addLayout(sums)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setMinimumHeight(68)

    def show_line(self, line: ReturnLineView) -> None:
        """Show the line as it stands."""
        self._key = line.key
        self._name.setText(line.name)
        self._detail.setText(line.detail)
        self.tick.setChecked(line.checked)
        self.tick.setEnabled(line.enabled)
        self.tick.setAccessibleName(f"{line.name}, {line.detail}")
        self.stepper.setVisible(line.checked and line.steps)
        self.stepper.set_value(line.quantity, less=line.less, more=line.more)
        self._amount.setText(line.amount)
        self._note.setText(line.amount_note)
        self._note.set_color("accent-text" if line.checked else "text-2")
        for label in (self._name, self._amount):
            label.set_color("text" if line.enabled else "text-3")
        self.set_selected(line.checked)
        self.set_tone("sunken" if line.current and not line.checked else "plain")


class BuyerCard(Card):
    """Whose receipt it is, and what the cashier should know of them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        column = self.body(gap=8)
        head = bare_row(12)
        self._avatar = Avatar(px=48)
        words = bare_column(2)
        words.setAlignment(_MIDDLE)
        self._name = ElidedLabel("", "heading")
        self._detail = ElidedLabel("", "label", "text-2")
        words.addWidget(self._name)
        words.addWidget(self._detail)
        head.addWidget(self._avatar)
        head.addLayout(words, 1)
        column.addLayout(head)
        self._note = Banner("", "warn", icon="triangle-alert")
        column.addWidget(self._note)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_buyer(self, buyer: BuyerView) -> None:
        """Show the person."""
        self._avatar.set_person(buyer.name)
        self._name.setText(buyer.name)
        self._detail.setText(buyer.detail)
        self._note.set_message(buyer.note, "warn", icon="triangle-alert")


class PointsCard(Card):
    """Points now, taken, given back, and after the return."""

    def __init__(self, t: Translator, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        column = self.body(gap=6)
        column.addWidget(Label(t._("Points after the return"), "heading"))
        self._rows: list[tuple[QWidget, Label, Label, Label]] = []
        self._column = bare_column(6)
        column.addLayout(self._column)
        for _ in range(5):
            self._add_row()
        column.addWidget(Divider())
        last = bare_row(8)
        last.addWidget(Label(t._("After the return"), "body", "text-2"))
        self._after = Label("", "amount", align=_RIGHT)
        last.addWidget(self._after, 1)
        column.addLayout(last)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def _add_row(self) -> None:
        part = QWidget()
        row = QHBoxLayout(part)
        row.setContentsMargins(0, 0, 0, 0)
        words = QVBoxLayout()
        words.setSpacing(0)
        title, note = Label("", "body"), Label("", "caption", "text-2", wrap=True)
        words.addWidget(title)
        words.addWidget(note)
        figure = Label("", "bodyStrong", align=_RIGHT)
        row.addLayout(words, 1)
        row.addWidget(figure)
        self._column.addWidget(part)
        self._rows.append((part, title, note, figure))

    def show_points(self, rows: tuple[PointsRow, ...], after: str) -> None:
        """Show the rows and the balance after."""
        for number, (part, title, note, figure) in enumerate(self._rows):
            part.setVisible(number < len(rows))
            if number < len(rows):
                row = rows[number]
                title.setText(row.title)
                note.setText(row.note)
                note.setVisible(bool(row.note))
                figure.setText(row.figure)
                figure.set_color(row.tone)
        self._after.setText(after)


class GesturePanel(Card):
    """What may be given so that the customer comes back; ``chosen(key)``, "" for nothing."""

    chosen = Signal(str)

    def __init__(self, t: Translator, parent: QWidget | None = None) -> None:
        super().__init__(tone="sunken", level=0, parent=parent)
        column = self.body(padding=12, gap=8)
        self._head = bare_row(2)
        words = t._("Take care that the customer comes back")
        self._head.addWidget(ElidedLabel(words, "bodyStrong"), 1)
        self._limit = Label("", "caption", "text-2", align=_RIGHT)
        self._head.addWidget(self._limit)
        column.addLayout(self._head)
        self._row = bare_row(8)
        column.addLayout(self._row)
        self._group = QButtonGroup(self)
        self._chips: dict[str, ChoiceChip] = {}
        self.setAccessibleName(words)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_compact(self, *, compact: bool) -> None:
        """Without room the limit stands below the title."""
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._head.setDirection(down if compact else across)
        self._limit.setAlignment(
            (Qt.AlignmentFlag.AlignLeft if compact else Qt.AlignmentFlag.AlignRight) | _MIDDLE
        )

    def show_gestures(self, gestures: GesturesView) -> None:
        """Show what there is and what is chosen."""
        self._limit.setText(gestures.limit)
        self._limit.set_color("warn-text" if gestures.over else "text-2")
        if tuple(self._chips) != tuple(one.key for one in gestures.choices):
            self._rebuild(gestures)
        for one in gestures.choices:
            chip = self._chips[one.key]
            chip.setText(one.text)
            chip.setAccessibleName(one.text)
            chip.setChecked(one.key == gestures.chosen)

    def chip(self, key: str) -> ChoiceChip:
        """The chip of a gesture."""
        return self._chips[key]

    def _rebuild(self, gestures: GesturesView) -> None:
        for chip in self._chips.values():
            self._group.removeButton(chip)
            self._row.removeWidget(chip)
            chip.deleteLater()
        self._chips = {}
        for one in gestures.choices:
            chip = ChoiceChip(one.text, icon=one.icon, height=52, parent=self)
            chip.clicked.connect(lambda _on, key=one.key: self.chosen.emit(key))
            self._group.addButton(chip)
            self._row.addWidget(chip, 1)
            self._chips[one.key] = chip
