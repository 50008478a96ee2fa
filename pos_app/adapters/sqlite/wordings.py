"""Texts people consented to: a ledger."""

from __future__ import annotations

from collections.abc import Sequence

from pos_app.adapters.sqlite.session import Session, reference, utc_text, utc_time
from pos_app.domain.customer import Channel, Purpose
from pos_app.services.consent_ports import WordingRow


class SqliteWordings:
    """See :class:`pos_app.services.consent_ports.WordingRepo`."""

    def __init__(self, session: Session) -> None:
        self._db = session

    def versions(self) -> Sequence[str]:
        """Those stored, oldest first."""
        rows = self._db.all("SELECT version FROM consent_wording GROUP BY version ORDER BY min(id)")
        return [row[0] for row in rows]

    def of(self, version: str) -> Sequence[WordingRow]:
        """All texts of a version, in the order they were written."""
        rows = self._db.all(
            "SELECT purpose, channel, language, text, at, person_id FROM consent_wording "
            "WHERE version = ? ORDER BY id",
            (version,),
        )
        return [
            WordingRow(
                version=version,
                purpose=Purpose(row[0]),
                channel=Channel(row[1]) if row[1] else None,
                language=row[2],
                text=row[3],
                at=utc_time(row[4]),
                person_id=row[5],
            )
            for row in rows
        ]

    def add(self, uuid: str, row: WordingRow) -> None:
        """Append one text."""
        self._db.append(
            "consent_wording",
            (
                uuid,
                self._db.till,
                row.version,
                row.purpose.value,
                row.channel.value if row.channel else "",
                row.language,
                row.text,
                utc_text(row.at),
                reference(row.person_id),
            ),
        )
