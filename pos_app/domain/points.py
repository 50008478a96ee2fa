"""Points as lots: availability by dates, spending order, rounding, expiry (R10–R13, R15, R16).

Amounts are hundredths of a point. A balance is a figure of the lots and of what is owed; nothing
here depends on a background job.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import MAXYEAR, MINYEAR, date, timedelta
from typing import Literal

from pos_app.domain.rounding import Rounding, round_to_step


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """Points granted at once (R11).

    ``granted`` is what the lot began with, ``left`` what is still in it. ``active_from`` and
    ``expires_on`` are local days, both inclusive; no ``expires_on`` means never.
    ``source`` names the receipt or grant it came from; ``expired`` is what was posted as expired.
    """

    lot_id: str
    granted: int
    left: int
    earned_on: date
    active_from: date
    expires_on: date | None = None
    source: str = ""
    expired: int = 0

    def is_expired(self, today: date) -> bool:
        """Tell whether the last day is over."""
        return self.expires_on is not None and today > self.expires_on

    def is_active(self, today: date) -> bool:
        """Tell whether its points may be spent today."""
        return self.active_from <= today and not self.is_expired(today)

    def is_pending(self, today: date) -> bool:
        """Tell whether its points wait for activation."""
        return today < self.active_from and not self.is_expired(today)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draw:
    """Points taken from (or, in a restoration, given to) one lot."""

    lot_id: str
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """The points of one person: lots, and what is owed after a claw-back (R12).

    ``owed`` is positive while the balance is below zero because of missing points.
    """

    lots: tuple[Lot, ...] = ()
    owed: int = 0

    def active(self, today: date) -> int:
        """Return what may be spent today; 0 while something is owed (R12)."""
        if self.owed:
            return 0
        return sum(lot.left for lot in self.lots if lot.is_active(today))

    def pending(self, today: date) -> int:
        """Return what waits for activation."""
        return sum(lot.left for lot in self.lots if lot.is_pending(today))

    def balance(self, today: date) -> int:
        """Return active and pending points less what is owed; it may be negative (R12)."""
        return sum(lot.left for lot in self.lots if not lot.is_expired(today)) - self.owed

    def expiring(self, today: date, until: date) -> int:
        """Return active points whose last day lies between today and ``until``, inclusive."""
        return sum(
            lot.left
            for lot in self.lots
            if lot.is_active(today) and lot.expires_on is not None and lot.expires_on <= until
        )


ExpiryBy = Literal["days", "month_end", "year_end"]
"""What ends the life of points: a number of days, or the end of a month or of a year."""


def lot_dates(
    earned_on: date,
    delay_days: int,
    expiry_days: int | None,
    *,
    by: ExpiryBy = "days",
    periods: int = 1,
) -> tuple[date, date | None]:
    """Return the first and the last day of a lot; expiry counts from activation (R11).

    By ``days`` the last day is ``expiry_days`` after the first, or never. Otherwise it is the last
    day of the month (of the year) that comes ``periods`` after that of the first day; 0 is the
    same month (the same year).
    """
    active_from = earned_on + timedelta(days=delay_days)
    if by == "year_end":
        return active_from, date(active_from.year + periods, 12, 31)
    if by == "month_end":
        return active_from, _end_of_month(active_from, periods)
    if expiry_days is None:
        return active_from, None
    return active_from, active_from + timedelta(days=expiry_days)


def _end_of_month(day: date, later: int) -> date:
    """Return the last day of the month ``later`` months after that of ``day``."""
    year, month = divmod(day.year * 12 + day.month + later, 12)
    return date(year, month + 1, 1) - timedelta(days=1)


def spending_order(lots: Iterable[Lot]) -> list[Lot]:
    """Return lots as they are spent: nearest expiry, then older; undated last (R11)."""
    return sorted(
        lots,
        key=lambda lot: (
            lot.expires_on is None,
            lot.expires_on or date.max,
            lot.earned_on,
            lot.active_from,
            lot.lot_id,
        ),
    )


def _take(order: Iterable[Lot], amount: int) -> tuple[list[Draw], int]:
    """Draw up to ``amount`` in order; return the draws and what was not found."""
    draws = []
    for lot in order:
        if not amount:
            break
        part = min(lot.left, amount)
        if part:
            draws.append(Draw(lot_id=lot.lot_id, amount=part))
            amount -= part
    return draws, amount


def apply_draws(lots: Iterable[Lot], draws: Iterable[Draw]) -> tuple[Lot, ...]:
    """Return the lots after the draws (several may concern one lot)."""
    taken: dict[str, int] = {}
    for draw in draws:
        taken[draw.lot_id] = taken.get(draw.lot_id, 0) + draw.amount
    return tuple(
        replace(lot, left=lot.left - taken[lot.lot_id]) if lot.lot_id in taken else lot
        for lot in lots
    )


def plan_spending(account: Account, amount: int, today: date) -> tuple[Draw, ...]:
    """Return which lots pay ``amount`` (R11).

    Raises:
        ValueError: more than the active points, or a negative amount.
    """
    if amount < 0:
        raise ValueError("points to spend must not be negative")
    if amount > account.active(today):
        raise ValueError("more points than active")
    order = spending_order(lot for lot in account.lots if lot.is_active(today))
    draws, _ = _take(order, amount)
    return tuple(draws)


def spend(account: Account, draws: Iterable[Draw]) -> Account:
    """Return the account after the draws."""
    return replace(account, lots=apply_draws(account.lots, draws))


def grant(account: Account, lot: Lot) -> Account:
    """Return the account with a new lot; what is owed is filled from it first (R12)."""
    filled = min(account.owed, lot.left)
    new = replace(lot, left=lot.left - filled)
    return Account(lots=(*account.lots, new), owed=account.owed - filled)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clawback:
    """Where points taken back come from (R15).

    ``draws`` name lots; ``expired`` had run out already and is not taken twice; ``owed`` makes
    the balance negative.
    """

    draws: tuple[Draw, ...]
    expired: int
    owed: int

    @property
    def taken(self) -> int:
        """Return what the account loses by it."""
        return sum(draw.amount for draw in self.draws) + self.owed


def plan_clawback(
    account: Account,
    own_lots: frozenset[str],
    amount: int,
    today: date,
    expired_before: int = 0,
) -> Clawback:
    """Return where ``amount`` is taken from (R15).

    First from what is left of the receipt's ``own_lots``; what of those had expired counts as
    taken, once (``expired_before``: how much of it earlier claw-backs counted). Then from other
    active lots, nearest expiry first, then from pending ones; what is missing still is owed.
    """
    own = spending_order(lot for lot in account.lots if lot.lot_id in own_lots)
    gone = [lot for lot in own if lot.is_expired(today)]
    alive = [lot for lot in own if not lot.is_expired(today)]
    draws, missing = _take(alive, amount)
    run_out = sum(lot.left for lot in gone) + sum(lot.expired for lot in own)
    expired = min(missing, max(0, run_out - expired_before))
    missing -= expired
    others = [
        lot for lot in account.lots if lot.lot_id not in own_lots and not lot.is_expired(today)
    ]
    order = [
        *spending_order(lot for lot in others if lot.is_active(today)),
        *spending_order(lot for lot in others if not lot.is_active(today)),
    ]
    more, missing = _take(order, missing)
    return Clawback(draws=(*draws, *more), expired=expired, owed=missing)


def claw_back(account: Account, plan: Clawback) -> Account:
    """Return the account after a claw-back; it may leave something owed (R12)."""
    lots = apply_draws(account.lots, plan.draws)
    return Account(lots=lots, owed=account.owed + plan.owed)


def debit(account: Account, amount: int, today: date) -> Clawback:
    """Return where a supervisor's correction takes points from: like a claw-back of no receipt."""
    return plan_clawback(account, frozenset(), amount, today)


