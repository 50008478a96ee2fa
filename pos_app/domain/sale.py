"""A sale: the draft being built at the counter, and the record it becomes when paid.

A draft is a plain value that survives a power cut; a completed sale is never edited, only
corrected by returns (R34).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Final


class TenderKind(Enum):
    """How money came in. Points are not a tender unless ``points_as`` says so (R6)."""

    CASH = "cash"
    CARD = "card"
    TRANSFER = "transfer"
    POINTS = "points"
    CERTIFICATE = "certificate"
    STORE_CREDIT = "store_credit"


CERTIFICATE_TENDERS: Final = frozenset({TenderKind.CERTIFICATE, TenderKind.STORE_CREDIT})
"""Money the shop owed already: the tender's reference is the certificate's code (R22)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ManualDiscount:
    """A discount given by a person: either ``rate`` (basis points) or ``amount`` (minor units).

    ``most_rate`` (basis points) is the share an amount was of its goods when it was given: with
    fewer of them it takes no larger part. ``most_amount`` (minor units) is what a second person
    agreed to: goods added afterwards do not raise it (R33). ``below_floor``: somebody with the
    right agreed to go below the least price of the goods (R2).
    """

    reason: str
    person_id: int
    rate: int = 0
    amount: int = 0
    approver_id: int | None = None
    most_rate: int | None = None
    most_amount: int | None = None
    below_floor: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftLine:
    """One line of a draft.

    ``quantity`` is thousandths; ``unit_price`` is minor units per unit as listed when scanned;
    ``price_override`` replaces it. ``fixed_gross`` is set for price-embedded bar codes, where the
    label's sum is the truth. ``unknown_code`` makes the line a red one that blocks payment.
    ``expires`` is the last good day of the batch, where its code told it.
    ``certificate`` is the code of the gift certificate it sells, "" for goods.
    """

    line_id: str
    product_id: int | None = None
    sku: str = ""
    name: str = ""
    unit: str = "pcs"
    quantity: int = 1000
    unit_price: int = 0
    barcode: str = ""
    price_override: int | None = None
    override_reason: str = ""
    override_approver_id: int | None = None
    fixed_gross: int | None = None
    discount: ManualDiscount | None = None
    unknown_code: str | None = None
    expires: date | None = None
    certificate: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tender:
    """Money (or points) put on the table: ``amount`` in minor units, ``label`` e.g. a terminal.

    ``locked`` marks what an outside terminal has already charged.
    """

    kind: TenderKind
    amount: int
    label: str = ""
    reference: str = ""
    locked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """Goods brought back that pay for this sale (R18): one document, one difference.

    ``items`` are (position on the receipt, thousandths); ``credit`` is what they are worth (minor
    units); ``uuid`` becomes the return's. ``approver_id`` is who consented to the return, and to
    the ``gesture`` made with it ("": none). ``late``: it was begun after the time for returns.
    """

    uuid: str
    sale_uuid: str
    items: tuple[tuple[int, int], ...]
    credit: int
    reason: str
    condition: str
    note: str = ""
    gesture: str = ""
    number: int = 0
    approver_id: int | None = None
    late: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """The unfinished sale of one till. ``uuid`` becomes the sale's, so a repeat is harmless.

    ``certificates`` are codes shown to pay with; what each pays stands among the ``tenders``.
    """

    uuid: str
    till: str
    person_id: int
    started_at: datetime
    lines: tuple[DraftLine, ...] = ()
    customer_id: int | None = None
    card_number: str | None = None
    coupon_codes: tuple[str, ...] = ()
    order_discount: ManualDiscount | None = None
    redeem_points: int = 0
    certificates: tuple[str, ...] = ()
    tenders: tuple[Tender, ...] = ()
    parked_at: datetime | None = None
    parked_label: str = ""
    seq: int = 0
    exchange: Exchange | None = None

    @property
    def is_empty(self) -> bool:
        """True when nothing would be lost by dropping it."""
        shown = self.lines or self.coupon_codes or self.certificates or self.exchange
        return not shown and self.customer_id is None


@dataclass(frozen=True, slots=True, kw_only=True)
class SaleLine:
    """One line of a completed sale with the figures of R1, all in minor units.

    ``net`` is the money due on the line after everything (and tax included in inclusive mode);
    ``taxes`` holds (rate basis points, tax minor units); ``steps`` is canonical JSON of the
    pricing steps ("why this price"); ``earn_num``/``earn_den`` carry the exact earned fraction.
    """

    position: int
    line_id: str
    product_id: int | None
    sku: str
    name: str
    unit: str
    quantity: int
    unit_price: int
    gross: int
    promotion: int = 0
    card: int = 0
    manual: int = 0
    coupon: int = 0
    order: int = 0
    points: int = 0
    net: int = 0
    tax: int = 0
    taxes: tuple[tuple[int, int], ...] = ()
    steps: str = "[]"
    barcode: str = ""
    cost: int | None = None
    group_code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sale:
    """A completed sale as stored. Sums in minor units, points in hundredths.

    ``total`` is what the customer owes after every discount and points; ``rounding`` the cash
    rounding (R7, signed); ``paid`` = total + rounding = Σ tenders − change.
    """

    id: int
    uuid: str
    till: str
    number: int
    shift_id: int
    person_id: int
    at: datetime
    local_date: str
    customer_id: int | None
    customer_uuid: str | None
    card_number: str | None
    lines: tuple[SaleLine, ...]
    tenders: tuple[Tender, ...]
    gross: int
    discount: int
    points_money: int
    points_spent: int
    points_earned: int
    total: int
    tax: int
    rounding: int
    change: int
    programme_version: int
    receipt: str
    source: str = "till"
