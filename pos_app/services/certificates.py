"""Gift certificates and store credit in the ledger: issued, paid with, refunded, expired (R22).

Everything here happens inside a transaction its caller commits: a sale, a return, the opening of
a day. Money in minor units; a certificate's code is as stored (see :mod:`domain.certificate`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from pos_app.domain import certificate as rules
from pos_app.domain.certificate import Certificate, Kind
from pos_app.domain.errors import PosError
from pos_app.domain.events import Event
from pos_app.domain.receipt import CertificateSlip
from pos_app.services import snapshots
from pos_app.services.ports import IdSource, UnitOfWork
from pos_app.services.programme_records import CertificateEntry, CertificateRecord
from pos_app.services.records import PrintJobRow
from pos_app.services.session import Session
from pos_app.services.settings import Settings
from pos_app.services.slips import local_iso, slip_shop
from pos_app.services.text import tidy_text

MOST_CODE = 60
"""Signs of a preprinted number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """When and by whom a certificate is touched; ``session`` None for the program itself.

    ``today`` is the shop's local day. ``sale_id`` or ``return_id`` says in which document.
    """

    at: datetime
    today: date
    session: Session | None = None
    sale_id: int | None = None
    return_id: int | None = None


def find(uow: UnitOfWork, text: str, prefix: str) -> CertificateRecord | None:
    """The certificate of a code as scanned or typed, however it was written."""
    return uow.certificates.by_code(rules.stored_code(tidy_text(text), prefix))


def demand(uow: UnitOfWork, code: str) -> CertificateRecord:
    """The certificate of a stored code; raises ``PosError("certificate_unknown")``."""
    record = uow.certificates.by_code(code)
    if record is None:
        raise PosError("certificate_unknown", certificate=code)
    return record


def domain_certificate(record: CertificateRecord) -> Certificate:
    """A stored certificate as the rules see it."""
    return Certificate(
        code=record.code,
        kind=record.kind,
        amount=record.amount,
        balance=record.balance,
        state=record.state,
        valid_to=record.valid_to,
        customer_id=record.customer_id,
    )


def fresh_code(uow: UnitOfWork, ids: IdSource, prefix: str) -> str:
    """A code never used before: unambiguous signs and a check character."""
    while True:
        try:
            code = rules.make_code(ids.random_bytes(24), prefix)
        except ValueError:
            continue
        if uow.certificates.by_code(code) is None:
            return code


def issue_gift(
    uow: UnitOfWork, ids: IdSource, settings: Settings, *, code: str, amount: int, moment: Moment
) -> CertificateRecord:
    """A certificate sold, with its money, good for as long as the shop says.

    Raises ``PosError("certificate_code_taken")``.
    """
    valid_to = rules.valid_until(moment.today, settings.certificates.months)
    return _issue(uow, ids, "gift", code, amount, valid_to, None, moment)


def issue_credit(
    uow: UnitOfWork,
    ids: IdSource,
    settings: Settings,
    *,
    amount: int,
    moment: Moment,
    customer_id: int | None = None,
    code: str = "",
) -> CertificateRecord:
    """Store credit for money the shop owes, with a code of its own and a slip to print.

    ``moment`` names the return it is for; ``customer_id`` whose it is, if known; ``code`` is one
    made before by :func:`fresh_code`. Raises ``PosError("amount_invalid")`` for nothing or less.
    """
    code = code or fresh_code(uow, ids, settings.scanner.certificate_prefix)
    valid_to = rules.valid_until(moment.today, settings.certificates.credit_months)
    record = _issue(uow, ids, "credit", code, amount, valid_to, customer_id, moment)
    queue_slip(uow, ids, settings, record, moment)
    return record


def _issue(
    uow: UnitOfWork,
    ids: IdSource,
    kind: Kind,
    code: str,
    amount: int,
    valid_to: date | None,
    customer_id: int | None,
    moment: Moment,
) -> CertificateRecord:
    if amount <= 0:
        raise PosError("amount_invalid")
    record = CertificateRecord(
        uuid=ids.uuid(),
        code=code,
        kind=kind,
        amount=amount,
        balance=0,
        valid_to=valid_to,
        customer_id=customer_id,
        sale_id=moment.sale_id,
        return_id=moment.return_id,
        issued_at=moment.at,
    )
    certificate_id = uow.certificates.add(record)
    _move(uow, ids, certificate_id, "issue", amount, moment)
    _journal(uow, "certificate.issued", record, moment, kind=kind, amount=amount)
    return _again(uow, certificate_id)


