"""The basic pipeline once more, with fractions, from the rules alone; nothing of the program.

Gross, promotion against card, coupon, points, tax inside, points earned: what the engine does in
whole numbers is done here in exact fractions, rounded where the rules say so and nowhere else.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import floor


def nearest(value: Fraction) -> int:
    """Round to the nearest whole number, ties up (values are not negative)."""
    return floor(value + Fraction(1, 2))


def split(amount: int, weights: list[int]) -> list[int]:
    """Give each its whole part, then the missing ones by part, weight, place."""
    total = sum(weights)
    if not total:
        return [0] * len(weights)
    exact = [Fraction(amount) * weight / total for weight in weights]
    shares = [floor(value) for value in exact]
    ranked = sorted(
        range(len(weights)),
        key=lambda place: (exact[place] - shares[place], weights[place], -place),
        reverse=True,
    )
    for place in ranked[: amount - sum(shares)]:
        shares[place] += 1
    return shares


@dataclass(frozen=True)
class Line:
    """A line: price of a unit, thousandths, percent off by a promotion (0: none), tax percent."""

    price: int
    thousandths: int
    promotion: int = 0
    tax: int = 0


@dataclass(frozen=True)
class Result:
    """What the model answers."""

    money: list[int]
    discounts: list[int]
    limit: int
    spent: int
    taxes: dict[int, int]
    earned: int


def receipt(
    lines: list[Line],
    *,
    card: int = 0,
    coupon: int = 0,
    minimum: int = 0,
    share: int = 100,
    active: int = 0,
    wish: int = 0,
    earn: int = 0,
) -> Result:
    """Price a receipt; percentages are whole, a point is worth one whole unit of money."""
    gross = [nearest(Fraction(line.price * line.thousandths, 1_000)) for line in lines]
    left = []
    for line, money in zip(lines, gross, strict=True):
        by_promotion = nearest(Fraction(money * line.promotion, 100))
        by_card = nearest(Fraction(money * card, 100))
        left.append(money - max(by_promotion, by_card))
    if coupon and sum(left) >= minimum:
        amount = min(coupon, sum(left))
        left = [money - part for money, part in zip(left, split(amount, left), strict=True)]
    due = sum(left)
    limit = min(active, floor(Fraction(due * share, 100)), due)
    spent = min(wish, limit)
    discounts = [before - after for before, after in zip(gross, left, strict=True)]
    left = [money - part for money, part in zip(left, split(spent, left), strict=True)]
    taxes: dict[int, int] = {}
    for rate in {line.tax for line in lines}:
        of_rate = sum(money for line, money in zip(lines, left, strict=True) if line.tax == rate)
        taxes[rate] = nearest(Fraction(of_rate * rate, 100 + rate))
    points = floor(Fraction(sum(left) * earn, 100) / 100)
    return Result(left, discounts, limit, spent, taxes, points * 100)
