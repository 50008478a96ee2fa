"""Lists of two-line rows drawn by a delegate: search results, customers, ledgers, timelines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtCore import Signal as QtSignal
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QScroller,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from pos_app.ui import fonts, icons, theme
from pos_app.ui.keys import MOVES, PICKS
from pos_app.ui.plain_tip import plain_tip
from pos_app.ui.widgets import paint
from pos_app.ui.widgets.label import initials

Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = int(Qt.ItemDataRole.UserRole) + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row: bold first line, quiet second line, a figure and a quiet word at the right.

    ``icon`` draws a tile (``tone`` accent, neutral, warn, danger), ``person`` an avatar with
    initials. ``right_tone`` is a text colour token, ``right_quiet`` sets the figure small and
    grey. Texts are ready to show.
    """

    key: str
    title: str
    note: str = ""
    right: str = ""
    right_note: str = ""
    icon: str = ""
    person: str = ""
    tone: str = "accent"
    right_tone: str = "text"
    right_quiet: bool = False
    enabled: bool = True


class RowModel(QAbstractListModel):
    """Rows for a list view."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[Row, ...] = ()

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Replace the rows; equal rows change nothing, the same keys only repaint."""
        fresh = tuple(rows)
        if fresh == self._rows:
            return
        if [row.key for row in fresh] == [row.key for row in self._rows]:
            self._rows = fresh
            self.dataChanged.emit(self.index(0), self.index(len(fresh) - 1))
            return
        self.beginResetModel()
        self._rows = fresh
        self.endResetModel()

    def row(self, number: int) -> Row:
        """The row at a place."""
        return self._rows[number]

    def rows(self) -> tuple[Row, ...]:
        """All rows."""
        return self._rows

    def rowCount(self, parent: Index | None = None) -> int:
        """How many rows."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The row itself for the delegate, its words for readers and tooltips."""
        if not index.isValid():
            return None
        row = self.row(index.row())
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(row.title)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return ", ".join(part for part in (row.title, row.note, row.right) if part)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Disabled rows cannot be chosen."""
        if index.isValid() and not self.row(index.row()).enabled:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class RowDelegate(QStyledItemDelegate):
    """Draws a ``Row``; the selected one has the soft ground and an accent edge."""

    def __init__(self, parent: QWidget, *, height: int, middle: bool, edge: bool) -> None:
        super().__init__(parent)
        self._height, self._middle, self._edge = height, middle, edge

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """All rows are equally high."""
        return QSize(0, max(self._height, fonts.scaled(self._height - 20) + 20))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one row."""
        row = index.data(ROW_ROLE)
        if not isinstance(row, Row):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = QRectF(option.rect)
        state = option.state
        self._ground(painter, rect, state)
        left = self._picture(painter, rect, row)
        right = self._figures(painter, rect, row)
        words = QRectF(left, rect.y(), right - left - 12, rect.height())
        self._words(painter, words, row)
        painter.restore()

    def _ground(self, painter: QPainter, rect: QRectF, state: QStyle.StateFlag) -> None:
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.fillRect(rect, theme.color("accent-soft"))
            if self._edge:
                painter.fillRect(QRectF(rect.x(), rect.y(), 4, rect.height()), _accent())
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, theme.color("sunken"))
        painter.fillRect(QRectF(rect.x(), rect.bottom() - 1, rect.width(), 1), theme.color("line"))

    def _picture(self, painter: QPainter, rect: QRectF, row: Row) -> float:
        x = rect.x() + 14
        if not (row.person or row.icon):
            return x
        place = QRectF(x, round(rect.center().y() - 20), 40, 40)
        fill, _, ink = paint.badge_look(row.tone)
        if row.person:
            paint.box(painter, place, 20, fill)
            painter.setFont(fonts.sized(14, 600))
            painter.setPen(ink)
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, initials(row.person))
        else:
            paint.box(painter, place, 10, fill)
            icons.paint(painter, row.icon, place.adjusted(10, 10, -10, -10), ink)
        return x + 52

    def _figures(self, painter: QPainter, rect: QRectF, row: Row) -> float:
        role = "label" if row.right_quiet else "bodyStrong"
        width = max(
            fonts.text_width(fonts.role(role), row.right) if row.right else 0,
            fonts.text_width(fonts.role("caption"), row.right_note) if row.right_note else 0,
        )
        edge = rect.right() - 14
        align = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        upper, lower = self._lines(QRectF(edge - width - 2, rect.y(), width + 2, rect.height()))
        if not row.right_note:
            upper = QRectF(edge - width - 2, rect.y(), width + 2, rect.height())
        tone = "text-2" if row.right_quiet else row.right_tone
        ink = theme.color(tone if row.enabled else "disabled")
        paint.text(painter, upper, row.right, role, ink, align)
        paint.text(painter, lower, row.right_note, "caption", theme.color("text-2"), align)
        return edge - width

    def _words(self, painter: QPainter, rect: QRectF, row: Row) -> None:
        upper, lower = self._lines(rect)
        if not row.note:
            upper = rect
        mode = Qt.TextElideMode.ElideMiddle if self._middle else Qt.TextElideMode.ElideRight
        align = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        ink = theme.color("text" if row.enabled else "disabled")
        paint.text(painter, upper, row.title, "bodyStrong", ink, align, mode)
        quiet = theme.color("text-2" if row.enabled else "disabled")
        paint.text(painter, lower, row.note, "caption", quiet, align)

    def _lines(self, rect: QRectF) -> tuple[QRectF, QRectF]:
        upper = fonts.line_height("body")
        lower = fonts.line_height("caption")
        top = rect.y() + (rect.height() - upper - lower) / 2
        return (
            QRectF(rect.x(), top, rect.width(), upper),
            QRectF(rect.x(), top + upper, rect.width(), lower),
        )


