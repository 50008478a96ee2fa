"""How often somebody comes, and where they stand among the others."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from enum import Enum
from itertools import pairwise
from typing import Final

FEWEST_DAYS: Final = 3
"""Days with a purchase from which on a rhythm can be told."""

NEW_FOR: Final = timedelta(days=30)
"""How long after the first purchase somebody is new."""

LATE_AFTER: Final = 2
"""Usual gaps without a visit after which somebody is late."""


class Standing(Enum):
    """How somebody stands to the shop, by their visits alone."""

    NOTHING = "nothing"
    NEW = "new"
    RARE = "rare"
    REGULAR = "regular"
    LATE = "late"


def standing(days: Iterable[date], today: date) -> Standing:
    """New in the first month; regular while visits come in their usual gaps, late after two.

    Somebody with too few visits to tell a gap comes rarely.
    """
    visits = sorted(set(days))
    if not visits:
        return Standing.NOTHING
    if today - visits[0] <= NEW_FOR:
        return Standing.NEW
    gap = usual_gap(visits)
    if gap is None:
        return Standing.RARE
    late = (today - visits[-1]).days > LATE_AFTER * gap
    return Standing.LATE if late else Standing.REGULAR


def usual_gap(days: Iterable[date]) -> int | None:
    """Days that usually pass between two visits: the middle gap; None while there are too few.

    Several purchases of one day are one visit. Between two middle gaps it is the smaller one.
    """
    visits = sorted(set(days))
    if len(visits) < FEWEST_DAYS:
        return None
    gaps = sorted((after - before).days for before, after in pairwise(visits))
    return gaps[(len(gaps) - 1) // 2]


def top_share(ahead: int, everybody: int) -> int:
    """Whole percent of people, rounded up, one belongs to with ``ahead`` people before one.

    With 7 ahead of one among 100 people it is 8: one is among the first eight of a hundred.
    """
    return -(-(ahead + 1) * 100 // everybody)
