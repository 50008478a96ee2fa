"""The files of a former system behind a mapping in TOML, read as a stream.

Where the mapping promises that lines come in the receipts' order, both files are read side by side;
otherwise the lines go through a temporary database first, so that memory stays flat either way.
"""

from __future__ import annotations

import csv
import hashlib
import json
import tempfile
import tomllib
from collections.abc import Iterator, Mapping
from operator import itemgetter
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pos_app.adapters.files.encodings import guess_delimiter, guess_encoding
from pos_app.adapters.files.tables import bounded_lines
from pos_app.adapters.sqlite.driver import sqlite3
from pos_app.domain.errors import PosError
from pos_app.domain.sale import TenderKind
from pos_app.services.history_model import FIELDS, MAP_FORMAT, FileMap, HistoryMap

LONGEST_LINE: Final = 1_000_000
Numbered = tuple[int, tuple[str, ...]]
_KEYS: Final = frozenset((
    "format", "name", "till", "timezone", "digits", "decimal", "tax_included", "tender", "tenders",
    "date_order", "customers", "receipts", "lines",
))  # fmt: skip
_PART_KEYS: Final = frozenset(("file", "columns", "encoding", "delimiter", "ordered"))


def load_mapping(path: Path, *, zone: str = "UTC") -> HistoryMap:
    """The mapping at ``path``; ``zone`` (the shop's) holds where it names none.

    Raises ``PosError``: ``import_not_found``, ``history_map`` with the ``reason`` and the ``key``
    that is wrong.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
        data = tomllib.loads(text)
    except (FileNotFoundError, IsADirectoryError) as error:
        raise PosError("import_not_found", file=path.name) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PosError("history_map", reason="toml", key=str(error)[:120]) from error
    if data.get("format") != MAP_FORMAT:
        raise PosError("history_map", reason="format", key="format")
    _demand_known(data, _KEYS, "")
    parts = {part: _part(data[part], part) for part in FIELDS if part in data}
    for part in ("receipts", "lines"):
        if part not in parts:
            raise PosError("history_map", reason="missing", key=part)
    return HistoryMap(
        name=_text(data, "name"), till=_text(data, "till", "H1", longest=20),
        zone=_zone(_text(data, "timezone", zone)), receipts=parts["receipts"],
        lines=parts["lines"], customers=parts.get("customers"), digits=_digits(data),
        decimal=_choice(data, "decimal", (".", ",")),
        tax_included=bool(data.get("tax_included", True)),
        tender=_tender(data.get("tender", "cash")),
        tenders={str(word).casefold().strip(): _tender(kind)
                 for word, kind in data.get("tenders", {}).items()},
        date_order=_choice(data, "date_order", ("ymd", "dmy", "mdy")), text=text,
    )  # fmt: skip


def _demand_known(data: Mapping[str, object], known: frozenset[str], where: str) -> None:
    for key in data:
        if key not in known:
            raise PosError("history_map", reason="unknown", key=where + key)


def _part(data: Any, part: str) -> FileMap:
    if not isinstance(data, dict):
        raise PosError("history_map", reason="type", key=part)
    _demand_known(data, _PART_KEYS, f"{part}.")
    columns = data.get("columns")
    if not isinstance(columns, dict) or not all(isinstance(v, str) for v in columns.values()):
        raise PosError("history_map", reason="type", key=f"{part}.columns")
    _demand_known(columns, frozenset(FIELDS[part]), f"{part}.columns.")
    key = "receipt" if part == "lines" else "id"
    if key not in columns:
        raise PosError("history_map", reason="missing", key=f"{part}.columns.{key}")
    return FileMap(
        file=_text(data, "file", f"{part}.csv"), columns=columns,
        encoding=_text(data, "encoding", ""), delimiter=_text(data, "delimiter", ""),
        ordered=bool(data.get("ordered", False)),
    )  # fmt: skip


def _text(
    data: Mapping[str, object], key: str, default: str | None = None, longest: int = 200
) -> str:
    value = data.get(key, default)
    if not isinstance(value, str) or len(value) > longest or (default is None and not value):
        raise PosError("history_map", reason="type", key=key)
    return value


def _digits(data: Mapping[str, object]) -> int:
    value = data.get("digits", 2)
    if type(value) is not int or not 0 <= value <= 3:
        raise PosError("history_map", reason="type", key="digits")
    return value


def _choice(data: Mapping[str, object], key: str, choices: tuple[str, ...]) -> str:
    value = data.get(key, choices[0])
    if value not in choices:
        raise PosError("history_map", reason="choice", key=key)
    return str(value)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise PosError("history_map", reason="timezone", key=name[:60]) from error


def _tender(word: object) -> TenderKind:
    try:
        return TenderKind(word)
    except ValueError as error:
        raise PosError("history_map", reason="tender", key=str(word)[:60]) from error


class CsvHistory:
    """See :class:`pos_app.services.history_model.HistoryFiles`."""

    def __init__(self, folder: Path, mapping: HistoryMap) -> None:
        self._folder = folder
        self._map = mapping
        self._orphans = 0

    def fingerprint(self) -> str:
        """SHA-256 over the mapping and every file."""
        digest = hashlib.sha256(self._map.text.encode())
        for part in self._parts().values():
            with self._path(part).open("rb") as file:
                digest.update(hashlib.file_digest(file, "sha256").digest())
        return digest.hexdigest()

    def orphans(self) -> int:
        """Lines whose receipt never came."""
        return self._orphans

    def _parts(self) -> dict[str, FileMap]:
        parts = {"receipts": self._map.receipts, "lines": self._map.lines}
        return parts | ({"customers": self._map.customers} if self._map.customers else {})

    def _path(self, part: FileMap) -> Path:
        """The file inside the folder; a mapping cannot point anywhere else."""
        path = (self._folder / part.file).resolve()
        if not path.is_relative_to(self._folder.resolve()) or not path.is_file():
            raise PosError("import_not_found", file=part.file)
        return path

    def read(self, part: str) -> Iterator[Numbered]:
        """Rows of one part with their line numbers, values in the order of ``FIELDS``."""
        chosen = self._parts()[part]
        path = self._path(chosen)
        encoding = chosen.encoding or guess_encoding(path)
        with path.open("r", encoding=encoding, errors="replace", newline="") as file:
            delimiter = chosen.delimiter or guess_delimiter(file.read(64 * 1024))
            file.seek(0)
            reader = csv.reader(bounded_lines(file, LONGEST_LINE), delimiter=delimiter)
            try:
                header = [title.strip() for title in next(reader, [])]
                pick, width = self._picker(part, chosen, header)
                for cells in reader:
                    if not cells:
                        continue
                    if len(cells) < width:
                        cells += [""] * (width - len(cells))
                    cells.append("")
                    yield reader.line_num, pick(cells)
            except csv.Error as error:
                raise PosError(
                    "import_cell_too_long", row=reader.line_num, limit=131_072
                ) from error

    def _picker(self, part: str, chosen: FileMap, header: list[str]) -> tuple[Any, int]:
        """A function from cells to values; a field without a column gets the empty last cell."""
        places = {title: place for place, title in reversed(list(enumerate(header)))}
        for title in chosen.columns.values():
            if title not in places:
                raise PosError("import_column_missing", column=title, file=chosen.file)
        wanted = [places[chosen.columns[name]] if name in chosen.columns else -1
                  for name in FIELDS[part]]  # fmt: skip
        return itemgetter(*wanted), len(header)

    def lines_of(
        self, receipts: Iterator[Numbered]
    ) -> Iterator[tuple[int, tuple[str, ...], list[Numbered]]]:
        """Each receipt with its lines."""
        if self._map.lines.ordered:
            return self._side_by_side(receipts)
        return self._through_spool(receipts)

    def _side_by_side(
        self, receipts: Iterator[Numbered]
    ) -> Iterator[tuple[int, tuple[str, ...], list[Numbered]]]:
        lines = self.read("lines")
        waiting = next(lines, None)
        for number, receipt in receipts:
            key, group = receipt[0], []
            while waiting is not None and waiting[1][0] == key:
                group.append(waiting)
                waiting = next(lines, None)
            yield number, receipt, group
        if waiting is not None:
            raise PosError("history_order", receipt=waiting[1][0][:60], row=waiting[0])

    def _through_spool(
        self, receipts: Iterator[Numbered]
    ) -> Iterator[tuple[int, tuple[str, ...], list[Numbered]]]:
        with tempfile.TemporaryDirectory(prefix="pos-history-") as folder:
            spool = _Spool(Path(folder) / "lines.sqlite")
            try:
                total = spool.fill(self.read("lines"))
                used = 0
                for number, receipt in receipts:
                    group = spool.take(receipt[0])
                    used += len(group)
                    yield number, receipt, group
                self._orphans = total - used
            finally:
                spool.close()


class _Spool:
    """Lines by receipt in a temporary database; nobody else's file, so no durability is asked."""

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(str(path), isolation_level=None)
        for pragma in ("journal_mode=OFF", "synchronous=OFF", "cache_size=-16000"):
            self._db.execute(f"PRAGMA {pragma}").fetchall()
        self._db.execute("CREATE TABLE line (receipt TEXT, number INTEGER, content TEXT) STRICT")

    def fill(self, lines: Iterator[Numbered]) -> int:
        """Take all lines; how many."""
        count = 0
        self._db.execute("BEGIN")
        for number, values in lines:
            count += 1
            row = (values[0], number, json.dumps(values, ensure_ascii=False))
            self._db.execute("INSERT INTO line VALUES (?, ?, ?)", row)
        self._db.execute("CREATE INDEX by_receipt ON line(receipt, number)")
        self._db.execute("COMMIT")
        return count

    def take(self, key: str) -> list[Numbered]:
        """The lines of one receipt, in their order."""
        rows = self._db.execute(
            "SELECT number, content FROM line WHERE receipt = ? ORDER BY number", (key,)
        )
        return [(number, tuple(json.loads(content))) for number, content in rows]

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()
