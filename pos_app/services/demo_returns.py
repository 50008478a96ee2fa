"""Goods brought back during the demo shop's year: now and then, a day or two later."""

from __future__ import annotations

from datetime import date
from typing import Final

from pos_app.services.completion import CheckoutParts, Completed
from pos_app.services.ports import UnitOfWork
from pos_app.services.return_booking import Booking, Hand
from pos_app.services.return_model import ReturnItem, ReturnOrder
from pos_app.services.return_plan import Receipt
from pos_app.services.session import Session

EVERY: Final = 53
"""One sale in so many comes back in part: about two in a hundred, as in shops of this kind."""

_REASONS: Final = ("not_fit", "changed_mind", "damaged", "not_fit", "allergy")


class DemoReturns:
    """Remembers which sales come back, and books them on the next day the shop is open."""

    def __init__(self, parts: CheckoutParts) -> None:
        self._parts = parts
        self._sold = 0
        self._waiting: list[str] = []

    def note(self, done: Completed) -> None:
        """A sale was made."""
        self._sold += 1
        if self._sold % EVERY == 0 and done.total > 0:
            self._waiting.append(done.sale_uuid)

    def take_back(self, uow: UnitOfWork, session: Session, shift_id: int, today: date) -> None:
        """Book what comes back on this morning: one piece of the first line of each sale."""
        book = self._parts.book.current
        for uuid in self._waiting:
            sale = uow.sales.by_uuid(uuid)
            assert sale is not None
            line = sale.lines[0]
            order = ReturnOrder(
                uuid=self._parts.ids.uuid(), sale_uuid=uuid,
                items=(ReturnItem(position=line.position, quantity=min(line.quantity, 1000)),),
                reason=_REASONS[sale.number % len(_REASONS)], condition="unopened",
            )  # fmt: skip
            hand = Hand(
                session=session, book=book, ids=self._parts.ids, at=self._parts.clock.now(),
                shift_id=shift_id, till=book.settings.till.id,
            )  # fmt: skip
            planned = Receipt(uow, book, sale, today).work_out(order)
            Booking(uow, hand, planned, order).write()
        self._waiting = []
