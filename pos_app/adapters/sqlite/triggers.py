"""Triggers: ledgers refuse UPDATE and DELETE, search indexes follow their tables.

``recursive_triggers`` is on for every connection, so that ``REPLACE`` fires the delete triggers
too. Triggers belong to a schema version, because a backup of an older program must be recognised
as it was. ``transform()`` of sqlite-utils drops them: they are made anew after every migration.
"""

# ruff: noqa: S608 - the SQL is put together from this program's own names; values are parameters

from __future__ import annotations

from typing import Final

from pos_app.adapters.sqlite.driver import Connection
from pos_app.adapters.sqlite.ledgers import (
    LEDGERS,
    PARTS_OF_A_RETURN,
    PARTS_OF_A_SALE,
    SINCE_2,
    SINCE_3,
)

_SEARCHED: Final = {"product": "search", "customer": "search", "card": "number"}
_GROWING_1: Final = tuple(
    table
    for table in (*LEDGERS, "sale_line", "tender", "journal")
    if table != "points_lot" and table not in SINCE_2 | SINCE_3
)
_GROWING_2: Final = (*(t for t in LEDGERS if t in SINCE_2), "return_line", "refund")
_GROWING_3: Final = tuple(t for t in LEDGERS if t in SINCE_3)
_LOT_FIXED: Final = ("id", *LEDGERS["points_lot"])


def _refuse(table: str, verb: str, extra: str = "") -> str:
    return (
        f"CREATE TRIGGER {table}_no_{verb.split()[0].lower()} BEFORE {verb} ON {table} {extra}"
        f"BEGIN SELECT RAISE(ABORT, 'append_only:{table}'); END"
    )


def _only_growing(tables: tuple[str, ...]) -> list[str]:
    return [_refuse(table, verb) for table in tables for verb in ("UPDATE", "DELETE")]


def _erasable(table: str, key: str) -> list[str]:
    """A saved slip: changed only by being erased, once (R24)."""
    kept = (
        f"WHEN OLD.erased = 1 OR NEW.erased = 0 OR NEW.{key} IS NOT OLD.{key} "
        "OR NEW.sha256 IS NOT OLD.sha256 "
    )
    return [_refuse(table, "UPDATE", kept), _refuse(table, "DELETE")]


def _growing() -> list[str]:
    statements = _only_growing(_GROWING_1)
    changed = " OR ".join(f'NEW."{name}" IS NOT OLD."{name}"' for name in _LOT_FIXED)
    statements.append(_refuse("points_lot", "UPDATE", f"WHEN {changed} "))
    statements.append(_refuse("points_lot", "DELETE"))
    return statements + _erasable("receipt", "sale_id")


def _searching() -> list[str]:
    statements = []
    for table, column in _SEARCHED.items():
        index = f"{table}_search"
        remove = (
            f"INSERT INTO {index}({index}, rowid, {column}) "
            f"VALUES ('delete', OLD.id, OLD.{column});"
        )
        insert = f"INSERT INTO {index}(rowid, {column}) VALUES (NEW.id, NEW.{column});"
        statements += [
            f"CREATE TRIGGER {index}_insert AFTER INSERT ON {table} BEGIN {insert} END",
            f"CREATE TRIGGER {index}_delete AFTER DELETE ON {table} BEGIN {remove} END",
            (
                f"CREATE TRIGGER {index}_update AFTER UPDATE OF id, {column} ON {table} "
                f"WHEN NEW.{column} IS NOT OLD.{column} OR NEW.id IS NOT OLD.id "
                f"BEGIN {remove} {insert} END"
            ),
        ]
    return statements


_VERSION_1: Final = (*_growing(), *_searching())

_VERSION_2: Final = (
    *_VERSION_1,
    *_only_growing(_GROWING_2),
    *_erasable("return_slip", "return_id"),
)

TRIGGERS: Final[dict[int, tuple[str, ...]]] = {
    1: _VERSION_1,
    2: _VERSION_2,
    3: (*_VERSION_2, *_only_growing(_GROWING_3)),
}
"""All triggers by schema version."""

assert set(PARTS_OF_A_SALE) == {"sale_line", "tender", "receipt"}
assert set(PARTS_OF_A_RETURN) == {"return_line", "refund", "return_slip"}


def install(connection: Connection, version: int) -> None:
    """Drop whatever triggers there are and make those of ``version``; inside a transaction."""
    found = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for (name,) in found:
        quoted = name.replace('"', '""')
        connection.execute(f'DROP TRIGGER "{quoted}"')
    for statement in TRIGGERS[version]:
        connection.execute(statement)
