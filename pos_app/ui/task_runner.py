"""One background worker for long work; answers come back on the screen's thread."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from pos_app.presenters.tasks import TaskCancelled, TaskControl

T = TypeVar("T")


class _Job:
    """One job: what to do, whom to tell, whether it is still wanted."""

    def __init__(
        self,
        relay: _Relay,
        on_done: Callable[[Any], None],
        on_error: Callable[[Exception], None] | None,
        on_progress: Callable[[int, int], None] | None,
        on_cancelled: Callable[[], None] | None,
    ) -> None:
        self._relay = relay
        self.on_done, self.on_error = on_done, on_error
        self.on_progress, self.on_cancelled = on_progress, on_cancelled
        self._stop = threading.Event()
        self.over = False

    def progress(self, done: int, total: int) -> None:
        """Tell the screen; dropped once nobody listens."""
        if self.on_progress is not None and not self._stop.is_set():
            self._relay.moved.emit(self, done, total)

    def cancelled(self) -> bool:
        """Whether to stop."""
        return self._stop.is_set()

    def cancel(self) -> None:
        """Ask to stop."""
        self._stop.set()

    def is_running(self) -> bool:
        """Whether an answer is to come."""
        return not self.over


class _Relay(QObject):
    """Carries answers from the worker's thread to the screen's."""

    finished = Signal(object, object)
    failed = Signal(object, object)
    moved = Signal(object, int, int)


class TaskRunner(QObject):
    """A ``TaskPort`` over one worker thread.

    Jobs run in the order asked for. ``stop()`` cancels what waits, asks the running job to
    stop, and waits for it: no thread outlives the program.
    """

    busy_changed = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._relay = _Relay(self)
        queued = Qt.ConnectionType.QueuedConnection
        self._relay.finished.connect(self._finished, queued)
        self._relay.failed.connect(self._failed, queued)
        self._relay.moved.connect(self._moved, queued)
        self._pool: ThreadPoolExecutor | None = None
        self._jobs: list[_Job] = []

    def run(
        self,
        job: Callable[[TaskControl], T],
        on_done: Callable[[T], None],
        on_error: Callable[[Exception], None] | None = None,
        progress: Callable[[int, int], None] | None = None,
        *,
        on_cancelled: Callable[[], None] | None = None,
    ) -> _Job:
        """Queue a job; see ``TaskPort.run``."""
        if self._pool is None:
            self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="pos-work")
        task = _Job(self._relay, on_done, on_error, progress, on_cancelled)
        self._jobs.append(task)
        if len(self._jobs) == 1:
            self.busy_changed.emit(True)
        self._pool.submit(self._work, job, task)
        return task

    def is_busy(self) -> bool:
        """Whether any job waits for its answer."""
        return bool(self._jobs)

    def stop(self) -> None:
        """Give up all work and wait for the worker to end; no answer is delivered after it."""
        for task in self._jobs:
            task.cancel()
            task.over = True
        self._jobs = []
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None

    def _work(self, job: Callable[[TaskControl], object], task: _Job) -> None:
        try:
            if task.cancelled():
                raise TaskCancelled
            result = job(task)
        except Exception as error:  # noqa: BLE001 - the worker outlives any job
            self._relay.failed.emit(task, error)
        else:
            self._relay.finished.emit(task, result)

    def _finished(self, task: _Job, result: object) -> None:
        if self._forget(task):
            task.on_done(result)

    def _failed(self, task: _Job, error: Exception) -> None:
        if not self._forget(task):
            return
        if isinstance(error, TaskCancelled):
            if task.on_cancelled is not None:
                task.on_cancelled()
        elif task.on_error is not None:
            task.on_error(error)
        else:
            sys.excepthook(type(error), error, error.__traceback__)

    def _moved(self, task: _Job, done: int, total: int) -> None:
        if not task.over and task.on_progress is not None and not task.cancelled():
            task.on_progress(done, total)

    def _forget(self, task: _Job) -> bool:
        if task.over:
            return False
        task.over = True
        self._jobs.remove(task)
        if not self._jobs:
            self.busy_changed.emit(False)
        return True
