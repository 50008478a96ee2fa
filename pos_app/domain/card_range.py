"""Ranges of card numbers that a printer makes at a time: counted up, leading zeros kept (R20)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal

from pos_app.domain.errors import PosError
from pos_app.domain.gtin import check_digit, has_true_check_digit, is_digits

Symbology = Literal["ean13", "code128"]

MOST_CARDS: Final = 10_000
"""Cards added at a time."""

_BODY: Final = 12
_SHORTEST, _LONGEST = 4, 32


@dataclass(frozen=True, slots=True, kw_only=True)
class CardRange:
    """``count`` numbers from ``first`` on; an EAN-13 counts without its check digit."""

    symbology: Symbology
    first: str
    count: int

    @property
    def last(self) -> str:
        """The last number."""
        return self.at(self.count - 1)

    @property
    def stem(self) -> str:
        """What all numbers begin with, before the digits that count."""
        if self.symbology == "ean13":
            return ""
        return self.first.rstrip("0123456789")

    def at(self, place: int) -> str:
        """The number at this place, 0 being the first."""
        if self.symbology == "ean13":
            return with_check_digit(str(int(self.first[:_BODY]) + place).zfill(_BODY))
        digits = self.first[len(self.stem) :]
        return self.stem + str(int(digits) + place).zfill(len(digits))

    def numbers(self, start: int = 0) -> Iterator[str]:
        """All numbers from this place on."""
        return (self.at(place) for place in range(start, self.count))


def ean_range(first: str, count: int, prefix: str) -> CardRange:
    """Own EAN-13 numbers from a whole number, one without check digit, or its serial alone.

    ``prefix`` is what the shop's own cards begin with. Raises ``PosError``: ``card_number``
    (``reason`` signs, length, prefix, check_digit), ``card_range_count``, ``card_range_end``.
    """
    clean = "".join(first.split())
    if not is_digits(clean):
        raise PosError("card_number", reason="signs" if clean else "length")
    if len(clean) > _BODY + 1:
        raise PosError("card_number", reason="length")
    if len(clean) <= _BODY - len(prefix):
        clean = prefix + clean.zfill(_BODY - len(prefix))
    elif len(clean) < _BODY:
        raise PosError("card_number", reason="length")
    if not clean.startswith(prefix):
        raise PosError("card_number", reason="prefix", prefix=prefix)
    if len(clean) > _BODY and not has_true_check_digit(clean):
        raise PosError("card_number", reason="check_digit")
    _check_count(count)
    if not str(int(clean[:_BODY]) + count - 1).zfill(_BODY).startswith(prefix):
        raise PosError("card_range_end")
    return CardRange(symbology="ean13", first=with_check_digit(clean[:_BODY]), count=count)


def code128_range(first: str, count: int) -> CardRange:
    """Numbers that count up in their last digits, as many digits as the first has.

    Raises ``PosError``: ``card_number`` (``reason`` length, signs, no_digits),
    ``card_range_count``, ``card_range_end``.
    """
    clean = "".join(first.split()).upper()
    if not _SHORTEST <= len(clean) <= _LONGEST:
        raise PosError("card_number", reason="length")
    if not clean.isascii() or not clean.replace("-", "").isalnum():
        raise PosError("card_number", reason="signs")
    digits = clean[len(clean.rstrip("0123456789")) :]
    if not digits:
        raise PosError("card_number", reason="no_digits")
    _check_count(count)
    if len(str(int(digits) + count - 1)) > len(digits):
        raise PosError("card_range_end")
    return CardRange(symbology="code128", first=clean, count=count)


def with_check_digit(body: str) -> str:
    """Twelve digits and the one GS1 puts behind them."""
    return body + check_digit(body)


def _check_count(count: int) -> None:
    if not 1 <= count <= MOST_CARDS:
        raise PosError("card_range_count", most=MOST_CARDS)
