"""Cards and key tags on paper, to be cut out (R20)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, Protocol

from pos_app.domain.card import CardStatus
from pos_app.domain.card_range import Symbology
from pos_app.domain.errors import PosError
from pos_app.services.ports import UnitOfWork, UnitOfWorkFactory
from pos_app.services.shop_book import ShopBook
from pos_app.services.tabular import Progress
from pos_app.services.text import clean_text

CardKind = Literal["card", "tag"]
"""A card of 85.6 × 54 mm or a key tag of 60 × 28 mm."""

BACK: Final = 400
"""Characters on the back."""

_USABLE: Final = (CardStatus.STOCK, CardStatus.ACTIVE)


@dataclass(frozen=True, slots=True, kw_only=True)
class CardFace:
    """What stands on one card besides the shop."""

    number: str
    symbology: Symbology
    holder: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CardLook:
    """What all cards of a sheet have in common; ``back`` "" leaves the backs white."""

    kind: CardKind
    shop: str
    back: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CardChoice:
    """Which cards of a batch: all that can be used or the blank ones, from a number to another.

    "" for the first or the last number is the batch's own. ``names`` puts holders on their cards.
    """

    blank: bool = True
    first: str = ""
    last: str = ""
    names: bool = False


class CardArtist(Protocol):
    """Draws cards for cutting."""

    def cards(self, faces: Sequence[CardFace], look: CardLook, progress: Progress) -> bytes:
        """The PDF of all of them; what ``progress`` raises ends the work.

        Raises ``PosError("card_code_wide")`` for a number whose bars have no room.
        """


class CardSheets:
    """Everybody at the shop may print cards that are in the books."""

    def __init__(self, uow: UnitOfWorkFactory, book: ShopBook, artist: CardArtist) -> None:
        self._uow = uow
        self._book = book
        self._artist = artist

    def pdf(
        self,
        batch_id: int,
        choice: CardChoice,
        kind: CardKind = "card",
        back: str = "",
        progress: Progress = lambda done, total: None,
    ) -> bytes:
        """Cards of a batch.

        Raises ``PosError``: ``card_batch_unknown``, ``cards_none`` when none fits,
        ``text_too_long``, and as the artist.
        """
        words = clean_text(back, BACK, field="back")
        with self._uow() as uow:
            faces = _faces(uow, batch_id, choice)
        if not faces:
            raise PosError("cards_none")
        shop = self._book.current.settings.shop.name
        return self._artist.cards(faces, CardLook(kind=kind, shop=shop, back=words), progress)


def _faces(uow: UnitOfWork, batch_id: int, choice: CardChoice) -> Sequence[CardFace]:
    batch = uow.card_batches.get(batch_id)
    if batch is None:
        raise PosError("card_batch_unknown")
    first = "".join(choice.first.split()).upper() or batch.range.first
    last = "".join(choice.last.split()).upper() or batch.range.last
    faces: list[CardFace] = []
    for card in uow.card_batches.cards(batch.range, blank=choice.blank):
        if card.status not in _USABLE or not first <= card.number <= last:
            continue
        holder = ""
        if choice.names and card.customer_id is not None:
            person = uow.customers.get(card.customer_id)
            holder = person.name if person is not None else ""
        faces.append(CardFace(number=card.number, symbology=batch.range.symbology, holder=holder))
    return faces
