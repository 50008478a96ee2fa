"""The first sheet of an OpenDocument spreadsheet as rows of text.

Read with a parser that knows no entities and no document types; repeated cells are measured before
they are made.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from xml.parsers import expat

from pos_app.domain.errors import PosError
from pos_app.services.tabular import TableLimits

_TABLE: Final = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
_TEXT: Final = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
_OFFICE: Final = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
_STYLE: Final = "urn:oasis:names:tc:opendocument:xmlns:style:1.0"
_CELLS: Final = (f"{_TABLE} table-cell", f"{_TABLE} covered-table-cell")
_NUMBERS: Final = ("float", "percentage", "currency")
_CHUNK: Final = 1 << 20

SheetRow = tuple[int, list[str], frozenset[int]]
"""Its number, its cells, which of them are numbers."""


class _Stop(Exception):
    """The first visible sheet is read."""


class OpenDocument:
    """Reads ``content.xml`` as it streams by."""

    def __init__(self, path: Path, limits: TableLimits) -> None:
        self._path = path
        self._limits = limits
        self.sheet = ""
        self._rows: list[SheetRow] = []
        self._number = 0
        self._hidden: set[str] = set()
        self._style = ""
        self._depth = 0
        self._cells: list[str] = []
        self._numeric: set[int] = set()
        self._row_repeat = self._repeat = 1
        self._kind = self._value = ""
        self._text: list[str] = []
        self._inside = self._note = 0

    def rows(self) -> Iterator[SheetRow]:
        """Every row with something in it.

        Raises ``PosError``: ``import_damaged``, ``import_format`` (no visible sheet),
        ``import_too_many_columns``, ``import_too_many_rows``, ``import_cell_too_long``.
        """
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartDoctypeDeclHandler = self._refuse
        parser.EntityDeclHandler = self._refuse
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._data
        parser.buffer_text = True
        try:
            with zipfile.ZipFile(self._path) as archive, archive.open("content.xml") as part:
                while chunk := part.read(_CHUNK):
                    parser.Parse(chunk, False)
                    yield from self._taken()
                parser.Parse(b"", True)
        except _Stop:
            yield from self._taken()
        except (expat.ExpatError, KeyError, OSError, zipfile.BadZipFile, ValueError) as error:
            raise PosError("import_damaged", file=self._path.name) from error
        if not self.sheet:
            raise PosError("import_format", file=self._path.name)

    def _taken(self) -> list[SheetRow]:
        rows, self._rows = self._rows, []
        return rows

    def _refuse(self, *what: object) -> None:
        raise PosError("import_damaged", file=self._path.name)

    def _start(self, name: str, given: dict[str, str]) -> None:
        if name == f"{_STYLE} style":
            self._style = given.get(f"{_STYLE} name", "")
        elif name == f"{_STYLE} table-properties" and given.get(f"{_TABLE} display") == "false":
            self._hidden.add(self._style)
        elif name == f"{_TABLE} table":
            self._depth += 1
            if not self.sheet and given.get(f"{_TABLE} style-name", "") not in self._hidden:
                self.sheet = given.get(f"{_TABLE} name", "") or "1"
                self._inside = self._depth
        elif self._inside:
            self._start_inside(name, given)

    def _start_inside(self, name: str, given: dict[str, str]) -> None:
        if name == f"{_TABLE} table-row":
            self._row_repeat = _count(given, f"{_TABLE} number-rows-repeated")
            self._cells, self._numeric = [], set()
        elif name in _CELLS:
            self._repeat = _count(given, f"{_TABLE} number-columns-repeated")
            self._kind = given.get(f"{_OFFICE} value-type", "")
            self._value = _value(given, self._kind)
            self._text = []
        elif name == f"{_OFFICE} annotation":
            self._note += 1
        elif name == f"{_TEXT} p" and self._text and not self._note:
            self._text.append("\n")
        elif name == f"{_TEXT} s" and not self._note:
            self._text.append(" " * min(_count(given, f"{_TEXT} c"), 1000))
        elif name in (f"{_TEXT} line-break", f"{_TEXT} tab") and not self._note:
            self._text.append("\n" if name.endswith("break") else " ")

    def _data(self, text: str) -> None:
        if self._inside and not self._note:
            self._text.append(text)

    def _end(self, name: str) -> None:
        if name == f"{_TABLE} table":
            self._depth -= 1
            if self._inside > self._depth:
                raise _Stop
        elif not self._inside:
            return
        elif name in _CELLS:
            self._close_cell()
        elif name == f"{_TABLE} table-row":
            self._close_row()
        elif name == f"{_OFFICE} annotation":
            self._note -= 1

    def _close_cell(self) -> None:
        shown = "".join(self._text).strip()
        text, numeric = shown, False
        if self._kind in _NUMBERS:
            # A number shown as 0012 is a code; any other is taken as it is, not as it looks.
            code = shown.isascii() and shown.isdigit() and shown.lstrip("0") == self._value
            text, numeric = (shown, False) if code else (self._value, True)
        elif self._kind in ("date", "boolean"):
            text = self._value
        if len(text) > self._limits.cell_chars:
            raise PosError("import_cell_too_long", row=self._number + 1,
                           limit=self._limits.cell_chars)  # fmt: skip
        room = self._limits.columns + 1 - len(self._cells)
        if text and self._repeat > room:
            raise PosError("import_too_many_columns", row=self._number + 1,
                           limit=self._limits.columns)  # fmt: skip
        for _ in range(min(self._repeat, room)):
            if numeric:
                self._numeric.add(len(self._cells))
            self._cells.append(text)

    def _close_row(self) -> None:
        filled = any(self._cells)
        while self._cells and not self._cells[-1]:
            self._cells.pop()
        if filled and self._row_repeat > self._limits.rows:
            raise PosError("import_too_many_rows", limit=self._limits.rows)
        if filled:
            numeric = frozenset(self._numeric)
            self._rows += [
                (self._number + place, list(self._cells), numeric)
                for place in range(1, self._row_repeat + 1)
            ]
        self._number += self._row_repeat


def _count(given: dict[str, str], name: str) -> int:
    return max(1, int(given.get(name, "1")[:9]))


def _value(given: dict[str, str], kind: str) -> str:
    """What a cell holds behind its looks; whole numbers without a point."""
    if kind == "date":
        return given.get(f"{_OFFICE} date-value", "")
    if kind == "boolean":
        return "1" if given.get(f"{_OFFICE} boolean-value") == "true" else "0"
    value = given.get(f"{_OFFICE} value", "")
    return value.removesuffix(".0")
