"""The worked example: the figures of the drawn screen, and arithmetic that holds for any input."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.pricing import Programme, earn_percent
from pos_app.domain.promotion import Scope
from pos_app.domain.tier import Tier
from pos_app.services.programme_example import promised_rate, rate_of, stacked_prices, work_example

TODAY = date(2026, 11, 22)

POINTS = Programme(
    tiers=(
        Tier(tier_id="start", name="Start", threshold=0),
        Tier(tier_id="silver", name="Silver", threshold=50_000, multiplier=20_000),
        Tier(tier_id="gold", name="Gold", threshold=150_000, multiplier=30_000),
    ),
    earn_rules=(earn_percent(200, point_value=1),),
    point_value=1,
    max_points_share=3000,
    points_expiry_days=180,
    turnover_window="rolling_12_months",
)


def test_the_drawn_example_comes_out_to_the_minor_unit() -> None:
    done = work_example(POINTS, "silver", 100_000, TODAY)
    assert done.first.paid == 100_000
    assert done.first.discount == 0
    assert done.first.earned == 400_000  # 4000 points
    assert done.worth == 4_000
    assert done.usable_until == date(2027, 5, 21)
    assert done.second.gross == 10_000
    assert (done.second.spent, done.second.spent_money) == (300_000, 3_000)
    assert done.second.limited_by == "share"
    assert done.second.paid == 7_000
    assert (done.left, done.second.earned, done.on_card) == (100_000, 28_000, 128_000)
    assert done.next_tier is not None
    assert done.next_tier.name == "Gold"
    assert done.missing == 43_000
    assert (done.cost, done.taken, done.cost_rate) == (3_000, 107_000, 280)
    assert (done.plain_rate, done.plain_cost) == (400, 4_400)


def test_a_discount_card_gives_at_once_and_nothing_later() -> None:
    card = Programme(tiers=(Tier(tier_id="s", name="S", discount=500),))
    done = work_example(card, "s", 100_000, TODAY)
    assert (done.first.paid, done.first.discount, done.first.earned) == (95_000, 5_000, 0)
    assert (done.second.paid, done.on_card) == (9_500, 0)
    assert done.cost == done.plain_cost == 5_500
    assert done.next_tier is None
    assert done.missing == 0


def test_both_earn_on_what_is_left_to_pay() -> None:
    both = replace(
        POINTS,
        tiers=(Tier(tier_id="s", name="S", discount=300),),
        earn_rules=(earn_percent(300, point_value=1),),
    )
    done = work_example(both, "s", 100_000, TODAY)
    assert done.first.paid == 97_000
    assert done.first.earned == 291_000  # 3 % of 970.00 in points of 0.01
    assert done.plain_rate == 600


def test_points_that_wait_are_spent_on_the_first_day_they_may() -> None:
    done = work_example(replace(POINTS, activation_delay_days=14), "silver", 100_000, TODAY)
    assert done.usable_from == date(2026, 12, 6)
    assert done.usable_until == date(2027, 6, 4)
    assert done.second.spent == 300_000


def test_a_first_visit_that_reaches_a_tier_earns_by_it_on_the_second() -> None:
    done = work_example(POINTS, "silver", 200_000, TODAY)
    assert done.second.tier is not None
    assert done.second.tier.tier_id == "gold"
    assert done.next_tier is None


def test_exclusive_prices_change_nothing_in_the_example() -> None:
    exclusive = replace(POINTS, prices_include_tax=False)
    assert work_example(exclusive, "silver", 100_000, TODAY) == work_example(
        POINTS, "silver", 100_000, TODAY
    )


def test_one_thing_under_card_promotion_and_coupon() -> None:
    card = Programme(tiers=(Tier(tier_id="s", name="S", discount=500),))

    def prices(programme: Programme) -> list[int]:
        return [each.money for each in stacked_prices(programme, "s")]

    # 100.00: promotion 80.00, card 95.00, the better of both 80.00, less the coupon 70.00
    assert prices(card) == [10_000, 8_000, 9_500, 8_000, 7_000]
    # added: 5 % of 80.00 more
    assert prices(replace(card, stacking="add")) == [10_000, 8_000, 9_500, 7_600, 6_600]
    assert [each.tier for each in stacked_prices(card, "other")] == ["S"] * 5
    nobody = stacked_prices(Programme(), "")
    assert [(each.tier, each.money) for each in nobody][2] == ("", 10_000)


def test_a_group_s_own_rate_is_not_the_rate_of_the_tier() -> None:
    special = replace(POINTS.earn_rules[0], scope=Scope(groups=frozenset({"a"})), points=900)
    assert rate_of(replace(POINTS, earn_rules=(special, *POINTS.earn_rules)), None) == 200
    assert rate_of(replace(POINTS, earn_rules=(special,)), None) == 0
    assert promised_rate(Programme(), None) == 0


def test_nothing_is_bought_for_nothing() -> None:
    with pytest.raises(ValueError, match="purchase"):
        work_example(POINTS, "silver", 0, TODAY)


@given(
    amount=st.integers(1, 10**9),
    rate=st.integers(0, 5000),
    off=st.integers(0, 5000),
    share=st.integers(0, 10_000),
    value=st.sampled_from((1, 5, 10, 100)),
)
def test_money_and_points_add_up(amount: int, rate: int, off: int, share: int, value: int) -> None:
    programme = Programme(
        tiers=(Tier(tier_id="s", discount=off),),
        earn_rules=(earn_percent(rate, point_value=value),),
        point_value=value,
        max_points_share=share,
    )
    done = work_example(programme, "s", amount, TODAY)
    for visit in (done.first, done.second):
        assert visit.paid == visit.gross - visit.discount - visit.spent_money
        assert visit.paid >= 0
        assert visit.earned >= 0
    assert 0 <= done.left == done.first.earned - done.second.spent
    assert done.taken + done.cost == done.first.gross + done.second.gross
    assert rate_of(programme, programme.tiers[0]) == rate
