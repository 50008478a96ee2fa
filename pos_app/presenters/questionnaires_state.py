"""What the pages of questionnaires show: the list, and the designer; ready texts and flags."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, Protocol

from pos_app.presenters.question_card import QuestionView
from pos_app.presenters.settings_state import Tone

Choice = tuple[str, str]
"""A key and its words."""

Mode = Literal["edit", "translate", "history", "test"]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionnaireLine:
    """One questionnaire in the list."""

    key: str
    name: str
    kind: str
    state: str
    tone: str
    version: str
    answers: str
    changed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionnairesState:
    """The list. ``move_word`` is what the button would do, ``archive_word`` as well; "" nothing.

    ``can_read``: the chosen one was published, so that there may be answers.
    ``new`` are the ready questionnaires and the empty one to begin with, shown while ``choosing``.
    """

    lines: tuple[QuestionnaireLine, ...] = ()
    chosen: str = ""
    count: str = ""
    move_word: str = ""
    move_icon: str = ""
    archive_word: str = ""
    choosing: bool = False
    can_read: bool = False
    new: tuple[tuple[str, str, str], ...] = ()
    lock: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepLine:
    """A question in the list at the left; ``number`` "" for what stands before and after them."""

    key: str
    number: str
    text: str
    icon: str
    note: str
    badge: str = ""
    badge_tone: str = "warn"


@dataclass(frozen=True, slots=True, kw_only=True)
class OptionLine:
    """An answer being edited; ``share`` in words and in thousandths of those who answered.

    ``saved`` is the tag, need or language it stands for.
    """

    key: str
    text: str
    share: str = ""
    part: int = 0
    saved: str = ""
    other: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionLine:
    """One condition: which question, which test, which of its answers, or which number."""

    about: str
    abouts: tuple[Choice, ...]
    test: str
    tests: tuple[Choice, ...]
    values: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextLine:
    """A text in the four languages, for translating; ``kind`` says what it is."""

    key: str
    label: str
    texts: tuple[str, str, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionForm:
    """The question in the middle. Fields that do not apply are not shown: ``low`` and ``high`` are
    None then, ``saved_label`` "".
    """

    heading: str
    kind: str
    kinds: tuple[Choice, ...]
    target: str
    targets: tuple[Choice, ...]
    text: str
    options: tuple[OptionLine, ...] | None = None
    answered: str = ""
    saved_label: str = ""
    saved: str | None = None
    low: str | None = None
    high: str | None = None
    ends: tuple[str, str] | None = None
    required: bool = False
    conditions: tuple[ConditionLine, ...] = ()
    may_depend: bool = False
    match: str = "all"
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class GeneralForm:
    """Name, title, opening and thanks, and how it is laid out."""

    name: str
    title: str
    intro: str
    thanks: str
    layout: str
    layouts: tuple[Choice, ...]
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionLine:
    """One version in the history."""

    key: str
    number: str
    when: str
    who: str
    questions: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialState:
    """The test run: nothing of it is kept. ``follows`` says what a real one would change."""

    title: str = ""
    intro: str = ""
    thanks: str = ""
    done: str = ""
    cards: tuple[QuestionView, ...] = ()
    focus: str = ""
    follows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DesignerState:
    """The designer. ``chosen`` is the question in the middle, "" for opening and thanks.

    ``fault`` asks the page to go to the wording once per ``attempt``; ``opened`` counts new
    questionnaires, so that the page begins at the top.
    """

    title: str = ""
    badge: str = ""
    badge_tone: str = "neutral"
    version: str = ""
    about: str = ""
    publish: str = ""
    can_publish: bool = False
    lock: str = ""
    notice: str = ""
    notice_tone: Tone = "neutral"
    kept: str = ""
    mode: Mode = "edit"
    count: str = ""
    steps: tuple[StepLine, ...] = ()
    chosen: str = ""
    estimate: str = ""
    estimate_long: bool = False
    language: str = "en"
    languages: tuple[Choice, ...] = ()
    question: QuestionForm | None = None
    general: GeneralForm | None = None
    reward: bool = False
    reward_words: str = ""
    texts: tuple[TextLine, ...] = ()
    versions: tuple[VersionLine, ...] = ()
    version_chosen: str = ""
    preview: tuple[QuestionView, ...] = ()
    used_by: tuple[str, ...] = ()
    trial: TrialState = TrialState()
    attempt: int = 0
    opened: int = 0
    begin_typing: int = 0


class QuestionnairesViewPort(Protocol):
    """The list as its presenter sees it."""

    def render(self, state: QuestionnairesState) -> None:
        """Show this state."""

    def alert(self) -> None:
        """One error tone."""


class DesignerViewPort(Protocol):
    """The designer as its presenter sees it."""

    def render(self, state: DesignerState) -> None:
        """Show this state."""

    def alert(self) -> None:
        """One error tone."""


class QuestionnaireWays(Protocol):
    """Ways between the pages, and what the window says."""

    def open_questionnaire(self, questionnaire_id: int) -> None:
        """To the designer of one."""

    def open_results(self, questionnaire_id: int) -> None:
        """To what was answered to one."""

    def to_list(self) -> None:
        """To the list."""

    def back(self) -> None:
        """Away from the questionnaires."""

    def say(self, text: str, tone: str = "") -> None:
        """A message over the page."""

    def to_paper(self, questionnaire_id: int) -> None:
        """To printing this one, and to keying in its forms."""

    def show_undo(self, text: str, action: str, on_undo: Callable[[], object]) -> None:
        """Say what was done and offer the way back."""
