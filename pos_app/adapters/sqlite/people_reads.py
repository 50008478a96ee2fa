"""People of a filter: how many, who in which order, and their rows."""

# ruff: noqa: S608 - the SQL is put together from this program's own names; values are parameters

from __future__ import annotations

import json
from array import array
from collections.abc import Callable, Sequence
from typing import Final
from zoneinfo import ZoneInfo

from pos_app.adapters.sqlite.driver import Connection, sqlite3
from pos_app.adapters.sqlite.faults import translated
from pos_app.adapters.sqlite.find_customers import HIT, hit_of
from pos_app.adapters.sqlite.people_where import Condition, people_where
from pos_app.services.people_records import PeopleFilter, PeopleOrder
from pos_app.services.records import CustomerHit

AT_ONCE: Final = 5000
"""Ids fetched in one go; between two, other threads have their turn."""

STEPS: Final = 100_000
"""Steps of SQLite's machine (some milliseconds) between two looks whether to go on."""

_MOST_MARKS: Final = 500

_ACCOUNT: Final = "LEFT JOIN account a ON a.customer_id = c.id"
_ORDERS: Final[dict[PeopleOrder, tuple[str, str]]] = {
    "name": ("", "c.name_order, c.id"),
    "visit": (_ACCOUNT, "a.last_visit DESC, c.name_order, c.id"),
    "turnover": (_ACCOUNT, "coalesce(a.turnover, 0) DESC, c.name_order, c.id"),
    "newest": ("", "c.created_at DESC, c.id DESC"),
}

Storable = Callable[[Sequence[object]], tuple[object, ...]]


class PeopleReads:
    """Reads on this thread's connection. ``storable`` makes whatever was typed fit for SQLite."""

    def __init__(
        self, reader: Callable[[], Connection], fold: Callable[[str], str], storable: Storable
    ) -> None:
        self._reader = reader
        self._fold = fold
        self._storable = storable

    def count(self, wanted: PeopleFilter) -> int:
        """How many people ``wanted`` is about."""
        where = self._where(wanted)
        with translated():
            row = self._reader().execute(
                f"SELECT count(*) FROM customer c WHERE {where.sql}", self._storable(where.params)
            ).fetchone()  # fmt: skip
        return int(row[0])

    def ids(
        self,
        wanted: PeopleFilter,
        order: PeopleOrder,
        limit: int | None,
        offset: int,
        stop: Callable[[], bool] | None,
    ) -> Sequence[int]:
        """See :meth:`pos_app.services.ports.Queries.people_ids`."""
        where = self._where(wanted)
        joined, by = _ORDERS[order]
        sql = (
            f"SELECT c.id FROM customer c {joined} WHERE {where.sql} ORDER BY {by} LIMIT ? OFFSET ?"
        )
        params = (*self._storable(where.params), -1 if limit is None else limit, offset)
        connection = self._reader()
        if stop is None:
            return _fetched(connection, sql, params, _never)
        connection.set_progress_handler(lambda: int(stop()), STEPS)
        try:
            return _fetched(connection, sql, params, stop)
        except sqlite3.OperationalError:
            if not stop():
                raise
            return array("q")
        finally:
            connection.set_progress_handler(None, STEPS)

    def hits(self, ids: Sequence[int]) -> list[CustomerHit]:
        """The rows of these people in this order; who is gone or no longer active is left out."""
        found: dict[int, CustomerHit] = {}
        for begin in range(0, len(ids), _MOST_MARKS):
            some = list(ids[begin : begin + _MOST_MARKS])
            marks = ",".join("?" * len(some))
            with translated():
                rows = self._reader().execute(
                    f"{HIT} WHERE +c.active = 1 AND c.id IN ({marks})", some
                ).fetchall()  # fmt: skip
            found.update((row[0], hit_of(row)) for row in rows)
        return [found[customer_id] for customer_id in ids if customer_id in found]

    def tags(self) -> Sequence[str]:
        """Every tag somebody active has, by its letters."""
        return self._words(
            """SELECT DISTINCT j.value FROM customer_detail x JOIN customer c
               ON c.id = x.customer_id, json_each(x.tags) j
               WHERE x.tags <> '[]' AND c.active = 1 ORDER BY j.value"""
        )

    def needs(self) -> Sequence[str]:
        """Every key of a need somebody has."""
        return self._words(
            "SELECT DISTINCT key FROM need WHERE state IN ('open', 'confirmed') ORDER BY key"
        )

    def _words(self, sql: str) -> list[str]:
        with translated():
            return [str(row[0]) for row in self._reader().execute(sql).fetchall()]

    def _where(self, wanted: PeopleFilter) -> Condition:
        return people_where(wanted, self._fold, self._zone())

    def _zone(self) -> ZoneInfo:
        with translated():
            row = self._reader().execute(
                "SELECT value FROM setting WHERE key = 'locale.time_zone'"
            ).fetchone()  # fmt: skip
        return ZoneInfo(str(json.loads(row[0])["v"]) if row else "UTC")


def _never() -> bool:
    return False


def _fetched(
    connection: Connection, sql: str, params: tuple[object, ...], stop: Callable[[], bool]
) -> array[int]:
    ids: array[int] = array("q")
    with translated():
        cursor = connection.execute(sql, params)
        while rows := cursor.fetchmany(AT_ONCE):
            ids.extend(row[0] for row in rows)
            if stop():
                cursor.close()
                return array("q")
    return ids
