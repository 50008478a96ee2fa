"""The spooler on the real store: from the row a sale leaves behind to a file on the disk."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from pos_app.adapters.documents import SlipDrawer
from pos_app.adapters.printing.pdf_folder import PdfFolder
from pos_app.adapters.printing.spooler import Spooler
from pos_app.adapters.sqlite.store import Store, create_store
from pos_app.domain.errors import EnvironmentProblem
from pos_app.services.documents import (
    Paper,
    PrinterPort,
    PrintEvent,
    PrintEventKind,
    Slip,
    StoredPrintQueue,
)
from pos_app.services.records import PrintJobRow
from pos_app.services.snapshots import dump
from tests.adapters.documents.slips import RECEIPT, text_of
from tests.adapters.printing.rig import wait_for
from tests.fakes import FakeClock, SequentialIds


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = create_store(tmp_path / "shop.db", clock=FakeClock(), ids=SequentialIds(), key=b"k" * 32)
    yield made
    made.close()


def queue_receipt(store: Store, number: int, state: str = "queued") -> None:
    with store.uow() as uow:
        uow.print_jobs.add(
            PrintJobRow(
                uuid=f"01950000-0000-7000-8000-{number:012d}",
                kind="receipt",
                ref=f"sale-{number}",
                payload=dump(RECEIPT),
                state=state,
                created_at=FakeClock().now(),
            )
        )
        uow.commit()


def state_of(store: Store, number: int) -> str:
    with store.uow() as uow:
        (job,) = uow.print_jobs.of_document("receipt", f"sale-{number}")
    return job.state


class Rig:
    """A spooler over the store; ``left`` is set when its thread has let go of the store."""

    def __init__(self, store: Store, printer: PrinterPort) -> None:
        self.events: list[PrintEvent] = []
        self.left = threading.Event()
        self._store = store
        self.spooler = Spooler(
            StoredPrintQueue(store.uow),
            SlipDrawer(),
            printer,
            Paper.ROLL_80,
            FakeClock(),
            self.events.append,
            on_exit=self._leave,
            poll=0.02,
            retry_waits=(0.001,),
        )

    def _leave(self) -> None:
        self._store.release_thread()
        self.left.set()

    def __enter__(self) -> Rig:
        self.spooler.start()
        return self

    def __exit__(self, *_: object) -> None:
        assert self.spooler.stop()
        assert self.left.is_set()


def test_a_queued_row_becomes_a_file_and_is_confirmed(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "slips"
    queue_receipt(store, 1)
    with Rig(store, PdfFolder(folder)) as rig:
        wait_for(lambda: state_of(store, 1) == "confirmed")
        queue_receipt(store, 2)
        rig.spooler.wake()
        wait_for(lambda: state_of(store, 2) == "confirmed")
    files = sorted(folder.iterdir())
    assert len(files) == 2
    assert "R1-001087-2211" in text_of(files[0].read_bytes())
    assert [event.kind for event in rig.events] == [PrintEventKind.PRINTED] * 2


def test_a_crash_and_a_dead_printer_are_told_and_journaled(store: Store, tmp_path: Path) -> None:
    class Dead(PdfFolder):
        def send(self, slip: Slip) -> None:
            raise EnvironmentProblem("printer_offline")

    queue_receipt(store, 1, state="sent")
    queue_receipt(store, 2)
    before = store.journal_head()
    with Rig(store, Dead(tmp_path)) as rig:
        wait_for(lambda: state_of(store, 2) == "failed")
    assert state_of(store, 1) == "unknown"
    assert store.journal_head() != before
    told = [(event.kind, event.error) for event in rig.events]
    assert told == [(PrintEventKind.TROUBLE, "printer_offline")]
    assert StoredPrintQueue(store.uow).again("receipt", "sale-2", FakeClock().now()) == 1
    with Rig(store, PdfFolder(tmp_path / "slips")):
        wait_for(lambda: state_of(store, 2) == "confirmed")
