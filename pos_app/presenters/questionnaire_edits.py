"""What a gesture in the designer makes of a definition: pure, one step at a time."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from typing import Any, Final

from pos_app.domain.questionnaire import (
    CHOICES,
    FIELDS,
    Condition,
    Language,
    Option,
    Question,
    Questionnaire,
    QuestionType,
    Target,
    Wording,
    targets_of,
    whole,
)

_TEXTS: Final = ("title", "intro", "thanks")
_TESTS: Final = ("any", "none", "at_least", "at_most")


def with_text(definition: Questionnaire, key: str, language: Language, text: str) -> Questionnaire:
    """Other words for a text. ``key``: title, intro, thanks, or a question's ``id|wording``,
    ``id|low``, ``id|high``, ``id|option|option id``.
    """
    if key in _TEXTS:
        changed: dict[str, Any] = {key: getattr(definition, key).put(language, text)}
        return replace(definition, **changed)
    question_id, _, part = key.partition("|")
    question = definition.question(question_id)
    if question is None:
        return definition
    if part.startswith("option|"):
        return definition.put(
            with_option(
                question,
                part.removeprefix("option|"),
                lambda one: replace(one, wording=one.wording.put(language, text)),
            )
        )
    field = {"low": "low_label", "high": "high_label"}.get(part, "wording")
    ends: dict[str, Any] = {field: getattr(question, field).put(language, text)}
    return definition.put(replace(question, **ends))


def text_of(definition: Questionnaire, key: str) -> Wording:
    """The text of a key of :func:`with_text`."""
    if key in _TEXTS:
        found: Wording = getattr(definition, key)
        return found
    question_id, _, part = key.partition("|")
    question = definition.question(question_id)
    if question is None:
        return Wording()
    if part.startswith("option|"):
        option = question.option(part.removeprefix("option|"))
        return option.wording if option is not None else Wording()
    return {"low": question.low_label, "high": question.high_label}.get(part, question.wording)


def with_option(question: Question, option_id: str, change: Callable[[Option], Option]) -> Question:
    """The question with one option changed."""
    options = (change(one) if one.id == option_id else one for one in question.options)
    return replace(question, options=tuple(options))


def with_type(question: Question, kind: QuestionType, new_id: Callable[[], str]) -> Question:
    """The question with another type: what no longer fits goes, what is needed comes."""
    fits = question.saves_to in targets_of(kind)
    options = question.options
    if kind in CHOICES and len(question.offered) < 2:
        missing = 2 - len(question.offered)
        options = (*options, *(Option(id=new_id()) for _ in range(missing)))
    low, high = (question.low, question.high) if kind in ("scale", "number") else (None, None)
    if kind == "scale" and (low is None or high is None):
        low, high = 1, 5
    return replace(
        question,
        kind=kind,
        options=options,
        low=low,
        high=high,
        saves_to=question.saves_to if fits else "",
    )


def with_target(question: Question, target: Target, language: str) -> Question:
    """The question saving elsewhere; tags and needs begin as the words of their answers."""
    changed = replace(question, saves_to=target)
    if target not in ("tag", "need"):
        return changed
    options = tuple(
        one if one.key or one.other else replace(one, key=_first_key(one.wording, language))
        for one in question.options
    )
    key = question.key
    if question.kind not in CHOICES and not key:
        key = _first_key(question.wording, language)
    return replace(changed, options=options, key=key)


def without_option(question: Question, option_id: str, published: Collection[str]) -> Question:
    """Take an answer away: one that was published is retired, so that old replies keep it."""
    if option_id in published:
        return with_option(question, option_id, lambda one: replace(one, retired=True))
    options = tuple(one for one in question.options if one.id != option_id)
    return replace(question, options=options)


def moved_option(question: Question, option_id: str, place: int) -> Question:
    """The question with an option at another place among those offered."""
    offered = [one for one in question.offered if one.id != option_id]
    option = question.option(option_id)
    if option is None or len(offered) == len(question.offered):
        return question
    offered.insert(max(0, min(len(offered), place)), option)
    retired = [one for one in question.options if one.retired]
    return replace(question, options=(*offered, *retired))


def moved_question(definition: Questionnaire, question_id: str, place: int) -> Questionnaire:
    """The questionnaire with a question at another place, counted from 0."""
    question = definition.question(question_id)
    if question is None:
        return definition
    others = [one for one in definition.questions if one.id != question_id]
    others.insert(max(0, min(len(others), place)), question)
    return replace(definition, questions=tuple(others))


def without_question(definition: Questionnaire, question_id: str) -> Questionnaire:
    """The questionnaire without a question; conditions that speak of it go with it."""
    questions = tuple(
        replace(
            one, conditions=tuple(each for each in one.conditions if each.question != question_id)
        )
        for one in definition.questions
        if one.id != question_id
    )
    return replace(definition, questions=questions)


def copied_question(
    definition: Questionnaire, question_id: str, new_id: Callable[[], str]
) -> tuple[Questionnaire, str]:
    """The questionnaire with a question once more after it, and the id of the new one.

    The copy saves to no field of the customer: no two questions may.
    """
    question = definition.question(question_id)
    if question is None:
        return definition, question_id
    target: Target = "" if question.saves_to in FIELDS else question.saves_to
    copy = replace(question, id=new_id(), saves_to=target)
    place = definition.questions.index(question) + 1
    questions = (*definition.questions[:place], copy, *definition.questions[place:])
    return replace(definition, questions=questions), copy.id


def first_condition(earlier: Question) -> Condition:
    """A condition on a question to begin with: its first answer, or its middle."""
    if earlier.kind in CHOICES:
        values = tuple(one.id for one in earlier.offered[:1])
        return Condition(question=earlier.id, values=values)
    if earlier.kind == "yes_no":
        return Condition(question=earlier.id, values=("yes",))
    low, high = earlier.bounds
    return Condition(question=earlier.id, test="at_most", number=((low or 0) + (high or 0)) // 2)


def changed_condition(
    definition: Questionnaire, condition: Condition, part: str, text: str
) -> Condition:
    """A condition with another question, test, number or answers (keys with commas)."""
    if part == "about":
        earlier = definition.question(text)
        return condition if earlier is None else first_condition(earlier)
    if part == "test":
        test: Any = text if text in _TESTS else "any"
        return replace(condition, test=test)
    if part == "number":
        number = whole(text.strip())
        return condition if number is None else replace(condition, number=number)
    return replace(condition, values=tuple(one for one in text.split(",") if one))


def _first_key(wording: Wording, language: str) -> str:
    return wording.shown(language, language).lower()[:60]
