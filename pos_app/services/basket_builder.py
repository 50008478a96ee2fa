"""From a draft on the counter to the basket that pricing works out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from pos_app.domain.catalogue import Product
from pos_app.domain.money import half_up
from pos_app.domain.pricing import (
    Basket,
    BasketLine,
    CustomerFacts,
    Item,
    ManualDiscount,
    PresentedCoupon,
)
from pos_app.domain.quantity import ONE
from pos_app.domain.sale import Draft, DraftLine
from pos_app.domain.sale import ManualDiscount as GivenDiscount
from pos_app.domain.tax import TaxRate
from pos_app.services.desk_rights import allowed_amount


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


def discount_of(given: GivenDiscount | None, base: int | None = None) -> ManualDiscount | None:
    """A person's discount in the words of pricing.

    With ``base``, the minor units under it, an amount is no larger a part of them than it was.
    """
    if given is None:
        return None
    if given.rate:
        return ManualDiscount(percent=given.rate, reason=given.reason)
    most = None if base is None else allowed_amount(given, base)
    amount = given.amount if most is None else min(given.amount, most)
    return ManualDiscount(amount=amount, reason=given.reason)


def line_gross(line: DraftLine) -> int:
    """Quantity times price of a line, or the sum on its label, in minor units (R3)."""
    if line.price_override is None and line.fixed_gross is not None:
        return line.fixed_gross
    price = line.unit_price if line.price_override is None else line.price_override
    return half_up(price * line.quantity, ONE)


def basket_of(
    draft: Draft,
    products: Mapping[int, Product],
    *,
    default_tax: int,
    today: date,
    new_days: int,
    facts: CustomerFacts | None = None,
    coupons: Sequence[PresentedCoupon] = (),
) -> Basket:
    """The basket of a draft; lines with an unknown code take no part.

    ``default_tax`` (basis points) is for goods sold without a product; ``new_days`` says how long
    goods are new.
    """
    lines = tuple(
        BasketLine(
            line_id=line.line_id,
            item=(
                item_of(
                    products[line.product_id],
                    today=today,
                    new_days=new_days,
                    expires=line.expires,
                )
                if line.product_id is not None
                else hand_priced_item(line, default_tax)
            ),
            quantity=line.quantity,
            unit_price=line.unit_price if line.price_override is None else line.price_override,
            total=line.fixed_gross if line.price_override is None else None,
            discount=discount_of(line.discount, line_gross(line)),
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
