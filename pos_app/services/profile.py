"""One person, whole: who it is, what was bought, points, cards, consents, contacts and notes.

Contacts are covered until somebody who may see them asks to; that look goes into the journal.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from pos_app.domain.card import Card
from pos_app.domain.certificate import Kind, refusal
from pos_app.domain.coupon import coupon_refusal
from pos_app.domain.customer import Account, Channel, Consent, Customer, Purpose
from pos_app.domain.events import Event
from pos_app.domain.points import Account as PointsAccount
from pos_app.domain.promotion import Promotion
from pos_app.domain.rhythm import top_share, usual_gap
from pos_app.domain.staff import Action, Right, right_for
from pos_app.domain.tier import Tier
from pos_app.services.certificates import domain_certificate
from pos_app.services.coupons import domain_coupon, rule_of
from pos_app.services.customers import (
    masked_email,
    masked_phone,
    present_consents,
)
from pos_app.services.loyalty import current_tier, points_account, window_turnover
from pos_app.services.people import known_customer
from pos_app.services.people_records import Contact, Household, PersonDetail, PersonNote
from pos_app.services.points_ports import MovementLine
from pos_app.services.points_statement import points_money
from pos_app.services.ports import UnitOfWork, UnitOfWorkFactory
from pos_app.services.profile_ports import (
    CardEvent,
    LotStory,
    ProfileReads,
    PurchaseFigures,
    PurchaseLine,
)
from pos_app.services.records import CouponRecord
from pos_app.services.session import Session, ensure_may
from pos_app.services.shop_book import ShopBook

FEWEST_BUYERS: Final = 20
"""People who bought anything from which on a place among them says something."""

BEST_HALF: Final = 50
"""Percent beyond which a place among the others is no news."""

MERGES_DEEP: Final = 1_000
"""People that may stand behind one by merging."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CardStory:
    """A card and the steps of its life, oldest first; ``replaces`` the number it came for."""

    card: Card
    events: tuple[CardEvent, ...]
    replaces: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedCoupon:
    """A coupon in the person's name (R21); ``refusal`` "" while it is of use."""

    code: str
    rule: Promotion
    state: str
    valid_from: date
    valid_to: date | None
    refusal: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedCertificate:
    """A certificate or store credit of the person (R22); ``refusal`` "" while it pays."""

    code: str
    kind: Kind
    amount: int
    balance: int
    valid_to: date | None
    refusal: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """All about one person as of ``today``; contacts covered while ``masked``.

    ``top`` is the best share (whole percent) of those who bought that the person belongs to, None
    when it says nothing; ``gap`` the days that usually pass between visits. ``members`` and
    ``merged`` name the others of the household and those merged into this person, by id.
    """

    customer: Customer
    masked: bool
    may_unmask: bool
    account: Account
    points: PointsAccount
    worth: int
    tier: Tier | None
    detail: PersonDetail
    contacts: tuple[Contact, ...]
    notes: tuple[PersonNote, ...]
    household: Household | None
    members: Mapping[int, str]
    referrer: tuple[int, str] | None
    merged: tuple[int, ...]
    consents: Mapping[tuple[Purpose, Channel | None], Consent]
    statements: tuple[Consent, ...]
    cards: tuple[CardStory, ...]
    coupons: tuple[NamedCoupon, ...]
    certificates: tuple[NamedCertificate, ...]
    purchases: tuple[PurchaseLine, ...]
    figures: PurchaseFigures
    lots: tuple[LotStory, ...]
    movements: tuple[MovementLine, ...]
    top: int | None
    gap: int | None
    today: date

    def consents_to(self, purpose: Purpose, channel: Channel | None) -> bool:
        """Whether the last statement about this is a consent."""
        said = self.consents.get((purpose, channel))
        return said is not None and said.given

    @property
    def average(self) -> int | None:
        """What a receipt comes to, half a unit up; None without any."""
        count = self.figures.receipts
        return (2 * self.figures.money + count) // (2 * count) if count else None

    @property
    def running(self) -> tuple[int, ...]:
        """The balance after each of ``movements``, which stand newest first."""
        balance, after = self.account.balance, []
        for line in self.movements:
            after.append(balance)
            balance -= line.amount
        return tuple(after)


