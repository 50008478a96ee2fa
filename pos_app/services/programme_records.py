"""Rows of the programme: certificates, campaigns, uses of promotions, price levels, sale terms.

Money in minor units, points in hundredths, quantity in thousandths.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from pos_app.domain.certificate import Kind, State

GESTURE: Final = "return:"
"""What the reason of points given after a return, and the rule of a coupon given then, begin with;
the identity of the return follows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateRecord:
    """A gift certificate or store credit as stored (R22); ``reason`` says why it is blocked."""

    id: int = 0
    uuid: str
    code: str
    kind: Kind
    state: State = "active"
    amount: int
    balance: int
    valid_to: date | None = None
    customer_id: int | None = None
    sale_id: int | None = None
    return_id: int | None = None
    issued_at: datetime
    state_at: datetime | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateEntry:
    """One movement of a certificate; ``amount`` is signed.

    ``kind``: issue, redeem, refund, expire, adjust.
    """

    id: int = 0
    uuid: str
    certificate_id: int
    kind: str
    amount: int
    at: datetime
    local_day: date
    sale_id: int | None = None
    return_id: int | None = None
    person_id: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignRecord:
    """A coupon campaign (R21). ``state``: draft, running, paused, ended.

    ``definition`` is JSON of what its coupons give and when they are handed over.
    """

    id: int = 0
    uuid: str
    name: str
    definition: str
    state: str = "draft"
    valid_from: date | None = None
    valid_to: date | None = None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class CampaignFigures:
    """How a campaign goes: coupons made, used, void; money given by those used."""

    issued: int = 0
    redeemed: int = 0
    void: int = 0
    given: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CouponUse:
    """One use of a coupon on a receipt (``uses`` 1), or a use given back by a return (−1).

    ``receipt`` is the sale's uuid, ``number`` its number at ``till``; "" and 0 without a sale.
    """

    at: datetime
    uses: int
    receipt: str = ""
    till: str = ""
    number: int = 0
    customer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CouponTrail:
    """What happened to a coupon: the receipt it came with, since when it stands so, its uses.

    ``reason`` is why it was voided.
    """

    state_at: datetime
    uses: tuple[CouponUse, ...] = ()
    source_receipt: str = ""
    source_till: str = ""
    source_number: int = 0
    customer: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleUse:
    """One use of a promotion or coupon rule by a sale, or (negative) its undoing by a return.

    ``amount`` is the money it took off, signed; ``uses`` is −1, 0 or 1 (0: a part came back).
    """

    uuid: str
    rule_id: str
    sale_id: int
    return_id: int | None = None
    customer_id: int | None = None
    uses: int
    amount: int
    at: datetime
    local_day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleFigures:
    """How often a rule was used in all and how much it gave (minor units), net of returns."""

    uses: int = 0
    amount: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceRule:
    """A price for a customer group or from a quantity on.

    ``customer_group`` "" means everybody; ``min_quantity`` 0 from the first piece; days inclusive.
    """

    id: int = 0
    uuid: str
    product_id: int
    customer_group: str = ""
    min_quantity: int = 0
    price: int
    valid_from: date | None = None
    valid_to: date | None = None
    active: bool = True
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptClaim:
    """A receipt given to a person after the sale (R9), once, with a reason."""

    uuid: str
    sale_id: int
    customer_id: int
    customer_uuid: str
    person_id: int
    approver_id: int | None
    at: datetime
    reason: str
