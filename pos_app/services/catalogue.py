"""Keeping the goods: entering and changing them, prices with their history, groups, taxes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from pos_app.domain.catalogue import PriceChange, Product, ProductGroup, TaxRate
from pos_app.domain.errors import PosError
from pos_app.domain.events import Event
from pos_app.domain.staff import Action
from pos_app.services import checks
from pos_app.services.ports import (
    Clock,
    EventSink,
    IdSource,
    Queries,
    UnitOfWork,
    UnitOfWorkFactory,
)
from pos_app.services.product_form import PRICE, ProductForm, filled
from pos_app.services.records import ProductHit, ProductQuery
from pos_app.services.session import Session, ensure_may
from pos_app.services.settings import load_settings
from pos_app.services.slips import local_day
from pos_app.services.text import tidy_text

MOST_QUICK_ITEMS: Final = 60

_NAME = checks.text(120, required=True)
_SHORT = checks.text(60)
_REASON = checks.text(120)
_RATE = checks.whole(0, 10_000)
_CODE = checks.text(30)


class CatalogueService:
    """Goods, for everybody to look at and for the owner to change."""

    def __init__(
        self,
        uow: UnitOfWorkFactory,
        queries: Queries,
        clock: Clock,
        ids: IdSource,
        sink: EventSink,
    ) -> None:
        self._uow = uow
        self._queries = queries
        self._clock = clock
        self._ids = ids
        self._sink = sink

    # --- looking -----------------------------------------------------------------------------

    def search(self, query: ProductQuery) -> Sequence[ProductHit]:
        """Products by code, SKU or any part of the name."""
        return self._queries.search_products(query)

    def count(self, query: ProductQuery) -> int:
        """How many products the filters of ``query`` leave."""
        return self._queries.count_products(query)

    def quick_items(self, limit: int = MOST_QUICK_ITEMS) -> Sequence[ProductHit]:
        """The goods on the quick buttons, in their order."""
        return self._queries.quick_items(limit)

    def get(self, product_id: int) -> Product:
        """One product; raises ``PosError("product_unknown")``."""
        with self._uow() as uow:
            return _existing(uow, product_id)

    def by_code(self, code: str) -> Product | None:
        """The product of a bar code, SKU or scale number."""
        code = tidy_text(code)
        with self._uow() as uow:
            products = uow.products
            return products.by_barcode(code) or products.by_sku(code) or products.by_plu(code)

    def price_history(self, product_id: int) -> Sequence[PriceChange]:
        """All prices a product has had."""
        with self._uow() as uow:
            return uow.products.price_history(product_id)

    def groups(self) -> Sequence[ProductGroup]:
        """The groups of goods."""
        with self._uow() as uow:
            return uow.products.groups()

    def taxes(self) -> Sequence[TaxRate]:
        """The taxes of the shop, those no longer used included."""
        with self._uow() as uow:
            return uow.products.taxes()

    # --- goods -------------------------------------------------------------------------------

    def create(self, session: Session, form: ProductForm) -> Product:
        """Enter a product.

        Raises ``PosError``: ``not_allowed``, ``setting_invalid`` (field), ``barcode_check_digit``,
        ``barcode_taken``, ``sku_taken``, ``plu_taken``, ``group_unknown``, ``tax_unknown``,
        ``bank_card``.
        """
        ensure_may(session, Action.PRODUCT_EDIT)
        now = self._clock.now()
        with self._uow() as uow:
            blank = Product(
                id=0,
                uuid=self._ids.uuid(),
                sku="",
                name="",
                price=PRICE("price", form.price),
                added_on=local_day(now, load_settings(uow)),
            )
            product = filled(uow, blank, form)
            product = replace(product, id=uow.products.add(product))
            uow.record(_event("product.created", session, product, price=product.price))
            uow.commit()
        self._sink.changed("product", product.uuid)
        return product

    def edit(
        self, session: Session, product_id: int, form: ProductForm, *, reason: str = ""
    ) -> Product:
        """Change a product; a new price is kept in its history with ``reason``.

        Raises as :meth:`create`, and ``product_unknown``.
        """
        ensure_may(session, Action.PRODUCT_EDIT)
        with self._uow() as uow:
            before = _existing(uow, product_id)
            after = filled(uow, before, form)
            fields = [name for name in _EDITED if getattr(before, name) != getattr(after, name)]
            if fields:
                uow.products.update(after)
                uow.record(_event("product.changed", session, after, fields=fields))
            price = PRICE("price", form.price)
            if price != before.price:
                self._price(uow, session, before, price, reason)
            uow.commit()
        self._sink.changed("product", after.uuid)
        return replace(after, price=price)

    def set_price(self, session: Session, product_id: int, price: int, reason: str = "") -> Product:
        """Change the price only, in minor units; raises as :meth:`edit`."""
        ensure_may(session, Action.PRODUCT_EDIT)
        new: int = PRICE("price", price)
        with self._uow() as uow:
            before = _existing(uow, product_id)
            if new != before.price:
                self._price(uow, session, before, new, reason)
                uow.commit()
        self._sink.changed("product", before.uuid)
        return replace(before, price=new)

    def set_active(self, session: Session, product_id: int, *, active: bool) -> Product:
        """Sell a product, or no longer; receipts keep naming it either way."""
        ensure_may(session, Action.PRODUCT_EDIT)
        with self._uow() as uow:
            product = replace(_existing(uow, product_id), active=active)
            uow.products.update(product)
            kind = "product.activated" if active else "product.withdrawn"
            uow.record(_event(kind, session, product))
            uow.commit()
        self._sink.changed("product", product.uuid)
        return product

    def set_quick_items(self, session: Session, product_ids: Sequence[int]) -> None:
        """Put these goods, in this order, on the quick buttons, and no others.

        Raises ``PosError``: ``not_allowed``, ``product_unknown``, ``too_many_quick_items``.
        """
        ensure_may(session, Action.PRODUCT_EDIT)
        wanted = list(dict.fromkeys(product_ids))
        if len(wanted) > MOST_QUICK_ITEMS:
            raise PosError("too_many_quick_items", limit=MOST_QUICK_ITEMS)
        shown = [hit.id for hit in self._queries.quick_items(MOST_QUICK_ITEMS * 10)]
        with self._uow() as uow:
            for product_id in {*shown, *wanted}:
                product = _existing(uow, product_id)
                place = wanted.index(product_id) + 1 if product_id in wanted else None
                if place != product.quick_position:
                    uow.products.update(replace(product, quick_position=place))
            content = {"count": len(wanted)}
            uow.record(
                Event(type="quick_items.changed", content=content, person=session.person_uuid)
            )
            uow.commit()
        self._sink.changed("product")

    # --- groups and taxes --------------------------------------------------------------------

    def add_group(
        self, session: Session, name: str, *, code: str = "", parent_id: int | None = None
    ) -> ProductGroup:
        """A new group; ``code`` (else the name) is what promotions call it.

        Raises ``PosError``: ``not_allowed``, ``setting_invalid``, ``group_taken``,
        ``group_unknown`` (the parent).
        """
        ensure_may(session, Action.PRODUCT_EDIT)
        title: str = _NAME("name", name)
        key: str = _CODE("code", code) or title[:30]
        with self._uow() as uow:
            groups = uow.products.groups()
            if any(each.code.casefold() == key.casefold() for each in groups):
                raise PosError("group_taken", group=key)
            if parent_id is not None and all(each.id != parent_id for each in groups):
                raise PosError("group_unknown")
            group_id = uow.products.add_group(key, title, parent_id)
            content = {"code": key, "name": title}
            uow.record(Event(type="group.added", content=content, person=session.person_uuid))
            uow.commit()
        self._sink.changed("product")
        return ProductGroup(id=group_id, code=key, name=title, parent_id=parent_id)

    def add_tax(self, session: Session, name: str, rate: int) -> TaxRate:
        """A new tax, ``rate`` in basis points; raises ``setting_invalid`` (name, rate)."""
        ensure_may(session, Action.SETTINGS)
        title: str = _SHORT("name", name)
        share: int = _RATE("rate", rate)
        with self._uow() as uow:
            tax = TaxRate(id=uow.products.add_tax(title, share), name=title, rate=share)
            uow.record(_tax("tax.added", session, tax))
            uow.commit()
        self._sink.changed("settings", "taxes")
        return tax

    def edit_tax(
        self, session: Session, tax_id: int, *, name: str, rate: int, active: bool = True
    ) -> TaxRate:
        """Change a tax from the next receipt on; saved receipts keep theirs.

        Raises ``PosError``: ``tax_unknown``, ``setting_invalid`` (name, rate).
        """
        ensure_may(session, Action.SETTINGS)
        with self._uow() as uow:
            before = next((tax for tax in uow.products.taxes() if tax.id == tax_id), None)
            if before is None:
                raise PosError("tax_unknown")
            after = TaxRate(
                id=tax_id, name=_SHORT("name", name), rate=_RATE("rate", rate), active=active
            )
            uow.products.update_tax(after)
            uow.record(_tax("tax.changed", session, after, rate_before=before.rate))
            uow.commit()
        self._sink.changed("settings", "taxes")
        return after

    def _price(
        self, uow: UnitOfWork, session: Session, product: Product, price: int, reason: str
    ) -> None:
        why: str = _REASON("reason", reason)
        uow.products.set_price(
            PriceChange(
                product_id=product.id,
                price=price,
                old=product.price,
                at=self._clock.now(),
                person_id=session.person_id,
                reason=why,
            )
        )
        uow.record(
            _event(
                "product.price_changed",
                session,
                product,
                before=product.price,
                after=price,
                reason=why,
            )
        )


_EDITED = (
    "sku", "name", "unit", "group_id", "brand", "tags", "tax_rate_id", "barcodes", "plu", "cost",
    "fixed_price", "discountable", "photo",
)  # fmt: skip


def _existing(uow: UnitOfWork, product_id: int) -> Product:
    product = uow.products.get(product_id)
    if product is None:
        raise PosError("product_unknown")
    return product


def _event(kind: str, session: Session, product: Product, **content: object) -> Event:
    named = {"product": product.uuid, "sku": product.sku, **content}
    return Event(type=kind, content=named, person=session.person_uuid)


def _tax(kind: str, session: Session, tax: TaxRate, **content: object) -> Event:
    named = {"name": tax.name, "rate": tax.rate, "active": tax.active, **content}
    return Event(type=kind, content=named, person=session.person_uuid)
