"""Reviews of tiers: on their day, one step down, by the turnover of that day (R19)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from pos_app.domain.customer import Customer
from pos_app.domain.pricing import Programme
from pos_app.domain.tier import Tier, TierReview
from pos_app.services.day_work import DayDone
from pos_app.services.tier_review import REVIEWED_TO, Review, carry_out
from tests.builders import Shop
from tests.services.points_desk import Points, make_points

TIERS = (
    Tier(tier_id="bronze", name="Bronze", threshold=0),
    Tier(tier_id="silver", name="Silver", threshold=30_000),
    Tier(tier_id="gold", name="Gold", threshold=60_000),
)
YEARLY = Programme(
    tiers=TIERS,
    turnover_window="rolling_12_months",
    tier_review=TierReview(month=12, day=1),
)


@pytest.fixture
def points(shop: Shop) -> Points:
    """Everything about points and tiers."""
    return make_points(shop)


def tier(points: Points, customer: Customer) -> tuple[str | None, date | None, date | None]:
    account = points.account(customer)
    return account.tier_id, account.tier_since, account.tier_manual_until


def by_hand(points: Points, customer: Customer, tier_id: str, until: date | None) -> None:
    with points.shop.store.uow() as uow:
        uow.customers.set_tier(customer.id, tier_id, points.today, until)
        uow.commit()


def history(points: Points) -> list[tuple[str, str]]:
    with points.shop.store.uow() as uow:
        rows = uow.customers._db.all("SELECT tier_id, since FROM tier_entry ORDER BY id")
    return [(row[0], row[1]) for row in rows]


def test_down_one_step_on_the_day_and_no_sooner(points: Points) -> None:
    points.use(YEARLY)
    maria = points.customer("Maria", 1)
    points.buy(maria, 6)  # 600.00 on 22 November 2026
    assert tier(points, maria)[0] == "gold"
    points.wait(days=9)  # 1 December 2026: the purchases count still
    assert points.day.run() == DayDone()
    points.wait(days=364)  # 30 November 2027: nothing counts, but it is no review
    assert points.day.run() == DayDone()
    assert tier(points, maria)[0] == "gold"
    points.wait(days=1)
    assert points.day.run() == DayDone(tiers=1)
    assert tier(points, maria) == ("silver", date(2027, 12, 1), None)
    assert points.day.run() == DayDone()
    points.wait(days=366)
    assert points.day.run() == DayDone(tiers=1)
    assert tier(points, maria)[0] == "bronze"
    points.wait(days=365)
    assert points.day.run() == DayDone()
    events = [event[1] for event in points.shop.events("tier.reviewed")]
    assert events[1] == {"people": 1, "changed": 1}


def test_a_shop_closed_over_two_reviews_comes_to_the_same(points: Points) -> None:
    points.use(YEARLY)
    maria = points.customer("Maria", 1)
    points.buy(maria, 6)
    points.day.run()
    points.wait(days=800)  # January 2029
    assert points.day.run() == DayDone(tiers=1)
    assert history(points) == [
        ("gold", "2026-11-22"),
        ("silver", "2027-12-01"),
        ("bronze", "2028-12-01"),
    ]


def test_what_was_bought_after_the_review_does_not_count_for_it(points: Points) -> None:
    points.use(YEARLY)
    maria, anna = points.customer("Maria", 1), points.customer("Anna", 2)
    points.buy(maria, 6)
    by_hand(points, anna, "gold", None)
    points.day.run()
    points.wait(days=372)  # 29 November 2027
    points.buy(maria, 3)
    points.wait(days=3)  # 2 December: the day after the review
    points.buy(anna, 6)
    assert points.day.run() == DayDone(tiers=1)
    # Maria's 300.00 of November carry silver; Anna falls twice and rises by the day after
    assert tier(points, maria)[0] == "silver"
    assert tier(points, anna) == ("gold", date(2027, 12, 2), None)
    assert history(points)[-4:] == [
        ("silver", "2027-12-01"),
        ("silver", "2026-12-01"),
        ("bronze", "2027-12-01"),
        ("gold", "2027-12-02"),
    ]


def test_months_after_the_tier_was_reached(points: Points) -> None:
    points.use(replace(YEARLY, tier_review=TierReview(months=13)))
    maria = points.customer("Maria", 1)
    points.buy(maria, 6)
    points.wait(days=394)  # 21 December 2027
    assert points.day.run() == DayDone()
    points.wait(days=1)
    assert points.day.run() == DayDone(tiers=1)
    assert tier(points, maria) == ("silver", date(2027, 12, 22), None)


def test_without_reviews_a_tier_stays(points: Points) -> None:
    points.use(replace(YEARLY, tier_review=None))
    maria = points.customer("Maria", 1)
    points.buy(maria, 6)
    points.wait(days=1_000)
    assert points.day.run() == DayDone()
    assert tier(points, maria)[0] == "gold"


def test_a_review_begun_later_does_not_look_back(points: Points) -> None:
    points.use(replace(YEARLY, tier_review=None))
    maria = points.customer("Maria", 1)
    points.buy(maria, 6)
    points.wait(days=380)
    points.day.run()
    points.use(YEARLY)
    assert points.day.run() == DayDone()
    assert tier(points, maria)[0] == "gold"


def test_a_tier_by_hand_holds_to_its_last_day_and_is_not_reviewed(points: Points) -> None:
    points.use(YEARLY)
    maria = points.customer("Maria", 1)
    by_hand(points, maria, "gold", date(2026, 12, 10))
    points.wait(days=18)  # 10 December, past the review
    assert points.day.run() == DayDone()
    points.wait(days=1)
    assert points.day.run() == DayDone(tiers=1)
    assert tier(points, maria) == ("bronze", date(2026, 12, 11), None)
    with points.shop.store.uow() as uow:
        ended = Review(customer_id=maria.id, days=(), ended=True)
        assert not carry_out(uow, ended, YEARLY, points.today)


def test_a_tier_by_hand_that_was_earned_meanwhile_stays(points: Points) -> None:
    points.use(YEARLY)
    maria = points.customer("Maria", 1)
    by_hand(points, maria, "gold", points.today + timedelta(days=2))
    points.buy(maria, 6)
    points.wait(days=3)
    assert points.day.run() == DayDone()
    assert tier(points, maria) == ("gold", points.today, None)


def test_below_the_lowest_threshold_there_is_no_tier(points: Points) -> None:
    points.use(replace(YEARLY, tiers=TIERS[1:]))
    maria, anna = points.customer("Maria", 1), points.customer("Anna", 2)
    by_hand(points, maria, "silver", None)
    by_hand(points, anna, "former", None)  # a tier the programme no longer has
    points.wait(days=9)
    assert points.day.run() == DayDone(tiers=1)
    assert tier(points, maria)[0] is None
    assert tier(points, anna)[0] == "former"


def test_the_clock_turned_back_reviews_nothing_again(points: Points) -> None:
    points.use(YEARLY)
    points.day.run()
    with points.shop.store.uow() as uow:
        assert uow.settings.all()[REVIEWED_TO] == "2026-11-22"
    points.shop.clock.set(points.shop.clock.now() - timedelta(days=3))
    points.day.run()
    with points.shop.store.uow() as uow:
        assert uow.settings.all()[REVIEWED_TO] == "2026-11-22"
