"""Imports of people, what each did to whom, and remembered mappings."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from pos_app.adapters.sqlite.sealed_rows import SealedRows
from pos_app.adapters.sqlite.session import (
    Row,
    Session,
    day_or_none,
    reference,
    utc_text,
    utc_time,
    utc_time_or_none,
)
from pos_app.domain.card import CardStatus
from pos_app.services.people_import_ports import (
    CardOwner,
    PeopleImportRecord,
    PeopleImportRow,
    PersonKeys,
)

_EXTERNALS: Final = """SELECT r.customer_id, json_extract(r.before, '$.external')
    FROM people_import_row r JOIN people_import i ON i.id = r.import_id AND i.state = 'applied'
    WHERE json_extract(r.before, '$.external') IS NOT NULL"""


class SqlitePeopleImports:
    """See :class:`pos_app.services.people_import_ports.PeopleImportRepo`."""

    def __init__(self, session: Session) -> None:
        self._db = session
        self._imports = SealedRows(session, "people_import")
        self._rows = SealedRows(session, "people_import_row")
        self._mappings = SealedRows(session, "import_mapping")

    def known(self) -> Sequence[PersonKeys]:
        """What every active person is recognised by."""
        further: dict[tuple[int, str], list[str]] = {}
        for customer_id, kind, value in self._db.all(
            "SELECT customer_id, kind, value FROM contact WHERE kind IN ('phone', 'email')"
        ):
            further.setdefault((customer_id, kind), []).append(value)
        external: dict[int, list[str]] = {}
        for customer_id, texts in self._db.all(_EXTERNALS):
            external.setdefault(customer_id, []).extend(json.loads(texts))
        return [
            PersonKeys(
                customer_id=row[0],
                name=row[1],
                birthday=day_or_none(row[2]),
                phones=_joined(row[3], further.get((row[0], "phone"))),
                emails=_joined(row[4], further.get((row[0], "email"))),
                externals=tuple(external.get(row[0], ())),
            )
            for row in self._db.all(
                "SELECT id, name_fold, birthday, phone, email FROM customer WHERE active = 1"
            )
        ]

    def cards(self) -> Mapping[str, CardOwner]:
        """All cards by number."""
        rows = self._db.all("SELECT number, customer_id, status FROM card")
        return {row[0]: CardOwner(customer_id=row[1], status=CardStatus(row[2])) for row in rows}

    def add(self, record: PeopleImportRecord) -> int:
        """Store a new import; its id."""
        return self._imports.add(
            {
                "id": record.id,
                "uuid": record.uuid,
                "till": self._db.till,
                "file": record.file,
                "sha256": record.sha256,
                "at": utc_text(record.at),
                "person_id": reference(record.person_id),
                "counts": json.dumps(dict(record.counts)),
                "state": record.state,
                "undone_at": None,
            }
        )

    def finish(self, import_id: int, counts: Mapping[str, int]) -> None:
        """Write down what came of an import."""
        self._imports.change(import_id, counts=json.dumps(dict(counts)))

    def close(self, import_id: int, at: datetime) -> None:
        """Mark an import as undone."""
        self._imports.change(import_id, state="undone", undone_at=utc_text(at))

    def get(self, import_id: int) -> PeopleImportRecord | None:
        """One import."""
        rows = self._imports.find("id = ?", import_id)
        return _record(self._imports.names, rows[0]) if rows else None

    def all(self) -> Sequence[PeopleImportRecord]:
        """All imports, newest first."""
        rows = self._imports.find("1 ORDER BY id DESC")
        return [_record(self._imports.names, row) for row in rows]

    def of_file(self, sha256: str) -> Sequence[PeopleImportRecord]:
        """The imports of one file that still stand, newest first."""
        rows = self._imports.find("sha256 = ? AND state = 'applied' ORDER BY id DESC", sha256)
        return [_record(self._imports.names, row) for row in rows]

    def add_row(self, row: PeopleImportRow) -> int:
        """Store what was done to one person."""
        return self._rows.add(
            {
                "id": row.id,
                "import_id": row.import_id,
                "customer_id": row.customer_id,
                "action": row.action,
                "before": row.before,
            }
        )

    def rows(self, import_id: int) -> Sequence[PeopleImportRow]:
        """What an import did, in its order."""
        return [
            PeopleImportRow(
                id=row[0], import_id=row[1], customer_id=row[2], action=row[3], before=row[4]
            )
            for row in self._rows.find("import_id = ? ORDER BY id", import_id)
        ]

    def mapping(self, key: str) -> str | None:
        """The mapping remembered for a header."""
        rows = self._mappings.find("key = ?", key)
        return str(rows[0][1]) if rows else None

    def remember(self, key: str, definition: str, at: datetime) -> None:
        """Keep a mapping for the next file with this header."""
        self._mappings.put({"key": key, "definition": definition, "at": utc_text(at)})


def _joined(main: str, further: list[str] | None) -> tuple[str, ...]:
    return tuple(value for value in (main, *(further or ())) if value)


def _record(names: Sequence[str], row: Row) -> PeopleImportRecord:
    told = dict(zip(names, row, strict=True))
    return PeopleImportRecord(
        id=told["id"],
        uuid=told["uuid"],
        file=told["file"],
        sha256=told["sha256"],
        at=utc_time(told["at"]),
        person_id=told["person_id"],
        counts=json.loads(told["counts"]),
        state=told["state"],
        undone_at=utc_time_or_none(told["undone_at"]),
    )
