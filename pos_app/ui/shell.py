"""The frame's parts: the rail at the left and the strip at the top."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from pos_app.presenters.shell_state import RailEntry, ShellState, StatusState
from pos_app.ui import fonts, icons, theme, tokens
from pos_app.ui.widgets import paint
from pos_app.ui.widgets.label import Label
from pos_app.ui.widgets.message import StatusItem
from pos_app.ui.widgets.plain import PlainButton

_CENTER = Qt.AlignmentFlag.AlignCenter


class Logo(QWidget):
    """The program's sign: a heart of two hands on the accent tile."""

    def __init__(self, px: int = 44, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(px, px)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the tile."""
        painter = paint.start(self)
        rect = QRectF(self.rect())
        paint.box(painter, rect, 12, theme.color("accent"))
        inset = (rect.width() - 24) / 2
        spot = rect.adjusted(inset, inset, -inset, -inset)
        icons.paint(painter, "heart-handshake", spot, theme.color("on-accent"))
        painter.end()


class RailButton(PlainButton):
    """Icon over word; the current one on the soft accent ground."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon, self.page, self._locked = "", "", False
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_entry(self, entry: RailEntry, *, current: bool) -> None:
        """Show an entry."""
        self.page, self._icon, self._locked = entry.page, entry.icon, entry.locked
        self.setText(entry.text)
        self.setAccessibleName(entry.text)
        self.setChecked(current)
        self.update()

    def nextCheckState(self) -> None:
        """The page decides which entry is current, not the click."""

    def focus_ring_radius(self) -> int:
        """Corner radius the focus ring follows."""
        return tokens.radius("md")

    def sizeHint(self) -> QSize:
        """A thumb's size."""
        return QSize(70, 63)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground, icon and word."""
        painter = paint.start(self)
        rect = QRectF(self.rect())
        ground = rect.adjusted(5, 0, -5, 0)
        if self.isChecked():
            paint.box(painter, ground, tokens.radius("md"), theme.color("accent-soft"))
        elif self.isDown() or self.underMouse():
            fill = theme.color("press" if self.isDown() else "sunken")
            paint.box(painter, ground, tokens.radius("md"), fill)
        ink = theme.color("accent-text" if self.isChecked() else "text-2")
        icon = "lock" if self._locked else self._icon
        icons.paint(painter, icon, QRectF(rect.center().x() - 12, 10, 24, 24), ink)
        painter.setFont(self._word_font(int(rect.width()) - 2))
        painter.setPen(ink)
        text = painter.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, int(rect.width()) - 2
        )
        painter.drawText(QRectF(0, 36, rect.width(), 20), _CENTER, text)
        painter.end()

    def _word_font(self, room: int) -> QFont:
        """The largest size up to the reader's that shows the whole word, 11 px at least."""
        font = fonts.sized(12, 600)
        for px in range(font.pixelSize(), 10, -1):
            font.setPixelSize(px)
            if fonts.text_width(font, self.text()) <= room:
                break
        return font


class Rail(QWidget):
    """The ways between pages; ``chosen(str)`` carries a page name."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._buttons: list[RailButton] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 1, 8)
        column.setSpacing(5)
        column.addWidget(Logo(), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(12)
        self._upper = QVBoxLayout()
        self._upper.setSpacing(5)
        self._lower = QVBoxLayout()
        self._lower.setSpacing(5)
        column.addLayout(self._upper)
        column.addStretch(1)
        column.addLayout(self._lower)

    def set_entries(self, entries: Sequence[RailEntry], current: str) -> None:
        """Show the entries; buttons are kept while there are as many in the same place."""
        layout = tuple(entry.bottom for entry in entries)
        if layout != tuple(button.property("bottom") for button in self._buttons):
            self._rebuild(entries)
        for button, entry in zip(self._buttons, entries, strict=True):
            button.set_entry(entry, current=entry.page == current)

    def buttons(self) -> tuple[RailButton, ...]:
        """The buttons in order."""
        return tuple(self._buttons)

    def _rebuild(self, entries: Sequence[RailEntry]) -> None:
        for button in self._buttons:
            button.hide()
            button.deleteLater()
        self._buttons = []
        for entry in entries:
            button = RailButton(self)
            button.setProperty("bottom", entry.bottom)
            (self._lower if entry.bottom else self._upper).addWidget(button)
            button.clicked.connect(lambda _=False, it=button: self.chosen.emit(it.page))
            self._buttons.append(button)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ground and the line at the right."""
        painter = paint.start(self)
        painter.fillRect(self.rect(), theme.color("rail"))
        line = QRectF(self.width() - 1, 0, 1, self.height())
        painter.fillRect(line, theme.color("line"))
        painter.end()


class UserButton(PlainButton):
    """The cashier's name in the strip; opens the cashier's menu."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_user(self, name: str, hint: str) -> None:
        """Show a person."""
        self.setText(name)
        self.setAccessibleName(f"{hint}: {name}" if hint else name)
        self.updateGeometry()
        self.update()

    def refresh_fonts(self) -> None:
        """Measure again."""
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Icon and name, as high as the strip."""
        width = fonts.text_width(fonts.role("caption"), self.text())
        return QSize(width + 29, tokens.size("strip") - 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw icon and name."""
        painter = paint.start(self)
        rect = QRectF(self.rect())
        if self.underMouse() or self.isDown():
            fill = theme.color("press" if self.isDown() else "sunken")
            paint.box(painter, rect.adjusted(0, 4, 0, -4), 8, fill)
        spot = QRectF(2, 0, 16, rect.height())
        icons.paint(painter, "circle-user-round", spot, theme.color("text-2"))
        name = rect.adjusted(24, 0, -3, 0)
        paint.text(painter, name, self.text(), "caption", theme.color("text"))
        painter.end()


class TopStrip(QWidget):
    """Shop and shift at the left; devices, clock and cashier at the right."""

    user_pressed = Signal()
    status_pressed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._compact = False
        self._statuses: tuple[StatusState, ...] = ()
        self._items: list[_StatusButton] = []
        self.setFixedHeight(tokens.size("strip"))
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 13, 1)
        row.setSpacing(14)
        self._place = Label("", "label")
        self._shift = Label("", "caption", "text-2")
        row.addWidget(self._place)
        row.addWidget(self._shift)
        row.addStretch(1)
        self._right = QHBoxLayout()
        self._right.setSpacing(13)
        row.addLayout(self._right)
        self._clock = Label("", "caption", "text-2")
        row.addWidget(self._clock)
        self.user = UserButton()
        self.user.clicked.connect(self.user_pressed)
        row.addWidget(self.user)
        row.setSpacing(13)

    def render(self, state: ShellState) -> None:  # type: ignore[override]
        """Show the state."""
        self._place.setText(state.place)
        self._shift.setText(state.shift)
        self._clock.setText(state.clock)
        self.user.set_user(state.user, state.user_hint)
        self.user.setVisible(bool(state.user))
        if state.statuses != self._statuses:
            self._statuses = state.statuses
            self._show_statuses()

    def set_compact(self, *, compact: bool) -> None:
        """Give up the optional words on a narrow screen."""
        self._compact = compact
        self._show_statuses()

    def _show_statuses(self) -> None:
        while len(self._items) < len(self._statuses):
            item = _StatusButton()
            item.pressed_key.connect(self.status_pressed)
            self._right.addWidget(item)
            self._items.append(item)
        for number, item in enumerate(self._items):
            if number >= len(self._statuses):
                item.hide()
                continue
            status = self._statuses[number]
            item.key = status.key
            item.set_status(status.icon, status.text, status.tone)
            hidden = self._compact and status.optional and status.tone == "ok"
            item.setVisible(not hidden)
        self._shift.setVisible(not self._compact)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Ground and the line below."""
        painter = paint.start(self)
        painter.fillRect(self.rect(), theme.color("rail"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.color("line"))
        painter.end()


class _StatusButton(StatusItem):
    pressed_key = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.key = ""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.pressed_key.emit(self.key)
