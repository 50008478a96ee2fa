"""Lists and lookups: plain SQL on a read-only connection, frozen rows out."""

# ruff: noqa: S608 - the SQL is put together from this program's own names; values are parameters

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Final

from pos_app.adapters.sqlite.driver import Connection
from pos_app.adapters.sqlite.faults import translated
from pos_app.adapters.sqlite.find_customers import CustomerFinder
from pos_app.adapters.sqlite.find_products import PRODUCT_HIT, ProductFinder, product_hit
from pos_app.adapters.sqlite.kin import kin_of
from pos_app.adapters.sqlite.people_reads import PeopleReads
from pos_app.adapters.sqlite.search import contains, prefix_range, tidy, trigram_expression, whole
from pos_app.adapters.sqlite.session import Row, utc_time
from pos_app.services.people_records import PeopleFilter, PeopleOrder
from pos_app.services.records import (
    CustomerHit,
    CustomerQuery,
    LastReceipt,
    ProductHit,
    ProductQuery,
    ReceiptQuery,
    ReceiptRow,
    ShiftPeople,
    StaffRow,
)

# A sale of the till always has its job; one without any was taken over from elsewhere.
_NUMBER: Final = """s.number = ? AND s.till IN (WITH RECURSIVE tills(till) AS (
    SELECT min(till) FROM sale UNION ALL
    SELECT (SELECT min(till) FROM sale WHERE till > t.till) FROM tills t WHERE t.till IS NOT NULL)
    SELECT till FROM tills)"""
"""A receipt number on whichever till, by the index over till and number."""

CARD_DIGITS: Final = 4
"""Digits from which on a typed number may also be the beginning of a card's."""

_PRINTED: Final = """(SELECT CASE WHEN count(*) = 0 THEN 'yes'
    WHEN sum(j.state = 'confirmed') THEN 'yes'
    WHEN sum(j.state IN ('sent', 'unknown')) THEN 'unknown' ELSE 'no' END
    FROM print_job j WHERE j.ref = s.uuid AND j.kind = 'receipt')"""
_RETURNED: Final = """(SELECT CASE WHEN sum(r.quantity) IS NULL THEN ''
    WHEN sum(r.quantity) < (SELECT sum(l.quantity) FROM sale_line l WHERE l.sale_id = s.id)
    THEN 'part' ELSE 'all' END FROM return_line r WHERE r.sale_id = s.id)"""
_RECEIPT: Final = f"""SELECT s.uuid, s.till, s.number, s.at, s.total, s.discount,
    (SELECT count(*) FROM sale_line l WHERE l.sale_id = s.id), coalesce(c.name, ''),
    coalesce(s.card_number, ''), coalesce(p.name, ''), {_PRINTED},
    {_RETURNED}
    FROM sale s LEFT JOIN customer c ON c.id = s.customer_id
    LEFT JOIN person p ON p.id = s.person_id """
_LAST: Final = f"""SELECT s.uuid, s.number, s.total, s.at, {_PRINTED} FROM sale s
    WHERE s.till = ? ORDER BY s.number DESC LIMIT 1"""


