"""The places of all names in lists, made anew after the shop's language changed.

A few hundred people in a transaction, so that the counter never waits; cut off, it begins again,
and whoever stands right already is only looked at.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from pos_app.services.ports import UnitOfWorkFactory
from pos_app.services.settings import load_settings

BATCH: Final = 500
"""People per transaction."""

ORDERED_BY: Final = "people.ordered_by"
"""Where the language all names stand by is kept; nothing before the first look."""


class NameOrder:
    """Called when the shop opens and when its settings changed."""

    def __init__(self, uow: UnitOfWorkFactory) -> None:
        self._uow = uow

    def due(self) -> bool:
        """Whether some names may stand by another language."""
        with self._uow() as uow:
            return uow.settings.all().get(ORDERED_BY) != load_settings(uow).locale.language

    def run(self, stop: Callable[[], bool]) -> bool:
        """Put everybody in order; False when ``stop`` said so before the end, or the language
        changed meanwhile.
        """
        with self._uow() as uow:
            language = load_settings(uow).locale.language
        last = 0
        while not stop():
            with self._uow() as uow:
                if load_settings(uow).locale.language != language:
                    return False
                last = uow.people.put_in_order(last, BATCH)
                if not last:
                    uow.settings.put(ORDERED_BY, language)
                uow.commit()
            if not last:
                return True
        return False
