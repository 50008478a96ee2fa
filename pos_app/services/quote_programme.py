"""The programme of a quote: settings by their names, tiers, earning and spending."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, cast

from pos_app.domain.pricing import EarnRule, Programme
from pos_app.domain.rounding import Rounding
from pos_app.domain.tier import Tier
from pos_app.services.quote_conditions import read_scope
from pos_app.services.quote_reader import Node, QuoteError, exact, scaled, split_rate

QUOTE_DEFAULTS = Programme(
    promotion_order="written",
    exclusive_takes="basket",
    manual_line_discount="first",
    coupons_per_receipt=None,
)
"""Where a quote differs from the till: rules combine and come as written, codes are unlimited."""

MOST_PERIODS = 1_200
"""Most months or years points may live after the one they begin in."""

_ROUNDINGS: dict[str, Rounding] = {
    "down": "down",
    "floor": "down",
    "up": "up",
    "ceil": "up",
    "half_up": "half_up",
    "round": "half_up",
    "nearest": "half_up",
    "half_down": "half_down",
    "half_even": "half_even",
}

Reader = Callable[[Node, str], object]


def _money(node: Node, key: str) -> object:
    return node.whole(key, 0)


def _maybe_count(node: Node, key: str) -> object:
    return node.maybe_whole(key)


def _days(node: Node, key: str) -> object:
    return node.days(key)


def _periods(node: Node, key: str) -> object:
    periods = node.whole(key, 0)
    if periods > MOST_PERIODS:
        raise QuoteError(node.at(key), f"must be at most {MOST_PERIODS}")
    return periods


def _maybe_days(node: Node, key: str) -> object:
    return node.maybe_days(key)


def _flag(node: Node, key: str) -> object:
    return node.flag(key, default=False)


def _points(node: Node, key: str) -> object:
    points = node.points(key, 0)
    if points < 0:
        raise QuoteError(node.at(key), "must not be negative")
    return points


def _maybe_points(node: Node, key: str) -> object:
    return _points(node, key) if node.has(key) else None


def _basis_points(node: Node, key: str) -> object:
    rate, base = split_rate(node.raw(key), node.at(key))
    if base != 10_000:
        raise QuoteError(node.at(key), "is finer than a hundredth of a percent")
    return rate


def _maybe_basis_points(node: Node, key: str) -> object:
    return _basis_points(node, key) if node.has(key) else None


def _word(*allowed: str) -> Reader:
    return lambda node, key: node.choice(key, allowed[0], allowed)


def _rounding(node: Node, key: str) -> object:
    return _ROUNDINGS[node.choice(key, "down", tuple(_ROUNDINGS))]


_SETTINGS: dict[str, tuple[str, Reader]] = {
    "stacking": ("stacking", _word("best", "add", "promotion_only")),
    "promotion_order": ("promotion_order", _word("written", "benefit")),
    "exclusive_takes": ("exclusive_takes", _word("basket", "lines")),
    "manual_line_discount": ("manual_line_discount", _word("first", "replaces")),
    "coupons_per_receipt": ("coupons_per_receipt", _maybe_count),
    "margin_floor": ("margin_floor", _maybe_basis_points),
    "prices_include_tax": ("prices_include_tax", _flag),
    "tax_round": ("tax_round", _word("per_rate", "line")),
    "points_as": ("points_as", _word("discount", "tender")),
    "cash_rounding": ("cash_rounding", _money),
    "max_points_share": ("max_points_share", _basis_points),
    "min_money_part": ("min_money_part", _money),
    "min_points_redeemed": ("min_points_redeemed", _points),
    "max_points_redeemed_per_day": ("max_points_redeemed_per_day", _maybe_points),
    "points_multiple_of": ("points_multiple_of", _points),
    "points_on_promotion_lines": ("points_on_promotion_lines", _flag),
    "earn_while_redeeming": ("earn_while_redeeming", _flag),
    "points_step": ("points_step", _points),
    "points_rounding": ("points_rounding", _rounding),
    "max_points_per_receipt": ("max_points_per_receipt", _maybe_points),
    "max_points_per_day": ("max_points_per_day", _maybe_points),
    "activation_delay_days": ("activation_delay_days", _days),
    "pending_days": ("activation_delay_days", _days),
    "earn_on_promotion_lines": ("earn_on_promotion_lines", _flag),
    "expiry_days": ("points_expiry_days", _maybe_days),
    "expiry_by": ("points_expiry_by", _word("days", "month_end", "year_end")),
    "expiry_periods": ("points_expiry_periods", _periods),
    "turnover_window": (
        "turnover_window",
        _word("all_time", "rolling_12_months", "calendar_year"),
    ),
    "upgrade_on_same_receipt": ("upgrade_on_same_receipt", _flag),
    "return_days": ("return_days", _days),
    "restored_points_days": ("restored_points_days", _days),
    "referrals_per_month": ("referrals_per_month", _maybe_count),
}


def read_settings(node: Node | None, programme: Programme) -> Programme:
    """Return the programme with every setting the object names."""
    if node is None:
        return programme
    changes: dict[str, Any] = {}
    for key in node.names():
        if key in _SETTINGS and node.raw(key) is None:
            field = _SETTINGS[key][0]
            if getattr(Programme(), field) is not None and key != "coupons_per_receipt":
                raise QuoteError(node.at(key), "must not be null")
            changes[field] = None
        elif key in _SETTINGS:
            field, read = _SETTINGS[key]
            changes[field] = read(node, key)
    if node.has("point_value"):
        changes |= _point_value(node, "point_value")
    if changes.get("points_multiple_of") == 0:
        changes["points_multiple_of"] = 1
    if changes.get("margin_floor") is not None and changes["margin_floor"] >= 10_000:
        raise QuoteError(node.at("margin_floor"), "must be less than 100 %")
    return replace(programme, **changes)


def _point_value(node: Node, key: str) -> dict[str, int]:
    """Return what points are worth: minor units a point, fractions as minor units per points."""
    value, per = exact(node.raw(key), node.at(key)), 1
    if value <= 0:
        raise QuoteError(node.at(key), "must be more than nothing")
    while value != value.to_integral_value():
        value, per = value * 10, per * 10
    return {"point_value": int(value), "point_value_per": per}


def read_programme(node: Node, programme: Programme) -> Programme:
    """Return the programme with tiers, earning, spending and any setting of ``programme``."""
    programme = read_settings(node, programme)
    redeem = node.node("redeem")
    if redeem is not None:
        programme = _read_redeem(redeem, programme)
    for earn in _earn_nodes(node):
        programme = _read_earn(earn, programme)
    tiers = tuple(_read_tier(one) for one in node.nodes("tiers"))
    return replace(programme, tiers=tiers) if tiers else programme


def _earn_nodes(node: Node) -> list[Node]:
    if not node.has("earn"):
        return []
    if isinstance(node.raw("earn"), list | tuple):
        return node.nodes("earn")
    return [Node(node.raw("earn"), node.at("earn"))]


def _read_redeem(node: Node, programme: Programme) -> Programme:
    changes: dict[str, Any] = {}
    if node.has("minor_per_point"):
        changes |= _point_value(node, "minor_per_point")
    if node.has("max_percent"):
        changes["max_points_share"] = _basis_points(node, "max_percent")
    if node.has("multiple_of"):
        changes["points_multiple_of"] = max(1, node.points("multiple_of", 1))
    if node.has("min_points"):
        changes["min_points_redeemed"] = _points(node, "min_points")
    if node.has("scope"):
        raise QuoteError(node.at("scope"), "what points may pay for is said by points_excluded")
    node.done()
    return replace(programme, **changes)


def _read_earn(node: Node, programme: Programme) -> Programme:
    mode = node.choice("mode", "per_amount", ("per_amount", "per_unit", "per_order"))
    points, per = exact(node.raw("points") if node.has("points") else 1, node.at("points")), 1
    if points < 0:
        raise QuoteError(node.at("points"), "must not be negative")
    points *= 100
    if mode == "per_amount":
        per = node.whole("per", 100, low=1)
        while points != points.to_integral_value():
            points, per = points * 10, per * 10
    else:
        node.ignore("per")
    if points != points.to_integral_value():
        raise QuoteError(node.at("points"), "is finer than a hundredth of a point")
    rule = EarnRule(
        mode=cast("Any", mode),
        points=int(points),
        per=per,
        min_amount=node.whole("min_amount", 0),
        scope=read_scope(node),
        rule_id=node.text("id", f"earn {len(programme.earn_rules) + 1}"),
    )
    changes: dict[str, Any] = {"earn_rules": (*programme.earn_rules, rule)}
    rounding = node.node("rounding")
    if rounding is not None:
        changes["points_rounding"] = _rounding(rounding, "mode")
        decimals = rounding.whole("decimals", 0)
        if decimals > 2:
            raise QuoteError(rounding.at("decimals"), "must be 0, 1 or 2")
        changes["points_step"] = 10 ** (2 - decimals)
        rounding.done()
    node.done()
    return replace(programme, **changes)


def _read_tier(node: Node) -> Tier:
    name = node.text("name")
    rate, base = node.take("percent", (0, 10_000), split_rate)
    tier = Tier(
        tier_id=name,
        name=name,
        threshold=node.whole("min_spent", 0),
        discount=rate,
        base=base,
        multiplier=node.take(
            "multiplier", 10_000, lambda value, path: scaled(value, path, 10_000, "multiplier")
        ),
    )
    node.done()
    return tier
