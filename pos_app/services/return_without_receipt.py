"""Goods brought back without a receipt: the lowest price of 90 days, to store credit (R18)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

from pos_app.domain.catalogue import PriceChange, Product
from pos_app.domain.errors import EnvironmentProblem, PosError
from pos_app.domain.events import Event
from pos_app.domain.goods_return import GoodsReturn, ReturnLine
from pos_app.domain.money import half_up, require_price
from pos_app.domain.pricing import PriceLevel
from pos_app.domain.quantity import ONE, require_quantity
from pos_app.domain.receipt import ReceiptSnapshot, SlipLine, SlipTax, SlipTender
from pos_app.domain.sale import Tender, TenderKind
from pos_app.domain.staff import Action, Approval, Person
from pos_app.domain.tax import TaxRate, work_out
from pos_app.services import snapshots
from pos_app.services.certificates import Moment, fresh_code, issue_credit
from pos_app.services.documents import JobKind
from pos_app.services.ports import UnitOfWork
from pos_app.services.price_levels import levels_of
from pos_app.services.receipt_builder import tax_names
from pos_app.services.records import PrintJobRow
from pos_app.services.return_booking import tax_sums
from pos_app.services.return_model import (
    CONDITIONS,
    REASONS,
    TO_STOCK,
    BlindItem,
    BlindOrder,
    BlindPreview,
    ReturnDone,
)
from pos_app.services.returns import NOTE, ReturnParts, booked, done_of
from pos_app.services.session import Session
from pos_app.services.shop_book import Book
from pos_app.services.slips import local_iso, slip_shop
from pos_app.services.text import clean_text
from pos_app.services.till import require_shift

LOOK_BACK: Final = timedelta(days=90)
"""How far back the lowest price is looked for."""


def lowest_price(
    product: Product,
    history: Sequence[PriceChange],
    since: datetime,
    levels: Sequence[PriceLevel] = (),
    *,
    first: date = date.min,
    today: date = date.max,
) -> int:
    """The lowest price a product had since an instant, its present one among them.

    ``levels`` are its other prices in use, by group, quantity or days: nobody can tell at which
    the goods were bought. Those that held on a local day from ``first`` to ``today`` count.
    """
    prices = [product.price, *(one.price for one in levels if _held(one, first, today))]
    for change in history:
        if change.at >= since:
            prices.append(change.price)
            if change.old is not None:
                prices.append(change.old)
    return min(prices)


def _held(level: PriceLevel, first: date, today: date) -> bool:
    begins, ends = level.valid_from or date.min, level.valid_to or date.max
    return begins <= today and ends >= first


@dataclass(frozen=True, slots=True)
class _Worth:
    """One kind of goods, what a unit is worth, and the money with its tax."""

    item: BlindItem
    product: Product
    price: int
    gross: int


class BlindReturns:
    """Returns without a receipt."""

    def __init__(self, parts: ReturnParts) -> None:
        self._parts = parts

    def preview(self, order: BlindOrder) -> BlindPreview:
        """What the goods are worth today; nothing is written.

        Raises ``PosError``: ``return_empty``, ``product_unknown``.
        """
        book = self._parts.book.current
        with self._parts.uow() as uow:
            goods = self._worth(uow, book, order)
            lines = _lines(goods, order, book)
        return BlindPreview(
            prices=tuple((one.product.id, one.price) for one in goods),
            line_money=tuple((one.product.id, one.gross) for one in goods),
            money=_money(lines, book),
        )

    def confirm(
        self,
        session: Session,
        order: BlindOrder,
        expected_money: int,
        approval: Approval | None = None,
    ) -> ReturnDone:
        """Book it and print the store credit; a repeat of ``order.uuid`` gives the first one.

        Raises :class:`NeedsApproval` (``event_ref`` is that uuid), ``PosError``: as
        :meth:`preview`, ``no_shift``, ``reason_missing``, ``condition_missing``,
        ``total_changed``, ``not_allowed``, and :class:`EnvironmentProblem` when surely not saved.
        """
        clean = _checked(order)
        try:
            back, repeated = self._run(session, clean, expected_money, approval)
        except EnvironmentProblem:
            found = booked(self._parts.uow, order.uuid)
            if found is None:
                raise
            back, repeated = found, True
        if not repeated:
            self._parts.sink.changed("return", back.uuid)
            self._parts.sink.changed("print", back.uuid)
        return done_of(back, repeated=repeated)

    def _worth(self, uow: UnitOfWork, book: Book, order: BlindOrder) -> list[_Worth]:
        now = self._parts.clock.now()
        since, today = now - LOOK_BACK, book.local(now).date()
        goods = []
        for item in order.items:
            require_quantity("quantity", item.quantity)
            product = uow.products.get(item.product_id)
            if product is None:
                raise PosError("product_unknown")
            price = lowest_price(
                product,
                uow.products.price_history(product.id),
                since,
                levels_of(uow, product.id),
                first=book.local(since).date(),
                today=today,
            )
            require_price("price", price)
            goods.append(_Worth(item, product, price, half_up(price * item.quantity, ONE)))
        if not goods:
            raise PosError("return_empty")
        return goods

    def _run(
        self,
        session: Session,
        order: BlindOrder,
        expected_money: int,
        approval: Approval | None,
    ) -> tuple[GoodsReturn, bool]:
        book = self._parts.book.current
        with self._parts.uow() as uow:
            before = uow.returns.by_uuid(order.uuid)
            if before is not None:
                return before, True
            shift = require_shift(uow, book.settings.till.id)
            lines = _lines(self._worth(uow, book, order), order, book)
            money = _money(lines, book)
            if money != expected_money:
                raise PosError("total_changed", was=expected_money, now=money)
            approver = self._parts.permissions.require(
                session,
                Action.RETURN_WITHOUT_RECEIPT,
                event_ref=order.uuid,
                approval=approval,
            )
            back = self._write(uow, book, session, order, lines, shift.id, approver)
            uow.commit()
        return back, False

    def _write(
        self,
        uow: UnitOfWork,
        book: Book,
        session: Session,
        order: BlindOrder,
        lines: tuple[ReturnLine, ...],
        shift_id: int,
        approver: Person | None,
    ) -> GoodsReturn:
        now = self._parts.clock.now()
        today = book.local(now).date()
        person = uow.customers.get(order.customer_id) if order.customer_id is not None else None
        code = fresh_code(uow, self._parts.ids, book.settings.scanner.certificate_prefix)
        money = _money(lines, book)
        tender = Tender(kind=TenderKind.STORE_CREDIT, amount=money, reference=code)
        bare = GoodsReturn(
            id=0,
            uuid=order.uuid,
            till=book.settings.till.id,
            number=uow.returns.next_number(book.settings.till.id),
            shift_id=shift_id,
            person_id=session.person_id,
            approver_id=approver.id if approver is not None else None,
            at=now,
            local_date=today.isoformat(),
            sale_id=None,
            exchange_uuid=None,
            customer_id=person.id if person is not None else None,
            customer_uuid=person.uuid if person is not None else None,
            lines=lines,
            refunds=(tender,) if money else (),
            money=money,
            points_money=0,
            points_back=0,
            points_taken=0,
            tax=sum(line.tax for line in lines),
            tax_included=book.programme.prices_include_tax,
            rounding=0,
            note=order.note,
            slip="",
        )
        names = tax_names(uow.products.taxes())
        slip = _slip(bare, book, session, names, uow.journal.head())
        back = replace(bare, slip=snapshots.dump(slip))
        return_id = uow.returns.add(back)
        if money:
            issue_credit(
                uow,
                self._parts.ids,
                book.settings,
                amount=money,
                moment=Moment(at=now, today=today, session=session, return_id=return_id),
                customer_id=back.customer_id,
                code=code,
            )
        uow.print_jobs.add(
            PrintJobRow(
                uuid=self._parts.ids.uuid(),
                kind=JobKind.RECEIPT.value,
                ref=back.uuid,
                payload=back.slip,
                created_at=now,
            )
        )
        uow.record(_event(back, order, session, approver))
        return back


def _checked(order: BlindOrder) -> BlindOrder:
    if order.reason not in REASONS:
        raise PosError("reason_missing")
    if order.condition not in CONDITIONS:
        raise PosError("condition_missing")
    return replace(order, note=clean_text(order.note, NOTE, field="note"))


def _lines(goods: Sequence[_Worth], order: BlindOrder, book: Book) -> tuple[ReturnLine, ...]:
    """The lines, with the tax of today's rates (R6)."""
    programme = book.programme
    taxes = work_out(
        [(one.gross, (TaxRate(rate=one.product.tax_rate),)) for one in goods],
        prices_include_tax=programme.prices_include_tax,
        rounding=programme.tax_round,
    )
    return tuple(
        ReturnLine(
            position=place,
            line_id=f"N{place}",
            product_id=one.product.id,
            sku=one.product.sku,
            name=one.product.name,
            unit=one.product.unit.value,
            quantity=one.item.quantity,
            unit_price=one.price,
            gross=one.gross,
            net=one.gross,
            tax=sum(share.amount for share in shares),
            taxes=tuple((share.rate.rate, share.amount) for share in shares),
            reason=order.reason,
            condition=order.condition,
            to_stock=order.condition in TO_STOCK,
            group_code=one.product.group_code,
        )
        for place, (one, shares) in enumerate(zip(goods, taxes.lines, strict=True))
    )


