"""Points for other reasons than a purchase: given once, as a lot of their own (R12, R13).

What a grant was given for stands in its lot's reason, and a grant for the same reason is never
given again: the day's work may run as often as it likes.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from pos_app.domain.customer import Customer
from pos_app.domain.errors import PosError
from pos_app.domain.events import Event
from pos_app.domain.grants import Grant
from pos_app.domain.points import Account as PointsAccount
from pos_app.domain.pricing import Programme
from pos_app.domain.staff import Action
from pos_app.services import checks
from pos_app.services.loyalty import Movement, fill_owed, points_account
from pos_app.services.people import known_customer
from pos_app.services.ports import Clock, EventSink, IdSource, UnitOfWork, UnitOfWorkFactory
from pos_app.services.records import LotRow
from pos_app.services.session import Session, ensure_may
from pos_app.services.shop_book import ShopBook

_ANSWERED = checks.text(100, required=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gift:
    """Points to be given: of which ``kind``, by which rule, for what (``reason``)."""

    customer_id: int
    kind: str
    grant: Grant
    reason: str


def account_of(uow: UnitOfWork, customer_id: int) -> PointsAccount:
    """The points of a person, as they stand in the open transaction."""
    balance = uow.customers.account(customer_id).balance
    return points_account(uow.points.lots(customer_id), balance)


def give(uow: UnitOfWork, ids: IdSource, lot: LotRow, movement: Movement) -> int:
    """Store a new lot and fill what is owed from it first (R12); its id."""
    owed = account_of(uow, lot.customer_id).owed
    lot_id = uow.points.add_lot(lot)
    fill_owed(uow, ids, lot.customer_id, lot_id, min(owed, lot.granted), movement)
    return lot_id


def give_gift(uow: UnitOfWork, ids: IdSource, gift: Gift, movement: Movement) -> int:
    """Give a grant that was not given for this reason before; the points given, else 0."""
    if not gift.grant.gives:
        return 0
    before = uow.points.lots_of_kind(gift.customer_id, gift.kind)
    if any(lot.reason == gift.reason for lot in before):
        return 0
    lot = LotRow(
        uuid=ids.uuid(),
        customer_id=gift.customer_id,
        kind=gift.kind,
        granted=gift.grant.points,
        left=gift.grant.points,
        earned_at=movement.at,
        active_from=movement.local_day,
        expires_on=gift.grant.expires_on(movement.local_day),
        reason=gift.reason,
        local_day=movement.local_day,
    )
    give(uow, ids, lot, movement)
    return gift.grant.points


def welcome(
    uow: UnitOfWork, ids: IdSource, programme: Programme, customer: Customer, movement: Movement
) -> int:
    """Greet a person who got the first card; the points given (R13)."""
    gift = Gift(
        customer_id=customer.id,
        kind="welcome",
        grant=programme.grants.welcome,
        reason="welcome",
    )
    points = give_gift(uow, ids, gift, movement)
    if points:
        content = {"customer": customer.uuid, "kind": "welcome", "points": points}
        uow.record(Event(type="points.granted", content=content))
    return points


class GrantService:
    """Who brought whom, and points for a questionnaire."""

    def __init__(
        self,
        uow: UnitOfWorkFactory,
        book: ShopBook,
        clock: Clock,
        ids: IdSource,
        sink: EventSink,
    ) -> None:
        self._uow = uow
        self._book = book
        self._clock = clock
        self._ids = ids
        self._sink = sink

    def set_referrer(self, session: Session, customer_id: int, referrer_id: int | None) -> None:
        """Write down who brought a newcomer, or take it back, before the first receipt (R13).

        Raises ``PosError``: ``customer_unknown``, ``referrer_late`` (a receipt was made),
        ``referrer_self``, ``referrer_circular`` (the newcomer brought that person, directly or
        over others).
        """
        ensure_may(session, Action.CUSTOMER_CREATE)
        with self._uow() as uow:
            person = known_customer(uow, customer_id)
            if uow.customers.account(customer_id).visits:
                raise PosError("referrer_late")
            referrer = None if referrer_id is None else known_customer(uow, referrer_id)
            if referrer is not None:
                _ensure_no_circle(uow, customer_id, referrer)
            if person.referrer_id != referrer_id:
                uow.customers.update(replace(person, referrer_id=referrer_id))
                content = {
                    "customer": person.uuid,
                    "referrer": referrer.uuid if referrer is not None else None,
                }
                uow.record(Event(type="referrer.set", content=content, person=session.person_uuid))
                uow.commit()
        self._sink.changed("customer", str(customer_id))

    def questionnaire(self, session: Session, customer_id: int, answered: str) -> int:
        """Thank for a completed questionnaire, once per person and version; the points given.

        ``answered`` names the questionnaire and its version. Raises ``PosError``
        ``customer_unknown``, ``setting_invalid`` (field ``answered``).
        """
        ensure_may(session, Action.CUSTOMER_CREATE)
        grant = self._book.current.programme.grants.questionnaire
        movement = Movement(
            at=self._clock.now(), local_day=self._book.today(), person_id=session.person_id
        )
        with self._uow() as uow:
            person = known_customer(uow, customer_id)
            gift = Gift(
                customer_id=customer_id,
                kind="questionnaire",
                grant=grant,
                reason=_ANSWERED("answered", answered),
            )
            points = give_gift(uow, self._ids, gift, movement)
            if points:
                content = {"customer": person.uuid, "kind": "questionnaire", "points": points}
                uow.record(
                    Event(type="points.granted", content=content, person=session.person_uuid)
                )
                uow.commit()
        self._sink.changed("customer", str(customer_id))
        return points


def _ensure_no_circle(uow: UnitOfWork, customer_id: int, referrer: Customer) -> None:
    if referrer.id == customer_id:
        raise PosError("referrer_self")
    seen = {referrer.id}
    above = referrer.referrer_id
    while above is not None and above not in seen:
        if above == customer_id:
            raise PosError("referrer_circular")
        seen.add(above)
        above = known_customer(uow, above).referrer_id
