"""Rules by which needs are guessed, and the purchases they look at."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Final

from pos_app.adapters.sqlite.sealed_rows import SealedRows
from pos_app.adapters.sqlite.session import Row, Session, utc_text, utc_time
from pos_app.domain.errors import PosError
from pos_app.services.need_records import BoughtLine, NeedRuleRow

_BOUGHT: Final = """SELECT s.uuid, s.local_date, l.name, l.group_code, coalesce(p.tags, '[]')
    FROM sale s JOIN sale_line l ON l.sale_id = s.id LEFT JOIN product p ON p.id = l.product_id
    WHERE s.customer_id IN ({marks}) AND s.local_date >= ?
    AND l.quantity > coalesce((SELECT sum(r.quantity) FROM return_line r
        WHERE r.sale_id = l.sale_id AND r.sale_position = l.position), 0)
    ORDER BY s.id, l.position"""
_BUYERS: Final = """SELECT a.customer_id FROM account a JOIN customer c ON c.id = a.customer_id
    WHERE a.customer_id > ? AND a.last_visit >= ? AND c.active = 1
    ORDER BY a.customer_id LIMIT ?"""


class SqliteNeedRules:
    """See :class:`pos_app.services.need_records.NeedRuleRepo`."""

    def __init__(self, session: Session) -> None:
        self._db = session
        self._rows = SealedRows(session, "need_rule")

    def all(self) -> Sequence[NeedRuleRow]:
        """All rules, in the order in which they were made."""
        return [_rule(row) for row in self._rows.find("1 ORDER BY id")]

    def put(self, row: NeedRuleRow) -> int:
        """Insert (id 0) or replace; the id. Raises ``PosError("need_rule_unknown")``."""
        values = {
            "uuid": row.uuid,
            "name": row.name,
            "definition": row.definition,
            "enabled": int(row.enabled),
            "created_at": utc_text(row.created_at),
        }
        if not row.id:
            return self._rows.add({"id": 0, **values})
        if not self._rows.change(row.id, **values):
            raise PosError("need_rule_unknown")
        return row.id

    def people(self) -> dict[int, int]:
        """How many people have a need by each rule that was not dismissed."""
        rows = self._db.all(
            "SELECT rule_id, count(DISTINCT customer_id) FROM need WHERE rule_id IS NOT NULL "
            "AND state <> 'dismissed' GROUP BY rule_id"
        )
        return dict(rows)

    def bought(self, customer_ids: Sequence[int], since: date) -> Sequence[BoughtLine]:
        """What these people bought from ``since`` on and kept at least in part."""
        sql = _BOUGHT.format(marks=",".join("?" * len(customer_ids)))
        return [
            BoughtLine(
                receipt=row[0],
                day=date.fromisoformat(row[1]),
                name=row[2],
                group_code=row[3],
                tags=tuple(json.loads(row[4])),
            )
            for row in self._db.all(sql, (*customer_ids, since.isoformat()))
        ]

    def buyers(self, since: date, after: int, limit: int) -> Sequence[int]:
        """Ids above ``after``, in order, of people who bought from ``since`` on."""
        return [row[0] for row in self._db.all(_BUYERS, (after, since.isoformat(), limit))]


def _rule(row: Row) -> NeedRuleRow:
    return NeedRuleRow(
        id=row[0],
        uuid=row[1],
        name=row[2],
        definition=row[3],
        enabled=bool(row[4]),
        created_at=utc_time(row[5]),
    )
