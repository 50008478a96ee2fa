"""Which alphabet and which delimiter a text file was written with.

Old systems write code pages and say so nowhere. A byte order mark decides; then UTF-8, which hardly
any other text happens to be; then the code page in which the letters make the best words.
"""

from __future__ import annotations

import codecs
import csv
from pathlib import Path
from typing import Final

from pos_app.domain.errors import PosError

DELIMITERS: Final = (";", ",", "\t", "|")
_SAMPLE: Final = 256 * 1024
_CHUNK: Final = 1 << 20
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# The letters beyond ASCII one expects in a text of each code page.
_LETTERS: Final = {
    "cp1251": frozenset("абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєґ"),
    "cp1250": frozenset("ąćęłńóśźżáčďéěíňřšťúůýžäöüß"),
    "cp1254": frozenset("çğıöşüi̇âîû"),
    "cp1252": frozenset("àâäçéèêëîïôöùûüÿæœñßåøáíóúã"),
    "cp866": frozenset("абвгдежзийклмнопрстуфхцчшщъыьэюяё"),
    "koi8-r": frozenset("абвгдежзийклмнопрстуфхцчшщъыьэюяё"),
    "iso8859-2": frozenset("ąćęłńóśźżáčďéěíňřšťúůýžäöüß"),
    "cp852": frozenset("ąćęłńóśźżáčďéěíňřšťúůýžäöüß"),
}
_FREQUENT: Final = frozenset("оеаинтсрвлк")
"""What half of any Cyrillic text is made of: one page's letters are another's rare ones."""

_SIGNS: Final = frozenset("«»„“”‘’–—…№°§€©®™ ±²³×·•")


def guess_encoding(path: Path) -> str:
    """The encoding of the text at ``path``, by its marks, its validity, its letters."""
    with path.open("rb") as file:
        sample = file.read(_SAMPLE)
    for mark, name in _MARKS:
        if sample.startswith(mark):
            return name
    wide = _wide(sample)
    if wide:
        return wide
    if _is_utf8(path) or _is_nearly_utf8(sample):
        return "utf-8"
    scores = {name: _score(sample, name) for name in _LETTERS}
    return max(scores, key=lambda name: scores[name])


def _wide(sample: bytes) -> str:
    """UTF-16 without a mark shows as a NUL in every other byte of Latin text."""
    half = len(sample) // 2
    if half < 4:
        return ""
    if sample[1::2].count(0) > half * 0.4 and sample[0::2].count(0) < half * 0.05:
        return "utf-16-le"
    if sample[0::2].count(0) > half * 0.4 and sample[1::2].count(0) < half * 0.05:
        return "utf-16-be"
    return ""


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _is_nearly_utf8(sample: bytes) -> bool:
    """UTF-8 but for some lines pasted in from elsewhere: hardly any other text has its pairs."""
    text = sample.decode("utf-8", errors="replace")
    lost = text.count("\ufffd")
    return sum(mark > "\x7f" for mark in text) - lost > max(7, 2 * lost)


def _score(sample: bytes, encoding: str) -> int:
    """How well the letters above ASCII fit: known ones count, strangers and mixed words cost."""
    text = sample.decode(encoding, errors="replace")
    known = _LETTERS[encoding]
    score, before = 0, " "
    for mark in text:
        if mark > "\x7f":
            score += _worth(mark, before, known)
        elif mark.isalpha() and "Ѐ" <= before <= "ӿ":
            score -= 2
        before = mark
    return score


def _worth(mark: str, before: str, known: frozenset[str]) -> int:
    if mark in _SIGNS:
        return 1
    if mark.lower() not in known:
        return -4
    if before.isascii() and before.isalpha() and "Ѐ" <= mark <= "ӿ":
        return -2
    # A capital inside a word is the mark of a wrong page.
    if mark.isupper() and before.islower():
        return -1
    return 4 if mark.lower() in _FREQUENT else 3


def guess_delimiter(sample: str) -> str:
    """The delimiter that cuts the first rows into the most even and the most columns.

    A first line ``sep=;`` decides. One column without any delimiter reads with ``,``. Raises
    ``PosError("import_format")`` for text that is no table at all.
    """
    first = sample[:16].lower()
    if first.startswith("sep=") and len(sample) > 4 and sample[4] not in "\r\n":
        return sample[4]
    if sample.count("\x00") > len(sample) // 10:
        raise PosError("import_format")
    scored = {mark: _evenness(sample, mark) for mark in DELIMITERS}
    best = max(DELIMITERS, key=lambda mark: scored[mark])
    return best if scored[best] > (0.0, 1) else ","


def _evenness(sample: str, mark: str) -> tuple[float, int]:
    """(share of rows with the commonest width, that width); nothing for a single column."""
    lines = sample.replace("\x00", "").splitlines(keepends=True)
    rows: list[int] = []
    try:
        for cells in csv.reader(lines[:-1] or lines, delimiter=mark):
            if len(cells) > 1 or any(cells):
                rows.append(len(cells))
            if len(rows) == 100:
                break
    except csv.Error:
        return 0.0, 0
    if not rows:
        return 0.0, 0
    common = max(set(rows), key=lambda width: (rows.count(width), width))
    return (rows.count(common) / len(rows) * min(common - 1, 1), common) if common > 1 else (0.0, 1)
