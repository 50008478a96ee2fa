"""What a person needs: said in answers or to the cashier, or guessed from purchases (R26).

Guesses are made anew when the day is opened and when a person is looked at; what somebody said or
decided about a need is never overwritten by a guess.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from pos_app.domain.errors import PosError
from pos_app.domain.events import Event
from pos_app.domain.need import Goods, Guess, guess
from pos_app.domain.staff import Action
from pos_app.services import checks
from pos_app.services.known_needs import known_needs
from pos_app.services.need_records import BoughtLine, KnownNeed, StoredRule
from pos_app.services.need_rules import stored_rules
from pos_app.services.people import known_customer
from pos_app.services.ports import EventSink, IdSource, UnitOfWork, UnitOfWorkFactory
from pos_app.services.questionnaire_records import NeedRow
from pos_app.services.session import Session, ensure_may
from pos_app.services.shop_book import ShopBook

BATCH: Final = 100
"""People per transaction when all are guessed anew: no sale waits for it."""

GUESSED_TO: Final = "needs.guessed_to"
"""Where the store keeps the day up to which everybody's purchases were looked at."""

SAID_FOR_DAYS: Final = 365
"""What somebody said is asked again after a year."""

_TEXT = checks.text(120, required=True)
_KEY = checks.text(60)


