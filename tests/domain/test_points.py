"""Points by lots: dates, spending order, claw-back, restoration, limits (R8, R10–R16)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.points import (
    Account,
    Draw,
    Lot,
    birthday_in_window,
    claw_back,
    debit,
    due_expiries,
    grant,
    lot_dates,
    plan_clawback,
    plan_restoration,
    plan_spending,
    post_expiries,
    restore,
    round_earned,
    spend,
    spending_limit,
    spending_order,
)
from pos_app.domain.pricing import Programme

TODAY = date(2026, 3, 10)


def lot(lot_id: str, left: int, expires: int | None = None, **facts: int) -> Lot:
    """A lot; days are counted from today."""
    earned = TODAY + timedelta(days=facts.get("earned", -30))
    return Lot(
        lot_id=lot_id,
        granted=facts.get("granted", left),
        left=left,
        earned_on=earned,
        active_from=TODAY + timedelta(days=facts["active"]) if "active" in facts else earned,
        expires_on=None if expires is None else TODAY + timedelta(days=expires),
        expired=facts.get("expired", 0),
    )


def test_dates_of_a_lot() -> None:
    assert lot_dates(TODAY, 0, None) == (TODAY, None)
    # active after 14 days, then 30 days: 24 March and 23 April
    assert lot_dates(TODAY, 14, 30) == (date(2026, 3, 24), date(2026, 4, 23))


@pytest.mark.parametrize(
    ("earned", "delay", "periods", "active", "last"),
    [
        # 10 March: to the end of March, of April, of the 12th month after
        (date(2026, 3, 10), 0, 0, date(2026, 3, 10), date(2026, 3, 31)),
        (date(2026, 3, 10), 0, 1, date(2026, 3, 10), date(2026, 4, 30)),
        (date(2026, 3, 10), 0, 12, date(2026, 3, 10), date(2027, 3, 31)),
        # over the turn of the year, and into a February of 28 and of 29 days
        (date(2026, 12, 31), 0, 0, date(2026, 12, 31), date(2026, 12, 31)),
        (date(2026, 11, 22), 0, 1, date(2026, 11, 22), date(2026, 12, 31)),
        (date(2026, 12, 5), 0, 2, date(2026, 12, 5), date(2027, 2, 28)),
        (date(2027, 12, 5), 0, 2, date(2027, 12, 5), date(2028, 2, 29)),
        # 25 March + 14 days = 8 April: the month of activation counts, not that of the purchase
        (date(2026, 3, 25), 14, 0, date(2026, 4, 8), date(2026, 4, 30)),
    ],
)
def test_points_may_live_to_the_end_of_a_month(
    earned: date, delay: int, periods: int, active: date, last: date
) -> None:
    assert lot_dates(earned, delay, 30, by="month_end", periods=periods) == (active, last)


def test_points_may_live_to_the_end_of_a_year() -> None:
    day = date(2026, 11, 22)
    assert lot_dates(day, 0, None, by="year_end", periods=0) == (day, date(2026, 12, 31))
    assert lot_dates(day, 0, None, by="year_end") == (day, date(2027, 12, 31))
    # 20 December + 14 days = 3 January: that year counts
    assert lot_dates(date(2026, 12, 20), 14, 5, by="year_end", periods=0) == (
        date(2027, 1, 3),
        date(2027, 12, 31),
    )


def test_a_programme_says_when_its_points_end() -> None:
    rules = Programme(activation_delay_days=14, points_expiry_days=30)
    assert rules.lot_dates(TODAY) == (date(2026, 3, 24), date(2026, 4, 23))
    ending = replace(rules, points_expiry_by="month_end", points_expiry_periods=2)
    assert ending.lot_dates(TODAY) == (date(2026, 3, 24), date(2026, 5, 31))


def test_the_last_day_counts() -> None:
    account = Account(lots=(lot("a", 500, 0), lot("b", 300, -1), lot("c", 200, 9, active=1)))
    assert (account.active(TODAY), account.pending(TODAY), account.balance(TODAY)) == (
        500,
        200,
        700,
    )
    assert account.expiring(TODAY, TODAY) == 500
    assert account.expiring(TODAY, TODAY + timedelta(days=30)) == 500


def test_nearest_expiry_first_then_older_then_undated() -> None:
    lots = [lot("never", 1), lot("late", 1, 9), lot("new", 1, 5, earned=-1), lot("old", 1, 5)]
    assert [one.lot_id for one in spending_order(lots)] == ["old", "new", "late", "never"]


def test_spending_passes_over_what_is_not_active() -> None:
    account = Account(lots=(lot("gone", 900, -1), lot("wait", 900, 9, active=2), lot("a", 300, 5)))
    account = grant(account, lot("b", 300))
    draws = plan_spending(account, 400, TODAY)
    assert draws == (Draw(lot_id="a", amount=300), Draw(lot_id="b", amount=100))
    assert spend(account, draws).active(TODAY) == 200
    assert plan_spending(account, 0, TODAY) == ()
    for amount in (601, -1):
        with pytest.raises(ValueError, match="points"):
            plan_spending(account, amount, TODAY)


def test_an_empty_lot_is_passed_over() -> None:
    account = Account(lots=(lot("empty", 0, 1, granted=5), lot("a", 100, 2)))
    assert plan_spending(account, 50, TODAY) == (Draw(lot_id="a", amount=50),)


def test_a_debt_blocks_spending_and_is_filled_first() -> None:
    account = Account(lots=(lot("a", 100),), owed=250)
    assert (account.active(TODAY), account.balance(TODAY)) == (0, -150)
    account = grant(account, lot("b", 300))
    assert (account.owed, account.balance(TODAY)) == (0, 150)
    assert account.active(TODAY) == 150


def test_clawback_takes_own_then_others_then_owes() -> None:
    account = Account(
        lots=(
            lot("own", 300, 90),
            lot("late", 200, 60),
            lot("soon", 100, 3),
            lot("w", 50, 9, active=2),
        )
    )
    plan = plan_clawback(account, frozenset({"own"}), 700, TODAY)
    assert [(draw.lot_id, draw.amount) for draw in plan.draws] == [
        ("own", 300),
        ("soon", 100),
        ("late", 200),
        ("w", 50),
    ]
    assert (plan.expired, plan.owed, plan.taken) == (0, 50, 700)
    assert claw_back(account, plan).balance(TODAY) == -50


def test_what_expired_is_not_taken_twice() -> None:
    # of 100 earned 60 were spent and 40 ran out; two returns of 50 each
    posted = Account(lots=(lot("own", 0, -1, granted=100, expired=40), lot("b", 500)))
    unposted = Account(lots=(lot("own", 40, -1, granted=100), lot("b", 500)))
    for account in (posted, unposted):
        first = plan_clawback(account, frozenset({"own"}), 50, TODAY)
        assert (first.expired, first.taken) == (40, 10)
        second = plan_clawback(account, frozenset({"own"}), 50, TODAY, first.expired)
        assert (second.expired, second.taken) == (0, 50)


def test_a_correction_may_go_below_zero() -> None:
    plan = debit(Account(lots=(lot("a", 30),)), 100, TODAY)
    assert (plan.owed, plan.taken) == (70, 100)


def test_expiries_are_posted_once() -> None:
    account = Account(lots=(lot("a", 70, -1), lot("b", 30, 5)))
    draws = due_expiries(account, TODAY)
    assert draws == (Draw(lot_id="a", amount=70),)
    account = post_expiries(account, draws)
    assert account.lots[0].expired == 70
    assert due_expiries(account, TODAY) == ()


def test_spent_points_go_back_the_last_used_first() -> None:
    lots = (lot("a", 0, 40, granted=100), lot("b", 20, 5, granted=80), lot("c", 0, granted=50))
    spent = (Draw(lot_id="a", amount=100), Draw(lot_id="b", amount=60), Draw(lot_id="c", amount=50))
    plan = plan_restoration(spent, (), lots, 120, TODAY)
    assert [(part.lot_id, part.amount) for part in plan] == [("c", 50), ("b", 60), ("a", 10)]
    # c never ends, b ends in 5 days: moved to 14; a keeps its date
    assert [part.expires_on for part in plan] == [
        None,
        TODAY + timedelta(days=14),
        TODAY + timedelta(days=40),
    ]
    account = restore(Account(lots=lots), plan, "R1.", TODAY)
    by_id = {one.lot_id: one for one in account.lots}
    assert (by_id["a"].left, by_id["b"].left, by_id["c"].left) == (10, 20, 50)
    assert (by_id["R1.2"].left, by_id["R1.2"].expires_on) == (60, TODAY + timedelta(days=14))
    # the second return goes on where the first stopped
    restored = [Draw(lot_id=part.lot_id, amount=part.amount) for part in plan]
    rest = plan_restoration(spent, restored, lots, 90, TODAY)
    assert [(part.lot_id, part.amount) for part in rest] == [("a", 90)]
    with pytest.raises(ValueError, match="more points"):
        plan_restoration(spent, restored, lots, 91, TODAY)


def test_the_day_of_the_limit_keeps_the_date() -> None:
    spent = (Draw(lot_id="a", amount=10),)
    at_limit = plan_restoration(spent, (), (lot("a", 0, 14),), 10, TODAY)
    assert at_limit[0].expires_on == TODAY + timedelta(days=14)
    near = plan_restoration(spent, (), (lot("a", 0, 13),), 10, TODAY, restored_points_days=14)
    assert near[0].expires_on == TODAY + timedelta(days=14)


def test_points_given_back_are_active_though_the_clock_went_back() -> None:
    """Spent ten days later by the clock of then: as a lot of their own they count from today."""
    old = Lot(
        lot_id="a", granted=100, left=0, earned_on=TODAY + timedelta(days=10),
        active_from=TODAY + timedelta(days=10), expires_on=TODAY + timedelta(days=12),
    )  # fmt: skip
    spent = (Draw(lot_id="a", amount=100),)
    plan = plan_restoration(spent, (), (old,), 100, TODAY)
    back = restore(Account(lots=(old,)), plan, "R.", TODAY)
    assert (back.active(TODAY), back.lots[1].active_from) == (100, TODAY)


def test_points_given_back_in_a_lot_of_their_own_are_younger_than_others() -> None:
    """Of two lots that end on one day the older is taken first (R11), as the store has them."""
    old, other = lot("a", 0, 3), lot("b", 50, 14)
    plan = plan_restoration((Draw(lot_id="a", amount=50),), (), (old,), 50, TODAY)
    back = restore(Account(lots=(old, other)), plan, "R.", TODAY)
    assert plan_spending(back, 60, TODAY) == (
        Draw(lot_id="b", amount=50),
        Draw(lot_id="R.1", amount=10),
    )


def test_restored_points_fill_a_debt_first() -> None:
    spent = (Draw(lot_id="a", amount=100),)
    account = Account(lots=(lot("a", 0, 90, granted=100), lot("x", 5)), owed=60)
    plan = plan_restoration(spent, (), account.lots, 100, TODAY)
    back = restore(account, plan, "R.", TODAY)
    assert (back.owed, back.balance(TODAY)) == (0, 45)


@pytest.mark.parametrize(
    ("active", "eligible", "settings", "expected"),
    [
        (100_000, 67_030, {"share": 3_000}, (20_109, "share")),  # floor(30 % × 670.30)
        (5_000, 67_030, {"share": 3_000}, (5_000, "balance")),
        (100_000, 1_000, {"min_money": 100}, (900, "min_money")),
        (100_000, 50, {"min_money": 100}, (0, "min_money")),
        (333, 10_000, {"value": 3, "per": 1}, (9, "balance")),  # 3.33 points × 0.03
        (1_000, 10_000, {"value": 1, "per": 2}, (5, "balance")),  # 10 points, two a cent
    ],
)
def test_the_limit_and_the_rule_behind_it(
    active: int, eligible: int, settings: dict[str, int], expected: tuple[int, str]
) -> None:
    assert spending_limit(active, eligible, **settings) == expected


def test_rounding_once() -> None:
    assert round_earned(49_975, 100) == 400
    assert round_earned(49_975, 100, 1, "half_up") == 500


@pytest.mark.parametrize(
    ("birthday", "today", "expected"),
    [
        (date(1990, 3, 17), TODAY, True),  # seven days ahead
        (date(1990, 3, 18), TODAY, False),
        (date(1990, 3, 3), TODAY, True),  # seven days past
        (date(1990, 3, 2), TODAY, False),
        (date(1990, 1, 2), date(2026, 12, 28), True),  # over the year's end
        (date(1988, 2, 29), date(2026, 2, 21), True),  # counts as the 28th
        (date(1988, 2, 29), date(2026, 2, 20), False),
    ],
)
def test_birthday_window(birthday: date, today: date, expected: bool) -> None:
    assert birthday_in_window(birthday, today) is expected


@given(
    st.lists(st.tuples(st.integers(0, 500), st.integers(-5, 30)), min_size=1, max_size=6),
    st.data(),
)
def test_spending_and_giving_back_leaves_the_balance_as_it_was(
    lots: list[tuple[int, int]], data: st.DataObject
) -> None:
    account = Account(
        lots=tuple(lot(str(place), left, days) for place, (left, days) in enumerate(lots))
    )
    amount = data.draw(st.integers(0, account.active(TODAY)))
    draws = plan_spending(account, amount, TODAY)
    assert sum(draw.amount for draw in draws) == amount
    after = spend(account, draws)
    assert all(one.left >= 0 for one in after.lots)
    assert after.balance(TODAY) == account.balance(TODAY) - amount
    plan = plan_restoration(draws, (), after.lots, amount, TODAY)
    back = restore(after, plan, "R.", TODAY)
    assert back.balance(TODAY) == account.balance(TODAY)


@given(
    st.lists(st.tuples(st.integers(0, 500), st.integers(-5, 30)), max_size=6),
    st.integers(0, 3_000),
)
def test_a_clawback_accounts_for_every_point(lots: list[tuple[int, int]], amount: int) -> None:
    account = Account(
        lots=tuple(lot(str(place), left, days) for place, (left, days) in enumerate(lots))
    )
    plan = plan_clawback(account, frozenset({"0"}), amount, TODAY)
    assert plan.taken + plan.expired == amount
    assert claw_back(account, plan).balance(TODAY) == account.balance(TODAY) - plan.taken
