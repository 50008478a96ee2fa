"""Returns: any split of a receipt comes to the same money, points and shares (R14, R15)."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.refund import (
    EarnTerms,
    SoldLine,
    keep_points,
    part_of_money,
    part_of_quantity,
    parts_for_amount,
    plan_return,
    refund_line,
)

# The golden vector of DOMAIN.md: 5 % of the money, and the points that paid.
GOLDEN = (
    SoldLine(
        line_id="A", quantity=2_000, money=20_573, shares={"points": 5_931}, earned=(20_573, 20)
    ),
    SoldLine(
        line_id="B", quantity=1_000, money=25_281, shares={"points": 7_289}, earned=(25_281, 20)
    ),
    SoldLine(
        line_id="C", quantity=1_000, money=6_176, shares={"points": 1_780}, earned=(6_176, 20)
    ),
)
TERMS = EarnTerms(earned=2_600)


def test_the_golden_returns() -> None:
    half = {"A": Fraction(1, 2)}
    first = plan_return(GOLDEN, {}, half, TERMS)
    assert (first.refund, first.shares["points"]) == (10_287, 2_966)
    assert (first.keep, first.claw_back, first.complete) == (2_000, 600, False)
    second = plan_return(GOLDEN, first.parts, half, TERMS, clawed_before=600)
    assert (second.refund, second.shares["points"]) == (10_286, 2_965)
    assert (second.keep, second.claw_back) == (1_500, 500)
    rest = {"B": Fraction(1), "C": Fraction(1)}
    last = plan_return(GOLDEN, second.parts, rest, TERMS, clawed_before=1_100)
    assert (last.claw_back, last.keep, last.complete) == (1_500, 0, True)
    plans = (first, second, last)
    assert sum(plan.refund for plan in plans) == 52_030
    assert sum(plan.shares["points"] for plan in plans) == 15_000


def test_thirds_sum_exactly() -> None:
    line = SoldLine(line_id="L", quantity=3_000, money=1_000)
    parts = [refund_line(line, Fraction(k, 3), Fraction(k + 1, 3)).money for k in range(3)]
    assert parts == [333, 334, 333]  # 333.33, 666.67, 1000


def test_more_than_the_line_is_refused() -> None:
    line = SoldLine(line_id="L", quantity=1_000, money=100)
    with pytest.raises(ValueError, match="whole line"):
        refund_line(line, Fraction(1, 2), Fraction(3, 2))
    with pytest.raises(ValueError, match="whole line"):
        refund_line(line, Fraction(1, 2), Fraction(1, 4))


def test_parts() -> None:
    line = SoldLine(line_id="L", quantity=2_500, money=1_000)
    assert part_of_quantity(line, 500) == Fraction(1, 5)
    assert part_of_money(line, 250) == Fraction(1, 4)
    assert part_of_money(SoldLine(line_id="G", quantity=1_000, money=0), 0) == 0


def test_money_becomes_parts_of_the_lines() -> None:
    lines = (
        SoldLine(line_id="A", quantity=1_000, money=100),
        SoldLine(line_id="B", quantity=1_000, money=200),
    )
    # 30 by 100 : 200 is 10 and 20, a tenth of each
    parts = parts_for_amount(lines, {}, 30)
    assert parts == {"A": Fraction(1, 10), "B": Fraction(1, 10)}
    # 1 cent goes to the larger line; 270 are all that is left
    assert parts_for_amount(lines, parts, 1) == {"B": Fraction(1, 200)}
    assert parts_for_amount(lines, parts, 270) == {"A": Fraction(9, 10), "B": Fraction(9, 10)}
    assert parts_for_amount(lines, parts, 0) == {}
    with pytest.raises(ValueError, match="more money"):
        parts_for_amount(lines, parts, 271)


def test_points_by_the_piece_follow_the_pieces() -> None:
    # 2 pieces, 100 points each, 50.01 of money: one back keeps 100 points, not 99.98
    line = SoldLine(
        line_id="L", quantity=2_000, money=5_001, earned=(20_000, 1), earned_by="quantity"
    )
    assert keep_points([line], {"L": Fraction(1, 2)}, EarnTerms(earned=20_000)) == 10_000


def test_points_of_a_free_line_follow_its_part() -> None:
    line = SoldLine(line_id="L", quantity=2_000, money=0, earned=(400, 1))
    assert keep_points([line], {"L": Fraction(1, 2)}, EarnTerms(earned=400)) == 200


def test_points_once_an_order_stay_while_anything_stays() -> None:
    line = SoldLine(line_id="L", quantity=2_000, money=1_000)
    terms = EarnTerms(earned=500, once=((500, 1, 0),))
    assert keep_points([line], {"L": Fraction(1, 2)}, terms) == 500
    assert keep_points([line], {"L": Fraction(1)}, terms) == 0


def test_caps_and_minimum_hold_for_what_is_kept() -> None:
    line = SoldLine(line_id="L", quantity=2_000, money=20_000, earned=(20_000, 1), earn_rule=1)
    half = {"L": Fraction(1, 2)}
    capped = EarnTerms(earned=6_000, max_points=6_000)
    assert keep_points([line], half, capped) == 6_000
    assert keep_points([line], half, EarnTerms(earned=20_000, minimums=(0, 10_001))) == 0
    assert keep_points([line], half, EarnTerms(earned=20_000, minimums=(0, 10_000))) == 10_000


def test_a_gift_line_does_not_keep_a_receipt_open() -> None:
    lines = (
        SoldLine(line_id="L", quantity=1_000, money=500),
        SoldLine(line_id="G", quantity=1_000, money=0, shares={"points": 0}),
    )
    plan = plan_return(lines, {}, {"L": Fraction(1)}, EarnTerms(earned=0))
    assert plan.complete
    # where everything was free, everything must come back
    free = lines[1:]
    half = plan_return(free, {}, {"G": Fraction(1, 2)}, EarnTerms(earned=0))
    assert not half.complete
    assert plan_return(free, half.parts, {"G": Fraction(1, 2)}, EarnTerms(earned=0)).complete


@st.composite
def receipts(draw: st.DrawFn) -> tuple[list[SoldLine], EarnTerms]:
    """A receipt that earns 5 % of its money."""
    lines = []
    for place in range(draw(st.integers(1, 4))):
        money = draw(st.integers(0, 100_000))
        lines.append(
            SoldLine(
                line_id=str(place),
                quantity=draw(st.integers(1, 6)) * 1_000,
                money=money,
                shares={"points": draw(st.integers(0, 5_000)), "tax": money // 6},
                earned=(money, 20),
            )
        )
    earned = sum(line.money for line in lines) // 20 // 100 * 100
    return lines, EarnTerms(earned=earned)


@given(receipts(), st.data())
def test_any_split_equals_a_full_return(
    receipt: tuple[list[SoldLine], EarnTerms], data: st.DataObject
) -> None:
    lines, terms = receipt
    units = [line.line_id for line in lines for _ in range(line.quantity // 1_000)]
    order = data.draw(st.permutations(units))
    size = {line.line_id: Fraction(1_000, line.quantity) for line in lines}
    before: dict[str, Fraction] = {}
    clawed = refund = points = 0
    while order:
        count = data.draw(st.integers(1, len(order)))
        now: dict[str, Fraction] = {}
        for line_id in order[:count]:
            now[line_id] = now.get(line_id, Fraction(0)) + size[line_id]
        order = order[count:]
        plan = plan_return(lines, before, now, terms, clawed)
        assert plan.refund >= 0
        assert plan.claw_back >= 0
        before = dict(plan.parts)
        clawed += plan.claw_back
        refund += plan.refund
        points += plan.shares.get("points", 0)
    assert refund == sum(line.money for line in lines)
    assert points == sum(line.shares["points"] for line in lines)
    assert clawed == terms.earned


@given(receipts(), st.data())
def test_what_was_clawed_back_depends_on_what_is_kept_only(
    receipt: tuple[list[SoldLine], EarnTerms], data: st.DataObject
) -> None:
    lines, terms = receipt
    line = data.draw(st.sampled_from(lines))
    units = line.quantity // 1_000
    count = data.draw(st.integers(1, units))
    at_once = plan_return(lines, {}, {line.line_id: Fraction(count, units)}, terms)
    before: dict[str, Fraction] = {}
    clawed = 0
    for _ in range(count):
        plan = plan_return(lines, before, {line.line_id: Fraction(1, units)}, terms, clawed)
        before = dict(plan.parts)
        clawed += plan.claw_back
    assert clawed == at_once.claw_back


def test_a_minimum_looks_at_the_lines_of_its_own_rule() -> None:
    """Food earns 5 % from 20.00 on, the rest 1 %. Food 25.00, hats 50.00, a certificate 90.00.

    With 10.00 of the food back, 15.00 of it are left: too little, whatever else was bought. Earned
    1.25 + 0.50 points; the hats' 0.50 stay.
    """
    food = SoldLine(line_id="F", quantity=5_000, money=2_500, earned=(125, 1), earn_rule=0)
    hats = SoldLine(line_id="H", quantity=1_000, money=5_000, earned=(50, 1), earn_rule=1)
    paper = SoldLine(line_id="C", quantity=1_000, money=9_000, earns=False)
    terms = EarnTerms(earned=175, step=1, minimums=(2_000, 0))
    back = {"F": Fraction(2, 5)}
    assert keep_points([food, hats, paper], back, terms) == 50
    assert keep_points([food, hats, paper], {"F": Fraction(1, 5)}, terms) == 150


def test_what_came_once_looks_at_all_that_earns() -> None:
    """3 points from 50.00 on, 1 point from 10.00 on; 60.00 of goods beside a certificate."""
    goods = SoldLine(line_id="G", quantity=6_000, money=6_000)
    paper = SoldLine(line_id="C", quantity=1_000, money=9_000, earns=False)
    terms = EarnTerms(earned=400, once=((300, 1, 5_000), (100, 1, 1_000)))
    for pieces, points in ((0, 400), (1, 400), (2, 100), (5, 100), (6, 0)):
        assert keep_points([goods, paper], {"G": Fraction(pieces, 6)}, terms) == points
