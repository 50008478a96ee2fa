"""Check digits and GTINs, against published numbers and sums made by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.gtin import (
    check_digit,
    has_true_check_digit,
    normalise_gtin,
    price_check_digit,
)


@pytest.mark.parametrize(
    ("code", "gtin"),
    [
        ("4601234567893", "04601234567893"),  # 24 + 3 × 31 = 117
        ("96385074", "00000096385074"),
        ("73513537", "00000073513537"),
        ("036000291452", "00036000291452"),
        ("14601234567890", "14601234567890"),
        ("01234565", "00000001234565"),  # an EAN-8 unless the shop says UPC-E
        ("9771234567898", "09771234567898"),
        ("977123456789805", "09771234567898"),  # with the number
        ("978020137962412345", "09780201379624"),  # with the price of the book
    ],
)
def test_one_normal_form(code: str, gtin: str) -> None:
    assert normalise_gtin(code) == gtin


@pytest.mark.parametrize(
    "code",
    ["", "4601234567890", "96385075", "123", "460123456789", "46012345678X3", "٤٦٠١٢٣٤٥٦٧٨٩٣",
     "460123456789305", "977123456789905"],
)  # fmt: skip
def test_what_is_no_gtin(code: str) -> None:
    assert normalise_gtin(code) is None


@pytest.mark.parametrize(
    ("upc_e", "upc_a"),
    [
        ("06543217", "065100004327"),  # published
        ("01234565", "012345000065"),  # published
        ("01234531", "012300000451"),  # 3 × 7 + 8 = 29
        ("01234543", "012340000053"),  # 3 × 11 + 4 = 37
        ("01234558", "012345000058"),  # 3 × 11 + 9 = 42
    ],
)
def test_upc_e_is_spread_out(upc_e: str, upc_a: str) -> None:
    assert normalise_gtin(upc_e, upc_e=True) == upc_a.zfill(14)


def test_upc_e_has_the_check_digit_of_the_full_code() -> None:
    assert normalise_gtin("06543216", upc_e=True) is None
    assert normalise_gtin("96385074", upc_e=True) == "00000096385074"


@pytest.mark.parametrize(("price", "digit"), [("2875", "9"), ("14685", "6"), ("0000", "0")])
def test_inner_check_digit_of_a_price(price: str, digit: str) -> None:
    assert price_check_digit(price) == digit


def test_a_price_of_another_length_has_no_check_digit() -> None:
    with pytest.raises(ValueError, match="4 or 5"):
        price_check_digit("123")


@given(st.text("0123456789", min_size=7, max_size=13), st.integers(0, 13), st.integers(1, 9))
def test_every_single_wrong_digit_is_found(body: str, place: int, change: int) -> None:
    code = body + check_digit(body)
    place %= len(code)
    wrong = code[:place] + str((int(code[place]) + change) % 10) + code[place + 1 :]
    assert has_true_check_digit(code)
    assert not has_true_check_digit(wrong)
