"""Grants for other reasons than a purchase: windows, once a year, holidays, referrals (R13)."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.grants import (
    Grant,
    Grants,
    HolidayGrant,
    referral_due_on,
    referral_window,
)

GIFT = Grant(on=True, points=5_000, expiry_days=30)
BIRTHDAYS = Grants(birthday=GIFT)
LONG_KNOWN = date(2020, 1, 1)


def test_a_grant_gives_when_it_is_on_and_has_points() -> None:
    assert GIFT.gives
    assert not Grant(on=True, points=0).gives
    assert not Grant(on=False, points=100).gives


def test_a_grant_has_its_own_last_day() -> None:
    assert GIFT.expires_on(date(2026, 11, 22)) == date(2026, 12, 22)
    assert Grant(on=True, points=1, expiry_days=None).expires_on(date(2026, 11, 22)) is None


@pytest.mark.parametrize(
    ("birthday", "today", "due"),
    [
        (date(1990, 6, 15), date(2026, 6, 7), False),
        (date(1990, 6, 15), date(2026, 6, 8), True),  # seven days before
        (date(1990, 6, 15), date(2026, 6, 22), True),  # seven days after
        (date(1990, 6, 15), date(2026, 6, 23), False),
        (date(1990, 1, 3), date(2026, 12, 27), True),  # over the turn of the year
        (date(1990, 12, 29), date(2027, 1, 5), True),
        (date(1904, 2, 29), date(2027, 2, 21), True),  # kept on the 28th
        (date(1904, 2, 29), date(2027, 3, 7), True),
        (date(1904, 2, 29), date(2027, 3, 8), False),
        (date(1904, 2, 29), date(2028, 2, 21), True),  # in a leap year too (R13)
        (date(1904, 2, 29), date(2028, 3, 7), False),
    ],
)
def test_the_birthday_window(birthday: date, today: date, due: bool) -> None:
    assert BIRTHDAYS.birthday_due(birthday, LONG_KNOWN, today) is due


@pytest.mark.parametrize(("known", "due"), [(date(2026, 6, 1), True), (date(2026, 6, 2), False)])
def test_the_birth_date_is_known_fourteen_days_before(known: date, due: bool) -> None:
    assert BIRTHDAYS.birthday_due(date(1990, 6, 15), known, date(2026, 6, 20)) is due


def test_a_birth_date_changed_later_brings_nothing_twice() -> None:
    given_on = date(2026, 6, 10)
    moved = date(1990, 8, 1)
    assert not BIRTHDAYS.birthday_due(moved, date(2026, 6, 11), date(2026, 8, 1), given_on)
    # from one end of a window to the other end of the next lie 351 days
    same = date(1990, 6, 15)
    assert not BIRTHDAYS.birthday_due(same, LONG_KNOWN, date(2026, 6, 22), date(2026, 6, 8))
    assert BIRTHDAYS.birthday_due(same, LONG_KNOWN, date(2027, 6, 8), date(2026, 6, 22))


def test_without_the_grant_nothing_is_due() -> None:
    assert not Grants().birthday_due(date(1990, 6, 15), LONG_KNOWN, date(2026, 6, 15))


@given(
    birthday=st.dates(date(1930, 1, 1), date(2008, 12, 31)),
    first=st.dates(date(2020, 1, 1), date(2029, 12, 31)),
    closed=st.sets(st.integers(0, 5 * 366), max_size=60),
)
def test_once_a_year_over_leap_years(birthday: date, first: date, closed: set[int]) -> None:
    """Open on most days of five years: one grant for every birthday inside, never two."""
    last: date | None = None
    given_on = []
    for number in range(5 * 366):
        today = first + timedelta(days=number)
        if number in closed:
            continue
        if BIRTHDAYS.birthday_due(birthday, LONG_KNOWN, today, last):
            given_on.append(today)
            last = today
    for one, other in pairwise(given_on):
        assert (other - one).days >= 351
    assert len(given_on) <= 6
    for day in given_on:
        kept = [
            date(year, 2, 28)
            if (birthday.month, birthday.day) == (2, 29)
            else date(year, birthday.month, birthday.day)
            for year in (day.year - 1, day.year, day.year + 1)
        ]
        assert any(abs((day - each).days) <= 7 for each in kept)
    if not closed:
        assert len(given_on) >= 5


NEW_YEAR = HolidayGrant(day=date(2027, 1, 1), name="New Year", grant=GIFT)


@pytest.mark.parametrize(
    ("today", "when"),
    [
        (date(2026, 12, 31), None),  # before the first one
        (date(2027, 1, 1), date(2027, 1, 1)),
        (date(2027, 1, 8), date(2027, 1, 1)),  # the shop was closed for a week
        (date(2027, 1, 9), None),
        (date(2027, 12, 31), None),
        (date(2028, 1, 2), date(2028, 1, 1)),  # again the next year
    ],
)
def test_a_yearly_holiday(today: date, when: date | None) -> None:
    assert NEW_YEAR.due(today) == when


def test_a_holiday_late_in_the_year_is_seen_after_its_turn() -> None:
    eve = HolidayGrant(day=date(2025, 12, 30), name="Eve", grant=GIFT)
    assert eve.due(date(2027, 1, 4)) == date(2026, 12, 30)


def test_a_holiday_of_one_year_only() -> None:
    jubilee = HolidayGrant(day=date(2026, 5, 1), name="10 years", yearly=False, grant=GIFT)
    assert jubilee.due(date(2026, 5, 1)) == date(2026, 5, 1)
    assert jubilee.due(date(2027, 5, 1)) is None


def test_the_holidays_of_a_day() -> None:
    off = HolidayGrant(day=date(2027, 1, 1), name="Off", grant=Grant(on=False, points=5))
    grants = Grants(holidays=(NEW_YEAR, off))
    assert grants.holidays_due(date(2027, 1, 3)) == ((date(2027, 1, 1), NEW_YEAR),)
    assert grants.holidays_due(date(2027, 2, 3)) == ()


def test_a_referral_is_paid_when_the_first_receipt_cannot_come_back() -> None:
    bought = date(2026, 11, 1)
    assert referral_due_on(bought, 14) == date(2026, 11, 16)
    assert referral_window(14, date(2026, 11, 16)) == (date(2026, 9, 2), bought)
    # sixty days later it is history
    assert referral_window(14, date(2027, 1, 15)) == (bought, date(2026, 12, 31))
