"""What the payment and the done screens show, ready-made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pos_app.presenters.fill_state import AskView
from pos_app.presenters.sale_state import ApprovalView, ChoiceView, NoticeView, OfferView

TenderMode = Literal["waiting", "active", "accepted"]
TenderKey = Literal["cash", "card", "transfer", "certificate", "store_credit"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PointsCard:
    """Paying with points: a slider in whole steps, the money beside it, why there is a limit.

    ``value``, ``maximum`` and ``step`` are hundredths of points.
    """

    title: str
    limit: str
    why: str
    equals: str
    money: str
    value: int
    maximum: int
    step: int
    quick: tuple[ChoiceView, ...] = ()
    enabled: bool = True
    active: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TenderView:
    """One way of paying. ``active`` has the keypad; ``accepted`` is charged and locked.

    ``exact`` and ``notes`` are quick sums in minor units with their texts, ``given`` the sum they
    are compared with; ``undo`` names the button that takes an accepted sum back, ``accept`` the
    one that says the terminal has charged it.
    """

    key: TenderKey
    icon: str
    title: str
    detail: str
    amount: str
    mode: TenderMode
    cap: str = ""
    fresh: bool = False
    error: str = ""
    exact: tuple[int, str] | None = None
    notes: tuple[tuple[int, str], ...] = ()
    given: int | None = None
    undo: str = ""
    accept: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeView:
    """A code being typed, here a certificate's: what for, so far, and why it was refused."""

    title: str
    text: str
    hint: str
    action: str
    error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerView:
    """Who gains what: the four figures of the points and what expires (right column)."""

    initials: str
    title: str
    subtitle: str
    rows: tuple[tuple[str, str, str], ...] = ()
    notice: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentState:
    """The whole payment screen. ``unit`` is the currency's sign beside amounts.

    ``transfer`` is the button that brings the bank transfer in, "" once it is there;
    ``certificate`` the one that takes a certificate's code, which is typed in ``code``.
    """

    title: str = ""
    subtitle: str = ""
    hint: str = ""
    unit: str = ""
    decimal: str = ","
    points: PointsCard | None = None
    tenders: tuple[TenderView, ...] = ()
    transfer: str = ""
    certificate: str = ""
    code: CodeView | None = None
    ledger: LedgerView | None = None
    coupon: OfferView | None = None
    rows: tuple[tuple[str, str], ...] = ()
    total_label: str = ""
    total: str = ""
    is_change: bool = False
    reason: str = ""
    can_complete: bool = False
    busy: bool = False
    notice: NoticeView | None = None
    approval: ApprovalView | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CashPiece:
    """Notes or coins of one kind to hand out: ``3 ×`` ``1 ₼``."""

    count: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GainView:
    """One card of what the customer got from this sale."""

    icon: str
    label: str
    value: str
    detail: str
    gain: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DoneState:
    """The whole done screen. ``label`` stands over the biggest figure of the program.

    ``ask`` is the question after a sale, ``thanks`` stands in its place once it is answered.
    """

    title: str = ""
    receipt: str = ""
    label: str = ""
    change: str = ""
    detail: str = ""
    pieces_title: str = ""
    pieces: tuple[CashPiece, ...] = ()
    gains: tuple[GainView, ...] = ()
    coupon_title: str = ""
    coupon_detail: str = ""
    hint: str = ""
    paper: str = ""
    ask: AskView | None = None
    thanks: str = ""
    notice: NoticeView | None = None
    approval: ApprovalView | None = None
