"""The receipt as a document: everything a slip prints, saved with the sale, never recomputed.

Money in minor units, points in hundredths, quantity in thousandths, rates in basis points, times
as ISO texts already in the shop's local time. Reasons are codes with figures, so that a slip can be
printed again in the customer's language.
"""

from __future__ import annotations

from dataclasses import dataclass

SNAPSHOT_FORMAT = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipShop:
    """Head and foot of every slip. ``logo`` is a file name inside the shop's data folder.

    ``language`` is the shop's own, in which the non-fiscal words stand ("" = the slip's language).
    """

    name: str
    subtitle: str = ""
    address: str = ""
    phone: str = ""
    tax_number: str = ""
    logo: str = ""
    header: str = ""
    footer: str = ""
    thanks: str = ""
    return_terms: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipDiscount:
    """One discount row under an item. ``kind``: promotion, card, manual, coupon, order.

    ``label`` is the promotion's, coupon's or reason's own name as entered by people ("" if none);
    ``rate`` in basis points when it was a percentage, else None; ``amount`` is positive.
    """

    kind: str
    amount: int
    label: str = ""
    rate: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipPrice:
    """Why a unit costs less than its list price ``listed`` (minor units).

    ``name`` of the group or tier it is for ("": everybody); from ``min_quantity`` (thousandths) on.
    """

    listed: int
    name: str = ""
    min_quantity: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipLine:
    """One item of the slip; ``price`` is None where it is sold at its list price.

    ``certificate`` is the end of the code of one sold by this line, "" for goods.
    """

    name: str
    quantity: int
    unit: str
    unit_price: int
    gross: int
    discounts: tuple[SlipDiscount, ...] = ()
    net: int = 0
    sku: str = ""
    returned: bool = False
    price: SlipPrice | None = None
    certificate: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipTender:
    """Money received: ``kind`` is a TenderKind value, ``label`` e.g. the terminal.

    ``left`` is what stays on the certificate that paid; None for other money.
    """

    kind: str
    amount: int
    label: str = ""
    left: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipTax:
    """Tax by rate: ``base`` without tax, ``tax`` itself."""

    name: str
    rate: int
    base: int
    tax: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipLoyalty:
    """The loyalty box. Points in hundredths; ``to_next``/``progress`` speak of the next tier.

    ``progress`` is per mille of the way to the next tier; ``expiring_on`` an ISO date. A return
    says what was given back (``points_back``), what was taken (``points_taken``) and what came on
    top as an apology (``points_gift``, to the ISO date ``gift_until``).
    """

    customer_name: str
    card_last4: str
    tier_name: str = ""
    saved: int = 0
    points_before: int = 0
    points_spent: int = 0
    points_earned: int = 0
    points_after: int = 0
    points_pending: int = 0
    next_tier: str = ""
    to_next: int | None = None
    progress: int = 0
    expiring_points: int = 0
    expiring_on: str = ""
    points_back: int = 0
    points_taken: int = 0
    points_gift: int = 0
    gift_until: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CouponSlip:
    """A coupon handed over with the receipt (R21), on a slip of its own.

    ``benefit``: amount | percent | points_multiplier | free_item; ``value`` minor units, basis
    points or hundredths accordingly. ``item_name`` is the free item, or what the coupon is for.
    ``weekdays`` are days it holds on (``12345`` from Monday), ``hours`` as
    ``10:00-14:00,18:00-20:00``; "" for all. ``max_uses`` 0 means without a limit.
    """

    code: str
    benefit: str
    value: int
    title: str = ""
    item_name: str = ""
    minimum: int = 0
    valid_from: str = ""
    valid_to: str = ""
    customer_name: str = ""
    card_last4: str = ""
    named: bool = False
    not_with_promotions: bool = False
    weekdays: str = ""
    hours: str = ""
    max_uses: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateSlip:
    """A gift certificate or store credit on paper (R22), with the shop it is good in.

    ``kind``: gift | credit; ``amount`` at issue, ``balance`` when printed. ``terms`` are the
    shop's own words, "" for the usual ones; ``valid_to`` is inclusive, "" without an end.
    """

    format: int = SNAPSHOT_FORMAT
    kind: str
    language: str
    currency: str
    shop: SlipShop
    till: str
    at: str
    cashier: str
    code: str
    amount: int
    balance: int
    valid_to: str = ""
    terms: str = ""
    journal_head: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptSnapshot:
    """A whole receipt, ready to be laid out on a roll or a sheet.

    ``code`` is the receipt's own bar code (``R1-001087-2211``). ``journal_head`` is the first ten
    characters of the journal's last hash before this sale, the anchor outside the machine.
    ``kind`` is sale or return; a return names its receipt in ``original`` and carries its bar code.
    In an exchange (R18) ``returned`` are the goods brought back, worth ``credit``, of which
    ``handed_out`` went back to the customer.
    """

    format: int = SNAPSHOT_FORMAT
    kind: str = "sale"
    language: str
    currency: str
    shop: SlipShop
    till: str
    number: int
    code: str
    at: str
    cashier: str
    lines: tuple[SlipLine, ...]
    gross: int
    discount: int
    points_money: int = 0
    total: int
    rounding: int = 0
    tenders: tuple[SlipTender, ...] = ()
    change: int = 0
    taxes: tuple[SlipTax, ...] = ()
    prices_include_tax: bool = True
    loyalty: SlipLoyalty | None = None
    coupons: tuple[CouponSlip, ...] = ()
    coupon_lost: int = 0
    journal_head: str = ""
    fiscal_number: str = ""
    original: str = ""
    returned: tuple[SlipLine, ...] = ()
    credit: int = 0
    handed_out: tuple[SlipTender, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainedRow:
    """One step in words: what it is and why, what it took, what is left; ``strong`` a result."""

    title: str
    detail: str = ""
    change: str = ""
    left: str = ""
    strong: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainedPart:
    """Steps that belong together: a line, the points."""

    title: str
    rows: tuple[ExplainedRow, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplanationSlip:
    """Why the prices of a receipt are what they are, ready to print; times are local ISO text."""

    format: int = SNAPSHOT_FORMAT
    language: str
    currency: str
    shop: SlipShop
    till: str
    number: int
    sold_at: str
    printed_at: str
    cashier: str
    parts: tuple[ExplainedPart, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftSlip:
    """An X report or the slip of a shift's close; the latter has ``counted`` and ``difference``.

    Never called a fiscal Z report (R32, R34).
    """

    kind: str
    language: str
    currency: str
    shop: SlipShop
    till: str
    number: int
    opened_at: str
    printed_at: str
    cashier: str
    opening_float: int
    sales_count: int
    sales_total: int
    returns_count: int
    returns_total: int
    discount_total: int
    points_spent: int
    points_earned: int
    by_tender: tuple[SlipTender, ...]
    taxes: tuple[SlipTax, ...]
    cash_in: int
    cash_out: int
    expected: int | None = None
    counted: int | None = None
    difference: int | None = None
    first_number: int | None = None
    last_number: int | None = None
    certificates_count: int = 0
    certificates_sold: int = 0
    journal_head: str = ""

    @property
    def revenue(self) -> int:
        """What was earned: sales less returns and less certificates, which are owed (R22)."""
        return self.sales_total - self.returns_total - self.certificates_sold


def receipt_code(till: str, number: int, day: int, month: int) -> str:
    """The bar code of a receipt: till, gap-free number (6 digits), day and month of sale."""
    return f"R{till}-{number:06d}-{day:02d}{month:02d}"
