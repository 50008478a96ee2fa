"""The import of customers: the file and its columns left, what its rows would do right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from pos_app.i18n import Translator
from pos_app.presenters.people_import_state import PeopleImportState, PersonLine, ReviewView
from pos_app.ui import tokens
from pos_app.ui.models.products import PagedTableModel
from pos_app.ui.page import LayoutClass, Page
from pos_app.ui.screens.people_import_parts import PastImports, PeopleColumnsCard
from pos_app.ui.screens.product_edit_parts import is_narrow
from pos_app.ui.widgets.button import Button
from pos_app.ui.widgets.card import Card
from pos_app.ui.widgets.choice import ChipGroup, Segmented
from pos_app.ui.widgets.label import ElidedLabel, Label
from pos_app.ui.widgets.message import Banner, EmptyState
from pos_app.ui.widgets.number import Progress
from pos_app.ui.widgets.table import Cell, Column, Table, TableRow

LineReader = Callable[[int, int], Sequence[PersonLine]]
_KEYS = {"Up": -1, "Down": 1, "PageUp": -10, "PageDown": 10, "Home": -(10**9), "End": 10**9}


class PeopleImportView(Page):
    """Shows a :class:`PeopleImportState`; preview rows are asked for as they are seen."""

    page_name = "people_import"

    file_wanted = Signal()
    filter_chosen = Signal(str)
    import_wanted = Signal()
    rejects_wanted = Signal()
    row_chosen = Signal(int)
    decided = Signal(str)
    undo_wanted = Signal(str)
    undo_confirmed = Signal()
    dropped = Signal(str)
    left = Signal()
    shown = Signal()

    def __init__(self, t: Translator, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._t = t
        self._compact = False
        self._serial = -1
        self._lines: LineReader = lambda _offset, _limit: ()
        column = QVBoxLayout(self)
        column.setContentsMargins(*self.margins())
        column.setSpacing(12)
        column.addLayout(self._head())
        self._notice = Banner("", "danger")
        self._notice.hide()
        column.addWidget(self._notice)
        self._question = Banner("", "warn")
        self._question.set_action(t._("Yes, take back"), "Ctrl 4")
        self._question.hide()
        column.addWidget(self._question)
        self._stack = QStackedWidget()
        self.past = PastImports(t)
        self._stack.addWidget(self.past)
        self._stack.addWidget(self._work())
        column.addWidget(self._stack, 1)
        self.setAcceptDrops(True)
        self._bind()

    def read_from(self, lines: LineReader) -> None:
        """Where preview rows come from: called with offset and limit."""
        self._lines = lines

    # --- building ----------------------------------------------------------------------------

    def _head(self) -> QHBoxLayout:
        t = self._t
        row = QHBoxLayout()
        row.setSpacing(8)
        self._back = Button(t._("Customers"), v="ghost", icon="arrow-left", cap="Esc")
        self._undo = Button("", v="secondary", icon="undo-2", cap="Ctrl 3")
        self._save = Button("", v="secondary", icon="download", cap="Ctrl 2")
        self.primary = Button("", v="primary", icon="check", cap="Ctrl S")
        row.addWidget(self._back)
        row.addWidget(ElidedLabel(t._("Import customers"), "title"), 1)
        row.addWidget(self._undo)
        row.addWidget(self._save)
        row.addWidget(self.primary)
        return row

    def _work(self) -> QWidget:
        t = self._t
        work = QWidget()
        column = QVBoxLayout(work)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self._tabs = Segmented([("rows", t._("Preview")), ("columns", t._("File and columns"))])
        self._tabs.changed.connect(self._turn)
        column.addWidget(self._tabs)
        across = QHBoxLayout()
        across.setSpacing(tokens.layout("columnGap"))
        self.columns = PeopleColumnsCard(t)
        across.addWidget(self.columns)
        self._right = self._preview()
        across.addWidget(self._right, 1)
        column.addLayout(across, 1)
        return work

    def _preview(self) -> Card:
        t = self._t
        card = Card()
        body = card.body(padding=12, gap=8)
        self.filters = ChipGroup(optional=False)
        self.filters.changed.connect(
            lambda keys: self.filter_chosen.emit(keys[0] if keys else "all")
        )
        body.addWidget(self.filters)
        self._progress_row = QWidget()
        row = QHBoxLayout(self._progress_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        self._progress_words = Label("", "label", "text-2")
        self._progress = Progress()
        self.stop = Button(t._("Stop"), v="quiet", icon="x", cap="Esc")
        row.addWidget(self._progress_words)
        row.addWidget(self._progress, 1)
        row.addWidget(self.stop)
        body.addWidget(self._progress_row)
        self._blocked = Label("", "label", "text-2", wrap=True)
        body.addWidget(self._blocked)
        self.table = Table(row_height=41, name=t._("Preview"))
        self.model = PagedTableModel(self._table_columns(), self._read, self.table)
        self.table.table_model = self.model
        self.table.setModel(self.model)
        self.table.selectionModel().currentRowChanged.connect(
            lambda now, _before: self.row_chosen.emit(now.row())
        )
        self.table.set_columns(self._table_columns())
        self._rows_or_not = QStackedWidget()
        self._no_rows = EmptyState("circle-check", "")
        self._rows_or_not.addWidget(self.table)
        self._rows_or_not.addWidget(self._no_rows)
        body.addWidget(self._rows_or_not, 1)
        body.addWidget(self._decision())
        return card

    def _decision(self) -> QWidget:
        """What a person may decide about the row at hand."""
        self._review = QWidget()
        column = QVBoxLayout(self._review)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self._review_title = ElidedLabel("", "label")
        self._review_why = Label("", "caption", "warn-text", wrap=True)
        self.choices = ChipGroup()
        column.addWidget(self._review_title)
        column.addWidget(self._review_why)
        column.addWidget(self.choices)
        self._review.hide()
        return self._review

    def _bind(self) -> None:
        self._back.clicked.connect(self.left)
        self.stop.clicked.connect(self.left)
        self.past.choose.clicked.connect(self.file_wanted)
        self.past.undo_wanted.connect(self.undo_wanted)
        self._undo.clicked.connect(lambda: self.undo_wanted.emit(""))
        self._question.acted.connect(self.undo_confirmed)
        self.choices.changed.connect(self._decide)
        self.columns.other.clicked.connect(self.file_wanted)
        self._save.clicked.connect(self.rejects_wanted)
        self.primary.clicked.connect(self.import_wanted)
        self.bind("Esc", self.left.emit)
        self.bind("Ctrl 1", self._press_choose)
        self.bind("Ctrl 3", self._press_undo)
        self.bind("Ctrl 4", self._confirm)
        self.bind_button(self._save)
        self.bind_button(self.primary)
        for key, step in _KEYS.items():
            self.bind(key, partial(self._step, step))

    def _table_columns(self) -> list[Column]:
        t = self._t
        columns = [Column(title=t._("Row"), width=64, right=True)]
        columns.append(Column(title=t._("What"), width=116))
        columns.append(Column(title=t._("Customer"), strong=True, middle=True))
        columns.append(Column(title=t._("Contact"), width=150))
        if not self._compact:
            columns.append(Column(title=t._("Card"), width=128))
        columns.append(Column(title=t._("Why")))
        return columns

    # --- page --------------------------------------------------------------------------------

    def set_layout_class(self, layout: LayoutClass) -> None:
        """On narrow screens file and columns become a tab."""
        if is_narrow(layout) != self._compact:
            self._compact = is_narrow(layout)
            self.model.set_columns(self._table_columns())
            self.model.reset(self.model.rowCount())
        self.table.set_widths([column.width for column in self._table_columns()])
        if self._compact:
            self.columns.setMinimumWidth(0)
            self.columns.setMaximumWidth(16777215)
        else:
            self.columns.setFixedWidth(layout.right)
        self._tabs.setVisible(self._compact)
        self._turn(self._tabs.chosen())

    def on_shown(self) -> None:
        """Show how things stand."""
        self.shown.emit()

    def on_scan(self, text: str, source: str) -> bool:
        """Nothing to scan here; the window gives the error tone."""
        return False

    def _press_choose(self) -> None:
        if self.past.choose.isVisibleTo(self) or self.columns.other.isEnabled():
            self.file_wanted.emit()

    def _press_undo(self) -> None:
        """The undo that is in front."""
        button = self._undo if self._undo.isVisibleTo(self) else self.past.undo
        if button.isVisibleTo(self) and button.isEnabled():
            button.click()

    def _confirm(self) -> None:
        if self._question.isVisibleTo(self):
            self.undo_confirmed.emit()

    def _decide(self, keys: tuple[str, ...]) -> None:
        if keys:
            self.decided.emit(keys[0])

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A file may be dropped here."""
        if self._dropped(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Read the file that was dropped."""
        path = self._dropped(event)
        if path:
            event.acceptProposedAction()
            self.dropped.emit(path)

    @staticmethod
    def _dropped(event: QDropEvent) -> str:
        urls = event.mimeData().urls()
        return urls[0].toLocalFile() if len(urls) == 1 else ""

    def _turn(self, tab: str) -> None:
        self._tabs.set_chosen(tab)
        self.columns.setVisible(not self._compact or tab == "columns")
        self._right.setVisible(not self._compact or tab == "rows")

    def _step(self, by: int) -> None:
        last = self.model.rowCount() - 1
        if last >= 0:
            self.table.selectRow(max(0, min(last, self.table.currentIndex().row() + by)))

    # --- state -------------------------------------------------------------------------------

    def render(self, state: PeopleImportState) -> None:  # type: ignore[override]
        """Show the state."""
        busy = state.step == "busy"
        self._stack.setCurrentIndex(0 if state.step == "choose" else 1)
        self._notice.set_message(state.notice, state.notice_tone)
        self._question.set_message(state.question)
        self.past.show_past(state.past)
        self.columns.show_state(state, busy=busy)
        self.filters.set_choices(state.filters, [state.shown])
        self.filters.setVisible(bool(state.filters) and not busy and state.step != "done")
        self._progress_row.setVisible(busy)
        self._progress_words.setText(state.progress)
        self._progress.set_value(state.done / state.todo if state.todo else 0.0, 0.0, "")
        self.stop.setVisible(busy)
        self._back.setVisible(not busy)
        told = " ".join(each for each in (state.blocked, state.wait) if each)
        self._blocked.setText(told)
        self._blocked.setVisible(bool(told) and state.step == "preview")
        self._undo.set_label(state.undo)
        self._undo.setVisible(bool(state.undo))
        self._show_review(state.review)
        self._save.set_label(state.rejects_word)
        self._save.setVisible(state.can_save_rejects)
        self.primary.set_label(state.primary)
        self.primary.setVisible(state.step in ("preview", "busy") and bool(state.primary))
        self.primary.setEnabled(state.can_import)
        self._no_rows.set_texts(state.empty)
        self._rows_or_not.setCurrentIndex(0 if state.total or busy else 1)
        if state.serial != self._serial:
            self._serial = state.serial
            self.model.reset(state.total)

    def _show_review(self, review: ReviewView | None) -> None:
        self._review.setVisible(review is not None)
        if review is not None:
            self._review_title.setText(review.title)
            self._review_why.setText(review.why)
            self.choices.set_choices(review.choices)
            self.choices.setVisible(bool(review.choices))

    def alert(self) -> None:
        """One error tone, through the window."""
        feedback = getattr(self.window(), "feedback", None)
        if feedback is not None:
            feedback.error()

    def _read(self, offset: int, limit: int) -> Sequence[TableRow]:
        return [self._row(line) for line in self._lines(offset, limit)]

    def _row(self, line: PersonLine) -> TableRow:
        tones = {"danger": "danger-text", "warn": "warn-text"}
        cells: list[Cell | str] = [
            Cell(text=line.number, tone="text-2"),
            Cell(text=line.fate, badge=line.tone),
        ]
        cells += [line.name, Cell(text=line.contact, tone="text-2")]
        if not self._compact:
            cells.append(Cell(text=line.card, tone="text-2"))
        note = Cell(text=line.note, tone=tones.get(line.tone, "text-2"))
        return TableRow(key=line.key, cells=(*cells, note))
