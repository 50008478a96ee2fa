"""Quick items as tiles: picture, name and price, in a grid that scrolls."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from pos_app.presenters.sale_state import HitView
from pos_app.ui import fonts, icons, theme, tokens
from pos_app.ui.plain_tip import plain_tip
from pos_app.ui.widgets import paint
from pos_app.ui.widgets.button import Button
from pos_app.ui.widgets.layout import bare_column, scrolling


class Tile(Button):
    """A quick item: picture, name in one or two lines, price."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", v="key", parent=parent)
        self._item = HitView(key="", title="", detail="")
        self._chosen = False
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_item(self, item: HitView, *, chosen: bool) -> None:
        """Show an item."""
        self._item, self._chosen = item, chosen
        self.setAccessibleName(f"{item.title}, {item.detail}")
        self.setToolTip(plain_tip(item.title))
        self.update()

    def key(self) -> str:
        """The item's key."""
        return self._item.key

    def sizeHint(self) -> QSize:
        """Two thumbs high."""
        return QSize(116, fonts.scaled(88))

    def minimumSizeHint(self) -> QSize:
        """Names shorten themselves."""
        return QSize(88, fonts.scaled(88))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground, picture, name and price."""
        painter = paint.start(self)
        rect = QRectF(self.rect())
        fill = {"pressed": "press", "hover": "line"}.get(self.state(), "sunken")
        line = theme.color("accent") if self._chosen else None
        paint.box(painter, rect, tokens.radius("md"), theme.color(fill), line, 2)
        self._draw_words(painter, rect.adjusted(10, 10, -6, -8))
        painter.end()

    def _draw_words(self, painter: QPainter, inner: QRectF) -> None:
        """A picture and one line, or two lines where the name is long; the price below."""
        line = fonts.line_height("label")
        width = int(inner.width())
        low = QRectF(inner.x(), inner.bottom() - line, inner.width(), line)
        font = fonts.sized(14, 600)
        if max(fonts.text_width(font, word) for word in self._item.title.split(" ")) > width:
            font = fonts.sized(13, 600)
        painter.setFont(font)
        painter.setPen(theme.color("text"))
        if fonts.text_width(font, self._item.title) <= width:
            picture = QRectF(inner.x(), inner.y(), 20, 20)
            icons.paint(painter, self._item.icon, picture, theme.color("text-2"))
            name = QRectF(inner.x(), low.y() - line, inner.width(), line)
            painter.drawText(name, Qt.AlignmentFlag.AlignVCenter, self._item.title)
        else:
            for number, words in enumerate(self._two_lines(font, width)):
                place = QRectF(inner.x(), inner.y() + number * line, inner.width(), line)
                painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, words)
        paint.text(painter, low, self._item.detail, "label", theme.color("text-2"))

    def _two_lines(self, font: QFont, width: int) -> tuple[str, str]:
        """As many whole words as fit, then the rest, shortened in its middle."""
        metrics = QFontMetrics(font)
        words = self._item.title.split(" ")
        count = 1
        while count < len(words) and fonts.text_width(font, " ".join(words[: count + 1])) <= width:
            count += 1
        first, rest = " ".join(words[:count]), " ".join(words[count:])
        mode = Qt.TextElideMode
        shown = metrics.elidedText(first, mode.ElideRight, width)
        return shown, metrics.elidedText(rest, mode.ElideMiddle, width)


class QuickTiles(QWidget):
    """Quick items as a grid of tiles; it scrolls when there are more."""

    chosen = Signal(str)

    def __init__(self, columns: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._columns = columns
        outer = bare_column(0)
        self.setLayout(outer)
        inside = QWidget()
        inside.setProperty("plain", True)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        self._grid = QGridLayout()
        self._grid.setSpacing(8)
        for number in range(columns):
            self._grid.setColumnStretch(number, 1)
        column.addLayout(self._grid)
        column.addStretch(1)
        outer.addWidget(scrolling(inside))
        self._tiles: list[Tile] = []
        for _ in range(columns * 6):
            self._add_tile()

    def _add_tile(self) -> None:
        tile = Tile()
        tile.hide()
        tile.clicked.connect(lambda _=False, it=tile: self.chosen.emit(it.key()))
        at = len(self._tiles)
        self._grid.addWidget(tile, at // self._columns, at % self._columns)
        self._tiles.append(tile)

    def show_items(self, items: tuple[HitView, ...], chosen: int = -1) -> None:
        """Show the items, one of them marked for the keyboard."""
        while len(self._tiles) < len(items):
            self._add_tile()
        for number, tile in enumerate(self._tiles):
            tile.setVisible(number < len(items))
            if number < len(items):
                tile.show_item(items[number], chosen=number == chosen)

    def tiles(self) -> tuple[Tile, ...]:
        """The tiles made so far."""
        return tuple(self._tiles)
