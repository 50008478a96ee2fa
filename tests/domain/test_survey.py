"""Figures over answers, against values from the literature or worked out by hand."""

from __future__ import annotations

import itertools
import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.survey import middle, nps, share


def test_wilsons_interval_of_eight_in_ten() -> None:
    """The textbook case: 8 of 10 gives 49.0 % to 94.3 %."""
    found = share(8, 10)
    assert (found.share, found.low, found.high) == (8_000, 4_902, 9_433)


def test_nobody_and_everybody() -> None:
    nothing = share(0, 0)
    assert (nothing.share, nothing.low, nothing.high) == (0, 0, 10_000)
    none_of_ten = share(0, 10)
    assert (none_of_ten.low, none_of_ten.high) == (0, 2_775)
    assert share(10, 10).high == 10_000


def test_a_share_is_rounded_half_up() -> None:
    assert share(1, 3).share == 3_333
    assert share(2, 3).share == 6_667


def test_the_score_and_its_margin() -> None:
    """5 promoters, 3 passives, 2 detractors: 30 ± 1.96 · √((0.7 − 0.09) / 10) = 48.41."""
    found = nps({10: 3, 9: 2, 8: 2, 7: 1, 6: 1, 0: 1})
    assert found is not None
    assert (found.promoters, found.passives, found.detractors) == (5, 3, 2)
    assert (found.score, found.margin, found.answers) == (3_000, 4_841, 10)


def test_a_score_may_be_below_zero() -> None:
    found = nps({0: 2, 10: 1})
    assert found is not None
    assert found.score == -3_333


def test_no_answers_no_score() -> None:
    assert nps({}) is None
    assert nps({5: 0}) is None
    assert middle({}) is None


def test_the_middle_of_numbers() -> None:
    found = middle({1: 1, 2: 1, 9: 2, 40: 0})
    assert found is not None
    assert (found.mean, found.median, found.low, found.high) == (525, 550, 1, 9)
    assert found.answers == 4


@given(st.lists(st.integers(-1000, 1000), min_size=1, max_size=60))
def test_median_is_that_of_the_library(values: list[int]) -> None:
    counts = {value: len(list(same)) for value, same in itertools.groupby(sorted(values))}
    found = middle(counts)
    assert found is not None
    assert found.median == statistics.median(values) * 100


@pytest.mark.parametrize("of", [1, 5, 100])
def test_the_share_lies_in_its_interval(of: int) -> None:
    for count in range(of + 1):
        found = share(count, of)
        assert 0 <= found.low <= found.share <= found.high <= 10_000