class SqliteQueries:
    """See :class:`pos_app.services.ports.Queries`. Safe from any thread."""

    def __init__(self, reader: Callable[[], Connection], fold: Callable[[str], str]) -> None:
        self._reader = reader
        self._fold = fold
        self._products = ProductFinder(self._all, fold)
        self._customers = CustomerFinder(self._all, fold)
        self._people = PeopleReads(self._connection, fold, _storable)

    def search_products(self, query: ProductQuery) -> Sequence[ProductHit]:
        """Exact codes first, then names and numbers beginning with the text, then the rest."""
        return self._products.search(query)

    def count_products(self, query: ProductQuery) -> int:
        """How many products :meth:`search_products` would list without limit."""
        return self._products.count(query)

    def quick_items(self, limit: int) -> Sequence[ProductHit]:
        """Active products with a place among the quick items, by that place."""
        rows = self._all(
            PRODUCT_HIT + "WHERE p.quick_position IS NOT NULL AND p.active = 1 "
            "ORDER BY p.quick_position, p.id LIMIT ?",
            (limit,),
        )
        return [product_hit(row) for row in rows]

    def search_customers(self, query: CustomerQuery) -> Sequence[CustomerHit]:
        """By part of a name, e-mail, phone or card number; beginnings of names first."""
        return self._customers.search(query)

    def count_people(self, wanted: PeopleFilter) -> int:
        """How many people a filter is about."""
        return self._people.count(wanted)

    def people_ids(
        self,
        wanted: PeopleFilter,
        order: PeopleOrder = "name",
        *,
        limit: int | None = None,
        offset: int = 0,
        stop: Callable[[], bool] | None = None,
    ) -> Sequence[int]:
        """Their ids in order; nothing once ``stop`` said so."""
        return self._people.ids(wanted, order, limit, offset, stop)

    def people_hits(self, ids: Sequence[int]) -> Sequence[CustomerHit]:
        """The rows of these people, in this order."""
        return self._people.hits(ids)

    def people_tags(self) -> Sequence[str]:
        """Every tag in use."""
        return self._people.tags()

    def people_needs(self) -> Sequence[str]:
        """Every key of a need somebody has."""
        return self._people.needs()

    def receipts(self, query: ReceiptQuery) -> Sequence[ReceiptRow]:
        """Newest first."""
        where, params = self._receipt_filter(query)
        rows = self._all(
            f"{_RECEIPT} {where} ORDER BY s.id DESC LIMIT ? OFFSET ?",
            (*params, query.limit, query.offset),
        )
        return [
            ReceiptRow(
                uuid=row[0],
                till=row[1],
                number=row[2],
                at=utc_time(row[3]),
                total=row[4],
                discount=row[5],
                lines=row[6],
                customer_name=row[7],
                card_number=row[8],
                cashier=row[9],
                printed=row[10],
                returned=row[11],
            )
            for row in rows
        ]

    def count_receipts(self, query: ReceiptQuery) -> int:
        """How many receipts match."""
        where, params = self._receipt_filter(query)
        return int(self._all(f"SELECT count(*) FROM sale s {where}", params)[0][0])

    def last_receipt(self, till: str) -> LastReceipt | None:
        """The last completed sale of a till, for the start screen."""
        rows = self._all(_LAST, (till,))
        if not rows:
            return None
        uuid, number, total, at, printed = rows[0]
        return LastReceipt(
            uuid=uuid, number=number, total=total, at=utc_time(at), printed=printed
        )  # fmt: skip

    def shift_people(self, shift_id: int) -> ShiftPeople:
        """How many receipts of a shift had a card, and how many cards were issued in it."""
        row = self._all(
            """SELECT count(*), count(s.card_number),
               (SELECT count(*) FROM card c JOIN shift h ON h.id = ?1
                LEFT JOIN shift_close e ON e.shift_id = h.id
                WHERE c.issued_at >= h.opened_at
                AND c.issued_at <= coalesce(e.closed_at, c.issued_at))
               FROM sale s WHERE s.shift_id = ?1""",
            (shift_id,),
        )[0]
        return ShiftPeople(receipts=row[0], with_card=row[1], new_cards=row[2])

    def staff(self) -> Sequence[StaffRow]:
        """Active people for the sign-in screen."""
        rows = self._all("SELECT id, name, role FROM person WHERE active = 1 ORDER BY id")
        return [StaffRow(id=row[0], name=row[1], role=row[2]) for row in rows]

    def _receipt_filter(self, query: ReceiptQuery) -> tuple[str, tuple[object, ...]]:
        parts: list[str] = []
        params: list[object] = []
        for clause, value in (
            (_NUMBER, query.number),
            ("s.local_date >= ?", _day(query.day_from)),
            ("s.local_date <= ?", _day(query.day_to)),
            ("s.total >= ?", query.total_min),
            ("s.total <= ?", query.total_max),
            (f"s.customer_id IN {kin_of('?')}", query.customer_id),
            ("s.card_number = ?", query.card_number or None),
        ):
            if value is not None:
                parts.append(clause)
                params.append(value)
        if query.text.strip():
            clause, more = self._receipt_text(query.text)
            parts.append(clause)
            params.extend(more)
        return (f"WHERE {' AND '.join(parts)}" if parts else ""), tuple(params)

    def _receipt_text(self, text: str) -> tuple[str, list[object]]:
        """A number, a receipt's bar code, the beginning of a card number, or part of a name."""
        typed = text.strip()
        if typed.isascii() and typed.isdigit() and len(typed) <= 9:
            if len(typed) < CARD_DIGITS:
                return _NUMBER, [int(typed)]
            low, high = prefix_range(typed)
            return f"(({_NUMBER}) OR (s.card_number >= ? AND s.card_number < ?))", [
                int(typed),
                low,
                high,
            ]
        code = _receipt_code(typed)
        if code is not None:
            return "(s.till = ? AND s.number = ?)", list(code)
        if typed.isascii() and typed.isdigit():
            return "s.card_number = ?", [typed]
        words = [word for word in tidy(self._fold(typed)).split() if len(word) >= 2]
        if not words:
            return "0", []
        found = (
            "SELECT k.id FROM customer_search f JOIN customer k ON k.id = f.rowid "
            "WHERE customer_search MATCH ?" + contains("k.search", words)
        )
        return f"s.customer_id IN ({found})", [trigram_expression(words), *whole(words)]

    def _connection(self) -> Connection:
        return self._reader()

    def _all(self, sql: str, params: Sequence[object] = ()) -> list[Row]:
        with translated():
            rows: list[Row] = self._reader().execute(sql, _storable(params)).fetchall()
        return rows


_LARGEST: Final = 2**63 - 1


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _receipt_code(typed: str) -> tuple[str, int] | None:
    """Till and number out of ``R1-001087-2211``."""
    parts = typed.rsplit("-", 2)
    if len(parts) != 3 or parts[0][:1] not in ("R", "r"):
        return None
    till, number, day = parts[0][1:], parts[1], parts[2]
    if not (till and number.isascii() and number.isdigit() and day.isdigit()):
        return None
    return till, int(number)


def _storable(params: Sequence[object]) -> tuple[object, ...]:
    """``params`` as SQLite can take them, whatever was typed into a search.

    Half a character becomes a question mark, a number of more than 64 bits the largest there is.
    """
    return tuple(_fitting(each) for each in params)


def _fitting(value: object) -> object:
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    return max(-_LARGEST, min(value, _LARGEST)) if isinstance(value, int) else value
