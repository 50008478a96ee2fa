"""Edges of pricing a wrong sign, bound or name would cross, found by changing it on purpose."""

from __future__ import annotations

from typing import Any

import pytest

from pos_app.domain.pricing import (
    Basket,
    EarnRule,
    ManualDiscount,
    PresentedCoupon,
    Programme,
    Reason,
    price,
)
from pos_app.domain.promotion import (
    AmountOff,
    BundlePrice,
    Effect,
    FirstPlusAdditional,
    FixedPrice,
    FreeUnits,
    Gift,
    IssueCoupon,
    MinAmount,
    PercentOff,
    PointsMultiplier,
    Scope,
    Tiered,
)
from pos_app.domain.tier import Tier
from tests.domain.pricing_kit import NOON, line, person, promo, till

# -- why ------------------------------------------------------------------------------------------

WHY: list[tuple[Effect, Reason]] = [
    (
        PercentOff(rate=1_250, base=100_000),
        Reason("percent", (("rate", 1_250), ("base", 100_000))),
    ),
    (AmountOff(amount=70), Reason("amount", (("amount", 70),))),
    (FixedPrice(price=300), Reason("fixed_price", (("price", 300),))),
    (
        Tiered(kind="percent", tiers=((1_000, 100), (2_000, 500), (3_000, 900), (9_000, 5_000))),
        Reason("tiered", (("by", "quantity"), ("measure", 3_000), ("value", 900))),
    ),
    (
        Tiered(kind="amount", by="amount", tiers=((1_000, 10), (1_500, 50), (9_999, 90))),
        Reason("tiered", (("by", "amount"), ("measure", 1_500), ("value", 50))),
    ),
    (
        BundlePrice(units=3, price=1_000),
        Reason("bundle_price", (("units", 3), ("price", 1_000))),
    ),
    (FreeUnits(buy=2, get=1), Reason("free_units", (("buy", 2), ("get", 1)))),
    (
        FirstPlusAdditional(first=50, additional=20),
        Reason("first_plus_additional", (("first", 50), ("additional", 20))),
    ),
]


@pytest.mark.parametrize(("effect", "reason"), WHY, ids=lambda value: type(value).__name__)
def test_a_step_says_why_with_its_figures(effect: Effect, reason: Reason) -> None:
    """Three units at 5.00 under one rule: one step, of the rule, for what came off."""
    priced = till(line("A", 500, 3), promotions=[promo("P", effect)])
    (step,) = priced.lines[0].steps
    assert (step.rule, step.kind, step.reason) == ("P", "promotion", reason)
    assert step.amount == priced.lines[0].discount > 0
    assert type(step.amount) is int


def test_a_budget_that_ends_says_what_was_left() -> None:
    rule = promo("P", AmountOff(amount=300), budget=1_000, budget_used=900)
    (step,) = till(line("A", 500), promotions=[rule]).lines[0].steps
    assert (step.amount, step.reason) == (100, Reason("budget", (("left", 100),)))


def test_hand_card_and_points_say_why() -> None:
    """10.00: 1.00 by hand, 5 % of 9.00 by card, 0.55 off the receipt, 2.00 by points."""
    priced = till(
        line("A", 1_000, discount=ManualDiscount(amount=100, reason="scratch")),
        basket={
            "customer": person(active_points=20_000),
            "order_discount": ManualDiscount(amount=55, reason="friend"),
            "redeem": 200,
        },
        tiers=(Tier(tier_id="card", discount=500),),
        manual_line_discount="first",
    )
    steps = [(step.rule, step.kind, step.amount, step.reason) for step in priced.lines[0].steps]
    assert steps == [
        ("manual", "manual", 100, Reason("manual", (("reason", "scratch"), ("percent", None)))),
        ("card", "card", 45, Reason("tier_discount", (("tier", "card"), ("rate", 500)))),
        (
            "order_discount",
            "order_discount",
            55,
            Reason("manual", (("reason", "friend"), ("percent", None))),
        ),
        ("points", "points", 200, Reason("points", (("spent", 200), ("money", 200)))),
    ]


EARN = {
    "earn_rules": (
        EarnRule(mode="per_order", points=300, min_amount=1_000, rule_id="once"),
        EarnRule(points=500, per=10_000, min_amount=9_999, rule_id="much"),
        EarnRule(points=100, per=100, rule_id="all"),
    )
}


def _earned(cap: dict[str, Any], money: int = 1_000) -> tuple[int, tuple[Reason, ...]]:
    priced = till(
        line("A", money),
        promotions=[promo("M", PointsMultiplier(factor=20_000))],
        basket={"customer": person(earned_today=400)},
        tiers=(Tier(tier_id="t", multiplier=15_000),),
        earn_rules=(EARN["earn_rules"][0], EarnRule(points=100, per=100, rule_id="all")),
        **cap,
    )
    return priced.points.earned, priced.points.steps


BASE = (
    Reason("earning_base", (("money", 1_000),)),
    Reason("per_amount", (("rule", "all"), ("money", 1_000), ("points", 3_000))),
    Reason("tier_multiplier", (("factor", 15_000),)),
    Reason("rounded", (("points", 3_400), ("step", 100))),
)


