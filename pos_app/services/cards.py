"""The life of loyalty cards: issued, blocked, replaced, closed (R20). A person may have several."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from pos_app.domain.bank_card import is_bank_card
from pos_app.domain.card import Card, CardStatus, check_move
from pos_app.domain.errors import PosError
from pos_app.domain.events import Event
from pos_app.domain.gtin import has_true_check_digit, is_digits
from pos_app.domain.pricing import Programme
from pos_app.domain.staff import Action, Approval
from pos_app.services import checks
from pos_app.services.approvals import Permissions
from pos_app.services.grants import welcome
from pos_app.services.loyalty import Movement
from pos_app.services.people import known_customer
from pos_app.services.ports import Clock, EventSink, IdSource, UnitOfWork, UnitOfWorkFactory
from pos_app.services.session import Session, ensure_may
from pos_app.services.settings import load_settings
from pos_app.services.slips import local_day

SHORTEST: Final = 4
LONGEST: Final = 32

_REASON = checks.text(120, required=True)


class CardService:
    """Cards as keys to a person's account."""

    def __init__(
        self,
        uow: UnitOfWorkFactory,
        permissions: Permissions,
        clock: Clock,
        ids: IdSource,
        sink: EventSink,
        programme: Callable[[], Programme] = Programme,
    ) -> None:
        self._programme = programme
        self._uow = uow
        self._permissions = permissions
        self._clock = clock
        self._ids = ids
        self._sink = sink

    def of_customer(self, customer_id: int) -> Sequence[Card]:
        """All cards a person has or had."""
        with self._uow() as uow:
            return uow.cards.of_customer(customer_id)

    def issue(self, session: Session, customer_id: int, number: str) -> Card:
        """Give a person a card: one from stock, or a number never seen before.

        With the first one come the points of welcome (R13).

        Raises ``PosError``: ``card_number`` (form or check digit), ``bank_card``, ``card_taken``
        (it opens another account, or was blocked), ``customer_unknown``.
        """
        ensure_may(session, Action.CARD_ISSUE)
        now, programme = self._clock.now(), self._programme()
        with self._uow() as uow:
            first = not uow.cards.of_customer(customer_id)
            card = issue_card(uow, session, self._ids.uuid(), customer_id, number, now)
            person = uow.customers.get(customer_id)
            if first and person is not None:
                today = local_day(now, load_settings(uow))
                movement = Movement(at=now, local_day=today, person_id=session.person_id)
                welcome(uow, self._ids, programme, person, movement)
            uow.commit()
        self._sink.changed("customer", str(customer_id))
        return card

    def block(self, session: Session, number: str, reason: str) -> Card:
        """Stop a card: lost, fraud, or asked for. It names the person still, and gives nothing.

        Anyone at the counter may: a lost card must not wait for a senior. Raises ``PosError``
        ``card_unknown``, ``card_move``, ``setting_invalid`` (field ``reason``).
        """
        ensure_may(session, Action.CARD_ISSUE)
        return self._move(session, number, CardStatus.BLOCKED, reason, None)

    def unblock(
        self, session: Session, number: str, reason: str, *, approval: Approval | None = None
    ) -> Card:
        """Let a blocked card give benefits again; asks for the right to replace cards."""
        return self._move(session, number, CardStatus.ACTIVE, reason, approval)

    def close(
        self, session: Session, number: str, reason: str, *, approval: Approval | None = None
    ) -> Card:
        """End a card for good; asks for the right to replace cards."""
        return self._move(session, number, CardStatus.CLOSED, reason, approval)

    def replace_card(
        self,
        session: Session,
        old_number: str,
        new_number: str,
        reason: str,
        *,
        approval: Approval | None = None,
    ) -> Card:
        """Hand over a new card for an old one; the new one points back to it.

        ``event_ref`` of the approval is the old number's card uuid (see :meth:`ref`). Raises
        :class:`NeedsApproval`, and as :meth:`issue` and :meth:`block`.
        """
        why: str = _REASON("reason", reason)
        now = self._clock.now()
        approver = self._permissions.require(
            session, Action.CARD_REPLACE, event_ref=self.ref(old_number), approval=approval
        )
        with self._uow() as uow:
            old = _known(uow, old_number)
            check_move(old, CardStatus.REPLACED)
            new = issue_card(
                uow, session, self._ids.uuid(), old.customer_id or 0, new_number, now, replaces=old
            )
            uow.cards.set_status(
                old.id, CardStatus.REPLACED, customer_id=old.customer_id, at=now, reason=why
            )
            event = _event("card.replaced", session, old, by=new.uuid, reason=why)
            uow.record(replace(event, approver=approver.uuid if approver else None))
            uow.commit()
        self._sink.changed("customer", str(old.customer_id))
        return new

    def ref(self, number: str) -> str:
        """What an approval about this card is bound to; raises ``PosError("card_unknown")``."""
        with self._uow() as uow:
            return _known(uow, number).uuid

    def _move(
        self, session: Session, number: str, to: CardStatus, reason: str, approval: Approval | None
    ) -> Card:
        why: str = _REASON("reason", reason)
        approver = None
        if to is not CardStatus.BLOCKED:
            approver = self._permissions.require(
                session, Action.CARD_REPLACE, event_ref=self.ref(number), approval=approval
            )
        with self._uow() as uow:
            card = _known(uow, number)
            check_move(card, to)
            uow.cards.set_status(
                card.id, to, customer_id=card.customer_id, at=self._clock.now(), reason=why
            )
            event = _event(f"card.{_EVENTS[to]}", session, card, reason=why)
            uow.record(replace(event, approver=approver.uuid if approver else None))
            uow.commit()
        self._sink.changed("customer", str(card.customer_id or ""))
        return replace(card, status=to, reason=why)


