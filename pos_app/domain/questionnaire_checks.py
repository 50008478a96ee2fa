"""What is wrong with a questionnaire, question by question, before it is published (R25)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from pos_app.domain.questionnaire import (
    CHOICES,
    FIELDS,
    LANGUAGES,
    NUMBERS,
    Condition,
    Question,
    Questionnaire,
    targets_of,
)

MOST_QUESTIONS: Final = 40
MOST_OPTIONS: Final = 20
LONGEST_WORDING: Final = 300
LONGEST_KEY: Final = 60
LONGEST_SCALE: Final = 10
"""Steps of a scale beyond the first: eleven buttons stand in a row at the counter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something that keeps a questionnaire from being published.

    ``question`` is the id of the one it is about, "" for the whole; ``option`` the option,
    ``about`` the other question a condition speaks of. ``code`` is one of: no_questions,
    too_many_questions, id_repeat, wording_empty, wording_long, options_few, options_many,
    option_empty, option_repeat,
    scale_range, number_range, saves_type, saves_key, saves_twice, key_long, skip_unknown,
    skip_later, skip_empty, skip_value, skip_number.
    """

    code: str
    question: str = ""
    option: str = ""
    about: str = ""
    limit: int = 0


def problems(definition: Questionnaire) -> tuple[Problem, ...]:
    """Everything that must be mended first, in the order of the questions."""
    return tuple(_problems(definition))


def _problems(definition: Questionnaire) -> Iterator[Problem]:
    if not definition.questions:
        yield Problem(code="no_questions")
    if len(definition.questions) > MOST_QUESTIONS:
        yield Problem(code="too_many_questions", limit=MOST_QUESTIONS)
    for text in (definition.title, definition.intro, definition.thanks):
        if any(len(text.of(language)) > LONGEST_WORDING for language in LANGUAGES):
            yield Problem(code="wording_long", limit=LONGEST_WORDING)
    earlier: dict[str, Question] = {}
    fields: set[str] = set()
    for question in definition.questions:
        if question.id in earlier:
            yield Problem(code="id_repeat", question=question.id)
        yield from _words(question)
        yield from _options(question)
        yield from _ranges(question)
        yield from _saving(question, fields)
        yield from _skipping(definition, question, earlier)
        earlier[question.id] = question


def _words(question: Question) -> Iterator[Problem]:
    if question.wording.empty:
        yield Problem(code="wording_empty", question=question.id)
    texts = [question.wording, question.low_label, question.high_label]
    texts += [option.wording for option in question.options]
    if any(len(text.of(language)) > LONGEST_WORDING for text in texts for language in LANGUAGES):
        yield Problem(code="wording_long", question=question.id, limit=LONGEST_WORDING)


def _options(question: Question) -> Iterator[Problem]:
    if question.kind not in CHOICES:
        return
    count = len(question.offered)
    if count < 2:
        yield Problem(code="options_few", question=question.id, limit=2)
    if count > MOST_OPTIONS:
        yield Problem(code="options_many", question=question.id, limit=MOST_OPTIONS)
    ids = Counter(option.id for option in question.options)
    repeats = _repeats(question)
    for option in question.offered:
        if option.wording.empty:
            yield Problem(code="option_empty", question=question.id, option=option.id)
        if ids[option.id] > 1 or option.id in repeats:
            yield Problem(code="option_repeat", question=question.id, option=option.id)


def _repeats(question: Question) -> frozenset[str]:
    """The options that say in some language the same as one before them."""
    said: set[tuple[str, str]] = set()
    found: set[str] = set()
    for option in question.offered:
        words = {(one, option.wording.of(one).casefold()) for one in LANGUAGES}
        words = {(language, text) for language, text in words if text}
        if not words.isdisjoint(said):
            found.add(option.id)
        said |= words
    return frozenset(found)


def _ranges(question: Question) -> Iterator[Problem]:
    low, high = question.low, question.high
    if question.kind == "scale" and (
        low is None or high is None or not 0 < high - low <= LONGEST_SCALE
    ):
        yield Problem(code="scale_range", question=question.id, limit=LONGEST_SCALE)
    if question.kind == "number" and low is not None and high is not None and low > high:
        yield Problem(code="number_range", question=question.id)


def _saving(question: Question, fields: set[str]) -> Iterator[Problem]:
    target = question.saves_to
    keys = [option.key for option in question.options] + [question.key]
    if any(len(key) > LONGEST_KEY for key in keys):
        yield Problem(code="key_long", question=question.id, limit=LONGEST_KEY)
    if target not in targets_of(question.kind):
        yield Problem(code="saves_type", question=question.id)
        return
    if target in FIELDS:
        if target in fields:
            yield Problem(code="saves_twice", question=question.id)
        fields.add(target)
    if target in ("tag", "need", "language") and not _has_key(question):
        yield Problem(code="saves_key", question=question.id)


def _has_key(question: Question) -> bool:
    if question.kind not in CHOICES:
        return bool(question.key)
    keys = [option.key for option in question.offered if option.key]
    if question.saves_to == "language":
        return bool(keys) and all(key in LANGUAGES for key in keys)
    return bool(keys)


def _skipping(
    definition: Questionnaire, question: Question, earlier: dict[str, Question]
) -> Iterator[Problem]:
    for condition in question.conditions:
        about = earlier.get(condition.question)
        if about is None:
            known = definition.question(condition.question) is not None
            code = "skip_later" if known else "skip_unknown"
            yield Problem(code=code, question=question.id, about=condition.question)
            continue
        wrong = _unfit(about, condition)
        if wrong:
            yield Problem(code=wrong, question=question.id, about=about.id)


def _unfit(about: Question, condition: Condition) -> str:
    if condition.test in ("at_least", "at_most"):
        return "" if about.kind in NUMBERS else "skip_number"
    if not condition.values:
        return "skip_empty"
    if about.kind in CHOICES:
        known = {option.id for option in about.options}
        return "" if known.issuperset(condition.values) else "skip_value"
    if about.kind == "yes_no":
        return "" if {"yes", "no"}.issuperset(condition.values) else "skip_value"
    return "skip_value" if about.kind not in NUMBERS else ""
