"""GS1 element strings as scanners send them (General Specifications, hand-made ones beside)."""

from __future__ import annotations

from datetime import date

import pytest

from pos_app.domain.gs1 import Gs1Error, looks_like_elements, read_elements
from pos_app.domain.scan import ProductScan, RefusedScan, ScanSettings, UnknownScan, classify

GS = "\x1d"


def product(text: str, **settings: object) -> ProductScan:
    found = classify(text, ScanSettings(**settings))  # type: ignore[arg-type]
    assert isinstance(found, ProductScan)
    return found


@pytest.mark.parametrize(
    "text",
    [
        "]C101095011015300031714070410AB-123",
        "]d201095011015300031714070410AB-123",
        "]e001095011015300031714070410AB-123",
        f"{GS}01095011015300031714070410AB-123",
        "01095011015300031714070410AB-123",
        f"]C10109501101530003{GS}17140704{GS}10AB-123",
        f"010950110153000310AB-123{GS}17140704",
        "]C1010950110153000310AB-123<GS>17140704",
        "]C1010950110153000310AB-123\N{SYMBOL FOR GROUP SEPARATOR}17140704",
        "(01)09501101530003(17)140704(10)AB-123",
    ],
)
def test_the_same_goods_in_every_written_form(text: str) -> None:
    found = product(text)
    assert found.gtin == "09501101530003"
    assert found.batch == "AB-123"
    assert found.expires == date(2014, 7, 4)


def test_a_variable_weight_and_its_price() -> None:
    found = product(f"]C1019460123456789631030004123922012999{GS}10L1")
    assert (found.gtin, found.weight, found.price) == ("94601234567896", 412, 12999)
    assert found.batch == "L1"


@pytest.mark.parametrize(
    ("element", "weight"),
    [("3100000002", 2000), ("3102000150", 1500), ("3103000001", 1), ("3104012345", 1235),
     ("3105012344", 123)],
)  # fmt: skip
def test_weights_with_any_number_of_decimals(element: str, weight: int) -> None:
    assert product("]C10194601234567896" + element).weight == weight


@pytest.mark.parametrize(
    ("element", "digits", "price"),
    [
        ("(3922)01999", 2, 1999),
        ("(3920)15", 2, 1500),
        ("(3923)12345", 2, 1235),
        ("(3922)1999", 0, 20),
        ("(3932)9441999", 2, 1999),
        ("(3933)4141999", 3, 1999),
    ],
)
def test_prices_in_the_currency_of_the_shop(element: str, digits: int, price: int) -> None:
    found = product("(01)94601234567896" + element, minor_digits=digits)
    assert found.price == price


def test_dates_counts_and_serials() -> None:
    found = product("(01)04601234567893(15)280200(21)X(9(30)12(11)260101")
    assert found.expires == date(2028, 2, 29)  # day 00: the month's last
    assert (found.serial, found.count) == ("X(9", 12)
    assert read_elements("(01)04601234567893(11)260101", minor_digits=2).produced == date(
        2026, 1, 1
    )
    assert product("(02)04601234567893(37)24").count == 24
    both = product("(01)04601234567893(15)280101(17)280301")
    assert both.expires == date(2028, 3, 1)


def test_marked_goods_with_a_crypto_tail() -> None:
    found = product(f"]d2010460123456789321(5a&b)*'\"+{GS}91EE05{GS}92dGVzdA==")
    assert found.gtin == "04601234567893"
    assert found.serial == "(5a&b)*'\"+"


def test_identifiers_of_three_and_four_digits_are_skipped_rightly() -> None:
    found = product(f"]C10104601234567893240ABC{GS}41012345678901288005001999{GS}10L")
    assert found.batch == "L"


@pytest.mark.parametrize(
    "link",
    ["https://id.gs1.org/01/04601234567893", "http://shop.example/01/4601234567893?17=280101",
     "https://id.gs1.org/01/04601234567893/10/L1/21/5"],
)  # fmt: skip
def test_a_digital_link(link: str) -> None:
    assert product(link).gtin == "04601234567893"


def test_the_batch_of_a_digital_link() -> None:
    assert product("https://id.gs1.org/01/04601234567893/10/L1").batch == "L1"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("(01)04601234567890", "check_digit"),
        ("]C10104601234567890", "check_digit"),
        ("https://id.gs1.org/01/04601234567890", "check_digit"),
        ("(01)0460123456789", "syntax"),
        ("(01)0460123456789X", "syntax"),
        ("]C1010460123456789", "syntax"),
        ("]C101046012345678931727", "syntax"),
        ("]C1010460123456789331", "syntax"),
        ("]C10104601234567893XY12", "syntax"),
        (f"]C10104601234567893(10){GS}", "syntax"),
        ("(01)04601234567893(10)", "syntax"),
        (f"(01)04601234567893(10)A{GS}B", "syntax"),
        (f"]C1010460123456789310{'A' * 91}", "syntax"),
        ("(01)04601234567893(30)x", "syntax"),
        (f"(01)04601234567893(3922){'9' * 16}", "syntax"),
        ("(01)04601234567893(17)281301", "date"),
        ("(01)04601234567893(17)280001", "date"),
        ("(01)04601234567893(17)270229", "date"),
    ],
)
def test_a_damaged_string_is_refused_with_its_reason(text: str, reason: str) -> None:
    assert classify(text) == RefusedScan(reason=reason)


def test_a_string_without_goods_is_unknown() -> None:
    text = "]C100123456789012345675"
    assert classify(text) == UnknownScan(code=text, typed=text, reason="no_gtin")
    assert read_elements("]C1", minor_digits=2).gtin is None


@pytest.mark.parametrize("text", ["4601234567893", "0104601234567890", "01ABC", "(A1)5", "R1-0"])
def test_other_codes_are_no_element_strings(text: str) -> None:
    assert not looks_like_elements(text)


def test_the_error_carries_its_reason() -> None:
    with pytest.raises(Gs1Error) as problem:
        read_elements("(01)1", minor_digits=2)
    assert problem.value.reason == "syntax"
