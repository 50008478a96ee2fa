"""Proof of the seals, of saved receipts, and of the search indexes."""

# ruff: noqa: S608 - the SQL is put together from this program's own names; values are parameters

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Final

from pos_app.adapters.sqlite.adoption import sealed_values
from pos_app.adapters.sqlite.driver import Connection, sqlite3
from pos_app.adapters.sqlite.findings import Finding
from pos_app.adapters.sqlite.ledgers import columns
from pos_app.adapters.sqlite.schema import SEARCH_TABLES
from pos_app.adapters.sqlite.sealing import SEALED, Sealer
from pos_app.adapters.sqlite.search import barcode_key

PER_TABLE: Final = 20


def prove_seals(connection: Connection, sealer: Sealer) -> Iterator[Finding]:
    """Rows changed by somebody without the installation's key."""
    key_id = connection.execute("SELECT value FROM meta WHERE key = 'key_id'").fetchone()
    if key_id is None or key_id[0] != sealer.key_id:
        yield Finding(code="seals_foreign_key", where="meta", provable=False)
        return
    for table, names in SEALED.items():
        found = 0
        for row in connection.execute(f'SELECT {columns(names)}, seal FROM "{table}"'):
            values = sealed_values(connection, table, row[:-1])
            if sealer.seal(table, values) != row[-1]:
                found += 1
                yield Finding(code="seal_broken", where=f"{table} {row[0]}")
            if found >= PER_TABLE:
                break


def prove_barcodes(connection: Connection) -> Iterator[Finding]:
    """Bar codes filed under another key than their own, or without a product."""
    for key, code, product in connection.execute(
        "SELECT b.key, b.code, p.id FROM product_barcode b LEFT JOIN product p ON p.id = product_id"
    ):
        if key != barcode_key(code) or product is None:
            yield Finding(code="barcode_key", where=f"bar code {code}", found=key)


_SLIPS: Final = {
    "sale": "SELECT s.till || ':' || s.number, r.content, r.sha256, r.erased, s.customer_uuid "
    "FROM receipt r JOIN sale s ON s.id = r.sale_id",
    "return": "SELECT s.till || ':' || s.number, r.content, r.sha256, r.erased, s.customer_uuid "
    "FROM return_slip r JOIN goods_return s ON s.id = r.return_id",
}


def prove_receipts(connection: Connection) -> Iterator[Finding]:
    """Saved slips whose text is not the one whose digest was kept with the sale or return.

    An erased one must belong to a person whose erasure is in the journal (R24).
    """
    for kind, sql in _SLIPS.items():
        for number, content, digest, erased, person in connection.execute(sql):
            if not erased:
                if hashlib.sha256(content.encode()).hexdigest() != digest:
                    yield Finding(code="receipt_changed", where=f"{kind} {number}")
                continue
            known = (
                person
                and connection.execute(
                    "SELECT 1 FROM journal WHERE type = 'customer.erased' AND instr(content, ?)",
                    (person,),
                ).fetchone()
            )
            if not known:
                yield Finding(code="receipt_erased", where=f"{kind} {number}")


def prove_search(connection: Connection) -> Iterator[Finding]:
    """Search indexes that do not hold what their tables say; needs a writing connection."""
    for table in SEARCH_TABLES:
        connection.execute("BEGIN IMMEDIATE")
        try:
            connection.execute(f"INSERT INTO {table}({table}, rank) VALUES ('integrity-check', 1)")
        except sqlite3.DatabaseError as error:
            yield Finding(code="search_index", where=table, found=str(error)[:100])
        finally:
            connection.execute("ROLLBACK")
