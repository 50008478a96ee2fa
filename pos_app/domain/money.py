"""Whole minor units: guards, half-up division, and the splitting of an amount over lines (R5).

Every figure is an ``int``. A ``float`` or a ``bool`` raises :class:`TypeError`, because a binary
fraction that once got in can no longer be told from the cent it stands for.
"""

from __future__ import annotations

from collections.abc import Sequence

MAX_PRICE = 10**9
"""Largest price of one unit, in minor units."""

MAX_TOTAL = 10**12
"""Largest sum a receipt, a shift or an account may hold, in minor units."""

FULL_RATE = 10_000
"""100 % in basis points."""


def require_int(
    name: str, value: object, *, low: int | None = None, high: int | None = None
) -> int:
    """Return ``value`` as a plain integer within ``low`` … ``high``.

    Raises:
        TypeError: it is no integer (floats and booleans included).
        ValueError: it lies outside the bounds.
    """
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"{name} must be an int, not {type(value).__name__}")
    if low is not None and value < low:
        raise ValueError(f"{name} must be at least {low}, not {value}")
    if high is not None and value > high:
        raise ValueError(f"{name} must be at most {high}, not {value}")
    return value


def require_price(name: str, value: object) -> int:
    """Return a price of one unit: 0 … :data:`MAX_PRICE` minor units."""
    return require_int(name, value, low=0, high=MAX_PRICE)


def require_total(name: str, value: object) -> int:
    """Return a sum of money, either sign, at most :data:`MAX_TOTAL` away from zero."""
    return require_int(name, value, low=-MAX_TOTAL, high=MAX_TOTAL)


def half_up(numerator: int, denominator: int) -> int:
    """Divide and round to the nearest integer; a tie goes away from zero.

    ``denominator`` must be positive.
    """
    if numerator.__class__ is not int or denominator.__class__ is not int:
        require_int("numerator", numerator)
        require_int("denominator", denominator)
    if denominator <= 0:
        raise ValueError("denominator must be positive")
    if numerator >= 0:
        return (2 * numerator + denominator) // (2 * denominator)
    return -((denominator - 2 * numerator) // (2 * denominator))


def ceil_div(numerator: int, denominator: int) -> int:
    """Divide and round up (towards plus infinity); ``denominator`` must be positive."""
    return -(-numerator // denominator)


def rate_of(amount: int, rate: int, base: int = FULL_RATE) -> int:
    """Return ``amount × rate``, half-up (R3); ``base`` is 100 % in the units of ``rate``."""
    return half_up(amount * rate, base)


def allocate(amount: int, weights: Sequence[int], caps: Sequence[int] | None = None) -> list[int]:
    """Split ``amount`` over ``weights`` by largest remainder (R5).

    Every share is floored; the units still missing go to the largest fractional parts, ties to
    the larger weight, then to the earlier place. Without ``caps`` the shares sum to ``amount``
    exactly, and no share exceeds its weight while ``amount`` does not exceed their sum.

    With ``caps`` no share exceeds its cap: what does not fit is split again over those that still
    have room, by their weights, and what fits nowhere is not given out, so the shares sum to the
    smaller of ``amount`` and the room of all places with a weight.

    Raises:
        ValueError: a negative amount, weight or cap, or an amount with nothing to split it over.
    """
    require_int("amount", amount, low=0)
    for weight in weights:
        require_int("weight", weight, low=0)
    if caps is None:
        if amount and not any(weights):
            raise ValueError("an amount needs at least one positive weight")
        return _largest_remainder(amount, weights)
    if len(caps) != len(weights):
        raise ValueError("weights and caps must have the same length")
    for cap in caps:
        require_int("cap", cap, low=0)
    return _allocate_within(amount, weights, caps)


def _largest_remainder(amount: int, weights: Sequence[int]) -> list[int]:
    total = sum(weights)
    if not amount or not total:
        return [0] * len(weights)
    shares = [amount * weight // total for weight in weights]
    missing = amount - sum(shares)
    if missing:
        order = sorted(
            range(len(weights)),
            key=lambda place: (-(amount * weights[place] % total), -weights[place], place),
        )
        for place in order[:missing]:
            shares[place] += 1
    return shares


def _allocate_within(amount: int, weights: Sequence[int], caps: Sequence[int]) -> list[int]:
    shares = [0] * len(weights)
    places = [place for place, weight in enumerate(weights) if weight and caps[place]]
    left = min(amount, sum(caps[place] for place in places))
    while left and places:
        trial = _largest_remainder(left, [weights[place] for place in places])
        full = [place for place, share in zip(places, trial, strict=True) if share >= caps[place]]
        if not any(share > caps[place] for place, share in zip(places, trial, strict=True)):
            for place, share in zip(places, trial, strict=True):
                shares[place] = share
            break
        for place in full:
            shares[place] = caps[place]
            left -= caps[place]
        places = [place for place in places if place not in set(full)]
    return shares
