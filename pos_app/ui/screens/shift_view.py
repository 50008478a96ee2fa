"""The shift page: how the day stands at the left, what to do with the drawer at the right."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from pos_app.i18n import Formats, Translator
from pos_app.presenters.sale_state import ApprovalView
from pos_app.presenters.shift_state import FigureView, PieceView, ShiftState
from pos_app.ui import tokens
from pos_app.ui.page import LayoutClass, Page
from pos_app.ui.widgets.button import Button
from pos_app.ui.widgets.card import Card
from pos_app.ui.widgets.choice import ChipGroup
from pos_app.ui.widgets.field import LineEdit, MoneyEdit
from pos_app.ui.widgets.label import Label
from pos_app.ui.widgets.message import Banner
from pos_app.ui.widgets.sale_pin import PinPlace
from pos_app.ui.widgets.table import Cell, Column, Table, TableRow

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class Figures(QWidget):
    """Words at the left, sums at the right, a line between them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(0, 1)
        self._rows: list[tuple[Label, Label]] = []

    def set_rows(self, rows: tuple[FigureView, ...]) -> None:
        """Show the rows, keeping the labels there are."""
        while len(self._rows) < len(rows):
            place = len(self._rows)
            word, amount = Label("", "body", "text-2"), Label("", "bodyStrong", align=_RIGHT)
            self._grid.addWidget(word, place, 0)
            self._grid.addWidget(amount, place, 1)
            self._rows.append((word, amount))
        for place, (word, amount) in enumerate(self._rows):
            shown = place < len(rows)
            word.setVisible(shown)
            amount.setVisible(shown)
            if shown:
                row = rows[place]
                word.setText(row.word)
                amount.setText(row.amount)
                amount.set_role("number" if row.strong else "bodyStrong")


