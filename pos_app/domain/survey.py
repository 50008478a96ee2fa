"""What answers say together: shares with their margin, the recommendation score, middles.

Shares and scores are whole numbers: basis points for shares, hundredths for scores and means. The
margins are for 95 of 100 samples, and tell how far another sample of as many people could differ.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from pos_app.domain.money import half_up

Z: Final = 1.959964
"""Standard deviations on either side that hold 95 % of a normal distribution."""

WHOLE: Final = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """``count`` out of ``of``; ``low`` and ``high`` bound the true share (basis points)."""

    count: int
    of: int
    share: int
    low: int
    high: int


def share(count: int, of: int) -> Share:
    """A share with Wilson's interval, which holds for few answers too; 0 of 0 says nothing."""
    if of == 0:
        return Share(count=0, of=0, share=0, low=0, high=WHOLE)
    part = count / of
    spread = Z * Z / of
    middle = (part + spread / 2) / (1 + spread)
    half = Z * math.sqrt(part * (1 - part) / of + spread / (4 * of)) / (1 + spread)
    return Share(
        count=count,
        of=of,
        share=half_up(count * WHOLE, of),
        low=max(0, round((middle - half) * WHOLE)),
        high=min(WHOLE, round((middle + half) * WHOLE)),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Nps:
    """The recommendation score of 0–10 answers: promoters (9, 10) less detractors (0–6), in per
    cent of all; ``score`` and ``margin`` in hundredths, −10000 to 10000.
    """

    promoters: int
    passives: int
    detractors: int
    score: int
    margin: int

    @property
    def answers(self) -> int:
        """How many answered."""
        return self.promoters + self.passives + self.detractors


def nps(counts: Mapping[int, int]) -> Nps | None:
    """The score of answers counted by value; None when nobody answered.

    The margin comes from the variance of +1, 0 and −1: (p + d − (p − d)²) / n.
    """
    promoters = sum(number for value, number in counts.items() if value >= 9)
    detractors = sum(number for value, number in counts.items() if value <= 6)
    everybody = sum(counts.values())
    if everybody == 0:
        return None
    up, down = promoters / everybody, detractors / everybody
    deviation = math.sqrt((up + down - (up - down) ** 2) / everybody)
    return Nps(
        promoters=promoters,
        passives=everybody - promoters - detractors,
        detractors=detractors,
        score=half_up((promoters - detractors) * WHOLE, everybody),
        margin=round(Z * deviation * WHOLE),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Middle:
    """Numbers answered: how many, mean and median (hundredths), least and greatest."""

    answers: int
    mean: int
    median: int
    low: int
    high: int


def middle(counts: Mapping[int, int]) -> Middle | None:
    """The middle of numbers counted by value; None when nobody answered."""
    everybody = sum(counts.values())
    if everybody == 0:
        return None
    total = sum(value * number for value, number in counts.items())
    ranks = _ranked(counts, ((everybody - 1) // 2, everybody // 2))
    return Middle(
        answers=everybody,
        mean=half_up(total * 100, everybody),
        median=sum(ranks) * 50,
        low=min(value for value, number in counts.items() if number),
        high=max(value for value, number in counts.items() if number),
    )


def _ranked(counts: Mapping[int, int], ranks: Iterable[int]) -> list[int]:
    """The values at these places of the sorted answers."""
    wanted, found, seen = sorted(ranks), [], 0
    for value in sorted(counts):
        seen += counts[value]
        while wanted and wanted[0] < seen:
            found.append(value)
            wanted.pop(0)
    return found
