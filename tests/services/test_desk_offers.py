"""The offers panel: what applies, what is nearly reached, and why a coupon gives nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from pos_app.domain.promotion import (
    AmountOff,
    BirthdayWindow,
    BundlePrice,
    Effect,
    FixedPrice,
    Gift,
    MinAmount,
    PercentOff,
    PointsMultiplier,
    Promotion,
)
from pos_app.services.desk_offers import benefit_of
from pos_app.services.desk_view import Offer, OfferState, ScanResult
from tests.builders import Shop, card_number
from tests.services.desk import (
    GOLDEN,
    Counter,
    coupon_code,
    golden_coupon,
    golden_promotion,
    make_counter,
)

C50 = coupon_code("000000050")
C51 = coupon_code("000000051")


@pytest.fixture
def counter(shop: Shop) -> Counter:
    """A counter with goods A at 100.00 and B at 500.00."""
    made = make_counter(shop)
    shop.product("A", 10_000, sku="A")
    shop.product("B", 50_000, sku="B")
    return made


def offer(counter: Counter, code: str) -> Offer:
    """The one offer of that code on the panel."""
    (found,) = [one for one in counter.desk.view().offers if one.code == code]
    return found


@pytest.mark.parametrize(
    ("effect", "said"),
    [
        (AmountOff(amount=500), ("amount", 500)),
        (PercentOff(rate=750), ("percent", 750)),
        (PercentOff(rate=5, base=1000), ("percent", 50)),
        (PointsMultiplier(factor=20_000), ("points_multiplier", 20_000)),
        (FixedPrice(price=999), ("fixed_price", 999)),
        (Gift(sku="A", quantity=2000), ("gift", 2000)),
        (BundlePrice(units=3, price=1000), ("other", 0)),
    ],
)
def test_a_rule_is_named_by_its_benefit(effect: Effect, said: tuple[str, int]) -> None:
    assert benefit_of(Promotion(rule_id="r", name="R", effects=(effect,))) == said


def test_a_birthday_offer_says_what_it_gives(counter: Counter) -> None:
    counter.use(replace(GOLDEN, tiers=()))
    counter.promote(golden_promotion())
    counter.promote(
        Promotion(
            rule_id="cake",
            name="Birthday",
            effects=(AmountOff(amount=1_500),),
            conditions=(BirthdayWindow(),),
        )
    )
    today = counter.book.today()
    birthday = (today + timedelta(days=3)).replace(year=1990)
    counter.shop.customer("Maria S.", 7, birthday=birthday)
    counter.desk.scan("A")
    counter.desk.scan("B")
    assert [one.code for one in counter.desk.view().offers] == []
    counter.desk.scan(card_number(7))
    said = offer(counter, "cake")
    assert (said.kind, said.state, said.gain) == ("promotion", OfferState.APPLIED, 1_500)
    assert said.birthday
    # 100.00 + 500.00 − 30 % of B − 15.00; the promotion on B shows on its line, not here
    assert counter.desk.priced.to_pay == 10_000 + 35_000 - 1_500
    assert [one.code for one in counter.desk.view().offers] == ["cake"]


def test_a_points_multiplier_says_how_many_points_it_adds(counter: Counter) -> None:
    counter.use(replace(GOLDEN, tiers=()))
    counter.desk.scan("A")
    counter.shop.customer("Maria S.", 7)
    counter.desk.scan(card_number(7))
    plain = counter.desk.priced.points.earned
    assert plain > 0
    counter.promote(
        Promotion(rule_id="x3", name="Three times", effects=(PointsMultiplier(factor=30_000),))
    )
    said = offer(counter, "x3")
    # three times the points: what it adds is twice the usual
    assert (said.points, said.gain, said.birthday) == (2 * plain, 0, False)


def test_a_promotion_nearly_reached_says_what_is_missing(counter: Counter) -> None:
    counter.promote(
        Promotion(
            rule_id="cream",
            name="Cream from 150",
            effects=(Gift(sku="A"),),
            conditions=(MinAmount(amount=15_000),),
        )
    )
    counter.desk.scan("A")
    said = offer(counter, "cream")
    assert (said.state, said.missing, said.missing_kind) == (OfferState.NEARLY, 5_000, "money")
    assert (said.minimum, said.benefit) == (15_000, "gift")
    counter.desk.scan("A")
    assert offer(counter, "cream").state is OfferState.APPLIED


def test_two_coupons_each_say_their_own_gain(counter: Counter) -> None:
    counter.use(replace(GOLDEN, coupons_per_receipt=2, tiers=()))
    counter.coupon(C50, golden_coupon())
    counter.coupon(C51, replace(golden_coupon(), effects=(AmountOff(amount=2_000),)))
    counter.shop.customer("Maria S.", 7)
    for _ in range(2):
        counter.desk.scan("B")
    for code in (C50, C51):
        assert counter.desk.scan(code).result is ScanResult.COUPON
    assert [offer(counter, code).gain for code in (C50, C51)] == [5_000, 2_000]
    assert counter.desk.priced.to_pay == 93_000


def test_a_second_coupon_held_says_what_it_would_add(counter: Counter) -> None:
    counter.use(replace(GOLDEN, coupons_per_receipt=2, tiers=()))
    maria = counter.shop.customer("Maria S.", 7)
    counter.coupon(C50, golden_coupon())
    counter.coupon(
        C51, replace(golden_coupon(), effects=(AmountOff(amount=2_000),)), customer_id=maria.id
    )
    counter.desk.scan(card_number(7))
    said = offer(counter, C51)
    assert (said.state, said.gain) == (OfferState.AVAILABLE, 0)  # nothing scanned yet
    for _ in range(2):
        counter.desk.scan("B")
    counter.desk.scan(C50)
    said = offer(counter, C51)
    assert (said.state, said.gain) == (OfferState.AVAILABLE, 2_000)


def test_a_coupon_beside_a_promotion_that_misses_is_taken(counter: Counter) -> None:
    counter.promote(
        Promotion(
            rule_id="cream",
            name="Cream from 2000",
            effects=(Gift(sku="A"),),
            conditions=(MinAmount(amount=200_000),),
        )
    )
    counter.coupon(C50, golden_coupon())
    for _ in range(2):
        counter.desk.scan("B")
    assert counter.desk.scan(C50).result is ScanResult.COUPON
    assert counter.desk.priced.to_pay == 95_000


def test_a_coupon_gone_from_the_shop_gives_nothing_and_says_so(counter: Counter) -> None:
    """A draft kept from before a backup was brought back may name a coupon nobody knows now."""
    counter.desk.scan("A")
    with counter.shop.store.uow() as uow:
        uow.drafts.save(replace(counter.desk.draft, coupon_codes=(C50,)))
        uow.commit()
    again = make_counter(counter.shop, shift=False)
    (said,) = again.desk.view().offers
    assert (said.state, said.name, said.benefit) == (OfferState.REFUSED, "", "other")
    assert said.reason is not None
    assert said.reason.code == "unknown_code"
    assert again.desk.priced.to_pay == 10_000
