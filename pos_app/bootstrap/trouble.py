"""When the shop cannot be opened: say it in a window, restore a backup or try again."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEventLoop, QObject

from pos_app.adapters.files.station_file import StationFile
from pos_app.domain.errors import CodedError
from pos_app.i18n import Formats, translator
from pos_app.presenters.sale_ports import Voice
from pos_app.presenters.setup_words import tell
from pos_app.presenters.start_problem import (
    StartProblemState,
    backup_state,
    start_problem_state,
)
from pos_app.presenters.tasks import TaskControl
from pos_app.services.station import StationService
from pos_app.ui.dialog_service import FileDialogPort, QtFileDialogs
from pos_app.ui.problem_window import ProblemWindow
from pos_app.ui.task_runner import TaskRunner

if TYPE_CHECKING:
    from pos_app.bootstrap.program import DesktopProgram

log = logging.getLogger(__name__)


def explain(
    program: DesktopProgram,
    problem: CodedError,
    files: Callable[[ProblemWindow], FileDialogPort] = QtFileDialogs,
) -> bool:
    """Show why the shop cannot be opened until a person chose; whether to try again.

    No shop may be open and the instance lock must be free: a backup may be put in place.
    """
    log.error("the shop cannot be opened: %s", problem.code)
    trouble = Trouble(program, problem, files)
    try:
        return trouble.run()
    finally:
        trouble.close()


class Trouble(QObject):
    """The window, and what its buttons do."""

    def __init__(
        self,
        program: DesktopProgram,
        problem: CodedError,
        files: Callable[[ProblemWindow], FileDialogPort],
    ) -> None:
        super().__init__()
        self._program = program
        language = _language(program)
        self._voice = Voice(translator(language), Formats(language, "EUR"))
        self._first = start_problem_state(problem, self._voice)
        self._backup = ""
        self._again = False
        self._loop = QEventLoop()
        self._tasks = TaskRunner()
        self.window = ProblemWindow()
        self._files = files(self.window)
        self.window.restore_wanted.connect(self._restore)
        self.window.again_wanted.connect(self._try_again)
        self.window.closed.connect(self._loop.quit)

    def run(self) -> bool:
        """Stay until the window is closed; True to try again."""
        self._show(self._first)
        self.window.show()
        self.window.activateWindow()
        self._loop.exec()
        return self._again

    def close(self) -> None:
        """End the worker and put the window away."""
        self._tasks.stop()
        self.window.hide()
        self.window.deleteLater()

    def _show(self, state: StartProblemState) -> None:
        self._state = state
        self.window.render(state)

    def _try_again(self) -> None:
        if self._backup:
            self._backup = ""
            self._show(self._first)
            return
        self._leave()

    def _leave(self) -> None:
        self._again = True
        self._loop.quit()

    def _restore(self) -> None:
        if self._backup:
            self._run(lambda: self._put(dry_run=False), lambda _told: self._leave())
            return
        t = self._voice.t
        pattern = f"{t._('Backup')} (*.db *.sqlite);;{t._('All files')} (*)"
        self._files.open_file(t._("Choose a backup"), pattern, self._look)

    def _look(self, path: str) -> None:
        if path:
            self._backup = path
            self._run(lambda: self._put(dry_run=True), self._found)

    def _put(self, *, dry_run: bool) -> dict[str, Any]:
        return self._program.restore(Path(self._backup), dry_run=dry_run)

    def _found(self, told: dict[str, Any]) -> None:
        self._show(backup_state(told, self._voice))

    def _run(
        self, deed: Callable[[], dict[str, Any]], done: Callable[[dict[str, Any]], None]
    ) -> None:
        self.window.render(replace(self._state, busy=True, error=""))

        def job(_control: TaskControl) -> dict[str, Any]:
            return deed()

        self._tasks.run(job, done, self._failed)

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, CodedError):
            raise error
        self._backup = ""
        self._show(replace(self._first, error=tell(self._voice, error)))


def _language(program: DesktopProgram) -> str:
    """What this computer speaks: the database, which knows better, cannot be read."""
    try:
        look = StationService(StationFile(program.places.station_file)).current.look
    except CodedError:
        return program.language
    return look.language or program.language
