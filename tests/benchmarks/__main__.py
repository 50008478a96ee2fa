"""All speed goals, each in a process of its own: ``python -m tests.benchmarks [NAME …]``.

Every function ``run…`` of every module ``test_*`` here is one figure. The figures go to
build/bench.json as they come, the table to docs/performance.md. With names (``test_lookup`` or
``test_search.run_recall``) only those are measured anew and the others kept; ``--draw`` measures
nothing.
"""

from __future__ import annotations

import importlib
import inspect
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from tests.benchmarks.table import figure, machine_words, put_into, table

ROOT: Final = Path(__file__).resolve().parents[2]
FIGURES: Final = ROOT / "build" / "bench.json"
PAGE: Final = ROOT / "docs" / "performance.md"
NOT_HERE: Final = {
    "test_frozen_size.run": (10, "frozen folder, MB"),
    "test_start.run_frozen": (9, "the same, frozen against frozen, ms"),
}
"""What wants a frozen program, with the goal and the words of its empty line."""
ANSWER: Final = "answer: "
HOUR: Final = 3600


def names() -> Iterator[str]:
    """``module.function`` of every figure."""
    for path in sorted(Path(__file__).parent.glob("test_*.py")):
        module = importlib.import_module(f"tests.benchmarks.{path.stem}")
        for name, found in inspect.getmembers(module, inspect.isfunction):
            if name.split("_")[0] == "run" and found.__module__ == module.__name__:
                yield f"{path.stem}.{name}"


def measure(name: str, *, full: bool) -> dict[str, Any]:
    """One figure in this very process."""
    module, _, function = name.rpartition(".")
    row = getattr(importlib.import_module(f"tests.benchmarks.{module}"), function)(full=full)
    if row is None:
        goal, what = NOT_HERE[name]
        return {"goal": goal, "what": what, "skipped": "`make freeze` first", "name": name}
    row.setdefault("what", "receipt as PDF, warm, ms")
    row.setdefault("ok", row["ratio"] <= row["target"])
    return {**row, "name": name}


def measure_apart(name: str, *, full: bool) -> dict[str, Any]:
    """One figure in a process of its own; raises ``RuntimeError`` with what it said."""
    command = [sys.executable, "-m", "tests.benchmarks", "--one", name]
    done = subprocess.run(
        command if full else [*command, "--small"], cwd=ROOT, capture_output=True, text=True,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"}, timeout=HOUR, check=False,
    )  # fmt: skip
    for line in done.stdout.splitlines():
        if line.startswith(ANSWER):
            row: dict[str, Any] = json.loads(line.removeprefix(ANSWER))
            return row
    raise RuntimeError(f"{name}: {done.stdout}\n{done.stderr}")


def draw(figures: dict[str, Any]) -> None:
    """The table into its page."""
    put_into(PAGE, table(list(figures["rows"].values()), figures["machine"]))


def run_all(wanted: list[str], *, full: bool) -> int:
    """Measure, keep, draw; the exit code is 1 when a benchmark broke (a miss breaks nothing)."""
    chosen = [name for name in names() if not wanted or _is_wanted(name, wanted)]
    figures = _read() if wanted else {"rows": {}}
    figures["machine"] = _machine()
    broken = 0
    for name in chosen:
        print(f"{name} …", end=" ", flush=True)
        begun = time.monotonic()
        try:
            row = measure_apart(name, full=full)
        except (RuntimeError, subprocess.TimeoutExpired) as problem:
            broken += 1
            print(f"broken\n{problem}")
            continue
        figures["rows"][name] = row
        if full:
            _write(figures)
        print(_told(row), f"({time.monotonic() - begun:.0f} s)")
    if full:
        draw(figures)
    return 1 if broken else 0


def _is_wanted(name: str, wanted: list[str]) -> bool:
    return any(name == one or name.startswith(f"{one}.") for one in wanted)


def _told(row: dict[str, Any]) -> str:
    if row.get("skipped"):
        return f"not measured: {row['skipped']}"
    verdict = "met" if row["ok"] else "MISSED"
    return f"{figure(row['ours'])} / {figure(row['floor'])} = {figure(row['ratio'])} {verdict}"


def _machine() -> str:
    from PySide6 import __version__ as qt

    from pos_app.adapters.sqlite.driver import VERSION

    day = datetime.now(UTC).date().isoformat()
    return machine_words(day, ".".join(str(part) for part in VERSION), qt)


def _read() -> dict[str, Any]:
    if not FIGURES.exists():
        return {"rows": {}}
    found: dict[str, Any] = json.loads(FIGURES.read_text(encoding="utf-8"))
    return found


def _write(figures: dict[str, Any]) -> None:
    FIGURES.parent.mkdir(parents=True, exist_ok=True)
    FIGURES.write_text(json.dumps(figures, ensure_ascii=False, indent=1), encoding="utf-8")


def main(arguments: list[str]) -> int:
    """See the module's words."""
    full = "--small" not in arguments
    wanted = [one for one in arguments if not one.startswith("--")]
    if "--one" in arguments:
        print(ANSWER + json.dumps(measure(wanted[0], full=full), ensure_ascii=False))
        return 0
    if "--draw" in arguments:
        draw(_read())
        return 0
    return run_all(wanted, full=full)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
