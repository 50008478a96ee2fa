"""The designer in ready words: the list of questions, the form in the middle, translations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pos_app.domain.questionnaire import (
    CHOICES,
    LANGUAGES,
    NUMBERS,
    TYPES,
    Condition,
    Language,
    Question,
    Questionnaire,
    targets_of,
)
from pos_app.domain.questionnaire_checks import Problem
from pos_app.i18n import Formats, Translator
from pos_app.presenters.question_card import Tongue, choices_of
from pos_app.presenters.questionnaire_edits import text_of
from pos_app.presenters.questionnaire_words import (
    TYPE_ICONS,
    problem_words,
    saved_words,
    step_names,
    target_words,
    type_words,
)
from pos_app.presenters.questionnaires_state import (
    Choice,
    ConditionLine,
    GeneralForm,
    OptionLine,
    QuestionForm,
    StepLine,
    TextLine,
)
from pos_app.services.questionnaire_records import AnswerCounts

_COMPARED = frozenset({"at_least", "at_most"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A definition being shown: with what is wrong, what was answered, and the languages.

    ``language`` is the tab texts are written in; ``tongue`` the language of the page.
    """

    definition: Questionnaire
    problems: tuple[Problem, ...]
    counts: Mapping[str, AnswerCounts]
    language: Language
    tongue: Tongue

    @property
    def t(self) -> Translator:
        """Words of the page."""
        return self.tongue.t

    @property
    def f(self) -> Formats:
        """Figures of the page."""
        return self.tongue.f

    def said(self, question_id: str) -> tuple[str, ...]:
        """What is wrong with a question ("": with the whole)."""
        found = [
            problem_words(self.t, problem, self.definition)
            for problem in self.problems
            if problem.question == question_id
        ]
        return tuple(dict.fromkeys(found))


def steps(sheet: Sheet) -> tuple[StepLine, ...]:
    """The list at the left: opening and thanks, then the questions."""
    t, definition = sheet.t, sheet.definition
    general = StepLine(
        key="",
        number="",
        text=t._("Opening and thanks"),
        icon="message-square-text",
        note=t._("name, title, words around the questions"),
        badge=t._("to mend") if sheet.said("") else "",
        badge_tone="danger",
    )
    words = type_words(t)
    lines = [general]
    for place, question in enumerate(definition.questions, 1):
        missing = question.missing()
        faults = sheet.said(question.id)
        badge = t._("to mend") if faults else missing_words(t, missing)
        shown = question.wording.shown(sheet.language, sheet.tongue.shop)
        lines.append(
            StepLine(
                key=question.id,
                number=str(place),
                text=shown or t._("No wording yet"),
                icon=TYPE_ICONS[question.kind],
                note=words[question.kind],
                badge=badge,
                badge_tone="danger" if faults else "warn",
            )
        )
    return tuple(lines)


def missing_words(t: Translator, languages: tuple[Language, ...]) -> str:
    """``az missing``; "" when nothing is."""
    if not languages:
        return ""
    return t._("{languages} missing", languages=", ".join(languages))


def general_form(sheet: Sheet, name: str) -> GeneralForm:
    """Name, title, opening, thanks."""
    definition, t = sheet.definition, sheet.t
    return GeneralForm(
        name=name,
        title=definition.title.of(sheet.language),
        intro=definition.intro.of(sheet.language),
        thanks=definition.thanks.of(sheet.language),
        layout=definition.layout,
        layouts=(("page", t._("All on one page")), ("steps", t._("One by one"))),
        problems=sheet.said(""),
    )


def question_form(sheet: Sheet, question: Question) -> QuestionForm:
    """The question in the middle."""
    t, definition = sheet.t, sheet.definition
    names = step_names(definition, t)
    types, targets = type_words(t), target_words(t)
    saved = saved_words(t, question.saves_to)
    tapped = question.kind in CHOICES
    bounded = question.kind in ("scale", "number")
    ends = question.low_label.of(sheet.language), question.high_label.of(sheet.language)
    place = definition.questions.index(question)
    return QuestionForm(
        heading=names[question.id],
        kind=question.kind,
        kinds=tuple((kind, types[kind]) for kind in TYPES),
        target=question.saves_to,
        targets=tuple((one, targets[one]) for one in targets_of(question.kind)),
        text=question.wording.of(sheet.language),
        options=_options(sheet, question) if tapped else None,
        answered=_answered(sheet, question),
        saved_label=saved if tapped else "",
        saved=question.key if saved and not tapped else None,
        low=_figure(question.low) if bounded else None,
        high=_figure(question.high) if bounded else None,
        ends=ends if question.kind in ("scale", "nps") else None,
        required=question.required,
        conditions=tuple(_condition(sheet, question, one) for one in question.conditions),
        may_depend=any(can_steer(one) for one in definition.questions[:place]),
        match=question.match,
        problems=sheet.said(question.id),
    )


