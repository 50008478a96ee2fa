"""What a programme would have cost on the shop's own receipts of twelve months (R31).

Every receipt of a known customer is priced again by the engine of the till, in the order of time,
under the programme that is asked about: tiers rise and are reviewed, points are granted, wait,
are spent and lapse. Customers are taken to pay with points on every visit, as far as the rules let
them; they begin without points and with the turnover they had. So the figure is the dear side of
the truth.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Final

from pos_app.domain.points import (
    Account,
    Lot,
    due_expiries,
    grant,
    plan_spending,
    post_expiries,
    spend,
)
from pos_app.domain.pricing import (
    MAX,
    Basket,
    CustomerFacts,
    PricedBasket,
    Programme,
    counting_money,
    price,
)
from pos_app.domain.tier import Tier, tier_after_sale, tier_at_review, tier_for, turnover_in
from pos_app.services.programme_example import promised_rate
from pos_app.services.replay_book import Going, ReplayBook, ReplaySale, ReplaySource, read_book

FULL: Final = 10_000
MOST_RECEIPTS: Final = 3_000
"""About so many receipts are replayed; a larger shop is known by a part of its customers."""

YEAR: Final = timedelta(days=365)


@dataclass(frozen=True, slots=True, kw_only=True)
class TierCost:
    """What the receipts of one tier gave: ``discount`` and ``points`` (their cost), minor units."""

    receipts: int = 0
    discount: int = 0
    points: int = 0

    @property
    def cost(self) -> int:
        """Both together."""
        return self.discount + self.points


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayResult:
    """A year under a programme; money in minor units, for the whole shop.

    ``used`` receipts were replayed, of every ``every``-th customer. ``granted`` is what the points
    given are worth, of which ``redeemed`` were paid with, ``lapsed`` ran out and the rest are
    still owed. ``expected`` (basis points) is the part of what has ended that was spent, and so
    expected of all. ``taken`` is the money these customers paid. ``plain_cost`` is what a plain
    discount card that promises the same would have given.
    """

    receipts: int
    with_customer: int
    customers: int
    used: int
    every: int
    taken: int = 0
    discount: int = 0
    granted: int = 0
    redeemed: int = 0
    lapsed: int = 0
    expected: int = FULL
    by_tier: Mapping[str, TierCost] = field(default_factory=dict)
    plain_cost: int = 0

    @property
    def points_cost(self) -> int:
        """The points granted, as far as they are expected to be spent."""
        return sum(each.points for each in self.by_tier.values())

    @property
    def cost(self) -> int:
        """Discounts and points together."""
        return self.discount + self.points_cost

    @property
    def owed(self) -> int:
        """What granted points are still worth to customers at the end (the liability)."""
        return self.granted - self.redeemed - self.lapsed


class ProgrammeReplay:
    """Keeps the receipts once read, and replays them as often as asked."""

    def __init__(self, source: ReplaySource, most: int = MOST_RECEIPTS) -> None:
        self._source = source
        self._most = most
        self._book: ReplayBook | None = None

    def forget(self) -> None:
        """Read the receipts again next time."""
        self._book = None

    def run(self, programme: Programme, today: date, going: Going) -> ReplayResult | None:
        """The year that ends ``today`` under a programme; None when asked to stop.

        Promotions of the programme are left aside. Raises ``EnvironmentProblem``.
        """
        book = self._book
        if book is None or book.until != today:
            book = read_book(self._source, today - YEAR, today, self._most, going)
            if book is None:
                return None
            self._book = book
        return replay(book, programme, going)


def replay(book: ReplayBook, programme: Programme, going: Going) -> ReplayResult | None:
    """The receipts of a book under a programme; None when asked to stop."""
    year = _Year(book, programme)
    for done, sale in enumerate(book.sales):
        if not going(done, len(book.sales)):
            return None
        year.add(sale)
    return year.result()


@dataclass(slots=True)
class _Customer:
    """One person while the year goes by."""

    payments: list[tuple[date, int]]
    account: Account = field(default_factory=Account)
    tier: Tier | None = None
    since: date | None = None
    day: date | None = None
    earned_today: int = 0
    spent_today: int = 0


@dataclass(slots=True)
class _Sums:
    receipts: int = 0
    discount: int = 0
    granted: int = 0


class _Year:
    """The replay in the making."""

    def __init__(self, book: ReplayBook, programme: Programme) -> None:
        self._book = book
        self._rules = replace(programme, promotions=(), cash_rounding=0)
        self._plain = plain_card(programme)
        self._people: dict[int, _Customer] = {}
        self._tiers: dict[str, _Sums] = {}
        self._taken = self._spent = self._plain_cost = 0

    def add(self, sale: ReplaySale) -> None:
        """Let a customer buy again."""
        person = self._person(sale)
        day = sale.moment.date()
        self._begin_day(person, day)
        facts = CustomerFacts(
            customer_id=str(sale.customer_id),
            tier_id=person.tier.tier_id if person.tier is not None else None,
            active_points=person.account.active(day),
            earned_today=person.earned_today,
            redeemed_today=person.spent_today,
            turnover=turnover_in(person.payments, self._rules.turnover_window, day),
        )
        basket = Basket(
            lines=sale.lines,
            customer=facts,
            coupons=sale.coupons,
            order_discount=sale.order_discount,
            redeem=MAX if facts.active_points else 0,
        )
        priced = price(basket, replace(self._rules, promotions=sale.promotions), sale.moment)
        self._book_receipt(person, basket, priced, day)
        if self._plain is not None:
            plain = replace(self._plain, promotions=sale.promotions)
            alone = replace(basket, redeem=0)
            self._plain_cost += price(alone, plain, sale.moment).card_discount

    def result(self) -> ReplayResult:
        """The year's sums, for the whole shop."""
        book, scaled = self._book, self._book.scaled
        lapsed = sum(self._lapsed(person) for person in self._people.values())
        granted = sum(each.granted for each in self._tiers.values())
        ended = self._spent + lapsed
        expected = FULL if not ended else self._spent * FULL // ended
        tiers = {
            tier_id: TierCost(
                receipts=scaled(each.receipts),
                discount=scaled(each.discount),
                points=scaled(self._worth(each.granted) * expected // FULL),
            )
            for tier_id, each in self._tiers.items()
        }
        discount = sum(each.discount for each in tiers.values())
        return ReplayResult(
            receipts=book.year.receipts,
            with_customer=book.year.with_customer,
            customers=book.year.customers,
            used=len(book.sales),
            every=book.every,
            taken=scaled(self._taken),
            discount=discount,
            granted=scaled(self._worth(granted)),
            redeemed=scaled(self._worth(self._spent)),
            lapsed=scaled(self._worth(lapsed)),
            expected=expected,
            by_tier=tiers,
            plain_cost=discount if self._plain is None else scaled(self._plain_cost),
        )

    # --- one receipt -------------------------------------------------------------------------

    def _person(self, sale: ReplaySale) -> _Customer:
        person = self._people.get(sale.customer_id)
        if person is None:
            person = _Customer(payments=list(self._book.before.get(sale.customer_id, ())))
            day = sale.moment.date()
            reached = turnover_in(person.payments, self._rules.turnover_window, day)
            person.tier, person.since = tier_for(reached, self._rules.tiers), day
            self._people[sale.customer_id] = person
        return person

    def _begin_day(self, person: _Customer, day: date) -> None:
        if person.day == day:
            return
        person.day, person.earned_today, person.spent_today = day, 0, 0
        review = self._rules.tier_review
        if review is None or person.since is None:
            return
        while (due := review.next_after(person.since)) <= day:
            turnover = turnover_in(person.payments, self._rules.turnover_window, due)
            person.tier = tier_at_review(person.tier, turnover, self._rules.tiers)
            person.since = due

    def _book_receipt(
        self, person: _Customer, basket: Basket, priced: PricedBasket, day: date
    ) -> None:
        sums = self._tiers.setdefault(priced.tier_id or "", _Sums())
        points = priced.points
        sums.receipts += 1
        sums.discount += priced.card_discount
        sums.granted += points.earned
        self._taken += priced.to_pay
        self._spent += points.spent
        if points.spent:
            draws = plan_spending(person.account, points.spent, day)
            person.account = spend(person.account, draws)
        if points.earned:
            person.account = grant(person.account, self._lot(points.earned, day, person))
        person.earned_today += points.earned
        person.spent_today += points.spent
        person.payments.append((day, counting_money(basket, priced)))
        turnover = turnover_in(person.payments, self._rules.turnover_window, day)
        after = tier_after_sale(person.tier, turnover, self._rules.tiers)
        if after != person.tier:
            person.tier, person.since = after, day

    def _lot(self, amount: int, day: date, person: _Customer) -> Lot:
        active_from, expires_on = self._rules.lot_dates(day)
        return Lot(
            lot_id=f"{len(person.account.lots):06d}",
            granted=amount,
            left=amount,
            earned_on=day,
            active_from=active_from,
            expires_on=expires_on,
        )

    def _lapsed(self, person: _Customer) -> int:
        draws = due_expiries(person.account, self._book.until)
        return sum(lot.expired for lot in post_expiries(person.account, draws).lots)

    def _worth(self, points: int) -> int:
        return points * self._rules.point_value // (100 * self._rules.point_value_per)


def plain_card(programme: Programme) -> Programme | None:
    """The plain discount card that promises the same; None where the programme is one already.

    What is off and what comes back are added, tier by tier. Without tiers everybody has it.
    """
    if not programme.earn_rules:
        return None
    tiers = programme.tiers or (Tier(tier_id="plain"),)
    return replace(
        programme,
        promotions=(),
        earn_rules=(),
        tiers=tuple(
            replace(tier, discount=promised_rate(programme, tier), base=FULL) for tier in tiers
        ),
    )
