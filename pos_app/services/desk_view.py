"""What the counter shows of a sale in the making: plain values, worked out, not yet words.

Money in minor units, points in hundredths, quantity in thousandths.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

from pos_app.domain.pricing import PricedBasket, PricedLine, Reason
from pos_app.domain.sale import Draft, DraftLine
from pos_app.services.held_certificates import HeldCertificate
from pos_app.services.need_records import KnownNeed
from pos_app.services.payment import Settlement


class ScanResult(Enum):
    """What a scan turned into."""

    LINE = "line"
    UNKNOWN = "unknown"
    CUSTOMER = "customer"
    COUPON = "coupon"
    COUPON_REFUSED = "coupon_refused"
    CERTIFICATE = "certificate"
    BALANCE = "balance"
    RECEIPT = "receipt"
    STAFF = "staff"
    QUANTITY = "quantity"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanOutcome:
    """The answer to one scan; never silence (DESIGN, principle 2).

    ``line_id`` of the line added or grown; ``reason`` explains a refusal; ``value`` carries the
    receipt code, staff code or quantity. ``certificate`` is the one taken (``CERTIFICATE``)
    or, with nothing on the counter yet, only looked at (``BALANCE``).
    """

    result: ScanResult
    line_id: str | None = None
    reason: Reason | None = None
    value: str = ""
    certificate: HeldCertificate | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskLine:
    """One line of the cart: as scanned, and as priced (None while its code is unknown)."""

    line: DraftLine
    priced: PricedLine | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerPanel:
    """The customer card of the sale screen.

    ``progress`` and ``progress_today`` are per mille of the way to the next tier, before this
    receipt and with it. ``card_status`` is "" without a card. ``benefits`` False: the card names
    the person and gives nothing (R20). ``notes`` and ``needs`` are for the cashier to read.
    """

    customer_id: int
    name: str
    card_number: str
    card_status: str
    benefits: bool
    tier_id: str
    tier_name: str
    next_tier_name: str
    to_next: int
    progress: int
    progress_today: int
    points_active: int
    points_pending: int
    points_owed: int
    usable: int
    usable_limited_by: str
    earned: int
    after: int
    expiring: int
    expiring_on: date | None
    birthday_near: bool
    notes: tuple[str, ...]
    needs: tuple[KnownNeed, ...]
    visits: int


class OfferState(Enum):
    """Where an offer stands."""

    AVAILABLE = "available"
    APPLIED = "applied"
    NEARLY = "nearly"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One row of the offers panel.

    ``kind``: coupon or promotion. ``benefit``: amount, percent, points_multiplier, gift or other;
    ``value`` accordingly. ``gain`` is money the offer gives on this receipt (minor units),
    ``points`` what it adds to the points earned (hundredths). ``birthday``: it is for a birthday.
    ``need`` is the reason with the rule's own figures, told where all offers are listed.
    """

    kind: str
    state: OfferState
    code: str
    name: str
    benefit: str
    value: int
    minimum: int = 0
    valid_to: date | None = None
    gain: int = 0
    points: int = 0
    birthday: bool = False
    missing: int | None = None
    missing_kind: str = ""
    reason: Reason | None = None
    need: Reason | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WithoutCard:
    """What the buyer loses without a card: discount money, and points (hundredths) worth money."""

    money: int
    points: int
    points_money: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocked:
    """Why payment cannot begin; ``code``: unknown_line, empty, no_shift, zero_price."""

    code: str
    params: tuple[tuple[str, object], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskView:
    """Everything the sale and payment screens need, consistent with one pricing.

    ``names`` of promotions by rule id, and of tiers by ``tier:<id>``.
    ``certificates`` were shown to pay with; ``sold_certificates`` is money of those being sold.
    """

    draft: Draft
    priced: PricedBasket
    lines: tuple[DeskLine, ...]
    customer: CustomerPanel | None
    offers: tuple[Offer, ...]
    without_card: WithoutCard | None
    blocked: Blocked | None
    settlement: Settlement
    undo_label: str | None
    parked: int
    next_number: int
    names: dict[str, str]
    certificates: tuple[HeldCertificate, ...] = ()
    sold_certificates: int = 0
