"""The import of goods: the file and its columns left, what its rows would do right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from pos_app.i18n import Translator
from pos_app.presenters.product_import_state import PreviewLine, ProductImportState
from pos_app.ui import fonts, tokens
from pos_app.ui.models.products import PagedTableModel
from pos_app.ui.page import LayoutClass, Page
from pos_app.ui.screens.product_edit_parts import is_narrow
from pos_app.ui.widgets.button import Button
from pos_app.ui.widgets.card import Card
from pos_app.ui.widgets.choice import ChipGroup, Segmented
from pos_app.ui.widgets.field import Select
from pos_app.ui.widgets.label import ElidedLabel, Label
from pos_app.ui.widgets.layout import scrolling
from pos_app.ui.widgets.message import Banner, EmptyState
from pos_app.ui.widgets.number import Progress
from pos_app.ui.widgets.table import Cell, Column, Table, TableRow

LABEL_PX = 108
LineReader = Callable[[int, int], Sequence[PreviewLine]]
_KEYS = {"Up": -1, "Down": 1, "PageUp": -10, "PageDown": 10, "Home": -(10**9), "End": 10**9}


class ColumnsCard(Card):
    """How the file is read, and which of its columns is what."""

    encoding_chosen = Signal(str)
    delimiter_chosen = Signal(str)
    decimal_chosen = Signal(str)
    mapped = Signal(str, str)

    def __init__(self, t: Translator, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        column = self.body(padding=16, gap=8)
        row = QHBoxLayout()
        self._file = ElidedLabel("", "heading", middle=True)
        self.other = Button(t._("Other file"), v="quiet", cap="Ctrl 1", size="compact")
        row.addWidget(self._file, 1)
        row.addWidget(self.other)
        column.addLayout(row)
        self.encoding, self.delimiter, self.decimal = (
            Select(size="compact", name=words)
            for words in (t._("Letters"), t._("Divided by"), t._("Decimal sign"))
        )
        self._reading = QWidget()
        grid = QGridLayout(self._reading)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(6)
        for place, select in enumerate((self.encoding, self.delimiter, self.decimal)):
            grid.addWidget(Label(select.accessibleName(), "label", "text-2"), place, 0)
            grid.addWidget(select, place, 1)
        grid.setColumnStretch(1, 1)
        grid.setColumnMinimumWidth(0, fonts.scaled(LABEL_PX))
        column.addWidget(self._reading)
        self._note = Label("", "caption", "text-2", wrap=True)
        column.addWidget(self._note)
        column.addWidget(self._area(), 1)
        self._selects: dict[str, Select] = {}
        self._labels: dict[str, Label] = {}
        self.encoding.chosen.connect(self.encoding_chosen)
        self.delimiter.chosen.connect(self.delimiter_chosen)
        self.decimal.chosen.connect(self.decimal_chosen)

    def _area(self) -> QScrollArea:
        inside = QWidget()
        inside.setProperty("plain", True)
        self._grid = QGridLayout(inside)
        self._grid.setContentsMargins(0, 0, 12, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnMinimumWidth(0, fonts.scaled(LABEL_PX))
        self._scroll = scrolling(inside)
        return self._scroll

    def select(self, field: str) -> Select:
        """The selection of a field's column."""
        return self._selects[field]

    def show_state(self, state: ProductImportState, *, busy: bool) -> None:
        """Show how the file is read and its columns."""
        self._file.setText(state.file)
        self._reading.setVisible(state.is_text)
        self.encoding.set_choices(state.encodings, state.encoding)
        self.delimiter.set_choices(state.delimiters, state.delimiter)
        self.decimal.set_choices(state.decimals, state.decimal)
        self._note.setText(state.heading_note)
        self._note.setVisible(bool(state.heading_note))
        for place, choice in enumerate(state.fields):
            if choice.field not in self._selects:
                self._add(place, choice.field)
            self._labels[choice.field].setText(choice.label)
            select = self._selects[choice.field]
            select.setAccessibleName(choice.label)
            select.set_choices(state.headers, choice.chosen)
        live = not busy and state.step != "done"
        for select in (self.encoding, self.delimiter, self.decimal, *self._selects.values()):
            select.setEnabled(live)
        self.other.setEnabled(not busy)

    def _add(self, place: int, field: str) -> None:
        label, select = Label("", "label", "text-2"), Select(size="compact")
        select.setMinimumContentsLength(8)
        select.setSizeAdjustPolicy(Select.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        select.chosen.connect(lambda header, it=field: self.mapped.emit(it, header))
        self._grid.addWidget(label, place, 0)
        self._grid.addWidget(select, place, 1)
        self._labels[field], self._selects[field] = label, select


class ProductImportView(Page):
    """Shows a :class:`ProductImportState`; preview rows are asked for as they are seen."""

    page_name = "product_import"

    file_wanted = Signal()
    filter_chosen = Signal(str)
    import_wanted = Signal()
    rejects_wanted = Signal()
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
        self._stack = QStackedWidget()
        self._stack.addWidget(self._nothing())
        self._stack.addWidget(self._work())
        column.addWidget(self._stack, 1)
        self._bind()

    def read_from(self, lines: LineReader) -> None:
        """Where preview rows come from: called with offset and limit."""
        self._lines = lines

    # --- building ----------------------------------------------------------------------------

    def _head(self) -> QHBoxLayout:
        t = self._t
        row = QHBoxLayout()
        row.setSpacing(8)
        self._back = Button(t._("Products"), v="ghost", icon="arrow-left", cap="Esc")
        self._save = Button("", v="secondary", icon="download", cap="Ctrl 2")
        self.primary = Button("", v="primary", icon="check", cap="Ctrl S")
        row.addWidget(self._back)
        row.addWidget(ElidedLabel(t._("Import products"), "title"), 1)
        row.addWidget(self._save)
        row.addWidget(self.primary)
        return row

    def _nothing(self) -> Card:
        t = self._t
        card = Card()
        self._choose = Button(t._("Choose a file"), v="primary", icon="folder-open", cap="Ctrl 1")
        hint = t._("A CSV file or an Excel workbook. You see every row before anything is stored.")
        empty = EmptyState("file-spreadsheet", t._("Products from a file"), hint, (self._choose,))
        card.body().addWidget(empty)
        return card

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
        self.columns = ColumnsCard(t)
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
        self.table.set_columns(self._table_columns())
        self._rows_or_not = QStackedWidget()
        self._no_rows = EmptyState("circle-check", "")
        self._rows_or_not.addWidget(self.table)
        self._rows_or_not.addWidget(self._no_rows)
        body.addWidget(self._rows_or_not, 1)
        return card

    def _bind(self) -> None:
        self._back.clicked.connect(self.left)
        self.stop.clicked.connect(self.left)
        self._choose.clicked.connect(self.file_wanted)
        self.columns.other.clicked.connect(self.file_wanted)
        self._save.clicked.connect(self.rejects_wanted)
        self.primary.clicked.connect(self.import_wanted)
        self.bind("Esc", self.left.emit)
        self.bind("Ctrl 1", self._press_choose)
        self.bind_button(self._save)
        self.bind_button(self.primary)
        for key, step in _KEYS.items():
            self.bind(key, partial(self._step, step))

    def _table_columns(self) -> list[Column]:
        t = self._t
        columns = [Column(title=t._("Row"), width=64, right=True)]
        columns.append(Column(title=t._("What"), width=116))
        if not self._compact:
            columns.append(Column(title=t._("Code"), width=112))
        columns.append(Column(title=t._("Name"), strong=True, middle=True))
        columns.append(Column(title=t._("Price"), width=104, right=True))
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
        if self._choose.isVisibleTo(self) or self.columns.other.isEnabled():
            self.file_wanted.emit()

    def _turn(self, tab: str) -> None:
        self._tabs.set_chosen(tab)
        self.columns.setVisible(not self._compact or tab == "columns")
        self._right.setVisible(not self._compact or tab == "rows")

    def _step(self, by: int) -> None:
        last = self.model.rowCount() - 1
        if last >= 0:
            self.table.selectRow(max(0, min(last, self.table.currentIndex().row() + by)))

    # --- state -------------------------------------------------------------------------------

    def render(self, state: ProductImportState) -> None:  # type: ignore[override]
        """Show the state."""
        busy = state.step == "busy"
        self._stack.setCurrentIndex(0 if state.step == "choose" else 1)
        self._notice.set_message(state.notice, state.notice_tone)
        self.columns.show_state(state, busy=busy)
        self.filters.set_choices(state.filters, [state.shown])
        self.filters.setVisible(bool(state.filters) and not busy and state.step != "done")
        self._progress_row.setVisible(busy)
        self._progress_words.setText(state.progress)
        self._progress.set_value(state.done / state.todo if state.todo else 0.0, 0.0, "")
        self.stop.setVisible(state.can_stop and busy)
        self._back.setVisible(not busy)
        self._blocked.setText(state.blocked)
        self._blocked.setVisible(bool(state.blocked) and not busy)
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

    def alert(self) -> None:
        """One error tone, through the window."""
        feedback = getattr(self.window(), "feedback", None)
        if feedback is not None:
            feedback.error()

    def _read(self, offset: int, limit: int) -> Sequence[TableRow]:
        return [self._row(line) for line in self._lines(offset, limit)]

    def _row(self, line: PreviewLine) -> TableRow:
        tones = {"danger": "danger-text", "warn": "warn-text"}
        cells: list[Cell | str] = [
            Cell(text=line.number, tone="text-2"),
            Cell(text=line.verdict, badge=line.tone),
        ]
        if not self._compact:
            cells.append(Cell(text=line.code, tone="text-2"))
        note = Cell(text=line.note, tone=tones.get(line.tone, "text-2"))
        return TableRow(key=line.key, cells=(*cells, line.name, line.price, note))
