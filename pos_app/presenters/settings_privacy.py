"""What is kept of people and for how long, who is due, the texts of consents, who looked (R24)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from pos_app.domain.errors import CodedError, NeedsApproval
from pos_app.presenters.journal_words import Tongue, details, title
from pos_app.presenters.privacy_words import outcome_words
from pos_app.presenters.settings_form import WHOLE, Common, FormSection, Spec, Values
from pos_app.presenters.settings_privacy_words import ConsentWords
from pos_app.presenters.settings_state import (
    ActionView,
    BlockView,
    RestoreQuestion,
    RowView,
)
from pos_app.presenters.tasks import Task, TaskCancelled, TaskControl, TaskPort
from pos_app.services.audit import LOOKS, AuditService, JournalRow
from pos_app.services.consent_texts import ConsentTexts
from pos_app.services.erasure import ErasureService
from pos_app.services.erasure_records import UNUSED, ErasureOutcome
from pos_app.services.retention import Due, RetentionService
from pos_app.services.session import Session

LOOKED: Final = 20
"""Entries shown of who looked."""


class SecretAsker(Protocol):
    """The modal question, and whether a secret is right."""

    def ask_secret(self, question: RestoreQuestion, on_secret: Callable[[str], str]) -> None:
        """Show it; ``on_secret`` answers with what is wrong, "" closes it."""

    def check_secret(self, session: Session, secret: str) -> None:
        """Raises ``CodedError``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivacyServices:
    """What the section is joined from."""

    retention: RetentionService
    erasure: ErasureService
    texts: ConsentTexts
    audit: AuditService
    tasks: TaskPort
    asker: SecretAsker
    local: Callable[[datetime], datetime]


