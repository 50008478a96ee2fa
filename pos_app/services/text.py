"""Text that people type or scan, made safe and equal before it is kept."""

from __future__ import annotations

import re
import unicodedata

from pos_app.domain.bank_card import has_track_data, is_bank_card
from pos_app.domain.errors import PosError
from pos_app.domain.gtin import normalise_gtin

_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_LINE_BREAKS = frozenset("\n")
_DIGIT_GROUPS = re.compile(r"[0-9](?:[ -]?[0-9]){11,18}(?![0-9])")


def clean_text(value: str, limit: int, *, field: str, multiline: bool = False) -> str:
    """``value`` in NFC, without control, surrogate and direction characters, trimmed.

    Runs of blanks become one; with ``multiline`` line breaks stay. Raises
    ``PosError("text_too_long")`` above ``limit`` characters and ``PosError("bank_card")`` when the
    text carries the number of a bank card, which is never kept (R34).
    """
    text = unicodedata.normalize("NFC", value.replace("\r\n", "\n").replace("\r", "\n"))
    kept = "".join(_kept(char, multiline=multiline) for char in text)
    lines = (" ".join(line.split(" ")).strip() for line in kept.split("\n"))
    clean = "\n".join(_squeezed(line) for line in lines).strip()
    if len(clean) > limit:
        raise PosError("text_too_long", field=field, limit=limit, length=len(clean))
    if holds_bank_card(clean):
        raise PosError("bank_card", field=field)
    return clean


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
    if char in _BIDI:
        return ""
    category = unicodedata.category(char)
    if char == "\t" or category in {"Zl", "Zp", "Zs"}:
        return char if char == "\u00a0" else " "
    return "" if category in {"Cc", "Cs", "Co", "Cn"} else char


def _squeezed(line: str) -> str:
    return " ".join(part for part in line.split(" ") if part)
