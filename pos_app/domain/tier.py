"""Tiers of the cumulative programme (R19)."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

Window = Literal["all_time", "rolling_12_months", "calendar_year"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier:
    """A step of the programme, reached at ``threshold`` turnover (minor units, inclusive).

    ``discount`` is the card discount in basis points (of ``base``), ``multiplier`` what earned
    points are multiplied by, in basis points (10 000 = once).
    """

    tier_id: str
    name: str = ""
    threshold: int = 0
    discount: int = 0
    multiplier: int = 10_000
    base: int = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class TierReview:
    """When a tier is looked at again, and may go down one step (R19).

    ``months``: that many months after the tier was reached, and again each time; None: every year
    on ``month`` and ``day``. A month without that day has it on its last one.
    """

    months: int | None = None
    month: int = 1
    day: int = 1

    def next_after(self, since: date) -> date:
        """The first review of a tier held since ``since``; that day itself is none."""
        if self.months is not None:
            return _months_later(since, self.months)
        this_year = _day_in(since.year, self.month, self.day)
        return this_year if this_year > since else _day_in(since.year + 1, self.month, self.day)

    def between(self, since: date, after: date, until: date) -> Iterator[date]:
        """Give the reviews of a tier held since ``since``, from the day past ``after`` on."""
        day = self.next_after(since)
        while day <= until:
            if day > after:
                yield day
            day = self.next_after(day)


def _months_later(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    return _day_in(day.year + years, month + 1, day.day)


def _day_in(year: int, month: int, day: int) -> date:
    return date(year, month, min(day, monthrange(year, month)[1]))


@dataclass(frozen=True, slots=True, kw_only=True)
class TierProgress:
    """The tier a turnover reaches, the next one, and the money still missing to it."""

    tier: Tier | None
    next_tier: Tier | None
    missing: int


def tier_for(turnover: int, tiers: Sequence[Tier]) -> Tier | None:
    """Return the highest tier whose threshold the turnover reaches (inclusive), if any."""
    reached = [tier for tier in tiers if turnover >= tier.threshold]
    return max(reached, key=lambda tier: tier.threshold, default=None)


def progress(turnover: int, tiers: Sequence[Tier]) -> TierProgress:
    """Return where a turnover stands; ``missing`` is 0 on the highest tier (printed, R19)."""
    above = [tier for tier in tiers if turnover < tier.threshold]
    upper = min(above, key=lambda tier: tier.threshold, default=None)
    return TierProgress(
        tier=tier_for(turnover, tiers),
        next_tier=upper,
        missing=0 if upper is None else upper.threshold - turnover,
    )


def tier_by_id(tier_id: str | None, tiers: Iterable[Tier]) -> Tier | None:
    """Return the tier of that id, ``None`` when it is unknown or not given."""
    return next((tier for tier in tiers if tier.tier_id == tier_id), None)


def higher(one: Tier | None, other: Tier | None) -> Tier | None:
    """Return the tier with the larger threshold; having one beats having none."""
    if one is None or (other is not None and other.threshold > one.threshold):
        return other
    return one


def tier_after_sale(current: Tier | None, turnover: int, tiers: Sequence[Tier]) -> Tier | None:
    """Return the tier from the next receipt on: a sale only ever raises it (R19)."""
    return higher(current, tier_for(turnover, tiers))


def tier_after_return(
    current: Tier | None,
    before_purchase: Tier | None,
    turnover: int,
    tiers: Sequence[Tier],
    *,
    raised: bool,
) -> Tier | None:
    """Return the tier after (part of) a purchase came back (R19).

    When that very purchase ``raised`` the tier from ``before_purchase``, and the turnover left
    does not carry the present tier, the raise is undone; any other downgrade waits for the review.
    """
    carried = higher(before_purchase, tier_for(turnover, tiers))
    if not raised or higher(current, carried) == carried:
        return current
    return carried


def tier_at_review(current: Tier | None, turnover: int, tiers: Sequence[Tier]) -> Tier | None:
    """Return the tier at the review date: up as far as reached, down one step at most (R19)."""
    reached = tier_for(turnover, tiers)
    if current is None or higher(current, reached) == reached:
        return reached
    below = [tier for tier in tiers if tier.threshold < current.threshold]
    return max(below, key=lambda tier: tier.threshold, default=None)


def window_start(window: Window, today: date) -> date | None:
    """Return the first day that counts towards turnover today; ``None``: everything counts.

    Rolling: the day after the same day a year ago (29 February counts as 28).
    """
    if window == "all_time":
        return None
    if window == "calendar_year":
        return date(today.year, 1, 1)
    day = 28 if (today.month, today.day) == (2, 29) else today.day
    return date.fromordinal(date(today.year - 1, today.month, day).toordinal() + 1)


def turnover_in(payments: Iterable[tuple[date, int]], window: Window, today: date) -> int:
    """Sum money paid (returns negative, on the day of their purchase) within the window."""
    start = window_start(window, today)
    return sum(amount for day, amount in payments if start is None or day >= start)
