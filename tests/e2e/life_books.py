"""What the books of a shop's life consist of: people, lots, coupons, certificates, receipts.

Imports nothing of the program. Money in minor units, points in hundredths, quantities in
thousandths.
"""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from tests.domain.rational_basket import Worked
from tests.domain.rational_goods import nearest

Json = dict[str, Any]
Rows = list[tuple[str, str, int]]
"""Money by kind, the certificate it is on ("" for none), and amount."""


def coins(amount: int, step: int) -> int:
    """A sum in coins of ``step``, half up."""
    return nearest(Fraction(amount, step)) * step if step > 1 else amount


def months_on(day: date, months: int) -> date:
    """The same day so many months on, or that month's last."""
    month = day.year * 12 + day.month - 1 + months
    for last in (day.day, 30, 29, 28):
        try:
            return date(month // 12, month % 12 + 1, min(last, day.day))
        except ValueError:
            continue
    raise AssertionError(day)


@dataclass(kw_only=True)
class Policy:
    """A programme in plain figures; ``tiers`` are (id, threshold), lowest first."""

    settings: Json
    tiers: list[tuple[str, int]] = field(default_factory=list)
    delay: int = 0
    expiry: int | None = None
    month_end: bool = False
    window: str = "all_time"
    restored_days: int = 14
    review_months: int | None = None

    def dates(self, day: date) -> tuple[date, date | None]:
        """First and last day of points earned on a day (R11)."""
        first = day + timedelta(days=self.delay)
        if self.month_end:
            return first, months_on(first.replace(day=1), 2) - timedelta(days=1)
        return first, None if self.expiry is None else first + timedelta(days=self.expiry)

    def height(self, tier: str | None) -> int:
        """The threshold of a tier; below everything for none."""
        return dict(self.tiers).get(tier or "", -1)

    def reached(self, turnover: int) -> str | None:
        """The highest tier a turnover reaches."""
        found = [name for name, least in self.tiers if turnover >= least]
        return found[-1] if found else None

    def higher(self, one: str | None, other: str | None) -> str | None:
        """The higher of two tiers."""
        return other if self.height(other) > self.height(one) else one

    def known(self, tier: str | None) -> str | None:
        """The tier, if there still is one of that name."""
        return tier if tier in dict(self.tiers) else None

    def begins(self, today: date) -> date | None:
        """The first day whose turnover counts."""
        if self.window == "all_time":
            return None
        if self.window == "calendar_year":
            return today.replace(month=1, day=1)
        leap = (today.month, today.day) == (2, 29)
        return today.replace(year=today.year - 1, day=28 if leap else today.day) + timedelta(days=1)


@dataclass(kw_only=True)
class Lot:
    """Points granted at once; ``number`` is their age.

    ``sale`` is the receipt they belong to, ``own`` says that they were earned by it.
    """

    number: int
    kind: str
    granted: int
    left: int
    earned: date
    first: date
    last: date | None
    sale: int | None = None
    expired: int = 0
    own: bool = False

    def over(self, today: date) -> bool:
        return self.last is not None and self.last < today

    def active(self, today: date) -> bool:
        return self.first <= today and not self.over(today)


@dataclass(kw_only=True)
class Person:
    """One customer's books; ``turns`` are (day, money)."""

    lots: list[Lot] = field(default_factory=list)
    owed: int = 0
    turns: list[tuple[date, int]] = field(default_factory=list)
    visits: int = 0
    tier: str | None = None
    since: date | None = None
    manual_until: date | None = None

    @property
    def balance(self) -> int:
        return sum(lot.left for lot in self.lots) - self.owed

    @property
    def turnover(self) -> int:
        return sum(money for _, money in self.turns)

    def active(self, today: date) -> int:
        return 0 if self.owed else sum(lot.left for lot in self.lots if lot.active(today))

    def in_window(self, policy: Policy, today: date, until: date = date.max) -> int:
        start = policy.begins(today)
        return sum(
            money for day, money in self.turns if (start is None or day >= start) and day <= until
        )

    def now(self, policy: Policy, today: date) -> str | None:
        """The tier of a receipt of today (R19)."""
        held = policy.known(self.tier)
        ended = self.manual_until is not None and today > self.manual_until
        return held if held and not ended else policy.reached(self.in_window(policy, today))

    def set_tier(self, tier: str | None, since: date, until: date | None = None) -> None:
        self.tier, self.since, self.manual_until = tier, since, until

    # -- points ------------------------------------------------------------------------------

    def fill(self, lot: Lot, amount: int) -> None:
        """Points that come: what is owed takes its part first (R12)."""
        paid = min(self.owed, amount)
        self.owed -= paid
        lot.left += amount - paid

    def queue(self, lots: Sequence[Lot]) -> list[Lot]:
        """Nearest last day first, then older (R11)."""
        return sorted(
            lots, key=lambda lot: (lot.last or date.max, lot.earned, lot.first, lot.number)
        )

    def take(self, lots: Sequence[Lot], amount: int) -> tuple[list[tuple[Lot, int]], int]:
        """Draw an amount from lots in this order; the draws and what was missing."""
        draws = []
        for lot in lots:
            part = min(lot.left, amount)
            if part:
                lot.left -= part
                amount -= part
                draws.append((lot, part))
        return draws, amount

    def spend(self, amount: int, today: date) -> list[tuple[Lot, int]]:
        lots = self.queue([lot for lot in self.lots if lot.active(today)])
        draws, missing = self.take(lots, amount)
        assert not missing
        return draws

    def lose(self, amount: int, today: date, but: Sequence[Lot] = ()) -> None:
        """A correction or a claw-back: what can be spent, what waits, and then below zero."""
        alive = [lot for lot in self.lots if not lot.over(today) and lot not in but]
        ready = self.queue([lot for lot in alive if lot.active(today)])
        waiting = self.queue([lot for lot in alive if not lot.active(today)])
        _, missing = self.take([*ready, *waiting], amount)
        self.owed += missing


@dataclass(kw_only=True)
class Coupon:
    """A coupon; ``rule`` is its benefit in the format of quotes, ``by`` who used it how often."""

    rule: Json
    first: date
    last: date | None
    most: int = 1
    each: int = 0
    owner: int | None = None
    uses: int = 0
    state: str = "issued"
    by: Tally[int] = field(default_factory=Tally)
    source: int | None = None

    def good(self, person: int | None, today: date) -> bool:
        """Whether it may be used by a person today (R21)."""
        if self.state == "void" or (self.most and self.uses >= self.most):
            return False
        if today < self.first or (self.last is not None and today > self.last):
            return False
        if person is None:
            return self.owner is None and not self.each
        if self.owner not in (None, person):
            return False
        return not self.each or self.by[person] < self.each


@dataclass(kw_only=True)
class Certificate:
    """Money owed by code."""

    kind: str
    amount: int
    balance: int
    last: date
    state: str = "active"
    sale: int | None = None

    def good(self, today: date) -> bool:
        return self.state == "active" and today <= self.last and self.balance > 0


@dataclass(kw_only=True)
class Wish:
    """What somebody buys: (sku, thousandths), money of certificates, and how they pay.

    ``card`` is the share (percent) of what is left that is charged to a bank card, ``over`` what
    is laid on the table beyond the cash due. ``back`` are goods brought back in exchange.
    """

    goods: list[tuple[str, int]]
    sold: list[int] = field(default_factory=list)
    person: int | None = None
    coupon: int | None = None
    points: int = 0
    certificates: list[int] = field(default_factory=list)
    card: int = 0
    over: int = 0


@dataclass(kw_only=True)
class Sale:
    """A receipt as a return must know it; lines are (thousandths, money, points spent)."""

    wish: Wish
    worked: Worked
    lines: list[tuple[int, int, int]]
    day: date
    person: int | None
    rows: Rows
    rounding: int
    total: int
    earned: int
    rules: dict[str, int]
    coupon: int | None
    policy: Policy
    tiers: tuple[str | None, str | None] = (None, None)
    draws: list[tuple[Lot, int]] = field(default_factory=list)
    undrawn: list[int] = field(default_factory=list)
    back: dict[int, int] = field(default_factory=dict)
    gone: dict[int, int] = field(default_factory=dict)
    cash_back: int = 0
    clawed: int = 0
    taken: int = 0
    money_back: int = 0

    @property
    def goods(self) -> int:
        """How many lines are goods; the certificates sold come after."""
        return len(self.wish.goods)

    @property
    def counting(self) -> int:
        """The money of goods: turnover."""
        return sum(money for _, money, _ in self.lines[: self.goods])

    def left(self, place: int) -> int:
        return self.lines[place][0] - self.back.get(place, 0)

    def parts(self) -> list[Fraction]:
        return [Fraction(self.back.get(n, 0), line[0]) for n, line in enumerate(self.lines)]


@dataclass(kw_only=True)
class Due:
    """A basket worked out before it is paid."""

    worked: Worked
    total: int
    spent: int
    earned: int
    limit: int
    rules: dict[str, int]
    coupon: int | None
    goods: int
