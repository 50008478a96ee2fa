"""Tells a scanner from a person typing, for the whole application (R35).

Every key reaches the program at a ``QWindow`` first. There a sign is held for 35 ms: a person
cannot type the next one sooner, a scanner always does. What turns out to be typing is delivered
late but in order; what turns out to be a scan never reaches a field.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QWindow
from shiboken6 import isValid

from pos_app.ui import tokens
from pos_app.ui.keys import position_sign

MAX_SCAN = 512
"""Longest code taken, in characters; what is longer is a stuck key or a broken scanner."""

_ENDS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)
_SHIFTS = (
    Qt.Key.Key_Shift,
    Qt.Key.Key_CapsLock,
    Qt.Key.Key_AltGr,
    Qt.Key.Key_NumLock,
)
_OTHER_MODIFIERS = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)
_INPUT = (
    QEvent.Type.MouseButtonPress,
    QEvent.Type.TouchBegin,
    QEvent.Type.Wheel,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScannerSettings:
    """How the shop's scanner talks.

    ``prefix`` and ``suffix`` are signs it adds; ``by_position`` reads key places (the usual
    scanner is a US keyboard) and is switched off for one that types in the till's own layout.
    """

    prefix: str = ""
    suffix: str = ""
    by_position: bool = True
    enabled: bool = True


def strip_marks(text: str, settings: ScannerSettings) -> str:
    """A code without the scanner's own prefix and suffix and without control signs."""
    if settings.prefix and text.startswith(settings.prefix):
        text = text[len(settings.prefix) :]
    if settings.suffix and text.endswith(settings.suffix):
        text = text[: -len(settings.suffix)]
    return "".join(sign for sign in text if sign.isprintable() or sign == "\x1d").strip()


class _Held:
    """A copy of a key event: Qt reuses the original after delivery."""

    __slots__ = ("event", "key", "press", "window")

    def __init__(self, window: QWindow, event: QKeyEvent) -> None:
        self.window = window
        self.key = (event.key(), event.nativeScanCode())
        self.press = event.type() == QEvent.Type.KeyPress
        self.event = QKeyEvent(
            event.type(),
            event.key(),
            event.modifiers(),
            event.nativeScanCode(),
            event.nativeVirtualKey(),
            event.nativeModifiers(),
            event.text(),
            event.isAutoRepeat(),
            event.count(),
        )


