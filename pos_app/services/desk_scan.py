"""What a scan does to the sale (R35): every one ends as something the cashier sees."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from pos_app.domain.card import CardStatus
from pos_app.domain.catalogue import Product
from pos_app.domain.errors import PosError
from pos_app.domain.money import half_up
from pos_app.domain.pricing import Reason
from pos_app.domain.quantity import ONE
from pos_app.domain.scan import (
    CardScan,
    CertificateScan,
    CouponScan,
    ProductScan,
    QuantityScan,
    ReceiptScan,
    RefusedScan,
    Scan,
    StaffScan,
    UnknownScan,
    WeighedScan,
    classify,
)
from pos_app.services import certificates
from pos_app.services.desk_view import ScanOutcome, ScanResult
from pos_app.services.ports import UnitOfWork

if TYPE_CHECKING:
    from pos_app.services.sale_desk import DeskParts, SaleDesk


def act_on_scan(desk: SaleDesk, parts: DeskParts, text: str, quantity: int) -> ScanOutcome:
    """Do what ``text`` means; ``quantity`` (thousandths) was typed before it (``3 *``).

    Never raises for what a code is; a refused coupon or an inactive product comes back as the
    outcome's reason.
    """
    scan = classify(text, parts.book.current.scan)
    return _act(desk, parts, scan, text, quantity)


def _act(desk: SaleDesk, parts: DeskParts, scan: Scan, text: str, quantity: int) -> ScanOutcome:
    if isinstance(scan, RefusedScan):
        return ScanOutcome(result=ScanResult.REFUSED, reason=Reason(code=f"scan_{scan.reason}"))
    if isinstance(scan, QuantityScan):
        if scan.rest is None:
            return ScanOutcome(result=ScanResult.QUANTITY, value=str(scan.quantity))
        return _act(desk, parts, scan.rest, getattr(scan.rest, "code", text), scan.quantity)
    if isinstance(scan, ReceiptScan):
        return ScanOutcome(result=ScanResult.RECEIPT, value=scan.code)
    if isinstance(scan, StaffScan):
        return ScanOutcome(result=ScanResult.STAFF, value=scan.code)
    if isinstance(scan, CardScan):
        return _card(desk, parts, scan.code)
    if isinstance(scan, CouponScan):
        return _coupon(desk, scan.code)
    if isinstance(scan, CertificateScan):
        return _certificate(desk, scan.code)
    if isinstance(scan, WeighedScan):
        return _weighed(desk, parts, scan, quantity)
    return _goods(desk, parts, scan, quantity)


def _card(desk: SaleDesk, parts: DeskParts, number: str) -> ScanOutcome:
    with parts.uow() as uow:
        card = uow.cards.by_number(number)
    if card is None or card.customer_id is None:
        code = "card_unknown"
        if card is not None:
            code = "card_not_issued" if card.status is CardStatus.STOCK else "card_closed"
        return ScanOutcome(
            result=ScanResult.REFUSED,
            reason=Reason(code=code, params=(("number", number),)),
            value=number,
        )
    desk.attach_customer(card.customer_id, card.number)
    if not card.gives_benefits:
        reason = Reason(code="card_blocked", params=(("number", card.masked),))
        return ScanOutcome(result=ScanResult.CUSTOMER, reason=reason, value=card.number)
    return ScanOutcome(result=ScanResult.CUSTOMER, value=card.number)


def _coupon(desk: SaleDesk, code: str) -> ScanOutcome:
    try:
        desk.apply_coupon(code)
    except PosError as problem:
        return ScanOutcome(
            result=ScanResult.COUPON_REFUSED,
            reason=Reason(code=problem.code, params=tuple(problem.params.items())),
            value=code,
        )
    for refused in desk.priced.not_applied:
        if refused.code == desk.draft.coupon_codes[-1]:
            desk.undo()
            params = (*refused.reason.params, ("missing", refused.missing))
            return ScanOutcome(
                result=ScanResult.COUPON_REFUSED,
                reason=Reason(code=refused.reason.code, params=params),
                value=code,
            )
    return ScanOutcome(result=ScanResult.COUPON, value=desk.draft.coupon_codes[-1])


def _certificate(desk: SaleDesk, code: str) -> ScanOutcome:
    """With goods on the counter it is going to pay; on an idle till its balance is shown."""
    try:
        if not desk.draft.lines:
            known = desk.look_up_certificate(code)
            return ScanOutcome(result=ScanResult.BALANCE, value=known.code, certificate=known)
        held = desk.present_certificate(code)
    except PosError as problem:
        reason = Reason(code=problem.code, params=tuple(problem.params.items()))
        return ScanOutcome(result=ScanResult.REFUSED, reason=reason, value=code)
    return ScanOutcome(result=ScanResult.CERTIFICATE, value=held.code, certificate=held)


def _is_certificate(uow: UnitOfWork, parts: DeskParts, text: str) -> bool:
    """A preprinted number, which looks like anything."""
    prefix = parts.book.current.settings.scanner.certificate_prefix
    return certificates.find(uow, text, prefix) is not None


def _weighed(desk: SaleDesk, parts: DeskParts, scan: WeighedScan, quantity: int) -> ScanOutcome:
    with parts.uow() as uow:
        product = uow.products.by_plu(scan.article) or uow.products.by_barcode(scan.code)
    if product is None:
        return _unknown(desk, scan.code)
    if scan.price is not None:
        shown = half_up(scan.price * ONE, product.price) if product.price else ONE
        return _add(desk, product, max(1, shown), scan.code, fixed_gross=scan.price)
    amount = scan.weight if scan.weight is not None else (scan.pieces or 1) * ONE
    return _add(desk, product, amount * quantity // ONE, scan.code)


def _goods(
    desk: SaleDesk, parts: DeskParts, scan: ProductScan | UnknownScan, quantity: int
) -> ScanOutcome:
    with parts.uow() as uow:
        product, number = _find(uow, scan)
        printed = product is None and number is None and _is_certificate(uow, parts, scan.code)
    if printed:
        return _certificate(desk, scan.code)
    if number is not None:
        return _card(desk, parts, number)
    if product is None:
        return _unknown(desk, scan.code, quantity)
    if isinstance(scan, ProductScan):
        if scan.price is not None:
            shown = scan.weight or (half_up(scan.price * ONE, product.price or 1))
            return _add(desk, product, max(1, shown), scan.code, scan.price, scan.expires)
        if scan.weight is not None:
            return _add(desk, product, scan.weight, scan.code, expires=scan.expires)
        pieces = quantity if scan.count is None else scan.count * quantity
        return _add(desk, product, pieces, scan.code, expires=scan.expires)
    return _add(desk, product, quantity, scan.code)


def _find(uow: UnitOfWork, scan: ProductScan | UnknownScan) -> tuple[Product | None, str | None]:
    """The product, or the number of a card printed in a form of its own."""
    if isinstance(scan, ProductScan):
        found = uow.products.by_barcode(scan.gtin) or uow.products.by_barcode(scan.code)
        spellings: tuple[str, ...] = (scan.code,)
    else:
        found = None
        spellings = tuple(dict.fromkeys((scan.typed, scan.code)))
    for spelling in spellings:
        if found is None:
            found = uow.products.by_barcode(spelling) or uow.products.by_sku(spelling)
    if found is not None:
        return found, None
    card = next((card for s in spellings if (card := uow.cards.by_number(s)) is not None), None)
    return None, card.number if card is not None else None


def _add(
    desk: SaleDesk,
    product: Product,
    quantity: int,
    code: str,
    fixed_gross: int | None = None,
    expires: date | None = None,
) -> ScanOutcome:
    try:
        line_id = desk.add_product(
            product.id, quantity, barcode=code, fixed_gross=fixed_gross, expires=expires
        )
    except PosError as problem:
        reason = Reason(code=problem.code, params=tuple(problem.params.items()))
        return ScanOutcome(result=ScanResult.REFUSED, reason=reason, value=code)
    return ScanOutcome(result=ScanResult.LINE, line_id=line_id, value=code)


def _unknown(desk: SaleDesk, code: str, quantity: int = ONE) -> ScanOutcome:
    pieces = quantity if quantity % ONE == 0 else ONE
    try:
        line_id = desk.add_unknown(code, pieces)
    except PosError as problem:
        refused = "scan_bank_card" if problem.code == "bank_card" else problem.code
        reason = Reason(code=refused, params=tuple(problem.params.items()))
        return ScanOutcome(result=ScanResult.REFUSED, reason=reason)
    return ScanOutcome(result=ScanResult.UNKNOWN, line_id=line_id, value=code)
