"""The worker that turns queued jobs into paper, behind everybody's back.

It never raises and never blocks a sale: what goes wrong ends as a job's state and an event.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Final

from pos_app.domain.errors import EnvironmentProblem
from pos_app.services.documents import (
    MAX_TRIES,
    NO_PRINTER,
    DeliveryUnknown,
    JobKind,
    JobState,
    Paper,
    PrinterPort,
    PrintEvent,
    PrintEventKind,
    PrintListener,
    PrintQueue,
    Slip,
    SlipRenderer,
)
from pos_app.services.ports import Clock
from pos_app.services.records import PrintJobRow

POLL: Final = 15.0
"""Seconds after which the queue is looked at even if nobody called."""

RETRY_WAITS: Final = (1.0, 2.0)
"""Seconds before the second and the third try."""

DRAWER_FRESH: Final = timedelta(seconds=30)
"""A drawer is not opened later than this: nobody may stand there any more."""

_JOIN_SLICE: Final = 0.05
_ABORTED: Final = "print_aborted"

_log = logging.getLogger(__name__)


class Spooler:
    """Takes jobs one by one while it is started.

    ``on_event`` is called on the worker's thread, and ``on_exit`` as the last thing there (to let
    go of that thread's database connection). After a job was given up the printer counts as
    down: the next jobs get one try each until one comes out.
    """

    def __init__(
        self,
        queue: PrintQueue,
        renderer: SlipRenderer,
        printer: PrinterPort,
        paper: Paper,
        clock: Clock,
        on_event: PrintListener,
        *,
        on_exit: Callable[[], None] | None = None,
        poll: float = POLL,
        retry_waits: tuple[float, ...] = RETRY_WAITS,
    ) -> None:
        self._queue = queue
        self._renderer = renderer
        self._clock = clock
        self._on_event = on_event
        self._on_exit = on_exit
        self._poll = poll
        self._retry_waits = retry_waits
        self._device = (printer, paper)
        self._down = False
        self._unsettled: list[tuple[PrintJobRow, JobState, str]] = []
        self._stopping = threading.Event()
        self._wake = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin; a second start is harmless."""
        if self._thread is not None:
            return
        self._stopping.clear()
        self._thread = threading.Thread(target=self._run, name="spooler", daemon=True)
        self._thread.start()

    def wake(self) -> None:
        """There is something to print. Callable from any thread."""
        self._wake.set()

    def use(self, printer: PrinterPort, paper: Paper) -> None:
        """Print on another printer from the next job on."""
        self._device = (printer, paper)
        self._down = False
        self.wake()

    def stop(self, seconds: float = 5.0) -> bool:
        """Break off, wait for the worker's end, and say whether it came within ``seconds``.

        A slip that had begun becomes *unknown*; one that had not stays queued.
        """
        thread, self._thread = self._thread, None
        if thread is None:
            return True
        self._stopping.set()
        self._wake.set()
        left = seconds
        while thread.is_alive() and left > 0:
            self._device[0].abort()
            thread.join(_JOIN_SLICE)
            left -= _JOIN_SLICE
        return not thread.is_alive()

    def _run(self) -> None:
        recovered = False
        while not self._stopping.is_set():
            self._wake.clear()
            try:
                if not recovered:
                    self._queue.recover(self._clock.now())
                    recovered = True
                self._drain()
            except EnvironmentProblem as problem:
                _log.info("print queue not reachable: %s", problem.code)
            except Exception:  # noqa: BLE001 - the worker outlives every fault
                _log.exception("spooler")
            self._wake.wait(self._poll)
        if self._on_exit is not None:
            self._on_exit()

    def _drain(self) -> None:
        self._settle()
        while not self._stopping.is_set():
            job = self._queue.claim(self._clock.now())
            if job is None:
                return
            self._work(job)

    def _work(self, job: PrintJobRow) -> None:
        error = ""
        state = JobState.UNKNOWN
        try:
            self._print(job)
            state = JobState.CONFIRMED
        except DeliveryUnknown as problem:
            error = problem.code
        except EnvironmentProblem as problem:
            error = problem.code
            if self._try_again(job, error):
                return
            state = JobState.FAILED
        except Exception:  # noqa: BLE001 - one bad slip must not stop the others
            _log.exception("print job %s", job.uuid)
            error = "program_error"
            state = JobState.FAILED
        self._unsettled.append((job, state, error))
        self._tell(job, state, error)
        self._settle()

    def _settle(self) -> None:
        """Write outcomes down; what the store refuses now is kept and written later."""
        while self._unsettled:
            job, state, error = self._unsettled[0]
            self._queue.settle(job, state, error, self._clock.now())
            del self._unsettled[0]

    def _print(self, job: PrintJobRow) -> None:
        printer, paper = self._device
        fresh = self._clock.now() - job.created_at <= DRAWER_FRESH
        if job.kind == JobKind.DRAWER:
            if not fresh:
                raise EnvironmentProblem("drawer_late")
            printer.open_drawer()
            return
        slip = Slip(
            name=slip_name(job),
            pdf=self._renderer.pdf(job, paper),
            paper=paper,
            open_drawer=job.open_drawer and fresh,
        )
        printer.send(slip)

    def _try_again(self, job: PrintJobRow, error: str) -> bool:
        """Put the job back for another try; False when it is to be given up."""
        if error == _ABORTED and self._stopping.is_set():
            self._queue.release(job, error, self._clock.now())
            return True
        if error in _HOPELESS or self._down or job.tries >= MAX_TRIES:
            return False
        self._queue.release(job, error, self._clock.now())
        waits = self._retry_waits
        self._stopping.wait(waits[min(job.tries, len(waits)) - 1] if waits else 0)
        return True

    def _tell(self, job: PrintJobRow, state: JobState, error: str) -> None:
        if state is JobState.CONFIRMED:
            if self._down:
                self._down = False
                self._emit(PrintEventKind.RECOVERED, job, error)
            self._emit(PrintEventKind.PRINTED, job, error)
        elif state is JobState.UNKNOWN:
            self._emit(PrintEventKind.UNSURE, job, error)
        elif error != NO_PRINTER:
            self._down = error not in _HOPELESS
            self._emit(PrintEventKind.TROUBLE, job, error)

    def _emit(self, kind: PrintEventKind, job: PrintJobRow, error: str) -> None:
        try:
            self._on_event(PrintEvent(kind=kind, job=job, error=error))
        except Exception:  # noqa: BLE001 - a listener's fault is not the printer's
            _log.exception("print listener")


_HOPELESS: Final = frozenset({NO_PRINTER, "slip_unreadable", "drawer_late", "program_error"})
"""What no second try would change, and what says nothing about the printer."""


def slip_name(job: PrintJobRow) -> str:
    """A made name: when, what, and the job's own identity, so that a retry meets its own file."""
    stamp = job.created_at.strftime("%Y%m%d-%H%M%S")
    mark = "-copy" if job.copy else ""
    return f"{stamp}-{job.kind}{mark}-{job.uuid[-12:]}"
