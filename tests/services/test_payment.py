"""Settling a receipt: what is missing, cash rounding, change, and how to give it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.errors import PosError
from pos_app.domain.sale import Tender, TenderKind
from pos_app.services.payment import change_in_notes, quick_cash, settle, with_tender

ZLOTY = (50_000, 20_000, 10_000, 5_000, 2_000, 1_000, 500, 200, 100, 50, 20, 10, 5, 2, 1)


def cash(amount: int) -> Tender:
    return Tender(kind=TenderKind.CASH, amount=amount)


def card(amount: int, *, locked: bool = False) -> Tender:
    return Tender(kind=TenderKind.CARD, amount=amount, locked=locked)


@pytest.mark.parametrize(
    ("due", "tenders", "step", "missing", "change", "rounding"),
    [
        (5460, [], 0, 5460, 0, 0),
        (5460, [cash(6000)], 0, 0, 540, 0),
        (18_460, [card(10_000), cash(6000)], 0, 2460, 0, 0),
        (15_460, [card(10_000), cash(6000)], 0, 0, 540, 0),
        # 12.32 to 0.05: 12.30 in cash, −2; 12.33: 12.35, +2
        (1232, [cash(1300)], 5, 0, 70, -2),
        (1233, [cash(1235)], 5, 0, 0, 2),
        (1233, [cash(1233)], 5, 2, 0, 2),
        # all by card: nothing is rounded
        (1233, [card(1233)], 5, 0, 0, 0),
        # 0.02 left for cash rounds to nothing
        (1002, [card(1000)], 5, 0, 0, -2),
        (0, [], 5, 0, 0, 0),
    ],
)
def test_settlement(
    due: int, tenders: list[Tender], step: int, missing: int, change: int, rounding: int
) -> None:
    settlement = settle(due, tenders, step)
    assert (settlement.missing, settlement.change, settlement.rounding) == (
        missing,
        change,
        rounding,
    )
    assert settlement.complete is (missing == 0)
    assert settlement.paid == due + rounding


def test_only_cash_gives_change() -> None:
    with pytest.raises(PosError, match="tender_over"):
        settle(1000, [card(1001)], 0)


@given(
    due=st.integers(0, 10**8),
    by_card=st.integers(0, 10**8),
    given_cash=st.integers(0, 10**9),
    step=st.sampled_from([0, 1, 5, 10, 50, 100]),
)
def test_what_is_kept_is_what_came_in_less_change(
    due: int, by_card: int, given_cash: int, step: int
) -> None:
    by_card = min(by_card, due)
    settlement = settle(due, [card(by_card), cash(given_cash)], step)
    if settlement.complete:
        assert by_card + given_cash - settlement.change == settlement.paid
    assert abs(settlement.rounding) * 2 <= max(step, 1)


def test_a_tender_of_a_kind_is_replaced_unless_it_is_charged() -> None:
    assert with_tender([cash(5), card(7)], cash(9)) == (card(7), cash(9))
    assert with_tender([cash(5)], cash(0)) == ()
    assert with_tender([card(7, locked=True)], card(3)) == (card(7, locked=True), card(3))


def test_change_in_notes_and_coins() -> None:
    # 3.40: three of 1.00 (no 2.00 coin in manat), two of 0.20
    assert change_in_notes(340, (500, 100, 50, 20, 10, 5, 3, 1)) == ((100, 3), (20, 2))
    assert change_in_notes(0, ZLOTY) == ()
    assert change_in_notes(7, (5,)) == ((5, 1),)


def test_likely_sums_as_in_the_design() -> None:
    assert quick_cash(5460, ZLOTY) == (5500, 6000, 7000, 10_000, 20_000, 50_000)
    assert quick_cash(0, ZLOTY) == ()
    assert quick_cash(5460, (50, 20)) == ()


@given(due=st.integers(1, 10**7))
def test_likely_sums_rise_above_the_due(due: int) -> None:
    sums = quick_cash(due, ZLOTY)
    assert all(value > due for value in sums)
    assert list(sums) == sorted(set(sums))
    assert len(sums) <= 6
