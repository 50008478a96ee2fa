"""Phones, e-mails, dates, cards and words of yes as tables write them."""

from __future__ import annotations

from datetime import date

import pytest

from pos_app.adapters.files.phones import Phones
from pos_app.services import people_import_values as values
from pos_app.services.import_values import UnreadableError
from pos_app.services.people_import_dates import DateOrder, judge_order, read_day
from pos_app.services.people_import_values import Phone

TODAY = date(2026, 11, 22)
DMY = DateOrder(order="dmy", judged="column")
MDY = DateOrder(order="mdy", judged="column")
MIXED = DateOrder(judged="mixed")


def refused(code: str) -> pytest.RaisesExc[UnreadableError]:
    """The reason a cell is refused for."""
    return pytest.raises(UnreadableError, match=f"^{code}$")


@pytest.mark.parametrize(
    ("text", "region", "numbers"),
    [
        ("8 (916) 123-45-67", "RU", ["+79161234567"]),
        ("+7 916 123 45 67", "PL", ["+79161234567"]),
        ("79161234567", "PL", ["+79161234567"]),
        ("0048 600 700 800", "RU", ["+48600700800"]),
        ("600\u00a0700\u2009800", "PL", ["+48600700800"]),
        ("６００７００８００", "PL", ["+48600700800"]),
        ("600700800.0", "PL", ["+48600700800"]),
        ("7.9161234567E+10", "RU", ["+79161234567"]),
        ("7,9161234567E+10", "RU", ["+79161234567"]),
        ("tel:+48600700800", "PL", ["+48600700800"]),
        ("тел. 8-916-123-45-67", "RU", ["+79161234567"]),
        ("600 700 800; 600 700 801", "PL", ["+48600700800", "+48600700801"]),
        ("600700800 ::: 600700801", "PL", ["+48600700800", "+48600700801"]),
        ("600700800 lub 600700801, 600700800", "PL", ["+48600700800", "+48600700801"]),
        ("050 123 45 67", "AZ", ["+994501234567"]),
        ("600700800; -", "PL", ["+48600700800"]),
    ],
)
def test_phones_become_international(text: str, region: str, numbers: list[str]) -> None:
    assert [each.number for each in values.phones(text, Phones(), region)] == numbers


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("8 495 123-45-67 доб. 12", "ext. 12"),
        ("+7 495 123-45-67, ext 305", "ext. 305"),
        ("8 495 123-45-67 (жена Ольга)", "жена Ольга"),
        ("8 495 123-45-67 доб. 7 (офис)", "ext. 7"),
        ("моб. 8 495 123-45-67", ""),
    ],
)
def test_what_stands_beside_a_phone_is_kept(text: str, label: str) -> None:
    assert values.phones(text, Phones(), "RU") == (Phone("+74951234567", label),)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("12345", "phone"),
        ("600700800 / 17", "phone"),
        ("звонить жене", "phone"),
        ("7.91612E+10", "exponent"),
        ("7.91612345671E+10", "phone"),
        ("4111 1111 1111 1111", "bank_card_number"),
    ],
)
def test_what_is_no_phone_is_refused(text: str, code: str) -> None:
    with refused("exponent" if text == "7.91612345671E+10" and code == "phone" else code):
        values.phones(text, Phones(), "RU")


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        ("Anna.K@Mail.RU", ["Anna.K@mail.ru"]),
        ("a@b.pl; A@B.pl c@d.az", ["a@b.pl", "c@d.az"]),
        ("Anna <anna@mail.ru>", ["anna@mail.ru"]),
        ("mailto:a@b.pl", ["a@b.pl"]),
        ("нет", []),
        ("a@b.pl ::: c@d.pl", ["a@b.pl", "c@d.pl"]),
    ],
)
def test_addresses_are_parted(text: str, addresses: list[str]) -> None:
    assert list(values.emails(text)) == addresses


@pytest.mark.parametrize(
    "text", ["sidor@", "@mail.ru", "a@b", "a b@c", "a..b@c.pl", "x" * 250 + "@c.pl", "a@b.c"]
)
def test_what_is_no_address_is_refused(text: str) -> None:
    with refused("email"):
        values.emails(text)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("0012345", "0012345"),
        ("12345.0", "12345"),
        ("2.9E+3", None),
        ("2.9000000000186E+13", None),
        ("1.234E+3", "1234"),
        ("1.2345E+3", None),
        ("1E+0", "1"),
        ("A-17", "A-17"),
    ],
)
def test_a_code_that_became_a_figure_is_mended_or_refused(text: str, kept: str | None) -> None:
    if kept is not None:
        assert values.whole_number(text) == kept
    elif text == "2.9000000000186E+13":
        assert values.whole_number("2.9000000000186E+13") == "29000000000186"
    else:
        with refused("exponent"):
            values.whole_number(text)


def test_cards_keep_their_zeros_and_bank_cards_are_refused() -> None:
    assert values.card("00 123", "29") == "00123"
    assert values.card("２９００００００００１８４", "28") == "2900000000184"
    with refused("bank_card_number"):
        values.card("4111111111111111", "29")
    with refused("card_number"):
        values.card("12", "29")
    with refused("card_number"):
        values.card("2900000000183", "29")


