"""Sentences for what questionnaires and their answers refuse; joined in ``presenters.messages``."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pos_app.presenters.messages import Speaker


def _answer(s: Speaker) -> str:
    t, low, high = s.t, s.text("low"), s.text("high")
    if s.text("reason") == "range":
        if low and high:
            return t._("A number from {low} to {high}, please.", low=low, high=high)
        if low:
            return t._("A number from {low} on, please.", low=low)
        return t._("A number up to {high}, please.", high=high)
    words = {
        "one": t._("Choose one answer."),
        "choice": t._("This answer is not offered here."),
        "words": t._("Write what is meant, in a few words."),
        "number": t._("A whole number, please."),
        "date": t._("This is not a day of the calendar."),
        "phone": t._("This is not a phone number."),
        "email": t._("This is not an e-mail address."),
        "length": t._("This text is too long."),
    }
    return words.get(s.text("reason"), t._("This answer cannot be taken."))


def _invalid(s: Speaker) -> str:
    return s.t.ngettext(
        "Before it can be published, {n} thing must be put right. It is said at the question.",
        "Before it can be published, {n} things must be put right. They are said at the questions.",
        max(1, s.count("count")),
    )


def _missing(s: Speaker) -> str:
    return s.t.ngettext(
        "{n} required question is not answered yet.",
        "{n} required questions are not answered yet.",
        max(1, s.count("count")),
    )


QUESTIONNAIRE_SENTENCES: Final[dict[str, Callable[[Speaker], str]]] = {
    "questionnaire_unknown": lambda s: s.t._("This questionnaire is no longer here."),
    "questionnaire_unnamed": lambda s: s.t._("Give the questionnaire a name."),
    "questionnaire_archived": lambda s: s.t._(
        "This questionnaire is archived. Take it out of the archive to change it."
    ),
    "questionnaire_invalid": _invalid,
    "questionnaire_unchanged": lambda s: s.t._("Nothing has changed since the last version."),
    "questionnaire_state": lambda s: s.t._(
        "The questionnaire has changed meanwhile. Look at it again."
    ),
    "questionnaire_not_live": lambda s: s.t._("This questionnaire is not asked at present."),
    "paper_form_misread": lambda s: s.t._(
        "This is no code of a printed form. Look at it sign by sign."
    ),
    "paper_form_unknown": lambda s: s.t._("This shop has not printed a form with this code."),
    "paper_form_keyed": lambda s: s.t._(
        "This form is keyed in already, on {day}.", day=s.day("when")
    ),
    "need_unknown": lambda s: s.t._("This need is no longer here."),
    "response_unknown": lambda s: s.t._("This filled questionnaire is no longer here."),
    "response_closed": lambda s: s.t._("This questionnaire is finished already."),
    "answer_invalid": _answer,
    "answers_missing": _missing,
}
