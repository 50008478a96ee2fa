"""Text made safe for paper, and broken into lines.

Everything people typed passes :func:`printable`, the one gate: no control, bidirectional or
invisible sign survives, markup stays the letters it is, and a letter the font lacks becomes a
square. Lines break at spaces, inside a word only where it is longer than the line, and never
between a number and its unit.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from pos_app.adapters.documents.fonts import MISSING, Face, Weight, face

NBSP: Final = "\N{NO-BREAK SPACE}"
LONGEST: Final = 400
"""Characters of one text that are printed; more is cut with an ellipsis."""

_UNIT_GAP: Final = re.compile(r"(?<=\d) (?=[^\W_]|[%‰₽₼€$£°№+])|(?<=№) (?=\d)")
_SPACES: Final = re.compile(r"[ \t\n\r\f\v\x1c-\x1f\x85\u1680\u2000-\u200a\u2028\u2029\u3000]+")
_HARD_SPACES: Final = re.compile("[\u202f\u2007]")


@lru_cache(maxsize=4096)
def printable(text: str) -> str:
    """``text`` as it may be drawn: NFC, one line, only glyphs that exist, bounded in length."""
    text = unicodedata.normalize("NFC", text[: LONGEST * 4])
    text = _HARD_SPACES.sub(NBSP, _SPACES.sub(" ", text)).strip()
    known = face(Weight.BOLD)
    drawn = "".join(_drawn(char, known) for char in text)
    return drawn if len(drawn) <= LONGEST else drawn[: LONGEST - 1] + "…"


def _drawn(char: str, known: Face) -> str:
    category = unicodedata.category(char)
    if category in ("Cc", "Cf", "Cs", "Mn", "Me"):
        return ""
    return char if known.has(char) else MISSING


def glue(text: str) -> str:
    """Bind numbers to what they count: ``900 ml``, ``8 800 555`` never part at a line's end."""
    return _UNIT_GAP.sub(NBSP, text)


def upper(text: str, language: str) -> str:
    """Capitals by the language's rule: in Azerbaijani ``i`` becomes ``İ`` and ``ı`` ``I``."""
    if language == "az":
        text = text.replace("i", "İ").replace("ı", "I")
    return text.upper()


def wrap(text: str, weight: Weight, size: float, width: float) -> list[str]:
    """``text`` (printable) in lines no wider than ``width``; at least one line."""
    used = face(weight)
    if used.width(text, size) <= width:
        return [text]
    lines: list[str] = []
    current = ""
    for word in glue(text).split(" "):
        joined = f"{current} {word}" if current else word
        if used.width(joined, size) <= width:
            current = joined
            continue
        if current:
            lines.append(current)
        *full, current = _pieces(word, used, size, width)
        lines.extend(full)
    lines.append(current)
    return lines


def widest_word(text: str, weight: Weight, size: float) -> float:
    """Width of the longest piece of ``text`` that should stay whole."""
    used = face(weight)
    return max(used.width(word, size) for word in glue(text).split(" "))


def _pieces(word: str, used: Face, size: float, width: float) -> list[str]:
    """A word cut where it must be: at glued gaps first, then between letters."""
    if used.width(word, size) <= width:
        return [word]
    if NBSP in word.strip(NBSP):
        head, _, tail = word.rpartition(NBSP)
        return [*_pieces(head, used, size, width), *_pieces(tail, used, size, width)]
    pieces, current = [], ""
    for char in word:
        if current and used.width(current + char, size) > width:
            pieces.append(current)
            current = ""
        current += char
    return [*pieces, current]
