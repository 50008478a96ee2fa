"""What the page of one promotion shows, ready to draw."""

from __future__ import annotations

from dataclasses import dataclass

from pos_app.presenters.settings_state import BlockView, Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class PromotionEditState:
    """The page: the promotion as a sentence, its form, and the test bench beside it.

    ``fault`` is the first wrong field; the page goes there once per ``attempt``. ``focus`` is the
    field a gesture leads to, "" to stay; ``lock`` says who has to sign in.
    """

    title: str = ""
    sentence: str = ""
    unsaved: str = ""
    can_save: bool = False
    can_undo: bool = False
    lock: str = ""
    notice: str = ""
    notice_tone: Tone = "neutral"
    blocks: tuple[BlockView, ...] = ()
    bench: tuple[BlockView, ...] = ()
    tabs: tuple[tuple[str, str], ...] = ()
    fault: str = ""
    attempt: int = 0
    focus: str = ""
    opened: int = 0
