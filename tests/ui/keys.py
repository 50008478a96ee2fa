"""Keys as a scanner sends them: fast by their own stamps, however busy the machine is."""

from __future__ import annotations

import time

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from pos_app.ui.scan_router import ScanRouter

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


def until_judged(router: ScanRouter, seconds: float = 2.0) -> None:
    """Wait until the router waits no more for what could become a scan: a busy machine is late."""
    end = time.monotonic() + seconds
    while router.due() is not None:
        assert time.monotonic() < end, "keys are held back"
        QTest.qWait(5)
