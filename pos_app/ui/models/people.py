"""Rows of a list of any length, read by pages as they come into sight; the last pages are kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QWidget

from pos_app.ui.models.pages import Pages
from pos_app.ui.widgets.rows import Index, Row, RowModel

PAGE: Final = 60
KEPT_PAGES: Final = 40

Reader = Callable[[int, int], Sequence[Row]]
"""Called with offset and limit; the rows there, ready to show."""

_EMPTY: Final = Row(key="", title="…", enabled=False)


class PagedRowModel(RowModel):
    """``total`` rows of which only those looked at are read; see ``PagedTableModel``."""

    def __init__(self, read: Reader, parent: QWidget | None = None) -> None:
        super().__init__(parent)
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

    def row(self, number: int) -> Row:
        """The row at a place, read now if need be."""
        row = self._pages.row(number)
        return _EMPTY if row is None else row

    def pages_at_hand(self) -> int:
        """How many pages are kept."""
        return len(self._pages)
