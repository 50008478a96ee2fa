"""What the profile of a person reads beside any transaction; money in minor units, points in
hundredths.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, Protocol

from pos_app.services.points_ports import MovementLine


@dataclass(frozen=True, slots=True, kw_only=True)
class PurchaseLine:
    """A receipt of a person, or a return (``money`` and ``points`` negative then).

    ``goods`` are the first names on it, ``lines`` how many there are. A return has ``reason`` (of
    its first line) and ``receipt``, the number of the receipt it is about (None: without one). A
    receipt has ``returned``: "" for nothing, ``part`` or ``all`` of its goods.
    """

    kind: Literal["sale", "return"]
    uuid: str
    till: str
    number: int
    at: datetime
    money: int
    points: int
    goods: tuple[str, ...]
    lines: int
    receipt: int | None = None
    reason: str = ""
    returned: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PurchaseFigures:
    """Receipts of a person, all there are: ``money`` is their sum, ``net`` of the last year.

    ``returns`` counts returns; ``days`` are the local days of the receipts, ascending.
    """

    receipts: int = 0
    returns: int = 0
    money: int = 0
    year: int = 0
    days: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LotStory:
    """A grant of points from its first to its last day: what became of it (R11)."""

    id: int
    kind: str
    granted: int
    left: int
    expired: int
    earned_at: datetime
    active_from: date
    expires_on: date | None
    receipt: int | None
    reason: str

    @property
    def used(self) -> int:
        """What was spent of it, or taken back."""
        return self.granted - self.left - self.expired


@dataclass(frozen=True, slots=True, kw_only=True)
class CardEvent:
    """A step in the life of a card; ``status`` is what it became."""

    card_id: int
    status: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileFacts:
    """Everything read at once. ``ahead`` people of ``buyers`` have the higher turnover."""

    purchases: tuple[PurchaseLine, ...]
    figures: PurchaseFigures
    lots: tuple[LotStory, ...]
    movements: tuple[MovementLine, ...]
    card_events: tuple[CardEvent, ...]
    names: Mapping[int, str]
    ahead: int
    buyers: int


class ProfileReads(Protocol):
    """Reads of one person's profile; each raises ``EnvironmentProblem``."""

    def facts(
        self, customer_id: int, merged: Sequence[int], today: date, named: Sequence[int]
    ) -> ProfileFacts:
        """All about a person and their receipts, those of ``merged`` people included.

        ``names`` are those of the people in ``named``.
        """

    def purchases(
        self, customer_ids: Sequence[int], limit: int, offset: int = 0
    ) -> Sequence[PurchaseLine]:
        """Receipts and returns of these people, newest first."""
