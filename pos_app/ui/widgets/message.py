"""What the program says: banners, the undo bar, empty and loading places, numbers, statuses."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QHideEvent, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from pos_app.ui import fonts, icons, theme, tokens
from pos_app.ui.plain_tip import plain_tip
from pos_app.ui.widgets import paint
from pos_app.ui.widgets.button import Button
from pos_app.ui.widgets.label import ElidedLabel, IconLabel, IconTile, Label

_TONES = {
    "accent": ("accent-soft", "accent-text", "circle-check"),
    "warn": ("warn-soft", "warn-text", "triangle-alert"),
    "danger": ("danger-soft", "danger-text", "circle-alert"),
    "neutral": ("sunken", "text-2", "info"),
}


def announce(widget: QWidget, text: str) -> None:
    """Tell a screen reader at once."""
    if text and QAccessible.isActive():
        widget.setAccessibleName(text)
        QAccessible.updateAccessibility(QAccessibleEvent(widget, QAccessible.Event.Alert))


class Banner(QFrame):
    """A sentence in place: tone accent, warn, danger or neutral, with an optional button."""

    acted = Signal()

    def __init__(
        self,
        text: str = "",
        tone: str = "warn",
        *,
        icon: str = "",
        action: str = "",
        cap: str = "",
        wrap: bool = True,
        dense: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._tone, self._own_icon = tone, icon
        row = QHBoxLayout(self)
        edge = 4 if dense else 6
        row.setContentsMargins(10, edge, 10, edge)
        row.setSpacing(8)
        self._icon = IconLabel(icon or _TONES[tone][2], 20, _TONES[tone][1])
        self._label = Label(text, "label", _TONES[tone][1], wrap=wrap)
        self._button = Button(action, v="secondary", cap=cap, size="compact")
        if not action:
            self._button.hide()
        self._button.clicked.connect(self.acted)
        row.addWidget(self._icon)
        row.addWidget(self._label, 1)
        row.addWidget(self._button)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_message(self, text: str, tone: str | None = None, *, icon: str = "") -> None:
        """Change words and tone; an empty text hides the banner."""
        changed = text != self._label.text()
        self._tone = tone or self._tone
        self._own_icon = icon or self._own_icon
        _, ink, usual = _TONES[self._tone]
        self._icon.set_icon(self._own_icon or usual, ink)
        self._label.set_color(ink)
        self._label.setText(text)
        self.setVisible(bool(text))
        if changed and self._tone == "danger":
            announce(self, text)

    def set_action(self, text: str, cap: str = "") -> None:
        """Change or remove the button."""
        self._button.set_label(text)
        self._button.set_cap(cap)
        self._button.setVisible(bool(text))

    def text(self) -> str:
        """The sentence."""
        return self._label.text()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground."""
        painter = paint.start(self)
        fill = theme.color(_TONES[self._tone][0])
        paint.box(painter, QRectF(self.rect()), tokens.radius("md"), fill)
        painter.end()


