"""A person's points by hand: giving and taking with a reason, a longer life.

What is given is a lot of its own; what is taken comes from lots in spending order and then makes
the balance negative (R11, R12). Lots are never edited: a longer life is a new lot for the rest.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from pos_app.domain.customer import Customer
from pos_app.domain.errors import PosError
from pos_app.domain.events import Event
from pos_app.domain.points import debit
from pos_app.domain.staff import Action, Approval, adjust_action
from pos_app.services import checks
from pos_app.services.approvals import Permissions
from pos_app.services.grants import account_of, give
from pos_app.services.loyalty import Movement
from pos_app.services.people import known_customer
from pos_app.services.points_statement import points_money
from pos_app.services.ports import Clock, EventSink, IdSource, UnitOfWork, UnitOfWorkFactory
from pos_app.services.records import LotRow, PointsEntry
from pos_app.services.session import Session
from pos_app.services.shop_book import ShopBook

LONGEST_DAYS: Final = 3_660
"""How far away the last day of points set by hand may lie."""

_REASON = checks.text(120, required=True)
_AMOUNT = checks.whole(-(10**9), 10**9)


@dataclass(frozen=True, slots=True, kw_only=True)
class Adjustment:
    """Points given (positive) or taken by hand; ``parts`` are (lot, amount), lot 0 what is owed."""

    uuid: str
    customer_id: int
    amount: int
    parts: tuple[tuple[int, int], ...]


class PointsDesk:
    """Changes by hand."""

    def __init__(
        self,
        uow: UnitOfWorkFactory,
        book: ShopBook,
        permissions: Permissions,
        clock: Clock,
        ids: IdSource,
        sink: EventSink,
    ) -> None:
        self._uow = uow
        self._book = book
        self._permissions = permissions
        self._clock = clock
        self._ids = ids
        self._sink = sink
        self._last: Adjustment | None = None

    def adjust(
        self,
        session: Session,
        customer_id: int,
        amount: int,
        reason: str,
        *,
        expires_on: date | None = None,
        compensation: bool = False,
        approval: Approval | None = None,
    ) -> Adjustment:
        """Give (positive) or take (negative) hundredths of points, with a reason.

        ``expires_on`` is the last day of points given (None: for ever). Beyond the ceiling of the
        programme a second person approves; ``event_ref`` of the approval is the person's uuid.
        Raises :class:`NeedsApproval`, ``PosError`` ``adjust_nothing``, ``day_past``, ``day_far``,
        ``customer_unknown``, ``setting_invalid`` (fields ``points``, ``reason``).
        """
        why: str = _REASON("reason", reason)
        points: int = _AMOUNT("points", amount)
        if not points:
            raise PosError("adjust_nothing")
        programme, today = self._book.current.programme, self._book.today()
        if points > 0:
            _ensure_day(expires_on, today)
        customer = self._customer(customer_id)
        worth = points_money(abs(points), programme)
        approver = self._permissions.require(
            session,
            adjust_action(worth, programme.grants.adjust_ceiling),
            event_ref=customer.uuid,
            approval=approval,
        )
        movement = Movement(at=self._clock.now(), local_day=today, person_id=session.person_id)
        kind = "compensation" if compensation and points > 0 else "adjust"
        with self._uow() as uow:
            if points > 0:
                parts = self._plus(uow, customer_id, points, kind, why, expires_on, movement)
            else:
                parts = self._minus(uow, customer_id, -points, why, movement)
            content = {"customer": customer.uuid, "kind": kind, "points": points, "reason": why}
            uow.record(
                Event(
                    type="points.adjusted",
                    content=content,
                    person=session.person_uuid,
                    approver=approver.uuid if approver else None,
                )
            )
            uow.commit()
        done = Adjustment(
            uuid=self._ids.uuid(), customer_id=customer_id, amount=points, parts=parts
        )
        self._last = done
        self._sink.changed("customer", str(customer_id))
        return done

    def undo(self, session: Session, adjustment: Adjustment) -> None:
        """Take the last change by hand back, while nothing of it was used.

        Raises ``PosError("adjust_used")``.
        """
        if self._last != adjustment:
            raise PosError("adjust_used")
        customer = self._customer(adjustment.customer_id)
        movement = Movement(
            at=self._clock.now(), local_day=self._book.today(), person_id=session.person_id
        )
        with self._uow() as uow:
            _ensure_untouched(uow, adjustment)
            for lot_id, amount in adjustment.parts:
                self._enter(uow, customer.id, lot_id, -amount, "", movement)
            content = {"customer": customer.uuid, "points": -adjustment.amount}
            uow.record(
                Event(type="points.adjust_undone", content=content, person=session.person_uuid)
            )
            uow.commit()
        self._last = None
        self._sink.changed("customer", str(customer.id))

    def extend(
        self,
        session: Session,
        lot_id: int,
        until: date | None,
        *,
        approval: Approval | None = None,
    ) -> None:
        """Let what is left of a lot live longer (``until`` None: for ever), never shorter (R11).

        Lots are never edited: the rest moves to a new lot with the old dates but the last. A
        receipt's points stay that receipt's. ``event_ref`` of the approval is the person's uuid.
        Raises :class:`NeedsApproval`, ``PosError`` ``lot_unknown``, ``lot_expired``,
        ``lot_shorter``, ``day_far``.
        """
        today, now = self._book.today(), self._clock.now()
        with self._uow() as uow:
            lot = _extendable(uow, lot_id, until, today)
            customer = known_customer(uow, lot.customer_id)
        approver = self._permissions.require(
            session, Action.ADJUST_POINTS, event_ref=customer.uuid, approval=approval
        )
        movement = Movement(at=now, local_day=today, person_id=session.person_id)
        with self._uow() as uow:
            lot = _extendable(uow, lot_id, until, today)
            self._enter(uow, customer.id, lot.id, -lot.left, "extended", movement)
            uow.points.add_lot(
                replace(
                    lot,
                    uuid=self._ids.uuid(),
                    kind="extended",
                    granted=lot.left,
                    expires_on=until,
                    reason=lot.uuid,
                    local_day=today,
                    entered_at=now,
                )
            )
            content = {
                "customer": customer.uuid,
                "points": lot.left,
                "until": until.isoformat() if until is not None else "",
            }
            uow.record(
                Event(
                    type="points.extended",
                    content=content,
                    person=session.person_uuid,
                    approver=approver.uuid if approver else None,
                )
            )
            uow.commit()
        self._sink.changed("customer", str(customer.id))

    # --- inside ------------------------------------------------------------------------------

    def _customer(self, customer_id: int) -> Customer:
        with self._uow() as uow:
            return known_customer(uow, customer_id)

    def _plus(
        self,
        uow: UnitOfWork,
        customer_id: int,
        points: int,
        kind: str,
        reason: str,
        expires_on: date | None,
        movement: Movement,
    ) -> tuple[tuple[int, int], ...]:
        filled = min(account_of(uow, customer_id).owed, points)
        lot = LotRow(
            uuid=self._ids.uuid(),
            customer_id=customer_id,
            kind=kind,
            granted=points,
            left=points,
            earned_at=movement.at,
            active_from=movement.local_day,
            expires_on=expires_on,
            reason=reason,
            local_day=movement.local_day,
        )
        lot_id = give(uow, self._ids, lot, movement)
        return _parts((lot_id, points - filled), (0, filled))

    def _minus(
        self, uow: UnitOfWork, customer_id: int, points: int, reason: str, movement: Movement
    ) -> tuple[tuple[int, int], ...]:
        plan = debit(account_of(uow, customer_id), points, movement.local_day)
        taken = [(int(draw.lot_id), -draw.amount) for draw in plan.draws]
        parts = _parts(*taken, (0, -plan.owed))
        for lot_id, amount in parts:
            self._enter(uow, customer_id, lot_id, amount, reason, movement)
        return parts

    def _enter(
        self,
        uow: UnitOfWork,
        customer_id: int,
        lot_id: int,
        amount: int,
        reason: str,
        movement: Movement,
    ) -> None:
        uow.points.add_entry(
            PointsEntry(
                uuid=self._ids.uuid(),
                customer_id=customer_id,
                lot_id=lot_id or None,
                kind="adjust",
                amount=amount,
                at=movement.at,
                local_day=movement.local_day,
                person_id=movement.person_id,
                reason=reason,
            )
        )


def _parts(*parts: tuple[int, int]) -> tuple[tuple[int, int], ...]:
    return tuple(part for part in parts if part[1])


def _ensure_day(day: date | None, today: date) -> None:
    if day is None:
        return
    if day < today:
        raise PosError("day_past")
    if day > today + timedelta(days=LONGEST_DAYS):
        raise PosError("day_far")


def _extendable(uow: UnitOfWork, lot_id: int, until: date | None, today: date) -> LotRow:
    lot = uow.points.lot(lot_id)
    if lot is None or not lot.left:
        raise PosError("lot_unknown")
    if lot.expires_on is None or (until is not None and until <= lot.expires_on):
        raise PosError("lot_shorter")
    if lot.expires_on < today:
        raise PosError("lot_expired")
    _ensure_day(until, today)
    return lot


def _ensure_untouched(uow: UnitOfWork, adjustment: Adjustment) -> None:
    """What was given lies in its lot still; what was owed is owed still."""
    owed = account_of(uow, adjustment.customer_id).owed
    for lot_id, amount in adjustment.parts:
        lot = uow.points.lot(lot_id) if lot_id else None
        used = lot is not None and amount > 0 and lot.left < amount
        if used or (not lot_id and amount < 0 and owed < -amount):
            raise PosError("adjust_used")
