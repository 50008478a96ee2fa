"""Goods that come back: opened by the receipt, shown before it is confirmed, booked once (R18)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pos_app.domain.errors import EnvironmentProblem, PosError
from pos_app.domain.events import Event
from pos_app.domain.goods_return import GoodsReturn
from pos_app.domain.receipt import ReceiptSnapshot
from pos_app.domain.sale import Exchange, Sale
from pos_app.domain.scan import ReceiptScan, classify
from pos_app.domain.staff import Action, Approval
from pos_app.services import snapshots
from pos_app.services.approvals import Permissions
from pos_app.services.documents import JobKind
from pos_app.services.ports import Clock, EventSink, IdSource, UnitOfWork, UnitOfWorkFactory
from pos_app.services.records import PrintJobRow
from pos_app.services.return_booking import Booking, Hand
from pos_app.services.return_model import (
    CONDITIONS,
    REASONS,
    ReturnDone,
    ReturnOrder,
    ReturnPreview,
    ReturnSheet,
)
from pos_app.services.return_plan import Receipt, preview_of
from pos_app.services.session import Session
from pos_app.services.shop_book import Book, ShopBook
from pos_app.services.text import clean_text
from pos_app.services.till import require_shift

NOTE = 500
"""Letters of a note."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnParts:
    """What the return service is joined from."""

    uow: UnitOfWorkFactory
    book: ShopBook
    permissions: Permissions
    clock: Clock
    ids: IdSource
    sink: EventSink


