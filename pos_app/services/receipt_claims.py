"""A receipt given to a person later on its day: once, by a supervisor, with a reason (R9)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from pos_app.domain.errors import PosError
from pos_app.domain.events import Event
from pos_app.domain.points import round_earned
from pos_app.domain.pricing import Programme
from pos_app.domain.sale import Sale
from pos_app.domain.staff import Action, Approval
from pos_app.domain.tier import tier_after_sale
from pos_app.services import checks
from pos_app.services.approvals import Permissions
from pos_app.services.loyalty import (
    CustomerSheet,
    Movement,
    count_turnover,
    earn_points,
    read_sheet,
)
from pos_app.services.people import account_holder
from pos_app.services.ports import Clock, EventSink, IdSource, UnitOfWork, UnitOfWorkFactory
from pos_app.services.programme_records import ReceiptClaim
from pos_app.services.sale_terms import SaleTerms, claim_mark, multiplied, read_terms
from pos_app.services.session import Session
from pos_app.services.shop_book import ShopBook

_REASON = checks.text(120, required=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """What a receipt brought: points (hundredths), turnover (minor units), the tier after it."""

    number: int
    points: int
    turnover: int
    tier: str


class ClaimService:
    """Receipts without a customer, given to one afterwards."""

    def __init__(
        self,
        uow: UnitOfWorkFactory,
        book: ShopBook,
        permissions: Permissions,
        clock: Clock,
        ids: IdSource,
        sink: EventSink,
    ) -> None:
        self._uow = uow
        self._book = book
        self._permissions = permissions
        self._clock = clock
        self._ids = ids
        self._sink = sink

    def attach(
        self,
        session: Session,
        customer_id: int,
        number: int,
        reason: str,
        *,
        till: str = "",
        approval: Approval | None = None,
    ) -> Claimed:
        """Give a receipt of today to a person: what it would have earned then, and its turnover.

        Discounts stay as they were paid. ``till`` "" is this till; ``event_ref`` of the approval
        is the receipt's uuid. Raises :class:`NeedsApproval`, ``PosError`` ``receipt_unknown``,
        ``receipt_owned``, ``receipt_other_day``, ``receipt_returned``, ``receipt_claimed``,
        ``card_blocked``, ``customer_unknown``, ``setting_invalid`` (field ``reason``).
        """
        why: str = _REASON("reason", reason)
        book, now = self._book.current, self._clock.now()
        today = book.local(now).date()
        with self._uow() as uow:
            sale = _attachable(uow, till or book.settings.till.id, number, today.isoformat())
        approver = self._permissions.require(
            session, Action.ATTACH_CARD_DAY, event_ref=sale.uuid, approval=approval
        )
        with self._uow() as uow:
            sale = _attachable(uow, sale.till, number, today.isoformat())
            customer_id = account_holder(uow, customer_id)
            sheet = _sheet(uow, customer_id, book.programme, today)
            points, turnover = worth_of(sale, uow.returns.terms(sale.id), book.programme, sheet)
            uow.returns.add_claim(
                ReceiptClaim(
                    uuid=self._ids.uuid(),
                    sale_id=sale.id,
                    customer_id=customer_id,
                    customer_uuid=sheet.customer.uuid,
                    person_id=session.person_id,
                    approver_id=approver.id if approver is not None else None,
                    at=now,
                    reason=why,
                )
            )
            movement = Movement(
                sale_id=sale.id,
                at=now,
                local_day=today,
                person_id=session.person_id,
                reference=sale.uuid,
            )
            reached = tier_after_sale(sheet.tier, sheet.turnover + turnover, book.programme.tiers)
            mark = claim_mark(multiplier_of(sheet), sheet.tier, reached)
            earn_points(uow, self._ids, sheet, points, book.programme, movement, mark)
            tier = count_turnover(uow, self._ids, sheet, turnover, book.programme, movement)
            content = {
                "sale": sale.uuid,
                "number": sale.number,
                "customer": sheet.customer.uuid,
                "points": points,
                "reason": why,
            }
            uow.record(
                Event(
                    type="receipt.attached",
                    content=content,
                    person=session.person_uuid,
                    approver=approver.uuid if approver is not None else None,
                )
            )
            uow.commit()
        self._sink.changed("customer", str(customer_id))
        return Claimed(
            number=sale.number,
            points=points,
            turnover=turnover,
            tier=tier.name if tier is not None else "",
        )


def _attachable(uow: UnitOfWork, till: str, number: int, today: str) -> Sale:
    sale = uow.sales.by_number(till, number)
    if sale is None:
        raise PosError("receipt_unknown")
    if sale.customer_id is not None:
        raise PosError("receipt_owned")
    if sale.local_date != today:
        raise PosError("receipt_other_day")
    if uow.returns.of_sale(sale.id):
        raise PosError("receipt_returned")
    if uow.returns.claim(sale.id) is not None:
        raise PosError("receipt_claimed")
    return sale


def _sheet(uow: UnitOfWork, customer_id: int, programme: Programme, today: date) -> CustomerSheet:
    sheet = read_sheet(uow, customer_id, None, programme, today)
    cards = uow.cards.of_customer(customer_id)
    if not sheet.benefits or (cards and not any(card.gives_benefits for card in cards)):
        raise PosError("card_blocked")
    return sheet


def worth_of(
    sale: Sale, terms: str | None, programme: Programme, sheet: CustomerSheet
) -> tuple[int, int]:
    """Points (hundredths) and turnover (minor units) a stored sale brings this person (R9, R10).

    The exact fractions of the day stand with the sale; the person's tier multiplies them, and the
    caps of receipt and day hold.
    """
    kept = multiplied(read_terms(sale, terms, programme), multiplier_of(sheet))
    exact = sum((Fraction(*line.earned) for line in kept.lines), Fraction(*kept.per_order))
    points = round_earned(exact.numerator, exact.denominator, kept.step, kept.rounding)
    return _capped(points, programme, sheet.facts.earned_today), _counting(sale, kept)


def multiplier_of(sheet: CustomerSheet) -> int:
    """What the person's tier multiplies points by, in basis points."""
    return 10_000 if sheet.tier is None else sheet.tier.multiplier


def _capped(points: int, programme: Programme, earned_today: int) -> int:
    limits = [points]
    if programme.max_points_per_receipt is not None:
        limits.append(programme.max_points_per_receipt)
    if programme.max_points_per_day is not None:
        limits.append(max(0, programme.max_points_per_day - earned_today))
    return min(limits)


def _counting(sale: Sale, terms: SaleTerms) -> int:
    """The money of a sale that is turnover: all but lines that do not count (R19)."""
    pairs = zip(sale.lines, terms.lines, strict=False)
    return sale.total - sum(line.net for line, kept in pairs if not kept.counts)
