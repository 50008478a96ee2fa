"""Promotions as the owner wrote them; what they mean is the engine's business."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pos_app.adapters.sqlite.session import Row, Session, day_or_none, day_text_or_none
from pos_app.domain.errors import PosError
from pos_app.services.records import PromotionRecord

_SELECT: Final = (
    "SELECT id, uuid, name, definition, enabled, valid_from, valid_to, priority FROM promotion "
)


class SqlitePromotions:
    """See :class:`pos_app.services.ports.PromotionRepo`."""

    def __init__(self, session: Session) -> None:
        self._db = session

    def all(self) -> Sequence[PromotionRecord]:
        """All promotions, in the order in which they were made."""
        return [_record(row) for row in self._db.all(_SELECT + "ORDER BY id")]

    def active(self) -> Sequence[PromotionRecord]:
        """Enabled ones, higher priority first; dates are judged by the engine."""
        rows = self._db.all(_SELECT + "WHERE enabled = 1 ORDER BY priority DESC, id")
        return [_record(row) for row in rows]

    def put(self, record: PromotionRecord) -> int:
        """Insert (id 0) or replace; the id. Raises ``PosError("promotion_unknown")``."""
        promotion_id = record.id or self._db.next_id("promotion")
        values = (
            promotion_id,
            record.uuid,
            record.name,
            record.definition,
            int(record.enabled),
            day_text_or_none(record.valid_from),
            day_text_or_none(record.valid_to),
            record.priority,
        )
        seal = self._db.sealer.seal("promotion", values)
        if not record.id:
            self._db.run(
                "INSERT INTO promotion (id, uuid, name, definition, enabled, valid_from, valid_to, "
                "priority, seal) VALUES (?,?,?,?,?,?,?,?,?)",
                (*values, seal),
            )
        elif not self._db.run(
            "UPDATE promotion SET uuid = ?, name = ?, definition = ?, enabled = ?, valid_from = ?, "
            "valid_to = ?, priority = ?, seal = ? WHERE id = ?",
            (*values[1:], seal, promotion_id),
        ):
            raise PosError("promotion_unknown", promotion_id=promotion_id)
        return promotion_id


def _record(row: Row) -> PromotionRecord:
    return PromotionRecord(
        id=row[0],
        uuid=row[1],
        name=row[2],
        definition=row[3],
        enabled=bool(row[4]),
        valid_from=day_or_none(row[5]),
        valid_to=day_or_none(row[6]),
        priority=row[7],
    )
