"""Tabular digits out of a font's own tables, for columns of money.

ReportLab draws the glyph the character map names and knows no OpenType features. Inter's default
digits have differing widths; its ``tnum`` feature holds a set of equal ones. This reads the single
substitutions of that feature, so that the digits of a loaded face can be pointed at them.
"""

from __future__ import annotations

import struct


def substitutions(gsub: bytes, feature: bytes = b"tnum") -> dict[int, int]:
    """Glyph → glyph of every single substitution of ``feature`` in a GSUB table.

    Lookups of other types are passed over; an empty dict means the font has no such feature.
    """
    _, _, features, lookups = struct.unpack_from(">HHHH", gsub, 2)
    found: dict[int, int] = {}
    for lookup in sorted(_lookups_of(gsub, features, feature)):
        at = lookups + _u16(gsub, lookups + 2 + 2 * lookup)
        kind, _, count = struct.unpack_from(">HHH", gsub, at)
        for index in range(count):
            table, table_kind = at + _u16(gsub, at + 6 + 2 * index), kind
            if kind == _EXTENSION:
                table_kind = _u16(gsub, table + 2)
                table += int(struct.unpack_from(">I", gsub, table + 4)[0])
            if table_kind == _SINGLE:
                found.update(_single(gsub, table))
    return found


_SINGLE, _EXTENSION = 1, 7


def _u16(data: bytes, at: int) -> int:
    return int(struct.unpack_from(">H", data, at)[0])


def _lookups_of(gsub: bytes, features: int, tag: bytes) -> set[int]:
    found: set[int] = set()
    for index in range(_u16(gsub, features)):
        record = features + 2 + 6 * index
        if gsub[record : record + 4] == tag:
            at = features + _u16(gsub, record + 4)
            found.update(_u16(gsub, at + 4 + 2 * n) for n in range(_u16(gsub, at + 2)))
    return found


def _single(gsub: bytes, at: int) -> dict[int, int]:
    form, coverage = struct.unpack_from(">HH", gsub, at)
    glyphs = _coverage(gsub, at + coverage)
    if form == 1:
        delta = int(struct.unpack_from(">h", gsub, at + 4)[0])
        return {glyph: (glyph + delta) & 0xFFFF for glyph in glyphs}
    return {glyph: _u16(gsub, at + 6 + 2 * n) for n, glyph in enumerate(glyphs)}


def _coverage(gsub: bytes, at: int) -> list[int]:
    form, count = struct.unpack_from(">HH", gsub, at)
    if form == 1:
        return [_u16(gsub, at + 4 + 2 * n) for n in range(count)]
    glyphs: list[int] = []
    for n in range(count):
        first, last = struct.unpack_from(">HH", gsub, at + 4 + 6 * n)
        glyphs.extend(range(first, last + 1))
    return glyphs
