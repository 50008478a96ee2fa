"""Reads of the points desk and of the day's work, on read-only connections of their own."""

# ruff: noqa: S608 - the SQL is put together from this program's own names; values are parameters

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Final

from pos_app.adapters.sqlite.connection import connect_read_only
from pos_app.adapters.sqlite.driver import Connection
from pos_app.adapters.sqlite.faults import translated
from pos_app.adapters.sqlite.kin import kin_of
from pos_app.adapters.sqlite.session import Row, day_or_none, utc_text, utc_time
from pos_app.services.points_ports import (
    BirthdayLine,
    HolderLine,
    LiabilityLine,
    LotLine,
    MovementLine,
    ReferralLine,
)

_COUNTS: Final = """c.active = 1 AND (NOT EXISTS (SELECT 1 FROM card k WHERE k.customer_id = c.id)
    OR EXISTS (SELECT 1 FROM card k WHERE k.customer_id = c.id AND k.status = 'active'))"""
_GRANTS: Final = f"""points_entry e JOIN points_lot l ON l.id = e.lot_id
    WHERE e.customer_id IN {kin_of("c.id")} AND e.kind = 'earn' AND l.kind = """
_LOTS: Final = """SELECT l.id, l.kind, l.granted, l."left", l.earned_at, l.active_from,
    l.expires_on, s.number, l.reason FROM points_lot l LEFT JOIN sale s ON s.id = l.sale_id
    WHERE l.customer_id = ? AND l."left" > 0 ORDER BY l.earned_at, l.id"""
MOVEMENTS: Final = """SELECT e.id, e.at, e.kind, coalesce(l.kind, ''), e.amount, s.number,
    coalesce(p.name, ''), e.reason FROM points_entry e
    LEFT JOIN points_lot l ON l.id = e.lot_id LEFT JOIN sale s ON s.id = e.sale_id
    LEFT JOIN person p ON p.id = e.person_id
    WHERE e.customer_id = ? ORDER BY e.id DESC LIMIT ?"""
"""The last movements of a person, for :func:`movement_line`."""
_BIRTHDAYS: Final = f"""SELECT c.id, c.uuid, c.birthday, c.created_at,
    (SELECT max(l.active_from) FROM {_GRANTS} 'birthday') FROM customer c
    WHERE c.birthday IS NOT NULL AND {_COUNTS} AND substr(c.birthday, 6) IN """
_CHANGED: Final = """SELECT content ->> 'customer', at FROM journal WHERE seq >= ?
    AND type = 'customer.changed' AND content -> 'fields' LIKE '%"birthday"%' ORDER BY seq"""
_REFERRALS: Final = f"""SELECT c.uuid, c.referrer_id, first.day FROM customer c JOIN (
        SELECT customer_id, min(local_day) AS day FROM (
            SELECT t.customer_id, t.local_day FROM turnover_entry t WHERE t.visit <> 0
            AND t.customer_id IN (SELECT id FROM customer WHERE referrer_id IS NOT NULL)
            GROUP BY t.customer_id, t.local_day HAVING sum(t.visit) > 0)
        GROUP BY customer_id) first ON first.customer_id = c.id
    WHERE c.referrer_id IS NOT NULL AND c.active = 1 AND first.day BETWEEN ? AND ?
    AND (SELECT sum(t.amount) FROM turnover_entry t
         WHERE t.customer_id = c.id AND t.local_day = first.day) > 0
    AND EXISTS (SELECT 1 FROM customer r WHERE r.id = c.referrer_id
                AND {_COUNTS.replace("c.", "r.")})
    ORDER BY first.day, c.id"""
_MEMBERS: Final = f"""SELECT c.id FROM customer c WHERE c.created_at < ? AND {_COUNTS}
    AND NOT EXISTS (SELECT 1 FROM {_GRANTS} 'holiday' AND l.reason = ?) ORDER BY c.id"""
_HOLDERS: Final = """SELECT a.customer_id, a.tier_id, a.tier_since, a.tier_manual_until
    FROM account a WHERE a.tier_id IS NOT NULL AND a.tier_since IS NOT NULL ORDER BY 1"""
_LIABILITY: Final = """SELECT coalesce(substr(expires_on, 1, 7), ''),
    sum(CASE WHEN active_from <= :today THEN "left" ELSE 0 END),
    sum(CASE WHEN active_from > :today THEN "left" ELSE 0 END)
    FROM points_lot WHERE "left" > 0 AND (expires_on IS NULL OR expires_on >= :today)
    GROUP BY 1 ORDER BY expires_on IS NULL, 1"""


