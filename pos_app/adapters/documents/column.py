"""A column of text, rules and codes, from top to bottom: the layout of every slip.

All measures in dots. Text is made printable here, so that no caller can forget it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pos_app.adapters.documents import code128
from pos_app.adapters.documents.fonts import Weight, face
from pos_app.adapters.documents.ink import Bars, Block, Box, Dashes, Mark, Picture, Text, moved
from pos_app.adapters.documents.sizes import sizes
from pos_app.adapters.documents.text import printable, widest_word, wrap

_ASCENT, _DESCENT = 0.969, 0.241
_GAP = 16
"""Dots that at least part a label from its figure."""


def line_height(size: int) -> int:
    """Distance of two lines of one paragraph."""
    return round(size * 1.21) + 1


def _baseline(size: int, height: int) -> int:
    return round((height - (_ASCENT + _DESCENT) * size) / 2 + _ASCENT * size)


class Column:
    """Collects blocks between ``left`` and ``left + width``; ``outer`` is the paper's width."""

    def __init__(self, left: int, width: int, outer: int) -> None:
        self.left = left
        self.width = width
        self.outer = outer
        self.blocks: list[Block] = []

    @property
    def height(self) -> int:
        """Length of all blocks so far."""
        return sum(block.height for block in self.blocks)

    def fits(self, text: str, size: int, weight: Weight = Weight.SEMI) -> bool:
        """Whether ``text`` stands on one line."""
        return face(weight).width(printable(text), size) <= self.width

    def space(self, dots: int) -> None:
        """Leave white."""
        self.blocks.append(Block(dots))

    def rule(self, thick: int | None = None) -> None:
        """A line across the column, with air around it."""
        thick = thick or sizes().light
        self.blocks.append(Block(18, (Box(self.left, 8, self.width, thick),)))

    def dashes(self, *, full: bool = False) -> None:
        """A dashed line across the column, or the whole paper (where a slip is torn off)."""
        on, off = sizes().dash
        left, width = (0, self.outer) if full else (self.left, self.width)
        self.blocks.append(Block(18, (Dashes(left, 8, width, sizes().light, on * 2, off * 2),)))

    def centred(
        self,
        text: str,
        size: int,
        weight: Weight = Weight.SEMI,
        *,
        smallest: int | None = None,
    ) -> None:
        """Lines in the middle; shrunk down to ``smallest`` before they wrap."""
        text = printable(text)
        if not text:
            return
        size = self._fitting(text, weight, size, smallest or size, self.width)
        for line in wrap(text, weight, size, self.width):
            self._line([(self._middle(line, weight, size), line, weight, size)])

    def left_text(
        self, text: str, size: int, weight: Weight = Weight.SEMI, *, keep: bool = False
    ) -> None:
        """A paragraph from the left edge; ``keep`` holds it to what follows."""
        for line in wrap(printable(text), weight, size, self.width):
            self._line([(self.left, line, weight, size)], keep=keep)

    def pair(
        self,
        label: str,
        figure: str,
        size: int,
        weight: Weight = Weight.SEMI,
        *,
        figure_size: int | None = None,
        smallest: int | None = None,
        air: int = 0,
    ) -> None:
        """A label at the left, its figure at the right on the label's last line.

        The figure is shrunk from ``figure_size`` to ``smallest`` before it breaks, and takes a line
        of its own where no room for the label is left.
        """
        label, figure = printable(label), printable(figure)
        wanted = figure_size or size
        wanted = self._fitting(figure, weight, wanted, smallest or sizes().small, self.width)
        if face(weight).width(figure, wanted) > self.width:
            self.left_text(label, size, weight, keep=True)
            for line in wrap(figure, weight, wanted, self.width):
                self._line([(self._right(line, weight, wanted), line, weight, wanted)])
            return
        used = face(weight).width(figure, wanted)
        room = self.width - used - _GAP
        right = self._right(figure, weight, wanted)
        if face(weight).width(label, size) > room and (
            room < self.width * 0.35 or widest_word(label, weight, size) > room
        ):
            self.left_text(label, size, weight, keep=True)
            self._line([(right, figure, weight, wanted)], air=air)
            return
        *first, last = wrap(label, weight, size, room)
        for line in first:
            self._line([(self.left, line, weight, size)], keep=True)
        self._line([(self.left, last, weight, size), (right, figure, weight, wanted)], air=air)

    def inverted(self, text: str, size: int, *, smallest: int | None = None) -> None:
        """Bold white text on a black band, shrunk down to ``smallest`` before it wraps."""
        weight, inner, pad = Weight.BOLD, self.width - 2 * _GAP, 9
        size = self._fitting(printable(text), weight, size, smallest or size, inner)
        step = line_height(size)
        lines = wrap(printable(text), weight, size, inner)
        height = step * len(lines) + 2 * pad
        marks: list[Mark] = [Box(self.left, 0, self.width, height)]
        for number, line in enumerate(lines):
            baseline = pad + number * step + _baseline(size, step)
            x = self._middle(line, weight, size)
            marks.append(Text(x, baseline, line, weight, size, white=True))
        self.blocks.append(Block(height, tuple(marks)))

    def code(self, text: str, module: int, height: int) -> None:
        """A Code 128 with its quiet zones and its text below.

        Modules get narrower down to 2 dots, the least a hand scanner reads from thermal paper; a
        code that still does not fit across runs down the paper. A text that Code 128 lacks letters
        for is printed alone: a slip without bars is better than none.
        """
        try:
            modules = code128.widths(text)
        except ValueError:
            self.centred(text, sizes().base, Weight.BOLD)
            return
        quiet, total = 2 * code128.QUIET, sum(modules)
        while module > 2 and (total + quiet) * module > self.outer:
            module -= 1
        if (total + quiet) * module <= self.outer:
            centre = self.left + self.width / 2
            x = round(centre - total * module / 2)
            self.blocks.append(Block(height, (Bars(x, 0, modules, module, height),), keep=True))
        else:
            x = round(self.left + self.width / 2 - height / 2)
            bars = Bars(x, code128.QUIET * module, modules, module, height, ladder=True)
            self.blocks.append(Block((total + quiet) * module, (bars,), keep=True))
        self.space(4)
        self.centred(text, sizes().small)

    def picture(self, image: Any, width: int, height: int) -> None:
        """A logo in the middle."""
        x = round(self.left + (self.width - width) / 2)
        self.blocks.append(Block(height, (Picture(x, 0, width, height, image),)))

    def progress(self, per_mille: int) -> None:
        """A bar filled by ``per_mille`` of its length."""
        height, stroke = 22, sizes().light
        filled = round(self.width * min(max(per_mille, 0), 1000) / 1000)
        marks: list[Mark] = [
            Box(self.left, 0, self.width, height, radius=height // 2, stroke=stroke)
        ]
        if filled >= height:
            marks.append(Box(self.left, 0, filled, height, radius=height // 2))
            if filled < self.width - height // 2:
                marks.append(Box(self.left + filled - height // 2, 0, height // 2, height))
        self.blocks.append(Block(height, tuple(marks)))

    def inner(self, pad: int) -> Column:
        """An empty column ``pad`` dots inside this one, for :meth:`framed`."""
        return Column(self.left + pad, self.width - 2 * pad, self.outer)

    def framed(self, content: Column, pad: int) -> None:
        """``content`` in a frame with round corners, in one piece."""
        height = content.height + 2 * pad
        frame = Box(self.left, 0, self.width, height, radius=14, stroke=sizes().heavy)
        self.blocks.append(Block(height, (frame, *_stacked(content.blocks, pad))))

    def _line(
        self,
        texts: Iterable[tuple[float, str, Weight, int]],
        *,
        keep: bool = False,
        air: int = 0,
    ) -> None:
        texts = [text for text in texts if text[1]]
        if not texts:
            return
        tallest = max(size for _, _, _, size in texts)
        height = line_height(tallest) + air
        baseline = _baseline(tallest, height)
        marks = tuple(Text(x, baseline, text, weight, size) for x, text, weight, size in texts)
        self.blocks.append(Block(height, marks, keep))

    def _middle(self, line: str, weight: Weight, size: int) -> float:
        return self.left + (self.width - face(weight).width(line, size)) / 2

    def _right(self, line: str, weight: Weight, size: int) -> float:
        return self.left + self.width - face(weight).width(line, size)

    @staticmethod
    def _fitting(text: str, weight: Weight, size: int, smallest: int, width: float) -> int:
        while size > smallest and face(weight).width(text, size) > width:
            size = max(smallest, size - 2)
        return size


def _stacked(blocks: Iterable[Block], top: int) -> Iterable[Mark]:
    for block in blocks:
        for mark in block.marks:
            yield moved(mark, 0, top)
        top += block.height
