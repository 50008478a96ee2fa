"""The one sound of the program: a short tone for errors, off in settings."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication


class Feedback(QObject):
    """Sounds the error tone; ``sounded()`` lets tests and a status item notice it.

    The system's own bell is used: it needs no audio library, and shops that mute the computer
    still see every error in words.
    """

    sounded = Signal()

    def __init__(
        self,
        *,
        enabled: bool = True,
        beep: Callable[[], None] = QApplication.beep,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._enabled, self._beep = enabled, beep

    def set_enabled(self, *, enabled: bool) -> None:
        """Follow the setting."""
        self._enabled = enabled

    def error(self) -> None:
        """Sound the error tone."""
        if self._enabled:
            self._beep()
        self.sounded.emit()
