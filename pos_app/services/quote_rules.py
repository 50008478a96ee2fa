"""Promotions and coupons of a quote: from the words of the format to the engine's rules."""

from __future__ import annotations

from typing import cast

from pos_app.domain.promotion import (
    AmountOff,
    BundlePrice,
    Effect,
    FirstPlusAdditional,
    FixedPrice,
    FixedTarget,
    FreeUnits,
    Gift,
    Hours,
    IssueCoupon,
    PercentOff,
    PointsMultiplier,
    Promotion,
    Target,
    Tiered,
)
from pos_app.services.quote_conditions import read_condition, read_scope
from pos_app.services.quote_reader import (
    Node,
    QuoteError,
    as_day,
    as_time,
    exact,
    scaled,
    split_rate,
)

_TARGETS = ("order", "line", "unit", "cheapest_unit", "cheapest_units")
_PER = ("unit", "order", "line", "cheapest_unit", "cheapest_units")
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


# -- effects ------------------------------------------------------------------------------------


def read_effect(node: Node) -> Effect:
    """Return one effect.

    Raises:
        QuoteError: an unknown type, key or value.
    """
    kind = node.text("type")
    reader = _EFFECTS.get(kind)
    if reader is None:
        raise QuoteError(node.at("type"), f"unknown effect {kind!r}")
    effect = reader(node)
    node.done()
    return effect


def _percent(node: Node) -> Effect:
    rate, base = node.take("value", (0, 10_000), split_rate)
    return PercentOff(
        rate=rate,
        base=base,
        target=cast("Target", node.choice("target", "order", _TARGETS)),
        scope=read_scope(node),
        max_amount=node.maybe_whole("max_amount"),
        max_units=node.maybe_whole("max_units"),
        max_units_per_line=node.maybe_whole("max_units_per_line"),
    )


def _amount(node: Node) -> Effect:
    targets = (*_TARGETS, "cheapest_units_total")
    return AmountOff(
        amount=node.whole("value", 0),
        target=cast("Target", node.choice("target", "order", targets)),
        scope=read_scope(node),
        max_amount=node.maybe_whole("max_amount"),
        max_units=node.maybe_whole("max_units"),
        max_units_per_line=node.maybe_whole("max_units_per_line"),
    )


def _fixed_price(node: Node) -> Effect:
    node.ignore("target")
    return FixedPrice(
        price=node.whole("value", 0),
        target=cast("FixedTarget", node.choice("per", "unit", _PER)),
        scope=read_scope(node),
        max_units=node.maybe_whole("max_units"),
        max_units_per_line=node.maybe_whole("max_units_per_line"),
    )


def _tiered_percent(node: Node) -> Effect:
    return _tiered(node, percent=True)


def _tiered_amount(node: Node) -> Effect:
    return _tiered(node, percent=False)


