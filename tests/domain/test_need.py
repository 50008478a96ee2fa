"""Guessing needs from purchases (R26), with figures worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from pos_app.domain.need import Goods, NeedRule, guess, problems
from pos_app.domain.questionnaire import Wording

TODAY = date(2026, 11, 22)
RULE = NeedRule(
    key="sensitive", wording=Wording(en="sensitive skin"), words=("sensitive",), receipts=2, days=90
)


def bought(receipt: str, day: date, name: str = "soap sensitive", **more: object) -> Goods:
    return replace(Goods(receipt=receipt, day=day, name=name), **more)


def test_too_few_receipts_tell_nothing() -> None:
    once = [bought("a", date(2026, 11, 1)), bought("a", date(2026, 11, 1), "sensitive cream")]
    assert guess(RULE, once, TODAY) is None


def test_a_guess_names_the_last_receipt_and_how_far_it_may_be_trusted() -> None:
    found = guess(
        RULE,
        [bought("a", date(2026, 10, 1)), bought("b", date(2026, 11, 5)),
         bought("c", date(2026, 10, 20))],
        TODAY,
    )  # fmt: skip
    assert found is not None
    assert (found.receipts, found.last, found.day) == (3, "b", date(2026, 11, 5))
    assert found.confidence == 6_000  # 50 % at two receipts, 10 % for the third
    assert found.review_on == date(2027, 5, 4)  # 180 days after 5 November


def test_a_guess_is_never_sure() -> None:
    many = [bought(f"r{day}", date(2026, 11, day)) for day in range(1, 13)]
    found = guess(RULE, many, TODAY)
    assert found is not None
    assert found.confidence == 9_000


def test_purchases_outside_the_days_do_not_count() -> None:
    """90 days before 22 November is 24 August, which still counts; the day before does not."""
    inside = [bought("a", date(2026, 8, 24)), bought("b", date(2026, 11, 22))]
    assert guess(RULE, inside, TODAY) is not None
    assert guess(RULE, [bought("a", date(2026, 8, 23)), inside[1]], TODAY) is None
    assert guess(RULE, [bought("a", date(2026, 11, 23)), inside[1]], TODAY) is None


@pytest.mark.parametrize(
    ("goods", "meant"),
    [
        (Goods(receipt="a", day=TODAY, name="cream for sensitive skin"), True),
        (Goods(receipt="a", day=TODAY, name="insensitive"), False),
        (Goods(receipt="a", day=TODAY, name="eco bags"), True),
        (Goods(receipt="a", day=TODAY, name="bags eco"), True),
        (Goods(receipt="a", day=TODAY, name="economy pack"), False),
        (Goods(receipt="a", day=TODAY, name="x", group_code="baby"), True),
        (Goods(receipt="a", day=TODAY, name="x", tags=frozenset({"green"})), True),
        (Goods(receipt="a", day=TODAY, name="x", group_code="bab", tags=frozenset({"g"})), False),
    ],
)
def test_goods_are_meant_by_group_tag_or_word(goods: Goods, meant: bool) -> None:
    rule = replace(RULE, words=("sensitive", "eco"), groups=("baby",), tags=("green",))
    assert rule.means(goods) is meant


@pytest.mark.parametrize(
    ("rule", "wrong"),
    [
        (RULE, []),
        (replace(RULE, words=(), tags=("green",)), []),
        (replace(RULE, wording=Wording()), ["wording"]),
        (replace(RULE, words=()), ["goods"]),
        (replace(RULE, receipts=0), ["receipts"]),
        (replace(RULE, receipts=51), ["receipts"]),
        (replace(RULE, days=0), ["days"]),
        (replace(RULE, review_days=1_101), ["days"]),
    ],
)
def test_a_rule_that_cannot_work_says_where(rule: NeedRule, wrong: list[str]) -> None:
    assert list(problems(rule)) == wrong
