"""What every life begins with, told twice: to the program and to the model.

Goods, promotions, coupons and programmes stand here side by side as records and as plain figures.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from pos_app.adapters.sqlite.store import create_store
from pos_app.domain.catalogue import UnitKind
from pos_app.domain.pricing import EarnRule, Programme
from pos_app.domain.promotion import AmountOff, MinAmount, PercentOff, Promotion, Scope
from pos_app.domain.tier import Tier, TierReview
from pos_app.services.programme_store import record_of
from tests.builders import build_shop
from tests.e2e.life_books import Coupon, Person, Policy
from tests.e2e.life_model import LifeModel
from tests.fakes import OPENING, FakeClock, FastHasher, RecordingSink, SequentialIds
from tests.services.desk import coupon_code, make_counter

KEY = b"k" * 32
FLOAT = 10_000
GOODS: dict[str, dict[str, Any]] = {
    "A": {"price": 999},
    "B": {"price": 2_499, "taxes": ["8"]},
    "C": {"price": 14_990},
    "D": {"price": 350, "discountable": False},
    "E": {"price": 1_250, "fixed_price": True},
    "F": {"price": 333},
    "K": {"price": 1_499, "taxes": ["8"]},
}
PEOPLE = 3


def _percent(value: str, sku: str) -> dict[str, Any]:
    return {"type": "percent", "value": value, "target": "line", "scope": {"skus": [sku]}}


PROMOTIONS: list[tuple[Promotion, dict[str, Any]]] = [
    (
        Promotion(
            rule_id="last", effects=(PercentOff(rate=3000, scope=Scope(skus=frozenset("B"))),),
            usage_limit=4,
        ),
        {
            "usage_limit": 4,
            "effects": [_percent("30", "B")],
        },
    ),
    (
        Promotion(
            rule_id="purse", effects=(PercentOff(rate=2000, scope=Scope(skus=frozenset("C"))),),
            budget=5_000,
        ),
        {
            "budget": 5_000,
            "effects": [_percent("20", "C")],
        },
    ),
    (
        Promotion(
            rule_id="twice", effects=(PercentOff(rate=1500, scope=Scope(skus=frozenset("A"))),),
            usage_limit_per_customer=2,
        ),
        {
            "usage_limit_per_customer": 2,
            "effects": [_percent("15", "A")],
        },
    ),
]  # fmt: skip
COUPONS: list[tuple[str, Promotion, dict[str, Any], dict[str, Any]]] = [
    (
        "222222222",
        Promotion(
            rule_id="c", effects=(AmountOff(amount=500),), conditions=(MinAmount(amount=2_000),)
        ),
        {
            "conditions": [{"type": "min_amount", "amount": 2_000}],
            "effects": [{"type": "amount", "value": 500}],
        },
        {},
    ),
    (
        "333333333",
        Promotion(rule_id="c", effects=(PercentOff(rate=1000, target="order"),)),
        {"effects": [{"type": "percent", "value": "10", "target": "order"}]},
        {"max_uses": 4, "max_uses_per_customer": 2},
    ),
    (
        "444444444",
        Promotion(rule_id="c", effects=(AmountOff(amount=300),)),
        {"effects": [{"type": "amount", "value": 300}]},
        {"customer_id": 2, "valid_to": OPENING.date() + timedelta(days=20)},
    ),
    (
        "555555555",
        Promotion(rule_id="c", effects=(AmountOff(amount=101),)),
        {"effects": [{"type": "amount", "value": 101}]},
        {"max_uses": 0},
    ),
]
NEXT = {
    "next_coupon.enabled": True,
    "next_coupon.threshold": 15_000,
    "next_coupon.benefit": "amount",
    "next_coupon.value": 700,
    "next_coupon.starts_after_days": 0,
    "next_coupon.valid_days": 30,
    "next_coupon.minimum": 1_000,
}
NEXT_TERMS = {
    "threshold": 15_000,
    "days": 30,
    "rule": {
        "conditions": [{"type": "min_amount", "amount": 1_000}],
        "effects": [{"type": "amount", "value": 700}],
    },
}


def _tier(name: str, threshold: int, percent: int, times: str) -> tuple[Tier, dict[str, Any]]:
    tier = Tier(
        tier_id=name, name=name, threshold=threshold, discount=percent * 100,
        multiplier=int(float(times) * 10_000),
    )  # fmt: skip
    return tier, {"name": name, "min_spent": threshold, "percent": percent, "multiplier": times}


BRONZE, SILVER = _tier("bronze", 0, 0, "1"), _tier("silver", 15_000, 5, "1.5")
GOLD, MERGED = _tier("gold", 40_000, 10, "2"), _tier("gold", 15_000, 7, "1.5")


def _policy(
    tiers: list[tuple[Tier, dict[str, Any]]], programme: dict[str, Any], settings: dict[str, Any],
    **plain: Any,
) -> tuple[Programme, Policy]:  # fmt: skip
    return (
        Programme(tiers=tuple(tier for tier, _ in tiers), **programme),
        Policy(
            settings={"tiers": [told for _, told in tiers], **settings},
            tiers=[(tier.tier_id, tier.threshold) for tier, _ in tiers],
            **plain,
        ),
    )


POLICIES: list[tuple[Programme, Policy]] = [
    _policy(
        [BRONZE, SILVER, GOLD],
        {
            "earn_rules": (EarnRule(points=500, per=10_000),),
            "max_points_share": 5_000,
            "points_expiry_days": 60,
        },
        {"earn": {"points": 5, "per": 10_000}, "max_points_share": 50},
        expiry=60,
    ),
    _policy(
        [BRONZE, MERGED],
        {
            "earn_rules": (EarnRule(points=700, per=10_000),),
            "points_step": 10,
            "activation_delay_days": 5,
            "points_expiry_days": 20,
            "tier_review": TierReview(months=2),
            "turnover_window": "rolling_12_months",
        },
        {"earn": {"points": 7, "per": 10_000}, "points_step": "0.1"},
        delay=5, expiry=20, review_months=2, window="rolling_12_months",
    ),
    _policy(
        [],
        {
            "earn_rules": (EarnRule(points=1000, per=10_000, min_amount=3_000),),
            "point_value": 50,
            "points_step": 1,
            "points_expiry_by": "month_end",
            "restored_points_days": 30,
            "max_points_per_receipt": 1_500,
        },
        {
            "earn": {"points": 10, "per": 10_000, "min_amount": 3_000},
            "point_value": 50,
            "points_step": "0.01",
            "max_points_per_receipt": 15,
        },
        month_end=True, restored_days=30,
    ),
    _policy(
        [SILVER, GOLD],
        {
            "earn_rules": (EarnRule(points=300, per=10_000),),
            "stacking": "add",
            "earn_while_redeeming": False,
            "min_money_part": 100,
            "tier_review": TierReview(months=1),
            "turnover_window": "calendar_year",
        },
        {
            "earn": {"points": 3, "per": 10_000},
            "stacking": "add",
            "earn_while_redeeming": False,
            "min_money_part": 100,
        },
        review_months=1, window="calendar_year",
    ),
]  # fmt: skip


def make_template(folder: Path) -> Path:
    """The shop every life begins with: goods, people, promotions, coupons, an open shift."""
    clock, ids, path = FakeClock(), SequentialIds(), folder / "template.db"
    store = create_store(path, clock=clock, ids=ids, key=KEY)
    shop = build_shop(store, clock, ids, FastHasher(), RecordingSink())
    counter = make_counter(shop, shop.owner)
    rates = {tax.rate: tax.id for tax in shop.catalogue.taxes()}
    for sku, facts in GOODS.items():
        shop.product(
            f"Article {sku}", facts["price"], sku=sku,
            discountable=facts.get("discountable", True),
            fixed_price=facts.get("fixed_price", False),
            unit=UnitKind.KILOGRAM if sku == "K" else UnitKind.PIECE,
            tax_rate_id=rates[800 if facts.get("taxes") == ["8"] else 2_300],
        )  # fmt: skip
    for number in range(1, PEOPLE + 1):
        shop.customer(f"Maria {number}", number)
    with store.uow() as uow:
        for rule, _ in PROMOTIONS:
            uow.promotions.put(record_of(rule, uuid=ids.uuid()))
        uow.commit()
    for body, rule, _, more in COUPONS:
        counter.coupon(coupon_code(body), rule, **more)
    shop.settings.change_many(shop.owner, {**NEXT, "money.cash_rounding": 5})
    shop.programme.change(shop.owner, POLICIES[0][0])
    store.close()
    return path


def new_model() -> LifeModel:
    """The books as the template leaves them."""
    taxed = {sku: {"sku": sku, "taxes": ["23"], **facts} for sku, facts in GOODS.items()}
    rules = [{"combinable": False, "id": rule.rule_id, **told} for rule, told in PROMOTIONS]
    model = LifeModel(taxed, rules, [policy for _, policy in POLICIES], OPENING.date(), FLOAT)
    model.step = 5
    model.next_coupon = NEXT_TERMS
    model.people = {number: Person() for number in range(1, PEOPLE + 1)}
    model.versions.append((0, OPENING.date(), False))
    for _, _, told, more in COUPONS:
        model.coupons.append(
            Coupon(
                rule=told, first=OPENING.date(), last=more.get("valid_to"),
                most=more.get("max_uses", 1), each=more.get("max_uses_per_customer", 0),
                owner=more.get("customer_id"),
            )
        )  # fmt: skip
    return model
