"""Pricing of a basket under a programme: one pure function, recomputed from nothing (R1–R10)."""

from pos_app.domain.pricing.basket import (
    MAX,
    Basket,
    BasketLine,
    CustomerFacts,
    Item,
    ManualDiscount,
    PresentedCoupon,
    PriceLevel,
)
from pos_app.domain.pricing.engine import counting_money, price
from pos_app.domain.pricing.programme import EarnRule, Programme, earn_percent
from pos_app.domain.pricing.result import (
    AppliedRule,
    GiftLine,
    LineTax,
    NotApplied,
    PointsOutcome,
    PricedBasket,
    PricedLine,
    RateTax,
    Reason,
    Step,
)
from pos_app.domain.pricing.work import least_money

__all__ = [
    "MAX",
    "AppliedRule",
    "Basket",
    "BasketLine",
    "CustomerFacts",
    "EarnRule",
    "GiftLine",
    "Item",
    "LineTax",
    "ManualDiscount",
    "NotApplied",
    "PointsOutcome",
    "PresentedCoupon",
    "PriceLevel",
    "PricedBasket",
    "PricedLine",
    "Programme",
    "RateTax",
    "Reason",
    "Step",
    "counting_money",
    "earn_percent",
    "least_money",
    "price",
]
