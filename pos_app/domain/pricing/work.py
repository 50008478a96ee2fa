"""The lines while they are being worked out: what is left, of which units, and who took what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pos_app.domain.money import allocate, ceil_div, half_up, rate_of
from pos_app.domain.pricing.basket import BasketLine, ManualDiscount, PriceLevel
from pos_app.domain.pricing.programme import Programme
from pos_app.domain.pricing.result import Step
from pos_app.domain.quantity import ONE, extend, whole_units

if TYPE_CHECKING:
    from pos_app.domain.promotion import Promotion

FULL = 10_000
"""All of it, in basis points."""

Run = tuple[int, int, bool]
"""(units, price of each, consumed by a multi-buy)."""


class Work:
    """One line in the making. Money is minor units; ``left`` is what the last step left (R1)."""

    __slots__ = (
        "base",
        "card",
        "changed",
        "coupon",
        "floor",
        "free_units",
        "gross",
        "item",
        "left",
        "line",
        "manual",
        "multiplier",
        "open",
        "open_to_promotions",
        "order",
        "place",
        "points",
        "promotion",
        "runs",
        "steps",
        "taken_by",
        "unit_floor",
        "unit_price",
        "units",
    )

    def __init__(
        self, place: int, line: BasketLine, programme: Programme, level: PriceLevel | None = None
    ) -> None:
        item = line.item
        self.place = place
        self.line = line
        self.item = item
        own = item.price if level is None else level.price
        self.unit_price = own if line.unit_price is None else line.unit_price
        self.units = whole_units(line.quantity)
        gross = extend(self.unit_price, line.quantity) if line.total is None else line.total
        self.gross = gross
        self.left = gross
        self.base = gross
        self.manual = self.promotion = self.card = self.coupon = self.order = self.points = 0
        self.open = item.discountable and not item.fixed_price and not item.is_certificate
        self.open_to_promotions = self.open
        self.runs: list[Run] | None = None
        self.steps: list[Step] = []
        self.taken_by: list[Promotion] = []
        self.free_units = self.changed = 0
        self.multiplier: tuple[int, int] = (1, 1)
        self.unit_floor = unit_floor(line, programme.margin_floor)
        self.floor = min(gross, least_money(line, programme.margin_floor))

    @property
    def room(self) -> int:
        """What rules may still take off the line."""
        return max(0, self.left - self.floor)

    def manual_room(self, discount: ManualDiscount) -> int:
        """What a person's discount may take off: down to the floor unless agreed to go below."""
        return self.left if discount.below_floor else self.room

    def unit_runs(self) -> list[Run]:
        """Return the units of the line by price; a weighed line has none."""
        if self.runs is not None:
            return self.runs
        if not self.units:
            return []
        return even_runs(self.units, self.left, consumed=False)

    def take(self, amount: int, runs: list[Run] | None) -> None:
        """Take ``amount`` off; ``runs`` are the units after it where single units were meant."""
        if runs is not None:
            self.runs = runs
        elif self.runs is not None and amount:
            self.runs = spread(self.runs, amount)
        self.left -= amount

    def forget_promotions(self) -> None:
        """Undo what promotions took: the card won on this line (R2)."""
        self.left = self.base
        self.runs = None
        self.promotion = 0
        self.free_units = 0
        self.steps = [step for step in self.steps if step.kind != "promotion"]


def unit_floor(line: BasketLine, margin_floor: int | None) -> int:
    """Return the least a unit may cost after rules: the item's minimum or the margin floor (R2).

    The margin is a share of the price, so the floor is cost / (100 % − margin), rounded up.
    """
    floor = line.item.min_price or 0
    if margin_floor is not None and line.item.cost is not None:
        floor = max(floor, ceil_div(line.item.cost * 10_000, 10_000 - margin_floor))
    return floor


def least_money(line: BasketLine, margin_floor: int | None) -> int:
    """Return what a line has to bring before points, by the floor of its units (R2)."""
    return half_up(unit_floor(line, margin_floor) * line.quantity, ONE)


def even_runs(units: int, money: int, *, consumed: bool) -> list[Run]:
    """Split money over equal units: the dearer by one minor unit come second."""
    price, dearer = divmod(money, units)
    if not dearer:
        return [(units, price, consumed)]
    return [(units - dearer, price, consumed), (dearer, price + 1, consumed)]


def spread(runs: list[Run], amount: int) -> list[Run]:
    """Take an amount off all units of a line in proportion to their prices (R5)."""
    totals = [units * price for units, price, _ in runs]
    result: list[Run] = []
    for run, total, share in zip(runs, totals, allocate(amount, totals), strict=True):
        result.extend(even_runs(run[0], total - share, consumed=run[2]))
    return result


def manual_amount(discount: ManualDiscount, money: int) -> int:
    """Return what a person's discount takes off ``money``: never more than it."""
    if discount.amount is not None:
        most = money
        if discount.most_rate is not None:
            most = money * discount.most_rate // FULL
        return min(discount.amount, most)
    assert discount.percent is not None
    return min(money, rate_of(money, discount.percent, discount.base))
