"""What the list of promotions and its calendar show: ready texts and flags."""

from __future__ import annotations

from dataclasses import dataclass

from pos_app.presenters.settings_state import Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class PromotionLine:
    """One promotion in the list; ``tone`` is that of its badge."""

    key: str
    name: str
    state: str
    tone: str
    says: str
    days: str
    used: str
    given: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BarView:
    """One promotion in the calendar: from ``start`` to ``end``, shares (0–1) of what is shown.

    ``open_start`` and ``open_end``: it goes on beyond the edge. ``words`` is the whole row spoken.
    """

    key: str
    name: str
    start: float
    end: float
    open_start: bool
    open_end: bool
    tone: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthView:
    """A column of the calendar, by its share of the breadth."""

    title: str
    start: float
    end: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarView:
    """Months as columns, promotions as bars; ``today`` is a share, −1 out of sight."""

    months: tuple[MonthView, ...] = ()
    bars: tuple[BarView, ...] = ()
    today: float = -1.0
    span: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PromotionsState:
    """The page. ``look`` is list or calendar; ``chosen`` the key under the cursor."""

    title: str = ""
    count: str = ""
    text: str = ""
    filter: str = ""
    filters: tuple[tuple[str, str], ...] = ()
    look: str = "list"
    looks: tuple[tuple[str, str], ...] = ()
    lines: tuple[PromotionLine, ...] = ()
    calendar: CalendarView = CalendarView()
    chosen: str = ""
    pause_word: str = ""
    pause_icon: str = "pause"
    can_pause: bool = False
    locked: bool = False
    notice: str = ""
    notice_tone: Tone = "neutral"
    notice_action: str = ""
    empty_title: str = ""
    empty_hint: str = ""