class CustomerNeeds:
    """The needs of people."""

    def __init__(
        self,
        uow: UnitOfWorkFactory,
        book: ShopBook,
        ids: IdSource,
        sink: EventSink,
        fold: Callable[[str], str],
    ) -> None:
        self._uow = uow
        self._book = book
        self._ids = ids
        self._sink = sink
        self._fold = fold

    def of(self, customer_id: int) -> Sequence[KnownNeed]:
        """What is known, said before guessed, newest first; dismissed ones are left out."""
        with self._uow() as uow:
            return known_needs(uow, customer_id, self._book.today())

    def guess(self, customer_id: int) -> int:
        """Guess a person's needs anew from their purchases; how many changed.

        Raises ``PosError("customer_unknown")``.
        """
        with self._uow() as uow:
            changed = self._guess(uow, customer_id, stored_rules(uow), self._book.today())
            if changed:
                uow.commit()
        return changed

    def guess_all(self, stop: Callable[[], bool] = lambda: False) -> int:
        """Guess for everybody who bought since the last time; how many needs changed.

        Cut off (``stop``), it begins again with the same people the next time.
        """
        today = self._book.today()
        with self._uow() as uow:
            rules = stored_rules(uow)
            done = uow.settings.all().get(GUESSED_TO)
        reach = timedelta(days=max((stored.rule.days for stored in rules), default=0))
        since = date.fromisoformat(str(done)) if done else today - reach
        changed = after = 0
        while not stop():
            with self._uow() as uow:
                some = uow.need_rules.buyers(since, after, BATCH)
                here = sum(self._guess(uow, customer_id, rules, today) for customer_id in some)
                if not some:
                    uow.settings.put(GUESSED_TO, today.isoformat())
                if here or not some:
                    uow.commit()
            if not some:
                break
            changed, after = changed + here, some[-1]
        return changed

    def say(self, session: Session, customer_id: int, text: str, key: str = "") -> None:
        """Write down a need the person told the cashier; ``key`` of a rule joins it with that.

        Raises ``PosError`` ``customer_unknown``, ``setting_invalid`` (field ``need``).
        """
        ensure_may(session, Action.CUSTOMER_CREATE)
        today = self._book.today()
        with self._uow() as uow:
            person = known_customer(uow, customer_id)
            uow.needs.add(
                NeedRow(
                    uuid=self._ids.uuid(),
                    customer_id=customer_id,
                    key=_KEY("need", key),
                    text=_TEXT("need", text),
                    kind="explicit",
                    evidence="note",
                    evidence_ref=session.person_uuid,
                    noticed_on=today,
                    review_on=today + timedelta(days=SAID_FOR_DAYS),
                )
            )
            self._record(uow, session, "need.said", person.uuid, key)
            uow.commit()
        self._sink.changed("customer", str(customer_id))

    def confirm(self, session: Session, customer_id: int, need_id: int) -> None:
        """The person says a guess is true. Raises ``PosError`` ``need_unknown``."""
        self._decide(session, customer_id, need_id, confirmed=True)

    def dismiss(self, session: Session, customer_id: int, need_id: int) -> None:
        """It is not so, or no longer: it is shown and guessed no more. Raises ``need_unknown``."""
        self._decide(session, customer_id, need_id, confirmed=False)

    def _decide(self, session: Session, customer_id: int, need_id: int, *, confirmed: bool) -> None:
        ensure_may(session, Action.CUSTOMER_CREATE)
        today = self._book.today()
        with self._uow() as uow:
            person = known_customer(uow, customer_id)
            found = [need for need in uow.needs.of_customer(customer_id) if need.id == need_id]
            if not found:
                raise PosError("need_unknown")
            need = found[0]
            review = today + timedelta(days=SAID_FOR_DAYS) if confirmed else need.review_on
            decided = replace(need, state="confirmed" if confirmed else "dismissed")
            uow.needs.put(replace(decided, review_on=review))
            kind = "need.confirmed" if confirmed else "need.dismissed"
            self._record(uow, session, kind, person.uuid, need.key)
            uow.commit()
        self._sink.changed("customer", str(customer_id))

    @staticmethod
    def _record(uow: UnitOfWork, session: Session, kind: str, person: str, key: str) -> None:
        content = {"customer": person, "need": key}
        uow.record(Event(type=kind, content=content, person=session.person_uuid))

    def _guess(
        self, uow: UnitOfWork, customer_id: int, rules: Sequence[StoredRule], today: date
    ) -> int:
        person = known_customer(uow, customer_id)
        if not person.active:
            return 0
        needs = uow.needs.of_customer(customer_id)
        rules = [stored for stored in rules if stored.enabled]
        since = today - timedelta(days=max((stored.rule.days for stored in rules), default=0))
        ids = (customer_id, *uow.people.merged_from(customer_id))
        bought = [self._goods(line) for line in uow.need_rules.bought(ids, since)]
        changed = 0
        for stored in rules:
            about = [need for need in needs if need.key == stored.rule.key]
            if any(need.kind == "explicit" or need.state != "open" for need in about):
                continue
            found = guess(stored.rule, bought, today)
            changed += self._write(uow, customer_id, stored, found, about, today)
        if changed:
            content = {"customer": person.uuid, "needs": changed}
            uow.record(Event(type="needs.guessed", content=content))
        return changed

    def _write(
        self,
        uow: UnitOfWork,
        customer_id: int,
        stored: StoredRule,
        found: Guess | None,
        about: Sequence[NeedRow],
        today: date,
    ) -> int:
        """Store a guess anew, or drop it when purchases no longer bear it out; 1 if it changed."""
        if found is None:
            old = [need for need in about if need.review_on is None or need.review_on < today]
            for need in old:
                uow.needs.put(replace(need, state="dismissed"))
            return int(bool(old))
        row = NeedRow(
            uuid=about[0].uuid if about else self._ids.uuid(),
            id=about[0].id if about else 0,
            customer_id=customer_id,
            key=stored.rule.key,
            text=stored.rule.wording.shown(self._language, self._language),
            kind="implicit",
            evidence="receipt",
            evidence_ref=found.last,
            confidence=found.confidence,
            noticed_on=found.day,
            review_on=found.review_on,
            rule_id=stored.id,
        )
        if not about:
            uow.needs.add(row)
        elif row != about[0]:
            uow.needs.put(row)
        else:
            return 0
        return 1

    @property
    def _language(self) -> str:
        return self._book.current.settings.locale.language

    def _goods(self, line: BoughtLine) -> Goods:
        return Goods(
            receipt=line.receipt,
            day=line.day,
            name=self._fold(line.name),
            group_code=line.group_code,
            tags=frozenset(line.tags),
        )
