"""The drawer's day: float, cash moves, reports, the blind count and the numbered close (R32)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from pos_app.domain.errors import PosError
from pos_app.domain.events import Event
from pos_app.domain.receipt import ShiftSlip, SlipTax, SlipTender
from pos_app.domain.shift import CashMove, CashMoveKind, Shift
from pos_app.domain.staff import Action, Approval
from pos_app.services import checks, snapshots
from pos_app.services.approvals import Permissions
from pos_app.services.ports import Clock, EventSink, IdSource, UnitOfWork, UnitOfWorkFactory
from pos_app.services.records import PrintJobRow
from pos_app.services.session import Session, ensure_may
from pos_app.services.settings_service import SettingsService
from pos_app.services.slips import local_iso, slip_shop

_COUNTED = checks.whole(0, checks.MAX_MONEY)
_MOVED = checks.whole(1, checks.MAX_MONEY)
_REASON = checks.text(120, required=True)
_NOTE = checks.text(300)

BACKUP_WANTED = "backup_wanted"
"""Topic told after a close; whoever owns the worker then makes a copy (``ref`` is the reason)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftClosed:
    """A closed shift and its slip; ``difference`` = counted − expected, in minor units."""

    shift: Shift
    slip: ShiftSlip

    @property
    def difference(self) -> int:
        """More (positive) or less cash than expected."""
        return (self.shift.counted or 0) - (self.shift.expected or 0)


