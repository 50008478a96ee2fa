"""The sale in the making at one till: every gesture of the cashier, undoable, saved as it happens.

The desk holds one :class:`~pos_app.domain.sale.Draft`; a gesture makes the next draft, prices it
from nothing and saves it, so that a power cut loses nothing. What a role may not do alone raises
:class:`~pos_app.domain.errors.NeedsApproval`; the caller repeats the gesture with the approval.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pos_app.domain.errors import PosError
from pos_app.domain.quantity import ONE
from pos_app.domain.sale import Draft, Exchange
from pos_app.domain.staff import Action, Approval
from pos_app.services.desk_certificates import CertificateGestures
from pos_app.services.desk_core import DeskParts
from pos_app.services.desk_offers import OfferFacts
from pos_app.services.desk_offers_full import every_offer
from pos_app.services.desk_scan import act_on_scan
from pos_app.services.desk_tenders import TenderGestures
from pos_app.services.desk_view import Offer, ScanOutcome
from pos_app.services.desk_why import called_in, why_now
from pos_app.services.text import clean_text
from pos_app.services.why import Why

__all__ = ["DeskParts", "SaleDesk"]

PARKED_LABEL = 60
"""Letters of the name a parked sale is given."""


class SaleDesk(CertificateGestures, TenderGestures):
    """One till's open sale. Not for use from several threads."""

    def attach_customer(self, customer_id: int, card_number: str | None = None) -> None:
        """Put a person on the receipt, by card or found by hand (``card_number`` None).

        Raises ``PosError("card_unknown")`` for a card that is not theirs.
        """
        if card_number is not None:
            self._ensure_card_of(customer_id, card_number)
        same = self._draft.customer_id == customer_id
        self._next(
            replace(
                self._draft,
                customer_id=customer_id,
                card_number=card_number or (self._draft.card_number if same else None),
                redeem_points=self._draft.redeem_points if same else 0,
            ),
            "customer",
        )

    def _ensure_card_of(self, customer_id: int, number: str) -> None:
        with self._parts.uow() as uow:
            card = uow.cards.by_number(number)
        if card is None or card.customer_id != customer_id:
            raise PosError("card_unknown", number=number)

    def detach_customer(self) -> None:
        """Take the person off the receipt, and with them their points."""
        self._next(
            replace(self._draft, customer_id=None, card_number=None, redeem_points=0), "customer"
        )

    def apply_coupon(self, code: str) -> None:
        """Present a coupon; whether it gives something, pricing says (see the view's offers).

        Raises ``PosError`` ``coupon_unknown``, ``coupon_present`` (shown twice) or
        ``coupon_limit`` (more than one receipt takes, R2).
        """
        record = self._pricer.coupon(code)
        if record is None:
            raise PosError("coupon_unknown", coupon=code)
        if record.code in self._draft.coupon_codes:
            raise PosError("coupon_present", coupon=record.code)
        most = self._parts.book.current.programme.coupons_per_receipt
        if most is not None and len(self._draft.coupon_codes) >= most:
            raise PosError("coupon_limit", most=most)
        self._next(
            replace(self._draft, coupon_codes=(*self._draft.coupon_codes, record.code)), "coupon"
        )

    def remove_coupon(self, code: str) -> None:
        """Take a coupon back off the receipt."""
        kept = tuple(one for one in self._draft.coupon_codes if one != code)
        self._next(replace(self._draft, coupon_codes=kept), "coupon")

    def set_points(self, points: int, approval: Approval | None = None) -> int:
        """Pay with ``points`` (hundredths), cut to what the rules allow; what was taken (R8).

        Without the card present a second person must agree. Raises ``PosError("no_customer")``.
        """
        if self._draft.customer_id is None:
            raise PosError("no_customer")
        if points:
            self._parts.ensure_redeeming()
        if points and self._draft.card_number is None:
            self._allow(
                Action.REDEEM_WITHOUT_CARD, approval, "points", self._draft.customer_id, points
            )
        limit = self.priced.points.limit
        wanted = max(0, min(points, limit))
        self._next(replace(self._draft, redeem_points=wanted), "points")
        return self.priced.points.spent

    def begin_exchange(
        self, exchange: Exchange, customer_id: int | None, card_number: str | None
    ) -> None:
        """Begin a sale that goods brought back pay for; what stood there is parked (R18)."""
        if not self._draft.is_empty:
            self.park()
        self._next(
            replace(
                self._draft,
                exchange=exchange,
                customer_id=customer_id,
                card_number=card_number if customer_id is not None else None,
            ),
            "exchange",
        )

    def drop_exchange(self) -> None:
        """Take the goods brought back off the sale; nothing of them was booked."""
        self._next(replace(self._draft, exchange=None), "exchange")

    def scan(self, text: str, quantity: int = ONE) -> ScanOutcome:
        """Do what a scanned or typed code means (R35); see :mod:`pos_app.services.desk_scan`."""
        return act_on_scan(self, self._parts, text, quantity)

    def why(self) -> Why:
        """Every line and the points explained, and what does not apply and why."""
        priced = self._ensure_priced()
        book = self._parts.book.current
        with self._parts.uow() as uow:
            return why_now(uow, self._draft, priced, book)

    def every_offer(self) -> tuple[Offer, ...]:
        """Coupons shown and held, and every promotion that runs, with what each is waiting for."""
        priced = self._ensure_priced()
        book = self._parts.book.current
        with self._parts.uow() as uow:
            facts = OfferFacts(
                basket=priced.given,
                priced=priced.basket,
                programme=priced.programme,
                now=priced.now,
                held=(),
            )
            held = self._pricer.held(uow, self._draft, priced, book)
            return every_offer(facts, held, called_in(uow, book, priced.given))

    def undo(self) -> str | None:
        """Take the last gesture back; its label, or None when there is none."""
        if not self._undo:
            return None
        before, label = self._undo.pop()
        self._store(replace(before, tenders=self._draft.tenders))
        return label

    def park(self, label: str = "") -> None:
        """Put the sale aside and begin an empty one. Raises ``PosError("sale_empty")``."""
        if self._draft.is_empty:
            raise PosError("sale_empty")
        if any(t.locked for t in self._draft.tenders):
            raise PosError("tender_locked")
        clean = clean_text(label, len(label), field="label")
        parked = replace(
            self._draft,
            tenders=(),
            parked_at=self._parts.clock.now(),
            parked_label=clean[:PARKED_LABEL],
        )
        self._write(parked, journal="sale.parked")
        self._begin()

    def parked(self) -> Sequence[Draft]:
        """Sales put aside on this till, oldest first."""
        with self._parts.uow() as uow:
            return uow.drafts.parked(self._till)

    def resume(self, uuid: str) -> None:
        """Take a parked sale up again; one begun meanwhile is parked in its place."""
        with self._parts.uow() as uow:
            wanted = uow.drafts.get(uuid)
        if wanted is None or wanted.parked_at is None:
            raise PosError("draft_unknown")
        if not self._draft.is_empty:
            self.park()
        self._undo.clear()
        self._drop_empty()
        self._pricer.forget()
        self._store(self._taken_over(replace(wanted, parked_at=None, parked_label="")))

    def cancel(self) -> None:
        """Drop the whole sale (undoable until the next one begins, journaled)."""
        if any(t.locked for t in self._draft.tenders):
            raise PosError("tender_locked")
        empty = replace(
            self._draft,
            lines=(),
            customer_id=None,
            card_number=None,
            coupon_codes=(),
            order_discount=None,
            redeem_points=0,
            certificates=(),
            tenders=(),
            exchange=None,
        )
        self._next(empty, "cancelled")

    def begin_next(self) -> None:
        """After a completed sale: an empty draft, with nothing to undo."""
        self._begin()
