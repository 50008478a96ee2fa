"""Whole minor units: guards, half-up, and the largest remainder of R5."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.money import (
    MAX_PRICE,
    MAX_TOTAL,
    allocate,
    ceil_div,
    half_up,
    rate_of,
    require_int,
    require_price,
    require_total,
)


@pytest.mark.parametrize("value", [1.0, True, "5", None])
def test_nothing_but_an_integer_is_money(value: object) -> None:
    with pytest.raises(TypeError):
        require_int("amount", value)


def test_bounds_are_kept() -> None:
    assert require_price("price", MAX_PRICE) == MAX_PRICE
    assert require_total("total", -MAX_TOTAL) == -MAX_TOTAL
    for check, value in ((require_price, -1), (require_price, MAX_PRICE + 1)):
        with pytest.raises(ValueError, match="price must be at"):
            check("price", value)
    with pytest.raises(ValueError, match="at most"):
        require_total("total", MAX_TOTAL + 1)


@pytest.mark.parametrize(
    ("numerator", "denominator", "expected"),
    [
        (5, 2, 3),  # 2.5: a tie goes up
        (-5, 2, -3),  # −2.5: a tie goes away from zero
        (4, 3, 1),  # 1.33
        (-4, 3, -1),
        (0, 7, 0),
        (7, 7, 1),
    ],
)
def test_half_up(numerator: int, denominator: int, expected: int) -> None:
    assert half_up(numerator, denominator) == expected


def test_half_up_refuses_fractions_and_zero() -> None:
    with pytest.raises(TypeError):
        half_up(1.5, 2)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        half_up(1, 2.0)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        half_up(True, 2)
    for denominator in (0, -2):
        with pytest.raises(ValueError, match="positive"):
            half_up(1, denominator)


def test_rate_and_ceiling() -> None:
    assert rate_of(9_999, 500) == 500  # 499.95
    assert rate_of(1_000, 33_333, 100_000) == 333  # 333.33
    assert ceil_div(7, 2) == 4
    assert ceil_div(8, 2) == 4


@pytest.mark.parametrize(
    ("amount", "weights", "caps", "expected"),
    [
        # 1000 / 3 = 333.33 each; one unit is missing; equal parts and weights: the first gets it
        (1_000, [10_000, 10_000, 10_000], None, [334, 333, 333]),
        # 10 × 1/4 = 2.5, 10 × 3/4 = 7.5: equal parts, the larger weight gets the unit
        (10, [1, 3], None, [2, 8]),
        # 100 × 10/30 = 33.33, 100 × 20/30 = 66.67: the larger part
        (100, [10, 20], None, [33, 67]),
        (0, [0, 0], None, [0, 0]),
        (5, [0, 5], None, [0, 5]),
        # the golden coupon: 50.00 over 284.81, 350.00, 85.49
        (5_000, [28_481, 35_000, 8_549], None, [1_977, 2_430, 593]),
        # room 1000, 100, 0, 400: 20.00 don't fit, 15.00 do
        (2_000, [1_000, 2_000, 5_000, 3_000], [1_000, 100, 0, 400], [1_000, 100, 0, 400]),
        # 300 by 1:1 is 150 each, the first holds 100: the rest goes to the second
        (300, [500, 500], [100, 500], [100, 200]),
        # 90 by 1:1:1 is 30 each; the first holds 10: 80 over two is 40 each
        (90, [1, 1, 1], [10, 90, 90], [10, 40, 40]),
        (50, [0, 100], [50, 20], [0, 20]),
    ],
)
def test_allocation(
    amount: int, weights: list[int], caps: list[int] | None, expected: list[int]
) -> None:
    assert allocate(amount, weights, caps) == expected


def test_allocation_refuses_what_has_no_meaning() -> None:
    for amount, weights, caps in (
        (-1, [1], None),
        (1, [-1], None),
        (1, [0], None),
        (1, [1], [-1]),
        (1, [1], [1, 2]),
    ):
        with pytest.raises(ValueError, match=r"must|needs"):
            allocate(amount, weights, caps)


@given(st.lists(st.integers(1, 10**6), min_size=1, max_size=8), st.data())
def test_shares_sum_exactly_and_stay_within_the_line(
    weights: list[int], data: st.DataObject
) -> None:
    amount = data.draw(st.integers(0, sum(weights)))
    shares = allocate(amount, weights)
    assert sum(shares) == amount
    for share, weight in zip(shares, weights, strict=True):
        assert 0 <= share <= weight
        assert abs(share - Fraction(amount * weight, sum(weights))) < 1


@given(
    st.lists(st.tuples(st.integers(0, 1_000), st.integers(0, 1_000)), min_size=1, max_size=8),
    st.integers(0, 5_000),
)
def test_caps_are_filled_before_anything_is_lost(
    places: list[tuple[int, int]], amount: int
) -> None:
    weights = [weight for weight, _ in places]
    caps = [cap for _, cap in places]
    shares = allocate(amount, weights, caps)
    room = sum(cap for weight, cap in places if weight)
    assert sum(shares) == min(amount, room)
    assert all(0 <= share <= cap for share, cap in zip(shares, caps, strict=True))


@given(st.lists(st.integers(1, 500), min_size=2, max_size=6, unique=True), st.integers(0, 500))
def test_the_order_of_different_lines_does_not_matter(weights: list[int], amount: int) -> None:
    amount = min(amount, sum(weights))
    one = dict(zip(weights, allocate(amount, weights), strict=True))
    other = dict(zip(weights[::-1], allocate(amount, weights[::-1]), strict=True))
    assert one == other
