"""The shop's promotions: kept, changed, paused by the owner; how each of them stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest

from pos_app.domain.errors import PosError
from pos_app.domain.promotion import (
    AmountOff,
    AnyOf,
    BirthdayWindow,
    BundlePrice,
    Condition,
    Contains,
    DistinctSkus,
    Effect,
    FirstPlusAdditional,
    FixedPrice,
    FreeUnits,
    Gift,
    Hours,
    InGroup,
    InTier,
    IsCustomer,
    IssueCoupon,
    MaxQuantity,
    MinAmount,
    MinQuantity,
    NoneOf,
    NthOrder,
    PercentOff,
    PointsMultiplier,
    Promotion,
    Scope,
    Tiered,
)
from pos_app.services import codec
from pos_app.services.promotion_checks import checked_promotion
from pos_app.services.promotions import PromotionService, StoredPromotion
from tests.builders import Shop

TEN = PercentOff(rate=1000)
SPRING = Promotion(rule_id="x", name="Spring", effects=(TEN,))
TODAY = date(2026, 11, 22)


@pytest.fixture
def service(shop: Shop) -> PromotionService:
    """Promotions of the tests' shop."""
    return PromotionService(shop.store.uow, shop.ids, shop.sink)


def refused(code: str, deed: Any, *args: Any, **more: Any) -> PosError:
    with pytest.raises(PosError) as refusal:
        deed(*args, **more)
    assert refusal.value.code == code
    return refusal.value


# --- keeping ---------------------------------------------------------------------------------


def test_a_new_promotion_is_kept_told_and_journaled(shop: Shop, service: PromotionService) -> None:
    uuid = service.put(shop.owner, replace(SPRING, name="  Spring ", used=3, budget_used=5))
    wanted = replace(SPRING, rule_id=uuid)
    assert service.all() == [StoredPromotion(uuid=uuid, promotion=wanted)]
    assert service.get(uuid) == service.all()[0]
    assert shop.sink.heard == [("promotion", uuid)]
    ((kind, content, person, _),) = shop.events("promotion.")
    assert kind == "promotion.added"
    assert content == {"uuid": uuid, "name": "Spring", "rule": codec.to_plain(wanted)}
    assert person == shop.people["Leyla"].uuid


def test_a_change_keeps_the_id_its_uses_are_counted_under(
    shop: Shop, service: PromotionService
) -> None:
    uuid = service.put(shop.owner, SPRING)
    changed = replace(SPRING, rule_id="other", name="Summer", priority=5)
    assert service.put(shop.owner, changed, uuid) == uuid
    assert [one.promotion for one in service.all()] == [replace(changed, rule_id=uuid)]
    assert [event[0] for event in shop.events("promotion.")] == [
        "promotion.added",
        "promotion.changed",
    ]


def test_a_copy_says_the_same_and_is_not_kept(shop: Shop, service: PromotionService) -> None:
    uuid = service.put(shop.owner, replace(SPRING, budget=500, enabled=False))
    copy = service.copy_of(uuid, "S" * 80)
    assert (copy.name, copy.budget, copy.enabled, copy.effects) == ("S" * 60, 500, True, (TEN,))
    assert len(service.all()) == 1


def test_pausing_and_resuming(shop: Shop, service: PromotionService) -> None:
    uuid = service.put(shop.owner, SPRING)
    service.resume(shop.owner, uuid)
    assert [event[0] for event in shop.events("promotion.")] == ["promotion.added"]
    service.pause(shop.owner, uuid)
    assert not service.get(uuid).promotion.enabled
    service.resume(shop.owner, uuid)
    assert service.get(uuid).promotion.enabled
    kinds = [(event[0], event[1]["name"]) for event in shop.events("promotion.")][1:]
    assert kinds == [("promotion.paused", "Spring"), ("promotion.resumed", "Spring")]
    assert shop.sink.heard == [("promotion", uuid)] * 3


