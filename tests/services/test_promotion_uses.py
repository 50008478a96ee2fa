"""Limits and budgets hold to the last use, whoever sells (R2, R21)."""

from __future__ import annotations

from dataclasses import replace
from threading import Barrier, Thread

import pytest

from pos_app.domain.errors import PosError
from pos_app.domain.promotion import (
    AmountOff,
    Gift,
    PercentOff,
    PointsMultiplier,
    Promotion,
    Scope,
)
from pos_app.domain.sale import Draft, TenderKind
from pos_app.services.promotion_uses import with_uses
from tests.builders import Shop, card_number, ean13
from tests.services.desk import Counter, coupon_code, golden_coupon, make_counter

SOAP = ean13("590000000001")
TEN_OFF = Promotion(rule_id="ten", name="Ten", effects=(AmountOff(amount=1_000),))


@pytest.fixture
def counter(shop: Shop) -> Counter:
    """A counter with a soap of 100.00 and the cards of Maria (7) and Jan (8)."""
    made = make_counter(shop)
    shop.product("Soap", 10_000, barcodes=(SOAP,))
    shop.customer("Maria Nowak", 7)
    shop.customer("Jan Kos", 8)
    return made


def sell(counter: Counter, card: int | None = None, soaps: int = 1) -> int:
    """Sell soaps; what was paid for them."""
    if card is not None:
        counter.desk.scan(card_number(card))
    counter.desk.scan(f"{soaps}*{SOAP}")
    return counter.pay_cash().total


def figures(counter: Counter) -> dict[str, tuple[int, int]]:
    with counter.shop.store.uow() as uow:
        return {rule: (one.uses, one.amount) for rule, one in uow.rule_uses.figures().items()}


def test_every_rule_that_gave_something_is_counted(counter: Counter) -> None:
    counter.promote(replace(TEN_OFF, combinable=True))
    twice = PointsMultiplier(factor=20_000)
    counter.promote(Promotion(rule_id="twice", effects=(twice,), combinable=True))
    dear = PercentOff(rate=500, scope=Scope(price_min=20_000))
    counter.promote(Promotion(rule_id="dear", effects=(dear,)))
    code = coupon_code("23456789A"[:9])
    counter.coupon(code, golden_coupon())
    counter.desk.scan(card_number(7))
    counter.desk.scan(f"8*{SOAP}")
    counter.desk.apply_coupon(code)
    # 800.00 − 10.00 by the promotion − 50.00 by the coupon
    assert counter.pay_cash().total == 74_000
    assert figures(counter) == {"ten": (1, 1_000), "twice": (1, 0), f"coupon:{code}": (1, 5_000)}
    with counter.shop.store.uow() as uow:
        maria = uow.cards.by_number(card_number(7))
        assert maria is not None
        assert maria.customer_id is not None
        assert uow.rule_uses.by_customer(maria.customer_id, ("ten", "dear")) == {"ten": 1}


def test_after_the_last_use_it_gives_nothing(counter: Counter) -> None:
    counter.promote(replace(TEN_OFF, usage_limit=2))
    assert [sell(counter) for _ in range(3)] == [9_000, 9_000, 10_000]
    assert figures(counter) == {"ten": (2, 2_000)}


def test_a_budget_gives_its_rest_and_no_more(counter: Counter) -> None:
    # 15.00: ten, the five left, nothing
    counter.promote(replace(TEN_OFF, budget=1_500))
    assert [sell(counter) for _ in range(3)] == [9_000, 9_500, 10_000]
    assert figures(counter) == {"ten": (2, 1_500)}


def test_a_limit_per_customer_is_each_persons_own(counter: Counter) -> None:
    counter.promote(replace(TEN_OFF, usage_limit_per_customer=1))
    assert [sell(counter, card) for card in (7, 7, 8, None)] == [9_000, 10_000, 9_000, 10_000]


