"""The whole state of the designer's page, from what is open and how it is looked at."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from pos_app.domain.questionnaire import Language, Questionnaire
from pos_app.domain.questionnaire_checks import problems
from pos_app.domain.questionnaire_flow import seconds
from pos_app.presenters.question_card import QuestionView, Tongue
from pos_app.presenters.questionnaire_show import (
    Sheet,
    general_form,
    question_form,
    steps,
    texts,
    used_by,
)
from pos_app.presenters.questionnaire_trial import Trial, shown_text
from pos_app.presenters.questionnaire_words import (
    LANGUAGE_NAMES,
    STATE_TONES,
    kind_says,
    state_words,
)
from pos_app.presenters.questionnaires_state import (
    DesignerState,
    Mode,
    TrialState,
    VersionLine,
)
from pos_app.services.questionnaire_records import AnswerCounts, VersionRow
from pos_app.services.questionnaire_store import load_questionnaire
from pos_app.services.questionnaires import QuestionnaireView

LONG_SECONDS: Final = 25
"""From here on people at the counter lose patience."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """What is open in the designer and how it is looked at.

    ``published`` are the ids of answers ever asked; ``typing`` names the field being typed into.
    """

    view: QuestionnaireView
    name: str
    definition: Questionnaire
    counts: Mapping[str, AnswerCounts] = field(default_factory=dict)
    published: frozenset[str] = frozenset()
    chosen: str = ""
    mode: Mode = "edit"
    language: Language = "en"
    versions: tuple[VersionRow, ...] = ()
    version_chosen: str = ""
    notice: str = ""
    saved: bool = True
    typing: str = ""
    attempt: int = 0
    opened: int = 0
    begin_typing: int = 0


def designer_state(
    screen: Screen,
    *,
    page: Tongue,
    customer: Tongue,
    trial: Trial,
    reward: int,
    dirty: bool,
    lock: str,
    local: Callable[[datetime], str],
    name_of: Callable[[int], str],
) -> DesignerState:
    """The page. ``page`` is its language, ``customer`` the one questions are tried in."""
    t, row, definition = page.t, screen.view.row, screen.definition
    found = problems(definition)
    sheet = Sheet(
        definition=definition,
        problems=found,
        counts=screen.counts,
        language=screen.language,
        tongue=page,
    )
    question = definition.question(screen.chosen)
    estimate, long = _estimate(sheet)
    cards = trial.cards(definition, customer)
    version = screen.view.version
    reward_words = _reward(page, reward)
    return DesignerState(
        title=screen.name,
        badge=state_words(t)[row.state],
        badge_tone=STATE_TONES[row.state],
        version="" if version is None else t._("version {n}", n=str(version.number)),
        about=_about(screen, page),
        publish=t._("Publish version {n}", n=str(screen.view.next_number)),
        can_publish=not lock and (dirty or screen.view.changed or not screen.saved),
        lock=lock,
        notice=screen.notice,
        notice_tone="danger",
        kept=_kept(page, screen, dirty=dirty),
        mode=screen.mode,
        count=t.ngettext("{n} question", "{n} questions", len(definition.questions)),
        steps=steps(sheet),
        chosen=screen.chosen,
        estimate=estimate,
        estimate_long=long,
        language=screen.language,
        languages=LANGUAGE_NAMES,
        question=None if question is None else question_form(sheet, question),
        general=general_form(sheet, screen.name) if question is None else None,
        reward=definition.reward,
        reward_words=reward_words,
        texts=texts(sheet, screen.chosen) if screen.mode == "translate" else (),
        versions=_versions(screen, page, local, name_of),
        version_chosen=screen.version_chosen,
        preview=cards,
        used_by=() if question is None else used_by(sheet, question),
        trial=_trial(screen, customer, page, trial, cards, reward_words),
        attempt=screen.attempt,
        opened=screen.opened,
        begin_typing=screen.begin_typing,
    )


def _about(screen: Screen, page: Tongue) -> str:
    t, figures = page.t, screen.view.figures
    parts = [kind_says(t)[screen.view.row.kind]]
    if figures.median_seconds is not None:
        parts.append(t._("usually {n} s", n=str(figures.median_seconds)))
    if figures.begun:
        share = page.f.percent(figures.complete * 10_000 // figures.begun // 100 * 100)
        parts.append(t._("{share} finish it", share=share))
    return " · ".join(parts)


def _kept(page: Tongue, screen: Screen, *, dirty: bool) -> str:
    if dirty or not screen.saved:
        return page.t._("not kept yet")
    return page.t._("draft kept") if screen.view.changed else ""


def _estimate(sheet: Sheet) -> tuple[str, bool]:
    t = sheet.t
    taken = seconds(sheet.definition)
    words = t._("About {n} s at the counter.", n=str(taken))
    if taken >= LONG_SECONDS:
        return f"{words} {t._('Below {n} s more people finish.', n=str(LONG_SECONDS))}", True
    return words, False


def _reward(page: Tongue, points: int) -> str:
    if not points:
        return ""
    return page.t._("+{points} points for all answers", points=page.f.points(points))


def _versions(
    screen: Screen,
    page: Tongue,
    local: Callable[[datetime], str],
    name_of: Callable[[int], str],
) -> tuple[VersionLine, ...]:
    t = page.t
    return tuple(
        VersionLine(
            key=str(version.id),
            number=t._("version {n}", n=str(version.number)),
            when=local(version.at),
            who=name_of(version.person_id) if version.person_id else "",
            questions=t.ngettext(
                "{n} question",
                "{n} questions",
                len(load_questionnaire(version.definition).questions),
            ),
        )
        for version in screen.versions
    )


def _trial(
    screen: Screen,
    customer: Tongue,
    page: Tongue,
    trial: Trial,
    cards: tuple[QuestionView, ...],
    reward: str,
) -> TrialState:
    if screen.mode != "test":
        return TrialState()
    definition, t = screen.definition, page.t
    thanks = shown_text(definition.thanks, customer) or customer.t._("Thank you!")
    follows = trial.follows(definition, page, reward)
    return TrialState(
        title=shown_text(definition.title, customer),
        intro=shown_text(definition.intro, customer),
        thanks=thanks if trial.done else "",
        done=t._("Try again") if trial.done else t._("Finish the test"),
        cards=() if trial.done else cards,
        focus=trial.first_fault(definition),
        follows=follows or (t._("Nothing beside the answers themselves."),),
    )
