"""Cards and key tags on A4, with marks to cut along and, if wanted, their backs for duplex."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pos_app.adapters.documents import code128, ean13
from pos_app.adapters.documents.column import Column
from pos_app.adapters.documents.fonts import Weight
from pos_app.adapters.documents.ink import Bars, Block, Box, Mark, moved
from pos_app.adapters.documents.pdf import draw_pages
from pos_app.adapters.documents.sizes import Geometry, geometry, sizes
from pos_app.domain.errors import PosError
from pos_app.services.card_sheets import CardFace, CardLook
from pos_app.services.documents import Paper
from pos_app.services.tabular import Progress


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cut:
    """A kind of card in dots, how many stand on a sheet, and how high its bars are."""

    width: int
    height: int
    across: int
    down: int
    bars: int
    pad: int


def _dots(mm: float) -> int:
    return round(mm * 203 / 25.4)


_CUTS: Final = {
    "card": _Cut(
        width=_dots(85.6), height=_dots(54), across=2, down=5, bars=_dots(14), pad=_dots(4)
    ),
    "tag": _Cut(width=_dots(60), height=_dots(28), across=3, down=9, bars=_dots(11), pad=_dots(2)),
}
_MODULES: Final = (3, 2)
"""Dots a module, the widest first; two are the least a hand scanner reads."""

_TICK, _AWAY = _dots(4), _dots(1)
"""Length of a cutting mark, and how far it stays away from the cards."""

_STEP: Final = 50


class CardSheetArtist:
    """See :class:`pos_app.services.card_sheets.CardArtist`."""

    def cards(self, faces: Sequence[CardFace], look: CardLook, progress: Progress) -> bytes:
        """See the port. Half of the progress is laying out, half is drawing."""
        cut, total = _CUTS[look.kind], 2 * len(faces)
        progress(0, total)
        fronts: list[list[Mark]] = []
        for done, face in enumerate(faces, start=1):
            fronts.append(_front(face, look, cut))
            if done % _STEP == 0:
                progress(done, total)
        made = list(_pages(fronts, look, cut))

        def drawn(page: int) -> None:
            progress(len(faces) + page * len(faces) // len(made), total)

        return draw_pages(made, Paper.A4, "cards", told=drawn, where=_sheet(), numbered=False)


def _sheet() -> Geometry:
    a4 = geometry(Paper.A4)
    return Geometry(
        page_width=a4.page_width, page_height=a4.page_height, left=0, width=a4.page_width, edge=0
    )


def _pages(fronts: Sequence[list[Mark]], look: CardLook, cut: _Cut) -> Iterator[list[Block]]:
    back = _back(look, cut) if look.back else []
    each = cut.across * cut.down
    for start in range(0, len(fronts), each):
        part = fronts[start : start + each]
        yield [_page(part, cut)]
        if back:
            yield [_page([back] * len(part), cut, turned=True)]


def _page(cells: Sequence[list[Mark]], cut: _Cut, *, turned: bool = False) -> Block:
    """A sheet of cards; ``turned`` over its long edge, so that backs meet their fronts."""
    sheet = _sheet()
    left = (sheet.page_width - cut.across * cut.width) // 2
    top = (sheet.page_height - cut.down * cut.height) // 2
    marks: list[Mark] = list(_ticks(left, top, cut))
    for place, cell in enumerate(cells):
        row, column = divmod(place, cut.across)
        if turned:
            column = cut.across - 1 - column
        x, y = left + column * cut.width, top + row * cut.height
        marks.extend(moved(mark, x, y) for mark in cell)
    return Block(sheet.page_height, tuple(marks))


def _ticks(left: int, top: int, cut: _Cut) -> Iterator[Box]:
    thick = sizes().light
    right, bottom = left + cut.across * cut.width, top + cut.down * cut.height
    half = thick // 2
    for column in range(cut.across + 1):
        x = left + column * cut.width - half
        yield Box(x, top - _AWAY - _TICK, thick, _TICK)
        yield Box(x, bottom + _AWAY, thick, _TICK)
    for row in range(cut.down + 1):
        y = top + row * cut.height - half
        yield Box(left - _AWAY - _TICK, y, _TICK, thick)
        yield Box(right + _AWAY, y, _TICK, thick)


def _front(face: CardFace, look: CardLook, cut: _Cut) -> list[Mark]:
    size = sizes()
    big = look.kind == "card"
    foot = Column(cut.pad, cut.width - 2 * cut.pad, cut.width)
    foot.centred(_grouped(face), size.base if big else size.small, Weight.BOLD, smallest=size.small)
    bars_top = cut.height - cut.pad - foot.height - cut.bars
    head = Column(cut.pad, cut.width - 2 * cut.pad, cut.width)
    head.centred(look.shop, size.shop if big else size.small, Weight.BOLD, smallest=size.small)
    if face.holder:
        head.centred(face.holder, size.item if big else size.small, smallest=size.small)
    return [
        *_within(head.blocks, cut.pad, bars_top - (cut.pad if big else 2)),
        _bars(face, bars_top, cut),
        *_within(foot.blocks, bars_top + cut.bars, cut.height),
    ]


def _back(look: CardLook, cut: _Cut) -> list[Mark]:
    column = Column(cut.pad, cut.width - 2 * cut.pad, cut.width)
    column.left_text(look.back, sizes().small)
    return list(_within(column.blocks, cut.pad, cut.height - cut.pad))


def _within(blocks: Sequence[Block], top: int, bottom: int) -> Iterator[Mark]:
    """The lines from ``top`` on, as many as end before ``bottom``."""
    for block in blocks:
        if top + block.height > bottom:
            return
        for mark in block.marks:
            yield moved(mark, 0, top)
        top += block.height


def _bars(face: CardFace, top: int, cut: _Cut) -> Bars:
    """The bar code in the middle; raises ``PosError("card_code_wide")``."""
    ean = face.symbology == "ean13"
    modules = ean13.widths(face.number) if ean else code128.widths(face.number)
    quiet = ean13.QUIET if ean else code128.QUIET
    total = sum(modules)
    for module in _MODULES:
        if (total + 2 * quiet) * module <= cut.width:
            x = (cut.width - total * module) // 2
            return Bars(x, top, modules, module, cut.bars)
    raise PosError("card_code_wide", number=face.number)


def _grouped(face: CardFace) -> str:
    """The number as it is read aloud: 1-6-6 digits, or groups of four."""
    number = face.number
    if face.symbology == "ean13":
        return f"{number[0]} {number[1:7]} {number[7:]}"
    if not number.isdigit():
        return number
    return " ".join(number[at : at + 4] for at in range(0, len(number), 4))
