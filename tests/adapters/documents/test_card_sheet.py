"""Cards and key tags: bars a reader reads from the page, and millimetres as promised."""

from __future__ import annotations

from itertools import pairwise

import pypdfium2
import pytest
from pypdfium2 import raw

from pos_app.adapters.documents import ean13, rasterise
from pos_app.adapters.documents.card_sheet import CardSheetArtist
from pos_app.domain.card_range import Symbology
from pos_app.domain.errors import PosError
from pos_app.services.card_sheets import CardFace, CardKind, CardLook
from pos_app.services.documents import Paper
from tests.adapters.documents.slips import codes_in, text_of
from tests.builders import card_number

MM = 72 / 25.4


def eans(count: int, holder: str = "") -> list[CardFace]:
    return [
        CardFace(number=card_number(serial), symbology="ean13", holder=holder)
        for serial in range(1, count + 1)
    ]


def sheet(
    faces: list[CardFace],
    kind: CardKind = "card",
    shop: str = "Uyutny dom",
    back: str = "",
    told=lambda done, total: None,
) -> bytes:
    return CardSheetArtist().cards(faces, CardLook(kind=kind, shop=shop, back=back), told)


def read(pdf: bytes) -> list[set[tuple[str, str]]]:
    return [set(codes_in(page)) for page in rasterise(pdf, Paper.A4)]


def boxes(pdf: bytes, page: int = 0) -> list[tuple[float, float, float, float]]:
    """Filled shapes in millimetres: left, bottom, right, top."""
    document = pypdfium2.PdfDocument(pdf)
    found = [
        tuple(side / MM for side in each.get_bounds())
        for each in document[page].get_objects(filter=[raw.FPDF_PAGEOBJ_PATH])
    ]
    document.close()
    return found  # type: ignore[return-value]


@pytest.mark.parametrize(("kind", "a_page"), [("card", 10), ("tag", 27)])
def test_every_card_is_read_and_the_rest_goes_to_the_next_page(kind: CardKind, a_page: int) -> None:
    first, second = read(sheet(eans(a_page + 1), kind))
    assert {text for text, _ in first} == {card_number(n) for n in range(1, a_page + 1)}
    assert {text for text, _ in second} == {card_number(a_page + 1)}
    assert {form for _, form in first | second} == {"EAN13"}


@pytest.mark.parametrize("number", ["0000098", "CLUB-0001", "00123456789012345678"])
@pytest.mark.parametrize("kind", ["card", "tag"])
def test_code_128_keeps_its_zeros(number: str, kind: CardKind) -> None:
    (page,) = read(sheet([CardFace(number=number, symbology="code128")], kind))
    assert page == {(number, "Code128")}


@pytest.mark.parametrize(
    ("kind", "width", "height", "across", "down"), [("card", 85.6, 54, 2, 5), ("tag", 60, 28, 3, 9)]
)
def test_the_cutting_marks_are_a_card_apart(
    kind: CardKind, width: float, height: float, across: int, down: int
) -> None:
    pdf = sheet(eans(1), kind)
    document = pypdfium2.PdfDocument(pdf)
    wide, high = document[0].get_size()
    document.close()
    assert (wide / MM, high / MM) == (pytest.approx(210, abs=0.1), pytest.approx(297, abs=0.1))
    shapes = boxes(pdf)
    tall = [b for b in shapes if b[3] - b[1] > 3.5 and b[2] - b[0] < 0.5]
    flat = [b for b in shapes if b[2] - b[0] > 3.5 and b[3] - b[1] < 0.5]
    columns = sorted({round((b[0] + b[2]) / 2, 2) for b in tall})
    rows = sorted({round((b[1] + b[3]) / 2, 2) for b in flat})
    assert (len(columns), len(rows)) == (across + 1, down + 1)
    for one, other in pairwise(columns):
        assert other - one == pytest.approx(width, abs=0.15)
    for one, other in pairwise(rows):
        assert other - one == pytest.approx(height, abs=0.15)
    assert min(columns) > 5
    assert min(b[1] for b in tall) > 3


def test_a_card_says_shop_holder_and_number() -> None:
    text = text_of(sheet(eans(1, "Maria <b>Nowak</b>"), shop="Уютный дом & Co"))
    for part in ("Уютный дом & Co", "Maria <b>Nowak</b>", "2 900000 000018"):
        assert part in text, text
    digits = [CardFace(number="000123456", symbology="code128")]
    assert "0001 2345 6" in text_of(sheet(digits))


@pytest.mark.parametrize("kind", ["card", "tag"])
def test_long_names_leave_the_bars_alone(kind: CardKind) -> None:
    pdf = sheet(eans(1, "Anna " * 30), kind, shop="Shop " * 30, back="Words " * 60)
    assert [len(page) for page in read(pdf)] == [1, 0]


def test_backs_lie_behind_their_fronts() -> None:
    """One card stands at the left; turned over the long edge its back is at the right."""
    pdf = sheet(eans(1), back="If found, bring it back")
    document = pypdfium2.PdfDocument(pdf)
    assert len(document) == 2
    left, _, right, _ = next(
        iter(document[1].get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]))
    ).get_bounds()
    assert document[1].get_size()[0] / 2 < left < right
    document.close()


def test_a_number_too_long_for_its_bars_is_refused() -> None:
    long = CardFace(number="A1" * 16, symbology="code128")
    for kind in ("card", "tag"):
        with pytest.raises(PosError, match="card_code_wide"):
            sheet([long], kind)


@pytest.mark.parametrize("digits", ["2900000000017", "290000000001", "29000000000AB", ""])
def test_a_wrong_check_digit_is_never_mended(digits: str) -> None:
    with pytest.raises(ValueError, match="EAN-13"):
        ean13.widths(digits)


def test_ean_bars_are_ninety_five_modules() -> None:
    assert sum(ean13.widths("4006381333931")) == 95


@pytest.mark.parametrize("leading", range(10))
def test_every_leading_digit_is_read(leading: int) -> None:
    from tests.builders import ean13 as true_number

    number = true_number(f"{leading}12345678901"[:12])
    symbology: Symbology = "ean13"
    (page,) = read(sheet([CardFace(number=number, symbology=symbology)]))
    assert {text for text, _ in page} == {number}


def test_progress_is_told_to_the_end() -> None:
    heard: list[tuple[int, int]] = []
    sheet(eans(60), told=lambda *far: heard.append(far))
    assert heard[:2] == [(0, 120), (50, 120)]
    assert heard[-1] == (120, 120)
