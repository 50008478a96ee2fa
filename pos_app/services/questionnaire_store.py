"""Questionnaires as stored: the definition as JSON, its texts cleaned before (R25)."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Final

from pos_app.domain.errors import PosError
from pos_app.domain.questionnaire import LANGUAGES, Question, Questionnaire, Wording
from pos_app.domain.questionnaire_checks import LONGEST_KEY, LONGEST_WORDING
from pos_app.services import codec
from pos_app.services.ports import UnitOfWork
from pos_app.services.questionnaire_records import QuestionnaireRow, VersionRow
from pos_app.services.text import clean_text

LONGEST_NAME: Final = 100


def dump_questionnaire(definition: Questionnaire) -> str:
    """JSON of a definition."""
    return codec.dumps(definition)


@lru_cache(maxsize=64)
def load_questionnaire(text: str) -> Questionnaire:
    """The definition written by :func:`dump_questionnaire`; raises ``definition_unreadable``."""
    return codec.loads(Questionnaire, text)


def cleaned(definition: Questionnaire) -> Questionnaire:
    """The definition with clean texts; raises ``text_too_long`` or ``bank_card``."""
    return replace(
        definition,
        title=_clean(definition.title, "title"),
        intro=_clean(definition.intro, "intro"),
        thanks=_clean(definition.thanks, "thanks"),
        questions=tuple(_clean_question(one) for one in definition.questions),
    )


def _clean_question(question: Question) -> Question:
    options = tuple(
        replace(
            option, wording=_clean(option.wording, "answer"), key=_key(option.key)
        )
        for option in question.options
    )  # fmt: skip
    return replace(
        question,
        wording=_clean(question.wording, "question"),
        low_label=_clean(question.low_label, "answer"),
        high_label=_clean(question.high_label, "answer"),
        key=_key(question.key),
        options=options,
    )


def _clean(wording: Wording, field: str) -> Wording:
    texts = {one: clean_text(wording.of(one), LONGEST_WORDING, field=field) for one in LANGUAGES}
    return Wording(en=texts["en"], ru=texts["ru"], pl=texts["pl"], az=texts["az"])


def _key(text: str) -> str:
    return clean_text(text, LONGEST_KEY, field="key")


def known_questionnaire(uow: UnitOfWork, questionnaire_id: int) -> QuestionnaireRow:
    """A questionnaire by id; raises ``PosError("questionnaire_unknown")``."""
    row = uow.questionnaires.get(questionnaire_id)
    if row is None:
        raise PosError("questionnaire_unknown")
    return row


def known_version(uow: UnitOfWork, version_id: int) -> VersionRow:
    """A version by id; raises ``PosError("questionnaire_unknown")``."""
    version = uow.questionnaires.version(version_id)
    if version is None:
        raise PosError("questionnaire_unknown")
    return version
