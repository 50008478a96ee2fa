"""The prices of a product beside its list price, and the history of that one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from pos_app.i18n import Translator
from pos_app.presenters.product_edit_state import LevelRow, ProductEditState
from pos_app.ui.screens.product_edit_parts import PricesTable
from pos_app.ui.widgets.button import Button
from pos_app.ui.widgets.card import Card
from pos_app.ui.widgets.field import Labelled, Select, TextField
from pos_app.ui.widgets.label import Label
from pos_app.ui.widgets.table import Cell, Column, Table, TableRow

_TOP = Qt.AlignmentFlag.AlignTop
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter

TEXTS: Final = {
    "level_new_group": "new_group",
    "level_quantity": "quantity",
    "level_price": "price",
    "level_from": "first",
    "level_to": "last",
}
"""The fields by the names the presenter knows, and where their texts stand in the state."""


MOST_SHOWN: Final = 5
"""Rows of the table before it scrolls."""


class LevelsTable(Table):
    """For whom, from how many, at which price, what is left of it, and when."""

    def __init__(self, t: Translator) -> None:
        super().__init__(
            [
                Column(title=t._("For whom")),
                Column(title=t.pgettext("quantity", "From"), width=96, right=True),
                Column(title=t._("Price"), width=112, right=True, strong=True),
                Column(title=t._("Margin"), width=88, right=True),
                Column(title=t.pgettext("price", "Days"), width=212),
            ],
            row_height=41,
            name=t._("Other prices"),
        )

    def show_levels(self, rows: Sequence[LevelRow], chosen: str) -> None:
        """Show the prices; ``chosen`` is the one being changed."""
        self.set_rows([_table_row(row) for row in rows], chosen=chosen)
        shown = min(len(rows), MOST_SHOWN) * self.verticalHeader().defaultSectionSize()
        self.setFixedHeight(self.horizontalHeader().height() + shown + 2)


def _table_row(row: LevelRow) -> TableRow:
    plain = "text-3" if row.tone == "muted" else "text"
    quiet = "text-3" if row.tone == "muted" else "text-2"
    money = "danger-text" if row.tone == "danger" else plain
    return TableRow(
        key=row.key,
        cells=(
            Cell(text=row.who, tone=plain),
            Cell(text=row.quantity, tone=quiet),
            Cell(text=row.price, tone=money),
            Cell(text=row.margin, tone=money if row.tone == "danger" else quiet),
            Cell(text=row.days, tone=quiet),
        ),
    )


class PricesPane(Card):
    """Other prices above, the history of the list price below."""

    typed = Signal(str, str)
    put = Signal()
    ended = Signal()
    dropped = Signal()
    picked = Signal(str)

    def __init__(self, t: Translator, optional: str, parent: QWidget | None = None) -> None:
        super().__init__(level=0, parent=parent)
        self._t, self._optional = t, optional
        self.fields: dict[str, TextField] = {}
        column = self.body(gap=8)
        column.addWidget(Label(t._("Other prices"), "heading"))
        self.levels = LevelsTable(t)
        column.addWidget(self.levels)
        self._empty = Label("", "label", "text-2", wrap=True)
        column.addWidget(self._empty)
        self._form = QWidget()
        self._form.setProperty("plain", True)
        inside = QVBoxLayout(self._form)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(8)
        inside.addLayout(self._grid())
        inside.addLayout(self._buttons())
        column.addWidget(self._form)
        self._title = Label(t._("Price history"), "heading")
        column.addWidget(self._title)
        self.prices = PricesTable(t)
        self.prices.setMinimumHeight(80)
        column.addWidget(self.prices, 1)
        self._none = Label("", "label", "text-2", wrap=True)
        column.addWidget(self._none, 1, _TOP)
        self._connect()

    def _grid(self) -> QGridLayout:
        t = self._t
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        self.group = Select(name=t._("For whom"))
        names = {
            "level_new_group": t._("Name of the new group"),
            "level_quantity": t._("From quantity"),
            "level_price": t._("Price"),
            "level_from": t._("First day"),
            "level_to": t._("Last day"),
        }
        for name, label in names.items():
            free = "" if name in ("level_new_group", "level_price") else self._optional
            self.fields[name] = TextField(label, optional=free)
        for name in ("level_quantity", "level_price"):
            self.fields[name].edit.setAlignment(_RIGHT)
        grid.addWidget(Labelled(t._("For whom"), self.group), 0, 0, _TOP)
        grid.addWidget(self.fields["level_quantity"], 0, 1, _TOP)
        grid.addWidget(self.fields["level_price"], 0, 2, _TOP)
        grid.addWidget(self.fields["level_new_group"], 1, 0, _TOP)
        grid.addWidget(self.fields["level_from"], 1, 1, _TOP)
        grid.addWidget(self.fields["level_to"], 1, 2, _TOP)
        for place in range(3):
            grid.setColumnStretch(place, 1)
        return grid

    def _buttons(self) -> QHBoxLayout:
        t = self._t
        row = QHBoxLayout()
        row.setSpacing(8)
        self.put_button = Button("", v="quiet", icon="plus")
        self.end_button = Button(t._("End this price"), v="ghost", icon="x")
        self.drop_button = Button(t._("Another price"), v="ghost", icon="undo")
        for button in (self.put_button, self.end_button, self.drop_button):
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _connect(self) -> None:
        for name, field in self.fields.items():
            field.changed.connect(lambda text, it=name: self.typed.emit(it, text))
        self.group.chosen.connect(lambda key: self.typed.emit("level_group", key))
        self.put_button.clicked.connect(self.put)
        self.end_button.clicked.connect(self.ended)
        self.drop_button.clicked.connect(self.dropped)
        self.levels.selected.connect(self.picked)
        self.levels.picked.connect(self.picked)
        self.levels.clicked.connect(lambda _index: self.picked.emit(self.levels.key()))

    def has_cursor(self) -> bool:
        """Whether somebody types into the price at hand."""
        return any(field.edit.hasFocus() for field in self.fields.values())

    def targets(self) -> dict[str, QWidget]:
        """The fields by name, to put the cursor into."""
        found: dict[str, QWidget] = {name: field.edit for name, field in self.fields.items()}
        return {**found, "level_group": self.group}

    def show_prices(self, state: ProductEditState) -> None:
        """Show the prices, the one being typed, and the history."""
        levels, errors = state.levels, state.errors
        usable = levels.usable and not state.locked
        self.levels.setVisible(bool(levels.rows))
        chosen = str(levels.values.rule_id) if levels.editing else ""
        self.levels.show_levels(levels.rows, chosen)
        self._empty.setText(levels.empty)
        self._empty.setVisible(not levels.rows)
        self._form.setVisible(usable)
        for name, own in TEXTS.items():
            self.fields[name].set_text(getattr(levels.values, own))
        self._show_errors(errors)
        self.fields["level_price"].set_suffix(state.price_suffix)
        self.fields["level_quantity"].set_suffix(levels.quantity_suffix)
        self.fields["level_new_group"].setVisible(levels.new_group_open)
        self.group.set_choices(levels.groups, levels.values.group)
        self.put_button.set_label(levels.put_words)
        self.put_button.setEnabled(levels.changed)
        self.end_button.setVisible(levels.editing)
        self.drop_button.setVisible(levels.editing or levels.changed)
        self._title.setVisible(not state.is_new)
        self.prices.setVisible(bool(state.prices))
        self.prices.show_prices(state.prices)
        self._none.setText(state.prices_empty)
        self._none.setVisible(not state.prices)

    def _show_errors(self, errors: Mapping[str, str]) -> None:
        for name, field in self.fields.items():
            field.set_error(errors.get(name, ""))
        if "level_group" in errors:
            self.fields["level_price"].set_error(errors["level_group"])
