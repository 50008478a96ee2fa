"""Points given for other reasons than a purchase: which, to whom, on which day (R13).

Amounts are hundredths of a point; days are the shop's local days. A grant is a lot of its own with
its own last day and counts no turnover.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from pos_app.domain.points import birthday_of

HOLIDAY_GRACE = 7
"""Days after a holiday on which its points are still given, for a shop that was closed."""

REFERRAL_GRACE = 60
"""Days after a referral fell due on which it is still paid: older ones are history."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """One kind of grant: ``points`` (hundredths) living ``expiry_days`` (None: for ever)."""

    on: bool = False
    points: int = 0
    expiry_days: int | None = 30

    @property
    def gives(self) -> bool:
        """Whether anything is given at all."""
        return self.on and self.points > 0

    def expires_on(self, today: date) -> date | None:
        """The last day, inclusive, of points given today."""
        return None if self.expiry_days is None else today + timedelta(days=self.expiry_days)


@dataclass(frozen=True, slots=True, kw_only=True)
class HolidayGrant:
    """Points for everybody on a holiday: every year on that day, or ``yearly`` off, that once."""

    day: date
    name: str = ""
    yearly: bool = True
    grant: Grant = Grant()

    def last_before(self, today: date) -> date:
        """The newest such day up to today; the day itself when it has not come yet."""
        if not self.yearly or today < self.day:
            return self.day
        this_year = birthday_of(self.day, today.year)
        return this_year if this_year <= today else birthday_of(self.day, today.year - 1)

    def due(self, today: date) -> date | None:
        """The holiday whose points are given today, if any."""
        when = self.last_before(today)
        fits = self.grant.gives and 0 <= (today - when).days <= HOLIDAY_GRACE
        return when if fits else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Grants:
    """All grants of a programme (R13).

    ``birthday_before`` and ``birthday_after`` are the window in days; a birth date counts that was
    known ``birthday_known_days`` before the birthday. ``adjust_ceiling`` (minor units of money): up
    to points worth this much a senior may give or take without asking.
    """

    welcome: Grant = Grant()
    birthday: Grant = Grant()
    questionnaire: Grant = Grant()
    referral: Grant = Grant()
    holidays: tuple[HolidayGrant, ...] = ()
    birthday_before: int = 7
    birthday_after: int = 7
    birthday_known_days: int = 14
    adjust_ceiling: int = 1_000

    def birthday_due(
        self, birthday: date, known_since: date, today: date, last: date | None = None
    ) -> bool:
        """Tell whether the birthday points are due today (R13).

        ``known_since`` is the day the birth date was entered, ``last`` the day such points were
        given last: between two grants lies a year less the window, so that a birth date changed
        later brings nothing twice.
        """
        if not self.birthday.gives or self._given_lately(today, last):
            return False
        years = (today.year - 1, today.year, today.year + 1)
        return any(self._in_window(birthday_of(birthday, y), known_since, today) for y in years)

    def _given_lately(self, today: date, last: date | None) -> bool:
        apart = 365 - self.birthday_before - self.birthday_after
        return last is not None and (today - last).days < apart

    def _in_window(self, celebrated: date, known_since: date, today: date) -> bool:
        near = -self.birthday_before <= (today - celebrated).days <= self.birthday_after
        return near and (celebrated - known_since).days >= self.birthday_known_days

    def holidays_due(self, today: date) -> tuple[tuple[date, HolidayGrant], ...]:
        """The holidays whose points are given today, and their days."""
        found = ((each.due(today), each) for each in self.holidays)
        return tuple((when, each) for when, each in found if when is not None)


NO_GRANTS = Grants()
"""Nothing but the defaults: all off."""


def referral_due_on(first_receipt: date, return_days: int) -> date:
    """The first day on which the newcomer's first receipt is out of the return window (R13)."""
    return first_receipt + timedelta(days=return_days + 1)


def referral_window(return_days: int, today: date) -> tuple[date, date]:
    """Return the first and last day of first receipts whose referral is paid today (R13)."""
    last = today - timedelta(days=return_days + 1)
    return last - timedelta(days=REFERRAL_GRACE), last
