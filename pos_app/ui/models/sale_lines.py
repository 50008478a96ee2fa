"""The lines of the sale as a Qt model that changes as little as possible: rows keep their place."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from pos_app.presenters.sale_state import LineView
from pos_app.ui.plain_tip import plain_tip

LINE_ROLE = int(Qt.ItemDataRole.UserRole) + 1

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class SaleLinesModel(QAbstractListModel):
    """Rows are :class:`LineView` values; ``LINE_ROLE`` gives the value itself."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: list[LineView] = []

    def rowCount(self, parent: _Index = _ROOT) -> int:
        """How many lines there are."""
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        """One column: the line is drawn whole."""
        return 0 if parent.isValid() else 1

    def data(self, index: _Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """The line, its name for plain readers, or its sentence for a screen reader."""
        if not index.isValid() or index.row() >= len(self._lines):
            return None
        line = self._lines[index.row()]
        if role == LINE_ROLE:
            return line
        if role == int(Qt.ItemDataRole.DisplayRole):
            return line.name
        if role == int(Qt.ItemDataRole.ToolTipRole):
            return plain_tip(line.name)
        if role == int(Qt.ItemDataRole.AccessibleTextRole):
            return line.accessible or line.name
        return None

    def line_at(self, row: int) -> LineView | None:
        """The line in a row, or None outside."""
        return self._lines[row] if 0 <= row < len(self._lines) else None

    def row_of(self, line_id: str) -> int:
        """The row of a line, -1 when it is not here."""
        for row, line in enumerate(self._lines):
            if line.line_id == line_id:
                return row
        return -1

    def set_lines(self, lines: Sequence[LineView]) -> None:
        """Show these lines: rows that stay keep their place, only what differs is announced."""
        new = list(lines)
        head = _common([line.line_id for line in self._lines], [line.line_id for line in new])
        tail = _common(
            [line.line_id for line in reversed(self._lines[head:])],
            [line.line_id for line in reversed(new[head:])],
        )
        self._remove(head, len(self._lines) - tail)
        self._insert(head, new[head : len(new) - tail])
        for row, line in enumerate(new):
            if self._lines[row] is not line and self._lines[row] != line:
                self._lines[row] = line
                place = self.index(row)
                self.dataChanged.emit(place, place)

    def _remove(self, first: int, end: int) -> None:
        if end > first:
            self.beginRemoveRows(_ROOT, first, end - 1)
            del self._lines[first:end]
            self.endRemoveRows()

    def _insert(self, at: int, lines: list[LineView]) -> None:
        if lines:
            self.beginInsertRows(_ROOT, at, at + len(lines) - 1)
            self._lines[at:at] = lines
            self.endInsertRows()


def _common(first: list[str], second: list[str]) -> int:
    count = 0
    for one, other in zip(first, second, strict=False):
        if one != other:
            break
        count += 1
    return count
