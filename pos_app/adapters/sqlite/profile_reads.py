"""Everything the profile of a person shows, in one look on a read-only connection."""

# ruff: noqa: S608 - the SQL is put together from this program's own names; values are parameters

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from typing import Final

from pos_app.adapters.sqlite.connection import connect_read_only
from pos_app.adapters.sqlite.driver import Connection
from pos_app.adapters.sqlite.faults import translated
from pos_app.adapters.sqlite.points_reads import MOVEMENTS, movement_line
from pos_app.adapters.sqlite.session import Row, day_or_none, utc_time
from pos_app.services.profile_ports import (
    CardEvent,
    LotStory,
    ProfileFacts,
    PurchaseFigures,
    PurchaseLine,
)

FIRST_PAGE: Final = 50
"""Receipts, and movements of points, read with the profile itself."""

MOST_LOTS: Final = 300
GOODS_NAMED: Final = 3

_MINE: Final = """SELECT id FROM sale WHERE customer_id IN ({people})
    UNION SELECT sale_id FROM receipt_claim WHERE customer_id IN ({people})"""
_RETURNED: Final = """(SELECT CASE WHEN sum(b.quantity) IS NULL THEN ''
    WHEN sum(b.quantity) < (SELECT sum(l.quantity) FROM sale_line l WHERE l.sale_id = s.id)
    THEN 'part' ELSE 'all' END FROM return_line b WHERE b.sale_id = s.id)"""
_PURCHASES: Final = f"""SELECT 'sale' AS kind, s.id, s.uuid, s.till, s.number, s.at, s.total,
    s.points_earned, NULL, '', {_RETURNED}
    FROM sale s WHERE s.id IN ({_MINE})
    UNION ALL SELECT 'return', r.id, r.uuid, r.till, r.number, r.at, -r.money,
    r.points_back - r.points_taken, s.number,
    coalesce((SELECT l.reason FROM return_line l WHERE l.return_id = r.id
              ORDER BY l.position LIMIT 1), ''), ''
    FROM goods_return r LEFT JOIN sale s ON s.id = r.sale_id WHERE r.customer_id IN ({{people}})
    ORDER BY 6 DESC, 1, 2 DESC LIMIT ? OFFSET ?"""
_FIGURES: Final = f"""SELECT count(*), coalesce(sum(total), 0),
    coalesce(sum(CASE WHEN local_date > ? THEN total END), 0) FROM sale WHERE id IN ({_MINE})"""
_BACK: Final = """SELECT count(*), coalesce(sum(CASE WHEN local_date > ? THEN money END), 0)
    FROM goods_return WHERE customer_id IN ({people})"""
_DAYS: Final = f"SELECT DISTINCT local_date FROM sale WHERE id IN ({_MINE}) ORDER BY 1"
_LOTS: Final = """SELECT l.id, l.kind, l.granted, l."left", l.earned_at, l.active_from,
    l.expires_on, s.number, l.reason,
    coalesce((SELECT -sum(e.amount) FROM points_entry e
              WHERE e.lot_id = l.id AND e.kind = 'expire'), 0)
    FROM points_lot l LEFT JOIN sale s ON s.id = l.sale_id
    WHERE l.id IN (SELECT lot_id FROM points_entry WHERE customer_id = ?1 AND lot_id IS NOT NULL
        UNION SELECT id FROM points_lot WHERE customer_id = ?1 AND "left" > 0)
    AND l.customer_id = ?1 ORDER BY l.earned_at DESC, l.id DESC LIMIT ?2"""
_EVENTS: Final = """SELECT e.card_id, e.status, e.at, e.reason FROM card c
    JOIN card_entry e ON e.card_id = c.id WHERE c.customer_id = ? ORDER BY e.id"""
_RANK: Final = """SELECT count(*) FILTER (WHERE turnover >
    (SELECT turnover FROM account WHERE customer_id = ?)), count(*)
    FROM account WHERE turnover > 0"""