class ProfileService:
    """Reads a person for the profile; remembers whose contacts who has uncovered."""

    def __init__(self, uow: UnitOfWorkFactory, reads: ProfileReads, book: ShopBook) -> None:
        self._uow = uow
        self._reads = reads
        self._book = book
        self._uncovered: set[tuple[int, int]] = set()

    def read(self, session: Session, customer_id: int) -> Profile:
        """All about one person; raises ``PosError("customer_unknown")``."""
        ensure_may(session, Action.CONTACT_MASKED)
        programme, now = self._book.current.programme, self._book.local_now()
        today = now.date()
        masked = (session.person_id, customer_id) not in self._uncovered
        with self._uow() as uow:
            customer = known_customer(uow, customer_id)
            account = uow.customers.account(customer_id)
            points = points_account(uow.points.lots(customer_id), account.balance)
            turnover = window_turnover(uow, account, programme, today)
            detail = uow.people.detail(customer_id)
            contacts = tuple(uow.people.contacts(customer_id))
            notes = tuple(uow.people.notes(customer_id))
            statements = tuple(uow.customers.consents(customer_id))
            cards = tuple(uow.cards.of_customer(customer_id))
            coupons = tuple(
                _coupon(uow, record, customer_id, now)
                for record in uow.coupons.of_customer(customer_id)
            )
            certificates = tuple(
                NamedCertificate(
                    code=one.code,
                    kind=one.kind,
                    amount=one.amount,
                    balance=one.balance,
                    valid_to=one.valid_to,
                    refusal=refusal(domain_certificate(one), today) or "",
                )
                for one in uow.certificates.of_customer(customer_id)
            )
            household, members = _household(uow, detail)
            merged = all_merged(uow, customer_id)
        others = [one for one in members if one != customer_id]
        named = [*others, *([customer.referrer_id] if customer.referrer_id is not None else [])]
        facts = self._reads.facts(customer_id, merged, today, named)
        return Profile(
            customer=_covered(customer) if masked else customer,
            masked=masked,
            may_unmask=right_for(session.role, Action.CONTACT_FULL) is Right.YES,
            account=account,
            points=points,
            worth=points_money(points.active(today), programme),
            tier=current_tier(account, turnover, programme, today),
            detail=detail,
            contacts=tuple(covered(one) for one in contacts) if masked else contacts,
            notes=notes,
            household=household,
            members={one: facts.names[one] for one in others},
            referrer=None
            if customer.referrer_id is None
            else (customer.referrer_id, facts.names[customer.referrer_id]),
            merged=merged,
            consents=present_consents(statements),
            statements=statements,
            cards=_stories(cards, facts.card_events),
            coupons=coupons,
            certificates=certificates,
            purchases=facts.purchases,
            figures=facts.figures,
            lots=facts.lots,
            movements=facts.movements,
            top=_top(account, facts.ahead, facts.buyers),
            gap=usual_gap(facts.figures.days),
            today=today,
        )

    def purchases(
        self, session: Session, profile: Profile, limit: int, offset: int
    ) -> Sequence[PurchaseLine]:
        """More receipts and returns of the person, newest first."""
        ensure_may(session, Action.CONTACT_MASKED)
        return self._reads.purchases((profile.customer.id, *profile.merged), limit, offset)

    def uncover(self, session: Session, customer_id: int) -> Profile:
        """Show the contacts to this person of the staff; the look is written down.

        Raises ``PosError`` ``not_allowed``, ``customer_unknown``.
        """
        ensure_may(session, Action.CONTACT_FULL)
        with self._uow() as uow:
            customer = known_customer(uow, customer_id)
            content = {"customer": customer.uuid}
            uow.record(Event(type="contact.viewed", content=content, person=session.person_uuid))
            uow.commit()
        self._uncovered.add((session.person_id, customer_id))
        return self.read(session, customer_id)

    def cover(self) -> None:
        """Cover all contacts again: another person was opened, or the page was left."""
        self._uncovered.clear()


def all_merged(uow: UnitOfWork, customer_id: int) -> tuple[int, ...]:
    """Everybody merged into a person, directly or over others, by id."""
    found, waiting = set[int](), [customer_id]
    while waiting and len(found) < MERGES_DEEP:
        fresh = set(uow.people.merged_from(waiting.pop())) - found - {customer_id}
        found |= fresh
        waiting.extend(fresh)
    return tuple(sorted(found))


def covered(contact: Contact) -> Contact:
    """A contact for those who need not use it; of an address nothing is left."""
    if contact.kind == "phone":
        return replace(contact, value=masked_phone(contact.value))
    if contact.kind == "email":
        return replace(contact, value=masked_email(contact.value))
    return replace(contact, value="•••")


def _covered(customer: Customer) -> Customer:
    return replace(customer, phone=masked_phone(customer.phone), email=masked_email(customer.email))


def _coupon(uow: UnitOfWork, record: CouponRecord, customer_id: int, now: datetime) -> NamedCoupon:
    known = domain_coupon(record, uow.coupons.uses_by(record.id, customer_id))
    return NamedCoupon(
        code=record.code,
        rule=rule_of(record),
        state=record.state,
        valid_from=record.valid_from,
        valid_to=record.valid_to,
        refusal=coupon_refusal(known, str(customer_id), now) or "",
    )


def _household(uow: UnitOfWork, detail: PersonDetail) -> tuple[Household | None, Sequence[int]]:
    if detail.household_id is None:
        return None, ()
    home = next((one for one in uow.people.households() if one.id == detail.household_id), None)
    return home, uow.people.members(detail.household_id)


def _stories(cards: Sequence[Card], events: Sequence[CardEvent]) -> tuple[CardStory, ...]:
    numbers = {card.id: card.number for card in cards}
    return tuple(
        CardStory(
            card=card,
            events=tuple(event for event in events if event.card_id == card.id),
            replaces=numbers.get(card.replaces_id or 0, ""),
        )
        for card in cards
    )


def _top(account: Account, ahead: int, buyers: int) -> int | None:
    if account.turnover <= 0 or buyers < FEWEST_BUYERS:
        return None
    share = top_share(ahead, buyers)
    return share if share <= BEST_HALF else None
