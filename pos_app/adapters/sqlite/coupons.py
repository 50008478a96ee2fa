"""Issued coupons: a right used as often as it says, counted by a ledger of uses (R21)."""

# ruff: noqa: S608 - the SQL is put together from this program's own names; values are parameters

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Final

from pos_app.adapters.sqlite.driver import sqlite3
from pos_app.adapters.sqlite.kin import kin_of
from pos_app.adapters.sqlite.session import (
    Row,
    Session,
    day_or_none,
    day_text_or_none,
    reference,
    utc_text,
    utc_time,
)
from pos_app.domain.errors import PosError
from pos_app.services.programme_records import CouponTrail, CouponUse
from pos_app.services.records import CouponRecord

_SELECT: Final = """SELECT id, uuid, code, definition, state, valid_from, valid_to, customer_id,
    max_uses, max_uses_per_customer, uses, source_sale_id, issued_at FROM coupon """
_INSERT: Final = """INSERT INTO coupon (id, uuid, till, code, definition, state, valid_from,
    valid_to, customer_id, max_uses, max_uses_per_customer, uses, source_sale_id, issued_at,
    state_at, seal) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"""
_STORED: Final = _SELECT.replace("issued_at", "issued_at, till") + "WHERE id = ?"
_TRAIL: Final = """SELECT c.state_at, s.uuid, s.till, s.number, p.name,
    CASE WHEN c.state = 'void' THEN (SELECT j.content ->> 'reason' FROM journal j
        LEFT JOIN campaign_coupon k ON k.coupon_id = c.id
        LEFT JOIN campaign g ON g.id = k.campaign_id
        WHERE (j.type = 'coupon.voided' AND j.content ->> 'coupon' = c.uuid)
        OR (j.type = 'coupon.batch_voided' AND j.content ->> 'campaign' = g.uuid
            AND j.content ->> 'batch' = k.batch) ORDER BY j.seq DESC LIMIT 1) END
    FROM coupon c LEFT JOIN sale s ON s.id = c.source_sale_id
    LEFT JOIN customer p ON p.id = c.customer_id WHERE c.id = ?"""
_USABLE: Final = frozenset({"issued", "restored"})


