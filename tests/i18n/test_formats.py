"""Figures as DESIGN §8 writes them, in four languages, and back."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.i18n import LANGUAGES, Formats

NB = "\N{NO-BREAK SPACE}"
DAY = dt.date(2026, 11, 22)
MOMENT = dt.datetime(2026, 11, 22, 17, 6)


@pytest.mark.parametrize(
    ("language", "currency", "money", "large", "small", "date", "percent"),
    [
        ("en", "EUR", "€1,234.50", "12,345", "1,234", "22 Nov 2026", "5%"),
        ("en", "AZN", "₼1,234.50", "12,345", "1,234", "22 Nov 2026", "5%"),
        ("ru", "RUB", f"1{NB}234,50{NB}₽", f"12{NB}345", f"1{NB}234", "22.11.2026", f"5{NB}%"),
        ("pl", "PLN", f"1234,50{NB}zł", f"12{NB}345", "1234", "22.11.2026", "5%"),
        ("az", "AZN", f"1.234,50{NB}₼", "12.345", "1.234", "22.11.26", "5%"),
    ],
)
def test_the_table_of_the_design(
    language: str, currency: str, money: str, large: str, small: str, date: str, percent: str
) -> None:
    formats = Formats(language, currency)
    assert formats.money(123450) == money
    assert formats.number(12345) == large
    assert formats.number(1234) == small
    assert formats.date(DAY) == date
    assert formats.percent(500) == percent


def test_minus_is_the_real_one_and_stands_before_the_symbol() -> None:
    assert Formats("en", "EUR").money(-5) == "−€0.05"
    assert Formats("ru", "RUB").money(-123450) == f"−1{NB}234,50{NB}₽"
    assert Formats("ru", "RUB").percent(-1250) == f"−12,5{NB}%"
    assert Formats("en", "EUR").number(-3) == "−3"


def test_plus_is_written_only_when_asked_and_never_for_zero() -> None:
    formats = Formats("ru", "RUB")
    assert formats.points(15400, sign=True) == "+154"
    assert formats.points(0, sign=True) == "0"
    assert formats.amount(-39260, sign=True) == "−392,60"
    assert formats.amount(39260, sign=True) == "+392,60"


def test_closing_zeros() -> None:
    formats = Formats("ru", "RUB")
    assert formats.money(15000, trim=True) == f"150{NB}₽"
    assert formats.money(15050, trim=True) == f"150,50{NB}₽"
    assert formats.amount(300000, trim=True) == f"3{NB}000"
    assert formats.points(1250) == "12,5"
    assert formats.quantity(3000) == "3"
    assert formats.quantity(412) == "0,412"
    assert formats.quantity(-1250) == "−1,25"


def test_quantities_are_never_grouped() -> None:
    assert Formats("az", "AZN").quantity(1_234_000) == "1234"


def test_minor_digits_follow_the_currency() -> None:
    assert Formats("en", "JPY").money(1234) == "¥1,234"
    assert Formats("az", "KWD").minor_digits == 3
    assert Formats("en", "KWD").money(1234) == f"KWD{NB}1.234"
    assert Formats("en", "PLN").money(123450) == f"zł{NB}1,234.50"
    assert Formats("pl", "xyz").money(5) == f"0,05{NB}XYZ"


def test_dates_and_times() -> None:
    english, russian = Formats("en", "EUR"), Formats("ru", "RUB")
    assert english.day_month(DAY) == f"22{NB}November"
    assert russian.day_month(DAY) == f"22{NB}ноября"
    assert Formats("pl", "PLN").day_month(DAY) == f"22{NB}listopada"
    assert Formats("az", "AZN").day_month(DAY) == f"22{NB}noyabr"
    assert english.long_date(DAY) == f"22{NB}November 2026"
    assert russian.long_date(DAY) == f"22{NB}ноября 2026{NB}г."
    assert english.time(MOMENT) == "17:06"
    assert english.date_time(MOMENT) == "22 Nov 2026, 17:06"
    assert russian.date_time(MOMENT) == "22.11.2026 17:06"
    assert russian.weekday_time(MOMENT) == f"Вс 22{NB}ноя, 17:06"
    assert english.weekday_time(MOMENT) == f"Sun 22{NB}Nov, 17:06"
    assert Formats("pl", "PLN").weekday_time(MOMENT) == f"nd. 22{NB}lis, 17:06"
    assert Formats("az", "AZN").weekday_time(MOMENT) == f"B., 22{NB}noy, 17:06"
    assert russian.weekday_date(DAY) == f"Воскресенье, 22{NB}ноября"
    assert english.weekday_date(DAY) == f"Sunday, 22{NB}November"


def test_days_of_the_week_are_joined() -> None:
    english = Formats("en", "EUR")
    assert english.weekdays({5, 1, 2, 3, 4}) == "Mon–Fri"
    assert english.weekdays([6, 7]) == "Sat, Sun"
    assert english.weekdays([1, 3, 3, 5, 6, 7]) == "Mon, Wed, Fri–Sun"
    assert english.weekdays([]) == ""
    assert Formats("ru", "RUB").weekdays([1]) == "Пн"


@pytest.mark.parametrize("method", ["money", "amount", "points", "quantity", "percent", "number"])
@pytest.mark.parametrize("value", [1.0, True, "1", None])
def test_anything_but_an_integer_is_refused(method: str, value: object) -> None:
    with pytest.raises(TypeError):
        getattr(Formats("en", "EUR"), method)(value)


@pytest.mark.parametrize(
    ("language", "text", "minor"),
    [
        ("en", "1234.5", 123450),
        ("en", "1234,5", 123450),
        ("en", "1,234.50", 123450),
        ("en", "1,234", 123400),
        ("en", "€1,234.50", 123450),
        ("en", "1.234.567,89", 123456789),
        ("en", "1,234,567", 123456700),
        ("ru", f"1{NB}234,50{NB}₽", 123450),
        ("ru", "1 234.5 rub", 123450),
        ("ru", "1\u202f234", 123400),
        ("ru", "−12,05", -1205),
        ("ru", "-12", -1200),
        ("ru", "+7", 700),
        ("az", "1.234", 123400),
        ("pl", "1234,50 zł", 123450),
        ("pl", "1'234,50", 123450),
        ("ru", ",5", 50),
        ("ru", "5,", 500),
    ],
)
def test_money_is_read_with_either_decimal_sign(language: str, text: str, minor: int) -> None:
    currency = {"en": "EUR", "ru": "RUB", "pl": "PLN", "az": "AZN"}[language]
    assert Formats(language, currency).parse_money(text) == minor


@pytest.mark.parametrize(
    "text",
    ["", " ", ".", "-", "−", "abc", "1,2,3", "1.23.4", "12,345", "0,125", "1,234,56", "1,,5", "--5",
     "1e5", "٣", "1,234.5.6", ",234,567", "1234,567.5", "9" * 41, "5 €", "nan", "1/2", "1.2,3.4"],
)  # fmt: skip
def test_garbage_is_not_guessed_at(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        Formats("ru", "RUB").parse_money(text)


def test_a_single_decimal_sign_in_a_quantity_is_never_a_thousand() -> None:
    for language in LANGUAGES:
        formats = Formats(language, "EUR")
        assert formats.parse_quantity("1.234") == 1234
        assert formats.parse_quantity("1,234") == 1234
        with pytest.raises(ValueError, match="decimals"):
            formats.parse_quantity("1.2345")


def test_percent_and_points_are_read_back() -> None:
    assert Formats("ru", "RUB").parse_percent(f"12,5{NB}%") == 1250
    assert Formats("en", "EUR").parse_percent("5") == 500
    assert Formats("ru", "RUB").parse_points("12,5") == 1250
    with pytest.raises(ValueError, match="decimals"):
        Formats("en", "EUR").parse_percent("5.125")


@given(
    language=st.sampled_from(LANGUAGES),
    currency=st.sampled_from(["EUR", "RUB", "PLN", "AZN", "JPY", "KWD", "CHF"]),
    value=st.integers(-(10**12), 10**12),
)
def test_what_is_shown_is_read_back_the_same(language: str, currency: str, value: int) -> None:
    formats = Formats(language, currency)
    assert formats.parse_money(formats.money(value)) == value
    assert formats.parse_money(formats.amount(value, sign=True)) == value
    assert formats.parse_quantity(formats.quantity(value)) == value
    assert formats.parse_percent(formats.percent(value)) == value
    assert formats.parse_points(formats.points(value)) == value
