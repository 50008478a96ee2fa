"""The points ledger: lots and entries that only grow, with what is left as a cache (R11)."""

# ruff: noqa: S608 - the SQL is put together from this program's own names; values are parameters

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from pos_app.adapters.sqlite.kin import kin_of
from pos_app.adapters.sqlite.session import (
    Row,
    Session,
    day_or_none,
    day_text_or_none,
    reference,
    utc_text,
    utc_time,
)
from pos_app.domain.errors import PosError
from pos_app.services.records import LotRow, PointsEntry

_LOTS: Final = """SELECT id, uuid, customer_id, kind, granted, "left", earned_at, active_from,
    expires_on, sale_id, reason FROM points_lot """
_ENTRIES: Final = """SELECT id, uuid, customer_id, lot_id, kind, amount, at, local_day, sale_id,
    person_id, reason FROM points_entry"""
_ADD_LOT: Final = """UPDATE points_lot SET "left" = "left" + ?
    WHERE id = ? AND "left" + ? BETWEEN 0 AND granted"""


class SqlitePoints:
    """See :class:`pos_app.services.ports.PointsRepo`."""

    def __init__(self, session: Session) -> None:
        self._db = session

    def lots(self, customer_id: int) -> Sequence[LotRow]:
        """Lots with something left (active, not yet active, or past their day), oldest first."""
        rows = self._db.all(
            _LOTS + 'WHERE customer_id = ? AND "left" > 0 ORDER BY earned_at, id', (customer_id,)
        )
        return [_lot(row) for row in rows]

    def lots_of_sale(self, sale_id: int) -> Sequence[LotRow]:
        """What one receipt granted, spent or not."""
        return [_lot(r) for r in self._db.all(_LOTS + "WHERE sale_id = ? ORDER BY id", (sale_id,))]

    def lot(self, lot_id: int) -> LotRow | None:
        """One grant, spent or not."""
        row = self._db.one(_LOTS + "WHERE id = ?", (lot_id,))
        return None if row is None else _lot(row)

    def lots_of_kind(self, customer_id: int, kind: str) -> Sequence[LotRow]:
        """All grants of one kind a person ever had, found by their entries."""
        rows = self._db.all(
            _LOTS + "WHERE kind = ? AND id IN (SELECT lot_id FROM points_entry "
            f"WHERE customer_id IN {kin_of('?')} AND kind = 'earn') ORDER BY id",
            (kind, customer_id),
        )
        return [_lot(row) for row in rows]

    def add_lot(self, lot: LotRow) -> int:
        """Store a grant (whole, ``left`` = ``granted``) and its ``earn`` entry; the lot's id."""
        lot_id = self._db.next_id("points_lot")
        self._insert_lot(lot_id, lot)
        self._append_entry(
            PointsEntry(
                uuid=self._db.ids.uuid(),
                customer_id=lot.customer_id,
                lot_id=lot_id,
                kind="earn",
                amount=lot.granted,
                at=lot.entered_at or lot.earned_at,
                local_day=lot.local_day or self._day_of(lot),
                sale_id=lot.sale_id,
                reason=lot.reason or lot.kind,
            )
        )
        self._move_balance(lot.customer_id, lot.granted)
        return lot_id

    def add_entry(self, entry: PointsEntry) -> None:
        """Append a movement and move its lot and the balance.

        Raises ``PosError("lot_overdrawn")`` when the lot has less left than is taken, or would
        hold more than was granted.
        """
        if entry.lot_id is not None:
            moved = self._db.run(_ADD_LOT, (entry.amount, entry.lot_id, entry.amount))
            if moved != 1:
                raise PosError("lot_overdrawn", lot_id=entry.lot_id, amount=entry.amount)
        self._append_entry(entry)
        self._move_balance(entry.customer_id, entry.amount)

    def expired_of(self, lot_ids: Sequence[int]) -> Mapping[int, int]:
        """What was posted as run out of these lots (hundredths, positive), by lot."""
        sums: dict[int, int] = {}
        for lot_id in lot_ids:
            row = self._db.one(
                "SELECT coalesce(-sum(amount), 0) FROM points_entry "
                "WHERE lot_id = ? AND kind = 'expire'",
                (lot_id,),
            )
            sums[lot_id] = int(row[0]) if row else 0
        return sums

    def entries(self, customer_id: int) -> Sequence[PointsEntry]:
        """All movements of a person, oldest first."""
        return self._entries("customer_id = ?", (customer_id,))

    def of_sale(self, customer_id: int, sale_id: int) -> Sequence[PointsEntry]:
        """The movements of a person that belong to one receipt, oldest first."""
        return self._entries("customer_id = ? AND sale_id = ?", (customer_id, sale_id))

    def _entries(self, where: str, params: tuple[int, ...]) -> list[PointsEntry]:
        rows = self._db.all(f"{_ENTRIES} WHERE {where} ORDER BY id", params)
        return [
            PointsEntry(
                id=row[0],
                uuid=row[1],
                customer_id=row[2],
                lot_id=row[3],
                kind=row[4],
                amount=row[5],
                at=utc_time(row[6]),
                local_day=date.fromisoformat(row[7]),
                sale_id=row[8],
                person_id=row[9],
                reason=row[10],
            )
            for row in rows
        ]

    def spent_today(self, customer_id: int, local_day: date) -> int:
        """Points (hundredths, positive) redeemed on ``local_day``."""
        return -self._sum(customer_id, local_day, "redeem")

    def earned_today(self, customer_id: int, local_day: date) -> int:
        """Points (hundredths) earned by sales on ``local_day``; gifts do not count."""
        row = self._db.one(
            "SELECT coalesce(sum(e.amount), 0) FROM points_entry e "
            "JOIN points_lot l ON l.id = e.lot_id AND l.kind = 'sale' "
            f"WHERE e.customer_id IN {kin_of('?')} AND e.local_day = ? AND e.kind = 'earn'",
            (customer_id, local_day.isoformat()),
        )
        return int(row[0]) if row else 0

    def expired_lots(self, before: date, limit: int) -> Sequence[LotRow]:
        """Lots with something left whose last day lies before ``before``, oldest expiry first."""
        rows = self._db.all(
            _LOTS + 'WHERE "left" > 0 AND expires_on IS NOT NULL AND expires_on < ? '
            "ORDER BY expires_on, id LIMIT ?",
            (before.isoformat(), limit),
        )
        return [_lot(row) for row in rows]

    def _sum(self, customer_id: int, local_day: date, kind: str) -> int:
        row = self._db.one(
            "SELECT coalesce(sum(amount), 0) FROM points_entry "
            f"WHERE customer_id IN {kin_of('?')} AND local_day = ? AND kind = ?",
            (customer_id, local_day.isoformat(), kind),
        )
        return int(row[0]) if row else 0

    def _insert_lot(self, lot_id: int, lot: LotRow) -> None:
        values = (
            lot.uuid,
            self._db.till,
            lot.customer_id,
            lot.kind,
            lot.granted,
            utc_text(lot.earned_at),
            lot.active_from.isoformat(),
            day_text_or_none(lot.expires_on),
            reference(lot.sale_id),
            lot.reason,
        )
        self._db.append_lot(lot_id, values, lot.granted)

    def _append_entry(self, entry: PointsEntry) -> None:
        self._db.append(
            "points_entry",
            (
                entry.uuid,
                self._db.till,
                entry.customer_id,
                reference(entry.lot_id),
                entry.kind,
                entry.amount,
                utc_text(entry.at),
                entry.local_day.isoformat(),
                reference(entry.sale_id),
                reference(entry.person_id),
                entry.reason,
            ),
        )

    def _move_balance(self, customer_id: int, amount: int) -> None:
        self._db.run(
            "UPDATE account SET balance = balance + ? WHERE customer_id = ?", (amount, customer_id)
        )

    def _day_of(self, lot: LotRow) -> date:
        if lot.sale_id:
            row = self._db.one("SELECT local_date FROM sale WHERE id = ?", (lot.sale_id,))
            if row is not None:
                return date.fromisoformat(row[0])
        return lot.earned_at.date()


def _lot(row: Row) -> LotRow:
    return LotRow(
        id=row[0],
        uuid=row[1],
        customer_id=row[2],
        kind=row[3],
        granted=row[4],
        left=row[5],
        earned_at=utc_time(row[6]),
        active_from=date.fromisoformat(row[7]),
        expires_on=day_or_none(row[8]),
        sale_id=row[9],
        reason=row[10],
    )
