"""The running window: first the shop, or the choice of one, until the window is closed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QApplication

from pos_app.bootstrap.first_paint import watch_first_paint
from pos_app.bootstrap.frame import Frame
from pos_app.bootstrap.shop import Shop, open_shop
from pos_app.bootstrap.single import Doorbell
from pos_app.ui.error_hook import ErrorHook, ErrorWords
from pos_app.ui.scan_router import ScanRouter
from pos_app.ui.task_runner import TaskRunner

if TYPE_CHECKING:
    from pos_app.bootstrap.program import DesktopProgram


class Running:
    """Everything alive while a window is open."""

    def __init__(self, app: QApplication, program: DesktopProgram, options: dict[str, Any]) -> None:
        self._app = app
        self._program = program
        self._options = options
        self.tasks = TaskRunner()
        self.router = ScanRouter()
        self.router.install()
        self.frame: Frame | None = None
        self.shop: Shop | None = None
        self._hook = ErrorHook(self._error_words)
        self._hook.install()
        self._bell = Doorbell(program.places.database, self._raise)

    def open_shop(self) -> None:
        """Open the shop there is and show its sign-in page."""
        self.shop = open_shop(self._program.places)
        self.frame = Frame(self.shop, self.tasks, self.router)
        self.frame.start()
        self._show(self.frame)

    def _show(self, frame: Frame) -> None:
        size = self._options.get("size")
        window = frame.window
        look = frame.shop.station.current.look
        if size is not None:
            window.resize(*size)
            window.show()
        elif self._options.get("windowed") or not look.full_screen:
            window.resize(1366, 768)
            window.show()
        else:
            window.showFullScreen()

    def close(self) -> None:
        """End everything in order; the open sale is in the store."""
        self._bell.close()
        if self.frame is not None:
            self.frame.close()
            self.frame.window.close()
            self.frame.window.deleteLater()
        self.tasks.stop()
        self.router.uninstall()
        self._hook.uninstall()
        if self.shop is not None:
            self.shop.close()

    def _raise(self) -> None:
        if self.frame is not None:
            self.frame.window.raise_()
            self.frame.window.activateWindow()

    def _error_words(self) -> ErrorWords:
        t = self.frame.voice.t if self.frame is not None else self._program.translator
        return ErrorWords(
            title=t._("Something went wrong in the program"),
            text=t._("The sale on the screen is kept. The details are in the log."),
            copy=t._("Copy the details"),
            close=t._("Go on"),
        )


def run(app: QApplication, program: DesktopProgram, options: dict[str, Any]) -> int:
    """Show the window and stay until it is closed."""
    running = Running(app, program, options)
    try:
        running.open_shop()
        watch_first_paint(app)
        return app.exec()
    finally:
        running.close()
