"""Answers as they are read for results, and the results of one questionnaire."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Literal, Protocol

from pos_app.domain.questionnaire import Question, Wording
from pos_app.domain.survey import Middle, Nps, Share

Cross = Literal["", "month", "tier", "group", "channel", "version", "language"]
"""What answers are set against; "" for nothing."""

CROSSES: Final[tuple[Cross, ...]] = (
    "", "month", "tier", "group", "channel", "version", "language",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyFilter:
    """Which answers: of one version (None: all), completed on these local days (inclusive)."""

    version_id: int | None = None
    day_from: date | None = None
    day_to: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyResponse:
    """One complete response: when, how, and what is known of who answered ("" for nobody)."""

    id: int
    version: int
    at: datetime
    channel: str
    language: str
    tier_id: str
    groups: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyAnswer:
    """One value of an answer; several of one question come one after another."""

    response_id: int
    question: str
    value: str


class SurveyReads(Protocol):
    """Complete responses of a questionnaire, on a read-only connection of their own."""

    def responses(
        self, questionnaire_id: int, version_id: int | None, since: str, before: str
    ) -> Iterator[SurveyResponse]:
        """Those completed from ``since`` on and before ``before`` (UTC texts, "" for no bound)."""

    def answers(
        self, questionnaire_id: int, version_id: int | None, since: str, before: str
    ) -> Iterator[SurveyAnswer]:
        """Their answers, by response and question."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionResult:
    """How many chose an answer; ``retired`` ones are no longer offered."""

    value: str
    wording: Wording
    share: Share
    retired: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TextResult:
    """Words of a customer, with the local day they were given on."""

    text: str
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class CrossResult:
    """What one part of the people said: its ``key`` (a month, a tier's id …), how many answered,
    the share of each option (in the order of the question's), the score or the middle.
    """

    key: str
    answered: int
    shares: tuple[Share, ...] = ()
    nps: Nps | None = None
    middle: Middle | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionResult:
    """Everything answered to one question.

    ``versions`` are the numbers of the versions that asked it. ``texts`` are the newest first, at
    most as many as were asked for of ``answered``.
    """

    question: Question
    versions: tuple[int, ...]
    answered: int
    options: tuple[OptionResult, ...] = ()
    nps: Nps | None = None
    middle: Middle | None = None
    texts: tuple[TextResult, ...] = ()
    parts: tuple[CrossResult, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyResult:
    """The results of a questionnaire: ``responses`` complete ones, and its questions in order."""

    name: str
    title: Wording
    responses: int
    first: date | None
    last: date | None
    questions: Sequence[QuestionResult]
    versions: tuple[tuple[int, int, date], ...]
    """Id, number and local day of every version, newest first."""
