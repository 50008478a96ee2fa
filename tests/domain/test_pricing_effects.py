"""What each benefit takes off, worked out by hand (R3, R5, R21). Prices in minor units."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from pos_app.domain.pricing import BasketLine
from pos_app.domain.promotion import (
    AmountOff,
    BundlePrice,
    Effect,
    FirstPlusAdditional,
    FixedPrice,
    FreeUnits,
    PercentOff,
    Tiered,
)
from tests.domain.pricing_kit import discounts, group, line, only, promo, reasons, till


@dataclass(frozen=True)
class Case:
    """Lines, one effect, and what comes off each line."""

    about: str
    lines: tuple[BasketLine, ...]
    effect: Effect
    off: list[int]


CHEAP, DEAR = line("A", 400, 2), line("B", 600, 2)
KILO = line("W", 1_999, quantity=345)  # 19.99 × 0.345 = 6.90

CASES = [
    # ---- percentages
    Case("10 % of a line: 2 × 4.00", (CHEAP,), PercentOff(rate=1_000), [80]),
    Case("each line by itself: 333.3 → 333", (line("A", 333), line("B", 334)),
         PercentOff(rate=5_000), [167, 167]),
    # 50 % of 6.67 = 333.5 → 334; by weights 3.33 : 3.34 → 166.75 and 167.25
    Case("of the sum, then split", (line("A", 333), line("B", 334)),
         PercentOff(rate=5_000, target="order"), [167, 167]),
    # each unit 0.33 × 50 % = 16.5 → 17; three of them 51; as a line 49.5 → 50
    Case("unit by unit", (line("A", 33, 3),), PercentOff(rate=5_000, target="unit"), [51]),
    Case("as a line", (line("A", 33, 3),), PercentOff(rate=5_000), [50]),
    Case("more than everything is everything", (CHEAP,), PercentOff(rate=20_000), [800]),
    Case("only in scope", (CHEAP, DEAR), PercentOff(rate=1_000, scope=only("B")), [0, 120]),
    Case("cheapest unit", (DEAR, CHEAP), PercentOff(rate=5_000, target="cheapest_unit"), [0, 200]),
    Case("two cheapest units at most 3.00", (CHEAP, DEAR),
         PercentOff(rate=5_000, target="cheapest_units", max_units=2, max_amount=300), [300, 0]),
    Case("three cheapest units", (CHEAP, DEAR),
         PercentOff(rate=5_000, target="cheapest_units", max_units=3), [400, 300]),
    Case("one unit of each line", (CHEAP, DEAR),
         PercentOff(rate=5_000, target="unit", max_units_per_line=1), [200, 300]),
    Case("order, at most 1.00: 1.00 by 8 : 12", (CHEAP, DEAR),
         PercentOff(rate=1_000, target="order", max_amount=100), [40, 60]),
    Case("lines, at most 1.00", (CHEAP, DEAR), PercentOff(rate=1_000, max_amount=100), [40, 60]),
    Case("fine rates: 33.333 % of 30.00 = 9.9999", (line("A", 3_000),),
         PercentOff(rate=33_333, base=100_000), [1_000]),
    Case("weighed goods as a line", (KILO,), PercentOff(rate=1_000), [69]),
    Case("weighed goods are one piece to a percentage per unit", (KILO,),
         PercentOff(rate=1_000, target="unit"), [69]),
    Case("weighed goods are no cheapest unit", (KILO, DEAR),
         PercentOff(rate=5_000, target="cheapest_unit"), [0, 300]),
    # 10 % of a unit: 60; of the weighed 69; 129 in all, at most 100: 46.5 → 47, 53.49 → 53
    Case("pieces and weighed goods under one bound", (line("B", 600), KILO),
         PercentOff(rate=1_000, target="unit", max_amount=100), [47, 53]),
    Case("pieces and weighed goods below the bound", (line("B", 600), KILO),
         PercentOff(rate=1_000, target="unit", max_amount=500), [60, 69]),
    # ---- amounts
    Case("off the order by 8 : 12", (CHEAP, DEAR), AmountOff(amount=500), [200, 300]),
    Case("off each line", (CHEAP, DEAR), AmountOff(amount=500, target="line"), [500, 500]),
    Case("off each line, not below nothing", (CHEAP, DEAR),
         AmountOff(amount=1_000, target="line"), [800, 1_000]),
    Case("off each unit", (CHEAP, DEAR), AmountOff(amount=50, target="unit"), [100, 100]),
    Case("off each unit, not below nothing", (CHEAP, DEAR),
         AmountOff(amount=500, target="unit"), [800, 1_000]),
    Case("off each unit of three", (CHEAP, DEAR),
         AmountOff(amount=50, target="unit", max_units=3), [100, 50]),
    Case("off the cheapest unit", (CHEAP, DEAR),
         AmountOff(amount=50, target="cheapest_unit"), [50, 0]),
    # 3 cheapest: 4, 4, 6 = 14.00; 7.00 off by 8 : 6
    Case("off the cheapest together", (CHEAP, DEAR),
         AmountOff(amount=700, target="cheapest_units_total", max_units=3), [400, 300]),
    Case("off the cheapest together, at most 3.50", (CHEAP, DEAR),
         AmountOff(amount=700, target="cheapest_units_total", max_units=3, max_amount=350),
         [200, 150]),
    Case("1.00 a kilogram: 0.345", (KILO,), AmountOff(amount=100, target="unit"), [35]),
    Case("order, bounded", (CHEAP,), AmountOff(amount=500, max_amount=300), [300]),
    # ---- prices
    Case("a unit for 3.50", (CHEAP, DEAR), FixedPrice(price=350), [100, 500]),
    Case("never dearer", (CHEAP, DEAR), FixedPrice(price=500), [0, 200]),
    Case("one unit of each line for 3.50", (CHEAP, DEAR),
         FixedPrice(price=350, max_units_per_line=1), [50, 250]),
    Case("a kilogram for 10.00: 6.90 − 3.45", (KILO,), FixedPrice(price=1_000), [345]),
    # 8.00 + 12.00 together for 15.00: 5.00 by 8 : 12
    Case("all together for 15.00", (CHEAP, DEAR),
         FixedPrice(price=1_500, target="order"), [200, 300]),
    Case("together for more than they cost", (CHEAP,), FixedPrice(price=900, target="order"), [0]),
    Case("each line for 5.00", (CHEAP, DEAR), FixedPrice(price=500, target="line"), [300, 700]),
    Case("a line that costs less stays", (CHEAP, DEAR),
         FixedPrice(price=900, target="line"), [0, 300]),
    Case("the cheapest for 3.50, nothing by weight", (CHEAP, DEAR, KILO),
         FixedPrice(price=350, target="cheapest_unit"), [50, 0, 0]),
    Case("the three cheapest for 3.50 each", (CHEAP, DEAR),
         FixedPrice(price=350, target="cheapest_units", max_units=3), [100, 250]),
    # ---- steps
    Case("by pieces: 4 reach 20 %", (CHEAP, DEAR),
         Tiered(kind="percent", tiers=((2_000, 1_000), (4_000, 2_000), (9_000, 5_000))),
         [160, 240]),
    Case("by money: 20.00 reach 3.00", (CHEAP, DEAR),
         Tiered(kind="amount", by="amount", tiers=((1_000, 100), (2_000, 300), (2_001, 900))),
         [120, 180]),
    Case("below the first step", (CHEAP,), Tiered(kind="percent", tiers=((5_000, 1_000),)), [0]),
    # ---- bundles and free units
    # the three cheapest 4 + 4 + 6 = 14.00 for 10.00: 4.00 by 8 : 6 = 228.57 and 171.43
    Case("three for 10.00", (CHEAP, DEAR), BundlePrice(units=3, price=1_000), [229, 171]),
    Case("a bundle is never dearer", (CHEAP,), BundlePrice(units=2, price=900), [0]),
    Case("two bundles of two equal ones", (line("A", 400, 5),),
         BundlePrice(units=2, price=700), [200]),
    Case("at most one bundle", (line("A", 400, 5),),
         BundlePrice(units=2, price=700, max_bundles=1), [100]),
    Case("too few for a bundle", (CHEAP,), BundlePrice(units=3, price=100), [0]),
    # 4 + 4 is cheaper than 9.00 already; 6 + 6 is not: 3.00 off
    Case("bundles that give nothing are passed over", (CHEAP, DEAR),
         BundlePrice(units=2, price=900), [0, 300]),
    Case("buy two get one: 1 of 3", (line("A", 510, 3),), FreeUnits(buy=2), [510]),
    Case("buy two get one: 2 of 6, the cheapest", (line("B", 600, 4), CHEAP),
         FreeUnits(buy=2), [0, 800]),
    Case("buy two get two: 1 of 3", (line("A", 510, 3),), FreeUnits(buy=2, get=2), [510]),
    Case("at most one free", (line("A", 510, 9),), FreeUnits(buy=2, max_free=1), [510]),
    Case("two of three are not enough", (line("A", 510, 2),), FreeUnits(buy=2), [0]),
    # ---- first and further
    Case("5.00 off the first, 1.00 off each further", (line("A", 900, 3),),
         FirstPlusAdditional(first=500, additional=100), [700]),
    Case("over the basket, the dearest first", (CHEAP, DEAR),
         FirstPlusAdditional(first=300, additional=100), [200, 400]),
    Case("on each line anew", (CHEAP, DEAR),
         FirstPlusAdditional(first=300, additional=100, per_line=True), [400, 400]),
    Case("three units at most", (CHEAP, DEAR),
         FirstPlusAdditional(first=300, additional=100, max_units=3), [100, 400]),
    Case("not below nothing", (line("A", 90, 3),),
         FirstPlusAdditional(first=500, additional=100), [270]),
    # ---- floors
    Case("minimum price: 20.00 to 19.00", (line("A", 2_000, min_price=1_900),),
         PercentOff(rate=1_000), [100]),
    Case("minimum price per unit", (line("A", 2_000, 2, min_price=1_900),),
         PercentOff(rate=5_000, target="cheapest_unit"), [100]),
    Case("a free unit keeps its minimum price", (line("A", 400, 2, min_price=100),),
         FreeUnits(buy=1), [300]),
    Case("a bundle keeps minimum prices", (line("A", 400, 2, min_price=350),),
         BundlePrice(units=2, price=100), [100]),
    # ---- what takes none
    Case("not for rules", (line("A", 400, discountable=False), DEAR), AmountOff(amount=100),
         [0, 100]),
    Case("a fixed price takes none", (line("A", 400, fixed_price=True), DEAR),
         AmountOff(amount=100), [0, 100]),
    Case("a gift certificate takes none", (line("G", 400, is_certificate=True), DEAR),
         PercentOff(rate=1_000), [0, 120]),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.about)
def test_effect(case: Case) -> None:
    priced = till(*case.lines, promotions=[promo("P", case.effect)])
    assert discounts(priced) == case.off
    assert priced.promotion_discount == sum(case.off)
    assert priced.receipt_total == priced.gross - sum(case.off)
    expected = ["P"] if any(case.off) else []
    assert [rule.rule_id for rule in priced.applied] == expected


def test_there_are_enough_of_them() -> None:
    assert len(CASES) >= 60


def test_effects_of_one_rule_come_in_their_order() -> None:
    # 10 % of 20.00 = 2.00, then 50 % of the cheapest unit of what is left: 3.60 × 50 % = 1.80
    rule = promo("P", PercentOff(rate=1_000), PercentOff(rate=5_000, target="cheapest_unit"))
    priced = till(CHEAP, DEAR, promotions=[rule])
    assert discounts(priced) == [260, 120]
    assert [step.amount for step in priced.lines[0].steps] == [80, 180]
    assert [step.reason.code for step in priced.lines[0].steps] == ["percent", "percent"]
    assert priced.lines[0].steps[0].reason.param("rate") == 1_000


def test_a_unit_discount_before_a_line_discount_is_remembered_per_unit() -> None:
    # 50 % off one of two 4.00 leaves 2.00 and 4.00; 10 % of 6.00 takes 0.20 and 0.40;
    # the cheapest unit is now 1.80, wholly off
    rule = promo(
        "P",
        PercentOff(rate=5_000, target="cheapest_unit"),
        PercentOff(rate=1_000),
        PercentOff(rate=10_000, target="cheapest_unit"),
    )
    assert discounts(till(CHEAP, promotions=[rule])) == [200 + 60 + 180]


def test_units_of_one_multi_buy_do_not_feed_another() -> None:
    # 5 units: two groups of buy 1 get 1 use four; one is left, too few for a bundle of two
    rules = [
        promo("free", FreeUnits(buy=1), combinable=True, priority=1),
        promo("bundle", BundlePrice(units=2, price=100), combinable=True),
    ]
    priced = till(line("A", 400, 5), promotions=rules)
    assert discounts(priced) == [800]
    assert priced.lines[0].free_units == 2
    assert reasons(priced) == {"bundle": "no_effect"}


def test_the_margin_floor() -> None:
    # cost 80.00, margin at least 20 %: not below 80 / 0.8 = 100.00
    goods = line("A", 12_000, cost=8_000)
    rules = [promo("P", PercentOff(rate=5_000))]
    assert discounts(till(goods, promotions=rules, margin_floor=2_000)) == [2_000]
    assert discounts(till(goods, promotions=rules)) == [6_000]
    assert discounts(till(line("A", 12_000), promotions=rules, margin_floor=2_000)) == [6_000]


def test_a_price_below_the_minimum_is_left_alone() -> None:
    goods = line("A", 2_000, unit_price=1_500, min_price=1_900)
    assert discounts(till(goods, promotions=[promo("P", PercentOff(rate=1_000))])) == [0]


def test_scopes_by_group_reach_their_lines_only() -> None:
    lines = (line("A", 1_000, groups=frozenset({"x", "y"})), line("B", 1_000))
    rule = promo("P", PercentOff(rate=1_000, scope=group("x", "y")))
    assert discounts(till(*lines, promotions=[rule])) == [100, 0]
