"""Every step of a price, as it is on the open sale and as it was stored."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from pos_app.domain.pricing import Programme, Reason, Step
from pos_app.domain.promotion import (
    FreeUnits,
    Gift,
    InTier,
    MinAmount,
    PercentOff,
    Promotion,
    Scope,
)
from pos_app.domain.sale import Sale
from pos_app.services.why import Names, WhyLine, dump_steps, earned_of, load_steps, stored_lines
from tests.builders import Shop
from tests.services.desk import Counter, make_counter
from tests.services.golden import COUPON, golden_counter, scan_golden


@pytest.fixture
def counter(shop: Shop) -> Counter:
    """The golden vector, scanned."""
    made = golden_counter(shop)
    scan_golden(made)
    return made


def walked(line: WhyLine) -> list[tuple[str, str, int, int]]:
    """(kind, name, amount, left) of each step."""
    return [(step.kind, step.name, step.amount, step.left) for step in line.steps]


def sold(counter: Counter) -> Sale:
    """Pay in cash; the sale as stored."""
    done = counter.pay_cash()
    with counter.shop.store.uow() as uow:
        sale = uow.sales.by_uuid(done.sale_uuid)
    assert sale is not None
    return sale


def test_the_golden_vector_line_by_line(counter: Counter) -> None:
    a, b, c = counter.desk.why().lines
    # DOMAIN.md, golden vector: gross, card or promotion, coupon, points, money
    assert (a.gross, a.money, a.steps[0].before) == (29_980, 20_573, 29_980)
    assert walked(a) == [
        ("card", "Card", 1_499, 28_481),
        ("coupon", "50 off", 1_977, 26_504),
        ("points", "", 5_931, 20_573),
    ]
    assert walked(b) == [
        ("promotion", "Promo B", 15_000, 35_000),
        ("coupon", "50 off", 2_430, 32_570),
        ("points", "", 7_289, 25_281),
    ]
    assert walked(c) == [
        ("card", "Card", 450, 8_549),
        ("coupon", "50 off", 593, 7_956),
        ("points", "", 1_780, 6_176),
    ]
    # 5 % of 205.73 = 10.2865 points
    assert a.earned[0] * 10_000 == 10_286_500 * a.earned[1]


def test_the_golden_vector_in_points(counter: Counter) -> None:
    why = counter.desk.why()
    points = why.points
    assert (points.known, points.spent, points.spent_money, points.earned) == (
        True, 15_000, 15_000, 2_600,
    )  # fmt: skip
    # 30 % of 670.30 is 201.09, but only 150 points are on the card
    assert (points.most, points.most_money, points.limited_by) == (15_000, 15_000, "balance")
    assert [step.code for step in points.steps] == ["earning_base", "per_amount", "rounded"]
    assert points.steps[0].param("money") == 52_030
    assert why.programme is not None
    assert why.programme.max_points_share == 3_000


def test_the_same_when_read_back(counter: Counter) -> None:
    before = counter.desk.why().lines
    after = stored_lines(sold(counter))
    assert [walked(line) for line in after] == [walked(line) for line in before]
    assert [(line.money, line.earned, line.unit_price) for line in after] == [
        (line.money, line.earned, line.unit_price) for line in before
    ]
    reasons = [dict(step.reason.params) for line in after for step in line.steps]
    assert reasons == [dict(step.reason.params) for line in before for step in line.steps]


def test_names_stay_when_rules_are_renamed(counter: Counter) -> None:
    sale = sold(counter)
    with counter.shop.store.uow() as uow:
        (record,) = uow.promotions.all()
        uow.promotions.put(replace(record, name="Another name", enabled=False))
        uow.commit()
    counter.book.refresh()
    assert stored_lines(sale)[1].steps[0].name == "Promo B"


def test_without_a_card_it_says_what_somebody_would_earn(counter: Counter) -> None:
    counter.desk.detach_customer()
    points = counter.desk.why().points
    assert (points.known, points.limited_by, points.most) == (False, "no_customer", 0)
    # 889.79 − 150.00 − 50.00 = 689.79; 5 % are 34.4895, whole points 34
    assert points.earned == 3_400


def test_what_does_not_apply_says_what_is_missing(shop: Shop) -> None:
    made = golden_counter(shop)
    tea = Promotion(
        rule_id="tea",
        name="Tea day",
        effects=(PercentOff(rate=1_000),),
        conditions=(MinAmount(amount=20_000, scope=Scope(skus=frozenset({"C", "gone"}))),),
    )
    gold = Promotion(
        rule_id="gold",
        name="Only gold",
        effects=(PercentOff(rate=500),),
        conditions=(InTier(tiers=frozenset({"card", "gold"})),),
    )
    later = replace(tea, rule_id="later", valid_from=made.book.today().replace(year=2027))
    for rule in (gold, tea, later):
        made.promote(rule)
    made.desk.scan("C")
    made.desk.apply_coupon(COUPON)
    missing = {entry.name: entry for entry in made.desk.why().missing}
    assert list(missing) == ["50 off", "Tea day", "Promo B", "Only gold"]
    assert missing["50 off"].code == COUPON
    # 700.00 − 89.99 and 200.00 − 89.99
    assert dict(missing["50 off"].need.params) == {
        "goods": (), "minimum": 70_000, "missing": 61_001, "valid_from": "2026-11-22",
    }  # fmt: skip
    assert dict(missing["Tea day"].need.params) == {
        "goods": ("C", "gone"), "minimum": 20_000, "missing": 11_001,
    }  # fmt: skip
    assert missing["Only gold"].need == Reason("tier", (("tiers", ("Card", "gold")),))
    assert missing["Promo B"].need == Reason("no_effect", (("goods", "B"),))


def test_a_coupon_nobody_knows_has_no_name(counter: Counter) -> None:
    draft = counter.desk.draft
    with counter.shop.store.uow() as uow:
        uow.drafts.save(replace(draft, coupon_codes=("K999",)))
        uow.commit()
    again = make_counter(counter.shop, shift=False)
    (entry,) = again.desk.why().missing
    assert (entry.name, entry.code, entry.need) == ("", "K999", Reason("unknown_code"))


def test_prices_from_a_label_and_by_hand(shop: Shop) -> None:
    made = make_counter(shop, shop.owner)
    shop.product("A", 1_000, sku="A")
    first = made.desk.scan("A").line_id or ""
    assert (made.desk.why().lines[0].own_price, made.desk.why().lines[0].given) == (False, False)
    made.desk.override_price(first, 800, "shelf")
    (line,) = made.desk.why().lines
    assert (line.own_price, line.given, line.gross) == (True, False, 800)
    assert made.desk.why().line(first) == line
    assert made.desk.why().line("other") is None


def test_a_stored_sum_that_is_not_price_times_quantity_came_from_a_label(counter: Counter) -> None:
    sale = sold(counter)
    cheese = replace(sale.lines[0], unit_price=4_000, quantity=350, gross=1_401)
    changed = replace(sale, lines=(cheese, *sale.lines[1:]))
    assert [line.given for line in stored_lines(changed)] == [True, False, False]


def test_tax_on_top_is_a_row_of_its_own(shop: Shop) -> None:
    made = make_counter(shop)
    made.set(money__prices_include_tax=False)
    shop.product("A", 10_000, sku="A", tax_rate_id=shop.catalogue.taxes()[0].id)
    made.desk.scan("A")
    assert made.desk.why().lines[0].on_top == 2_300
    assert stored_lines(sold(made))[0].on_top == 2_300


def test_gifts_and_free_units_are_told(shop: Shop) -> None:
    made = make_counter(shop)
    made.use(Programme())
    shop.product("A", 1_000, sku="A")
    shop.product("Sample", 500, sku="S")
    made.promote(Promotion(rule_id="g", name="A gift", effects=(Gift(sku="S"),)))
    made.promote(Promotion(rule_id="f", name="3 for 2", effects=(FreeUnits(buy=2),)))
    made.desk.scan("3*A")
    sale = sold(made)
    bought, gift = stored_lines(sale)
    assert walked(bought) == [("promotion", "3 for 2", 1_000, 2_000)]
    assert (gift.name, walked(gift)) == ("Sample", [("promotion", "A gift", 0, 0)])


def test_steps_without_a_name_are_written_as_before() -> None:
    step = Step(rule="r", kind="promotion", amount=5, reason=Reason("percent", (("rate", 500),)))
    text = dump_steps((step,))
    assert "name" not in text
    assert load_steps(text) == ((step, ""),)
    names = Names(rules={"r": "Ten"}, tiers={"r": "Gold"})
    assert load_steps(dump_steps((step,), names)) == ((step, "Ten"),)
    card = replace(step, kind="card")
    assert load_steps(dump_steps((card, step), names)) == ((card, "Gold"), (step, "Ten"))
    level = replace(step, kind="price", reason=Reason("price_level", (("tier", "r"),)))
    assert names.of(level) == "Gold"
    assert names.of(replace(level, reason=Reason("price_level"))) == ""


@pytest.mark.parametrize(
    "text",
    ["{", "[1]", "[{}]", '[{"rule":"r","kind":"k","reason":"x","amount":"1","params":{}}]',
     '[{"rule":"r","kind":"k","reason":"x","amount":1,"params":[]}]'],
)  # fmt: skip
def test_what_is_no_step_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        load_steps(text)


@pytest.mark.parametrize(
    ("params", "earned"),
    [({"numerator": 3, "denominator": 2}, (3, 2)), ({"numerator": "3"}, (0, 1)), ({}, (0, 1))],
)
def test_points_that_cannot_be_read_are_none(params: dict[str, Any], earned: Any) -> None:
    step = Step(
        rule="earn", kind="points", amount=0, reason=Reason("earned", tuple(params.items()))
    )
    assert earned_of((step,)) == earned
    assert earned_of(()) == (0, 1)
