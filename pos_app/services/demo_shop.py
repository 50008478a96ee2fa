"""The demo shop on the shelf: settings, people, goods, programme and promotions of one language."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from pos_app.domain.catalogue import Product
from pos_app.domain.pricing import Programme, earn_percent
from pos_app.domain.promotion import (
    BirthdayWindow,
    FreeUnits,
    Gift,
    IsCustomer,
    MinAmount,
    PercentOff,
    PointsMultiplier,
    Promotion,
    Scope,
)
from pos_app.domain.staff import Role
from pos_app.domain.tier import Tier
from pos_app.services.demo_model import DemoData, DemoPerson, DemoProduct
from pos_app.services.ports import IdSource, UnitOfWork
from pos_app.services.programme_store import record_of
from pos_app.services.setup import PersonAnswer, ShopAnswers, TaxAnswer

PINS: Final = {"owner": "111111", "senior": "222222", "cashier1": "333333", "cashier2": "444444"}
_ROLES: Final = {"senior": Role.SENIOR, "cashier1": Role.CASHIER, "cashier2": Role.CASHIER}
PRICE_RISE: Final = 105
"""Percent: what a price of today is of the one a year ago, for the goods that rose."""


def answers(data: DemoData) -> ShopAnswers:
    """What the demo shop answers to the first-run questions."""
    text = data.text
    taxes = dict.fromkeys((text["std_tax"], text["low_tax"]))
    return ShopAnswers(
        shop_name=text["name"],
        owner=PersonAnswer(name=text["owner"], secret=PINS["owner"], role=Role.OWNER),
        language=data.language, currency=text["currency"], time_zone=text["zone"],
        region=text["region"], cash_rounding=data.number("rounding"),
        taxes=tuple(TaxAnswer(name=tax.rsplit(":", 1)[0], rate=tax_rate(tax)) for tax in taxes),
        mode="both", tier_name=text["tier1"],
        people=tuple(PersonAnswer(name=text[key], secret=PINS[key], role=role)
                     for key, role in _ROLES.items()),
        settings={
            "shop.subtitle": text["subtitle"], "shop.address": text["address"],
            "shop.phone": text["phone"], "shop.thanks": text["thanks"],
            "shop.return_terms": text["return_terms"],
            "next_coupon.enabled": True, "next_coupon.benefit": "percent",
            "next_coupon.value": 1000, "next_coupon.threshold": data.number("coupon_from"),
            "next_coupon.valid_days": 30, "next_coupon.title": text["coupon_title"],
            "next_coupon.not_with_promotions": True,
        },
    )  # fmt: skip


def tax_rate(tax: str) -> int:
    """Basis points of ``"VAT 23%:2300"``."""
    return int(tax.rsplit(":", 1)[1])


def staff(data: DemoData) -> tuple[DemoPerson, ...]:
    """Who works here, with the PINs the demo documents."""
    return tuple(
        DemoPerson(name=data.text[key], role=_ROLES.get(key, Role.OWNER).value, pin=pin)
        for key, pin in PINS.items()
    )


def programme(data: DemoData) -> Programme:
    """3, 5 or 7 % off by tier, 3 % back in points, up to 30 % of a receipt, living 180 days."""
    text = data.text
    worth = data.number("point_value")
    tiers = (
        Tier(tier_id="bronze", name=text["tier1"], threshold=0, discount=300),
        Tier(tier_id="silver", name=text["tier2"], threshold=data.number("silver"), discount=500),
        Tier(tier_id="gold", name=text["tier3"], threshold=data.number("gold"), discount=700),
    )
    return Programme(
        tiers=tiers, earn_rules=(earn_percent(300, point_value=worth),), point_value=worth,
        max_points_share=3000, points_on_promotion_lines=True, points_expiry_days=180,
        turnover_window="rolling_12_months",
    )  # fmt: skip


def stock_shelves(uow: UnitOfWork, ids: IdSource, data: DemoData, day: date) -> dict[str, Product]:
    """Store groups and goods at the prices of a year ago; the goods by SKU."""
    taxes = {tax.rate: tax.id for tax in uow.products.taxes()}
    rates = {low: tax_rate(data.text[key]) for low, key in ((False, "std_tax"), (True, "low_tax"))}
    groups = {code: uow.products.add_group(code, name) for code, name in data.groups}
    shelf: dict[str, Product] = {}
    for goods in data.products:
        rate = rates[goods.low_tax]
        product = Product(
            id=0, uuid=ids.uuid(), sku=goods.sku, name=goods.name, price=old_price(goods),
            unit=goods.unit, group_id=groups[goods.group], group_code=goods.group,
            brand=goods.brand, tags=(goods.label,), tax_rate_id=taxes[rate], tax_rate=rate,
            barcodes=(goods.barcode,) if goods.barcode else (), plu=goods.plu or None,
            cost=goods.cost, quick_position=goods.quick or None, added_on=day,
        )  # fmt: skip
        uow.products.add(product)
        stored = uow.products.by_sku(goods.sku)
        assert stored is not None
        shelf[goods.sku] = stored
    return shelf


def old_price(goods: DemoProduct) -> int:
    """What it cost a year ago: two goods in three were cheaper."""
    if int(goods.sku) % 3 == 0 or goods.price < 100:
        return goods.price
    lower = goods.price * 100 // PRICE_RISE
    return lower - lower % 10 + goods.price % 10


def promotions(data: DemoData, today: date) -> tuple[Promotion, ...]:
    """What is on now, and what was on during the year."""
    text = data.text
    labels = {goods.family: goods.label for goods in data.products}
    cream = next(goods.sku for goods in data.products if goods.family == "handcream")

    def ago(days: int) -> date:
        return today - timedelta(days=days)

    def kind(family: str) -> Scope:
        return Scope(tags=frozenset((labels[family],)))

    def off(key: str, rate: int, family: str, start: int, end: int) -> Promotion:
        return Promotion(
            rule_id=f"{key}-{start}", name=text[key],
            effects=(PercentOff(rate=rate, scope=kind(family)),),
            valid_from=ago(start), valid_to=ago(end),
        )  # fmt: skip

    return (
        off("promo_dish", 1500, "dish", 5, -9),
        Promotion(
            rule_id="toothpaste-3-for-2", name=text["promo_paste"], valid_from=ago(12),
            valid_to=ago(-18), exclusive=True,
            effects=(FreeUnits(buy=2, get=1, scope=kind("toothpaste")),),
        ),
        Promotion(
            rule_id="birthday-points", name=text["promo_birthday"], combinable=True,
            conditions=(BirthdayWindow(before=7, after=7),),
            effects=(PointsMultiplier(factor=20_000),),
        ),
        Promotion(
            rule_id="gift-hand-cream", name=text["promo_gift"], combinable=True,
            conditions=(IsCustomer(), MinAmount(amount=data.number("gift_from"))),
            effects=(Gift(sku=cream),), valid_from=today, valid_to=ago(-20),
        ),
        off("promo_laundry", 1000, "powder", 95, 75),
        off("promo_laundry", 1000, "gel", 300, 280),
        off("promo_hair", 1500, "shampoo", 180, 150),
        off("promo_clean", 2000, "floor", 230, 205),
        off("promo_dish", 1500, "dish", 140, 126),
    )  # fmt: skip


def store_promotions(uow: UnitOfWork, ids: IdSource, data: DemoData, today: date) -> None:
    """Put the promotions into the store."""
    for promotion in promotions(data, today):
        uow.promotions.put(record_of(promotion, uuid=ids.uuid()))
