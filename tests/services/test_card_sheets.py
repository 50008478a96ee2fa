"""Which cards of a batch come on paper (R20)."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from pos_app.domain.errors import PosError
from pos_app.services.card_sheets import CardChoice, CardFace, CardLook, CardSheets
from pos_app.services.tabular import Progress
from tests.builders import Shop
from tests.services.test_card_stock import stock_of


class Artist:
    """Remembers what it was to draw."""

    def __init__(self) -> None:
        self.faces: list[CardFace] = []
        self.look = CardLook(kind="card", shop="")

    def cards(self, faces: Sequence[CardFace], look: CardLook, progress: Progress) -> bytes:
        """A short file."""
        self.faces, self.look = list(faces), look
        progress(len(faces), len(faces))
        return b"%PDF"

    def numbers(self) -> list[str]:
        """What was drawn, by the last digits before the check digit."""
        return [face.number[10:12] for face in self.faces]


@pytest.fixture
def artist() -> Artist:
    """Draws nothing."""
    return Artist()


@pytest.fixture
def batch(shop: Shop) -> int:
    """Five cards: the second is Maria's, the third Jan's and blocked."""
    line = stock_of(shop).add(shop.owner, "ean13", "1", 5)
    maria, jan = shop.customer("Maria", 77), shop.customer("Jan", 78)
    shop.cards.issue(shop.cashier, maria.id, "2900000000025")
    shop.cards.issue(shop.cashier, jan.id, "2900000000032")
    shop.cards.block(shop.cashier, "2900000000032", "lost")
    return line.batch.id


def sheets_of(shop: Shop, artist: Artist) -> CardSheets:
    return CardSheets(shop.store.uow, shop.book, artist)


def test_blank_cards_are_drawn(shop: Shop, artist: Artist, batch: int) -> None:
    heard: list[tuple[int, int]] = []
    pdf = sheets_of(shop, artist).pdf(
        batch, CardChoice(), "tag", " Be back ", lambda *far: heard.append(far)
    )
    assert (pdf, heard) == (b"%PDF", [(3, 3)])
    assert artist.numbers() == ["01", "04", "05"]
    assert artist.faces[0] == CardFace(number="2900000000018", symbology="ean13")
    name = shop.book.current.settings.shop.name
    assert artist.look == CardLook(kind="tag", shop=name, back="Be back")


@pytest.mark.parametrize(("names", "holder"), [(True, "Maria"), (False, "")])
def test_cards_in_use_too_and_their_names_if_wanted(
    shop: Shop, artist: Artist, batch: int, names: bool, holder: str
) -> None:
    sheets_of(shop, artist).pdf(batch, CardChoice(blank=False, names=names))
    assert artist.numbers() == ["01", "02", "04", "05"]
    assert [face.holder for face in artist.faces] == ["", holder, "", ""]


def test_from_a_number_to_another(shop: Shop, artist: Artist, batch: int) -> None:
    choice = CardChoice(blank=False, first="2900000000025", last="2 900000 000049")
    sheets_of(shop, artist).pdf(batch, choice)
    assert artist.numbers() == ["02", "04"]


def test_nothing_to_print_is_said(shop: Shop, artist: Artist, batch: int) -> None:
    sheets = sheets_of(shop, artist)
    with pytest.raises(PosError, match="cards_none"):
        sheets.pdf(batch, CardChoice(first="2900000000100"))
    with pytest.raises(PosError, match="card_batch_unknown"):
        sheets.pdf(batch + 1, CardChoice())
    with pytest.raises(PosError, match="text_too_long"):
        sheets.pdf(batch, CardChoice(), back="x" * 401)
