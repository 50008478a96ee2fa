"""Rounding to a step (points, R10) and of the cash part of a payment (R7)."""

from __future__ import annotations

from typing import Literal

from pos_app.domain.money import ceil_div, half_up

Rounding = Literal["down", "up", "half_up", "half_down", "half_even"]
"""``down`` and ``up`` go towards and away from zero; the halves differ in what a tie does."""

ROUNDINGS: tuple[Rounding, ...] = ("down", "up", "half_up", "half_down", "half_even")


def round_fraction(numerator: int, denominator: int, mode: Rounding) -> int:
    """Round ``numerator / denominator`` (denominator positive) to a whole number."""
    if numerator < 0:
        return -round_fraction(-numerator, denominator, mode)
    if mode == "down":
        return numerator // denominator
    if mode == "up":
        return ceil_div(numerator, denominator)
    if mode == "half_up":
        return half_up(numerator, denominator)
    whole, rest = divmod(numerator, denominator)
    if 2 * rest != denominator:
        return whole + (2 * rest > denominator)
    return whole if mode == "half_down" else whole + whole % 2


def round_to_step(numerator: int, denominator: int, step: int, mode: Rounding = "down") -> int:
    """Round ``numerator / denominator`` to a multiple of ``step`` (a step of 0 means 1)."""
    step = step or 1
    return step * round_fraction(numerator, denominator * step, mode)


def cash_rounding(amount: int, step: int) -> int:
    """Return what rounding adds to the cash part of a payment (R7); it may be negative.

    ``amount`` is the part paid in cash, ``step`` the smallest coin, both in minor units. A step
    of 0 or 1 rounds nothing. The sum never touches lines, tax or points.
    """
    if step <= 1:
        return 0
    return step * half_up(amount, step) - amount
