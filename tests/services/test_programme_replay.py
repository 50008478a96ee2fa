"""The year of own receipts under another programme: figures by hand, and a second reckoning."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pos_app.domain.pricing import EarnRule, Programme, earn_percent
from pos_app.domain.promotion import Scope
from pos_app.domain.tier import Tier, TierReview
from pos_app.services.programme_replay import (
    ProgrammeReplay,
    ReplayResult,
    TierCost,
    plain_card,
    replay,
)
from pos_app.services.replay_book import ReplayBook, ShopYear, SoldLine, read_book, ready

UNTIL = date(2026, 11, 22)
SINCE = UNTIL - timedelta(days=365)


def always(_done: int, _of: int) -> bool:
    return True


def sold(sale: int, customer: int, day: date, gross: int, **more: Any) -> SoldLine:
    """A line; one of a receipt unless ``position`` says otherwise."""
    plain: dict[str, Any] = {
        "position": 0, "sku": "soap", "group": "care", "brand": "", "tags": (), "quantity": 1000,
        "unit_price": gross, "promotion": 0, "manual": 0, "coupon": 0, "order": 0, "rates": (),
        "cost": None, "off": True, "fixed_price": False, "certificate": False,
    }  # fmt: skip
    return SoldLine(
        sale_id=sale,
        customer_id=customer,
        moment=datetime(day.year, day.month, day.day, 12),
        gross=gross,
        **{**plain, **more},
    )


class Shelf:
    """A source with the lines given, that remembers how it was asked."""

    def __init__(self, lines: Sequence[SoldLine], receipts: int | None = None) -> None:
        self._lines = lines
        self._receipts = len({each.sale_id for each in lines}) if receipts is None else receipts
        self.asked: list[object] = []
        self.past: dict[int, list[tuple[date, int]]] = {}

    def year(self, since: date, until: date) -> ShopYear:
        self.asked.append((since, until))
        return ShopYear(
            receipts=self._receipts,
            with_customer=self._receipts,
            customers=len({each.customer_id for each in self._lines}),
            gross=sum(each.gross for each in self._lines),
        )

    def lines(self, since: date, until: date, every: int) -> Iterable[SoldLine]:
        self.asked.append(every)
        return (each for each in self._lines if each.customer_id % every == 0)

    def turnover_before(self, day: date, every: int) -> Mapping[int, Sequence[tuple[date, int]]]:
        return self.past


def year(programme: Programme, *lines: SoldLine, past: Any = None) -> ReplayResult:
    """Replay lines that are the whole shop."""
    shelf = Shelf(lines)
    shelf.past = past or {}
    result = ProgrammeReplay(shelf).run(programme, UNTIL, always)
    assert result is not None
    return result


CARD = Programme(tiers=(Tier(tier_id="card", discount=500),))
POINTS = Programme(earn_rules=(earn_percent(500, point_value=1),), point_value=1)
TIERS = (
    Tier(tier_id="start", discount=300),
    Tier(tier_id="gold", threshold=50_000, discount=500),
)
D1, D2, D3 = date(2026, 3, 2), date(2026, 5, 4), date(2026, 9, 7)


def test_a_discount_card_costs_what_it_takes_off() -> None:
    # 5 % of 199.99 = 9.9995 → 10.00; of 50.00 = 2.50
    result = year(CARD, sold(1, 1, D1, 19_999), sold(2, 2, D2, 5_000))
    assert (result.discount, result.points_cost, result.cost) == (1_250, 0, 1_250)
    assert result.taken == 24_999 - 1_250
    assert result.by_tier == {"card": TierCost(receipts=2, discount=1_250)}
    assert result.plain_cost == 1_250
    assert (result.receipts, result.with_customer, result.customers) == (2, 2, 2)
    assert (result.used, result.every) == (2, 1)


def test_points_are_granted_spent_and_owed() -> None:
    """100.00 earn 5.00; on the next visit they pay, and 95.00 earn 4.75, which stay owed."""
    result = year(POINTS, sold(1, 1, D1, 10_000), sold(2, 1, D2, 10_000))
    assert (result.granted, result.redeemed, result.lapsed) == (975, 500, 0)
    assert result.owed == 475
    assert (result.expected, result.points_cost, result.discount) == (10_000, 975, 0)
    assert result.taken == 20_000 - 500
    # the plain card: 5 % of 200.00 at once
    assert result.plain_cost == 1_000


def test_what_ran_out_costs_nothing() -> None:
    """30 days: the 5.00 of March ran out before September, the 10.00 of September in October.

    500 of 1,500 were granted in May, and paid in June: a third of what ended was spent.
    """
    rules = replace(POINTS, points_expiry_days=30)
    result = year(
        rules,
        sold(1, 1, D1, 10_000),  # +500 until 1 April
        sold(2, 2, D2, 10_000),  # +500, spent on 1 June
        sold(3, 2, date(2026, 6, 1), 500),  # pays 500, earns nothing
        sold(4, 1, D3, 10_000),  # +500 until 7 October
    )
    assert (result.granted, result.redeemed, result.lapsed) == (1_500, 500, 1_000)
    assert result.expected == 3_333
    # 1,500 × 33.33 % = 499.95, rounded down
    assert (result.points_cost, result.cost, result.owed) == (499, 499, 0)
    assert result.by_tier[""].cost == 499


def test_points_that_wait_cannot_pay_yet() -> None:
    waiting = replace(POINTS, activation_delay_days=14)
    day = D1 + timedelta(days=13)
    result = year(waiting, sold(1, 1, D1, 10_000), sold(2, 1, day, 10_000))
    assert result.redeemed == 0
    result = year(waiting, sold(1, 1, D1, 10_000), sold(2, 1, day + timedelta(days=1), 10_000))
    assert result.redeemed == 500


def test_the_rules_of_spending_count() -> None:
    lines = (sold(1, 1, D1, 10_000), sold(2, 1, D2, 1_000))
    # 30 % of 10.00 at most
    assert year(replace(POINTS, max_points_share=3_000), *lines).redeemed == 300
    assert year(replace(POINTS, min_points_redeemed=60_000), *lines).redeemed == 0


def test_a_day_has_one_limit() -> None:
    """600 points earned and 1 point spent a day at most; a point is 0.01."""
    rules = replace(POINTS, max_points_per_day=60_000, max_points_redeemed_per_day=100)
    result = year(
        rules,
        sold(1, 1, D1, 10_000),  # 500 points
        sold(2, 1, D1, 10_000),  # pays 1 point; of 499 only 100 are left for the day
        sold(3, 1, D1 + timedelta(days=1), 10_000),  # pays 1 point, earns 499
    )
    assert result.granted == 500 + 100 + 499
    assert result.redeemed == 2


def test_a_tier_rises_with_the_turnover_of_the_year() -> None:
    result = year(
        Programme(tiers=TIERS, turnover_window="rolling_12_months"),
        sold(1, 1, D1, 40_000),  # 3 % = 12.00, turnover 388.00
        sold(2, 1, D2, 20_000),  # 3 % = 6.00, turnover 582.00: gold from now on
        sold(3, 1, D3, 10_000),  # 5 % = 5.00
    )
    assert result.by_tier == {
        "start": TierCost(receipts=2, discount=1_800),
        "gold": TierCost(receipts=1, discount=500),
    }


def test_what_was_bought_before_the_year_counts_as_the_window_says() -> None:
    past = {1: [(date(2025, 1, 10), 30_000), (date(2025, 11, 20), 30_000)]}
    first = sold(1, 1, date(2025, 12, 1), 1_000)

    def tiers(window: Any) -> list[str]:
        rules = Programme(tiers=TIERS, turnover_window=window)
        return list(year(rules, first, past=past).by_tier)

    assert tiers("all_time") == ["gold"]
    assert tiers("rolling_12_months") == ["gold"]
    assert tiers("calendar_year") == ["gold"]
    later = sold(1, 1, date(2026, 2, 1), 1_000)
    rules = Programme(tiers=TIERS, turnover_window="calendar_year")
    assert list(year(rules, later, past=past).by_tier) == ["start"]


def test_a_tier_is_reviewed() -> None:
    """Gold at first; the 300.00 of January 2025 leave the window; a review finds 300.00: start."""
    past = {1: [(date(2025, 3, 1), 30_000), (date(2025, 11, 20), 30_000)]}
    visits = (sold(1, 1, date(2025, 12, 1), 1_000), sold(2, 1, date(2026, 7, 1), 1_000))
    rules = Programme(tiers=TIERS, turnover_window="rolling_12_months")
    assert year(rules, *visits, past=past).by_tier["gold"].receipts == 2
    reviewed = replace(rules, tier_review=TierReview(months=6))
    found = year(reviewed, *visits, past=past).by_tier
    assert (found["gold"].receipts, found["start"].receipts) == (1, 1)


def test_what_the_day_took_off_stays_off() -> None:
    """Promotion 20.00 beats 5 % on A; coupon 10.00 on B after the card; order discount 5.00."""
    lines = (
        sold(1, 1, D1, 10_000, promotion=2_000),
        sold(1, 1, D1, 10_000, position=1, sku="oil", coupon=1_000, order=500),
        sold(1, 1, D1, 10_000, position=2, sku="cut", manual=700),
        sold(1, 1, D1, 5_000, position=3, sku="book", fixed_price=True),
        sold(1, 1, D1, 5_000, position=4, sku="bag", off=False),
        sold(1, 1, D1, 5_000, position=5, sku="gift", certificate=True),
    )
    result = year(CARD, *lines)
    # the card takes 5 % of B alone: 5.00
    assert result.discount == 500
    assert result.taken == 45_000 - 2_000 - 1_000 - 500 - 700 - 500
    # added instead of the best: 5 % of the 80.00 that A still costs, too
    assert year(replace(CARD, stacking="add"), *lines).discount == 500 + 400
    assert result.by_tier["card"].receipts == 1


def test_groups_goods_and_taxes_are_those_sold() -> None:
    oil = sold(1, 1, D1, 10_000, sku="oil", group="kitchen", brand="Olio", tags=("bio",))
    rules = replace(
        POINTS,
        earn_rules=(
            EarnRule(points=1_000, per=100, scope=Scope(groups=frozenset({"kitchen"}))),
            earn_percent(500, point_value=1),
        ),
    )
    result = year(rules, oil, sold(2, 2, D1, 10_000, group=""))
    assert result.granted == 1_000 + 500
    for scope in (Scope(brands=frozenset({"Olio"})), Scope(tags=frozenset({"bio"}))):
        assert year(replace(POINTS, earning_excluded=scope), oil).granted == 0
    # tax on top: 5 % of 120.00
    taxed = replace(POINTS, prices_include_tax=False)
    assert year(taxed, sold(1, 1, D1, 10_000, rates=(2_000,))).granted == 600


def test_promotions_of_now_and_coins_change_nothing() -> None:
    rules = replace(CARD, cash_rounding=500)
    assert year(rules, sold(1, 1, D1, 19_999)) == year(CARD, sold(1, 1, D1, 19_999))


def test_nobody_known_costs_nothing() -> None:
    result = year(POINTS)
    assert (result.with_customer, result.cost, result.taken, result.plain_cost) == (0, 0, 0, 0)
    assert (result.expected, result.by_tier) == (10_000, {})


def test_the_receipts_are_read_once_and_again_when_asked() -> None:
    shelf = Shelf([sold(1, 1, D1, 10_000)])
    replays = ProgrammeReplay(shelf)
    for _ in range(2):
        assert replays.run(CARD, UNTIL, always) is not None
    assert shelf.asked == [(SINCE, UNTIL), 1]
    replays.forget()
    replays.run(CARD, UNTIL, always)
    assert len(shelf.asked) == 4
    replays.run(CARD, UNTIL + timedelta(days=1), always)
    assert len(shelf.asked) == 6


def test_a_large_shop_is_known_by_a_part_of_its_customers() -> None:
    """4 receipts where 2 are wanted: every second customer; 100.00 of 400.00 are in it."""
    shelf = Shelf([sold(n, n, D1, g) for n, g in ((1, 10_000), (2, 10_000), (3, 20_000))], 4)
    result = ProgrammeReplay(shelf, most=2).run(CARD, UNTIL, always)
    assert result is not None
    assert (result.every, result.used, result.with_customer) == (2, 1, 4)
    # 5.00 of 100.00 in the part: 20.00 of 400.00 in the whole
    assert (result.discount, result.taken) == (2_000, 38_000)


def test_an_empty_part_claims_nothing() -> None:
    shelf = Shelf([sold(1, 1, D1, 10_000), sold(2, 3, D1, 10_000)])
    result = ProgrammeReplay(shelf, most=1).run(CARD, UNTIL, always)
    assert result is not None
    assert (result.used, result.cost) == (0, 0)


@pytest.mark.parametrize("patience", [0, 1, 2, 3, 4])
def test_it_stops_when_asked(patience: int) -> None:
    left = iter(range(patience))

    def going(_done: int, _of: int) -> bool:
        return next(left, None) is not None

    shelf = Shelf([sold(1, 1, D1, 10_000), sold(2, 2, D2, 10_000)])
    assert ProgrammeReplay(shelf).run(CARD, UNTIL, going) is None


def test_it_tells_how_far_it_is() -> None:
    told: list[tuple[int, int]] = []

    def going(done: int, of: int) -> bool:
        told.append((done, of))
        return True

    ProgrammeReplay(Shelf([sold(n, n, D1, 100) for n in (1, 2)])).run(CARD, UNTIL, going)
    assert told == [(0, 0), (0, 0), (0, 0), (0, 2), (1, 2)]


def test_the_plain_card_promises_the_same() -> None:
    assert plain_card(CARD) is None
    both = replace(POINTS, tiers=(Tier(tier_id="s", discount=250, multiplier=20_000),))
    plain = plain_card(both)
    assert plain is not None
    assert [(tier.tier_id, tier.discount) for tier in plain.tiers] == [("s", 1_250)]
    nobody = plain_card(POINTS)
    assert nobody is not None
    assert [tier.discount for tier in nobody.tiers] == [500]


# --- a second reckoning -----------------------------------------------------------------------

visits = st.lists(
    st.tuples(st.integers(1, 4), st.integers(0, 364), st.integers(1, 60_000)), max_size=25
)


@settings(max_examples=60, deadline=None)
@given(visits=visits, back=st.integers(0, 2_000), days=st.none() | st.integers(1, 90))
def test_points_come_out_as_a_plain_ledger_says(
    visits: list[tuple[int, int, int]], back: int, days: int | None
) -> None:
    """Lots as [points, last day]; a visit pays with all of them, oldest first, then earns."""
    visits.sort(key=lambda visit: visit[1])
    lots: dict[int, list[list[Any]]] = {n: [] for n in range(1, 5)}
    granted = spent = taken = 0
    for customer, after, gross in visits:
        day = SINCE + timedelta(days=after)
        left = gross
        for lot in lots[customer]:
            if lot[1] is None or lot[1] >= day:
                part = min(left, lot[0])
                lot[0] -= part
                left -= part
        spent += gross - left
        taken += left
        earned = left * back // 10_000  # a point is one minor unit
        granted += earned
        until = None if days is None else day + timedelta(days=days)
        lots[customer].append([earned, until])
    lapsed = sum(lot[0] for own in lots.values() for lot in own if lot[1] and lot[1] < UNTIL)
    rules = replace(
        POINTS, earn_rules=(earn_percent(back, point_value=1),), points_expiry_days=days
    )
    result = year(
        rules,
        *(
            sold(n, customer, SINCE + timedelta(days=after), gross)
            for n, (customer, after, gross) in enumerate(visits)
        ),
    )
    assert (result.granted, result.redeemed, result.lapsed) == (granted, spent, lapsed)
    assert result.taken == taken
    ended = spent + lapsed
    share = spent * 10_000 // ended if ended else 10_000
    assert result.points_cost == granted * share // 10_000


def test_a_book_asks_for_the_year_of_the_shop() -> None:
    shelf = Shelf([])
    book = read_book(shelf, SINCE, UNTIL, 10, always)
    assert book is not None
    assert (book.sales, book.every, shelf.asked) == ((), 1, [(SINCE, UNTIL)])
    assert book.scaled(7) == 7
    assert replay(book, CARD, always) is not None


def test_nothing_taken_off_makes_no_rules() -> None:
    made = ready([sold(1, 1, D1, 100)])
    assert (made.promotions, made.coupons, made.order_discount) == ((), (), None)
    assert made.lines[0].discount is None
    book = ReplayBook(
        since=SINCE,
        until=UNTIL,
        year=ShopYear(receipts=1, with_customer=1, customers=1, gross=300),
        every=3,
        sales=(made,),
    )
    # half up: 50 × 300 / 100 = 150; 1 × 300 / 100 = 3
    assert (book.scaled(50), book.scaled(1)) == (150, 3)
