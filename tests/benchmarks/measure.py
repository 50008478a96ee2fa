"""Ratios in one interleaved run: times on a shared machine mean nothing, their ratio does."""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

FULL = os.environ.get("POS_BENCH") == "1"
MILLION = 1_000_000
KEPT = Path("build") / "bench"
"""Where the large file of a full run is kept: it takes minutes to make, and three goals use it."""


Clock = Callable[[], float]
CORE: Clock = time.process_time
"""Seconds this process had a core: for work that waits for nothing, whoever else is busy."""


def timed(work: Callable[[], object], clock: Clock = time.perf_counter) -> float:
    """Seconds one call takes."""
    begun = clock()
    work()
    return clock() - begun


def compare(
    ours: Callable[[], object],
    floor: Callable[[], object],
    *,
    rounds: int,
    warm: int = 1,
    clock: Clock = time.perf_counter,
) -> tuple[float, float, float]:
    """Alternate both; the medians in seconds and the median of the per-round ratios."""
    for _ in range(warm):
        ours()
        floor()
    pairs = []
    for turn in range(max(5, rounds)):
        if turn % 2:
            mine = timed(ours, clock)
            bare = timed(floor, clock)
        else:
            bare = timed(floor, clock)
            mine = timed(ours, clock)
        pairs.append((mine, bare))
    return (
        statistics.median(mine for mine, _ in pairs),
        statistics.median(bare for _, bare in pairs),
        statistics.median(mine / bare for mine, bare in pairs),
    )


def percentile(values: Sequence[float], share: float) -> float:
    """The value that ``share`` of all lie at or below."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def result(
    goal: int, what: str, *, ours: float, floor: float, ratio: float, target: float
) -> dict[str, Any]:
    """One row of the table. ``ours`` and ``floor`` in milliseconds unless ``what`` says so."""
    return {
        "goal": goal, "what": what, "ours": ours, "floor": floor, "ratio": ratio,
        "target": target, "ok": ratio <= target,
    }  # fmt: skip
