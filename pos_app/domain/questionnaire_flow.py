"""Filling a questionnaire: what is asked next, which answers are taken, what is kept (R25)."""

from __future__ import annotations

from datetime import date
from typing import Final

from pos_app.domain.errors import PosError
from pos_app.domain.questionnaire import (
    CHOICES,
    NUMBERS,
    Answer,
    Answers,
    Question,
    Questionnaire,
    chosen,
    own_words,
    whole,
)

LONGEST_TEXT: Final = 2_000
LONGEST_WORDS: Final = 300
"""Characters of a text answer, and of the words beside an option."""

_SECONDS: Final = {
    "one_of": 3, "several_of": 4, "scale": 3, "nps": 3, "smile": 2, "yes_no": 2, "text": 15,
    "number": 6, "date": 8, "phone": 8, "email": 15,
}  # fmt: skip
_OPTIONS_AT_A_GLANCE: Final = 4


def visible(definition: Questionnaire, answers: Answers) -> tuple[Question, ...]:
    """The questions to ask, given these answers.

    Judged from the first to the last: what a hidden question was answered before it was hidden
    counts for nothing.
    """
    shown: list[Question] = []
    standing: dict[str, Answer] = {}
    for question in definition.questions:
        if asked(question, standing):
            shown.append(question)
            standing[question.id] = answers.get(question.id, ())
    return tuple(shown)


def asked(question: Question, standing: Answers) -> bool:
    """Whether a question is asked, given the answers to those asked before it."""
    if not question.conditions:
        return True
    held = (one.holds(standing.get(one.question, ())) for one in question.conditions)
    return all(held) if question.match == "all" else any(held)


def next_question(definition: Questionnaire, answers: Answers, after: str = "") -> Question | None:
    """The question to ask after the one of id ``after`` ("": the first); None at the end."""
    shown = visible(definition, answers)
    order = [question.id for question in definition.questions]
    place = order.index(after) if after in order else -1
    return next((one for one in shown if order.index(one.id) > place), None)


def unanswered(definition: Questionnaire, answers: Answers) -> tuple[Question, ...]:
    """Required questions that are asked and have no answer: nothing left means it is complete."""
    shown = visible(definition, answers)
    return tuple(one for one in shown if one.required and not answers.get(one.id))


def kept(definition: Questionnaire, answers: Answers) -> dict[str, Answer]:
    """The answers that count at the end: those to questions asked, in their order."""
    shown = visible(definition, answers)
    return {one.id: answers[one.id] for one in shown if answers.get(one.id)}


def checked(question: Question, answer: Answer) -> Answer:
    """``answer`` as it is kept: options in their order, numbers plain, texts trimmed.

    The empty answer takes one back. Raises ``PosError("answer_invalid", question=…, reason=…)``:
    ``one`` (more than one value), ``choice`` (not offered), ``words`` (an option that
    asks for words has none, or another has some), ``number``, ``range`` (with ``low`` and
    ``high``), ``date``, ``phone``, ``email``, ``length`` (with ``limit``).
    """
    values = tuple(value.strip() for value in answer if value.strip())
    if not values:
        return ()
    if len(values) > 1 and question.kind != "several_of":
        raise _refused(question, "one")
    if question.kind in CHOICES:
        return _chosen_of(question, values)
    if question.kind in NUMBERS:
        return (_number(question, values[0]),)
    _check_form(question, values[0])
    return values


def seconds(definition: Questionnaire) -> int:
    """About how long it takes at the counter, in seconds.

    Per question by its type: a tap two to four seconds, a number six, a day or a phone eight, words
    fifteen; one second more for every four options beyond the first four. A question asked on a
    condition counts half. Half seconds are rounded up.
    """
    halves = sum(_seconds(one) * (1 if one.conditions else 2) for one in definition.questions)
    return (halves + 1) // 2


def _seconds(question: Question) -> int:
    more = len(question.offered) - _OPTIONS_AT_A_GLANCE if question.kind in CHOICES else 0
    return _SECONDS[question.kind] + max(0, -(-more // _OPTIONS_AT_A_GLANCE))


def _chosen_of(question: Question, values: Answer) -> Answer:
    given = {chosen(value): value for value in values}
    offered = {option.id: option for option in question.offered}
    for option_id, value in given.items():
        if option_id not in offered:
            raise _refused(question, "choice")
        words = own_words(value).strip()
        if offered[option_id].other != bool(words):
            raise _refused(question, "words")
        if len(words) > LONGEST_WORDS:
            raise _refused(question, "length", limit=LONGEST_WORDS)
    return tuple(given[option_id] for option_id in offered if option_id in given)


def _number(question: Question, value: str) -> str:
    number = whole(value)
    if number is None:
        raise _refused(question, "number")
    low, high = question.bounds
    if (low is not None and number < low) or (high is not None and number > high):
        raise _refused(question, "range", low=low, high=high)
    return str(number)


def _check_form(question: Question, value: str) -> None:
    if question.kind == "yes_no":
        _demand(question, "choice", holds=value in ("yes", "no"))
    elif question.kind == "date":
        _demand(question, "date", holds=_is_day(value))
    elif question.kind == "phone":
        _demand(question, "phone", holds=_is_phone(value))
    elif question.kind == "email":
        _demand(question, "email", holds=_is_email(value))
    elif len(value) > LONGEST_TEXT:
        raise _refused(question, "length", limit=LONGEST_TEXT)


def _is_day(value: str) -> bool:
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return False
    return day.isoformat() == value


def _is_phone(value: str) -> bool:
    digits = sum(char in "0123456789" for char in value)
    return 5 <= digits <= 15 and not set(value) - set("0123456789+ ()-./")


def _is_email(value: str) -> bool:
    name, at, host = value.rpartition("@")
    parts = bool(name and at) and "." in host.strip(".")
    return parts and "@" not in name and " " not in value and len(value) <= 254


def _demand(question: Question, reason: str, *, holds: bool) -> None:
    if not holds:
        raise _refused(question, reason)


def _refused(question: Question, reason: str, **params: object) -> PosError:
    return PosError("answer_invalid", question=question.id, reason=reason, **params)