class TillService:
    """Shifts of this till."""

    def __init__(
        self,
        uow: UnitOfWorkFactory,
        permissions: Permissions,
        settings: SettingsService,
        clock: Clock,
        ids: IdSource,
        sink: EventSink,
    ) -> None:
        self._uow = uow
        self._permissions = permissions
        self._settings = settings
        self._clock = clock
        self._ids = ids
        self._sink = sink

    @property
    def _till(self) -> str:
        return self._settings.current.till.id

    def current(self) -> Shift | None:
        """The open shift, if any."""
        till = self._till
        with self._uow() as uow:
            return uow.shifts.current(till)

    def last(self) -> Shift | None:
        """The newest shift, open or closed; its count is what the next float usually is."""
        till = self._till
        with self._uow() as uow:
            return uow.shifts.last(till)

    def moves(self) -> Sequence[CashMove]:
        """Cash moves of the open shift."""
        till = self._till
        with self._uow() as uow:
            return uow.shifts.moves(require_shift(uow, till).id)

    def open(self, session: Session, counted: int) -> Shift:
        """Open a shift with the float counted in the drawer (minor units).

        Raises ``PosError``: ``shift_open`` when one is open already, ``setting_invalid`` (field
        ``counted``).
        """
        ensure_may(session, Action.SHIFT_OPEN)
        wanted = Shift(
            id=0,
            uuid=self._ids.uuid(),
            till=self._till,
            number=0,
            opened_by=session.person_id,
            opened_at=self._clock.now(),
            opening_float=_COUNTED("counted", counted),
        )
        with self._uow() as uow:
            shift = uow.shifts.open(wanted)
            uow.record(_event("shift.opened", session, shift, float=shift.opening_float))
            uow.commit()
        self._sink.changed("shift", shift.uuid)
        return shift

    def cash_move(self, session: Session, kind: CashMoveKind, amount: int, reason: str) -> CashMove:
        """Put cash into the drawer or take it out, with a reason.

        Raises ``PosError``: ``no_shift``, ``setting_invalid`` (fields ``amount``, ``reason``).
        """
        ensure_may(session, Action.CASH_MOVE)
        till = self._till
        with self._uow() as uow:
            shift = require_shift(uow, till)
            move = CashMove(
                id=0,
                uuid=self._ids.uuid(),
                shift_id=shift.id,
                kind=kind,
                amount=_MOVED("amount", amount),
                reason=_REASON("reason", reason),
                person_id=session.person_id,
                at=self._clock.now(),
            )
            move = replace(move, id=uow.shifts.add_move(move))
            uow.record(
                _event(
                    f"shift.cash_{kind.value}",
                    session,
                    shift,
                    move=move.uuid,
                    amount=move.amount,
                    reason=move.reason,
                )
            )
            uow.commit()
        self._sink.changed("shift", shift.uuid)
        return move

    def x_report(self, session: Session, *, print_it: bool = True) -> ShiftSlip:
        """Where the shift stands now, without the cash that should lie in the drawer.

        Raises ``PosError("no_shift")``.
        """
        till, now = self._till, self._clock.now()
        with self._uow() as uow:
            shift = require_shift(uow, till)
            slip = self._slip(uow, shift, session, now, kind="x_report")
            if print_it:
                self._queue(uow, "x_report", shift.uuid, slip, now)
                uow.record(_event("shift.x_report", session, shift))
                uow.commit()
        if print_it:
            self._sink.changed("print")
        return slip

    def close(self, session: Session, counted: int, note: str = "") -> ShiftClosed:
        """Save the blind count, and only then say what was expected; close and number the shift.

        One transaction: the count, the close, the slip and its print job. A backup is asked for
        afterwards. Raises ``PosError``: ``no_shift``, ``draft_open`` while goods lie on the screen,
        ``setting_invalid`` (fields ``counted``, ``note``).
        """
        ensure_may(session, Action.SHIFT_CLOSE)
        cash: int = _COUNTED("counted", counted)
        till, now = self._till, self._clock.now()
        with self._uow() as uow:
            shift = require_shift(uow, till)
            draft = uow.drafts.open_draft(till)
            if draft is not None and not draft.is_empty:
                raise PosError("draft_open", lines=len(draft.lines))
            closed = replace(
                shift,
                closed_by=session.person_id,
                closed_at=now,
                counted=cash,
                expected=uow.shifts.figures(shift.id).expected_cash(shift.opening_float),
                note=_NOTE("note", note),
            )
            slip = self._slip(uow, closed, session, now, kind="shift_close")
            uow.shifts.close(closed)
            uow.shifts.save_slip(shift.id, snapshots.dump(slip))
            self._queue(uow, "shift_close", shift.uuid, slip, now)
            uow.record(_event("shift.counted", session, closed, counted=cash))
            uow.record(
                _event(
                    "shift.closed",
                    session,
                    closed,
                    expected=closed.expected,
                    parked=len(uow.drafts.parked(till)),
                )
            )
            uow.commit()
        self._sink.changed("shift", shift.uuid)
        self._sink.changed("print")
        self._sink.changed(BACKUP_WANTED, "shift_close")
        return ShiftClosed(shift=closed, slip=slip)

    def reprint_slip(self, session: Session, shift_id: int) -> ShiftSlip:
        """Print the slip of a closed shift again, marked as a copy.

        Raises ``PosError("shift_slip_missing")``.
        """
        with self._uow() as uow:
            text = uow.shifts.slip(shift_id)
            shift = uow.shifts.get(shift_id)
            if text is None or shift is None:
                raise PosError("shift_slip_missing")
            slip = snapshots.load_shift(text)
            self._queue(uow, "shift_close", shift.uuid, slip, self._clock.now(), copy=True)
            uow.record(_event("shift.slip_copied", session, shift))
            uow.commit()
        self._sink.changed("print")
        return slip

    def open_drawer(
        self, session: Session, reason: str, *, event_ref: str, approval: Approval | None = None
    ) -> None:
        """Open the drawer without a sale.

        ``event_ref`` is made by the caller for this one opening. Raises :class:`NeedsApproval`, or
        ``PosError`` ``no_shift``, ``setting_invalid`` (field ``reason``).
        """
        why: str = _REASON("reason", reason)
        approver = self._permissions.require(
            session, Action.DRAWER_OPEN, event_ref=event_ref, approval=approval
        )
        till, now = self._till, self._clock.now()
        with self._uow() as uow:
            shift = require_shift(uow, till)
            job = PrintJobRow(
                uuid=self._ids.uuid(),
                kind="drawer",
                ref=shift.uuid,
                payload="",
                open_drawer=True,
                created_at=now,
            )
            uow.print_jobs.add(job)
            event = _event("drawer.opened", session, shift, reason=why)
            uow.record(replace(event, approver=approver.uuid if approver else None))
            uow.commit()
        self._sink.changed("print")

    def _slip(
        self, uow: UnitOfWork, shift: Shift, session: Session, now: datetime, *, kind: str
    ) -> ShiftSlip:
        settings = self._settings.current
        figures = uow.shifts.figures(shift.id)
        names = {tax.rate: tax.name for tax in uow.products.taxes()}
        slip = ShiftSlip(
            kind=kind,
            language=settings.locale.language,
            currency=settings.money.currency,
            shop=slip_shop(settings),
            till=shift.till,
            number=shift.number,
            opened_at=local_iso(shift.opened_at, settings),
            printed_at=local_iso(now, settings),
            cashier=session.person.name,
            opening_float=shift.opening_float,
            sales_count=figures.sales_count,
            sales_total=figures.sales_total,
            returns_count=figures.returns_count,
            returns_total=figures.returns_total,
            discount_total=figures.discount_total,
            points_spent=figures.points_spent,
            points_earned=figures.points_earned,
            by_tender=tuple(SlipTender(kind=each, amount=sum_) for each, sum_ in figures.by_tender),
            taxes=tuple(
                SlipTax(name=names.get(rate, ""), rate=rate, base=base, tax=tax)
                for rate, base, tax in figures.taxes
            ),
            cash_in=figures.cash_in,
            cash_out=figures.cash_out,
            first_number=figures.first_number,
            last_number=figures.last_number,
            certificates_count=figures.certificates_count,
            certificates_sold=figures.certificates_sold,
            journal_head=uow.journal.head(),
        )
        if shift.counted is None or shift.expected is None:
            return slip
        return replace(
            slip,
            expected=shift.expected,
            counted=shift.counted,
            difference=shift.counted - shift.expected,
        )

    def _queue(
        self,
        uow: UnitOfWork,
        kind: str,
        ref: str,
        slip: ShiftSlip,
        now: datetime,
        *,
        copy: bool = False,
    ) -> None:
        uow.print_jobs.add(
            PrintJobRow(
                uuid=self._ids.uuid(),
                kind=kind,
                ref=ref,
                payload=snapshots.dump(slip),
                copy=copy,
                created_at=now,
            )
        )


def require_shift(uow: UnitOfWork, till: str) -> Shift:
    """The open shift of ``till``; without one nothing is sold: ``PosError("no_shift")``."""
    shift = uow.shifts.current(till)
    if shift is None:
        raise PosError("no_shift", till=till)
    return shift


def _event(kind: str, session: Session, shift: Shift, **content: object) -> Event:
    return Event(
        type=kind,
        content={"shift": shift.uuid, "till": shift.till, "number": shift.number, **content},
        person=session.person_uuid,
    )
