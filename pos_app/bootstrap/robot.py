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
    "Left": Qt.Key.Key_Left,
    "Right": Qt.Key.Key_Right,
    "Home": Qt.Key.Key_Home,
    "End": Qt.Key.Key_End,
    "Space": Qt.Key.Key_Space,
    "Backspace": Qt.Key.Key_Backspace,
    **{f"F{number}": Qt.Key(int(Qt.Key.Key_F1) + number - 1) for number in range(1, 13)},
}
STEP_MS: Final = 90
"""Pause after a key, longer than what tells a person from a scanner."""

PATIENCE: Final = 20.0
"""Seconds after which something awaited is not coming."""


class Robot:
    """Presses keys and scans codes at one window; ``step_ms`` is the pause after each."""

    def __init__(self, window: QWidget, step_ms: int = STEP_MS) -> None:
        self._window = window
        self._step_ms = step_ms

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
        self._press(*_meaning(name), at=_stamp())
        self.wait(self._step_ms)

    def hold(self, name: str, repeats: int) -> None:
        """Keep a key down: one press, ``repeats`` of the keyboard's own, one release."""
        code, text, modifiers = _meaning(name)
        at = _stamp()
        self._send(QEvent.Type.KeyPress, code, text, modifiers, at=at)
        for number in range(repeats):
            moment = at + number + 1
            self._send(QEvent.Type.KeyPress, code, text, modifiers, at=moment, repeat=True)
            self.wait(1)
        self._send(QEvent.Type.KeyRelease, code, text, modifiers, at=_stamp())
        self.wait(self._step_ms)

    def hammer(self, name: str, times: int) -> None:
        """Press and let go as fast as a nervous hand can, without a look at the screen."""
        for _ in range(times):
            self._press(*_meaning(name), at=_stamp())
            self.wait(1)
        self.wait(self._step_ms)

    def type(self, text: str) -> None:
        """Type as a person does, with pauses."""
        for sign in text:
            self.key(sign)

    def scan(self, code: str) -> None:
        """Send a code as a scanner does: all at once, Enter at the end."""
        at = _stamp()
        for number, sign in enumerate(code):
            self._press(_code(sign), sign, Qt.KeyboardModifier.NoModifier, at=at + number)
        end = at + len(code)
        self._press(Qt.Key.Key_Return, "\r", Qt.KeyboardModifier.NoModifier, at=end)
        self.wait(self._step_ms)

    def _press(self, key: Qt.Key, text: str, modifiers: Qt.KeyboardModifier, *, at: int) -> None:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            self._send(kind, key, text, modifiers, at=at)

    def _send(
        self,
        kind: QEvent.Type,
        key: Qt.Key,
        text: str,
        modifiers: Qt.KeyboardModifier,
        *,
        at: int,
        repeat: bool = False,
    ) -> None:
        event = QKeyEvent(kind, key, modifiers, text, repeat)
        event.setTimestamp(at)
        QCoreApplication.sendEvent(self._window.windowHandle(), event)


def _stamp() -> int:
    """Now in milliseconds, as the window system stamps keys: a busy moment of this machine must
    not change how far apart they seem."""
    return round(time.monotonic() * 1000)


def _code(sign: str) -> Qt.Key:
    """The key that carries a sign; signs off the Latin keyboard have none of their own."""
    upper = sign.upper()
    return Qt.Key(ord(upper)) if upper.isascii() and len(upper) == 1 else Qt.Key.Key_unknown


def _meaning(name: str) -> tuple[Qt.Key, str, Qt.KeyboardModifier]:
    modifiers = Qt.KeyboardModifier.NoModifier
    if name.startswith("Ctrl "):
        modifiers, name = Qt.KeyboardModifier.ControlModifier, name[5:]
    named = NAMED.get(name)
    if named is not None:
        return named, " " if name == "Space" else "", modifiers
    return _code(name), name, modifiers
