"""What a basket costs does not depend on the order of scanning (R5 says where a cent may move)."""

from __future__ import annotations

from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from pos_app.domain.pricing import BasketLine, ManualDiscount, PricedBasket, earn_percent
from pos_app.domain.promotion import (
    AmountOff,
    BundlePrice,
    Effect,
    FirstPlusAdditional,
    FixedPrice,
    FreeUnits,
    PercentOff,
    Promotion,
    Tiered,
)
from pos_app.domain.tier import Tier
from tests.domain.pricing_kit import line, person, promo, till, vat

UNIT_EFFECTS: st.SearchStrategy[Effect] = st.one_of(
    st.builds(FreeUnits, buy=st.integers(1, 3), get=st.integers(1, 2)),
    st.builds(BundlePrice, units=st.integers(2, 3), price=st.integers(0, 4_000)),
    st.builds(
        PercentOff,
        rate=st.sampled_from([1_000, 3_333, 10_000]),
        target=st.sampled_from(["unit", "line", "cheapest_unit", "cheapest_units"]),
        max_units=st.sampled_from([None, 1, 2]),
    ),
    st.builds(AmountOff, amount=st.integers(0, 900), target=st.sampled_from(["unit", "line"])),
    st.builds(FixedPrice, price=st.integers(0, 900), max_units=st.sampled_from([None, 2])),
    st.builds(FirstPlusAdditional, first=st.integers(0, 900), additional=st.integers(0, 900)),
)
SPLIT_EFFECTS: st.SearchStrategy[Effect] = st.one_of(
    st.builds(PercentOff, rate=st.integers(1, 5_000), target=st.just("order")),
    st.builds(AmountOff, amount=st.integers(1, 2_000)),
    st.builds(
        Tiered,
        kind=st.just("amount"),
        tiers=st.just(((2_000, 100), (5_000, 777))),
        by=st.sampled_from(["quantity", "amount"]),
    ),
)


@st.composite
def promotions(draw: st.DrawFn, effects: st.SearchStrategy[Effect]) -> list[Promotion]:
    """A few promotions, in the order of writing."""
    return [
        promo(
            f"R{place}",
            draw(effects),
            order=place,
            combinable=draw(st.booleans()),
            exclusive=draw(st.sampled_from([False, False, True])),
            exclusion_group=draw(st.sampled_from([None, None, "g"])),
        )
        for place in range(draw(st.integers(1, 3)))
    ]


@st.composite
def goods(draw: st.DrawFn) -> list[BasketLine]:
    """Lines of few prices, so that many units cost the same."""
    return [
        line(
            f"S{place}",
            draw(st.sampled_from([300, 300, 450, 999])),
            quantity=draw(st.sampled_from([1_000, 2_000, 3_000, 345])),
            min_price=draw(st.sampled_from([None, None, 200])),
            taxes=vat(draw(st.sampled_from([0, 20]))),
            groups=frozenset(draw(st.sampled_from([["x"], ["y"]]))),
        )
        for place in range(draw(st.integers(2, 5)))
    ]


SETTINGS = st.fixed_dictionaries(
    {
        "stacking": st.sampled_from(["best", "add", "promotion_only"]),
        "promotion_order": st.sampled_from(["benefit", "written"]),
        "exclusive_takes": st.sampled_from(["lines", "basket"]),
    }
)


def _priced(
    lines: list[BasketLine], rules: list[Promotion], settings: dict[str, Any], **basket: Any
) -> PricedBasket:
    return till(
        *lines,
        promotions=rules,
        basket={"customer": person(active_points=5_000), **basket},
        tiers=(Tier(tier_id="card", discount=500),),
        earn_rules=(earn_percent(500),),
        **settings,
    )


def _lines(priced: PricedBasket) -> list[tuple[str, int, int, tuple[int, int]]]:
    return sorted((one.sku, one.money, one.promotion_discount, one.earned) for one in priced.lines)


@given(goods(), promotions(UNIT_EFFECTS), SETTINGS, st.data())
def test_units_of_equal_price_are_told_apart_by_what_they_are(
    lines: list[BasketLine], rules: list[Promotion], settings: dict[str, Any], data: st.DataObject
) -> None:
    """Promotions on lines and units: every line costs the same, however they were scanned."""
    scanned = data.draw(st.permutations(lines))
    first, second = _priced(lines, rules, settings), _priced(scanned, rules, settings)
    assert _lines(first) == _lines(second)
    assert (first.to_pay, first.tax) == (second.to_pay, second.tax)
    assert first.points.earned == second.points.earned
    assert {rule.rule_id for rule in first.applied} == {rule.rule_id for rule in second.applied}


@given(goods(), promotions(SPLIT_EFFECTS), SETTINGS, st.data())
def test_a_split_moves_cents_between_equal_lines_only(
    lines: list[BasketLine], rules: list[Promotion], settings: dict[str, Any], data: st.DataObject
) -> None:
    """Sums are split by R5, where the last tie goes by line order.

    So of two lines that have the same money left the one scanned first may carry a cent more of a
    discount. The discount itself is the same; the receipt moves by no more than what a percentage
    worked out later on such a line makes of that cent: a cent a line at the very most.
    """
    scanned = data.draw(st.permutations(lines))
    extra: dict[str, Any] = {"order_discount": ManualDiscount(amount=101), "redeem": 157}
    first = _priced(lines, rules, settings, **extra)
    second = _priced(scanned, rules, settings, **extra)
    assert abs(first.to_pay - second.to_pay) <= len(lines)
    assert first.order_discount == second.order_discount
    assert first.points.spent == second.points.spent


@given(
    st.lists(st.sampled_from([1_000, 2_000, 3_000]), min_size=2, max_size=5),
    promotions(st.one_of(UNIT_EFFECTS, SPLIT_EFFECTS)),
    SETTINGS,
    st.data(),
)
def test_goods_alike_cost_the_same_in_any_order(
    quantities: list[int], rules: list[Promotion], settings: dict[str, Any], data: st.DataObject
) -> None:
    """The same article on several lines: the sum is the same, whichever line carries the cent."""

    def total(scanned: list[int]) -> tuple[int, int]:
        lines = [
            line("S", 333, line_id=str(place), quantity=quantity)
            for place, quantity in enumerate(scanned)
        ]
        priced = _priced(lines, rules, settings)
        return priced.to_pay, priced.points.earned

    assert total(quantities) == total(data.draw(st.permutations(quantities)))


@given(st.permutations(range(3)))
@example([2, 1, 0])
def test_the_free_unit_of_three_equal_prices(order: list[int]) -> None:
    """9.99 free of three goods at 9.99: always the first article, so the card keeps the others.

    A 1 ×, B 3 ×, C 2 × 9.99; buy five get one; card 5 %. A's unit is free. B: 29.97 − 1.50 (5 %
    of 29.97 is 1.4985), C: 19.98 − 1.00 (0.999). In all 28.47 + 18.98 = 47.45. Were B's unit free,
    B would lose the card for its two others.
    """
    lines = [line("A", 999), line("B", 999, 3), line("C", 999, 2)]
    priced = till(
        *[lines[place] for place in order],
        promotions=[promo("P", FreeUnits(buy=5, get=1))],
        basket={"customer": person()},
        tiers=(Tier(tier_id="card", discount=500),),
    )
    assert {one.sku: one.money for one in priced.lines} == {"A": 0, "B": 2_847, "C": 1_898}
