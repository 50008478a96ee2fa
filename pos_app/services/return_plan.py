"""A return worked out on the open transaction: the sheet, the preview, what is to be booked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from pos_app.domain.certificate import masked
from pos_app.domain.coupon import restored_until
from pos_app.domain.customer import Customer
from pos_app.domain.errors import PosError
from pos_app.domain.goods_return import GoodsReturn
from pos_app.domain.money import half_up
from pos_app.domain.quantity import ONE
from pos_app.domain.refund import (
    ReturnPlan,
    SoldLine,
    keep_points,
    part_of_quantity,
    plan_return,
)
from pos_app.domain.sale import Sale, SaleLine, Tender
from pos_app.domain.staff import Action
from pos_app.domain.tier import Tier, tier_after_return, tier_by_id
from pos_app.services.gestures import Gesture, GestureRoom, gesture_room
from pos_app.services.loyalty import current_tier, window_turnover
from pos_app.services.people import accounts_of
from pos_app.services.ports import UnitOfWork
from pos_app.services.programme_records import CertificateRecord
from pos_app.services.records import CouponRecord
from pos_app.services.refund_tenders import refunds
from pos_app.services.return_model import (
    CouponEffect,
    PastReturn,
    ReturnOrder,
    ReturnPreview,
    ReturnSheet,
    SheetLine,
)
from pos_app.services.return_points import PointsPlan, plan_points
from pos_app.services.sale_terms import SaleTerms, claimed, earn_terms, read_terms, sold_lines
from pos_app.services.shop_book import Book


@dataclass(frozen=True, slots=True, kw_only=True)
class TierChange:
    """The tier before and after; ``after`` equals ``before`` where nothing falls (R19)."""

    before: Tier | None
    after: Tier | None

    @property
    def falls(self) -> bool:
        """Whether the return undoes the raise of this very purchase."""
        return self.before != self.after


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """Everything a return changes, worked out and not yet written.

    ``quantities`` are the thousandths that come back now, by position of the line;
    ``certificates`` were sold on them and end with the return.
    """

    sale: Sale
    plan: ReturnPlan
    quantities: Mapping[int, int]
    refunds: tuple[Tender, ...]
    rounding: int
    points: PointsPlan | None
    customer: Customer | None
    turnover: int
    tier: TierChange | None
    certificates: tuple[CertificateRecord, ...]
    restored: tuple[tuple[CouponRecord, date | None], ...]
    issued: tuple[CouponRecord, ...]
    terms: SaleTerms
    late: bool
    tax_included: bool
    gesture: Gesture | None = None

    @property
    def balance_after(self) -> int:
        """The customer's points after it all, those of the gesture included; hundredths."""
        points = self.points.balance_after if self.points is not None else 0
        return points + (self.gesture.points if self.gesture is not None else 0)

    @property
    def action(self) -> Action:
        """What it needs a right for; who may go beyond the day's limit may take goods back."""
        if self.gesture is not None and self.gesture.over:
            return Action.GESTURE_ABOVE_LIMIT
        return Action.RETURN_LATE if self.late else Action.RETURN_WITH_RECEIPT

    @property
    def effects(self) -> tuple[CouponEffect, ...]:
        """What happens to coupons (R17)."""
        back = (
            CouponEffect(code=record.code, kind="restored", valid_to=until)
            for record, until in self.restored
        )
        gone = (
            CouponEffect(code=record.code, kind="used" if record.uses else "voided")
            for record in self.issued
        )
        return (*back, *gone)


