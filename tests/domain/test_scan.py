"""What the till takes a code for (R35), and what it never keeps (R34)."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.bank_card import has_track_data, is_bank_card
from pos_app.domain.coupon import make_code
from pos_app.domain.key_layout import by_key_places
from pos_app.domain.scan import (
    CardScan,
    CertificateScan,
    CouponScan,
    ProductScan,
    QuantityScan,
    ReceiptScan,
    RefusedScan,
    ScanKind,
    ScanSettings,
    StaffScan,
    UnknownScan,
    WeighedScan,
    classify,
)


@pytest.mark.parametrize(
    ("code", "gtin", "in_store"),
    [
        ("4601234567893", "04601234567893", False),
        ("96385074", "00000096385074", False),
        ("036000291452", "00036000291452", False),
        ("14601234567890", "14601234567890", False),
        ("]E04601234567893", "04601234567893", False),
        ("  4601234567893\r\n", "04601234567893", False),
        ("20000011", "00000020000011", True),  # 3 × (2 + 0 + 0 + 1) + 0 = 9
        ("0212345678909", "00212345678909", True),
    ],
)
def test_goods(code: str, gtin: str, in_store: bool) -> None:
    found = classify(code)
    assert isinstance(found, ProductScan)
    assert (found.gtin, found.in_store) == (gtin, in_store)


def test_upc_e_only_where_the_shop_has_them() -> None:
    found = classify("01234565", ScanSettings(upc_e=True))
    assert isinstance(found, ProductScan)
    assert found.gtin == "00012345000065"


def test_upc_e_where_it_can_be_nothing_else() -> None:
    # 3 × (0 + 2 + 0 + 5 + 6) + 4 + 1 + 0 + 0 + 2 = 46, and 4 is the check digit that completes it
    for code in ("04252614", "]E004252614"):
        found = classify(code)
        assert isinstance(found, ProductScan)
        assert found.gtin == "00042100005264"
    assert isinstance(classify("04252615"), UnknownScan)
    for code, gtin in (("]E001234565", "00012345000065"), ("]E401234565", "00000001234565")):
        found = classify(code)
        assert isinstance(found, ProductScan)
        assert found.gtin == gtin


def test_what_the_scanner_says_about_the_kind_of_bars_is_no_part_of_the_code() -> None:
    found = classify("]C0AB-77")
    assert found == UnknownScan(code="AB-77", typed="]C0AB-77")
    assert classify("]C0") == UnknownScan(code="]C0", typed="]C0")
    link = classify("]Q1https://id.gs1.org/01/04601234567893")
    assert isinstance(link, ProductScan)
    assert link.gtin == "04601234567893"
    settings = ScanSettings(card_formats=("0077####",))
    assert classify("]C000770012", settings) == CardScan(code="00770012")


def test_own_cards() -> None:
    assert classify("2900000000018") == CardScan(code="2900000000018")
    settings = ScanSettings(card_formats=("0077####", "88######"), card_prefix="")
    assert classify("00770012", settings) == CardScan(code="00770012")
    assert classify("88123456", settings) == CardScan(code="88123456")
    assert isinstance(classify("00780012", settings), UnknownScan)
    assert isinstance(classify("007700123", settings), UnknownScan)
    assert isinstance(classify("2900000000018", settings), ProductScan)


def test_a_card_with_a_wrong_check_digit_is_no_card() -> None:
    found = classify("2900000000019")
    assert found == UnknownScan(code="2900000000019", typed="2900000000019", reason="check_digit")


def test_a_card_form_cannot_let_bank_cards_in() -> None:
    settings = ScanSettings(card_formats=("################",))
    assert classify("4111111111111111", settings) == RefusedScan(reason="bank_card")
    assert classify("1111111111111111", settings) == CardScan(code="1111111111111111")


def test_coupons_certificates_and_staff_cards() -> None:
    assert classify("c-150-7k3m9q") == CouponScan(code="C-150-7K3M9Q")
    assert classify("G-000123") == CertificateScan(code="G-000123")
    assert classify("S-0042") == StaffScan(code="S-0042")
    own = ScanSettings(coupon_prefix="KUP", certificate_prefix="", staff_prefix="")
    assert classify("KUP-123", own) == CouponScan(code="KUP-123")
    assert isinstance(classify("G-000123", own), UnknownScan)
    assert isinstance(classify("C-1"), UnknownScan)
    assert isinstance(classify("CREAM-12"), UnknownScan)


def test_own_coupon_codes_are_read_with_or_without_hyphens() -> None:
    code = make_code(bytes(range(20)), "C")
    assert classify(code, ScanSettings(coupon_prefix="C")) == CouponScan(code=code)
    grouped = f"{code[:4]}-{code[4:8]}-{code[8:]}".lower()
    assert classify(grouped) == CouponScan(code=code)
    standard = make_code(bytes(range(20)))
    assert classify(standard, ScanSettings(coupon_prefix="")) == CouponScan(code=standard)


def test_own_certificate_codes_are_read_with_or_without_hyphens() -> None:
    code = make_code(bytes(range(20)), "G")
    assert classify(code) == CertificateScan(code=code)
    assert classify(f"g-{code[1:5]}-{code[5:]}") == CertificateScan(code=code)
    assert isinstance(classify(code, ScanSettings(certificate_prefix="")), UnknownScan)
    wrong = "1" if code[-1] != "1" else "2"
    assert isinstance(classify(code[:-1] + wrong), UnknownScan)


def test_prefixes_of_digits_start_an_ean_13() -> None:
    settings = ScanSettings(coupon_prefix="99", certificate_prefix="28", staff_prefix="27")
    # 99 00000 00001: 9 + 3 × (9 + 1) = 39
    assert classify("9900000000011", settings) == CouponScan(code="9900000000011")
    # 28…1: 2 + 3 × (8 + 1) = 29; 27…1: 2 + 3 × (7 + 1) = 26
    assert classify("2800000000011", settings) == CertificateScan(code="2800000000011")
    assert classify("2700000000014", settings) == StaffScan(code="2700000000014")
    assert isinstance(classify("99-123", settings), UnknownScan)


def test_the_code_of_a_receipt() -> None:
    found = ReceiptScan(code="R1-001087-2211", till="1", number=1087, day=22, month=11)
    assert classify("R1-001087-2211") == found
    assert classify("r1-001087-2211") == found
    till = classify("RK02-1001087-0101")
    assert isinstance(till, ReceiptScan)
    assert (till.till, till.number) == ("K02", 1001087)


@pytest.mark.parametrize(
    "code", ["R1-001087-2213", "R1-001087-3211", "R1-001087-0011", "R1-001087-2200",
             "R1-000000-2211", "R1-1087-2211", "R-001087-2211"],
)  # fmt: skip
def test_what_only_looks_like_a_receipt(code: str) -> None:
    assert classify(code) == UnknownScan(code=code, typed=code)


@pytest.mark.parametrize(
    ("code", "quantity"),
    [
        ("3*", 3000),
        ("3 *", 3000),
        ("3×", 3000),
        ("0,5*", 500),
        ("1.25 *", 1250),
        ("12345*", 12345000),
    ],
)
def test_a_quantity(code: str, quantity: int) -> None:
    assert classify(code) == QuantityScan(code=code, quantity=quantity)


def test_a_quantity_with_its_goods() -> None:
    found = classify("3*4601234567893")
    assert isinstance(found, QuantityScan)
    assert found.quantity == 3000
    assert found.rest == ProductScan(code="4601234567893", gtin="04601234567893")


@pytest.mark.parametrize(
    ("code", "reason"),
    [("0*", "quantity"), ("0.000*", "quantity"), ("2*3*", "quantity"),
     ("3*4111111111111111", "bank_card"), ("3* \x01", "control_characters")],
)  # fmt: skip
def test_an_unusable_quantity(code: str, reason: str) -> None:
    assert classify(code) == RefusedScan(reason=reason)


@pytest.mark.parametrize("code", ["*", "x3*5", "123456*", "1.2345*", "5x7"])
def test_what_is_no_quantity(code: str) -> None:
    assert isinstance(classify(code), UnknownScan)


@pytest.mark.parametrize(
    "number",
    ["4111111111111111", "4111 1111 1111 1111", "4111-1111-1111-1111", "378282246310005",
     "5500005555555559", "2223003122003222", "2200000000000004", "6200000000000000000",
     "4222222222222", "30569309025904"],
)  # fmt: skip
def test_bank_cards_are_refused_without_their_number(number: str) -> None:
    found = classify(number)
    assert found == RefusedScan(reason="bank_card")
    assert "code" not in {field.name for field in dataclasses.fields(found)}


@pytest.mark.parametrize(
    "track",
    ["%B4111111111111111^DOE/JANE^2512101", ";4111111111111111=2512101000",
     "B4111111111111111^X", "4111111111111111D25121010"],
)  # fmt: skip
def test_track_data_is_refused(track: str) -> None:
    assert has_track_data(track)
    assert classify(track) == RefusedScan(reason="bank_card")


@pytest.mark.parametrize(
    "number", ["4111111111111112", "1111111111111117", "411111111111", "4111111111111111x",
               "411111111111111١"],
)  # fmt: skip
def test_what_is_no_bank_card(number: str) -> None:
    assert not is_bank_card(number)
    assert isinstance(classify(number), UnknownScan)


def test_true_goods_win_over_the_look_of_a_bank_card() -> None:
    # EAN-13: 4 + 3 × (6 + 6) = 40; Luhn: 0 + 3 + 3 + 4 = 10; and 4 is the prefix of an issuer.
    code = "4600000000060"
    assert is_bank_card(code)
    assert isinstance(classify(code), ProductScan)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        (" \r\n", "empty"),
        ("A" * 257, "too_long"),
        ("AB\x00C", "control_characters"),
        ("AB\x1dC", "control_characters"),
        ("AB\u202eC", "control_characters"),
        ("AB\ud800C", "control_characters"),
        ("4601234567893\n4601234567893", "control_characters"),
    ],
)
def test_garbage(text: str, reason: str) -> None:
    assert classify(text) == RefusedScan(reason=reason)


def test_what_the_scanner_puts_around_a_code() -> None:
    settings = ScanSettings(prefix="~", suffix="#\r")
    found = ProductScan(code="4601234567893", gtin="04601234567893")
    assert classify("~4601234567893#\r", settings) == found
    assert classify("4601234567893", settings) == found
    assert classify("4601234567893\t", ScanSettings(suffix="\t")) == found
    assert classify("~#", settings) == RefusedScan(reason="empty")


@pytest.mark.parametrize(
    ("typed", "code"),
    [("дс-12", "LC-12"), ("ДС-12", "LC-12"), ("№5", "#5"), ("WÜƏ", 'WW"'), ("şə", ".'")],
)
def test_keys_of_another_layout(typed: str, code: str) -> None:
    assert classify(typed) == UnknownScan(code=code.upper(), typed=typed)


def test_a_coupon_and_a_receipt_typed_through_a_russian_layout() -> None:
    assert classify("С-150-7Л3Ь9Й") == CouponScan(code="C-150-7K3M9Q")
    assert isinstance(classify("к1-001087-2211"), ReceiptScan)
    assert isinstance(classify("ъв2010460123456789310Ф"), ProductScan)


def test_letters_no_layout_gives_stay_as_they_are() -> None:
    assert by_key_places("日本") is None
    assert by_key_places("ABC") is None
    assert classify("日本") == UnknownScan(code="日本", typed="日本")
    assert classify("AB 12") == UnknownScan(code="AB 12", typed="AB 12")


def test_only_an_identifier() -> None:
    assert isinstance(classify("]C0"), UnknownScan)
    assert classify("]C04111111111111111") == RefusedScan(reason="bank_card")


@given(st.text(max_size=60))
def test_any_text_has_an_answer_and_a_refusal_keeps_nothing(text: str) -> None:
    found = classify(text)
    assert found.kind in ScanKind
    if isinstance(found, RefusedScan):
        assert found.reason


@given(st.text("0123456789- ", min_size=1, max_size=24))
def test_no_bank_card_gets_through_as_anything_but_true_goods(text: str) -> None:
    found = classify(text)
    if is_bank_card(text.strip()):
        assert isinstance(found, RefusedScan | ProductScan | WeighedScan | CardScan)
        if not isinstance(found, RefusedScan):
            assert len(text.strip()) in (13, 14)
