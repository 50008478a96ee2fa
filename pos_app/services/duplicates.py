"""Who may be on file twice: hints while a new person is typed, and a list to look through (R23)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pos_app.domain.errors import PosError
from pos_app.domain.events import Event
from pos_app.domain.likeness import Traits, evidence, strength
from pos_app.domain.staff import Action, Right, right_for
from pos_app.services.customers import (
    PhonePort,
    masked_card,
    masked_email,
    masked_phone,
)
from pos_app.services.duplicate_records import (
    Cancelled,
    DuplicateReads,
    Hint,
    Pair,
    Progress,
    TypedPerson,
)
from pos_app.services.merge_records import PutAside
from pos_app.services.people import known_customer
from pos_app.services.ports import Clock, EventSink, IdSource, UnitOfWorkFactory
from pos_app.services.session import Session, ensure_may
from pos_app.services.settings import load_settings

HINTS: Final = 5
"""More people than this help nobody who waits with a card in the hand."""

PAIRS: Final = 1000
"""Longest list of pairs; it begins with the surest."""


class DuplicateService:
    """Looks for one person on file twice, and remembers who is not."""

    def __init__(
        self,
        uow: UnitOfWorkFactory,
        reads: DuplicateReads,
        phones: PhonePort,
        clock: Clock,
        ids: IdSource,
        sink: EventSink,
    ) -> None:
        self._uow = uow
        self._reads = reads
        self._phones = phones
        self._clock = clock
        self._ids = ids
        self._sink = sink

    def hints(self, session: Session, typed: TypedPerson, *, leave_out: int = 0) -> Sequence[Hint]:
        """Who on file the person being typed may be, surest first, contacts as the role may see.

        What is half typed (a number that is none yet, one letter of a name) finds nobody.
        ``leave_out`` is the person whose page this is.
        """
        ensure_may(session, Action.CONTACT_MASKED)
        wanted = self._wanted(typed)
        if wanted == Traits(birthday=wanted.birthday):
            return []
        found = [
            (evidence(wanted, each.traits, each.closeness), each)
            for each in self._reads.candidates(wanted)
            if each.id != leave_out
        ]
        known = [(why, each) for why, each in found if why]
        known.sort(key=lambda pair: (-strength(pair[0]), pair[1].id))
        masked = right_for(session.role, Action.CONTACT_FULL) is not Right.YES
        return [
            Hint(
                customer_id=each.id,
                name=each.name,
                phone=masked_phone(each.phone) if masked else each.phone,
                email=masked_email(each.email) if masked else each.email,
                card=masked_card(each.card) if masked else each.card,
                birthday=each.birthday,
                evidence=why,
            )
            for why, each in known[:HINTS]
        ]

    def pairs(
        self,
        session: Session,
        *,
        limit: int = PAIRS,
        progress: Progress = lambda done, total: None,
        cancelled: Cancelled = lambda: False,
    ) -> Sequence[Pair]:
        """Everybody on file compared with everybody who shares something with them.

        Long work: for the task runner. Raises ``PosError("not_allowed")``.
        """
        if right_for(session.role, Action.CUSTOMER_MERGE) is Right.NO:
            raise PosError("not_allowed", action=Action.CUSTOMER_MERGE.value)
        return self._reads.pairs(limit, progress, cancelled)

    def put_aside(self, session: Session, one: int, other: int) -> None:
        """Remember that two people are not one; the pair does not come back.

        Raises ``PosError`` ``customer_unknown``, ``merge_same``, ``not_allowed``.
        """
        self._mark(session, one, other, aside=True)

    def take_back(self, session: Session, one: int, other: int) -> None:
        """Let a pair put aside be suggested again."""
        self._mark(session, one, other, aside=False)

    def _mark(self, session: Session, one: int, other: int, *, aside: bool) -> None:
        if right_for(session.role, Action.CUSTOMER_MERGE) is Right.NO:
            raise PosError("not_allowed", action=Action.CUSTOMER_MERGE.value)
        if one == other:
            raise PosError("merge_same")
        first, second = sorted((one, other))
        with self._uow() as uow:
            people = [known_customer(uow, each).uuid for each in (first, second)]
            if aside:
                changed = uow.merges.put_aside(
                    PutAside(
                        uuid=self._ids.uuid(),
                        first_id=first,
                        second_id=second,
                        person_id=session.person_id,
                        at=self._clock.now(),
                    )
                )
            else:
                changed = uow.merges.take_back(first, second)
            if changed:
                kind = "customer.not_duplicate" if aside else "customer.maybe_duplicate"
                uow.record(Event(type=kind, content={"people": people}, person=session.person_uuid))
                uow.commit()
        self._sink.changed("duplicates")

    def _wanted(self, typed: TypedPerson) -> Traits:
        with self._uow() as uow:
            region = load_settings(uow).locale.region
        phones = (self._phones.e164(text, region) for text in typed.phones if text.strip())
        emails = (text.strip().lower() for text in typed.emails)
        card = "".join(typed.card.split()).upper()
        name = self._reads.folded(typed.name)
        return Traits(
            name=name if len(name) >= 3 else "",
            phones=frozenset(phone for phone in phones if phone),
            emails=frozenset(email for email in emails if "@" in email),
            cards=frozenset({card} if card else ()),
            birthday=typed.birthday,
        )