class Receipt:
    """A receipt as it stands now: what was sold, what came back, whose points it moved."""

    def __init__(self, uow: UnitOfWork, book: Book, sale: Sale, today: date) -> None:
        self.uow = uow
        self.book = book
        self.sale = sale
        self.today = today
        self.terms = read_terms(sale, uow.returns.terms(sale.id), book.programme)
        self.returns: Sequence[GoodsReturn] = uow.returns.of_sale(sale.id)
        self.returned: Mapping[int, int] = uow.returns.returned(sale.id)
        self.tax_included = _tax_included(sale)
        claim = uow.returns.claim(sale.id)
        if claim is not None:
            lots = uow.points.lots_of_sale(sale.id)
            self.terms = claimed(self.terms, (lot.reason for lot in lots))
        self.lines = sold_lines(sale, self.terms, tax_included=self.tax_included)
        self.certificates = uow.certificates.of_sale(sale.id)
        buyer = claim.customer_id if claim is not None else sale.customer_id
        self.accounts = accounts_of(uow, buyer) if buyer is not None else ()
        """Whose purchase it was, then those whom that account was merged into (R23)."""
        self.customer_id = self.accounts[-1] if self.accounts else None

    @property
    def last_day(self) -> date:
        """The last local day of the return window."""
        bought = date.fromisoformat(self.sale.local_date)
        return bought + timedelta(days=self.book.programme.return_days)

    @property
    def late(self) -> bool:
        """Whether the return window is over."""
        return self.today > self.last_day

    def left(self, line: SaleLine) -> int:
        """Thousandths of a line that have not come back."""
        return line.quantity - self.returned.get(line.position, 0)

    def customer(self) -> Customer | None:
        """Whose purchase it was, or who holds that account now."""
        return None if self.customer_id is None else self.uow.customers.get(self.customer_id)

    def sheet(self) -> ReturnSheet:
        """The receipt as the return page shows it."""
        person = self.customer()
        tier, balance, visits = "", 0, 0
        if person is not None:
            account = self.uow.customers.account(person.id)
            turnover = window_turnover(self.uow, account, self.book.programme, self.today)
            now = current_tier(account, turnover, self.book.programme, self.today)
            tier = now.name if now is not None else ""
            balance, visits = account.balance, account.visits
        return ReturnSheet(
            sale=self.sale,
            lines=tuple(
                self._sheet_line(line, sold)
                for line, sold in zip(self.sale.lines, self.lines, strict=True)
                if line.quantity > 0
            ),
            returns=tuple(_past(back) for back in self.returns),
            late=self.late,
            last_day=self.last_day,
            customer_id=self.customer_id,
            customer=person.name if person is not None else "",
            card_number=self.sale.card_number or "",
            tier=tier,
            visits=visits,
            balance=balance,
            note=person.note if person is not None else "",
            gestures=self._room() if person is not None else None,
        )

    def _room(self) -> GestureRoom | None:
        room = gesture_room(self.uow, self.book, self.today)
        return room if room.offers else None

    def _sheet_line(self, line: SaleLine, sold: SoldLine) -> SheetLine:
        value = sold.money + line.points
        return SheetLine(
            position=line.position,
            name=line.name,
            unit=line.unit,
            quantity=line.quantity,
            left=self.left(line),
            money=value,
            unit_money=half_up(value * 1000, line.quantity),
            saved=line.gross - line.net - line.points,
            points=sold.shares["points_spent"],
            returnable=all(
                one.balance == one.amount for one in self.certificates if one.code == line.barcode
            ),
        )

    # --- working out -------------------------------------------------------------------------

    def parts_before(self) -> dict[str, Fraction]:
        """Which part of each line came back before."""
        return {
            str(line.position): Fraction(self.returned[line.position], line.quantity)
            for line in self.sale.lines
            if self.returned.get(line.position)
        }

    def work_out(self, order: ReturnOrder) -> Planned:
        """What the return of ``order`` does.

        Raises ``PosError``: ``return_empty``, ``return_too_much`` (name), ``line_unknown``,
        ``quantity_whole`` (name; a part of a piece), ``certificate_used``, ``gesture_unknown``.
        """
        before = self.parts_before()
        earned = self._earned()
        terms = earn_terms(self.sale, self.terms, earned)
        clawed = earned - keep_points(self.lines, before, terms) if earned else 0
        quantities = self._wanted(order)
        plan = plan_return(self.lines, before, self._parts(quantities), terms, clawed)
        earlier = [tender for back in self.returns for tender in back.refunds]
        money_before = sum(back.money for back in self.returns)
        tenders, rounding = refunds(
            self.sale, earlier, money_before, plan.refund, self.book.programme.cash_rounding
        )
        person = self.customer()
        turnover = self._turnover(plan)
        return Planned(
            sale=self.sale,
            plan=plan,
            quantities=quantities,
            refunds=tenders,
            rounding=rounding,
            points=self._points(plan, clawed) if person is not None else None,
            customer=person,
            turnover=turnover,
            tier=self._tier(person, turnover),
            certificates=self._voided(quantities),
            restored=self._restored(plan),
            issued=self._issued(plan),
            terms=self.terms,
            late=self.late,
            tax_included=self.tax_included,
            gesture=self._gesture(order.gesture, person),
        )

    def _gesture(self, kind: str, person: Customer | None) -> Gesture | None:
        if not kind:
            return None
        if person is None:
            raise PosError("gesture_unknown")
        return gesture_room(self.uow, self.book, self.today).offer(kind)

    def _earned(self) -> int:
        """What the receipt really got: with the sale, or when it was given to a person later."""
        lots = self.uow.points.lots_of_sale(self.sale.id)
        return sum(lot.granted for lot in lots if lot.kind == "sale")

    def _wanted(self, order: ReturnOrder) -> dict[int, int]:
        wanted: dict[int, int] = {}
        for item in order.items:
            if item.quantity:
                wanted[item.position] = wanted.get(item.position, 0) + item.quantity
        if not wanted:
            raise PosError("return_empty")
        by_position = {line.position: line for line in self.sale.lines}
        for position, quantity in wanted.items():
            line = by_position.get(position)
            if line is None:
                raise PosError("line_unknown")
            if not 0 < quantity <= self.left(line):
                raise PosError("return_too_much", name=line.name, left=self.left(line))
            if line.unit == "pcs" and quantity % ONE and quantity != self.left(line):
                raise PosError("quantity_whole", name=line.name)
        return wanted

    def _parts(self, quantities: Mapping[int, int]) -> dict[str, Fraction]:
        return {
            sold.line_id: part_of_quantity(sold, quantities[line.position])
            for line, sold in zip(self.sale.lines, self.lines, strict=True)
            if line.position in quantities
        }

    def _points(self, plan: ReturnPlan, clawed: int) -> PointsPlan:
        taken = sum(back.points_taken for back in self.returns)
        return plan_points(
            self.uow,
            self.sale,
            self.accounts,
            back=plan.shares["points_spent"],
            claw_back=plan.claw_back,
            expired_before=clawed - taken,
            keep_days=self.book.programme.restored_points_days,
            today=self.today,
        )

    def _turnover(self, plan: ReturnPlan) -> int:
        counting = {
            str(line.position)
            for line, kept in zip(self.sale.lines, self.terms.lines, strict=False)
            if kept.counts
        }
        return sum(refund.money for refund in plan.lines if refund.line_id in counting)

    def _tier(self, person: Customer | None, turnover: int) -> TierChange | None:
        if person is None:
            return None
        programme = self.book.programme
        account = self.uow.customers.account(person.id)
        now = window_turnover(self.uow, account, programme, self.today)
        before = current_tier(account, now, programme, self.today)
        raised_from = tier_by_id(self.terms.tier_before, programme.tiers)
        raised_to = tier_by_id(self.terms.tier_after, programme.tiers)
        until = account.tier_manual_until
        by_hand = until is not None and self.today <= until
        after = tier_after_return(
            before,
            raised_from,
            now - turnover,
            programme.tiers,
            raised=raised_from != raised_to
            and before == raised_to
            and not by_hand
            and len(self.accounts) == 1,
        )
        return TierChange(before=before, after=after)

    def _voided(self, quantities: Mapping[int, int]) -> tuple[CertificateRecord, ...]:
        """Gift certificates sold on the lines that come back; they must be untouched (R22)."""
        codes = {line.barcode for line in self.sale.lines if line.position in quantities}
        found = [one for one in self.certificates if one.code in codes]
        for one in found:
            if one.balance != one.amount:
                raise PosError("certificate_used", certificate=masked(one.code))
        return tuple(found)

    def _restored(self, plan: ReturnPlan) -> tuple[tuple[CouponRecord, date | None], ...]:
        if not plan.complete:
            return ()
        found = (self.uow.coupons.by_code(code) for code in self.terms.codes)
        return tuple(
            (record, restored_until(record.valid_to, self.today))
            for record in found
            if record is not None and record.state != "void" and record.uses
        )

    def _issued(self, plan: ReturnPlan) -> tuple[CouponRecord, ...]:
        if not plan.complete:
            return ()
        return tuple(
            record
            for record in self.uow.coupons.issued_by(self.sale.id)
            if record.state not in ("void", "expired")
        )


