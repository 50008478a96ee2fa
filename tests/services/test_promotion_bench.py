"""The test bench prices as the till does, with a promotion nobody has kept, and keeps nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from pos_app.domain.promotion import (
    BirthdayWindow,
    Gift,
    InGroup,
    MinQuantity,
    NthOrder,
    PercentOff,
    Promotion,
    Scope,
)
from pos_app.domain.tier import Tier
from pos_app.services.promotion_bench import PromotionBench, Trial
from tests.builders import Shop
from tests.services.desk import GOLDEN, Counter, make_counter

TEN = Promotion(rule_id="unsaved", name="Ten", effects=(PercentOff(rate=1_000),))


@pytest.fixture
def counter(shop: Shop) -> Counter:
    """A counter under the golden programme: a card gives 5 %."""
    made = make_counter(shop)
    made.use(GOLDEN)
    return made


def bench(counter: Counter) -> PromotionBench:
    return PromotionBench(counter.shop.store.uow, counter.book)


def trial(counter: Counter, pieces: int = 1, **more: object) -> Trial:
    soap = counter.shop.product("Soap", 10_000)
    given: dict[str, object] = {"at": counter.book.local_now(), **more}
    return Trial(lines=((soap, pieces * 1_000),), **given)  # type: ignore[arg-type]


def test_an_unsaved_promotion_is_tried_beside_the_stored_ones(counter: Counter) -> None:
    counter.promote(Promotion(rule_id="five", name="Five", effects=(PercentOff(rate=500),)))
    tried = bench(counter).price(trial(counter, 2), TEN)
    # 200.00: ten per cent win over five
    assert tried.basket.to_pay == 18_000
    assert [rule.rule_id for rule in tried.basket.applied] == ["unsaved"]
    assert [entry.rule_id for entry in tried.basket.not_applied] == ["five"]
    assert dict(tried.rules) == {"five": "Five", "unsaved": "Ten"}
    assert list(tried.products.values()) == ["Soap"]


def test_without_one_the_stored_ones_are_tried(counter: Counter) -> None:
    counter.promote(Promotion(rule_id="five", name="Five", effects=(PercentOff(rate=500),)))
    assert bench(counter).price(trial(counter)).basket.to_pay == 9_500


def test_an_edited_promotion_takes_the_place_of_its_stored_self(counter: Counter) -> None:
    limited = replace(TEN, rule_id="five", name="Five", usage_limit=1)
    counter.promote(limited)
    edited = replace(limited, effects=(PercentOff(rate=2_000),), enabled=False)
    assert bench(counter).price(trial(counter), edited).basket.to_pay == 8_000
    counter.shop.product("Tea", 10_000)
    counter.desk.add_product(trial(counter).lines[0][0].id)
    counter.pay_cash()
    # its one use is gone, in the trial, too
    tried = bench(counter).price(trial(counter), edited).basket
    assert tried.to_pay == 10_000
    assert tried.not_applied[0].reason.code == "usage_limit"


def test_who_buys_and_when_is_part_of_the_trial(counter: Counter) -> None:
    tier = Tier(tier_id="gold", name="Gold", threshold=100_000, discount=2_000)
    counter.use(replace(GOLDEN, tiers=(*GOLDEN.tiers, tier)))
    priced = bench(counter).price
    assert priced(trial(counter)).basket.to_pay == 10_000
    assert priced(trial(counter, known=True)).basket.to_pay == 9_500
    assert priced(trial(counter, known=True, tier_id="gold")).basket.to_pay == 8_000
    half = replace(TEN, effects=(PercentOff(rate=5_000),))
    third = replace(half, conditions=(NthOrder(n=3),))
    assert priced(trial(counter, known=True, orders=2), third).basket.to_pay == 5_000
    vip = replace(half, conditions=(InGroup(groups=frozenset({"vip"})),))
    given = trial(counter, known=True, groups=frozenset({"vip"}))
    assert priced(given, vip).basket.to_pay == 5_000
    born = replace(half, conditions=(BirthdayWindow(),))
    given = trial(counter, known=True, birthday=date(1990, 11, 24))
    assert priced(given, born).basket.to_pay == 5_000
    sunday = replace(half, weekdays=frozenset({7}))
    given = trial(counter)
    assert priced(given, sunday).basket.to_pay == 5_000
    monday = replace(given, at=given.at + timedelta(days=1))
    assert priced(monday, sunday).basket.to_pay == 10_000


def test_a_batch_and_a_gift(counter: Counter) -> None:
    counter.shop.product("Comb", 500, sku="COMB")
    old = replace(TEN, effects=(PercentOff(rate=5_000, scope=Scope(expires_within=2)),))
    given = trial(counter, last_days=((0, date(2026, 11, 23)),))
    assert bench(counter).price(given, old).basket.to_pay == 5_000
    gift = replace(TEN, effects=(Gift(sku="COMB"),), conditions=(MinQuantity(quantity=2_000),))
    tried = bench(counter).price(trial(counter, 2), gift)
    assert [(one.sku, one.quantity) for one in tried.basket.gifts] == [("COMB", 1_000)]
    assert tried.products["COMB"] == "Comb"
    unknown = replace(TEN, effects=(Gift(sku="GONE"),))
    assert "GONE" not in bench(counter).price(trial(counter), unknown).products


def test_nothing_is_kept(counter: Counter) -> None:
    given = trial(counter, 3)
    before = counter.shop.events()
    bench(counter).price(given, TEN)
    assert counter.shop.events() == before
    with counter.shop.store.uow() as uow:
        assert uow.promotions.all() == []
        assert uow.rule_uses.figures() == {}
