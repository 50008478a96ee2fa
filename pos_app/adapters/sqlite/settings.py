"""Shop settings by key, and the dated versions of the programme."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime

from pos_app.adapters.sqlite.sealing import canonical
from pos_app.adapters.sqlite.session import Session, reference, utc_text


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

    def programme(self) -> tuple[int, str] | None:
        """(version, JSON) of the programme in force."""
        row = self._db.one("SELECT id, content FROM programme_version ORDER BY id DESC LIMIT 1")
        return None if row is None else (int(row[0]), str(row[1]))

    def add_programme(self, content: str, at: datetime, person_id: int) -> int:
        """Store a new version; its number. Older ones stay for the sales made under them."""
        return self._db.append(
            "programme_version",
            (self._db.ids.uuid(), content, utc_text(at), reference(person_id)),
        )
