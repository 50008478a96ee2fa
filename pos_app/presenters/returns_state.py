"""What the return page shows: ready texts and flags (picture 10)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pos_app.presenters.payment_state import DoneState
from pos_app.presenters.sale_state import ApprovalView

Mode = Literal["find", "receipt", "goods", "done"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundReceipt:
    """One receipt of the search."""

    key: str
    number: str
    when: str
    who: str
    total: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundGoods:
    """Goods offered while typing, where there is no receipt."""

    key: str
    name: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnLineView:
    """One line of the receipt; ``quantity`` is what comes back now.

    ``steps`` says whether there is more than one to choose from; ``enabled`` is off for what came
    back already; ``current`` is the line the keys work on.
    """

    key: str
    name: str
    detail: str
    quantity: str = ""
    amount: str = ""
    amount_note: str = ""
    checked: bool = False
    current: bool = False
    enabled: bool = True
    steps: bool = False
    less: bool = True
    more: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class PointsRow:
    """One row of the points card: words, a smaller note, the figure; ``tone`` is a colour."""

    title: str
    figure: str
    note: str = ""
    tone: str = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class BuyerView:
    """Who bought, with what the cashier should know."""

    name: str
    detail: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GestureView:
    """A gesture to choose; the key "" is none."""

    key: str
    text: str
    icon: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GesturesView:
    """The panel of gestures: how much may be given today, what there is, what is chosen.

    ``over`` tells that the chosen one goes beyond the limit.
    """

    limit: str
    choices: tuple[GestureView, ...]
    chosen: str = ""
    over: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnsState:
    """The whole page; ``finished`` once the return is booked."""

    mode: Mode = "find"
    badge: str = ""
    badge_short: str = ""
    text: str = ""
    found: tuple[FoundReceipt, ...] = ()
    hits: tuple[FoundGoods, ...] = ()
    empty_title: str = ""
    empty_hint: str = ""
    late: str = ""
    lines: tuple[ReturnLineView, ...] = ()
    reasons: tuple[tuple[str, str], ...] = ()
    reason: str = ""
    conditions: tuple[tuple[str, str], ...] = ()
    condition: str = ""
    note: str = ""
    gestures: GesturesView | None = None
    buyer: BuyerView | None = None
    points: tuple[PointsRow, ...] = ()
    after: str = ""
    effects: tuple[str, ...] = ()
    rows: tuple[tuple[str, str], ...] = ()
    total_label: str = ""
    total: str = ""
    blocked: str = ""
    can_confirm: bool = False
    error: str = ""
    finished: DoneState | None = None
    approval: ApprovalView | None = None
