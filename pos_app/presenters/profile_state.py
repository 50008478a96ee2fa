"""What the profile of a person shows, ready-made."""

from __future__ import annotations

from dataclasses import dataclass

from pos_app.presenters.points_state import ActionView, FigureView, FormView
from pos_app.presenters.sale_state import ApprovalView

__all__ = ["ActionView", "FigureView", "FormView"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LineView:
    """A line of a list: bold words, quiet words below; a figure at the right, quiet ones below it.

    ``icon`` stands before it in the colour ``icon_tone`` of a tile; ``tone`` is the figure's.
    """

    key: str = ""
    title: str
    note: str = ""
    right: str = ""
    right_note: str = ""
    icon: str = ""
    icon_tone: str = "accent"
    tone: str = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelView:
    """A card of the overview; its ``link`` leads to the tab of the same key.

    ``lines`` have two rows, or with ``small`` one; ``chips`` are short words; ``warning`` stands
    above them. ``empty`` is said when there is nothing.
    """

    key: str
    title: str
    link: str = ""
    lines: tuple[LineView, ...] = ()
    small: bool = False
    chips: tuple[str, ...] = ()
    warning: str = ""
    empty: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TabView:
    """What one tab shows: a choice of parts, the list, what can be done."""

    parts: tuple[tuple[str, str], ...] = ()
    part: str = ""
    rows: tuple[LineView, ...] = ()
    rows_name: str = ""
    chosen: str = ""
    more: str = ""
    empty_title: str = ""
    empty_hint: str = ""
    actions: tuple[ActionView, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileState:
    """The whole profile; without a ``name`` nobody is chosen and ``empty_title`` is shown."""

    name: str = ""
    detail: str = ""
    badges: tuple[tuple[str, str], ...] = ()
    put: str = ""
    figures: tuple[FigureView, ...] = ()
    tabs: tuple[tuple[str, str], ...] = ()
    tab: str = "overview"
    panels: tuple[PanelView, ...] = ()
    body: TabView = TabView()
    form: FormView | None = None
    notice: str = ""
    notice_tone: str = "danger"
    approval: ApprovalView | None = None
    empty_title: str = ""
    empty_hint: str = ""