class SqliteCoupons:
    """See :class:`pos_app.services.ports.CouponRepo`."""

    def __init__(self, session: Session) -> None:
        self._db = session

    def by_code(self, code: str) -> CouponRecord | None:
        """By its code, unique for ever."""
        row = self._db.one(_SELECT + "WHERE code = ?", (code,))
        return None if row is None else _record(row)

    def of_customer(self, customer_id: int) -> Sequence[CouponRecord]:
        """All coupons in a person's name, oldest first."""
        rows = self._db.all(_SELECT + "WHERE customer_id = ? ORDER BY id", (customer_id,))
        return [_record(row) for row in rows]

    def issued_by(self, sale_id: int) -> Sequence[CouponRecord]:
        """Those handed over with a receipt, oldest first."""
        rows = self._db.all(_SELECT + "WHERE source_sale_id = ? ORDER BY id", (sale_id,))
        return [_record(row) for row in rows]

    def restore(self, coupon_id: int, sale_id: int, valid_to: date | None, at: datetime) -> None:
        """Give back the use a receipt made of it, valid to ``valid_to`` now (R17).

        Raises ``PosError("coupon_unknown")``, or ``coupon_not_used`` when the receipt made none.
        """
        coupon, till = self._stored(coupon_id)
        row = self._db.one(
            "SELECT customer_id, sum(uses) FROM coupon_use WHERE coupon_id = ? AND sale_id = ?",
            (coupon_id, sale_id),
        )
        if row is None or not row[1]:
            raise PosError("coupon_not_used", coupon=coupon.code)
        self._append_use(coupon_id, sale_id, row[0], -1, at)
        back = replace(coupon, state="restored", uses=coupon.uses - 1, valid_to=valid_to)
        self._store(back, till, at)

    def add(self, coupon: CouponRecord) -> int:
        """Store a newly issued coupon; raises ``PosError("coupon_code_taken")``."""
        issued = coupon.issued_at or self._db.clock.now()
        fresh = replace(
            coupon, id=self._db.next_id("coupon"), issued_at=issued, uses=0, state="issued"
        )
        values = _values(fresh, self._db.till, utc_text(issued))
        try:
            self._db.run(_INSERT, (*values, self._db.sealer.seal("coupon", values)))
        except sqlite3.IntegrityError as error:
            if "coupon.code" in str(error):
                raise PosError("coupon_code_taken", coupon=coupon.code) from error
            raise
        return fresh.id

    def redeem(self, coupon_id: int, sale_id: int, customer_id: int | None, at: datetime) -> None:
        """Count one use in this sale.

        Raises ``PosError("coupon_used")`` when no use is left, for all or for this customer, and
        ``coupon_void`` or ``coupon_expired`` when it is in that state. Dates are the engine's.
        """
        coupon, till = self._stored(coupon_id)
        if coupon.state in ("void", "expired"):
            raise PosError(f"coupon_{coupon.state}", coupon=coupon.code)
        spent = coupon.max_uses and coupon.uses >= coupon.max_uses
        if spent or coupon.state not in _USABLE or self._limit_reached(coupon, customer_id):
            raise PosError("coupon_used", coupon=coupon.code)
        uses = coupon.uses + 1
        last = bool(coupon.max_uses) and uses >= coupon.max_uses
        state = "redeemed" if last else coupon.state
        self._store(replace(coupon, uses=uses, state=state), till, at)
        self._append_use(coupon_id, sale_id, customer_id, 1, at)

    def uses_by(self, coupon_id: int, customer_id: int) -> int:
        """How often a person used it, uses given back not counted."""
        row = self._db.one(
            "SELECT coalesce(sum(uses), 0) FROM coupon_use "
            f"WHERE coupon_id = ? AND customer_id IN {kin_of('?')}",
            (coupon_id, customer_id),
        )
        return int(row[0]) if row else 0

    def set_state(self, coupon_id: int, state: str, at: datetime) -> None:
        """Void, expire or restore; ``restored`` gives the last use back (R17)."""
        coupon, till = self._stored(coupon_id)
        uses = coupon.uses
        if state == "restored" and uses:
            last = self._db.one(
                "SELECT sale_id, customer_id FROM coupon_use u WHERE coupon_id = ? AND uses = 1 "
                "AND (SELECT sum(uses) FROM coupon_use v WHERE v.coupon_id = u.coupon_id "
                "AND v.sale_id IS u.sale_id) > 0 ORDER BY id DESC LIMIT 1",
                (coupon_id,),
            )
            if last is not None:
                uses -= 1
                self._append_use(coupon_id, last[0], last[1], -1, at)
        self._store(replace(coupon, state=state, uses=uses), till, at)

    def trail(self, coupon_id: int) -> CouponTrail:
        """See :class:`pos_app.services.ports.CouponRepo`."""
        row = self._db.one(_TRAIL, (coupon_id,))
        if row is None:
            raise PosError("coupon_unknown", coupon_id=coupon_id)
        uses = self._db.all(
            "SELECT u.at, u.uses, s.uuid, s.till, s.number, p.name FROM coupon_use u "
            "LEFT JOIN sale s ON s.id = u.sale_id LEFT JOIN customer p ON p.id = u.customer_id "
            "WHERE u.coupon_id = ? ORDER BY u.id",
            (coupon_id,),
        )
        return CouponTrail(
            state_at=utc_time(row[0]),
            source_receipt=row[1] or "",
            source_till=row[2] or "",
            source_number=row[3] or 0,
            customer=row[4] or "",
            reason=row[5] or "",
            uses=tuple(_use(each) for each in uses),
        )

    def _limit_reached(self, coupon: CouponRecord, customer_id: int | None) -> bool:
        limit = coupon.max_uses_per_customer
        if not limit or customer_id is None:
            return False
        return self.uses_by(coupon.id, customer_id) >= limit

    def _stored(self, coupon_id: int) -> tuple[CouponRecord, str]:
        row = self._db.one(_STORED, (coupon_id,))
        if row is None:
            raise PosError("coupon_unknown", coupon_id=coupon_id)
        return _record(row), str(row[13])

    def _store(self, coupon: CouponRecord, till: str, at: datetime) -> None:
        values = _values(coupon, till, utc_text(at))
        self._db.run(
            "UPDATE coupon SET state = ?, uses = ?, valid_to = ?, state_at = ?, seal = ? "
            "WHERE id = ?",
            (
                coupon.state,
                coupon.uses,
                day_text_or_none(coupon.valid_to),
                utc_text(at),
                self._db.sealer.seal("coupon", values),
                coupon.id,
            ),
        )

    def _append_use(
        self, coupon_id: int, sale_id: int | None, customer_id: int | None, uses: int, at: datetime
    ) -> None:
        self._db.append(
            "coupon_use",
            (
                self._db.ids.uuid(),
                self._db.till,
                coupon_id,
                reference(sale_id),
                reference(customer_id),
                uses,
                utc_text(at),
            ),
        )


def _values(coupon: CouponRecord, till: str, state_at: str) -> tuple[object, ...]:
    return (
        coupon.id,
        coupon.uuid,
        till,
        coupon.code,
        coupon.definition,
        coupon.state,
        coupon.valid_from.isoformat(),
        day_text_or_none(coupon.valid_to),
        reference(coupon.customer_id),
        coupon.max_uses,
        coupon.max_uses_per_customer,
        coupon.uses,
        reference(coupon.source_sale_id),
        utc_text(coupon.issued_at) if coupon.issued_at else None,
        state_at,
    )


def _use(row: Row) -> CouponUse:
    return CouponUse(
        at=utc_time(row[0]),
        uses=row[1],
        receipt=row[2] or "",
        till=row[3] or "",
        number=row[4] or 0,
        customer=row[5] or "",
    )


def _record(row: Row) -> CouponRecord:
    return CouponRecord(
        id=row[0],
        uuid=row[1],
        code=row[2],
        definition=row[3],
        state=row[4],
        valid_from=date.fromisoformat(row[5]),
        valid_to=day_or_none(row[6]),
        customer_id=row[7],
        max_uses=row[8],
        max_uses_per_customer=row[9],
        uses=row[10],
        source_sale_id=row[11],
        issued_at=utc_time(row[12]),
    )
