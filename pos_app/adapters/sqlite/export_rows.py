"""Rows of an export, streamed from a read-only connection of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from pos_app.adapters.sqlite.connection import connect_read_only
from pos_app.adapters.sqlite.faults import translated
from pos_app.adapters.sqlite.store import Store
from pos_app.services.exports import Row, What

BATCH: Final = 500

_SQL: Final = {
    What.PRODUCTS: """SELECT p.sku, p.name,
        coalesce((SELECT group_concat(code, ' ' ORDER BY position) FROM product_barcode b
            WHERE b.product_id = p.id), ''),
        coalesce(g.name, ''), p.unit, p.price, t.rate, p.cost, p.brand,
        coalesce((SELECT group_concat(value, ', ') FROM json_each(p.tags)), ''),
        coalesce(p.plu, ''), p.fixed_price, p.active
        FROM product p LEFT JOIN product_group g ON g.id = p.group_id
        LEFT JOIN tax_rate t ON t.id = p.tax_rate_id
        WHERE ?1 IS ?1 AND ?2 IS ?2 ORDER BY p.id""",
    What.RECEIPTS: """SELECT s.till, s.number, s.at, coalesce(p.name, ''), coalesce(c.name, ''),
        coalesce(s.card_number, ''),
        (SELECT count(*) FROM sale_line l WHERE l.sale_id = s.id), s.gross, s.discount,
        s.points_money, s.total, s.points_earned, s.source
        FROM sale s LEFT JOIN person p ON p.id = s.person_id
        LEFT JOIN customer c ON c.id = s.customer_id
        WHERE s.local_date >= coalesce(?1, '0') AND s.local_date <= coalesce(?2, '9')
        ORDER BY s.id""",
}


class SqliteExportRows:
    """See :class:`pos_app.services.exports.ExportRows`; times are shown in ``zone``."""

    def __init__(self, store: Store, zone: ZoneInfo) -> None:
        self._store = store
        self._zone = zone

    def rows(
        self, what: What, *, day_from: date | None = None, day_to: date | None = None
    ) -> Iterator[Row]:
        """One row after another; memory stays flat."""
        days = tuple(day.isoformat() if day else None for day in (day_from, day_to))
        made: dict[What, Callable[[tuple[Any, ...]], Row]] = {
            What.PRODUCTS: _product, What.RECEIPTS: self._receipt,
        }  # fmt: skip
        shape = made[what]
        connection = connect_read_only(self._store.path)
        try:
            with translated():
                cursor = connection.execute(_SQL[what], days)
                while batch := cursor.fetchmany(BATCH):
                    yield from map(shape, batch)
        finally:
            connection.close()

    def _receipt(self, row: tuple[Any, ...]) -> Row:
        local = datetime.fromisoformat(row[2]).astimezone(self._zone)
        return (*row[:2], local, *row[3:])


def _product(row: tuple[Any, ...]) -> Row:
    return (*row[:11], bool(row[11]), bool(row[12]))
