"""What a scan means on pages that have no use for it themselves (DESIGN, scanner table)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pos_app.bootstrap.office_paper import form_code
from pos_app.domain.catalogue import Product
from pos_app.domain.scan import (
    CardScan,
    CertificateScan,
    ProductScan,
    ReceiptScan,
    StaffScan,
    UnknownScan,
    WeighedScan,
    classify,
)

if TYPE_CHECKING:
    from pos_app.bootstrap.frame import Frame


def scan_elsewhere(frame: Frame, text: str) -> None:
    """Goods open their product, a card its person, a slip its return, a certificate its page,
    a form on paper its questions.

    The rest is refused.

    A code nobody knows is said, with the way to make a product of it.
    """
    if frame.session is None:
        frame.alert()
        return
    scan = classify(text, frame.shop.book.current.scan)
    form = form_code(scan)
    if form:
        frame.office.paper.open_code(form)
    elif isinstance(scan, ReceiptScan):
        frame.open_returns(scan.code)
    elif isinstance(scan, CardScan):
        frame.open_customers(scan.code)
    elif isinstance(scan, CertificateScan):
        frame.office.certificates.open_code(scan.code)
    elif isinstance(scan, StaffScan):
        frame.switch_by_card(scan.code)
    elif isinstance(scan, ProductScan | WeighedScan | UnknownScan):
        _goods(frame, scan)
    else:
        frame.alert()


def _goods(frame: Frame, scan: ProductScan | WeighedScan | UnknownScan) -> None:
    product = _find(frame, scan)
    if product is not None:
        frame.office.products.open_product(product.id)
        return
    t = frame.voice.t
    frame.alert()
    frame.window.show_undo(
        t._("Nobody knows the code {code}.", code=scan.code),
        t._("Create product"),
        lambda: frame.office.products.open_product_for_code(scan.code),
        icon="package",
    )


def _find(frame: Frame, scan: ProductScan | WeighedScan | UnknownScan) -> Product | None:
    with frame.shop.store.uow() as uow:
        if isinstance(scan, WeighedScan):
            return uow.products.by_plu(scan.article) or uow.products.by_barcode(scan.code)
        if isinstance(scan, ProductScan):
            return uow.products.by_barcode(scan.gtin) or uow.products.by_barcode(scan.code)
        return uow.products.by_barcode(scan.code) or uow.products.by_sku(scan.typed)
