"""A column of rows that are put in order: dragged by the grip, or by keys of the page."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from pos_app.ui import icons, theme
from pos_app.ui.widgets import paint

_FAR = 6


class Grip(QWidget):
    """Six dots to take a row by; ``pulled(int)`` is how far, ``let_go()`` the end."""

    pulled = Signal(int)
    let_go = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(24, 40)
        self.setCursor(Qt.CursorShape.SizeVerCursor)
        self._start: QPoint | None = None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold."""
        self._start = event.globalPosition().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Pull."""
        if self._start is not None:
            self.pulled.emit(event.globalPosition().toPoint().y() - self._start.y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        self._start = None
        self.let_go.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the dots."""
        painter = paint.start(self)
        icons.paint(painter, "grip-vertical", QRectF(self.rect()), theme.color("text-2"))
        painter.end()


class Ordered(QWidget):
    """Rows one below the other; ``moved(key, place)`` when one was dragged elsewhere.

    The first ``fixed`` rows stay where they are and do not count.
    """

    moved = Signal(str, int)

    def __init__(self, *, gap: int = 8, fixed: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fixed = fixed
        self._keys: list[str] = []
        self._rows: list[QWidget] = []
        self._mark: int | None = None
        self._target: int | None = None
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(gap)

    def put_rows(self, rows: Sequence[tuple[str, QWidget, Grip | None]]) -> None:
        """Take these rows, by key, with the grip of each."""
        while self.column.count():
            self.column.takeAt(0)
        self._keys = [key for key, _, _ in rows]
        self._rows = [row for _, row, _ in rows]
        for row in self._rows:
            self.column.addWidget(row)
            row.show()

    def connect_grip(self, key: str, grip: Grip) -> None:
        """Let a row be dragged."""
        grip.pulled.connect(lambda by: self._pulled(key, by))
        grip.let_go.connect(lambda: self._let_go(key))

    def _pulled(self, key: str, by: int) -> None:
        if key not in self._keys or abs(by) < _FAR:
            return
        place = self._keys.index(key)
        middle = self._rows[place].geometry().center().y() + by
        others = [row for at, row in enumerate(self._rows) if at != place and at >= self._fixed]
        target = sum(1 for row in others if row.geometry().center().y() < middle)
        self._target = target
        gap = self.column.spacing()
        if target < len(others):
            self._mark = others[target].geometry().top() - gap // 2 - 1
        elif others:
            self._mark = others[-1].geometry().bottom() + gap // 2
        self._cover().update()

    def _let_go(self, key: str) -> None:
        target, self._target, self._mark = self._target, None, None
        self._cover().hide()
        here = self._keys.index(key) - self._fixed if key in self._keys else target
        if target is not None and target != here:
            self.moved.emit(key, target)

    def _cover(self) -> _Mark:
        mark = self.findChild(_Mark)
        if mark is None:
            mark = _Mark(self)
        mark.setGeometry(self.rect())
        mark.at = self._mark
        mark.show()
        mark.raise_()
        return mark


class _Mark(QWidget):
    """The line that says where a dragged row would go."""

    at: int | None = None

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the line."""
        if self.at is None:
            return
        painter: QPainter = paint.start(self)
        spot = QRectF(0, max(0, self.at - 1), self.width(), 3)
        paint.box(painter, spot, 1.5, theme.color("accent"))
        painter.end()
