"""A list of two-line rows of any length: one column of a table, whose rows are all equally high.

A list view measures every row before it paints the first; a table with fixed rows does not.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QScroller, QTableView, QWidget

from pos_app.ui import fonts
from pos_app.ui.keys import MOVES, PICKS
from pos_app.ui.models.people import PagedRowModel, Reader
from pos_app.ui.widgets.rows import RowDelegate

ROW: Final = 64


class LongRowList(QTableView):
    """Rows by pages. ``picked(int)`` on Enter or a double tap, ``selected(int)`` on the cursor."""

    picked = Signal(int)
    selected = Signal(int)

    def __init__(self, read: Reader, *, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._quiet = False
        self.rows = PagedRowModel(read, self)
        self.setModel(self.rows)
        self.setItemDelegate(RowDelegate(self, height=ROW, middle=False, edge=True))
        self.setShowGrid(False)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.refresh_fonts()
        QScroller.grabGesture(self.viewport(), QScroller.ScrollerGestureType.TouchGesture)
        self.doubleClicked.connect(lambda index: self.picked.emit(index.row()))
        self.selectionModel().currentRowChanged.connect(self._moved)

    def refresh_fonts(self) -> None:
        """Measure the rows again."""
        self.verticalHeader().setDefaultSectionSize(max(ROW, fonts.scaled(ROW - 20) + 20))

    def show_rows(self, total: int, place: int, *, keep: bool) -> None:
        """Read again; the cursor goes to ``place`` (−1: nowhere) without a signal.

        ``keep`` leaves the list where it was scrolled to.
        """
        bar = self.verticalScrollBar()
        top = bar.value()
        self._quiet = True
        self.rows.reset(total)
        if keep:
            self._put(place, scroll=False)
            bar.setValue(top)
        else:
            self.scrollToTop()
            self._put(place, scroll=place > 0)
        self._quiet = False

    def set_place(self, place: int) -> None:
        """Move the cursor without a signal."""
        if place != self.place():
            self._quiet = True
            self._put(place, scroll=True)
            self._quiet = False

    def place(self) -> int:
        """Where the cursor is, or −1."""
        return self.currentIndex().row()

    def page_rows(self) -> int:
        """How many whole rows are in sight, at least one."""
        return max(1, self.viewport().height() // max(1, self.rowHeight(0) or ROW))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move, Enter picks; letters and F-keys belong to the page."""
        if event.key() in MOVES:
            super().keyPressEvent(event)
        elif event.key() in PICKS and self.place() >= 0:
            self.picked.emit(self.place())
        else:
            event.ignore()

    def _put(self, place: int, *, scroll: bool) -> None:
        if place < 0:
            self.clearSelection()
            self.setCurrentIndex(QModelIndex())
            return
        self.setAutoScroll(scroll)
        self.selectRow(place)
        if scroll:
            self.scrollTo(self.rows.index(place))

    def _moved(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if current.isValid() and not self._quiet:
            self.selected.emit(current.row())
