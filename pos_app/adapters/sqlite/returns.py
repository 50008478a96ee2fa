"""Returns: a row, its lines, its refunds and its slip, written once together (R14–R18, R34)."""

# ruff: noqa: S608 - the SQL is put together from this program's own names; values are parameters

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from pos_app.adapters.sqlite.driver import sqlite3
from pos_app.adapters.sqlite.ledgers import LEDGERS, REFUND, RETURN_LINE, columns, insert_sql
from pos_app.adapters.sqlite.session import Row, Session, reference, utc_text, utc_time
from pos_app.domain.errors import PosError
from pos_app.domain.goods_return import GoodsReturn, ReturnLine
from pos_app.domain.sale import Tender, TenderKind
from pos_app.services.programme_records import GESTURE, ReceiptClaim

_LINE: Final = insert_sql("return_line", RETURN_LINE)
_REFUND: Final = insert_sql("refund", REFUND)
_SLIP: Final = "INSERT INTO return_slip (return_id, content, sha256, erased) VALUES (?, ?, ?, 0)"
_SELECT: Final = (
    f"SELECT g.id, {', '.join('g.' + name for name in LEDGERS['goods_return'])}, r.content "
    "FROM goods_return g JOIN return_slip r ON r.return_id = g.id "
)
_LINES: Final = (
    f"SELECT {columns(RETURN_LINE[1:])} FROM return_line WHERE return_id = ? ORDER BY position"
)
_GESTURE_POINTS: Final = """SELECT coalesce(sum(l.granted), 0) FROM goods_return g
    JOIN points_entry e ON e.customer_id = g.customer_id AND e.local_day = g.local_date
        AND e.kind = 'earn'
    JOIN points_lot l ON l.id = e.lot_id AND l.kind = 'compensation' AND l.reason = ? || g.uuid
    WHERE g.local_date = ?"""
_GESTURE_COUPONS: Final = """SELECT coalesce(sum(c.definition ->> '$.effects[0].amount'), 0)
    FROM goods_return g
    JOIN coupon c ON c.customer_id = g.customer_id
        AND c.definition ->> '$.rule_id' = ? || g.uuid
    WHERE g.local_date = ?"""
_REFUNDS: Final = f"SELECT {columns(REFUND[2:])} FROM refund WHERE return_id = ? ORDER BY position"


