"""The return inside a sale: one document, one difference to pay (R18)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pos_app.domain.errors import PosError
from pos_app.domain.receipt import SlipLine
from pos_app.domain.sale import Draft, Exchange, Tender, TenderKind
from pos_app.services.ports import IdSource, UnitOfWork
from pos_app.services.refund_tenders import EXCHANGE, covering, refunds
from pos_app.services.return_booking import Booking, Hand
from pos_app.services.return_model import ReturnItem, ReturnOrder
from pos_app.services.return_plan import Planned, Receipt
from pos_app.services.return_slip import SwapPoints, returned_lines, swap_points
from pos_app.services.session import Session
from pos_app.services.shop_book import Book


@dataclass(frozen=True, slots=True, kw_only=True)
class Swap:
    """An exchange worked out before its sale is written.

    ``tenders`` pay for the sale, ``refunds`` are the return's: handed out, or moved into the sale.
    ``lines`` stand on the sale's slip, and ``points`` among those of their owner.
    """

    order: ReturnOrder
    tenders: tuple[Tender, ...]
    refunds: tuple[Tender, ...]
    lines: tuple[SlipLine, ...]
    credit: int
    points: SwapPoints | None

    @property
    def handed_out(self) -> tuple[Tender, ...]:
        """What is left of the goods' worth and goes back to the customer."""
        return tuple(one for one in self.refunds if not one.reference.startswith(EXCHANGE))

    @property
    def cash_out(self) -> int:
        """The cash among it."""
        return sum(one.amount for one in self.handed_out if one.kind is TenderKind.CASH)


def plan_swap(uow: UnitOfWork, book: Book, draft: Draft, total: int, at: datetime) -> Swap | None:
    """How goods brought back pay for ``draft`` of ``total``; None where none are.

    Raises ``PosError``: ``total_changed`` when they are worth another sum than was shown,
    ``exchange_late`` when the time for returns ended since it was begun, and as
    :meth:`Receipt.work_out`.
    """
    exchange = draft.exchange
    if exchange is None:
        return None
    order = _order(exchange)
    planned, receipt = _worked_out(uow, book, order, at)
    if planned.plan.refund != exchange.credit:
        raise PosError("total_changed", was=exchange.credit, now=planned.plan.refund)
    if planned.late and not exchange.late:
        raise PosError("exchange_late")
    earlier = [tender for back in receipt.returns for tender in back.refunds]
    money_before = sum(back.money for back in receipt.returns)
    exact, _ = refunds(planned.sale, earlier, money_before, exchange.credit, None)
    step = book.programme.cash_rounding
    kept, given = covering(exact, total, draft.uuid, exchange.uuid, step)
    return Swap(
        order=order,
        tenders=given,
        refunds=kept,
        lines=returned_lines(planned),
        credit=exchange.credit,
        points=swap_points(planned),
    )


def book_swap(
    uow: UnitOfWork,
    swap: Swap,
    draft: Draft,
    *,
    book: Book,
    session: Session,
    ids: IdSource,
    at: datetime,
    shift_id: int,
) -> None:
    """Write the return of an exchange, after its sale: points as the sale left them."""
    assert draft.exchange is not None
    planned, _ = _worked_out(uow, book, swap.order, at)
    approver = None
    if draft.exchange.approver_id is not None:
        person = uow.staff.get(draft.exchange.approver_id)
        approver = (person.id, person.uuid) if person is not None else None
    hand = Hand(
        session=session,
        book=book,
        ids=ids,
        at=at,
        shift_id=shift_id,
        till=draft.till,
        approver=approver,
    )
    Booking(uow, hand, planned, swap.order).write(swap.refunds, draft.uuid)


def _order(exchange: Exchange) -> ReturnOrder:
    return ReturnOrder(
        uuid=exchange.uuid,
        sale_uuid=exchange.sale_uuid,
        items=tuple(ReturnItem(position=p, quantity=q) for p, q in exchange.items),
        reason=exchange.reason,
        condition=exchange.condition,
        note=exchange.note,
        gesture=exchange.gesture,
    )


def _worked_out(
    uow: UnitOfWork, book: Book, order: ReturnOrder, at: datetime
) -> tuple[Planned, Receipt]:
    sale = uow.sales.by_uuid(order.sale_uuid)
    if sale is None:
        raise PosError("receipt_unknown")
    receipt = Receipt(uow, book, sale, book.local(at).date())
    return receipt.work_out(order), receipt
