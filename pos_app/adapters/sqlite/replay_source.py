"""The receipts of a year for a replay: read one by one on a connection of its own."""

# ruff: noqa: S608 - the SQL is put together from this program's own names; values are parameters

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from pos_app.adapters.sqlite.connection import connect_read_only
from pos_app.adapters.sqlite.faults import translated
from pos_app.adapters.sqlite.session import Row, utc_time
from pos_app.services.replay_book import ShopYear, SoldLine

_CUSTOMER: Final = "coalesce(s.customer_id, c.customer_id)"
_FROM: Final = "FROM sale s LEFT JOIN receipt_claim c ON c.sale_id = s.id"
_PART: Final = "({0} * 2654435761 / 65536) % ? = 0"
"""Every n-th customer: numbers given one after the other fall into different parts."""

_YEAR: Final = f"""SELECT count(*), count({_CUSTOMER}), count(DISTINCT {_CUSTOMER}),
    coalesce(sum(CASE WHEN {_CUSTOMER} IS NULL THEN 0 ELSE s.gross END), 0)
    {_FROM} WHERE s.local_date BETWEEN ? AND ?"""

_BACK: Final = """LEFT JOIN (SELECT sale_id, sale_position, sum(quantity) quantity,
        sum(gross) gross, sum(promotion) promotion, sum(manual) manual, sum(coupon) coupon,
        sum(order_discount) order_discount
        FROM return_line WHERE sale_id IS NOT NULL GROUP BY 1, 2) r
    ON r.sale_id = l.sale_id AND r.sale_position = l.position"""


def _left(name: str) -> str:
    """What of a figure did not come back."""
    return f"l.{name} - coalesce(r.{name}, 0)"


_LINES: Final = f"""SELECT s.id, {_CUSTOMER}, s.at, l.position, l.sku, l.group_code,
    coalesce(p.brand, ''), coalesce(p.tags, '[]'), {_left("quantity")} AS kept, l.unit_price,
    {_left("gross")} AS gross, {_left("promotion")}, {_left("manual")}, {_left("coupon")},
    {_left("order_discount")}, l.taxes, l.cost,
    CASE WHEN p.id IS NULL THEN s.source <> 'till' ELSE p.discountable END,
    coalesce(p.fixed_price, 0), l.product_id IS NULL AND EXISTS (SELECT 1 FROM certificate e
        WHERE e.sale_id = s.id AND e.code IN (l.sku, l.barcode))
    {_FROM} JOIN sale_line l ON l.sale_id = s.id LEFT JOIN product p ON p.id = l.product_id {_BACK}
    WHERE s.local_date BETWEEN ? AND ? AND {_CUSTOMER} IS NOT NULL AND {_PART.format(_CUSTOMER)}
    AND kept > 0 AND {_left("gross")} > 0
    ORDER BY s.at, s.id, l.position"""

_BEFORE: Final = f"""SELECT customer_id, max(local_day, ?), sum(amount) FROM turnover_entry
    WHERE local_day < ? AND {_PART.format("customer_id")} GROUP BY 1, 2 ORDER BY 1, 2"""


class SqliteReplaySource:
    """See :class:`pos_app.services.replay_book.ReplaySource`."""

    def __init__(self, path: Path, zone: Callable[[], ZoneInfo]) -> None:
        self._path = path
        self._zone = zone

    def year(self, since: date, until: date) -> ShopYear:
        """The sums of the period, both days included."""
        with translated(), closing(connect_read_only(self._path)) as connection:
            row = connection.execute(_YEAR, (since.isoformat(), until.isoformat())).fetchone()
        return ShopYear(receipts=row[0], with_customer=row[1], customers=row[2], gross=row[3])

    def lines(self, since: date, until: date, every: int) -> Iterator[SoldLine]:
        """Lines of every ``every``-th customer, by receipt, oldest first."""
        zone = self._zone()
        with translated(), closing(connect_read_only(self._path)) as connection:
            values = (since.isoformat(), until.isoformat(), every)
            for row in connection.execute(_LINES, values):
                yield _line(row, zone)

    def turnover_before(self, day: date, every: int) -> Mapping[int, Sequence[tuple[date, int]]]:
        """What counted as turnover before a day, by customer; older than a year in one sum."""
        old = (day - timedelta(days=367)).isoformat()
        found: dict[int, list[tuple[date, int]]] = {}
        with translated(), closing(connect_read_only(self._path)) as connection:
            rows = connection.execute(_BEFORE, (old, day.isoformat(), every))
            for customer, local_day, amount in rows:
                found.setdefault(customer, []).append((date.fromisoformat(local_day), amount))
        return found


def _line(row: Row, zone: ZoneInfo) -> SoldLine:
    return SoldLine(
        sale_id=row[0],
        customer_id=row[1],
        moment=utc_time(row[2]).astimezone(zone),
        position=row[3],
        sku=row[4],
        group=row[5],
        brand=row[6],
        tags=tuple(json.loads(row[7])),
        quantity=row[8],
        unit_price=row[9],
        gross=row[10],
        promotion=row[11],
        manual=row[12],
        coupon=row[13],
        order=row[14],
        rates=tuple(rate for rate, _tax in json.loads(row[15])),
        cost=row[16],
        off=bool(row[17]),
        fixed_price=bool(row[18]),
        certificate=bool(row[19]),
    )
