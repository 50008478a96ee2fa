"""What the services need to keep about questionnaires, answers and needs, as protocols."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from pos_app.domain.questionnaire import Answer, Kind
from pos_app.services.questionnaire_records import (
    AnswerCounts,
    Figures,
    NeedRow,
    QuestionnaireRow,
    ResponseRow,
    VersionRow,
)


class QuestionnaireRepo(Protocol):
    """Questionnaires, their versions, and what was answered to them."""

    def all(self) -> Sequence[QuestionnaireRow]:
        """All questionnaires, newest first."""

    def get(self, questionnaire_id: int) -> QuestionnaireRow | None: ...
    def put(self, row: QuestionnaireRow) -> int:
        """Store a new one (id 0) or all fields of a known one; its id."""

    def live(self, kind: Kind) -> QuestionnaireRow | None:
        """The one of this kind that is asked now."""

    def versions(self, questionnaire_id: int) -> Sequence[VersionRow]:
        """All versions, newest first."""

    def latest(self, questionnaire_id: int) -> VersionRow | None:
        """The newest version; None before the first publishing."""

    def version(self, version_id: int) -> VersionRow | None: ...
    def add_version(self, version: VersionRow) -> int:
        """Store a new version; its id."""

    def figures(self, questionnaire_id: int) -> Figures:
        """How many were begun and completed, over all versions."""

    def counts(self, questionnaire_id: int, tapped: Collection[str]) -> Mapping[str, AnswerCounts]:
        """What was answered, by the id of the question, over all versions.

        Values are counted for the questions in ``tapped`` only: texts are all different.
        """

    def add_response(self, response: ResponseRow) -> int:
        """Store a new response without answers; its id."""

    def put_response(self, response: ResponseRow) -> None:
        """Store all fields; raises ``PosError("response_unknown")``."""

    def response(self, response_id: int) -> ResponseRow | None: ...
    def responses_of(self, customer_id: int) -> Sequence[ResponseRow]:
        """All responses of a person, newest first."""

    def draft_of(self, version_id: int, customer_id: int) -> ResponseRow | None:
        """The newest unfinished response of a person to a version."""

    def about_sale(self, sale_id: int) -> Sequence[ResponseRow]:
        """The responses tied to a receipt, newest first."""

    def answers(self, response_id: int) -> dict[str, Answer]:
        """What was answered, by the id of the question."""

    def put_answer(self, response_id: int, question: str, answer: Answer) -> None:
        """Put an answer in the place of the one before; the empty one takes it away."""


class NeedRepo(Protocol):
    """What people need."""

    def of_customer(self, customer_id: int) -> Sequence[NeedRow]:
        """All needs of a person, newest first."""

    def add(self, need: NeedRow) -> int: ...
    def put(self, need: NeedRow) -> None:
        """Store all fields; raises ``PosError("need_unknown")``."""
