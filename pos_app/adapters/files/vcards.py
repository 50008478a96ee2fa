"""Contacts of a vCard file (2.1, 3.0 and 4.0) as the rows of a table.

Every card is one row under headings the import knows. Folded lines are joined, quoted-printable
and escaped text is read, pictures and keys are passed over.
"""

from __future__ import annotations

import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from pos_app.domain.errors import PosError
from pos_app.services.tabular import TableLimits

HEADINGS: Final = (
    "Full name", "Surname", "First name", "Middle name", "Phone", "Email", "Birthday", "Address",
    "Note", "Tags", "Language", "Messenger", "External ID",
)  # fmt: skip
_PASSED_OVER: Final = ("PHOTO", "LOGO", "SOUND", "KEY", "AGENT", "X-MS-CARDPICTURE")
_ESCAPED: Final = re.compile(r"\\(.)", re.DOTALL)
_PARTS: Final = re.compile(r"(?<!\\);")
_COMMAS: Final = re.compile(r"(?<!\\),")
_LINE: Final = re.compile(
    r"(?:[A-Za-z0-9_-]+\.)?([A-Za-z0-9_-]+)((?:;(?:[^:\"]|\"[^\"]*\")*)?):(.*)", re.DOTALL
)


@dataclass(slots=True)
class _Card:
    """One card as it is read: cells by heading."""

    number: int
    cells: dict[str, list[str]] = field(default_factory=dict)

    def put(self, heading: str, text: str) -> None:
        """Add what a property says."""
        if text.strip():
            self.cells.setdefault(heading, []).append(text.strip())

    def row(self) -> list[str]:
        """The card as a row; a full name only where there is none in parts."""
        named = any(self.cells.get(heading) for heading in HEADINGS[1:4])
        joined = {
            heading: ("\n" if heading in ("Note", "Address") else "; ").join(texts)
            for heading, texts in self.cells.items()
        }
        if named:
            joined["Full name"] = ""
        return [joined.get(heading, "") for heading in HEADINGS]


def cards(lines: Iterator[str], limits: TableLimits) -> Iterator[tuple[int, list[str]]]:
    """(number of its first line, cells) of every card.

    A card that never ends is one up to the next. Raises ``PosError("import_cell_too_long")``.
    """
    card: _Card | None = None
    for number, line in _logical(lines, limits):
        found = _LINE.fullmatch(line.lstrip("\ufeff"))
        if found is None:
            continue
        name, given, value = found[1].upper(), found[2], found[3]
        if name == "BEGIN" and value.strip().upper() == "VCARD":
            if card is not None:
                yield card.number, card.row()
            card = _Card(number)
        elif name == "END" and card is not None:
            yield card.number, card.row()
            card = None
        elif card is not None:
            _take(card, name, given.upper(), _decoded(value, given))
    if card is not None:
        yield card.number, card.row()


def _logical(lines: Iterator[str], limits: TableLimits) -> Iterator[tuple[int, str]]:
    """Whole lines with the number of their first one: folds and soft breaks joined."""
    whole, begins, soft = "", 1, False
    for number, line in enumerate(lines, start=1):
        bare = line.rstrip("\r\n")
        if soft:
            whole = whole[:-1] + bare
        elif bare[:1] in (" ", "\t") and whole:
            whole += bare[1:] if not _is_passed_over(whole) else ""
        else:
            if whole:
                yield begins, whole
            whole, begins = bare, number
        soft = bare.endswith("=") and "QUOTED-PRINTABLE" in whole.partition(":")[0].upper()
        if len(whole) > limits.cell_chars:
            if not _is_passed_over(whole):
                raise PosError("import_cell_too_long", row=begins, limit=limits.cell_chars)
            whole = whole[:80]
    if whole:
        yield begins, whole


def _is_passed_over(line: str) -> bool:
    name = re.split(r"[;:]", line[:40], maxsplit=1)[0].rpartition(".")[2]
    return name.upper() in _PASSED_OVER


def _decoded(value: str, given: str) -> str:
    if "QUOTED-PRINTABLE" not in given.upper():
        return value
    found = re.search(r"CHARSET=\"?([A-Za-z0-9_-]+)", given, re.IGNORECASE)
    raw = quopri.decodestring(value.encode("utf-8", "surrogateescape"))
    try:
        return raw.decode(found[1] if found else "utf-8", errors="replace")
    except LookupError:
        return raw.decode("utf-8", errors="replace")


def _plain(text: str) -> str:
    return _ESCAPED.sub(lambda at: "\n" if at[1] in "nN" else at[1], text)


def _take(card: _Card, name: str, given: str, value: str) -> None:
    if name == "N":
        parts = [_plain(part) for part in _PARTS.split(value)]
        for heading, part in zip(HEADINGS[1:4], parts, strict=False):
            card.put(heading, part)
    elif name == "FN":
        card.put("Full name", _plain(value))
    elif name == "TEL":
        card.put("Phone", _plain(value).removeprefix("tel:").replace(";ext=", " ext. "))
    elif name == "EMAIL":
        card.put("Email", _plain(value))
    elif name == "BDAY":
        card.put("Birthday", re.sub(r"^1604-?(\d\d)-?", r"--\1-", value.strip()))
    elif name == "ADR":
        parts = [_plain(part).strip() for part in _PARTS.split(value)]
        card.put("Address", ", ".join(part for part in parts if part))
    elif name == "CATEGORIES":
        card.put("Tags", "; ".join(_plain(part) for part in _COMMAS.split(value)))
    else:
        heading = _OTHERS.get(name)
        if heading is not None:
            card.put(heading, _plain(value))


_OTHERS: Final = {
    "NOTE": "Note", "LANG": "Language", "IMPP": "Messenger", "UID": "External ID",
}  # fmt: skip
