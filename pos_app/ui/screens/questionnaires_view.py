"""The list of questionnaires: what each is for, how it stands, its answers, and what to do."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from pos_app.i18n import Translator
from pos_app.presenters.questionnaires_state import QuestionnaireLine, QuestionnairesState
from pos_app.ui.page import LayoutClass, Page
from pos_app.ui.screens.product_edit_parts import is_narrow
from pos_app.ui.widgets.button import Button
from pos_app.ui.widgets.card import Card
from pos_app.ui.widgets.label import Label
from pos_app.ui.widgets.message import EmptyState
from pos_app.ui.widgets.rows import Row, RowList
from pos_app.ui.widgets.table import Cell, Column, Table, TableRow

_KEYS = {"Up": -1, "Down": 1, "Home": -(10**9), "End": 10**9}
_ICONS = {
    "card": "id-card",
    "needs": "heart",
    "satisfaction": "smile",
    "loyalty": "store",
    "exit": "log-out",
    "empty": "plus",
}
_LIST, _EMPTY, _NEW = range(3)


class QuestionnairesView(Page):
    """Shows a :class:`QuestionnairesState`; every gesture is a signal."""

    page_name = "questionnaires"

    chosen = Signal(str)
    picked = Signal(str)
    create_wanted = Signal()
    begun = Signal(str)
    move_wanted = Signal()
    archive_wanted = Signal()
    copy_wanted = Signal()
    paper_wanted = Signal()
    results_wanted = Signal()
    shown = Signal()
    left = Signal()

    def __init__(self, t: Translator, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._t = t
        self._narrow = False
        self._state = QuestionnairesState()
        column = QVBoxLayout(self)
        column.setContentsMargins(*self.margins())
        column.setSpacing(12)
        column.addLayout(self._head())
        column.addWidget(self._list(), 1)
        self.bind("Enter", self._open)
        for button in (
            self._back, self._create, self._results, self._move, self._copy, self._paper,
            self._archive,
        ):  # fmt: skip
            self.bind_button(button)
        for key, step in _KEYS.items():
            self.bind(key, partial(self._step, step))

    def _head(self) -> QHBoxLayout:
        t = self._t
        row = QHBoxLayout()
        row.setSpacing(8)
        self._back = Button(t._("Settings"), v="ghost", icon="arrow-left", cap="Esc")
        self._count = Label("", "label", "text-2")
        self._create = Button(t._("New questionnaire"), v="primary", icon="plus", cap="Ins")
        self._paper = Button(t._("On paper"), v="secondary", icon="file-text", cap="Ctrl P")
        self._paper.clicked.connect(self.paper_wanted)
        self._back.clicked.connect(self.left)
        self._create.clicked.connect(self.create_wanted)
        row.addWidget(self._back)
        row.addWidget(Label(t._("Questionnaires"), "title"))
        row.addWidget(self._count, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        row.addWidget(self._paper)
        row.addWidget(self._create)
        return row

    def _list(self) -> Card:
        t = self._t
        card = Card()
        body = card.body(padding=8, gap=0)
        self._stack = QStackedWidget()
        self.table = Table(self._columns(), name=t._("Questionnaires"))
        self.table.selected.connect(self.chosen)
        self.table.picked.connect(self.picked)
        self._empty_create = Button(t._("New questionnaire"), v="secondary", icon="plus", cap="Ins")
        self._empty_create.clicked.connect(self.create_wanted)
        hint = t._("Five are ready in four languages: take one and change it as you like.")
        self._stack.addWidget(self.table)
        self._stack.addWidget(
            EmptyState("clipboard-check", t._("No questionnaires yet"), hint, (self._empty_create,))
        )
        self.new = RowList(name=t._("What to begin with"))
        self.new.picked.connect(self.begun)
        self._stack.addWidget(self.new)
        body.addWidget(self._stack, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(4, 8, 4, 0)
        foot.setSpacing(8)
        self._results = Button(t._("Answers"), v="quiet", icon="chart-column", cap="Ctrl 1")
        self._results.clicked.connect(self.results_wanted)
        self._move = Button(t._("Pause"), v="quiet", icon="pause", cap="Ctrl 2")
        self._copy = Button(t._("Copy"), v="quiet", icon="copy", cap="Ctrl 3")
        self._archive = Button(t._("Archive"), v="quiet", icon="folder", cap="Ctrl 4")
        self._edit = Button(t._("Open"), v="soft", icon="pencil", cap="Enter")
        self._move.clicked.connect(self.move_wanted)
        self._copy.clicked.connect(self.copy_wanted)
        self._archive.clicked.connect(self.archive_wanted)
        self._edit.clicked.connect(self._open)
        foot.addStretch(1)
        for button in (self._results, self._move, self._copy, self._archive, self._edit):
            foot.addWidget(button)
        body.addLayout(foot)
        return card

    def _columns(self) -> list[Column]:
        t = self._t
        columns = [Column(title=t._("Questionnaire"), strong=True)]
        if not self._narrow:
            columns.append(Column(title=t._("What for"), width=250))
        columns += [
            Column(title=t._("State"), width=140),
            Column(title=t._("Version"), width=110, right=True),
            Column(title=t._("Filled"), width=120, right=True, strong=True),
            Column(title=t._("Changes"), width=210),
        ]
        return columns

    # --- page --------------------------------------------------------------------------------

    def set_layout_class(self, layout: LayoutClass) -> None:
        """Narrow screens give up what a questionnaire is for, and the count."""
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

    def _open(self) -> None:
        if self._state.choosing:
            self.begun.emit(self.new.key())
        elif self.table.key():
            self.picked.emit(self.table.key())

    def _step(self, by: int) -> None:
        if self._state.choosing:
            self.new.step(by)
            return
        last = len(self._state.lines) - 1
        if last >= 0:
            self.table.selectRow(max(0, min(last, self.table.currentIndex().row() + by)))

    # --- state -------------------------------------------------------------------------------

    def render(self, state: QuestionnairesState) -> None:  # type: ignore[override]
        """Show the state."""
        before, self._state = self._state, state
        self._count.setText(state.count if state.lines else "")
        place = _NEW if state.choosing else _LIST if state.lines else _EMPTY
        self._stack.setCurrentIndex(place)
        some = bool(state.lines) and not state.choosing
        self._edit.setVisible(some or state.choosing)
        self._copy.setVisible(some)
        self._paper.setVisible(some)
        self._results.setVisible(some and state.can_read)
        self._create.setVisible(not state.choosing)
        for button, words in ((self._move, state.move_word), (self._archive, state.archive_word)):
            button.setVisible(some and bool(words))
            if words:
                button.set_label(words)
        if state.move_icon:
            self._move.set_icon(state.move_icon)
        for button in (self._create, self._empty_create, self._move, self._copy, self._archive):
            button.set_locked(bool(state.lock))
        if state.choosing and not before.choosing:
            rows = [
                Row(key=key, title=title, note=note, icon=_ICONS[key])
                for key, title, note in state.new
            ]
            self.new.set_rows(rows, rows[0].key)

            self.new.setFocus()
        # last: a cursor that moves makes the presenter show a newer state
        if state.lines != before.lines or self.table.key() != state.chosen:
            self._show_rows(state)

    def _show_rows(self, state: QuestionnairesState) -> None:
        self.table.set_rows([self._row(line) for line in state.lines], state.chosen)

    def _row(self, line: QuestionnaireLine) -> TableRow:
        cells: list[Cell | str] = [Cell(text=line.name)]
        if not self._narrow:
            cells.append(Cell(text=line.kind, tone="text-2"))
        cells.append(Cell(text=line.state, badge=line.tone))
        cells.append(Cell(text=line.version, tone="text-2"))
        cells.append(line.answers)
        cells.append(Cell(text=line.changed, badge="warn") if line.changed else Cell(text=""))
        return TableRow(key=line.key, cells=tuple(cells))

    def alert(self) -> None:
        """One error tone, through the window."""
        feedback = getattr(self.window(), "feedback", None)
        if feedback is not None:
            feedback.error()
