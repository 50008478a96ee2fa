"""Pieces of the product form: its bar codes, its picture, its price history."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QImageReader, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from pos_app.i18n import Translator
from pos_app.presenters.product_edit_state import CodeRow, PriceRow
from pos_app.ui import fonts, icons, theme, tokens
from pos_app.ui.page import LayoutClass
from pos_app.ui.widgets import paint
from pos_app.ui.widgets.button import Button
from pos_app.ui.widgets.card import Card
from pos_app.ui.widgets.field import TextField
from pos_app.ui.widgets.label import ElidedLabel, Label
from pos_app.ui.widgets.layout import scrolling
from pos_app.ui.widgets.table import Cell, Column, Table, TableRow

PHOTO_PX = 128
LARGE_TEXT = 120
"""Above this text size, in per cent, two columns no longer fit side by side at 1366."""


def large_text() -> bool:
    """Whether the text is set so large that room has to be made for it."""
    return fonts.scaled(100) > LARGE_TEXT


def is_narrow(layout: LayoutClass) -> bool:
    """Whether side columns become tabs: on small screens, and for large text on usual ones."""
    return layout.compact or (not layout.wide and large_text())


def decoded(content: bytes, side: int) -> QImage | None:
    """The picture in ``content``, turned upright and no larger than ``side``; None for no picture.

    The size is asked for before the pixels are read, so that a large photo costs little.
    """
    data = QByteArray(content)
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid() and max(size.width(), size.height()) > side:
        reader.setScaledSize(size.scaled(side, side, Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    return None if image.isNull() else image


class PhotoBox(QWidget):
    """A square with the product's picture, or the sign that there is none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._content = b""
        self._image: QImage | None = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """A square."""
        return QSize(PHOTO_PX, PHOTO_PX)

    def set_photo(self, content: bytes, words: str) -> None:
        """Show PNG or JPEG bytes; none or unreadable ones show the sign."""
        self.setAccessibleName(words)
        if content != self._content:
            self._content = content
            side = int(PHOTO_PX * self.devicePixelRatioF())
            self._image = decoded(content, side) if content else None
            self.update()

    def has_photo(self) -> bool:
        """Whether a picture is shown."""
        return self._image is not None

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box and what is in it."""
        painter = paint.start(self)
        rect = QRectF(self.rect())
        corner = tokens.radius("md")
        paint.box(painter, rect, corner, theme.color("sunken"), theme.color("line"))
        if self._image is None:
            spot = QRectF(rect.center().x() - 20, rect.y(), 40, rect.height())
            icons.paint(painter, "image", spot, theme.color("text-3"))
        else:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            room = rect.adjusted(4, 4, -4, -4)
            fit = self._image.size().scaled(
                room.size().toSize(), Qt.AspectRatioMode.KeepAspectRatio
            )
            place = QRectF(
                room.center().x() - fit.width() / 2,
                room.center().y() - fit.height() / 2,
                fit.width(),
                fit.height(),
            )
            painter.drawImage(place, self._image)
        painter.end()


class PhotoCard(Card):
    """Picture, choose, remove."""

    choose_wanted = Signal()
    remove_wanted = Signal()

    def __init__(self, t: Translator, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        column = self.body(padding=16, gap=8)
        row = QHBoxLayout()
        row.setSpacing(16)
        self.box = PhotoBox()
        row.addWidget(self.box, 0, Qt.AlignmentFlag.AlignTop)
        side = QVBoxLayout()
        side.setSpacing(8)
        side.addWidget(Label(t._("Photo"), "heading"))
        self.choose = Button(t._("Choose"), v="quiet", icon="image", cap="Ctrl 1")
        self.remove = Button(t._("Remove"), v="ghost", icon="trash-2", size="compact")
        self.choose.clicked.connect(self.choose_wanted)
        self.remove.clicked.connect(self.remove_wanted)
        side.addWidget(self.choose)
        side.addWidget(self.remove)
        side.addStretch(1)
        row.addLayout(side, 1)
        column.addLayout(row)
        self._error = Label("", "caption", "danger-text", wrap=True)
        self._error.hide()
        column.addWidget(self._error)

    def show_photo(self, content: bytes, words: str, error: str, *, locked: bool) -> None:
        """Show the picture and what is wrong with it."""
        self.box.set_photo(content, words)
        self.choose.set_locked(locked)
        self.remove.setEnabled(bool(content) and not locked)
        self._error.setText(error)
        self._error.setVisible(bool(error))


class _CodeLine(QWidget):
    """One bar code with its kind and the way to take it off."""

    removed = Signal(str)

    def __init__(self, row: CodeRow, remove: str, *, locked: bool) -> None:
        super().__init__()
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(8)
        self.code = ElidedLabel(row.code, "bodyStrong", middle=True)
        self.button = Button("", v="ghost", icon="x", size="compact", name=f"{remove}: {row.code}")
        self.button.setEnabled(not locked)
        self.button.clicked.connect(lambda: self.removed.emit(row.code))
        across.addWidget(self.code, 1)
        across.addWidget(Label(row.note, "caption", "text-2"))
        across.addWidget(self.button)


class CodesCard(Card):
    """The bar codes of a product; a scan adds one, so does the field."""

    removed = Signal(str)
    typed = Signal(str)
    added = Signal()

    def __init__(self, t: Translator, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._remove = t._("Remove")
        self._shown: tuple[object, ...] = ()
        column = self.body(padding=16, gap=8)
        column.addWidget(Label(t._("Bar codes"), "heading"))
        self._hint = Label(t._("Scan, or type the digits."), "caption", "text-2", wrap=True)
        column.addWidget(self._hint)
        self._list = QWidget()
        self._list.setProperty("plain", True)
        self._lines = QVBoxLayout(self._list)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(0)
        self._area = scrolling(self._list)
        column.addWidget(self._area, 1)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.field = TextField(t._("Another bar code"))
        self.add = Button(t._("Add"), v="quiet", icon="plus")
        self.field.changed.connect(self.typed)
        self.add.clicked.connect(self.added)
        row.addWidget(self.field, 1)
        beside = QVBoxLayout()
        beside.setSpacing(4)
        beside.addWidget(Label(" ", "label"))
        beside.addWidget(self.add)
        beside.addStretch(1)
        row.addLayout(beside)
        column.addLayout(row)

    def codes(self) -> tuple[str, ...]:
        """The codes shown."""
        return tuple(line.code.full_text() for line in self._code_lines())

    def remover(self, code: str) -> Button:
        """The button that takes a code off."""
        return next(line.button for line in self._code_lines() if line.code.full_text() == code)

    def _code_lines(self) -> list[_CodeLine]:
        items = (self._lines.itemAt(place) for place in range(self._lines.count()))
        widgets = (item.widget() for item in items if item is not None)
        return [widget for widget in widgets if isinstance(widget, _CodeLine)]

    def show_codes(
        self, rows: Sequence[CodeRow], pending: str, error: str, *, locked: bool
    ) -> None:
        """Show the codes, what is typed for the next one, and what is wrong with it."""
        self.field.set_text(pending)
        self.field.set_error(error)
        self.field.edit.setReadOnly(locked)
        self.add.setEnabled(bool(pending.strip()) and not locked)
        self._hint.setVisible(not locked)
        shown = (tuple(rows), locked)
        if shown == self._shown:
            return
        self._shown = shown
        while (item := self._lines.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for row in rows:
            line = _CodeLine(row, self._remove, locked=locked)
            line.removed.connect(self.removed)
            self._lines.addWidget(line)
        self._lines.addStretch(1)


class PricesTable(Table):
    """When the price changed, from what to what, by whom and why."""

    def __init__(self, t: Translator) -> None:
        self._columns = [
            Column(title=t._("When"), width=172),
            Column(title=t._("Old"), width=116, right=True),
            Column(title=t._("New"), width=116, right=True, strong=True),
            Column(title=t._("Who"), width=120),
            Column(title=t._("Why")),
        ]
        super().__init__(self._columns, row_height=41, name=t._("Price history"))

    def show_prices(self, rows: Sequence[PriceRow]) -> None:
        """Show the history, the newest first."""
        self.set_rows(
            [
                TableRow(
                    key=row.key,
                    cells=(
                        Cell(text=row.when, tone="text-2"),
                        Cell(text=row.old, tone="text-2"),
                        row.new,
                        Cell(text=row.who, tone="text-2"),
                        Cell(text=row.why, tone="text-2"),
                    ),
                )
                for row in rows
            ]
        )
