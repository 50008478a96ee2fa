"""EAN-13, as widths of bars and gaps. A wrong check digit is refused, never mended."""

from __future__ import annotations

from typing import Final

from pos_app.domain.gtin import has_true_check_digit, is_digits

QUIET: Final = 11
"""Modules of white a reader wants on both sides."""

_LEFT: Final = ("3211", "2221", "2122", "1411", "1132", "1231", "1114", "1312", "1213", "3112")
_PARITY: Final = (
    *("LLLLLL", "LLGLGG", "LLGGLG", "LLGGGL", "LGLLGG"),
    *("LGGLLG", "LGGGLL", "LGLGLG", "LGLGGL", "LGGLGL"),
)


def widths(digits: str) -> tuple[int, ...]:
    """Widths in modules, bar first, of the symbol without its quiet zones: 95 modules in all.

    Raises ``ValueError`` for anything but thirteen digits with a true check digit.
    """
    if len(digits) != 13 or not is_digits(digits) or not has_true_check_digit(digits):
        raise ValueError("EAN-13 wants thirteen digits with a true check digit")
    left = (
        _LEFT[int(digit)] if parity == "L" else _LEFT[int(digit)][::-1]
        for digit, parity in zip(digits[1:7], _PARITY[int(digits[0])], strict=True)
    )
    right = (_LEFT[int(digit)] for digit in digits[7:])
    return tuple(int(width) for width in ("111", *left, "11111", *right, "111") for width in width)
