"""How widgets stand together: rows, columns, stacks, what scrolls, the way of Tab."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QScrollArea,
    QScroller,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

RING = 5
"""Room in pixels that what scrolls leaves around itself for the ring of the focus."""


def bare_column(gap: int = 0) -> QVBoxLayout:
    """A column without margins."""
    column = QVBoxLayout()
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(gap)
    return column


def bare_row(gap: int = 8) -> QHBoxLayout:
    """A row without margins."""
    row = QHBoxLayout()
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(gap)
    return row


def tab_order(widgets: Iterable[QWidget]) -> None:
    """Let Tab walk through ``widgets`` in this order, as the eye does."""
    for first, second in pairwise(widgets):
        QWidget.setTabOrder(first, second)


def scrolling(inside: QWidget) -> QScrollArea:
    """``inside`` in an area that scrolls up and down, by wheel and by thumb.

    It takes no focus and has neither frame nor ground; ``inside`` is ``plain`` for the same.
    """
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.viewport().setAutoFillBackground(False)
    QScroller.grabGesture(area.viewport(), QScroller.ScrollerGestureType.TouchGesture)
    area.setWidget(inside)
    return area


class TightStack(QStackedWidget):
    """A stack that asks only for the room of the page in front."""

    def minimumSizeHint(self) -> QSize:
        """As the page in front."""
        page = self.currentWidget()
        return page.minimumSizeHint() if page is not None else super().minimumSizeHint()

    def sizeHint(self) -> QSize:
        """As the page in front."""
        page = self.currentWidget()
        return page.sizeHint() if page is not None else super().sizeHint()
