"""Quantities, rounding to a step, and the cash part (R3, R7, R10)."""

from __future__ import annotations

import pytest

from pos_app.domain.quantity import MAX_QUANTITY, extend, require_quantity, whole_units
from pos_app.domain.rounding import Rounding, cash_rounding, round_fraction, round_to_step


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        # 2.5, 3.5, −2.5, 2.4, 2.6
        ("down", [2, 3, -2, 2, 2]),
        ("up", [3, 4, -3, 3, 3]),
        ("half_up", [3, 4, -3, 2, 3]),
        ("half_down", [2, 3, -2, 2, 3]),
        ("half_even", [2, 4, -2, 2, 3]),
    ],
)
def test_ways_of_rounding(mode: Rounding, expected: list[int]) -> None:
    tenths = [25, 35, -25, 24, 26]
    assert [round_fraction(value, 10, mode) for value in tenths] == expected


def test_points_round_down_to_the_step() -> None:
    # 19.99 × 5 × 5 % = 4.9975 points = 499.75 hundredths → 4 points
    assert round_to_step(1_999 * 5 * 500, 10_000, 100) == 400
    assert round_to_step(49_975, 100, 1) == 499
    assert round_to_step(49_975, 100, 0, "half_up") == 500


@pytest.mark.parametrize(
    ("amount", "step", "expected"),
    [
        (1_002, 5, -2),  # 10.02 → 10.00
        (1_003, 5, 2),  # 10.03 → 10.05
        (1_005, 10, 5),  # a tie goes up: 10.10
        (1_004, 10, -4),
        (1_004, 0, 0),
        (1_004, 1, 0),
    ],
)
def test_cash_rounding(amount: int, step: int, expected: int) -> None:
    assert cash_rounding(amount, step) == expected


def test_money_of_a_line() -> None:
    assert extend(14_990, 2_000) == 29_980
    assert extend(1_999, 345) == 690  # 19.99 × 0.345 kg = 6.89655
    assert extend(3, 500) == 2  # 1.5 → 2
    assert whole_units(3_000) == 3
    assert whole_units(1_250) == 0
    assert require_quantity("quantity", MAX_QUANTITY) == MAX_QUANTITY
    with pytest.raises(ValueError, match="at least"):
        require_quantity("quantity", 0)