def _tiered(node: Node, *, percent: bool) -> Effect:
    by = node.choice("tier_by", "qty", ("qty", "amount"))
    steps = sorted(
        (_tier_step(value, path, by, percent=percent) for value, path in node.items("tiers")),
        key=lambda step: step[0],
    )
    base = max((step[2] for step in steps), default=10_000)
    return Tiered(
        kind="percent" if percent else "amount",
        tiers=tuple((start, value * (base // own)) for start, value, own in steps),
        by="quantity" if by == "qty" else "amount",
        target=cast("Target", node.choice("target", "order", _TARGETS)),
        scope=read_scope(node),
        max_amount=node.maybe_whole("max_amount"),
        base=base,
    )


def _tier_step(value: object, path: str, by: str, *, percent: bool) -> tuple[int, int, int]:
    """Return (from, value, what 100 % is) of one step of a tiered effect."""
    if not isinstance(value, list | tuple) or len(value) != 2:
        raise QuoteError(path, "must be a pair [from, value]")
    start = scaled(value[0], f"{path}[0]", 1_000 if by == "qty" else 1, "tier")
    if percent:
        return (start, *split_rate(value[1], f"{path}[1]"))
    return start, scaled(value[1], f"{path}[1]", 1, "whole number"), 10_000


def _bundle(node: Node) -> Effect:
    return BundlePrice(
        units=node.whole("qty", 1, low=1),
        price=node.whole("value", 0),
        scope=read_scope(node),
        max_bundles=node.maybe_whole("max_bundles"),
    )


def _free_units(node: Node) -> Effect:
    return FreeUnits(
        buy=node.whole("buy", 1),
        get=node.whole("get", 1, low=1),
        max_free=node.maybe_whole("max_free"),
        scope=read_scope(node),
    )


def _gift(node: Node) -> Effect:
    return Gift(sku=node.text("sku"), quantity=node.quantity("qty", 1_000), scope=read_scope(node))


def _gift_per_qty(node: Node) -> Effect:
    return Gift(
        sku=node.text("sku"),
        quantity=node.quantity("get_qty", 1_000),
        per_units=node.whole("per_qty", 1, low=1),
        scope=read_scope(node),
    )


def _first_plus_additional(node: Node) -> Effect:
    return FirstPlusAdditional(
        first=node.whole("first", 0),
        additional=node.whole("additional", 0),
        max_units=node.maybe_whole("max_units"),
        per_line=node.choice("target", "order", ("order", "line")) == "line",
        scope=read_scope(node),
    )


def _points_multiplier(node: Node) -> Effect:
    factor = node.take(
        "value", 10_000, lambda value, path: scaled(value, path, 10_000, "multiplier")
    )
    return PointsMultiplier(factor=factor, scope=read_scope(node))


def _issue_coupon(node: Node) -> Effect:
    return IssueCoupon(campaign=node.text("campaign"))


_EFFECTS = {
    "percent": _percent,
    "amount": _amount,
    "fixed_price": _fixed_price,
    "tiered_percent": _tiered_percent,
    "tiered_amount": _tiered_amount,
    "bundle_price": _bundle,
    "free_units": _free_units,
    "gift": _gift,
    "gift_per_qty": _gift_per_qty,
    "first_plus_additional": _first_plus_additional,
    "points_multiplier": _points_multiplier,
    "issue_coupon": _issue_coupon,
}


# -- rules --------------------------------------------------------------------------------------


class Rule:
    """A rule of the input: the engine's promotion, and the code that calls it (or none)."""

    __slots__ = ("code", "promotion")

    def __init__(self, promotion: Promotion, code: str | None) -> None:
        self.promotion = promotion
        self.code = code


def read_rules(node: Node, key: str = "rules") -> list[Rule]:
    """Return all rules of a list, in the order of writing.

    Raises:
        QuoteError: anything unknown, or an id that stands twice.
    """
    rules = []
    seen: set[str] = set()
    for place, one in enumerate(node.nodes(key)):
        rule = _read_rule(one, place)
        if rule.promotion.rule_id in seen:
            raise QuoteError(one.at("id"), f"stands twice: {rule.promotion.rule_id!r}")
        seen.add(rule.promotion.rule_id)
        rules.append(rule)
    return rules


def _read_rule(node: Node, place: int) -> Rule:
    rule_id = node.text("id", f"rule {place + 1}")
    has_code = node.has("code")
    trigger = node.choice("trigger", "code" if has_code else "auto", ("auto", "code"))
    code = node.text("code", rule_id) if trigger == "code" else None
    promotion = Promotion(
        rule_id=rule_id,
        name=node.text("name"),
        order=place,
        priority=node.whole("priority", 0, low=None),
        enabled=node.flag("enabled", default=True),
        exclusive=node.flag("exclusive", default=False),
        combinable=node.flag("combinable", default=True),
        exclusion_group=node.text("exclusion_group") or None,
        not_with_promotions=node.flag("not_with_promotions", default=False),
        valid_from=node.take("valid_from", None, as_day),
        valid_to=node.take("valid_to", None, as_day),
        weekdays=read_weekdays(node),
        hours=read_hours(node),
        usage_limit=node.maybe_whole("usage_limit"),
        used=node.whole("used", 0),
        usage_limit_per_customer=node.maybe_whole("usage_limit_per_customer"),
        used_by_customer=node.whole("used_by_customer", 0),
        bound_customer=node.text("bound_customer") or None,
        budget=node.maybe_whole("budget"),
        budget_used=node.whole("budget_used", 0),
        conditions=tuple(read_condition(one) for one in node.nodes("conditions")),
        effects=tuple(read_effect(one) for one in node.nodes("effects")),
    )
    node.ignore("about", "note")
    node.done()
    return Rule(promotion, code)


def read_weekdays(node: Node) -> frozenset[int]:
    """Return weekdays as numbers from Monday = 1; names, their first three letters, or numbers."""
    found = set()
    for value, path in node.items("weekdays"):
        if isinstance(value, str) and len(value) >= 2 and not value.isdigit():
            word = value.lower()
            days = [place for place, day in enumerate(_DAYS, 1) if day.startswith(word)]
            if len(days) != 1:
                raise QuoteError(path, f"is no day of the week: {value!r}")
            found.add(days[0])
            continue
        number = int(exact(value, path))
        if not 0 <= number <= 7:
            raise QuoteError(path, "must be 1 (Monday) to 7 (Sunday)")
        found.add(number or 7)
    return frozenset(found)


def read_hours(node: Node) -> tuple[Hours, ...]:
    """Return spans of the day: ``["08:00", "12:00"]``, ``{"from", "to"}``, or a list of those."""
    value = node.raw("hours")
    if value is None:
        return ()
    path = node.at("hours")
    if isinstance(value, list | tuple) and not all(isinstance(one, str) for one in value):
        return tuple(_span(one, f"{path}[{place}]") for place, one in enumerate(value))
    if isinstance(value, list | tuple) and all("-" in str(one) for one in value):
        return tuple(_span(one, f"{path}[{place}]") for place, one in enumerate(value))
    return (_span(value, path),)


def _span(value: object, path: str) -> Hours:
    if isinstance(value, str) and value.count("-") == 1:
        value = [part.strip() for part in value.split("-")]
    if isinstance(value, dict):
        node = Node(value, path)
        value = [node.raw(node.given("from", "start") or "from")]
        value.append(node.raw(node.given("to", "end") or "to"))
        node.done()
    if not isinstance(value, list | tuple) or len(value) != 2:
        raise QuoteError(path, "must be a pair of times")
    return Hours(start=as_time(value[0], path), end=as_time(value[1], path))
