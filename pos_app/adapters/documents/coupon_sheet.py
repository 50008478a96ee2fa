"""Coupons in bulk: A4 sheets to be cut, or a roll with one coupon after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pos_app.adapters.documents.column import Column
from pos_app.adapters.documents.coupon import benefit_words, rules, when_words, write_coupon
from pos_app.adapters.documents.fonts import Weight
from pos_app.adapters.documents.ink import Block, Dashes, Mark, moved
from pos_app.adapters.documents.parts import new_column
from pos_app.adapters.documents.pdf import draw_pages, pages
from pos_app.adapters.documents.sizes import geometry, sizes
from pos_app.adapters.documents.text import upper
from pos_app.adapters.documents.voice import Voice, voice
from pos_app.domain.receipt import CouponSlip
from pos_app.services.coupon_sheets import COLUMNS, SheetHead, SheetLayout
from pos_app.services.documents import Paper
from pos_app.services.tabular import Progress

_SIDE, _PAD = 56, 20
"""Dots no desk printer reaches at the sheet's sides, and the white inside a coupon."""

_STEP = 100


class CouponArtist:
    """See :class:`pos_app.services.coupon_sheets.SheetArtist`."""

    def coupons(
        self,
        slips: Sequence[CouponSlip],
        head: SheetHead,
        layout: SheetLayout,
        progress: Progress,
    ) -> bytes:
        """See the port. Half of the progress is laying out, half is drawing."""
        speaking = voice(head.language, head.currency, head.shop)
        name = upper(head.shop.name, speaking.shop_t.language)
        total = 2 * len(slips)
        done = 0

        def told(written: list[Block]) -> list[Block]:
            nonlocal done
            done += 1
            if done % _STEP == 0:
                progress(done, total)
            return written

        progress(0, total)
        if layout.paper is Paper.A4:
            columns = min(max(layout.columns, COLUMNS[0]), COLUMNS[-1])
            cells = [told(_cell(slip, name, speaking, columns)) for slip in slips]
            made = list(pages(list(_rows(cells, columns)), geometry(Paper.A4)))
        else:
            made = [told(_strip(slip, name, speaking, layout.paper)) for slip in slips]

        def drawn(page: int) -> None:
            progress(len(slips) + page * len(slips) // len(made), total)

        return draw_pages(made, layout.paper, "coupons", told=drawn)


def _strip(slip: CouponSlip, name: str, speaking: Voice, paper: Paper) -> list[Block]:
    column = new_column(paper)
    write_coupon(column, slip, name, speaking.t.pgettext("slip", "COUPON"), speaking)
    column.dashes(full=True)
    return column.blocks


def _cell(slip: CouponSlip, name: str, speaking: Voice, columns: int) -> list[Block]:
    """One coupon of a sheet, drawn from the left edge of its cell."""
    t, size = speaking.t, sizes()
    width = _cell_width(columns)
    column = Column(_PAD, width - 2 * _PAD, width)
    narrow = columns > 3
    column.space(_PAD)
    column.centred(name, size.base, Weight.BOLD, smallest=size.small)
    column.inverted(t.pgettext("slip", "COUPON"), size.base, smallest=size.small)
    column.space(6)
    big = size.total if narrow else size.coupon
    column.centred(benefit_words(slip, speaking), big, Weight.BOLD, smallest=size.strong)
    if slip.benefit == "free_item":
        column.centred(slip.item_name, size.base, Weight.BOLD)
    column.centred(slip.title, size.base)
    if slip.minimum:
        least = speaking.f.money(slip.minimum, trim=True)
        words = t.pgettext("slip", "for a receipt of {amount} or more", amount=least)
        column.centred(words, size.base, Weight.BOLD, smallest=size.small)
    column.centred(slip.customer_name, size.base)
    for words in when_words(slip, speaking):
        column.centred(words, size.small, Weight.BOLD)
    column.space(8)
    column.code(slip.code, size.coupon_module, size.code_height)
    column.space(4)
    column.centred(rules(slip, speaking), size.small)
    column.space(_PAD)
    return column.blocks


def _cell_width(columns: int) -> int:
    return (geometry(Paper.A4).page_width - 2 * _SIDE) // columns


def _rows(cells: Sequence[list[Block]], columns: int) -> Iterator[Block]:
    """Rows of the grid, each one block, with the lines to cut along."""
    width = _cell_width(columns)
    for start in range(0, len(cells), columns):
        row = cells[start : start + columns]
        height = max(sum(block.height for block in cell) for cell in row)
        bottom = height - sizes().light
        marks: list[Mark] = [_across(top, columns * width) for top in (0, bottom)]
        for place, cell in enumerate(row):
            marks.extend(_placed(cell, _SIDE + place * width))
        marks.extend(_down(_SIDE + edge * width, height) for edge in range(columns + 1))
        yield Block(height, tuple(marks))


def _across(y: int, width: int) -> Dashes:
    on, off = sizes().dash
    return Dashes(_SIDE, y, width, sizes().light, on * 2, off * 2)


def _down(x: int, height: int) -> Dashes:
    on, off = sizes().dash
    return Dashes(x, 0, height, sizes().light, on * 2, off * 2, down=True)


def _placed(cell: Sequence[Block], x: int) -> Iterator[Mark]:
    top = 0
    for block in cell:
        for mark in block.marks:
            yield moved(mark, x, top)
        top += block.height
