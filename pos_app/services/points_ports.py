"""What the points desk and the day's work read beside any transaction; points in hundredths."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class LotLine:
    """A lot with something left, and the number of the receipt it came from (None: a grant)."""

    id: int
    kind: str
    granted: int
    left: int
    earned_at: datetime
    active_from: date
    expires_on: date | None
    receipt: int | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MovementLine:
    """One movement: when, of what lot (``lot_kind``, "" for none), by whom, on which receipt."""

    id: int
    at: datetime
    kind: str
    lot_kind: str
    amount: int
    receipt: int | None
    person: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BirthdayLine:
    """Somebody whose birthday is near; ``known_at`` is when the birth date was entered.

    ``last`` is the day birthday points were given last.
    """

    customer_id: int
    birthday: date
    known_at: datetime
    last: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralLine:
    """A newcomer somebody brought, with the day of the first receipt that was kept."""

    uuid: str
    referrer_id: int
    first_receipt: date


@dataclass(frozen=True, slots=True, kw_only=True)
class HolderLine:
    """Who holds a tier, since when; ``manual_until``: given by hand to the end of that day."""

    customer_id: int
    tier_id: str
    since: date
    manual_until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LiabilityLine:
    """Points not yet spent by the month of their last day (``""``: for ever)."""

    month: str
    active: int
    pending: int


class PointsReads(Protocol):
    """Reads for lists and for the day's work; each raises ``EnvironmentProblem``.

    People count who are active and hold no card at all or one that is not blocked (R20).
    """

    def lots(self, customer_id: int) -> Sequence[LotLine]:
        """What is in the account, oldest first."""

    def movements(self, customer_id: int, limit: int) -> Sequence[MovementLine]:
        """The last movements, newest first."""

    def birthdays(self, days: Collection[str], changed_since: datetime) -> Sequence[BirthdayLine]:
        """People born on one of ``days`` ("MM-DD").

        Birth dates changed from ``changed_since`` on are known since that change.
        """

    def referrals(self, first: date, last: date) -> Sequence[ReferralLine]:
        """Newcomers somebody brought whose first receipt lies between the two days."""

    def members(self, before: datetime, reason: str) -> Sequence[int]:
        """Who was entered before an instant and has no holiday lot with this ``reason``."""

    def holders(self) -> Sequence[HolderLine]:
        """Everybody who holds a tier."""

    def liability(self, today: date) -> Sequence[LiabilityLine]:
        """Points not yet spent nor run out, by month; "" last."""

    def owed(self) -> int:
        """What all negative balances come to, as a positive figure (R12)."""
