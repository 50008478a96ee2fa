"""Gift certificates and store credit: balances held against a ledger that only grows (R22)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Final

from pos_app.adapters.sqlite.driver import sqlite3
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
from pos_app.services.programme_records import CertificateEntry, CertificateRecord

_SELECT: Final = """SELECT id, uuid, code, kind, state, amount, balance, valid_to, customer_id,
    sale_id, return_id, issued_at, state_at, reason, till FROM certificate """
_INSERT: Final = """INSERT INTO certificate (id, uuid, till, code, kind, state, amount, balance,
    valid_to, customer_id, sale_id, return_id, issued_at, state_at, reason, seal)
    VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"""


class SqliteCertificates:
    """See :class:`pos_app.services.programme_ports.CertificateRepo`."""

    def __init__(self, session: Session) -> None:
        self._db = session

    def by_code(self, code: str) -> CertificateRecord | None:
        """By its code, unique for ever."""
        row = self._db.one(_SELECT + "WHERE code = ?", (code,))
        return None if row is None else _record(row)

    def get(self, certificate_id: int) -> CertificateRecord | None:
        """By id."""
        row = self._db.one(_SELECT + "WHERE id = ?", (certificate_id,))
        return None if row is None else _record(row)

    def of_customer(self, customer_id: int) -> Sequence[CertificateRecord]:
        """All in a person's name, oldest first."""
        rows = self._db.all(_SELECT + "WHERE customer_id = ? ORDER BY id", (customer_id,))
        return [_record(row) for row in rows]

    def of_sale(self, sale_id: int) -> Sequence[CertificateRecord]:
        """Those sold on a receipt."""
        rows = self._db.all(_SELECT + "WHERE sale_id = ? ORDER BY id", (sale_id,))
        return [_record(row) for row in rows]

    def found(self, text: str, limit: int, offset: int = 0) -> Sequence[CertificateRecord]:
        """Those whose code contains ``text``, newest first."""
        rows = self._db.all(
            _SELECT + "WHERE instr(code, ?) > 0 ORDER BY id DESC LIMIT ? OFFSET ?",
            (text, limit, offset),
        )
        return [_record(row) for row in rows]

    def add(self, certificate: CertificateRecord) -> int:
        """Store a new one with its ``issue`` entry to be added by the caller (balance 0 until).

        Raises ``PosError("certificate_code_taken")``.
        """
        fresh = replace(
            certificate,
            id=self._db.next_id("certificate"),
            balance=0,
            state_at=certificate.state_at or certificate.issued_at,
        )
        values = _values(fresh, self._db.till)
        try:
            self._db.run(_INSERT, (*values, self._db.sealer.seal("certificate", values)))
        except sqlite3.IntegrityError as error:
            if "certificate.code" in str(error):
                raise PosError("certificate_code_taken", certificate=certificate.code) from error
            raise
        return fresh.id

    def add_entry(self, entry: CertificateEntry) -> None:
        """Append a movement and move the balance.

        Raises ``PosError("certificate_short")`` when more is taken than is on it, and
        ``certificate_unknown``.
        """
        stored = self._stored(entry.certificate_id)
        record, till = stored
        if record.balance + entry.amount < 0:
            raise PosError("certificate_short", certificate=record.code, balance=record.balance)
        self._store(replace(record, balance=record.balance + entry.amount), till)
        self._db.append(
            "certificate_entry",
            (
                entry.uuid,
                self._db.till,
                entry.certificate_id,
                entry.kind,
                entry.amount,
                utc_text(entry.at),
                entry.local_day.isoformat(),
                reference(entry.sale_id),
                reference(entry.return_id),
                reference(entry.person_id),
                entry.reason,
            ),
        )

    def entries(self, certificate_id: int) -> Sequence[CertificateEntry]:
        """All movements, oldest first."""
        rows = self._db.all(
            "SELECT id, uuid, certificate_id, kind, amount, at, local_day, sale_id, return_id, "
            "person_id, reason FROM certificate_entry WHERE certificate_id = ? ORDER BY id",
            (certificate_id,),
        )
        return [
            CertificateEntry(
                id=row[0],
                uuid=row[1],
                certificate_id=row[2],
                kind=row[3],
                amount=row[4],
                at=utc_time(row[5]),
                local_day=date.fromisoformat(row[6]),
                sale_id=row[7],
                return_id=row[8],
                person_id=row[9],
                reason=row[10],
            )
            for row in rows
        ]

    def set_state(self, certificate_id: int, state: str, at: datetime, reason: str = "") -> None:
        """Block, unblock or expire; raises ``PosError("certificate_unknown")``."""
        record, till = self._stored(certificate_id)
        self._store(replace(record, state=state, state_at=at, reason=reason), till)  # type: ignore[arg-type]

    def set_valid_to(self, certificate_id: int, valid_to: date | None, at: datetime) -> None:
        """Give it another last day; raises ``PosError("certificate_unknown")``."""
        record, till = self._stored(certificate_id)
        self._store(replace(record, valid_to=valid_to, state_at=at), till)

    def past(self, before: date, limit: int) -> Sequence[CertificateRecord]:
        """Those with money left whose last day lies before ``before``, oldest first."""
        rows = self._db.all(
            _SELECT + "WHERE balance > 0 AND valid_to IS NOT NULL AND valid_to < ? "
            "ORDER BY valid_to, id LIMIT ?",
            (before.isoformat(), limit),
        )
        return [_record(row) for row in rows]

    def liability(self) -> Sequence[tuple[str, str, int, int]]:
        """(kind, month of expiry "YYYY-MM" or "", count, money) of what the shop still owes."""
        rows = self._db.all(
            "SELECT kind, coalesce(substr(valid_to, 1, 7), ''), count(*), sum(balance) "
            "FROM certificate WHERE balance > 0 AND state <> 'expired' GROUP BY 1, 2 ORDER BY 1, 2"
        )
        return [(row[0], row[1], row[2], row[3]) for row in rows]

    def _stored(self, certificate_id: int) -> tuple[CertificateRecord, str]:
        row = self._db.one(_SELECT + "WHERE id = ?", (certificate_id,))
        if row is None:
            raise PosError("certificate_unknown")
        return _record(row), str(row[14])

    def _store(self, record: CertificateRecord, till: str) -> None:
        values = _values(record, till)
        self._db.run(
            "UPDATE certificate SET state = ?, balance = ?, valid_to = ?, state_at = ?, "
            "reason = ?, seal = ? WHERE id = ?",
            (
                record.state,
                record.balance,
                day_text_or_none(record.valid_to),
                utc_text(record.state_at or record.issued_at),
                record.reason,
                self._db.sealer.seal("certificate", values),
                record.id,
            ),
        )


def _values(record: CertificateRecord, till: str) -> tuple[object, ...]:
    return (
        record.id,
        record.uuid,
        till,
        record.code,
        record.kind,
        record.state,
        record.amount,
        record.balance,
        day_text_or_none(record.valid_to),
        reference(record.customer_id),
        reference(record.sale_id),
        reference(record.return_id),
        utc_text(record.issued_at),
        utc_text(record.state_at or record.issued_at),
        record.reason,
    )


def _record(row: Row) -> CertificateRecord:
    return CertificateRecord(
        id=row[0],
        uuid=row[1],
        code=row[2],
        kind=row[3],
        state=row[4],
        amount=row[5],
        balance=row[6],
        valid_to=day_or_none(row[7]),
        customer_id=row[8],
        sale_id=row[9],
        return_id=row[10],
        issued_at=utc_time(row[11]),
        state_at=utc_time(row[12]),
        reason=row[13],
    )
