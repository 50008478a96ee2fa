"""Rows that pass between services, store and screens and are not rules of the trade themselves.

Money in minor units, points in hundredths, quantity in thousandths.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LotRow:
    """A grant of points (R11) and what is left of it.

    ``kind``: sale, welcome, birthday, questionnaire, referral, compensation, holiday, adjust,
    opening, extended. ``active_from`` inclusive, ``expires_on`` inclusive (None: never). ``left``
    equals ``granted`` for a new lot. ``local_day`` is the shop's day of the grant, told when a lot
    is added (None: the day of its sale), ``entered_at`` when it was written (None: when earned).
    """

    id: int = 0
    uuid: str
    customer_id: int
    kind: str
    granted: int
    left: int
    earned_at: datetime
    active_from: date
    expires_on: date | None
    sale_id: int | None = None
    reason: str = ""
    local_day: date | None = None
    entered_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PointsEntry:
    """One movement in the points ledger; ``amount`` is signed.

    ``kind``: earn, redeem, expire, reverse, restore, adjust.
    """

    id: int = 0
    uuid: str
    customer_id: int
    lot_id: int | None
    kind: str
    amount: int
    at: datetime
    local_day: date
    sale_id: int | None = None
    person_id: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnoverEntry:
    """Money that counts towards tiers (R19), signed; ``visit`` is 1 for a sale, 0 for a return."""

    uuid: str
    customer_id: int
    amount: int
    local_day: date
    at: datetime
    sale_id: int | None = None
    visit: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PromotionRecord:
    """A stored promotion; ``definition`` is JSON the engine understands."""

    id: int = 0
    uuid: str
    name: str
    definition: str
    enabled: bool = True
    valid_from: date | None = None
    valid_to: date | None = None
    priority: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CouponRecord:
    """One issued coupon (R21). ``state``: issued, redeemed, void, expired, restored.

    ``definition`` is JSON the engine understands (benefit, scope, minimum); ``source_sale_id`` the
    receipt it was handed over with. ``max_uses`` 0 means unlimited.
    """

    id: int = 0
    uuid: str
    code: str
    definition: str
    state: str = "issued"
    valid_from: date
    valid_to: date | None
    customer_id: int | None = None
    max_uses: int = 1
    max_uses_per_customer: int = 0
    uses: int = 0
    source_sale_id: int | None = None
    issued_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintJobRow:
    """A slip waiting for paper. ``kind``: a value of :class:`~pos_app.services.documents.JobKind`.

    ``payload`` is the snapshot JSON; ``state``: queued, sent, confirmed, failed, unknown.
    """

    id: int = 0
    uuid: str
    kind: str
    ref: str
    payload: str
    copy: bool = False
    open_drawer: bool = False
    state: str = "queued"
    tries: int = 0
    error: str = ""
    created_at: datetime
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductQuery:
    """What to look for among products; ``text`` matches code, SKU or any part of the name."""

    text: str = ""
    group_code: str = ""
    only_active: bool = True
    limit: int = 50
    offset: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductHit:
    """One product in a list."""

    id: int
    sku: str
    name: str
    price: int
    unit: str
    group_name: str
    barcode: str
    tax_rate: int
    active: bool
    photo: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerQuery:
    """What to look for among people: part of a name, phone digits, card digits, e-mail."""

    text: str = ""
    limit: int = 50
    offset: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerHit:
    """One person in a list; ``balance`` in hundredths of points."""

    id: int
    uuid: str
    name: str
    phone: str
    card_number: str
    tier_id: str | None
    balance: int
    turnover: int
    last_visit: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptQuery:
    """Filters of the receipts list; all given ones must hold. Sums in minor units."""

    text: str = ""
    number: int | None = None
    day_from: date | None = None
    day_to: date | None = None
    total_min: int | None = None
    total_max: int | None = None
    customer_id: int | None = None
    card_number: str = ""
    limit: int = 50
    offset: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptRow:
    """One receipt in a list. ``returned``: "" for nothing, ``part`` or ``all`` of its goods."""

    uuid: str
    till: str
    number: int
    at: datetime
    total: int
    discount: int
    lines: int
    customer_name: str
    card_number: str
    cashier: str
    printed: str
    returned: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LastReceipt:
    """What the start screen says after a crash. ``printed``: yes, no or unknown."""

    uuid: str
    number: int
    total: int
    at: datetime
    printed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffRow:
    """One person on the sign-in screen."""

    id: int
    name: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftPeople:
    """How a shift goes with its people: receipts, those with a card, cards newly issued."""

    receipts: int
    with_card: int
    new_cards: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeRow:
    """A version of the programme as stored; ``person_id`` 0 is nobody in particular."""

    version: int
    content: str
    at: datetime
    person_id: int = 0
