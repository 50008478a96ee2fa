"""Taxes on what is paid: several rates, inside the price or on top of it (R6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import lcm
from typing import Final, Literal

from pos_app.domain.money import allocate, half_up


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxRate:
    """One tax of an item: ``rate`` in basis points.

    ``included`` says whether the price holds it; ``None`` follows the price mode of the shop.
    ``base`` is what 100 % is in the units of ``rate``, for rates finer than a basis point.
    """

    rate: int
    included: bool | None = None
    base: int = 10_000


TaxRound = Literal["per_rate", "line"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxShare:
    """The tax of one rate on one line, in minor units."""

    rate: TaxRate
    included: bool
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RateSum:
    """The tax of one rate on the receipt; ``net`` is the money without tax it was worked out on."""

    rate: int
    base: int
    net: int
    tax: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Taxes:
    """Taxes of a receipt: ``lines`` in the order given, ``rates`` by rate ascending."""

    lines: tuple[tuple[TaxShare, ...], ...]
    rates: tuple[RateSum, ...]


FINEST: Final = 10**12
"""Rates of different bases are put in order as parts of this."""

NO_TAX: Final[tuple[TaxShare, ...]] = ()

Group = tuple[int, int, bool]
Member = tuple[int, int, int]
"""(line, numerator, denominator) of an exact tax."""


def work_out(
    lines: Sequence[tuple[int, tuple[TaxRate, ...]]],
    *,
    prices_include_tax: bool = True,
    rounding: TaxRound = "per_rate",
) -> Taxes:
    """Work out the taxes of lines given as (money, rates) (R6).

    Where a price holds several taxes, the net price is the money over 100 % plus all of the
    included rates; taxes on top are worked out on that net price too. ``per_rate`` rounds the
    exact sum of each rate once, half-up, and allocates it to the lines by R5; ``line`` rounds
    each line by itself.
    """
    groups: dict[Group, list[Member]] = {}
    for place, (money, rates) in enumerate(lines):
        for key, numerator, denominator in _exact(
            money, rates, prices_include_tax=prices_include_tax
        ):
            groups.setdefault(key, []).append((place, numerator, denominator))
    shares: list[dict[Group, int]] = [{} for _ in lines]
    for key, members in groups.items():
        for (place, _, _), amount in zip(members, _round(members, rounding), strict=True):
            shares[place][key] = shares[place].get(key, 0) + amount
    return Taxes(
        lines=tuple(_line_shares(line) if line else NO_TAX for line in shares),
        rates=_rate_sums(lines, shares),
    )


def _exact(
    money: int, rates: tuple[TaxRate, ...], *, prices_include_tax: bool
) -> list[tuple[Group, int, int]]:
    """Return each rate of a line with its exact tax as a fraction."""
    if not rates:
        return []
    common = lcm(*(tax.base for tax in rates))
    inside = 0
    flags = []
    for tax in rates:
        included = prices_include_tax if tax.included is None else tax.included
        flags.append(included)
        if included:
            inside += tax.rate * (common // tax.base)
    return [
        (
            (tax.rate, tax.base, included),
            money * tax.rate * (common // tax.base),
            common + inside,
        )
        for tax, included in zip(rates, flags, strict=True)
    ]


def _round(members: list[Member], rounding: TaxRound) -> list[int]:
    """Round the exact taxes of one rate and give each line its part."""
    if rounding == "line":
        return [half_up(numerator, denominator) for _, numerator, denominator in members]
    common = lcm(*(denominator for _, _, denominator in members))
    exact = [numerator * (common // denominator) for _, numerator, denominator in members]
    total = half_up(sum(exact), common)
    return allocate(total, exact) if any(exact) else [0] * len(exact)


def _line_shares(line: dict[Group, int]) -> tuple[TaxShare, ...]:
    return tuple(
        TaxShare(
            rate=TaxRate(rate=rate, included=included, base=base), included=included, amount=amount
        )
        for (rate, base, included), amount in line.items()
    )


def _rate_sums(
    lines: Sequence[tuple[int, tuple[TaxRate, ...]]], shares: list[dict[Group, int]]
) -> tuple[RateSum, ...]:
    sums: dict[tuple[int, int], list[int]] = {}
    for (money, _), line in zip(lines, shares, strict=True):
        net = money - sum(amount for key, amount in line.items() if key[2])
        for rate, base in dict.fromkeys((key[0], key[1]) for key in line):
            sums.setdefault((rate, base), [0, 0])[0] += net
        for (rate, base, _), amount in line.items():
            sums[(rate, base)][1] += amount
    ordered = sorted(
        sums.items(), key=lambda entry: (entry[0][0] * FINEST // entry[0][1], entry[0][1])
    )
    return tuple(
        RateSum(rate=rate, base=base, net=net, tax=tax) for (rate, base), (net, tax) in ordered
    )
