"""Reading the journal: what happened, when, by whom, with whose consent (R34)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Protocol

from pos_app.domain.staff import Action
from pos_app.services.ports import UnitOfWorkFactory
from pos_app.services.session import Session, ensure_may

PAGE: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalRow:
    """One entry: ``content`` is its JSON; people are uuids, with their names beside them."""

    seq: int
    at: datetime
    type: str
    person: str | None
    approver: str | None
    content: str
    person_name: str = ""
    approver_name: str = ""


class JournalPages(Protocol):
    """Where the journal is read."""

    def page(self, *, before: int | None, limit: int, prefix: str) -> Sequence[JournalRow]:
        """Entries below the sequence number ``before`` (None: the newest), newest first.

        ``prefix`` keeps types beginning with it ("" keeps all). Raises ``EnvironmentProblem``.
        """


class AuditService:
    """The journal for those who may read reports."""

    def __init__(self, uow: UnitOfWorkFactory, pages: JournalPages) -> None:
        self._uow = uow
        self._pages = pages

    def page(
        self, session: Session, *, before: int | None = None, limit: int = PAGE, prefix: str = ""
    ) -> Sequence[JournalRow]:
        """A page of the journal, newest first, with the names of the staff.

        Raises :class:`NeedsApproval` for a cashier.
        """
        ensure_may(session, Action.REPORTS)
        with self._uow() as uow:
            names = {person.uuid: person.name for person in uow.staff.all()}
        return [
            replace(
                row,
                person_name=names.get(row.person or "", ""),
                approver_name=names.get(row.approver or "", ""),
            )
            for row in self._pages.page(before=before, limit=limit, prefix=prefix)
        ]