def _tax_included(sale: Sale) -> bool:
    return sum(line.net for line in sale.lines) == sale.total


def _past(back: GoodsReturn) -> PastReturn:
    return PastReturn(
        number=back.number,
        day=back.local_date,
        money=back.money,
        points_back=back.points_back,
        points_taken=back.points_taken,
    )


def preview_of(planned: Planned) -> ReturnPreview:
    """What the cashier sees before confirming (R18)."""
    plan, points = planned.plan, planned.points
    tier = planned.tier
    return ReturnPreview(
        line_money=tuple(
            (int(refund.line_id), refund.money + refund.shares["points"]) for refund in plan.lines
        ),
        money=plan.refund,
        rounding=planned.rounding,
        refunds=planned.refunds,
        points_money=plan.shares["points"],
        points_back=plan.shares["points_spent"] if points is not None else 0,
        points_taken=points.clawback.taken if points is not None else 0,
        points_expired=points.clawback.expired if points is not None else 0,
        balance_before=points.balance_before if points is not None else 0,
        balance_after=planned.balance_after,
        coupons=planned.effects,
        complete=plan.complete,
        action=planned.action,
        tier_after=tier.after.name if tier is not None and tier.after is not None else "",
        tier_falls=tier is not None and tier.falls,
        gesture=planned.gesture,
    )