class SqlitePointsReads:
    """See :class:`pos_app.services.points_ports.PointsReads`."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def lots(self, customer_id: int) -> Sequence[LotLine]:
        """What is in the account, oldest first."""
        with self._reading() as db:
            rows = db.execute(_LOTS, (customer_id,)).fetchall()
        return [
            LotLine(
                id=row[0],
                kind=row[1],
                granted=row[2],
                left=row[3],
                earned_at=utc_time(row[4]),
                active_from=date.fromisoformat(row[5]),
                expires_on=day_or_none(row[6]),
                receipt=row[7],
                reason=row[8],
            )
            for row in rows
        ]

    def movements(self, customer_id: int, limit: int) -> Sequence[MovementLine]:
        """The last movements, newest first."""
        with self._reading() as db:
            rows = db.execute(MOVEMENTS, (customer_id, limit)).fetchall()
        return [movement_line(row) for row in rows]

    def birthdays(self, days: Collection[str], changed_since: datetime) -> Sequence[BirthdayLine]:
        """People born on one of ``days``; a birth date is known since it was changed last."""
        marks = ", ".join("?" * len(days))
        with self._reading() as db:
            rows = db.execute(f"{_BIRTHDAYS}({marks}) ORDER BY c.id", tuple(days)).fetchall()
            changed = dict(db.execute(_CHANGED, (_first_since(db, changed_since),)).fetchall())
        return [
            BirthdayLine(
                customer_id=row[0],
                birthday=date.fromisoformat(row[2]),
                known_at=utc_time(changed.get(row[1], row[3])),
                last=day_or_none(row[4]),
            )
            for row in rows
        ]

    def referrals(self, first: date, last: date) -> Sequence[ReferralLine]:
        """Newcomers whose first receipt lies between the days and was not brought back whole."""
        with self._reading() as db:
            rows = db.execute(_REFERRALS, (first.isoformat(), last.isoformat())).fetchall()
        return [
            ReferralLine(uuid=row[0], referrer_id=row[1], first_receipt=date.fromisoformat(row[2]))
            for row in rows
        ]

    def members(self, before: datetime, reason: str) -> Sequence[int]:
        """Who was entered before an instant and has no holiday lot with this reason."""
        with self._reading() as db:
            rows = db.execute(_MEMBERS, (utc_text(before), reason)).fetchall()
        return [row[0] for row in rows]

    def holders(self) -> Sequence[HolderLine]:
        """Everybody who holds a tier."""
        with self._reading() as db:
            rows = db.execute(_HOLDERS).fetchall()
        return [
            HolderLine(
                customer_id=row[0],
                tier_id=row[1],
                since=date.fromisoformat(row[2]),
                manual_until=day_or_none(row[3]),
            )
            for row in rows
        ]

    def liability(self, today: date) -> Sequence[LiabilityLine]:
        """Points not yet spent nor run out, by month; those that live for ever last."""
        with self._reading() as db:
            rows = db.execute(_LIABILITY, {"today": today.isoformat()}).fetchall()
        return [LiabilityLine(month=row[0], active=row[1], pending=row[2]) for row in rows]

    def owed(self) -> int:
        """What all negative balances come to."""
        with self._reading() as db:
            row = db.execute("SELECT coalesce(-sum(min(balance, 0)), 0) FROM account").fetchone()
        return int(row[0])

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with translated(), closing(connect_read_only(self._path)) as connection:
            yield connection


def movement_line(row: Row) -> MovementLine:
    """A row of :data:`MOVEMENTS`."""
    return MovementLine(
        id=row[0],
        at=utc_time(row[1]),
        kind=row[2],
        lot_kind=row[3],
        amount=row[4],
        receipt=row[5],
        person=row[6],
        reason=row[7],
    )


def _first_since(db: Connection, when: datetime) -> int:
    """The first journal row written at or after ``when``, by halving: rows stand in time."""
    low, high = 1, int(db.execute("SELECT coalesce(max(seq), 0) + 1 FROM journal").fetchone()[0])
    text = utc_text(when)
    while low < high:
        middle = (low + high) // 2
        row = db.execute("SELECT at FROM journal WHERE seq >= ? LIMIT 1", (middle,)).fetchone()
        if row is not None and row[0] < text:
            low = middle + 1
        else:
            high = middle
    return low
