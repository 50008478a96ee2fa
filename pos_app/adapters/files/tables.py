"""CSV files, workbooks and vCards as rows of text, whoever wrote them.

The limits are looked at before anything is parsed: a file is a stranger.
"""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, Union

from pos_app.adapters.files.csv_lines import records
from pos_app.adapters.files.encodings import guess_delimiter, guess_encoding
from pos_app.adapters.files.open_document import OpenDocument
from pos_app.adapters.files.vcards import HEADINGS, cards
from pos_app.domain.errors import EnvironmentProblem, PosError
from pos_app.services.tabular import MEGABYTE, TableFormat, TableLimits, TableRow

_ZIP: Final = b"PK\x03\x04"
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHERS: Final = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"\x1f\x8b",
    b"SQLite f",
)
_CELL_AT: Final = re.compile(rb'\br="([A-Z]{0,3})([0-9]{1,9})"')
_CHUNK: Final = 1 << 20
_VCARD: Final = re.compile(r"\s*BEGIN:VCARD\s", re.IGNORECASE)
_NAMED_DELIMITERS: Final = {"tab": "\t", "\\t": "\t"}

AnyTable = Union["CsvTable", "WorkbookTable", "OdsTable", "VcardTable"]


class FileTables:
    """Opens tables from disk."""

    def __init__(self, limits: TableLimits | None = None) -> None:
        self._limits = limits or TableLimits()

    def open(self, path: str, *, encoding: str = "", delimiter: str = "") -> AnyTable:
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
            return _archive(place, self._limits)
        if start.startswith(_OLE):
            return XlsTable(place, self._limits)
        if encoding:
            _ensure_known(encoding)
        vcard = VcardTable(place, self._limits, encoding=encoding)
        if vcard.is_one():
            return vcard
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
        self._delimiter = _NAMED_DELIMITERS.get(delimiter, delimiter) or guess_delimiter(
            self._sample()
        )
        if len(self._delimiter) != 1 or self._delimiter in '\r\n"':
            raise PosError("import_delimiter", delimiter=delimiter)

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
            count, number = 0, 1
            try:
                for number, cells in records(lines, self._delimiter):
                    if not any(cell.strip() for cell in cells):
                        continue
                    if number == 1 and len(cells) <= 2 and cells[0].lower().startswith("sep="):
                        continue
                    count += 1
                    self._checked(number, cells, count)
                    yield TableRow(number=number, cells=tuple(cells))
            except csv.Error as error:
                raise PosError(
                    "import_cell_too_long", row=number, limit=self._limits.cell_chars
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


class _Archive(_FileTable):
    """A workbook in an archive, unpacked once to see that it is what it says."""

    def __init__(self, path: Path, limits: TableLimits, *, heart: str) -> None:
        super().__init__(path, limits)
        self._heart = heart
        self._check_archive()

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
        if not any(entry.filename == self._heart for entry in entries):
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


class WorkbookTable(_FileTable):
    """The first visible sheet of a workbook of Excel."""

    kind = "xlsx"

    def _load(self) -> Any:
        from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

        with _unharmed(self.name), self._path.open("rb") as file:
            book = CalamineWorkbook.from_filelike(file)
            for place, sheet in enumerate(book.sheets_metadata):
                usable = sheet.typ == SheetTypeEnum.WorkSheet
                if usable and sheet.visible == SheetVisibleEnum.Visible:
                    return book.get_sheet_by_index(place)
        raise PosError("import_format", file=self.name)

    @property
    def format(self) -> TableFormat:
        return TableFormat(kind=self.kind, sheet=self._sheet.name)

    def rows(self) -> Iterator[TableRow]:
        """Rows with their number in the sheet; numbers and dates become plain text."""
        count = 0
        if self._sheet.total_height * self._sheet.total_width > self._limits.cells:
            raise PosError("import_too_many_rows", limit=self._limits.rows)
        with _unharmed(self.name):
            whole = self._sheet.to_python(skip_empty_area=False)
        for number, values in enumerate(whole, start=1):
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


class XlsxTable(_Archive, WorkbookTable):
    """A workbook since 2007."""

    def __init__(self, path: Path, limits: TableLimits) -> None:
        super().__init__(path, limits, heart="xl/workbook.xml")
        self._sheet = self._load()


class XlsTable(WorkbookTable):
    """A workbook before 2007: 65,536 rows of 256 cells at most, in one piece."""

    kind = "xls"

    def __init__(self, path: Path, limits: TableLimits) -> None:
        super().__init__(path, limits)
        self._check_head()
        self._sheet = self._load()

    def _check_head(self) -> None:
        """The file's own figures must fit its size: a reader makes room by them."""
        size = self._path.stat().st_size
        with self._path.open("rb") as file:
            head = file.read(512)
        if len(head) < 512:
            raise PosError("import_damaged", file=self.name)
        shift, tables = int.from_bytes(head[30:32], "little"), int.from_bytes(head[44:48], "little")
        chained = int.from_bytes(head[72:76], "little")
        if shift not in (9, 12) or max(tables, chained) << shift > size:
            raise PosError("import_damaged", file=self.name)


class OdsTable(_Archive):
    """The first visible sheet of an OpenDocument workbook."""

    def __init__(self, path: Path, limits: TableLimits) -> None:
        super().__init__(path, limits, heart="content.xml")
        self._document = OpenDocument(path, limits)

    @property
    def format(self) -> TableFormat:
        return TableFormat(kind="ods", sheet=self._document.sheet)

    def rows(self) -> Iterator[TableRow]:
        """Rows with their number in the sheet."""
        self._document = OpenDocument(self._path, self._limits)
        for count, (number, cells, numeric) in enumerate(self._document.rows(), start=1):
            self._checked(number, cells, count)
            yield TableRow(number=number, cells=tuple(cells), numeric=numeric)


class VcardTable(_FileTable):
    """The contacts of a vCard file, under headings of the import's own (row 0)."""

    def __init__(self, path: Path, limits: TableLimits, *, encoding: str = "") -> None:
        super().__init__(path, limits)
        self._encoding = encoding or guess_encoding(path)

    def is_one(self) -> bool:
        """Whether the file begins as one."""
        with self._file() as file:
            return _VCARD.match(file.read(200).lstrip("\ufeff")) is not None

    def _file(self) -> io.TextIOWrapper:
        return self._path.open("r", encoding=self._encoding, errors="replace", newline="")

    @property
    def format(self) -> TableFormat:
        return TableFormat(kind="vcard", encoding=self._encoding)

    def rows(self) -> Iterator[TableRow]:
        """The headings, then a row for every contact with the number of its first line."""
        yield TableRow(number=0, cells=HEADINGS)
        with self._file() as file:
            lines = bounded_lines(file, self._limits.file_bytes)
            for count, (number, cells) in enumerate(cards(lines, self._limits), start=1):
                self._checked(number, cells, count)
                yield TableRow(number=number, cells=tuple(cells))


@contextmanager
def _unharmed(name: str) -> Iterator[None]:
    """What a reader of workbooks stumbles over is a damaged file, its panics included."""
    from python_calamine import CalamineError

    try:
        yield
    except (CalamineError, OSError, ValueError) as error:
        raise PosError("import_damaged", file=name) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise PosError("import_damaged", file=name) from error


def _archive(path: Path, limits: TableLimits) -> XlsxTable | OdsTable:
    try:
        with zipfile.ZipFile(path) as archive:
            is_ods = "content.xml" in archive.namelist()
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError) as error:
        raise PosError("import_damaged", file=path.name) from error
    return OdsTable(path, limits) if is_ods else XlsxTable(path, limits)


def _ensure_known(encoding: str) -> None:
    try:
        codecs.lookup(encoding)
    except LookupError as error:
        raise PosError("import_encoding", encoding=encoding[:40]) from error


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