@pytest.mark.parametrize(
    ("cap", "earned", "more"),
    [
        ({}, 3_400, ()),
        ({"max_points_per_receipt": 3_400}, 3_400, ()),
        ({"max_points_per_receipt": 3_300}, 3_300, (Reason("receipt_cap", (("points", 3_300),)),)),
        ({"max_points_per_day": 3_800}, 3_400, ()),
        ({"max_points_per_day": 3_700}, 3_300, (Reason("day_cap", (("points", 3_300),)),)),
        ({"max_points_per_day": 300}, 0, (Reason("day_cap", (("points", 0),)),)),
    ],
)
def test_points_say_how_they_came_about(
    cap: dict[str, Any], earned: int, more: tuple[Reason, ...]
) -> None:
    """10.00 at 1 a unit of money, twice by promotion, once and a half by tier: 30; and 4.5 once."""
    assert _earned(cap) == (earned, (*BASE, *more))


def test_once_a_receipt_from_its_minimum_on() -> None:
    assert _earned({}, 999)[0] == 2_900  # 29.97 down; the 4.5 want 10.00


def test_rules_after_one_that_gives_nothing_still_give() -> None:
    """The rule for much takes the line and gives nothing below its minimum: the next has none."""
    rules = EARN["earn_rules"]
    priced = till(line("A", 1_000), basket={"customer": person()}, earn_rules=rules)
    assert priced.points.earned == 300
    free = till(line("A", 1_000), basket={"customer": person()}, earn_rules=rules[::2])
    assert free.points.earned == 1_300


def test_gifts_coupons_and_multipliers_are_named() -> None:
    rule = promo(
        "P",
        Gift(sku="cup", quantity=2_000),
        IssueCoupon(campaign="spring"),
        PointsMultiplier(factor=20_000),
    )
    priced = till(line("A", 500), promotions=[rule])
    (gift,) = priced.gifts
    assert (gift.sku, gift.quantity, gift.rule_id) == ("cup", 2_000, "P")
    assert priced.coupons_to_issue == ("spring",)
    assert [(one.rule_id, one.discount) for one in priced.applied] == [("P", 0)]


# -- who comes first, and what is used up ---------------------------------------------------------


def test_of_two_exclusive_rules_the_one_of_higher_priority_stands_alone() -> None:
    rules = [
        promo("low", AmountOff(amount=100), exclusive=True, priority=1),
        promo("high", AmountOff(amount=50), exclusive=True, priority=2, order=1),
    ]
    priced = till(line("A", 500), promotions=rules, exclusive_takes="basket")
    assert [one.rule_id for one in priced.applied] == ["high"]
    equal = [promo("b", AmountOff(amount=1), exclusive=True, order=2),
             promo("a", AmountOff(amount=2), exclusive=True, order=1)]  # fmt: skip
    priced = till(line("A", 500), promotions=equal, exclusive_takes="basket")
    assert [one.rule_id for one in priced.applied] == ["a"]


def test_units_used_up_stay_so_when_a_sum_comes_off_the_line() -> None:
    """Buy two get one uses three units; 0.10 off the order; a bundle of two finds none left."""
    rules = [
        promo("free", FreeUnits(buy=2, get=1), combinable=True, priority=3),
        promo("sum", AmountOff(amount=10), combinable=True, priority=2),
        promo("two", BundlePrice(units=2, price=100), combinable=True, priority=1),
    ]
    priced = till(line("A", 500, 3), promotions=rules)
    assert [one.rule_id for one in priced.applied] == ["free", "sum"]
    assert priced.lines[0].money == 990


def test_a_discount_by_hand_finer_than_a_basis_point() -> None:
    """12.345 % of 100.00 is 12.345: 12.35."""
    given = ManualDiscount(percent=12_345, base=100_000)
    assert till(line("A", 10_000, discount=given)).lines[0].manual_discount == 1_235


@pytest.mark.parametrize(
    ("scope", "off"),
    [
        (Scope(price_min=500), 50),
        (Scope(price_min=501), 0),
        (Scope(price_max=500), 50),
        (Scope(price_max=499), 0),
    ],
)
def test_bounds_of_a_price_belong_to_the_scope(scope: Scope, off: int) -> None:
    rule = promo("P", PercentOff(rate=1_000, scope=scope))
    assert till(line("A", 500), promotions=[rule]).lines[0].discount == off


def test_a_coupon_that_gives_nothing_is_told_by_its_code() -> None:
    least = promo("K", AmountOff(amount=100), when=[MinAmount(amount=9_999)])
    (short,) = till(line("A", 500), coupons=[least]).not_applied
    assert (short.rule_id, short.code, short.reason.code) == ("K", "K", "conditions")
    (idle,) = till(
        line("A", 500, fixed_price=True), coupons=[promo("K", AmountOff(amount=100))]
    ).not_applied
    assert (idle.rule_id, idle.code, idle.reason.code) == ("K", "K", "excluded")


def test_why_a_coupon_gives_nothing_carries_its_own_figures() -> None:
    rule = promo("K", AmountOff(amount=100), when=[MinAmount(amount=9_999)])
    shown = PresentedCoupon(code="K", rule=rule, details=(("until", "2026-04-01"),))
    for programme in (Programme(), Programme(coupons_per_receipt=0)):
        (entry,) = price(
            Basket(lines=(line("A", 500),), coupons=(shown,)), programme, NOON
        ).not_applied
        assert entry.reason.param("until") == "2026-04-01"
