"""The rules by which needs are guessed: the owner sees them, changes them, switches them off."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from pos_app.domain.errors import PosError
from pos_app.domain.events import Event
from pos_app.domain.need import NeedRule, problems
from pos_app.domain.questionnaire import LANGUAGES
from pos_app.domain.staff import Action
from pos_app.services import checks, codec
from pos_app.services.need_records import NeedRuleRow, StoredRule
from pos_app.services.need_templates import READY
from pos_app.services.ports import Clock, EventSink, IdSource, UnitOfWork, UnitOfWorkFactory
from pos_app.services.session import Session, ensure_may

SEEDED: Final = "needs.seeded"
"""Set once the ready-made rules were laid in: one taken away does not come back."""

_TEXT = checks.text(80)
_WORD = checks.text(40)


class NeedRules:
    """Reading and changing the rules. A change holds for guesses made after it."""

    def __init__(
        self,
        uow: UnitOfWorkFactory,
        clock: Clock,
        ids: IdSource,
        sink: EventSink,
        fold: Callable[[str], str],
    ) -> None:
        self._uow = uow
        self._clock = clock
        self._ids = ids
        self._sink = sink
        self._fold = fold

    def all(self) -> Sequence[StoredRule]:
        """Every rule with how many people it is about; the ready-made ones at first."""
        self.lay_in()
        with self._uow() as uow:
            people = uow.need_rules.people()
            return [replace(rule, people=people.get(rule.id, 0)) for rule in stored_rules(uow)]

    def lay_in(self) -> None:
        """Put the ready-made rules into a shop that never had any."""
        with self._uow() as uow:
            if uow.settings.all().get(SEEDED):
                return
            for rule in READY:
                uow.need_rules.put(self._row(rule))
            uow.settings.put(SEEDED, 1)
            uow.commit()

    def put(self, session: Session, rule: NeedRule, rule_id: int = 0) -> int:
        """Keep a new rule (0) or a changed one; its id.

        Words are folded. Raises ``PosError``: ``not_allowed``, ``need_rule_invalid`` (``field``:
        wording, goods, receipts, days), ``need_rule_unknown``, ``setting_invalid``.
        """
        ensure_may(session, Action.PROGRAMME)
        with self._uow() as uow:
            before = _of_id(uow, rule_id) if rule_id else None
            key = codec.loads(NeedRule, before.definition).key if before else self._ids.uuid()[:36]
            rule = self._clean(replace(rule, key=key))
            wrong = problems(rule)
            if wrong:
                raise PosError("need_rule_invalid", field=wrong[0])
            row = replace(self._row(rule), id=rule_id)
            if before:
                row = replace(row, uuid=before.uuid, enabled=before.enabled,
                              created_at=before.created_at)  # fmt: skip
            kept = uow.need_rules.put(row)
            self._record(uow, session, "need_rule.changed" if before else "need_rule.added", row)
            uow.commit()
        self._sink.changed("needs", str(kept))
        return kept

    def switch(self, session: Session, rule_id: int, *, on: bool) -> None:
        """Guess by this rule, or no more; its open guesses are then shown no more.

        Raises ``PosError`` ``not_allowed``, ``need_rule_unknown``.
        """
        ensure_may(session, Action.PROGRAMME)
        with self._uow() as uow:
            row = _of_id(uow, rule_id)
            if row.enabled != on:
                uow.need_rules.put(replace(row, enabled=on))
                kind = "need_rule.switched_on" if on else "need_rule.switched_off"
                self._record(uow, session, kind, row)
                uow.commit()
        self._sink.changed("needs", str(rule_id))

    def _row(self, rule: NeedRule) -> NeedRuleRow:
        return NeedRuleRow(
            uuid=self._ids.uuid(),
            name=next(text for text in map(rule.wording.of, LANGUAGES) if text),
            definition=codec.dumps(rule),
            created_at=self._clock.now(),
        )

    def _clean(self, rule: NeedRule) -> NeedRule:
        wording = rule.wording
        for language in LANGUAGES:
            wording = wording.put(language, _TEXT("need", wording.of(language)))
        words = (self._fold(_WORD("need", word)) for word in rule.words)
        return replace(
            rule,
            wording=wording,
            words=tuple(dict.fromkeys(word for word in words if len(word) >= 3)),
            tags=tuple(dict.fromkeys(tag for tag in rule.tags if tag)),
            groups=tuple(dict.fromkeys(code for code in rule.groups if code)),
        )

    @staticmethod
    def _record(uow: UnitOfWork, session: Session, kind: str, row: NeedRuleRow) -> None:
        content = {"uuid": row.uuid, "name": row.name}
        uow.record(Event(type=kind, content=content, person=session.person_uuid))


def stored_rules(uow: UnitOfWork) -> Sequence[StoredRule]:
    """The rules in an open transaction, in the order in which they were made."""
    return [
        StoredRule(
            id=row.id,
            uuid=row.uuid,
            rule=codec.loads(NeedRule, row.definition),
            enabled=row.enabled,
        )
        for row in uow.need_rules.all()
    ]


def _of_id(uow: UnitOfWork, rule_id: int) -> NeedRuleRow:
    for row in uow.need_rules.all():
        if row.id == rule_id:
            return row
    raise PosError("need_rule_unknown")