@pytest.mark.parametrize("name", ["Anna", "Marta"])
def test_only_the_owner_writes_promotions(shop: Shop, service: PromotionService, name: str) -> None:
    uuid = service.put(shop.owner, SPRING)
    refused("not_allowed", service.put, shop.session(name), SPRING)
    refused("not_allowed", service.pause, shop.session(name), uuid)


def test_an_unknown_promotion(shop: Shop, service: PromotionService) -> None:
    service.put(shop.owner, SPRING)
    refused("promotion_unknown", service.get, "nothing")
    refused("promotion_unknown", service.put, shop.owner, SPRING, "nothing")
    refused("promotion_unknown", service.pause, shop.owner, "nothing")


# --- how it stands ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        ({}, "running"),
        ({"valid_from": TODAY, "valid_to": TODAY}, "running"),
        ({"valid_from": date(2026, 11, 23)}, "planned"),
        ({"valid_to": date(2026, 11, 21)}, "ended"),
        ({"valid_to": date(2026, 11, 21), "enabled": False}, "ended"),
        ({"enabled": False}, "paused"),
        ({"budget": 100, "budget_used": 99}, "running"),
        ({"budget": 100, "budget_used": 100}, "out_of_budget"),
        ({"usage_limit": 2, "used": 1}, "running"),
        ({"usage_limit": 2, "used": 2, "enabled": False}, "used_up"),
    ],
)
def test_states(facts: dict[str, Any], state: str) -> None:
    assert StoredPromotion(uuid="u", promotion=replace(SPRING, **facts)).state(TODAY) == state


# --- what may be kept ------------------------------------------------------------------------

GOOD: list[Effect] = [
    PercentOff(rate=10_000),
    AmountOff(amount=1, max_units=1),
    FixedPrice(price=0),
    BundlePrice(units=2, price=0, max_bundles=1),
    FreeUnits(buy=1, get=1, max_free=1),
    Tiered(kind="percent", tiers=((1, 10_000),)),
    Tiered(kind="amount", tiers=((1, 20_000), (2, 30_000))),
    Gift(sku="A", per_units=1),
    Gift(sku="A"),
    PointsMultiplier(factor=0),
    PointsMultiplier(factor=1_000_000),
    IssueCoupon(campaign="c"),
    FirstPlusAdditional(first=0, additional=0),
]
BAD: list[tuple[Effect, str]] = [
    (PercentOff(rate=0), "rate"),
    (PercentOff(rate=10_001), "rate"),
    (AmountOff(amount=0), "amount"),
    (AmountOff(amount=1, max_amount=0), "max_amount"),
    (FixedPrice(price=-1), "price"),
    (BundlePrice(units=1, price=5), "units"),
    (BundlePrice(units=2, price=-1), "price"),
    (FreeUnits(buy=0), "buy"),
    (FreeUnits(buy=1, get=0), "get"),
    (Tiered(kind="percent", tiers=()), "tiers"),
    (Tiered(kind="percent", tiers=((2, 1), (1, 2))), "tiers"),
    (Tiered(kind="percent", tiers=((1, 1), (1, 2))), "tiers"),
    (Tiered(kind="percent", tiers=((0, 1),)), "tiers"),
    (Tiered(kind="percent", tiers=((1, 10_001),)), "tiers"),
    (Tiered(kind="amount", tiers=((1, 0),)), "tiers"),
    (Gift(sku=""), "sku"),
    (Gift(sku="A", quantity=0), "quantity"),
    (Gift(sku="A", per_units=0), "per_units"),
    (PointsMultiplier(factor=10_000), "factor"),
    (PointsMultiplier(factor=-1), "factor"),
    (IssueCoupon(campaign=""), "campaign"),
    (FirstPlusAdditional(first=-1, additional=0), "first"),
    (FirstPlusAdditional(first=0, additional=-1), "additional"),
    (PercentOff(rate=1, scope=Scope(skus=frozenset(map(str, range(501))))), "scope"),
    (PercentOff(rate=1, scope=Scope(exclude_tags=frozenset(map(str, range(501))))), "scope"),
    (PercentOff(rate=1, scope=Scope(price_min=-1)), "scope_price"),
    (PercentOff(rate=1, scope=Scope(price_min=2, price_max=1)), "scope_price"),
    (PercentOff(rate=1, scope=Scope(expires_within=-1)), "expires_within"),
]


