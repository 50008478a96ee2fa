"""Which questionnaire a person has not answered yet, and what answering it brings (R13, R25)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pos_app.domain.questionnaire import Kind, Questionnaire
from pos_app.services.ports import UnitOfWork, UnitOfWorkFactory
from pos_app.services.questionnaire_records import VersionRow
from pos_app.services.questionnaire_store import known_version, load_questionnaire
from pos_app.services.shop_book import ShopBook

ASKED: Final[tuple[Kind, ...]] = ("card", "needs", "loyalty")
"""Kinds everybody with a card is asked once, in this order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A live questionnaire a person has not answered.

    ``points`` (hundredths) is what completing it brings; ``begun``: a draft waits.
    """

    version: VersionRow
    definition: Questionnaire
    points: int = 0
    begun: bool = False


class AskingService:
    """Looks only; answers go through ``responses``."""

    def __init__(self, uow: UnitOfWorkFactory, book: ShopBook) -> None:
        self._uow = uow
        self._book = book

    def due(self, customer_id: int) -> Due | None:
        """The first live questionnaire this person completed in no version; None when all are."""
        grant = self._book.current.programme.grants.questionnaire
        with self._uow() as uow:
            states = _states(uow, customer_id)
            for kind in ASKED:
                row = uow.questionnaires.live(kind)
                version = None if row is None else uow.questionnaires.latest(row.id)
                if row is None or version is None or "complete" in states.get(row.id, ()):
                    continue
                definition = load_questionnaire(version.definition)
                return Due(
                    version=version,
                    definition=definition,
                    points=grant.points if definition.reward and grant.gives else 0,
                    begun=uow.questionnaires.draft_of(version.id, customer_id) is not None,
                )
        return None

    def reward(self, version_id: int, customer_id: int | None) -> int:
        """Points (hundredths) completing this version brings this person, 0 once given.

        Raises ``PosError("questionnaire_unknown")``.
        """
        grant = self._book.current.programme.grants.questionnaire
        if customer_id is None or not grant.gives:
            return 0
        with self._uow() as uow:
            version = known_version(uow, version_id)
            given = uow.points.lots_of_kind(customer_id, "questionnaire")
        if not load_questionnaire(version.definition).reward:
            return 0
        reason = f"questionnaire:{version.uuid}"
        return 0 if any(lot.reason == reason for lot in given) else grant.points


def _states(uow: UnitOfWork, customer_id: int) -> dict[int, set[str]]:
    """The states of a person's responses, by questionnaire."""
    found: dict[int, set[str]] = {}
    for response in uow.questionnaires.responses_of(customer_id):
        version = uow.questionnaires.version(response.version_id)
        assert version is not None  # a response is never without its version
        found.setdefault(version.questionnaire_id, set()).add(response.state)
    return found