_EVENTS = {
    CardStatus.BLOCKED: "blocked",
    CardStatus.ACTIVE: "unblocked",
    CardStatus.CLOSED: "closed",
}


def issue_card(
    uow: UnitOfWork,
    session: Session,
    uuid: str,
    customer_id: int,
    number: str,
    now: datetime,
    *,
    replaces: Card | None = None,
) -> Card:
    """Issue a card in an open transaction; raises as :meth:`CardService.issue`."""
    clean = checked_number(number, load_settings(uow).scanner.card_prefix)
    customer = known_customer(uow, customer_id)
    card = uow.cards.by_number(clean)
    if card is None:
        card = Card(
            id=0,
            uuid=uuid,
            number=clean,
            status=CardStatus.ACTIVE,
            customer_id=customer_id,
            issued_at=now,
            replaces_id=replaces.id if replaces else None,
        )
        card = replace(card, id=uow.cards.add(card))
    elif card.status is CardStatus.STOCK:
        uow.cards.set_status(card.id, CardStatus.ACTIVE, customer_id=customer_id, at=now, reason="")
        card = replace(card, status=CardStatus.ACTIVE, customer_id=customer_id, issued_at=now)
    else:
        raise PosError("card_taken", number=card.masked, status=card.status.value)
    uow.record(_event("card.issued", session, card, customer=customer.uuid))
    return card


def checked_number(number: str, prefix: str) -> str:
    """A card number as it is kept: blanks gone, capitals, leading zeros as they are.

    Thirteen digits beginning with the shop's ``prefix`` carry a check digit (R20). Raises
    ``PosError`` ``card_number`` (``reason``: length, signs, check_digit) or ``bank_card``.
    """
    clean = "".join(number.split()).upper()
    if not SHORTEST <= len(clean) <= LONGEST:
        raise PosError("card_number", reason="length")
    if not clean.isascii() or not clean.replace("-", "").isalnum():
        raise PosError("card_number", reason="signs")
    own = is_digits(clean) and len(clean) == 13 and bool(prefix) and clean.startswith(prefix)
    if own and not has_true_check_digit(clean):
        raise PosError("card_number", reason="check_digit")
    if not own and is_bank_card(clean):
        raise PosError("bank_card", field="card")
    return clean


def _known(uow: UnitOfWork, number: str) -> Card:
    card = uow.cards.by_number("".join(number.split()).upper())
    if card is None:
        raise PosError("card_unknown")
    return card


def _event(kind: str, session: Session, card: Card, **content: object) -> Event:
    return Event(type=kind, content={"card": card.uuid, **content}, person=session.person_uuid)
