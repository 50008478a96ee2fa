"""The last net: every bug is logged, shown once, and never ends the day at the counter."""

from __future__ import annotations

import logging
import sys
import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType

from PySide6.QtCore import (
    QMessageLogContext,
    QObject,
    Qt,
    QtMsgType,
    Signal,
    qInstallMessageHandler,
)
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from pos_app.domain.errors import CodedError
from pos_app.ui.widgets.button import Button
from pos_app.ui.widgets.label import Label

log = logging.getLogger("pos_app.error")
qt_log = logging.getLogger("pos_app.qt")
MOST_WINDOWS = 5
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorWords:
    """The window's words, translated."""

    title: str
    text: str
    copy: str
    close: str


class ErrorHook(QObject):
    """Takes over what nobody caught, in any thread; works without a console.

    A :class:`CodedError` nobody caught is no bug but a fault of the world (the database is locked,
    the disk is gone): ``tell`` says it over the page, on the screen's thread.
    ``show(details)`` opens the window (replaceable in tests); it is called once per distinct
    traceback and on the screen's thread. ``before_show()`` lets the program keep its draft.
    """

    _caught = Signal(str, str)
    _fault = Signal(object)

    def __init__(
        self,
        words: Callable[[], ErrorWords],
        *,
        show: Callable[[str], None] | None = None,
        before_show: Callable[[], object] | None = None,
        tell: Callable[[CodedError], object] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._words = words
        self._show = show or self._open_window
        self._before = before_show
        self._tell = tell
        self._seen: set[str] = set()
        self._windows: list[ErrorWindow] = []
        self._lock = threading.Lock()
        self._caught.connect(self._present, Qt.ConnectionType.QueuedConnection)
        self._fault.connect(self._say, Qt.ConnectionType.QueuedConnection)
        self._qt_before: Callable[..., object] | None = None
        self._qt_taken = False
        self._previous = (sys.excepthook, threading.excepthook, sys.unraisablehook)

    def install(self, *, qt_messages: bool = True) -> None:
        """Take over all hooks."""
        sys.excepthook = self.handle
        threading.excepthook = self._thread
        sys.unraisablehook = self._unraisable
        if qt_messages:
            self._qt_before = qInstallMessageHandler(self._message)
            self._qt_taken = True

    def uninstall(self) -> None:
        """Give the hooks back."""
        sys.excepthook, threading.excepthook, sys.unraisablehook = self._previous
        if self._qt_taken:
            qInstallMessageHandler(self._qt_before)
            self._qt_taken = False
        for window in self._windows:
            window.close()
            window.deleteLater()
        self._windows = []

    def handle(
        self,
        kind: type[BaseException],
        error: BaseException,
        trace: TracebackType | None,
    ) -> None:
        """Log an exception and show it once; Ctrl C still ends the program."""
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        if self._tell is not None and isinstance(error, CodedError):
            log.warning("not done: %s", error.code, exc_info=(kind, error, trace))
            self._fault.emit(error)
            return
        details = "".join(traceback.format_exception(kind, error, trace))
        log.error("unexpected error", exc_info=(kind, error, trace))
        mark = fingerprint(kind, trace)
        with self._lock:
            fresh = mark not in self._seen and len(self._seen) < MOST_WINDOWS
            self._seen.add(mark)
        if fresh:
            self._caught.emit(mark, details)

    def _say(self, error: CodedError) -> None:
        if self._tell is not None:
            self._tell(error)

    def _thread(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            self.handle(args.exc_type, args.exc_value, args.exc_traceback)

    def _unraisable(self, args: object) -> None:
        error = getattr(args, "exc_value", None)
        if isinstance(error, BaseException):
            self.handle(type(error), error, error.__traceback__)

    def _message(self, kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
        where = f" ({context.category})" if context.category else ""
        qt_log.log(_LEVELS.get(kind, logging.WARNING), "%s%s", text, where)

    def _present(self, _mark: str, details: str) -> None:
        if self._before is not None:
            try:
                self._before()
            except Exception:
                log.exception("the draft could not be kept after an error")
        self._show(details)

    def _open_window(self, details: str) -> None:
        window = ErrorWindow(self._words(), details)
        self._windows.append(window)
        window.show()


def fingerprint(kind: type[BaseException], trace: TracebackType | None) -> str:
    """Names an error by its type and the lines it passed, not by its words."""
    frames = traceback.extract_tb(trace)
    places = ";".join(f"{frame.filename}:{frame.lineno}" for frame in frames)
    return f"{kind.__module__}.{kind.__qualname__}|{places}"


class ErrorWindow(QWidget):
    """Says that something went wrong, that the sale is kept, and gives the details to copy."""

    def __init__(self, words: ErrorWords, details: str) -> None:
        super().__init__()
        self.setWindowTitle(words.title)
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, on=False)
        self._details = details
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(12)
        column.addWidget(Label(words.title, "title", wrap=True))
        column.addWidget(Label(words.text, "body", "text-2", wrap=True))
        box = QPlainTextEdit(details)
        box.setReadOnly(True)
        box.setAccessibleName(words.title)
        column.addWidget(box, 1)
        row = QHBoxLayout()
        row.addStretch(1)
        copy = Button(words.copy, v="secondary", icon="copy")
        close = Button(words.close, v="primary")
        copy.clicked.connect(self._copy)
        close.clicked.connect(self.close)
        row.addWidget(copy)
        row.addWidget(close)
        column.addLayout(row)
        self.resize(720, 480)

    def _copy(self) -> None:
        QApplication.clipboard().setText(self._details)
