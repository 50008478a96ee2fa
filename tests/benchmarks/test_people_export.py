"""Lists of people: CSV against ``csv.writer`` over the cursor, XLSX against XlsxWriter alone.

Both sides read the same cursor, by name. Ours counts, defuses, writes sums and days in the words of
the language, syncs the file and puts it in place. Memory: the peak of a process that exports and
does nothing else.
"""

from __future__ import annotations

import csv
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from pos_app.adapters.sqlite.people_export_rows import SqlitePeopleRows
from pos_app.bootstrap.people_files import PeopleFileWriter
from pos_app.i18n import Formats, translator
from pos_app.services.people_export_model import (
    COLUMNS,
    USUAL,
    FileHead,
    FileKind,
    ListPurpose,
    PeopleSelect,
)
from pos_app.services.people_records import PeopleFilter
from tests.benchmarks.crowd import crowd_store
from tests.benchmarks.measure import CORE, FULL, KEPT, MILLION, compare, result

CSV_TARGET, XLSX_TARGET = 1.5, 1.2
MEGABYTES = 150
ROOT = Path(__file__).resolve().parents[2]
WANTED = PeopleSelect(
    people=PeopleFilter(), purpose=ListPurpose.INTERNAL, columns=USUAL[ListPurpose.INTERNAL],
    tiers={"gold": "Gold"}, since=date(2025, 11, 22),
)  # fmt: skip


def rows_of(folder: Path, count: int) -> SqlitePeopleRows:
    """The people of a crowd."""
    return SqlitePeopleRows(crowd_store(folder, count), ZoneInfo("Europe/Warsaw"))


def export(rows: SqlitePeopleRows, kind: FileKind, path: Path) -> int:
    """One list, as the service writes it."""
    files = PeopleFileWriter(translator("pl"), Formats("pl", "PLN"), 2)
    done = []
    with rows.reading(WANTED) as read:
        sizes = read.sizes()
        head = FileHead(purpose=ListPurpose.INTERNAL, sizes=sizes, shop="", day=date(2026, 11, 22))
        columns = [COLUMNS[key] for key in WANTED.columns]
        files.write(kind, str(path), columns, read.rows(), head, done.append)
    assert done == [sizes.in_file]
    return sizes.in_file


def bare_csv(rows: SqlitePeopleRows, path: Path) -> None:
    """The floor of a CSV."""
    with rows.reading(WANTED) as read, path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(read.cursor())


def bare_xlsx(rows: SqlitePeopleRows, path: Path) -> None:
    """The floor of a workbook."""
    import xlsxwriter

    with (
        rows.reading(WANTED) as read,
        xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book,
    ):
        sheet = book.add_worksheet()
        for number, row in enumerate(read.cursor()):
            sheet.write_row(number, 0, row)


def measured(
    kind: FileKind, floor: Callable[[SqlitePeopleRows, Path], None], count: int, target: float
) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as name:
        folder = KEPT if count == MILLION else Path(name)
        rows, path = rows_of(folder, count), Path(name) / f"x{kind.ending}"
        ours, bare, ratio = compare(
            lambda: export(rows, kind, path), lambda: floor(rows, path), rounds=5, warm=0,
            clock=CORE,
        )  # fmt: skip
    what = f"{count} people into {kind.value}, against its writer over the cursor, ms"
    return result(12, what, ours=ours * 1000, floor=bare * 1000, ratio=ratio, target=target)


def run_csv(full: bool) -> dict[str, Any]:
    """CSV for a spreadsheet."""
    return measured(FileKind.CSV, bare_csv, MILLION if full else 3_000, CSV_TARGET)


def run_xlsx(full: bool) -> dict[str, Any]:
    """A workbook; a million would take a quarter of an hour."""
    return measured(FileKind.XLSX, bare_xlsx, 100_000 if full else 1_000, XLSX_TARGET)


CHILD = """
import re, sys
from pathlib import Path
from pos_app.services.people_export_model import FileKind
from tests.benchmarks.test_people_export import export, rows_of
count, kind = int(sys.argv[2]), FileKind(sys.argv[3])
export(rows_of(Path(sys.argv[1]), count), kind, Path(sys.argv[1]) / f"x{kind.ending}")
status = Path("/proc/self/status").read_text()
print(int(re.search(r"VmHWM:\\s+([0-9]+)", status)[1]) // 1024)
"""


def peak(folder: Path, count: int, kind: FileKind) -> int:
    """Megabytes a process needs to export ``count`` people."""
    rows_of(folder, count)
    out = subprocess.run(
        [sys.executable, "-c", CHILD, str(folder), str(count), kind.value],
        cwd=ROOT, check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    return int(out)


def run_memory(full: bool) -> dict[str, Any]:
    """Megabytes for many people over those for a tenth of them: flat."""
    many = 100_000 if full else 3_000
    with tempfile.TemporaryDirectory() as name:
        few = peak(Path(name), many // 10, FileKind.XLSX)
        most = peak(Path(name), many, FileKind.XLSX)
    what = f"memory of {many} people into xlsx against a tenth of them, MB"
    return result(12, what, ours=most, floor=few, ratio=most / few, target=1.2)


def test_they_run() -> None:
    for found in (run_csv(full=FULL), run_xlsx(full=FULL)):
        print(found)
    memory = run_memory(full=FULL)
    print(memory)
    assert memory["ours"] < MEGABYTES
    assert memory["ok"]
