"""Typed text is clean before it is kept, and never carries a bank card."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pos_app.domain.errors import PosError
from pos_app.services.text import clean_text, holds_bank_card


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Maria   S.  ", "Maria S."),
        ("Ma\u0301ria", "M\u00e1ria"),
        ("a\tb", "a b"),
        ("a\u2028b", "a b"),
        ("a\u3000b", "a b"),
        ("a\u00a0b", "a\u00a0b"),
        ("pay\u202egnp.exe", "paygnp.exe"),
        ("\u200fshalom\u2069", "shalom"),
        ("nul\x00bell\x07", "nulbell"),
        ("lone\ud800half", "lonehalf"),
        ("private\ue000use", "privateuse"),
        ("An\u200bna\ufeff \u00ad", "Anna"),
        ("e\u202e\u0301", "\u00e9"),
        ("\u200d\u3164 \u2800", ""),
        ("\U0001f469\u200d\U0001f4bb", "\U0001f469\u200d\U0001f4bb"),
        ("Z" + "\u0335" * 50 + "o", "Z" + "\u0335" * 4 + "o"),
        ("one\r\ntwo\rthree", "one two three"),
        ("<img src=x>", "<img src=x>"),
    ],
)
def test_cleaning(typed: str, kept: str) -> None:
    assert clean_text(typed, 100, field="name") == kept


def test_lines_stay_where_there_may_be_several() -> None:
    text = clean_text(" Nizami 5 \r\n\r\n  Bakı\r", 100, field="address", multiline=True)
    assert text == "Nizami 5\n\nBakı"


def test_the_limit_counts_what_is_kept() -> None:
    assert clean_text("  " + "я" * 10 + "  ", 10, field="name") == "я" * 10
    with pytest.raises(PosError) as refusal:
        clean_text("я" * 11, 10, field="name")
    assert refusal.value.code == "text_too_long"
    assert refusal.value.params == {"field": "name", "limit": 10, "length": 11}


@given(st.text(max_size=60))
@example("4111111111111111")
def test_clean_text_is_stable_and_safe(text: str) -> None:
    try:
        clean = clean_text(text, 200, field="x", multiline=True)
    except PosError:
        assert holds_bank_card(text)
        return
    assert clean_text(clean, 200, field="x", multiline=True) == clean
    assert all(
        char == "\n" or unicodedata.category(char) not in {"Cc", "Cs", "Co", "Cn"} for char in clean
    )
    clean.encode()


@pytest.mark.parametrize(
    "text",
    [
        "4111111111111111",
        "4111 1111 1111 1111",
        "card: 4111-1111-1111-1111!",
        "first 12345, then 5555555555554444",
        "378282246310005",
        "2200000000000004",
        ";4111111111111112=2512",
    ],
)
def test_bank_cards_are_found_and_refused(text: str) -> None:
    assert holds_bank_card(text)
    with pytest.raises(PosError) as refusal:
        clean_text(text, 200, field="note")
    assert refusal.value.code == "bank_card"
    assert "1111" not in str(refusal.value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "+48 600 100 200",
        "4111111111111112",
        "4006381333931",  # a German article number
        "12345678901234567890123",
        "9999 9999 9999 9995",
    ],
)
def test_other_numbers_are_left_alone(text: str) -> None:
    assert not holds_bank_card(text)
