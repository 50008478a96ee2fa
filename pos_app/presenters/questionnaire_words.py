"""Words of questionnaires: kinds, states, types of questions, where answers go, what is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pos_app.domain.questionnaire import Kind, Questionnaire, QuestionType, Target
from pos_app.domain.questionnaire_checks import Problem
from pos_app.i18n import Translator

LANGUAGE_NAMES: Final = (
    ("en", "English"), ("ru", "Русский"), ("pl", "Polski"), ("az", "Azərbaycan"),
)  # fmt: skip

STATE_TONES: Final[Mapping[str, str]] = {
    "draft": "neutral",
    "live": "accent",
    "paused": "warn",
    "archived": "outline",
}

TYPE_ICONS: Final[Mapping[QuestionType, str]] = {
    "one_of": "circle-dot",
    "several_of": "list-checks",
    "scale": "gauge",
    "nps": "gauge",
    "smile": "smile",
    "yes_no": "check",
    "text": "message-square-text",
    "number": "hash",
    "date": "calendar",
    "phone": "phone",
    "email": "mail",
}


def kind_words(t: Translator) -> dict[Kind, str]:
    """What a kind is called."""
    return {
        "card": t._("Card application"),
        "needs": t.pgettext("questionnaire", "Needs"),
        "satisfaction": t._("After a sale"),
        "loyalty": t._("Brand or shop"),
        "exit": t._("Why people leave"),
    }


def kind_says(t: Translator) -> dict[Kind, str]:
    """When a kind is asked."""
    return {
        "card": t._("Asked when a card is issued"),
        "needs": t._("Asked at the counter, to know what suits"),
        "satisfaction": t._("Asked after a sale"),
        "loyalty": t._("Asked at the counter, once in a while"),
        "exit": t._("Asked of people who no longer come"),
    }


def state_words(t: Translator) -> dict[str, str]:
    """How a questionnaire stands."""
    return {
        "draft": t.pgettext("questionnaire", "Draft"),
        "live": t.pgettext("questionnaire", "Live"),
        "paused": t.pgettext("questionnaire", "Paused"),
        "archived": t.pgettext("questionnaire", "Archived"),
    }


def type_words(t: Translator) -> dict[QuestionType, str]:
    """What a type of question is called."""
    return {
        "one_of": t._("One choice"),
        "several_of": t._("Several choices"),
        "scale": t._("Scale"),
        "nps": t._("Recommendation 0–10"),
        "smile": t._("Five faces"),
        "yes_no": t._("Yes or no"),
        "text": t.pgettext("question", "Text"),
        "number": t.pgettext("question", "Number"),
        "date": t.pgettext("question", "Day"),
        "phone": t._("Phone"),
        "email": t._("E-mail"),
    }


def target_words(t: Translator) -> dict[Target, str]:
    """Where an answer goes."""
    return {
        "": t._("the answers only"),
        "tag": t._("Tags of the customer"),
        "need": t._("Needs of the customer"),
        "name": t._("Name of the customer"),
        "birthday": t._("Birthday of the customer"),
        "language": t._("Language of the customer"),
        "phone": t._("Phone of the customer"),
        "email": t._("E-mail of the customer"),
    }


def saved_words(t: Translator, target: Target) -> str:
    """What stands beside an option whose answer is saved; "" where nothing does."""
    return {
        "tag": t._("Tag"),
        "need": t._("Need"),
        "language": t._("Language: en, ru, pl, az"),
    }.get(target, "")


def step_names(definition: Questionnaire, t: Translator) -> dict[str, str]:
    """The questions by number, by id."""
    return {
        question.id: t._("Question {n}", n=str(place))
        for place, question in enumerate(definition.questions, 1)
    }


def problem_words(t: Translator, problem: Problem, definition: Questionnaire) -> str:
    """What is wrong, in a sentence."""
    names = step_names(definition, t)
    about = names.get(problem.about, "")
    limit = str(problem.limit)
    words = {
        "no_questions": t._("Add a question first."),
        "too_many_questions": t._("At most {n} questions.", n=limit),
        "id_repeat": t._("This question stands here twice."),
        "wording_empty": t._("Write the question, in one language at least."),
        "wording_long": t._("A text is longer than {n} letters.", n=limit),
        "options_few": t._("Give at least two answers to choose from."),
        "options_many": t._("At most {n} answers.", n=limit),
        "option_empty": t._("An answer has no words."),
        "option_repeat": t._("Two answers say the same."),
        "scale_range": t._("The scale goes from a smaller to a larger number, {n} steps at most.",
                           n=limit),
        "number_range": t._("The smallest number is above the largest."),
        "saves_type": t._("Answers of this type cannot be saved there."),
        "saves_key": t._("Say what at least one answer saves."),
        "saves_twice": t._("An earlier question saves to the same field."),
        "key_long": t._("What an answer saves is longer than {n} letters.", n=limit),
        "skip_unknown": t._("A condition speaks of a question that is gone."),
        "skip_later": t._("A condition speaks of a later question ({question}).", question=about),
        "skip_empty": t._("Choose the answers in the condition ({question}).", question=about),
        "skip_value": t._("A condition speaks of an answer that is not there ({question}).",
                          question=about),
        "skip_number": t._("There is no number to compare ({question}).", question=about),
    }  # fmt: skip
    return words[problem.code]
