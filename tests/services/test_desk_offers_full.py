"""All offers of the open sale: what applies, what could, and what each is waiting for."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta

import pytest

from pos_app.domain.pricing import Reason
from pos_app.domain.promotion import (
    Hours,
    InTier,
    MinQuantity,
    PercentOff,
    PointsMultiplier,
    Promotion,
    Scope,
)
from pos_app.services import desk_offers_full
from pos_app.services.desk_view import Offer, OfferState
from pos_app.services.programme_store import record_of
from tests.builders import Shop, card_number
from tests.services.desk import Counter, coupon_code, golden_coupon
from tests.services.golden import COUPON, golden_counter

OFF = PercentOff(rate=1_000)
C51, C52, C53 = (coupon_code(f"00000005{n}") for n in (1, 2, 3))


@pytest.fixture
def counter(shop: Shop) -> Counter:
    return golden_counter(shop)


def states(counter: Counter) -> dict[str, OfferState]:
    return {offer.name: offer.state for offer in counter.desk.every_offer()}


def of(counter: Counter, name: str) -> Offer:
    (found,) = [one for one in counter.desk.every_offer() if one.name == name]
    return found


def holder(counter: Counter) -> int:
    with counter.shop.store.uow() as uow:
        card = uow.cards.by_number(card_number(7))
    assert card is not None
    assert card.customer_id is not None
    return card.customer_id


def test_every_running_promotion_is_listed_the_nearest_first(counter: Counter) -> None:
    today = counter.book.today()
    counter.promote(Promotion(rule_id="far", name="Gold only", effects=(OFF,),
                              conditions=(InTier(tiers=frozenset({"gold"})),)))  # fmt: skip
    counter.promote(Promotion(rule_id="near", name="Six of A", effects=(OFF,),
                              conditions=(MinQuantity(quantity=6_000),)))  # fmt: skip
    counter.promote(Promotion(rule_id="eve", name="Evening", effects=(OFF,),
                              hours=(Hours(start=time(17), end=time(19)),)))  # fmt: skip
    coming = Promotion(rule_id="next", name="Next week", effects=(OFF,))
    with counter.shop.store.uow() as uow:
        uow.promotions.put(
            record_of(
                replace(coming, valid_from=today + timedelta(days=7)), uuid=counter.shop.ids.uuid()
            )
        )
        uow.commit()
    counter.book.refresh()
    counter.desk.scan("B")
    assert list(states(counter).items()) == [
        ("Promo B", OfferState.APPLIED),
        ("Six of A", OfferState.NEARLY),
        ("Gold only", OfferState.REFUSED),
        ("Evening", OfferState.REFUSED),
    ]
    assert of(counter, "Promo B").gain == 15_000
    assert of(counter, "Six of A").need == Reason("min_qty", (("goods", ()), ("missing", 5_000)))
    assert of(counter, "Gold only").need == Reason("tier", (("tiers", ("gold",)),))
    assert dict(of(counter, "Evening").need.params)["hours"] == "17:00-19:00"  # type: ignore[union-attr]


def test_points_a_promotion_adds_are_told(counter: Counter) -> None:
    counter.promote(
        Promotion(rule_id="x2", name="Double", effects=(PointsMultiplier(factor=20_000),))
    )
    counter.desk.scan("C")
    counter.desk.scan(card_number(7))
    # 5 % of 85.49 are 4.27, twice 8.549: 8 points instead of 4
    assert of(counter, "Double").points == 400


def test_coupons_shown_and_held(counter: Counter) -> None:
    person = holder(counter)
    today = counter.book.today()
    later = {"valid_from": today + timedelta(days=3)}
    counter.coupon(C51, golden_coupon(), customer_id=person)
    counter.coupon(C52, replace(golden_coupon(), name="Later"), customer_id=person, **later)
    over = {"valid_from": today - timedelta(days=9), "valid_to": today - timedelta(days=2)}
    counter.coupon(C53, replace(golden_coupon(), name="Over"), customer_id=person, **over)
    for code in ("2*A", "B", "C", card_number(7), COUPON):
        counter.desk.scan(code)
    found = {offer.code: offer for offer in counter.desk.every_offer() if offer.kind == "coupon"}
    assert {code: offer.state for code, offer in found.items()} == {
        COUPON: OfferState.APPLIED, C51: OfferState.REFUSED, C52: OfferState.REFUSED,
    }  # fmt: skip
    assert found[COUPON].need is None
    assert found[C51].need == Reason("coupon_limit", (("most", 1),))
    assert found[C52].need is not None
    assert found[C52].need.code == "not_started"
    assert dict(found[C52].need.params)["valid_from"] == (today + timedelta(days=3)).isoformat()


def test_a_coupon_that_fits_waits_for_its_key(counter: Counter) -> None:
    counter.coupon(C51, golden_coupon(), customer_id=holder(counter))
    for code in ("2*A", "B", "C", card_number(7)):
        counter.desk.scan(code)
    offer = of(counter, "50 off")
    assert (offer.state, offer.gain, offer.need) == (OfferState.AVAILABLE, 5_000, None)


def test_nobody_known_holds_nothing(counter: Counter) -> None:
    counter.desk.scan("A")
    assert list(states(counter)) == ["Promo B"]
    assert of(counter, "Promo B").need == Reason("no_effect", (("goods", "B"),))


def test_the_list_ends_somewhere(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk_offers_full, "MOST", 3)
    for number in range(5):
        scope = Scope(skus=frozenset({f"x{number}"}))
        counter.promote(Promotion(rule_id=f"r{number}", name=f"Rule {number}",
                                  effects=(PercentOff(rate=100, scope=scope),)))  # fmt: skip
    counter.desk.scan("B")
    assert list(states(counter)) == ["Promo B", "Rule 0", "Rule 1"]
