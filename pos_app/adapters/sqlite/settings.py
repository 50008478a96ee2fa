"""Shop settings by key, and the dated versions of the programme."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime

from pos_app.adapters.sqlite.sealing import canonical
from pos_app.adapters.sqlite.session import Session, reference, utc_text, utc_time
from pos_app.services.records import ProgrammeRow


class SqliteSettings:
    """See :class:`pos_app.services.ports.SettingRepo`."""

    def __init__(self, session: Session) -> None:
        self._db = session

    def all(self) -> Mapping[str, object]:
        """Every setting that was ever put."""
        rows = self._db.all("SELECT key, value FROM setting ORDER BY key")
        return {key: json.loads(value)["v"] for key, value in rows}

    def put(self, key: str, value: object) -> None:
        """Insert or replace; ``TypeError`` for a float or anything JSON does not know."""
        values = (key, canonical({"v": value}))
        self._db.run(
            "INSERT INTO setting (key, value, seal) VALUES (?,?,?) ON CONFLICT (key) "
            "DO UPDATE SET value = excluded.value, seal = excluded.seal",
            (*values, self._db.sealer.seal("setting", values)),
        )

    def programmes(self) -> Sequence[ProgrammeRow]:
        """Every version of the programme, oldest first."""
        rows = self._db.all("SELECT id, content, at, person_id FROM programme_version ORDER BY id")
        return [
            ProgrammeRow(version=number, content=content, at=utc_time(at), person_id=person or 0)
            for number, content, at, person in rows
        ]

    def add_programme(self, content: str, at: datetime, person_id: int) -> int:
        """Store a new version; its number. Older ones stay for the sales made under them."""
        return self._db.append(
            "programme_version",
            (self._db.ids.uuid(), content, utc_text(at), reference(person_id)),
        )