def test_a_use_that_was_undone_is_free_again(counter: Counter) -> None:
    counter.promote(replace(TEN_OFF, usage_limit=1, budget=1_000))
    sell(counter)
    programme = counter.book.current.programme
    with counter.shop.store.uow() as uow:
        assert with_uses(uow, programme).promotions[0].used == 1
        assert with_uses(uow, programme).promotions[0].budget_used == 1_000
        assert programme.promotions[0].used == 0


def test_a_limit_reached_elsewhere_stops_this_sale(counter: Counter) -> None:
    counter.promote(replace(TEN_OFF, usage_limit=1))
    counter.desk.scan(SOAP)
    counter.desk.set_tender(TenderKind.CASH, 9_000)
    other = make_counter(counter.shop, shift=False)
    rival = replace(counter.desk.draft, uuid=counter.shop.ids.uuid())
    other.checkout.complete(counter.desk.session, rival, 9_000)
    with pytest.raises(PosError) as refusal:
        counter.complete()
    assert refusal.value.code == "total_changed"
    assert refusal.value.params == {"was": 9_000, "now": 10_000}
    counter.desk.refresh()
    assert counter.desk.priced.to_pay == 10_000
    assert figures(counter) == {"ten": (1, 1_000)}


def test_of_two_tills_one_gets_the_last_use(counter: Counter) -> None:
    counter.promote(replace(TEN_OFF, usage_limit=1))
    counter.desk.scan(SOAP)
    counter.desk.set_tender(TenderKind.CASH, 9_000)
    drafts = [replace(counter.desk.draft, uuid=counter.shop.ids.uuid()) for _ in range(2)]
    barrier, told = Barrier(2), []

    def till(draft: Draft) -> None:
        barrier.wait()
        try:
            counter.checkout.complete(counter.desk.session, draft, 9_000)
            told.append("sold")
        except PosError as error:
            told.append(error.code)
        counter.shop.store.release_thread()

    threads = [Thread(target=till, args=(draft,)) for draft in drafts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == ["sold", "total_changed"]
    assert figures(counter) == {"ten": (1, 1_000)}


def test_the_offers_hear_of_the_limit_too(counter: Counter) -> None:
    gift = Gift(sku="nothing")
    counter.promote(Promotion(rule_id="gift", name="Gift", effects=(gift,), usage_limit=1))
    counter.desk.scan(SOAP)
    assert [offer.code for offer in counter.desk.view().offers] == ["gift"]
    counter.pay_cash()
    counter.desk.scan(SOAP)
    assert counter.desk.view().offers == ()


# --- what the till knows of its goods -------------------------------------------------------


def test_new_goods_are_new_for_the_days_of_the_setting(counter: Counter) -> None:
    new = PercentOff(rate=1_000, scope=Scope(only_new=True))
    counter.promote(Promotion(rule_id="new", effects=(new,)))
    assert sell(counter) == 9_000
    counter.set(loyalty__new_days=2)
    counter.shop.clock.advance(days=1)
    assert sell(counter) == 9_000
    counter.shop.clock.advance(days=1)
    assert sell(counter) == 10_000


def test_a_batch_near_its_end_comes_from_the_code(counter: Counter) -> None:
    old = PercentOff(rate=5_000, scope=Scope(expires_within=3))
    counter.promote(Promotion(rule_id="old", effects=(old,)))
    # sold on 22 November; AI 17 says 25 November, AI 15 the 26th
    counter.desk.scan(f"]C101{0}{SOAP}17261125")
    counter.desk.scan(f"]C101{0}{SOAP}17261125")
    counter.desk.scan(f"]C101{0}{SOAP}15261126")
    counter.desk.scan(SOAP)
    lines = counter.desk.draft.lines
    assert [line.quantity for line in lines] == [2_000, 1_000, 1_000]
    assert [line.money for line in counter.desk.priced.lines] == [10_000, 10_000, 10_000]
    # a restart finds the batch again
    again = make_counter(counter.shop, shift=False)
    assert [line.expires for line in again.desk.draft.lines] == [line.expires for line in lines]
    assert lines[0].expires is not None
    assert lines[0].expires.isoformat() == "2026-11-25"
