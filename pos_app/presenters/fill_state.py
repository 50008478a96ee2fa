"""What a questionnaire being filled shows, ready-made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pos_app.presenters.sale_state import NoticeView


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceRow:
    """One answer to tap; ``label`` is the key or keys that choose it."""

    key: str
    text: str
    label: str
    on: bool = False
    icon: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskView:
    """The question in front.

    ``look``: ``list`` (choices under one another or side by side), ``row`` (a scale in one row) or
    ``field`` (something typed). ``low`` and ``high`` name the ends of a scale. ``words_label`` asks
    for words of the customer's own beside a choice; ``typed`` is what stands in the field.
    """

    key: str
    text: str
    note: str = ""
    look: Literal["list", "row", "field"] = "list"
    several: bool = False
    choices: tuple[ChoiceRow, ...] = ()
    low: str = ""
    high: str = ""
    field_label: str = ""
    words_label: str = ""
    typed: str = ""
    error: str = ""
    digits: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AnsweredRow:
    """A question in the overview, with what was answered."""

    key: str
    number: str
    text: str
    answer: str = ""
    current: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FillState:
    """One question after another, then the thanks.

    ``progress`` is per mille. ``thanks`` is shown in the place of a question once all is stored.
    ``languages`` as (key, text). ``next_label`` is on the main button.
    """

    title: str = ""
    person: str = ""
    place: str = ""
    time_left: str = ""
    progress: int = 0
    ask: AskView | None = None
    rows: tuple[AnsweredRow, ...] = ()
    reward: str = ""
    thanks: str = ""
    thanks_detail: str = ""
    languages: tuple[tuple[str, str], ...] = ()
    language: str = ""
    can_back: bool = False
    next_label: str = ""
    back_label: str = ""
    leave_label: str = ""
    empty: str = ""
    notice: NoticeView | None = None
