"""Blocks onto pages: the only place that talks to ReportLab's canvas.

Text goes to the canvas as plain strings (no markup is ever parsed), coordinates are whole dots
under one scale, and nothing of the clock or the machine enters the file, so that equal slips are
equal bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from io import BytesIO
from typing import Any

from pos_app.adapters.documents.fonts import DRAWING, Weight, face
from pos_app.adapters.documents.ink import Bars, Block, Box, Dashes, Mark, Picture, Text
from pos_app.adapters.documents.sizes import Geometry, geometry, sizes
from pos_app.services.documents import Paper


def draw(blocks: Sequence[Block], paper: Paper, title: str) -> bytes:
    """The PDF of ``blocks`` on ``paper``; ``title`` goes into the file's properties."""
    return draw_pages(list(pages(blocks, geometry(paper))), paper, title)


def draw_pages(
    all_pages: Sequence[list[Block]],
    paper: Paper,
    title: str,
    *,
    told: Callable[[int], None] = lambda page: None,
    where: Geometry | None = None,
    numbered: bool = True,
) -> bytes:
    """The PDF of pages shared out already; ``told`` hears how many are drawn.

    ``where`` replaces the measures of ``paper`` (a sheet on its side); pages of several are
    ``numbered`` at their foot.

    Between pages others may draw, so that a long sheet never holds a slip up.
    """
    from reportlab.pdfgen.canvas import Canvas

    where = where or geometry(paper)
    scale = 72 / sizes().dpi
    stream = BytesIO()
    with DRAWING:
        canvas = Canvas(stream, invariant=1, pageCompression=1)
        canvas.setTitle(title)
        canvas.setAuthor("pos-app")
    for number, page in enumerate(all_pages, start=1):
        with DRAWING:
            height = _page_height(page, where, paper)
            canvas.setPageSize((where.page_width * scale, height * scale))
            canvas.scale(scale, scale)
            _draw_page(canvas, page, height - where.edge)
            if numbered and len(all_pages) > 1 and not paper.is_roll:
                _draw_number(canvas, f"{number} / {len(all_pages)}", where)
            canvas.showPage()
        told(number)
    with DRAWING:
        canvas.save()
    return stream.getvalue()


def pages(blocks: Sequence[Block], where: Geometry) -> Iterator[list[Block]]:
    """Blocks shared out over pages; those marked ``keep`` go with the next."""
    room = where.page_height - 2 * where.edge
    page: list[Block] = []
    used = 0
    for group in _groups(blocks):
        height = sum(block.height for block in group)
        if page and used + height > room:
            yield page
            page, used = [], 0
        page.extend(group)
        used += height
    yield page


def _groups(blocks: Sequence[Block]) -> Iterator[list[Block]]:
    group: list[Block] = []
    for block in blocks:
        group.append(block)
        if not block.keep:
            yield group
            group = []
    if group:
        yield group


def _page_height(page: list[Block], where: Geometry, paper: Paper) -> int:
    if not paper.is_roll:
        return where.page_height
    return sum(block.height for block in page) + 2 * where.edge


def _draw_page(canvas: Any, page: list[Block], top: int) -> None:
    texts: list[tuple[Text, int]] = []
    for block in page:
        for mark in block.marks:
            if isinstance(mark, Text):
                texts.append((mark, top))
            else:
                _draw_mark(canvas, mark, top)
        top -= block.height
    _draw_texts(canvas, texts)


def _draw_number(canvas: Any, text: str, where: Geometry) -> None:
    used, size = face(Weight.SEMI), sizes().small
    canvas.setFont(used.name, size)
    canvas.drawString(round((where.page_width - used.width(text, size)) / 2), where.edge // 2, text)


def _draw_texts(canvas: Any, texts: list[tuple[Text, int]]) -> None:
    writer = canvas.beginText()
    font: tuple[object, int] | None = None
    white = False
    for text, top in texts:
        if text.white != white:
            white = text.white
            writer.setFillGray(1 if white else 0)
        if (text.weight, text.size) != font:
            font = (text.weight, text.size)
            writer.setFont(face(text.weight).name, text.size)
        writer.setTextOrigin(round(text.x), top - text.y)
        writer.textOut(text.text)
    canvas.drawText(writer)


def _draw_mark(canvas: Any, mark: Mark, top: int) -> None:
    if isinstance(mark, Box):
        _draw_box(canvas, mark, top)
    elif isinstance(mark, Dashes):
        _draw_dashes(canvas, mark, top - mark.y)
    elif isinstance(mark, Bars):
        _draw_bars(canvas, mark, top)
    elif isinstance(mark, Picture):
        bottom = top - mark.y - mark.height
        canvas.drawImage(mark.image, mark.x, bottom, mark.width, mark.height)


def _draw_dashes(canvas: Any, line: Dashes, top: int) -> None:
    canvas.setLineWidth(line.thick)
    canvas.setDash([line.on, line.off])
    if line.down:
        middle = line.x + line.thick / 2
        canvas.line(middle, top, middle, top - line.width)
    else:
        middle = top - line.thick / 2
        canvas.line(line.x, middle, line.x + line.width, middle)
    canvas.setDash([])


def _draw_box(canvas: Any, box: Box, top: int) -> None:
    canvas.setFillGray(1 if box.white else 0)
    inset = box.stroke / 2
    x, y = box.x + inset, top - box.y - box.height + inset
    width, height = box.width - box.stroke, box.height - box.stroke
    stroke, fill = int(box.stroke > 0), int(box.stroke == 0)
    if box.stroke:
        canvas.setLineWidth(box.stroke)
    if box.radius:
        canvas.roundRect(x, y, width, height, box.radius, stroke=stroke, fill=fill)
    else:
        canvas.rect(x, y, width, height, stroke=stroke, fill=fill)
    canvas.setFillGray(0)


def _draw_bars(canvas: Any, bars: Bars, top: int) -> None:
    path = canvas.beginPath()
    along = 0
    for place, modules in enumerate(bars.modules):
        length = modules * bars.module
        if place % 2 == 0:
            if bars.ladder:
                path.rect(bars.x, top - bars.y - along - length, bars.height, length)
            else:
                path.rect(bars.x + along, top - bars.y - bars.height, length, bars.height)
        along += length
    canvas.drawPath(path, stroke=0, fill=1)
