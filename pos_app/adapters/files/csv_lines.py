"""The records of a CSV file, also where a quotation mark was opened and never closed."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator
from typing import Final

MOST_LINES: Final = 200
"""Lines one record may have before an opening quotation mark is taken for a slip."""


class _Runaway(Exception):
    """A record goes on and on."""


class _Source:
    """Lines that can be given back."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._back: deque[str] = deque()
        self.taken: list[str] = []

    def __iter__(self) -> _Source:
        return self

    def __next__(self) -> str:
        if len(self.taken) >= MOST_LINES:
            raise _Runaway
        line = self._back.popleft() if self._back else next(self._lines)
        self.taken.append(line)
        return line

    def give_back(self, lines: list[str]) -> None:
        """Let these lines come again."""
        self._back.extendleft(reversed(lines))
        self.taken = []


def records(lines: Iterator[str], delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """(number of the first line, cells) of every record.

    A quotation mark that opens a cell and swallows the rows below it is a slip where the first
    line alone has the width of the rows before it: that line is taken by itself. Raises
    ``csv.Error``.
    """
    source = _Source(lines)
    number, width = 1, 0
    while True:
        source.taken = []
        try:
            cells = next(csv.reader(source, delimiter=delimiter))
        except StopIteration:
            return
        except _Runaway:
            cells = None
        used = source.taken
        if len(used) > 1 and (cells is None or len(cells) != width):
            alone = used[0].rstrip("\r\n").split(delimiter)
            if cells is None or len(alone) == width:
                source.give_back(used[1:])
                cells, used = [cell.replace('"', "") for cell in alone], used[:1]
        yield number, cells or []
        number += len(used)
        if len(used) == 1 and cells:
            width = len(cells)
