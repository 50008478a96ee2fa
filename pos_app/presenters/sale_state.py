"""What the sale screen shows, ready-made: texts in the reader's language and flags, no rules.

A view draws a :class:`SaleState` and nothing else; two equal states draw the same picture.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pos_app.presenters.why_state import WhyPanel

BadgeKind = Literal["accent", "solid", "neutral", "warn", "danger", "outline"]
OfferMode = Literal["can_apply", "applied", "nearly", "refused"]
CustomerMode = Literal["none", "losing", "searching", "attached"]
SlabMode = Literal["idle", "ready", "blocked"]
NoticeKind = Literal["accent", "warn", "danger"]


@dataclass(frozen=True, slots=True, kw_only=True)
class BadgeView:
    """A small labelled fact: why a price is lower, or a tier."""

    text: str
    kind: BadgeKind = "accent"


@dataclass(frozen=True, slots=True, kw_only=True)
class LineView:
    """One row of the cart. ``before`` is the struck-out sum, "" when nothing was taken off.

    ``unknown`` makes the row red: ``name`` then tells the code and ``detail`` what to do.
    """

    line_id: str
    quantity: str
    name: str
    detail: str
    amount: str
    before: str = ""
    badges: tuple[BadgeView, ...] = ()
    many: bool = False
    unknown: bool = False
    accessible: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerView:
    """The customer card at the top right.

    ``none``: nobody yet, nothing in the cart; ``losing``: nobody yet and what that costs the
    customer; ``searching``; ``attached``: everything about the person. ``progress`` and ``today``
    are per mille of the way to the next tier, the latter with this receipt. ``asks``: a
    questionnaire waits to be answered. ``note`` is what the cashier should know of the person.
    """

    mode: CustomerMode = "none"
    title: str = ""
    subtitle: str = ""
    initials: str = ""
    tier: str = ""
    to_next: str = ""
    to_next_amount: str = ""
    progress: int = 0
    today: int = 0
    points: str = ""
    usable: str = ""
    can_spend: bool = False
    earned: str = ""
    after: str = ""
    expiring: str = ""
    warning: str = ""
    asks: str = ""
    note: str = ""
    lost_money: str = ""
    lost_points: str = ""
    lost_points_worth: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferView:
    """One offer: a coupon in hand, a promotion that applied itself, one nearly reached.

    ``removable``: an applied coupon that can be taken back.
    """

    key: str
    icon: str
    title: str
    detail: str
    mode: OfferMode
    gain: str = ""
    removable: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftView:
    """The shift so far, shown while the cart is empty. ``share`` is per mille with a card."""

    title: str
    since: str
    rows: tuple[tuple[str, str], ...]
    share: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SlabView:
    """The dark total. ``reason`` says why payment is off; ``main`` names the bright tender."""

    mode: SlabMode = "idle"
    rows: tuple[tuple[str, str], ...] = ()
    total: str = ""
    reason: str = ""
    main: Literal["cash", "card", "split"] = "cash"


@dataclass(frozen=True, slots=True, kw_only=True)
class HitView:
    """One row found: a product or a parked sale or a person."""

    key: str
    title: str
    detail: str
    amount: str = ""
    icon: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchView:
    """The search field and what stands under it. ``open`` shows the list or ``empty``."""

    text: str = ""
    prefix: str = ""
    open: bool = False
    hits: tuple[HitView, ...] = ()
    chosen: int = -1
    empty: str = ""
    ready: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceView:
    """One chip: ``key`` for the presenter, ``text`` for the eye."""

    key: str
    text: str
    on: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryPanel:
    """A keypad with one figure: quantity (F5) or a price typed by hand."""

    kind: Literal["quantity", "price"]
    title: str
    subtitle: str
    text: str
    unit: str
    error: str = ""
    fresh: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscountPanel:
    """A discount by hand (F6): on the line or the whole receipt, percent or sum, with a reason."""

    scopes: tuple[ChoiceView, ...]
    modes: tuple[ChoiceView, ...]
    subtitle: str
    text: str
    unit: str
    quick: tuple[ChoiceView, ...]
    reasons: tuple[ChoiceView, ...]
    preview: str = ""
    error: str = ""
    can_remove: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OffersPanel:
    """All offers and a coupon's code typed by hand (F7); ``chosen`` is the row Enter works on."""

    offers: tuple[OfferView, ...]
    chosen: int = -1
    text: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParkedPanel:
    """Parked sales to go on with (F9)."""

    rows: tuple[HitView, ...]
    chosen: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class QuickPanel:
    """Quick items (F4); the same tiles stand open in the wide layout."""

    items: tuple[HitView, ...]
    chosen: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ApproverView:
    """Somebody who may approve; ``free`` secrets are of any length and may have letters."""

    key: str
    text: str
    free: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalView:
    """A second person's PIN is asked for; ``serial`` differs for every question."""

    serial: int
    title: str
    detail: str
    people: tuple[ApproverView, ...]
    hint: str = ""
    pin_length: int = 6
    error: str = ""


Panel = (
    EntryPanel
    | DiscountPanel
    | OffersPanel
    | ParkedPanel
    | QuickPanel
    | WhyPanel
    | ApprovalView
    | None
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeView:
    """A sentence in place, for something that happened and needs no answer."""

    text: str
    kind: NoticeKind = "accent"


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoView:
    """What was done a moment ago and can be taken back; ``serial`` differs for every deed."""

    text: str
    icon: str = "undo-2"
    serial: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SaleState:
    """The whole sale screen.

    ``flash`` is the line that has just come in. ``parked`` counts sales waiting; with an empty cart
    F9 lists them, else it parks this one.
    """

    title: str = ""
    subtitle: str = ""
    lines: tuple[LineView, ...] = ()
    selected: str = ""
    flash: str = ""
    customer: CustomerView = CustomerView()
    offers: tuple[OfferView, ...] = ()
    slab: SlabView = SlabView()
    search: SearchView = SearchView()
    panel: Panel = None
    notice: NoticeView | None = None
    undo: UndoView | None = None
    shift: ShiftView | None = None
    last_receipt: tuple[str, str] | None = None
    quick: tuple[HitView, ...] = ()
    parked: int = 0
    can_undo: bool = False

    @property
    def is_empty(self) -> bool:
        """Nothing has been scanned yet."""
        return not self.lines
