"""Goods of the independent model: a line is its money and a list of its units, nothing shared.

Nothing here is taken from the program. A sum is split by fractions, a line of pieces knows each
unit by itself, and every step works on a copy that is kept or thrown away.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil, floor
from typing import Any

Json = dict[str, Any]


class Unmodelled(Exception):
    """Units after a sum was spread over some of them: the model doesn't say what each costs."""


def nearest(value: Fraction) -> int:
    """Round to the nearest whole number, ties up (values are not negative)."""
    return floor(value + Fraction(1, 2))


def split(amount: int, weights: Sequence[int | Fraction]) -> list[int]:
    """Give each its whole part, then the missing ones by part, weight, place (R5)."""
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


def split_within(amount: int, weights: Sequence[int], room: Sequence[int]) -> list[int]:
    """The same where nobody takes more than there is room for; the rest goes to the others."""
    shares = [0] * len(weights)
    waiting = [place for place in range(len(weights)) if weights[place] and room[place]]
    left = min(amount, sum(room[place] for place in waiting))
    while left:
        trial = dict(zip(waiting, split(left, [weights[place] for place in waiting]), strict=True))
        if all(trial[place] <= room[place] for place in waiting):
            return [trial.get(place, shares[place]) for place in range(len(weights))]
        for place in [place for place in waiting if trial[place] >= room[place]]:
            shares[place] = room[place]
            left -= room[place]
            waiting.remove(place)
    return shares


@dataclass
class Unit:
    """One piece: what is left of its price, and whether a multi-buy has used it."""

    price: int
    used: bool = False


@dataclass
class Good:
    """A line of the basket with everything that came off it so far."""

    place: int
    name: str
    sku: str
    quantity: Fraction
    gross: int
    unit_price: int
    unit_floor: int
    facts: Json
    left: int = 0
    base: int = 0
    units: list[Unit] | None = None
    touches: int = 0
    shaped: bool = False
    blurred: bool = False
    takers: list[str] = field(default_factory=list)
    by_kind: dict[str, int] = field(default_factory=dict)
    by_rule: dict[str, int] = field(default_factory=dict)
    free: int = 0
    factor: Fraction = Fraction(1)

    @property
    def open(self) -> bool:
        """Whether rules may touch it at all."""
        closed = self.facts.get("fixed_price") or self.facts.get("certificate")
        return bool(self.facts.get("discountable", True)) and not closed

    @property
    def floor(self) -> int:
        """The least the line may cost after rules."""
        return min(self.gross, nearest(self.unit_floor * self.quantity))

    @property
    def room(self) -> int:
        """What rules may still take."""
        return max(0, self.left - self.floor)

    @property
    def pieces(self) -> int:
        """Whole pieces; none of a weighed line."""
        return int(self.quantity) if self.quantity.denominator == 1 else 0

    def each(self) -> list[Unit]:
        """The units: as rules left them, or the money shared evenly, the dearer last."""
        if self.blurred:
            raise Unmodelled
        if self.units is None:
            self.units = even(self.pieces, self.left, used=False) if self.pieces else []
        return self.units

    def take(self, amount: int) -> None:
        """Take a sum off the line as a whole."""
        if amount and self.shaped:
            self.blurred = True
        elif amount:
            self.units = None
        self.left -= amount


def even(pieces: int, money: int, *, used: bool) -> list[Unit]:
    """Money shared over pieces as evenly as whole units of money allow, the dearer last."""
    low = money // pieces
    dearer = money - low * pieces
    return [Unit(low + (number >= pieces - dearer), used) for number in range(pieces)]


def good_of(place: int, entry: Json, item: Json, margin: str | None) -> Good:
    """A line of the cart with the facts of its article."""
    quantity = Fraction(str(entry.get("qty", 1)))
    price = entry.get("price", item["price"])
    gross = entry.get("total")
    least = item.get("min_price") or 0
    if margin is not None and item.get("cost") is not None:
        kept = 1 - Fraction(margin) / 100
        least = max(least, ceil(Fraction(item["cost"]) / kept))
    good = Good(
        place=place,
        name=entry.get("line", f"L{place + 1}"),
        sku=item["sku"],
        quantity=quantity,
        gross=nearest(price * quantity) if gross is None else gross,
        unit_price=price,
        unit_floor=least,
        facts={**item, "manual": entry},
    )
    good.left = good.base = good.gross
    return good


def in_scope(good: Good, scope: Json) -> bool:
    """Whether a scope holds a line: every key it names must fit."""
    facts = good.facts
    groups, tags = set(facts.get("categories", ())), set(facts.get("tags", ()))
    tests = {
        "skus": lambda wanted: good.sku in wanted,
        "exclude_skus": lambda banned: good.sku not in banned,
        "categories": lambda wanted: bool(groups & set(wanted)),
        "exclude_categories": lambda banned: not groups & set(banned),
        "brands": lambda wanted: facts.get("brand") in wanted,
        "tags": lambda wanted: bool(tags & set(wanted)),
        "price_min": lambda least: good.unit_price >= least,
        "price_max": lambda most: good.unit_price <= most,
        "new": lambda wanted: bool(facts.get("new")) or not wanted,
    }
    return all(tests[key](value) for key, value in scope.items())
