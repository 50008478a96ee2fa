"""Looking after certificates and store credit: finding, blocking, paper, what is owed (R22)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from pos_app.domain.certificate import Kind, masked
from pos_app.domain.coupon import normalise_code
from pos_app.domain.errors import PosError
from pos_app.domain.events import Event
from pos_app.domain.staff import Action, Approval, Person, Right, right_for
from pos_app.services import checks
from pos_app.services.approvals import Permissions
from pos_app.services.certificates import Moment, find, queue_slip
from pos_app.services.ports import Clock, EventSink, IdSource, UnitOfWork, UnitOfWorkFactory
from pos_app.services.programme_records import CertificateEntry, CertificateRecord
from pos_app.services.session import Session, ensure_may
from pos_app.services.shop_book import ShopBook
from pos_app.services.text import tidy_text

REASONS: Final = ("lost", "stolen", "mistake", "asked")
"""Why a certificate is blocked, as the journal keeps it."""

_REASON = checks.one_of(REASONS)


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateSheet:
    """A certificate with all its movements, oldest first, each with the balance after it."""

    record: CertificateRecord
    entries: tuple[tuple[CertificateEntry, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwedRow:
    """What the shop owes on ``count`` certificates of one kind that end in ``month`` ("" never)."""

    kind: Kind
    month: str
    count: int
    money: int


class CertificateService:
    """See the module's head; every change is journaled."""

    def __init__(
        self,
        uow: UnitOfWorkFactory,
        permissions: Permissions,
        book: ShopBook,
        clock: Clock,
        ids: IdSource,
        sink: EventSink,
    ) -> None:
        self._uow = uow
        self._permissions = permissions
        self._book = book
        self._clock = clock
        self._ids = ids
        self._sink = sink

    def look_up(self, text: str) -> CertificateSheet:
        """By its code, however written; raises ``PosError("certificate_unknown")``."""
        prefix = self._book.current.settings.scanner.certificate_prefix
        with self._uow() as uow:
            record = find(uow, text, prefix)
            if record is None:
                raise PosError("certificate_unknown")
            return _sheet(uow, record)

    def sheet(self, certificate_id: int) -> CertificateSheet:
        """By its id; raises ``PosError("certificate_unknown")``."""
        with self._uow() as uow:
            return _sheet(uow, _demand(uow, certificate_id))

    def may_list(self, session: Session) -> bool:
        """Whether the list and what is owed are for this person's eyes."""
        return right_for(session.role, Action.REPORTS) is Right.YES

    def search(
        self, session: Session, text: str, limit: int, offset: int = 0
    ) -> Sequence[CertificateRecord]:
        """Those whose code contains ``text``, newest first.

        Who may not see them all finds the one whose whole code they have in hand.
        """
        wanted = "".join(tidy_text(text).upper().split())
        if not self.may_list(session):
            prefix = self._book.current.settings.scanner.certificate_prefix
            with self._uow() as uow:
                record = find(uow, wanted, prefix) if wanted else None
            return (record,) if record is not None else ()
        with self._uow() as uow:
            rows = uow.certificates.found(wanted, limit, offset)
            return rows or uow.certificates.found(normalise_code(wanted), limit, offset)

    def owed(self, session: Session) -> Sequence[OwedRow]:
        """What the shop owes by kind and month of expiry; raises as :func:`ensure_may`."""
        ensure_may(session, Action.REPORTS)
        with self._uow() as uow:
            rows = uow.certificates.liability()
        kinds: dict[str, Kind] = {"gift": "gift", "credit": "credit"}
        return [
            OwedRow(kind=kinds[kind], month=month, count=count, money=money)
            for kind, month, count, money in rows
        ]

    def block(
        self,
        session: Session,
        certificate_id: int,
        reason: str,
        approval: Approval | None = None,
    ) -> CertificateRecord:
        """Let nobody pay with it until it is unblocked; its money stays.

        Raises :class:`NeedsApproval`, or ``PosError`` ``certificate_state`` when it is not active,
        ``setting_invalid`` (field ``reason``).
        """
        why: str = _REASON("reason", reason)
        return self._turn(session, certificate_id, "blocked", why, approval)

    def unblock(
        self, session: Session, certificate_id: int, approval: Approval | None = None
    ) -> CertificateRecord:
        """Let it pay again, as long as it has not ended; raises as :meth:`block`."""
        return self._turn(session, certificate_id, "active", "", approval)

    def _turn(
        self,
        session: Session,
        certificate_id: int,
        state: Literal["active", "blocked"],
        reason: str,
        approval: Approval | None,
    ) -> CertificateRecord:
        before = "active" if state == "blocked" else "blocked"
        approver = self._permissions.require(
            session,
            Action.CERTIFICATE_BLOCK,
            event_ref=f"certificate/{certificate_id}/{state}",
            approval=approval,
        )
        with self._uow() as uow:
            record = _demand(uow, certificate_id)
            if record.state != before:
                raise PosError("certificate_state", certificate=masked(record.code))
            uow.certificates.set_state(record.id, state, self._clock.now(), reason)
            event = "certificate.blocked" if state == "blocked" else "certificate.unblocked"
            uow.record(_event(event, record, session, approver, reason=reason))
            uow.commit()
            record = _demand(uow, certificate_id)
        self._sink.changed("certificate", record.uuid)
        return record

    def print_balance(self, session: Session, certificate_id: int) -> None:
        """Print the slip that says what is left."""
        self._print(session, certificate_id, balance=True)

    def print_again(
        self, session: Session, certificate_id: int, approval: Approval | None = None
    ) -> None:
        """Print the certificate itself once more, marked as a copy; raises NeedsApproval."""
        approver = self._permissions.require(
            session,
            Action.REPRINT_AGAIN,
            event_ref=f"certificate/{certificate_id}/print",
            approval=approval,
        )
        self._print(session, certificate_id, balance=False, approver=approver)

    def _print(
        self,
        session: Session,
        certificate_id: int,
        *,
        balance: bool,
        approver: Person | None = None,
    ) -> None:
        book, now = self._book.current, self._clock.now()
        moment = Moment(at=now, today=book.local(now).date(), session=session)
        with self._uow() as uow:
            record = _demand(uow, certificate_id)
            queue_slip(
                uow, self._ids, book.settings, record, moment, balance=balance, copy=not balance
            )
            if not balance:
                uow.record(_event("certificate.printed", record, session, approver))
            uow.commit()
        self._sink.changed("print")


def _demand(uow: UnitOfWork, certificate_id: int) -> CertificateRecord:
    record = uow.certificates.get(certificate_id)
    if record is None:
        raise PosError("certificate_unknown")
    return record


def _sheet(uow: UnitOfWork, record: CertificateRecord) -> CertificateSheet:
    rows, after = [], 0
    for entry in uow.certificates.entries(record.id):
        after += entry.amount
        rows.append((entry, after))
    return CertificateSheet(record=record, entries=tuple(rows))


def _event(
    kind: str,
    record: CertificateRecord,
    session: Session,
    approver: Person | None,
    **content: object,
) -> Event:
    return Event(
        type=kind,
        content={"certificate": record.uuid, "code": masked(record.code), **content},
        person=session.person_uuid,
        approver=approver.uuid if approver is not None else None,
    )
