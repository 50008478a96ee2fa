"""Which promotions the shop may keep: every figure within bounds, so that pricing never meets
one it cannot work with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from pos_app.domain.errors import PosError
from pos_app.domain.money import MAX_PRICE
from pos_app.domain.promotion import (
    AmountOff,
    AnyOf,
    BirthdayWindow,
    BundlePrice,
    Condition,
    Contains,
    DistinctSkus,
    Effect,
    FirstPlusAdditional,
    FixedPrice,
    FreeUnits,
    Gift,
    InGroup,
    InTier,
    IssueCoupon,
    MaxQuantity,
    MinAmount,
    MinQuantity,
    NoneOf,
    NthOrder,
    PercentOff,
    PointsMultiplier,
    Promotion,
    Scope,
    Tiered,
)
from pos_app.domain.quantity import MAX_QUANTITY
from pos_app.services.text import clean_text

NAME: Final = 60
"""Letters of a promotion's name."""

MOST_PARTS: Final = 20
"""Conditions, and benefits, of one promotion."""

MOST_NAMED: Final = 500
"""Items, groups, brands or tags of one scope."""

MOST_USES: Final = 10**9
MOST_UNITS: Final = 10_000
MOST_TIMES: Final = 1_000_000
"""Basis points of the largest points multiplier: a hundred times."""

_BOUNDED: Final = ("max_amount", "max_units", "max_units_per_line", "max_bundles", "max_free")


def checked_promotion(promotion: Promotion) -> Promotion:
    """``promotion`` with a clean name, as it may be kept; what it gave so far is not part of it.

    Raises ``PosError("promotion_invalid", field=…)``, ``text_too_long`` or ``bank_card``.
    """
    name = clean_text(promotion.name, NAME, field="promotion_name")
    _demand("name", holds=bool(name))
    _demand("rule_id", holds=1 <= len(promotion.rule_id) <= NAME)
    _demand("effects", holds=1 <= len(promotion.effects) <= MOST_PARTS)
    _demand("conditions", holds=len(promotion.conditions) <= MOST_PARTS)
    for effect in promotion.effects:
        _check_effect(effect)
    for condition in promotion.conditions:
        _check_condition(condition)
    _check_life(promotion)
    _check_limits(promotion)
    return replace(promotion, name=name, used=0, used_by_customer=None, budget_used=0)


def _check_life(promotion: Promotion) -> None:
    first, last = promotion.valid_from, promotion.valid_to
    _demand("valid_to", holds=first is None or last is None or first <= last)
    _demand("weekdays", holds=promotion.weekdays <= frozenset(range(1, 8)))
    for span in promotion.hours:
        _demand("hours", holds=span.start != span.end)


def _check_limits(promotion: Promotion) -> None:
    _demand("priority", holds=-1000 <= promotion.priority <= 1000)
    for field in ("usage_limit", "usage_limit_per_customer", "budget"):
        limit = getattr(promotion, field)
        _demand(field, holds=limit is None or 1 <= limit <= MOST_USES)
    group = promotion.exclusion_group
    _demand("exclusion_group", holds=group is None or 1 <= len(group) <= NAME)


def _check_effect(effect: Effect) -> None:
    _check_scope(getattr(effect, "scope", None))
    for field in _BOUNDED:
        bound = getattr(effect, field, None)
        _demand(field, holds=bound is None or 1 <= bound <= MAX_PRICE)
    for field, holds in _effect_demands(effect):
        _demand(field, holds=holds)


def _effect_demands(effect: Effect) -> Iterator[tuple[str, bool]]:
    if isinstance(effect, PercentOff):
        yield "rate", 0 < effect.rate <= effect.base
    elif isinstance(effect, AmountOff):
        yield "amount", 0 < effect.amount <= MAX_PRICE
    elif isinstance(effect, FixedPrice):
        yield "price", 0 <= effect.price <= MAX_PRICE
    elif isinstance(effect, BundlePrice):
        yield "units", 2 <= effect.units <= MOST_UNITS
        yield "price", 0 <= effect.price <= MAX_PRICE
    elif isinstance(effect, FreeUnits):
        yield "buy", 1 <= effect.buy <= MOST_UNITS
        yield "get", 1 <= effect.get <= MOST_UNITS
    elif isinstance(effect, Tiered):
        yield from _steps(effect)
    else:
        yield from _beside_money(effect)


