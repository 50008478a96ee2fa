"""Who is working at the till right now, and what that person may do alone (R33)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pos_app.domain.errors import NeedsApproval, PosError
from pos_app.domain.staff import Action, Person, Right, Role, right_for


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A signed-in person. ``person.pin_hash`` is empty here: no secret travels with it."""

    person: Person
    signed_in_at: datetime

    @property
    def role(self) -> Role:
        """The person's role."""
        return self.person.role

    @property
    def person_id(self) -> int:
        """The person's row in the store."""
        return self.person.id

    @property
    def person_uuid(self) -> str:
        """What the journal calls the person."""
        return self.person.uuid


def ensure_may(session: Session, action: Action) -> None:
    """Pass when the role may do ``action`` alone.

    Raises :class:`NeedsApproval` where a second person may help, else
    ``PosError("not_allowed")``.
    """
    right = right_for(session.role, action)
    if right is Right.APPROVAL:
        raise NeedsApproval(action.value)
    if right is Right.NO:
        raise PosError("not_allowed", action=action.value, role=session.role.value)
