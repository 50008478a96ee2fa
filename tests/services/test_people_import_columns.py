"""Headings of other systems, and mappings that are kept and edited."""

from __future__ import annotations

import pytest

from pos_app.domain.errors import PosError
from pos_app.services.people_import_columns import (
    PeopleMap,
    column_names,
    field_of,
    fingerprint,
    guess,
    locate,
)
from pos_app.services.tabular import TableRow


def table(*rows: str) -> list[TableRow]:
    """Rows whose cells are parted by bars."""
    return [TableRow(number=n, cells=tuple(row.split("|"))) for n, row in enumerate(rows, 1)]


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("ФИО", "name"), ("Имя", "first_name"), ("Телефон*", "phone"), ("Тел. 2", "phone"),
        ("Phone 1 - Value", "phone"), ("Phone 1 - Type", ""), ("E-mail 1 - Value", "email"),
        ("E-mail 2 Address", "email"), ("Дата рожд.", ""), ("Дата рождения клиента", "birthday"),
        ("Nr karty", "card"), ("Карта покупателя", "card"), ("Ad, soyad", "name"),
        ("İMYƏ", ""), ("ADI", "first_name"), ("Согласие на SMS", "consent_sms"),
        ("Email opt-in", "consent_email"), ("Zgoda na kontakt telefoniczny", "consent_call"),
        ("Согласие на обработку данных клиента", "consent_programme"),
        ("Marketing consent", "consent_all"), ("Zgoda na listy pocztą", "consent_post"),
        ("Согласие WhatsApp", "consent_messenger"), ("Пол", "ignored"), ("Цвет глаз", ""),
        ("Address 1 - Formatted", "address"), ("Doğum tarixi", "birthday"),
        ("Phone country", ""), ("", ""),
    ],
)  # fmt: skip
def test_headings_are_recognised(heading: str, field: str) -> None:
    assert field_of(heading) == field


@pytest.mark.parametrize(
    ("header", "columns"),
    [
        (  # Google contacts
            ("First Name|Middle Name|Last Name|Birthday|Notes|Labels|E-mail 1 - Label"
             "|E-mail 1 - Value|Phone 1 - Label|Phone 1 - Value|Phone 2 - Value"),
            {"First Name": "first_name", "Middle Name": "patronymic", "Last Name": "surname",
             "Birthday": "birthday", "Notes": "note", "Labels": "tags",
             "E-mail 1 - Value": "email", "Phone 1 - Value": "phone", "Phone 2 - Value": "phone"},
        ),
        (  # Outlook
            ("Title|First Name|Last Name|E-mail Address|Home Phone|Mobile Phone|Home City"
             "|Categories"),
            {"First Name": "first_name", "Last Name": "surname", "E-mail Address": "email",
             "Home Phone": "phone", "Mobile Phone": "phone", "Home City": "address",
             "Categories": "tags"},
        ),
        (  # 1C
            "Код|Наименование|Телефон|Адрес электронной почты|Дата рождения|Дисконтная карта|Пол",
            {"Код": "external", "Наименование": "name", "Телефон": "phone",
             "Адрес электронной почты": "email", "Дата рождения": "birthday",
             "Дисконтная карта": "card"},
        ),
        (  # Square
            ("Reference ID|First Name|Last Name|Email Address|Phone Number|Birthday|Memo"
             "|Email Subscription Status|Lifetime Spend"),
            {"Reference ID": "external", "First Name": "first_name", "Last Name": "surname",
             "Email Address": "email", "Phone Number": "phone", "Birthday": "birthday",
             "Memo": "note", "Email Subscription Status": "consent_email",
             "Lifetime Spend": "turnover"},
        ),
        (  # InSales
            "Имя|Фамилия|Телефон|Email|Группа клиентов|Бонусные баллы|Подписан на рассылку",
            {"Имя": "first_name", "Фамилия": "surname", "Телефон": "phone", "Email": "email",
             "Группа клиентов": "groups", "Бонусные баллы": "points"},
        ),
    ],
)  # fmt: skip
def test_exports_of_other_programs_are_read(header: str, columns: dict[str, str]) -> None:
    assert dict(guess(table(header, "x")).columns) == columns


