"""Tables: one-line rows 41-48 px high, no grid, grey captions, numbers at the right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QScroller,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from pos_app.ui import fonts, icons, theme
from pos_app.ui.keys import MOVES, PICKS
from pos_app.ui.plain_tip import plain_tip
from pos_app.ui.widgets import paint

Index = QModelIndex | QPersistentModelIndex
CELL_ROLE = int(Qt.ItemDataRole.UserRole) + 2
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
CAPTION_ROOM = 20
"""Pixels a caption needs beside its words: the style's padding on both sides and a little more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column: caption, width in px (0 takes what is left), numbers at the right.

    ``middle`` elides in the middle (product names); ``strong`` is half-bold.
    """

    title: str
    width: int = 0
    right: bool = False
    strong: bool = False
    middle: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell with more than text: a colour token, an icon, a badge tone, struck through."""

    text: str = ""
    tone: str = "text"
    icon: str = ""
    badge: str = ""
    struck: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """A row: its key and one cell (or plain text) for each column."""

    key: str
    cells: tuple[Cell | str, ...] = field(default=())


class TableModel(QAbstractTableModel):
    """Ready-to-show rows under captions."""

    def __init__(self, columns: Sequence[Column], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self._rows: tuple[TableRow, ...] = ()

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Change captions and widths (another language)."""
        if tuple(columns) != self._columns:
            self.beginResetModel()
            self._columns = tuple(columns)
            self.endResetModel()

    def set_rows(self, rows: Sequence[TableRow]) -> None:
        """Replace the rows."""
        fresh = tuple(rows)
        if fresh == self._rows:
            return
        self.beginResetModel()
        self._rows = fresh
        self.endResetModel()

    def columns(self) -> tuple[Column, ...]:
        """The columns."""
        return self._columns

    def row(self, number: int) -> TableRow:
        """The row at a place."""
        return self._rows[number]

    def place(self, key: str) -> int:
        """The place of a key, or −1."""
        return next((n for n, row in enumerate(self._rows) if row.key == key), -1)

    def rowCount(self, parent: Index | None = None) -> int:
        """How many rows."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index | None = None) -> int:
        """How many columns."""
        return 0 if parent is not None and parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The cell for the delegate, its text for readers and tooltips."""
        if not index.isValid():
            return None
        cells = self._rows[index.row()].cells
        cell = cells[index.column()] if index.column() < len(cells) else ""
        if role == CELL_ROLE:
            return Cell(text=cell) if isinstance(cell, str) else cell
        texts = (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.ToolTipRole,
            Qt.ItemDataRole.AccessibleTextRole,
        )
        if role in texts:
            text = cell if isinstance(cell, str) else cell.text
            return plain_tip(text) if role == Qt.ItemDataRole.ToolTipRole else text
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if self._columns[index.column()].right else _LEFT
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """Captions."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self._columns):
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if self._columns[section].right else _LEFT
        return None


class CellDelegate(QStyledItemDelegate):
    """Draws a cell; works for any model, with ``CELL_ROLE`` or plain text."""

    def __init__(self, parent: Table, *, height: int) -> None:
        super().__init__(parent)
        self._height = height

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """All rows are equally high."""
        return QSize(40, self._height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw ground, line and content."""
        cell = index.data(CELL_ROLE)
        if not isinstance(cell, Cell):
            cell = Cell(text=str(index.data() or ""))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(option.rect)
        state = option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.color("accent-soft"))
        elif self._hovered(index):
            painter.fillRect(rect, theme.color("sunken"))
        painter.fillRect(QRectF(rect.x(), rect.bottom() - 1, rect.width(), 1), theme.color("line"))
        self._content(painter, rect.adjusted(8, 0, -8, 0), cell, self._column(index))
        painter.restore()

    def _hovered(self, index: Index) -> bool:
        table = self.parent()
        return isinstance(table, Table) and table.hovered_row() == index.row()

    def _column(self, index: Index) -> Column:
        model = index.model()
        if isinstance(model, TableModel):
            return model.columns()[index.column()]
        align = index.data(Qt.ItemDataRole.TextAlignmentRole)
        right = bool(align and Qt.AlignmentFlag(align) & Qt.AlignmentFlag.AlignRight)
        return Column(title="", right=right)

    def _content(self, painter: QPainter, rect: QRectF, cell: Cell, column: Column) -> None:
        if cell.badge:
            size = paint.badge_size(cell.text)
            left = rect.right() - size.width() if column.right else rect.x()
            top = round(rect.center().y() - size.height() / 2)
            place = QRectF(left, top, size.width(), size.height())
            paint.badge(painter, place, cell.text, cell.badge)
            return
        ink = theme.color("text-3" if cell.struck else cell.tone)
        if cell.icon:
            icons.paint(painter, cell.icon, QRectF(rect.x(), rect.y(), 20, rect.height()), ink)
            rect = rect.adjusted(28, 0, 0, 0)
        font = fonts.role("bodyStrong") if column.strong else fonts.sized(14, 500)
        font.setStrikeOut(cell.struck)
        mode = Qt.TextElideMode.ElideMiddle if column.middle else Qt.TextElideMode.ElideRight
        painter.setFont(font)
        painter.setPen(ink)
        words = painter.fontMetrics().elidedText(cell.text, mode, int(rect.width()) + 1)
        painter.drawText(rect, int(_RIGHT if column.right else _LEFT), words)


class Table(QTableView):
    """A table of rows. ``picked(str)`` on double tap or Enter, ``selected(str)`` on the cursor.

    Give ``columns`` for ready rows (``set_rows``), or any own model through ``setModel`` with
    ``set_widths``.
    """

    picked = Signal(str)
    selected = Signal(str)

    def __init__(
        self,
        columns: Sequence[Column] = (),
        *,
        row_height: int = 48,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._hover, self._quiet = -1, False
        self.table_model = TableModel(columns, self)
        self.setItemDelegate(CellDelegate(self, height=row_height))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(max(row_height, fonts.scaled(row_height - 20) + 20))
        head = self.horizontalHeader()
        head.setFont(fonts.role("caption"))
        head.setHighlightSections(False)
        head.setAccessibleName(name)
        head.setSectionsClickable(False)
        head.setFixedHeight(fonts.line_height("caption") + 16)
        QScroller.grabGesture(self.viewport(), QScroller.ScrollerGestureType.TouchGesture)
        self.setModel(self.table_model)
        self.set_widths([column.width for column in columns])
        self.doubleClicked.connect(lambda index: self._pick(index.row()))
        self.entered.connect(self._enter)

    def setModel(self, model: QAbstractItemModel | None) -> None:
        """Use a model and follow its cursor."""
        super().setModel(model)
        self.selectionModel().currentRowChanged.connect(self._moved)

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Change captions and widths."""
        self.table_model.set_columns(columns)
        self.set_widths([column.width for column in columns])

    def set_widths(self, widths: Sequence[int]) -> None:
        """Fix the widths in px, never under the caption's own; 0 stretches."""
        head = self.horizontalHeader()
        model = self.model()
        for number, width in enumerate(widths):
            mode = QHeaderView.ResizeMode.Fixed if width else QHeaderView.ResizeMode.Stretch
            head.setSectionResizeMode(number, mode)
            if width:
                said = model.headerData(number, Qt.Orientation.Horizontal) if model else ""
                caption = fonts.text_width(head.font(), str(said or "")) + CAPTION_ROOM
                head.resizeSection(number, max(fonts.scaled(width), round(caption)))

    def set_rows(self, rows: Sequence[TableRow], chosen: str | None = None) -> None:
        """Show rows, keeping the cursor on its key (or on ``chosen``) without a signal."""
        wanted = chosen if chosen is not None else self.key()
        self._quiet = True
        self.table_model.set_rows(rows)
        place = self.table_model.place(wanted)
        if place >= 0:
            self.selectRow(place)
        elif chosen is not None:
            self.clearSelection()
        self._quiet = False

    def key(self) -> str:
        """The key under the cursor, or nothing."""
        index = self.currentIndex()
        if not index.isValid() or self.model() is not self.table_model:
            return ""
        return self.table_model.row(index.row()).key

    def hovered_row(self) -> int:
        """The row under the pointer, or −1."""
        return self._hover

    def refresh_fonts(self) -> None:
        """Take the caption font again."""
        self.horizontalHeader().setFont(fonts.role("caption"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move, Enter picks; the rest belongs to the page."""
        if event.key() in MOVES:
            super().keyPressEvent(event)
        elif event.key() in PICKS and self.key():
            self.picked.emit(self.key())
        else:
            event.ignore()

    def leaveEvent(self, event: QEvent) -> None:
        """Light off."""
        self._hover = -1
        self.viewport().update()

    def _enter(self, index: QModelIndex) -> None:
        if index.row() != self._hover:
            self._hover = index.row()
            self.viewport().update()

    def _pick(self, row: int) -> None:
        if self.model() is self.table_model and row >= 0:
            self.picked.emit(self.table_model.row(row).key)

    def _moved(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if current.isValid() and not self._quiet and self.model() is self.table_model:
            self.selected.emit(self.table_model.row(current.row()).key)
