"""Starting the window: scale, one instance, the shop or the first run, and a clean end."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from pos_app.adapters.files.instance_lock import InstanceLock
from pos_app.adapters.files.log_setup import close_log, set_up_log
from pos_app.adapters.files.station_file import StationFile
from pos_app.domain.errors import EnvironmentProblem
from pos_app.services.station import StationService

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from pos_app.bootstrap.program import DesktopProgram


_alive: list[QApplication] = []
"""Keeps the application when one try to open the shop gives way to the next."""

FAILED = 2
"""Exit code when the shop could not be opened and nobody found a way out."""


def run_window(program: DesktopProgram, options: dict[str, Any]) -> int:
    """Open the window on the program's shop; the process's exit code.

    What keeps the shop from being opened is said in a window of its own, which may restore a
    backup; then the program tries again.
    """
    while True:
        try:
            return _run_once(program, options)
        except EnvironmentProblem as problem:
            with application():
                from pos_app.bootstrap.trouble import explain

                if not explain(program, problem):
                    return FAILED


def _run_once(program: DesktopProgram, options: dict[str, Any]) -> int:
    from pos_app.bootstrap.single import hand_over
    from pos_app.ui.scale import apply_scale

    lock = InstanceLock(program.places.database)
    try:
        lock.acquire()
    except EnvironmentProblem as problem:
        if problem.code == "already_running":
            with application():
                if hand_over(program.places.database):
                    return 0
        raise
    try:
        station = StationService(StationFile(program.places.station_file)).current
        apply_scale(station.look.scale or 100)
        set_up_log(program.places.logs)
        with application() as app:
            from pos_app.bootstrap.main import run

            return run(app, program, options)
    finally:
        close_log()
        lock.release()


@contextmanager
def application() -> Iterator[QApplication]:
    """The Qt application with our fonts; the one there is, if there is one."""
    from PySide6.QtWidgets import QApplication

    from pos_app.ui import fonts, theme

    app = QApplication.instance() or QApplication([sys.argv[0] if sys.argv else "pos-app"])
    assert isinstance(app, QApplication)
    _alive.append(app)
    app.setApplicationName("pos-app")
    fonts.load()
    theme.apply(app, "light")
    yield app
