"""People as vCards, for phones and mail programs: versions 3.0 (RFC 2426) and 4.0 (RFC 6350).

Name, phones, e-mail, birthday, address and groups are properties of their own; whatever else was
chosen stands in the note, one line each. Texts are escaped, so that nobody's name can add a
property; lines end with CRLF and are folded at 75 bytes without tearing a letter.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from pos_app.adapters.files.cells import NO_YEAR, day_of
from pos_app.adapters.files.readable import Readable
from pos_app.services.exports import Column, Row, Value

_LINE: Final = 75
_OWN: Final = frozenset(
    {"name", "first_name", "phone", "phones", "email", "birthday", "address", "groups", "tags"}
)


class VCardWriter:
    """Writes people into a .vcf; who has no name is called by a contact, or ``nameless``."""

    def __init__(
        self, heading: Callable[[str], str], readable: Readable, nameless: str, *, version: int
    ) -> None:
        self._heading = heading
        self._readable = readable
        self._nameless = nameless
        self._version = version

    def put(self, path: Path, columns: Sequence[Column], rows: Iterable[Row]) -> int:
        """Write into ``path`` itself; the number of people."""
        count = 0
        with path.open("wb") as file:
            for row in rows:
                cells = {column.key: cell for column, cell in zip(columns, row, strict=True)}
                for line in self._card(cells, columns):
                    file.write(folded(line))
                count += 1
        return count

    def _card(self, cells: Mapping[str, Value], columns: Sequence[Column]) -> Iterator[str]:
        phones = _several(cells.get("phone"), cells.get("phones"))
        email = _text(cells.get("email"))
        called = _text(cells.get("name")) or _text(cells.get("first_name"))
        called = _one_line(called) or next(iter(phones), "") or email or self._nameless
        yield "BEGIN:VCARD"
        yield f"VERSION:{self._version}.0"
        yield f"FN:{escaped(called)}"
        yield f"N:;{escaped(called)};;;"
        for phone in phones:
            yield f"TEL;TYPE={self._type('cell')}:{escaped(phone)}"
        if email:
            yield f"EMAIL{';TYPE=INTERNET' if self._version == 3 else ''}:{escaped(email)}"
        if birthday := self._birthday(cells.get("birthday")):
            yield f"BDAY:{birthday}"
        if address := _text(cells.get("address")):
            yield f"ADR;TYPE={self._type('home')}:;;{escaped(address)};;;;"
        if groups := _several(cells.get("groups"), cells.get("tags")):
            yield "CATEGORIES:" + ",".join(map(escaped, groups))
        if note := "\n".join(self._rest(cells, columns)):
            yield f"NOTE:{escaped(note)}"
        yield "END:VCARD"

    def _type(self, name: str) -> str:
        return name.upper() if self._version == 3 else name

    def _birthday(self, value: Value) -> str:
        day = day_of(value)
        if day is None:
            return ""
        short = self._version == 4
        if day.year == NO_YEAR:
            return f"{day:--%m%d}" if short else f"{day:--%m-%d}"
        return f"{day.year:04d}{day:%m%d}" if short else day.isoformat()

    def _rest(self, cells: Mapping[str, Value], columns: Sequence[Column]) -> Iterator[str]:
        for column in columns:
            if column.key in _OWN:
                continue
            if words := self._readable.text(column.kind, cells[column.key]):
                yield words if column.key == "note" else f"{self._heading(column.key)}: {words}"


def escaped(text: str) -> str:
    """``text`` as the value of a property: one line, and no sign that means something there."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    kept = "".join(mark for mark in text if mark == "\n" or unicodedata.category(mark) != "Cc")
    return kept.replace("\n", "\\n")


def folded(line: str) -> bytes:
    """``line`` in pieces of at most 75 bytes, each further one after CRLF and a space."""
    rest = line.encode("utf-8", "replace")
    pieces = []
    room = _LINE
    while len(rest) > room:
        cut = room
        while rest[cut] & 0xC0 == 0x80:
            cut -= 1
        pieces.append(rest[:cut])
        rest = rest[cut:]
        room = _LINE - 1
    pieces.append(rest)
    return b"\r\n ".join(pieces) + b"\r\n"


def _text(value: Value) -> str:
    return str(value or "").strip()


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _several(*values: Value) -> list[str]:
    parts = [part.strip() for value in values for part in str(value or "").split(", ")]
    return list(dict.fromkeys(part for part in parts if part))
