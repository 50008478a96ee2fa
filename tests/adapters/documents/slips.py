"""Slips with the figures of the design's pictures, and the tools to look at what was drawn."""

from __future__ import annotations

from dataclasses import replace

import pypdfium2
import zxingcpp
from PIL import Image

from pos_app.domain.receipt import (
    CertificateSlip,
    CouponSlip,
    ReceiptSnapshot,
    ShiftSlip,
    SlipDiscount,
    SlipLine,
    SlipLoyalty,
    SlipShop,
    SlipTax,
    SlipTender,
)
from pos_app.services.documents import Bitmap

SHOP = SlipShop(
    name="Уютный дом",
    subtitle="Бытовая химия и косметика",
    address="ул. Садовая, 12",
    phone="тел. 8 800 555-14-20",
    return_terms="Возврат и обмен — 14 дней по этому чеку",
)


def card(amount: int) -> SlipDiscount:
    return SlipDiscount(kind="card", amount=amount, rate=500)


def line(name: str, count: int, price: int, *discounts: SlipDiscount) -> SlipLine:
    gross = count * price
    return SlipLine(
        name=name,
        quantity=count * 1000,
        unit="pcs",
        unit_price=price,
        gross=gross,
        discounts=discounts,
        net=gross - sum(discount.amount for discount in discounts),
    )


LINES = (
    line(
        "Средство для посуды «Лимон», 900 мл",
        2,
        28900,
        SlipDiscount(kind="promotion", amount=8670, rate=1500),
    ),
    line("Порошок стиральный Color, 3 кг", 1, 74900, card(3745)),
    line("Шампунь «Полное восстановление», 400 мл", 1, 41200, card(2060)),
    line(
        "Зубная паста «Профессиональная», 100 мл",
        3,
        21900,
        SlipDiscount(kind="promotion", amount=21900, label="3 по цене 2"),
    ),
    line("Полотенца бумажные, 4 рулона", 1, 32900, card(1645)),
    line("Крем для рук «Бархат», 80 мл", 2, 12400, card(1240)),
    line("Пакет-майка", 1, 900),
)

COUPON = CouponSlip(
    code="C-150-7K3M9Q",
    benefit="amount",
    value=15000,
    minimum=150000,
    valid_from="2026-11-23",
    valid_to="2026-12-20",
    customer_name="Марина С.",
    card_last4="4821",
    named=True,
    not_with_promotions=True,
)

# 2 × 289.00 + 749.00 + 412.00 + 3 × 219.00 + 329.00 + 2 × 124.00 + 9.00 = 2,982.00, less 392.60.
RECEIPT = ReceiptSnapshot(
    language="ru",
    currency="RUB",
    shop=SHOP,
    till="1",
    number=1087,
    code="R1-001087-2211",
    at="2026-11-22T17:46:00",
    cashier="Ольга К.",
    lines=LINES,
    gross=298200,
    discount=39260,
    total=258940,
    tenders=(SlipTender(kind="cash", amount=300000),),
    change=41060,
    taxes=(SlipTax(name="НДС", rate=2000, base=215783, tax=43157),),
    loyalty=SlipLoyalty(
        customer_name="Марина С.",
        card_last4="4821",
        tier_name="Серебро",
        saved=39260,
        points_before=124000,
        points_earned=15400,
        points_after=139400,
        next_tier="Золото",
        to_next=498060,
        progress=910,
        expiring_points=32000,
        expiring_on="2026-11-30",
    ),
    coupons=(COUPON,),
    journal_head="3fa9c01b2e",
)

SHIFT = ShiftSlip(
    kind="shift_close",
    language="pl",
    currency="PLN",
    shop=SlipShop(name="Przytulny dom", address="ul. Ogrodowa 12"),
    till="1",
    number=214,
    opened_at="2026-11-22T09:02:00",
    printed_at="2026-11-22T21:05:00",
    cashier="Olga K.",
    opening_float=20000,
    sales_count=87,
    sales_total=1234550,
    returns_count=2,
    returns_total=9990,
    discount_total=45600,
    points_spent=120000,
    points_earned=43100,
    by_tender=(
        SlipTender(kind="cash", amount=500000),
        SlipTender(kind="card", amount=724560, label="Terminal 2"),
    ),
    taxes=(SlipTax(name="VAT", rate=2300, base=995577, tax=228983),),
    cash_in=5000,
    cash_out=100000,
    expected=425000,
    counted=424900,
    difference=-100,
    first_number=1001,
    last_number=1087,
    journal_head="3fa9c01b2e",
)


CERTIFICATE = CertificateSlip(
    kind="gift",
    language="ru",
    currency="RUB",
    shop=SHOP,
    till="1",
    at="2026-11-22T17:46:00",
    cashier="Ольга К.",
    code="G-0123456789",
    amount=500000,
    balance=126050,
    valid_to="2027-11-22",
    journal_head="3fa9c01b2e",
)


NASTY = (
    '<b>bold</b> <img src="file:///etc/passwd"/> &lt;',
    "</para><font size=99>x",
    "{{7*7}} ${PATH} %s %(x)s \\x00 %00",
    "line\nbreak\r\n\ttab\x00nul\x1b@\x1dV\x00",
    "abc\u202egpj.exe\u2066\u2069\u200f\u200e",
    "zero\u200bwidth\ufeff\u00adsoft",
    "Z\u0351\u036b\u0343a\u0302\u0311l\u0301g\u0320o",
    "😀👩‍👩‍👧 日本語 العربية עברית हिन्दी",
    "\ud800 lone \udfff",
    "W" * 10_000,
    "а" * 999 + " " + "9" * 999,
    "\u00a0\u2003\u3000 \u2028\u2029",
    "=cmd|' /C calc'!A0",
    "'; DROP TABLE sale; --",
)
"""Texts that have broken other programs, for every field a person can fill."""


def spoken(language: str, currency: str) -> ReceiptSnapshot:
    return replace(RECEIPT, language=language, currency=currency)


def text_of(pdf: bytes) -> str:
    """All text of a PDF in the order it was written, spaces made plain, lines joined."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        found = []
        for index in range(len(document)):
            page = document[index]
            textpage = page.get_textpage()
            found.append(textpage.get_text_range())
            textpage.close()
            page.close()
    finally:
        document.close()
    return " ".join(" ".join(found).replace("\ufffe", "-").split())


def image_of(bitmap: Bitmap) -> Image.Image:
    """A bitmap as a picture, black on white."""
    inverted = bytes(255 - value for value in bitmap.rows)
    return Image.frombytes("1", (bitmap.width, bitmap.height), inverted)


def codes_in(bitmap: Bitmap) -> list[tuple[str, str]]:
    """Texts and kinds of the bar codes a reader finds."""
    picture = image_of(bitmap).convert("L")
    return [(found.text, found.format.name) for found in zxingcpp.read_barcodes(picture)]
