"""The tab of answers and needs: what the person said, and what is guessed of them (R25, R26)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from pos_app.domain.questionnaire import CHOICES, Answer, Question, chosen, own_words
from pos_app.domain.staff import Approval
from pos_app.presenters.points_state import FieldView
from pos_app.presenters.profile_forms import Deed, Done, Form
from pos_app.presenters.profile_state import ActionView, LineView, TabView
from pos_app.presenters.profile_tabs import Place, Tab
from pos_app.presenters.profile_words import ProfileWords, kept
from pos_app.presenters.sale_words import DOT
from pos_app.services.customer_needs import CustomerNeeds
from pos_app.services.given_answers import AnswersRead, GivenAnswers
from pos_app.services.need_records import KnownNeed
from pos_app.services.profile import Profile
from pos_app.services.session import Session

MOST_CHIPS: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerServices:
    """Where the deeds end. ``shop_language`` is the shop's; ``fill`` opens the filling of a
    questionnaire with a person, ``paper`` their form to print (None: there is none).
    """

    needs: CustomerNeeds
    answers: AnswersRead
    session: Callable[[], Session]
    shop_language: Callable[[], str]
    fill: Callable[[int], object] | None = None
    paper: Callable[[int], object] | None = None


class AnswersTab(Tab):
    """Needs and answers."""

    key = "answers"

    def __init__(self, words: ProfileWords, services: AnswerServices) -> None:
        self._words = words
        self._services = services

    def title(self, profile: Profile) -> str:
        """See Tab."""
        return self._words.voice.t._("Answers and needs")

    def chips(self, profile: Profile) -> tuple[str, ...]:
        """Needs and chosen answers in a few words each."""
        language = self._words.voice.t.language
        found = [need.shown(language) for need in self._needs(profile)]
        for given in self._answers(profile):
            found += [
                self._said(one.question, one.answer)
                for one in given.answers
                if one.question.kind in CHOICES
            ]
        return tuple(dict.fromkeys(text for text in found if text))[:MOST_CHIPS]

    def body(self, profile: Profile, place: Place) -> TabView:
        """See Tab."""
        t = self._words.voice.t
        parts = (("needs", t._("Needs")), ("answers", t._("Answers")))
        part = kept(parts, place.part)
        rows = self._need_rows(profile) if part == "needs" else self._answer_rows(profile)
        hint = t._("What is said at the counter, in answers, or seen in purchases.")
        return TabView(
            parts=parts,
            part=part,
            rows=rows,
            rows_name=dict(parts)[part],
            empty_title=t._("No needs noticed yet.")
            if part == "needs"
            else t._("Nothing asked yet."),
            empty_hint=hint if part == "needs" else "",
            actions=self._actions(part, known=bool(rows), guess=self._is_guess(profile, place.row)),
        )

    def act(self, profile: Profile, action: str, place: Place) -> Form | Deed | None:
        """See Tab."""
        services, customer_id = self._services, profile.customer.id
        if action == "say":
            return NeedForm(self._words, services, customer_id)
        if action == "fill":
            if services.fill is not None:
                services.fill(customer_id)
            return None
        if action == "paper":
            if services.paper is not None:
                services.paper(customer_id)
            return None
        if not place.row.isdigit() or place.part == "answers":
            return None
        need_id, confirmed = int(place.row), action == "confirm"

        def run(_approval: Approval | None) -> Done:
            decide = services.needs.confirm if confirmed else services.needs.dismiss
            decide(services.session(), customer_id, need_id)
            return Done(text=self._words.voice.t._("Saved."))

        return run

    # --- inside ------------------------------------------------------------------------------

    def _needs(self, profile: Profile) -> Sequence[KnownNeed]:
        return self._services.needs.of(profile.customer.id)

    def _answers(self, profile: Profile) -> Sequence[GivenAnswers]:
        return self._services.answers.of(self._services.session(), profile.customer.id)

    def _is_guess(self, profile: Profile, row: str) -> bool:
        known = {str(need.id): need for need in self._needs(profile)}
        return row in known and known[row].guess and not known[row].confirmed

    def _actions(self, part: str, *, known: bool, guess: bool) -> tuple[ActionView, ...]:
        t = self._words.voice.t
        fill: tuple[ActionView, ...] = ()
        if self._services.fill is not None:
            fill = (ActionView(key="fill", text=t._("Ask now"), icon="clipboard-check", cap="F6"),)
        if part == "answers":
            paper: tuple[ActionView, ...] = ()
            if self._services.paper is not None:
                words = t._("Form on paper")
                paper = (ActionView(key="paper", text=words, icon="file-text", cap="F4"),)
            return (*fill, *paper)
        return (
            ActionView(key="say", text=t._("Write down a need"), icon="plus", cap="F4"),
            ActionView(key="confirm", text=t._("It is so"), icon="check", cap="F5", enabled=guess),
            ActionView(key="dismiss", text=t._("It is not so"), icon="x", cap="F11", enabled=known),
            *fill,
        )

    def _need_rows(self, profile: Profile) -> tuple[LineView, ...]:
        t, f = self._words.voice.t, self._words.voice.f
        evidence = {"answer": t._("from an answer"), "receipt": t._("from purchases"),
                    "note": t._("said at the counter")}  # fmt: skip
        lines = []
        for need in self._needs(profile):
            parts = [evidence[need.evidence], f.date(need.noticed_on)]
            if need.review_on is not None:
                parts.append(t._("look again {day}", day=f.date(need.review_on)))
            guess = need.guess and not need.confirmed
            lines.append(
                LineView(
                    key=str(need.id),
                    title=need.shown(t.language),
                    note=f" {DOT} ".join(parts),
                    right=t._("guess") if guess else t._("said"),
                    right_note=f.percent(need.confidence) if guess else "",
                    icon="sparkles" if guess else "message-square-text",
                    icon_tone="warn" if guess else "accent",
                    tone="text-2",
                )
            )
        return tuple(lines)

    def _answer_rows(self, profile: Profile) -> tuple[LineView, ...]:
        t = self._words.voice.t
        shop = self._services.shop_language()
        return tuple(
            LineView(
                key=f"{given.response_id}:{one.question.id}",
                title=self._said(one.question, one.answer),
                note=one.question.wording.shown(t.language, shop),
                right=self._words.day(given.at),
                right_note=given.title.shown(t.language, shop),
                tone="text-2",
            )
            for given in self._answers(profile)
            for one in given.answers
        )

    def _said(self, question: Question, answer: Answer) -> str:
        """An answer in words."""
        return ", ".join(self._value(question, value) for value in answer)

    def _value(self, question: Question, value: str) -> str:
        t, f = self._words.voice.t, self._words.voice.f
        if question.kind in CHOICES:
            option = question.option(chosen(value))
            words = own_words(value)
            if option is None or words:
                return words or value
            return option.wording.shown(t.language, self._services.shop_language())
        if question.kind == "yes_no":
            return t._("yes") if value == "yes" else t._("no")
        if question.kind == "date":
            return f.date(date.fromisoformat(value))
        return " ".join(value.split())


class NeedForm(Form):
    """A need the person told the cashier."""

    key = "need-new"

    def __init__(self, words: ProfileWords, services: AnswerServices, customer_id: int) -> None:
        super().__init__(words.voice)
        self._services = services
        self._customer = customer_id

    def title(self) -> str:
        """See Form."""
        return self.voice.t._("Write down a need")

    def hint(self) -> str:
        """See Form."""
        return self.voice.t._("In a few words, as the customer said it.")

    def fields(self) -> Sequence[FieldView]:
        """See Form."""
        return (self.field("need", self.voice.t._("What the customer needs")),)

    def deed(self, session: Session) -> Deed:
        """See Form."""
        text = self.text("need")

        def run(_approval: Approval | None) -> Done:
            self._services.needs.say(session, self._customer, text)
            return Done(text=self.voice.t._("Saved."))

        return run
