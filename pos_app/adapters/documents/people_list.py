"""A list of people on A4: columns as wide as what stands in them, the headings on every page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pos_app.adapters.documents.column import line_height
from pos_app.adapters.documents.fonts import Weight, face
from pos_app.adapters.documents.ink import Block, Box, Mark, Text
from pos_app.adapters.documents.pdf import draw_pages
from pos_app.adapters.documents.sizes import Geometry, geometry, sizes
from pos_app.adapters.documents.text import printable, wrap
from pos_app.services.documents import Paper

_EDGE, _GAP, _PAD = 120, 18, 7
_SIZE, _TITLE = 22, 40
_WIDEST, _LINES = 460, 6
_UPRIGHT: Final = 6
"""Columns that stand on an upright sheet; more turn it on its side."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListSheet:
    """What stands above the list and over its columns; ``right`` marks columns of figures."""

    title: str
    lines: Sequence[str]
    headings: Sequence[str]
    right: Sequence[bool]


def people_list(sheet: ListSheet, rows: Sequence[Sequence[str]]) -> bytes:
    """The PDF of ``rows`` of ready texts."""
    where = _page(len(sheet.headings))
    return draw_pages(list(_pages(sheet, rows, where)), Paper.A4, sheet.title, where=where)


def _page(columns: int) -> Geometry:
    sheet = geometry(Paper.A4)
    across, down = sheet.page_width, sheet.page_height
    if columns > _UPRIGHT:
        across, down = down, across
    return Geometry(
        page_width=across, page_height=down, left=_EDGE, width=across - 2 * _EDGE, edge=_EDGE
    )


def _pages(
    sheet: ListSheet, rows: Sequence[Sequence[str]], where: Geometry
) -> Iterator[list[Block]]:
    texts = [[printable(cell) for cell in row] for row in rows]
    headings = [printable(heading) for heading in sheet.headings]
    widths = _widths(headings, texts, where.width)
    head = [*_row(headings, widths, sheet.right, where, Weight.BOLD), _rule(where, sizes().heavy)]
    room = where.page_height - 2 * where.edge
    page = [*_title(sheet, where), *head]
    for row in texts:
        made = [*_row(row, widths, sheet.right, where, Weight.SEMI), _rule(where, 1)]
        if sum(block.height for block in (*page, *made)) > room:
            yield page
            page = list(head)
        page.extend(made)
    yield page


def _title(sheet: ListSheet, where: Geometry) -> list[Block]:
    made = [_line(sheet.title, where.left, _TITLE, Weight.BOLD)]
    made += [_line(line, where.left, sizes().small, Weight.SEMI) for line in sheet.lines if line]
    return [*made, Block(20)]


def _line(text: str, left: int, size: int, weight: Weight) -> Block:
    return Block(line_height(size), (Text(left, size, printable(text), weight, size),))


def _rule(where: Geometry, thick: int) -> Block:
    return Block(thick, (Box(where.left, 0, where.width, thick),))


def _widths(headings: Sequence[str], rows: Sequence[Sequence[str]], room: int) -> list[int]:
    """What each column needs; where that is too much, the widest give way first."""
    bold, semi = face(Weight.BOLD), face(Weight.SEMI)
    wanted = [round(bold.width(heading, _SIZE)) + 1 for heading in headings]
    for row in rows:
        for place, cell in enumerate(row):
            wanted[place] = max(wanted[place], round(semi.width(cell, _SIZE)) + 1)
    wanted = [min(width, _WIDEST) for width in wanted]
    room -= _GAP * (len(wanted) - 1)
    most = max(wanted)
    while sum(min(width, most) for width in wanted) > room:
        most -= 2
    return [min(width, most) for width in wanted]


def _row(
    cells: Sequence[str], widths: Sequence[int], right: Sequence[bool], where: Geometry,
    weight: Weight,
) -> list[Block]:  # fmt: skip
    used, step = face(weight), line_height(_SIZE)
    marks: list[Mark] = []
    left, lines = where.left, 1
    for cell, width, to_right in zip(cells, widths, right, strict=True):
        parts = wrap(cell, weight, _SIZE, width) if cell else []
        if len(parts) > _LINES:
            parts = [*parts[: _LINES - 1], parts[_LINES - 1][:-1] + "…"]
        for number, part in enumerate(parts):
            x = left + (width - used.width(part, _SIZE) if to_right else 0)
            marks.append(Text(x, _PAD + number * step + _SIZE, part, weight, _SIZE))
        left += width + _GAP
        lines = max(lines, len(parts))
    return [Block(lines * step + 2 * _PAD, tuple(marks))]
