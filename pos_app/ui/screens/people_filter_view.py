"""The panel of filters: kept views above, the fields in columns, each in force at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QWidget

from pos_app.i18n import Translator
from pos_app.presenters.people_filter_state import FilterField, FilterPanelState
from pos_app.ui.widgets.button import Button
from pos_app.ui.widgets.card import Card
from pos_app.ui.widgets.choice import Segmented
from pos_app.ui.widgets.field import Labelled, Select, TextField
from pos_app.ui.widgets.flow import FlowLayout
from pos_app.ui.widgets.label import Label
from pos_app.ui.widgets.layout import bare_row, scrolling

COLUMN: Final = 250
"""Pixels a column of fields wants."""


class _Field:
    """A field's widget, told what to show."""

    def __init__(self, widget: QWidget, show: Callable[[FilterField], None]) -> None:
        self.widget = widget
        self.show = show


class PeopleFilterView(Card):
    """Shows a :class:`FilterPanelState`; the fields are made when first seen."""

    put = Signal(str, str)
    cleared = Signal()
    closed = Signal()
    view_chosen = Signal(str)
    naming = Signal(str)
    name_typed = Signal(str)
    name_put = Signal()
    view_changed = Signal()
    view_dropped = Signal()

    def __init__(self, t: Translator, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._fields: dict[str, _Field] = {}
        self._labels: list[Label] = []
        self._places: list[tuple[QWidget, bool]] = []
        self._columns = 0
        column = self.body(gap=12)
        column.addLayout(self._head(t))
        column.addWidget(self._views(t))
        column.addLayout(self._namer(t))
        self._inside = QWidget()
        self._inside.setProperty("plain", True)
        self._grid = QGridLayout(self._inside)
        self._grid.setContentsMargins(0, 0, 8, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(10)
        column.addWidget(scrolling(self._inside), 1)

    # --- building ----------------------------------------------------------------------------

    def _head(self, t: Translator) -> QHBoxLayout:
        row = bare_row(8)
        self._title = Label(t._("Filters"), "title")
        self._count = Label("", "label", "text-2")
        self.clear = Button(t._("Clear all"), v="ghost", icon="x", size="compact")
        self.done = Button(t._("Close"), v="secondary", icon="check", cap="F7", size="compact")
        self.clear.clicked.connect(self.cleared)
        self.done.clicked.connect(self.closed)
        row.addWidget(self._title)
        row.addWidget(self._count, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        row.addWidget(self.clear)
        row.addWidget(self.done)
        return row

    def _views(self, t: Translator) -> QWidget:
        row = QWidget()
        flow = FlowLayout(row, gap=8)
        self.view = Select(name=t._("Saved views"), size="compact")
        self.view.setMinimumWidth(200)
        self.save = Button(t._("Save as a view"), v="quiet", icon="save", size="compact")
        self.change = Button(t._("Save the changes"), v="quiet", icon="check", size="compact")
        self.rename = Button(t._("Rename"), v="ghost", icon="pencil", size="compact")
        self.drop = Button(t._("Delete"), v="ghost", icon="trash-2", size="compact")
        self.view.chosen.connect(self.view_chosen)
        self.save.clicked.connect(lambda: self.naming.emit("new"))
        self.rename.clicked.connect(lambda: self.naming.emit("rename"))
        self.change.clicked.connect(self.view_changed)
        self.drop.clicked.connect(self.view_dropped)
        for widget in (self.view, self.save, self.change, self.rename, self.drop):
            flow.addWidget(widget)
        return row

    def _namer(self, t: Translator) -> QHBoxLayout:
        row = bare_row(8)
        self.name = TextField(t._("Name of the view"))
        self.keep = Button(t._("Save"), v="primary", icon="check", cap="Enter", size="compact")
        self.name.changed.connect(self.name_typed)
        self.keep.clicked.connect(self.name_put)
        row.addWidget(self.name, 1)
        row.addWidget(self.keep, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _make(self, field: FilterField) -> _Field:
        key = field.key
        if field.kind == "text":
            edit = TextField(field.label, placeholder=field.hint)
            edit.changed.connect(lambda text: self.put.emit(key, text))
            return _Field(edit, lambda now: _show_text(edit, now))
        if field.kind == "ask":
            bar = Segmented(field.choices)
            bar.setAccessibleName(field.label)
            bar.changed.connect(lambda chosen: self.put.emit(key, chosen))
            return _Field(Labelled(field.label, bar), lambda now: bar.set_chosen(now.chosen))
        select = Select(name=field.label)
        select.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        select.chosen.connect(lambda chosen: self.put.emit(key, chosen))
        return _Field(
            Labelled(field.label, select), lambda now: select.set_choices(now.choices, now.chosen)
        )

    def _make_all(self, fields: tuple[FilterField, ...]) -> None:
        for field in fields:
            if field.section:
                label = Label(field.section, "heading")
                self._places.append((label, True))
            made = self._make(field)
            self._fields[field.key] = made
            self._places.append((made.widget, False))

    def _arrange(self) -> None:
        """Put the fields into as many columns as there is room for."""
        columns = max(1, (self.width() - 48) // COLUMN)
        if columns == self._columns or not self._places:
            return
        self._columns = columns
        for widget, _ in self._places:
            self._grid.removeWidget(widget)
        row = column = 0
        for widget, whole in self._places:
            if whole:
                row, column = (row + 1 if column else row), 0
                self._grid.addWidget(widget, row, 0, 1, columns)
                row += 1
                continue
            self._grid.addWidget(widget, row, column, Qt.AlignmentFlag.AlignTop)
            column += 1
            if column == columns:
                row, column = row + 1, 0
        for number in range(8):
            self._grid.setColumnStretch(number, 1 if number < columns else 0)
            self._grid.setColumnMinimumWidth(number, 0)
        self._grid.setRowStretch(row + 1, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Other widths have room for other numbers of columns."""
        super().resizeEvent(event)
        self._arrange()

    # --- state -------------------------------------------------------------------------------

    def begin(self) -> None:
        """The cursor goes to the kept views."""
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def on_enter(self) -> bool:
        """Enter keeps the name that is typed."""
        if self.name.edit.hasFocus():
            self.name_put.emit()
        return True

    def show_panel(self, state: FilterPanelState) -> None:
        """Show the state."""
        if not self._fields:
            self._make_all(state.fields)
            self._arrange()
        for field in state.fields:
            self._fields[field.key].show(field)
        self._count.setText(state.count)
        self.clear.setVisible(bool(state.chips))
        self.view.set_choices(state.views, state.view)
        named = bool(state.naming)
        self.save.setVisible(state.can_keep and not named)
        self.change.setVisible(state.can_change and not named)
        self.rename.setVisible(state.can_keep and bool(state.view) and not named)
        self.drop.setVisible(state.can_keep and bool(state.view) and not named)
        opened = named and not self.name.isVisible()
        self.name.setVisible(named)
        self.keep.setVisible(named)
        self.name.set_text(state.name)
        self.name.set_error(state.error)
        if opened:
            self.name.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)


def _show_text(edit: TextField, field: FilterField) -> None:
    edit.set_text(field.text)
    edit.set_error(field.error)
