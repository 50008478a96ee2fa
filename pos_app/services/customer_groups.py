"""The groups people belong to: prices and promotions may be for one of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from pos_app.domain.events import Event
from pos_app.domain.staff import Action
from pos_app.services import checks
from pos_app.services.people import known_customer
from pos_app.services.ports import EventSink, UnitOfWork, UnitOfWorkFactory
from pos_app.services.session import Session, ensure_may

MOST_GROUPS: Final = 20
"""Groups of one person."""

TIER: Final = "tier:"
"""What stands before a tier's id where else the name of a group stands; no group begins so."""

_NAME = checks.text(40, required=True)


def as_written(uow: UnitOfWork, entered: str, field: str) -> str:
    """The name of a group, in the letters it already has somewhere.

    Raises ``PosError("setting_invalid")`` or ``text_too_long`` for ``field``.
    """
    name: str = _NAME(field, entered)
    if name.startswith(TIER):
        raise checks.refuse(field, "format")
    for group in uow.price_rules.groups():
        if group.casefold() == name.casefold():
            return group
    return name


class CustomerGroups:
    """Looking at and changing a person's groups."""

    def __init__(self, uow: UnitOfWorkFactory, sink: EventSink) -> None:
        self._uow = uow
        self._sink = sink

    def in_use(self) -> Sequence[str]:
        """All groups somebody belongs to or a price is for, by name."""
        with self._uow() as uow:
            return uow.price_rules.groups()

    def of(self, customer_id: int) -> tuple[str, ...]:
        """A person's groups, by name; raises ``PosError("customer_unknown")``."""
        with self._uow() as uow:
            person = known_customer(uow, customer_id)
            return tuple(sorted(person.groups, key=str.casefold))

    def put(self, session: Session, customer_id: int, groups: Sequence[str]) -> tuple[str, ...]:
        """Give a person these groups and no others; the groups as kept.

        Raises ``PosError``: ``not_allowed``, ``customer_unknown``, ``setting_invalid`` (field
        ``groups``), ``text_too_long``.
        """
        ensure_may(session, Action.CUSTOMER_GROUPS)
        with self._uow() as uow:
            person = known_customer(uow, customer_id)
            named = {each.casefold(): each for each in _all_written(uow, groups)}
            if len(named) > MOST_GROUPS:
                raise checks.refuse("groups", "range", low=0, high=MOST_GROUPS)
            kept = tuple(sorted(named.values(), key=str.casefold))
            if set(kept) != set(person.groups):
                uow.customers.update(replace(person, groups=kept))
                content = {"customer": person.uuid, "groups": list(kept)}
                event = Event(type="customer.grouped", content=content, person=session.person_uuid)
                uow.record(event)
                uow.commit()
        self._sink.changed("customer", str(customer_id))
        return kept


def _all_written(uow: UnitOfWork, groups: Sequence[str]) -> list[str]:
    return [as_written(uow, group, "groups") for group in groups if group.strip()]
