"""Search keys and the ways to find a row by part of a name, a number or a code.

Names are folded in Python (SQLite knows no Cyrillic, no ə, no ı). Three letters and more go to the
trigram index; two letters too, as all the trigrams that begin with them, because the folded
alphabet is small and closed; one letter is a prefix. No ranking: ``ORDER BY rank`` costs twenty
times as much, and the till wants prefix hits first, in alphabetical order.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

ALPHABET: Final = " +-.0123456789@_abcdefghijklmnopqrstuvwxyz"
"""Every character a search text may hold, in code order."""

_KEPT: Final = frozenset(ALPHABET)
_LAST: Final = "\U0010ffff"


def tidy(folded: str) -> str:
    """``folded`` with every sign outside :data:`ALPHABET` made a space, single spaces, trimmed."""
    if not _KEPT.issuperset(folded):
        folded = "".join(char if char in _KEPT else " " for char in folded)
    return " ".join(folded.split())


def search_text(fold: Callable[[str], str], *parts: str) -> str:
    """What the index holds for a row: all parts folded, each word followed by a space.

    The closing space makes the last two letters of a word a beginning of some trigram.
    """
    return " ".join(word for part in parts if (word := tidy(fold(part)))) + " "


def trigram_expression(words: list[str]) -> str:
    """The FTS5 expression that the trigrams of all ``words`` (of two characters or more) occur.

    A word of more than three letters asks for its trigrams side by side and for its last one; that
    they follow one another is left to :func:`contains`. So the index needs no positions, which
    makes it a third of the size, and long words cost less, not more. Words hold only characters of
    :data:`ALPHABET`, and are quoted all the same.
    """
    return " AND ".join(_word_expression(word) for word in words if len(word) >= 2)


def contains(column: str, words: list[str]) -> str:
    """SQL to put behind a MATCH of :func:`trigram_expression`; its parameters are :func:`whole`."""
    return f" AND instr({column}, ?) > 0" * len(whole(words))


def whole(words: list[str]) -> list[str]:
    """The words that three letters do not settle."""
    return [word for word in words if len(word) > 3]


def words_of(fold: Callable[[str], str], typed: str) -> list[str]:
    """The folded words somebody typed."""
    return tidy(fold(typed)).split()


def prefix_range(prefix: str) -> tuple[str, str]:
    """Bounds so that ``low <= column < high`` holds exactly for texts beginning with ``prefix``."""
    return prefix, prefix + _LAST


def digits_of(typed: str) -> str:
    """The ASCII digits in what was typed."""
    return "".join(char for char in typed if char.isascii() and char.isdigit())


def is_number(typed: str) -> bool:
    """Whether the text is a phone or card number as people type it."""
    return any(char.isdigit() for char in typed) and all(
        char.isdigit() or char in " +-()/." for char in typed
    )


def phone_forms(digits: str) -> tuple[str, ...]:
    """The ways a typed number may stand inside a stored one.

    National trunk digits (8 in Russia, 0 elsewhere, 00 abroad) are not part of the E.164 form.
    """
    bare = (
        digits[len(trunk) :]
        for trunk in ("00", "8", "0")
        if digits.startswith(trunk) and len(digits) - len(trunk) >= 6
    )
    return tuple(dict.fromkeys((digits, *bare)))


def barcode_key(code: str) -> str:
    """EAN-8, UPC-A, EAN-13 and GTIN-14 of one article in one form; other codes as they are."""
    if len(code) in (8, 12, 13, 14) and code.isascii() and code.isdigit():
        return code.zfill(14)
    return code


def _word_expression(word: str) -> str:
    if len(word) >= 3:
        places = dict.fromkeys((*range(0, len(word) - 2, 3), len(word) - 3))
        return " AND ".join(_quoted(word[place : place + 3]) for place in places)
    return "(" + " OR ".join(_quoted(word + char) for char in ALPHABET) + ")"


def _quoted(term: str) -> str:
    return '"' + term.replace('"', '""') + '"'
