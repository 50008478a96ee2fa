"""Shifts, cash moves, and the figures of an X report or a close (R32)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from pos_app.adapters.sqlite.session import (
    Row,
    Session,
    reference,
    utc_text,
    utc_time,
    utc_time_or_none,
)
from pos_app.domain.errors import PosError
from pos_app.domain.shift import CashMove, CashMoveKind, Shift, ShiftFigures

_SELECT: Final = """SELECT s.id, s.uuid, s.till, s.number, s.opened_by, s.opened_at,
    s.opening_float, c.closed_by, c.closed_at, c.counted, c.expected, coalesce(c.note, '')
    FROM shift s LEFT JOIN shift_close c ON c.shift_id = s.id """

_TOTALS: Final = """SELECT count(*), coalesce(sum(total), 0), coalesce(sum(discount), 0),
    coalesce(sum(points_spent), 0), coalesce(sum(points_money), 0),
    coalesce(sum(points_earned), 0), coalesce(sum(rounding), 0), min(number), max(number),
    coalesce(sum(change), 0) FROM sale WHERE shift_id = ?"""
_RETURNS: Final = """SELECT count(*), coalesce(sum(money), 0), coalesce(sum(rounding), 0)
    FROM goods_return WHERE shift_id = ?"""
_TENDERS: Final = """SELECT kind, sum(amount) FROM (
    SELECT t.kind, t.amount FROM tender t JOIN sale s ON s.id = t.sale_id WHERE s.shift_id = ?
    UNION ALL SELECT f.kind, -f.amount FROM refund f JOIN goods_return g ON g.id = f.return_id
    WHERE g.shift_id = ?) GROUP BY kind ORDER BY kind"""
_TAXES: Final = """SELECT rate, sum(base), sum(tax) FROM (
    SELECT j.value ->> 0 AS rate, j.value ->> 1 AS tax,
        CASE WHEN s.tax_included THEN l.net - l.tax ELSE l.net END AS base
    FROM sale s JOIN sale_line l ON l.sale_id = s.id, json_each(l.taxes) j WHERE s.shift_id = ?
    UNION ALL SELECT j.value ->> 0, -(j.value ->> 1),
        -(CASE WHEN g.tax_included THEN l.net - l.tax ELSE l.net END)
    FROM goods_return g JOIN return_line l ON l.return_id = g.id, json_each(l.taxes) j
    WHERE g.shift_id = ?) GROUP BY rate ORDER BY rate"""
_CERTIFICATES: Final = """SELECT count(*), coalesce(sum(c.amount), 0) FROM certificate c
    JOIN sale s ON s.id = c.sale_id WHERE s.shift_id = ? AND c.kind = 'gift'"""
_MOVES: Final = """SELECT coalesce(sum(CASE kind WHEN 'in' THEN amount END), 0),
    coalesce(sum(CASE kind WHEN 'out' THEN amount END), 0) FROM cash_move WHERE shift_id = ?"""


class SqliteShifts:
    """See :class:`pos_app.services.ports.ShiftRepo`."""

    def __init__(self, session: Session) -> None:
        self._db = session

    def current(self, till: str) -> Shift | None:
        """The open shift of a till."""
        row = self._db.one(_SELECT + "WHERE s.till = ? ORDER BY s.number DESC LIMIT 1", (till,))
        return _shift(row) if row is not None and row[8] is None else None

    def get(self, shift_id: int) -> Shift | None:
        """By id."""
        row = self._db.one(_SELECT + "WHERE s.id = ?", (shift_id,))
        return None if row is None else _shift(row)

    def last(self, till: str) -> Shift | None:
        """The newest shift of a till, open or closed."""
        row = self._db.one(_SELECT + "WHERE s.till = ? ORDER BY s.number DESC LIMIT 1", (till,))
        return None if row is None else _shift(row)

    def open(self, shift: Shift) -> Shift:
        """Store with the next gap-free number; raises ``PosError("shift_open")``."""
        last = self.last(shift.till)
        if last is not None and last.is_open:
            raise PosError("shift_open", till=shift.till, number=last.number)
        number = last.number + 1 if last is not None else 1
        shift_id = self._db.append(
            "shift",
            (
                shift.uuid,
                shift.till,
                number,
                shift.opened_by,
                utc_text(shift.opened_at),
                shift.opening_float,
            ),
        )
        return replace(shift, id=shift_id, number=number)

    def close(self, shift: Shift) -> None:
        """Store the close once; raises ``PosError("shift_closed")`` when it is closed already."""
        stored = self.get(shift.id)
        if stored is None or not stored.is_open:
            raise PosError("shift_closed", number=shift.number)
        if shift.closed_at is None or shift.closed_by is None:
            raise ValueError("a close needs its time and its person")
        self._db.append(
            "shift_close",
            (
                self._db.ids.uuid(),
                shift.till,
                shift.id,
                shift.closed_by,
                utc_text(shift.closed_at),
                shift.counted,
                shift.expected,
                shift.note,
            ),
        )

    def add_move(self, move: CashMove) -> int:
        """Append a cash move; its id. Raises ``PosError("shift_closed")``."""
        stored = self.get(move.shift_id)
        if stored is None or not stored.is_open:
            raise PosError("shift_closed", number=stored.number if stored else 0)
        return self._db.append(
            "cash_move",
            (
                move.uuid,
                self._db.till,
                move.shift_id,
                move.kind.value,
                move.amount,
                move.reason,
                move.person_id,
                utc_text(move.at),
            ),
        )

    def moves(self, shift_id: int) -> Sequence[CashMove]:
        """All cash moves of a shift, in order."""
        rows = self._db.all(
            "SELECT id, uuid, shift_id, kind, amount, reason, person_id, at FROM cash_move "
            "WHERE shift_id = ? ORDER BY id",
            (shift_id,),
        )
        return [
            CashMove(
                id=row[0],
                uuid=row[1],
                shift_id=row[2],
                kind=CashMoveKind(row[3]),
                amount=row[4],
                reason=row[5],
                person_id=row[6],
                at=utc_time(row[7]),
            )
            for row in rows
        ]

    def figures(self, shift_id: int) -> ShiftFigures:
        """Sums of a shift; tenders, cash and taxes are net of change and of refunds."""
        key = (shift_id,)
        totals = self._db.one(_TOTALS, key) or (0,) * 10
        returns = self._db.one(_RETURNS, key) or (0, 0, 0)
        cash_in, cash_out = self._db.one(_MOVES, key) or (0, 0)
        certificates = self._db.one(_CERTIFICATES, key) or (0, 0)
        change = totals[9]
        tenders = {row[0]: row[1] for row in self._db.all(_TENDERS, (*key, *key))}
        if change:
            tenders["cash"] = tenders.get("cash", 0) - change
        return ShiftFigures(
            sales_count=totals[0],
            sales_total=totals[1],
            returns_count=returns[0],
            returns_total=returns[1],
            by_tender=tuple(sorted(tenders.items())),
            discount_total=totals[2],
            points_spent=totals[3],
            points_money=totals[4],
            points_earned=totals[5],
            cash_in=cash_in,
            cash_out=cash_out,
            cash_sales=tenders.get("cash", 0),
            rounding_total=totals[6] - returns[2],
            taxes=tuple((r[0], r[1], r[2]) for r in self._db.all(_TAXES, (*key, *key))),
            first_number=totals[7],
            last_number=totals[8],
            certificates_count=certificates[0],
            certificates_sold=certificates[1],
        )

    def save_slip(self, shift_id: int, slip: str) -> None:
        """Keep the slip of the close; the first one stays."""
        if self.slip(shift_id) is None:
            self._db.append("shift_slip", (shift_id, slip))

    def slip(self, shift_id: int) -> str | None:
        """The slip of the close, as JSON."""
        row = self._db.one("SELECT content FROM shift_slip WHERE shift_id = ?", (shift_id,))
        return None if row is None else str(row[0])


def _shift(row: Row) -> Shift:
    return Shift(
        id=row[0],
        uuid=row[1],
        till=row[2],
        number=row[3],
        opened_by=row[4],
        opened_at=utc_time(row[5]),
        opening_float=row[6],
        closed_by=reference(row[7]),
        closed_at=utc_time_or_none(row[8]),
        counted=row[9],
        expected=row[10],
        note=row[11],
    )
