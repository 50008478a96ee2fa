"""A queue in memory, a printer that fails as told, and a spooler between them."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime

from pos_app.adapters.printing.spooler import Spooler
from pos_app.domain.errors import EnvironmentProblem
from pos_app.services.documents import (
    Bitmap,
    JobState,
    Paper,
    PrinterPort,
    PrinterStatus,
    PrintEvent,
    PrintEventKind,
    Slip,
    SlipRenderer,
)
from pos_app.services.records import PrintJobRow
from pos_app.services.snapshots import dump
from tests.adapters.documents.slips import RECEIPT

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


class Clock:
    def __init__(self) -> None:
        self.at = NOON

    def now(self) -> datetime:
        return self.at

    def monotonic(self) -> float:
        return time.monotonic()


class Queue:
    """The queue in memory; ``refuse`` makes the next calls fail as a locked database does."""

    def __init__(self) -> None:
        self.jobs: dict[int, PrintJobRow] = {}
        self.lock = threading.Lock()
        self.refuse = 0
        self.recovered = 0

    def add(self, kind: str = "receipt", **fields: object) -> int:
        number = len(self.jobs) + 1
        job = PrintJobRow(
            id=number,
            uuid=f"0192-{number:012d}",
            kind=kind,
            ref="sale",
            payload=dump(RECEIPT) if kind == "receipt" else "",
            created_at=NOON,
        )
        with self.lock:
            self.jobs[number] = replace(job, **fields)  # type: ignore[arg-type]
        return number

    def claim(self, at: datetime) -> PrintJobRow | None:
        with self.lock:
            self._maybe_refuse()
            for job in self.jobs.values():
                if job.state == "queued":
                    return self._put(job, JobState.SENT, job.tries + 1, "")
        return None

    def release(self, job: PrintJobRow, error: str, at: datetime) -> None:
        with self.lock:
            self._put(job, JobState.QUEUED, job.tries, error)

    def settle(self, job: PrintJobRow, state: JobState, error: str, at: datetime) -> None:
        with self.lock:
            self._maybe_refuse()
            self._put(job, state, job.tries, error)

    def recover(self, at: datetime) -> int:
        with self.lock:
            self.recovered += 1
            for job in list(self.jobs.values()):
                if job.state == "sent":
                    self._put(job, JobState.UNKNOWN, job.tries, "crashed")
        return 0

    def again(self, kind: str, ref: str, at: datetime) -> int:
        raise NotImplementedError

    def state(self, number: int) -> str:
        with self.lock:
            return self.jobs[number].state

    def _maybe_refuse(self) -> None:
        if self.refuse:
            self.refuse -= 1
            raise EnvironmentProblem("database_busy")

    def _put(self, job: PrintJobRow, state: JobState, tries: int, error: str) -> PrintJobRow:
        moved = replace(job, state=state.value, tries=tries, error=error)
        self.jobs[job.id] = moved
        return moved


class Renderer:
    """Draws nothing; a payload "bad" can't be drawn."""

    def pdf(self, job: PrintJobRow, paper: Paper) -> bytes:
        if job.payload == "bad":
            raise EnvironmentProblem("slip_unreadable")
        if job.payload == "bug":
            raise ZeroDivisionError
        return b"%PDF"

    def bitmaps(self, pdf: bytes, paper: Paper) -> Sequence[Bitmap]:
        return ()

    def preview(self, job: PrintJobRow, paper: Paper) -> Sequence[bytes]:
        return ()


class Printer:
    """Fails as told: one error per call from ``faults``, then prints."""

    name = "fake"

    def __init__(self, *faults: EnvironmentProblem) -> None:
        self.faults = list(faults)
        self.slips: list[Slip] = []
        self.tries = 0
        self.kicks = 0

    def send(self, slip: Slip) -> None:
        self.tries += 1
        if self.faults:
            raise self.faults.pop(0)
        self.slips.append(slip)

    def open_drawer(self) -> None:
        self.kicks += 1

    def status(self) -> PrinterStatus:
        return PrinterStatus(online=True)

    def abort(self) -> None:
        pass


class Rig:
    """A queue, a running spooler and what it told."""

    def __init__(self, printer: PrinterPort, renderer: SlipRenderer | None = None) -> None:
        self.queue = Queue()
        self.clock = Clock()
        self.events: list[PrintEvent] = []
        self.spooler = Spooler(
            self.queue,
            renderer or Renderer(),
            printer,
            Paper.ROLL_80,
            self.clock,
            self.events.append,
            poll=0.02,
            retry_waits=(0.001, 0.001),
        )

    def settled(self, number: int) -> str:
        wait_for(lambda: self.queue.state(number) not in ("queued", "sent"))
        return self.queue.state(number)

    def heard(self) -> list[tuple[PrintEventKind, str]]:
        return [(event.kind, event.error) for event in self.events]


@contextmanager
def running(rig: Rig) -> Iterator[Rig]:
    rig.spooler.start()
    try:
        yield rig
    finally:
        assert rig.spooler.stop()


def wait_for(true: Callable[[], bool], seconds: float = 5.0) -> None:
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, "did not happen in time"
        time.sleep(0.002)
