"""The engine against an independent model, and what holds for every basket (R1–R10)."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.pricing import BasketLine, PricedBasket, earn_percent
from pos_app.domain.promotion import (
    AmountOff,
    BundlePrice,
    Effect,
    FixedPrice,
    FreeUnits,
    MinAmount,
    PercentOff,
    Promotion,
)
from pos_app.domain.tier import Tier
from tests.domain.pricing_kit import group, line, only, person, promo, till, vat
from tests.domain.rational_model import Line, receipt

MODEL_LINES = st.lists(
    st.builds(
        Line,
        price=st.integers(0, 60_000),
        thousandths=st.one_of(st.integers(1, 5).map(lambda n: n * 1_000), st.integers(1, 4_999)),
        promotion=st.sampled_from([0, 0, 5, 12, 30, 100]),
        tax=st.sampled_from([0, 10, 20]),
    ),
    min_size=1,
    max_size=8,
)


@given(
    MODEL_LINES,
    st.sampled_from([0, 3, 5, 12]),
    st.integers(0, 20_000),
    st.integers(0, 60_000),
    st.sampled_from([10, 30, 100]),
    st.integers(0, 50_000),
    st.integers(0, 60_000),
)
def test_the_engine_equals_the_model(
    lines: list[Line], card: int, coupon: int, minimum: int, share: int, active: int, wish: int
) -> None:
    model = receipt(
        lines,
        card=card,
        coupon=coupon,
        minimum=minimum,
        share=share,
        active=active,
        wish=wish,
        earn=5,
    )
    goods = [
        line(f"S{place}", one.price, quantity=one.thousandths, taxes=vat(one.tax))
        for place, one in enumerate(lines)
    ]
    rules = [
        promo(f"P{place}", PercentOff(rate=one.promotion * 100, scope=only(f"S{place}")))
        for place, one in enumerate(lines)
        if one.promotion
    ]
    code = promo("K", AmountOff(amount=coupon), when=[MinAmount(amount=minimum)])
    priced = till(
        *goods,
        promotions=rules,
        coupons=[code] if coupon else [],
        basket={"customer": person(active_points=active), "redeem": wish},
        tiers=(Tier(tier_id="card", discount=card * 100),),
        earn_rules=(earn_percent(500),),
        max_points_share=share * 100,
    )
    assert [one.money for one in priced.lines] == model.money
    assert [one.discount for one in priced.lines] == model.discounts
    assert (priced.points.limit, priced.points.spent) == (model.limit, model.spent)
    assert {rate.rate // 100: rate.tax for rate in priced.taxes} == model.taxes
    assert priced.points.earned == model.earned


EFFECTS: st.SearchStrategy[Effect] = st.one_of(
    st.builds(
        PercentOff,
        rate=st.integers(0, 12_000),
        target=st.sampled_from(["order", "line", "unit", "cheapest_unit", "cheapest_units"]),
        max_units=st.sampled_from([None, 1, 3]),
        max_amount=st.sampled_from([None, 0, 777]),
    ),
    st.builds(
        AmountOff,
        amount=st.integers(0, 9_000),
        target=st.sampled_from(["order", "line", "unit", "cheapest_units_total"]),
    ),
    st.builds(FixedPrice, price=st.integers(0, 5_000)),
    st.builds(FreeUnits, buy=st.integers(1, 3), get=st.integers(1, 2)),
    st.builds(BundlePrice, units=st.integers(1, 4), price=st.integers(0, 9_000)),
)


@st.composite
def rules(draw: st.DrawFn) -> list[Promotion]:
    """A handful of promotions of all kinds."""
    found = []
    for place in range(draw(st.integers(0, 4))):
        found.append(
            promo(
                f"R{place}",
                *draw(st.lists(EFFECTS, min_size=1, max_size=2)),
                order=place,
                combinable=draw(st.booleans()),
                exclusive=draw(st.sampled_from([False, False, True])),
                priority=draw(st.integers(0, 2)),
                budget=draw(st.sampled_from([None, None, 1_000])),
                exclusion_group=draw(st.sampled_from([None, None, "g"])),
            )
        )
    return found


@st.composite
def goods(draw: st.DrawFn) -> list[BasketLine]:
    """Lines of pieces and of weighed goods."""
    return [
        line(
            f"S{place}",
            draw(st.integers(0, 9_000)),
            quantity=draw(st.sampled_from([1_000, 2_000, 3_000, 7_000, 345])),
            taxes=vat(draw(st.sampled_from([0, 10, 20]))),
            groups=frozenset(draw(st.sampled_from([["x"], ["y"], []]))),
            min_price=draw(st.sampled_from([None, None, 500])),
            discountable=draw(st.sampled_from([True, True, False])),
        )
        for place in range(draw(st.integers(1, 6)))
    ]


SETTINGS = st.fixed_dictionaries(
    {
        "stacking": st.sampled_from(["best", "add", "promotion_only"]),
        "promotion_order": st.sampled_from(["benefit", "written"]),
        "exclusive_takes": st.sampled_from(["lines", "basket"]),
        "prices_include_tax": st.booleans(),
        "tax_round": st.sampled_from(["per_rate", "line"]),
        "coupons_per_receipt": st.sampled_from([1, None]),
    }
)


def _priced(
    lines: list[BasketLine], promotions: list[Promotion], settings: dict[str, Any]
) -> PricedBasket:
    return till(
        *lines,
        promotions=promotions,
        coupons=[promo("K", AmountOff(amount=700, scope=group("x")))],
        basket={"customer": person(active_points=5_000), "redeem": 1_234},
        tiers=(Tier(tier_id="card", discount=500),),
        earn_rules=(earn_percent(500),),
        max_points_share=5_000,
        **settings,
    )


@given(goods(), rules(), SETTINGS)
def test_every_figure_of_a_line_adds_up(
    lines: list[BasketLine], promotions: list[Promotion], settings: dict[str, Any]
) -> None:
    priced = _priced(lines, promotions, settings)
    for one in priced.lines:
        shares = (
            one.promotion_discount,
            one.card_discount,
            one.manual_discount,
            one.coupon_share,
            one.order_share,
            one.points_share,
        )
        assert min(shares) >= 0
        assert one.money >= 0
        assert one.gross - sum(shares) == one.money
        assert sum(step.amount for step in one.steps) == sum(shares)
        assert one.tax == sum(share.amount for share in one.taxes)
    assert priced.gross - priced.discount_total - priced.points.spent_money == sum(
        one.money for one in priced.lines
    )
    assert priced.net + priced.tax == priced.receipt_total
    assert priced.to_pay == priced.receipt_total - priced.points.spent_money
    assert priced.tax == sum(rate.tax for rate in priced.taxes)
    assert sum(rule.discount for rule in priced.applied) == (
        priced.promotion_discount + priced.coupon_discount
    )


@given(goods(), rules(), SETTINGS)
def test_the_same_basket_costs_the_same_again(
    lines: list[BasketLine], promotions: list[Promotion], settings: dict[str, Any]
) -> None:
    assert _priced(lines, promotions, settings) == _priced(lines, promotions, settings)


@given(
    st.lists(st.integers(1, 50_000), min_size=1, max_size=7, unique=True),
    st.integers(0, 90_000),
    st.data(),
)
def test_the_order_of_scanning_does_not_matter(
    prices: list[int], coupon: int, data: st.DataObject
) -> None:
    def total(amounts: list[int]) -> tuple[int, int, list[tuple[str, int]]]:
        priced = till(
            *[line(f"S{amount}", amount, taxes=vat(20)) for amount in amounts],
            promotions=[promo("P", PercentOff(rate=1_500, target="order"))],
            coupons=[promo("K", AmountOff(amount=coupon))] if coupon else [],
        )
        lines = sorted((one.sku, one.money) for one in priced.lines)
        return priced.to_pay, priced.tax, lines

    assert total(prices) == total(data.draw(st.permutations(prices)))


@given(goods(), goods(), rules(), SETTINGS)
def test_another_item_never_lowers_the_gross(
    lines: list[BasketLine], more: list[BasketLine], promotions: list[Promotion], settings: Any
) -> None:
    from dataclasses import replace

    added = replace(more[0], line_id="more")
    before = _priced(lines, promotions, settings)
    assert _priced([*lines, added], promotions, settings).gross >= before.gross