@dataclass(frozen=True, slots=True, kw_only=True)
class Restoration:
    """Points going back to a lot they were spent from, and the last day they have then (R16)."""

    lot_id: str
    amount: int
    expires_on: date | None


def plan_restoration(
    spent: Sequence[Draw],
    restored: Sequence[Draw],
    lots: Iterable[Lot],
    amount: int,
    today: date,
    restored_points_days: int = 14,
) -> tuple[Restoration, ...]:
    """Return how ``amount`` spent points go back, the last used lot first (R16).

    ``spent`` are the draws of the receipt in their order, ``restored`` what went back before.
    An expiry that is past, or nearer than ``restored_points_days``, becomes that many days.

    Raises:
        ValueError: more than was spent and not yet given back.
    """
    known = {lot.lot_id: lot for lot in lots}
    done: dict[str, int] = {}
    for draw in restored:
        done[draw.lot_id] = done.get(draw.lot_id, 0) + draw.amount
    soonest = today + timedelta(days=restored_points_days)
    result = []
    for draw in reversed(spent):
        before = min(draw.amount, done.get(draw.lot_id, 0))
        done[draw.lot_id] = done.get(draw.lot_id, 0) - before
        part = min(draw.amount - before, amount)
        if part:
            last = known[draw.lot_id].expires_on
            last = last if last is None or last >= soonest else soonest
            result.append(Restoration(lot_id=draw.lot_id, amount=part, expires_on=last))
            amount -= part
    if amount:
        raise ValueError("more points than were spent")
    return tuple(result)


