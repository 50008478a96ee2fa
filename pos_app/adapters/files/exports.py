"""Writing tables for spreadsheets: atomically, without formulas, with codes kept as text."""

from __future__ import annotations

import csv
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Final

from pos_app.adapters.files.disk import problem_of_os
from pos_app.domain.errors import PosError
from pos_app.i18n import Formats, Translator
from pos_app.services.exports import Column, ColumnKind, Row, Value
from pos_app.services.tabular import Reason, Rejected

# What a spreadsheet takes for the start of a formula, with or without blanks before it.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
_PHONE: Final = frozenset("+0123456789 ()-")
_SCALES: Final = {ColumnKind.QUANTITY: 3, ColumnKind.POINTS: 2, ColumnKind.PERCENT: 2}


def defused(text: str) -> str:
    """``text`` so that no spreadsheet runs it: an apostrophe before what starts like a formula.

    A phone number with its plus, or a plain negative figure, is no formula and stays as it is.
    """
    bare = text.lstrip(" \u00a0\u3000")
    if not bare.startswith(_FORMULA) and not text.startswith(_FORMULA):
        return text
    if text[0] == "+" and len(text) > 4 and set(text) <= _PHONE and text.count("+") == 1:
        return text
    if text[0] == "-" and text[1:].replace(".", "", 1).isdigit() and text.isascii():
        return text
    return "'" + text


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
    sign and without groups, dates as ISO, so that a spreadsheet of the country reads them.
    """

    def __init__(
        self, heading: Callable[[str], str], t: Translator, formats: Formats, minor_digits: int = 2
    ) -> None:
        self._heading = heading
        self._t = t
        self._digits = minor_digits
        self._decimal = "." if formats.language == "en" else ","

    def write(self, path: str, columns: Sequence[Column], rows: Iterable[Row]) -> int:
        """See :class:`pos_app.services.exports.TableWriter`."""
        place = Path(path)
        writers = {".csv": self._write_csv, ".xlsx": self._write_xlsx}
        write = writers.get(place.suffix.lower())
        if write is None:
            raise PosError("export_format", ending=place.suffix)
        with replacing(place) as temporary:
            return write(temporary, columns, rows)

    # -- csv ----------------------------------------------------------------------------------

    def _write_csv(self, path: Path, columns: Sequence[Column], rows: Iterable[Row]) -> int:
        count = 0
        delimiter = ";" if self._decimal == "," else ","
        shows = [self._shown(column.kind) for column in columns]
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            out = csv.writer(file, delimiter=delimiter)
            out.writerow([self._heading(column.key) for column in columns])
            for row in rows:
                out.writerow([show(value) for show, value in zip(shows, row, strict=True)])
                count += 1
        return count

    def _shown(self, kind: ColumnKind) -> Callable[[Value], str]:
        if kind is ColumnKind.MONEY:
            return lambda value: self._scaled(value, self._digits)
        if kind in _SCALES:
            return lambda value: self._scaled(value, _SCALES[kind])
        if kind is ColumnKind.YES_NO:
            return self._yes_no
        if kind is ColumnKind.NUMBER:
            return lambda value: "" if value is None else str(value)
        return _plain

    def _scaled(self, value: Value, digits: int) -> str:
        if value is None:
            return ""
        return scaled(_integer(value), digits, self._decimal)

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
            bold, looks = book.add_format({"bold": True}), self._looks(book, columns)
            sheet.freeze_panes(1, 0)
            for place, column in enumerate(columns):
                sheet.set_column(place, place, 28 if column.key in ("name", "customer") else 16)
                sheet.write_string(0, place, self._heading(column.key), bold)
            for count, row in enumerate(rows, start=1):
                for place, (column, value) in enumerate(zip(columns, row, strict=True)):
                    self._put(sheet, (count, place), column.kind, value, looks[place])
        return count

    def _looks(self, book: object, columns: Sequence[Column]) -> list[object]:
        patterns = {
            ColumnKind.TEXT: "@", ColumnKind.MONEY: "#,##0" + "." * bool(self._digits)
            + "0" * self._digits, ColumnKind.QUANTITY: "0.###", ColumnKind.POINTS: "#,##0.##",
            ColumnKind.PERCENT: "0.##", ColumnKind.NUMBER: "0", ColumnKind.DATE: "yyyy-mm-dd",
            ColumnKind.TIME: "yyyy-mm-dd hh:mm", ColumnKind.YES_NO: "@",
        }  # fmt: skip
        made = {kind: book.add_format({"num_format": pattern})  # type: ignore[attr-defined]
                for kind, pattern in patterns.items()}  # fmt: skip
        return [made[column.kind] for column in columns]

    def _put(
        self, sheet: object, place: tuple[int, int], kind: ColumnKind, value: Value, look: object
    ) -> None:
        if value is None:
            return
        if isinstance(value, datetime):
            sheet.write_datetime(*place, value.replace(tzinfo=None), look)  # type: ignore[attr-defined]
        elif isinstance(value, date):
            sheet.write_datetime(*place, value, look)  # type: ignore[attr-defined]
        elif kind is ColumnKind.YES_NO:
            sheet.write_string(*place, self._yes_no(value), look)  # type: ignore[attr-defined]
        elif isinstance(value, int):
            digits = self._digits if kind is ColumnKind.MONEY else _SCALES.get(kind, 0)
            number = value if not digits else float(scaled(value, digits, "."))
            sheet.write_number(*place, number, look)  # type: ignore[attr-defined]
        else:
            sheet.write_string(*place, _xml_safe(value), look)  # type: ignore[attr-defined]


def scaled(value: int, digits: int, decimal: str) -> str:
    """``value`` over ``10 ** digits`` as text: ``-12,50``. Only integers are taken."""
    if not digits:
        return str(value)
    whole, rest = divmod(abs(value), 10**digits)
    return f"{'-' if value < 0 else ''}{whole}{decimal}{rest:0{digits}d}"


def _integer(value: Value) -> int:
    if type(value) is not int:
        raise TypeError(f"an integer in the smallest unit is expected, not {value!r}")
    return value


def _plain(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    return value.isoformat() if isinstance(value, date) else defused(str(value))


def _xml_safe(text: str) -> str:
    """Without the signs XML cannot hold, within what a cell can."""
    kept = "".join(mark for mark in text if mark >= " " or mark in "\t\n\r")
    return kept.encode("utf-8", "replace").decode("utf-8")[:32_767]


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
