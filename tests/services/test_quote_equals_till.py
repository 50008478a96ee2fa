"""The same basket rung up at the till and asked of ``pos-app quote`` costs the same, line by line.

The till goes its whole way: goods, promotions and the programme out of the store, lots of points,
a coupon by its code. The quote reads JSON. Both must end in the same engine with the same input.
"""

from __future__ import annotations

import random
from datetime import datetime
from typing import Any

import pytest

from pos_app.domain.catalogue import Product, UnitKind
from pos_app.domain.pricing import EarnRule, Programme
from pos_app.domain.promotion import (
    AmountOff,
    BundlePrice,
    Effect,
    FreeUnits,
    MinAmount,
    MinQuantity,
    PercentOff,
    PointsMultiplier,
    Promotion,
    Scope,
    Tiered,
)
from pos_app.domain.tier import Tier
from pos_app.services.programme_store import record_of
from pos_app.services.quote import quote
from pos_app.services.records import LotRow
from tests.builders import Shop, card_number
from tests.services.desk import Counter, coupon_code, make_counter

Json = dict[str, Any]
NOW = datetime(2026, 11, 22, 9)
CODE = coupon_code("4H79QXA2M")
CATALOGUE: list[Json] = [
    {"sku": "A", "price": 999, "brand": "tide"},
    {"sku": "B", "price": 999, "brand": "tide", "taxes": ["8"]},
    {"sku": "C", "price": 2_499, "tags": ["spring"]},
    {"sku": "D", "price": 350, "discountable": False},
    {"sku": "E", "price": 1_250, "fixed_price": True, "taxes": ["8"]},
    {"sku": "F", "price": 333},
    {"sku": "K", "price": 1_499, "taxes": ["8"]},
]
TIDE, SPRING = Scope(brands=frozenset({"tide"})), Scope(tags=frozenset({"spring"}))
PAIRS: list[tuple[Effect, Json, Json]] = [
    (
        FreeUnits(buy=2, get=1, scope=TIDE),
        {"type": "free_units", "buy": 2, "get": 1, "scope": {"brands": ["tide"]}},
        {"priority": 2},
    ),
    (
        PercentOff(rate=1_500, scope=SPRING),
        {"type": "percent", "value": "15", "target": "line", "scope": {"tags": ["spring"]}},
        {"combinable": True},
    ),
    (
        BundlePrice(units=3, price=800, scope=Scope(skus=frozenset({"F"}))),
        {"type": "bundle_price", "qty": 3, "value": 800, "scope": {"skus": ["F"]}},
        {},
    ),
    (
        Tiered(kind="percent", tiers=((4_000, 300), (8_000, 700))),
        {"type": "tiered_percent", "tiers": [[4, "3"], [8, "7"]]},
        {"combinable": True},
    ),
    (
        PointsMultiplier(factor=20_000, scope=TIDE),
        {"type": "points_multiplier", "value": 2, "scope": {"brands": ["tide"]}},
        {"combinable": True},
    ),
    (AmountOff(amount=150), {"type": "amount", "value": 150}, {"exclusive": True}),
]
LIMITS: dict[int, tuple[tuple[Any, ...], list[Json]]] = {
    1: ((MinAmount(amount=3_000),), [{"type": "min_amount", "amount": 3_000}]),
    5: ((MinQuantity(quantity=6_000),), [{"type": "min_qty", "qty": 6}]),
}
PROGRAMME = Programme(
    tiers=(Tier(tier_id="card", name="Card", discount=500, multiplier=15_000),),
    earn_rules=(EarnRule(points=300, per=10_000, rule_id="earn 1"),),
    max_points_share=4_000,
    points_step=10,
)
TILL: Json = {
    "promotion_order": "benefit",
    "exclusive_takes": "lines",
    "manual_line_discount": "replaces",
    "coupons_per_receipt": 1,
    "max_points_share": 40,
    "points_step": "0.1",
    "tiers": [{"name": "card", "percent": 5, "multiplier": "1.5"}],
    "earn": {"points": 3, "per": 10_000},
}


@pytest.fixture
def counter(shop: Shop) -> Counter:
    """A till with the promotions and the programme in its store."""
    made = make_counter(shop)
    made.use(PROGRAMME)
    with shop.store.uow() as uow:
        for place, (effect, _, facts) in enumerate(PAIRS):
            rule = Promotion(
                rule_id=f"p{place}",
                name=f"P{place}",
                effects=(effect,),
                conditions=LIMITS.get(place, ((), []))[0],
                order=place,
                **facts,
            )
            uow.promotions.put(record_of(rule, uuid=shop.ids.uuid()))
        uow.commit()
    made.book.refresh()
    made.desk.refresh()
    return made