class PrivacySection(FormSection):
    """Retention, who is due, consents' texts, the journal of looks."""

    key, icon = "privacy", "eye-off"

    def __init__(self, common: Common, values: Values, services: PrivacyServices) -> None:
        super().__init__(common, values)
        self._s = services
        self._due: Due | None = None
        self._looks: Sequence[JournalRow] = ()
        self._words = ConsentWords(common, services.texts, services.local)
        self._chosen = ""
        self._task: Task | None = None
        self._done = (0, 0)

    def title(self) -> str:
        """See Section."""
        return self.c.voice.t._("Privacy")

    def hint(self) -> str:
        """See Section."""
        return self.c.voice.t._("Nobody is forgotten by itself: you decide.")

    def specs(self) -> Sequence[Spec]:
        """See FormSection."""
        t = self.c.voice.t
        months, never = t._("months"), t._("0 is never.")
        return (
            Spec(key="privacy.forget_months", label=t._("Propose to forget after"), codec=WHOLE,
                 suffix=months, hint=t._("Without a purchase. 0 is never."), right=True),
            Spec(key="privacy.answers_months", label=t._("Keep answers for"), codec=WHOLE,
                 suffix=months, hint=never, right=True),
        )  # fmt: skip

    def opened(self) -> None:
        """Read who is due, the versions, and who looked."""
        session = self.c.session()
        self._due, self._looks = None, ()
        self._words.read()
        try:
            if not self.locked():
                self._due = self._s.retention.due(session)
            self._looks = self._s.audit.page(session, limit=LOOKED, prefix=LOOKS)
        except NeedsApproval:
            self._looks = ()
        except CodedError as error:
            self.refuse(error)

    # --- showing -----------------------------------------------------------------------------

    def blocks(self) -> Sequence[BlockView]:
        """See Section."""
        t = self.c.voice.t
        keep = self.card(
            "keep", t._("How long"), *(spec.key for spec in self.specs()),
            note=t._("The journal of who looked is kept for ever."),
        )  # fmt: skip
        due = () if self._due is None else (self._people(self._due),)
        return (keep, *due, self._words.block(locked=self.locked()), self._journal())

    def _people(self, due: Due) -> BlockView:
        t, f = self.c.voice.t, self.c.voice.f
        busy = self._task is not None
        if busy:
            done, total = self._done
            says = t._("Forgetting {done} of {total}…", done=f.number(done), total=f.number(total))
        elif due.before is None:
            says = t._("Say above after how long, and who is due stands here.")
        elif due.count:
            says = t.ngettext("{n} person is due.", "{n} people are due.", due.count)
        else:
            says = t._("Nobody is due.")
        one = ActionView(
            key="forget_one", text=t._("Forget the chosen one…"), icon="trash-2",
            enabled=bool(self._chosen) and not busy,
        )  # fmt: skip
        everybody = ActionView(
            key="forget_all", text=t._("Forget all…"), icon="trash-2", v="danger",
            enabled=due.count > 0 and not busy, busy=busy,
        )  # fmt: skip
        stop = ActionView(key="stop", text=t._("Stop"), icon="x")
        answers = ActionView(
            key="drop_answers", icon="trash-2", v="ghost",
            text=t.ngettext("Delete {n} old questionnaire…", "Delete {n} old questionnaires…",
                            due.answers),
            enabled=not busy,
        )  # fmt: skip
        actions = (stop,) if busy else (one, everybody, *((answers,) if due.answers else ()))
        return BlockView(
            key="due",
            title=t._("Nothing bought for long"),
            says=says,
            rows=tuple(
                RowView(
                    key=str(each.customer_id),
                    title=each.name or t._("Customer without a name"),
                    note=t._("last here {day}", day=f.date(each.last_day)),
                    right=f.points(each.balance),
                    right_note=t._("points"),
                    icon="clock-alert",
                    tone="neutral",
                )
                for each in due.people
            ),
            rows_name=t._("Nothing bought for long") if due.people else "",
            chosen=self._chosen,
            actions=actions,
        )

    def _journal(self) -> BlockView:
        t = self.c.voice.t
        tongue = Tongue(t=t, f=self.c.voice.f, sentence=self.c.words, fields={})
        return BlockView(
            key="looks",
            title=t._("Who saw or took personal data"),
            note=t._("The whole of it stands in the journal: Data and journal."),
            says="" if self._looks else t._("Nobody yet."),
            rows=tuple(self._look(row, tongue) for row in self._looks),
            rows_name=t._("Who saw or took personal data"),
        )

    def _look(self, row: JournalRow, tongue: Tongue) -> RowView:
        f = self.c.voice.f
        told = details(tongue, row.type, row.content)
        return RowView(
            key=str(row.seq),
            title=title(self.c.voice.t, row.type),
            note=" · ".join(part for part in (row.subject_name, told) if part),
            right=f.date_time(self._s.local(row.at)),
            right_note=row.person_name,
        )

    # --- fields ------------------------------------------------------------------------------

    def unsaved(self) -> int:
        """See Section."""
        return super().unsaved() + self._words.unsaved()

    def edit(self, key: str, text: str) -> None:
        """See Section."""
        self.says = ""
        if not self._words.edit(key, text, locked=self.locked()):
            super().edit(key, text)

    def undo(self) -> None:
        """See Section."""
        self._words.undo()
        super().undo()

    def save(self) -> bool:
        """See Section: the texts as one new version, then the months."""
        if not self._words.save(self.c.session()):
            return False
        kept = super().save()
        self.opened()
        return kept

    # --- forgetting --------------------------------------------------------------------------

    def choose(self, block: str, key: str) -> None:
        """A person of the list."""
        if block == "due":
            self._chosen = "" if key == self._chosen else key

    def press(self, action: str, ref: str) -> None:
        """Forget one or all, delete answers, stop."""
        if action == "stop" and self._task is not None:
            self._task.cancel()
        elif self.locked():
            self.c.alert()
        elif self._task is not None or self._due is None:
            return
        elif action == "forget_one" and self._chosen:
            self._ask([int(self._chosen)])
        elif action == "forget_all":
            self._ask(None)
        elif action == "drop_answers":
            self._ask_answers(self._due.answers)

    def _ask(self, people: Sequence[int] | None) -> None:
        assert self._due is not None
        t, count = self.c.voice.t, self._due.count if people is None else len(people)
        facts = (
            ("trash-2", t.ngettext("{n} person is forgotten", "{n} people are forgotten", count),
             "danger-text"),
            ("shield-check", t._("Receipts and sums stay under a number."), "text"),
        )  # fmt: skip
        question = RestoreQuestion(
            title=t.ngettext("Forget {n} person for good?", "Forget {n} people for good?", count),
            text=t._("This cannot be taken back, not even by restoring a backup."),
            facts=facts,
            secret=t._("Your PIN or password again"),
            yes=t._("Forget for good"),
            no=t._("Cancel"),
        )
        self._s.asker.ask_secret(
            question, lambda secret: self._checked(secret, lambda: self._begin(people))
        )

    def _checked(self, secret: str, then: Callable[[], None]) -> str:
        try:
            self._s.asker.check_secret(self.c.session(), secret)
            then()
        except CodedError as error:
            return self.c.words(error)
        return ""

    def _begin(self, people: Sequence[int] | None) -> None:
        session, s = self.c.session(), self._s
        wanted = s.retention.everybody(session) if people is None else people
        self._done = (0, len(wanted))

        def job(control: TaskControl) -> ErasureOutcome:
            def told(done: int, total: int) -> None:
                if control.cancelled():
                    raise TaskCancelled
                control.progress(done, total)

            return s.erasure.erase_all(session, wanted, UNUSED, progress=told)

        self._task = s.tasks.run(
            job, self._forgotten, self._failed, self._progress, on_cancelled=self._stopped
        )
        if not self._task.is_running():
            self._task = None
        self.c.show()

    def _progress(self, done: int, total: int) -> None:
        self._done = (done, total)
        self.c.show()

    def _forgotten(self, outcome: ErasureOutcome) -> None:
        self._end()
        self.tell(outcome_words(self.c.voice.t, outcome), "warn" if outcome.left else "accent")
        self.c.show()

    def _stopped(self) -> None:
        self._end()
        self.tell(self.c.voice.t._("Stopped. Who was forgotten so far stays forgotten."), "neutral")
        self.c.show()

    def _failed(self, error: Exception) -> None:
        self._end()
        if not isinstance(error, CodedError):
            self.c.show()
            raise error
        self.refuse(error)
        self.c.show()

    def _end(self) -> None:
        self._task, self._chosen = None, ""
        self.opened()

    def _ask_answers(self, count: int) -> None:
        t = self.c.voice.t
        question = RestoreQuestion(
            title=t.ngettext("Delete {n} old questionnaire?", "Delete {n} old questionnaires?",
                             count),
            text=t._("Results lose them, too."),
            facts=(),
            secret=t._("Your PIN or password again"),
            yes=t._("Delete"),
            no=t._("Cancel"),
        )  # fmt: skip
        self._s.asker.ask_secret(question, lambda secret: self._checked(secret, self._drop_answers))

    def _drop_answers(self) -> None:
        count = self._s.retention.drop_answers(self.c.session())
        self.opened()
        t = self.c.voice.t
        self.tell(t.ngettext("{n} questionnaire deleted.", "{n} questionnaires deleted.", count))
        self.c.show()
