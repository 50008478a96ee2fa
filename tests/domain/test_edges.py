"""Edges a wrong sign, bound or name would cross: found by changing the program on purpose."""

from __future__ import annotations

from datetime import date, time
from fractions import Fraction
from typing import Any

import pytest

from pos_app.domain.coupon import BODY, check_character, is_code, make_code, normalise_code
from pos_app.domain.money import MAX_TOTAL, allocate, require_total
from pos_app.domain.points import (
    Account,
    Draw,
    Lot,
    Restoration,
    apply_draws,
    birthday_in_window,
    due_expiries,
    grant,
    plan_restoration,
    post_expiries,
    restore,
    spending_limit,
)
from pos_app.domain.promotion import (
    Hours,
)
from pos_app.domain.refund import EarnTerms, SoldLine, keep_points, refund_line
from pos_app.domain.tier import Tier, higher, tier_after_return, tier_at_review

DAY = date(2026, 3, 10)


def lot(name: str, points: int, **facts: Any) -> Lot:
    """A lot of which nothing is spent."""
    base = {"granted": points, "left": points, "earned_on": DAY, "active_from": DAY}
    return Lot(lot_id=name, **(base | facts))


# -- coupons and hours ----------------------------------------------------------------------------


def test_the_check_character_is_counted_by_hand() -> None:
    """2 × 1 wants 29 to make 31: the 29th sign is X. 3 × 1 + 2 × 10 = 23 wants 8."""
    assert check_character("1") == "X"
    assert check_character("1A") == "8"


def test_bytes_up_to_eight_times_thirty_one_are_used() -> None:
    """247 is the last: 248 and above would make the first signs likelier. 247 = 7 × 31 + 30: Y."""
    assert make_code(bytes([248, 255] + [247] * BODY))[1:-1] == "Y" * BODY
    with pytest.raises(ValueError, match="too few"):
        make_code(bytes([248] * BODY))


def test_a_code_keeps_its_x_and_wants_its_prefix() -> None:
    code = make_code(bytes([29] * BODY))
    assert normalise_code("kx-x x") == "KXXX"
    assert is_code(code)
    assert not is_code("L" + code[1:])


def test_hours_from_and_to_the_same_moment_never_hold() -> None:
    span = Hours(start=time(8), end=time(8))
    assert not any(span.holds(moment) for moment in (time(7, 59), time(8), time(8, 1)))


# -- tiers ----------------------------------------------------------------------------------------

SILVER, GOLD, TOP = (
    Tier(tier_id=name, threshold=least) for name, least in (("s", 100), ("g", 200), ("t", 300))
)
STEPS = (SILVER, GOLD, TOP)


def test_of_two_equal_tiers_the_present_one_stays() -> None:
    other = Tier(tier_id="other", threshold=100)
    assert higher(SILVER, other) is SILVER


def test_a_return_never_raises_a_tier() -> None:
    """Raised to silver by the purchase; the turnover left would carry gold: that waits."""
    assert tier_after_return(SILVER, None, 250, STEPS, raised=True) is SILVER


@pytest.mark.parametrize(
    ("current", "turnover", "after"),
    [(None, 0, None), (None, 250, GOLD), (SILVER, 350, TOP), (TOP, 0, GOLD), (TOP, 250, GOLD),
     (GOLD, 0, SILVER), (SILVER, 0, None), (SILVER, 100, SILVER)],
)  # fmt: skip
def test_the_review(current: Tier | None, turnover: int, after: Tier | None) -> None:
    assert tier_at_review(current, turnover, STEPS) is after


