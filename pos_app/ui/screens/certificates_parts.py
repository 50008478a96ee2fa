"""The right side of the certificates' page: selling one, and one that was looked up."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from pos_app.i18n import Translator
from pos_app.presenters.certificates_state import SellView, SheetView
from pos_app.ui.widgets.button import Button
from pos_app.ui.widgets.card import Card
from pos_app.ui.widgets.choice import ChipGroup
from pos_app.ui.widgets.field import TextField
from pos_app.ui.widgets.label import Divider, Label
from pos_app.ui.widgets.layout import bare_column, bare_row, scrolling
from pos_app.ui.widgets.message import Banner

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class SellCard(Card):
    """How much, and which number where it is printed already."""

    amount_chosen = Signal(str)
    amount_typed = Signal(str)
    number_typed = Signal(str)
    sold = Signal()

    def __init__(self, t: Translator, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        body = self.body(padding=16, gap=12)
        body.addWidget(Label(t._("Sell a gift certificate"), "heading"))
        self.notice = Banner("", "accent")
        body.addWidget(self.notice)
        self._chips = ChipGroup()
        self._chips.changed.connect(lambda keys: self.amount_chosen.emit(keys[0] if keys else ""))
        body.addWidget(self._chips)
        self.amount = TextField(t._("Amount"), size="pos")
        self.amount.changed.connect(self.amount_typed)
        self.amount.submitted.connect(self.sold)
        body.addWidget(self.amount)
        self.number = TextField(
            t._("Printed number"),
            optional=t._("optional"),
            hint=t._("Scan a certificate that has its number already. Empty: the till makes one."),
            size="pos",
        )
        self.number.changed.connect(self.number_typed)
        self.number.submitted.connect(self.sold)
        body.addWidget(self.number)
        self._until = Label("", "label", "text-2", wrap=True)
        body.addWidget(self._until)
        body.addStretch(1)
        self.sell = Button(
            t._("Put on the receipt"), v="primary", icon="check", cap="Enter", size="primary"
        )
        self.sell.clicked.connect(self.sold)
        body.addWidget(self.sell)

    def show_sell(self, view: SellView) -> None:
        """Show what is being sold."""
        self._chips.set_choices(
            [(each.key, each.text) for each in view.amounts],
            [each.key for each in view.amounts if each.on],
        )
        self._chips.setVisible(bool(view.amounts))
        self.amount.set_text(view.amount)
        self.amount.set_suffix(view.unit)
        self.amount.set_error(view.error)
        self.number.set_text(view.number)
        self._until.setText(view.until)
        self._until.setVisible(bool(view.until))
        self.sell.setEnabled(view.can_sell)


class SheetCard(Card):
    """Balance, facts and movements of one certificate, and what can be done with it."""

    balance_wanted = Signal()
    copy_wanted = Signal()
    toggled_state = Signal()
    reason_chosen = Signal(str)

    def __init__(self, t: Translator, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._t = t
        body = self.body(padding=16, gap=8)
        self._title = Label("", "heading", wrap=True)
        self._state = Label("", "label", "text-2", wrap=True)
        self.balance = Label("", "number")
        self.notice = Banner("", "accent")
        for part in (self._title, self._state, self.balance, self.notice):
            body.addWidget(part)
        self._facts: list[tuple[Label, Label]] = []
        for _ in range(3):
            pair = (Label("", "body", "text-2"), Label("", "bodyStrong", align=_RIGHT))
            row = bare_row(8)
            row.addWidget(pair[0])
            row.addWidget(pair[1], 1)
            body.addLayout(row)
            self._facts.append(pair)
        body.addWidget(Divider())
        inside = QWidget()
        inside.setProperty("plain", True)
        self._moves = QVBoxLayout(inside)
        self._moves.setContentsMargins(0, 0, 8, 0)
        self._moves.setSpacing(6)
        self._moves.addStretch(1)
        self._rows: list[tuple[QWidget, Label, Label, Label]] = []
        past = scrolling(inside)
        past.setMinimumHeight(48)  # the reasons below come first where the window is low
        body.addWidget(past, 1)
        self.reasons = ChipGroup(optional=False)
        self.reasons.changed.connect(lambda keys: self.reason_chosen.emit(keys[0] if keys else ""))
        self._why = Label(t._("Why it is blocked"), "label", "text-2")
        body.addWidget(self._why)
        body.addWidget(self.reasons)
        self.print_balance = Button(
            t._("Print balance"), v="secondary", icon="printer", cap="Ctrl P", size="pos"
        )
        self.toggle = Button("", v="secondary", icon="lock", cap="Ctrl 1", size="pos")
        self.copy = Button(t._("Print again"), v="secondary", icon="copy", cap="Ctrl 2", size="pos")
        self.print_balance.clicked.connect(self.balance_wanted)
        self.toggle.clicked.connect(self.toggled_state)
        self.copy.clicked.connect(self.copy_wanted)
        for button in (self.toggle, self.copy, self.print_balance):
            body.addWidget(button)

    def show_sheet(self, view: SheetView) -> None:
        """Show one certificate."""
        self._title.setText(view.title)
        self._state.setText(view.state)
        self._state.set_color(view.tone)
        self.balance.setText(view.balance)
        for (word, figure), (left, right) in zip(self._facts, view.facts, strict=False):
            word.setText(left)
            figure.setText(right)
        while len(self._rows) < len(view.moves):
            self._add_row()
        for number, (row, what, figure, when) in enumerate(self._rows):
            row.setVisible(number < len(view.moves))
            if number < len(view.moves):
                at, words, amount, left = view.moves[number]
                what.setText(words)
                figure.setText(amount)
                rest = self._t._("left {amount}", amount=left)
                when.setText(f"{at} \N{MIDDLE DOT} {rest}")
        self.reasons.set_choices(
            [(each.key, each.text) for each in view.reasons],
            [each.key for each in view.reasons if each.on],
        )
        self.reasons.setVisible(bool(view.reasons))
        self._why.setVisible(bool(view.reasons))
        self.toggle.setVisible(bool(view.toggle))
        self.toggle.set_label(view.toggle)
        self.toggle.set_icon("lock-open" if view.blocked else "lock")

    def _add_row(self) -> None:
        row = QWidget()
        row.setProperty("plain", True)
        column = QVBoxLayout(row)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = bare_row(8)
        what, figure = Label("", "body"), Label("", "bodyStrong", align=_RIGHT)
        head.addWidget(what)
        head.addWidget(figure, 1)
        when = Label("", "caption", "text-2")
        column.addLayout(head)
        column.addWidget(when)
        self._moves.insertWidget(len(self._rows), row)
        self._rows.append((row, what, figure, when))


class OwedCard(Card):
    """What the shop owes to those who hold certificates, by the month they end in."""

    def __init__(self, t: Translator, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        body = self.body(padding=12, gap=4)
        head = bare_row(8)
        head.addWidget(Label(t._("Owed to holders"), "bodyStrong"))
        self._total = Label("", "bodyStrong", align=_RIGHT)
        head.addWidget(self._total, 1)
        body.addLayout(head)
        self._months = Label("", "label", "text-2", wrap=True)
        words = bare_column(0)
        words.addWidget(self._months)
        body.addLayout(words)

    def show_owed(self, total: str, rows: tuple[tuple[str, str, str], ...]) -> None:
        """Show the sums; hidden from those they are not for."""
        self.setVisible(bool(total))
        self._total.setText(total)
        dot = "\N{MIDDLE DOT}"
        parts = (f"{month}: {count} × {dot} {money}" for month, count, money in rows)
        self._months.setText(";  ".join(part.replace(" × ", " ") for part in parts))
        self._months.setVisible(bool(rows))
