"""A return as it is kept: its lines, where the money went, and what it did to points (R14–R18).

Like a sale it is written once and never edited (R34). Money in minor units, points in hundredths,
quantity in thousandths; every figure is what goes back to the customer and so positive.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pos_app.domain.sale import Tender


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnLine:
    """Goods that came back.

    ``sale_id`` and ``sale_position`` name the line they were sold on (None without a receipt); the
    other figures are this return's part of that line's figures (R14). ``reason`` and ``condition``
    are codes of the shop's lists; ``to_stock`` is off for goods written off (R18).
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
    sale_id: int | None = None
    sale_position: int | None = None
    promotion: int = 0
    card: int = 0
    manual: int = 0
    coupon: int = 0
    order: int = 0
    points: int = 0
    net: int = 0
    tax: int = 0
    taxes: tuple[tuple[int, int], ...] = ()
    reason: str = ""
    condition: str = ""
    to_stock: bool = True
    group_code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodsReturn:
    """A completed return.

    ``number`` runs without gaps per till, apart from receipts. ``money`` goes back by ``refunds``
    (their sum is ``money`` + ``rounding``, R7); ``points_money`` is the part once paid in points,
    given back as ``points_back``; ``points_taken`` were earned and are clawed back (R15).
    ``exchange_uuid`` is the sale made in the same document (R18).
    """

    id: int
    uuid: str
    till: str
    number: int
    shift_id: int
    person_id: int
    approver_id: int | None
    at: datetime
    local_date: str
    sale_id: int | None
    exchange_uuid: str | None
    customer_id: int | None
    customer_uuid: str | None
    lines: tuple[ReturnLine, ...]
    refunds: tuple[Tender, ...]
    money: int
    points_money: int
    points_back: int
    points_taken: int
    tax: int
    tax_included: bool
    rounding: int
    note: str
    slip: str
