"""Addresses on sheets of labels: A4, by the makers' measures, without a sign outside a label."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pos_app.adapters.documents.column import line_height
from pos_app.adapters.documents.fonts import Weight
from pos_app.adapters.documents.ink import Block, Mark, Text
from pos_app.adapters.documents.pdf import draw_pages
from pos_app.adapters.documents.sizes import geometry, sizes
from pos_app.adapters.documents.text import printable, wrap
from pos_app.services.documents import Paper

_PAD = 6.0
"""Millimetres kept white inside a label: no desk printer reaches the edge of a sheet."""

_LARGEST, _SMALLEST = 34, 16
_INCH: Final = 25.4


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelSheet:
    """Measures in millimetres: a label, the white before the first, and from one to the next."""

    columns: int
    rows: int
    width: float
    height: float
    left: float
    top: float
    across: float
    down: float


SHEETS: Final = {
    24: LabelSheet(columns=3, rows=8, width=70, height=37, left=0, top=0.5, across=70, down=37),
    21: LabelSheet(columns=3, rows=7, width=63.5, height=38.1, left=7.21, top=15.15,
                   across=66.04, down=38.1),
    14: LabelSheet(columns=2, rows=7, width=99.1, height=38.1, left=4.65, top=15.15,
                   across=101.6, down=38.1),
}  # fmt: skip
"""By how many labels stand on a sheet."""


def address_labels(sheet: LabelSheet, people: Sequence[tuple[str, str]]) -> bytes:
    """The PDF of ``people``: name, and address of several lines."""
    each = sheet.columns * sheet.rows
    pages = [
        [Block(0, tuple(_page(sheet, people[start : start + each])))]
        for start in range(0, len(people), each)
    ]
    return draw_pages(pages, Paper.A4, "labels", numbered=False)


def _page(sheet: LabelSheet, people: Sequence[tuple[str, str]]) -> Iterator[Mark]:
    edge = geometry(Paper.A4).edge
    for place, (name, address) in enumerate(people):
        down, across = divmod(place, sheet.columns)
        left = _dots(sheet.left + across * sheet.across + _PAD)
        top = _dots(sheet.top + down * sheet.down + _PAD / 2) - edge
        width = _dots(sheet.width - 2 * _PAD)
        height = _dots(sheet.height - _PAD)
        yield from _label(name, address, (left, top, width, height))


def _label(name: str, address: str, where: tuple[int, int, int, int]) -> Iterator[Mark]:
    left, top, width, height = where
    size, lines = _fitted(name, address, width, height)
    step = line_height(size)
    above = top + (height - step * len(lines)) // 2
    for number, (text, weight) in enumerate(lines):
        yield Text(left, above + number * step + size, text, weight, size)


def _fitted(
    name: str, address: str, width: int, height: int
) -> tuple[int, list[tuple[str, Weight]]]:
    """The largest size at which all stands on the label; what is still too long ends there."""
    parts = [(printable(name), Weight.BOLD)]
    parts += [(printable(line), Weight.SEMI) for line in address.splitlines()]
    lines: list[tuple[str, Weight]] = []
    size = _LARGEST
    for size in range(_LARGEST, _SMALLEST - 1, -2):
        lines = [
            (line, weight)
            for text, weight in parts
            if text
            for line in wrap(text, weight, size, width)
        ]
        if line_height(size) * len(lines) <= height:
            return size, lines
    return size, lines[: height // line_height(size)]


def _dots(millimetres: float) -> int:
    return round(millimetres / _INCH * sizes().dpi)
