"""How many people stand in each tier, now and under other thresholds."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Protocol

from pos_app.domain.tier import Tier


class TierFiguresPort(Protocol):
    """Where people are counted; it takes long in a large shop. Raises ``EnvironmentProblem``."""

    def people(self) -> Mapping[str, int]:
        """How many active people stand in each tier by id; ``""`` are those without one yet."""

    def turnovers(self, since: date | None) -> Sequence[int]:
        """What each active person paid from a day on (None: ever), rising, returns taken off."""


def by_known_tier(people: Mapping[str, int], tiers: Collection[str], lowest: str) -> dict[str, int]:
    """The same by the tiers there are; whoever stands in none counts with the lowest."""
    joined = {tier: people.get(tier, 0) for tier in tiers}
    joined[lowest] = joined.get(lowest, 0) + sum(
        count for tier, count in people.items() if tier not in joined
    )
    return joined


def by_turnover(turnovers: Sequence[int], tiers: Sequence[Tier]) -> dict[str, int]:
    """How many of the rising ``turnovers`` each tier would hold (R19: threshold inclusive).

    Who reaches none counts with the lowest.
    """
    rising = sorted(tiers, key=lambda tier: tier.threshold)
    starts = [0, *(bisect_left(turnovers, tier.threshold) for tier in rising[1:]), len(turnovers)]
    return {tier.tier_id: starts[n + 1] - starts[n] for n, tier in enumerate(rising)}
