"""The list of coupon campaigns: how each stands, what its coupons did, and what to do with it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from pos_app.i18n import Translator
from pos_app.presenters.campaigns_state import CampaignLine, CampaignsState
from pos_app.ui.page import LayoutClass, Page
from pos_app.ui.screens.product_edit_parts import is_narrow
from pos_app.ui.widgets.button import Button
from pos_app.ui.widgets.card import Card
from pos_app.ui.widgets.label import Label
from pos_app.ui.widgets.message import EmptyState
from pos_app.ui.widgets.table import Cell, Column, Table, TableRow

_KEYS = {"Up": -1, "Down": 1, "Home": -(10**9), "End": 10**9}


class CampaignsView(Page):
    """Shows a :class:`CampaignsState`; every gesture is a signal."""

    page_name = "campaigns"

    chosen = Signal(str)
    picked = Signal(str)
    create_wanted = Signal()
    lookup_wanted = Signal()
    move_wanted = Signal()
    copy_wanted = Signal()
    shown = Signal()
    left = Signal()
    scanned = Signal(str)

    def __init__(self, t: Translator, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._t = t
        self._narrow = False
        self._state = CampaignsState()
        column = QVBoxLayout(self)
        column.setContentsMargins(*self.margins())
        column.setSpacing(12)
        column.addLayout(self._head())
        column.addWidget(self._list(), 1)
        self.bind("Enter", self._open)
        for button in (self._back, self._lookup, self._create, self._move, self._copy):
            self.bind_button(button)
        for key, step in _KEYS.items():
            self.bind(key, partial(self._step, step))

    def _head(self) -> QHBoxLayout:
        t = self._t
        row = QHBoxLayout()
        row.setSpacing(8)
        self._back = Button(t._("Settings"), v="ghost", icon="arrow-left", cap="Esc")
        self._count = Label("", "label", "text-2")
        self._lookup = Button(t._("Look up a coupon"), v="secondary", icon="search", cap="F2")
        self._create = Button(t._("New campaign"), v="primary", icon="plus", cap="Ins")
        self._back.clicked.connect(self.left)
        self._lookup.clicked.connect(self.lookup_wanted)
        self._create.clicked.connect(self.create_wanted)
        row.addWidget(self._back)
        row.addWidget(Label(t._("Coupon campaigns"), "title"))
        row.addWidget(self._count, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        row.addWidget(self._lookup)
        row.addWidget(self._create)
        return row

    def _list(self) -> Card:
        t = self._t
        card = Card()
        body = card.body(padding=8, gap=0)
        self._stack = QStackedWidget()
        self.table = Table(self._columns(), name=t._("Coupon campaigns"))
        self.table.selected.connect(self.chosen)
        self.table.picked.connect(self.picked)
        self._empty_create = Button(t._("New campaign"), v="secondary", icon="plus", cap="Ins")
        self._empty_create.clicked.connect(self.create_wanted)
        hint = t._("Coupons for the next purchase, codes on sheets, coupons by a promotion.")
        self._stack.addWidget(self.table)
        self._stack.addWidget(
            EmptyState("ticket-percent", t._("No campaigns yet"), hint, (self._empty_create,))
        )
        body.addWidget(self._stack, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(4, 8, 4, 0)
        foot.setSpacing(8)
        self._move = Button(t.pgettext("campaign", "Start"), v="quiet", icon="play", cap="Ctrl 2")
        self._copy = Button(t._("Copy"), v="quiet", icon="copy", cap="Ctrl 3")
        self._edit = Button(t._("Open"), v="soft", icon="pencil", cap="Enter")
        self._move.clicked.connect(self.move_wanted)
        self._copy.clicked.connect(self.copy_wanted)
        self._edit.clicked.connect(self._open)
        foot.addStretch(1)
        for button in (self._move, self._copy, self._edit):
            foot.addWidget(button)
        body.addLayout(foot)
        return card

    def _columns(self) -> list[Column]:
        t = self._t
        columns = [Column(title=t._("Campaign"), strong=True)]
        if not self._narrow:
            columns.append(Column(title=t._("What it gives")))
        columns += [
            Column(title=t._("State"), width=140),
            Column(title=t._("Made"), width=96, right=True),
            Column(title=t.pgettext("coupon", "Used"), width=96, right=True),
            Column(title=t._("Void"), width=96, right=True),
            Column(title=t._("Money given"), width=164, right=True, strong=True),
        ]
        return columns

    # --- page --------------------------------------------------------------------------------

    def set_layout_class(self, layout: LayoutClass) -> None:
        """Narrow screens give up what the coupons give, the count and a few words."""
        t = self._t
        words = t._("Look up") if is_narrow(layout) else t._("Look up a coupon")
        self._lookup.set_label(words)
        self._lookup.setAccessibleName(t._("Look up a coupon"))
        self._count.setVisible(not is_narrow(layout))
        if is_narrow(layout) != self._narrow:
            self._narrow = is_narrow(layout)
            self.table.set_columns(self._columns())
            self.table.table_model.set_columns(self._columns())
            self._show_rows(self._state)
        self.table.set_widths([column.width for column in self._columns()])

    def on_shown(self) -> None:
        """Look again."""
        self.shown.emit()

    def on_scan(self, text: str, source: str) -> bool:
        """A coupon is looked up."""
        self.scanned.emit(text)
        return True

    def _open(self) -> None:
        if self.table.key():
            self.picked.emit(self.table.key())

    def _step(self, by: int) -> None:
        last = len(self._state.lines) - 1
        if last >= 0:
            place = max(0, min(last, self.table.currentIndex().row() + by))
            self.table.selectRow(place)

    # --- state -------------------------------------------------------------------------------

    def render(self, state: CampaignsState) -> None:  # type: ignore[override]
        """Show the state."""
        before, self._state = self._state, state
        self._count.setText(state.count if state.lines else "")
        self._stack.setCurrentIndex(0 if state.lines else 1)
        some = bool(state.lines)
        for button in (self._move, self._copy, self._edit):
            button.setVisible(some)
        self._move.setVisible(bool(state.move_word))
        if state.move_word:
            self._move.set_label(state.move_word)
            self._move.set_icon(state.move_icon)
        for button in (self._create, self._empty_create, self._move, self._copy):
            button.set_locked(state.locked)
        # last: a cursor that moves makes the presenter show a newer state
        if state.lines != before.lines or self.table.key() != state.chosen:
            self._show_rows(state)

    def _show_rows(self, state: CampaignsState) -> None:
        self.table.set_rows([self._row(line) for line in state.lines], state.chosen)

    def _row(self, line: CampaignLine) -> TableRow:
        cells: list[Cell | str] = [Cell(text=line.name)]
        if not self._narrow:
            cells.append(Cell(text=line.gives, tone="text-2"))
        cells.append(Cell(text=line.state, badge=line.tone))
        cells += [Cell(text=text, tone="text-2") for text in (line.made, line.used, line.void)]
        cells.append(line.given)
        return TableRow(key=line.key, cells=tuple(cells))

    def alert(self) -> None:
        """One error tone, through the window."""
        feedback = getattr(self.window(), "feedback", None)
        if feedback is not None:
            feedback.error()
