"""A question of a questionnaire as it is asked, and an answer in words (R25)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pos_app.domain.questionnaire import (
    Answer,
    Option,
    Question,
    Questionnaire,
    chosen,
    own_words,
)
from pos_app.domain.questionnaire_flow import seconds
from pos_app.i18n import Formats, Translator
from pos_app.presenters.fill_state import AskView, ChoiceRow

FACES: Final = ("angry", "frown", "meh", "smile", "laugh")
MOST_STEPS: Final = 21
"""More steps of a scale than this are typed, not tapped."""

SLOW: Final = 60
"""Seconds from which on the time left is told in minutes."""

_EMPTY: Final[Mapping[str, str]] = {}


class Words:
    """Texts of one questionnaire in one language; ``t`` speaks around it."""

    def __init__(self, t: Translator, language: str, shop: str) -> None:
        self.t = t
        self.language = language
        self._shop = shop

    def text(self, question: Question) -> str:
        """The question."""
        return question.wording.shown(self.language, self._shop)

    def option(self, option: Option) -> str:
        """A choice."""
        return option.wording.shown(self.language, self._shop)

    def steps(self, question: Question) -> tuple[tuple[str, str], ...]:
        """What can be tapped, as (key, text); () for what is typed."""
        if question.kind in ("one_of", "several_of"):
            return tuple((one.id, self.option(one)) for one in question.offered)
        if question.kind == "yes_no":
            t = self.t
            return ("yes", t.pgettext("answer", "Yes")), ("no", t.pgettext("answer", "No"))
        low, high = question.bounds
        if question.kind not in ("scale", "nps", "smile") or low is None or high is None:
            return ()
        if high - low >= MOST_STEPS:
            return ()
        texts = self._faces() if question.kind == "smile" else _EMPTY
        numbers = [str(number) for number in range(low, high + 1)]
        return tuple((number, texts.get(number, number)) for number in numbers)

    def labels(self, question: Question) -> dict[str, str]:
        """The key or keys that choose each step: numbers by themselves, the rest by place."""
        steps = self.steps(question)
        if question.kind in ("scale", "nps", "smile"):
            return {key: key for key, _ in steps}
        return {key: str(place) for place, (key, _) in enumerate(steps, start=1)}

    def ask(self, question: Question, answer: Answer, typed: str, error: str) -> AskView:
        """The question in front, with what is chosen or typed."""
        steps, labels = self.steps(question), self.labels(question)
        on = {chosen(value) for value in answer}
        scale = question.kind in ("scale", "nps", "smile") and bool(steps)
        other = self.other_chosen(question, answer)
        return AskView(
            key=question.id,
            text=self.text(question),
            note=self._note(question),
            look="row" if scale else "list" if steps else "field",
            several=question.kind == "several_of",
            choices=tuple(
                ChoiceRow(
                    key=key,
                    text=text,
                    label=labels[key],
                    on=key in on,
                    icon=FACES[int(key) - 1] if question.kind == "smile" else "",
                )
                for key, text in steps
            ),
            low=question.low_label.shown(self.language, self._shop) or self._usual(question, 0),
            high=question.high_label.shown(self.language, self._shop) or self._usual(question, 1),
            field_label="" if steps else self._field_label(question),
            words_label=self.option(other) if other is not None else "",
            typed=typed,
            error=error,
            digits=question.kind in ("number", "phone", "date"),
        )

    def answer(self, question: Question, answer: Answer) -> str:
        """What was answered, in words."""
        texts = dict(self.steps(question))
        said = [own_words(value) or texts.get(chosen(value), value) for value in answer]
        if question.kind in ("text", "number", "date", "phone", "email"):
            said = list(answer)
        return ", ".join(said)

    def other_chosen(self, question: Question, answer: Answer) -> Option | None:
        """The chosen option that wants words of the customer's own, if any."""
        on = {chosen(value) for value in answer}
        return next((one for one in question.offered if one.other and one.id in on), None)

    def _note(self, question: Question) -> str:
        t = self.t
        if question.kind == "several_of":
            return t._("several answers are possible")
        return "" if question.required else t._("optional")

    def _usual(self, question: Question, end: int) -> str:
        if question.kind != "nps":
            return ""
        t = self.t
        return (t._("not at all likely"), t._("extremely likely"))[end]

    def _faces(self) -> dict[str, str]:
        t = self.t
        return {
            "1": t._("Very bad"),
            "2": t._("Bad"),
            "3": t._("Neither"),
            "4": t._("Good"),
            "5": t._("Very good"),
        }

    def _field_label(self, question: Question) -> str:
        t = self.t
        low, high = question.bounds
        if question.kind == "date":
            return t._("Day, month, year: 24.11.1990")
        if question.kind == "phone":
            return t._("Phone")
        if question.kind == "email":
            return t._("E-mail")
        if low is not None and high is not None:
            return t._("A number from {low} to {high}", low=str(low), high=str(high))
        if question.kind == "text":
            return t._("In the customer’s own words")
        return t._("A number")


def time_left(t: Translator, definition: Questionnaire, place: int, count: int) -> str:
    """About how long the rest takes; "" at the end."""
    if place >= count:
        return ""
    left = seconds(definition) * (count - place) // count
    if left >= SLOW:
        return t.ngettext("about {n} minute", "about {n} minutes", -(-left // 60))
    return t.ngettext("about {n} second", "about {n} seconds", max(1, left))


def reward_words(t: Translator, f: Formats, points: int) -> str:
    """What completing brings (hundredths of points), "" for nothing."""
    if not points:
        return ""
    return t.ngettext(
        "{n} point for the questionnaire",
        "{n} points for the questionnaire",
        points // 100,
        n=f.points(points, sign=True),
    )


def points_given(t: Translator, f: Formats, points: int) -> str:
    """What was given, "" for nothing."""
    if not points:
        return ""
    return t.ngettext(
        "{n} point is on the card now.",
        "{n} points are on the card now.",
        points // 100,
        n=f.points(points, sign=True),
    )
