"""Loyalty cards and the history of their states (R20)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from pos_app.adapters.sqlite.driver import sqlite3
from pos_app.adapters.sqlite.session import (
    Row,
    Session,
    reference,
    utc_text,
    utc_text_or_none,
    utc_time_or_none,
)
from pos_app.domain.card import Card, CardStatus
from pos_app.domain.errors import PosError

SELECT_CARD: Final = (
    "SELECT id, uuid, number, status, customer_id, issued_at, replaces_id, reason FROM card "
)


class SqliteCards:
    """See :class:`pos_app.services.ports.CardRepo`."""

    def __init__(self, session: Session) -> None:
        self._db = session

    def by_number(self, number: str) -> Card | None:
        """By the number as printed, leading zeros included."""
        row = self._db.one(SELECT_CARD + "WHERE number = ?", (number,))
        return None if row is None else card_from(row)

    def of_customer(self, customer_id: int) -> Sequence[Card]:
        """All cards of a person, newest first."""
        rows = self._db.all(SELECT_CARD + "WHERE customer_id = ? ORDER BY id DESC", (customer_id,))
        return [card_from(row) for row in rows]

    def add(self, card: Card) -> int:
        """Store a new card; raises ``PosError("card_taken")``."""
        card_id = self._db.next_id("card")
        values = _values(card_id, card, card.status, card.customer_id, card.issued_at, card.reason)
        try:
            self._db.run(
                "INSERT INTO card (id, uuid, number, status, customer_id, issued_at, replaces_id, "
                "reason, seal) VALUES (?,?,?,?,?,?,?,?,?)",
                (*values, self._db.sealer.seal("card", values)),
            )
        except sqlite3.IntegrityError as error:
            if "card.number" in str(error):
                raise PosError("card_taken", number=card.masked) from error
            raise
        at = card.issued_at or self._db.clock.now()
        self._append(card_id, card.status, card.customer_id, at, card.reason)
        return card_id

    def set_status(
        self,
        card_id: int,
        status: CardStatus,
        *,
        customer_id: int | None,
        at: datetime,
        reason: str,
    ) -> None:
        """Move a card on; its first activation is its issue. The step is the caller's to judge."""
        row = self._db.one(SELECT_CARD + "WHERE id = ?", (card_id,))
        if row is None:
            raise PosError("card_unknown", card_id=card_id)
        card = card_from(row)
        issued = card.issued_at
        if issued is None and status is CardStatus.ACTIVE:
            issued = at
        values = _values(card_id, card, status, customer_id, issued, reason)
        self._db.run(
            "UPDATE card SET status = ?, customer_id = ?, issued_at = ?, reason = ?, seal = ? "
            "WHERE id = ?",
            (
                status.value,
                reference(customer_id),
                utc_text_or_none(issued),
                reason,
                self._db.sealer.seal("card", values),
                card_id,
            ),
        )
        self._append(card_id, status, customer_id, at, reason)

    def _append(
        self, card_id: int, status: CardStatus, customer_id: int | None, at: datetime, reason: str
    ) -> None:
        self._db.append(
            "card_entry",
            (
                self._db.ids.uuid(),
                self._db.till,
                card_id,
                status.value,
                reference(customer_id),
                utc_text(at),
                reason,
            ),
        )


def _values(
    card_id: int,
    card: Card,
    status: CardStatus,
    customer_id: int | None,
    issued: datetime | None,
    reason: str,
) -> tuple[object, ...]:
    return (
        card_id,
        card.uuid,
        card.number,
        status.value,
        reference(customer_id),
        utc_text_or_none(issued),
        reference(card.replaces_id),
        reason,
    )


def card_from(row: Row) -> Card:
    """A card from a row of :data:`SELECT_CARD`."""
    return Card(
        id=row[0],
        uuid=row[1],
        number=row[2],
        status=CardStatus(row[3]),
        customer_id=row[4],
        issued_at=utc_time_or_none(row[5]),
        replaces_id=row[6],
        reason=row[7],
    )
