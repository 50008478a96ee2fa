"""What a person answered to questionnaires, for those who look at the person (R25)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from pos_app.domain.questionnaire import Answer, Question, Wording
from pos_app.domain.staff import Action
from pos_app.services.ports import UnitOfWork, UnitOfWorkFactory
from pos_app.services.questionnaire_records import ResponseRow
from pos_app.services.questionnaire_store import known_version, load_questionnaire
from pos_app.services.session import Session, ensure_may

MOST_RESPONSES: Final = 20
"""Fillings shown of one person, the newest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenAnswer:
    """One question as it was asked, and what was answered."""

    question: Question
    answer: Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenAnswers:
    """A questionnaire a person completed: its title, when, and the answers in its order."""

    response_id: int
    title: Wording
    at: datetime
    channel: str
    answers: tuple[GivenAnswer, ...]


class AnswersRead:
    """Reads the completed questionnaires of a person."""

    def __init__(self, uow: UnitOfWorkFactory) -> None:
        self._uow = uow

    def of(self, session: Session, customer_id: int) -> Sequence[GivenAnswers]:
        """Newest first; what was begun and not completed is left out."""
        ensure_may(session, Action.CONTACT_MASKED)
        with self._uow() as uow:
            done = [
                response
                for response in uow.questionnaires.responses_of(customer_id)
                if response.state == "complete"
            ]
            return [_given(uow, response) for response in done[:MOST_RESPONSES]]


def _given(uow: UnitOfWork, response: ResponseRow) -> GivenAnswers:
    asked = load_questionnaire(known_version(uow, response.version_id).definition)
    answers = uow.questionnaires.answers(response.id)
    return GivenAnswers(
        response_id=response.id,
        title=asked.title,
        at=response.completed_at or response.started_at,
        channel=response.channel,
        answers=tuple(
            GivenAnswer(question=question, answer=answers[question.id])
            for question in asked.questions
            if answers.get(question.id)
        ),
    )
