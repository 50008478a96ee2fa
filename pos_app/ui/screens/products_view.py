"""The list of goods: search and filters above, a table of any length, what to do with a row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from pos_app.i18n import Translator
from pos_app.presenters.products_state import ProductLine, ProductsState
from pos_app.ui.models.products import PagedTableModel
from pos_app.ui.page import LayoutClass, Page
from pos_app.ui.screens.product_edit_parts import is_narrow
from pos_app.ui.widgets.button import Button
from pos_app.ui.widgets.card import Card
from pos_app.ui.widgets.choice import CheckRow
from pos_app.ui.widgets.field import Select
from pos_app.ui.widgets.label import Label
from pos_app.ui.widgets.message import Banner, EmptyState
from pos_app.ui.widgets.search import SearchField
from pos_app.ui.widgets.table import Cell, Column, Table, TableRow

SETTLE_MS = 180
"""A pause in typing after which all matches are counted."""

LineReader = Callable[[int, int], Sequence[ProductLine]]
_KEYS = {"Up": -1, "Down": 1, "PageUp": -10, "PageDown": 10, "Home": -(10**9), "End": 10**9}


class ProductsView(Page):
    """Shows a :class:`ProductsState`; rows are asked for through ``lines`` as they are seen."""

    page_name = "products"

    searched = Signal(str)
    settled = Signal()
    group_chosen = Signal(str)
    withdrawn_wanted = Signal(bool)
    chosen = Signal(str)
    picked = Signal(str)
    create_wanted = Signal()
    import_wanted = Signal()
    export_wanted = Signal()
    quick_wanted = Signal()
    notice_pressed = Signal()
    shown = Signal()
    left = Signal()
    scanned = Signal(str)

    def __init__(self, t: Translator, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._t = t
        self._compact = False
        self._serial = -1
        self._lines: LineReader = lambda _offset, _limit: ()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(SETTLE_MS)
        self._pause.timeout.connect(self.settled)
        column = QVBoxLayout(self)
        column.setContentsMargins(*self.margins())
        column.setSpacing(12)
        column.addLayout(self._head())
        column.addLayout(self._filters())
        self._notice = Banner("", "neutral", action=" ", cap="Ctrl 3")
        self._notice.acted.connect(self.notice_pressed)
        self._notice.hide()
        column.addWidget(self._notice)
        column.addWidget(self._list(), 1)
        self._bind()

    def read_from(self, lines: LineReader) -> None:
        """Where rows come from: called with offset and limit."""
        self._lines = lines

    # --- building ----------------------------------------------------------------------------

    def _head(self) -> QHBoxLayout:
        t = self._t
        row = QHBoxLayout()
        row.setSpacing(8)
        self._title = Label(t._("Products"), "title")
        self._count = Label("", "label", "text-2")
        self._export = Button(t._("Export"), v="secondary", icon="download", cap="Ctrl E")
        self._import = Button(t._("Import"), v="secondary", icon="upload", cap="Ctrl 1")
        self._create = Button(t._("New product"), v="primary", icon="plus", cap="Ins")
        self._export.clicked.connect(self.export_wanted)
        self._import.clicked.connect(self.import_wanted)
        self._create.clicked.connect(self.create_wanted)
        row.addWidget(self._title)
        row.addWidget(self._count, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        for button in (self._export, self._import, self._create):
            row.addWidget(button)
        return row

    def _filters(self) -> QHBoxLayout:
        t = self._t
        row = QHBoxLayout()
        row.setSpacing(12)
        self.search = SearchField(t._("Code, SKU or part of the name"), icon="search", big=False)
        self.search.edited.connect(self.searched)
        self.search.submitted.connect(self._submitted)
        self.search.left.connect(self.setFocus)
        self._group = Select(name=t._("Group"))
        self._group.setMaximumWidth(280)
        self._group.chosen.connect(self.group_chosen)
        self._withdrawn = CheckRow(t._("Withdrawn, too"))
        self._withdrawn.clicked.connect(lambda on: self.withdrawn_wanted.emit(bool(on)))
        row.addWidget(self.search, 1)
        row.addWidget(self._group)
        row.addWidget(self._withdrawn)
        return row

    def _list(self) -> Card:
        t = self._t
        card = Card()
        body = card.body(padding=8, gap=0)
        self._stack = QStackedWidget()
        self.table = Table(name=t._("Products"))
        self.model = PagedTableModel(self._columns(), self._read, self.table)
        self.table.table_model = self.model
        self.table.setModel(self.model)
        self.table.set_columns(self._columns())
        self.table.selected.connect(self.chosen)
        self.table.picked.connect(self.picked)
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._empty())
        body.addWidget(self._stack, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(4, 8, 4, 0)
        foot.setSpacing(8)
        self._quick = Button(t._("To the quick items"), v="quiet", icon="star", cap="Ctrl 2")
        self._edit = Button(t._("Open"), v="soft", icon="pencil", cap="Enter")
        self._quick.clicked.connect(self.quick_wanted)
        self._edit.clicked.connect(self._open)
        foot.addStretch(1)
        foot.addWidget(self._quick)
        foot.addWidget(self._edit)
        body.addLayout(foot)
        return card

    def _empty(self) -> EmptyState:
        self._empty_create = Button("", v="secondary", icon="plus", cap="Ins")
        self._empty_import = Button("", v="secondary", icon="upload", cap="Ctrl 1")
        self._empty_create.clicked.connect(self.create_wanted)
        self._empty_import.clicked.connect(self.import_wanted)
        self._nothing = EmptyState("package", "", "", (self._empty_create, self._empty_import))
        return self._nothing

    def _bind(self) -> None:
        self.bind("F2", self.search.begin)
        self.bind("Esc", self._escape)
        self.bind("Ctrl 3", self._press_notice)
        for button in (self._export, self._import, self._create, self._quick):
            self.bind_button(button)
        self.bind_button(self._edit)
        for key, step in _KEYS.items():
            self.bind(key, partial(self._step, step))

    def _columns(self) -> list[Column]:
        t = self._t
        columns = [Column(title=t._("Name"), strong=True, middle=True)]
        columns.append(Column(title=t._("SKU"), width=128))
        columns.append(Column(title=t._("Bar code"), width=150))
        if not self._compact:
            columns.append(Column(title=t._("Group"), width=190))
        columns.append(Column(title=t._("Price"), width=150, right=True, strong=True))
        columns.append(Column(title=t._("Tax"), width=76, right=True))
        return columns

    # --- page --------------------------------------------------------------------------------

    def set_layout_class(self, layout: LayoutClass) -> None:
        """Narrow screens give up the group."""
        if is_narrow(layout) != self._compact:
            self._compact = is_narrow(layout)
            self.model.set_columns(self._columns())
            self._reset(self.model.rowCount(), self.table.key())
        self.table.set_widths([column.width for column in self._columns()])

    def on_shown(self) -> None:
        """Look again: goods may have changed meanwhile."""
        self.shown.emit()

    def on_hidden(self) -> None:
        """Nobody waits for a count any more."""
        self._pause.stop()

    def on_scan(self, text: str, source: str) -> bool:
        """A scanned product opens."""
        self.scanned.emit(text)
        return True

    def on_key(self, key: str) -> bool:
        """A letter typed on the list goes to the search."""
        if super().on_key(key):
            return True
        if len(key) == 1 and key.isprintable() and not key.isspace():
            self.search.begin(key)
            return True
        return False

    def _escape(self) -> None:
        self.setFocus()
        self.left.emit()

    def _submitted(self, _text: str) -> None:
        if self.model.rowCount() == 1 or self.table.key():
            self.picked.emit(self.table.key() or self.model.row(0).key)

    def _open(self) -> None:
        if self.table.key():
            self.picked.emit(self.table.key())

    def _press_notice(self) -> None:
        if self._notice.isVisibleTo(self):
            self.notice_pressed.emit()

    def _step(self, by: int) -> None:
        last = self.model.rowCount() - 1
        if last >= 0:
            place = max(0, min(last, self.table.currentIndex().row() + by))
            self.table.selectRow(place)

    # --- state -------------------------------------------------------------------------------

    def render(self, state: ProductsState) -> None:  # type: ignore[override]
        """Show the state."""
        self.search.set_text(state.text)
        self._group.set_choices(state.groups, state.group)
        self._withdrawn.setChecked(state.withdrawn)
        self._count.setText(state.count)
        if not state.settled:
            self._pause.start()
        self._stack.setCurrentIndex(0 if state.total else 1)
        self._render_buttons(state)
        self._notice.set_message(state.notice, state.notice_tone)
        self._notice.set_action(state.notice_action, "Ctrl 3" if state.notice_action else "")
        # last: a cursor that moves makes the presenter show a newer state
        if state.serial != self._serial:
            self._serial = state.serial
            self._reset(state.total, state.chosen)
        else:
            self.model.grow(state.total)

    def _render_buttons(self, state: ProductsState) -> None:
        for button in (self._create, self._import, self._quick, self._empty_create):
            button.set_locked(state.edit_locked)
        self._empty_import.set_locked(state.edit_locked)
        self._export.set_locked(state.export_locked)
        self._export.setEnabled(not state.busy)
        self._quick.set_label(state.quick_word)
        self._quick.setEnabled(state.can_choose)
        self._edit.setEnabled(state.can_choose)
        self._quick.setVisible(state.total > 0)
        self._edit.setVisible(state.total > 0)
        self._nothing.set_texts(state.empty_title, state.empty_hint)
        for button, words in (
            (self._empty_create, state.empty_create),
            (self._empty_import, state.empty_import),
        ):
            button.set_label(words)
            button.setVisible(bool(words))

    def alert(self) -> None:
        """One error tone, through the window."""
        feedback = getattr(self.window(), "feedback", None)
        if feedback is not None:
            feedback.error()

    def _reset(self, total: int, chosen: str) -> None:
        """Read again; the cursor stays on its product, else on its place or the first row."""
        row, top = self.table.currentIndex().row(), self.table.verticalScrollBar().value()
        self.model.reset(total)
        if not total:
            return
        place = self._place_of(chosen, row)
        if place >= 0:
            self.table.verticalScrollBar().setValue(top)
        self.table.selectRow(max(0, place))

    def _place_of(self, key: str, row: int) -> int:
        """Where the chosen product is now: looked for beside its old place and at the top."""
        if not key:
            return -1
        for number in {0, max(0, row)}:
            if number < self.model.rowCount():
                self.model.row(number)
        return self.model.place(key)

    def _read(self, offset: int, limit: int) -> Sequence[TableRow]:
        return [self._row(line) for line in self._lines(offset, limit)]

    def _row(self, line: ProductLine) -> TableRow:
        tone = "text" if line.active else "text-3"
        name = Cell(text=line.name, tone=tone, icon="star" if line.quick else "")
        if not line.active:
            name = Cell(text=line.name, tone=tone, icon="ban")
        cells: list[Cell | str] = [name]
        words = [line.sku, line.barcode] + ([] if self._compact else [line.group])
        cells += [Cell(text=text, tone="text-2") for text in words]
        cells += [Cell(text=line.price, tone=tone), Cell(text=line.tax, tone="text-2")]
        return TableRow(key=line.key, cells=tuple(cells))