def restore(account: Account, plan: Iterable[Restoration], lot_prefix: str, today: date) -> Account:
    """Return the account with spent points back (R16).

    A part whose last day stays goes into its lot; one that gets a new last day becomes a lot of
    its own, ``lot_prefix`` with a running number, so that what else is in the old lot keeps its
    date; it counts as of ``today``, and is active at once, even where the clock was turned back to
    before the old one was.
    What is owed is filled first (R12).
    """
    for number, part in enumerate(plan, start=1):
        old = next(lot for lot in account.lots if lot.lot_id == part.lot_id)
        filled = min(account.owed, part.amount)
        if part.expires_on == old.expires_on:
            back = replace(old, left=old.left + part.amount - filled)
            lots = tuple(back if lot.lot_id == old.lot_id else lot for lot in account.lots)
        else:
            new = replace(
                old,
                lot_id=f"{lot_prefix}{number}",
                granted=part.amount,
                left=part.amount - filled,
                earned_on=today,
                active_from=min(old.active_from, today),
                expires_on=part.expires_on,
            )
            lots = (*account.lots, new)
        account = Account(lots=lots, owed=account.owed - filled)
    return account


def due_expiries(account: Account, today: date) -> tuple[Draw, ...]:
    """Return the expiry entries to post when the day is opened; posting them twice finds none."""
    return tuple(
        Draw(lot_id=lot.lot_id, amount=lot.left)
        for lot in account.lots
        if lot.left and lot.is_expired(today)
    )


def post_expiries(account: Account, draws: Iterable[Draw]) -> Account:
    """Return the account after expiry entries were posted."""
    gone = {draw.lot_id: draw.amount for draw in draws}
    lots = tuple(
        replace(lot, left=lot.left - gone[lot.lot_id], expired=lot.expired + gone[lot.lot_id])
        if lot.lot_id in gone
        else lot
        for lot in account.lots
    )
    return replace(account, lots=lots)


def round_earned(numerator: int, denominator: int, step: int = 100, mode: Rounding = "down") -> int:
    """Round the exact fraction of points of a receipt once, to the step (R10)."""
    return round_to_step(numerator, denominator, step, mode)


LimitedBy = Literal["balance", "share", "min_money"]


def spending_limit(
    active: int,
    eligible: int,
    *,
    value: int = 100,
    per: int = 1,
    share: int = 10_000,
    min_money: int = 0,
) -> tuple[int, LimitedBy]:
    """Return the money that may be paid with points and which rule sets it (R8).

    ``active`` hundredths are worth ``value`` minor units per ``per`` points; ``eligible`` is the
    money points may pay for after discounts, ``share`` the part of it in basis points.
    """
    limits: tuple[tuple[int, LimitedBy], ...] = (
        (eligible - min_money, "min_money"),
        (eligible * share // 10_000, "share"),
        (active * value // (100 * per), "balance"),
    )
    money, rule = min(limits, key=lambda limit: limit[0])
    return max(0, money), rule


def birthday_in_window(birthday: date, today: date, before: int = 7, after: int = 7) -> bool:
    """Tell whether today lies within ``before`` days ahead of and ``after`` past a birthday (R13).

    29 February counts as 28 February in a common year.
    """
    return any(
        -before <= (today - birthday_of(birthday, year)).days <= after
        for year in (today.year - 1, today.year, today.year + 1)
        if MINYEAR <= year <= MAXYEAR
    )


def birthday_of(birthday: date, year: int) -> date:
    """Return the day a birthday is kept in ``year``; 29 February counts as the 28th (R13)."""
    if (birthday.month, birthday.day) == (2, 29):
        return date(year, 2, 28)
    return date(year, birthday.month, birthday.day)
