"""Loyalty cards: keys to a person's account, with a life of their own (R20)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from pos_app.domain.errors import PosError


class CardStatus(Enum):
    """stock → active → blocked → replaced | closed."""

    STOCK = "stock"
    ACTIVE = "active"
    BLOCKED = "blocked"
    REPLACED = "replaced"
    CLOSED = "closed"


ALLOWED_MOVES: dict[CardStatus, frozenset[CardStatus]] = {
    CardStatus.STOCK: frozenset({CardStatus.ACTIVE, CardStatus.CLOSED}),
    CardStatus.ACTIVE: frozenset({CardStatus.BLOCKED, CardStatus.REPLACED, CardStatus.CLOSED}),
    CardStatus.BLOCKED: frozenset({CardStatus.ACTIVE, CardStatus.REPLACED, CardStatus.CLOSED}),
    CardStatus.REPLACED: frozenset(),
    CardStatus.CLOSED: frozenset(),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One card number (leading zeros kept) and whose account it opens, once issued."""

    id: int
    uuid: str
    number: str
    status: CardStatus
    customer_id: int | None = None
    issued_at: datetime | None = None
    replaces_id: int | None = None
    reason: str = ""

    @property
    def gives_benefits(self) -> bool:
        """Whether discounts and points may be used: only an active card gives anything."""
        return self.status is CardStatus.ACTIVE

    @property
    def masked(self) -> str:
        """The last four digits, for screens and slips."""
        return self.number[-4:]


def check_move(card: Card, to: CardStatus) -> None:
    """Raise ``PosError("card_move")`` when the life of a card knows no such step (R20)."""
    if to not in ALLOWED_MOVES[card.status]:
        raise PosError("card_move", number=card.masked, was=card.status.value, to=to.value)
