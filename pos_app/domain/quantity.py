"""Quantities in thousandths of a unit (a piece, a kilogram, a metre)."""

from __future__ import annotations

from pos_app.domain.money import half_up, require_int

ONE = 1_000
"""One unit, in thousandths."""

MAX_QUANTITY = 10**9
"""Largest quantity of one line, in thousandths."""


def require_quantity(name: str, value: object) -> int:
    """Return a quantity of 1 … :data:`MAX_QUANTITY` thousandths."""
    return require_int(name, value, low=1, high=MAX_QUANTITY)


def extend(unit_price: int, quantity: int) -> int:
    """Return the money of a line: unit price × quantity, half-up, once (R3)."""
    if quantity % ONE == 0:
        return unit_price * (quantity // ONE)
    return half_up(unit_price * quantity, ONE)


def whole_units(quantity: int) -> int:
    """Return how many whole pieces a quantity is; 0 for a weighed or cut one (1.250 kg)."""
    return 0 if quantity % ONE else quantity // ONE
