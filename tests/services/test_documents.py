"""The print queue on the store: every move of a job, and what the journal hears of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, cast

import pytest

from pos_app.domain.events import Event
from pos_app.services.documents import (
    NO_PRINTER,
    Bitmap,
    JobKind,
    JobState,
    Paper,
    PrinterStatus,
    StoredPrintQueue,
    to_show,
)
from pos_app.services.ports import UnitOfWork
from pos_app.services.records import PrintJobRow

NOW = datetime(2026, 11, 22, 14, 46, tzinfo=UTC)


class Store:
    """Print jobs and journal in memory; only a commit makes changes last."""

    def __init__(self) -> None:
        self.jobs: dict[int, PrintJobRow] = {}
        self.events: list[Event] = []
        self.commits = 0

    def put(self, state: str = "queued", **fields: Any) -> int:
        number = len(self.jobs) + 1
        job = PrintJobRow(
            id=number, uuid=f"job-{number}", kind="receipt", ref="sale-1", payload="{}",
            state=state, created_at=NOW,
        )  # fmt: skip
        self.jobs[number] = replace(job, **fields)
        return number

    def begin(self) -> UnitOfWork:
        return cast("UnitOfWork", Transaction(self))


class Transaction:
    def __init__(self, store: Store) -> None:
        self._store = store
        self._jobs = dict(store.jobs)
        self._events: list[Event] = []
        self.print_jobs = self

    def __enter__(self) -> Transaction:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def next_queued(self) -> PrintJobRow | None:
        return next(iter(self.in_state("queued")), None)

    def in_state(self, state: str) -> Sequence[PrintJobRow]:
        return [job for job in self._jobs.values() if job.state == state]

    def of_document(self, kind: str, ref: str) -> Sequence[PrintJobRow]:
        return [job for job in self._jobs.values() if (job.kind, job.ref) == (kind, ref)]

    def set_state(self, job_id: int, state: str, *, tries: int, error: str, at: datetime) -> None:
        assert at == NOW
        self._jobs[job_id] = replace(self._jobs[job_id], state=state, tries=tries, error=error)

    def record(self, event: Event) -> None:
        self._events.append(event)

    def commit(self) -> None:
        self._store.jobs = self._jobs
        self._store.events += self._events
        self._store.commits += 1


@pytest.fixture
def store() -> Store:
    return Store()


@pytest.fixture
def queue(store: Store) -> StoredPrintQueue:
    return StoredPrintQueue(store.begin)


def test_the_oldest_queued_job_is_claimed_and_marked_before_anything_leaves(
    store: Store, queue: StoredPrintQueue
) -> None:
    store.put("confirmed")
    second = store.put()
    store.put()
    job = queue.claim(NOW)
    assert job is not None
    assert (job.id, job.state, job.tries) == (second, "sent", 1)
    assert store.jobs[second] == job


def test_an_empty_queue_gives_nothing_and_writes_nothing(
    store: Store, queue: StoredPrintQueue
) -> None:
    store.put("failed")
    assert queue.claim(NOW) is None
    assert store.commits == 0


def test_a_released_job_waits_again_with_its_tries(store: Store, queue: StoredPrintQueue) -> None:
    store.put()
    job = queue.claim(NOW)
    assert job is not None
    queue.release(job, "printer_offline", NOW)
    again = queue.claim(NOW)
    assert again is not None
    assert (again.id, again.tries, again.error) == (job.id, 2, "printer_offline")
    assert store.events == []


@pytest.mark.parametrize(
    ("state", "error", "told"),
    [
        (JobState.CONFIRMED, "", False),
        (JobState.FAILED, "printer_offline", True),
        (JobState.UNKNOWN, "print_interrupted", True),
        (JobState.FAILED, NO_PRINTER, False),
    ],
)
def test_what_failed_is_told_to_the_journal(
    state: JobState, error: str, told: bool, store: Store, queue: StoredPrintQueue
) -> None:
    number = store.put()
    job = queue.claim(NOW)
    assert job is not None
    queue.settle(job, state, error, NOW)
    assert (store.jobs[number].state, store.jobs[number].error) == (state.value, error)
    content = {"kind": "receipt", "ref": "sale-1", "state": state.value, "error": error}
    assert store.events == ([Event(type="print.failed", content=content)] if told else [])


def test_after_a_crash_only_what_was_on_its_way_becomes_unknown(
    store: Store, queue: StoredPrintQueue
) -> None:
    for state in ("sent", "queued", "confirmed", "failed", "sent"):
        store.put(state, tries=1)
    assert queue.recover(NOW) == 2
    states = [job.state for job in store.jobs.values()]
    assert states == ["unknown", "queued", "confirmed", "failed", "unknown"]
    assert [event.content["error"] for event in store.events] == ["crashed", "crashed"]
    assert queue.recover(NOW) == 0
    assert store.commits == 1


def test_only_what_surely_failed_is_queued_anew(store: Store, queue: StoredPrintQueue) -> None:
    for state in ("failed", "unknown", "confirmed"):
        store.put(state, tries=3, error="x")
    store.put("failed", ref="sale-2")
    assert queue.again("receipt", "sale-1", NOW) == 1
    assert [job.state for job in store.jobs.values()] == [
        "queued", "unknown", "confirmed", "failed",
    ]  # fmt: skip
    assert (store.jobs[1].tries, store.jobs[1].error) == (0, "")
    assert queue.again("receipt", "sale-1", NOW) == 0


@pytest.mark.parametrize(
    ("paper", "dots", "roll"),
    [(Paper.ROLL_80, 576, True), (Paper.ROLL_58, 384, True), (Paper.A4, 1678, False)],
)
def test_papers_know_their_width(paper: Paper, dots: int, roll: bool) -> None:
    assert (paper.dots, paper.is_roll) == (dots, roll)


def test_rows_of_dots_are_whole_bytes() -> None:
    assert Bitmap(width=576, height=1, rows=bytes(72)).stride == 72
    assert Bitmap(width=9, height=1, rows=bytes(2)).stride == 2


@pytest.mark.parametrize(
    ("status", "ready"),
    [
        (PrinterStatus(online=True), True),
        (PrinterStatus(online=True, paper_low=True), True),
        (PrinterStatus(online=False), False),
        (PrinterStatus(online=True, paper_out=True), False),
        (PrinterStatus(online=True, cover_open=True), False),
    ],
)
def test_ready_means_a_slip_would_come_out(status: PrinterStatus, ready: bool) -> None:
    assert status.ready is ready


def test_a_job_to_look_at_is_an_ordinary_one() -> None:
    job = to_show(JobKind.COUPON, "{}", ref="C-1", language="az", copy=True)
    assert (job.kind, job.ref, job.payload, job.language) == ("coupon", "C-1", "{}", "az")
    assert job.copy
    assert not job.open_drawer
