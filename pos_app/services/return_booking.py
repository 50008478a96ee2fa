"""Everything a confirmed return changes, inside one transaction (R14–R19, R22)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from pos_app.domain.events import Event
from pos_app.domain.goods_return import GoodsReturn, ReturnLine
from pos_app.domain.refund import LineRefund
from pos_app.domain.sale import SaleLine, Tender, TenderKind
from pos_app.services import snapshots
from pos_app.services.certificates import Moment, refund_to
from pos_app.services.documents import JobKind
from pos_app.services.gestures import CouponGift, coupon_gift, give_points
from pos_app.services.loyalty import Movement
from pos_app.services.ports import IdSource, UnitOfWork
from pos_app.services.programme_records import CertificateEntry, RuleUse
from pos_app.services.receipt_builder import tax_names
from pos_app.services.records import PrintJobRow, TurnoverEntry
from pos_app.services.refund_tenders import EXCHANGE
from pos_app.services.return_model import TO_STOCK, ReturnOrder
from pos_app.services.return_plan import Planned
from pos_app.services.return_points import book_points
from pos_app.services.return_slip import ReturnFacts, slip_of_return
from pos_app.services.session import Session
from pos_app.services.shop_book import Book


@dataclass(frozen=True, slots=True, kw_only=True)
class Hand:
    """Who books when, and on which shift; ``approver`` is the second person's (id, uuid)."""

    session: Session
    book: Book
    ids: IdSource
    at: datetime
    shift_id: int
    till: str
    approver: tuple[int, str] | None = None


