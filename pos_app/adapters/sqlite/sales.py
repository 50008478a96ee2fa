"""Completed sales: a row, its lines, its tenders and its receipt, written once together (R34)."""

# ruff: noqa: S608 - the SQL is put together from this program's own names; values are parameters

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Any, Final

from pos_app.adapters.sqlite.driver import sqlite3
from pos_app.adapters.sqlite.ledgers import LEDGERS, SALE_LINE, TENDER, columns, insert_sql
from pos_app.adapters.sqlite.session import Row, Session, reference, utc_text, utc_time
from pos_app.domain.errors import PosError
from pos_app.domain.sale import Sale, SaleLine, Tender, TenderKind

_LINE: Final = insert_sql("sale_line", SALE_LINE)
_TENDER: Final = insert_sql("tender", TENDER)
_RECEIPT: Final = "INSERT INTO receipt (sale_id, content, sha256, erased) VALUES (?, ?, ?, 0)"
_SELECT: Final = (
    f"SELECT s.id, {', '.join('s.' + name for name in LEDGERS['sale'])}, r.content "
    "FROM sale s JOIN receipt r ON r.sale_id = s.id "
)
_LINES: Final = (
    f"SELECT {columns(SALE_LINE[1:])} FROM sale_line WHERE sale_id = ? ORDER BY position"
)
_TENDERS: Final = f"SELECT {columns(TENDER[2:])} FROM tender WHERE sale_id = ? ORDER BY position"


class SqliteSales:
    """See :class:`pos_app.services.ports.SaleRepo`."""

    def __init__(self, session: Session) -> None:
        self._db = session

    def next_number(self, till: str) -> int:
        """The next gap-free receipt number; the transaction keeps it from anybody else."""
        row = self._db.one("SELECT max(number) FROM sale WHERE till = ?", (till,))
        return (row[0] or 0) + 1 if row else 1

    def add(self, sale: Sale) -> int:
        """Store a completed sale; its id.

        Raises ``PosError("sale_exists")`` for a uuid stored before (look it up and show it), and
        ``ValueError`` for figures that do not agree or a number out of turn: a bug of the caller.
        """
        tax_included = _agree(sale)
        try:
            sale_id = self._db.append("sale", _sale_values(sale, tax_included))
        except sqlite3.IntegrityError as error:
            if "sale.uuid" in str(error):
                raise PosError("sale_exists", sale=sale.uuid) from error
            raise
        lines = [_line_values(sale_id, line) for line in sale.lines]
        tenders = [_tender_values(sale_id, n, tender) for n, tender in enumerate(sale.tenders)]
        digest = hashlib.sha256(sale.receipt.encode()).hexdigest()
        self._db.many(_LINE, lines)
        self._db.many(_TENDER, tenders)
        self._db.run(_RECEIPT, (sale_id, sale.receipt, digest))
        facts = self._db.facts["sale"]
        for part in (*lines, *tenders, (sale_id, digest)):
            facts.add(part)
        return sale_id

    def by_uuid(self, uuid: str) -> Sale | None:
        """A sale by the identity made before payment."""
        return self._sale(self._db.one(_SELECT + "WHERE s.uuid = ?", (uuid,)))

    def by_number(self, till: str, number: int) -> Sale | None:
        """A sale by its receipt number."""
        row = self._db.one(_SELECT + "WHERE s.till = ? AND s.number = ?", (till, number))
        return self._sale(row)

    def receipt(self, uuid: str) -> str | None:
        """The saved snapshot JSON."""
        row = self._db.one(
            "SELECT content FROM receipt WHERE sale_id = (SELECT id FROM sale WHERE uuid = ?)",
            (uuid,),
        )
        return None if row is None else str(row[0])

    def count_copy(self, sale_id: int, person_id: int, at: datetime) -> int:
        """Record a reprint; how many there were before."""
        row = self._db.one("SELECT count(*) FROM receipt_copy WHERE sale_id = ?", (sale_id,))
        self._db.append(
            "receipt_copy",
            (self._db.ids.uuid(), self._db.till, sale_id, person_id, utc_text(at)),
        )
        return int(row[0]) if row else 0

    def last_instant(self) -> datetime | None:
        """When the last sale at a till or the last opening or close of a shift was recorded."""
        row = self._db.one(
            "SELECT max(at) FROM ("
            "SELECT * FROM (SELECT at FROM sale WHERE source = 'till' ORDER BY id DESC LIMIT 1) "
            "UNION ALL SELECT * FROM (SELECT opened_at FROM shift ORDER BY id DESC LIMIT 1) "
            "UNION ALL SELECT * FROM (SELECT closed_at FROM shift_close ORDER BY id DESC LIMIT 1))"
        )
        return utc_time(row[0]) if row and row[0] else None

    def _sale(self, row: Row | None) -> Sale | None:
        if row is None:
            return None
        lines = tuple(_line(line) for line in self._db.all(_LINES, (row[0],)))
        tenders = tuple(_tender(tender) for tender in self._db.all(_TENDERS, (row[0],)))
        return _sale(row, lines, tenders)


