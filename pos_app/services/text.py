"""Text that people type or scan, made safe and equal before it is kept."""

from __future__ import annotations

import unicodedata

from pos_app.domain.errors import PosError

_BIDI = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_LINE_BREAKS = frozenset("\n")
BANK_CARD_LENGTHS = range(13, 20)
_BANK_PREFIXES = ("2", "3", "4", "5", "6")


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
    """Whether ``text`` shows a bank card number: 13–19 digits, a bank prefix, a true Luhn sum.

    Digits parted by single spaces or hyphens count as one number, as people write them; so does
    the magnetic track, whose number stands between letters and signs.
    """
    run = ""
    for char in [*text, "\n"]:
        if char.isascii() and char.isdigit():
            run += char
        elif char not in " -":
            if _is_bank_number(run):
                return True
            run = ""
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


def _is_bank_number(digits: str) -> bool:
    if len(digits) not in BANK_CARD_LENGTHS or not digits.startswith(_BANK_PREFIXES):
        return False
    total = 0
    for place, char in enumerate(reversed(digits)):
        digit = int(char) * (1 + place % 2)
        total += digit - 9 if digit > 9 else digit
    return total % 10 == 0
