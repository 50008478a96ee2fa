"""The journal: one row per event, chained by HMAC, anchored outside by its printed head (R34)."""

# ruff: noqa: S608 - the SQL is put together from this program's own names; values are parameters

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from pos_app.adapters.sqlite.sealing import canonical
from pos_app.adapters.sqlite.session import Session, utc_text
from pos_app.domain.events import Event

HEAD_CHARACTERS: Final = 10
GENESIS: Final = "0" * 64
COLUMNS: Final = (
    "seq", "till", "at", "type", "person", "approver", "content", "facts", "key_id", "prev", "hash",
)  # fmt: skip
SILENT: Final = "store.written"
"""The type of a row made for ledger rows written without any event, so that none is unanchored."""

_INSERT: Final = f"INSERT INTO journal ({', '.join(COLUMNS)}) VALUES (?,?,?,?,?,?,?,?,?,?,?)"


class SqliteJournal:
    """See :class:`pos_app.services.ports.Journal`."""

    def __init__(self, session: Session) -> None:
        self._db = session

    def head(self) -> str:
        """First ten characters of the last hash, "" in an empty journal."""
        last = self._db.one("SELECT hash FROM journal ORDER BY seq DESC LIMIT 1")
        return str(last[0])[:HEAD_CHARACTERS] if last else ""

    def write(self, events: Iterable[Event]) -> int:
        """Append the events and, with the first, the digests of the ledgers; how many rows."""
        facts = self._db.take_facts()
        pending = list(events)
        if not pending:
            if not facts:
                return 0
            pending = [Event(type=SILENT)]
        last = self._db.one("SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1")
        seq, previous = (int(last[0]), str(last[1])) if last else (0, GENESIS)
        at = utc_text(self._db.clock.now())
        for event in pending:
            seq += 1
            row = (
                seq, self._db.till, at, event.type, event.person, event.approver,
                canonical(event.content), facts, self._db.sealer.key_id,
            )  # fmt: skip
            digest = self._db.sealer.chain(previous, row)
            self._db.run(_INSERT, (*row, previous, digest))
            previous, facts = digest, ""
        return len(pending)