class ScanRouter(QObject):
    """The application's event filter and the one outlet of scans.

    ``scanned(text, source)`` with source ``keyboard`` or ``serial``; ``garbage()`` when more
    signs than a code can have came in a stream. ``clock`` returns seconds and may be replaced
    in tests; ``touch`` times of people's input answer ``idle_seconds``.
    """

    scanned = Signal(str, str)
    garbage = Signal()

    def __init__(
        self,
        settings: ScannerSettings | None = None,
        *,
        clock: Callable[[], float] = monotonic,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.settings = settings or ScannerSettings()
        self._clock = clock
        self._gap = tokens.behaviour("scanGapMs") / 1000
        self._silence = tokens.behaviour("scanIdleEndMs") / 1000
        self._least = tokens.behaviour("scanMinChars")
        self._held: list[_Held] = []
        self._signs: list[str] = []
        self._last = self._due = 0.0
        self._flooded = self._replaying = False
        self._swallowed: set[tuple[int, int]] = set()
        self._end_until = -1.0
        self._stamped = clock is monotonic
        self._late = False
        self._touched = clock()
        self._handler: Callable[[QKeyEvent], bool] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._timed_out)

    # -- wiring --------------------------------------------------------------------------
    def install(self) -> None:
        """Start watching the application."""
        app = QCoreApplication.instance()
        assert app is not None
        app.installEventFilter(self)

    def uninstall(self) -> None:
        """Stop watching; what is held is delivered first."""
        self._release()
        app = QCoreApplication.instance()
        if app is not None:
            app.removeEventFilter(self)

    def set_settings(self, settings: ScannerSettings) -> None:
        """Use other scanner settings from now on."""
        self._release()
        self.settings = settings

    def set_key_handler(self, handler: Callable[[QKeyEvent], bool] | None) -> None:
        """Who gets every key press before the focus does; True keeps it from the focus."""
        self._handler = handler

    def idle_seconds(self) -> float:
        """Seconds since a person or a scanner last did something."""
        return self._clock() - self._touched

    def touch(self) -> None:
        """Count now as activity (a serial scan, a sign-in)."""
        self._touched = self._clock()

    def accept(self, text: str, source: str) -> None:
        """Hand over a code that came by another way (serial port, tests)."""
        code = strip_marks(text, self.settings)
        self.touch()
        if code:
            self.scanned.emit(code, source)

    # -- the filter ----------------------------------------------------------------------
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look at keys arriving at a window; everything else passes at once."""
        kind = event.type()
        if kind == QEvent.Type.KeyPress or kind == QEvent.Type.KeyRelease:
            if isinstance(watched, QWindow) and isinstance(event, QKeyEvent):
                return self._key(watched, event)
        elif kind in _INPUT and isinstance(watched, QWindow):
            self._touched = self._clock()
        return False

    def _key(self, window: QWindow, event: QKeyEvent) -> bool:
        press = event.type() == QEvent.Type.KeyPress
        if self._replaying:
            return press and self._handled(event)
        if press:
            self._touched = self._clock()
        if not self.settings.enabled:
            return press and self._handled(event)
        return self._press(window, event) if press else self._let_go(window, event)

    def _press(self, window: QWindow, event: QKeyEvent) -> bool:
        now = self._time(event)
        if self._signs and now - self._last > self._limit():
            self.expire()
        if event.key() in _ENDS and not event.isAutoRepeat():
            return self._end(event, now)
        if event.key() in _SHIFTS:
            return self._aside(window, event)
        sign = self._sign(event)
        if not sign:
            self._release()
            return self._handled(event)
        self._collect(window, event, sign, now)
        return True

    def _time(self, event: QKeyEvent) -> float:
        """When the key went down, in seconds.

        The window system's own stamp counts, so that a busy moment of the program does not
        press a person's keys together into a scan.
        """
        stamp = event.timestamp() if self._stamped else 0
        return stamp / 1000 if stamp else self._clock()

    def _limit(self) -> float:
        """Seconds of silence after which the signs so far are judged."""
        return self._silence if self._is_scanner() else self._gap

    def _is_scanner(self) -> bool:
        if self._flooded or len(self._signs) >= self._least:
            return True
        prefix = self.settings.prefix
        enough = len(self._signs) > max(1, len(prefix))
        return bool(prefix) and enough and "".join(self._signs).startswith(prefix)

    def _sign(self, event: QKeyEvent) -> str:
        """The sign a scanner meant by this key, or nothing for keys that are no signs."""
        if event.isAutoRepeat() or event.modifiers() & _OTHER_MODIFIERS:
            return ""
        text = event.text()
        if len(text) != 1 or not text.isprintable():
            return ""
        return (position_sign(event) if self.settings.by_position else "") or text

    def _collect(self, window: QWindow, event: QKeyEvent, sign: str, now: float) -> None:
        self._last = now
        self._late = False
        if self._flooded:
            self._swallowed.add((event.key(), event.nativeScanCode()))
            self._ring_in(self._silence)
            return
        self._held.append(_Held(window, event))
        self._signs.append(sign)
        self._ring_in(self._limit())
        if len(self._signs) > MAX_SCAN:
            self._drop()
            self._flooded = True
            self._ring_in(self._silence)
            return
        suffix = self.settings.suffix
        if suffix and self._is_scanner() and "".join(self._signs).endswith(suffix):
            # the suffix ends the code; an Enter the scanner sends after it belongs to it too
            self._end_until = now + self._silence
            self._finish()

    def _ring_in(self, seconds: float) -> None:
        self._due = self._clock() + seconds
        self._timer.start(round(seconds * 1000))

    def due(self) -> float | None:
        """When the held signs are judged, by the router's clock; None while nothing is held."""
        return self._due if self._timer.isActive() else None

    def _end(self, event: QKeyEvent, now: float) -> bool:
        """Enter or Tab: the end of a scan, or a key of its own after what was typed."""
        if not self._signs and not self._flooded and now <= self._end_until:
            self._end_until = -1.0
            self._swallowed.add((event.key(), event.nativeScanCode()))
            return True
        if self._is_scanner():
            self._swallowed.add((event.key(), event.nativeScanCode()))
            self._finish()
            return True
        self._release()
        return self._handled(event)

    def _aside(self, window: QWindow, event: QKeyEvent) -> bool:
        """Shift alone: kept in order with the signs around it."""
        if not self._held:
            return False
        self._held.append(_Held(window, event))
        return True

    def _let_go(self, window: QWindow, event: QKeyEvent) -> bool:
        key = (event.key(), event.nativeScanCode())
        if key in self._swallowed and not event.isAutoRepeat():
            self._swallowed.discard(key)
            return True
        if self._held:
            self._held.append(_Held(window, event))
            return True
        return False

    def expire(self) -> None:
        """Judge the signs held so far: silence has gone on long enough."""
        self._timer.stop()
        if self._is_scanner():
            # the Enter of a slow scanner may still come, and belongs to this code
            self._end_until = self._last + 3 * self._silence
            self._finish()
        else:
            self._release()

    def _timed_out(self) -> None:
        """The timer rang; when it rang late, keys may wait behind it: look at them first."""
        if self._signs and not self._late and self._clock() - self._due > self._silence:
            self._late = True
            self._timer.start(5)
            return
        self.expire()

    def _finish(self) -> None:
        """A scan is whole: hand it over, let none of its keys through."""
        text = "".join(self._signs)
        flooded, self._flooded = self._flooded, False
        self._drop()
        if flooded:
            self.garbage.emit()
            return
        code = strip_marks(text, self.settings)
        if code:
            self.scanned.emit(code, "keyboard")

    def _drop(self) -> None:
        """Forget the held keys; their releases, still to come, are swallowed as well."""
        self._timer.stop()
        released = {held.key for held in self._held if not held.press}
        pressed = {held.key for held in self._held if held.press}
        self._swallowed |= pressed - released
        self._held, self._signs = [], []

    def _release(self) -> None:
        """Typing after all: deliver the held keys in their order."""
        self._timer.stop()
        held, self._held, self._signs = self._held, [], []
        self._flooded = False
        if not held:
            return
        self._replaying = True
        try:
            for item in held:
                if isValid(item.window):
                    QCoreApplication.sendEvent(item.window, item.event)
        finally:
            self._replaying = False

    def _handled(self, event: QKeyEvent) -> bool:
        return self._handler is not None and self._handler(event)
