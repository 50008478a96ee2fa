"""What a promotion or coupon that gives nothing is waiting for, with names for the counter (R21).

Pricing says which condition does not hold and how much is missing; here the rule's own figures are
joined to it: the tier it is for, the hours it runs, the goods it wants.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from pos_app.domain.pricing import NotApplied, Reason
from pos_app.domain.promotion import (
    BirthdayWindow,
    Condition,
    Contains,
    DistinctSkus,
    InGroup,
    InTier,
    MaxQuantity,
    MinAmount,
    MinQuantity,
    NthOrder,
    Promotion,
    Scope,
)
from pos_app.services.coupons import hours_text, weekdays_text
from pos_app.services.why import Names

MOST_NAMED: Final = 3
"""Goods, groups or tiers called by name; of more only the first are."""

_CODES: Final[Mapping[str, type[Condition]]] = {
    "min_amount": MinAmount,
    "min_qty": MinQuantity,
    "max_qty": MaxQuantity,
    "distinct_skus": DistinctSkus,
    "contains": Contains,
    "customer_group": InGroup,
    "tier": InTier,
    "nth_order": NthOrder,
    "birthday": BirthdayWindow,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """What people call things: goods by SKU, groups of goods by code, rules and tiers."""

    goods: Callable[[str], str]
    groups: Mapping[str, str]
    names: Names


def need_of(rule: Promotion | None, refusal: NotApplied, called: Called) -> Reason:
    """One plain reason with everything that words need; a coupon nobody knows has no rule."""
    code, params = refusal.reason.code, dict(refusal.reason.params)
    if refusal.missing is not None:
        params["missing"] = refusal.missing
    if code == "conditions":
        code = str(params.pop("condition", "wrong_time"))
    if code == "excluded":
        return _excluded(params, called)
    if rule is not None:
        params |= _own(rule, code, called)
    return Reason(code, tuple(sorted(params.items())))


def _excluded(params: dict[str, object], called: Called) -> Reason:
    """Another rule stands in the way: its name, or the number of coupons a receipt may have."""
    if "limit" in params:
        return Reason("coupon_limit", (("most", params["limit"]),))
    by = str(params.get("by", ""))
    if by == "card":
        return Reason("card_better")
    name = called.names.rules.get(by, "")
    return Reason("excluded", (("name", name),) if name else ())


def _own(rule: Promotion, code: str, called: Called) -> dict[str, object]:
    """The figures of the rule itself that belong to a reason."""
    if code == "wrong_time":
        return {"hours": hours_text(rule), "weekdays": weekdays_text(rule)}
    if code == "not_started" and rule.valid_from is not None:
        return {"valid_from": rule.valid_from.isoformat()}
    if code == "expired" and rule.valid_to is not None:
        return {"valid_to": rule.valid_to.isoformat()}
    if code == "no_effect":
        return {"goods": ", ".join(_goods(_effect_scopes(rule), called))}
    kind = _CODES.get(code)
    conditions = [one for one in rule.conditions if kind is not None and isinstance(one, kind)]
    # Which of two of a kind is missing pricing does not say: then no figure is better than a wrong.
    return _condition(conditions[0], called) if len(conditions) == 1 else {}


def _condition(one: Condition, called: Called) -> dict[str, object]:
    if isinstance(one, MinAmount):
        return {"minimum": one.amount, "goods": _goods((one.scope,), called)}
    if isinstance(one, MaxQuantity):
        return {"most": one.quantity, "goods": _goods((one.scope,), called)}
    if isinstance(one, MinQuantity | DistinctSkus):
        return {"goods": _goods((one.scope,), called)}
    if isinstance(one, Contains):
        return {"goods": _named(one.skus, called.goods)}
    if isinstance(one, InTier):
        return {"tiers": _named(sorted(one.tiers), lambda tier: called.names.tiers.get(tier, tier))}
    if isinstance(one, InGroup):
        return {"groups": _named(sorted(one.groups), str)}
    if isinstance(one, NthOrder):
        return {"n": one.n, "every": one.every}
    assert isinstance(one, BirthdayWindow)
    return {"before": one.before, "after": one.after}


def _effect_scopes(rule: Promotion) -> tuple[Scope, ...]:
    scopes = (getattr(effect, "scope", None) for effect in rule.effects)
    return tuple(scope for scope in scopes if isinstance(scope, Scope))


def _goods(scopes: Iterable[Scope], called: Called) -> tuple[str, ...]:
    """What the goods of a rule are called: articles, else groups, else brands and tags."""
    for scope in scopes:
        if scope.skus:
            return _named(sorted(scope.skus), called.goods)
        if scope.groups:
            return _named(sorted(scope.groups), lambda code: called.groups.get(code, code))
        if scope.brands or scope.tags:
            return _named(sorted(scope.brands | scope.tags), str)
    return ()


def _named(keys: Iterable[str], name: Callable[[str], str]) -> tuple[str, ...]:
    return tuple(name(key) for key in list(keys)[:MOST_NAMED])
