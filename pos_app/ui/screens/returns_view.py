"""The return page (picture 10): the receipt at the left, points and money at the right."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from pos_app.i18n import Translator
from pos_app.presenters.returns_state import FoundReceipt, ReturnsState
from pos_app.ui import tokens
from pos_app.ui.page import LayoutClass, Page
from pos_app.ui.screens.returns_done import FinishedPart, PaperCard
from pos_app.ui.screens.returns_parts import BuyerCard, GesturePanel, PointsCard, ReturnRow
from pos_app.ui.widgets.button import Button
from pos_app.ui.widgets.card import Card, TotalSlab
from pos_app.ui.widgets.choice import ChipGroup
from pos_app.ui.widgets.field import TextField
from pos_app.ui.widgets.label import Badge, Label
from pos_app.ui.widgets.layout import bare_column, bare_row, scrolling
from pos_app.ui.widgets.message import Banner, EmptyState
from pos_app.ui.widgets.rows import Row
from pos_app.ui.widgets.sale_pin import PinPlace
from pos_app.ui.widgets.search import SearchField
from pos_app.ui.widgets.table import Cell, Column, Table, TableRow

_FIND, _RECEIPT, _PIN, _DONE = range(4)


class ReturnsView(Page):
    """Draws a :class:`ReturnsState`; every gesture is a signal."""

    page_name = "returns"

    searched = Signal(str)
    submitted = Signal(str)
    receipt_chosen = Signal(str)
    toggled = Signal(str)
    stepped = Signal(str, int)
    moved = Signal(int)
    current_toggled = Signal()
    all_wanted = Signal()
    reason_chosen = Signal(str)
    condition_chosen = Signal(str)
    note_typed = Signal(str)
    gesture_chosen = Signal(str)
    other_wanted = Signal()
    without_wanted = Signal()
    confirmed = Signal()
    copy_wanted = Signal()
    exchange_wanted = Signal()
    left = Signal()
    approved = Signal(str, str)
    scanned = Signal(str)
    shown = Signal()
    alerted = Signal()

    def __init__(self, t: Translator, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._t = t
        self._compact = False
        self._state = ReturnsState()
        self._rows: list[ReturnRow] = []
        across = QHBoxLayout(self)
        across.setContentsMargins(*self.margins())
        across.setSpacing(tokens.layout("columnGap"))
        across.addWidget(self._left(), 1)
        self.side = QWidget()
        self.side.setLayout(self._right())
        self.paper = PaperCard(t)
        across.addWidget(self.side)
        across.addWidget(self.paper)
        self._connect()

    # --- building ----------------------------------------------------------------------------

    def _left(self) -> QWidget:
        card = Card()
        column = card.body(gap=8)
        column.setContentsMargins(16, 8, 16, 16)
        column.addLayout(self._head())
        self.error = Banner("", "danger")
        column.addWidget(self.error)
        self.middle = QStackedWidget()
        self.middle.addWidget(self._finding())
        self.middle.addWidget(self._receipt())
        self.pin = PinPlace()
        self.middle.addWidget(self.pin)
        self.finished = FinishedPart(self._t)
        self.middle.addWidget(self.finished)
        column.addWidget(self.middle, 1)
        return card

    def _head(self) -> QHBoxLayout:
        t = self._t
        row = bare_row(12)
        self.back = Button(t._("Back"), v="ghost", icon="arrow-left", cap="Esc")
        self._title = Label(t._("Return"), "title")
        self._badge = Badge("", "neutral")
        self.other = Button(t._("Another receipt"), v="ghost", icon="scan-barcode", cap="F2")
        row.addWidget(self.back)
        row.addWidget(self._title)
        row.addWidget(self._badge)
        row.addStretch(1)
        row.addWidget(self.other)
        return row

    def _finding(self) -> QWidget:
        t = self._t
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self.search = SearchField(
            t._("Receipt, customer or card"), cap="F2", name=t._("Receipt, customer or card")
        )
        column.addWidget(self.search)
        self.table = Table(name=t._("Receipts"))
        self.table.set_columns(self._columns())
        self._empty = EmptyState("receipt-text", "")
        self._listing = QStackedWidget()
        self._listing.addWidget(self.table)
        self._listing.addWidget(self._empty)
        column.addWidget(self._listing, 1)
        self.without = Button(
            t._("Without a receipt"), v="secondary", icon="package", cap="Ctrl 3", size="pos"
        )
        column.addWidget(self.without, 0, Qt.AlignmentFlag.AlignLeft)
        return part

    def _columns(self) -> list[Column]:
        t, small = self._t, self._compact
        return [
            Column(title=t._("No."), width=72 if small else 88, strong=True),
            Column(title=t._("Time"), width=140 if small else 176),
            Column(title=t._("Customer")),
            Column(title=t._("Sum"), width=108 if small else 136, right=True, strong=True),
        ]

    def _receipt(self) -> QWidget:
        t = self._t
        inside = QWidget()
        inside.setProperty("plain", True)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 6, 0)
        column.setSpacing(8)
        self.late = Banner("", "warn", icon="clock-alert")
        column.addWidget(self.late)
        self.goods = SearchField(t._("Scan the goods"), cap="F2", name=t._("Scan the goods"))
        column.addWidget(self.goods)
        self._lines = bare_column(8)
        column.addLayout(self._lines)
        for words, group in (
            (t._("What happened?"), "reasons"),
            (t._("Condition of the goods"), "conditions"),
        ):
            column.addWidget(Label(words, "bodyStrong"))
            chips = ChipGroup(optional=False)
            chips.setAccessibleName(words)
            setattr(self, group, chips)
            column.addWidget(chips)
        self.note = TextField(t._("Note"), optional=t._("optional"))
        column.addWidget(self.note)
        self.effects = Banner("", "accent", icon="ticket-percent")
        column.addWidget(self.effects)
        column.addStretch(1)
        self.gestures = GesturePanel(t)
        self.gestures.chosen.connect(self.gesture_chosen)
        column.addWidget(self.gestures)
        return scrolling(inside)

    reasons: ChipGroup
    conditions: ChipGroup

    def _right(self) -> QVBoxLayout:
        t = self._t
        column = bare_column(8)
        self.buyer = BuyerCard()
        self.points = PointsCard(t)
        self.hint = Card()
        self._hint = Label("", "body", "text-2", wrap=True)
        self.hint.body().addWidget(self._hint)
        self.slab = TotalSlab()
        self.confirm = Button("", v="slab-primary", icon="check", cap="Enter", size="primary")
        self.exchange = Button(t._("Exchange"), v="slab", icon="repeat", cap="Ctrl 1", size="pos")
        self.everything = Button(t._("All of it"), v="slab", cap="Ctrl 2", size="pos")
        self.slab.buttons.addWidget(self.confirm, 1)
        self.ways = QWidget()
        more = QHBoxLayout(self.ways)
        more.setContentsMargins(0, 4, 0, 0)
        more.setSpacing(8)
        more.addWidget(self.exchange, 1)
        more.addWidget(self.everything, 1)
        layout = self.slab.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.addWidget(self.ways)
        column.addWidget(self.buyer)
        column.addWidget(self.points)
        column.addWidget(self.hint)
        column.addStretch(1)
        column.addWidget(self.slab)
        return column

    def _connect(self) -> None:
        self.bind("Esc", self._escape)
        self.bind("F2", self._f2)
        buttons = (self.confirm, self.exchange, self.everything, self.without, self.finished.again)
        for button in buttons:
            self.bind_button(button)
        self.back.clicked.connect(self.left)
        self.other.clicked.connect(self.other_wanted)
        self.without.clicked.connect(self.without_wanted)
        for field in (self.search, self.goods):
            field.edited.connect(self.searched)
            field.submitted.connect(self.submitted)
            field.left.connect(self.setFocus)
        self.goods.picked.connect(self.receipt_chosen)
        self.confirm.clicked.connect(self.confirmed)
        self.finished.again.clicked.connect(self.copy_wanted)
        self.finished.next.clicked.connect(self.confirmed)
        self.exchange.clicked.connect(self.exchange_wanted)
        self.everything.clicked.connect(self.all_wanted)
        self.table.clicked.connect(lambda _index: self._pick())
        self.table.picked.connect(self.receipt_chosen)
        self.reasons.changed.connect(lambda keys: self.reason_chosen.emit(keys[0] if keys else ""))
        self.conditions.changed.connect(
            lambda keys: self.condition_chosen.emit(keys[0] if keys else "")
        )
        self.note.changed.connect(self.note_typed)
        self.pin.submitted.connect(self.approved)
        self.pin.cancelled.connect(self.left)

    # --- page hooks --------------------------------------------------------------------------

    def on_shown(self) -> None:
        """Look again, and put the focus where work begins."""
        self.shown.emit()
        self._focus()

    def on_scan(self, text: str, source: str) -> bool:
        """A receipt's code opens it; a staff card approves."""
        self.scanned.emit(text)
        return True

    def on_key(self, key: str) -> bool:
        """An open PIN panel takes the keys first; on the page itself keys work on the lines."""
        if self.middle.currentIndex() == _PIN and self.pin.on_key(key):
            return True
        if self.middle.currentIndex() == _RECEIPT and not self._typing():
            if key in ("+", "-", "−"):
                self.stepped.emit("", 1 if key == "+" else -1)
                return True
            if self.hasFocus() and self._on_lines(key):
                return True
        if self.middle.currentIndex() == _FIND and self._on_search(key):
            return True
        if key == "Enter" and self.middle.currentIndex() == _DONE:
            self.finished.next.click()
            return True
        if key == "Enter" and self._typing():
            # a sentence ends: the return is confirmed by the next Enter only
            self.setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        return super().on_key(key)

    def _typing(self) -> bool:
        return self.note.edit.hasFocus() or self.goods.edit.hasFocus()

    def _on_lines(self, key: str) -> bool:
        steps = {"Up": -1, "Down": 1}.get(key)
        if steps is not None:
            self.moved.emit(steps)
        elif key == "Space":
            self.current_toggled.emit()
        elif self._state.mode == "goods" and len(key) == 1 and key.isprintable():
            self.goods.begin(key)
        else:
            return False
        return True

    def _on_search(self, key: str) -> bool:
        if key == "Enter":
            self.submitted.emit(self.search.text())
            return True
        if key == "Down" and not self.table.hasFocus() and self.table.table_model.rowCount():
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
            self.table.selectRow(0)
            return True
        if len(key) == 1 and key.isprintable() and not self.search.edit.hasFocus():
            self.search.begin(key)
            return True
        return False

    def _escape(self) -> None:
        if self.middle.currentIndex() == _FIND and self.search.text():
            self.search.clear()
            self.searched.emit("")
        else:
            self.left.emit()

    def _f2(self) -> None:
        if self.middle.currentIndex() == _FIND:
            self.search.begin()
        elif self._state.mode == "goods":
            self.goods.begin()
        else:
            self.other_wanted.emit()

    def _pick(self) -> None:
        key = self.table.key()
        if key:
            self.receipt_chosen.emit(key)

    def _focus(self) -> None:
        if self.middle.currentIndex() == _FIND:
            self.search.begin()
        else:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_layout_class(self, layout: LayoutClass) -> None:
        """Measure for compact, regular or wide."""
        self._compact = layout.compact
        self.side.setFixedWidth(layout.right)
        self.table.set_widths([column.width for column in self._columns()])
        self.paper.setFixedWidth(layout.right)
        self.finished.set_compact(compact=layout.compact)
        self.gestures.set_compact(compact=layout.compact)
        self.exchange.set_icon("" if layout.compact else "repeat")
        for button in (self.exchange, self.everything):
            button.set_stacked(layout.compact)
        words = self._t._("Another receipt")
        self.other.set_label("" if layout.compact else words)
        self.other.setAccessibleName(words)
        self.render(self._state)

    # --- rendering ---------------------------------------------------------------------------

    def render(self, state: ReturnsState) -> None:  # type: ignore[override]
        """Show a state."""
        self._state = state
        places = {"find": _FIND, "receipt": _RECEIPT, "goods": _RECEIPT, "done": _DONE}
        place = places[state.mode]
        if state.approval is not None:
            place = _PIN
        changed = self.middle.currentIndex() != place
        badge = state.badge_short if self._compact else state.badge
        self._badge.set_badge(badge or " ")
        self._badge.setVisible(bool(state.badge))
        self.other.setVisible(state.mode == "receipt" and state.approval is None)
        self.error.set_message(state.error, "danger")
        self.middle.setCurrentIndex(place)
        if state.mode == "find":
            self._render_found(state)
        elif state.mode in ("receipt", "goods"):
            self._render_receipt(state)
        elif state.finished is not None:
            self.finished.show_finished(state.finished)
            self.paper.show_state(state.finished.paper)
        self._render_right(state)
        if state.approval is not None:
            self.pin.show_question(self._t, state.approval)
        elif changed and self.isVisible():
            self._focus()

    def alert(self) -> None:
        """One error tone."""
        self.alerted.emit()

    def show_slip(self, picture: bytes) -> None:
        """The slip of a finished return, drawn in the background; nothing yet for b""."""
        self.paper.show_slip(picture)

    def _render_found(self, state: ReturnsState) -> None:
        if self.search.text() != state.text:
            self.search.set_text(state.text)
        self.table.set_rows([_found(row) for row in state.found])
        self._empty.set_texts(state.empty_title, state.empty_hint)
        self._listing.setCurrentIndex(0 if state.found else 1)

    def _render_receipt(self, state: ReturnsState) -> None:
        goods = state.mode == "goods"
        self.late.set_message(
            state.late, "accent" if goods else "warn", icon="info" if goods else "clock-alert"
        )
        self.goods.setVisible(goods)
        if goods:
            self.goods.set_text(state.text)
            self.goods.set_results(
                [Row(key=hit.key, title=hit.name, note=hit.detail) for hit in state.hits]
            )
        while len(self._rows) < len(state.lines):
            row = ReturnRow(self._t)
            row.toggled.connect(self.toggled)
            row.stepped.connect(self.stepped)
            self._rows.append(row)
            self._lines.addWidget(row)
        for number, row in enumerate(self._rows):
            row.setVisible(number < len(state.lines))
            if number < len(state.lines):
                row.show_line(state.lines[number])
        self.reasons.set_choices(state.reasons, [state.reason])
        self.conditions.set_choices(state.conditions, [state.condition])
        if not self.note.edit.hasFocus() or not state.note:
            self.note.set_text(state.note)
        self.gestures.setVisible(state.gestures is not None)
        if state.gestures is not None:
            self.gestures.show_gestures(state.gestures)
        self.effects.set_message("\n".join(state.effects), "accent", icon="ticket-percent")

    def _render_right(self, state: ReturnsState) -> None:
        done = state.mode == "done"
        self.side.setVisible(not done)
        self.paper.setVisible(done)
        self.back.setVisible(not done or state.approval is not None)
        self.buyer.setVisible(state.buyer is not None)
        if state.buyer is not None:
            self.buyer.show_buyer(state.buyer)
        self.points.setVisible(bool(state.points))
        self.points.show_points(state.points, state.after)
        self._render_hint(state)
        self.slab.setVisible(state.mode != "find")
        self.slab.set_rows(state.rows, strong_last=False)
        self.slab.set_total(state.total_label, state.total, muted=not state.rows)
        self.slab.set_reason(state.blocked)
        asked = state.approval is not None
        self.confirm.set_label(self._t._("Give back"))
        self.confirm.setEnabled(state.can_confirm and not asked)
        self.ways.setVisible(state.mode == "receipt")
        self.exchange.setEnabled(state.can_confirm and not asked)
        self.everything.setEnabled(not asked)

    def _render_hint(self, state: ReturnsState) -> None:
        t, unknown = self._t, state.mode == "goods" and state.buyer is None
        self.hint.setVisible(state.mode == "find" or unknown)
        self._hint.setText(
            t._("Scan the customer’s card, and the store credit is theirs.")
            if unknown
            else t._("Money goes back the way it was paid; points go back to the card.")
        )


def _found(row: FoundReceipt) -> TableRow:
    return TableRow(
        key=row.key,
        cells=(
            Cell(text=row.number),
            Cell(text=row.when),
            Cell(text=row.who, tone="text" if row.who != "—" else "text-3"),
            Cell(text=row.total),
        ),
    )
