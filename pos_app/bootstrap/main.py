"""The running window: first the shop, or the choice of one, until the window is closed."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from pos_app.adapters.files.instance_lock import InstanceLock
from pos_app.adapters.files.paths import Places
from pos_app.adapters.files.station_file import StationFile
from pos_app.bootstrap.first_paint import watch_first_paint
from pos_app.bootstrap.frame import Frame
from pos_app.bootstrap.last_shop import last_shop, remember
from pos_app.bootstrap.shop import Shop, open_shop
from pos_app.bootstrap.single import Doorbell
from pos_app.domain.errors import CodedError, EnvironmentProblem
from pos_app.services.station import StationService
from pos_app.ui.error_hook import ErrorHook, ErrorWords
from pos_app.ui.main_window import MainWindow
from pos_app.ui.scan_router import ScanRouter
from pos_app.ui.task_runner import TaskRunner

if TYPE_CHECKING:
    from pos_app.bootstrap.first_run import FirstRun
    from pos_app.bootstrap.program import DesktopProgram

log = logging.getLogger(__name__)


class Running:
    """Everything alive while a window is open: a shop, or the first run that leads to one."""

    def __init__(self, app: QApplication, program: DesktopProgram, options: dict[str, Any]) -> None:
        self._app = app
        self._program = program
        self._options = options
        self.tasks = TaskRunner()
        self.router = ScanRouter()
        self.router.install()
        self.frame: Frame | None = None
        self.shop: Shop | None = None
        self.first_run: FirstRun | None = None
        self._demo_lock: InstanceLock | None = None
        self._hook = ErrorHook(self._error_words, tell=self._tell)
        self._hook.install()
        self._bell = Doorbell(program.places.database, self._raise)

    # --- what is open ------------------------------------------------------------------------

    def open_shop(self) -> None:
        """Open the shop used last and show its sign-in page; without one, the welcome page."""
        own = self._program.places
        where = last_shop(own)
        if where is not None and where.data != own.data:
            try:
                self._open(where)
            except EnvironmentProblem as problem:
                log.warning("the demo shop cannot be opened: %s", problem)
                remember(own, own)
                where = last_shop(own)
            else:
                return
        if where is None:
            self._welcome()
        else:
            self._open(where)

    def leave_demo(self) -> None:
        """Close the demo shop, which stays as it is, and go to the own shop or its set-up."""
        remember(self._program.places, self._program.places)
        try:
            self.open_shop()
        except EnvironmentProblem as problem:
            self._welcome().refuse(problem)

    def reopen(self, where: Places, work: Callable[[], None]) -> None:
        """Close the shop, do ``work`` on its files, open it again; what failed is told there."""
        self._close_shop()
        failed: CodedError | None = None
        try:
            work()
        except CodedError as error:
            failed = error
        self._open(where)
        if failed is not None and self.frame is not None:
            self.frame.refuse(failed)

    def _open(self, where: Places) -> None:
        """Go over to the shop in ``where``; what was open before is closed."""
        is_demo = where.data != self._program.places.data
        lock = InstanceLock(where.database) if is_demo else None
        if lock is not None:
            lock.acquire()
        try:
            self._close_shop()
            self.shop = open_shop(where)
        except BaseException:
            if lock is not None:
                lock.release()
            raise
        self._demo_lock = lock
        remember(self._program.places, where)
        if self._options.get("theme"):
            self.shop.station.change("look.theme", self._options["theme"])
        before = self._windows()
        self.frame = Frame(self.shop, self.tasks, self.router)
        if is_demo:
            self.frame.leave_demo = lambda: QTimer.singleShot(0, self.leave_demo)
        self.frame.reopen = lambda work: QTimer.singleShot(0, lambda: self.reopen(where, work))
        self.frame.start()
        self._show(self.frame.window)
        self._put_away(before)

    def _welcome(self) -> FirstRun:
        self._close_shop()
        before = self._windows()
        language = self._program.language
        from pos_app.bootstrap.first_run import FirstRun

        first = FirstRun(
            self._program.places,
            self.tasks,
            self.router,
            opened=lambda where: QTimer.singleShot(0, lambda: self._go_over(where)),
            language="" if language == "en" else language,
        )
        self.first_run = first
        first.start()
        self._show(first.window)
        self._put_away(before)
        return first

    def _go_over(self, where: Places) -> None:
        """From the first run to a shop; a shop that does not open is told and changes nothing."""
        try:
            self._open(where)
        except EnvironmentProblem as problem:
            if self.first_run is None:
                raise
            self.first_run.refuse(problem)

    def _windows(self) -> list[MainWindow]:
        found = [one.window for one in (self.frame, self.first_run) if one is not None]
        if self.first_run is not None:
            self.first_run.close()
        self.frame = self.first_run = None
        return found

    def _put_away(self, windows: list[MainWindow]) -> None:
        """Windows of before, once another one is shown: closing the last would end the program."""
        for window in windows:
            self.router.scanned.disconnect(window.take_scan)
            self.router.garbage.disconnect(window.feedback.error)
            window.hide()
            window.deleteLater()

    def _close_shop(self) -> None:
        if self.frame is not None and self.shop is not None:
            self.frame.close()
        if self.shop is not None:
            self.tasks.stop()
            self.shop.close()
            self.shop = None
        if self._demo_lock is not None:
            self._demo_lock.release()
            self._demo_lock = None

    def _show(self, window: MainWindow) -> None:
        size = self._options.get("size")
        look = StationService(StationFile(self._program.places.station_file)).current.look
        if size is not None:
            window.resize(*size)
            window.show()
        elif self._options.get("windowed") or not look.full_screen:
            window.resize(1366, 768)
            window.show()
        else:
            window.showFullScreen()

    # --- the end -----------------------------------------------------------------------------

    def close(self) -> None:
        """End everything in order; the open sale is in the store."""
        self._bell.close()
        if self.frame is not None:
            self.frame.close()
        for window in self._windows():
            window.close()
            window.deleteLater()
        self.tasks.stop()
        self.router.uninstall()
        self._hook.uninstall()
        if self.shop is not None:
            self.shop.close()
        if self._demo_lock is not None:
            self._demo_lock.release()

    def _raise(self) -> None:
        one = self.frame or self.first_run
        if one is not None:
            one.window.raise_()
            one.window.activateWindow()

    def _tell(self, error: CodedError) -> None:
        """What the world refused and no page answered for: said over the page in front."""
        if self.frame is not None:
            self.frame.refuse(error)
        elif self.first_run is not None and isinstance(error, EnvironmentProblem):
            self.first_run.refuse(error)

    def _error_words(self) -> ErrorWords:
        one = self.frame or self.first_run
        t = one.voice.t if one is not None else self._program.translator
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
