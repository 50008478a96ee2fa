"""Proof of the journal's chain and of the ledgers it anchors.

Every journal row is recomputed upon the one before; every ledger row must lie in the range of ids
some journal row names, and the digest of the range must be the one named there. So a changed, a
removed and a smuggled-in row are all found, and the first break is named.
"""

# ruff: noqa: S608 - the SQL is put together from this program's own names; values are parameters

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Final

from pos_app.adapters.sqlite.driver import Connection
from pos_app.adapters.sqlite.findings import Finding
from pos_app.adapters.sqlite.journal import COLUMNS, GENESIS
from pos_app.adapters.sqlite.ledgers import (
    LEDGERS,
    REFUND,
    RETURN_LINE,
    SALE_LINE,
    TENDER,
    columns,
)
from pos_app.adapters.sqlite.sealing import Sealer, row_text
from pos_app.adapters.sqlite.session import Row

_JOURNAL: Final = f"SELECT {', '.join(COLUMNS)} FROM journal ORDER BY seq"
_PARTS: Final = {
    "sale": (
        f"SELECT {columns(SALE_LINE)} FROM sale_line WHERE sale_id = ? ORDER BY position",
        f"SELECT {columns(TENDER)} FROM tender WHERE sale_id = ? ORDER BY position",
        "SELECT sale_id, sha256 FROM receipt WHERE sale_id = ?",
    ),
    "goods_return": (
        f"SELECT {columns(RETURN_LINE)} FROM return_line WHERE return_id = ? ORDER BY position",
        f"SELECT {columns(REFUND)} FROM refund WHERE return_id = ? ORDER BY position",
        "SELECT return_id, sha256 FROM return_slip WHERE return_id = ?",
    ),
}
_ROWS: Final = {
    table: f'SELECT id, {columns(names)} FROM "{table}" WHERE id BETWEEN ? AND ? ORDER BY id'
    for table, names in LEDGERS.items()
}


def prove_chain(connection: Connection, sealer: Sealer) -> Iterator[Finding]:
    """Differences in the journal and in the ledgers it anchors; the first break of each."""
    ledgers = _Anchored(connection)
    previous, expected = GENESIS, 1
    foreign = False
    for row in connection.execute(_JOURNAL):
        seq, facts, key_id, prev, digest = row[0], row[7], row[8], row[9], row[10]
        where = f"journal {seq}"
        if seq != expected:
            yield Finding(code="journal_gap", where=where, found=str(seq), expected=str(expected))
            return
        if prev != previous:
            yield Finding(code="journal_chain", where=where, found=prev, expected=previous)
            return
        if key_id != sealer.key_id:
            foreign = True
        elif sealer.chain(previous, row[:9]) != digest:
            yield Finding(code="journal_changed", where=where)
            return
        yield from ledgers.check(where, facts)
        previous, expected = digest, seq + 1
    yield from ledgers.finish()
    if foreign:
        yield Finding(code="journal_foreign_key", where="journal", provable=False)


class _Anchored:
    """Follows the ranges the journal names through every ledger."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._next = dict.fromkeys(LEDGERS, 1)
        self._broken: set[str] = set()

    def check(self, where: str, facts: str) -> Iterator[Finding]:
        if not facts:
            return
        try:
            named = json.loads(facts)
        except ValueError:
            yield Finding(code="journal_changed", where=where)
            return
        for table, (first, last, digest) in named.items():
            if table in self._broken or table not in LEDGERS:
                continue
            place = f"{table} {first}" if first == last else f"{table} {first}-{last}"
            if first != self._next[table]:
                self._broken.add(table)
                yield Finding(code="ledger_gap", where=f"{where}: {place}")
            elif self._digest(table, first, last) != digest:
                self._broken.add(table)
                yield Finding(code="ledger_changed", where=f"{where}: {place}")
            self._next[table] = last + 1

    def finish(self) -> Iterator[Finding]:
        for table in LEDGERS:
            count, highest = self._connection.execute(
                f'SELECT count(*), coalesce(max(id), 0) FROM "{table}"'
            ).fetchone()
            anchored = self._next[table] - 1
            if table not in self._broken and (highest > anchored or count != anchored):
                yield Finding(
                    code="ledger_unanchored",
                    where=f"{table} {anchored + 1}",
                    found=str(count),
                    expected=str(anchored),
                )

    def _digest(self, table: str, first: int, last: int) -> str:
        digest = hashlib.sha256()
        rows: Iterator[Row] = iter(self._connection.execute(_ROWS[table], (first, last)))
        for row in rows:
            digest.update(row_text(row).encode())
            for sql in _PARTS.get(table, ()):
                for part in self._connection.execute(sql, (row[0],)):
                    digest.update(row_text(part).encode())
        return digest.hexdigest()
