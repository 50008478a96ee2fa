"""Taxes inside and on top of prices, several rates, both ways of rounding (R6)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.tax import TaxRate, work_out
from tests.domain.pricing_kit import vat


def _rates(
    lines: list[tuple[int, tuple[TaxRate, ...]]], **how: object
) -> list[tuple[int, int, int]]:
    found = work_out(lines, **how)  # type: ignore[arg-type]
    return [(rate.rate, rate.net, rate.tax) for rate in found.rates]


@pytest.mark.parametrize(
    ("lines", "inclusive", "expected"),
    [
        # 1.01 × 20/120 = 0.1683 → 0.17, net is the rest
        ([(101, vat(20))], True, [(2_000, 84, 17)]),
        # 45.94 × 10 % = 4.594 → 4.59
        ([(4_594, vat(10))], False, [(1_000, 4_594, 459)]),
        # per rate once: 3 × 0.05 × 10 % = 0.015 → 0.02 (line by line it would be 3 × 0.01)
        ([(5, vat(10))] * 3, False, [(1_000, 15, 2)]),
        # 6.00 with 20 % and 5 % in it: net 6.00/1.25 = 4.80, taxes 0.96 and 0.24
        ([(600, vat(20, 5))], True, [(500, 480, 24), (2_000, 480, 96)]),
        # 12.00 with 20 % inside, 10 % on top: net 10.00, 2.00 inside, 1.00 on top
        (
            [(1_200, (*vat(20, included=True), *vat(10, included=False)))],
            True,
            [(1_000, 1_000, 100), (2_000, 1_000, 200)],
        ),
        # the same rate inside one line and on top of another: 1.00 + 1.00
        (
            [(600, vat(20, included=True)), (500, vat(20, included=False))],
            True,
            [(2_000, 1_000, 200)],
        ),
        # one rate alone and beside another: 12.00/1.20 and 12.50/1.25 are both 10.00 net
        ([(1_200, vat(20)), (1_250, vat(20, 5))], True, [(500, 1_000, 50), (2_000, 2_000, 400)]),
        ([(500, ())], True, []),
        ([(500, vat(0))], True, [(0, 500, 0)]),
        # 8.875 % on 100.00 = 8.875 → 8.88
        ([(10_000, (TaxRate(rate=8_875, base=100_000),))], False, [(8_875, 10_000, 888)]),
    ],
)
def test_per_rate(
    lines: list[tuple[int, tuple[TaxRate, ...]]],
    inclusive: bool,
    expected: list[tuple[int, int, int]],
) -> None:
    assert _rates(lines, prices_include_tax=inclusive) == expected


def test_line_by_line() -> None:
    # 0.05 × 10 % = 0.005 → 0.01 on each of three lines
    lines = [(5, vat(10))] * 3
    assert _rates(lines, prices_include_tax=False, rounding="line") == [(1_000, 15, 3)]


def test_the_tax_of_a_rate_is_shared_by_its_lines() -> None:
    # 3.00 at 20 % inside: 0.50; thirds of 0.1667: the largest parts first → 17, 17, 16
    found = work_out([(100, vat(20))] * 3)
    assert [line[0].amount for line in found.lines] == [17, 17, 16]
    assert all(share.included for line in found.lines for share in line)


@given(
    st.lists(
        st.tuples(st.integers(0, 10**6), st.lists(st.integers(0, 30), max_size=3, unique=True)),
        max_size=6,
    ),
    st.booleans(),
    st.sampled_from(["per_rate", "line"]),
)
def test_lines_and_rates_agree(
    lines: list[tuple[int, list[int]]], inclusive: bool, rounding: str
) -> None:
    found = work_out(
        [(money, vat(*rates)) for money, rates in lines],
        prices_include_tax=inclusive,
        rounding=rounding,  # type: ignore[arg-type]
    )
    of_lines = sum(share.amount for line in found.lines for share in line)
    assert of_lines == sum(rate.tax for rate in found.rates)
    if inclusive:
        for (money, _), shares in zip(lines, found.lines, strict=True):
            assert 0 <= sum(share.amount for share in shares) <= money
