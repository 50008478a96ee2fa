"""A stored sale works out again from its own steps, and a changed figure shows."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from pos_app.domain.pricing import Reason
from pos_app.domain.promotion import PercentOff, Promotion
from pos_app.domain.sale import Sale, TenderKind
from pos_app.services.completion import Completed
from pos_app.services.recompute import Gap, recompute
from pos_app.services.sale_terms import SaleTerms, read_terms
from tests.builders import Shop, card_number
from tests.services.desk import GOLDEN, Counter, make_counter
from tests.services.golden import golden_counter, scan_golden


def stored(counter: Counter, done: Completed) -> tuple[Sale, SaleTerms]:
    with counter.shop.store.uow() as uow:
        sale = uow.sales.by_uuid(done.sale_uuid)
        assert sale is not None
        return sale, read_terms(sale, uow.returns.terms(sale.id), GOLDEN)


@pytest.fixture
def counter(shop: Shop) -> Counter:
    return golden_counter(shop)


@pytest.fixture
def sold(counter: Counter) -> tuple[Sale, SaleTerms]:
    """The golden vector, paid."""
    scan_golden(counter)
    return stored(counter, counter.pay_cash())


def with_line(sale: Sale, position: int, **changed: Any) -> Sale:
    lines = tuple(
        replace(line, **changed) if line.position == position else line for line in sale.lines
    )
    return replace(sale, lines=lines)


def test_the_golden_vector_follows_from_its_steps(sold: tuple[Sale, SaleTerms]) -> None:
    sale, terms = sold
    assert recompute(sale, terms) == ()
    assert recompute(sale) == ()


def test_the_story_of_the_points_is_kept(sold: tuple[Sale, SaleTerms]) -> None:
    _, terms = sold
    assert [step.code for step in terms.story] == ["earning_base", "per_amount", "rounded"]
    assert dict(terms.story[0].params) == {"money": 52_030}
    assert (terms.most, terms.limited_by) == (15_000, "balance")


def test_a_share_that_its_steps_do_not_give(sold: tuple[Sale, SaleTerms]) -> None:
    sale, _ = sold
    assert recompute(with_line(sale, 1, card=1_500)) == (
        Gap(figure="card", stored=1_500, worked_out=1_499, position=1),
        Gap(figure="discount", stored=21_949, worked_out=21_950),
    )


def test_money_that_does_not_follow(sold: tuple[Sale, SaleTerms]) -> None:
    sale, _ = sold
    assert recompute(with_line(sale, 2, net=25_280)) == (
        Gap(figure="net", stored=25_280, worked_out=25_281, position=2),
    )


def test_more_taken_than_there_was(sold: tuple[Sale, SaleTerms]) -> None:
    sale, _ = sold
    cheap = with_line(sale, 3, gross=5_000)
    gaps = {gap.figure for gap in recompute(cheap)}
    # 50.00 − 4.50 − 5.93 − 17.80 is not 61.76; nothing below zero yet
    assert gaps == {"net", "gross"}
    gone = with_line(sale, 3, gross=1_000)
    assert Gap(figure="left", stored=1_780, worked_out=-1_823, position=3) in recompute(gone)


def test_a_step_that_adds_money(sold: tuple[Sale, SaleTerms]) -> None:
    sale, _ = sold
    steps = json.loads(sale.lines[0].steps)
    steps[0]["amount"] = -1
    changed = with_line(sale, 1, steps=json.dumps(steps))
    assert "left" in {gap.figure for gap in recompute(changed)}


def test_steps_out_of_turn(sold: tuple[Sale, SaleTerms]) -> None:
    sale, _ = sold
    steps = json.loads(sale.lines[0].steps)
    turned = with_line(sale, 1, steps=json.dumps([steps[1], steps[0], *steps[2:]]))
    assert recompute(turned) == (Gap(figure="order", stored=0, worked_out=0, position=1),)


def test_steps_nobody_can_read(sold: tuple[Sale, SaleTerms]) -> None:
    sale, _ = sold
    changed = with_line(sale, 1, steps="[1]")
    assert recompute(changed) == (Gap(figure="steps", stored=0, worked_out=0, position=1),)


def test_sums_of_the_receipt(sold: tuple[Sale, SaleTerms]) -> None:
    sale, _ = sold
    changed = replace(sale, gross=88_978, points_money=14_999)
    assert recompute(changed) == (
        Gap(figure="gross", stored=88_978, worked_out=88_979),
        Gap(figure="points_money", stored=14_999, worked_out=15_000),
    )


def test_points_nobody_earned(sold: tuple[Sale, SaleTerms]) -> None:
    sale, terms = sold
    assert recompute(replace(sale, points_earned=2_700), terms) == (
        Gap(figure="points_earned", stored=2_700, worked_out=2_600),
    )
    # without the terms of the day nobody can tell
    assert recompute(replace(sale, points_earned=2_700)) == ()
    assert recompute(replace(sale, points_earned=2_700), replace(terms, limited_by="")) == ()


@pytest.mark.parametrize("cap", ["receipt_cap", "day_cap"])
def test_a_cap_explains_fewer_points(sold: tuple[Sale, SaleTerms], cap: str) -> None:
    sale, terms = sold
    capped = replace(terms, story=(*terms.story, Reason(cap, (("points", 2_000),))))
    assert recompute(replace(sale, points_earned=2_000), capped) == ()
    odd = replace(terms, story=(Reason(cap, (("points", "many"),)),))
    assert recompute(sale, odd) == ()


def test_points_once_a_receipt_count(sold: tuple[Sale, SaleTerms]) -> None:
    sale, terms = sold
    # 26.015 of the lines and 1.99 once make 28.005
    once = replace(terms, per_order=(199, 1))
    assert recompute(replace(sale, points_earned=2_800), once) == ()


def test_nobody_known_earns_nothing(counter: Counter) -> None:
    counter.desk.scan("A")
    sale, terms = stored(counter, counter.pay_cash())
    assert terms.limited_by == "no_customer"
    assert sale.points_earned == 0
    assert recompute(sale, terms) == ()


def test_discounts_by_hand_and_of_the_receipt(counter: Counter) -> None:
    owner = make_counter(counter.shop, counter.shop.owner, shift=False)
    line_id = owner.desk.scan("A").line_id or ""
    owner.desk.scan("C")
    owner.desk.scan(card_number(7))
    owner.desk.discount_line(line_id, rate=500, reason="damaged")
    owner.desk.discount_order(rate=200, reason="regular")
    sale, terms = stored(owner, owner.pay_cash())
    assert sale.lines[0].manual == 750
    assert sum(line.order for line in sale.lines) > 0
    assert recompute(sale, terms) == ()


def test_a_sale_of_a_former_system_is_not_asked(sold: tuple[Sale, SaleTerms]) -> None:
    sale, _ = sold
    assert recompute(replace(sale, source="import", gross=1)) == ()


def test_terms_of_an_older_program_have_no_story(sold: tuple[Sale, SaleTerms]) -> None:
    sale, _ = sold
    terms = read_terms(sale, None, GOLDEN)
    assert (terms.story, terms.most, terms.limited_by) == ((), None, "")


def test_many_rules_on_many_lines(counter: Counter) -> None:
    counter.promote(Promotion(rule_id="all", name="All", effects=(PercentOff(rate=333),)))
    for code in ("A", "7*B", "3*C", card_number(7)):
        counter.desk.scan(code)
    counter.desk.set_points(3_333)
    counter.desk.set_tender(TenderKind.CASH, counter.desk.view().settlement.cash_due)
    sale, terms = stored(counter, counter.complete())
    assert recompute(sale, terms) == ()
