"""Batches of blank cards in the store, as records and a protocol."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from pos_app.domain.card import Card
from pos_app.domain.card_range import CardRange


@dataclass(frozen=True, slots=True, kw_only=True)
class CardBatch:
    """A range of cards that were printed together; the row never changes once it is written."""

    uuid: str
    range: CardRange
    at: datetime
    person_id: int
    note: str = ""
    id: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchCounts:
    """How many cards of a range are known: blank, ever issued, and closed while blank."""

    blank: int = 0
    issued: int = 0
    closed: int = 0

    @property
    def known(self) -> int:
        """All of them."""
        return self.blank + self.issued + self.closed


class CardBatchRepo(Protocol):
    """Batches, and the cards in their ranges."""

    def add(self, batch: CardBatch) -> int:
        """Append a batch; its id."""

    def get(self, batch_id: int) -> CardBatch | None: ...
    def all(self) -> Sequence[CardBatch]:
        """Newest first."""

    def counts(self, cards: CardRange) -> BatchCounts: ...
    def cards(
        self, cards: CardRange, *, blank: bool = False, limit: int | None = None
    ) -> Sequence[Card]:
        """The known cards of a range in the order of their numbers; only ``blank`` ones if so."""
