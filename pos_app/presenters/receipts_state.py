"""What the receipts page shows: ready texts and flags."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pos_app.presenters.sale_state import ApprovalView
from pos_app.presenters.why_state import WhySection

ReceiptPart = Literal["slip", "why", "points"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptLineView:
    """One receipt in the list.

    ``printed`` is "" when its slip came out, else why it is marked; ``returned`` says that goods of
    it came back.
    """

    key: str
    number: str
    when: str
    customer: str
    cashier: str
    lines: str
    total: str
    printed: str = ""
    returned: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptsState:
    """The list and the chosen receipt (``slip`` is a PNG, empty while it is drawn).

    ``part`` is what is looked at: its ``slip``, ``why`` its prices, or its ``points`` and returns;
    ``sections`` are the rows of the latter two; ``slips`` the (identity, words) of returns whose
    slip can be printed again.
    """

    text: str = ""
    period: str = "all"
    total_from: str = ""
    total_to: str = ""
    error: str = ""
    rows: tuple[ReceiptLineView, ...] = ()
    count: str = ""
    more: bool = False
    chosen: str = ""
    title: str = ""
    summary: str = ""
    slip: bytes = b""
    slip_words: str = ""
    can_copy: bool = False
    part: ReceiptPart = "slip"
    sections: tuple[WhySection, ...] = ()
    slips: tuple[tuple[str, str], ...] = ()
    notice: str = ""
    notice_tone: str = "accent"
    empty_title: str = ""
    empty_hint: str = ""
    approval: ApprovalView | None = None
