"""Long work, as presenters ask for it: one background worker, answers on the screen's thread."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

T = TypeVar("T")


class TaskCancelled(Exception):
    """Raised by a job that noticed it is no longer wanted."""


class TaskControl(Protocol):
    """What a running job may use; both calls are safe from the worker's thread."""

    def progress(self, done: int, total: int) -> None:
        """Tell how far the work is; ``total`` 0 when it is not known."""

    def cancelled(self) -> bool:
        """Whether somebody pressed Cancel."""


class Task(Protocol):
    """A handle on work that was asked for."""

    def cancel(self) -> None:
        """Ask the job to stop; one that has not begun never begins."""

    def is_running(self) -> bool:
        """Whether an answer is still to come."""


class TaskPort(Protocol):
    """Runs jobs one after another in the background.

    Exactly one of ``on_done``, ``on_error`` and ``on_cancelled`` is called for each job, on the
    screen's thread. An error without ``on_error`` goes to the program's error hook.
    """

    def run(
        self,
        job: Callable[[TaskControl], T],
        on_done: Callable[[T], None],
        on_error: Callable[[Exception], None] | None = None,
        progress: Callable[[int, int], None] | None = None,
        *,
        on_cancelled: Callable[[], None] | None = None,
    ) -> Task:
        """Start or queue a job."""
        ...


class _Immediate:
    def __init__(self, progress: Callable[[int, int], None] | None) -> None:
        self._progress, self._cancelled, self.running = progress, False, True

    def progress(self, done: int, total: int) -> None:
        if self._progress is not None:
            self._progress(done, total)

    def cancelled(self) -> bool:
        return self._cancelled

    def cancel(self) -> None:
        self._cancelled = True

    def is_running(self) -> bool:
        return self.running


class ImmediateRunner:
    """A ``TaskPort`` that does the work at once, in place: for tests and the command line."""

    def run(
        self,
        job: Callable[[TaskControl], T],
        on_done: Callable[[T], None],
        on_error: Callable[[Exception], None] | None = None,
        progress: Callable[[int, int], None] | None = None,
        *,
        on_cancelled: Callable[[], None] | None = None,
    ) -> Task:
        """Do the job now; an error without ``on_error`` is raised to the caller."""
        task = _Immediate(progress)
        try:
            result = job(task)
        except TaskCancelled:
            task.running = False
            if on_cancelled is not None:
                on_cancelled()
            return task
        except Exception as error:
            task.running = False
            if on_error is None:
                raise
            on_error(error)
            return task
        task.running = False
        on_done(result)
        return task
