"""Text made safe and broken into lines, and the faces it is drawn with."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st

from pos_app.adapters.documents.fonts import MISSING, Weight, face
from pos_app.adapters.documents.text import LONGEST, glue, printable, upper, wrap
from pos_app.i18n import LANGUAGES, Formats
from pos_app.services.currencies import CURRENCIES
from tests.adapters.documents.slips import NASTY


@pytest.mark.parametrize("text", NASTY)
def test_nasty_text_becomes_plain_drawable_letters(text: str) -> None:
    drawn = printable(text)
    known = face(Weight.SEMI)
    assert all(known.has(char) for char in drawn)
    assert not any(unicodedata.category(char) in ("Cc", "Cf", "Cs") for char in drawn)
    assert len(drawn) <= LONGEST


def test_missing_letters_are_seen_and_markup_stays_what_it_is() -> None:
    assert printable("日本 tea") == f"{MISSING}{MISSING} tea"
    assert printable("<b>x</b> & y") == "<b>x</b> & y"
    assert printable("и\u0306ож e\u0301") == "йож é"


@given(st.text(max_size=120), st.sampled_from(Weight), st.integers(22, 60))
def test_lines_fit_and_lose_nothing_but_spaces(text: str, weight: Weight, size: int) -> None:
    drawn, width = printable(text), 352
    lines = wrap(drawn, weight, size, width)
    used = face(weight)
    assert all(used.width(line, size) <= width or len(line) == 1 for line in lines)
    bare = "".join(drawn.split()).replace("\u00a0", "")
    assert "".join("".join(lines).split()).replace("\u00a0", "") == bare


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Шампунь «Полное восстановление», 400 мл", "400\u00a0мл"),
        ("Порошок 3 кг", "3\u00a0кг"),
        ("тел. 8 800 555-14-20", "8\u00a0800\u00a0555-14-20"),
        ("скидка 15 %", "15\u00a0%"),
        ("qiymət 12 ₼", "12\u00a0₼"),
        ("чек № 5", "№\u00a05"),
    ],
)
def test_numbers_stay_with_their_units(text: str, kept: str) -> None:
    assert kept in glue(text)
    for width in range(150, 600, 7):
        lines = wrap(printable(text), Weight.BOLD, 26, width)
        if face(Weight.BOLD).width(kept, 26) <= width and len(lines) > 1:
            assert any(kept in line for line in lines)


def test_words_alone_may_part() -> None:
    assert glue("Крем для рук") == "Крем для рук"


def test_long_words_break_between_letters() -> None:
    lines = wrap("W" * 60, Weight.BOLD, 26, 300)
    assert len(lines) > 3
    assert "".join(lines) == "W" * 60


def test_capitals_follow_the_language() -> None:
    assert upper("Ev və Gözəllik", "az") == "EV VƏ GÖZƏLLİK"
    assert upper("ışıq", "az") == "IŞIQ"
    assert upper("Gözəllik", "en") == "GÖZƏLLIK"


@pytest.mark.parametrize("weight", Weight)
def test_digits_are_equally_wide(weight: Weight) -> None:
    used = face(weight)
    assert len({used.width(digit, 100) for digit in "0123456789"}) == 1
    assert used.width("111", 24) == used.width("888", 24)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_letter_of_the_catalogues_can_be_drawn(language: str, project_root: Path) -> None:
    path = project_root / "resources/locale" / language / "LC_MESSAGES/pos_app.po"
    with path.open("rb") as file:
        catalogue = read_po(file)
    words = "".join(
        "".join(part if isinstance(part, tuple | list) else [part])
        for message in catalogue
        if message.id
        for part in (message.id, message.string)
    )
    lacking = {char for char in words if char not in "\n\t" and not _drawable(char)}
    # Arrows and key signs of the screen are drawn by the screen's own font.
    assert lacking <= set("⇧⌫⏎↵⌃")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_paper_is_called_what_only_a_fiscal_device_prints(
    language: str, project_root: Path
) -> None:
    path = project_root / "resources/locale" / language / "LC_MESSAGES/pos_app.po"
    with path.open("rb") as file:
        words = " | ".join(
            f"{message.id} {message.string}"
            for message in read_po(file)
            if message.context in ("slip", "shift slip", "slip tender", "slip discount")
        ).casefold()
    assert "non-fiscal" in words
    for forbidden in ("кассовый чек", "paragon", "kassa çeki", "z-отч", "z report", "raport z"):
        assert forbidden not in words


def test_every_currency_and_figure_can_be_drawn() -> None:
    for code in CURRENCIES:
        for language in LANGUAGES:
            written = Formats(language, code).money(-123456789)
            assert MISSING not in printable(written), (code, language)
    assert all(_drawable(char) for char in "əğışçöüƏĞİŞÇÖÜłżźćńśąęóŁŻёЁ₼₽zł€−→×«»„”“’–—·•№°%")


def _drawable(char: str) -> bool:
    return all(face(weight).has(char) for weight in Weight)
