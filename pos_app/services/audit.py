"""Reading the journal (what happened, when, by whom, with whose consent) and proving it (R34)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Protocol

from pos_app.domain.events import Event
from pos_app.domain.staff import Action
from pos_app.services.ports import EventSink, UnitOfWork, UnitOfWorkFactory
from pos_app.services.session import Session, ensure_may

PAGE: Final = 100
LOOKS: Final = "contact.,export.,customer.data_given,customer.erased,customer.answers_dropped"
"""Who looked at contacts in full, who exported, who gave data away or deleted them (R24)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalRow:
    """One entry: ``content`` is its JSON; people are uuids, with their names beside them.

    ``subject_name`` is whom the entry is about: a customer or somebody of the staff.
    """

    seq: int
    at: datetime
    type: str
    person: str | None
    approver: str | None
    content: str
    person_name: str = ""
    approver_name: str = ""
    subject_name: str = ""


class JournalPages(Protocol):
    """Where the journal is read."""

    def page(self, *, before: int | None, limit: int, prefix: str) -> Sequence[JournalRow]:
        """Entries below the sequence number ``before`` (None: the newest), newest first.

        ``prefix`` keeps types beginning with it ("" keeps all; several with commas between).
        Raises ``EnvironmentProblem``.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What is not as it must be: ``code`` names the rule, ``where`` the place of the break."""

    code: str
    where: str
    found: str = ""
    expected: str = ""


class ProofPort(Protocol):
    """Where chain, sums and seals are proved; it takes long."""

    def differences(self) -> Sequence[Difference]:
        """All differences, the first break first. Raises ``EnvironmentProblem``."""


class AuditService:
    """The journal for those who may read reports."""

    def __init__(
        self, uow: UnitOfWorkFactory, pages: JournalPages, proofs: ProofPort, sink: EventSink
    ) -> None:
        self._uow = uow
        self._pages = pages
        self._proofs = proofs
        self._sink = sink

    def page(
        self, session: Session, *, before: int | None = None, limit: int = PAGE, prefix: str = ""
    ) -> Sequence[JournalRow]:
        """A page of the journal, newest first, with the names as they are today.

        Raises :class:`NeedsApproval` for a cashier.
        """
        ensure_may(session, Action.REPORTS)
        rows = self._pages.page(before=before, limit=limit, prefix=prefix)
        with self._uow() as uow:
            names = {person.uuid: person.name for person in uow.staff.all()}
            return [
                replace(
                    row,
                    person_name=names.get(row.person or "", ""),
                    approver_name=names.get(row.approver or "", ""),
                    subject_name=_subject(uow, names, row.content),
                )
                for row in rows
            ]

    def check(self, session: Session | None = None) -> Sequence[Difference]:
        """Prove the journal's chain, the ledgers' sums and the receipts; what does not hold.

        Belongs on the background worker. Differences are an alarm of their own in the journal.
        With a ``session`` it was asked for by hand (:class:`NeedsApproval` for a cashier).
        """
        if session is not None:
            ensure_may(session, Action.REPORTS)
        found = self._proofs.differences()
        if found:
            content = {"differences": len(found), "code": found[0].code, "where": found[0].where}
            person = session.person_uuid if session else None
            with self._uow() as uow:
                uow.record(Event(type="integrity.alarm", content=content, person=person))
                uow.commit()
            self._sink.changed("integrity", found[0].code)
        return found


def _subject(uow: UnitOfWork, names: Mapping[str, str], content: str) -> str:
    """Whom an entry is about; "" for nobody, and for a customer who was erased."""
    try:
        told = json.loads(content)
    except ValueError:
        return ""  # spoilt: the proof says so, the page still shows the rest
    if not isinstance(told, dict):
        return ""
    if "who" in told:
        return names.get(str(told["who"]), "")
    customer = uow.customers.by_uuid(str(told["customer"])) if told.get("customer") else None
    return customer.name if customer is not None else ""
