"""Points on a receipt, taxes beside them, the golden vector, and what is refused (R5–R10)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from pos_app.domain.pricing import (
    MAX,
    Basket,
    BasketLine,
    EarnRule,
    Item,
    PricedBasket,
    Programme,
    Reason,
    earn_percent,
    price,
)
from pos_app.domain.promotion import (
    AmountOff,
    MinAmount,
    PercentOff,
    PointsMultiplier,
    Scope,
)
from pos_app.domain.tier import Tier
from tests.domain.pricing_kit import NOON, group, line, only, person, promo, till, vat

FIVE = (earn_percent(500),)


def pay(*lines: BasketLine, redeem: Any = 0, points: int = 0, **settings: Any) -> PricedBasket:
    """Price lines for a customer with points."""
    facts = settings.pop("facts", {})
    basket = {"customer": person(active_points=points, **facts), "redeem": redeem}
    return till(*lines, basket=basket, **settings)


def test_the_golden_vector() -> None:
    goods = (line("A", 14_990, 2), line("B", 50_000), line("C", 8_999))
    priced = pay(
        *goods,
        redeem=15_000,
        points=100_000,
        facts={"tier_id": "card"},
        promotions=[promo("B30", PercentOff(rate=3_000, scope=only("B")))],
        coupons=[promo("K", AmountOff(amount=5_000), when=[MinAmount(amount=70_000)])],
        tiers=(Tier(tier_id="card", discount=500),),
        earn_rules=FIVE,
        max_points_share=3_000,
    )
    rows = [
        (
            one.gross,
            one.promotion_discount + one.card_discount,
            one.coupon_share,
            one.points_share,
            one.money,
        )
        for one in priced.lines
    ]
    assert rows == [
        (29_980, 1_499, 1_977, 5_931, 20_573),
        (50_000, 15_000, 2_430, 7_289, 25_281),
        (8_999, 450, 593, 1_780, 6_176),
    ]
    assert (priced.gross, priced.receipt_total, priced.to_pay) == (88_979, 67_030, 52_030)
    assert priced.promotion_discount + priced.card_discount == 16_949
    points = priced.points
    assert (points.limit, points.limit_money, points.limited_by) == (20_109, 20_109, "share")
    assert (points.spent, points.spent_money, points.earned) == (15_000, 15_000, 2_600)
    assert [step.kind for step in priced.lines[1].steps] == ["promotion", "coupon", "points"]


# -- spending ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("redeem", "points", "settings", "spent", "limited_by"),
    [
        (MAX, 30_000, {}, 10_000, "min_money"),  # 100.00 is all there is
        (MAX, 3_000, {}, 3_000, "balance"),
        (MAX, 30_000, {"max_points_share": 3_333}, 3_333, "share"),
        (MAX, 30_000, {"min_money_part": 500}, 9_500, "min_money"),
        (5_000, 30_000, {}, 5_000, "min_money"),
        (50_000, 30_000, {}, 10_000, "min_money"),  # cut to the limit
        (MAX, 3_050, {"points_multiple_of": 100}, 3_000, "balance"),
        (MAX, 900, {"min_points_redeemed": 1_000}, 0, "below_minimum"),
        (500, 9_000, {"min_points_redeemed": 1_000}, 0, "balance"),
        (MAX, 30_000, {"max_points_redeemed_per_day": 2_000}, 2_000, "daily_limit"),
        (MAX, 1_000, {"max_points_redeemed_per_day": 2_000}, 1_000, "balance"),
        (MAX, 0, {}, 0, "balance"),
        (MAX, 500, {"point_value": 0}, 0, "no_value"),
    ],
)
def test_how_much_points_pay(
    redeem: Any, points: int, settings: dict[str, Any], spent: int, limited_by: str
) -> None:
    priced = pay(line("A", 10_000), redeem=redeem, points=points, **settings)
    assert (priced.points.spent, priced.points.limited_by) == (spent, limited_by)
    assert priced.to_pay == 10_000 - priced.points.spent_money


def test_the_day_has_seen_points_already() -> None:
    priced = pay(
        line("A", 10_000),
        redeem=MAX,
        points=9_000,
        facts={"redeemed_today": 2_500},
        max_points_redeemed_per_day=2_000,
    )
    assert (priced.points.spent, priced.points.limited_by) == (0, "daily_limit")


def test_points_of_another_value() -> None:
    # 0.03 a point: 3000.00 are 100 000 points
    priced = pay(line("A", 300_000), redeem=10_000_000, points=10_303_000, point_value=3)
    assert (priced.points.spent, priced.to_pay) == (10_000_000, 0)
    # two points a cent: 10 points pay 0.05
    half = pay(line("A", 100), redeem=1_000, points=1_000, point_value=1, point_value_per=2)
    assert (half.points.spent_money, half.to_pay) == (5, 95)
    # a tenth of a point is worth nothing yet, and is not taken
    dust = pay(line("A", 100), redeem=10, points=1_000, point_value=1, point_value_per=2)
    assert (dust.points.spent, dust.to_pay) == (0, 100)


def test_what_points_cannot_pay() -> None:
    goods = (
        line("A", 1_000),
        line("G", 1_000, is_certificate=True),
        line("T", 1_000, groups=frozenset({"tobacco"})),
        line("P", 1_000),
    )
    priced = pay(
        *goods,
        redeem=MAX,
        points=90_000,
        promotions=[promo("P", PercentOff(rate=1_000, scope=only("P")))],
        points_excluded=group("tobacco"),
        points_on_promotion_lines=False,
    )
    assert [one.points_share for one in priced.lines] == [1_000, 0, 0, 0]
    none = pay(line("G", 1_000, is_certificate=True), redeem=MAX, points=90_000)
    assert none.points.limited_by == "nothing_eligible"


def test_a_line_too_small_for_a_share_of_the_points_gets_none() -> None:
    priced = pay(line("A", 10_000), line("B", 1), redeem=100, points=100)
    assert [one.points_share for one in priced.lines] == [100, 0]
    assert priced.lines[1].steps == ()


def test_below_zero_nothing_can_be_spent() -> None:
    priced = pay(line("A", 1_000), redeem=MAX, points=500, facts={"balance": -100})
    assert (priced.points.spent, priced.points.limited_by) == (0, "negative_balance")
    assert pay(line("A", 1_000), redeem=MAX, points=500, facts={"balance": 500}).points.spent == 500
    nobody = till(line("A", 1_000), basket={"redeem": MAX})
    assert (nobody.points.spent, nobody.points.limited_by) == (0, "no_customer")


# -- earning -------------------------------------------------------------------------------------


def test_fractions_add_up_before_rounding_once() -> None:
    # 5 × 19.99 × 5 % = 4.9975
    goods = [line(f"A{place}", 1_999) for place in range(5)]
    assert pay(*goods, earn_rules=FIVE).points.earned == 400
    assert pay(*goods, earn_rules=FIVE, points_step=1).points.earned == 499
    nearest = pay(*goods, earn_rules=FIVE, points_rounding="half_up")
    assert nearest.points.earned == 500


@pytest.mark.parametrize(
    ("settings", "earned"),
    [
        ({"earn_rules": FIVE}, 1_000),
        ({"earn_rules": ()}, 0),
        ({"earn_rules": (EarnRule(mode="per_unit", points=10_000),)}, 30_000),  # 3 pieces
        ({"earn_rules": (EarnRule(mode="per_order", points=500),)}, 500),
        ({"earn_rules": (EarnRule(mode="per_order", points=500, min_amount=20_001),)}, 0),
        ({"earn_rules": (EarnRule(points=100, per=1_000, min_amount=20_001),)}, 0),
        ({"earn_rules": (EarnRule(points=100, per=1_000, min_amount=20_000),)}, 2_000),
        ({"earn_rules": (EarnRule(points=100, per=3_000),)}, 600),  # 6.67
        # the category rate first, 10 % of 60.00, then 5 % of 140.00
        ({"earn_rules": (earn_percent(1_000, scope=only("B")), *FIVE)}, 600 + 700),
        ({"earn_rules": FIVE, "earning_excluded": only("B")}, 700),
        ({"earn_rules": FIVE, "max_points_per_receipt": 900}, 900),
        ({"earn_rules": FIVE, "max_points_per_receipt": 1_900}, 1_000),
        ({"earn_rules": FIVE, "max_points_per_day": 700}, 200),  # 5 earned today
        ({"earn_rules": FIVE, "max_points_per_day": 400}, 0),
        ({"earn_rules": FIVE, "max_points_per_day": 9_000}, 1_000),
        ({"earn_rules": FIVE, "tiers": (Tier(tier_id="t", multiplier=15_000),)}, 1_500),
        (
            {"earn_rules": FIVE, "promotions": [promo("x2", PointsMultiplier(factor=20_000))]},
            2_000,
        ),
        (
            {
                "earn_rules": FIVE,
                "promotions": [promo("x3", PointsMultiplier(factor=30_000, scope=only("B")))],
            },
            700 + 900,
        ),
    ],
)
def test_earning(settings: dict[str, Any], earned: int) -> None:
    # 2 × 70.00 and 60.00
    priced = pay(line("A", 7_000, 2), line("B", 6_000), facts={"earned_today": 500}, **settings)
    assert priced.points.earned == earned


def test_multipliers_multiply() -> None:
    rules = [
        promo("x2", PointsMultiplier(factor=20_000)),
        promo("x15", PointsMultiplier(factor=15_000)),
    ]
    # 5 % of 100.00, three times, and once and a half by the tier: 22.5
    priced = pay(
        line("A", 10_000),
        promotions=rules,
        earn_rules=FIVE,
        tiers=(Tier(tier_id="t", multiplier=15_000),),
        points_step=1,
    )
    assert priced.points.earned == 2_250
    assert Reason("tier_multiplier", (("factor", 15_000),)) in priced.points.steps


def test_weighed_goods_earn_by_their_quantity() -> None:
    rules = (EarnRule(mode="per_unit", points=100),)
    priced = pay(line("W", 1_000, quantity=2_500), earn_rules=rules, points_step=1)
    assert priced.points.earned == 250
    assert priced.lines[0].earned_by == "quantity"


def test_who_earns() -> None:
    goods = line("A", 10_000)
    nobody = till(goods, earn_rules=FIVE, max_points_per_day=300)
    assert (nobody.points.earned, nobody.points.would_earn) == (0, 300)
    blocked = till(goods, earn_rules=FIVE, basket={"customer": person(), "earns": False})
    assert (blocked.points.earned, blocked.points.would_earn) == (0, 500)
    assert pay(line("G", 10_000, is_certificate=True), earn_rules=FIVE).points.earned == 0
    assert pay(earn_rules=FIVE).points.earned == 0


def test_paying_with_points_may_cost_the_earning() -> None:
    goods = line("A", 10_000)
    settings: dict[str, Any] = {"redeem": 4_000, "points": 9_000, "earn_rules": FIVE}
    assert pay(goods, **settings).points.earned == 300  # 5 % of 60.00
    off = pay(goods, earn_while_redeeming=False, **settings)
    assert off.points.earned == 0
    assert off.points.steps == (Reason("not_while_redeeming"),)


def test_goods_on_promotion_may_earn_nothing() -> None:
    promotion = promo("p", PercentOff(rate=1_000, scope=only("A")))
    goods = (line("A", 10_000), line("B", 4_000))
    settings: dict[str, Any] = {"earn_rules": FIVE, "promotions": (promotion,)}
    # 90.00 + 40.00 at 5 %: 6 points; without the line on promotion 40.00: 2 points
    assert pay(*goods, **settings).points.earned == 600
    off = pay(*goods, earn_on_promotion_lines=False, **settings)
    assert (off.points.earned, off.lines[0].earned, off.lines[1].earned) == (200, (0, 1), (200, 1))


def test_tax_on_top_earns_too() -> None:
    # 100.00 + 20.00
    priced = pay(line("A", 10_000, taxes=vat(20)), prices_include_tax=False, earn_rules=FIVE)
    assert priced.points.earned == 600


# -- taxes with points ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("settings", "total", "tax", "to_pay"),
    [
        # points lower the taxable price: 60.00 × 20/120 = 10.00
        ({}, 12_000, 1_000, 6_000),
        # points are a tender: 120.00 × 20/120 = 20.00
        ({"points_as": "tender"}, 12_000, 2_000, 6_000),
        # on top: (120 − 60) × 20 % = 12.00
        ({"prices_include_tax": False}, 13_200, 1_200, 7_200),
        ({"prices_include_tax": False, "points_as": "tender"}, 14_400, 2_400, 8_400),
    ],
)
def test_points_and_tax(settings: dict[str, Any], total: int, tax: int, to_pay: int) -> None:
    priced = pay(line("A", 12_000, taxes=vat(20)), redeem=6_000, points=9_000, **settings)
    assert (priced.receipt_total, priced.tax, priced.to_pay) == (total, tax, to_pay)
    assert priced.net + priced.tax == priced.receipt_total
    assert priced.lines[0].tax == tax


def test_several_rates_on_one_receipt() -> None:
    goods = (line("A", 2_000, taxes=vat(20)), line("B", 1_000, 2, taxes=vat(10)), line("C", 5))
    priced = till(*goods)
    # 20.00 × 20/120 = 3.33, 20.00 × 10/110 = 1.82
    assert [(rate.rate, rate.net, rate.tax) for rate in priced.taxes] == [
        (1_000, 1_818, 182),
        (2_000, 1_667, 333),
    ]
    assert [one.tax for one in priced.lines] == [333, 182, 0]
    assert all(share.included for one in priced.lines for share in one.taxes)


# -- lines and guards ----------------------------------------------------------------------------


def test_a_given_total_is_never_computed() -> None:
    # the label says 6.89 where 19.99 × 0.345 would be 6.90
    labelled = line("W", 1_999, quantity=345, total=689)
    assert till(labelled).to_pay == 689


def test_a_price_of_the_moment() -> None:
    priced = till(line("A", 1_000, 2, unit_price=900))
    assert (priced.lines[0].unit_price, priced.gross) == (900, 1_800)


def test_reasons_have_figures() -> None:
    reason = Reason("percent", (("rate", 500),))
    assert reason.param("rate") == 500
    with pytest.raises(KeyError):
        reason.param("amount")


@pytest.mark.parametrize(
    "bad",
    [
        {"quantity": 1.5},
        {"unit_price": 9.99},
        {"total": 1.0},
    ],
)
def test_a_fraction_is_no_figure(bad: dict[str, Any]) -> None:
    with pytest.raises(TypeError):
        till(line("A", 100, **bad))


def test_figures_out_of_bounds_are_refused() -> None:
    from pos_app.domain.pricing import ManualDiscount

    with pytest.raises(ValueError, match="twice"):
        till(line("A", 100), line("A", 100))
    with pytest.raises(ValueError, match="price"):
        till(line("A", -1))
    with pytest.raises(ValueError, match="quantity"):
        till(line("A", 1, quantity=0))
    with pytest.raises(ValueError, match="line discount"):
        till(line("A", 1, discount=ManualDiscount(amount=-1)))
    with pytest.raises(ValueError, match="order discount"):
        till(line("A", 1), basket={"order_discount": ManualDiscount(amount=-1)})
    with pytest.raises(ValueError, match="redeem"):
        till(line("A", 1), basket={"redeem": -1})
    assert till(line("A", 1), basket={"order_discount": ManualDiscount(percent=10)}).to_pay == 1


def test_an_empty_basket_costs_nothing() -> None:
    priced = price(Basket(lines=()), Programme(), NOON)
    assert (priced.to_pay, priced.lines, priced.taxes) == (0, (), ())


def test_an_item_knows_when_it_ends() -> None:
    assert Item(sku="A", price=1, expires=date(2026, 3, 10)).expires == date(2026, 3, 10)
    assert Scope() == Scope()
