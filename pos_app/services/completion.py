"""Everything a completed sale changes, inside one transaction (R1–R11, R19, R21, R34)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from pos_app.domain.customer import Customer
from pos_app.domain.errors import PosError
from pos_app.domain.pricing import counting_money
from pos_app.domain.receipt import CouponSlip, ReceiptSnapshot
from pos_app.domain.sale import CERTIFICATE_TENDERS, Draft, Sale, SaleLine, Tender, TenderKind
from pos_app.domain.tier import Tier, tier_after_sale
from pos_app.services import certificates, snapshots
from pos_app.services.coupon_issue import (
    ONE_BY_ONE,
    NewCoupon,
    ReceiptFacts,
    coupons_for_receipt,
)
from pos_app.services.coupons import find, goods_of, rule_of, slip_of
from pos_app.services.desk_pricing import DeskPricer, Priced, blocked_by
from pos_app.services.desk_why import names_of
from pos_app.services.exchange import Swap, book_swap, plan_swap
from pos_app.services.held_certificates import sold_money
from pos_app.services.loyalty import (
    CustomerSheet,
    Movement,
    count_turnover,
    earn_points,
    spend_points,
)
from pos_app.services.payment import settle, still_due
from pos_app.services.people import draft_of_holder
from pos_app.services.ports import (
    Clock,
    DiskPort,
    EventSink,
    IdSource,
    UnitOfWork,
    UnitOfWorkFactory,
)
from pos_app.services.promotion_uses import write_uses
from pos_app.services.receipt_builder import (
    SaleFacts,
    gift_lines,
    sale_lines,
    short_name,
    snapshot_of,
    tax_names,
)
from pos_app.services.records import PrintJobRow
from pos_app.services.sale_events import completed, coupon_issued, coupon_redeemed, overrides
from pos_app.services.sale_terms import dump_terms, terms_of
from pos_app.services.session import Session
from pos_app.services.shop_book import Book, ShopBook


@dataclass(frozen=True, slots=True, kw_only=True)
class Completed:
    """A finished sale, as the screen shows it. ``repeated`` when it had been completed before."""

    sale_uuid: str
    number: int
    total: int
    change: int
    receipt: ReceiptSnapshot
    repeated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckoutParts:
    """What the checkout is joined from.

    ``ensure_redeeming`` raises while points may not be spent (a clock that was turned, R11).
    """

    uow: UnitOfWorkFactory
    book: ShopBook
    clock: Clock
    ids: IdSource
    disk: DiskPort
    sink: EventSink
    ensure_redeeming: Callable[[], None] = lambda: None


class Completion:
    """One attempt, inside one transaction."""

    def __init__(
        self, parts: CheckoutParts, uow: UnitOfWork, book: Book, session: Session, draft: Draft
    ) -> None:
        self._parts = parts
        self._uow = uow
        self._session = session
        self._draft = draft_of_holder(uow, draft)
        self._book = book
        self._now: datetime = parts.clock.now()
        self._today = self._book.local(self._now).date()
        self._pricer = DeskPricer(parts.uow, parts.book)
        self._swap: Swap | None = None

    def run(self, expected_total: int) -> Completed:
        shift = self._uow.shifts.current(self._draft.till)
        blocked = blocked_by(self._draft, shift_open=shift is not None)
        if shift is None or blocked is not None:
            problem = blocked or blocked_by(self._draft, shift_open=False)
            assert problem is not None
            raise PosError(problem.code, **dict(problem.params))
        priced = self._pricer.price_in(self._uow, self._draft, self._book)
        sheet = self._pricer.sheet_in(self._uow, self._draft, self._book, priced.now)
        self._check(priced, expected_total)
        self._swap = plan_swap(self._uow, self._book, self._draft, priced.basket.to_pay, self._now)
        number = self._uow.sales.next_number(self._draft.till)
        return self._write(shift.id, number, priced, sheet)

    def _check(self, priced: Priced, expected_total: int) -> None:
        total = priced.basket.to_pay
        if total != expected_total:
            raise PosError("total_changed", was=expected_total, now=total)
        step = self._book.programme.cash_rounding
        settlement = settle(still_due(total, self._draft), self._draft.tenders, step)
        if not settlement.complete:
            raise PosError("not_paid", missing=settlement.missing)

    def _write(
        self, shift_id: int, number: int, priced: Priced, sheet: CustomerSheet | None
    ) -> Completed:
        """Write all rows. The sale row comes first, so that the ledgers can point at it.

        The slip is part of the sale row, and the slip knows the coupons it hands over and the tier
        reached, so both are worked out before anything is written.
        """
        coupons = self._coupons(priced, sheet)
        tier_after = self._tier_after(priced, sheet)
        gifts = self._gifts(priced)
        snapshot = self._snapshot(number, priced, sheet, coupons, tier_after, gifts)
        sale = self._sale(shift_id, number, priced, sheet, snapshot, gifts)
        sale_id = self._uow.sales.add(sale)
        self._uow.returns.add_terms(sale_id, self._terms(priced, sheet, tier_after, len(gifts)))
        movement = Movement(
            sale_id=sale_id,
            at=self._now,
            local_day=self._today,
            person_id=self._session.person_id,
            reference=sale.uuid,
        )
        self._book_loyalty(priced, sheet, movement)
        self._redeem_coupons(priced, sale_id)
        write_uses(
            self._uow,
            self._parts.ids,
            priced.basket.applied,
            sale_id=sale_id,
            customer_id=self._draft.customer_id,
            at=self._now,
            local_day=self._today,
        )
        self._certificates(movement)
        self._store_coupons(coupons, sale_id)
        self._queue_slips(snapshot, sale.receipt)
        if self._swap is not None:
            self._book_swap(self._swap, shift_id)
        self._uow.drafts.delete(self._draft.uuid)
        self._journal(sale, coupons)
        return Completed(
            sale_uuid=sale.uuid,
            number=number,
            total=sale.total,
            change=sale.change + (self._swap.cash_out if self._swap is not None else 0),
            receipt=snapshot,
        )

    def _book_swap(self, swap: Swap, shift_id: int) -> None:
        """Goods brought back in exchange, booked after the sale they pay for (R18)."""
        book_swap(
            self._uow,
            swap,
            self._draft,
            book=self._book,
            session=self._session,
            ids=self._parts.ids,
            at=self._now,
            shift_id=shift_id,
        )

    @property
    def _tenders(self) -> tuple[Tender, ...]:
        """What pays for the sale: goods brought back first, then what lies on the table."""
        given = self._swap.tenders if self._swap is not None else ()
        return (*given, *self._draft.tenders)

    def _terms(
        self, priced: Priced, sheet: CustomerSheet | None, tier_after: Tier | None, gifts: int
    ) -> str:
        before = sheet.tier if sheet is not None else None
        return dump_terms(
            terms_of(
                priced.given,
                priced.basket,
                self._book.programme,
                gifts=gifts,
                tier_before=before.tier_id if before is not None else "",
                tier_after=tier_after.tier_id if tier_after is not None else "",
            )
        )

    def _gifts(self, priced: Priced) -> tuple[SaleLine, ...]:
        """Lines for goods a promotion gives on top."""
        found = {gift.sku: self._uow.products.by_sku(gift.sku) for gift in priced.basket.gifts}
        known = {sku: product for sku, product in found.items() if product is not None}
        names = names_of(self._book, priced.given)
        return gift_lines(priced.basket, known, len(priced.basket.lines), names)

    def _coupons(self, priced: Priced, sheet: CustomerSheet | None) -> tuple[NewCoupon, ...]:
        facts = ReceiptFacts(
            total=priced.basket.to_pay - sold_money(self._draft, priced.basket),
            customer=self._customer(sheet),
            wanted=priced.basket.coupons_to_issue,
            today=self._today,
            at=self._now,
        )
        return coupons_for_receipt(self._uow, self._parts.ids, self._book.settings, facts)

    def _store_coupons(self, coupons: tuple[NewCoupon, ...], sale_id: int) -> None:
        for coupon in coupons:
            coupon_id = self._uow.coupons.add(replace(coupon.record, source_sale_id=sale_id))
            if coupon.campaign_id:
                self._uow.campaigns.link(coupon.campaign_id, coupon_id, ONE_BY_ONE, self._now)

    def _coupon_slip(self, coupon: NewCoupon, customer: Customer | None) -> CouponSlip:
        return slip_of(
            coupon.record,
            self._book.settings.scanner.coupon_prefix,
            customer,
            (self._draft.card_number or "")[-4:],
            short_name(customer.name) if customer is not None else "",
            goods=goods_of(self._uow, rule_of(coupon.record)),
        )

    def _customer(self, sheet: CustomerSheet | None) -> Customer | None:
        return sheet.customer if sheet is not None else None

    def _tier_after(self, priced: Priced, sheet: CustomerSheet | None) -> Tier | None:
        if sheet is None:
            return None
        turned = sheet.turnover + counting_money(priced.given, priced.basket)
        return tier_after_sale(sheet.tier, turned, self._book.programme.tiers)

    def _snapshot(
        self,
        number: int,
        priced: Priced,
        sheet: CustomerSheet | None,
        coupons: tuple[NewCoupon, ...],
        tier_after: Tier | None,
        gifts: tuple[SaleLine, ...],
    ) -> ReceiptSnapshot:
        customer = self._customer(sheet)
        return snapshot_of(
            SaleFacts(
                draft=self._draft,
                priced=priced.basket,
                settlement=priced.settlement,
                number=number,
                at=self._now,
                cashier=self._session.person.name,
                book=self._book,
                sheet=sheet,
                counting=counting_money(priced.given, priced.basket),
                tier_after=tier_after,
                coupons=tuple(self._coupon_slip(coupon, customer) for coupon in coupons),
                rules=self._book.rules,
                journal_head=self._uow.journal.head(),
                tax_names=tax_names(self._uow.products.taxes()),
                gifts=gifts,
                swap=self._swap,
                left=self._left(priced),
            )
        )

    def _sale(
        self,
        shift_id: int,
        number: int,
        priced: Priced,
        sheet: CustomerSheet | None,
        snapshot: ReceiptSnapshot,
        gifts: tuple[SaleLine, ...],
    ) -> Sale:
        basket, settlement = priced.basket, priced.settlement
        products = self._pricer.products
        return Sale(
            id=0,
            uuid=self._draft.uuid,
            till=self._draft.till,
            number=number,
            shift_id=shift_id,
            person_id=self._session.person_id,
            at=self._now,
            local_date=self._today.isoformat(),
            customer_id=self._draft.customer_id,
            customer_uuid=sheet.customer.uuid if sheet is not None else None,
            card_number=self._draft.card_number,
            lines=sale_lines(
                self._draft,
                basket,
                {pid: product.cost for pid, product in products.items()},
                {pid: product.group_code for pid, product in products.items()},
                names_of(self._book, priced.given),
            )
            + gifts,
            tenders=self._tenders,
            gross=basket.gross,
            discount=basket.discount_total,
            points_money=basket.points.spent_money,
            points_spent=basket.points.spent,
            points_earned=basket.points.earned if sheet is not None else 0,
            total=basket.to_pay,
            tax=basket.tax,
            rounding=settlement.rounding,
            change=settlement.change,
            programme_version=self._book.version,
            receipt=snapshots.dump(snapshot),
        )

    def _book_loyalty(
        self, priced: Priced, sheet: CustomerSheet | None, movement: Movement
    ) -> None:
        if sheet is None:
            return
        points, programme = priced.basket.points, self._book.programme
        if points.spent:
            spend_points(self._uow, self._parts.ids, sheet, points.spent, movement)
        earn_points(self._uow, self._parts.ids, sheet, points.earned, programme, movement)
        count_turnover(
            self._uow,
            self._parts.ids,
            sheet,
            counting_money(priced.given, priced.basket),
            programme,
            movement,
        )

    def _redeem_coupons(self, priced: Priced, sale_id: int) -> None:
        for applied in priced.basket.applied:
            if applied.code is None:
                continue
            record = find(self._uow, applied.code)
            # Pricing has found it in this very transaction.
            assert record is not None
            self._uow.coupons.redeem(record.id, sale_id, self._draft.customer_id, self._now)
            self._uow.record(coupon_redeemed(record, self._draft.uuid, self._session))

    def _left(self, priced: Priced) -> dict[str, int]:
        """What stays on each certificate that pays, by code."""
        paid = {tender.reference: tender.amount for tender in self._draft.tenders}
        return {one.code: one.balance - paid.get(one.code, 0) for one in priced.held}

    def _certificates(self, movement: Movement) -> None:
        """Take what certificates pay, and issue those sold, with their slips (R22)."""
        moment = certificates.Moment(
            at=self._now,
            today=self._today,
            session=self._session,
            sale_id=movement.sale_id,
        )
        uow, ids, settings = self._uow, self._parts.ids, self._book.settings
        for tender in self._draft.tenders:
            if tender.kind in CERTIFICATE_TENDERS:
                code, amount = tender.reference, tender.amount
                certificates.redeem(uow, ids, code=code, amount=amount, moment=moment)
        for line in self._draft.lines:
            if line.certificate:
                record = certificates.issue_gift(
                    uow, ids, settings,
                    code=line.certificate, amount=line.unit_price, moment=moment,
                )  # fmt: skip
                certificates.queue_slip(uow, ids, settings, record, moment)

    def _queue_slips(self, snapshot: ReceiptSnapshot, payload: str) -> None:
        given_out = self._swap.cash_out if self._swap is not None else 0
        cash = bool(given_out) or any(t.kind is TenderKind.CASH for t in self._draft.tenders)
        self._queue("receipt", self._draft.uuid, payload, open_drawer=cash)
        for coupon in snapshot.coupons:
            self._queue("coupon", coupon.code, payload, open_drawer=False)

    def _queue(self, kind: str, ref: str, payload: str, *, open_drawer: bool) -> None:
        self._uow.print_jobs.add(
            PrintJobRow(
                uuid=self._parts.ids.uuid(),
                kind=kind,
                ref=ref,
                payload=payload,
                open_drawer=open_drawer,
                created_at=self._now,
            )
        )

    def _journal(self, sale: Sale, coupons: tuple[NewCoupon, ...]) -> None:
        for coupon in coupons:
            self._uow.record(coupon_issued(coupon.record, sale.uuid, self._session))
        for event in overrides(self._uow, self._draft, self._session):
            self._uow.record(event)
        self._uow.record(completed(sale, self._session))
