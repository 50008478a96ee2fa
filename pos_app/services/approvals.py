"""What a role may do alone, and a second person's consent on the spot (R33)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pos_app.domain.errors import NeedsApproval, PosError
from pos_app.domain.events import Event
from pos_app.domain.staff import Action, Approval, Person, Right, right_for
from pos_app.services import checks
from pos_app.services.pin_guard import PinGuard, staff_card, without_secret
from pos_app.services.ports import Clock, IdSource, UnitOfWorkFactory
from pos_app.services.session import Session

VALID_SECONDS: Final = 300
"""How long a consent waits to be used, by running time."""

_REASON = checks.text(120, required=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Given:
    approval: Approval
    approver: Person
    until: float


class Permissions:
    """The one place that says yes or no, whatever window asks."""

    def __init__(
        self, uow: UnitOfWorkFactory, guard: PinGuard, clock: Clock, ids: IdSource
    ) -> None:
        self._uow = uow
        self._guard = guard
        self._clock = clock
        self._ids = ids
        self._open: dict[str, _Given] = {}

    def require(
        self, session: Session, action: Action, *, event_ref: str, approval: Approval | None = None
    ) -> Person | None:
        """Pass when the person may do ``action`` alone (None) or with this consent (who gave it).

        ``event_ref`` names what is being done (a draft, a receipt, a card), and a consent is good
        for that only, once. Raises :class:`NeedsApproval`, or ``PosError`` ``not_allowed``,
        ``approval_invalid`` (used before, too old, or given for something else).
        """
        right = right_for(session.role, action)
        if right is Right.YES:
            return None
        if right is Right.NO:
            raise _not_allowed(session, action)
        if approval is None:
            raise NeedsApproval(action.value, event_ref=event_ref)
        given = self._open.pop(approval.token, None)
        if given is None or given.approval != approval:
            raise PosError("approval_invalid", action=action.value)
        fits = (
            approval.action is action
            and approval.requested_by == session.person_id
            and approval.event_ref == event_ref
            and self._clock.monotonic() < given.until
        )
        if not fits:
            raise PosError("approval_invalid", action=action.value)
        return given.approver

    def approve(
        self,
        action: Action,
        *,
        session: Session,
        event_ref: str,
        reason: str,
        secret: str,
        approver_id: int | None = None,
        approver_card: str = "",
    ) -> Approval:
        """A second person's consent, with their PIN, to what ``session``'s person asks.

        The second person is chosen by ``approver_id`` or a scanned staff card; the PIN is asked in
        any case. Raises ``PosError``: ``not_allowed`` when no consent could help,
        ``approver_same``, ``approver_not_allowed``, ``staff_card_unknown``, or as
        :meth:`PinGuard.check`.
        """
        if right_for(session.role, action) is Right.NO:
            raise _not_allowed(session, action)
        why: str = _REASON("reason", reason)
        chosen = self._chosen(approver_id, approver_card)
        if chosen.id == session.person_id:
            raise PosError("approver_same")
        if right_for(chosen.role, action) is not Right.YES:
            raise PosError("approver_not_allowed", person=chosen.name, action=action.value)
        approver = self._guard.check(chosen.id, secret)
        approval = Approval(
            token=self._ids.uuid(),
            action=action,
            approver_id=approver.id,
            requested_by=session.person_id,
            reason=why,
            event_ref=event_ref,
        )
        self._record(session, approver, approval)
        self._open[approval.token] = _Given(
            approval=approval,
            approver=without_secret(approver),
            until=self._clock.monotonic() + VALID_SECONDS,
        )
        return approval

    def approvers(self, session: Session, action: Action) -> Sequence[Person]:
        """Who could consent to ``action`` for this person, by name."""
        with self._uow() as uow:
            people = uow.staff.all()
        able = [
            without_secret(person)
            for person in people
            if person.active
            and person.id != session.person_id
            and right_for(person.role, action) is Right.YES
        ]
        return sorted(able, key=lambda person: person.name.casefold())

    def _chosen(self, approver_id: int | None, card: str) -> Person:
        if approver_id is not None:
            return self._guard.working(approver_id)
        with self._uow() as uow:
            person = uow.staff.by_card(staff_card(card))
        if person is None:
            raise PosError("staff_card_unknown")
        return self._guard.working(person.id)

    def _record(self, session: Session, approver: Person, approval: Approval) -> None:
        content = {
            "action": approval.action.value,
            "ref": approval.event_ref,
            "reason": approval.reason,
        }
        with self._uow() as uow:
            uow.record(
                Event(
                    type="approval.given",
                    content=content,
                    person=session.person_uuid,
                    approver=approver.uuid,
                )
            )
            uow.commit()


def _not_allowed(session: Session, action: Action) -> PosError:
    return PosError("not_allowed", action=action.value, role=session.role.value)
