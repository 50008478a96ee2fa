"""Rows of a sealed table by their columns: added, changed and removed under a fresh seal.

For tables that are read and written a row at a time; the sale's own tables have prepared SQL.
"""

# ruff: noqa: S608 - the SQL is put together from this program's own names; values are parameters

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pos_app.adapters.sqlite.adoption import sealed_values
from pos_app.adapters.sqlite.ledgers import columns
from pos_app.adapters.sqlite.sealing import SEALED
from pos_app.adapters.sqlite.session import Row, Session


class SealedRows:
    """One table of :data:`~pos_app.adapters.sqlite.sealing.SEALED`; its first column is the key."""

    def __init__(self, session: Session, table: str) -> None:
        self._db = session
        self._table = table
        self.names = SEALED[table]
        self._key = self.names[0]
        self._columns = columns(self.names)

    def add(self, values: Mapping[str, object]) -> int:
        """Store a new row; its key. An ``id`` of 0 or none asks for the next one."""
        row = dict(values)
        if self._key == "id" and not row.get("id"):
            row["id"] = self._db.next_id(self._table)
        self._write("INSERT", row)
        key = row[self._key]
        return key if isinstance(key, int) else 0

    def put(self, values: Mapping[str, object]) -> None:
        """Insert the row or put it in the place of the one with its key."""
        names = [name for name in self.names if name != self._key]
        changes = ", ".join(f'"{name}" = excluded."{name}"' for name in (*names, "seal"))
        self._write("INSERT", values, f' ON CONFLICT ("{self._key}") DO UPDATE SET {changes}')

    def change(self, key: object, /, **values: object) -> bool:
        """Change some columns of a row; whether there is such a row."""
        found = self.find(f'"{self._key}" = ?', key)
        if not found:
            return False
        row = dict(zip(self.names, found[0], strict=True)) | values
        changes = ", ".join(f'"{name}" = ?' for name in (*values, "seal"))
        new = tuple(row[name] for name in self.names)
        self._db.run(
            f'UPDATE "{self._table}" SET {changes} WHERE "{self._key}" = ?',
            (*values.values(), self._seal(new), key),
        )
        return True

    def reseal(self, key: object) -> None:
        """Seal a row again whose covered parts (a response's answers) were written."""
        self.change(key)

    def remove(self, key: object) -> bool:
        """Delete a row; whether there was one."""
        return self._db.run(f'DELETE FROM "{self._table}" WHERE "{self._key}" = ?', (key,)) > 0

    def find(self, where: str, *params: object) -> list[Row]:
        """Rows in the order of :attr:`names`; ``where`` is SQL of this program's own."""
        return self._db.all(f'SELECT {self._columns} FROM "{self._table}" WHERE {where}', params)

    def _write(self, verb: str, values: Mapping[str, object], tail: str = "") -> None:
        row: Sequence[object] = tuple(values[name] for name in self.names)
        marks = ", ".join("?" * (len(self.names) + 1))
        self._db.run(
            f'{verb} INTO "{self._table}" ({self._columns}, seal) VALUES ({marks}){tail}',
            (*row, self._seal(tuple(row))),
        )

    def _seal(self, row: tuple[object, ...]) -> str:
        return self._db.sealer.seal(self._table, sealed_values(self._db.conn, self._table, row))
