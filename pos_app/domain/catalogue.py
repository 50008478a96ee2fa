"""Goods on the shelf: products, their bar codes, groups and prices."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum


class UnitKind(Enum):
    """How a product is counted: by the piece, or measured (kg, litre, metre)."""

    PIECE = "pcs"
    KILOGRAM = "kg"
    LITRE = "l"
    METRE = "m"


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxRate:
    """A tax of the shop, ``rate`` in basis points (2000 = 20 %)."""

    id: int
    name: str
    rate: int
    active: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductGroup:
    """A group of goods; promotions and earning rates may name it by ``code``."""

    id: int
    code: str
    name: str
    parent_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """One article.

    ``price`` is minor units per piece (or per kg, l, m); ``cost`` likewise where known.
    ``fixed_price`` goods take no discount (R2). ``quick_position`` places it among quick items.
    ``barcodes`` are normalised GTINs or in-store codes as printed, leading zeros kept.
    ``plu`` is the article number inside weighed bar codes, if any.
    """

    id: int
    uuid: str
    sku: str
    name: str
    price: int
    unit: UnitKind = UnitKind.PIECE
    group_id: int | None = None
    group_code: str = ""
    brand: str = ""
    tags: tuple[str, ...] = ()
    tax_rate_id: int | None = None
    tax_rate: int = 0
    barcodes: tuple[str, ...] = ()
    plu: str | None = None
    cost: int | None = None
    fixed_price: bool = False
    discountable: bool = True
    quick_position: int | None = None
    photo: str | None = None
    active: bool = True
    added_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceChange:
    """One entry of a product's price history; ``price`` in minor units, ``old`` before it."""

    product_id: int
    price: int
    old: int | None
    at: datetime
    person_id: int | None
    reason: str
