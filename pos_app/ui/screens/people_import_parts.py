"""Parts of the import of customers: the file with its columns and rules, and the past imports."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QWidget

from pos_app.i18n import Translator
from pos_app.presenters.people_import_state import PastImport, PeopleImportState
from pos_app.ui import fonts
from pos_app.ui.widgets.button import Button
from pos_app.ui.widgets.card import Card
from pos_app.ui.widgets.choice import CheckRow
from pos_app.ui.widgets.field import Select
from pos_app.ui.widgets.label import ElidedLabel, Label
from pos_app.ui.widgets.layout import scrolling
from pos_app.ui.widgets.message import EmptyState
from pos_app.ui.widgets.rows import Row, RowList

LABEL_PX = 108


class PeopleColumnsCard(Card):
    """How the file is read, which of its columns is what, what is done with known people."""

    encoding_chosen = Signal(str)
    delimiter_chosen = Signal(str)
    decimal_chosen = Signal(str)
    order_chosen = Signal(str)
    rule_chosen = Signal(str)
    amounts_chosen = Signal(bool)
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
        words = (
            t._("Known people"), t._("Letters"), t._("Divided by"), t._("Dates"),
            t._("Decimal sign"),
        )  # fmt: skip
        made = [Select(size="compact", name=each) for each in words]
        self.rule, self.encoding, self.delimiter, self.order, self.decimal = made
        reading = QWidget()
        self._reading = QGridLayout(reading)
        self._shape(self._reading)
        self._titles = [Label(each, "label", "text-2") for each in words]
        for place, (title, select) in enumerate(zip(self._titles, made, strict=True)):
            _narrow(select)
            self._reading.addWidget(title, place, 0)
            self._reading.addWidget(select, place, 1)
        column.addWidget(reading)
        self.amounts = CheckRow(t._("Points and turnover for them, too"), height=40)
        column.addWidget(self.amounts)
        self._note = Label("", "caption", "text-2", wrap=True)
        column.addWidget(self._note)
        column.addWidget(self._area(), 1)
        self._selects: dict[str, Select] = {}
        self._connect()

    def _connect(self) -> None:
        self.rule.chosen.connect(self.rule_chosen)
        self.encoding.chosen.connect(self.encoding_chosen)
        self.delimiter.chosen.connect(self.delimiter_chosen)
        self.order.chosen.connect(self.order_chosen)
        self.decimal.chosen.connect(self.decimal_chosen)
        self.amounts.clicked.connect(lambda on: self.amounts_chosen.emit(bool(on)))

    def _area(self) -> QScrollArea:
        inside = QWidget()
        inside.setProperty("plain", True)
        self._grid = QGridLayout(inside)
        self._shape(self._grid, right=12)
        return scrolling(inside)

    @staticmethod
    def _shape(grid: QGridLayout, right: int = 0) -> None:
        grid.setContentsMargins(0, 0, right, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        grid.setColumnMinimumWidth(0, fonts.scaled(LABEL_PX))

    def select(self, column: str) -> Select:
        """The selection of a column's field."""
        return self._selects[column]

    def show_state(self, state: PeopleImportState, *, busy: bool) -> None:
        """Show how the file is read and its columns."""
        self._file.setText(state.file)
        self.rule.set_choices(state.rules, state.rule)
        self.encoding.set_choices(state.encodings, state.encoding)
        self.delimiter.set_choices(state.delimiters, state.delimiter)
        self.order.set_choices(state.orders, state.order)
        self.decimal.set_choices(state.decimals, state.decimal)
        for place in (1, 2):
            self._titles[place].setVisible(state.is_text)
        self.encoding.setVisible(state.is_text)
        self.delimiter.setVisible(state.is_text)
        self.amounts.setChecked(state.amounts)
        self._note.setText(state.heading_note)
        self._note.setVisible(bool(state.heading_note))
        if tuple(self._selects) != tuple(column.name for column in state.columns):
            self._rebuild([column.name for column in state.columns])
        for column in state.columns:
            self._selects[column.name].set_choices(state.fields, column.chosen)
        live = not busy and state.step != "done"
        settings = (self.rule, self.encoding, self.delimiter, self.order, self.decimal)
        for widget in (*settings, self.amounts, *self._selects.values()):
            widget.setEnabled(live)
        self.other.setEnabled(not busy)

    def _rebuild(self, names: Sequence[str]) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            widget.hide()
            widget.deleteLater()
        self._selects = {}
        for place, name in enumerate(names):
            label, select = ElidedLabel(name, "label", "text-2"), Select(size="compact", name=name)
            label.setFixedWidth(fonts.scaled(LABEL_PX))
            _narrow(select)
            select.chosen.connect(lambda field, it=name: self.mapped.emit(it, field))
            self._grid.addWidget(label, place, 0)
            self._grid.addWidget(select, place, 1)
            self._selects[name] = select


class PastImports(Card):
    """Where an import begins: the choice of a file, and what was imported before."""

    undo_wanted = Signal(str)

    def __init__(self, t: Translator, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        column = self.body(padding=12, gap=8)
        self.choose = Button(t._("Choose a file"), v="primary", icon="folder-open", cap="Ctrl 1")
        hint = t._(
            "CSV, Excel, OpenDocument or vCard; drop it here, or choose it. "
            "You see every row before anything is stored."
        )
        empty = EmptyState("users", t._("Customers from a file"), hint, (self.choose,))
        column.addWidget(empty, 3)
        self._title = Label(t._("Imported before"), "heading")
        self.list = RowList(height=60, name=t._("Imported before"))
        self.undo = Button("", v="secondary", icon="undo-2", cap="Ctrl 3")
        column.addWidget(self._title)
        column.addWidget(self.list, 2)
        column.addWidget(self.undo)
        self._past: dict[str, PastImport] = {}
        self.list.selected.connect(lambda _key: self._offer())
        self.undo.clicked.connect(lambda: self.undo_wanted.emit(self.list.key() or ""))

    def show_past(self, past: Sequence[PastImport]) -> None:
        """Show what was imported before; nothing when nothing was."""
        self._past = {each.key: each for each in past}
        for widget in (self._title, self.list, self.undo):
            widget.setVisible(bool(past))
        rows = [
            Row(key=each.key, title=each.title, note=each.note, icon="users",
                tone="accent" if each.undo else "neutral")
            for each in past
        ]  # fmt: skip
        self.list.set_rows(
            rows, None if self.list.key() in self._past else next(iter(self._past), None)
        )
        self._offer()

    def _offer(self) -> None:
        chosen = self._past.get(self.list.key() or "")
        words = next((each.undo for each in self._past.values() if each.undo), "")
        self.undo.set_label(chosen.undo if chosen and chosen.undo else words)
        self.undo.setVisible(bool(words))
        self.undo.setEnabled(bool(chosen and chosen.undo))


def _narrow(select: Select) -> None:
    select.setMinimumContentsLength(8)
    select.setSizeAdjustPolicy(Select.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
