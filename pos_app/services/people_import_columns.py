"""Which column of a table of people holds what: guessed, kept as JSON, editable.

A column is called by its heading; of two with one heading the second is ``Phone (2)``, one without
any is ``#7``. A mapping of ``#`` names alone is for a table without a header.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from pos_app.domain.errors import PosError
from pos_app.services.import_columns import HEADER_SEARCH_ROWS, MAP_FORMAT, plain
from pos_app.services.people_import_words import (
    CHANNEL_SIGNS,
    CONSENT_SIGNS,
    FIELDS,
    IGNORED,
    MANY,
    NOT_PARTS,
    PART_SIGNS,
    WORDS,
)
from pos_app.services.tabular import TableRow

DATE_ORDERS: Final = ("", "dmy", "mdy", "ymd")
_FIELD_OF: Final = {
    plain(word).replace("ı", "i"): name for name, words in WORDS.items() for word in words
}
_VALUE: Final = re.compile(r"(?: value| formatted)$")
_NUMBER: Final = re.compile(r" ?[0-9]+(?= |$)")
_DATA: Final = re.compile(r"@|[0-9]{5}")
_UNNAMED: Final = re.compile(r"#[0-9]+")
_CONSENTED: Final = tuple(CHANNEL_SIGNS)


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleMap:
    """Which column (by its name) holds which field; ``header_row`` is its row's number, 0 for none.

    ``decimal`` is "," or "." and ``dates`` "dmy", "mdy" or "ymd" where a person settled it, "" to
    judge by the column.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    header_row: int = 0
    decimal: str = ""
    dates: str = ""

    def to_json(self) -> str:
        """The mapping as text a person can keep and edit."""
        told = {
            "format": MAP_FORMAT, "decimal": self.decimal, "dates": self.dates,
            "columns": dict(self.columns),
        }  # fmt: skip
        return json.dumps(told, ensure_ascii=False, indent=2)

    @staticmethod
    def from_json(text: str) -> PeopleMap:
        """The mapping written by :meth:`to_json`; raises ``PosError("import_map")``."""
        try:
            data = json.loads(text)
        except ValueError as error:
            raise PosError("import_map", reason="json") from error
        if not isinstance(data, dict) or data.get("format") != MAP_FORMAT:
            raise PosError("import_map", reason="format")
        columns, decimal = data.get("columns"), data.get("decimal", "")
        dates = data.get("dates", "")
        if not isinstance(columns, dict) or decimal not in ("", ",", "."):
            raise PosError("import_map", reason="columns")
        if dates not in DATE_ORDERS:
            raise PosError("import_map", reason="dates")
        taken = PeopleMap(columns=columns, decimal=decimal, dates=dates)
        taken.check()
        return taken

    def check(self) -> None:
        """Raise ``PosError("import_map")`` for a field nobody knows or one given twice."""
        seen: set[str] = set()
        for name in self.columns.values():
            if not isinstance(name, str) or name not in FIELDS:
                raise PosError("import_map", reason="field", field=str(name))
            if name in seen and name not in MANY:
                raise PosError("import_map", reason="twice", field=name)
            seen.add(name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Where the fields of a table stand: each field's columns from 0, and all columns' names."""

    names: tuple[str, ...]
    fields: Mapping[str, tuple[int, ...]]

    def first(self, name: str) -> int | None:
        """The only column of a field, or None."""
        found = self.fields.get(name)
        return found[0] if found else None


def column_names(header: Sequence[str]) -> tuple[str, ...]:
    """What the columns of a header are called; no two alike."""
    names: list[str] = []
    for place, cell in enumerate(header):
        name = " ".join(cell.split())[:80] or f"#{place + 1}"
        again, number = name, 2
        while again in names:
            again, number = f"{name} ({number})", number + 1
        names.append(again)
    return tuple(names)


def field_of(heading: str) -> str:
    """The field a heading names; "ignored" for one of no use, "" for a stranger."""
    words = plain(heading).replace("ı", "i")
    bare = _VALUE.sub("", _NUMBER.sub("", words)).strip()
    for form in (words, bare):
        if form in IGNORED:
            return "ignored"
        if form in _FIELD_OF:
            return _FIELD_OF[form]
    return _by_parts(bare)


def _by_parts(words: str) -> str:
    """A heading nobody listed, by the words in it."""
    if any(sign in words for sign in CONSENT_SIGNS):
        return next(
            (name for name in _CONSENTED if any(sign in words for sign in CHANNEL_SIGNS[name])),
            "consent_programme",
        )
    if any(sign in words.split() or sign in words for sign in PART_SIGNS["birthday"]):
        return "birthday"
    if any(sign in words for sign in NOT_PARTS):
        return ""
    return next(
        (name for name, signs in PART_SIGNS.items() if any(sign in words for sign in signs)), ""
    )


def guess(head: Sequence[TableRow]) -> PeopleMap:
    """The mapping the headings suggest.

    The header is the row, among the first ones, that names most columns; a row that holds data is
    none. Raises ``PosError("import_no_header")`` when no row names a field.
    """
    best: tuple[int, TableRow | None] = (0, None)
    for row in head[:HEADER_SEARCH_ROWS]:
        if any(_DATA.search(cell) for cell in row.cells):
            continue
        known = len([cell for cell in row.cells if cell.strip() and field_of(cell)])
        if known > best[0] and not _is_title(row, known):
            best = (known, row)
    header = best[1]
    if header is None:
        raise PosError("import_no_header")
    columns = mapped(header.cells)
    if not columns:
        raise PosError("import_no_header")
    return PeopleMap(columns=columns, header_row=header.number)


def _is_title(row: TableRow, known: int) -> bool:
    """Whether a row of several words names but one of them: a title above the table."""
    return known == 1 and len([cell for cell in row.cells if cell.strip()]) > 2


def mapped(header: Sequence[str]) -> dict[str, str]:
    """The fields of a header by the names of their columns; a single field's first column wins.

    A consent that names no channel is taken for none: a person has to say what it is for (R24).
    """
    columns: dict[str, str] = {}
    for name, cell in zip(column_names(header), header, strict=True):
        found = field_of(cell)
        if found == "consent_all":
            continue
        if found in FIELDS and (found in MANY or found not in columns.values()):
            columns[name] = found
    return columns


def locate(mapping: PeopleMap, head: Sequence[TableRow]) -> tuple[int, Places]:
    """The number of the header's row (0: there is none) and where the fields stand.

    Raises ``PosError("import_column_missing")`` with the first column no row has,
    ``PosError("import_no_header")`` for an empty mapping.
    """
    if not mapping.columns:
        raise PosError("import_no_header")
    if all(_UNNAMED.fullmatch(name) for name in mapping.columns):
        width = max((len(row.cells) for row in head), default=0)
        return 0, _places(mapping, tuple(f"#{place + 1}" for place in range(width)))
    wanted = {plain(name): name for name in mapping.columns}
    missing = ""
    for row in head[:HEADER_SEARCH_ROWS]:
        names = column_names(row.cells)
        have = {plain(name) for name in names}
        lacking = [name for key, name in wanted.items() if key not in have]
        if not lacking:
            return row.number, _places(mapping, names)
        if len(lacking) < len(wanted):
            missing = missing or lacking[0]
    raise PosError("import_column_missing", column=missing or next(iter(mapping.columns)))


def _places(mapping: PeopleMap, names: tuple[str, ...]) -> Places:
    fields: dict[str, tuple[int, ...]] = {}
    at = {plain(name): place for place, name in reversed(list(enumerate(names)))}
    for name, wanted in mapping.columns.items():
        place = at.get(plain(name))
        if place is None:
            raise PosError("import_column_missing", column=name)
        fields[wanted] = (*fields.get(wanted, ()), place)
    return Places(names=names, fields=fields)


def fingerprint(header: Sequence[str]) -> str:
    """What a mapping is remembered by: the same headings in the same order."""
    text = "\x1f".join(plain(cell) for cell in header)
    return f"people:{hashlib.sha256(text.encode()).hexdigest()[:40]}"
