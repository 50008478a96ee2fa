"""Bar codes of scales, read by the shop's own pattern; check digits summed by hand."""

from __future__ import annotations

import pytest

from pos_app.domain.errors import PosError
from pos_app.domain.scan import (
    CardScan,
    ProductScan,
    RefusedScan,
    ScanSettings,
    UnknownScan,
    WeighedScan,
    classify,
)
from pos_app.domain.weighed import WeighedTemplate


def weighed(code: str, *templates: str, **others: object) -> WeighedScan:
    settings = ScanSettings(weighed_templates=templates, **others)  # type: ignore[arg-type]
    found = classify(code, settings)
    assert isinstance(found, WeighedScan)
    return found


def test_a_weight_in_grams() -> None:
    found = weighed("2112345004129", "21PPPPPWWWWWC")  # 12 + 3 × 13 = 51
    assert (found.article, found.weight, found.price, found.pieces) == ("12345", 412, None, None)
    assert found.gtin == "02112345004129"


def test_a_price_in_minor_units_and_leading_zeros_of_the_article() -> None:
    found = weighed("2200042123455", "22AAAAAVVVVVC")  # 10 + 3 × 15 = 55
    assert (found.article, found.weight, found.price) == ("00042", None, 12345)


def test_pieces() -> None:
    found = weighed("2112345004129", "21IIIIIQQQQQC")
    assert (found.article, found.pieces) == ("12345", 412)


@pytest.mark.parametrize(
    ("template", "code", "price"),
    [
        ("2 PPPPP K VVVVV C", "2123456146851", 14685),  # 26 + 3 × 21 = 89
        ("2PPPPPKVVVVC", "212345928752", 2875),  # 3 × 30 + 18 = 108
    ],
)
def test_an_inner_check_digit(template: str, code: str, price: int) -> None:
    assert weighed(code, template).price == price


def test_a_wrong_inner_check_digit_is_refused() -> None:
    # 2 12345 5 14685: 25 + 3 × 21 = 88, so the outer 2 is true and only the inner digit wrong.
    settings = ScanSettings(weighed_templates=("2PPPPPKVVVVVC",))
    assert classify("2123455146852", settings) == RefusedScan(reason="price_check_digit")


@pytest.mark.parametrize(
    ("template", "measure"),
    [("21.....{NNDDD}", "weight"), ("21.....{NNNDD}", "price"), ("21.....{NNNNN}", "weight"),
     ("21 PPPPP WWWWW", "weight"), ("21XPPPPWWWWWC", "weight"), ("21pppppwwwwwc", "weight")],
)  # fmt: skip
def test_other_ways_to_write_a_pattern(template: str, measure: str) -> None:
    found = weighed("2112345004129", template)
    assert getattr(found, measure) == 412


@pytest.mark.parametrize(
    "template",
    ["", "21", "31PPPPPWWWWWC", "21PPPPPPPPPPC", "21WWWWWWWWWWC", "21PPPPPWWVVVC",
     "21PPWWPPPWWWC", "21PPPPPWWWWCC", "PPPPPPPWWWWWC", "21PPPPPWWWWWWC", "2PPPPPKVVVVVVC",
     "21PPPPPKKVVVC", "21PPPPKWWWWWC", "21PPPPPWWZWWC"],
)  # fmt: skip
def test_a_senseless_pattern_says_so(template: str) -> None:
    with pytest.raises(PosError) as problem:
        WeighedTemplate.parse(template)
    assert problem.value.code == "weighed_template"
    assert problem.value.params == {"template": template}


def test_the_outer_check_digit_may_be_left_out_of_a_pattern() -> None:
    assert WeighedTemplate.parse("21PPPPPWWWWW").pattern == "21PPPPPWWWWWC"


def test_classify_does_not_hide_a_senseless_pattern() -> None:
    with pytest.raises(PosError):
        classify("2112345004129", ScanSettings(weighed_templates=("21",)))


def test_nothing_on_the_scale() -> None:
    # 21 12345 00000: 2+1+3+5 = 11, 3 × (1+2+4) = 21, so the digit is 8.
    assert classify("2112345000008") == RefusedScan(reason="nothing_weighed")


def test_a_misread_scale_code_is_not_goods() -> None:
    found = classify("2112345004120")
    assert isinstance(found, UnknownScan)
    assert found.reason == "check_digit"


def test_the_longer_fixed_part_wins() -> None:
    found = weighed("2112345004129", "2PPPPPPVVVVVC", "21PPPPPWWWWWC")
    assert (found.article, found.weight) == ("12345", 412)


def test_a_card_prefix_beats_a_shorter_pattern_and_yields_to_a_longer() -> None:
    card = "2900000000018"  # 2 + 3 × 10 = 32
    wide = ScanSettings(weighed_templates=("2PPPPPPWWWWWC",), card_prefix="29")
    assert classify(card, wide) == CardScan(code=card)
    narrow = ScanSettings(weighed_templates=("290PPPPWWWWWC",), card_prefix="29")
    found = classify(card, narrow)
    assert isinstance(found, WeighedScan)
    assert (found.article, found.weight) == ("0000", 1)


def test_in_store_goods_that_no_pattern_takes() -> None:
    found = classify("2500000000010")  # 2 + 3 × (5 + 1) = 20
    assert isinstance(found, ProductScan)
    assert found.in_store
