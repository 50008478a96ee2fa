"""What a scanned or keyed code is (R35), decided from its text alone.

:func:`classify` knows no database: it says what kind of thing a code is by its form, and puts it
into one normal form to look up. A code of no known form is :class:`UnknownScan`: whoever has the
catalogue still looks for it among bar codes, article numbers and card numbers as they were printed.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from typing import ClassVar, Final

from pos_app.domain import certificate, coupon
from pos_app.domain.bank_card import has_track_data, is_bank_card
from pos_app.domain.errors import PosError
from pos_app.domain.gs1 import GS, Gs1Error, looks_like_elements, read_elements
from pos_app.domain.gtin import GTIN_LENGTHS, has_true_check_digit, is_digits, normalise_gtin
from pos_app.domain.key_layout import by_key_places
from pos_app.domain.weighed import WeighedTemplate

MOST_CHARACTERS: Final = 256
_BLANKS: Final = " \t\r\n"
_UNFIT: Final = ("Cc", "Cf", "Cs", "Co", "Cn")
_IN_STORE: Final = ("02", "002", "004", "0000002")
_IDENTIFIER: Final = re.compile(r"\][A-Za-z][0-9A-Za-z]")
_UPC_OR_EAN_13: Final = "]E0"  # eight digits after it cannot be an EAN-8, which has ]E4
_QUANTITY: Final = re.compile(r"(\d{1,5})(?:[.,](\d{1,3}))?\s*[*×]\s*(.*)", re.DOTALL)
_RECEIPT: Final = re.compile(r"R([0-9A-Z]{1,4})-(\d{6,9})-(\d{2})(\d{2})")
_OWN_CODE: Final = r"{prefix}-[0-9A-Z][0-9A-Z-]{{2,30}}"


class ScanKind(Enum):
    """What the counter does with a code."""

    PRODUCT = "product"
    WEIGHED = "weighed"
    CARD = "card"
    COUPON = "coupon"
    CERTIFICATE = "certificate"
    RECEIPT = "receipt"
    STAFF = "staff"
    QUANTITY = "quantity"
    UNKNOWN = "unknown"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanSettings:
    """How this shop's codes look.

    ``prefix`` and ``suffix`` are what the scanner puts around each code. ``card_prefix`` starts own
    EAN-13 cards; ``card_formats`` are further card numbers, ``#`` for a digit (``7700####``).
    ``coupon_prefix``, ``certificate_prefix`` and ``staff_prefix`` stand before a hyphen
    (``C-150-7K3M9Q``), or start an EAN-13 when they are digits. ``minor_digits`` is the currency's.
    With ``upc_e`` eight digits starting with 0 or 1 are a UPC-E; else they are an EAN-8 wherever
    they can be one.
    """

    prefix: str = ""
    suffix: str = ""
    weighed_templates: tuple[str, ...] = ("21PPPPPWWWWWC", "22PPPPPWWWWWC")
    card_prefix: str = "29"
    card_formats: tuple[str, ...] = ()
    coupon_prefix: str = "C"
    certificate_prefix: str = "G"
    staff_prefix: str = "S"
    minor_digits: int = 2
    upc_e: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductScan:
    """Goods by their number. ``gtin`` has 14 digits; ``code`` is the text as it was read.

    The rest is filled from GS1 element strings: ``weight`` in thousandths of a kilogram, ``price``
    in minor units, ``count`` in pieces, ``expires`` the last good day. ``in_store`` marks numbers
    of the range 20–29, which mean something in this shop only.
    """

    kind: ClassVar[ScanKind] = ScanKind.PRODUCT
    code: str
    gtin: str
    in_store: bool = False
    batch: str | None = None
    serial: str | None = None
    expires: date | None = None
    weight: int | None = None
    price: int | None = None
    count: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WeighedScan:
    """Goods from the scale: one of ``weight`` (thousandths), ``price`` (minor units), ``pieces``.

    ``article`` keeps its leading zeros; ``gtin`` is the whole code, for goods entered that way.
    """

    kind: ClassVar[ScanKind] = ScanKind.WEIGHED
    code: str
    gtin: str
    article: str
    weight: int | None = None
    price: int | None = None
    pieces: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CardScan:
    """A loyalty card of this shop; leading zeros kept (R20)."""

    kind: ClassVar[ScanKind] = ScanKind.CARD
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CouponScan:
    """A coupon's code, in capitals; own ones as stored, without hyphens (R21)."""

    kind: ClassVar[ScanKind] = ScanKind.COUPON
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateScan:
    """A gift certificate's code, in capitals; own ones as stored, without hyphens (R22)."""

    kind: ClassVar[ScanKind] = ScanKind.CERTIFICATE
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffScan:
    """A staff card's code, in capitals."""

    kind: ClassVar[ScanKind] = ScanKind.STAFF
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptScan:
    """The code at the foot of a receipt: till, number, day and month of sale."""

    kind: ClassVar[ScanKind] = ScanKind.RECEIPT
    code: str
    till: str
    number: int
    day: int
    month: int


