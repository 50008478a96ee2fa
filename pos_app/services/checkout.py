"""Completing a sale: one transaction for everything it changes, exactly once (R34).

A sale's uuid is made before payment and is unique, so completing twice is harmless. After an error
at commit the outcome is looked up before anything is said: an error at COMMIT does not mean that
nothing was saved.
"""

from __future__ import annotations

from pos_app.domain.errors import EnvironmentProblem
from pos_app.domain.sale import Draft, Sale
from pos_app.services import snapshots
from pos_app.services.completion import CheckoutParts, Completed, Completion
from pos_app.services.session import Session

__all__ = ["Checkout", "CheckoutParts", "Completed"]

REFUSE_BELOW = 200 * 1024 * 1024
"""Free bytes under which no sale is begun: refused before tender, not in the middle."""


class Checkout:
    """The one door through which a sale becomes a record."""

    def __init__(self, parts: CheckoutParts) -> None:
        self._parts = parts

    def check_room(self) -> None:
        """Raise ``EnvironmentProblem("disk_low")`` when a sale should not be begun at all."""
        free = self._parts.disk.free_bytes()
        if free < REFUSE_BELOW:
            raise EnvironmentProblem("disk_low", free=free)

    def free_bytes(self) -> int:
        """Room left on the shop's disk."""
        return self._parts.disk.free_bytes()

    def complete(self, session: Session, draft: Draft, expected_total: int) -> Completed:
        """Complete ``draft`` with its tenders; ``expected_total`` is what the cashier saw.

        Raises ``PosError``: ``no_shift``, ``unknown_line``, ``empty``, ``not_paid`` (missing),
        ``total_changed`` (was, now; nothing is booked), ``tender_over``, ``points_short``,
        ``coupon_used``, ``certificate_short`` and its like. Raises ``EnvironmentProblem`` when
        the store failed and the sale is surely not saved.
        """
        self.check_room()
        if draft.redeem_points:
            self._parts.ensure_redeeming()
        try:
            done = self._run(session, draft, expected_total)
        except EnvironmentProblem:
            saved = self._look_up(draft.uuid)
            if saved is None:
                raise
            done = saved
        if not done.repeated:
            self._tell(done, draft)
        return done

    def _run(self, session: Session, draft: Draft, expected_total: int) -> Completed:
        book = self._parts.book.current
        with self._parts.uow() as uow:
            before = uow.sales.by_uuid(draft.uuid)
            if before is not None:
                return _repeated(before)
            completion = Completion(self._parts, uow, book, session, draft)
            done = completion.run(expected_total)
            uow.commit()
        return done

    def _look_up(self, uuid: str) -> Completed | None:
        """Whether the sale was saved after all, asked on a fresh transaction."""
        try:
            with self._parts.uow() as uow:
                sale = uow.sales.by_uuid(uuid)
        except EnvironmentProblem:
            return None
        return _repeated(sale) if sale is not None else None

    def _tell(self, done: Completed, draft: Draft) -> None:
        self._parts.sink.changed("sale", done.sale_uuid)
        self._parts.sink.changed("print", done.sale_uuid)
        if draft.customer_id is not None:
            self._parts.sink.changed("customer", str(draft.customer_id))
        if draft.certificates or any(line.certificate for line in draft.lines):
            self._parts.sink.changed("certificate", done.sale_uuid)


def _repeated(sale: Sale) -> Completed:
    return Completed(
        sale_uuid=sale.uuid,
        number=sale.number,
        total=sale.total,
        change=sale.change,
        receipt=snapshots.load_receipt(sale.receipt),
        repeated=True,
    )
