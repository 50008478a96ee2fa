"""Rows of a long list by pages: read when looked at, the last ones kept."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

T = TypeVar("T")


class Pages(Generic[T]):
    """``read`` is called with offset and limit; of the pages of ``size`` rows ``kept`` stay."""

    def __init__(self, read: Callable[[int, int], Sequence[T]], size: int, kept: int) -> None:
        self._read = read
        self._size = size
        self._kept = kept
        self._pages: OrderedDict[int, tuple[T, ...]] = OrderedDict()

    def __len__(self) -> int:
        """How many pages are at hand."""
        return len(self._pages)

    def forget(self) -> None:
        """All rows have to be read again."""
        self._pages.clear()

    def grown(self, place: int) -> None:
        """Rows came behind ``place``: its page has to be read again."""
        self._pages.pop(place // self._size, None)

    def row(self, place: int) -> T | None:
        """The row at a place, read now if need be; None behind the last."""
        number, within = divmod(place, self._size)
        page = self._pages.get(number)
        if page is None:
            page = self._pages[number] = tuple(self._read(number * self._size, self._size))
            while len(self._pages) > self._kept:
                self._pages.popitem(last=False)
        else:
            self._pages.move_to_end(number)
        return page[within] if within < len(page) else None

    def place(self, fits: Callable[[T], bool]) -> int:
        """The place of the first row at hand that fits, or −1."""
        for number, page in self._pages.items():
            for within, row in enumerate(page):
                if fits(row):
                    return number * self._size + within
        return -1
