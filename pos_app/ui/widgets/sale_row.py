"""How one line of the sale is drawn: plain, selected, and red for a code nobody knows."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from pos_app.presenters.sale_state import LineView
from pos_app.ui import fonts, icons, theme
from pos_app.ui.models.sale_lines import LINE_ROLE
from pos_app.ui.widgets import paint

PLAIN, SELECTED, ERROR = 64, 120, 128
BAR = 4
RIGHT = 16
_LEFT_ALIGN = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT_ALIGN = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_GAP = 8


def row_height(line: LineView, *, selected: bool) -> int:
    """Height of a row in px: texts grow with the reader's text size, controls do not shrink."""
    texts = fonts.scaled(PLAIN)
    if line.unknown:
        return texts + ERROR - PLAIN
    return texts + (SELECTED - PLAIN if selected else 0)


def text_left(*, compact: bool) -> int:
    """Where the names begin, from the card's left edge."""
    return 56 if compact else 57


class SaleRowDelegate(QStyledItemDelegate):
    """Paints :class:`LineView` rows; the cart sets which one is chosen and which one flashes."""

    def __init__(self) -> None:
        super().__init__()
        self.compact = False
        self.chosen = ""
        self.flash_line = ""
        self.flash = 0.0

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """The row's height; the list gives the width."""
        line = index.data(LINE_ROLE)
        if not isinstance(line, LineView):
            return QSize(0, PLAIN)
        return QSize(240, row_height(line, selected=line.line_id == self.chosen))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw the row."""
        line = index.data(LINE_ROLE)
        if not isinstance(line, LineView):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        selected = line.line_id == self.chosen
        rect = QRect(option.rect)
        self._ground(painter, rect, line, selected=selected)
        if line.unknown:
            self._unknown(painter, rect, line)
        else:
            self._known(painter, rect, line, selected=selected)
        painter.restore()

    def _ground(self, painter: QPainter, rect: QRect, line: LineView, *, selected: bool) -> None:
        fill = theme.color("surface")
        bar: QColor | None = None
        if line.unknown:
            fill, bar = theme.color("danger-soft"), theme.color("danger")
        elif selected:
            fill, bar = theme.color("accent-soft"), theme.color("accent")
        painter.fillRect(rect, fill)
        if line.line_id == self.flash_line and self.flash > 0 and not line.unknown:
            painter.fillRect(rect, theme.color("accent-soft-2", self.flash))
        painter.fillRect(QRect(rect.x(), rect.bottom(), rect.width(), 1), theme.color("line"))
        if bar is not None:
            painter.fillRect(QRect(rect.x(), rect.y(), BAR, rect.height()), bar)

    def _known(self, painter: QPainter, rect: QRect, line: LineView, *, selected: bool) -> None:
        unit = fonts.scaled(PLAIN) / PLAIN
        left = rect.x() + text_left(compact=self.compact)
        right = rect.right() - RIGHT
        first = QRectF(left, rect.y() + 7 * unit, right - left, 24 * unit)
        second = QRectF(left, rect.y() + 32 * unit, right - left, 24 * unit)
        if not line.detail and not line.before:
            first.moveTop(rect.y() + 20 * unit)
        self._quantity(
            painter, QRectF(rect.x() + BAR, first.y(), left - rect.x() - BAR, 50 * unit), line
        )
        amount_width = self._amounts(painter, first, second, line)
        name = first.adjusted(0, 0, -amount_width - 16, 0)
        paint.text(
            painter,
            name,
            line.name,
            "item",
            theme.color("text"),
            elide=Qt.TextElideMode.ElideMiddle,
        )
        before = fonts.text_width(fonts.role("caption"), line.before)
        self._second_line(painter, second.adjusted(0, 0, -before - 12, 0), line, selected=selected)

    def _quantity(self, painter: QPainter, place: QRectF, line: LineView) -> None:
        font = fonts.role("amount")
        if fonts.text_width(font, line.quantity) > place.width() - 6:
            font = fonts.role("label")
        painter.setFont(font)
        painter.setPen(theme.color("text" if line.many else "text-3"))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, line.quantity)

    def _amounts(self, painter: QPainter, first: QRectF, second: QRectF, line: LineView) -> int:
        place = first if line.before else first.united(second)
        painter.setFont(fonts.role("amount"))
        painter.setPen(theme.color("text"))
        painter.drawText(place, _RIGHT_ALIGN, line.amount)
        if line.before:
            font = QFont(fonts.role("caption"))
            font.setStrikeOut(True)
            painter.setFont(font)
            painter.setPen(theme.color("text-3"))
            painter.drawText(second, _RIGHT_ALIGN, line.before)
        return fonts.text_width(fonts.role("amount"), line.amount)

    def _second_line(
        self, painter: QPainter, place: QRectF, line: LineView, *, selected: bool
    ) -> None:
        paint.text(painter, place, line.detail, "label", theme.color("text-2"))
        x = place.x() + QFontMetricsF(fonts.role("label")).horizontalAdvance(line.detail) + _GAP
        for badge in line.badges:
            size = paint.badge_size(badge.text)
            room = place.right() - x
            if room < 48:
                return
            width = min(size.width(), room)
            top = round(place.center().y() - size.height() / 2)
            tone = "solid" if selected and badge.kind == "accent" else badge.kind
            text = badge.text
            if width < size.width():
                metrics = QFontMetricsF(paint.badge_font())
                text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, width - 16)
            paint.badge(painter, QRectF(round(x), top, width, size.height()), text, tone)
            x += width + _GAP

    def _unknown(self, painter: QPainter, rect: QRect, line: LineView) -> None:
        unit = fonts.scaled(PLAIN) / PLAIN
        left = rect.x() + text_left(compact=self.compact)
        right = rect.right() - RIGHT
        mark = QRectF(rect.x() + BAR, rect.y() + 22 * unit, left - rect.x() - BAR, 24)
        icons.paint(painter, "circle-alert", mark, theme.color("danger"))
        first = QRectF(left, rect.y() + 10 * unit, right - left, 24 * unit)
        second = QRectF(left, rect.y() + 37 * unit, right - left, 22 * unit)
        dash = QRectF(right - 40, rect.y() + 22 * unit, 40, 26 * unit)
        painter.setFont(fonts.role("amount"))
        painter.setPen(theme.color("danger-text"))
        painter.drawText(dash, _RIGHT_ALIGN, line.amount or "—")
        paint.text(
            painter,
            first.adjusted(0, 0, -48, 0),
            line.name,
            "item",
            theme.color("danger-text"),
            elide=Qt.TextElideMode.ElideMiddle,
        )
        paint.text(
            painter, second.adjusted(0, 0, -48, 0), line.detail, "label", theme.color("text-2")
        )
