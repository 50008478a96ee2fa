"""Case, order and search across the four alphabets.

SQLite and Python know no Azerbaijani casing, and a person on a foreign keyboard types ``e`` for
``ə`` and ``l`` for ``ł``. ``fold`` makes the search key that both the stored column and the typed
words go through; ``sort_key`` orders names as the language's dictionary does.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

from anyascii import anyascii

_DOTLESS: Final = str.maketrans({"İ": "i", "I": "i", "ı": "i"})
_AZ_LOWER: Final = str.maketrans({"İ": "i", "I": "ı"})
_AZ_UPPER: Final = str.maketrans({"i": "İ", "ı": "I"})
_PIECES: Final = re.compile(r"([0-9]+)")

_ALPHABETS: Final = {
    "en": "abcdefghijklmnopqrstuvwxyz",
    "ru": "абвгдежзийклмнопрстуфхцчшщъыьэюя",
    "pl": "aąbcćdeęfghijklłmnńoópqrsśtuvwxyzźż",
    "az": "abcçdeəfgğhxıijkqlmnoöprsştuüvyzw",
}

_SIGN: Final = 0
_NUMBER: Final = 1
_LETTER: Final = 2
_FOREIGN: Final = 3

SortKey = tuple[tuple[tuple[int, int], ...], str]


def fold(text: str) -> str:
    """The search key of ``text``: lower-case ASCII words with single spaces.

    ``Ə``→``e``, ``ё``→``e``, ``ł``→``l``, ``ı``/``İ``/``I``→``i``; Cyrillic becomes Latin letters,
    so either way of typing finds the other. Whatever has no letters folds to what stays of it.
    """
    ascii_text = anyascii(unicodedata.normalize("NFKC", text).translate(_DOTLESS).casefold())
    return " ".join(ascii_text.casefold().replace("'", "").split())


def lower(text: str, language: str) -> str:
    """Lower case by the language's rules: ``I`` is ``ı`` in Azerbaijani."""
    if language == "az":
        text = text.translate(_AZ_LOWER)
    return text.lower()


def upper(text: str, language: str) -> str:
    """Upper case by the language's rules: ``i`` is ``İ`` in Azerbaijani."""
    if language == "az":
        text = text.translate(_AZ_UPPER)
    return text.upper()


def capitalise(text: str, language: str) -> str:
    """The first letter upper case, the rest as it is."""
    return upper(text[:1], language) + text[1:]


def sort_key(text: str, language: str) -> SortKey:
    """A key that sorts names as people of ``language`` expect.

    Signs come before digits, digits (by their value: ``2`` before ``10``) before letters, the
    language's own letters before foreign ones; accents foreign to the language and case only
    decide between otherwise equal names.
    """
    plain = lower(unicodedata.normalize("NFC", text), language)
    places: list[tuple[int, int]] = []
    for piece in _PIECES.split(plain):
        if piece.isdecimal():
            places.append((_NUMBER, int(piece[:18])))
        else:
            places.extend(_place(sign, language) for sign in piece)
    return tuple(places), plain


def order_bytes(text: str, language: str) -> bytes:
    """:func:`sort_key` as bytes that compare the same way, for an index; the first 64 places.

    A letter of the language is one byte, everything else four or nine.
    """
    made = bytearray()
    for kind, value in sort_key(text, language)[0][:64]:
        if kind == _LETTER:
            made.append(0x10 + value)
        elif kind == _NUMBER:
            made += b"\x02" + value.to_bytes(8, "big")
        else:
            made += (b"\x01" if kind == _SIGN else b"\x7f") + value.to_bytes(3, "big")
    return bytes(made)


@lru_cache(maxsize=4096)
def _place(sign: str, language: str) -> tuple[int, int]:
    letters = _ALPHABETS.get(language, _ALPHABETS["en"])
    found = letters.find(sign)
    if found >= 0:
        return _LETTER, found
    base = "е" if sign == "ё" else unicodedata.normalize("NFD", sign)[0]
    found = letters.find(base)
    if found >= 0:
        return _LETTER, found
    return (_FOREIGN, ord(base)) if base.isalpha() else (_SIGN, ord(base))