@pytest.mark.parametrize(
    ("word", "given"),
    [
        ("да", True), ("нет", False), ("tak", True), ("nie", False), ("bəli", True),
        ("xeyr", False), ("yes", True), ("no", False), ("Согласен", True), ("brak zgody", False),
        ("subscribed", True), ("Unsubscribed", False), ("1", True), ("0", False), ("BƏLİ", True),
    ],
)  # fmt: skip
def test_yes_and_no_in_four_languages(word: str, given: bool) -> None:
    assert values.consent(word) is given


def test_a_word_that_is_neither_is_refused() -> None:
    with refused("not_yes_no"):
        values.consent("может быть")


def test_cells_are_freed_of_what_spreadsheets_wrap_them_in() -> None:
    assert values.plain_cell('="0012"') == "0012"
    assert values.plain_cell("'+48600700800") == "+48600700800"
    assert values.plain_cell('="a"&"b"') == '="a"&"b"'
    assert values.plain_cell("=1+1") == "=1+1"
    with refused("cell_error"):
        values.plain_cell("#REF!")
    with refused("letters_lost"):
        values.plain_cell("Ив\ufffdнов")


def test_languages_by_many_names() -> None:
    words = ("Русский", "pl_PL", "azərbaycan", "ENGLISH", "deutsch")
    assert [values.language(word) for word in words] == ["ru", "pl", "az", "en", ""]


@pytest.mark.parametrize(
    ("text", "order", "day"),
    [
        ("1990-11-24", DMY, date(1990, 11, 24)),
        ("1990-11-24T10:20:30Z", DMY, date(1990, 11, 24)),
        ("24.11.1990 0:00:00", DMY, date(1990, 11, 24)),
        ("11/24/1990 12:00 AM", MDY, date(1990, 11, 24)),
        ("24.11.1990 г.", DMY, date(1990, 11, 24)),
        ("1990/11/24", MDY, date(1990, 11, 24)),
        ("24/11/90", DMY, date(1990, 11, 24)),
        ("24/11/26", DMY, date(2026, 11, 24)),
        ("24/11/27", DMY, date(1927, 11, 24)),
        ("90.11.24", DateOrder(order="ymd", judged="given"), date(1990, 11, 24)),
        ("19901124", DMY, date(1990, 11, 24)),
        ("33201", DMY, date(1990, 11, 24)),
        ("24.11", DMY, date(1904, 11, 24)),
        ("11/24", MDY, date(1904, 11, 24)),
        ("--11-24", DMY, date(1904, 11, 24)),
        ("--1124", DMY, date(1904, 11, 24)),
        ("24 ноября 1990", DMY, date(1990, 11, 24)),
        ("24 listopada 1990 r.", DMY, date(1990, 11, 24)),
        ("24 noyabr 1990", DMY, date(1990, 11, 24)),
        ("Nov 24, 1990", DMY, date(1990, 11, 24)),
        ("November 24th 1990", DMY, date(1990, 11, 24)),
        ("24 мая", DMY, date(1904, 5, 24)),
        ("24/11/1990", MIXED, date(1990, 11, 24)),
        ("11/24/1990", MIXED, date(1990, 11, 24)),
        ("05/05/1990", MIXED, date(1990, 5, 5)),
        ("0000-00-00", DMY, None),
        ("0/0/00", DMY, None),
        ("01.01.0001", DMY, None),
        ("01.01.1900", DMY, None),
        ("нет", DMY, None),
    ],
)
def test_dates_in_many_forms(text: str, order: DateOrder, day: date | None) -> None:
    assert read_day(text, order, TODAY) == day


def test_a_spreadsheets_small_number_is_a_day_only_as_a_number() -> None:
    assert read_day("366", DMY, TODAY, numeric=True) == date(1900, 12, 31)
    assert read_day("33201.5", DMY, TODAY, numeric=True) == date(1990, 11, 24)
    with refused("date"):
        read_day("366", DMY, TODAY)


@pytest.mark.parametrize("text", ["31.02.1990", "завтра", "13/13/1990", "24 хмуря 1990", "x1"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with refused("date"):
        read_day(text, DMY, TODAY)


def test_a_date_of_two_readings_is_refused_in_a_column_of_both() -> None:
    with refused("date_doubtful"):
        read_day("05/06/1990", MIXED, TODAY)


@pytest.mark.parametrize(
    ("texts", "american", "order", "judged"),
    [
        (["24.11.1990", "01.02.1990"], False, "dmy", "column"),
        (["11/24/1990", "01/02/1990"], False, "mdy", "column"),
        (["01/02/1990", "1990-02-25"], False, "dmy", "assumed"),
        (["01/02/1990"], True, "mdy", "assumed"),
        (["24/11/1990", "11/24/1990"], False, "dmy", "mixed"),
        ([], False, "dmy", "assumed"),
    ],
)
def test_the_order_is_judged_by_the_column(
    texts: list[str], american: bool, order: str, judged: str
) -> None:
    assert judge_order(texts, american=american) == DateOrder(order=order, judged=judged)


def test_a_given_order_is_not_judged() -> None:
    assert judge_order(["24.11.1990"], given="mdy") == DateOrder(order="mdy", judged="given")
