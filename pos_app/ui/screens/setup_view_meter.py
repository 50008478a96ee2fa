"""Watches how a scan comes, key by key, without taking a key from anybody."""

from __future__ import annotations

from collections import deque
from time import monotonic
from typing import Final, Literal, NamedTuple

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QWindow

from pos_app.presenters.setup_state import ScanReading

_KEPT: Final = 600
_FRESH: Final = 1.0
"""Seconds within which the keys of a scan were pressed, at most."""
_ENDS: Final[dict[int, Literal["enter", "tab"]]] = {
    int(Qt.Key.Key_Return): "enter",
    int(Qt.Key.Key_Enter): "enter",
    int(Qt.Key.Key_Tab): "tab",
}


class _Key(NamedTuple):
    at: float
    sign: str
    end: Literal["enter", "tab", ""]


class ScanMeter(QObject):
    """Sees every key that reaches a window; :meth:`reading` tells of the scan just handed over.

    Install it after the scan router: filters installed later see an event earlier, and the
    router keeps the keys of a scan to itself.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._keys: deque[_Key] = deque(maxlen=_KEPT)
        self._installed = False

    def start(self) -> None:
        """Begin to watch."""
        app = QCoreApplication.instance()
        if app is not None and not self._installed:
            app.installEventFilter(self)
            self._installed = True

    def stop(self) -> None:
        """Watch no longer and forget."""
        app = QCoreApplication.instance()
        if app is not None and self._installed:
            app.removeEventFilter(self)
        self._installed = False
        self._keys.clear()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note a key press and let it pass."""
        if event.type() == QEvent.Type.KeyPress and isinstance(watched, QWindow):
            assert isinstance(event, QKeyEvent)
            end = _ENDS.get(event.key(), "")
            if end or len(event.text()) == 1:
                stamp = event.timestamp() / 1000 if event.timestamp() else monotonic()
                self._keys.append(_Key(stamp, "" if end else event.text(), end))
        return False

    def reading(self, text: str, source: str) -> ScanReading:
        """How ``text`` came; a code by its own cable has no keys."""
        if source != "keyboard":
            return ScanReading(text=text, source=source)
        keys = list(self._keys)
        self._keys.clear()
        end = keys.pop().end if keys and keys[-1].end else ""
        signs = [key for key in keys if not key.end][-len(text) :]
        if not signs or len(signs) < len(text) or signs[-1].at - signs[0].at > _FRESH:
            return ScanReading(text=text, end=end)
        return ScanReading(
            text=text,
            typed="".join(key.sign for key in signs),
            keys=len(signs),
            milliseconds=round((signs[-1].at - signs[0].at) * 1000),
            end=end,
        )