@pytest.fixture
def goods(shop: Shop) -> dict[str, Product]:
    """The catalogue, entered."""
    by_rate = {tax.rate: tax.id for tax in shop.catalogue.taxes()}
    return {
        item["sku"]: shop.product(
            f"Article {item['sku']}",
            item["price"],
            sku=item["sku"],
            brand=item.get("brand", ""),
            tags=tuple(item.get("tags", ())),
            discountable=item.get("discountable", True),
            fixed_price=item.get("fixed_price", False),
            unit=UnitKind.KILOGRAM if item["sku"] == "K" else UnitKind.PIECE,
            tax_rate_id=by_rate[800 if item.get("taxes") == ["8"] else 2_300],
        )
        for item in CATALOGUE
    }


def _rules() -> list[Json]:
    rules: list[Json] = [
        {
            "id": f"p{place}",
            "combinable": False,
            **facts,
            "conditions": LIMITS.get(place, ((), []))[1],
            "effects": [effect],
        }
        for place, (_, effect, facts) in enumerate(PAIRS)
    ]
    coupon = {"type": "amount", "value": 500}
    least = {"type": "min_amount", "amount": 2_000}
    rules.append({"id": "k", "code": CODE, "conditions": [least], "effects": [coupon]})
    return rules


def _give(counter: Counter, customer_id: int, points: int) -> None:
    today = counter.book.today()
    with counter.shop.store.uow() as uow:
        uow.points.add_lot(
            LotRow(
                uuid=counter.shop.ids.uuid(),
                customer_id=customer_id,
                kind="welcome",
                granted=points,
                left=points,
                earned_at=counter.shop.clock.now(),
                active_from=today,
                expires_on=None,
                local_day=today,
            )
        )
        uow.commit()


def _cart(chance: random.Random) -> list[Json]:
    chosen = chance.sample(CATALOGUE, chance.randint(1, len(CATALOGUE)))
    return [
        {
            "line": item["sku"],
            "sku": item["sku"],
            "qty": "0.345" if item["sku"] == "K" else chance.randint(1, 5),
        }
        for item in chosen
    ]


def test_quote_equals_till(counter: Counter, goods: dict[str, Product]) -> None:
    """Sixty baskets, with and without customer, coupon and points."""
    person = counter.shop.customer()
    _give(counter, person.id, 7_777)
    rule = Promotion(
        rule_id="k", effects=(AmountOff(amount=500),), conditions=(MinAmount(amount=2_000),)
    )
    counter.coupon(CODE, rule, max_uses=0)
    chance = random.Random(35)
    seen: set[str] = set()
    for _ in range(60):
        cart = _cart(chance)
        known, spends = chance.random() < 0.7, chance.choice([0, 1_234, 99_900])
        shown = known and chance.random() < 0.6
        desk = counter.desk
        for line in cart:
            quantity = 345 if line["sku"] == "K" else line["qty"] * 1_000
            desk.add_product(goods[line["sku"]].id, quantity)
        if known:
            desk.attach_customer(person.id, card_number(1))
        if shown:
            desk.apply_coupon(CODE)
        if known and spends:
            spends = min(spends, desk.priced.points.limit)
            desk.set_points(spends)
        document: Json = {
            "kind": "basket",
            "catalogue": [{"taxes": ["23"], **item} for item in CATALOGUE],
            "cart": cart,
            "rules": _rules(),
            "codes": [CODE] if shown else [],
            "programme": TILL,
        }
        if known:
            document["customer"] = {"id": "x", "points": "77.77"}
            document["redeem_points"] = f"{spends // 100}.{spends % 100:02}"
        answer = quote(document, NOW)
        seen |= set(answer["applied"])
        assert _till(counter) == _quoted(answer), cart
        desk.cancel()
    assert seen >= {"p0", "p1", "p2", "p3", "p4", "p5", "k"}


def _till(counter: Counter) -> Json:
    priced = counter.desk.priced
    return {
        "total": priced.receipt_total,
        "payable": priced.to_pay,
        "tax": priced.tax,
        "earned": priced.points.earned,
        "spent": priced.points.spent,
        "lines": [(line.sku, line.discount, line.points_share, line.tax) for line in priced.lines],
        "by rule": sorted(rule.discount for rule in priced.applied),
    }


def _quoted(answer: Json) -> Json:
    points = answer["points"]
    return {
        "total": answer["total"],
        "payable": answer["payable"],
        "tax": answer["tax"],
        "earned": round(points["earned"] * 100),
        "spent": round(points["spent"] * 100),
        "lines": [
            (line["sku"], line["discount"], line["points"], line["tax"]) for line in answer["lines"]
        ],
        "by rule": sorted(answer["rule_discount"].values()),
    }
