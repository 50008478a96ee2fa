"""What the tiers of a programme hold now: people, and the money they paid in twelve months."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class TierFigures:
    """``customers`` in the tier, and what they ``paid`` (minor units, returns taken off)."""

    customers: int = 0
    paid: int = 0


class TierFiguresPort(Protocol):
    """Where the sums are read; it takes long on a large shop."""

    def since(self, day: date) -> Mapping[str, TierFigures]:
        """By tier id, from ``day`` on; ``""`` are people without a tier yet.

        Raises ``EnvironmentProblem``.
        """


def by_known_tier(
    figures: Mapping[str, TierFigures], tiers: Collection[str], lowest: str
) -> Mapping[str, TierFigures]:
    """The same by the tiers there are; whoever stands in none counts with the lowest."""
    joined = {tier: figures.get(tier, TierFigures()) for tier in tiers}
    rest = [found for tier, found in figures.items() if tier not in joined]
    own = joined.get(lowest, TierFigures())
    joined[lowest] = TierFigures(
        customers=own.customers + sum(each.customers for each in rest),
        paid=own.paid + sum(each.paid for each in rest),
    )
    return joined
