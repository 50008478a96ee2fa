"""How often somebody comes, and where they stand among the others."""

from __future__ import annotations

from datetime import date

import pytest

from pos_app.domain.rhythm import Standing, standing, top_share, usual_gap


def days(*numbers: int) -> list[date]:
    return [date(2026, 1, number) for number in numbers]


@pytest.mark.parametrize(
    ("visits", "gap"),
    [
        ((), None),
        ((1, 20), None),
        ((1, 1, 1, 20), None),  # purchases of one day are one visit
        ((1, 8, 15), 7),
        ((15, 1, 8), 7),  # in any order
        ((1, 2, 31), 1),  # gaps 1 and 29: the smaller of the two in the middle
        ((1, 4, 9, 30), 5),  # gaps 3, 5, 21
    ],
)
def test_the_middle_gap_is_usual(visits: tuple[int, ...], gap: int | None) -> None:
    assert usual_gap(days(*visits)) == gap


@pytest.mark.parametrize(
    ("ahead", "everybody", "share"),
    [(0, 100, 1), (7, 100, 8), (0, 3, 34), (2, 3, 100), (19, 300, 7)],
)
def test_a_place_is_a_whole_percent_rounded_up(ahead: int, everybody: int, share: int) -> None:
    assert top_share(ahead, everybody) == share


@pytest.mark.parametrize(
    ("visits", "today", "stands"),
    [
        ((), date(2026, 1, 31), Standing.NOTHING),
        ((1,), date(2026, 1, 31), Standing.NEW),  # the thirtieth day after it
        ((1,), date(2026, 2, 1), Standing.RARE),
        ((1, 31), date(2026, 2, 1), Standing.RARE),
        ((1, 16, 31), date(2026, 3, 2), Standing.REGULAR),  # 30 days after the last, 15 is usual
        ((1, 16, 31), date(2026, 3, 3), Standing.LATE),
    ],
)
def test_visits_alone_say_how_somebody_stands(
    visits: tuple[int, ...], today: date, stands: Standing
) -> None:
    assert standing(days(*visits), today) is stands