# -- money ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("amount", [MAX_TOTAL + 1, -MAX_TOTAL - 1])
def test_a_sum_has_bounds_on_both_sides_and_is_named(amount: int) -> None:
    assert require_total("till", amount // 10) == amount // 10
    with pytest.raises(ValueError, match=r"^till must be at"):
        require_total("till", amount)


@pytest.mark.parametrize(
    ("amount", "weights", "caps", "shares"),
    [
        (10, [0, 5], [5, 3], [0, 3]),
        (3, [5, 5], [0, 10], [0, 3]),
        (7, [1, 1, 1], [1, 9, 9], [1, 3, 3]),
        (8, [1, 1, 1], [1, 2, 9], [1, 2, 5]),
        (0, [1, 1], [1, 1], [0, 0]),
        (5, [], [], []),
    ],
)
def test_a_split_within_room(
    amount: int, weights: list[int], caps: list[int], shares: list[int]
) -> None:
    assert allocate(amount, weights, caps) == shares


# -- points ---------------------------------------------------------------------------------------


def test_two_draws_on_one_lot_both_count() -> None:
    draws = [Draw(lot_id="a", amount=30), Draw(lot_id="a", amount=20)]
    assert [one.left for one in apply_draws([lot("a", 100), lot("b", 7)], draws)] == [50, 7]


def test_a_grant_smaller_than_what_is_owed_leaves_the_rest_owed() -> None:
    account = grant(Account(owed=100), lot("a", 30))
    assert (account.owed, account.lots[0].left, account.lots[0].granted) == (70, 0, 30)


def test_spent_points_go_back_draw_by_draw() -> None:
    """30 of a, 20 of b, 10 of a again; 12 and then 25 come back: the last used first."""
    lots = [lot("a", 100), lot("b", 100)]
    spent = [Draw(lot_id=name, amount=n) for name, n in (("a", 30), ("b", 20), ("a", 10))]
    first = plan_restoration(spent, [], lots, 12, DAY)
    assert [(one.lot_id, one.amount) for one in first] == [("a", 10), ("b", 2)]
    done = [Draw(lot_id=one.lot_id, amount=one.amount) for one in first]
    then = plan_restoration(spent, done, lots, 25, DAY)
    assert [(one.lot_id, one.amount) for one in then] == [("b", 18), ("a", 7)]
    done += [Draw(lot_id=one.lot_id, amount=one.amount) for one in then]
    assert [one.amount for one in plan_restoration(spent, done, lots, 23, DAY)] == [23]


def test_restored_points_fill_what_is_owed_first() -> None:
    """40 owed. 30 come back to their lot, 50 as a lot of its own: 10 of those still go to debt."""
    account = Account(lots=(lot("a", 100, expires_on=DAY),), owed=40)
    later = date(2026, 3, 24)
    plan = [
        Restoration(lot_id="a", amount=30, expires_on=DAY),
        Restoration(lot_id="a", amount=50, expires_on=later),
    ]
    after = restore(account, plan, "back ", DAY)
    old, new = after.lots
    assert (after.owed, old.left, old.granted) == (0, 100, 100)
    assert (new.lot_id, new.left, new.granted, new.expires_on) == ("back 2", 40, 50, later)


def test_a_debt_larger_than_what_comes_back_stays() -> None:
    account = Account(lots=(lot("a", 100, expires_on=DAY),), owed=90)
    later = date(2026, 3, 24)
    after = restore(account, [Restoration(lot_id="a", amount=50, expires_on=later)], "b", DAY)
    assert (after.owed, after.lots[1].left, after.lots[1].granted) == (40, 0, 50)


def test_expired_points_are_gone_once_posted() -> None:
    account = Account(lots=(lot("a", 70, expires_on=date(2026, 3, 9), expired=5),))
    after = post_expiries(account, due_expiries(account, DAY))
    assert (after.lots[0].left, after.lots[0].expired) == (0, 75)
    assert due_expiries(after, DAY) == ()


@pytest.mark.parametrize(
    ("birthday", "today", "near"),
    [
        (date(1990, 12, 30), date(2026, 1, 3), True),
        (date(1990, 1, 3), date(2025, 12, 30), True),
        (date(1990, 12, 30), date(2026, 1, 7), False),
        (date(1990, 12, 31), date(9999, 12, 31), True),
        (date(1990, 1, 1), date(1, 1, 1), True),
    ],
)
def test_birthdays_over_the_turn_of_the_year(birthday: date, today: date, near: bool) -> None:
    assert birthday_in_window(birthday, today) is near


def test_what_limits_points_where_two_rules_do() -> None:
    assert spending_limit(10**6, 10_000) == (10_000, "min_money")
    assert spending_limit(3_000, 10_000, share=3_000) == (3_000, "share")
    assert spending_limit(2_999, 10_000, share=3_000) == (2_999, "balance")


# -- returns --------------------------------------------------------------------------------------


def test_nothing_more_of_a_line_is_nothing() -> None:
    sold = SoldLine(line_id="L", quantity=3_000, money=1_000, shares={"tax": 100})
    third = Fraction(1, 3)
    back = refund_line(sold, third, third)
    assert (back.money, back.shares) == (0, {"tax": 0})


def test_what_is_kept_is_rounded_as_the_sale_was() -> None:
    """10.00 of 30.00 stay, worth 0.5 points: up is 1, half up 1, down 0."""
    sold = SoldLine(line_id="L", quantity=3_000, money=3_000, earned=(150, 1))
    back = {"L": Fraction(2, 3)}
    kept = {
        mode: keep_points([sold], back, EarnTerms(earned=200, rounding=mode))
        for mode in ("up", "half_up", "down", "half_down")
    }
    assert kept == {"up": 100, "half_up": 100, "down": 0, "half_down": 0}
