"""Which price of an article holds: its list price, or a lower one by segment, quantity and day.

A price level is a price, not a discount: fixed-price goods follow it, and promotions, cards and
coupons work on what it leaves (R1). Gift certificates, lines with a sum on their label and prices
typed by hand do not follow levels.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from pos_app.domain.pricing.basket import BasketLine, CustomerFacts, PriceLevel
from pos_app.domain.pricing.result import Reason, Step


@dataclass(frozen=True, slots=True)
class Buyer:
    """What a level looks at beside the goods: the person's groups and tier, and the local day."""

    groups: frozenset[str]
    tier_id: str | None
    day: date


def buyer_of(customer: CustomerFacts | None, tier_id: str | None, day: date) -> Buyer:
    """The buyer of a basket; nobody known has no group."""
    return Buyer(frozenset() if customer is None else customer.groups, tier_id, day)


def taken_levels(lines: Sequence[BasketLine], buyer: Buyer) -> list[PriceLevel | None]:
    """The level each line is sold at, in the order of the lines; ``None``: at its list price.

    The quantity of a break counts all lines of the article, whatever they are sold at.
    """
    if not any(line.item.prices for line in lines):
        return [None] * len(lines)
    quantities: dict[str, int] = {}
    for line in lines:
        quantities[line.item.sku] = quantities.get(line.item.sku, 0) + line.quantity
    return [_level_of(line, quantities[line.item.sku], buyer) for line in lines]


def _level_of(line: BasketLine, quantity: int, buyer: Buyer) -> PriceLevel | None:
    own = line.unit_price is not None or line.total is not None
    if own or line.item.is_certificate:
        return None
    return lowest(line.item.prices, line.item.price, quantity, buyer)


def lowest(
    levels: Iterable[PriceLevel], list_price: int, quantity: int, buyer: Buyer
) -> PriceLevel | None:
    """The lowest price that holds, the earlier on a tie; ``None`` where none is below the list."""
    best: PriceLevel | None = None
    least = list_price
    for level in levels:
        if level.price < least and holds(level, quantity, buyer):
            best, least = level, level.price
    return best


def holds(level: PriceLevel, quantity: int, buyer: Buyer) -> bool:
    """Tell whether a level is for this buyer, this many thousandths and this day."""
    if quantity < level.min_quantity:
        return False
    if level.valid_from is not None and buyer.day < level.valid_from:
        return False
    if level.valid_to is not None and buyer.day > level.valid_to:
        return False
    return level.for_everybody or bool(level.groups & buyer.groups) or buyer.tier_id in level.tiers


def price_step(level: PriceLevel, list_price: int, buyer: Buyer) -> Step:
    """Say which price was taken and why; it takes nothing off, so its amount is 0."""
    named = sorted(level.groups & buyer.groups)
    tier = buyer.tier_id if buyer.tier_id in level.tiers else None
    params: tuple[tuple[str, object], ...] = (
        ("list", list_price),
        ("price", level.price),
        ("group", named[0] if named else ""),
        ("tier", tier or ""),
        ("min_quantity", level.min_quantity),
    )
    return Step(rule="price", kind="price", amount=0, reason=Reason("price_level", params))
