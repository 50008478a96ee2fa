"""Promotions: a condition and a benefit (R2, R21). Pure definitions; pricing works them out.

Money in minor units, quantities in thousandths, rates in basis points of ``base``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final, Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Which lines a condition or an effect looks at; empty sets ask for nothing.

    ``price_min`` and ``price_max`` bound the unit price, inclusive. ``expires_within`` holds goods
    whose batch ends in that many days or fewer.
    """

    skus: frozenset[str] = frozenset()
    exclude_skus: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    exclude_groups: frozenset[str] = frozenset()
    brands: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()
    exclude_brands: frozenset[str] = frozenset()
    exclude_tags: frozenset[str] = frozenset()
    price_min: int | None = None
    price_max: int | None = None
    expires_within: int | None = None
    only_new: bool = False


EVERYTHING: Final = Scope()
"""Every line."""

Basis = Literal["current", "list", "net", "gross"]
"""``current``: what earlier steps left, as the shop writes prices; ``net`` and ``gross`` the same
without and with tax; ``list``: before any discount."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MinAmount:
    """The lines in scope come to at least ``amount`` (R4; more than it when ``strict``)."""

    amount: int
    basis: Basis = "current"
    strict: bool = False
    scope: Scope = EVERYTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class MinQuantity:
    """At least ``quantity`` thousandths in scope."""

    quantity: int
    scope: Scope = EVERYTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class MaxQuantity:
    """At most ``quantity`` thousandths in scope."""

    quantity: int
    scope: Scope = EVERYTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class DistinctSkus:
    """At least ``count`` different items in scope."""

    count: int
    scope: Scope = EVERYTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class Contains:
    """The basket holds the items: each of them, or ``quantity`` thousandths of them together."""

    skus: tuple[str, ...]
    quantity: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InGroup:
    """The customer belongs to one of the groups."""

    groups: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class IsCustomer:
    """The customer is one of those named; with none named, any identified customer."""

    ids: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class InTier:
    """The customer is on one of the tiers."""

    tiers: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class NthOrder:
    """This is the customer's ``n``-th receipt; with ``every``, each ``n``-th one."""

    n: int
    every: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BirthdayWindow:
    """The birthday is at most ``before`` days ahead or ``after`` days past (R13)."""

    before: int = 7
    after: int = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class AnyOf:
    """One of the conditions holds."""

    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoneOf:
    """None of the conditions holds: what a promotion stops at (the owner's "unless")."""

    conditions: tuple[Condition, ...]


Condition = (
    MinAmount
    | MinQuantity
    | MaxQuantity
    | DistinctSkus
    | Contains
    | InGroup
    | IsCustomer
    | InTier
    | NthOrder
    | BirthdayWindow
    | AnyOf
    | NoneOf
)

