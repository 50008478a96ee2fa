"""The focus ring: drawn over the window, so that it never moves the layout."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)
from shiboken6 import isValid

from pos_app.ui import theme, tokens
from pos_app.ui.widgets import paint

_OWN_BORDER = (QLineEdit, QComboBox, QPlainTextEdit, QAbstractItemView, QAbstractSpinBox)
_MOVES = (
    QEvent.Type.Move,
    QEvent.Type.Resize,
    QEvent.Type.Hide,
    QEvent.Type.Show,
    QEvent.Type.EnabledChange,
)


class FocusRing(QWidget):
    """Follows the keyboard focus of one window; a click or tap hides it until the next Tab.

    Fields draw their own border. A widget may answer ``focus_ring_radius()`` and
    ``focus_ring_color()``.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._target: QWidget | None = None
        self._watched: list[QWidget] = []
        self._reach = tokens.size("focus-ring") + tokens.size("focus-gap")
        self.hide()
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._focus_changed)

    def target(self) -> QWidget | None:
        """The widget ringed now."""
        return self._target if self.isVisible() else None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow what moves under the ring; a click takes the ring away."""
        kind = event.type()
        if kind in _MOVES:
            self._place()
        elif kind in (QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin):
            self.hide()
        return False

    def _focus_changed(self, _old: QWidget | None, new: QWidget | None) -> None:
        self._forget()
        if new is None or new.window() is not self.window() or not _wants_ring(new):
            self.hide()
            return
        self._target = new
        widget: QWidget | None = new
        while widget is not None and widget is not self.window():
            widget.installEventFilter(self)
            self._watched.append(widget)
            widget = widget.parentWidget()
        self._place()

    def _forget(self) -> None:
        for widget in self._watched:
            if isValid(widget):  # a page built anew took its widgets with it
                widget.removeEventFilter(self)
        self._watched = []
        self._target = None

    def _place(self) -> None:
        target = self._target
        if target is None or not target.isVisible() or not target.isEnabled():
            self.hide()
            return
        seen = target.visibleRegion().boundingRect()
        if seen.isEmpty():
            self.hide()
            return
        corner = target.mapTo(self.window(), QPoint(0, 0))
        reach = self._reach
        place = QRect(corner, target.size()).adjusted(-reach, -reach, reach, reach)
        self.setGeometry(place)
        self.show()
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ring."""
        if self._target is None:
            return
        corner = getattr(self._target, "focus_ring_radius", lambda: tokens.radius("md"))()
        token = getattr(self._target, "focus_ring_color", lambda: "focus")()
        painter = paint.start(self)
        width = tokens.size("focus-ring")
        rect = QRectF(self.rect())
        paint.box(painter, rect, corner + self._reach, None, theme.color(token), width)
        painter.end()


def _wants_ring(widget: QWidget) -> bool:
    if isinstance(widget, _OWN_BORDER) or widget.property("ring") is False:
        return False
    policy = widget.focusPolicy()
    by_tab = bool(policy & Qt.FocusPolicy.TabFocus)
    by_click = bool(policy & Qt.FocusPolicy.ClickFocus)
    return by_tab and not by_click
