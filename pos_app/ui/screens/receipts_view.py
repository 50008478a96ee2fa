"""The receipts page: search and days above, the list at the left, the slip at the right."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from pos_app.i18n import Translator
from pos_app.presenters.receipts_state import ReceiptLineView, ReceiptsState
from pos_app.presenters.sale_state import ApprovalView
from pos_app.ui import fonts, tokens
from pos_app.ui.page import LayoutClass, Page
from pos_app.ui.widgets.button import Button
from pos_app.ui.widgets.card import Card
from pos_app.ui.widgets.choice import ChipGroup, Segmented
from pos_app.ui.widgets.field import LineEdit
from pos_app.ui.widgets.label import Label
from pos_app.ui.widgets.layout import scrolling
from pos_app.ui.widgets.message import Banner, EmptyState
from pos_app.ui.widgets.sale_pin import PinPlace
from pos_app.ui.widgets.search import SearchField
from pos_app.ui.widgets.slip import SlipPreview
from pos_app.ui.widgets.table import Cell, Column, Table, TableRow
from pos_app.ui.widgets.why import WhyList


class SlipButtons(QWidget):
    """A button for each return whose slip can be printed again; ``pressed(key)``."""

    pressed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("plain", True)
        self._shown: tuple[tuple[str, str], ...] = ()
        self._buttons: list[Button] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 8, 0)
        self._column.setSpacing(8)

    def show_slips(self, slips: tuple[tuple[str, str], ...]) -> None:
        """Show the buttons; those shown already stay."""
        self.setVisible(bool(slips))
        if slips == self._shown:
            return
        self._shown = slips
        for button in self._buttons:
            self._column.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._buttons = []
        for key, words in slips:
            button = Button(words, v="quiet", icon="printer", size="pos")
            button.clicked.connect(lambda _on=False, key=key: self.pressed.emit(key))
            self._column.addWidget(button)
            self._buttons.append(button)


class ReceiptsView(Page):
    """Shows a :class:`ReceiptsState`; every gesture is a signal."""

    page_name = "receipts"

    searched = Signal(str)
    period_chosen = Signal(str)
    totals_typed = Signal(str, str)
    chosen = Signal(str)
    more_wanted = Signal()
    copy_wanted = Signal()
    part_chosen = Signal(str)
    return_copy_wanted = Signal(str)
    approved = Signal(str, str)
    approval_cancelled = Signal()
    shown = Signal()
    left = Signal()
    scanned = Signal(str)

    def __init__(self, t: Translator, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._t = t
        self._compact = False
        self._state = ReceiptsState()
        self._part_texts: tuple[tuple[str, str], ...] = ()
        across = QHBoxLayout(self)
        across.setContentsMargins(*self.margins())
        across.setSpacing(tokens.layout("columnGap"))
        across.addLayout(self._list_side(), 1)
        self._right = self._slip_side()
        across.addWidget(self._right)
        self.bind("F2", self._search.begin)
        self.bind("Esc", self._escape)
        self.bind_button(self._copy)
        self.bind("Up", lambda: self._step(-1))
        self.bind("Down", lambda: self._step(1))
        self.bind("PageDown", lambda: self._turn(1))
        self.bind("PageUp", lambda: self._turn(-1))

    def _list_side(self) -> QVBoxLayout:
        t = self._t
        column = QVBoxLayout()
        column.setSpacing(12)
        self._search = SearchField(
            t._("Number, card or customer"), icon="search", cap="F2", parent=self
        )
        self._search.edited.connect(self.searched)
        self._search.submitted.connect(self.searched)
        self._search.left.connect(self.setFocus)
        across = QHBoxLayout()
        across.setSpacing(8)
        across.addWidget(self._search, 1)
        for edit in self._sums():
            across.addWidget(edit)
        column.addLayout(across)
        column.addWidget(self._days())
        self._error = Banner("", "danger")
        column.addWidget(self._error)
        card = Card()
        body = card.body(padding=8, gap=0)
        self._stack = QStackedWidget()
        self._table = Table(name=t._("Receipts"))
        self._table.selected.connect(self.chosen)
        self._table.picked.connect(self.chosen)
        self._empty = EmptyState("receipt-text", "", "")
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
        return column

    def _sums(self) -> tuple[LineEdit, LineEdit]:
        t = self._t
        self._least = LineEdit(size="pos", placeholder=t._("Sum, from"), name=t._("Sum, from"))
        self._most = LineEdit(size="pos", placeholder=t._("to"), name=t._("Sum, to"))
        for edit in (self._least, self._most):
            edit.textEdited.connect(
                lambda _text: self.totals_typed.emit(self._least.text(), self._most.text())
            )
        return self._least, self._most

    def _days(self) -> ChipGroup:
        self._periods = ChipGroup(optional=False)
        self._periods.changed.connect(
            lambda keys: self.period_chosen.emit(keys[0] if keys else "all")
        )
        self._set_periods("all")
        return self._periods

    def _set_periods(self, chosen: str) -> None:
        t = self._t
        choices = [
            ("today", t._("Today")),
            ("yesterday", t._("Yesterday")),
            ("week", t._("7 days")),
            ("month", t._("30 days")),
            ("all", t._("All")),
        ]
        self._periods.set_choices(choices, [chosen])

    def _slip_side(self) -> QStackedWidget:
        side = QStackedWidget()
        card = Card()
        body = card.body(padding=16, gap=8)
        self._title = Label("", "heading")
        self._summary = Label("", "label", "text-2", wrap=True)
        self._notice = Banner("", "accent")
        self._part = Segmented()
        self._part.changed.connect(self.part_chosen)
        self._slip = SlipPreview()
        self._why = WhyList(narrow=True)
        self._looked_at = QStackedWidget()
        self._looked_at.addWidget(self._slip)
        self._slips = SlipButtons()
        self._slips.pressed.connect(self.return_copy_wanted)
        told = QWidget()
        told.setProperty("plain", True)
        column = QVBoxLayout(told)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._why)
        column.addWidget(self._slips)
        column.addStretch(1)
        self._area = scrolling(told)
        self._looked_at.addWidget(self._area)
        self._copy = Button(
            self._t._("Print a copy"), v="secondary", icon="printer", cap="Ctrl P", size="pos"
        )
        self._copy.clicked.connect(self.copy_wanted)
        body.addWidget(self._title)
        body.addWidget(self._summary)
        body.addWidget(self._notice)
        body.addWidget(self._part)
        body.addWidget(self._looked_at, 1)
        body.addWidget(self._copy)
        self._approval = PinPlace()
        self._approval.submitted.connect(self.approved)
        self._approval.cancelled.connect(self.approval_cancelled)
        side.addWidget(card)
        side.addWidget(self._approval)
        return side

    # --- page --------------------------------------------------------------------------------

    def set_layout_class(self, layout: LayoutClass) -> None:
        """Narrow screens give up the cashier and the number of lines."""
        self._right.setFixedWidth(layout.right)
        self._compact = layout.compact or fonts.text_scale() > 125
        self._table.set_columns(self._columns())
        self._show_rows(self._state)
        for edit in (self._least, self._most):
            words = fonts.text_width(edit.font(), edit.placeholderText())
            edit.setFixedWidth(max(88 if layout.compact else 112, words + 40))

    def on_shown(self) -> None:
        """Look again: sales went on meanwhile."""
        self.shown.emit()

    def on_scan(self, text: str, source: str) -> bool:
        """A scanned slip is looked for; goods and cards are not for this page."""
        self.scanned.emit(text)
        return True

    def on_key(self, key: str) -> bool:
        """An open PIN panel takes the keys first."""
        if self._right.currentWidget() is self._approval and self._approval.on_key(key):
            return True
        return super().on_key(key)

    def _escape(self) -> None:
        if self._search.text():
            self._search.clear()
            self.searched.emit("")
        else:
            self.left.emit()

    def _step(self, by: int) -> None:
        model = self._table.table_model
        if model.rowCount():
            place = max(0, min(model.rowCount() - 1, self._table.currentIndex().row() + by))
            self._table.selectRow(place)

    def _turn(self, pages: int) -> None:
        """A page further in what is looked at."""
        bar = self._area.verticalScrollBar()
        bar.setValue(bar.value() + pages * bar.pageStep())

    def _columns(self) -> list[Column]:
        t = self._t
        columns = [
            Column(title=t._("No."), width=72, strong=True),
            Column(title=t._("Time"), width=168),
            Column(title=t._("Customer")),
        ]
        if not self._compact:
            columns.append(Column(title=t._("Cashier"), width=152))
            columns.append(Column(title=t._("Lines"), width=88, right=True))
        columns.append(Column(title=t._("Sum"), width=120, right=True, strong=True))
        return columns

    # --- state -------------------------------------------------------------------------------

    def render(self, state: ReceiptsState) -> None:  # type: ignore[override]
        """Show the state."""
        self._state = state
        if self._search.text() != state.text:
            self._search.set_text(state.text)
        self._set_periods(state.period)
        self._error.set_message(state.error, "danger")
        self._show_rows(state)
        self._empty.set_texts(state.empty_title, state.empty_hint)
        self._stack.setCurrentIndex(0 if state.rows else 1)
        self._count.setText(state.count)
        self._more.setVisible(state.more)
        self._title.setText(state.title)
        self._summary.setText(state.summary)
        self._notice.set_message(state.notice, state.notice_tone)
        self._slip.set_png(state.slip, state.slip_words)
        self._copy.setEnabled(state.can_copy)
        self._show_part(state)
        self._show_approval(state.approval)

    def alert(self) -> None:
        """One error tone, through the window."""
        feedback = getattr(self.window(), "feedback", None)
        if feedback is not None:
            feedback.error()

    def _show_part(self, state: ReceiptsState) -> None:
        t = self._t
        texts = (("slip", t._("Slip")), ("why", t._("Why")), ("points", t._("Points, returns")))
        if texts != self._part_texts:
            self._part_texts = texts
            self._part.set_choices(texts, state.part)
        self._part.set_chosen(state.part)
        self._part.setEnabled(bool(state.chosen))
        why = state.part == "why"
        self._copy.set_label(t._("Print the explanation") if why else t._("Print a copy"))
        self._why.show_sections(state.sections)
        self._slips.show_slips(state.slips)
        self._looked_at.setCurrentIndex(0 if state.part == "slip" else 1)

    def _show_rows(self, state: ReceiptsState) -> None:
        self._table.set_rows([self._row(row) for row in state.rows], state.chosen)

    def _row(self, row: ReceiptLineView) -> TableRow:
        person = Cell(text=row.customer or "—", tone="text" if row.customer else "text-3")
        if row.returned:
            words = " · ".join(part for part in (row.customer, row.returned) if part)
            person = Cell(text=words, icon="undo-2")
        if row.printed:
            person = Cell(text=row.printed, tone="warn-text", icon="printer")
        cells: list[Cell | str] = [row.number, Cell(text=row.when, tone="text-2"), person]
        if not self._compact:
            cells += [Cell(text=row.cashier, tone="text-2"), row.lines]
        return TableRow(key=row.key, cells=(*cells, row.total))

    def _show_approval(self, wanted: ApprovalView | None) -> None:
        self._right.setCurrentIndex(1 if wanted is not None else 0)
        if wanted is not None:
            self._approval.show_question(self._t, wanted)