class PieceGrid(QWidget):
    """How many of each note and coin: fields in two columns; ``counted(value, count)``."""

    counted = Signal(int, int)

    def __init__(self, name: Callable[[str], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(8)
        self._fields: dict[int, tuple[Label, LineEdit, Label]] = {}

    def fields(self) -> tuple[LineEdit, ...]:
        """The fields in order."""
        return tuple(edit for _, edit, _ in self._fields.values())

    def set_pieces(self, pieces: tuple[PieceView, ...]) -> None:
        """Show notes and coins with their counts."""
        if tuple(self._fields) != tuple(piece.value for piece in pieces):
            self._rebuild(pieces)
        for piece in pieces:
            word, edit, total = self._fields[piece.value]
            word.setText(piece.text)
            total.setText(piece.sum)
            if not edit.hasFocus() and edit.text() != piece.count:
                edit.setText(piece.count)

    def _rebuild(self, pieces: tuple[PieceView, ...]) -> None:
        for widgets in self._fields.values():
            for widget in widgets:
                widget.deleteLater()
        self._fields = {}
        half = -(-len(pieces) // 2)
        for place, piece in enumerate(pieces):
            row, column = place % half, (place // half) * 4
            word = Label(piece.text, "body", "text-2", align=_RIGHT)
            edit = LineEdit(size="control")
            edit.setFixedWidth(88)
            edit.setMaxLength(5)
            edit.setAlignment(_RIGHT)
            edit.setAccessibleName(self._name(piece.text))
            edit.textEdited.connect(lambda text, value=piece.value: self._typed(value, text))
            total = Label("", "label", "text-2", align=_RIGHT)
            total.setMinimumWidth(88)
            self._grid.addWidget(word, row, column)
            self._grid.addWidget(edit, row, column + 1)
            self._grid.addWidget(total, row, column + 2)
            self._fields[piece.value] = (word, edit, total)
        self._grid.setColumnMinimumWidth(3, 8)

    def _typed(self, value: int, text: str) -> None:
        clean = text.strip()
        self.counted.emit(value, int(clean) if clean.isdigit() and clean.isascii() else 0)


class ShiftView(Page):
    """Shows a :class:`ShiftState`; every gesture is a signal."""

    page_name = "shift"

    begun = Signal(str)
    amount_typed = Signal(object)
    piece_counted = Signal(int, int)
    reason_chosen = Signal(str)
    confirmed = Signal()
    report_wanted = Signal()
    backed = Signal()
    approved = Signal(str, str)
    shown = Signal()
    scanned = Signal(str)

    def __init__(self, t: Translator, formats: Formats, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._t, self._formats = t, formats
        self._serial = -1
        self._mode = ""
        self._choices: list[tuple[str, str]] = []
        self._icons: dict[Button, str] = {}
        across = QHBoxLayout(self)
        across.setContentsMargins(*self.margins())
        across.setSpacing(tokens.layout("columnGap"))
        across.addLayout(self._left_side(), 1)
        self._right = self._right_side()
        across.addWidget(self._right)
        self.bind("Esc", self.backed.emit)
        for button in (self._in, self._out, self._report, self._drawer, self._close, self._primary):
            self.bind_button(button)

    def _left_side(self) -> QVBoxLayout:
        t = self._t
        column = QVBoxLayout()
        column.setSpacing(tokens.layout("columnGap"))
        self._title = Label("", "title")
        self._subtitle = Label("", "label", "text-2", wrap=True)
        column.addWidget(self._title)
        column.addWidget(self._subtitle)
        self._day = Card()
        body = self._day.body(padding=16, gap=12)
        across = QHBoxLayout()
        across.setSpacing(32)
        self._figures = Figures()
        side = QVBoxLayout()
        side.setSpacing(8)
        side.addWidget(Label(t._("Paid with"), "heading"))
        self._tenders = Figures()
        side.addWidget(self._tenders)
        side.addStretch(1)
        across.addWidget(self._figures, 1)
        across.addLayout(side, 1)
        body.addLayout(across)
        column.addWidget(self._day)
        self._moves_card = Card()
        moves = self._moves_card.body(padding=16, gap=8)
        moves.addWidget(Label(t._("Cash in and out"), "heading"))
        self._moves = Table(
            (
                Column(title=t._("Time"), width=72),
                Column(title=t._("Reason")),
                Column(title=t._("Who"), width=120),
                Column(title=t._("Sum"), width=120, right=True, strong=True),
            ),
            row_height=44,
            name=t._("Cash in and out"),
        )
        self._no_moves = Label("", "body", "text-3")
        moves.addWidget(self._moves, 1)
        moves.addWidget(self._no_moves)
        moves.addStretch(0)
        column.addWidget(self._moves_card, 1)
        self._count = self._count_card()
        column.addWidget(self._count, 1)
        self._result = Card()
        result = self._result.body(padding=24, gap=16)
        self._result_figures = Figures()
        self._result_word = Banner("", "accent")
        result.addWidget(self._result_figures)
        result.addWidget(self._result_word)
        result.addStretch(1)
        column.addWidget(self._result, 1)
        return column

    def _count_card(self) -> Card:
        """Notes and coins to be counted, while the shift is opened or closed."""
        card = Card()
        body = card.body(padding=24, gap=12)
        self._pieces = PieceGrid(lambda text: self._t._("How many of {piece}", piece=text))
        self._pieces.counted.connect(self.piece_counted)
        holder = QScrollArea()
        holder.setWidgetResizable(True)
        holder.setProperty("plain", True)
        holder.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        holder.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inner = QWidget()
        inner.setProperty("plain", True)
        stack = QVBoxLayout(inner)
        stack.setContentsMargins(0, 0, 4, 0)
        stack.addWidget(self._pieces)
        stack.addStretch(1)
        holder.setWidget(inner)
        body.addWidget(holder, 1)
        return card

    def _right_side(self) -> QWidget:
        t = self._t
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.layout("cardGap"))
        self._panel = Card()
        body = self._panel.body(padding=16, gap=12)
        self._panel_title = Label("", "heading", wrap=True)
        self._panel_hint = Label("", "label", "text-2", wrap=True)
        self._amount = MoneyEdit(self._formats, "", size="pos")
        self._amount.value_changed.connect(self.amount_typed)
        self._reasons = ChipGroup(optional=False)
        self._reasons.changed.connect(self._reason_picked)
        self._reason = LineEdit(size="control")
        self._reason.setMaxLength(120)
        self._reason.setPlaceholderText(t._("Or another reason"))
        self._reason.setAccessibleName(t._("Reason"))
        self._reason.textEdited.connect(self._reason_typed)
        self._error = Banner("", "danger")
        for widget in (self._panel_title, self._panel_hint, self._amount, self._reasons,
                       self._reason):  # fmt: skip
            body.addWidget(widget)
        body.addWidget(self._error)
        body.addStretch(1)
        column.addWidget(self._panel, 1)
        self._actions = self._action_grid()
        column.addWidget(self._actions)
        self._primary = Button("", v="primary", cap="Enter", size="primary")
        self._primary.clicked.connect(self.confirmed)
        column.addWidget(self._primary)
        self._approval = PinPlace()
        self._approval.submitted.connect(self.approved)
        self._approval.cancelled.connect(self.backed)
        self._approval.hide()
        column.addWidget(self._approval)
        return side

    def _action_grid(self) -> QWidget:
        t = self._t
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(8)

        def button(text: str, icon: str, cap: str, mode: str) -> Button:
            made = Button(text, v="secondary", icon=icon, cap=cap, size="pos")
            self._icons[made] = icon
            if mode:
                made.clicked.connect(lambda: self.begun.emit(mode))
            return made

        self._in = button(t._("Cash in"), "plus", "Ctrl 1", "cash_in")
        self._out = button(t._("Cash out"), "minus", "Ctrl 2", "cash_out")
        self._drawer = button(t._("Drawer"), "banknote", "Ctrl 3", "drawer")
        self._report = button(t._("Report"), "printer", "Ctrl P", "")
        self._report.clicked.connect(self.report_wanted)
        self._close = button(t._("Close the shift"), "lock", "Ctrl 4", "counting")
        grid.addWidget(self._in, 0, 0)
        grid.addWidget(self._out, 0, 1)
        grid.addWidget(self._drawer, 1, 0)
        grid.addWidget(self._report, 1, 1)
        grid.addWidget(self._close, 2, 0, 1, 2)
        return holder

    # --- page --------------------------------------------------------------------------------

    def set_layout_class(self, layout: LayoutClass) -> None:
        """The column's width follows the window; a narrow one leaves its room to the words."""
        self._right.setFixedWidth(layout.right)
        for button, icon in self._icons.items():
            button.set_icon("" if layout.compact else icon)

    def on_shown(self) -> None:
        """Look again."""
        self.shown.emit()

    def on_key(self, key: str) -> bool:
        """An open PIN panel takes the keys first."""
        if self._approval.isVisible() and self._approval.on_key(key):
            return True
        return super().on_key(key)

    def on_scan(self, text: str, source: str) -> bool:
        """A staff card approves; other scans go where the window sends them."""
        self.scanned.emit(text)
        return self._approval.isVisible()

    def _reason_picked(self, keys: tuple[str, ...]) -> None:
        if keys:
            self._reason.clear()
            self.reason_chosen.emit(keys[0])

    def _reason_typed(self, text: str) -> None:
        self._reasons.set_choices(self._choices, [])
        self.reason_chosen.emit(text)

    # --- state -------------------------------------------------------------------------------

    def render(self, state: ShiftState) -> None:  # type: ignore[override]
        """Show the state."""
        entered = state.mode != self._mode
        self._mode = state.mode
        self._title.setText(state.title)
        self._subtitle.setText(state.subtitle)
        running = bool(state.figures)
        self._day.setVisible(running)
        self._moves_card.setVisible(running)
        self._count.setVisible(bool(state.pieces))
        self._result.setVisible(bool(state.result) or not (running or state.pieces))
        self._figures.set_rows(state.figures)
        self._tenders.set_rows(state.tenders)
        self._show_moves(state)
        self._result_figures.set_rows(state.result)
        self._result_word.set_message(state.result_word, state.result_tone)
        self._panel_title.setText(state.panel_title)
        self._panel_hint.setText(state.panel_hint)
        self._panel_hint.setVisible(bool(state.panel_hint))
        self._show_fields(state, entered=entered)
        self._error.set_message(state.error, "danger")
        self._actions.setVisible(state.mode == "open")
        self._primary.set_label(state.primary)
        self._primary.set_cap("Enter")
        if self._primary.minimumSizeHint().width() > self._right.width():
            self._primary.set_cap("")  # Enter works without its cap; the words must be whole
        self._primary.setEnabled(state.can_primary)
        self._show_approval(state.approval)

    def alert(self) -> None:
        """One error tone, through the window."""
        feedback = getattr(self.window(), "feedback", None)
        if feedback is not None:
            feedback.error()

    def _show_moves(self, state: ShiftState) -> None:
        rows = [
            TableRow(
                key=move.key,
                cells=(Cell(text=move.when, tone="text-2"), move.reason, move.who, move.amount),
            )
            for move in state.moves
        ]
        self._moves.set_rows(rows)
        self._moves.setVisible(bool(rows))
        self._no_moves.setText(state.moves_empty)
        self._no_moves.setVisible(not rows)

    def _show_fields(self, state: ShiftState, *, entered: bool) -> None:
        self._amount.setVisible(bool(state.amount_label))
        self._amount.set_label(state.amount_label)
        if state.amount_serial != self._serial:
            self._serial = state.amount_serial
            value = self._formats.parse_money(state.amount) if state.amount else None
            self._amount.set_value(value)
        self._pieces.set_pieces(state.pieces)
        self._reasons.setVisible(bool(state.reasons))
        self._reason.setVisible(bool(state.reasons))
        if entered:
            self._reason.clear()
            self._choices = list(state.reasons)
            self._reasons.set_choices(self._choices, [])
            if state.amount_label:
                self._amount.edit.setFocus()
                self._amount.select_all()
            else:
                self.setFocus()

    def _show_approval(self, wanted: ApprovalView | None) -> None:
        self._panel.setVisible(wanted is None)
        self._primary.setVisible(wanted is None)
        self._approval.setVisible(wanted is not None)
        if wanted is not None:
            self._approval.show_question(self._t, wanted)
