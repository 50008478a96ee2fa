"""Ending the program as soon as its window has been painted: what a measurement of the start needs.

Switched on by the environment variable :data:`VARIABLE`, which names a file. The moment of the
first paint goes into it as nanoseconds of the system's monotonic clock, which parent and child
share, and the program quits. Nobody meets this at a counter.
"""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QTimer

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QWidget

VARIABLE: Final = "POS_APP_FIRST_PAINT"


class FirstPaint(QObject):
    """Waits for the first paint of a window, notes the moment, ends the application."""

    def __init__(self, app: QApplication, window: QWidget, note: Path) -> None:
        super().__init__(window)
        self._app = app
        self._note = note
        self._seen = False
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The window's own paint comes first; its children follow before the next turn."""
        if event.type() == QEvent.Type.Paint and not self._seen:
            self._seen = True
            QTimer.singleShot(0, self._painted)
        return super().eventFilter(watched, event)

    def _painted(self) -> None:
        self._note.write_text(str(time.monotonic_ns()), encoding="ascii")
        self._app.quit()


def watch_first_paint(app: QApplication) -> FirstPaint | None:
    """Watch the window in front when a measurement asks for it."""
    note = os.environ.get(VARIABLE, "")
    shown = [window for window in app.topLevelWidgets() if window.isVisible()]
    if not note or not shown:
        return None
    return FirstPaint(app, shown[0], Path(note))
