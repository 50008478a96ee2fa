"""Taxes on what is paid: several rates, inside the price or on top of it (R6)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxRate:
    """One tax of an item: ``rate`` in basis points.

    ``included`` says whether the price holds it; ``None`` follows the price mode of the shop.
    ``base`` is what 100 % is in the units of ``rate``, for rates finer than a basis point.
    """

    rate: int
    included: bool | None = None
    base: int = 10_000


TaxRound = Literal["per_rate", "line"]
