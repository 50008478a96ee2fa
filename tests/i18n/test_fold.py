"""Search keys, dictionary order and case in four alphabets."""

from __future__ import annotations

import pytest

from pos_app.i18n.fold import capitalise, fold, lower, order_bytes, sort_key, upper


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Əliyev", "eliyev"),
        ("ЁЛКА", "елка"),
        ("Łódź", "lodz"),
        ("IŞIQ", "ışıq"),
        ("İstanbul", "istanbul"),
        ("ISTANBUL", "İstanbul"),
        ("Крем  для\trук", "krem dlya ruk"),
        ("STRASSE", "straße"),
        ("Cafe\u0301", "café"),
        ("ﬁlter", "filter"),
        ("Мыльница-объём", "мыльница-обьем"),
    ],
)
def test_two_ways_of_typing_meet(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_a_folded_key_is_plain_and_stays_as_it_is() -> None:
    key = fold(" Şampun «Tam bərpa», 400 ml ")
    assert key == "sampun <<tam berpa>>, 400 ml"
    assert fold(key) == key
    assert fold("") == ""


def test_case_by_language() -> None:
    assert upper("kişi", "az") == "KİŞİ"
    assert upper("ısıq", "az") == "ISIQ"
    assert lower("IŞIQ İLƏ", "az") == "ışıq ilə"
    assert upper("kiss", "en") == "KISS"
    assert lower("KISS", "pl") == "kiss"
    assert capitalise("ilk satış", "az") == "İlk satış"
    assert capitalise("", "az") == ""


@pytest.mark.parametrize(
    ("language", "ordered"),
    [
        ("pl", ["Adam", "Ćma", "Dom", "Las", "Łąka", "Zając", "Źrebię", "Żaba"]),
        ("az", ["Alma", "Çay", "Dəniz", "Ev", "Əncir", "Xurma", "Işıq", "İnci", "Şam", "Zoğal"]),
        ("ru", ["Ёлка", "Ель", "Жук", "Яма", "Apple"]),
        ("en", ["Cafe", "Café", "Cafeteria", "Zebra"]),
        ("en", ["- x", "²", "2 kg", "10 kg", "a"]),
    ],
)
def test_dictionary_order(language: str, ordered: list[str]) -> None:
    backwards = ordered[::-1]
    assert sorted(backwards, key=lambda text: sort_key(text, language)) == ordered


@pytest.mark.parametrize("language", ["en", "ru", "pl", "az"])
def test_bytes_order_as_the_keys_do(language: str) -> None:
    words = [
        "Ёлкин", "Елкин", "Жук", "Łoś", "Lis", "Mazur", "Şirin", "Sami", "Xan", "Qasım", "Əli",
        "Elə", "Ivan 2", "Ivan 10", "-", "", "Ł", "中", "Ivan",
    ]  # fmt: skip
    by_key = sorted(words, key=lambda word: (sort_key(word, language)[0], word))
    by_bytes = sorted(words, key=lambda word: (order_bytes(word, language), word))
    assert by_bytes == by_key
