"""Ranges of card numbers. Check digits by hand: weights 1 and 3 from the left, up to the next ten.

290000000001: 2 + 27 + 3 = 32, so 8. 290000000002: 2 + 27 + 6 = 35, so 5.
290000000009: 2 + 27 + 27 = 56, so 4. 290000000010: 2 + 27 + 1 = 30, so 0.
299999999999: 2 + 27 + 5 · 9 + 5 · 27 = 209, so 1.
"""

from __future__ import annotations

import pytest

from pos_app.domain.card_range import MOST_CARDS, code128_range, ean_range
from pos_app.domain.errors import PosError


@pytest.mark.parametrize("first", ["2900000000018", "290000000001", "1", " 0000000001 ", "000001"])
def test_an_ean_range_begins_with_a_whole_number_a_body_or_a_serial(first: str) -> None:
    made = ean_range(first, 10, "29")
    assert (made.first, made.last, made.stem) == ("2900000000018", "2900000000100", "")
    assert list(made.numbers())[1] == "2900000000025"
    assert list(made.numbers(8)) == ["2900000000094", "2900000000100"]


@pytest.mark.parametrize(
    ("first", "reason"),
    [
        ("", "length"),
        ("29A", "signs"),
        ("2900000000017", "check_digit"),
        ("29000000000181", "length"),
        ("29000000001", "length"),
        ("280000000001", "prefix"),
    ],
)
def test_what_is_no_own_number_is_refused(first: str, reason: str) -> None:
    with pytest.raises(PosError, match="card_number") as refused:
        ean_range(first, 1, "29")
    assert refused.value.params["reason"] == reason


def test_numbers_stay_within_the_shops_prefix() -> None:
    assert ean_range("9999999999", 1, "29").first == "2999999999991"
    with pytest.raises(PosError, match="card_range_end"):
        ean_range("9999999999", 2, "29")


@pytest.mark.parametrize("count", [0, -1, MOST_CARDS + 1])
def test_a_range_has_a_size(count: int) -> None:
    with pytest.raises(PosError, match="card_range_count"):
        ean_range("1", count, "29")
    with pytest.raises(PosError, match="card_range_count"):
        code128_range("0001", count)
    assert ean_range("1", MOST_CARDS, "29").count == MOST_CARDS


def test_code_128_counts_in_its_last_digits_and_keeps_zeros() -> None:
    made = code128_range("club-0098", 3)
    assert (list(made.numbers()), made.stem) == (["CLUB-0098", "CLUB-0099", "CLUB-0100"], "CLUB-")
    plain = code128_range("0000 7", 4)
    assert (plain.first, plain.last, plain.stem) == ("00007", "00010", "")


@pytest.mark.parametrize(
    ("first", "reason"),
    [
        ("001", "length"),
        ("0" * 33, "length"),
        ("A_001", "signs"),
        ("КЛУБ1", "signs"),
        ("CLUB", "no_digits"),
    ],
)
def test_what_code_128_cannot_count_is_refused(first: str, reason: str) -> None:
    with pytest.raises(PosError, match="card_number") as refused:
        code128_range(first, 1)
    assert refused.value.params["reason"] == reason


def test_the_digits_may_run_out() -> None:
    assert code128_range("CLUB998", 2).last == "CLUB999"
    with pytest.raises(PosError, match="card_range_end"):
        code128_range("CLUB998", 3)
