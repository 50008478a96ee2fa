"""Numbers by hand: stepper, points slider, keypad, quick cash, progress."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from pos_app.ui import fonts, icons, theme, tokens
from pos_app.ui.widgets import paint
from pos_app.ui.widgets.button import Button
from pos_app.ui.widgets.keypad import Keypad as Keypad
from pos_app.ui.widgets.keypad import QuickCash as QuickCash

_CENTER = Qt.AlignmentFlag.AlignCenter


class Stepper(QWidget):
    """Minus, a number, plus, in one frame. Emits steps; the page decides the new value.

    ``stepped(int)`` carries −1 or +1, ``opened()`` a tap on the number.
    """

    stepped = Signal(int)
    opened = Signal()

    def __init__(
        self,
        text: str = "1",
        *,
        height: int = 48,
        names: tuple[str, str] = ("−", "+"),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._text, self._height = text, height
        self._can = (True, True)
        self._pressed = self._over = -1
        self.setAccessibleName(text)
        self.setAccessibleDescription(f"{names[0]} / {names[1]}")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_value(self, text: str, *, less: bool = True, more: bool = True) -> None:
        """Show a number already written out; ``less`` and ``more`` say which way is open."""
        self._text, self._can = text, (less, more)
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        """The number shown."""
        return self._text

    def refresh_fonts(self) -> None:
        """Measure again."""
        self.updateGeometry()

    def focus_ring_radius(self) -> int:
        """Corner radius the focus ring follows."""
        return tokens.radius("md")

    def sizeHint(self) -> QSize:
        """Two thumbs and the number."""
        middle = max(52, fonts.text_width(fonts.role("amount"), self._text) + 20)
        return QSize(2 * 44 + middle, self._height)

    def _part(self, x: float) -> int:
        if x < 44:
            return 0
        return 2 if x >= self.width() - 44 else 1

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Light up the part under the pointer."""
        self._over = self._part(event.position().x())
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Light off."""
        self._over = -1
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Press a part."""
        self._pressed = self._part(event.position().x())
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go over the same part: act."""
        part, self._pressed = self._pressed, -1
        self.update()
        if self.rect().contains(event.position().toPoint()):
            self._act(part if part == self._part(event.position().x()) else -1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and minus step down, right and plus step up."""
        key = event.key()
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Minus):
            self._act(0)
        elif key in (Qt.Key.Key_Right, Qt.Key.Key_Plus):
            self._act(2)
        elif key == Qt.Key.Key_Space:
            self._act(1)
        else:
            event.ignore()

    def _act(self, part: int) -> None:
        if part == 0 and self._can[0]:
            self.stepped.emit(-1)
        elif part == 2 and self._can[1]:
            self.stepped.emit(1)
        elif part == 1:
            self.opened.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the frame, the signs and the number."""
        painter = paint.start(self)
        rect = QRectF(self.rect())
        live = self.isEnabled()
        line = theme.color("line-strong" if live else "line")
        paint.box(painter, rect, tokens.radius("md"), theme.color("raised"), line)
        for part, left in ((0, 1.0), (2, rect.width() - 44)):
            place = QRectF(left, 1, 43, rect.height() - 2)
            can = self._can[0 if part == 0 else 1] and live
            if can and part in (self._pressed, self._over):
                fill = "press" if part == self._pressed else "sunken"
                paint.box(painter, place.adjusted(1, 1, -1, -1), 8, theme.color(fill))
            spot = place.adjusted(11, 0, -12, 0)
            icon = "minus" if part == 0 else "plus"
            icons.paint(painter, icon, spot, theme.color("text" if can else "disabled"))
        painter.setPen(theme.color("line"))
        for x in (44.5, rect.width() - 44.5):
            painter.drawLine(paint.point(x, 1), paint.point(x, rect.height() - 1))
        middle = QRectF(44, 0, rect.width() - 88, rect.height())
        ink = theme.color("text" if live else "disabled")
        paint.text(painter, middle, self._text, "amount", ink, _CENTER, None)
        painter.end()


class PointsSlider(QWidget):
    """A slider with minus and plus for spending points.

    Values are integers in the caller's unit (hundredths of points); ``step`` is what − and +
    and the arrows move by. ``changed(int)`` follows a person's hand.
    """

    changed = Signal(int)

    def __init__(
        self,
        *,
        names: tuple[str, str, str] = ("", "−", "+"),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._track = _Track(self)
        self._track.setAccessibleName(names[0])
        less = Button("", v="quiet", icon="minus", name=names[1])
        more = Button("", v="quiet", icon="plus", name=names[2])
        self.less, self.more = less, more
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(less)
        row.addWidget(self._track, 1)
        row.addWidget(more)
        less.clicked.connect(lambda: self._track.nudge(-1))
        more.clicked.connect(lambda: self._track.nudge(1))
        self._track.moved.connect(self.changed)
        self.setFocusProxy(self._track)

    def set_range(self, maximum: int, step: int) -> None:
        """Set the upper end (from 0) and the step."""
        self._track.maximum, self._track.step = max(0, maximum), max(1, step)
        self._track.value = min(self._track.value, self._track.maximum)
        self.setEnabled(maximum > 0)
        self._track.update()

    def set_words(self, words: str) -> None:
        """What a screen reader says of the present value ("300 points = €3.00")."""
        self._track.setAccessibleDescription(words)

    def set_value(self, value: int) -> None:
        """Move the knob without a signal."""
        self._track.value = max(0, min(self._track.maximum, value))
        self._track.update()

    def value(self) -> int:
        """Where the knob is."""
        return self._track.value


class _Track(QWidget):
    moved = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.value, self.maximum, self.step = 0, 0, 1
        self._held = False
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMinimumSize(120, 48)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def focus_ring_radius(self) -> int:
        return tokens.radius("md")

    def sizeHint(self) -> QSize:
        return QSize(260, 48)

    def nudge(self, steps: int) -> None:
        base = self.value - self.value % self.step if steps < 0 and self.value % self.step else None
        self._move(base if base is not None else self.value + steps * self.step)

    def _move(self, value: int) -> None:
        wanted = max(0, min(self.maximum, value))
        if wanted != self.value:
            self.value = wanted
            self.update()
            self.moved.emit(wanted)

    def _at(self, x: float) -> int:
        share = min(1.0, max(0.0, (x - 17) / max(1, self.width() - 34)))
        if share >= 1:
            return self.maximum
        return round(share * self.maximum / self.step) * self.step

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._held = True
        self._move(self._at(event.position().x()))
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._held:
            self._move(self._at(event.position().x()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._held = False
        self.update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        steps = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_PageDown: -10,
            Qt.Key.Key_PageUp: 10,
        }
        if key in steps:
            self.nudge(steps[key])
        elif key == Qt.Key.Key_Home:
            self._move(0)
        elif key == Qt.Key.Key_End:
            self._move(self.maximum)
        else:
            event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = paint.start(self)
        middle = self.height() / 2
        live = self.isEnabled()
        rail = QRectF(0, middle - 5, self.width(), 10)
        paint.box(painter, rail, 5, theme.color("sunken"), theme.color("line"))
        share = self.value / self.maximum if self.maximum else 0.0
        x = 17 + share * (self.width() - 34)
        accent = theme.color("accent" if live else "disabled")
        if self.value:
            paint.box(painter, QRectF(0, middle - 5, x, 10), 5, accent)
        knob = QRectF(x - 17, middle - 17, 34, 34)
        fill = theme.color("accent-soft" if self._held else "raised")
        paint.box(painter, knob, 17, fill, accent, 2)
        painter.end()


class Progress(QWidget):
    """A bar; ``today`` is the lighter part that this receipt adds. Shares are 0-1."""

    def __init__(
        self, *, height: int = 8, tone: str = "accent", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._done = self._today = 0.0
        self._tone = tone
        self.setFixedHeight(height)
        self.setMinimumWidth(48)

    def set_value(self, done: float, today: float = 0.0, words: str = "") -> None:
        """Set both shares and the accessible words."""
        self._done = min(1.0, max(0.0, done))
        self._today = min(1.0 - self._done, max(0.0, today))
        self.setAccessibleName(words)
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as it is given."""
        return QSize(160, self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw track, today and done."""
        painter = paint.start(self)
        rect = QRectF(self.rect())
        corner = rect.height() / 2
        paint.box(painter, rect, corner, theme.color("sunken"))
        width = rect.width()
        clip = self._done * width
        if self._today:
            both = QRectF(0, 0, (self._done + self._today) * width, rect.height())
            paint.box(painter, both, min(corner, both.width() / 2), theme.color("accent-soft-2"))
        if clip > 0:
            fill = QRectF(0, 0, clip, rect.height())
            paint.box(painter, fill, min(corner, clip / 2), theme.color(self._tone))
        painter.end()