def _agree(sale: Sale) -> bool:
    """Whether tax is inside the prices; raises ``ValueError`` when the figures contradict."""
    net = sum(line.net for line in sale.lines)
    if net != sale.total and net + sale.tax != sale.total:
        raise ValueError(f"lines come to {net}, the total to {sale.total}")
    if sale.tenders or sale.source == "till":
        paid = sum(tender.amount for tender in sale.tenders) - sale.change
        if paid != sale.total + sale.rounding:
            raise ValueError(f"paid {paid} for {sale.total} rounded by {sale.rounding}")
    if sum(line.tax for line in sale.lines) != sale.tax:
        raise ValueError("the lines' taxes do not come to the sale's")
    return net == sale.total


def _sale_values(sale: Sale, tax_included: bool) -> tuple[object, ...]:
    return (
        sale.uuid,
        sale.till,
        sale.number,
        reference(sale.shift_id),
        reference(sale.person_id),
        utc_text(sale.at),
        sale.local_date,
        reference(sale.customer_id),
        sale.customer_uuid,
        sale.card_number,
        sale.gross,
        sale.discount,
        sale.points_money,
        sale.points_spent,
        sale.points_earned,
        sale.total,
        sale.tax,
        int(tax_included),
        sale.rounding,
        sale.change,
        sale.programme_version,
        sale.source,
    )


def _line_values(sale_id: int, line: SaleLine) -> tuple[object, ...]:
    return (
        sale_id,
        line.position,
        line.line_id,
        reference(line.product_id),
        line.sku,
        line.name,
        line.unit,
        line.quantity,
        line.unit_price,
        line.gross,
        line.promotion,
        line.card,
        line.manual,
        line.coupon,
        line.order,
        line.points,
        line.net,
        line.tax,
        json.dumps(line.taxes, separators=(",", ":")),
        line.steps,
        line.barcode,
        line.cost,
        line.group_code,
    )


def _tender_values(sale_id: int, position: int, tender: Tender) -> tuple[object, ...]:
    return (
        sale_id,
        position,
        tender.kind.value,
        tender.amount,
        tender.label,
        tender.reference,
        int(tender.locked),
    )


def _line(row: Row) -> SaleLine:
    names = (*SALE_LINE[1:14], "order", *SALE_LINE[15:])
    values: dict[str, Any] = dict(zip(names, row, strict=True))
    values["taxes"] = tuple((rate, tax) for rate, tax in json.loads(values["taxes"]))
    return SaleLine(**values)


def _tender(row: Row) -> Tender:
    return Tender(
        kind=TenderKind(row[0]),
        amount=row[1],
        label=row[2],
        reference=row[3],
        locked=bool(row[4]),
    )


def _sale(row: Row, lines: tuple[SaleLine, ...], tenders: tuple[Tender, ...]) -> Sale:
    names = ("id", *LEDGERS["sale"], "receipt")
    values: dict[str, Any] = dict(zip(names, row, strict=True))
    del values["tax_included"]
    values["at"] = utc_time(values["at"])
    values["shift_id"] = values["shift_id"] or 0
    values["person_id"] = values["person_id"] or 0
    return Sale(**values, lines=lines, tenders=tenders)