@dataclass(frozen=True, slots=True, kw_only=True)
class QuantityScan:
    """``3*``: the next goods come ``quantity`` times (thousandths); ``rest`` if they came along."""

    kind: ClassVar[ScanKind] = ScanKind.QUANTITY
    code: str
    quantity: int
    rest: Scan | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownScan:
    """No known form. ``typed`` is the text as it came, ``code`` as read by the place of the keys.

    ``reason``: ``form``, ``check_digit`` (a length of goods with a wrong check digit, most likely
    misread) or ``no_gtin`` (a GS1 string that names no goods).
    """

    kind: ClassVar[ScanKind] = ScanKind.UNKNOWN
    code: str
    typed: str
    reason: str = "form"


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedScan:
    """Not to be shown, logged or kept; carries no text on purpose.

    ``reason``: ``empty``, ``too_long``, ``control_characters``, ``bank_card``, ``syntax``,
    ``check_digit`` or ``date`` (GS1), ``price_check_digit``, ``nothing_weighed``, ``quantity``.
    """

    kind: ClassVar[ScanKind] = ScanKind.REFUSED
    reason: str


Scan = (
    ProductScan | WeighedScan | CardScan | CouponScan | CertificateScan | StaffScan | ReceiptScan
    | QuantityScan | UnknownScan | RefusedScan
)  # fmt: skip


def classify(text: str, settings: ScanSettings | None = None) -> Scan:
    """Say what ``text`` is.

    Never raises for any text; a template of the settings that makes no sense raises
    ``PosError("weighed_template")``. True article numbers win over the look of a bank card, since
    any second GTIN-13 starting with 4 would else be refused; every other number that could be a
    bank card's is refused (R34).
    """
    settings = settings or ScanSettings()
    code = _bare(text, settings)
    reason = _unfit(code)
    if reason is not None:
        return RefusedScan(reason=reason)
    found = _known(code, settings)
    if found is None:
        latin = by_key_places(code)
        found = _known(latin, settings) if latin is not None else None
        bare, typed = _without_symbology(latin or code), code
        found = found or UnknownScan(code=bare, typed=typed, reason=_why_unknown(bare))
    return found


def _bare(text: str, settings: ScanSettings) -> str:
    """The code without what the scanner puts around it."""
    text = unicodedata.normalize("NFC", text).strip(_BLANKS)
    prefix, suffix = settings.prefix.strip(_BLANKS), settings.suffix.strip(_BLANKS)
    if prefix and text.startswith(prefix):
        text = text[len(prefix) :]
    if suffix and text.endswith(suffix):
        text = text[: -len(suffix)]
    return text.strip(_BLANKS)


def _unfit(code: str) -> str | None:
    if not code:
        return "empty"
    if len(code) > MOST_CHARACTERS:
        return "too_long"
    if any(
        unicodedata.category(sign) in ("Cc", "Cs", "Cf", "Cn", "Co") and sign != GS for sign in code
    ):
        return "control_characters"
    return "bank_card" if has_track_data(code) else None


def _known(code: str, settings: ScanSettings) -> Scan | None:
    """What ``code`` is by its form, None when it has no known one."""
    if _is_numbered_card(code, settings):
        return CardScan(code=code)
    if looks_like_elements(code):
        return _from_elements(code, settings)
    if GS in code:
        return RefusedScan(reason="control_characters")
    bare = _without_symbology(code)
    if bare != code:
        eight = code.startswith(_UPC_OR_EAN_13) and len(bare) == 8
        return _known(bare, replace(settings, upc_e=True) if eight else settings)
    quantity = _QUANTITY.fullmatch(code)
    if quantity is not None:
        return _quantity(code, quantity, settings)
    if is_digits(code):
        found = _from_digits(code, settings)
        if found is not None:
            return found
    if is_bank_card(code):
        return RefusedScan(reason="bank_card")
    return _own_code(code.upper(), settings)


def _without_symbology(code: str) -> str:
    """The code without the AIM identifier (``]E0``, ``]A0`` …) some scanners send first."""
    bare = code[3:] if _IDENTIFIER.match(code) else code
    return bare or code


