"""From a draft on the counter to the basket that pricing works out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from pos_app.domain.catalogue import Product
from pos_app.domain.pricing import (
    Basket,
    BasketLine,
    CustomerFacts,
    Item,
    ManualDiscount,
    PresentedCoupon,
    PriceLevel,
)
from pos_app.domain.sale import Draft, DraftLine
from pos_app.domain.sale import ManualDiscount as GivenDiscount
from pos_app.domain.tax import TaxRate

Levels = Mapping[int, tuple[PriceLevel, ...]]
"""Prices beside the list price, by product id."""


def item_of(product: Product, *, today: date, new_days: int, expires: date | None = None) -> Item:
    """A product as pricing sees it on a day of the shop.

    New is what was added fewer than ``new_days`` days ago; ``expires`` is the batch's last day.
    """
    added = product.added_on
    return Item(
        sku=product.sku,
        name=product.name,
        price=product.price,
        taxes=(TaxRate(rate=product.tax_rate),),
        groups=frozenset((product.group_code,)) if product.group_code else frozenset(),
        brand=product.brand or None,
        tags=frozenset(product.tags),
        discountable=product.discountable,
        fixed_price=product.fixed_price,
        cost=product.cost,
        expires=expires,
        is_new=added is not None and 0 <= (today - added).days < new_days,
    )


def hand_priced_item(line: DraftLine, tax_rate: int) -> Item:
    """Goods without a product: a code nobody knows, sold at a price typed by hand."""
    return Item(
        sku=line.sku or line.barcode,
        name=line.name,
        price=line.unit_price,
        taxes=(TaxRate(rate=tax_rate),),
        discountable=False,
    )


def certificate_item(line: DraftLine) -> Item:
    """A gift certificate being sold: no discount, no points, no tax, no turnover (R22)."""
    return Item(sku=line.certificate, name=line.name, price=line.unit_price, is_certificate=True)


def discount_of(given: GivenDiscount | None) -> ManualDiscount | None:
    """A person's discount in the words of pricing."""
    if given is None:
        return None
    if given.rate:
        return ManualDiscount(
            percent=given.rate, reason=given.reason, below_floor=given.below_floor
        )
    return ManualDiscount(amount=given.amount, reason=given.reason, below_floor=given.below_floor)


def line_discount_of(line: DraftLine) -> ManualDiscount | None:
    """The same on a line, where an amount is no larger a part of it than when it was given."""
    discount = discount_of(line.discount)
    if line.discount is None or discount is None:
        return None
    return replace(discount, most_rate=line.discount.most_rate)


def _item_without_product(line: DraftLine, default_tax: int) -> Item:
    return certificate_item(line) if line.certificate else hand_priced_item(line, default_tax)


def basket_of(
    draft: Draft,
    products: Mapping[int, Product],
    *,
    default_tax: int,
    today: date,
    new_days: int,
    levels: Levels = MappingProxyType({}),
    facts: CustomerFacts | None = None,
    coupons: Sequence[PresentedCoupon] = (),
) -> Basket:
    """The basket of a draft; lines with an unknown code take no part.

    Goods are listed at the price they had when scanned; ``levels`` stand beside it.
    ``default_tax`` (basis points) is for goods sold without a product; ``new_days`` says how long
    goods are new.
    """
    lines = tuple(
        BasketLine(
            line_id=line.line_id,
            item=(
                replace(
                    item_of(
                        products[line.product_id],
                        today=today,
                        new_days=new_days,
                        expires=line.expires,
                    ),
                    price=line.unit_price,
                    prices=levels.get(line.product_id, ()),
                )
                if line.product_id is not None
                else _item_without_product(line, default_tax)
            ),
            quantity=line.quantity,
            unit_price=line.price_override,
            total=line.fixed_gross if line.price_override is None else None,
            discount=line_discount_of(line),
        )
        for line in draft.lines
        if line.unknown_code is None
    )
    return Basket(
        lines=lines,
        customer=facts,
        coupons=tuple(coupons),
        order_discount=discount_of(draft.order_discount),
        redeem=draft.redeem_points if facts is not None else 0,
    )