def test_the_header_is_found_below_titles_and_a_row_of_data_is_none() -> None:
    head = table(
        "Клиенты на 01.11.2026", "Имя|и|прочее|всё", "Телефон|anna@mail.ru|Имя", "Имя|Телефон|Цвет"
    )
    found = guess(head)
    assert (found.header_row, dict(found.columns)) == (
        4, {"Имя": "first_name", "Телефон": "phone"},
    )  # fmt: skip


@pytest.mark.parametrize("row", ["Anna|600700800", "Пол|№", "x|y"])
def test_a_table_without_header_is_refused(row: str) -> None:
    with pytest.raises(PosError, match="import_no_header"):
        guess(table(row))


def test_a_column_of_its_own_heading_is_enough() -> None:
    assert dict(guess(table("Phone", "600700800")).columns) == {"Phone": "phone"}


def test_two_headings_alike_and_none_get_names() -> None:
    assert column_names(["Тел", "Тел", " ", "Тел "]) == ("Тел", "Тел (2)", "#3", "Тел (3)")


def test_only_the_first_column_of_a_single_field_is_taken() -> None:
    assert dict(guess(table("Card|Phone|Card number")).columns) == {
        "Card": "card", "Phone": "phone",
    }  # fmt: skip


def test_a_mapping_is_found_again_in_its_file() -> None:
    mapping = PeopleMap(columns={"Телефон (2)": "phone", "имя": "first_name", "Телефон": "phone"})
    row, places = locate(mapping, table("Отчёт", "Имя|Телефон|Телефон", "Anna|1|2"))
    assert row == 2
    assert places.fields == {"phone": (2, 1), "first_name": (0,)}
    assert (places.first("first_name"), places.first("card")) == (0, None)


def test_a_table_without_header_is_mapped_by_numbers() -> None:
    mapping = PeopleMap(columns={"#1": "name", "#2": "phone"})
    row, places = locate(mapping, table("Anna|600700800|x"))
    assert (row, places.names, places.fields) == (
        0, ("#1", "#2", "#3"), {"name": (0,), "phone": (1,)},
    )  # fmt: skip
    with pytest.raises(PosError, match="import_column_missing"):
        locate(PeopleMap(columns={"#9": "name"}), table("Anna"))


def test_a_mapping_that_does_not_fit_is_refused() -> None:
    head = table("Имя|Телефон")
    with pytest.raises(PosError) as missing:
        locate(PeopleMap(columns={"Имя": "name", "Карта": "card", "Код": "external"}), head)
    assert missing.value.params == {"column": "Карта"}
    with pytest.raises(PosError) as none:
        locate(PeopleMap(columns={"Карта": "card"}), head)
    assert none.value.params == {"column": "Карта"}
    with pytest.raises(PosError, match="import_no_header"):
        locate(PeopleMap(), head)


def test_a_mapping_goes_to_json_and_back() -> None:
    mapping = PeopleMap(columns={"Имя": "name"}, decimal=",", dates="dmy")
    assert PeopleMap.from_json(mapping.to_json()) == mapping


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{", "json"),
        ("[]", "format"),
        ('{"format": 2}', "format"),
        ('{"format": 1, "columns": []}', "columns"),
        ('{"format": 1, "columns": {}, "decimal": ";"}', "columns"),
        ('{"format": 1, "columns": {}, "dates": "ydm"}', "dates"),
        ('{"format": 1, "columns": {"a": "nose"}}', "field"),
        ('{"format": 1, "columns": {"a": 1}}', "field"),
        ('{"format": 1, "columns": {"a": "card", "b": "card"}}', "twice"),
    ],
)
def test_a_wrong_mapping_is_refused(text: str, reason: str) -> None:
    with pytest.raises(PosError) as refused:
        PeopleMap.from_json(text)
    assert (refused.value.code, refused.value.params["reason"]) == ("import_map", reason)


def test_a_header_is_remembered_by_its_words() -> None:
    assert fingerprint(["Имя ", "Телефон*"]) == fingerprint(["имя", "телефон"])
    assert fingerprint(["Имя"]) != fingerprint(["Фамилия"])
