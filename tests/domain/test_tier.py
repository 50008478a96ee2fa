"""Tiers: inclusive thresholds, up at once, down one step at review, returns (R19)."""

from __future__ import annotations

from datetime import date

import pytest

from pos_app.domain.tier import (
    Tier,
    TierReview,
    Window,
    higher,
    progress,
    tier_after_return,
    tier_after_sale,
    tier_at_review,
    tier_by_id,
    tier_for,
    turnover_in,
    window_start,
)

BRONZE = Tier(tier_id="bronze", threshold=0)
SILVER = Tier(tier_id="silver", threshold=1_000_000, discount=300)
GOLD = Tier(tier_id="gold", threshold=2_000_000, discount=500)
ALL = (BRONZE, SILVER, GOLD)


@pytest.mark.parametrize(
    ("turnover", "expected", "missing"),
    [
        (0, BRONZE, 1_000_000),
        (999_999, BRONZE, 1),
        (1_000_000, SILVER, 1_000_000),  # inclusive
        (2_000_000, GOLD, 0),
        (5_000_000, GOLD, 0),
    ],
)
def test_the_tier_of_a_turnover(turnover: int, expected: Tier, missing: int) -> None:
    found = progress(turnover, ALL)
    assert (found.tier, found.missing) == (expected, missing)
    assert tier_for(turnover, ALL) == expected


def test_below_the_first_threshold_there_is_no_tier() -> None:
    found = progress(10, (SILVER, GOLD))
    assert (found.tier, found.next_tier, found.missing) == (None, SILVER, 999_990)
    assert tier_by_id("gold", ALL) == GOLD
    assert tier_by_id(None, ALL) is None


def test_the_higher_of_two() -> None:
    assert higher(None, None) is None
    assert higher(None, BRONZE) == BRONZE
    assert higher(BRONZE, None) == BRONZE
    assert higher(GOLD, SILVER) == GOLD
    assert higher(SILVER, GOLD) == GOLD


def test_a_sale_only_raises() -> None:
    assert tier_after_sale(BRONZE, 1_000_000, ALL) == SILVER
    assert tier_after_sale(GOLD, 0, ALL) == GOLD


@pytest.mark.parametrize(
    ("turnover", "raised", "expected"),
    [
        (1_999_999, True, SILVER),  # the purchase that raised it is undone
        (2_000_000, True, GOLD),  # what is left still carries it
        (500, True, SILVER),  # never below what it was before
        (500, False, GOLD),  # another purchase: waits for the review
    ],
)
def test_a_return_undoes_its_own_raise_only(turnover: int, raised: bool, expected: Tier) -> None:
    assert tier_after_return(GOLD, SILVER, turnover, ALL, raised=raised) == expected


@pytest.mark.parametrize(
    ("current", "turnover", "expected"),
    [
        (GOLD, 0, SILVER),  # one step, whatever the turnover
        (SILVER, 0, BRONZE),
        (BRONZE, 2_500_000, GOLD),  # up as far as reached
        (GOLD, 2_000_000, GOLD),
        (None, 0, BRONZE),
    ],
)
def test_the_review(current: Tier | None, turnover: int, expected: Tier) -> None:
    assert tier_at_review(current, turnover, ALL) == expected


def test_the_lowest_step_can_be_lost_at_review() -> None:
    assert tier_at_review(SILVER, 0, (SILVER, GOLD)) is None


@pytest.mark.parametrize(
    ("review", "since", "expected"),
    [
        (TierReview(), date(2026, 11, 22), date(2027, 1, 1)),
        (TierReview(), date(2027, 1, 1), date(2028, 1, 1)),  # that day itself is none
        (TierReview(month=6, day=30), date(2026, 6, 29), date(2026, 6, 30)),
        (TierReview(month=2, day=31), date(2027, 3, 1), date(2028, 2, 29)),
        (TierReview(months=12), date(2026, 11, 22), date(2027, 11, 22)),
        (TierReview(months=12), date(2028, 2, 29), date(2029, 2, 28)),
        (TierReview(months=3), date(2026, 11, 30), date(2027, 2, 28)),
        (TierReview(months=1), date(2026, 12, 31), date(2027, 1, 31)),
    ],
)
def test_the_date_of_a_review(review: TierReview, since: date, expected: date) -> None:
    assert review.next_after(since) == expected


def test_the_reviews_not_yet_made() -> None:
    yearly = TierReview(month=3, day=1)
    since, until = date(2026, 11, 22), date(2029, 3, 1)
    assert list(yearly.between(since, since, until)) == [
        date(2027, 3, 1),
        date(2028, 3, 1),
        date(2029, 3, 1),
    ]
    assert list(yearly.between(since, date(2028, 3, 1), until)) == [date(2029, 3, 1)]
    assert list(yearly.between(since, until, until)) == []


@pytest.mark.parametrize(
    ("window", "today", "first"),
    [
        ("all_time", date(2026, 3, 10), None),
        ("calendar_year", date(2026, 3, 10), date(2026, 1, 1)),
        ("rolling_12_months", date(2026, 3, 10), date(2025, 3, 11)),
        ("rolling_12_months", date(2028, 2, 29), date(2027, 3, 1)),
    ],
)
def test_windows(window: Window, today: date, first: date | None) -> None:
    assert window_start(window, today) == first
    if first is not None:
        before = date.fromordinal(first.toordinal() - 1)
        assert turnover_in([(before, 5), (first, 7), (today, -2)], window, today) == 5
    else:
        assert turnover_in([(date(1999, 1, 1), 5)], window, today) == 5