def _from_elements(code: str, settings: ScanSettings) -> Scan:
    try:
        elements = read_elements(code, minor_digits=settings.minor_digits)
    except Gs1Error as problem:
        return RefusedScan(reason=problem.reason)
    if elements.gtin is None:
        return UnknownScan(code=code, typed=code, reason="no_gtin")
    return ProductScan(
        code=code,
        gtin=elements.gtin,
        in_store=_is_in_store(elements.gtin),
        batch=elements.batch,
        serial=elements.serial,
        expires=elements.expires,
        weight=elements.weight,
        price=elements.price,
        count=elements.count,
    )


def _quantity(code: str, found: re.Match[str], settings: ScanSettings) -> Scan:
    whole, decimals, rest = found[1], found[2] or "", found[3]
    quantity = int(whole + decimals.ljust(3, "0"))
    if quantity == 0:
        return RefusedScan(reason="quantity")
    goods = classify(rest, settings) if rest else None
    if isinstance(goods, RefusedScan):
        return goods
    if isinstance(goods, QuantityScan):
        return RefusedScan(reason="quantity")
    return QuantityScan(code=code, quantity=quantity, rest=goods)


def _from_digits(code: str, settings: ScanSettings) -> Scan | None:
    """Cards, goods from the scale and goods, in this order; the longer fixed prefix wins."""
    template = _template(code, settings)
    if _is_ean_card(code, settings, beaten_by=template.fixed if template else ""):
        return CardScan(code=code)
    if template is not None:
        return _weighed(code, template)
    gtin = normalise_gtin(code, upc_e=settings.upc_e)
    if gtin is None:
        return None
    own = _by_prefix(code, settings, apart="")
    return own or ProductScan(code=code, gtin=gtin, in_store=_is_in_store(gtin))


def _template(code: str, settings: ScanSettings) -> WeighedTemplate | None:
    templates = [WeighedTemplate.parse(text) for text in settings.weighed_templates]
    fitting = [template for template in templates if template.matches(code)]
    return max(fitting, key=lambda template: len(template.fixed), default=None)


def _is_numbered_card(code: str, settings: ScanSettings) -> bool:
    """A card number by one of the shop's own forms, which may not imitate a bank's."""
    if not is_digits(code) or is_bank_card(code):
        return False
    return any(
        len(form) == len(code) and all(a in ("#", b) for a, b in zip(form, code, strict=True))
        for form in settings.card_formats
    )


def _is_ean_card(code: str, settings: ScanSettings, *, beaten_by: str) -> bool:
    prefix = settings.card_prefix
    is_own = bool(prefix) and len(code) == 13 and code.startswith(prefix)
    return is_own and has_true_check_digit(code) and len(prefix) >= len(beaten_by)


def _weighed(code: str, template: WeighedTemplate) -> Scan:
    try:
        goods = template.read(code)
    except PosError as problem:
        return RefusedScan(reason=problem.code)
    return WeighedScan(
        code=code,
        gtin=code.zfill(14),
        article=goods.article,
        weight=goods.weight,
        price=goods.price,
        pieces=goods.pieces,
    )


def _is_in_store(gtin: str) -> bool:
    """Numbers GS1 leaves to the shops: EAN-13 from 20 to 29, 02 and 04, EAN-8 with 2."""
    return gtin.startswith(_IN_STORE)


def _own_code(code: str, settings: ScanSettings) -> Scan | None:
    receipt = _RECEIPT.fullmatch(code)
    if receipt is not None:
        return _receipt(code, receipt)
    for prefix in (settings.coupon_prefix, coupon.PREFIX):
        if prefix and coupon.is_code(code, prefix.upper()):
            return CouponScan(code=coupon.normalise_code(code))
    if certificate.is_own_code(code, settings.certificate_prefix):
        return CertificateScan(code=coupon.normalise_code(code))
    return _by_prefix(code, settings, apart="-")


def _receipt(code: str, found: re.Match[str]) -> Scan | None:
    till, number, day, month = found[1], int(found[2]), int(found[3]), int(found[4])
    if number == 0 or not 1 <= month <= 12 or not 1 <= day <= 31:
        return None
    return ReceiptScan(code=code, till=till, number=number, day=day, month=month)


def _by_prefix(code: str, settings: ScanSettings, *, apart: str) -> Scan | None:
    """Coupon, certificate or staff card; ``apart`` is what parts prefix and number."""
    for prefix, made in (
        (settings.coupon_prefix, CouponScan),
        (settings.certificate_prefix, CertificateScan),
        (settings.staff_prefix, StaffScan),
    ):
        if not prefix or is_digits(prefix) == bool(apart):
            continue
        if apart and re.fullmatch(_OWN_CODE.format(prefix=re.escape(prefix.upper())), code):
            return made(code=code)
        if not apart and len(code) == 13 and code.startswith(prefix):
            return made(code=code)
    return None


def _why_unknown(code: str) -> str:
    return "check_digit" if is_digits(code) and len(code) in GTIN_LENGTHS else "form"