class UndoBar(QFrame):
    """A dark bar over the lower edge of its host: what was done, and the way back for 10 s.

    Also carries plain messages (no action). It never takes focus and follows its host's size.
    """

    undone = Signal()
    expired = Signal()
    covers = Signal(int)
    """Height in px that is covered from the host's lower edge; 0 when the bar went away."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(18, 8, 8, 8)
        row.setSpacing(12)
        self._icon = IconLabel("info", 20, "on-slab-muted")
        self._label = ElidedLabel("", "label", "on-slab")
        self._button = Button("", v="slab", icon="undo", cap="Ctrl Z", size="compact")
        self._button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._button.clicked.connect(self.undone)
        row.addWidget(self._icon)
        row.addWidget(self._label, 1)
        row.addWidget(self._button)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._expire)
        self._host: QWidget | None = None
        self.hide()

    def show_over(
        self,
        host: QWidget,
        text: str,
        *,
        icon: str = "info",
        action: str = "",
        cap: str = "",
        tone: str = "",
        seconds: float | None = None,
    ) -> None:
        """Appear over ``host`` for ``seconds`` (the token's 10 s); newer words replace older."""
        self._follow(host)
        ink = {"danger": "danger", "accent": "slab-accent"}.get(tone, "on-slab-muted")
        self._icon.set_icon(icon, ink)
        self._label.setText(text)
        self._button.set_label(action)
        self._button.set_cap(cap)
        self._button.setVisible(bool(action))
        self._place()
        self.show()
        self.raise_()
        announce(self, text)
        ms = tokens.behaviour("undoBarMs") if seconds is None else int(seconds * 1000)
        self._timer.start(ms)

    def dismiss(self) -> None:
        """Go away now."""
        self._timer.stop()
        self.hide()

    def text(self) -> str:
        """The words shown."""
        return self._label.full_text()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the host's size; go with it when it hides."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move):
            self._place()
        elif event.type() == QEvent.Type.Hide:
            self.dismiss()
        return False

    def _follow(self, host: QWidget) -> None:
        if self._host is host:
            return
        if self._host is not None:
            self._host.removeEventFilter(self)
        self._host = host
        host.installEventFilter(self)
        host.destroyed.connect(self._lost)

    def _lost(self) -> None:
        self._host = None

    def _place(self) -> None:
        ground = self.parentWidget()
        if self._host is None or ground is None:
            return
        height = max(56, self.sizeHint().height())
        corner = self._host.mapTo(self.window(), self._host.rect().bottomLeft())
        place = ground.mapFrom(self.window(), corner)
        width = self._host.width() - 26
        self.setGeometry(place.x() + 13, place.y() - height - 12, width, height)

    def _expire(self) -> None:
        self.hide()
        self.expired.emit()

    def showEvent(self, event: QShowEvent) -> None:
        """Say how much is covered."""
        super().showEvent(event)
        self.covers.emit(self.height() + 16)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing is covered any more."""
        super().hideEvent(event)
        self.covers.emit(0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the dark ground."""
        painter = paint.start(self)
        fill, line = theme.color("slab"), theme.color("slab-line")
        paint.box(painter, QRectF(self.rect()), tokens.radius("md"), fill, line)
        painter.end()


class EmptyState(QWidget):
    """Icon, one sentence, a line of help and the two or three ways on."""

    def __init__(
        self,
        icon: str,
        title: str,
        hint: str = "",
        actions: Sequence[Button] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setSpacing(8)
        column.addStretch(1)
        self._tile = IconTile(icon, "accent", 88)
        column.addWidget(self._tile, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(10)
        center = Qt.AlignmentFlag.AlignHCenter
        self._title = Label(title, "title", wrap=True, align=center)
        self._hint = Label(hint, "body", "text-2", wrap=True, align=center)
        column.addWidget(self._title)
        column.addWidget(self._hint)
        column.addSpacing(16)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(8)
        self.buttons.addStretch(1)
        for button in actions:
            self.buttons.addWidget(button)
        self.buttons.addStretch(1)
        column.addLayout(self.buttons)
        column.addStretch(1)

    def set_texts(self, title: str, hint: str = "") -> None:
        """Change both sentences."""
        self._title.setText(title)
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))


class Skeleton(QWidget):
    """Grey rows while a list loads; shown only after 400 ms so that quick answers do not blink."""

    def __init__(self, rows: int = 4, row_height: int = 64, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows, self._height, self._ready = rows, row_height, False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._appear)

    def sizeHint(self) -> QSize:
        """All rows."""
        return QSize(240, self._rows * self._height)

    def start(self) -> None:
        """Begin waiting."""
        self._ready = False
        self._timer.start(tokens.behaviour("skeletonAfterMs"))
        self.show()

    def stop(self) -> None:
        """The answer is there."""
        self._timer.stop()
        self.hide()

    def show_now(self) -> None:
        """Draw without waiting."""
        self._appear()

    def _appear(self) -> None:
        self._ready = True
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rows."""
        if not self._ready:
            return
        painter = paint.start(self)
        fill = theme.color("line")
        for number in range(self._rows):
            y = number * self._height
            middle = y + self._height / 2
            paint.box(painter, QRectF(18, middle - 20, 40, 40), 20, fill)
            paint.box(painter, QRectF(74, middle - 16, self.width() * 0.45, 11), 5, fill)
            paint.box(painter, QRectF(74, middle + 6, self.width() * 0.28, 9), 4, fill)
            paint.box(painter, QRectF(self.width() - 98, middle - 10, 80, 12), 6, fill)
        painter.end()


class Kpi(QWidget):
    """A caption, a big number, a small line; ``tone`` text, accent-text or danger-text."""

    def __init__(
        self,
        caption: str = "",
        value: str = "",
        note: str = "",
        *,
        tone: str = "text",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._caption = Label(caption, "label", "text-2")
        self._value = Label(value, "number", tone)
        self._note = ElidedLabel(note, "caption", "text-2")
        self._above = QHBoxLayout()
        self._above.setSpacing(4)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._caption)
        words.addWidget(self._value)
        self._above.addLayout(words, 1)
        column.addLayout(self._above)
        column.addWidget(self._note)
        self._note.setVisible(bool(note))

    def set_corner(self, button: QWidget) -> None:
        """Put a control at the right of the number."""
        self._above.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)

    def set_values(self, caption: str, value: str, note: str = "", tone: str = "text") -> None:
        """Change all three."""
        self._caption.setText(caption)
        self._value.setText(value)
        self._value.set_color(tone)
        self._note.setText(note)
        self._note.setVisible(bool(note))


class StatusItem(QWidget):
    """An icon and a word in the top strip; tone ok, warn or danger."""

    def __init__(
        self, icon: str = "", text: str = "", tone: str = "ok", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._icon, self._text, self._tone = icon, text, tone
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(text)

    def set_status(self, icon: str, text: str, tone: str = "ok") -> None:
        """Change picture, words and tone."""
        if (icon, text, tone) == (self._icon, self._text, self._tone):
            return
        self._icon, self._text, self._tone = icon, text, tone
        self.setAccessibleName(text)
        self.setToolTip(plain_tip(text))
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        """The words."""
        return self._text

    def refresh_fonts(self) -> None:
        """Measure again."""
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Icon and words."""
        width = fonts.text_width(fonts.role("caption"), self._text)
        return QSize(22 + width if self._text else 16, 24)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw icon and words."""
        painter = paint.start(self)
        inks = {
            "ok": ("accent", "text-2"),
            "warn": ("warn-text", "warn-text"),
            "danger": ("danger-text", "danger-text"),
            "neutral": ("text-2", "text"),
        }
        icon_ink, text_ink = inks[self._tone]
        icons.paint(painter, self._icon, QRectF(0, 0, 16, self.height()), theme.color(icon_ink))
        place = QRectF(22, 0, self.width() - 22, self.height())
        paint.text(painter, place, self._text, "caption", theme.color(text_ink))
        painter.end()
