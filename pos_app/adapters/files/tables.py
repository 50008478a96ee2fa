"""CSV files and XLSX workbooks as rows of text, whoever wrote them.

The limits are looked at before anything is parsed: a file is a stranger.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from pos_app.adapters.files.encodings import guess_delimiter, guess_encoding
from pos_app.domain.errors import EnvironmentProblem, PosError
from pos_app.services.tabular import MEGABYTE, TableFormat, TableLimits, TableRow

_ZIP: Final = b"PK\x03\x04"
_OTHERS: Final = (
    b"\xd0\xcf\x11\xe0",
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"\x1f\x8b",
    b"SQLite f",
)
_CELL_AT: Final = re.compile(rb'\br="([A-Z]{0,3})([0-9]{1,9})"')
_CHUNK: Final = 1 << 20


class FileTables:
    """Opens tables from disk."""

    def __init__(self, limits: TableLimits | None = None) -> None:
        self._limits = limits or TableLimits()

    def open(self, path: str, *, encoding: str = "", delimiter: str = "") -> CsvTable | XlsxTable:
        """The table at ``path``; see :class:`pos_app.services.tabular.TableSource`."""
        place = Path(path)
        try:
            size = place.stat().st_size
            with place.open("rb") as file:
                start = file.read(8)
        except (FileNotFoundError, IsADirectoryError) as error:
            raise PosError("import_not_found", file=place.name) from error
        except OSError as error:
            raise EnvironmentProblem("io_error", file=place.name) from error
        if size > self._limits.file_bytes:
            megabytes = self._limits.file_bytes // MEGABYTE
            raise PosError("import_too_large", file=place.name, megabytes=megabytes)
        if start.startswith(_OTHERS) or size == 0:
            raise PosError("import_format", file=place.name)
        if start.startswith(_ZIP):
            return XlsxTable(place, self._limits)
        return CsvTable(place, self._limits, encoding=encoding, delimiter=delimiter)


class _FileTable:
    """What both kinds share."""

    def __init__(self, path: Path, limits: TableLimits) -> None:
        self._path = path
        self._limits = limits
        self._digest = ""

    @property
    def name(self) -> str:
        return self._path.name

    @property
    def sha256(self) -> str:
        if not self._digest:
            with self._path.open("rb") as file:
                self._digest = hashlib.file_digest(file, "sha256").hexdigest()
        return self._digest

    def _checked(self, number: int, cells: list[str], count: int) -> None:
        if count > self._limits.rows:
            raise PosError("import_too_many_rows", limit=self._limits.rows)
        if len(cells) > self._limits.columns:
            raise PosError("import_too_many_columns", row=number, limit=self._limits.columns)
        if any(len(cell) > self._limits.cell_chars for cell in cells):
            raise PosError("import_cell_too_long", row=number, limit=self._limits.cell_chars)


class CsvTable(_FileTable):
    """A text file with a delimiter. Quoted line breaks belong to their cell."""

    def __init__(
        self, path: Path, limits: TableLimits, *, encoding: str = "", delimiter: str = ""
    ) -> None:
        super().__init__(path, limits)
        self._encoding = encoding or guess_encoding(path)
        self._delimiter = delimiter or guess_delimiter(self._sample())

    def _sample(self) -> str:
        with self._file() as file:
            return file.read(64 * 1024)

    def _file(self) -> io.TextIOWrapper:
        # "replace" only bites where a person named an encoding that does not fit.
        return self._path.open("r", encoding=self._encoding, errors="replace", newline="")

    @property
    def format(self) -> TableFormat:
        return TableFormat(kind="csv", encoding=self._encoding, delimiter=self._delimiter)

    def rows(self) -> Iterator[TableRow]:
        """Rows with the number of the line they begin at; a leading ``sep=`` line is skipped."""
        with self._file() as file:
            # A NUL is nobody's letter, and stops some readers short.
            lines = bounded_lines(file, self._limits.cell_chars * 8)
            reader = csv.reader(lines, delimiter=self._delimiter)
            count, begins = 0, 1
            try:
                for cells in reader:
                    number, begins = begins, reader.line_num + 1
                    if not any(cell.strip() for cell in cells):
                        continue
                    if number == 1 and len(cells) <= 2 and cells[0].lower().startswith("sep="):
                        continue
                    count += 1
                    self._checked(number, cells, count)
                    yield TableRow(number=number, cells=tuple(cells))
            except csv.Error as error:
                raise PosError(
                    "import_cell_too_long", row=begins, limit=self._limits.cell_chars
                ) from error


def bounded_lines(file: io.TextIOWrapper, longest: int) -> Iterator[str]:
    """The lines of ``file``, none longer than ``longest``, so that a file without line breaks
    is not read whole."""
    number = 0
    while line := file.readline(longest + 1):
        number += 1
        if len(line) > longest:
            raise PosError("import_cell_too_long", row=number, limit=longest)
        yield line.replace("\x00", "")


class XlsxTable(_FileTable):
    """The first visible sheet of a workbook."""

    def __init__(self, path: Path, limits: TableLimits) -> None:
        super().__init__(path, limits)
        self._check_archive()
        self._sheet = self._load()

    def _check_archive(self) -> None:
        try:
            with zipfile.ZipFile(self._path) as archive:
                entries = archive.infolist()
                self._check_entries(entries)
                for entry in entries:
                    self._check_entry(archive, entry)
        except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError,
                RuntimeError, OSError, ValueError, zlib.error) as error:  # fmt: skip
            raise PosError("import_damaged", file=self.name) from error

    def _check_entries(self, entries: list[zipfile.ZipInfo]) -> None:
        if not any(entry.filename == "xl/workbook.xml" for entry in entries):
            raise PosError("import_format", file=self.name)
        unpacked = sum(entry.file_size for entry in entries)
        packed = max(1, sum(entry.compress_size for entry in entries))
        crowded = len(entries) > self._limits.zip_entries
        swollen = unpacked > MEGABYTE and unpacked > packed * self._limits.zip_ratio
        if crowded or swollen or unpacked > self._limits.unpacked_bytes:
            raise PosError("import_zip_bomb", file=self.name)

    def _check_entry(self, archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
        """Unpack once, no further than the size it claims: a false one fails its check sum.

        In sheets the lowest and rightmost cell is found: one far-off cell makes milliards.
        """
        is_sheet = entry.filename.startswith("xl/worksheets/")
        last_row = last_column = 1
        tail = b""
        with archive.open(entry) as part:
            while chunk := part.read(_CHUNK):
                for column, row in _CELL_AT.findall(tail + chunk) if is_sheet else ():
                    last_row = max(last_row, int(row))
                    last_column = max(last_column, _column_number(column))
                tail = chunk[-24:]
        if last_column > self._limits.columns:
            raise PosError("import_too_many_columns", row=1, limit=self._limits.columns)
        if last_row > self._limits.rows * 2 or last_row * last_column > self._limits.cells:
            raise PosError("import_too_many_rows", limit=self._limits.rows)

    def _load(self) -> Any:
        from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

        try:
            with self._path.open("rb") as file:
                book = CalamineWorkbook.from_filelike(file)
                for place, sheet in enumerate(book.sheets_metadata):
                    usable = sheet.typ == SheetTypeEnum.WorkSheet
                    if usable and sheet.visible == SheetVisibleEnum.Visible:
                        return book.get_sheet_by_index(place)
        except (CalamineError, OSError, ValueError) as error:
            raise PosError("import_damaged", file=self.name) from error
        raise PosError("import_format", file=self.name)

    @property
    def format(self) -> TableFormat:
        return TableFormat(kind="xlsx", sheet=self._sheet.name)

    def rows(self) -> Iterator[TableRow]:
        """Rows with their number in the sheet; numbers and dates become plain text."""
        count = 0
        for number, values in enumerate(self._sheet.to_python(skip_empty_area=False), start=1):
            texts = [_cell_text(value) for value in values]
            while texts and not texts[-1]:
                texts.pop()
            if not any(text.strip() for text in texts):
                continue
            count += 1
            self._checked(number, texts, count)
            numeric = frozenset(
                place for place, value in enumerate(values)
                if isinstance(value, (int, float)) and not isinstance(value, bool)
            )  # fmt: skip
            yield TableRow(number=number, cells=tuple(texts), numeric=numeric)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _cell_text(value: object) -> str:
    """A spreadsheet's value as a person sees it in an unformatted cell."""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        # 15 digits are what a spreadsheet keeps; more would show the binary fraction.
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.15g}"
    return str(value)
