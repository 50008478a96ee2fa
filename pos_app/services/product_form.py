"""A product as somebody enters it, and the checks it passes on its way into the catalogue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from pos_app.domain.bank_card import is_bank_card
from pos_app.domain.catalogue import Product, ProductGroup, TaxRate, UnitKind
from pos_app.domain.errors import PosError
from pos_app.domain.gtin import GTIN_LENGTHS, is_digits, normalise_gtin
from pos_app.services import checks
from pos_app.services.ports import UnitOfWork

MOST_BARCODES: Final = 50
PRICE: Final = checks.whole(0, checks.MAX_MONEY)
"""A price or a cost: 0 … 10⁹ minor units."""

_NAME = checks.text(120, required=True)
_SKU = checks.text(40)
_SHORT = checks.text(60)
_PLU = checks.digits(1, 6)
_TAGS = checks.several(checks.text(30, required=True), most=20)
_PHOTO = checks.text(120)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductForm:
    """A product as entered; ``price``, ``cost`` in minor units per unit, ``sku`` "" makes one."""

    name: str
    price: int
    sku: str = ""
    unit: UnitKind = UnitKind.PIECE
    group_id: int | None = None
    brand: str = ""
    tags: tuple[str, ...] = ()
    tax_rate_id: int | None = None
    barcodes: tuple[str, ...] = ()
    plu: str = ""
    cost: int | None = None
    fixed_price: bool = False
    discountable: bool = True
    photo: str = ""


def checked_barcodes(codes: Sequence[str]) -> tuple[str, ...]:
    """``codes`` without blanks, each a true article number or a code of the shop's own.

    Raises ``PosError``: ``barcode_check_digit`` (``barcode``), ``bank_card``, or
    ``setting_invalid`` (field ``barcodes``: too many, one article twice, signs no bar code has).
    """
    if len(codes) > MOST_BARCODES:
        raise checks.refuse("barcodes", "range", low=0, high=MOST_BARCODES)
    clean = [code for code in (_barcode(each) for each in codes) if code]
    articles = [normalise_gtin(code) or code for code in clean]
    if len(set(articles)) != len(articles):
        raise checks.refuse("barcodes", "repeat")
    return tuple(clean)


def _barcode(entered: str) -> str:
    code = "".join(entered.split())
    if not code:
        return ""
    if len(code) > 48 or not code.isascii() or not code.isprintable():
        raise checks.refuse("barcodes", "format")
    if is_digits(code) and len(code) in GTIN_LENGTHS:
        if normalise_gtin(code) is None:
            raise PosError("barcode_check_digit", barcode=code)
    elif is_bank_card(code):
        raise PosError("bank_card", field="barcodes")
    return code


def filled(uow: UnitOfWork, product: Product, form: ProductForm) -> Product:
    """``product`` with all of ``form`` but the price."""
    barcodes = checked_barcodes(form.barcodes)
    group = _group(uow, form.group_id)
    tax = _tax_rate(uow, form.tax_rate_id)
    cost = None if form.cost is None else PRICE("cost", form.cost)
    filled = replace(
        product,
        sku=_SKU("sku", form.sku) or product.sku or _made_sku(product, barcodes),
        name=_NAME("name", form.name),
        unit=form.unit,
        group_id=form.group_id,
        group_code=group.code if group else "",
        brand=_SHORT("brand", form.brand),
        tags=_TAGS("tags", form.tags),
        tax_rate_id=form.tax_rate_id,
        tax_rate=tax.rate if tax else 0,
        barcodes=barcodes,
        plu=_PLU("plu", form.plu) if form.plu else None,
        cost=cost,
        fixed_price=form.fixed_price,
        discountable=form.discountable,
        photo=_PHOTO("photo", form.photo) or None,
    )
    _ensure_free(uow, filled)
    return filled


def _made_sku(product: Product, barcodes: tuple[str, ...]) -> str:
    return barcodes[0] if barcodes else f"P-{product.uuid[-8:].upper()}"


def _group(uow: UnitOfWork, group_id: int | None) -> ProductGroup | None:
    if group_id is None:
        return None
    for group in uow.products.groups():
        if group.id == group_id:
            return group
    raise PosError("group_unknown")


def _tax_rate(uow: UnitOfWork, tax_id: int | None) -> TaxRate | None:
    if tax_id is None:
        return None
    for tax in uow.products.taxes():
        if tax.id == tax_id:
            return tax
    raise PosError("tax_unknown")


def _ensure_free(uow: UnitOfWork, product: Product) -> None:
    holder = uow.products.by_sku(product.sku)
    if holder is not None and holder.id != product.id:
        raise PosError("sku_taken", sku=product.sku, name=holder.name)
    for code in product.barcodes:
        holder = uow.products.by_barcode(code)
        if holder is not None and holder.id != product.id:
            raise PosError("barcode_taken", barcode=code, name=holder.name)
    holder = uow.products.by_plu(product.plu) if product.plu else None
    if holder is not None and holder.id != product.id:
        raise PosError("plu_taken", plu=product.plu, name=holder.name)
