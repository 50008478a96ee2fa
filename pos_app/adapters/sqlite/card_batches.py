"""Batches of blank cards: what was ordered in one range, and how its cards stand (R20)."""

# ruff: noqa: S608 - the SQL is put together from this program's own names; values are parameters

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pos_app.adapters.sqlite.cards import SELECT_CARD, card_from
from pos_app.adapters.sqlite.session import Row, Session, reference, utc_text, utc_time
from pos_app.domain.card import Card
from pos_app.domain.card_range import CardRange
from pos_app.services.card_batch_ports import BatchCounts, CardBatch

_SELECT: Final = "SELECT id, uuid, first, count, symbology, at, person_id, note FROM card_batch "

_WITHIN: Final = (
    "WHERE number BETWEEN ? AND ? AND length(number) = ? AND substr(number, ?) NOT GLOB '*[^0-9]*' "
)
"""Numbers of one length that differ in their last digits only stand in the order they count."""


class SqliteCardBatches:
    """See :class:`pos_app.services.card_batch_ports.CardBatchRepo`."""

    def __init__(self, session: Session) -> None:
        self._db = session

    def add(self, batch: CardBatch) -> int:
        """Append to the ledger."""
        cards = batch.range
        return self._db.append(
            "card_batch",
            (
                batch.uuid,
                self._db.till,
                cards.first,
                cards.last,
                cards.count,
                cards.symbology,
                utc_text(batch.at),
                reference(batch.person_id),
                batch.note,
            ),
        )

    def get(self, batch_id: int) -> CardBatch | None:
        """By its id."""
        row = self._db.one(_SELECT + "WHERE id = ?", (batch_id,))
        return None if row is None else _batch(row)

    def all(self) -> Sequence[CardBatch]:
        """Newest first."""
        return [_batch(row) for row in self._db.all(_SELECT + "ORDER BY id DESC")]

    def counts(self, cards: CardRange) -> BatchCounts:
        """One look over the range."""
        row = self._db.one(
            "SELECT coalesce(sum(status = 'stock'), 0), coalesce(sum(issued_at IS NOT NULL), 0), "
            "coalesce(sum(status <> 'stock' AND issued_at IS NULL), 0) FROM card " + _WITHIN,
            _ends(cards),
        )
        blank, issued, closed = row or (0, 0, 0)
        return BatchCounts(blank=blank, issued=issued, closed=closed)

    def cards(
        self, cards: CardRange, *, blank: bool = False, limit: int | None = None
    ) -> Sequence[Card]:
        """In the order of their numbers."""
        only = "AND status = 'stock' " if blank else ""
        rows = self._db.all(
            SELECT_CARD + _WITHIN + only + "ORDER BY number LIMIT ?",
            (*_ends(cards), -1 if limit is None else limit),
        )
        return [card_from(row) for row in rows]


def _ends(cards: CardRange) -> tuple[object, ...]:
    return cards.first, cards.last, len(cards.first), len(cards.stem) + 1


def _batch(row: Row) -> CardBatch:
    return CardBatch(
        id=row[0],
        uuid=row[1],
        range=CardRange(first=row[2], count=row[3], symbology=row[4]),
        at=utc_time(row[5]),
        person_id=row[6],
        note=row[7],
    )
