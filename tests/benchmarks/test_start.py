"""Goal 9: from the start of the program to the painted sign-in page, against an empty window.

Both are processes of their own, started in turn, off screen. Each notes the moment its window was
painted on the monotonic clock that parent and child share (``POS_APP_FIRST_PAINT``), so that ending
the process is not part of the time.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from pos_app.adapters.files.paths import places
from pos_app.bootstrap.data_tools import make_demo
from pos_app.bootstrap.first_paint import VARIABLE
from pos_app.bootstrap.smoke import make_shop
from tests.benchmarks.measure import FULL, result
from tests.benchmarks.test_frozen_size import FROZEN, empty_program

ROOT = Path(__file__).resolve().parents[2]
TARGET = 2.0
FROZEN_TARGET = 1.5
EMPTY = Path(__file__).with_name("empty_window.py")


def run(full: bool) -> dict[str, Any]:
    """Milliseconds to the painted sign-in page of a demo shop, and to an empty painted window."""
    ours = [sys.executable, "-m", "pos_app"]
    if full:
        compiled = [sys.executable, str(ROOT / "packaging" / "messages.py"), "compile"]
        subprocess.run(compiled, cwd=ROOT, check=True, capture_output=True)
    return _compared(
        "start to painted sign-in, ms", ours, [sys.executable, str(EMPTY)], TARGET, full
    )


def run_frozen(full: bool) -> dict[str, Any] | None:
    """The same of the frozen program against a frozen empty window; None without a build."""
    program = FROZEN / FROZEN.name
    if not full or not program.is_file():
        return None
    return _compared(
        "the same, frozen against frozen, ms", [str(program)], [str(empty_program())],
        FROZEN_TARGET, full,
    )  # fmt: skip


def _compared(
    what: str, ours: list[str], bare: list[str], target: float, full: bool
) -> dict[str, Any]:
    rounds = 15 if full else 1
    with tempfile.TemporaryDirectory() as name:
        data = Path(name) / "shop"
        _make_shop(data, full=full)
        ours = [*ours, "--data", str(data), "--windowed"]
        if full:
            painted_after(ours, Path(name))
            painted_after(bare, Path(name))
        pairs = []
        for turn in range(rounds):
            order = (ours, bare) if turn % 2 else (bare, ours)
            took = {id(command): painted_after(command, Path(name)) for command in order}
            pairs.append((took[id(ours)], took[id(bare)]))
    return result(
        9, what, ours=statistics.median(mine for mine, _ in pairs),
        floor=statistics.median(least for _, least in pairs),
        ratio=statistics.median(mine / least for mine, least in pairs), target=target,
    )  # fmt: skip


def painted_after(command: list[str], folder: Path) -> float:
    """Milliseconds from starting ``command`` to the first paint of its window."""
    note = folder / "first-paint"
    note.unlink(missing_ok=True)
    surroundings = {**os.environ, VARIABLE: str(note), "QT_QPA_PLATFORM": "offscreen"}
    # As on a shop's computer: modules are compiled once, not at every start.
    surroundings.pop("PYTHONDONTWRITEBYTECODE", None)
    surroundings["PYTHONPYCACHEPREFIX"] = str(folder / "compiled")
    begun = time.monotonic_ns()
    done = subprocess.run(
        command, cwd=ROOT, env=surroundings, stdin=subprocess.DEVNULL, capture_output=True,
        text=True, timeout=120, check=False,
    )  # fmt: skip
    if done.returncode or not note.exists():
        raise RuntimeError(f"{command} ended with {done.returncode}: {done.stderr}")
    return (int(note.read_text(encoding="ascii")) - begun) / 1e6


def _make_shop(data: Path, *, full: bool) -> None:
    if full:
        make_demo(data, language="en", now=datetime.now(UTC))
    else:
        make_shop(data)
    assert places(data).database.exists()


@pytest.mark.slow
def test_it_runs() -> None:
    measured = run(full=FULL)
    print(measured)
    assert measured["ratio"] > 0
