"""Filters of people under a name: everybody uses them, a senior cashier keeps them in order."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import date
from typing import Any, Final, cast, get_args

from pos_app.domain.errors import PosError
from pos_app.domain.events import Event
from pos_app.domain.staff import Action
from pos_app.services import checks
from pos_app.services.people_records import PeopleFilter, PeopleOrder, SavedView
from pos_app.services.ports import Clock, EventSink, IdSource, UnitOfWork, UnitOfWorkFactory
from pos_app.services.session import Session, ensure_may

MOST_VIEWS: Final = 50

_NAME = checks.text(60, required=True)
_PLAIN: Final = PeopleFilter()
_ORDERS: Final[tuple[PeopleOrder, ...]] = get_args(PeopleOrder)
_DAYS: Final = frozenset({"visited_from", "visited_to", "created_from", "created_to"})


def view_to_json(wanted: PeopleFilter, order: PeopleOrder) -> str:
    """What a view keeps: the order and the fields that ask for something."""
    asked: dict[str, object] = {"order": order}
    for field in fields(PeopleFilter):
        value = getattr(wanted, field.name)
        if value == getattr(_PLAIN, field.name):
            continue
        asked[field.name] = value.isoformat() if isinstance(value, date) else value
    return json.dumps(asked, ensure_ascii=False, sort_keys=True)


def view_from_json(text: str) -> tuple[PeopleFilter, PeopleOrder]:
    """Filter and order of a kept view; what a later version may have added is left out."""
    raw: dict[str, Any] = json.loads(text)
    known = {field.name for field in fields(PeopleFilter)}
    asked = {name: _value(name, value) for name, value in raw.items() if name in known}
    order = raw.get("order")
    return PeopleFilter(**asked), cast("PeopleOrder", order) if order in _ORDERS else "name"


def _value(name: str, value: Any) -> Any:
    if name in _DAYS:
        return date.fromisoformat(value)
    return tuple(value) if isinstance(value, list) else value


class SavedViews:
    """Choosing, keeping, renaming and dropping views."""

    def __init__(
        self, uow: UnitOfWorkFactory, clock: Clock, ids: IdSource, sink: EventSink
    ) -> None:
        self._uow = uow
        self._clock = clock
        self._ids = ids
        self._sink = sink

    def all(self) -> Sequence[SavedView]:
        """Every view, by name."""
        with self._uow() as uow:
            return sorted(uow.saved_views.all(), key=lambda view: view.name.casefold())

    def save(
        self, session: Session, name: str, wanted: PeopleFilter, order: PeopleOrder
    ) -> SavedView:
        """Keep a filter under a name of its own.

        Raises ``PosError``: ``not_allowed``, ``setting_invalid`` and ``text_too_long`` (field
        ``name``), ``view_empty`` (nothing is asked for), ``view_name_taken``, ``views_full``.
        """
        ensure_may(session, Action.SAVED_VIEWS)
        view = SavedView(
            uuid=self._ids.uuid(),
            name=_NAME("name", name),
            wanted=wanted,
            order=order,
            created_at=self._clock.now(),
            person_id=session.person_id,
        )
        if wanted == _PLAIN and order == "name":
            raise PosError("view_empty")
        with self._uow() as uow:
            if len(uow.saved_views.all()) >= MOST_VIEWS:
                raise PosError("views_full", most=MOST_VIEWS)
            _ensure_free(uow, view)
            view = replace(view, id=uow.saved_views.add(view))
            _keep(uow, session, "view.saved", view)
        return self._told(view)

    def rename(self, session: Session, view_id: int, name: str) -> SavedView:
        """Another name; raises as :meth:`save`, and ``PosError("view_unknown")``."""
        ensure_may(session, Action.SAVED_VIEWS)
        with self._uow() as uow:
            view = replace(_known(uow, view_id), name=_NAME("name", name))
            _ensure_free(uow, view)
            uow.saved_views.update(view)
            _keep(uow, session, "view.renamed", view)
        return self._told(view)

    def change(
        self, session: Session, view_id: int, wanted: PeopleFilter, order: PeopleOrder
    ) -> SavedView:
        """Let a view ask for something else; raises as :meth:`save`."""
        ensure_may(session, Action.SAVED_VIEWS)
        with self._uow() as uow:
            view = replace(_known(uow, view_id), wanted=wanted, order=order)
            uow.saved_views.update(view)
            _keep(uow, session, "view.changed", view)
        return self._told(view)

    def drop(self, session: Session, view_id: int) -> SavedView:
        """Delete a view; what it was. Raises ``not_allowed``, ``view_unknown``."""
        ensure_may(session, Action.SAVED_VIEWS)
        with self._uow() as uow:
            view = _known(uow, view_id)
            uow.saved_views.remove(view_id)
            _keep(uow, session, "view.dropped", view)
        return self._told(view)

    def _told(self, view: SavedView) -> SavedView:
        self._sink.changed("view", str(view.id))
        return view


def _keep(uow: UnitOfWork, session: Session, kind: str, view: SavedView) -> None:
    """A view may look for somebody by name: the journal hears of it by identity only."""
    content: dict[str, object] = {"view": view.uuid}
    uow.record(Event(type=kind, content=content, person=session.person_uuid))
    uow.commit()


def _known(uow: UnitOfWork, view_id: int) -> SavedView:
    for view in uow.saved_views.all():
        if view.id == view_id:
            return view
    raise PosError("view_unknown")


def _ensure_free(uow: UnitOfWork, view: SavedView) -> None:
    for other in uow.saved_views.all():
        if other.id != view.id and other.name.casefold() == view.name.casefold():
            raise PosError("view_name_taken")
