"""Keys as a scanner sends them: fast by their own stamps, however busy the machine is."""

from __future__ import annotations

import time

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication

BETWEEN = 2
"""Milliseconds between two keys of a scanner."""


def scan_keys(handle: QWindow, code: str) -> None:
    """Press and let go each sign of ``code``, then Enter."""
    stamp = round(time.monotonic() * 1000)
    keys = [(ord(sign.upper()), sign) for sign in code] + [(int(Qt.Key.Key_Return), "\r")]
    for key, text in keys:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, text)
            event.setTimestamp(stamp)
            QApplication.sendEvent(handle, event)
        stamp += BETWEEN
