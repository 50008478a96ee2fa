"""Rows read by pages: only when looked at, few kept, the last one again after the list grew."""

from __future__ import annotations

from pos_app.ui.models.pages import Pages


class Source:
    """Numbers, and which reads were made."""

    def __init__(self, count: int) -> None:
        self.rows = list(range(count))
        self.reads: list[tuple[int, int]] = []

    def read(self, offset: int, limit: int) -> list[int]:
        self.reads.append((offset, limit))
        return self.rows[offset : offset + limit]


def test_the_page_at_the_end_is_read_again_after_the_list_grew() -> None:
    """25 rows by tens: the third page holds five of them, and ten once the list has 40."""
    source = Source(25)
    pages = Pages(source.read, 10, 5)
    assert (pages.row(24), pages.row(25), pages.row(3)) == (24, None, 3)
    source.rows = list(range(40))
    assert pages.row(25) is None
    pages.grown(25)
    assert (pages.row(25), pages.row(3)) == (25, 3)
    assert source.reads == [(20, 10), (0, 10), (20, 10)]


def test_the_page_looked_at_longest_ago_goes_first() -> None:
    source = Source(40)
    pages = Pages(source.read, 10, 2)
    for place in (0, 10, 5, 20):
        pages.row(place)
    assert len(pages) == 2
    pages.row(1)
    assert source.reads == [(0, 10), (10, 10), (20, 10)]


def test_a_row_is_found_among_those_at_hand_only() -> None:
    source = Source(40)
    pages = Pages(source.read, 10, 2)
    pages.row(12)
    assert (pages.place(lambda row: row == 17), pages.place(lambda row: row == 7)) == (17, -1)
    pages.forget()
    assert pages.place(lambda row: row == 17) == -1
