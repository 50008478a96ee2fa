"""What a rule that gives nothing is waiting for, joined with the rule's own figures."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest

from pos_app.domain.pricing import NotApplied, Reason
from pos_app.domain.promotion import (
    AnyOf,
    BirthdayWindow,
    Condition,
    Contains,
    DistinctSkus,
    Hours,
    InGroup,
    InTier,
    IssueCoupon,
    MaxQuantity,
    MinAmount,
    MinQuantity,
    NthOrder,
    PercentOff,
    Promotion,
    Scope,
)
from pos_app.services.needs import Called, need_of
from pos_app.services.why import Names

CALLED = Called(
    goods=lambda sku: {"tea": "Green tea"}.get(sku, sku),
    groups={"oils": "Oils"},
    names=Names(rules={"other": "Three for two", "gold": "no tier"}, tiers={"gold": "Gold"}),
)
OFF = PercentOff(rate=1_000)


def rule(*conditions: Condition, **more: Any) -> Promotion:
    return Promotion(
        rule_id="r", effects=more.pop("effects", (OFF,)), conditions=conditions, **more
    )


def need(
    one: Promotion | None, code: str, missing: int | None = None, **params: object
) -> tuple[str, dict[str, object]]:
    refusal = NotApplied(rule_id="r", reason=Reason(code, tuple(params.items())), missing=missing)
    found = need_of(one, refusal, CALLED)
    return found.code, dict(found.params)


def scope(**more: frozenset[str]) -> Scope:
    return Scope(**more)  # type: ignore[arg-type]


TEAS = scope(skus=frozenset({"tea", "water"}))
OILS = scope(groups=frozenset({"oils", "fats"}))


@pytest.mark.parametrize(
    ("condition", "code", "told"),
    [
        (MinAmount(amount=5_000), "min_amount", {"minimum": 5_000, "goods": ()}),
        (MinAmount(amount=5_000, scope=OILS), "min_amount",
         {"minimum": 5_000, "goods": ("fats", "Oils")}),
        (MinQuantity(quantity=3_000, scope=TEAS), "min_qty", {"goods": ("Green tea", "water")}),
        (MaxQuantity(quantity=5_000), "max_qty", {"most": 5_000, "goods": ()}),
        (DistinctSkus(count=2, scope=scope(brands=frozenset({"Lux"}))), "distinct_skus",
         {"goods": ("Lux",)}),
        (DistinctSkus(count=2, scope=scope(tags=frozenset({"new"}))), "distinct_skus",
         {"goods": ("new",)}),
        (Contains(skus=("tea", "b", "c", "d")), "contains", {"goods": ("Green tea", "b", "c")}),
        (InTier(tiers=frozenset({"gold", "iron"})), "tier", {"tiers": ("Gold", "iron")}),
        (InGroup(groups=frozenset({"staff"})), "customer_group", {"groups": ("staff",)}),
        (NthOrder(n=5, every=True), "nth_order", {"n": 5, "every": True}),
        (BirthdayWindow(before=3, after=4), "birthday", {"before": 3, "after": 4}),
        (AnyOf(conditions=(NthOrder(n=1),)), "any_of", {}),
    ],
)  # fmt: skip
def test_a_condition_brings_its_figures(
    condition: Condition, code: str, told: dict[str, object]
) -> None:
    assert need(rule(condition), "conditions", condition=code) == (code, told)


def test_what_is_missing_comes_along() -> None:
    code, told = need(rule(MinAmount(amount=900)), "conditions", 250, condition="min_amount")
    assert (code, told["missing"]) == ("min_amount", 250)


def test_of_two_of_a_kind_no_figure_is_told() -> None:
    two = rule(MinAmount(amount=100), MinAmount(amount=900))
    assert need(two, "conditions", 250, condition="min_amount") == ("min_amount", {"missing": 250})


def test_days_and_hours() -> None:
    night = Hours(start=time(17), end=time(19))
    happy = rule(hours=(night,), weekdays=frozenset({6, 5}), valid_from=date(2026, 12, 1),
                 valid_to=date(2026, 12, 24))  # fmt: skip
    # a bare "conditions" is the clock's
    assert need(happy, "conditions") == ("wrong_time", {"hours": "17:00-19:00", "weekdays": "56"})
    assert need(happy, "not_started") == ("not_started", {"valid_from": "2026-12-01"})
    assert need(happy, "expired") == ("expired", {"valid_to": "2026-12-24"})
    assert need(rule(), "not_started", valid_from="x") == ("not_started", {"valid_from": "x"})
    assert need(rule(), "expired") == ("expired", {})


def test_who_stands_in_the_way() -> None:
    assert need(rule(), "excluded", by="other") == ("excluded", {"name": "Three for two"})
    assert need(rule(), "excluded", by="nobody") == ("excluded", {})
    assert need(rule(), "excluded", by="card") == ("card_better", {})
    assert need(rule(), "excluded", limit=1) == ("coupon_limit", {"most": 1})


def test_goods_a_rule_without_effect_is_for() -> None:
    assert need(rule(effects=(PercentOff(rate=1, scope=TEAS),)), "no_effect") == (
        "no_effect", {"goods": "Green tea, water"},
    )  # fmt: skip
    assert need(rule(effects=(IssueCoupon(campaign="c"),)), "no_effect") == (
        "no_effect", {"goods": ""},
    )  # fmt: skip


def test_a_code_nobody_knows_stays_as_it_is() -> None:
    assert need(None, "unknown_code") == ("unknown_code", {})
    assert need(rule(), "usage_limit") == ("usage_limit", {})
