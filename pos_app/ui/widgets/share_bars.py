"""Bars of shares: words, a bar, the figure, and the bounds of the share under it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from pos_app.presenters.survey_state import BarView
from pos_app.ui import theme
from pos_app.ui.widgets import paint

ROW = 44
BAR = 12
FIGURE = 64
NOTE = 150
WORDS = 0.36
"""The share of the breadth that the words take."""

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class ShareBars(QWidget):
    """Draws :class:`BarView`; grows with their number. Read aloud as one text."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bars: tuple[BarView, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_bars(self, bars: Sequence[BarView]) -> None:
        """Show these."""
        if tuple(bars) == self._bars:
            return
        self._bars = tuple(bars)
        words = "; ".join(" ".join(filter(None, (b.label, b.figure, b.note))) for b in self._bars)
        self.setAccessibleName(words)
        self.setVisible(bool(self._bars))
        self.updateGeometry()
        self.update()

    def bars(self) -> tuple[BarView, ...]:
        """What is shown."""
        return self._bars

    def sizeHint(self) -> QSize:
        """One row for each bar."""
        return QSize(360, ROW * len(self._bars))

    def minimumSizeHint(self) -> QSize:
        """As high as the hint, narrower."""
        return QSize(280, ROW * len(self._bars))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The rows in sight."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number, bar in enumerate(self._bars):
            rect = QRectF(0, number * ROW, self.width(), ROW)
            if rect.intersects(QRectF(event.rect())):
                self._row(painter, rect, bar)
        painter.end()

    def _row(self, painter: QPainter, rect: QRectF, bar: BarView) -> None:
        words = rect.width() * WORDS
        note = NOTE if rect.width() >= 560 else 0
        ink = theme.color("text-3" if bar.quiet else "text")
        place = QRectF(rect.left(), rect.top(), words - 12, ROW)
        paint.text(painter, place, bar.label, "body", ink)
        track = QRectF(
            rect.left() + words, rect.center().y() - BAR / 2,
            rect.width() - words - FIGURE - note - 12, BAR,
        )  # fmt: skip
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("sunken"))
        painter.drawRoundedRect(track, BAR / 2, BAR / 2)
        if bar.share:
            filled = QRectF(track)
            filled.setWidth(max(BAR, track.width() * min(bar.share, 10_000) / 10_000))
            painter.setBrush(theme.color("line-strong" if bar.quiet else "accent"))
            painter.drawRoundedRect(filled, BAR / 2, BAR / 2)
        figure = QRectF(track.right() + 8, rect.top(), FIGURE, ROW)
        paint.text(painter, figure, bar.figure, "bodyStrong", ink, _RIGHT)
        if note:
            place = QRectF(figure.right() + 4, rect.top(), NOTE, ROW)
            paint.text(painter, place, bar.note, "caption", theme.color("text-3"), _RIGHT)
