"""People on paper: lists with their headings on every page, labels where the sheet has them."""

from __future__ import annotations

import pypdfium2
import pytest

from pos_app.adapters.documents.address_labels import SHEETS, address_labels
from pos_app.adapters.documents.people_list import ListSheet, people_list
from tests.adapters.documents.slips import text_of

POINT = 25.4 / 72
TENTH = 0.15


def sheet(columns: int = 3) -> ListSheet:
    return ListSheet(
        title="Клиенты", lines=("Dom i Uroda · 22 Nov 2026", ""),
        headings=[f"Head{n}" for n in range(columns)],
        right=[n == columns - 1 for n in range(columns)],
    )  # fmt: skip


def pages(pdf: bytes) -> list[tuple[float, float, str]]:
    """Width and height in millimetres, and the text, of each page."""
    found = []
    document = pypdfium2.PdfDocument(pdf)
    for page in document:
        text = page.get_textpage()
        words = text.get_text_range()
        text.close()
        found.append((page.get_width() * POINT, page.get_height() * POINT, words))
        page.close()
    document.close()
    return found


def test_headings_and_numbers_stand_on_every_page() -> None:
    rows = [[f"Łucja Ćwik {n}", "+48600100200", "12,50"] for n in range(120)]
    made = pages(people_list(sheet(), rows))
    assert len(made) == 3
    for number, (width, height, words) in enumerate(made, start=1):
        assert (round(width), round(height)) == (210, 297)
        assert "Head0" in words
        assert "Head2" in words
        assert f"{number} / 3" in words
    assert "Клиенты" in made[0][2]
    assert "Клиенты" not in made[1][2]
    text = " ".join(words for *_, words in made)
    assert all(f"Łucja Ćwik {n}" in text for n in range(120))


def test_many_columns_turn_the_sheet_and_long_texts_wrap() -> None:
    rows = [["word " * 30, *["x" * 40] * 8]]
    ((width, height, _),) = pages(people_list(sheet(9), rows))
    assert (round(width), round(height)) == (297, 210)
    text = text_of(people_list(sheet(9), rows))
    assert "…" in text


@pytest.mark.parametrize("language", ["Żółć gęślą jaźń", "Щука съела ёжика", "Əliyev İşıq ğ"])
def test_every_language_has_its_letters(language: str) -> None:
    pdf = people_list(sheet(1), [[language]])
    assert language in text_of(pdf)
    assert "\u25a1" not in text_of(pdf)


def boxes(pdf: bytes) -> list[list[tuple[str, float, float, float, float]]]:
    """Of each page the pieces of text: left, top, right, bottom in millimetres from above."""
    found = []
    document = pypdfium2.PdfDocument(pdf)
    for page in document:
        text, high = page.get_textpage(), page.get_height()
        pieces = []
        for number in range(text.count_rects()):
            left, bottom, right, top = text.get_rect(number)
            words = text.get_text_bounded(left, bottom, right, top)
            pieces.append(
                (words, left * POINT, (high - top) * POINT, right * POINT, (high - bottom) * POINT)
            )
        found.append(pieces)
        text.close()
        page.close()
    document.close()
    return found


@pytest.mark.parametrize(
    ("each", "columns", "left", "top", "across", "down", "width", "height"),
    [
        (24, 3, 0, 0.5, 70, 37, 70, 37),
        (21, 3, 7.21, 15.15, 66.04, 38.1, 63.5, 38.1),
        (14, 2, 4.65, 15.15, 101.6, 38.1, 99.1, 38.1),
    ],
)
def test_every_address_stands_inside_its_label(
    each: int, columns: int, left: float, top: float, across: float, down: float, width: float,
    height: float,
) -> None:  # fmt: skip
    people = [
        (f"Name{n}", "Aleja Niepodległości 123 m. 45\n00-950 Warszawa\nPolska\n" + "long " * 20)
        for n in range(each + 1)
    ]
    made = boxes(address_labels(SHEETS[each], people))
    assert len(made) == 2
    names = {}
    for words, x0, y0, x1, y1 in made[0]:
        column, row = int((x0 - left) / across), int((y0 - top) / down)
        assert left + column * across + 3 < x0
        assert x1 < left + column * across + width - 3
        assert top + row * down - TENTH < y0
        assert y1 < top + row * down + height + TENTH
        if words.startswith("Name"):
            names[words.strip()] = (row, column)
    assert names == {f"Name{n}": divmod(n, columns) for n in range(each)}
    assert "1 / 2" not in text_of(address_labels(SHEETS[each], people))


def test_a_short_address_is_large_and_in_the_middle() -> None:
    ((words, _, y0, _, y1), *_), *_ = boxes(address_labels(SHEETS[14], [("Anna", "Street 1")]))
    assert words == "Anna"
    assert y1 - y0 > 2.5
    assert 15.15 + 10 < y0 < 15.15 + 20
