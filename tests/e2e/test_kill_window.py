"""kill -9 of the whole program in the middle of sales: what the screen promised is there."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from pos_app.adapters.files.paths import places
from pos_app.adapters.sqlite.connection import connect
from tests.e2e import stage

ROOT = Path(__file__).parents[2]
KILLS = 10
PATIENCE = 60.0
"""Seconds a start may take on a busy machine."""

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")


class Life:
    """One run of the window; its lines are read as they come."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.told: list[dict[str, Any]] = []
        self.begun = threading.Event()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.e2e.window_child", str(folder), str(seed)],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=ROOT,
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        )  # fmt: skip
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if line.endswith("\n"):
                self.told.append(json.loads(line))
                self.begun.set()

    def kill(self) -> None:
        """SIGKILL, and what was said until then."""
        self._process.kill()
        self._process.wait()
        self._reader.join()
        assert self._process.stdout is not None
        self._process.stdout.close()


def stored(folder: Path) -> dict[int, int]:
    """Totals by receipt number, as the file has them."""
    connection = connect(places(folder).database)
    try:
        return dict(connection.execute("SELECT number, total FROM sale ORDER BY number").fetchall())
    finally:
        connection.close()


@pytest.mark.timeout(400)
def test_killed_in_the_middle_of_sales_nothing_promised_is_lost(folder: Path) -> None:
    dice = random.Random(20261122)
    promised: dict[int, int] = {}
    lines: list[list[Any]] = []
    last, silent = 0, False
    for turn in range(KILLS + 1):
        life = Life(folder, turn)
        try:
            assert life.begun.wait(PATIENCE), "the window did not start"
            if turn < KILLS:
                time.sleep(dice.uniform(0.1, 1.2))
        finally:
            life.kill()
        first, *rest = life.told
        if turn:
            looked_at_after_a_kill(first, last, [] if silent else lines)
        lines, known = first["draft"], last
        for told in rest:
            if "paid" in told:
                promised[told["paid"]] = told["total"]
                known, lines = told["paid"], []
            else:
                lines = told["lines"]
        kept = stored(folder)
        assert {number: kept.get(number) for number in promised} == promised
        assert sorted(kept) == list(range(1, len(kept) + 1))
        last = max(kept, default=0)
        silent = last > known
    assert promised
    assert stage.pos_app(folder, "check").exit_code == 0


def looked_at_after_a_kill(first: dict[str, Any], last: int, lines: list[list[Any]]) -> None:
    """The start screen tells the last receipt there is, and the goods on the counter are back.

    ``lines`` is empty when the kill came after a commit and before the screen said so: then that
    receipt is the last one, and its goods are gone from the counter.
    """
    facts = " ".join(first["facts"])
    assert last == 0 or f"Last receipt {last}:" in facts
    if lines:
        assert sum(q for _, q in first["draft"]) >= sum(q for _, q in lines)
        assert first["shown"] > 0
