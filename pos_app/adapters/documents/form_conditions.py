"""Skip logic on paper: for whom a question is, and where everybody else goes on."""

from __future__ import annotations

from pos_app.domain.questionnaire import CHOICES, Condition, Question, Questionnaire
from pos_app.i18n import Translator


def leads(definition: Questionnaire, t: Translator) -> dict[str, str]:
    """The words above each question that is not for everybody, by its id."""
    numbers = {one.id: place for place, one in enumerate(definition.questions, start=1)}
    last = len(definition.questions)
    found: dict[str, str] = {}
    for number, question in enumerate(definition.questions, start=1):
        told = [
            words
            for one in question.conditions
            if (words := _condition(definition, one, numbers.get(one.question, 0), t))
        ]
        if not told:
            continue
        away = (
            t.pgettext("form", "Otherwise go to question {n}.", n=str(number + 1))
            if number < last
            else t.pgettext("form", "Otherwise you have reached the end.")
        )
        only = t.pgettext("form", "Only if {condition}.", condition=_joined(question, told, t))
        found[question.id] = f"{only} {away}"
    return found


def _joined(question: Question, told: list[str], t: Translator) -> str:
    sentence = told[0]
    for other in told[1:]:
        if question.match == "all":
            sentence = t.pgettext("form", "{one}, and {other}", one=sentence, other=other)
        else:
            sentence = t.pgettext("form", "{one}, or {other}", one=sentence, other=other)
    return sentence


def _condition(definition: Questionnaire, one: Condition, number: int, t: Translator) -> str:
    """``in question 3 you ticked 1 or 2``; "" when it speaks of a question that is not here."""
    about = definition.question(one.question)
    if about is None:
        return ""
    if one.test == "at_least":
        return t.pgettext(
            "form", "the answer to question {n} is {least} or more", n=number, least=one.number
        )
    if one.test == "at_most":
        return t.pgettext(
            "form", "the answer to question {n} is {most} or less", n=number, most=one.number
        )
    boxes = ", ".join(_boxes(about, one.values))
    if one.test == "any":
        return t.pgettext("form", "in question {n} you ticked: {boxes}", n=number, boxes=boxes)
    return t.pgettext(
        "form", "you answered question {n} but did not tick: {boxes}", n=number, boxes=boxes
    )


def _boxes(about: Question, values: tuple[str, ...]) -> list[str]:
    """The numbers of the boxes these values stand at, as on the paper."""
    if about.kind in CHOICES:
        keys = [option.id for option in about.offered]
    elif about.kind == "yes_no":
        keys = ["yes", "no"]
    else:
        return list(values)
    return [str(place) for place, key in enumerate(keys, start=1) if key in values]
