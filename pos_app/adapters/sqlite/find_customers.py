"""Search among people: part of a name or e-mail, phone digits, card digits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from pos_app.adapters.sqlite.people_where import first_letters
from pos_app.adapters.sqlite.search import (
    contains,
    digits_of,
    is_number,
    phone_forms,
    prefix_range,
    tidy,
    trigram_expression,
    whole,
)
from pos_app.adapters.sqlite.session import Row, day_or_none
from pos_app.services.records import CustomerHit, CustomerQuery

HIT: Final = """SELECT c.id, c.uuid, c.name, c.phone,
    coalesce((SELECT d.number FROM card d WHERE d.customer_id = c.id
              ORDER BY d.status = 'active' DESC, d.id DESC LIMIT 1), ''),
    a.tier_id, coalesce(a.balance, 0), coalesce(a.turnover, 0), a.last_visit
    FROM customer c LEFT JOIN account a ON a.customer_id = c.id """
_BY_TEXT: Final = """SELECT k.id FROM customer_search f JOIN customer k ON k.id = f.rowid
    WHERE customer_search MATCH ? AND k.active = 1"""
_BY_CARD: Final = """SELECT d.customer_id FROM card d CROSS JOIN customer k ON k.id = d.customer_id
    WHERE d.number >= ? AND d.number < ? AND k.active = 1 LIMIT ?"""
_BY_CARD_PART: Final = """SELECT d.customer_id FROM card_search f JOIN card d ON d.id = f.rowid
    JOIN customer k ON k.id = d.customer_id WHERE card_search MATCH ? AND k.active = 1"""

Ask = Callable[[str, Sequence[object]], list[Row]]


class CustomerFinder:
    """Ids first, by the surest way first; the rows only for what is shown."""

    def __init__(self, ask: Ask, fold: Callable[[str], str]) -> None:
        self._ask = ask
        self._fold = fold

    def search(self, query: CustomerQuery) -> list[CustomerHit]:
        """Hits from ``offset`` on, at most ``limit``; people no longer active are left out."""
        typed = query.text.strip()
        if not typed:
            rows = self._ask(
                HIT + "WHERE c.active = 1 ORDER BY c.name_order, c.id LIMIT ? OFFSET ?",
                (query.limit, query.offset),
            )
            return [hit_of(row) for row in rows]
        wanted = query.limit + query.offset
        ids = self._by_number(typed, wanted) if is_number(typed) else self._by_name(typed, wanted)
        return self._rows(ids[query.offset : wanted])

    def _by_name(self, typed: str, wanted: int) -> list[int]:
        folded = tidy(self._fold(typed))
        if not folded:
            return []
        rows = self._ask(
            # the plus keeps it off the index that begins with "active": nearly everybody is
            "SELECT id, name_order FROM customer WHERE +active = 1 AND name_fold >= ? "
            "AND name_fold < ? ORDER BY name_fold, id LIMIT ?",
            (*prefix_range(folded), wanted),
        )
        if len(rows) < wanted:
            rows.sort(key=lambda row: (row[1], row[0]))
        found = dict.fromkeys(row[0] for row in rows)
        words = folded.split()
        if len(found) < wanted and any(len(word) >= 2 for word in words):
            self._match(found, _BY_TEXT, "k.search", words, 2 * wanted)
        return list(found)

    def _by_number(self, typed: str, wanted: int) -> list[int]:
        digits = digits_of(typed)
        if not digits:
            return []
        found: dict[int, None] = {}
        self._add(found, _BY_CARD, (*prefix_range(digits), wanted))
        if len(digits) >= 2 and len(found) < wanted:
            for form in phone_forms(digits):
                self._match(found, _BY_TEXT, "k.search", [form], wanted)
            self._match(found, _BY_CARD_PART, "d.number", [digits], wanted)
        return list(found)

    def _match(
        self, found: dict[int, None], sql: str, column: str, words: list[str], limit: int
    ) -> None:
        letters = first_letters(words)
        self._add(
            found,
            f"{sql}{contains(column, words)}{letters.sql} LIMIT ?",
            (trigram_expression(words), *whole(words), *letters.params, limit),
        )

    def _add(self, found: dict[int, None], sql: str, params: tuple[object, ...]) -> None:
        for row in self._ask(sql, params):
            found.setdefault(row[0])

    def _rows(self, ids: list[int]) -> list[CustomerHit]:
        if not ids:
            return []
        marks = ",".join("?" * len(ids))
        rows = self._ask(f"{HIT} WHERE +c.active = 1 AND c.id IN ({marks})", ids)
        place = {customer_id: number for number, customer_id in enumerate(ids)}
        return [hit_of(row) for row in sorted(rows, key=lambda row: place[row[0]])]


def hit_of(row: Row) -> CustomerHit:
    return CustomerHit(
        id=row[0],
        uuid=row[1],
        name=row[2],
        phone=row[3],
        card_number=row[4],
        tier_id=row[5],
        balance=row[6],
        turnover=row[7],
        last_visit=day_or_none(row[8]),
    )
