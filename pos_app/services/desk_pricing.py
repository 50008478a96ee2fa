"""Pricing a draft with what the store knows of its goods, its customer and its coupons."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from pos_app.domain.catalogue import Product
from pos_app.domain.customer import Customer
from pos_app.domain.errors import PosError
from pos_app.domain.points import birthday_in_window
from pos_app.domain.pricing import (
    Basket,
    CustomerFacts,
    ManualDiscount,
    PresentedCoupon,
    PricedBasket,
    PriceLevel,
    Programme,
    counting_money,
    price,
)
from pos_app.domain.sale import Draft, Tender
from pos_app.domain.tier import progress, tier_for
from pos_app.services import coupons
from pos_app.services.basket_builder import basket_of
from pos_app.services.desk_offers import OfferFacts, offers_of
from pos_app.services.desk_rights import allowed_amount
from pos_app.services.desk_view import (
    Blocked,
    CustomerPanel,
    DeskLine,
    DeskView,
    WithoutCard,
)
from pos_app.services.held_certificates import HeldCertificate, held_in, sold_money, tenders_with
from pos_app.services.loyalty import CustomerSheet, read_sheet
from pos_app.services.payment import Settlement, settle, still_due
from pos_app.services.people import account_holder
from pos_app.services.ports import UnitOfWork, UnitOfWorkFactory
from pos_app.services.price_levels import TIER, levels_of
from pos_app.services.promotion_uses import with_uses
from pos_app.services.records import CouponRecord
from pos_app.services.shop_book import Book, ShopBook

ANYBODY = "anybody"
"""The customer id under which the gain of having a card is worked out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Priced:
    """A draft worked out: the basket as given to pricing and what pricing answered.

    ``programme`` is the one it was priced under, with what limited promotions had given so far.
    ``held`` are the certificates shown; ``tenders`` the draft's, with what they pay of this total.
    """

    given: Basket
    programme: Programme
    basket: PricedBasket
    now: datetime
    settlement: Settlement
    held: tuple[HeldCertificate, ...] = ()
    tenders: tuple[Tender, ...] = ()


