"""What the shop owes in points: figures above, a row for each month below."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from pos_app.i18n import Translator
from pos_app.presenters.liability import LiabilityState
from pos_app.ui.page import Page
from pos_app.ui.widgets.button import Button
from pos_app.ui.widgets.card import Card
from pos_app.ui.widgets.label import Label
from pos_app.ui.widgets.layout import TightStack, bare_column, bare_row
from pos_app.ui.widgets.message import Banner, EmptyState, Kpi, Skeleton
from pos_app.ui.widgets.table import Column, Table, TableRow

WIDTH = 140


class LiabilityView(Page):
    """Shows a :class:`LiabilityState`."""

    page_name = "liability"

    shown = Signal()
    left = Signal()

    def __init__(self, t: Translator, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = bare_column(12)
        column.setContentsMargins(*self.margins())
        self.setLayout(column)
        head = bare_row(12)
        self._back = Button(t._("Back"), v="ghost", icon="arrow-left", cap="Esc", size="pos")
        self._back.clicked.connect(self.left)
        words = bare_column(2)
        self._title = Label("", "title")
        self._hint = Label("", "label", "text-2", wrap=True)
        words.addWidget(self._title)
        words.addWidget(self._hint)
        head.addWidget(self._back, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(words, 1)
        column.addLayout(head)
        self._notice = Banner("", "danger")
        column.addWidget(self._notice)
        self._figures_card = Card()
        row = bare_row(16)
        self._figures = [Kpi() for _ in range(4)]
        for kpi in self._figures:
            row.addWidget(kpi, 1, Qt.AlignmentFlag.AlignTop)
        self._figures_card.body(padding=16, gap=0).addLayout(row)
        column.addWidget(self._figures_card)
        card = Card()
        body = card.body(padding=8, gap=0)
        self._table = Table(name=t._("Points owed to customers"))
        self._empty = EmptyState("coins", "", "")
        self._waiting = Skeleton()
        self._stack = TightStack()
        for widget in (self._table, self._empty, self._waiting):
            self._stack.addWidget(widget)
        body.addWidget(self._stack, 1)
        column.addWidget(card, 1)
        self.bind("Esc", self.left.emit)

    def on_shown(self) -> None:
        """Read again."""
        self.shown.emit()

    def render(self, state: LiabilityState) -> None:  # type: ignore[override]
        """Show the state."""
        self._title.setText(state.title)
        self._hint.setText(state.hint)
        self._notice.set_message(state.notice, "danger")
        self._figures_card.setVisible(bool(state.figures))
        for kpi, figure in zip(self._figures, state.figures, strict=False):
            kpi.set_values(figure.caption, figure.value, figure.note, figure.tone)
        first, *others = state.columns
        self._table.set_columns(
            [
                Column(title=first),
                *(Column(title=title, width=WIDTH, right=True) for title in others),
            ]
        )
        self._table.set_rows(
            [TableRow(key=str(n), cells=cells) for n, cells in enumerate(state.rows)]
        )
        self._empty.set_texts(state.empty_title, state.empty_hint)
        self._waiting.start() if state.busy else self._waiting.stop()
        where = self._table if state.rows else self._empty
        self._stack.setCurrentWidget(self._waiting if state.busy else where)