def can_steer(question: Question) -> bool:
    """Whether later questions may depend on it: what is typed freely steers nothing."""
    return question.kind in CHOICES or question.kind in NUMBERS or question.kind == "yes_no"


def texts(sheet: Sheet, chosen: str) -> tuple[TextLine, ...]:
    """The texts of what is chosen, in four languages."""
    t, definition = sheet.t, sheet.definition
    question = definition.question(chosen)
    if question is None:
        keys = [
            ("title", t._("Title")),
            ("intro", t._("Opening")),
            ("thanks", t._("Thanks")),
        ]
    else:
        keys = [(f"{chosen}|wording", t._("Question"))]
        if question.kind in CHOICES:
            keys += [
                (f"{chosen}|option|{one.id}", t._("Answer {n}", n=str(place)))
                for place, one in enumerate(question.offered, 1)
            ]
        if question.kind in ("scale", "nps"):
            keys += [
                (f"{chosen}|low", t._("Low end")),
                (f"{chosen}|high", t._("High end")),
            ]
    return tuple(_text_line(definition, key, label) for key, label in keys)


def used_by(sheet: Sheet, question: Question) -> tuple[str, ...]:
    """Later questions that are asked because of this one's answer."""
    names = step_names(sheet.definition, sheet.t)
    return tuple(
        names[one.id]
        for one in sheet.definition.questions
        if any(condition.question == question.id for condition in one.conditions)
    )


def _text_line(definition: Questionnaire, key: str, label: str) -> TextLine:
    wording = text_of(definition, key)
    en, ru, pl, az = (wording.of(language) for language in LANGUAGES)
    return TextLine(key=key, label=label, texts=(en, ru, pl, az))


def _options(sheet: Sheet, question: Question) -> tuple[OptionLine, ...]:
    counts = sheet.counts.get(question.id, AnswerCounts())
    lines = []
    for option in question.offered:
        chosen = counts.values.get(option.id, 0)
        share = chosen * 10_000 // counts.people if counts.people else 0
        lines.append(
            OptionLine(
                key=option.id,
                text=option.wording.of(sheet.language),
                share=f"{(share + 50) // 100}%" if counts.people else "",
                part=share // 10,
                saved=option.key,
                other=option.other,
            )
        )
    return tuple(lines)


def _answered(sheet: Sheet, question: Question) -> str:
    people = sheet.counts.get(question.id, AnswerCounts()).people
    if not people:
        return ""
    return sheet.t.ngettext("answered {n} time", "answered {n} times", people)


def _condition(sheet: Sheet, question: Question, condition: Condition) -> ConditionLine:
    t, definition = sheet.t, sheet.definition
    names = step_names(definition, t)
    earlier = definition.questions[: definition.questions.index(question)]
    about = definition.question(condition.question)
    abouts: list[Choice] = [(one.id, names[one.id]) for one in earlier if can_steer(one)]
    if condition.question not in dict(abouts):
        abouts.append((condition.question, names.get(condition.question, t._("gone"))))
    tests: list[Choice] = [("any", t._("is one of")), ("none", t._("is none of"))]
    if about is not None and about.kind in NUMBERS:
        tests += [("at_least", t._("is at least")), ("at_most", t._("is at most"))]
    compares = condition.test in _COMPARED
    choices: tuple[Choice, ...] = ()
    if about is not None and not compares:
        shown = Tongue(language=sheet.language, shop=sheet.tongue.shop, t=t, f=sheet.f)
        choices = tuple((one.value, one.text) for one in choices_of(about, shown))
    return ConditionLine(
        about=condition.question,
        abouts=tuple(abouts),
        test=condition.test,
        tests=tuple(tests),
        values=condition.values,
        choices=choices,
        number=str(condition.number) if compares else "",
    )


def _figure(number: int | None) -> str:
    return "" if number is None else str(number)