@pytest.mark.parametrize("effect", GOOD, ids=lambda effect: type(effect).__name__)
def test_a_possible_benefit(effect: Effect) -> None:
    assert checked_promotion(replace(SPRING, effects=(effect,))).effects == (effect,)


@pytest.mark.parametrize(("effect", "field"), BAD)
def test_an_impossible_benefit(effect: Effect, field: str) -> None:
    error = refused("promotion_invalid", checked_promotion, replace(SPRING, effects=(effect,)))
    assert error.params["field"] == field


ONE = frozenset({"a"})


@pytest.mark.parametrize(
    ("good", "bad", "field"),
    [
        (MinAmount(amount=1), MinAmount(amount=0), "min_amount"),
        (MinQuantity(quantity=1), MinQuantity(quantity=0), "min_quantity"),
        (MaxQuantity(quantity=1), MaxQuantity(quantity=0), "min_quantity"),
        (DistinctSkus(count=1), DistinctSkus(count=0), "distinct"),
        (Contains(skus=("a",)), Contains(skus=()), "contains"),
        (Contains(skus=("a",), quantity=1), Contains(skus=("a",), quantity=0), "contains"),
        (InGroup(groups=ONE), InGroup(groups=frozenset()), "groups"),
        (InTier(tiers=ONE), InTier(tiers=frozenset()), "tiers"),
        (NthOrder(n=1), NthOrder(n=0), "nth"),
        (BirthdayWindow(before=0, after=0), BirthdayWindow(before=181), "birthday"),
        (BirthdayWindow(), BirthdayWindow(after=-1), "birthday"),
        (IsCustomer(), AnyOf(conditions=()), "conditions"),
        (AnyOf(conditions=(NthOrder(n=1),)), AnyOf(conditions=(NthOrder(n=0),)), "nth"),
        (NoneOf(conditions=(NthOrder(n=1),)), NoneOf(conditions=(NthOrder(n=0),)), "nth"),
        (
            MinAmount(amount=1, scope=Scope(price_max=0)),
            MinAmount(amount=1, scope=Scope(price_max=-1)),
            "scope_price",
        ),
    ],
)
def test_conditions(good: Condition, bad: Condition, field: str) -> None:
    assert checked_promotion(replace(SPRING, conditions=(good,))).conditions == (good,)
    error = refused("promotion_invalid", checked_promotion, replace(SPRING, conditions=(bad,)))
    assert error.params["field"] == field


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"name": "  "}, "name"),
        ({"rule_id": ""}, "rule_id"),
        ({"effects": ()}, "effects"),
        ({"effects": (TEN,) * 21}, "effects"),
        ({"conditions": (NthOrder(n=1),) * 21}, "conditions"),
        ({"valid_from": TODAY, "valid_to": date(2026, 11, 21)}, "valid_to"),
        ({"weekdays": frozenset({0})}, "weekdays"),
        ({"hours": (Hours(start=time(9), end=time(9)),)}, "hours"),
        ({"priority": 1001}, "priority"),
        ({"usage_limit": 0}, "usage_limit"),
        ({"usage_limit_per_customer": 0}, "usage_limit_per_customer"),
        ({"budget": 0}, "budget"),
        ({"exclusion_group": ""}, "exclusion_group"),
    ],
)
def test_limits_of_the_rest(facts: dict[str, Any], field: str) -> None:
    error = refused("promotion_invalid", checked_promotion, replace(SPRING, **facts))
    assert error.params["field"] == field


def test_everything_at_its_bounds_may_be_kept() -> None:
    whole = replace(
        SPRING,
        valid_from=TODAY,
        valid_to=TODAY,
        weekdays=frozenset({1, 7}),
        hours=(Hours(start=time(22), end=time(6)),),
        priority=-1000,
        usage_limit=1,
        usage_limit_per_customer=1,
        budget=1,
        exclusion_group="a",
    )
    assert checked_promotion(whole) == whole
