"""What pricing answers: per line, per rate, per rule, and why."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

StepKind = Literal["price", "manual", "promotion", "card", "coupon", "order_discount", "points"]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something happened: a stable code and its figures; words are made where it is shown.

    Params are plain values by name: money in minor units, points in hundredths, rates in basis
    points, quantities in thousandths.
    """

    code: str
    params: tuple[tuple[str, object], ...] = ()

    def param(self, name: str) -> object:
        """Return one figure by its name (``KeyError`` when the reason has none of that name)."""
        return dict(self.params)[name]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a line: which rule took how much off it, and why.

    The kind ``price`` names the price taken instead of the list price; it takes nothing off.
    """

    rule: str
    kind: StepKind
    amount: int
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class LineTax:
    """The tax of one rate on one line, in minor units; ``rate`` of ``base`` is the percentage."""

    rate: int
    amount: int
    included: bool
    base: int = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class RateTax:
    """The tax of one rate on the receipt: on ``net`` money, ``tax`` of it (R6)."""

    rate: int
    net: int
    tax: int
    base: int = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class PricedLine:
    """One line, worked out (all money in minor units, in the price mode of the shop).

    ``money`` = gross − promotion − card − manual − coupon − order − points; it is what a return
    gives back. ``tax`` is inside it or, for taxes on top of the price, comes on top
    (``tax_on_top``). ``earned`` is the exact fraction of hundredths of points (numerator,
    denominator), by the money of the line or by its quantity, under the earning rule
    ``earn_rule`` (counted from 0); ``earns`` is off where the line takes no part in earning.
    ``free_units`` counts units a promotion made free.
    """

    line_id: str
    sku: str
    quantity: int
    unit_price: int
    gross: int
    promotion_discount: int
    card_discount: int
    manual_discount: int
    coupon_share: int
    order_share: int
    points_share: int
    money: int
    taxes: tuple[LineTax, ...]
    tax: int
    tax_on_top: int
    earned: tuple[int, int]
    earned_by: Literal["money", "quantity"]
    earns: bool
    earn_rule: int | None
    free_units: int
    steps: tuple[Step, ...]

    @property
    def discount(self) -> int:
        """Everything taken off but points."""
        return self.gross - self.money - self.points_share


@dataclass(frozen=True, slots=True, kw_only=True)
class AppliedRule:
    """A promotion or coupon that gave something; ``code`` is set for a coupon.

    ``lost`` is what an amount was worth beyond the basket (R21: printed as lost).
    """

    rule_id: str
    discount: int
    code: str | None = None
    lost: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class NotApplied:
    """A promotion or coupon that gave nothing, the reason, and what is missing.

    ``missing`` is money in minor units or a quantity in thousandths, by ``missing_kind``: the
    offers panel says "12.00 more and …" from it.
    """

    rule_id: str
    reason: Reason
    code: str | None = None
    missing: int | None = None
    missing_kind: Literal["money", "quantity"] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GiftLine:
    """Goods that come on top, free; ``quantity`` in thousandths."""

    sku: str
    quantity: int
    rule_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PointsOutcome:
    """Points of the receipt, in hundredths (R8–R10).

    ``limit`` is the most that may be spent, worth ``limit_money``; ``limited_by`` names the rule
    that sets it: ``balance``, ``share``, ``min_money``, ``daily_limit``, ``no_customer``,
    ``negative_balance``, ``below_minimum``, ``nothing_eligible``. ``requested`` that exceeds the
    limit is cut to it. ``would_earn`` is what the receipt is worth to a customer, also while nobody
    is identified; ``once`` are exact parts that belong to no line (numerator, denominator,
    and the money on earning lines below which the part is not given); ``steps`` say how it
    came about.
    """

    limit: int = 0
    limit_money: int = 0
    limited_by: str = "no_customer"
    spent: int = 0
    spent_money: int = 0
    earned: int = 0
    would_earn: int = 0
    once: tuple[tuple[int, int, int], ...] = ()
    steps: tuple[Reason, ...] = ()

    @property
    def per_order(self) -> tuple[int, int]:
        """Return the exact part that belongs to no line, in all."""
        total = sum((Fraction(part[0], part[1]) for part in self.once), Fraction(0))
        return total.numerator, total.denominator


@dataclass(frozen=True, slots=True, kw_only=True)
class PricedBasket:
    """The whole receipt before tenders.

    ``receipt_total`` is what the goods cost with tax, before points; ``to_pay`` after them.
    Cash rounding (R7) waits for the tenders: :func:`pos_app.domain.rounding.cash_rounding`.
    ``net`` + ``tax`` = ``receipt_total``.
    """

    lines: tuple[PricedLine, ...]
    gross: int
    promotion_discount: int
    card_discount: int
    manual_discount: int
    coupon_discount: int
    order_discount: int
    discount_total: int
    receipt_total: int
    net: int
    tax: int
    taxes: tuple[RateTax, ...]
    to_pay: int
    points: PointsOutcome
    applied: tuple[AppliedRule, ...]
    not_applied: tuple[NotApplied, ...]
    gifts: tuple[GiftLine, ...]
    tier_id: str | None
    coupons_to_issue: tuple[str, ...]

    @property
    def offers(self) -> tuple[NotApplied, ...]:
        """Return promotions that are near: the missing money or quantity is known."""
        return tuple(entry for entry in self.not_applied if entry.missing is not None)
