"""Hands for the real window: keys and scans as events at it, as devices send them."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

NAMED: Final = {
    "Enter": Qt.Key.Key_Return,
    "Esc": Qt.Key.Key_Escape,
    "Del": Qt.Key.Key_Delete,
    "Ins": Qt.Key.Key_Insert,
    "Tab": Qt.Key.Key_Tab,
    "Up": Qt.Key.Key_Up,
    "Down": Qt.Key.Key_Down,
    "Backspace": Qt.Key.Key_Backspace,
    **{f"F{number}": Qt.Key(int(Qt.Key.Key_F1) + number - 1) for number in range(1, 13)},
}
STEP_MS: Final = 90
"""Pause after a key, longer than what tells a person from a scanner."""

PATIENCE: Final = 20.0
"""Seconds after which something awaited is not coming."""


class Robot:
    """Presses keys and scans codes at one window."""

    def __init__(self, window: QWidget) -> None:
        self._window = window

    def wait(self, milliseconds: int) -> None:
        """Let the program live for a while."""
        loop = QEventLoop()
        QTimer.singleShot(milliseconds, loop.quit)
        loop.exec()

    def until(self, holds: Callable[[], bool], what: str) -> None:
        """Wait until something holds; raises ``TimeoutError`` naming ``what``."""
        end = time.monotonic() + PATIENCE
        while not holds():
            if time.monotonic() > end:
                raise TimeoutError(what)
            self.wait(20)

    def key(self, name: str) -> None:
        """Press one key by the name on its cap (``F10``, ``Enter``, ``Ctrl P``, ``5``)."""
        modifiers = Qt.KeyboardModifier.NoModifier
        if name.startswith("Ctrl "):
            modifiers, name = Qt.KeyboardModifier.ControlModifier, name[5:]
        code = NAMED.get(name)
        text = "" if code is not None else name
        if code is None:
            code = Qt.Key(ord(name.upper())) if len(name) == 1 else Qt.Key.Key_unknown
        self._press(code, text, modifiers)
        self.wait(STEP_MS)

    def type(self, text: str) -> None:
        """Type as a person does, with pauses."""
        for sign in text:
            self.key(sign)

    def scan(self, code: str) -> None:
        """Send a code as a scanner does: all at once, Enter at the end."""
        for sign in code:
            self._press(Qt.Key(ord(sign.upper())), sign, Qt.KeyboardModifier.NoModifier)
        self._press(Qt.Key.Key_Return, "\r", Qt.KeyboardModifier.NoModifier)
        self.wait(STEP_MS)

    def _press(self, key: Qt.Key, text: str, modifiers: Qt.KeyboardModifier) -> None:
        handle = self._window.windowHandle()
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QCoreApplication.sendEvent(handle, QKeyEvent(kind, key, modifiers, text))
