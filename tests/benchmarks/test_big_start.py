"""Goal 18: opening a shop of a gigabyte against opening an empty one."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from pos_app.adapters.sqlite.store import create_store, open_store
from tests.adapters.sqlite.shop import KEY, CountingIds, TickingClock
from tests.benchmarks.crowd import crowd_store
from tests.benchmarks.measure import FULL, KEPT, MILLION, compare, result

TARGET = 1.2
GIGABYTE = 1024**3


def run(full: bool, folder: Path | None = None) -> dict[str, Any]:
    """Milliseconds from nothing to what the sign-in screen shows."""
    count, rounds = (MILLION, 25) if full else (2000, 5)
    with tempfile.TemporaryDirectory() as name:
        place = folder or (KEPT if full else Path(name))
        crowd_store(place, count).close()
        big = place / f"crowd-{count}.db"
        empty = Path(name) / "empty.db"
        create_store(empty, clock=TickingClock(), ids=CountingIds(), key=KEY).close()
        ours, floor, ratio = compare(lambda: _start(big), lambda: _start(empty), rounds=rounds)
        size = big.stat().st_size
    return result(
        18, f"open a shop of {size / GIGABYTE:.2f} GB, ms", ours=ours * 1000,
        floor=floor * 1000, ratio=ratio, target=TARGET,
    )  # fmt: skip


def _start(path: Path) -> None:
    store = open_store(path, clock=TickingClock(), ids=CountingIds(), key=KEY)
    store.queries.staff()
    store.queries.last_receipt("1")
    with store.uow() as uow:
        uow.settings.all()
        uow.drafts.open_draft("1")
        uow.shifts.current("1")
        uow.sales.last_instant()
    store.journal_head()
    store.close()


def test_it_runs() -> None:
    measured = run(full=FULL)
    print(measured)
    assert measured["ratio"] > 0
