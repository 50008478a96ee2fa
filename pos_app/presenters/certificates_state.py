"""What the page of gift certificates shows, ready-made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pos_app.presenters.sale_state import ApprovalView, ChoiceView

Side = Literal["sell", "sheet"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateRowView:
    """One certificate in the list; ``tone`` colours its state."""

    key: str
    code: str
    kind: str
    until: str
    state: str
    tone: str
    balance: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SellView:
    """Selling one: the amounts offered, an own one, and a preprinted number where there is one."""

    amounts: tuple[ChoiceView, ...] = ()
    amount: str = ""
    unit: str = ""
    number: str = ""
    until: str = ""
    error: str = ""
    can_sell: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetView:
    """One certificate: its balance, facts, movements, and whether it may be blocked.

    ``toggle`` names the button that blocks or unblocks, "" where neither is possible; ``reasons``
    are asked for before blocking.
    """

    title: str = ""
    balance: str = ""
    state: str = ""
    tone: str = "text-2"
    facts: tuple[tuple[str, str], ...] = ()
    moves: tuple[tuple[str, str, str, str], ...] = ()
    toggle: str = ""
    blocked: bool = False
    reasons: tuple[ChoiceView, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificatesState:
    """The whole page. ``owed`` are (month, certificates, money), empty for who may not see it."""

    text: str = ""
    rows: tuple[CertificateRowView, ...] = ()
    chosen: str = ""
    count: str = ""
    more: bool = False
    empty_title: str = ""
    empty_hint: str = ""
    owed: tuple[tuple[str, str, str], ...] = ()
    owed_total: str = ""
    side: Side = "sell"
    sell: SellView = SellView()
    sheet: SheetView = SheetView()
    notice: str = ""
    notice_tone: str = "accent"
    approval: ApprovalView | None = None
