"""One question as the counter shows it, in ready words, and what taps and typing make of it.

The designer's preview and the pages that fill questionnaires show the same card.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pos_app.domain.questionnaire import (
    CHOICES,
    Answer,
    Question,
    QuestionType,
    chosen,
    own_words,
)
from pos_app.i18n import Formats, Translator
from pos_app.presenters.day_text import day_text, parse_day

_FACES: Final = ("angry", "frown", "meh", "smile", "laugh")
_ONE_LINE: Final = frozenset({"text", "number", "date", "phone", "email"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceView:
    """One answer to tap: what it stands for, its words, a picture, the key that taps it."""

    value: str
    text: str
    icon: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionView:
    """A question to answer.

    ``entered`` is what stands in its field (texts, numbers, days); ``words_of`` the option chosen
    that asks for words, ``words`` those given. ``row`` puts the choices in one row where there is
    room (scales, faces). ``low`` and ``high`` name the ends of a scale.
    """

    key: str
    number: str = ""
    text: str
    kind: QuestionType
    required: str = ""
    choices: tuple[ChoiceView, ...] = ()
    chosen: tuple[str, ...] = ()
    row: bool = False
    low: str = ""
    high: str = ""
    entered: str = ""
    hint: str = ""
    words_of: str = ""
    words: str = ""
    words_hint: str = ""
    error: str = ""

    @property
    def typed(self) -> bool:
        """Whether the answer is typed, not tapped."""
        return self.kind in _ONE_LINE


@dataclass(frozen=True, slots=True, kw_only=True)
class Tongue:
    """The language questions are asked in: its words and figures, and the shop's own language."""

    language: str
    shop: str
    t: Translator
    f: Formats


def question_view(
    question: Question, answer: Answer, tongue: Tongue, *, number: str = "", error: str = ""
) -> QuestionView:
    """The card of a question with the answer so far."""
    t = tongue.t
    asks = _words_option(question, answer)
    return QuestionView(
        key=question.id,
        number=number,
        text=question.wording.shown(tongue.language, tongue.shop) or t._("No wording yet"),
        kind=question.kind,
        required=t._("needs an answer") if question.required else "",
        choices=choices_of(question, tongue),
        chosen=tuple(chosen(value) for value in answer),
        row=question.kind in ("scale", "nps", "smile"),
        low=question.low_label.shown(tongue.language, tongue.shop),
        high=question.high_label.shown(tongue.language, tongue.shop),
        entered=entered_text(question, answer, tongue.f),
        hint=_hint(question, t),
        words_of=asks,
        words=next((own_words(value) for value in answer if chosen(value) == asks), ""),
        words_hint=t._("In your own words"),
        error=error,
    )


def choices_of(question: Question, tongue: Tongue) -> tuple[ChoiceView, ...]:
    """What can be tapped, in order; keys 1 to 9 tap the first nine, digits a recommendation."""
    t = tongue.t
    if question.kind in CHOICES:
        found = [
            (one.id, one.wording.shown(tongue.language, tongue.shop) or t._("No wording yet"), "")
            for one in question.offered
        ]
    elif question.kind == "yes_no":
        found = [("yes", t._("Yes"), ""), ("no", t._("No"), "")]
    elif question.kind == "smile":
        faces = (
            t.pgettext("face", "Very bad"),
            t.pgettext("face", "Bad"),
            t.pgettext("face", "So-so"),
            t.pgettext("face", "Good"),
            t.pgettext("face", "Very good"),
        )
        found = [
            (str(place), words, icon)
            for place, (words, icon) in enumerate(zip(faces, _FACES, strict=True), 1)
        ]
    elif question.kind in ("scale", "nps"):
        low, high = question.bounds
        steps = range(low or 0, (high if high is not None else -1) + 1)
        found = [(str(step), str(step), "") for step in steps]
    else:
        return ()
    keys = _keys(question, [value for value, _, _ in found])
    return tuple(
        ChoiceView(value=value, text=text, icon=icon, key=key)
        for (value, text, icon), key in zip(found, keys, strict=True)
    )


def tap(question: Question, answer: Answer, value: str) -> Answer:
    """The answer after a tap: several are ticked one by one, a second tap takes one back.

    An option that asks for words stands as ``id:`` until they are typed.
    """
    option = question.option(value)
    stands = f"{value}:" if option is not None and option.other else value
    without = tuple(one for one in answer if chosen(one) != value)
    if len(without) < len(answer):
        return without
    if question.kind != "several_of":
        return (stands,)
    order = [one.id for one in question.offered]
    return tuple(sorted((*answer, stands), key=lambda one: order.index(chosen(one))))


def typed_words(answer: Answer, option_id: str, words: str) -> Answer:
    """The answer with the customer's own words beside an option chosen."""
    return tuple(f"{option_id}:{words}" if chosen(one) == option_id else one for one in answer)


def typed_answer(question: Question, text: str) -> Answer:
    """The answer typed into the question's field; days are understood as people write them."""
    clean = text.strip()
    if question.kind == "date" and clean:
        try:
            return (parse_day(clean).isoformat(),)
        except ValueError:
            return (clean,)
    return (text,) if clean else ()


def entered_text(question: Question, answer: Answer, f: Formats) -> str:
    """What stands in the field of a question whose answer is typed."""
    if question.kind not in _ONE_LINE or not answer:
        return ""
    if question.kind == "date":
        try:
            return day_text(parse_day(answer[0]), f)
        except ValueError:
            return answer[0]
    return answer[0]


def complete_words(answer: Answer) -> bool:
    """Whether no option of the answer still waits for its words."""
    return not any(one.endswith(":") and not own_words(one) for one in answer)


def _words_option(question: Question, answer: Answer) -> str:
    if question.kind not in CHOICES:
        return ""
    given = {chosen(value) for value in answer}
    asking = (one.id for one in question.offered if one.other and one.id in given)
    return next(asking, "")


def _keys(question: Question, values: list[str]) -> list[str]:
    if question.kind == "nps":
        return [*values[:10], "+"]
    return [str(place) if place <= 9 else "" for place in range(1, len(values) + 1)]


def _hint(question: Question, t: Translator) -> str:
    low, high = question.low, question.high
    if question.kind == "number" and low is not None and high is not None:
        return t._("from {low} to {high}", low=str(low), high=str(high))
    return {
        "date": t._("day, month, year"),
        "phone": t._("with country code or as dialled here"),
        "email": t._("name@example.com"),
        "text": t._("In your own words"),
    }.get(question.kind, "")
