"""Writing tables for spreadsheets: atomically, without formulas, with codes kept as text."""

from __future__ import annotations

import csv
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any, Final

from pos_app.adapters.files.cells import (
    SheetCells,
    defused,
)
from pos_app.adapters.files.csv_cells import CsvCells
from pos_app.adapters.files.disk import problem_of_os
from pos_app.domain.errors import PosError
from pos_app.i18n import Formats, Translator
from pos_app.services.exports import Column, ColumnKind, Row, Value
from pos_app.services.tabular import Reason, Rejected

_BATCH: Final = 500
"""Rows shown at once, a column at a time."""

_MARK: Final = "\ufeff"
"""By this a spreadsheet knows UTF-8."""

_DAY: Final = "yyyy-mm-dd"
_WIDTHS: Final = {"name": 28, "customer": 28, "address": 40, "note": 40, "email": 28}
"""Widths of columns that hold more than most."""


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A temporary name beside ``path`` that takes its place when all went well.

    Raises :class:`EnvironmentProblem` for the world's faults; ``path`` is then as it was.
    """
    try:
        handle, name = tempfile.mkstemp(prefix=".export-", suffix=path.suffix, dir=path.parent)
    except OSError as error:
        raise problem_of_os(error, path.parent) from error
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        with temporary.open("rb+") as written:
            os.fsync(written.fileno())
        temporary.replace(path)
    except OSError as error:
        raise problem_of_os(error, path.parent) from error
    finally:
        temporary.unlink(missing_ok=True)


class SpreadsheetWriter:
    """Writes .csv (UTF-8 with mark, ``;`` where the language's decimal sign is a comma) and .xlsx.

    ``heading`` gives a column's title. Figures in a CSV are written with the language's decimal
    sign and without groups, dates as ISO, so that a spreadsheet of the country reads them; a
    ``plain`` one is for programs: commas, points, no mark, phones in E.164.
    """

    def __init__(
        self, heading: Callable[[str], str], t: Translator, formats: Formats,
        minor_digits: int = 2, *, plain: bool = False,
    ) -> None:  # fmt: skip
        self._heading = heading
        self._t = t
        self._formats = formats
        self._digits = minor_digits
        self._plain = plain

    def write(self, path: str, columns: Sequence[Column], rows: Iterable[Row]) -> int:
        """See :class:`pos_app.services.exports.TableWriter`."""
        place = Path(path)
        if place.suffix.lower() not in (".csv", ".xlsx"):
            raise PosError("export_format", ending=place.suffix)
        with replacing(place) as temporary:
            return self.put(temporary, columns, rows)

    def put(self, path: Path, columns: Sequence[Column], rows: Iterable[Row]) -> int:
        """Write into ``path`` itself, .csv or .xlsx; the number of rows."""
        if path.suffix.lower() == ".csv":
            return self._write_csv(path, columns, rows)
        return self._write_xlsx(path, columns, rows)

    # -- csv ----------------------------------------------------------------------------------

    def _write_csv(self, path: Path, columns: Sequence[Column], rows: Iterable[Row]) -> int:
        count = 0
        cells = CsvCells(self._formats, self._digits, self._yes_no, plain=self._plain)
        shows = [cells.shows(column.kind) for column in columns]
        with path.open("w", encoding="utf-8", errors="replace", newline="") as file:
            file.write("" if self._plain else _MARK)
            out = csv.writer(file, delimiter=";" if cells.decimal == "," else ",")
            out.writerow([self._heading(column.key) for column in columns])
            each = iter(rows)
            while batch := list(islice(each, _BATCH)):
                shown = zip(shows, zip(*batch, strict=True), strict=True)
                out.writerows(zip(*[show(column) for show, column in shown], strict=True))
                count += len(batch)
        return count

    def _yes_no(self, value: Value) -> str:
        if value is None:
            return ""
        return self._t._("yes") if value else self._t._("no")

    # -- xlsx ---------------------------------------------------------------------------------

    def _write_xlsx(self, path: Path, columns: Sequence[Column], rows: Iterable[Row]) -> int:
        import xlsxwriter

        options = {
            "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
            "strings_to_numbers": False, "tmpdir": str(path.parent),
        }  # fmt: skip
        count = 0
        with xlsxwriter.Workbook(str(path), options) as book:
            sheet = book.add_worksheet()
            bold = book.add_format({"bold": True})
            cells = SheetCells(sheet, self._digits, self._formats, self._yes_no)
            puts = [cells.putter(kind, look) for kind, look in self._looks(book, columns)]
            sheet.freeze_panes(1, 0)
            for place, column in enumerate(columns):
                sheet.set_column(place, place, _WIDTHS.get(column.key, 16))
                sheet.write_string(0, place, self._heading(column.key), bold)
            for count, row in enumerate(rows, start=1):
                for place, (put, value) in enumerate(zip(puts, row, strict=True)):
                    if value is not None and value != "":
                        put(count, place, value)
        return count

    def _looks(self, book: Any, columns: Sequence[Column]) -> list[tuple[ColumnKind, Any]]:
        kinds = ColumnKind
        patterns = {
            kinds.MONEY: "#,##0" + "." * bool(self._digits) + "0" * self._digits,
            kinds.QUANTITY: "0.###", kinds.POINTS: "#,##0.##", kinds.PERCENT: "0.##",
            kinds.NUMBER: "0", kinds.DATE: _DAY, kinds.TIME: "yyyy-mm-dd hh:mm",
            kinds.BIRTHDAY: _DAY,
        }  # fmt: skip
        made = {kind: book.add_format({"num_format": patterns.get(kind, "@")}) for kind in kinds}
        return [(column.kind, made[column.kind]) for column in columns]


class RejectsFile:
    """The refused rows of an import, ready to be mended and imported again."""

    def __init__(self, row_title: str, reason_title: str) -> None:
        self._titles = (row_title, reason_title)

    def write(
        self,
        path: str,
        header: Sequence[str],
        rows: Sequence[Rejected],
        say: Callable[[Reason], str],
    ) -> None:
        """See :class:`pos_app.services.tabular.RejectWriter`."""
        with (
            replacing(Path(path)) as temporary,
            temporary.open("w", encoding="utf-8-sig", newline="") as file,
        ):
            out = csv.writer(file, delimiter=";")
            out.writerow([*self._titles, *map(defused, header)])
            for row in rows:
                out.writerow([row.number, say(row.reason), *map(defused, row.cells)])
