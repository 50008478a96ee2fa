"""Queued slips. The queue is not a ledger: states move as the paper does."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from pos_app.adapters.sqlite.session import Row, Session, utc_text, utc_time
from pos_app.domain.errors import PosError
from pos_app.services.records import PrintJobRow

_SELECT: Final = """SELECT id, uuid, kind, ref, payload, copy, open_drawer, state, tries, error,
    created_at, language FROM print_job """


class SqlitePrintJobs:
    """See :class:`pos_app.services.ports.PrintJobRepo`."""

    def __init__(self, session: Session) -> None:
        self._db = session

    def add(self, job: PrintJobRow) -> int:
        """Queue a slip; its id."""
        job_id = self._db.next_id("print_job")
        created = utc_text(job.created_at)
        self._db.run(
            "INSERT INTO print_job (id, uuid, till, kind, ref, payload, copy, open_drawer, state, "
            "tries, error, created_at, changed_at, language) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
            (
                job_id,
                job.uuid,
                self._db.till,
                job.kind,
                job.ref,
                job.payload,
                int(job.copy),
                int(job.open_drawer),
                job.state,
                job.tries,
                job.error,
                created,
                created,
                job.language,
            ),
        )
        return job_id

    def next_queued(self) -> PrintJobRow | None:
        """The oldest slip that waits."""
        row = self._db.one(_SELECT + "WHERE state = 'queued' ORDER BY id LIMIT 1")
        return None if row is None else _job(row)

    def set_state(self, job_id: int, state: str, *, tries: int, error: str, at: datetime) -> None:
        """Move a job on. A confirmed receipt's payload is dropped: the sale keeps the original."""
        touched = self._db.run(
            "UPDATE print_job SET state = ?, tries = ?, error = ?, changed_at = ?, "
            "payload = CASE WHEN ? = 'confirmed' AND kind = 'receipt' THEN '' ELSE payload END "
            "WHERE id = ?",
            (state, tries, error, utc_text(at), state, job_id),
        )
        if not touched:
            raise PosError("print_job_unknown", job_id=job_id)

    def in_state(self, state: str) -> Sequence[PrintJobRow]:
        """All jobs standing in ``state``, oldest first."""
        rows = self._db.all(_SELECT + "WHERE state = ? ORDER BY id", (state,))
        return [_job(row) for row in rows]

    def of_document(self, kind: str, ref: str) -> Sequence[PrintJobRow]:
        """All jobs of one document, oldest first."""
        rows = self._db.all(_SELECT + "WHERE ref = ? AND kind = ? ORDER BY id", (ref, kind))
        return [_job(row) for row in rows]


def _job(row: Row) -> PrintJobRow:
    return PrintJobRow(
        id=row[0],
        uuid=row[1],
        kind=row[2],
        ref=row[3],
        payload=row[4],
        copy=bool(row[5]),
        open_drawer=bool(row[6]),
        state=row[7],
        tries=row[8],
        error=row[9],
        created_at=utc_time(row[10]),
        language=row[11],
    )
