"""Merges of people, what goes over with them, and pairs put aside (R23)."""

# ruff: noqa: S608 - the SQL is put together from this program's own names; values are parameters

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from pos_app.adapters.sqlite.kin import kin_of
from pos_app.adapters.sqlite.sealed_rows import SealedRows
from pos_app.adapters.sqlite.session import (
    Row,
    Session,
    reference,
    utc_text,
    utc_text_or_none,
    utc_time,
    utc_time_or_none,
)
from pos_app.services.merge_records import OWNED, MergeRow, Owned, PutAside
from pos_app.services.records import TurnoverEntry

_TURNOVER: Final = """SELECT uuid, customer_id, amount, local_day, at, sale_id, visit, reason
    FROM turnover_entry WHERE customer_id = ? ORDER BY id"""
_SPENT: Final = """SELECT 1 FROM points_entry WHERE customer_id = ? AND id > ?
    AND kind = 'redeem' LIMIT 1"""
_RETURNED: Final = f"""SELECT 1 FROM goods_return g JOIN sale s ON s.id = g.sale_id
    LEFT JOIN receipt_claim r ON r.sale_id = s.id WHERE g.id > ?1 AND g.customer_id = ?2
    AND coalesce(r.customer_id, s.customer_id) <> ?2
    AND coalesce(r.customer_id, s.customer_id) IN {kin_of("?2")} LIMIT 1"""


class SqliteMerges:
    """See :class:`pos_app.services.merge_ports.MergeRepo`."""

    def __init__(self, session: Session) -> None:
        self._db = session
        self._aside = SealedRows(session, "not_duplicate")
        self._merges = SealedRows(session, "customer_merge")
        self._tables = {name: SealedRows(session, name) for name in OWNED}

    # -- pairs put aside ----------------------------------------------------------------------

    def put_aside(self, pair: PutAside) -> bool:
        """Remember a pair; False when it was known already."""
        if self._aside.find("first_id = ? AND second_id = ?", pair.first_id, pair.second_id):
            return False
        self._aside.add(
            {
                "uuid": pair.uuid,
                "first_id": pair.first_id,
                "second_id": pair.second_id,
                "person_id": reference(pair.person_id),
                "at": utc_text(pair.at),
            }
        )
        return True

    def take_back(self, first_id: int, second_id: int) -> bool:
        """Forget that a pair was put aside; False when it was not."""
        rows = self._aside.find("first_id = ? AND second_id = ?", first_id, second_id)
        return bool(rows) and self._aside.remove(rows[0][0])

    # -- merges -------------------------------------------------------------------------------

    def add(self, row: MergeRow) -> int:
        """Store a merge; its id."""
        return self._merges.add(
            {
                "uuid": row.uuid,
                "till": self._db.till,
                "survivor_id": row.survivor_id,
                "merged_id": row.merged_id,
                "person_id": reference(row.person_id),
                "approver_id": reference(row.approver_id),
                "at": utc_text(row.at),
                "image": row.image,
                "undone_at": utc_text_or_none(row.undone_at),
                "undone_by": reference(row.undone_by),
            }
        )

    def by_uuid(self, uuid: str) -> MergeRow | None:
        """By its identity."""
        rows = self._merges.find("uuid = ?", uuid)
        return _row(rows[0]) if rows else None

    def recent(self, limit: int) -> Sequence[MergeRow]:
        """The last merges, newest first, undone ones too."""
        return [_row(row) for row in self._merges.find("1 ORDER BY id DESC LIMIT ?", limit)]

    def last_into(self, survivor_id: int) -> MergeRow | None:
        """The last merge into a person that was not undone."""
        rows = self._merges.find(
            "survivor_id = ? AND undone_at IS NULL ORDER BY id DESC LIMIT 1", survivor_id
        )
        return _row(rows[0]) if rows else None

    def undone(self, customer_id: int) -> Sequence[str]:
        """Identities of the undone merges a person had part in."""
        rows = self._db.all(
            "SELECT uuid FROM customer_merge WHERE survivor_id = ?1 AND undone_at IS NOT NULL "
            "UNION SELECT uuid FROM customer_merge WHERE merged_id = ?1 AND undone_at IS NOT NULL",
            (customer_id,),
        )
        return [row[0] for row in rows]

    def set_undone(self, merge_id: int, at: datetime, person_id: int) -> None:
        """Mark a merge as undone."""
        self._merges.change(merge_id, undone_at=utc_text(at), undone_by=reference(person_id))

    # -- what was done since ------------------------------------------------------------------

    def turnover(self, customer_id: int) -> Sequence[TurnoverEntry]:
        """All turnover of a person, oldest first."""
        return [
            TurnoverEntry(
                uuid=row[0],
                customer_id=row[1],
                amount=row[2],
                local_day=date.fromisoformat(row[3]),
                at=utc_time(row[4]),
                sale_id=row[5],
                visit=row[6],
                reason=row[7],
            )
            for row in self._db.all(_TURNOVER, (customer_id,))
        ]

    def marks(self) -> tuple[int, int]:
        """The last points entry and the last return so far."""
        row = self._db.one(
            "SELECT (SELECT coalesce(max(id), 0) FROM points_entry), "
            "(SELECT coalesce(max(id), 0) FROM goods_return)"
        )
        return (row[0], row[1]) if row else (0, 0)

    def spent_since(self, customer_id: int, entry_id: int) -> bool:
        """Whether a person paid with points after that entry."""
        return self._db.one(_SPENT, (customer_id, entry_id)) is not None

    def returned_since(self, customer_id: int, return_id: int) -> bool:
        """Whether goods came back after that return that somebody merged into them had bought."""
        return self._db.one(_RETURNED, (return_id, customer_id)) is not None

    # -- what goes over -----------------------------------------------------------------------

    def owned(self, table: Owned, customer_id: int) -> Sequence[int]:
        """Ids of what a person has of this kind, oldest first."""
        rows = self._db.all(
            f'SELECT id FROM "{table}" WHERE customer_id = ? ORDER BY id',
            (customer_id,),
        )
        return [row[0] for row in rows]

    def hand_over(self, table: Owned, row_id: int, customer_id: int) -> None:
        """Make it somebody else's; nothing happens when it is gone."""
        self._tables[table].change(row_id, customer_id=customer_id)

    def owner(self, table: Owned, row_id: int) -> int | None:
        """Whose it is; None when it is gone."""
        row = self._db.one(f'SELECT customer_id FROM "{table}" WHERE id = ?', (row_id,))
        return None if row is None else row[0]

    def referred(self, customer_id: int) -> Sequence[int]:
        """Ids of the people somebody brought."""
        rows = self._db.all(
            "SELECT id FROM customer WHERE referrer_id = ? ORDER BY id", (customer_id,)
        )
        return [row[0] for row in rows]


def _row(row: Row) -> MergeRow:
    return MergeRow(
        id=row[0],
        uuid=row[1],
        survivor_id=row[3],
        merged_id=row[4],
        person_id=row[5] or 0,
        approver_id=row[6],
        at=utc_time(row[7]),
        image=row[8],
        undone_at=utc_time_or_none(row[9]),
        undone_by=row[10],
    )
