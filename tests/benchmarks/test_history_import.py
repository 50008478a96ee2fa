"""Import of history: time linear in the baskets, memory flat and under 300 MB.

Linear: the time a basket takes in the last quarter of an import against the first one. Memory:
the peak of a process that imports and does nothing else (VmHWM, which starts anew with a program,
unlike ``ru_maxrss``, which remembers its parent).
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path
from typing import Any

from tests import completejourney
from tests.benchmarks.measure import FULL, result

LINEAR = 1.2
MEGABYTES = 300
ROOT = Path(__file__).resolve().parents[2]

CHILD = """
import re, sys, time
from pathlib import Path
from pos_app.adapters.files.history_import import CsvHistory, load_mapping
from pos_app.adapters.sqlite.history_writer import SqliteHistory
from pos_app.adapters.sqlite.store import create_store
from pos_app.adapters.system import SystemClock, SystemIds
from pos_app.services.history_import import HistoryImport
folder, clock = Path(sys.argv[1]), SystemClock()
store = create_store(Path(sys.argv[2]), clock=clock, ids=SystemIds(), key=b"k" * 32)
mapping = load_mapping(folder / "mapping.toml")
work = HistoryImport(SqliteHistory(store, clock, SystemIds()), clock, batch=500)
def told(part, done):
    if part == "receipts":
        print(done, time.perf_counter())
print(0, time.perf_counter())
report = work.run(mapping, CsvHistory(folder, mapping), progress=told)
assert report.reconciles
store.close()
status = Path("/proc/self/status").read_text()
print("peak", int(re.search(r"VmHWM:\\s+([0-9]+)", status)[1]) // 1024)
"""


def run(full: bool) -> dict[str, Any]:
    """Milliseconds a line of the last quarter over that of the first; see :func:`memory`."""
    baskets = 100_000 if full else 4_000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "files"
        said = completejourney.convert(folder, baskets)
        began = time.perf_counter()
        out = subprocess.run(
            [sys.executable, "-c", CHILD, str(folder), str(Path(name) / "shop.db")],
            cwd=ROOT, check=True, capture_output=True, text=True,
        ).stdout  # fmt: skip
        seconds = time.perf_counter() - began
    *steps, peak = out.splitlines()
    first, last = _quarters([tuple(map(float, step.split())) for step in steps])
    return {
        **result(
            0, f"import {said.baskets} baskets of history: last quarter against the first",
            ours=last * 1000, floor=first * 1000, ratio=last / first, target=LINEAR,
        ),
        "seconds": seconds, "lines": said.lines, "megabytes": int(peak.split()[1]),
        "megabytes_target": MEGABYTES,
    }  # fmt: skip


def _quarters(steps: list[tuple[float, ...]]) -> tuple[float, float]:
    """Median seconds a basket in the first and the last quarter."""
    pace = [
        (now[1] - before[1]) / (now[0] - before[0])
        for before, now in pairwise(steps[1:])
        if now[0] > before[0]
    ]
    quarter = max(1, len(pace) // 4)
    return statistics.median(pace[:quarter]), statistics.median(pace[-quarter:])


def test_it_runs() -> None:
    measured = run(full=FULL)
    print(measured)
    assert measured["megabytes"] < MEGABYTES
