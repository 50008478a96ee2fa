"""What the shift page shows: ready texts and flags."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pos_app.presenters.sale_state import ApprovalView

ShiftMode = Literal["closed", "open", "counting", "cash_in", "cash_out", "drawer", "done"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureView:
    """A word and a sum; ``strong`` ones stand out."""

    word: str
    amount: str
    strong: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveView:
    """One cash move of the shift."""

    key: str
    when: str
    reason: str
    who: str
    amount: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceView:
    """A note or coin to be counted; ``value`` in minor units."""

    value: int
    text: str
    count: str = ""
    sum: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftState:
    """One state of the page."""

    mode: ShiftMode = "closed"
    title: str = ""
    subtitle: str = ""
    figures: tuple[FigureView, ...] = ()
    tenders: tuple[FigureView, ...] = ()
    moves: tuple[MoveView, ...] = ()
    moves_empty: str = ""
    panel_title: str = ""
    panel_hint: str = ""
    amount_label: str = ""
    amount: str = ""
    amount_serial: int = 0
    pieces: tuple[PieceView, ...] = ()
    reasons: tuple[tuple[str, str], ...] = ()
    primary: str = ""
    can_primary: bool = False
    error: str = ""
    result: tuple[FigureView, ...] = ()
    result_word: str = ""
    result_tone: str = "accent"
    approval: ApprovalView | None = None
