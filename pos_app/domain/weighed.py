"""Goods weighed or priced by a scale: in-store bar codes read by a configurable pattern (R35).

A pattern has one sign per digit of the code:

==== ==========================================================================================
sign digit of the code
==== ==========================================================================================
0–9  this very digit; the pattern starts with 2 (or 02), the range GS1 leaves to shops
P    article number (PLU); A, I and ``.`` mean the same
W    weight in thousandths of the unit (grams)
V    price in minor units
Q    pieces
K    inner check digit of the price (GS1, prices of 4 or 5 digits)
X    anything, not used
C    check digit of the whole code, the last sign
==== ==========================================================================================

``21PPPPPWWWWWC`` is the usual one for weight. ``{NNDDD}`` (whole and decimal digits) is read too:
three decimals are a weight, two a price. Blanks are ignored; a pattern of 12 signs without C gets
one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from pos_app.domain.errors import PosError
from pos_app.domain.gtin import has_true_check_digit, is_digits, price_check_digit

_BRACES: Final = re.compile(r"\{(N*)(D*)\}")
_ARTICLE: Final = str.maketrans("AI.", "PPP")
_SHAPE: Final = re.compile(r"0?2[0-9]*[PWVQKX]+C")
_MEASURES: Final = "WVQ"


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """What a scale printed: the article, leading zeros kept, and one of three measures.

    ``weight`` is in thousandths of the unit, ``price`` in minor units, ``pieces`` whole.
    """

    article: str
    weight: int | None = None
    price: int | None = None
    pieces: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WeighedTemplate:
    """A pattern in its plain form: one sign per digit, as in ``21PPPPPWWWWWC``."""

    pattern: str

    @classmethod
    def parse(cls, text: str) -> WeighedTemplate:
        """Read a pattern; raises ``PosError("weighed_template", template=…)`` on a senseless one.

        It must be 12 (UPC-A) or 13 signs, start with 2, name an article and exactly one of weight,
        price and pieces, and each of these must stand in one piece.
        """
        plain = _BRACES.sub(_measure, "".join(text.split()).upper()).translate(_ARTICLE)
        if len(plain) == 12 and not plain.endswith("C"):
            plain += "C"
        if not _is_sound(plain):
            raise PosError("weighed_template", template=text)
        return cls(pattern=plain)

    @property
    def fixed(self) -> str:
        """The digits every code of this pattern starts with."""
        return self.pattern[: len(self.pattern) - len(self.pattern.lstrip("0123456789"))]

    def matches(self, code: str) -> bool:
        """Whether ``code`` has the length, the fixed digits and the outer check digit."""
        return (
            len(code) == len(self.pattern)
            and is_digits(code)
            and code.startswith(self.fixed)
            and has_true_check_digit(code)
        )

    def read(self, code: str) -> Weighed:
        """Take a matching code apart.

        Raises ``PosError("price_check_digit")`` when the inner check digit is wrong, and
        ``PosError("nothing_weighed")`` when weight, price or pieces are zero.
        """
        sign = next(sign for sign in _MEASURES if sign in self.pattern)
        measured = self._digits(code, sign)
        if "K" in self.pattern and price_check_digit(measured) != self._digits(code, "K"):
            raise PosError("price_check_digit")
        value = int(measured)
        if value == 0:
            raise PosError("nothing_weighed")
        return Weighed(
            article=self._digits(code, "P"),
            weight=value if sign == "W" else None,
            price=value if sign == "V" else None,
            pieces=value if sign == "Q" else None,
        )

    def _digits(self, code: str, sign: str) -> str:
        start = self.pattern.index(sign)
        return code[start : start + self.pattern.count(sign)]


def _measure(found: re.Match[str]) -> str:
    """``{NNDDD}`` in signs of its own: as many W, or V when it has two decimals."""
    whole, decimals = found.groups()
    return ("V" if len(decimals) == 2 else "W") * len(whole + decimals)


def _is_sound(plain: str) -> bool:
    if len(plain) not in (12, 13) or not _SHAPE.fullmatch(plain):
        return False
    measures = [sign for sign in _MEASURES if sign in plain]
    whole = all(sign * plain.count(sign) in plain for sign in ("P", *measures))
    if "P" not in plain or len(measures) != 1 or not whole:
        return False
    return _inner_check_fits(plain)


def _inner_check_fits(plain: str) -> bool:
    checks = plain.count("K")
    return checks == 0 or (checks == 1 and plain.count("V") in (4, 5))
