"""Questionnaires: what is asked, in which words, when, and where the answer goes (R25).

An answer is a tuple of texts: ids of the options chosen, ``yes`` or ``no``, a whole number, an ISO
day, or the text itself. An option that asks for words of the customer's own is answered as
``id:words``. No answer is the empty tuple.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal

Language = Literal["en", "ru", "pl", "az"]
LANGUAGES: Final[tuple[Language, ...]] = ("en", "ru", "pl", "az")

Kind = Literal["card", "needs", "satisfaction", "loyalty", "exit"]
"""Card application, needs, satisfaction after a sale, brand and shop loyalty, why people leave."""

KINDS: Final[tuple[Kind, ...]] = ("card", "needs", "satisfaction", "loyalty", "exit")

QuestionType = Literal[
    "one_of", "several_of", "scale", "nps", "smile", "yes_no", "text", "number", "date", "phone",
    "email",
]  # fmt: skip
"""``nps`` is "would you recommend us" from 0 to 10, ``smile`` five faces from 1 to 5, ``scale``
whole numbers between two ends that have a name."""

TYPES: Final[tuple[QuestionType, ...]] = (
    "one_of", "several_of", "scale", "nps", "smile", "yes_no", "text", "number", "date", "phone",
    "email",
)  # fmt: skip

CHOICES: Final[frozenset[QuestionType]] = frozenset({"one_of", "several_of"})
TAPPED: Final[frozenset[QuestionType]] = frozenset(
    {"one_of", "several_of", "scale", "nps", "smile", "yes_no"}
)
"""Answered by a tap: their values are few, and counted."""
NUMBERS: Final[frozenset[QuestionType]] = frozenset({"scale", "nps", "smile", "number"})

Target = Literal["", "tag", "need", "name", "birthday", "language", "phone", "email"]
"""Where an answer goes beside the answers themselves: nowhere, to a tag or a need of the person, or
to a field of the customer."""

FIELDS: Final[tuple[Target, ...]] = ("name", "birthday", "language", "phone", "email")

_FITS: Final[Mapping[Target, frozenset[QuestionType]]] = {
    "": frozenset(TYPES),
    "tag": frozenset({"one_of", "several_of", "yes_no"}),
    "need": frozenset({"one_of", "several_of", "yes_no", "text"}),
    "name": frozenset({"text"}),
    "birthday": frozenset({"date"}),
    "language": frozenset({"one_of"}),
    "phone": frozenset({"phone"}),
    "email": frozenset({"email"}),
}

Answer = tuple[str, ...]
Answers = Mapping[str, Answer]
"""By the id of the question."""


def targets_of(kind: QuestionType) -> tuple[Target, ...]:
    """Where the answers of this type may go."""
    return tuple(target for target, types in _FITS.items() if kind in types)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """One text in the four languages; "" where it is not written yet."""

    en: str = ""
    ru: str = ""
    pl: str = ""
    az: str = ""

    def of(self, language: str) -> str:
        """The text in this very language, "" when there is none."""
        return {"en": self.en, "ru": self.ru, "pl": self.pl, "az": self.az}.get(language, "")

    def shown(self, language: str, shop: str) -> str:
        """The text to show: in ``language``, else the shop's, else English, else any there is."""
        texts = (self.of(one) for one in (language, shop, *LANGUAGES))
        return next((text for text in texts if text), "")

    def missing(self) -> tuple[Language, ...]:
        """Languages still to be written."""
        return tuple(one for one in LANGUAGES if not self.of(one))

    def put(self, language: Language, text: str) -> Wording:
        """The same with ``text`` in ``language``."""
        texts = {one: self.of(one) for one in LANGUAGES} | {language: text}
        return Wording(en=texts["en"], ru=texts["ru"], pl=texts["pl"], az=texts["az"])

    @property
    def empty(self) -> bool:
        """Whether there is no text at all."""
        return not any(self.of(one) for one in LANGUAGES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One answer to choose. ``id`` stays for ever; a ``retired`` one is offered no more, and
    answers given keep it. ``other`` asks for the customer's own words. ``key`` is what the answer
    saves: the tag, the need or the language it stands for; "" saves nothing.
    """

    id: str
    wording: Wording = Wording()
    retired: bool = False
    other: bool = False
    key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """What an earlier answer must be: ``any`` or ``none`` of ``values``, or a number.

    A question that was not asked or not answered meets no condition, whatever the test.
    """

    question: str
    test: Literal["any", "none", "at_least", "at_most"] = "any"
    values: tuple[str, ...] = ()
    number: int = 0

    def holds(self, answer: Answer) -> bool:
        """Whether this answer meets it."""
        if not answer:
            return False
        if self.test in ("any", "none"):
            given = {chosen(value) for value in answer}
            return given.isdisjoint(self.values) == (self.test == "none")
        number = whole(answer[0])
        if number is None:
            return False
        return number >= self.number if self.test == "at_least" else number <= self.number


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question. ``id`` stays for ever and joins the answers of all versions.

    ``low``..``high`` bound scales and numbers (a number may have no bound), ``low_label`` and
    ``high_label`` name the ends of a scale. ``key`` is what a yes or a text saves when ``saves_to``
    is a tag or a need. Without ``conditions`` it is always asked, else when ``match`` of them hold.
    """

    id: str
    kind: QuestionType
    wording: Wording = Wording()
    options: tuple[Option, ...] = ()
    required: bool = False
    low: int | None = None
    high: int | None = None
    low_label: Wording = Wording()
    high_label: Wording = Wording()
    saves_to: Target = ""
    key: str = ""
    conditions: tuple[Condition, ...] = ()
    match: Literal["all", "any"] = "all"

    @property
    def offered(self) -> tuple[Option, ...]:
        """The options one can choose today."""
        return tuple(option for option in self.options if not option.retired)

    @property
    def bounds(self) -> tuple[int | None, int | None]:
        """Lowest and highest number, None for no bound."""
        fixed = {"nps": (0, 10), "smile": (1, 5)}
        return fixed.get(self.kind, (self.low, self.high))

    def option(self, option_id: str) -> Option | None:
        """The option of this id, retired ones too."""
        return next((option for option in self.options if option.id == option_id), None)

    def missing(self) -> tuple[Language, ...]:
        """Languages in which something of this question is not written yet.

        The ends of a scale count when one of them has a name at all.
        """
        texts = [self.wording]
        if self.kind in CHOICES:
            texts += [option.wording for option in self.offered]
        if self.kind == "scale":
            texts += [end for end in (self.low_label, self.high_label) if not end.empty]
        lacking = {language for text in texts for language in text.missing()}
        return tuple(language for language in LANGUAGES if language in lacking)


@dataclass(frozen=True, slots=True, kw_only=True)
class Questionnaire:
    """The definition of a questionnaire, what a version keeps.

    ``title`` is what the customer reads above it; ``reward`` gives the points of the programme's
    grant for a questionnaire, once per version and person (R13). ``layout``: all on one page, or
    one question after another.
    """

    questions: tuple[Question, ...] = ()
    title: Wording = Wording()
    intro: Wording = Wording()
    thanks: Wording = Wording()
    reward: bool = False
    layout: Literal["page", "steps"] = "page"

    def question(self, question_id: str) -> Question | None:
        """The question of this id."""
        return next((one for one in self.questions if one.id == question_id), None)

    def put(self, question: Question) -> Questionnaire:
        """The same with this question in the place of the one with its id."""
        questions = (question if one.id == question.id else one for one in self.questions)
        return replace(self, questions=tuple(questions))

    def missing(self) -> tuple[Language, ...]:
        """Languages in which something is not written yet."""
        texts = [text for text in (self.title, self.intro, self.thanks) if not text.empty]
        lacking = {language for text in texts for language in text.missing()}
        lacking |= {language for one in self.questions for language in one.missing()}
        return tuple(language for language in LANGUAGES if language in lacking)


def chosen(value: str) -> str:
    """The option of a choice's value, without the customer's own words."""
    return value.partition(":")[0]


def own_words(value: str) -> str:
    """The customer's own words in a choice's value, "" when there are none."""
    return value.partition(":")[2]


def whole(text: str) -> int | None:
    """A whole number written in plain digits, else None."""
    digits = text.removeprefix("-")
    if not (digits.isascii() and digits.isdigit()) or len(digits) > 12:
        return None
    return int(text)
