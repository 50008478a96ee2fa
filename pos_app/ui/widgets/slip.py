"""The receipt as it will be printed: the very image, on a sheet of paper."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QScrollArea, QScroller, QWidget

from pos_app.ui import theme
from pos_app.ui.widgets import paint


class SlipPreview(QScrollArea):
    """Shows a slip's picture on paper, as wide as there is room, scrolled when it is longer."""

    def __init__(self, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sheet = _Sheet()
        self._sheet.setAccessibleName(name)
        self.setWidget(self._sheet)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.setProperty("plain", True)
        QScroller.grabGesture(self.viewport(), QScroller.ScrollerGestureType.TouchGesture)

    def set_image(self, image: QImage | None, words: str = "") -> None:
        """Show a picture (None for an empty sheet) and say it in ``words`` to readers."""
        self._sheet.set_image(image)
        if words:
            self._sheet.setAccessibleName(words)
        self.verticalScrollBar().setValue(0)

    def set_png(self, png: bytes, words: str = "") -> None:
        """Show PNG bytes; unreadable bytes show an empty sheet."""
        image = QImage.fromData(png)
        self.set_image(None if image.isNull() else image, words)


class _Sheet(QWidget):
    MARGIN = 12

    def __init__(self) -> None:
        super().__init__()
        self._image: QImage | None = None
        self._scaled: QPixmap | None = None
        self.setMinimumHeight(120)
        self.setProperty("plain", True)

    def set_image(self, image: QImage | None) -> None:
        self._image = image
        self._scaled = None
        self._fit()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._scaled = None
        self._fit()

    def sizeHint(self) -> QSize:
        return QSize(320, 400)

    def _paper_width(self) -> int:
        return max(80, self.width() - 2 * self.MARGIN)

    def _fit(self) -> None:
        if self._image is None or self._image.width() == 0:
            self.setMinimumHeight(120)
            return
        height = round(self._image.height() * self._paper_width() / self._image.width())
        self.setMinimumHeight(height + 2 * self.MARGIN)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = paint.start(self)
        if self._image is None or self._image.width() == 0:
            painter.end()
            return
        ratio = self.devicePixelRatioF()
        if self._scaled is None:
            wide = round(self._paper_width() * ratio)
            smooth = Qt.TransformationMode.SmoothTransformation
            self._scaled = QPixmap.fromImage(self._image.scaledToWidth(wide, smooth))
            self._scaled.setDevicePixelRatio(ratio)
        size = self._scaled.deviceIndependentSize()
        paper = QRectF(self.MARGIN, self.MARGIN - 6, size.width(), size.height() + 12)
        paint.shadow(painter, paper, 2, 2)
        painter.fillRect(paper, QColor("white"))
        painter.drawPixmap(paint.point(self.MARGIN, self.MARGIN), self._scaled)
        paint.box(painter, paper, 0, None, theme.color("line"))
        painter.end()
