"""What the results of a questionnaire show, ready to draw."""

from __future__ import annotations

from dataclasses import dataclass

from pos_app.presenters.points_state import FigureView


@dataclass(frozen=True, slots=True, kw_only=True)
class BarView:
    """One answer: words, the figure at the right, its share, and the margin under it."""

    label: str
    figure: str
    note: str = ""
    share: int = 0
    quiet: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyQuestionView:
    """One question in the list at the left."""

    key: str
    title: str
    note: str
    figure: str = ""
    icon: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyState:
    """The page. ``columns`` and ``rows`` set the chosen question against something."""

    title: str = ""
    hint: str = ""
    versions: tuple[tuple[str, str], ...] = ()
    version: str = ""
    periods: tuple[tuple[str, str], ...] = ()
    period: str = ""
    crosses: tuple[tuple[str, str], ...] = ()
    cross: str = ""
    questions: tuple[SurveyQuestionView, ...] = ()
    chosen: str = ""
    question: str = ""
    question_note: str = ""
    figures: tuple[FigureView, ...] = ()
    bars: tuple[BarView, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    texts: tuple[tuple[str, str], ...] = ()
    texts_title: str = ""
    empty_title: str = ""
    empty_hint: str = ""
    notice: str = ""
    notice_tone: str = "danger"
    busy: bool = False
    can_save: bool = False
