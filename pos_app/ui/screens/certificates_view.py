"""The page of gift certificates: search and list at the left, selling or one at the right."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from pos_app.i18n import Translator
from pos_app.presenters.certificates_state import CertificateRowView, CertificatesState
from pos_app.ui import tokens
from pos_app.ui.page import LayoutClass, Page
from pos_app.ui.screens.certificates_parts import OwedCard, SellCard, SheetCard
from pos_app.ui.widgets.button import Button
from pos_app.ui.widgets.card import Card
from pos_app.ui.widgets.label import Label
from pos_app.ui.widgets.message import EmptyState
from pos_app.ui.widgets.sale_pin import PinPlace
from pos_app.ui.widgets.search import SearchField
from pos_app.ui.widgets.table import Cell, Column, Table, TableRow


class CertificatesView(Page):
    """Shows a :class:`CertificatesState`; every gesture is a signal."""

    page_name = "certificates"

    searched = Signal(str)
    chosen = Signal(str)
    more_wanted = Signal()
    sell_wanted = Signal()
    amount_chosen = Signal(str)
    amount_typed = Signal(str)
    number_typed = Signal(str)
    sold = Signal()
    reason_chosen = Signal(str)
    toggled = Signal()
    balance_wanted = Signal()
    copy_wanted = Signal()
    approved = Signal(str, str)
    backed = Signal()
    shown = Signal()
    scanned = Signal(str)

    def __init__(self, t: Translator, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._t = t
        self._compact = False
        self._state = CertificatesState()
        across = QHBoxLayout(self)
        across.setContentsMargins(*self.margins())
        across.setSpacing(tokens.layout("columnGap"))
        across.addLayout(self._list_side(), 1)
        self._right = self._right_side()
        across.addWidget(self._right)
        self._bind_keys()

    def _bind_keys(self) -> None:
        self.bind("F2", self._search.begin)
        self.bind("Esc", self.backed.emit)
        self.bind("Ins", self.sell_wanted.emit)
        self.bind("Up", lambda: self._step(-1))
        self.bind("Down", lambda: self._step(1))
        self.bind("Enter", self._enter)
        for key, signal in (
            ("Ctrl P", self.balance_wanted),
            ("Ctrl 1", self.toggled),
            ("Ctrl 2", self.copy_wanted),
        ):
            self.bind(key, lambda signal=signal: self._on_sheet(signal))

    def _list_side(self) -> QVBoxLayout:
        t = self._t
        column = QVBoxLayout()
        column.setSpacing(12)
        head = QHBoxLayout()
        head.setSpacing(8)
        self._search = SearchField(t._("Code of a certificate"), icon="search", cap="F2",
                                   parent=self)  # fmt: skip
        self._search.edited.connect(self.searched)
        self._search.submitted.connect(self.searched)
        self._search.left.connect(self.setFocus)
        self._new = Button(t._("Sell"), v="soft", icon="gift", cap="Ins", size="pos")
        self._new.setAccessibleName(t._("Sell a gift certificate"))
        self._new.clicked.connect(self.sell_wanted)
        self._back = Button(t._("Back"), v="ghost", icon="arrow-left", cap="Esc", size="pos")
        self._back.clicked.connect(self.backed)
        head.addWidget(self._back)
        head.addWidget(self._search, 1)
        head.addWidget(self._new)
        column.addLayout(head)
        card = Card()
        body = card.body(padding=8, gap=0)
        self._stack = QStackedWidget()
        self._table = Table(name=t._("Gift certificates"))
        self._table.selected.connect(self.chosen)
        self._table.picked.connect(self.chosen)
        self._empty = EmptyState("gift", "", "")
        self._stack.addWidget(self._table)
        self._stack.addWidget(self._empty)
        body.addWidget(self._stack, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(8, 8, 8, 4)
        self._count = Label("", "caption", "text-2")
        self._more = Button(t._("Show more"), v="quiet", size="compact")
        self._more.clicked.connect(self.more_wanted)
        foot.addWidget(self._count)
        foot.addStretch(1)
        foot.addWidget(self._more)
        body.addLayout(foot)
        column.addWidget(card, 1)
        self._owed = OwedCard(t)
        column.addWidget(self._owed)
        return column

    def _right_side(self) -> QStackedWidget:
        side = QStackedWidget()
        self.sell = SellCard(self._t)
        self.sell.amount_chosen.connect(self.amount_chosen)
        self.sell.amount_typed.connect(self.amount_typed)
        self.sell.number_typed.connect(self.number_typed)
        self.sell.sold.connect(self.sold)
        self.sheet = SheetCard(self._t)
        self.sheet.balance_wanted.connect(self.balance_wanted)
        self.sheet.copy_wanted.connect(self.copy_wanted)
        self.sheet.toggled_state.connect(self.toggled)
        self.sheet.reason_chosen.connect(self.reason_chosen)
        self.pin = PinPlace()
        self.pin.submitted.connect(self.approved)
        self.pin.cancelled.connect(self.backed)
        for part in (self.sell, self.sheet, self.pin):
            side.addWidget(part)
        return side

    # --- page --------------------------------------------------------------------------------

    def set_layout_class(self, layout: LayoutClass) -> None:
        """Narrow screens give up the kind."""
        self._right.setFixedWidth(layout.right)
        self._compact = layout.compact
        self._table.set_columns(self._columns())
        self._show_rows(self._state)

    def on_shown(self) -> None:
        """Look again: certificates were used meanwhile."""
        self.shown.emit()

    def on_scan(self, text: str, source: str) -> bool:
        """A certificate opens."""
        self.scanned.emit(text)
        return True

    def on_key(self, key: str) -> bool:
        """An open PIN panel takes the keys first; digits begin an amount."""
        if self._right.currentWidget() is self.pin and self.pin.on_key(key):
            return True
        if super().on_key(key):
            return True
        if self._right.currentWidget() is self.sell and len(key) == 1 and key.isdigit():
            self.sell.amount.edit.setFocus()
            self.sell.amount.edit.setText(key)
            self.amount_typed.emit(key)
            return True
        return False

    def _enter(self) -> None:
        if self._right.currentWidget() is self.sell:
            self.sold.emit()

    def _on_sheet(self, signal: Signal) -> None:
        if self._right.currentWidget() is self.sheet:
            signal.emit()  # type: ignore[attr-defined]

    def _step(self, by: int) -> None:
        model = self._table.table_model
        if model.rowCount():
            at = self._table.currentIndex().row() + by
            self._table.selectRow(max(0, min(model.rowCount() - 1, at)))

    def _columns(self) -> list[Column]:
        t = self._t
        columns = [Column(title=t._("Code"), width=128, strong=True)]
        if not self._compact:
            columns.append(Column(title=t._("Kind")))
        columns.append(Column(title=t._("Valid until"), width=0 if self._compact else 144))
        columns.append(Column(title=t._("State"), width=136))
        columns.append(
            Column(title=t.pgettext("certificate", "Left"), width=128, right=True, strong=True)
        )
        return columns

    # --- state -------------------------------------------------------------------------------

    def render(self, state: CertificatesState) -> None:  # type: ignore[override]
        """Show the state."""
        self._state = state
        if self._search.text() != state.text:
            self._search.set_text(state.text)
        self._show_rows(state)
        self._empty.set_texts(state.empty_title, state.empty_hint)
        self._stack.setCurrentIndex(0 if state.rows else 1)
        self._count.setText(state.count)
        self._more.setVisible(state.more)
        self._owed.show_owed(state.owed_total, state.owed)
        self.sell.show_sell(state.sell)
        self.sheet.show_sheet(state.sheet)
        for card in (self.sell, self.sheet):
            card.notice.set_message(state.notice, state.notice_tone)
        if state.approval is not None:
            self._right.setCurrentWidget(self.pin)
            self.pin.show_question(self._t, state.approval)
            return
        wanted = self.sell if state.side == "sell" else self.sheet
        if self._right.currentWidget() is not wanted:
            # else the focus would wander onto a button of the new side
            self.setFocus()
            self._right.setCurrentWidget(wanted)

    def alert(self) -> None:
        """One error tone, through the window."""
        feedback = getattr(self.window(), "feedback", None)
        if feedback is not None:
            feedback.error()

    def _show_rows(self, state: CertificatesState) -> None:
        self._table.set_rows([self._row(row) for row in state.rows], state.chosen)

    def _row(self, row: CertificateRowView) -> TableRow:
        cells: list[Cell | str] = [row.code]
        if not self._compact:
            cells.append(Cell(text=row.kind, tone="text-2"))
        cells += [Cell(text=row.until, tone="text-2"), Cell(text=row.state, tone=row.tone)]
        return TableRow(key=row.key, cells=(*cells, row.balance))
