"""The moneys a shop can keep: minor digits, the notes and coins in the drawer, cash rounding.

All values are minor units of the currency.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pos_app.domain.errors import PosError


@dataclass(frozen=True, slots=True, kw_only=True)
class Currency:
    """One money. ``notes`` and ``coins`` are largest first; ``rounding`` is the usual cash rounding
    (R7), 0 for none. ``region`` is the country it is the money of (ISO code, "" for several).
    """

    code: str
    minor_digits: int
    notes: tuple[int, ...]
    coins: tuple[int, ...]
    rounding: int = 0
    region: str = ""

    @property
    def denominations(self) -> tuple[int, ...]:
        """Notes and coins together, largest first."""
        return self.notes + self.coins

    @property
    def gift_amounts(self) -> tuple[int, ...]:
        """What gift certificates usually hold: 25 to 200 where the notes are small, and as many
        times more as the smallest note of a money of larger figures asks for."""
        times = max(1, self.notes[-1] // 2_500 * 5)
        return tuple(each * times for each in (2_500, 5_000, 10_000, 20_000))


def _currency(code: str, notes: Sequence[int], cents: Sequence[int], rounding: int = 0) -> Currency:
    return Currency(
        code=code,
        minor_digits=2,
        notes=tuple(note * 100 for note in notes),
        coins=tuple(cents),
        rounding=rounding,
        region="" if code == "EUR" else code[:2],
    )


_EURO_COINS = (200, 100, 50, 20, 10, 5, 2, 1)

CURRENCIES: Final[dict[str, Currency]] = {
    money.code: money
    for money in (
        _currency("EUR", (200, 100, 50, 20, 10, 5), _EURO_COINS),
        _currency("USD", (100, 50, 20, 10, 5, 1), (25, 10, 5, 1)),
        _currency("PLN", (500, 200, 100, 50, 20, 10), (500, *_EURO_COINS)),
        _currency(
            "RUB",
            (5000, 2000, 1000, 500, 200, 100, 50),
            (1000, 500, 200, 100, 50, 10),
        ),
        _currency("AZN", (200, 100, 50, 20, 10, 5, 1), (50, 20, 10, 5, 3, 1)),
        _currency("GBP", (50, 20, 10, 5), _EURO_COINS),
        _currency("GEL", (200, 100, 50, 20, 10, 5), (200, 100, 50, 20, 10, 5)),
        _currency(
            "KZT",
            (20000, 10000, 5000, 2000, 1000, 500),
            (20000, 10000, 5000, 2000, 1000, 500, 200, 100),
            rounding=100,
        ),
        _currency(
            "UAH",
            (1000, 500, 200, 100, 50, 20),
            (1000, 500, 200, 100, 50, 10),
            rounding=10,
        ),
        _currency(
            "CZK",
            (5000, 2000, 1000, 500, 200, 100),
            (5000, 2000, 1000, 500, 200, 100),
            rounding=100,
        ),
        _currency("TRY", (200, 100, 50, 20, 10, 5), (100, 50, 25, 10, 5)),
    )
}


def currency(code: str) -> Currency:
    """The money called ``code``; raises ``PosError("unknown_currency")``."""
    try:
        return CURRENCIES[code]
    except KeyError:
        raise PosError("unknown_currency", currency=code) from None
