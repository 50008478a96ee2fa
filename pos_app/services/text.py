"""Text that people type or scan, made safe and equal before it is kept."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from pos_app.domain.bank_card import has_track_data, is_bank_card
from pos_app.domain.errors import PosError
from pos_app.domain.gtin import normalise_gtin

MOST_MARKS: Final = 4
"""Accents and points one letter may carry."""

_JOINERS: Final = "\u200c\u200d"
"""They hold letters and signs together, and mean nothing alone."""

_FILLERS: Final = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Signs of other categories that nobody can see."""

_BLANKS: Final = "\t\v\f\x85"
_LINE_BREAKS = frozenset("\n")
_DIGIT_GROUPS = re.compile(r"[0-9](?:[ -]?[0-9]){11,18}(?![0-9])")


def clean_text(value: str, limit: int, *, field: str, multiline: bool = False) -> str:
    """``value`` in NFC, without control, surrogate, direction and invisible characters, trimmed.

    Runs of blanks become one, and a letter keeps at most :data:`MOST_MARKS` marks above and below
    it; with ``multiline`` line breaks stay. Raises ``PosError("text_too_long")`` above ``limit``
    characters and ``PosError("bank_card")`` when the text carries the number of a bank card, which
    is never kept (R34).
    """
    clean = tidy_text(value, multiline=multiline)
    if len(clean) > limit:
        raise PosError("text_too_long", field=field, limit=limit, length=len(clean))
    if holds_bank_card(clean):
        raise PosError("bank_card", field=field)
    return clean


def tidy_text(value: str, *, multiline: bool = False) -> str:
    """``value`` as :func:`clean_text` keeps it, whatever its length and whatever it says."""
    text = unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n"))
    kept = "".join(_kept(char, multiline=multiline) for char in text)
    kept = _fewer_marks(unicodedata.normalize("NFC", kept))
    return "\n".join(_squeezed(line) for line in kept.split("\n")).strip()


def holds_bank_card(text: str) -> bool:
    """Whether ``text`` shows the number of a bank card or its track anywhere (R34).

    A true article number that looks like one by chance is left alone.
    """
    for found in _DIGIT_GROUPS.finditer(text):
        number = found.group()
        goods = normalise_gtin(number) is not None
        if is_bank_card(number) and not goods:
            return True
        if has_track_data(text[found.start() :]):
            return True
    return False


def _kept(char: str, *, multiline: bool) -> str:
    if char in _LINE_BREAKS:
        return "\n" if multiline else " "
    if char in _FILLERS:
        return " "
    category = unicodedata.category(char)
    if char in _BLANKS or category in {"Zl", "Zp", "Zs"}:
        return char if char == "\u00a0" else " "
    if category == "Cf":
        return char if char in _JOINERS else ""
    return "" if category in {"Cc", "Cs", "Co", "Cn"} else char


def _fewer_marks(text: str) -> str:
    """``text`` without the towers of marks that would be drawn over the lines beside it."""
    kept: list[str] = []
    marks = 0
    for char in text:
        marks = marks + 1 if unicodedata.combining(char) else 0
        if marks <= MOST_MARKS:
            kept.append(char)
    return "".join(kept)


def _squeezed(line: str) -> str:
    """One blank between words; what joins letters joins nothing at the edge of a word."""
    words = (part.strip(_JOINERS) for part in line.split(" "))
    return " ".join(word for word in words if word)
