"""Short words for baskets in tests: prices in minor units, pieces as whole numbers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from pos_app.domain.pricing import (
    Basket,
    BasketLine,
    CustomerFacts,
    Item,
    PresentedCoupon,
    PricedBasket,
    Programme,
    price,
)
from pos_app.domain.promotion import Condition, Effect, Promotion, Scope
from pos_app.domain.tax import TaxRate

NOON = datetime(2026, 3, 10, 12, 0)
"""A Tuesday."""


def vat(*percents: int, included: bool | None = None) -> tuple[TaxRate, ...]:
    """Taxes of whole percentages."""
    return tuple(TaxRate(rate=percent * 100, included=included) for percent in percents)


def item(sku: str, amount: int, **facts: Any) -> Item:
    """An item at a price."""
    return Item(sku=sku, price=amount, **facts)


def line(sku: str, amount: int, pieces: int = 1, /, **facts: Any) -> BasketLine:
    """A line of whole pieces, named after its article; ``facts`` of the line or of the item."""
    of_line = ("line_id", "unit_price", "total", "discount", "quantity")
    own = {name: facts.pop(name) for name in of_line if name in facts}
    base: dict[str, Any] = {"line_id": sku, "quantity": pieces * 1_000}
    return BasketLine(item=item(sku, amount, **facts), **(base | own))


def only(*skus: str) -> Scope:
    """A scope of articles."""
    return Scope(skus=frozenset(skus))


def group(*names: str) -> Scope:
    """A scope of groups."""
    return Scope(groups=frozenset(names))


def promo(
    rule_id: str, *effects: Effect, when: Iterable[Condition] = (), **facts: Any
) -> Promotion:
    """A promotion."""
    return Promotion(rule_id=rule_id, effects=effects, conditions=tuple(when), **facts)


def coupon(rule: Promotion) -> PresentedCoupon:
    """A coupon whose code is the id of its rule."""
    return PresentedCoupon(code=rule.rule_id, rule=rule)


def person(**facts: Any) -> CustomerFacts:
    """A customer."""
    return CustomerFacts(customer_id=facts.pop("customer_id", "anna"), **facts)


def till(
    *lines: BasketLine,
    promotions: Iterable[Promotion] = (),
    coupons: Iterable[Promotion] = (),
    now: datetime = NOON,
    basket: dict[str, Any] | None = None,
    **settings: Any,
) -> PricedBasket:
    """Price lines under promotions and settings of the till."""
    programme = Programme(promotions=tuple(promotions), **settings)
    shown = tuple(coupon(rule) for rule in coupons)
    return price(Basket(lines=lines, coupons=shown, **(basket or {})), programme, now)


def discounts(priced: PricedBasket) -> list[int]:
    """What came off each line."""
    return [one.discount for one in priced.lines]


def reasons(priced: PricedBasket) -> dict[str, str]:
    """Why rules did not apply, by rule (or code)."""
    return {entry.rule_id or str(entry.code): entry.reason.code for entry in priced.not_applied}
