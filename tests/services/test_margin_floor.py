"""Going below the least price of the goods: only with somebody who may (R2, R33).

Cream costs 60.00 and sells at 100.00; a margin of at least 25 % makes 80.00 the least.
"""

from __future__ import annotations

import pytest

from pos_app.domain.errors import NeedsApproval, PosError
from pos_app.domain.pricing import Programme
from pos_app.domain.promotion import PercentOff, Promotion, Scope
from pos_app.domain.staff import Action
from tests.builders import OWNER_SECRET, SENIOR_PIN, Shop, ean13
from tests.services.desk import Counter, make_counter
from tests.services.test_desk_rights import (
    Deed,
    agreed,
    asked_for,
    line_discount,
    order_discount,
)

CREAM = ean13("590000000001")
OIL = ean13("590000000002")
LEAST = Programme(margin_floor=2_500)


def counter_of(shop: Shop, who: str) -> Counter:
    """A till with the floor in force."""
    shop.product("Cream", 10_000, cost=6_000, barcodes=(CREAM,))
    shop.product("Oil", 10_000, barcodes=(OIL,))
    counter = make_counter(shop, shop.session(who))
    counter.use(LEAST)
    return counter


@pytest.fixture
def counter(shop: Shop) -> Counter:
    """Marta the senior at the till: 20 % is hers to give."""
    return counter_of(shop, "Marta")


def scan(counter: Counter, code: str = CREAM, pieces: int = 1) -> str:
    return counter.desk.scan(code, quantity=pieces * 1000).line_id or ""


def test_down_to_the_floor_nobody_asks(counter: Counter) -> None:
    line_discount(counter.desk, scan(counter), rate=2_000)(None)
    assert counter.desk.priced.to_pay == 8_000
    given = counter.desk.draft.lines[0].discount
    assert given is not None
    assert not given.below_floor


def test_below_it_the_owner_is_asked_with_the_figures(counter: Counter) -> None:
    line_id = scan(counter, pieces=2)
    deed = line_discount(counter.desk, line_id, amount=4_001)
    with pytest.raises(NeedsApproval) as asked:
        deed(None)
    assert asked.value.action == Action.BELOW_FLOOR.value
    figures = {name: asked.value.params[name] for name in ("name", "money", "least")}
    assert figures == {"name": "Cream", "money": 15_999, "least": 16_000}
    with pytest.raises(PosError) as refused:
        counter.shop.permissions.approve(
            Action.BELOW_FLOOR, session=counter.desk.session, reason="x", secret=SENIOR_PIN,
            event_ref=str(asked.value.params["event_ref"]),
            approver_id=counter.shop.people["Anna"].id,
        )  # fmt: skip
    assert refused.value.code == "approver_not_allowed"
    agreed(counter, deed)
    assert counter.desk.priced.to_pay == 15_999


def test_a_small_discount_below_the_floor_is_no_small_thing(shop: Shop) -> None:
    thin = shop.product("Thin", 10_000, cost=7_600)
    counter = make_counter(shop)
    counter.use(LEAST)
    line_id = counter.desk.add_product(thin.id)
    assert asked_for(line_discount(counter.desk, line_id, rate=100))[0] is Action.BELOW_FLOOR
    counter.use(Programme())
    line_discount(counter.desk, line_id, rate=100)(None)


def test_the_owner_needs_nobody(shop: Shop) -> None:
    counter = counter_of(shop, "Leyla")
    line_discount(counter.desk, scan(counter), rate=5_000)(None)
    assert counter.desk.priced.to_pay == 5_000
    given = counter.desk.draft.lines[0].discount
    assert given is not None
    assert given.below_floor


def test_a_price_by_hand(counter: Counter) -> None:
    line_id = scan(counter)

    def at(price: int) -> Deed:
        return lambda approval: counter.desk.override_price(line_id, price, "x", approval)

    at(8_000)(None)
    assert asked_for(at(7_999))[0] is Action.BELOW_FLOOR
    agreed(counter, at(7_999))
    assert counter.desk.priced.to_pay == 7_999
    # one more of it is more of what was agreed on
    more: Deed = lambda approval: counter.desk.set_quantity(line_id, 2_000, approval)  # noqa: E731
    assert asked_for(more)[0] is Action.BELOW_FLOOR
    agreed(counter, more)
    assert counter.desk.priced.to_pay == 15_998