def redeem(
    uow: UnitOfWork, ids: IdSource, *, code: str, amount: int, moment: Moment
) -> CertificateRecord:
    """Take what a certificate pays; its balance is read here and nowhere before.

    Raises ``PosError`` ``certificate_unknown``, ``certificate_blocked``, ``certificate_expired``,
    ``certificate_empty`` or ``certificate_short``.
    """
    record = demand(uow, code)
    refused = rules.refusal(domain_certificate(record), moment.today)
    if refused is not None:
        raise PosError(refused, certificate=rules.masked(code))
    _move(uow, ids, record.id, "redeem", -amount, moment)
    _journal(uow, "certificate.redeemed", record, moment, amount=amount)
    return _again(uow, record.id)


def refund_to(
    uow: UnitOfWork, ids: IdSource, *, code: str, amount: int, moment: Moment
) -> CertificateRecord:
    """Put a return's money back on the certificate it came from (R14, R22).

    One that has expired, or would within :data:`~domain.certificate.REFUNDED_DAYS`, is good for
    that many days again, without what had run out on it; a blocked one stays blocked. Raises
    ``PosError`` ``certificate_unknown`` or ``amount_invalid``.
    """
    if amount <= 0:
        raise PosError("amount_invalid")
    record = demand(uow, code)
    if record.balance and domain_certificate(record).is_over(moment.today):
        _end(uow, ids, record, moment)
        record = _again(uow, record.id)
    until = rules.refunded_until(record.valid_to, moment.today)
    if until != record.valid_to:
        uow.certificates.set_valid_to(record.id, until, moment.at)
    if record.state == "expired":
        uow.certificates.set_state(record.id, "active", moment.at)
    _move(uow, ids, record.id, "refund", amount, moment)
    day = until.isoformat() if until is not None else None
    _journal(uow, "certificate.refunded", record, moment, amount=amount, valid_to=day)
    return _again(uow, record.id)


def expire_due(uow: UnitOfWork, ids: IdSource, today: date, at: datetime, limit: int = 500) -> int:
    """Post expiry of certificates whose last day is over; how many there were.

    Idempotent: what is posted has nothing left and is not found again. A blocked one loses its
    money too and stays blocked.
    """
    moment, closed = Moment(at=at, today=today), 0
    while rows := uow.certificates.past(today, limit):
        for record in rows:
            _end(uow, ids, record, moment)
        closed += len(rows)
    return closed


def _end(uow: UnitOfWork, ids: IdSource, record: CertificateRecord, moment: Moment) -> None:
    _move(uow, ids, record.id, "expire", -record.balance, moment)
    if record.state == "active":
        uow.certificates.set_state(record.id, "expired", moment.at)
    _journal(uow, "certificate.expired", record, moment, amount=record.balance)


def slip_of(
    uow: UnitOfWork, settings: Settings, record: CertificateRecord, moment: Moment
) -> CertificateSlip:
    """The paper of a certificate as it stands."""
    return CertificateSlip(
        kind=record.kind,
        language=settings.locale.language,
        currency=settings.money.currency,
        shop=slip_shop(settings),
        till=settings.till.id,
        at=local_iso(moment.at, settings),
        cashier=moment.session.person.name if moment.session is not None else "",
        code=rules.printed_code(record.code, settings.scanner.certificate_prefix),
        amount=record.amount,
        balance=record.balance,
        valid_to=record.valid_to.isoformat() if record.valid_to is not None else "",
        terms=settings.certificates.terms,
        journal_head=uow.journal.head(),
    )


def queue_slip(
    uow: UnitOfWork,
    ids: IdSource,
    settings: Settings,
    record: CertificateRecord,
    moment: Moment,
    *,
    balance: bool = False,
    copy: bool = False,
) -> None:
    """Queue the certificate itself for printing, or the slip that says what is left on it."""
    uow.print_jobs.add(
        PrintJobRow(
            uuid=ids.uuid(),
            kind="certificate_balance" if balance else "certificate",
            ref=record.uuid,
            payload=snapshots.dump(slip_of(uow, settings, record, moment)),
            copy=copy,
            created_at=moment.at,
        )
    )


def _move(
    uow: UnitOfWork, ids: IdSource, certificate_id: int, kind: str, amount: int, moment: Moment
) -> None:
    uow.certificates.add_entry(
        CertificateEntry(
            uuid=ids.uuid(),
            certificate_id=certificate_id,
            kind=kind,
            amount=amount,
            at=moment.at,
            local_day=moment.today,
            sale_id=moment.sale_id,
            return_id=moment.return_id,
            person_id=moment.session.person_id if moment.session is not None else None,
        )
    )


def _again(uow: UnitOfWork, certificate_id: int) -> CertificateRecord:
    record = uow.certificates.get(certificate_id)
    assert record is not None
    return record


def _journal(
    uow: UnitOfWork, event: str, record: CertificateRecord, moment: Moment, **content: object
) -> None:
    person = moment.session.person_uuid if moment.session is not None else None
    whole = {"certificate": record.uuid, "code": rules.masked(record.code), **content}
    uow.record(Event(type=event, content=whole, person=person))
