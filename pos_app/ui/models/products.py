"""Rows of a long list, read by pages as they come into sight; the last pages stay at hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QWidget

from pos_app.ui.models.pages import Pages
from pos_app.ui.plain_tip import plain_tip
from pos_app.ui.widgets.table import CELL_ROLE, Cell, Column, Index, TableModel, TableRow

PAGE: Final = 240
KEPT_PAGES: Final = 20

Reader = Callable[[int, int], Sequence[TableRow]]
"""Called with offset and limit; the rows there, ready to show."""

_EMPTY: Final = TableRow(key="", cells=())
_TEXTS: Final = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.AccessibleTextRole,
)


class PagedTableModel(TableModel):
    """A table of ``total`` rows of which only those looked at are read.

    :meth:`reset` says that rows have to be read again; a list that only grew at its end (a count
    that became known) keeps what it has.
    """

    def __init__(
        self, columns: Sequence[Column], read: Reader, parent: QWidget | None = None
    ) -> None:
        super().__init__(columns, parent)
        self._total = 0
        self._pages = Pages(read, PAGE, KEPT_PAGES)

    def reset(self, total: int) -> None:
        """Forget all rows; there are ``total`` of them now."""
        self.beginResetModel()
        self._pages.forget()
        self._total = total
        self.endResetModel()

    def grow(self, total: int) -> None:
        """More rows are known behind the last one."""
        if total <= self._total:
            return
        self.beginInsertRows(QModelIndex(), self._total, total - 1)
        self._pages.grown(self._total)
        self._total = total
        self.endInsertRows()

    def rowCount(self, parent: Index | None = None) -> int:
        """How many rows there are, read or not."""
        return 0 if parent is not None and parent.isValid() else self._total

    def row(self, number: int) -> TableRow:
        """The row at a place, read now if need be."""
        row = self._pages.row(number)
        return _EMPTY if row is None else row

    def place(self, key: str) -> int:
        """The place of a key among the rows at hand, or −1."""
        return self._pages.place(lambda row: row.key == key)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The cell for the delegate, its text for readers and tooltips."""
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return super().headerData(index.column(), Qt.Orientation.Horizontal, role)
        if role != CELL_ROLE and role not in _TEXTS:
            return None
        cells = self.row(index.row()).cells
        cell = cells[index.column()] if index.column() < len(cells) else ""
        if role == CELL_ROLE:
            return Cell(text=cell) if isinstance(cell, str) else cell
        text = cell if isinstance(cell, str) else cell.text
        return plain_tip(text) if role == Qt.ItemDataRole.ToolTipRole else text

    def pages_at_hand(self) -> int:
        """How many pages are kept."""
        return len(self._pages)
