"""Reading figures people type: either decimal sign, any kind of space, nothing guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

_SPACES: Final = re.compile(r"[\s'\u2019\u00a0\u2007\u2009\u202f]+")
_MINUSES: Final = ("\N{MINUS SIGN}", "-", "\N{EN DASH}")
_FIGURE: Final = re.compile(r"[0-9.,]+")
_LONGEST: Final = 40


def parse_scaled(text: str, *, digits: int, group: str, units: Iterable[str] = ()) -> int:
    """``text`` as an integer scaled by ``10 ** digits``.

    Both ``,`` and ``.`` are taken for the decimal sign. When both stand in the text, or one of
    them several times, the last different one is the decimal sign and the others must part
    groups of three. A single sign parts decimals when at most ``digits`` digits follow it, and
    thousands only when exactly three follow and it is the language's ``group`` sign; anything
    else raises ``ValueError``, because a wrong guess is a thousandfold one.
    """
    bare = text.strip()
    if len(bare) > _LONGEST:
        raise ValueError("the figure is too long")
    sign, bare = _split_sign(_without_units(bare, units))
    bare = _SPACES.sub("", bare)
    if not _FIGURE.fullmatch(bare) or not any(mark.isdigit() for mark in bare):
        raise ValueError(f"not a figure: {text!r}")
    whole, fraction = _split(bare, digits, group)
    if len(fraction) > digits:
        raise ValueError(f"more than {digits} decimals: {text!r}")
    return sign * int((whole or "0") + fraction.ljust(digits, "0"))


def _without_units(text: str, units: Iterable[str]) -> str:
    for unit in units:
        if unit and unit.casefold() in text.casefold():
            return re.sub(re.escape(unit), "", text, count=1, flags=re.IGNORECASE).strip()
    return text


def _split_sign(text: str) -> tuple[int, str]:
    for minus in _MINUSES:
        if text.startswith(minus):
            return -1, text[len(minus) :].strip()
    return 1, text.removeprefix("+").strip()


def _split(bare: str, digits: int, group: str) -> tuple[str, str]:
    """The digits before and after the decimal sign."""
    signs = [mark for mark in bare if not mark.isdigit()]
    if not signs:
        return bare, ""
    if len(signs) == 1:
        whole, fraction = re.split(r"[.,]", bare)
        thousands = signs[0] == group and len(fraction) == 3 > digits and 0 < len(whole) <= 3
        return (whole + fraction, "") if thousands and whole[0] != "0" else (whole, fraction)
    if len(set(signs)) == 1:
        return _ungroup(bare, signs[0]), ""
    decimal = signs[-1]
    if signs.count(decimal) > 1:
        raise ValueError(f"two decimal signs: {bare!r}")
    whole, fraction = bare.split(decimal)
    return _ungroup(whole, signs[0]), fraction


def _ungroup(whole: str, group: str) -> str:
    first, *rest = whole.split(group)
    if not 0 < len(first) <= 3 or any(len(part) != 3 or not part.isdigit() for part in rest):
        raise ValueError(f"thousands don't add up: {whole!r}")
    return first + "".join(rest)
