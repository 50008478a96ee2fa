"""What was answered to a questionnaire, all together: shares, scores, words (R25).

A question keeps its id through the versions, so that its answers can be read together; an option
no longer offered keeps its count.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from pos_app.domain.questionnaire import (
    CHOICES,
    NUMBERS,
    Question,
    Wording,
    chosen,
    own_words,
    whole,
)
from pos_app.domain.staff import Action
from pos_app.domain.survey import middle, nps, share
from pos_app.services.ports import UnitOfWorkFactory
from pos_app.services.questionnaire_records import VersionRow
from pos_app.services.questionnaire_store import known_questionnaire, load_questionnaire
from pos_app.services.session import Session, ensure_may
from pos_app.services.shop_book import ShopBook
from pos_app.services.survey_records import (
    Cross,
    CrossResult,
    OptionResult,
    QuestionResult,
    SurveyAnswer,
    SurveyFilter,
    SurveyReads,
    SurveyResponse,
    SurveyResult,
    TextResult,
)

MOST_TEXTS: Final = 200
"""Words of customers shown of one question."""

NOBODY: Final = "-"
"""The part of people without a tier, a group or a card."""

YES_NO: Final = ("yes", "no")


@dataclass(slots=True)
class _Tally:
    """What was answered to one question by one part of the people."""

    answered: int = 0
    values: Counter[str] = field(default_factory=Counter)

    def take(self, question: Question, answer: Sequence[str]) -> None:
        self.answered += 1
        if question.kind in CHOICES:
            self.values.update({chosen(value) for value in answer})
        else:
            self.values.update(answer)


class SurveyResults:
    """Reading the results of questionnaires."""

    def __init__(self, uow: UnitOfWorkFactory, reads: SurveyReads, book: ShopBook) -> None:
        self._uow = uow
        self._reads = reads
        self._book = book

    def of(
        self,
        session: Session,
        questionnaire_id: int,
        wanted: SurveyFilter = SurveyFilter(),  # noqa: B008 - a frozen value
        cross: Cross = "",
        *,
        stop: Callable[[], bool] = lambda: False,
    ) -> SurveyResult:
        """The results, set against ``cross``; complete responses only.

        ``stop`` ends the reading early (the result is then thrown away by who asked). Raises
        ``PosError`` ``not_allowed``, ``questionnaire_unknown``.
        """
        ensure_may(session, Action.REPORTS)
        with self._uow() as uow:
            row = known_questionnaire(uow, questionnaire_id)
            versions = uow.questionnaires.versions(questionnaire_id)
        local = self._book.current.local
        bounds = self._bounds(wanted)
        responses = {
            one.id: one
            for one in self._reads.responses(questionnaire_id, wanted.version_id, *bounds)
        }
        asked = _questions(versions, wanted.version_id)
        answers = self._reads.answers(questionnaire_id, wanted.version_id, *bounds)
        parts = {one.id: _parts(one, cross, local(one.at).date()) for one in responses.values()}
        days = {one.id: local(one.at).date() for one in responses.values()}
        told = _tell(answers, {one.id: one for one, _ in asked}, parts, days, stop)
        title = load_questionnaire(versions[0].definition).title if versions else Wording()
        return SurveyResult(
            name=row.name,
            title=title,
            responses=len(responses),
            first=min(days.values(), default=None),
            last=max(days.values(), default=None),
            questions=tuple(told.result(question, numbers) for question, numbers in asked),
            versions=tuple((one.id, one.number, local(one.at).date()) for one in versions),
        )

    def _bounds(self, wanted: SurveyFilter) -> tuple[str, str]:
        zone = self._book.current.zone

        def midnight(day: date) -> str:
            moment = datetime.combine(day, time(), tzinfo=zone).astimezone(UTC)
            return moment.isoformat(timespec="microseconds")

        since = midnight(wanted.day_from) if wanted.day_from else ""
        before = midnight(wanted.day_to + timedelta(days=1)) if wanted.day_to else ""
        return since, before


@dataclass(slots=True)
class _Told:
    """Everything answered, by question and by part of the people."""

    whole: dict[str, _Tally]
    parts: dict[str, dict[str, _Tally]]
    texts: dict[str, list[TextResult]]

    def result(self, question: Question, versions: tuple[int, ...]) -> QuestionResult:
        tally = self.whole.get(question.id, _Tally())
        options = _options(question, tally)
        texts = sorted(self.texts.get(question.id, ()), key=lambda one: one.day, reverse=True)
        numbers = _numbers(question, tally)
        return QuestionResult(
            question=question,
            versions=versions,
            answered=tally.answered,
            options=options,
            nps=nps(numbers) if question.kind == "nps" else None,
            middle=middle(numbers),
            texts=tuple(texts[:MOST_TEXTS]),
            parts=tuple(
                _part(question, key, part, [option.value for option in options])
                for key, part in sorted(self.parts.get(question.id, {}).items())
            ),
        )


def _questions(
    versions: Sequence[VersionRow], version_id: int | None
) -> list[tuple[Question, tuple[int, ...]]]:
    """Every question the versions asked, as the newest of them words it, and who asked it."""
    found: dict[str, Question] = {}
    asked: defaultdict[str, list[int]] = defaultdict(list)
    for version in versions:
        if version_id is not None and version.id != version_id:
            continue
        for question in load_questionnaire(version.definition).questions:
            found.setdefault(question.id, question)
            asked[question.id].append(version.number)
    return [(question, tuple(sorted(asked[question.id]))) for question in found.values()]


def _parts(response: SurveyResponse, cross: Cross, day: date) -> tuple[str, ...]:
    """The parts of the people a response belongs to; a person may be in several groups."""
    keys: Mapping[Cross, tuple[str, ...]] = {
        "": (),
        "month": (f"{day:%Y-%m}",),
        "tier": (response.tier_id or NOBODY,),
        "group": response.groups or (NOBODY,),
        "channel": (response.channel,),
        "version": (f"{response.version:05}",),
        "language": (response.language,),
    }
    return keys[cross]


def _tell(
    answers: Iterable[SurveyAnswer],
    questions: Mapping[str, Question],
    parts: Mapping[int, tuple[str, ...]],
    days: Mapping[int, date],
    stop: Callable[[], bool],
) -> _Told:
    told = _Told(whole={}, parts={}, texts=defaultdict(list))
    for (response_id, question_id), values in _together(answers):
        question = questions.get(question_id)
        if stop():
            break
        if question is None or response_id not in parts:
            continue
        told.whole.setdefault(question_id, _Tally()).take(question, values)
        for key in parts[response_id]:
            tallies = told.parts.setdefault(question_id, {})
            tallies.setdefault(key, _Tally()).take(question, values)
        for text in _words(question, values):
            told.texts[question_id].append(TextResult(text=text, day=days[response_id]))
    return told


def _together(
    answers: Iterable[SurveyAnswer],
) -> Iterable[tuple[tuple[int, str], list[str]]]:
    """The values of each answer together; they come one after another."""
    key: tuple[int, str] | None = None
    values: list[str] = []
    for answer in answers:
        here = (answer.response_id, answer.question)
        if key is not None and here != key:
            yield key, values
            values = []
        key = here
        values.append(answer.value)
    if key is not None:
        yield key, values


def _words(question: Question, values: Sequence[str]) -> list[str]:
    """What a person said in own words: texts, and what stands beside "other"."""
    if question.kind == "text":
        return list(values)
    if question.kind in CHOICES:
        return [words for value in values if (words := own_words(value))]
    return []


def _options(question: Question, tally: _Tally) -> tuple[OptionResult, ...]:
    if question.kind in CHOICES:
        return tuple(
            OptionResult(
                value=option.id,
                wording=option.wording,
                share=share(tally.values[option.id], tally.answered),
                retired=option.retired,
            )
            for option in question.options
            if not option.retired or tally.values[option.id]
        )
    if question.kind == "yes_no":
        return tuple(_plain(value, tally) for value in YES_NO)
    low, high = question.bounds
    scaled = question.kind in ("scale", "nps", "smile") and low is not None and high is not None
    if not scaled or low is None or high is None:
        return ()
    return tuple(_plain(str(value), tally) for value in range(low, high + 1))


def _plain(value: str, tally: _Tally) -> OptionResult:
    return OptionResult(
        value=value, wording=Wording(), share=share(tally.values[value], tally.answered)
    )


def _numbers(question: Question, tally: _Tally) -> dict[int, int]:
    if question.kind not in NUMBERS:
        return {}
    read = ((whole(value), count) for value, count in tally.values.items())
    return {value: count for value, count in read if value is not None}


def _part(question: Question, key: str, tally: _Tally, values: Sequence[str]) -> CrossResult:
    numbers = _numbers(question, tally)
    return CrossResult(
        key=key,
        answered=tally.answered,
        shares=tuple(share(tally.values[value], tally.answered) for value in values),
        nps=nps(numbers) if question.kind == "nps" else None,
        middle=middle(numbers),
    )
