"""Taking over a shop that another installation sealed: a restore on a new machine."""

# ruff: noqa: S608 - the SQL is put together from this program's own names; values are parameters

from __future__ import annotations

from typing import Final

from pos_app.adapters.sqlite.driver import Connection
from pos_app.adapters.sqlite.faults import translated
from pos_app.adapters.sqlite.ledgers import columns
from pos_app.adapters.sqlite.sealing import SEALED, Sealer

PRODUCT_CODES: Final = (
    "SELECT key, code, position FROM product_barcode WHERE product_id = ? ORDER BY position"
)

ANSWERS: Final = (
    "SELECT question, position, value FROM answer WHERE response_id = ? ORDER BY question, position"
)

_COVERED: Final = {"product": PRODUCT_CODES, "response": ANSWERS}


def adopt(connection: Connection, sealer: Sealer) -> None:
    """Seal every row anew with this installation's key, in one transaction.

    The journal keeps the other key's rows: they stay linked, though not provable here. Whoever
    orders it must have judged the data, and should record it.
    """
    with translated():
        connection.execute("BEGIN IMMEDIATE")
        try:
            for table in SEALED:
                _reseal(connection, sealer, table)
            connection.execute(
                "UPDATE meta SET value = ? WHERE key = 'key_id'", (sealer.key_id,)
            )  # fmt: skip
            connection.execute("COMMIT")
        except BaseException:
            connection.execute("ROLLBACK")
            raise


def sealed_values(
    connection: Connection, table: str, row: tuple[object, ...]
) -> tuple[object, ...]:
    """What the seal of a row covers: its columns, with a product its bar codes, with a response its
    answers.
    """
    parts = _COVERED.get(table)
    if parts is None:
        return row
    return (*row, [list(part) for part in connection.execute(parts, (row[0],))])


def _reseal(connection: Connection, sealer: Sealer, table: str) -> None:
    names = SEALED[table]
    key = names[0]
    rows = connection.execute(f'SELECT {columns(names)} FROM "{table}"').fetchall()
    connection.executemany(
        f'UPDATE "{table}" SET seal = ? WHERE "{key}" = ?',
        [(sealer.seal(table, sealed_values(connection, table, row)), row[0]) for row in rows],
    )
