"""Questionnaires, their versions, what people answered, and what they need, as kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from pos_app.domain.questionnaire import Kind

QuestionnaireState = Literal["draft", "live", "paused", "archived"]
"""``draft`` was never published; one ``live`` questionnaire per kind is asked."""

ResponseState = Literal["draft", "complete", "abandoned"]
ResponseChannel = Literal["counter", "paper", "screen", "till", "import"]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionnaireRow:
    """A questionnaire. ``definition`` is the working draft (JSON), not what is being asked."""

    id: int = 0
    uuid: str
    name: str
    kind: Kind
    state: QuestionnaireState = "draft"
    definition: str
    created_at: datetime
    changed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionRow:
    """What was published: never changed, and every answer belongs to one (R25)."""

    id: int = 0
    uuid: str
    questionnaire_id: int
    number: int
    definition: str
    at: datetime
    person_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseRow:
    """One filling of a version; without a person it is anonymous. ``seconds`` from start to end."""

    id: int = 0
    uuid: str
    version_id: int
    customer_id: int | None = None
    sale_id: int | None = None
    state: ResponseState = "draft"
    channel: ResponseChannel = "counter"
    language: str = "en"
    started_at: datetime
    completed_at: datetime | None = None
    seconds: int | None = None
    person_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """How a questionnaire goes: ``begun`` fillings, of which ``complete``; half of these took at
    most ``median_seconds``.
    """

    begun: int = 0
    complete: int = 0
    median_seconds: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerCounts:
    """What was answered to one question in complete responses: how many did, and each value.

    Values of choices are counted by option, whatever words stand beside it.
    """

    people: int = 0
    values: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedRow:
    """What a person needs (R26): said (``explicit``) or guessed from purchases (``implicit``).

    ``evidence_ref`` names the response, receipt or note; ``confidence`` in basis points.
    """

    id: int = 0
    uuid: str
    customer_id: int
    key: str
    text: str
    kind: Literal["explicit", "implicit"]
    evidence: Literal["answer", "receipt", "note"]
    evidence_ref: str
    confidence: int = 10_000
    noticed_on: date
    review_on: date | None = None
    state: Literal["open", "confirmed", "dismissed"] = "open"
    rule_id: int | None = None