class SqliteReturns:
    """See :class:`pos_app.services.programme_ports.ReturnRepo`."""

    def __init__(self, session: Session) -> None:
        self._db = session

    def next_number(self, till: str) -> int:
        """The next gap-free number of a return on this till."""
        row = self._db.one("SELECT max(number) FROM goods_return WHERE till = ?", (till,))
        return (row[0] or 0) + 1 if row else 1

    def add(self, back: GoodsReturn) -> int:
        """Store a completed return; its id.

        Raises ``PosError("return_exists")`` for a uuid stored before, and ``ValueError`` for
        figures that do not agree: a bug of the caller.
        """
        _agree(back)
        try:
            return_id = self._db.append("goods_return", _values(back))
        except sqlite3.IntegrityError as error:
            if "goods_return.uuid" in str(error):
                raise PosError("return_exists", back=back.uuid) from error
            raise
        lines = [_line_values(return_id, line) for line in back.lines]
        refunds = [_refund_values(return_id, n, tender) for n, tender in enumerate(back.refunds)]
        digest = hashlib.sha256(back.slip.encode()).hexdigest()
        self._db.many(_LINE, lines)
        self._db.many(_REFUND, refunds)
        self._db.run(_SLIP, (return_id, back.slip, digest))
        facts = self._db.facts["goods_return"]
        for part in (*lines, *refunds, (return_id, digest)):
            facts.add(part)
        return return_id

    def by_uuid(self, uuid: str) -> GoodsReturn | None:
        """A return by the identity made before it was confirmed."""
        return self._return(self._db.one(_SELECT + "WHERE g.uuid = ?", (uuid,)))

    def of_sale(self, sale_id: int) -> Sequence[GoodsReturn]:
        """All returns of one receipt, oldest first."""
        rows = self._db.all(_SELECT + "WHERE g.sale_id = ? ORDER BY g.id", (sale_id,))
        return [found for row in rows if (found := self._return(row)) is not None]

    def returned(self, sale_id: int) -> Mapping[int, int]:
        """Thousandths that came back so far, by position of the line sold."""
        rows = self._db.all(
            "SELECT sale_position, sum(quantity) FROM return_line WHERE sale_id = ? GROUP BY 1",
            (sale_id,),
        )
        return {row[0]: row[1] for row in rows}

    def gestures_on(self, local_day: date) -> tuple[int, int]:
        """What gestures gave away that day: points (hundredths), and coupons (minor units)."""
        day = local_day.isoformat()
        points = self._db.one(_GESTURE_POINTS, (GESTURE, day))
        coupons = self._db.one(_GESTURE_COUPONS, (GESTURE, day))
        return (points[0] if points else 0, coupons[0] if coupons else 0)

    # --- what a sale must be remembered by ---------------------------------------------------

    def add_terms(self, sale_id: int, content: str) -> None:
        """Keep the earning rule of the day with the sale (R15), as JSON."""
        self._db.append("sale_terms", (sale_id, content))

    def terms(self, sale_id: int) -> str | None:
        """The terms kept with a sale, None for a sale of an older program."""
        row = self._db.one("SELECT content FROM sale_terms WHERE sale_id = ?", (sale_id,))
        return None if row is None else str(row[0])

    def add_claim(self, claim: ReceiptClaim) -> None:
        """Give a receipt to a person, once; raises ``PosError("receipt_claimed")``."""
        if self.claim(claim.sale_id) is not None:
            raise PosError("receipt_claimed")
        self._db.append(
            "receipt_claim",
            (
                claim.uuid,
                self._db.till,
                claim.sale_id,
                claim.customer_id,
                claim.customer_uuid,
                claim.person_id,
                claim.approver_id,
                utc_text(claim.at),
                claim.reason,
            ),
        )

    def claim(self, sale_id: int) -> ReceiptClaim | None:
        """Whom a receipt was given to after the sale."""
        row = self._db.one(
            "SELECT uuid, sale_id, customer_id, customer_uuid, person_id, approver_id, at, reason "
            "FROM receipt_claim WHERE sale_id = ?",
            (sale_id,),
        )
        if row is None:
            return None
        return ReceiptClaim(
            uuid=row[0],
            sale_id=row[1],
            customer_id=row[2],
            customer_uuid=row[3],
            person_id=row[4],
            approver_id=row[5],
            at=utc_time(row[6]),
            reason=row[7],
        )

    def _return(self, row: Row | None) -> GoodsReturn | None:
        if row is None:
            return None
        names = ("id", *LEDGERS["goods_return"], "slip")
        values: dict[str, Any] = dict(zip(names, row, strict=True))
        values["at"] = utc_time(values["at"])
        values["tax_included"] = bool(values["tax_included"])
        return GoodsReturn(
            **values,
            lines=tuple(_line(line) for line in self._db.all(_LINES, (row[0],))),
            refunds=tuple(_refund(one) for one in self._db.all(_REFUNDS, (row[0],))),
        )


def _agree(back: GoodsReturn) -> None:
    net = sum(line.net for line in back.lines)
    tax = sum(line.tax for line in back.lines)
    if tax != back.tax or net + (0 if back.tax_included else tax) != back.money:
        raise ValueError(f"lines come to {net} with {tax} of tax, the return to {back.money}")
    paid = sum(refund.amount for refund in back.refunds)
    if paid != back.money + back.rounding:
        raise ValueError(f"refunds come to {paid}, the return to {back.money + back.rounding}")


def _values(back: GoodsReturn) -> tuple[object, ...]:
    return (
        back.uuid,
        back.till,
        back.number,
        back.shift_id,
        back.person_id,
        reference(back.approver_id),
        utc_text(back.at),
        back.local_date,
        reference(back.sale_id),
        back.exchange_uuid,
        reference(back.customer_id),
        back.customer_uuid,
        back.money,
        back.points_money,
        back.points_back,
        back.points_taken,
        back.tax,
        int(back.tax_included),
        back.rounding,
        back.note,
    )


def _line_values(return_id: int, line: ReturnLine) -> tuple[object, ...]:
    return (
        return_id,
        line.position,
        reference(line.sale_id),
        line.sale_position,
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
        line.reason,
        line.condition,
        int(line.to_stock),
        line.group_code,
    )


def _refund_values(return_id: int, position: int, tender: Tender) -> tuple[object, ...]:
    return (
        return_id,
        position,
        tender.kind.value,
        tender.amount,
        tender.label,
        tender.reference,
    )


def _line(row: Row) -> ReturnLine:
    names = [{"order_discount": "order"}.get(name, name) for name in RETURN_LINE[1:]]
    values: dict[str, Any] = dict(zip(names, row, strict=True))
    values["taxes"] = tuple((rate, tax) for rate, tax in json.loads(values["taxes"]))
    values["to_stock"] = bool(values["to_stock"])
    return ReturnLine(**values)


def _refund(row: Row) -> Tender:
    return Tender(kind=TenderKind(row[0]), amount=row[1], label=row[2], reference=row[3])
