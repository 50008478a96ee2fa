"""Pairs of people put aside as not one (R23)."""

from __future__ import annotations

from pos_app.adapters.sqlite.sealed_rows import SealedRows
from pos_app.adapters.sqlite.session import Session, reference, utc_text
from pos_app.services.merge_records import PutAside


class SqliteMerges:
    """See :class:`pos_app.services.merge_ports.MergeRepo`."""

    def __init__(self, session: Session) -> None:
        self._db = session
        self._aside = SealedRows(session, "not_duplicate")

    # -- pairs put aside ----------------------------------------------------------------------

    def put_aside(self, pair: PutAside) -> bool:
        """Remember a pair; False when it was known already."""
        if self._aside.find("first_id = ? AND second_id = ?", pair.first_id, pair.second_id):
            return False
        self._aside.add(
            {
                "uuid": pair.uuid,
                "first_id": pair.first_id,
                "second_id": pair.second_id,
                "person_id": reference(pair.person_id),
                "at": utc_text(pair.at),
            }
        )
        return True

    def take_back(self, first_id: int, second_id: int) -> bool:
        """Forget that a pair was put aside; False when it was not."""
        rows = self._aside.find("first_id = ? AND second_id = ?", first_id, second_id)
        return bool(rows) and self._aside.remove(rows[0][0])