def test_a_dear_price_below_the_floor_is_no_gift(counter: Counter) -> None:
    """The goods' own price is below the least, and a higher one by hand brings more, not less."""
    odd = counter.shop.product("Odd", 10_000, cost=9_000)
    line_id = counter.desk.add_product(odd.id)
    counter.desk.override_price(line_id, 11_000, "x")
    assert counter.desk.priced.to_pay == 11_000


def test_a_rule_below_the_floor_is_nobody_s_gesture(shop: Shop) -> None:
    """The promotion is cut at 80.00; a hand that takes no more than it does is not asked."""
    half = Promotion(rule_id="h", name="h", effects=(PercentOff(rate=5_000, scope=Scope()),))
    counter = counter_of(shop, "Marta")
    counter.promote(half)
    line_id = scan(counter)
    assert counter.desk.priced.to_pay == 8_000
    line_discount(counter.desk, line_id, rate=2_000)(None)
    assert counter.desk.priced.to_pay == 8_000


def test_a_discount_on_the_receipt_looks_at_every_line(counter: Counter) -> None:
    scan(counter)
    scan(counter, OIL)
    order_discount(counter.desk, rate=2_000)(None)
    assert counter.desk.priced.to_pay == 16_000
    deed = order_discount(counter.desk, amount=4_002)
    with pytest.raises(NeedsApproval) as asked:
        deed(None)
    # the ceiling of 20 % is passed too; one consent of the owner covers both
    assert asked.value.action == Action.BELOW_FLOOR.value
    assert (asked.value.params["money"], asked.value.params["least"]) == (7_999, 8_000)
    agreed(counter, deed)
    assert counter.desk.priced.to_pay == 15_998


def test_goods_added_later_keep_their_floor(counter: Counter) -> None:
    """20 % was fine for the oil and the cream; thinner goods give what they can."""
    scan(counter, OIL)
    order_discount(counter.desk, rate=2_000)(None)
    thin = counter.shop.product("Thin", 10_000, cost=7_200)
    counter.desk.add_product(thin.id)
    # 20.00 off the oil, 4.00 off the thin one: 96.00 is the least
    assert [line.money for line in counter.desk.priced.lines] == [8_000, 9_600]


def test_the_worst_line_is_shown(counter: Counter) -> None:
    scan(counter)
    thin = counter.shop.product("Thin", 10_000, cost=7_200)
    counter.desk.add_product(thin.id)
    with pytest.raises(NeedsApproval) as asked:
        order_discount(counter.desk, rate=2_100)(None)
    assert (asked.value.params["name"], asked.value.params["least"]) == ("Thin", 9_600)


def test_somebody_else_s_receipt_below_the_floor_does_not_grow(shop: Shop) -> None:
    counter = counter_of(shop, "Leyla")
    thin = shop.product("Thin", 10_000, cost=7_200)
    counter.desk.add_product(thin.id)
    order_discount(counter.desk, rate=500)(None)
    given = counter.desk.draft.order_discount
    assert given is not None
    assert given.below_floor
    marta = make_counter(shop, shop.senior, shift=False)
    taken = marta.desk.draft.order_discount
    assert taken is not None
    assert taken.most_amount == 500
    marta.desk.add_product(thin.id)
    assert marta.desk.priced.order_discount == 500


def test_the_journal_says_that_it_was_below(counter: Counter) -> None:
    line_id = scan(counter)
    agreed(counter, line_discount(counter.desk, line_id, rate=5_000))
    counter.pay_cash()
    (event,) = counter.shop.events("sale.discount")
    assert event[1]["below_floor"] is True
    assert event[3] == counter.shop.people["Leyla"].uuid
    (given,) = counter.shop.events("approval.given")
    assert given[1]["action"] == "below_floor"
    assert OWNER_SECRET not in str(given)


def test_the_floor_is_less_than_everything(shop: Shop) -> None:
    for wrong in (10_000, -1):
        with pytest.raises(PosError) as raised:
            shop.programme.change(shop.owner, Programme(margin_floor=wrong))
        assert raised.value.params["field"] == "margin_floor"
    shop.programme.change(shop.owner, Programme(margin_floor=9_999))
