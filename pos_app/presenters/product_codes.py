"""What a scan means to the goods: the codes to look a product up by, and what is wrong with one."""

from __future__ import annotations

from pos_app.domain.gtin import GTIN_LENGTHS, check_digit, is_digits, normalise_gtin
from pos_app.domain.scan import (
    CardScan,
    CertificateScan,
    CouponScan,
    ProductScan,
    ReceiptScan,
    Scan,
    StaffScan,
    UnknownScan,
    WeighedScan,
)
from pos_app.i18n import Translator


def codes_of(scan: Scan) -> tuple[str, ...]:
    """The codes a product may have behind ``scan``, the one to keep first; () for no product."""
    if isinstance(scan, ProductScan):
        plain = scan.code if is_digits(scan.code) and len(scan.code) <= 18 else printed(scan.gtin)
        return tuple(dict.fromkeys((plain, scan.gtin)))
    if isinstance(scan, WeighedScan):
        return tuple(dict.fromkeys((scan.gtin, scan.article, scan.article.lstrip("0") or "0")))
    if isinstance(scan, UnknownScan):
        return tuple(dict.fromkeys((scan.code, scan.typed)))
    return ()


def printed(gtin: str) -> str:
    """A 14-digit number as it stands on most goods: 13 digits where the first is a zero."""
    return gtin[1:] if len(gtin) == 14 and gtin.startswith("0") else gtin


def is_foreign(scan: Scan) -> bool:
    """Whether the code belongs to something else the shop knows: a card, a coupon, a receipt."""
    return isinstance(scan, CardScan | CouponScan | CertificateScan | StaffScan | ReceiptScan)


def check_digit_fault(code: str, t: Translator) -> str:
    """What is wrong with the last digit of an article number, in words; "" when nothing is."""
    if not is_digits(code) or len(code) not in GTIN_LENGTHS or normalise_gtin(code) is not None:
        return ""
    return t._(
        "The last digit proves the others: after {body} comes {right}, not {wrong}. "
        "Scan it again or mend a digit.",
        body=code[:-1],
        right=check_digit(code[:-1]),
        wrong=code[-1],
    )
