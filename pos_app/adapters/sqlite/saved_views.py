"""Filters of people kept under a name."""

from __future__ import annotations

from collections.abc import Sequence

from pos_app.adapters.sqlite.sealed_rows import SealedRows
from pos_app.adapters.sqlite.session import Row, Session, reference, utc_text, utc_time
from pos_app.domain.errors import PosError
from pos_app.services.people_records import SavedView
from pos_app.services.saved_views import view_from_json, view_to_json


class SqliteSavedViews:
    """See :class:`pos_app.services.people_ports.SavedViewRepo`."""

    def __init__(self, session: Session) -> None:
        self._rows = SealedRows(session, "saved_view")

    def all(self) -> Sequence[SavedView]:
        """Every view, oldest first."""
        return [_view(row) for row in self._rows.find("1 ORDER BY id")]

    def add(self, view: SavedView) -> int:
        """Store a new view; its id."""
        return self._rows.add(
            {
                "id": view.id,
                "uuid": view.uuid,
                "name": view.name,
                "definition": view_to_json(view.wanted, view.order),
                "created_at": utc_text(view.created_at),
                "person_id": reference(view.person_id),
            }
        )

    def update(self, view: SavedView) -> None:
        """Store name and definition; raises ``PosError("view_unknown")``."""
        definition = view_to_json(view.wanted, view.order)
        if not self._rows.change(view.id, name=view.name, definition=definition):
            raise PosError("view_unknown")

    def remove(self, view_id: int) -> None:
        """Delete it; nothing happens when it is gone already."""
        self._rows.remove(view_id)


def _view(row: Row) -> SavedView:
    wanted, order = view_from_json(row[3])
    return SavedView(
        id=row[0],
        uuid=row[1],
        name=row[2],
        wanted=wanted,
        order=order,
        created_at=utc_time(row[4]),
        person_id=row[5],
    )
