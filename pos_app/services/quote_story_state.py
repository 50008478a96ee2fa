"""The state of a story: people with their points and tiers, coupons, certificates, receipts."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from fractions import Fraction

from pos_app.domain import points as ledger
from pos_app.domain.coupon import Coupon
from pos_app.domain.pricing import Item, Programme
from pos_app.domain.promotion import Promotion
from pos_app.domain.refund import EarnTerms, SoldLine
from pos_app.domain.tier import Tier, turnover_in
from pos_app.services.quote_basket import Answer, Offer, number
from pos_app.services.quote_reader import Node


class Refused(Exception):
    """An event that may not happen; ``reason`` is a code of the format."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(slots=True)
class Person:
    """A customer: account, money paid by day, tier, receipts so far, uses of rules."""

    person_id: str
    account: ledger.Account = field(default_factory=ledger.Account)
    opening: int = 0
    paid: list[tuple[date, int]] = field(default_factory=list)
    tier: Tier | None = None
    groups: frozenset[str] = frozenset()
    birthday: date | None = None
    orders: int = 0
    used: dict[str, int] = field(default_factory=dict)
    earned_on: dict[date, int] = field(default_factory=dict)
    redeemed_on: dict[date, int] = field(default_factory=dict)

    def turnover(self, programme: Programme, today: date) -> int:
        """Return the tier turnover (R19); what stood at the start always counts."""
        return self.opening + turnover_in(self.paid, programme.turnover_window, today)


@dataclass(slots=True)
class StoryCoupon:
    """A coupon of the story: the paper, what it gives, who used it how often."""

    paper: Coupon
    rule: Promotion
    per_customer: int | None
    next_order: bool
    uses: dict[str, int] = field(default_factory=dict)
    issued_by: str | None = None

    @property
    def total(self) -> int:
        """Return how often it was used, net of restored uses."""
        return sum(self.uses.values())

    def extend_to(self, last: date | None) -> None:
        """Set the last day it may be used (R17)."""
        self.paper = replace(self.paper, valid_to=last)


@dataclass(slots=True)
class Certificate:
    """A gift certificate: money the shop owes (R22)."""

    card_id: str
    balance: int
    expires: date | None = None


@dataclass(slots=True)
class Receipt:
    """A completed sale with everything a return needs."""

    sale_id: str
    day: date
    person: Person
    lines: list[SoldLine]
    terms: EarnTerms
    own_lots: frozenset[str]
    draws: tuple[ledger.Draw, ...]
    card_id: str | None
    card_part: int
    codes: tuple[str, ...]
    rules: tuple[str, ...]
    counting: frozenset[str]
    tier_before: Tier | None
    raised_tier: bool = False
    parts: dict[str, Fraction] = field(default_factory=dict)
    restored: list[ledger.Draw] = field(default_factory=list)
    clawed: int = 0
    expired_counted: int = 0
    returns: int = 0
    complete: bool = False


@dataclass(slots=True)
class Happening:
    """One event while it is worked out."""

    node: Node
    event_id: str
    person: Person


@dataclass(slots=True)
class Row:
    """What an event changed."""

    total: int | None = None
    payable: int | None = None
    refund: int | None = None
    earned: int = 0
    spent: int = 0
    expired: int = 0
    adjusted: int = 0
    refused: str | None = None
    extra: Answer = field(default_factory=dict)

    def answer(self, event_id: str, person: Person, shop: Shop) -> Answer:
        """Return the row: the change and the state behind it."""
        row: Answer = {"event": event_id, "refused": self.refused is not None}
        if self.refused is not None:
            row["reason"] = self.refused
        for name in ("total", "payable", "refund"):
            if getattr(self, name) is not None:
                row[name] = getattr(self, name)
        for name in ("earned", "spent", "expired"):
            row[name] = number(getattr(self, name), 100)
        if self.adjusted:
            row["adjusted"] = number(self.adjusted, 100)
        return row | self.extra | shop.state(person)


@dataclass(slots=True)
class Shop:
    """Everything the story happens in."""

    offer: Offer
    items: dict[str, Item]
    people: dict[str, Person]
    default_person: Person
    coupons: dict[str, StoryCoupon]
    cards: dict[str, Certificate]
    now: datetime
    return_days: int | None
    receipts: dict[str, Receipt] = field(default_factory=dict)
    rule_uses: dict[str, int] = field(default_factory=dict)
    lots: int = 0

    @property
    def today(self) -> date:
        """Return the local day of the event."""
        return self.now.date()

    def person_of(self, node: Node) -> Person:
        """Return whom an event concerns: the one it names, else the customer of the story."""
        if not node.has("customer"):
            return self.default_person
        person_id = node.text("customer")
        if person_id not in self.people:
            self.people[person_id] = Person(person_id)
        return self.people[person_id]

    def grant(
        self,
        person: Person,
        points: int,
        *,
        source: str,
        dates: tuple[date, date | None],
        expires: date | None = None,
    ) -> str:
        """Give a lot of points (R11) and return its id."""
        self.lots += 1
        active_from, last = dates
        lot = ledger.Lot(
            lot_id=f"{self.lots:06d}",
            granted=points,
            left=points,
            earned_on=self.today,
            active_from=active_from,
            expires_on=last if expires is None else expires,
            source=source,
        )
        person.account = ledger.grant(person.account, lot)
        return lot.lot_id

    def debit(self, person: Person, points: int) -> None:
        """Take points off by a correction; what is missing is owed (R12)."""
        plan = ledger.debit(person.account, points, self.today)
        person.account = ledger.claw_back(person.account, plan)

    def expire(self, person: Person) -> int:
        """Post what ran out and return it."""
        draws = ledger.due_expiries(person.account, self.today)
        person.account = ledger.post_expiries(person.account, draws)
        return sum(draw.amount for draw in draws)

    def state(self, person: Person) -> Answer:
        """Return the state behind an event: points, tier, lots, uses and balances."""
        account, today = person.account, self.today
        return {
            "balance": number(account.balance(today), 100),
            "available": number(account.active(today), 100),
            "pending": number(account.pending(today), 100),
            "tier": None if person.tier is None else person.tier.name,
            "spent_total": person.turnover(self.offer.programme, today),
            "lots": [
                _lot(lot)
                for lot in ledger.spending_order(account.lots)
                if lot.left and not lot.is_expired(today)
            ],
            "uses": {code: coupon.total for code, coupon in self.coupons.items()},
            "balances": {card_id: card.balance for card_id, card in self.cards.items()},
        }


def _lot(lot: ledger.Lot) -> Answer:
    return {
        "points": number(lot.left, 100),
        "granted": number(lot.granted, 100),
        "earned": lot.earned_on.isoformat(),
        "active_from": lot.active_from.isoformat(),
        "expires": None if lot.expires_on is None else lot.expires_on.isoformat(),
        "source": lot.source,
    }
