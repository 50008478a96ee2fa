"""What the pages of the coupon campaigns show: ready texts and flags."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from pos_app.presenters.settings_state import BlockView, Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignLine:
    """One campaign in the list; ``given`` is money in words."""

    key: str
    name: str
    gives: str
    state: str
    tone: str
    made: str
    used: str
    void: str
    given: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignsState:
    """The list. ``move_word`` is what the second button would do, "" when nothing."""

    lines: tuple[CampaignLine, ...] = ()
    chosen: str = ""
    count: str = ""
    move_word: str = ""
    move_icon: str = ""
    locked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockPageState:
    """A page of cards: ``main`` at the left, ``side`` at the right (tabs where it is narrow).

    ``fault`` is the first wrong field; the page goes there once per ``attempt``. ``focus`` is
    where work begins, once per ``opened``.
    """

    title: str = ""
    badge: str = ""
    badge_tone: str = "neutral"
    unsaved: str = ""
    saves: bool = False
    can_save: bool = False
    lock: str = ""
    notice: str = ""
    notice_tone: Tone = "neutral"
    main: tuple[BlockView, ...] = ()
    side: tuple[BlockView, ...] = ()
    tabs: tuple[tuple[str, str], ...] = ()
    fault: str = ""
    attempt: int = 0
    focus: str = ""
    opened: int = 0


class CampaignsViewPort(Protocol):
    """The list as its presenter sees it."""

    def render(self, state: CampaignsState) -> None:
        """Show this state."""

    def alert(self) -> None:
        """One error tone."""


class BlockPagePort(Protocol):
    """A page of cards as its presenter sees it."""

    def render(self, state: BlockPageState) -> None:
        """Show this state."""

    def alert(self) -> None:
        """One error tone."""


class CampaignWays(Protocol):
    """Ways between the pages, and what the window asks and says."""

    def open_campaign(self, campaign_id: int) -> None:
        """To one campaign; 0 for a new one."""

    def open_lookup(self, code: str) -> None:
        """To the page that looks a coupon up."""

    def to_list(self) -> None:
        """To the list of campaigns."""

    def back(self) -> None:
        """Away from the campaigns."""

    def open_receipt(self, number: str) -> None:
        """To a receipt."""

    def say(self, text: str, tone: str = "") -> None:
        """A message over the page."""

    def ask_pdf(self, suggested: str, on_path: Callable[[str], None]) -> None:
        """Ask where a PDF goes."""

    def ask_table(self, suggested: str, on_path: Callable[[str], None]) -> None:
        """Ask where a table goes."""