class Booking:
    """Writes one return: its record, the ledgers, coupons, slip and journal."""

    def __init__(self, uow: UnitOfWork, hand: Hand, planned: Planned, order: ReturnOrder) -> None:
        self._uow = uow
        self._hand = hand
        self._planned = planned
        self._order = order
        self._today = hand.book.local(hand.at).date()
        self._coupon = self._coupon_gift()

    def write(
        self, refunds: tuple[Tender, ...] | None = None, exchange_uuid: str | None = None
    ) -> GoodsReturn:
        """Book it; ``refunds`` replace the planned ones in an exchange, whose slip shows it all."""
        paid = self._planned.refunds if refunds is None else refunds
        number = self._uow.returns.next_number(self._hand.till)
        back = self._record(number, paid, exchange_uuid)
        return_id = self._uow.returns.add(back)
        self._points()
        self._turnover()
        self._coupons()
        self._rules(return_id)
        self._certificates(return_id, paid)
        self._gesture(back)
        if exchange_uuid is None:
            self._queue(back)
        if self._coupon is not None:
            self._print(JobKind.COUPON, self._coupon.slip.code, back.slip)
        self._journal(back)
        return back

    def _record(
        self, number: int, paid: tuple[Tender, ...], exchange_uuid: str | None
    ) -> GoodsReturn:
        planned, hand, plan = self._planned, self._hand, self._planned.plan
        lines = self._lines()
        points = planned.points
        person = planned.customer
        slip = slip_of_return(
            planned,
            tax_sums(lines, included=planned.tax_included),
            paid,
            ReturnFacts(
                number=number,
                at=hand.at,
                till=hand.till,
                cashier=hand.session.person.name,
                book=hand.book,
                journal_head=self._uow.journal.head(),
                tax_names=tax_names(self._uow.products.taxes()),
                coupon=self._coupon.slip if self._coupon is not None else None,
            ),
        )
        return GoodsReturn(
            id=0,
            uuid=self._order.uuid,
            till=hand.till,
            number=number,
            shift_id=hand.shift_id,
            person_id=hand.session.person_id,
            approver_id=hand.approver[0] if hand.approver is not None else None,
            at=hand.at,
            local_date=self._today.isoformat(),
            sale_id=planned.sale.id,
            exchange_uuid=exchange_uuid,
            customer_id=person.id if person is not None else None,
            customer_uuid=person.uuid if person is not None else None,
            lines=lines,
            refunds=paid,
            money=plan.refund,
            points_money=plan.shares["points"],
            points_back=sum(p.amount for p in points.restored) if points is not None else 0,
            points_taken=points.clawback.taken if points is not None else 0,
            tax=sum(line.tax for line in lines),
            tax_included=planned.tax_included,
            rounding=sum(tender.amount for tender in paid) - plan.refund,
            note=self._order.note,
            slip=snapshots.dump(slip),
        )

    def _lines(self) -> tuple[ReturnLine, ...]:
        sold = {str(line.position): line for line in self._planned.sale.lines}
        return tuple(
            self._line(place, sold[refund.line_id], refund)
            for place, refund in enumerate(self._planned.plan.lines)
        )

    def _line(self, place: int, sold: SaleLine, refund: LineRefund) -> ReturnLine:
        shares = refund.shares
        taxes = tuple((rate, shares[f"tax{n}"]) for n, (rate, _) in enumerate(sold.taxes))
        tax = sum(amount for _, amount in taxes)
        return ReturnLine(
            position=place,
            line_id=sold.line_id,
            product_id=sold.product_id,
            sku=sold.sku,
            name=sold.name,
            unit=sold.unit,
            quantity=self._planned.quantities[sold.position],
            unit_price=sold.unit_price,
            gross=shares["gross"],
            sale_id=self._planned.sale.id,
            sale_position=sold.position,
            promotion=shares["promotion"],
            card=shares["card"],
            manual=shares["manual"],
            coupon=shares["coupon"],
            order=shares["order"],
            points=shares["points"],
            net=refund.money if self._planned.tax_included else refund.money - tax,
            tax=tax,
            taxes=taxes,
            reason=self._order.reason,
            condition=self._order.condition,
            to_stock=self._order.condition in TO_STOCK,
            group_code=sold.group_code,
        )

    # --- the customer ------------------------------------------------------------------------

    def _points(self) -> None:
        if self._planned.points is not None:
            book_points(
                self._uow,
                self._hand.ids,
                self._planned.points,
                sale_id=self._planned.sale.id,
                person_id=self._hand.session.person_id,
                at=self._hand.at,
            )

    def _turnover(self) -> None:
        """Lower the turnover on the day of the purchase, and the tier where R19 says so."""
        person, sale = self._planned.customer, self._planned.sale
        if person is None:
            return
        if self._planned.turnover:
            self._uow.customers.add_turnover(
                TurnoverEntry(
                    uuid=self._hand.ids.uuid(),
                    customer_id=person.id,
                    amount=-self._planned.turnover,
                    local_day=_day(sale.local_date),
                    at=self._hand.at,
                    sale_id=sale.id,
                    reason="return",
                )
            )
        tier = self._planned.tier
        if tier is not None and tier.falls:
            after = tier.after.tier_id if tier.after is not None else None
            self._uow.customers.set_tier(person.id, after, self._today)

    def _coupons(self) -> None:
        at = self._hand.at
        for record, until in self._planned.restored:
            self._uow.coupons.restore(record.id, self._planned.sale.id, until, at)
            self._uow.record(self._event("coupon.restored", {"coupon": record.uuid}))
        for record in self._planned.issued:
            if not record.uses:
                self._uow.coupons.set_state(record.id, "void", at)
                self._uow.record(self._event("coupon.voided", {"coupon": record.uuid}))

    def _rules(self, return_id: int) -> None:
        """A full return gives limits and budgets of rules back to whom they were counted."""
        if not self._planned.plan.complete:
            return
        for rule_id, amount in self._uow.rule_uses.of_sale(self._planned.sale.id).items():
            self._uow.rule_uses.add(
                RuleUse(
                    uuid=self._hand.ids.uuid(),
                    rule_id=rule_id,
                    sale_id=self._planned.sale.id,
                    return_id=return_id,
                    customer_id=self._planned.sale.customer_id,
                    uses=-1,
                    amount=-amount,
                    at=self._hand.at,
                    local_day=self._today,
                )
            )

    def _certificates(self, return_id: int, paid: tuple[Tender, ...]) -> None:
        """Money goes back to the certificate it came from (R22)."""
        for tender in paid:
            own = tender.kind in (TenderKind.CERTIFICATE, TenderKind.STORE_CREDIT)
            if not own or tender.reference.startswith(EXCHANGE):
                continue
            refund_to(
                self._uow,
                self._hand.ids,
                code=tender.reference,
                amount=tender.amount,
                moment=Moment(
                    at=self._hand.at,
                    today=self._today,
                    session=self._hand.session,
                    sale_id=self._planned.sale.id,
                    return_id=return_id,
                ),
            )

        self._void_sold(return_id)

    def _void_sold(self, return_id: int) -> None:
        """A certificate that is brought back is worth nothing any more."""
        for record in self._planned.certificates:
            self._uow.certificates.add_entry(
                CertificateEntry(
                    uuid=self._hand.ids.uuid(),
                    certificate_id=record.id,
                    kind="adjust",
                    amount=-record.balance,
                    at=self._hand.at,
                    local_day=self._today,
                    return_id=return_id,
                    person_id=self._hand.session.person_id,
                    reason="returned",
                )
            )
            self._uow.certificates.set_state(record.id, "blocked", self._hand.at, "returned")
            content: dict[str, object] = {"certificate": record.uuid, "amount": record.balance}
            self._uow.record(self._event("certificate.voided", content))

    # --- the gesture -------------------------------------------------------------------------

    def _coupon_gift(self) -> CouponGift | None:
        gesture, person = self._planned.gesture, self._planned.customer
        if gesture is None or person is None or gesture.kind != "coupon":
            return None
        return coupon_gift(
            self._uow,
            self._hand.ids,
            self._hand.book,
            gesture,
            person,
            self._order.uuid,
            card_last4=(self._planned.sale.card_number or "")[-4:],
            at=self._hand.at,
        )

    def _gesture(self, back: GoodsReturn) -> None:
        """Give it, after the points of the return itself were moved."""
        gesture, coupon = self._planned.gesture, self._coupon
        if gesture is None or back.customer_id is None:
            return
        content: dict[str, object] = {
            "kind": gesture.kind,
            "customer": back.customer_uuid,
            "points": gesture.points,
            "amount": gesture.amount,
            "worth": gesture.worth,
            "until": gesture.last_day.isoformat(),
        }
        if coupon is not None:
            self._uow.coupons.add(coupon.record)
            content["coupon"] = coupon.record.uuid
        else:
            give_points(
                self._uow,
                self._hand.ids,
                gesture,
                back.customer_id,
                back.uuid,
                Movement(
                    at=self._hand.at,
                    local_day=self._today,
                    person_id=self._hand.session.person_id,
                ),
            )
        self._uow.record(self._event("return.gesture", content))

    # --- paper and journal -------------------------------------------------------------------

    def _queue(self, back: GoodsReturn) -> None:
        cash = any(tender.kind is TenderKind.CASH for tender in back.refunds)
        self._print(JobKind.RECEIPT, back.uuid, back.slip, open_drawer=cash)

    def _print(self, kind: JobKind, ref: str, payload: str, *, open_drawer: bool = False) -> None:
        self._uow.print_jobs.add(
            PrintJobRow(
                uuid=self._hand.ids.uuid(),
                kind=kind.value,
                ref=ref,
                payload=payload,
                open_drawer=open_drawer,
                created_at=self._hand.at,
            )
        )

    def _journal(self, back: GoodsReturn) -> None:
        content: dict[str, object] = {
            "return": back.uuid,
            "till": back.till,
            "number": back.number,
            "sale": self._planned.sale.uuid,
            "money": back.money,
            "rounding": back.rounding,
            "points_back": back.points_back,
            "points_taken": back.points_taken,
            "lines": [[line.line_id, line.quantity, line.net] for line in back.lines],
            "refunds": [[tender.kind.value, tender.amount] for tender in back.refunds],
            "reason": self._order.reason,
            "condition": self._order.condition,
            "customer": back.customer_uuid,
        }
        self._uow.record(self._event("return.completed", content))

    def _event(self, kind: str, content: dict[str, object]) -> Event:
        approver = self._hand.approver
        return Event(
            type=kind,
            content={"return": self._order.uuid, **content},
            person=self._hand.session.person_uuid,
            approver=approver[1] if approver is not None else None,
        )


def _day(text: str) -> date:
    return date.fromisoformat(text)


def tax_sums(lines: tuple[ReturnLine, ...], *, included: bool) -> list[tuple[int, int, int]]:
    """(rate, base, tax) of what comes back; a line of several rates counts under each."""
    sums: dict[int, tuple[int, int]] = {}
    for line in lines:
        base = line.net - line.tax if included else line.net
        for rate, tax in line.taxes:
            known = sums.get(rate, (0, 0))
            sums[rate] = (known[0] + base, known[1] + tax)
    return [(rate, base, tax) for rate, (base, tax) in sorted(sums.items())]
