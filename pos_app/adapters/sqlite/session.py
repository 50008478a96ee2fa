"""What the repositories of one transaction share: the connection, the digests, the seals."""

# ruff: noqa: S608 - the SQL is put together from this program's own names; values are parameters

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any, Final

from pos_app.adapters.sqlite.driver import Connection, sqlite3
from pos_app.adapters.sqlite.faults import problem_of, translated
from pos_app.adapters.sqlite.ledgers import LEDGERS, insert_sql
from pos_app.adapters.sqlite.sealing import Sealer, row_text
from pos_app.domain.errors import EnvironmentProblem
from pos_app.services.ports import Clock, IdSource

Row = tuple[Any, ...]

_APPEND: Final = {table: insert_sql(table, names) for table, names in LEDGERS.items()}
_LOT: Final = insert_sql("points_lot", ("id", *LEDGERS["points_lot"], "left"))


class Facts:
    """The new rows of one ledger in this transaction: first and last id, and a running digest."""

    __slots__ = ("_digest", "first", "last")

    def __init__(self, first: int) -> None:
        self.first = first
        self.last = first
        self._digest = hashlib.sha256()

    def add(self, values: Sequence[object]) -> None:
        """Take a row (or a part of one) under the digest."""
        self._digest.update(row_text(values).encode())

    def summary(self) -> list[int | str]:
        """``[first, last, sha256]`` for the journal."""
        return [self.first, self.last, self._digest.hexdigest()]


class Session:
    """SQL with the shop's faults translated, and the bookkeeping of one transaction."""

    __slots__ = ("clock", "conn", "facts", "fold", "ids", "refusal", "sealer", "till")

    def __init__(
        self,
        conn: Connection,
        *,
        clock: Clock,
        ids: IdSource,
        sealer: Sealer,
        fold: Callable[[str], str],
        till: str,
        refusal: EnvironmentProblem | None = None,
    ) -> None:
        self.conn = conn
        self.clock = clock
        self.ids = ids
        self.sealer = sealer
        self.fold = fold
        self.till = till
        self.refusal = refusal
        """Why nothing may be written; None on an ordinary connection."""
        self.facts: dict[str, Facts] = {}

    def demand_transaction(self) -> None:
        """Before a write: raise ``RuntimeError`` outside a transaction (a lone write would commit
        by itself), and the refusal on a store that only reads.
        """
        if self.refusal is not None:
            raise self.refusal
        if not self.conn.in_transaction:
            raise RuntimeError("a write outside its unit of work")

    def run(self, sql: str, params: Sequence[object] = ()) -> int:
        """Execute a write; the number of rows it touched."""
        self.demand_transaction()
        try:
            cursor = self.conn.execute(sql, params)
        except sqlite3.Error as error:
            problem = problem_of(error)
            if problem is None:
                raise
            raise problem from error
        return int(cursor.rowcount)

    def one(self, sql: str, params: Sequence[object] = ()) -> Row | None:
        """The first row, or None."""
        try:
            row: Row | None = self.conn.execute(sql, params).fetchone()
        except sqlite3.Error as error:
            problem = problem_of(error)
            if problem is None:
                raise
            raise problem from error
        return row

    def all(self, sql: str, params: Sequence[object] = ()) -> list[Row]:
        """All rows."""
        with translated():
            rows: list[Row] = self.conn.execute(sql, params).fetchall()
        return rows

    def many(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        """Execute a write for every row."""
        self.demand_transaction()
        with translated():
            self.conn.executemany(sql, rows)

    def next_id(self, table: str) -> int:
        """The id the next row will get; safe because a transaction is the only writer."""
        row = self.one(f'SELECT coalesce(max(id), 0) + 1 FROM "{table}"')
        return int(row[0]) if row else 1

    def append(self, table: str, values: tuple[object, ...]) -> int:
        """Add a row to a ledger, under the digest the journal will carry; its id.

        Raises ``TypeError`` for a float among the values.
        """
        self.demand_transaction()
        if float in map(type, values):
            raise TypeError(f"a float in {table}")
        try:
            row_id = int(self.conn.execute(_APPEND[table], values).lastrowid or 0)
        except sqlite3.Error as error:
            problem = problem_of(error)
            if problem is None:
                raise
            raise problem from error
        self._note(table, row_id, (row_id, *values))
        return row_id

    def _note(self, table: str, row_id: int, values: tuple[object, ...]) -> None:
        facts = self.facts.get(table)
        if facts is None:
            facts = self.facts[table] = Facts(row_id)
        facts.last = row_id
        facts.add(values)

    def append_lot(self, lot_id: int, values: tuple[object, ...], left: int) -> None:
        """Add a points lot: its fixed part goes under the digest, what is left of it does not."""
        self.run(_LOT, (lot_id, *values, left))
        self._note("points_lot", lot_id, (lot_id, *values))

    def take_facts(self) -> str:
        """The digests of all ledgers written since the last call, as JSON for the journal."""
        if not self.facts:
            return ""
        summary = {table: facts.summary() for table, facts in sorted(self.facts.items())}
        self.facts = {}
        return json.dumps(summary, separators=(",", ":"))


def utc_text(moment: datetime) -> str:
    """32 characters that sort as the instants do. Raises ``ValueError`` for a naive time."""
    if moment.tzinfo is not UTC:
        if moment.tzinfo is None:
            raise ValueError("a time without zone")
        moment = moment.astimezone(UTC)
    return moment.isoformat(timespec="microseconds")


def utc_text_or_none(moment: datetime | None) -> str | None:
    """As :func:`utc_text`, letting None through."""
    return None if moment is None else utc_text(moment)


def utc_time(text: str) -> datetime:
    """The instant a text of :func:`utc_text` stands for."""
    return datetime.fromisoformat(text)


def utc_time_or_none(text: str | None) -> datetime | None:
    """As :func:`utc_time`, letting None through."""
    return None if text is None else datetime.fromisoformat(text)


def day_text_or_none(day: date | None) -> str | None:
    """ISO text of a day, letting None through."""
    return None if day is None else day.isoformat()


def day_or_none(text: str | None) -> date | None:
    """The day of an ISO text, letting None through."""
    return None if text is None else date.fromisoformat(text)


def reference(number: int | None) -> int | None:
    """A foreign key: 0 and None both mean "no row"."""
    return number or None


def is_unique_clash(error: Exception, column: str) -> bool:
    """Whether a driver error says that ``table.column`` must be unique."""
    return isinstance(error, sqlite3.IntegrityError) and f"{column}" in str(error)