def _accent() -> QColor:
    return theme.color("accent")


class RowList(QListView):
    """A list of rows. ``picked(str)`` on tap or Enter, ``selected(str)`` when the cursor moves."""

    picked = QtSignal(str)
    selected = QtSignal(str)

    def __init__(
        self,
        *,
        height: int = 64,
        middle: bool = False,
        edge: bool = True,
        name: str = "",
        rows: RowModel | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.rows = rows if rows is not None else RowModel(self)
        self.setModel(self.rows)
        self.setItemDelegate(RowDelegate(self, height=height, middle=middle, edge=edge))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        QScroller.grabGesture(self.viewport(), QScroller.ScrollerGestureType.TouchGesture)
        self.clicked.connect(self._tapped)
        self.selectionModel().currentChanged.connect(self._moved)
        self._quiet = False

    def set_rows(self, rows: Sequence[Row], chosen: str | None = None) -> None:
        """Show rows, keeping the cursor on its key (or on ``chosen``) without a signal."""
        wanted = chosen if chosen is not None else self.key()
        self._quiet = True
        self.rows.set_rows(rows)
        place = next((n for n, row in enumerate(self.rows.rows()) if row.key == wanted), -1)
        if place >= 0:
            self.setCurrentIndex(self.rows.index(place))
        elif chosen is not None:
            self.clearSelection()
        self._quiet = False

    def key(self) -> str:
        """The key under the cursor, or nothing."""
        index = self.currentIndex()
        return self.rows.row(index.row()).key if index.isValid() else ""

    def step(self, step: int) -> None:
        """Move the cursor by rows, from the outside (search field)."""
        count = self.rows.rowCount()
        if count:
            index = self.currentIndex()
            now = index.row() if index.isValid() else (-1 if step > 0 else count)
            self.setCurrentIndex(self.rows.index(max(0, min(count - 1, now + step))))

    def refresh_fonts(self) -> None:
        """Measure the rows again."""
        self.doItemsLayout()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move, Enter picks; letters and F-keys belong to the page."""
        if event.key() in MOVES:
            super().keyPressEvent(event)
        elif event.key() in PICKS and self.key():
            self.picked.emit(self.key())
        else:
            event.ignore()

    def _tapped(self, index: QModelIndex) -> None:
        row = self.rows.row(index.row())
        if row.enabled:
            self.picked.emit(row.key)

    def _moved(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if current.isValid() and not self._quiet:
            self.selected.emit(self.rows.row(current.row()).key)
