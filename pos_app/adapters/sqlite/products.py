"""Products, groups, taxes, bar codes and the price history."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Final

from pos_app.adapters.sqlite.driver import sqlite3
from pos_app.adapters.sqlite.search import barcode_key, search_text, tidy
from pos_app.adapters.sqlite.session import (
    Row,
    Session,
    day_or_none,
    day_text_or_none,
    reference,
    utc_text,
    utc_time,
)
from pos_app.domain.catalogue import PriceChange, Product, ProductGroup, TaxRate, UnitKind
from pos_app.domain.errors import PosError

PRODUCT_SELECT: Final = """
    SELECT p.id, p.uuid, p.sku, p.name, p.price, p.unit, p.group_id, coalesce(g.code, ''), p.brand,
           p.tags, p.tax_rate_id, coalesce(t.rate, 0), p.plu, p.cost, p.fixed_price,
           p.discountable, p.quick_position, p.photo, p.active, p.added_on,
           (SELECT json_group_array(code ORDER BY position) FROM product_barcode
            WHERE product_id = p.id)
    FROM product p LEFT JOIN product_group g ON g.id = p.group_id
    LEFT JOIN tax_rate t ON t.id = p.tax_rate_id """

_INSERT: Final = """INSERT INTO product (id, uuid, sku, name, price, unit, group_id, brand, tags,
    tax_rate_id, plu, cost, fixed_price, discountable, quick_position, photo, active, added_on,
    name_fold, search, seal) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"""
_UPDATE: Final = """UPDATE product SET uuid=?, sku=?, name=?, price=?, unit=?, group_id=?, brand=?,
    tags=?, tax_rate_id=?, plu=?, cost=?, fixed_price=?, discountable=?, quick_position=?,
    photo=?, active=?, added_on=?, name_fold=?, search=?, seal=? WHERE id=?"""

Codes = list[tuple[str, str, int]]


def product_of(row: Row) -> Product:
    """The product in a row of :data:`PRODUCT_SELECT`."""
    return Product(
        id=row[0],
        uuid=row[1],
        sku=row[2],
        name=row[3],
        price=row[4],
        unit=UnitKind(row[5]),
        group_id=row[6],
        group_code=row[7],
        brand=row[8],
        tags=tuple(json.loads(row[9])) if row[9] != "[]" else (),
        tax_rate_id=row[10],
        tax_rate=row[11],
        plu=row[12],
        cost=row[13],
        fixed_price=bool(row[14]),
        discountable=bool(row[15]),
        quick_position=row[16],
        photo=row[17],
        active=bool(row[18]),
        added_on=day_or_none(row[19]),
        barcodes=tuple(json.loads(row[20])),
    )


class SqliteProducts:
    """See :class:`pos_app.services.ports.ProductRepo`."""

    def __init__(self, session: Session) -> None:
        self._db = session

    def get(self, product_id: int) -> Product | None:
        """By id."""
        return self._find("WHERE p.id = ?", product_id)

    def by_sku(self, sku: str) -> Product | None:
        """By article number as written."""
        return self._find("WHERE p.sku = ?", sku)

    def by_plu(self, plu: str) -> Product | None:
        """By the article number inside weighed bar codes."""
        return self._find("WHERE p.plu = ?", plu)

    def by_barcode(self, code: str) -> Product | None:
        """By bar code in any of its lengths."""
        return self._find(
            "WHERE p.id = (SELECT product_id FROM product_barcode WHERE key = ?)",
            barcode_key(code),
        )

    def add(self, product: Product) -> int:
        """Store a new product, its codes and the first entry of its price history; the id."""
        product_id = self._db.next_id("product")
        codes = _codes(product)
        values = self._values(product_id, product, product.price)
        try:
            self._db.run(_INSERT, (*values, self._seal(values, codes)))
        except sqlite3.IntegrityError as error:
            raise _clash(error, product) from error
        self._put_codes(product_id, codes)
        added = PriceChange(
            product_id=product_id,
            price=product.price,
            old=None,
            at=self._db.clock.now(),
            person_id=None,
            reason="",
        )
        self._append_price(added)
        return product_id

    def update(self, product: Product) -> None:
        """Store all fields but the price; the bar codes given replace the old ones."""
        price = self._price(product.id)
        codes = _codes(product)
        values = self._values(product.id, product, price)
        try:
            self._db.run(_UPDATE, (*values[1:], self._seal(values, codes), product.id))
        except sqlite3.IntegrityError as error:
            raise _clash(error, product) from error
        self._db.run("DELETE FROM product_barcode WHERE product_id = ?", (product.id,))
        self._put_codes(product.id, codes)

    def set_price(self, change: PriceChange) -> None:
        """Change the price and append to the history; ``old`` is taken from the store."""
        product = self.get(change.product_id)
        if product is None:
            raise PosError("product_unknown", product_id=change.product_id)
        values = self._values(product.id, product, change.price)
        seal = self._seal(values, _codes(product))
        self._db.run(
            "UPDATE product SET price = ?, seal = ? WHERE id = ?", (change.price, seal, product.id)
        )
        self._append_price(change, product.price)

    def price_history(self, product_id: int) -> Sequence[PriceChange]:
        """All prices, oldest first."""
        rows = self._db.all(
            "SELECT product_id, price, old, at, person_id, reason FROM price_history "
            "WHERE product_id = ? ORDER BY id",
            (product_id,),
        )
        return [
            PriceChange(
                product_id=row[0],
                price=row[1],
                old=row[2],
                at=utc_time(row[3]),
                person_id=row[4],
                reason=row[5],
            )
            for row in rows
        ]

    def groups(self) -> Sequence[ProductGroup]:
        """All groups by code."""
        rows = self._db.all("SELECT id, code, name, parent_id FROM product_group ORDER BY code")
        return [ProductGroup(id=r[0], code=r[1], name=r[2], parent_id=r[3]) for r in rows]

    def add_group(self, code: str, name: str, parent_id: int | None = None) -> int:
        """A new group; raises ``PosError("group_taken")``."""
        values = (self._db.next_id("product_group"), code, name, reference(parent_id))
        try:
            self._db.run(
                "INSERT INTO product_group (id, code, name, parent_id, seal) VALUES (?,?,?,?,?)",
                (*values, self._db.sealer.seal("product_group", values)),
            )
        except sqlite3.IntegrityError as error:
            if "product_group.code" in str(error):
                raise PosError("group_taken", group=code) from error
            raise
        return int(values[0])

    def taxes(self) -> Sequence[TaxRate]:
        """All taxes, in the order in which they were made."""
        rows = self._db.all("SELECT id, name, rate, active FROM tax_rate ORDER BY id")
        return [TaxRate(id=r[0], name=r[1], rate=r[2], active=bool(r[3])) for r in rows]

    def add_tax(self, name: str, rate: int) -> int:
        """A new tax of ``rate`` basis points; its id."""
        values = (self._db.next_id("tax_rate"), name, rate, 1)
        self._db.run(
            "INSERT INTO tax_rate (id, name, rate, active, seal) VALUES (?,?,?,?,?)",
            (*values, self._db.sealer.seal("tax_rate", values)),
        )
        return int(values[0])

    def update_tax(self, tax: TaxRate) -> None:
        """Store all fields of a tax; sales keep the rate they were made with."""
        values = (tax.id, tax.name, tax.rate, int(tax.active))
        self._db.run(
            "UPDATE tax_rate SET name = ?, rate = ?, active = ?, seal = ? WHERE id = ?",
            (*values[1:], self._db.sealer.seal("tax_rate", values), tax.id),
        )

    def _find(self, where: str, key: object) -> Product | None:
        row = self._db.one(PRODUCT_SELECT + where, (key,))
        return None if row is None else product_of(row)

    def _price(self, product_id: int) -> int:
        row = self._db.one("SELECT price FROM product WHERE id = ?", (product_id,))
        if row is None:
            raise PosError("product_unknown", product_id=product_id)
        return int(row[0])

    def _values(self, product_id: int, product: Product, price: int) -> tuple[object, ...]:
        fold = self._db.fold
        codes = " ".join(product.barcodes)
        return (
            product_id,
            product.uuid,
            product.sku,
            product.name,
            price,
            product.unit.value,
            reference(product.group_id),
            product.brand,
            json.dumps(product.tags, ensure_ascii=False),
            reference(product.tax_rate_id),
            product.plu or None,
            product.cost,
            int(product.fixed_price),
            int(product.discountable),
            product.quick_position,
            product.photo,
            int(product.active),
            day_text_or_none(product.added_on),
            tidy(fold(product.name)),
            search_text(fold, product.name, product.brand, product.sku, codes),
        )

    def _seal(self, values: tuple[object, ...], codes: Codes) -> str:
        return self._db.sealer.seal("product", (*values, codes))

    def _put_codes(self, product_id: int, codes: Codes) -> None:
        for key, code, position in codes:
            try:
                self._db.run(
                    "INSERT INTO product_barcode (key, code, product_id, position) "
                    "VALUES (?,?,?,?)",
                    (key, code, product_id, position),
                )
            except sqlite3.IntegrityError as error:
                raise PosError("barcode_taken", barcode=code) from error

    def _append_price(self, change: PriceChange, old: int | None = None) -> None:
        self._db.append(
            "price_history",
            (
                self._db.ids.uuid(),
                self._db.till,
                change.product_id,
                change.price,
                old,
                utc_text(change.at),
                reference(change.person_id),
                change.reason,
            ),
        )


def _codes(product: Product) -> Codes:
    return [(barcode_key(code), code, place) for place, code in enumerate(product.barcodes)]


def _clash(error: Exception, product: Product) -> Exception:
    text = str(error)
    if "product.sku" in text:
        return PosError("sku_taken", sku=product.sku)
    if "product.plu" in text:
        return PosError("plu_taken", plu=product.plu)
    return error
