"""Rows of a list of any length, read by pages as they come into sight; the last pages are kept."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QWidget

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
        self._read = read
        self._total = 0
        self._pages: OrderedDict[int, tuple[Row, ...]] = OrderedDict()

    def reset(self, total: int) -> None:
        """Forget all rows; there are ``total`` of them now."""
        self.beginResetModel()
        self._pages.clear()
        self._total = total
        self.endResetModel()

    def grow(self, total: int) -> None:
        """More rows are known behind the last one."""
        if total <= self._total:
            return
        self.beginInsertRows(QModelIndex(), self._total, total - 1)
        self._pages.pop(self._total // PAGE, None)
        self._total = total
        self.endInsertRows()

    def rowCount(self, parent: Index | None = None) -> int:
        """How many rows there are, read or not."""
        return 0 if parent is not None and parent.isValid() else self._total

    def row(self, number: int) -> Row:
        """The row at a place, read now if need be."""
        page = self._page(number // PAGE)
        place = number % PAGE
        return page[place] if place < len(page) else _EMPTY

    def pages_at_hand(self) -> int:
        """How many pages are kept."""
        return len(self._pages)

    def _page(self, number: int) -> tuple[Row, ...]:
        page = self._pages.get(number)
        if page is None:
            page = tuple(self._read(number * PAGE, PAGE))
            self._pages[number] = page
            while len(self._pages) > KEPT_PAGES:
                self._pages.popitem(last=False)
        else:
            self._pages.move_to_end(number)
        return page
