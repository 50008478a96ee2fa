"""What is priced: the basket as the cashier has it, and the facts about the person buying (R1)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal

from pos_app.domain.promotion import Promotion
from pos_app.domain.tax import TaxRate

MAX: Final = "max"
"""Ask for as many points as the rules allow."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceLevel:
    """A price of one unit (minor units) for some people, from a quantity on, between two days.

    ``groups`` of customers and ``tiers`` (ids): one of them is enough, none at all means everybody.
    ``min_quantity`` in thousandths; both days inclusive, ``None`` is open.
    """

    price: int
    groups: frozenset[str] = frozenset()
    tiers: frozenset[str] = frozenset()
    min_quantity: int = 0
    valid_from: date | None = None
    valid_to: date | None = None

    @property
    def for_everybody(self) -> bool:
        """Whether it asks for no group and no tier."""
        return not self.groups and not self.tiers


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A product as pricing sees it.

    ``price`` is the list price of one unit in minor units, in the price mode of the shop;
    ``prices`` are lower ones by segment, quantity and day (:mod:`pos_app.domain.pricing.prices`).
    ``min_price`` and ``cost`` are per unit too. ``fixed_price`` goods (tobacco, books) and gift
    certificates take no discount at all (R2); ``discountable`` off keeps rules away but lets a
    person with the right give a manual discount.
    """

    sku: str
    name: str = ""
    price: int
    prices: tuple[PriceLevel, ...] = ()
    taxes: tuple[TaxRate, ...] = ()
    groups: frozenset[str] = frozenset()
    brand: str | None = None
    tags: frozenset[str] = frozenset()
    discountable: bool = True
    fixed_price: bool = False
    is_certificate: bool = False
    min_price: int | None = None
    cost: int | None = None
    expires: date | None = None
    is_new: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ManualDiscount:
    """A discount a person gives: ``percent`` in basis points or ``amount`` in minor units.

    ``reason`` is the code of the reason chosen. ``base`` is what 100 % is in ``percent``.
    ``most_rate`` (basis points) bounds an amount to a share of what it is taken off.
    ``below_floor`` says that somebody with the right agreed to go below the least price (R2).
    """

    percent: int | None = None
    amount: int | None = None
    reason: str = ""
    base: int = 10_000
    most_rate: int | None = None
    below_floor: bool = False

    def __post_init__(self) -> None:
        if (self.percent is None) == (self.amount is None):
            raise ValueError("a manual discount is a percentage or an amount, one of the two")


@dataclass(frozen=True, slots=True, kw_only=True)
class BasketLine:
    """One line: ``quantity`` in thousandths at ``unit_price``, typed by hand.

    Without one the item's own price holds, or a level of it.

    ``total`` is set when the money of the line was given from outside — a label of a pair of
    scales carries the price of the piece — and is then never computed.
    """

    line_id: str
    item: Item
    quantity: int
    unit_price: int | None = None
    total: int | None = None
    discount: ManualDiscount | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerFacts:
    """What pricing must know about an identified customer.

    ``active_points`` (hundredths) is what may be spent today; ``earned_today`` and
    ``redeemed_today`` feed the daily limits; ``turnover`` (minor units) is the tier turnover.
    ``used`` counts how often the person used a rule, by rule id. ``orders`` counts earlier
    receipts.
    """

    customer_id: str
    tier_id: str | None = None
    groups: frozenset[str] = frozenset()
    active_points: int = 0
    balance: int | None = None
    earned_today: int = 0
    redeemed_today: int = 0
    orders: int = 0
    turnover: int = 0
    birthday: date | None = None
    used: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class PresentedCoupon:
    """A code shown at the counter, looked up already.

    ``rule`` is what it gives, ``None`` when nobody knows the code. ``refusal`` carries a reason
    found outside pricing (state of the single coupon), in the words of
    :mod:`pos_app.domain.coupon`. ``details`` are figures of the coupon that go with whatever
    reason it is refused for.
    """

    code: str
    rule: Promotion | None = None
    refusal: str | None = None
    details: tuple[tuple[str, object], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Basket:
    """Everything on the counter at one moment.

    ``redeem`` is the number of points (hundredths) the customer wants to spend, or :data:`MAX`.
    ``earns`` is off when nothing may be earned (a blocked card).
    """

    lines: tuple[BasketLine, ...]
    customer: CustomerFacts | None = None
    coupons: tuple[PresentedCoupon, ...] = ()
    order_discount: ManualDiscount | None = None
    redeem: int | Literal["max"] = 0
    earns: bool = True