class DeskPricer:
    """Reads what pricing needs, keeps it for the length of a sale, and prices drafts with it."""

    def __init__(self, uow: UnitOfWorkFactory, book: ShopBook) -> None:
        self._uow = uow
        self._book = book
        self._products: dict[int, Product] = {}
        self._levels: dict[int, tuple[PriceLevel, ...]] = {}
        self._sheet: tuple[int, str | None, CustomerSheet] | None = None
        self._held: tuple[int, list[CouponRecord]] | None = None
        self._limits: tuple[Book, Programme] | None = None
        self._parked: int | None = None
        self._number = 0
        self._open = False

    def forget(self) -> None:
        """Read goods, customer and till again at the next pricing."""
        self._products.clear()
        self._levels.clear()
        self._sheet = None
        self._held = None
        self._limits = None
        self._parked = None

    @property
    def products(self) -> Mapping[int, Product]:
        """The goods read so far, by id."""
        return self._products

    def product(self, product_id: int) -> Product:
        """A product, from the store once; raises ``PosError("product_unknown")``."""
        known = self._products.get(product_id)
        if known is None:
            with self._uow() as uow:
                known = self._read_product(uow, product_id)
        return known

    def coupon(self, code: str) -> CouponRecord | None:
        """The coupon of a code as typed or scanned."""
        with self._uow() as uow:
            return coupons.find(uow, code)

    def price(self, draft: Draft) -> Priced:
        """Work a draft out from nothing."""
        book = self._book.current
        with self._uow() as uow:
            return self.price_in(uow, draft, book)

    def price_in(self, uow: UnitOfWork, draft: Draft, book: Book) -> Priced:
        """The same inside a transaction that is already open."""
        now = book.local(self._book.now())
        for line in draft.lines:
            if line.product_id is not None and line.product_id not in self._products:
                self._read_product(uow, line.product_id)
        sheet = self.sheet_in(uow, draft, book, now)
        known = sheet if sheet is not None and sheet.benefits else None
        customer = known.customer if known is not None else None
        given = basket_of(
            draft,
            self._products,
            default_tax=book.default_tax,
            today=now.date(),
            new_days=book.settings.loyalty.new_days,
            levels=self._levels,
            facts=known.facts if known is not None else None,
            coupons=[coupons.present(uow, code, customer, now) for code in draft.coupon_codes],
        )
        programme = self._in_force(uow, book)
        basket = price(given, programme, now)
        most = _order_most(draft, basket)
        if most is not None:
            given = replace(given, order_discount=most)
            basket = price(given, programme, now)
        held = held_in(uow, draft, basket, now.date())
        tenders = tenders_with(draft.tenders, held)
        return Priced(
            given=given,
            programme=programme,
            basket=basket,
            now=now,
            settlement=settle_safely(
                still_due(basket.to_pay, draft), tenders, book.programme.cash_rounding
            ),
            held=held,
            tenders=tenders,
        )

    def sheet_in(
        self, uow: UnitOfWork, draft: Draft, book: Book, now: datetime
    ) -> CustomerSheet | None:
        """The sheet of the person on the draft, read once per sale."""
        if draft.customer_id is None:
            return None
        key = (account_holder(uow, draft.customer_id), draft.card_number)
        if self._sheet is None or self._sheet[:2] != key:
            sheet = read_sheet(uow, *key, book.programme, now.date())
            self._sheet = (*key, sheet)
        return self._sheet[2]

    def _in_force(self, uow: UnitOfWork, book: Book) -> Programme:
        """The programme with what limited promotions have given, read once per sale."""
        if self._limits is None or self._limits[0] is not book:
            self._limits = (book, with_uses(uow, book.programme))
        return self._limits[1]

    def _read_product(self, uow: UnitOfWork, product_id: int) -> Product:
        product = uow.products.get(product_id)
        if product is None:
            raise PosError("product_unknown")
        self._products[product_id] = product
        self._levels[product_id] = levels_of(uow, product_id)
        return product

    # --- the view ----------------------------------------------------------------------------

    def view(self, draft: Draft, priced: Priced, *, undo_label: str | None) -> DeskView:
        """What the screens show of a priced draft."""
        book = self._book.current
        with self._uow() as uow:
            if self._parked is None:
                till = book.settings.till.id
                self._parked = len(uow.drafts.parked(till))
                self._number = uow.sales.next_number(till)
                self._open = uow.shifts.current(till) is not None
            sheet = self.sheet_in(uow, draft, book, priced.now)
            held = self._usable(uow, draft, sheet, priced.now)
        by_line = {line.line_id: line for line in priced.basket.lines}
        facts = OfferFacts(
            basket=priced.given,
            priced=priced.basket,
            programme=priced.programme,
            now=priced.now,
            held=held,
        )
        return DeskView(
            draft=draft,
            priced=priced.basket,
            lines=tuple(
                DeskLine(line=line, priced=by_line.get(line.line_id)) for line in draft.lines
            ),
            customer=panel_of(sheet, priced, book) if sheet is not None else None,
            offers=offers_of(facts),
            without_card=self._without_card(draft, priced, book) if sheet is None else None,
            blocked=blocked_by(draft, shift_open=self._open),
            settlement=priced.settlement,
            certificates=priced.held,
            sold_certificates=sold_money(draft, priced.basket),
            undo_label=undo_label,
            parked=self._parked,
            next_number=self._number,
            names=names_in(book),
        )

    def _usable(
        self, uow: UnitOfWork, draft: Draft, sheet: CustomerSheet | None, now: datetime
    ) -> list[tuple[CouponRecord, PresentedCoupon]]:
        if sheet is None or not sheet.benefits:
            return []
        if self._held is None or self._held[0] != sheet.customer.id:
            self._held = (sheet.customer.id, list(uow.coupons.of_customer(sheet.customer.id)))
        return [
            (record, presented)
            for record, presented in _present_all(uow, self._held[1], sheet.customer, now)
            if record.code not in draft.coupon_codes and presented.refusal is None
        ]

    def held(
        self, uow: UnitOfWork, draft: Draft, priced: Priced, book: Book
    ) -> list[tuple[CouponRecord, PresentedCoupon]]:
        """All coupons of the person that are not on the receipt, usable or not."""
        sheet = self.sheet_in(uow, draft, book, priced.now)
        if sheet is None or not sheet.benefits:
            return []
        records = uow.coupons.of_customer(sheet.customer.id)
        return [
            pair
            for pair in _present_all(uow, records, sheet.customer, priced.now)
            if pair[0].code not in draft.coupon_codes
        ]

    def _without_card(self, draft: Draft, priced: Priced, book: Book) -> WithoutCard | None:
        if not priced.basket.lines:
            return None
        entry = tier_for(0, book.programme.tiers)
        somebody = CustomerFacts(
            customer_id=ANYBODY, tier_id=entry.tier_id if entry is not None else None, orders=1
        )
        with_card = price(replace(priced.given, customer=somebody), priced.programme, priced.now)
        earned = with_card.points.earned
        worth = earned * book.programme.point_value // (100 * book.programme.point_value_per)
        money = priced.basket.receipt_total - with_card.receipt_total
        if money <= 0 and not earned:
            return None
        return WithoutCard(money=max(0, money), points=earned, points_money=worth)


