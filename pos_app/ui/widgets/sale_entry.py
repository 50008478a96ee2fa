"""A figure being typed on the counter: drawn by the page that takes the keys, never focused."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from pos_app.ui import fonts, icons, theme, tokens
from pos_app.ui.widgets import paint

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class AmountBox(QWidget):
    """An amount at the right, its unit muted behind it, a caret while it takes keys.

    ``fresh`` shades the figure: the next key replaces it. ``icon`` marks what is accepted.
    """

    def __init__(
        self, *, width: int = 176, height: int = 56, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._text = self._unit = self._icon = ""
        self._active = self._fresh = self._error = False
        self._wide, self._high = width, height
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_amount(
        self,
        text: str,
        unit: str,
        *,
        active: bool = False,
        fresh: bool = False,
        error: bool = False,
        icon: str = "",
        name: str = "",
    ) -> None:
        """Show a figure as typed."""
        self._text, self._unit, self._icon = text, unit, icon
        self._active, self._fresh, self._error = active, fresh, error
        self.setAccessibleName(f"{name} {text} {unit}".strip())
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        """The figure shown."""
        return self._text

    def refresh_fonts(self) -> None:
        """Measure again."""
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Room for the usual figure, more when it is longer."""
        needed = fonts.text_width(self._font(), self._text) + self._unit_width() + 60
        return QSize(max(self._wide, needed), max(self._high, fonts.scaled(40) + 16))

    def minimumSizeHint(self) -> QSize:
        """The figure is never cut."""
        hint = self.sizeHint()
        needed = fonts.text_width(self._font(), self._text) + self._unit_width() + 44
        return QSize(max(120, needed), hint.height())

    def _font(self) -> QFont:
        return fonts.sized(24, 600, display=True)

    def _unit_width(self) -> int:
        return fonts.text_width(fonts.sized(18, 500), self._unit) + 8 if self._unit else 0

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw box, figure, caret and unit."""
        painter = paint.start(self)
        rect = QRectF(self.rect())
        line = "danger" if self._error else "accent" if self._active else "line-strong"
        width = 2 if self._active or self._error else 1
        corner = tokens.radius("md")
        paint.box(painter, rect, corner, theme.color("surface"), theme.color(line), width)
        if self._icon:
            icons.paint(
                painter, self._icon, QRectF(14, 0, 20, rect.height()), theme.color("accent-text")
            )
        right = rect.right() - 15
        if self._unit:
            unit = QRectF(right - 80, 0, 80, rect.height())
            painter.setFont(fonts.sized(18, 500))
            painter.setPen(theme.color("text-2"))
            painter.drawText(unit, _RIGHT, self._unit)
            right -= self._unit_width()
        self._draw_figure(painter, QRectF(8, 0, right - 8, rect.height()))
        painter.end()

    def _draw_figure(self, painter: QPainter, place: QRectF) -> None:
        if self._active:
            place.setRight(place.right() - 6)
        if self._fresh and self._active and self._text:
            wide = fonts.text_width(self._font(), self._text) + 8
            shade = QRectF(place.right() - wide + 4, 10, wide, place.height() - 20)
            paint.box(painter, shade, 6, theme.color("accent-soft"))
        painter.setFont(self._font())
        painter.setPen(theme.color("text"))
        painter.drawText(place, _RIGHT, self._text)
        if self._active:
            caret = QRectF(place.right() + 4, 14, 2, place.height() - 28)
            painter.fillRect(caret, theme.color("accent"))
