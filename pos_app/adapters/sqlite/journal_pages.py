"""The journal page by page, for people to read; proving it is the integrity check's work."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Final

from pos_app.adapters.sqlite.connection import connect_read_only
from pos_app.adapters.sqlite.faults import translated
from pos_app.adapters.sqlite.session import utc_time
from pos_app.services.audit import JournalRow

_PAGE: Final = """SELECT seq, at, j.type, person, approver, content FROM journal j
    WHERE seq < ? AND EXISTS (SELECT 1 FROM json_each(?) wanted
    WHERE substr(j.type, 1, length(wanted.value)) = wanted.value) ORDER BY seq DESC LIMIT ?"""
_NEWEST: Final = 2**62


class SqliteJournalPages:
    """See :class:`pos_app.services.audit.JournalPages`. Opens the file anew for each page."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def page(self, *, before: int | None, limit: int, prefix: str) -> Sequence[JournalRow]:
        """Entries below ``before``, newest first."""
        edge = _NEWEST if before is None else before
        with translated(), closing(connect_read_only(self._path)) as connection:
            rows = connection.execute(
                _PAGE, (edge, json.dumps(prefix.split(",")), limit)
            ).fetchall()
        return [
            JournalRow(
                seq=seq,
                at=utc_time(at),
                type=kind,
                person=person,
                approver=approver,
                content=content,
            )
            for seq, at, kind, person, approver, content in rows
        ]
