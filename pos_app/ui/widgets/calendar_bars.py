"""A calendar of bars: months as columns, one row for each thing that lasts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QScroller,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from pos_app.ui import fonts, theme, tokens
from pos_app.ui.keys import MOVES, PICKS
from pos_app.ui.widgets import paint

Index = QModelIndex | QPersistentModelIndex
BAR_ROLE = int(Qt.ItemDataRole.UserRole) + 3
ROW = 48
NAMES = 0.26
"""The share of the breadth that names take."""

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One row: ``start`` and ``end`` are shares of the months shown; ``words`` are spoken."""

    key: str
    name: str
    start: float
    end: float
    open_start: bool = False
    open_end: bool = False
    tone: str = "accent"
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """The columns: (title, start, end) as shares, and where today is (−1: not in sight)."""

    months: tuple[tuple[str, float, float], ...] = ()
    today: float = -1.0


class _Model(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.bars: tuple[Bar, ...] = ()

    def set_bars(self, bars: Sequence[Bar]) -> None:
        if tuple(bars) != self.bars:
            self.beginResetModel()
            self.bars = tuple(bars)
            self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.bars)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        bar = self.bars[index.row()]
        if role == BAR_ROLE:
            return bar
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return bar.words
        return None


class _Delegate(QStyledItemDelegate):
    def __init__(self, view: BarList) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(200, max(ROW, fonts.scaled(ROW - 20) + 20))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        bar = index.data(BAR_ROLE)
        if not isinstance(bar, Bar):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(option.rect)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.color("accent-soft"))
            painter.fillRect(QRectF(rect.x(), rect.y(), 4, rect.height()), theme.color("accent"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, theme.color("sunken"))
        names = rect.width() * NAMES
        words = QRectF(rect.x() + 14, rect.y(), names - 22, rect.height())
        paint.text(painter, words, bar.name, "bodyStrong", theme.color("text"), _LEFT)
        room = QRectF(rect.x() + names, rect.y(), rect.width() - names - 8, rect.height())
        draw_grid(painter, room, self._view.grid)
        self._bar(painter, room, bar)
        painter.restore()

    def _bar(self, painter: QPainter, room: QRectF, bar: Bar) -> None:
        left = room.x() + room.width() * bar.start
        right = room.x() + room.width() * bar.end
        tall = min(24.0, room.height() - 16)
        rect = QRectF(left, room.center().y() - tall / 2, max(6.0, right - left), tall)
        radius = tokens.radius("sm")
        solid = bar.tone == "accent"
        fill, _, ink = paint.badge_look("solid" if solid else bar.tone)
        painter.save()
        painter.setClipRect(room)
        grown = rect.adjusted(-radius if bar.open_start else 0, 0, radius if bar.open_end else 0, 0)
        paint.box(painter, grown, radius, fill, None if solid else ink, 1.5)
        painter.restore()


def draw_grid(painter: QPainter, room: QRectF, grid: Grid) -> None:
    """Lines between the months and at today."""
    for _title, start, _end in grid.months:
        x = room.x() + room.width() * start
        painter.fillRect(QRectF(x, room.y(), 1, room.height()), theme.color("line"))
    if grid.today >= 0:
        x = room.x() + room.width() * grid.today
        painter.fillRect(QRectF(x - 1, room.y(), 2, room.height()), theme.color("danger"))


class BarList(QListView):
    """The rows; ``picked(str)`` on double tap or Enter, ``selected(str)`` on the cursor,
    ``turned(int)`` on the arrows to the side."""

    picked = Signal(str)
    selected = Signal(str)
    turned = Signal(int)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.grid = Grid()
        self._model = _Model(self)
        self._quiet = False
        self.setModel(self._model)
        self.setItemDelegate(_Delegate(self))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        QScroller.grabGesture(self.viewport(), QScroller.ScrollerGestureType.TouchGesture)
        self.doubleClicked.connect(
            lambda index: self.picked.emit(self._model.bars[index.row()].key)
        )
        self.selectionModel().currentChanged.connect(self._moved)

    def set_bars(self, bars: Sequence[Bar], grid: Grid, chosen: str) -> None:
        """Show rows, the cursor on ``chosen``, without a signal."""
        self._quiet = True
        self.grid = grid
        self._model.set_bars(bars)
        place = next((n for n, bar in enumerate(self._model.bars) if bar.key == chosen), -1)
        if place >= 0:
            self.setCurrentIndex(self._model.index(place))
        else:
            self.clearSelection()
        self._quiet = False
        self.viewport().update()

    def key(self) -> str:
        """The key under the cursor, or nothing."""
        index = self.currentIndex()
        return self._model.bars[index.row()].key if index.isValid() else ""

    def refresh_fonts(self) -> None:
        """Measure the rows again."""
        self.doItemsLayout()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down move, left and right turn the months, Enter picks."""
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.turned.emit(-1 if event.key() == Qt.Key.Key_Left else 1)
        elif event.key() in MOVES:
            super().keyPressEvent(event)
        elif event.key() in PICKS and self.key():
            self.picked.emit(self.key())
        else:
            event.ignore()

    def _moved(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if current.isValid() and not self._quiet:
            self.selected.emit(self._model.bars[current.row()].key)


class _Head(QWidget):
    """The names of the months over their columns."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.grid = Grid()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(fonts.line_height("caption") + 14)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = paint.start(self)
        names = self.width() * NAMES
        room = QRectF(names, 0, self.width() - names - 8, self.height())
        for title, start, end in self.grid.months:
            left = room.x() + room.width() * start
            place = QRectF(left + 6, 0, room.width() * (end - start) - 8, self.height())
            paint.text(painter, place, title, "caption", theme.color("text-2"), _LEFT)
        painter.end()


class CalendarBars(QWidget):
    """Months over the rows."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._head = _Head()
        self.rows = BarList(name)
        column.addWidget(self._head)
        column.addWidget(self.rows, 1)

    def show_bars(self, bars: Sequence[Bar], grid: Grid, chosen: str) -> None:
        """Show a calendar."""
        self._head.grid = grid
        self._head.setAccessibleName(", ".join(title for title, _, _ in grid.months))
        self._head.update()
        self.rows.set_bars(bars, grid, chosen)
