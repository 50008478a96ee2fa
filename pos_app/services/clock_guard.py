"""Noticing that the computer's clock was turned, before points and days are judged by it (R11)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from pos_app.domain.errors import PosError
from pos_app.domain.events import Event
from pos_app.domain.staff import Action, Approval
from pos_app.services.approvals import Permissions
from pos_app.services.ports import Clock, EventSink, UnitOfWorkFactory
from pos_app.services.session import Session

BACK: Final = timedelta(minutes=5)
FORWARD: Final = timedelta(days=7)

EVENT_REF: Final = "clock"
"""What an approval of the clock is bound to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockState:
    """How the clock stands to the last record: ``fine``, ``behind`` it, or far ``ahead`` of it.

    ``trusted`` is False until somebody with the right has looked at the date and confirmed it.
    """

    kind: Literal["fine", "behind", "ahead"]
    last_record: datetime | None
    now: datetime
    trusted: bool


class ClockGuard:
    """Compares the clock with the last record, and keeps a person's confirmation."""

    def __init__(
        self,
        uow: UnitOfWorkFactory,
        permissions: Permissions,
        clock: Clock,
        sink: EventSink,
    ) -> None:
        self._uow = uow
        self._permissions = permissions
        self._clock = clock
        self._sink = sink
        self._confirmed: timedelta | None = None

    def state(self) -> ClockState:
        """How the clock stands now."""
        with self._uow() as uow:
            last = uow.sales.last_instant()
        now = self._clock.now()
        kind = _judged(last, now)
        return ClockState(
            kind=kind, last_record=last, now=now, trusted=kind == "fine" or self._is_confirmed(now)
        )

    def ensure_redeeming(self) -> None:
        """Raise ``PosError("clock_untrusted")`` while points may not be spent (R11)."""
        state = self.state()
        if not state.trusted:
            raise PosError("clock_untrusted", kind=state.kind)

    def may_expire(self) -> bool:
        """Whether expiry entries may be posted: they wait for a clock one can trust."""
        return self.state().trusted

    def confirm(self, session: Session, *, approval: Approval | None = None) -> ClockState:
        """A senior says that date and time are right; holds until the clock is turned again.

        Raises :class:`NeedsApproval` for a cashier (``event_ref`` is :data:`EVENT_REF`).
        """
        state = self.state()
        if state.trusted:
            return state
        approver = self._permissions.require(
            session, Action.CLOCK_CONFIRM, event_ref=EVENT_REF, approval=approval
        )
        with self._uow() as uow:
            content = {
                "kind": state.kind,
                "now": state.now.isoformat(),
                "last": state.last_record.isoformat() if state.last_record else None,
            }
            uow.record(
                Event(
                    type="clock.confirmed",
                    content=content,
                    person=session.person_uuid,
                    approver=approver.uuid if approver else None,
                )
            )
            uow.commit()
        self._confirmed = self._offset(state.now)
        self._sink.changed("clock")
        return self.state()

    def _is_confirmed(self, now: datetime) -> bool:
        """Confirmed, and the wall clock has run evenly with the running time since."""
        if self._confirmed is None:
            return False
        return abs(self._offset(now) - self._confirmed) <= BACK

    def _offset(self, now: datetime) -> timedelta:
        return (now - datetime.min.replace(tzinfo=now.tzinfo)) - timedelta(
            seconds=self._clock.monotonic()
        )


def _judged(last: datetime | None, now: datetime) -> Literal["fine", "behind", "ahead"]:
    if last is None:
        return "fine"
    if last - now > BACK:
        return "behind"
    return "ahead" if now - last > FORWARD else "fine"
