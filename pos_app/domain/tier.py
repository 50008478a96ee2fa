"""Tiers of the cumulative programme (R19)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier:
    """A step of the programme, reached at ``threshold`` turnover (minor units, inclusive).

    ``discount`` is the card discount in basis points (of ``base``), ``multiplier`` what earned
    points are multiplied by, in basis points (10 000 = once).
    """

    tier_id: str
    name: str = ""
    threshold: int = 0
    discount: int = 0
    multiplier: int = 10_000
    base: int = 10_000