class SqliteProfileReads:
    """See :class:`pos_app.services.profile_ports.ProfileReads`."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def facts(
        self, customer_id: int, merged: Sequence[int], today: date, named: Sequence[int]
    ) -> ProfileFacts:
        """All about a person; the year is the twelve months up to today."""
        people = (customer_id, *merged)
        with self._reading() as db:
            ahead, buyers = db.execute(_RANK, (customer_id,)).fetchone()
            movements = db.execute(MOVEMENTS, (customer_id, FIRST_PAGE)).fetchall()
            lots = db.execute(_LOTS, (customer_id, MOST_LOTS)).fetchall()
            events = db.execute(_EVENTS, (customer_id,)).fetchall()
            return ProfileFacts(
                purchases=tuple(_purchases(db, people, FIRST_PAGE, 0)),
                figures=_figures(db, people, today),
                lots=tuple(_lot(row) for row in lots),
                movements=tuple(movement_line(row) for row in movements),
                card_events=tuple(_event(row) for row in events),
                names=_names(db, named),
                ahead=ahead,
                buyers=buyers,
            )

    def purchases(
        self, customer_ids: Sequence[int], limit: int, offset: int = 0
    ) -> Sequence[PurchaseLine]:
        """Receipts and returns, newest first."""
        with self._reading() as db:
            return _purchases(db, customer_ids, limit, offset)

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with translated(), closing(connect_read_only(self._path)) as connection:
            yield connection


def _for(sql: str, people: Sequence[int]) -> str:
    """The question asked about these people; ids are whole numbers of our own."""
    return sql.format(people=", ".join(str(int(one)) for one in people))


def _purchases(
    db: Connection, people: Sequence[int], limit: int, offset: int
) -> list[PurchaseLine]:
    rows = db.execute(_for(_PURCHASES, people), (limit, offset)).fetchall()
    goods = _goods(db, "sale", rows) | _goods(db, "return", rows)
    return [_purchase(row, goods.get((row[0], row[1]), [])) for row in rows]


def _goods(db: Connection, kind: str, rows: Sequence[Row]) -> dict[tuple[str, int], list[str]]:
    """The names on each slip of a kind, in its order."""
    table, of = ("sale_line", "sale_id") if kind == "sale" else ("return_line", "return_id")
    ids = [row[1] for row in rows if row[0] == kind]
    marks = ", ".join("?" * len(ids))
    found: dict[tuple[str, int], list[str]] = {}
    for slip, name in db.execute(
        f"SELECT {of}, name FROM {table} WHERE {of} IN ({marks}) ORDER BY {of}, position", ids
    ):
        found.setdefault((kind, slip), []).append(name)
    return found


def _purchase(row: Row, goods: Sequence[str]) -> PurchaseLine:
    return PurchaseLine(
        kind=row[0],
        uuid=row[2],
        till=row[3],
        number=row[4],
        at=utc_time(row[5]),
        money=row[6],
        points=row[7],
        receipt=row[8],
        reason=row[9],
        returned=row[10],
        goods=tuple(goods[:GOODS_NAMED]),
        lines=len(goods),
    )


def _figures(db: Connection, people: Sequence[int], today: date) -> PurchaseFigures:
    since = (_year_before(today).isoformat(),)
    receipts, money, year = db.execute(_for(_FIGURES, people), since).fetchone()
    returns, back = db.execute(_for(_BACK, people), since).fetchone()
    days = db.execute(_for(_DAYS, people)).fetchall()
    return PurchaseFigures(
        receipts=receipts,
        returns=returns,
        money=money,
        year=year - back,
        days=tuple(date.fromisoformat(row[0]) for row in days),
    )


def _year_before(today: date) -> date:
    day = min(today.day, 28) if today.month == 2 else today.day
    return today.replace(year=today.year - 1, day=day)


def _names(db: Connection, ids: Sequence[int]) -> dict[int, str]:
    marks = ", ".join("?" * len(ids))
    return dict(db.execute(f"SELECT id, name FROM customer WHERE id IN ({marks})", list(ids)))


def _lot(row: Row) -> LotStory:
    return LotStory(
        id=row[0],
        kind=row[1],
        granted=row[2],
        left=row[3],
        earned_at=utc_time(row[4]),
        active_from=date.fromisoformat(row[5]),
        expires_on=day_or_none(row[6]),
        receipt=row[7],
        reason=row[8],
        expired=row[9],
    )


def _event(row: Row) -> CardEvent:
    return CardEvent(card_id=row[0], status=row[1], at=utc_time(row[2]), reason=row[3])