Target = Literal["order", "line", "unit", "cheapest_unit", "cheapest_units", "cheapest_units_total"]
"""What a benefit is worked out on: the sum of the lines (then split by R5), each line, each unit,
the cheapest unit, the ``max_units`` cheapest ones, or those together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PercentOff:
    """``rate`` off the target; ``max_amount`` bounds the money, the others the units."""

    rate: int
    target: Target = "line"
    scope: Scope = EVERYTHING
    max_amount: int | None = None
    max_units: int | None = None
    max_units_per_line: int | None = None
    base: int = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class AmountOff:
    """``amount`` minor units off the target (off each line or unit, or once)."""

    amount: int
    target: Target = "order"
    scope: Scope = EVERYTHING
    max_amount: int | None = None
    max_units: int | None = None
    max_units_per_line: int | None = None


FixedTarget = Literal["order", "line", "unit", "cheapest_unit", "cheapest_units"]
"""What a fixed price is for: the lines together, each line, each unit, the cheapest ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FixedPrice:
    """The target costs ``price``; what costs less already stays.

    By *unit* and by the ``max_units`` *cheapest units* the price is for one; for the *order* it is
    for all lines in scope together, split by R5.
    """

    price: int
    target: FixedTarget = "unit"
    scope: Scope = EVERYTHING
    max_units: int | None = None
    max_units_per_line: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tiered:
    """The step reached by quantity or money in scope gives its percentage or amount.

    ``tiers`` are (from, value), by ascending ``from``: thousandths or minor units; rates of
    ``base`` or minor units.
    """

    kind: Literal["percent", "amount"]
    tiers: tuple[tuple[int, int], ...]
    by: Literal["quantity", "amount"] = "quantity"
    target: Target = "order"
    scope: Scope = EVERYTHING
    max_amount: int | None = None
    base: int = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class BundlePrice:
    """Every ``units`` units in scope cost ``price`` together, the cheapest first."""

    units: int
    price: int
    scope: Scope = EVERYTHING
    max_bundles: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FreeUnits:
    """Of each ``buy`` + ``get`` units in scope ``get`` are free, the cheapest first."""

    buy: int
    get: int = 1
    scope: Scope = EVERYTHING
    max_free: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gift:
    """``quantity`` of ``sku`` come on top; once, or for each ``per_units`` units in scope."""

    sku: str
    quantity: int = 1_000
    per_units: int | None = None
    scope: Scope = EVERYTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstPlusAdditional:
    """``first`` off the first unit in scope, ``additional`` off each further one, dearest first.

    Counted over the basket, or with ``per_line`` anew on each line.
    """

    first: int
    additional: int
    scope: Scope = EVERYTHING
    max_units: int | None = None
    per_line: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PointsMultiplier:
    """Points of the lines in scope are multiplied by ``factor`` basis points (20 000 = twice)."""

    factor: int
    scope: Scope = EVERYTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueCoupon:
    """On completion a coupon of the campaign is made for the customer (R21)."""

    campaign: str


Effect = (
    PercentOff
    | AmountOff
    | FixedPrice
    | Tiered
    | BundlePrice
    | FreeUnits
    | Gift
    | FirstPlusAdditional
    | PointsMultiplier
    | IssueCoupon
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """From ``start`` to before ``end`` of the local day; over midnight when ``end`` is earlier."""

    start: time
    end: time

    def holds(self, moment: time) -> bool:
        """Tell whether a local time of day lies within."""
        if self.start <= self.end:
            return self.start <= moment < self.end
        return moment >= self.start or moment < self.end


@dataclass(frozen=True, slots=True, kw_only=True)
class Promotion:
    """A rule of the shop, or the right a coupon gives.

    Larger ``priority`` comes first, then benefit or ``order`` (the place in the order of writing).
    ``exclusive``: takes its lines (or the basket, see
    ``Programme.exclusive_takes``) for itself. Two promotions share a line only when both are
    ``combinable``. Of an ``exclusion_group`` only the best for the customer applies.
    ``not_with_promotions``: gives nothing on lines that carry a promotion (R2, for coupons).
    ``budget`` (minor units) bounds what the rule may give in all, of which ``budget_used`` is gone.
    ``valid_from`` and ``valid_to`` are local days, inclusive; ``weekdays`` count from Monday = 1.
    """

    rule_id: str
    name: str = ""
    effects: tuple[Effect, ...]
    conditions: tuple[Condition, ...] = ()
    priority: int = 0
    order: int = 0
    enabled: bool = True
    exclusive: bool = False
    combinable: bool = False
    exclusion_group: str | None = None
    not_with_promotions: bool = False
    valid_from: date | None = None
    valid_to: date | None = None
    weekdays: frozenset[int] = frozenset()
    hours: tuple[Hours, ...] = ()
    usage_limit: int | None = None
    used: int = 0
    usage_limit_per_customer: int | None = None
    used_by_customer: int | None = None
    bound_customer: str | None = None
    budget: int | None = None
    budget_used: int = 0


def dates_refusal(
    valid_from: date | None,
    valid_to: date | None,
    now: datetime,
) -> Literal["not_started", "expired"] | None:
    """Tell why a rule bound to local days does not hold at a local moment; ``None``: it does."""
    today = now.date()
    if valid_from is not None and today < valid_from:
        return "not_started"
    if valid_to is not None and today > valid_to:
        return "expired"
    return None


def clock_holds(weekdays: frozenset[int], hours: tuple[Hours, ...], now: datetime) -> bool:
    """Tell whether weekday and time of day allow it; empty ones always do."""
    if weekdays and now.isoweekday() not in weekdays:
        return False
    return not hours or any(span.holds(now.time()) for span in hours)