def _money(lines: Sequence[ReturnLine], book: Book) -> int:
    net = sum(line.net for line in lines)
    on_top = 0 if book.programme.prices_include_tax else sum(line.tax for line in lines)
    return net + on_top


def _slip(
    back: GoodsReturn,
    book: Book,
    session: Session,
    names: dict[int, str],
    head: str,
) -> ReceiptSnapshot:
    sums = tax_sums(back.lines, included=back.tax_included)
    return ReceiptSnapshot(
        kind="return",
        language=book.settings.locale.language,
        currency=book.settings.money.currency,
        shop=slip_shop(book.settings),
        till=back.till,
        number=back.number,
        code="",
        at=local_iso(back.at, book.settings),
        cashier=session.person.name,
        lines=tuple(
            SlipLine(
                name=line.name,
                quantity=line.quantity,
                unit=line.unit,
                unit_price=line.unit_price,
                gross=line.gross,
                net=line.net,
                sku=line.sku,
                returned=True,
            )
            for line in back.lines
        ),
        gross=back.money,
        discount=0,
        total=back.money,
        tenders=tuple(SlipTender(kind=t.kind.value, amount=t.amount) for t in back.refunds),
        taxes=tuple(
            SlipTax(name=names.get(rate, ""), rate=rate, base=base, tax=tax)
            for rate, base, tax in sums
            if rate
        ),
        prices_include_tax=back.tax_included,
        journal_head=head,
    )


def _event(
    back: GoodsReturn, order: BlindOrder, session: Session, approver: Person | None
) -> Event:
    return Event(
        type="return.without_receipt",
        content={
            "return": back.uuid,
            "till": back.till,
            "number": back.number,
            "money": back.money,
            "lines": [[line.sku, line.quantity, line.net] for line in back.lines],
            "reason": order.reason,
            "condition": order.condition,
            "customer": back.customer_uuid,
        },
        person=session.person_uuid,
        approver=approver.uuid if approver is not None else None,
    )