def _steps(effect: Tiered) -> Iterator[tuple[str, bool]]:
    starts = [start for start, _ in effect.tiers]
    values = [value for _, value in effect.tiers]
    most = effect.base if effect.kind == "percent" else MAX_PRICE
    yield "tiers", 1 <= len(starts) <= MOST_PARTS and starts == sorted(set(starts))
    yield "tiers", all(start > 0 for start in starts) and all(0 < one <= most for one in values)


def _beside_money(
    effect: Gift | PointsMultiplier | IssueCoupon | FirstPlusAdditional,
) -> Iterator[tuple[str, bool]]:
    if isinstance(effect, Gift):
        yield "sku", bool(effect.sku)
        yield "quantity", 0 < effect.quantity <= MAX_QUANTITY
        yield "per_units", effect.per_units is None or 1 <= effect.per_units <= MOST_UNITS
    elif isinstance(effect, PointsMultiplier):
        yield "factor", 0 <= effect.factor <= MOST_TIMES and effect.factor != 10_000
    elif isinstance(effect, IssueCoupon):
        yield "campaign", bool(effect.campaign)
    else:
        yield "first", 0 <= effect.first <= MAX_PRICE
        yield "additional", 0 <= effect.additional <= MAX_PRICE


def _check_condition(condition: Condition) -> None:
    _check_scope(getattr(condition, "scope", None))
    for field, holds in _condition_demands(condition):
        _demand(field, holds=holds)
    if isinstance(condition, AnyOf | NoneOf):
        for one in condition.conditions:
            _check_condition(one)


def _condition_demands(condition: Condition) -> Iterator[tuple[str, bool]]:
    if isinstance(condition, MinAmount):
        yield "min_amount", 0 < condition.amount <= MAX_PRICE
    elif isinstance(condition, MinQuantity | MaxQuantity):
        yield "min_quantity", 0 < condition.quantity <= MAX_QUANTITY
    elif isinstance(condition, DistinctSkus):
        yield "distinct", 1 <= condition.count <= MOST_UNITS
    elif isinstance(condition, Contains):
        yield "contains", 1 <= len(condition.skus) <= MOST_NAMED
        yield "contains", condition.quantity is None or condition.quantity > 0
    elif isinstance(condition, InGroup):
        yield "groups", bool(condition.groups)
    elif isinstance(condition, InTier):
        yield "tiers", bool(condition.tiers)
    elif isinstance(condition, NthOrder):
        yield "nth", 1 <= condition.n <= MOST_UNITS
    elif isinstance(condition, BirthdayWindow):
        yield "birthday", 0 <= condition.before <= 180 and 0 <= condition.after <= 180
    elif isinstance(condition, AnyOf | NoneOf):
        yield "conditions", 1 <= len(condition.conditions) <= MOST_PARTS


def _check_scope(scope: Scope | None) -> None:
    if scope is None:
        return
    named = (scope.skus, scope.exclude_skus, scope.groups, scope.exclude_groups, scope.brands)
    more = (scope.tags, scope.exclude_brands, scope.exclude_tags)
    _demand("scope", holds=all(len(names) <= MOST_NAMED for names in (*named, *more)))
    low, high = scope.price_min, scope.price_max
    for price in (low, high):
        _demand("scope_price", holds=price is None or 0 <= price <= MAX_PRICE)
    _demand("scope_price", holds=low is None or high is None or low <= high)
    days = scope.expires_within
    _demand("expires_within", holds=days is None or 0 <= days <= 3650)


def _demand(field: str, *, holds: bool) -> None:
    if not holds:
        raise PosError("promotion_invalid", field=field)