class ReturnService:
    """The one door through which goods come back."""

    def __init__(self, parts: ReturnParts) -> None:
        self._parts = parts

    def open(self, text: str) -> ReturnSheet:
        """The receipt of a scanned code, a uuid, or a number typed, with what is left of it.

        Raises ``PosError("receipt_unknown")``.
        """
        book = self._parts.book.current
        with self._parts.uow() as uow:
            sale = _found(uow, book, text.strip())
            return self._receipt(uow, book, sale).sheet()

    def sheet(self, sale_uuid: str) -> ReturnSheet:
        """The receipt again, as it stands now."""
        book = self._parts.book.current
        with self._parts.uow() as uow:
            return self._receipt(uow, book, _sale(uow, sale_uuid)).sheet()

    def preview(self, order: ReturnOrder) -> ReturnPreview:
        """What the return would do; nothing is written (R18).

        Raises ``PosError``: ``return_empty``, ``return_too_much``, ``line_unknown``,
        ``certificate_used``, ``gesture_unknown``.
        """
        book = self._parts.book.current
        with self._parts.uow() as uow:
            receipt = self._receipt(uow, book, _sale(uow, order.sale_uuid))
            return preview_of(receipt.work_out(order))

    def confirm(
        self,
        session: Session,
        order: ReturnOrder,
        expected_money: int,
        approval: Approval | None = None,
    ) -> ReturnDone:
        """Book the return; ``expected_money`` is the refund that was shown.

        A repeat of the same ``order.uuid`` gives the first one. The consent's ``event_ref`` is
        that uuid. Raises :class:`NeedsApproval`, ``PosError``: as :meth:`preview`, ``no_shift``,
        ``reason_missing``, ``total_changed`` (nothing is booked), and
        :class:`EnvironmentProblem` when the return is surely not saved.
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
            self._tell(back)
        return done_of(back, repeated=repeated)

    def exchange(
        self, session: Session, order: ReturnOrder, approval: Approval | None = None
    ) -> Exchange:
        """The goods as they pay for another sale; nothing is booked before that is completed.

        Raises as :meth:`confirm`.
        """
        clean = _checked(order)
        book = self._parts.book.current
        with self._parts.uow() as uow:
            require_shift(uow, book.settings.till.id)
            sale = _sale(uow, clean.sale_uuid)
            preview = preview_of(self._receipt(uow, book, sale).work_out(clean))
        approver = self._parts.permissions.require(
            session, preview.action, event_ref=clean.uuid, approval=approval
        )
        return Exchange(
            uuid=clean.uuid,
            sale_uuid=clean.sale_uuid,
            items=tuple((item.position, item.quantity) for item in clean.items if item.quantity),
            credit=preview.money,
            reason=clean.reason,
            condition=clean.condition,
            note=clean.note,
            gesture=clean.gesture,
            number=sale.number,
            approver_id=approver.id if approver is not None else None,
            late=preview.action is Action.RETURN_LATE,
        )

    def slip(self, uuid: str) -> str:
        """The saved slip of a return as JSON; raises ``PosError("return_unknown")``."""
        with self._parts.uow() as uow:
            back = uow.returns.by_uuid(uuid)
        if back is None:
            raise PosError("return_unknown")
        return back.slip

    def read(self, uuid: str) -> ReceiptSnapshot:
        """The slip of a return as it was printed; raises ``PosError("return_unknown")``."""
        return snapshots.load_receipt(self.slip(uuid))

    def reprint(self, session: Session, uuid: str, approval: Approval | None = None) -> None:
        """Queue a copy of a return's slip, marked COPY; its coupon is never printed twice.

        As with receipts the first copies (``security.free_copies``) anyone may print; for more,
        ``event_ref`` of the approval is the return's uuid. Raises :class:`NeedsApproval` or
        ``PosError("return_unknown")``.
        """
        free = self._parts.book.current.settings.security.free_copies
        with self._parts.uow() as uow:
            back = uow.returns.by_uuid(uuid)
            if back is None:
                raise PosError("return_unknown")
            jobs = uow.print_jobs.of_document(JobKind.RECEIPT.value, uuid)
            before = sum(1 for job in jobs if job.copy)
            approver = self._parts.permissions.require(
                session,
                Action.REPRINT_AGAIN if before >= free else Action.REPRINT,
                event_ref=uuid,
                approval=approval,
            )
            uow.print_jobs.add(
                PrintJobRow(
                    uuid=self._parts.ids.uuid(),
                    kind=JobKind.RECEIPT.value,
                    ref=uuid,
                    payload=back.slip,
                    copy=True,
                    created_at=self._parts.clock.now(),
                )
            )
            uow.record(
                Event(
                    type="return.copied",
                    content={"return": uuid, "number": back.number, "copy": before + 1},
                    person=session.person_uuid,
                    approver=approver.uuid if approver is not None else None,
                )
            )
            uow.commit()
        self._parts.sink.changed("print", uuid)

    def new_uuid(self) -> str:
        """The identity of a return about to be put together."""
        return self._parts.ids.uuid()

    def _run(
        self,
        session: Session,
        order: ReturnOrder,
        expected_money: int,
        approval: Approval | None,
    ) -> tuple[GoodsReturn, bool]:
        book = self._parts.book.current
        with self._parts.uow() as uow:
            before = uow.returns.by_uuid(order.uuid)
            if before is not None:
                return before, True
            till = book.settings.till.id
            shift = require_shift(uow, till)
            planned = self._receipt(uow, book, _sale(uow, order.sale_uuid)).work_out(order)
            preview = preview_of(planned)
            if preview.paid_out != expected_money:
                raise PosError("total_changed", was=expected_money, now=preview.paid_out)
            approver = self._parts.permissions.require(
                session, preview.action, event_ref=order.uuid, approval=approval
            )
            hand = Hand(
                session=session,
                book=book,
                ids=self._parts.ids,
                at=self._parts.clock.now(),
                shift_id=shift.id,
                till=till,
                approver=(approver.id, approver.uuid) if approver is not None else None,
            )
            back = Booking(uow, hand, planned, order).write()
            uow.commit()
        return back, False

    def _tell(self, back: GoodsReturn) -> None:
        self._parts.sink.changed("return", back.uuid)
        self._parts.sink.changed("print", back.uuid)
        if back.customer_id is not None:
            self._parts.sink.changed("customer", str(back.customer_id))

    def _receipt(self, uow: UnitOfWork, book: Book, sale: Sale) -> Receipt:
        return Receipt(uow, book, sale, book.local(self._parts.clock.now()).date())


def _checked(order: ReturnOrder) -> ReturnOrder:
    if order.reason not in REASONS:
        raise PosError("reason_missing")
    if order.condition not in CONDITIONS:
        raise PosError("condition_missing")
    return replace(order, note=clean_text(order.note, NOTE, field="note"))


def _sale(uow: UnitOfWork, uuid: str) -> Sale:
    sale = uow.sales.by_uuid(uuid)
    if sale is None:
        raise PosError("receipt_unknown")
    return sale


def _found(uow: UnitOfWork, book: Book, text: str) -> Sale:
    scan = classify(text, book.scan)
    sale = None
    if isinstance(scan, ReceiptScan):
        sale = uow.sales.by_number(scan.till, scan.number)
    elif text.isdigit() and len(text) < 10:
        sale = uow.sales.by_number(book.settings.till.id, int(text))
    else:
        sale = uow.sales.by_uuid(text)
    if sale is None:
        raise PosError("receipt_unknown")
    return sale


def booked(uow_factory: UnitOfWorkFactory, uuid: str) -> GoodsReturn | None:
    """Whether a return was saved after all, asked on a fresh transaction."""
    try:
        with uow_factory() as uow:
            return uow.returns.by_uuid(uuid)
    except EnvironmentProblem:
        return None


def done_of(back: GoodsReturn, *, repeated: bool) -> ReturnDone:
    """A stored return as the screen is told of it."""
    return ReturnDone(
        uuid=back.uuid,
        number=back.number,
        preview_money=back.money,
        refunds=back.refunds,
        repeated=repeated,
    )
