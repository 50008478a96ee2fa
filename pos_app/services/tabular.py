"""Tables that come from outside: what a reader promises, and the limits it keeps to.

Everything read from a file is text. Cells that a spreadsheet held as numbers are written with a
point for the decimal sign and named in :attr:`TableRow.numeric`, so that nobody has to guess.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol

from pos_app.services.text import tidy_text

MEGABYTE: Final = 1024 * 1024
Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class TableLimits:
    """What a file may measure. Looked at before anything is parsed, as far as that can be."""

    file_bytes: int = 50 * MEGABYTE
    rows: int = 200_000
    columns: int = 256
    cell_chars: int = 100_000
    zip_entries: int = 2_000
    unpacked_bytes: int = 300 * MEGABYTE
    zip_ratio: int = 200
    cells: int = 10_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class TableFormat:
    """How a file was read. ``kind`` is csv or xlsx; ``encoding`` and ``delimiter`` are guesses
    unless the caller named them; ``sheet`` is the sheet of a workbook."""

    kind: str
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """One row: its ``number`` in the file (from 1), its cells, and which cells were numbers."""

    number: int
    cells: tuple[str, ...]
    numeric: frozenset[int] = frozenset()

    def cell(self, place: int) -> str:
        """The cell at ``place``; a row may be shorter than the header: "" then."""
        return self.cells[place] if place < len(self.cells) else ""


class Table(Protocol):
    """An opened file."""

    @property
    def format(self) -> TableFormat: ...
    @property
    def name(self) -> str:
        """The file's own name, without folders."""

    @property
    def sha256(self) -> str:
        """The digest of the whole file, for the journal and for going on after a stop."""

    def rows(self) -> Iterator[TableRow]:
        """Every row, empty ones left out. Raises ``PosError`` where a limit is passed."""


class TableSource(Protocol):
    """Where tables come from."""

    def open(self, path: str, *, encoding: str = "", delimiter: str = "") -> Table:
        """Open ``path``, guessing what is not given.

        Raises ``PosError`` (``import_not_found``, ``import_format``, ``import_too_large``,
        ``import_zip_bomb``, ``import_damaged``).
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a row was refused: a stable code and the figures a sentence about it needs."""

    code: str
    params: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejected:
    """A refused row with everything it held."""

    number: int
    reason: Reason
    cells: tuple[str, ...]


class RejectWriter(Protocol):
    """Puts refused rows into a file a person can mend and import again."""

    def write(
        self,
        path: str,
        header: Sequence[str],
        rows: Sequence[Rejected],
        say: Callable[[Reason], str],
    ) -> None:
        """Write atomically; a row number and the reason in words stand before the cells."""


def clean_text(text: str, longest: int = 500) -> str:
    """``text`` as it may enter the shop's records, by the rules of what is typed.

    Line breaks become spaces. What is longer than ``longest`` characters is cut.
    """
    return tidy_text(text)[:longest].strip()
