"""The table of the speed goals: from the figures of a run to docs/performance.md."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

BEGIN: Final = "<!-- table: written by make bench -->"
END: Final = "<!-- end of the table -->"
NOT_MEASURED: Final = "not measured"
_SAID: Final = frozenset(
    {"goal", "what", "ours", "floor", "ratio", "target", "ok", "limit", "name", "skipped"}
)

Row = Mapping[str, Any]


def table(rows: Sequence[Row], machine: str) -> str:
    """Markdown: one line a figure, in the goals' order, misses as they are."""
    head = (
        "| Goal | What is measured | Ours | Floor | Ratio | Target | | Beside it |\n"
        "|---:|---|---:|---:|---:|---:|---|---|\n"
    )
    ordered = sorted(rows, key=lambda row: (row["goal"] or 99, row["name"]))
    return f"{machine}\n\n{head}" + "".join(_line(row) for row in ordered)


def put_into(page: Path, text: str) -> None:
    """Replace what stands between the marks of the page; ``ValueError`` where they are missing."""
    whole = page.read_text(encoding="utf-8")
    if BEGIN not in whole or END not in whole:
        raise ValueError(f"{page} has no place for the table")
    before, _, rest = whole.partition(BEGIN)
    _, _, after = rest.partition(END)
    page.write_text(f"{before}{BEGIN}\n{text}\n{END}{after}", encoding="utf-8")


def machine_words(day: str, sqlite: str, qt: str) -> str:
    """What the figures were taken on, without its name."""
    python = platform.python_version()
    system = f"{platform.system()} {platform.machine()}"
    memory = _gigabytes()
    return (
        f"Measured on {day}: {_processor()}, {os.cpu_count()} cores, {memory}{system}, "
        f"Python {python}, SQLite {sqlite}, Qt {qt}; windows off screen."
    )


def figure(value: float) -> str:
    """Three significant digits, without a power of ten."""
    if value >= 100:
        return f"{value:,.0f}".replace(",", " ")
    if value >= 10:
        return f"{value:.1f}"
    digits = 2
    while digits < 6 and 0 < value < 10 ** (1 - digits):
        digits += 1
    return f"{value:.{digits}f}"


def _line(row: Row) -> str:
    goal = row["goal"] or "–"
    what = re.sub(r"\d{5,}", lambda found: f"{int(found[0]):,}".replace(",", " "), row["what"])
    if row.get("skipped"):
        return f"| {goal} | {what} | – | – | – | – | {NOT_MEASURED} | {row['skipped']} |\n"
    limit = row.get("limit")
    target = f"{figure(limit)} {_unit(what)}" if limit is not None else f"{figure(row['target'])} ×"
    verdict = "met" if row["ok"] else "**missed**"
    return (
        f"| {goal} | {what} | {figure(row['ours'])} | {figure(row['floor'])} "
        f"| {figure(row['ratio'])} × | ≤ {target} | {verdict} | {_beside(row)} |\n"
    )


def _unit(what: str) -> str:
    found = re.search(r", (\w+)$", what)
    return found[1] if found else ""


def _beside(row: Row) -> str:
    """Every further figure a benchmark gave, in its own words."""
    extra = []
    for key, value in row.items():
        if key in _SAID:
            continue
        extra.append(f"{key.replace('_', ' ')}: {_plain(value)}")
    return "; ".join(extra)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return ", ".join(f"{key} {_plain(one)}" for key, one in value.items())
    if isinstance(value, (list, tuple)):
        return " ".join(_plain(one) for one in value)
    if isinstance(value, float):
        return figure(value)
    return str(value)


def _processor() -> str:
    try:
        text = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        return platform.processor() or "processor unknown"
    found = re.search(r"^model name\s*:\s*(.+)$", text, re.MULTILINE)
    return found[1].strip() if found else "processor unknown"


def _gigabytes() -> str:
    try:
        size = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, OSError, ValueError):
        return ""
    return f"{round(size / 1024**3)} GB, "