def _present_all(
    uow: UnitOfWork, records: Iterable[CouponRecord], customer: Customer, now: datetime
) -> Iterable[tuple[CouponRecord, PresentedCoupon]]:
    for record in records:
        yield record, coupons.present(uow, record.code, customer, now)


def _order_most(draft: Draft, priced: PricedBasket) -> ManualDiscount | None:
    """What is left of the receipt's discount where it came to more than was agreed, else None."""
    discount = draft.order_discount
    if discount is None:
        return None
    most = allowed_amount(discount, priced.receipt_total + priced.order_discount)
    if most is None or priced.order_discount <= most:
        return None
    return ManualDiscount(amount=most, reason=discount.reason, below_floor=discount.below_floor)


def names_in(book: Book) -> dict[str, str]:
    """What people call promotions (by rule id) and tiers (by ``tier:<id>``)."""
    rules = {rule_id: rule.name for rule_id, rule in book.rules.items()}
    return rules | {f"{TIER}{tier.tier_id}": tier.name for tier in book.programme.tiers}


def settle_safely(due: int, tenders: Sequence[Tender], cash_rounding: int) -> Settlement:
    """The settlement, without the tenders that no longer fit a smaller total.

    What a terminal already charged stays on the draft; the screen then shows it as too much.
    """
    try:
        return settle(due, tenders, cash_rounding)
    except PosError:
        return settle(due, (), cash_rounding)


def blocked_by(draft: Draft, *, shift_open: bool) -> Blocked | None:
    """Why payment cannot begin, the first reason found."""
    if not shift_open:
        return Blocked(code="no_shift")
    for line in draft.lines:
        if line.unknown_code is not None:
            return Blocked(code="unknown_line", params=(("barcode", line.unknown_code),))
    if not draft.lines:
        return Blocked(code="empty")
    return None


def panel_of(sheet: CustomerSheet, priced: Priced, book: Book) -> CustomerPanel:
    """The customer card, with what this receipt does to it."""
    today, receipt = sheet.today, priced.basket.points
    turned = counting_money(priced.given, priced.basket)
    expiring = sheet.next_expiry
    active = sheet.points.active(today)
    pending = sheet.points.pending(today)
    return CustomerPanel(
        customer_id=sheet.customer.id,
        name=sheet.customer.name,
        card_number=sheet.card.number if sheet.card is not None else "",
        card_status=sheet.card.status.value if sheet.card is not None else "",
        benefits=sheet.benefits,
        tier_id=sheet.tier.tier_id if sheet.tier is not None else "",
        tier_name=sheet.tier.name if sheet.tier is not None else "",
        next_tier_name=sheet.progress.next_tier.name if sheet.progress.next_tier else "",
        to_next=sheet.progress.missing,
        progress=progress_share(sheet.turnover, book),
        progress_today=progress_share(sheet.turnover + turned, book),
        points_active=active,
        points_pending=pending,
        points_owed=sheet.points.owed,
        usable=receipt.limit,
        usable_limited_by=receipt.limited_by,
        earned=receipt.earned,
        after=active + pending - receipt.spent + receipt.earned - sheet.points.owed,
        expiring=expiring[0] if expiring is not None else 0,
        expiring_on=expiring[1] if expiring is not None else None,
        birthday_near=(
            sheet.customer.birthday is not None
            and birthday_in_window(sheet.customer.birthday, today)
        ),
        notes=sheet.notes,
        needs=sheet.needs,
        visits=sheet.account.visits,
    )


def progress_share(turnover: int, book: Book) -> int:
    """Per mille of the way from the present threshold to the next one (1000 at the top)."""
    where = progress(turnover, book.programme.tiers)
    if where.next_tier is None:
        return 1000
    start = where.tier.threshold if where.tier is not None else 0
    span = where.next_tier.threshold - start
    return max(0, min(1000, (turnover - start) * 1000 // span))
