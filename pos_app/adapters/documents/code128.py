"""Code 128, as widths of bars and gaps.

Written here because ReportLab's bar codes load its whole page-layout package, which a till that
has just started would wait for. The choice between code sets is the shortest one, found by
dynamic programming over the text.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

QUIET: Final = 10
"""Modules of white a reader wants on both sides."""

_TABLE: Final = (
    "212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 "
    "112232 122132 122231 113222 123122 123221 223211 221132 221231 213212 223112 312131 "
    "311222 321122 321221 312212 322112 322211 212123 212321 232121 111323 131123 131321 "
    "112313 132113 132311 211313 231113 231311 112133 112331 132131 113123 113321 133121 "
    "313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111 "
    "314111 221411 431111 111224 111422 121124 121421 141122 141221 112214 112412 122114 "
    "122411 142112 142211 241211 221114 413111 241112 134111 111242 121142 121241 114212 "
    "124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113 "
    "114311 411113 411311 113141 114131 311141 411131 211412 211214 211232 2331112 "
)
_PATTERNS: Final = _TABLE.split()
_TO_C, _TO_B, _START_B, _START_C, _STOP = 99, 100, 104, 105, 106


@lru_cache(maxsize=256)
def widths(text: str) -> tuple[int, ...]:
    """Widths in modules, bar first, of the symbol without its quiet zones.

    Raises ``ValueError`` for an empty text or a sign outside printable ASCII.
    """
    if not text or any(not " " <= char <= "~" for char in text):
        raise ValueError("Code 128 wants printable ASCII")
    values = _values(text)
    check = (values[0] + sum(place * value for place, value in enumerate(values))) % 103
    symbols = [*values, check, _STOP]
    return tuple(int(width) for value in symbols for width in _PATTERNS[value])


def _values(text: str) -> list[int]:
    """Start sign and data signs: the shortest mix of sets B and C (B first on a tie)."""
    best_b: list[tuple[int, list[int]]] = [(0, [])] * (len(text) + 1)
    best_c: list[tuple[int, list[int]]] = [(0, [])] * (len(text) + 1)
    impossible: tuple[int, list[int]] = (len(text) * 4, [])
    for at in range(len(text) - 1, -1, -1):
        rest = best_b[at + 1]
        as_b = (rest[0] + 1, [ord(text[at]) - 32, *rest[1]])
        as_c = impossible
        if text[at : at + 2].isdigit() and len(text) - at > 1:
            rest = best_c[at + 2]
            as_c = (rest[0] + 1, [int(text[at : at + 2]), *rest[1]])
        best_b[at] = min(as_b, (as_c[0] + 1, [_TO_C, *as_c[1]]), key=_length)
        best_c[at] = min(as_c, (as_b[0] + 1, [_TO_B, *as_b[1]]), key=_length)
    from_b, from_c = best_b[0], best_c[0]
    return [_START_B, *from_b[1]] if from_b[0] <= from_c[0] else [_START_C, *from_c[1]]


def _length(way: tuple[int, list[int]]) -> int:
    return way[0]
