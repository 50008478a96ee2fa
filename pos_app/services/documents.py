"""Paper: what a slip is, who draws it, who prints it, and the queue between till and printer.

A sale commits with its print job as a row of the same transaction. A worker takes the jobs one by
one, draws the saved snapshot and hands it to a printer; nothing here can undo or delay a sale.

A job's way: *queued* → *sent* (bytes may have left) → *confirmed* (the printer took the whole slip
and reported no fault), or *failed* (surely not printed: may be printed again as it is), or
*unknown* (the line broke mid-slip: a second printing is a copy and says so).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final, Protocol

from pos_app.domain.errors import EnvironmentProblem
from pos_app.domain.events import Event
from pos_app.services.ports import UnitOfWork, UnitOfWorkFactory
from pos_app.services.records import PrintJobRow

MAX_TRIES: Final = 3
"""Failures in a row after which a job is given up and the counter is told."""

NO_PRINTER: Final = "printer_none"
"""The code of a station that has no printer on purpose: no trouble, no retries, no journal."""


class Paper(StrEnum):
    """What the slip is printed on; the value is what the station file says."""

    ROLL_80 = "80"
    ROLL_58 = "58"
    A4 = "a4"

    @property
    def dots(self) -> int:
        """Printable width in dots at 203 dpi (72 mm, 48 mm, or the whole sheet)."""
        return _DOTS[self]

    @property
    def is_roll(self) -> bool:
        """True where the length follows the text and a cutter may stand at the end."""
        return self is not Paper.A4


_NEVER: Final = datetime(1970, 1, 1, tzinfo=UTC)
_DOTS: Final = {Paper.ROLL_80: 576, Paper.ROLL_58: 384, Paper.A4: 1678}


class JobKind(StrEnum):
    """What a print job carries; ``TEST`` and ``DRAWER`` have no snapshot (payload "")."""

    RECEIPT = "receipt"
    COUPON = "coupon"
    CERTIFICATE = "certificate"
    CERTIFICATE_BALANCE = "certificate_balance"
    EXPLANATION = "explanation"
    X_REPORT = "x_report"
    SHIFT_CLOSE = "shift_close"
    TEST = "test"
    DRAWER = "drawer"


class JobState(StrEnum):
    """Where a print job stands; see the module's head."""

    QUEUED = "queued"
    SENT = "sent"
    CONFIRMED = "confirmed"
    FAILED = "failed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bitmap:
    """A picture of one bit a dot, 1 = black.

    ``rows`` holds ``height`` rows of ``(width + 7) // 8`` bytes, leftmost dot in the highest bit,
    padding bits 0: the very bytes of ESC/POS ``GS v 0``.
    """

    width: int
    height: int
    rows: bytes

    @property
    def stride(self) -> int:
        """Bytes in one row."""
        return (self.width + 7) // 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Slip:
    """A drawn document on its way to a printer. ``name`` is made, safe as a file name."""

    name: str
    pdf: bytes
    paper: Paper
    cut: bool = True
    open_drawer: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PrinterStatus:
    """What the printer says of itself.

    ``answered`` is False for devices that cannot speak (a file, a folder, a one-way cable); the
    other fields are then what could be found out (``online`` = it can be opened).
    """

    online: bool
    paper_out: bool = False
    paper_low: bool = False
    cover_open: bool = False
    answered: bool = True

    @property
    def ready(self) -> bool:
        """Whether a slip sent now would come out."""
        return self.online and not self.paper_out and not self.cover_open


class DeliveryUnknown(EnvironmentProblem):
    """The line broke after bytes had left: the slip may or may not be on paper."""


class PrinterPort(Protocol):
    """A way onto paper. Used from the spooler's thread; every call ends within its time-outs."""

    name: str

    def send(self, slip: Slip) -> None:
        """Print the slip, whole.

        Returns when the device took everything and reports no fault. Raises
        :class:`EnvironmentProblem` when nothing left for the paper (``printer_missing``,
        ``printer_offline``, ``printer_timeout``, ``printer_paper_out``, ``printer_cover_open``,
        ``printer_busy``, ``printer_none``, ``print_aborted``, ``disk_full``, ``read_only``,
        ``io_error``), and :class:`DeliveryUnknown` when something did (``print_interrupted``,
        ``print_unconfirmed``, ``printer_paper_out``, ``printer_cover_open``).
        """

    def open_drawer(self) -> None:
        """Kick the cash drawer; raises as :meth:`send`. Does nothing where there is no drawer."""

    def status(self) -> PrinterStatus:
        """How the printer is; never raises."""

    def abort(self) -> None:
        """Break off a call in progress, from another thread, so that the program can end.

        The call then raises ``print_aborted`` (nothing had left) or ``print_interrupted``.
        """


class SlipRenderer(Protocol):
    """Draws saved snapshots. Used from any thread."""

    def pdf(self, job: PrintJobRow, paper: Paper) -> bytes:
        """The PDF of a job; ``job.language`` ("" = the snapshot's own) chooses the words.

        Raises ``EnvironmentProblem("slip_unreadable")`` when the payload is not a snapshot.
        """

    def bitmaps(self, pdf: bytes, paper: Paper) -> Sequence[Bitmap]:
        """Each page at 203 dpi, one bit a dot: what a thermal printer gets."""

    def preview(self, job: PrintJobRow, paper: Paper) -> Sequence[bytes]:
        """The same pages as PNG files, for the screen."""


def to_show(
    kind: JobKind, payload: str, *, ref: str = "", language: str = "", copy: bool = False
) -> PrintJobRow:
    """A job that is only looked at: what :meth:`SlipRenderer.preview` wants for a saved snapshot.

    ``ref`` is needed for coupons only: their code.
    """
    return PrintJobRow(
        uuid="",
        kind=kind.value,
        ref=ref,
        payload=payload,
        copy=copy,
        created_at=_NEVER,
        language=language,
    )


class PrintQueue(Protocol):
    """The spooler's side of the queue. Every call is one short transaction."""

    def claim(self, at: datetime) -> PrintJobRow | None:
        """The oldest queued job, marked *sent* with one try more; None when there is none.

        Marked before the first byte leaves, so that a crash in between shows as unknown.
        """

    def release(self, job: PrintJobRow, error: str, at: datetime) -> None:
        """Put a job that surely did not print back to *queued*, for another try."""

    def settle(self, job: PrintJobRow, state: JobState, error: str, at: datetime) -> None:
        """Close the job as *confirmed*, *failed* or *unknown*; the latter two are journaled."""

    def recover(self, at: datetime) -> int:
        """After a crash: jobs left *sent* become *unknown*; how many there were."""

    def again(self, kind: str, ref: str, at: datetime) -> int:
        """Queue the *failed* jobs of one document anew, as they were; how many there were."""


class PrintEventKind(StrEnum):
    """What the counter hears about printing."""

    PRINTED = "printed"
    TROUBLE = "trouble"
    UNSURE = "unsure"
    RECOVERED = "recovered"


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintEvent:
    """News from the spooler, told on its thread.

    ``TROUBLE``: the job was given up after :data:`MAX_TRIES` (show the banner with *Reprint*);
    ``UNSURE``: the line broke mid-slip; ``RECOVERED``: the first slip came out after trouble (take
    the banner away). ``error`` is the code of the :class:`EnvironmentProblem`.
    """

    kind: PrintEventKind
    job: PrintJobRow
    error: str = ""


PrintListener = Callable[[PrintEvent], None]


class StoredPrintQueue:
    """:class:`PrintQueue` on the shop's database; one unit of work a call."""

    def __init__(self, uow: UnitOfWorkFactory) -> None:
        self._uow = uow

    def claim(self, at: datetime) -> PrintJobRow | None:
        """See :meth:`PrintQueue.claim`."""
        with self._uow() as uow:
            job = uow.print_jobs.next_queued()
            if job is None:
                return None
            tries = job.tries + 1
            _move(uow, job, JobState.SENT, tries, job.error, at)
            uow.commit()
        return _with(job, JobState.SENT, tries)

    def release(self, job: PrintJobRow, error: str, at: datetime) -> None:
        """See :meth:`PrintQueue.release`."""
        with self._uow() as uow:
            _move(uow, job, JobState.QUEUED, job.tries, error, at)
            uow.commit()

    def settle(self, job: PrintJobRow, state: JobState, error: str, at: datetime) -> None:
        """See :meth:`PrintQueue.settle`."""
        with self._uow() as uow:
            _move(uow, job, state, job.tries, error, at)
            if state is not JobState.CONFIRMED and error != NO_PRINTER:
                uow.record(_trouble(job, state, error))
            uow.commit()

    def recover(self, at: datetime) -> int:
        """See :meth:`PrintQueue.recover`."""
        with self._uow() as uow:
            jobs = uow.print_jobs.in_state(JobState.SENT)
            if not jobs:
                return 0
            for job in jobs:
                _move(uow, job, JobState.UNKNOWN, job.tries, "crashed", at)
                uow.record(_trouble(job, JobState.UNKNOWN, "crashed"))
            uow.commit()
        return len(jobs)

    def again(self, kind: str, ref: str, at: datetime) -> int:
        """See :meth:`PrintQueue.again`."""
        with self._uow() as uow:
            jobs = [
                job for job in uow.print_jobs.of_document(kind, ref) if job.state == JobState.FAILED
            ]
            if not jobs:
                return 0
            for job in jobs:
                _move(uow, job, JobState.QUEUED, 0, "", at)
            uow.commit()
        return len(jobs)


def _move(
    uow: UnitOfWork, job: PrintJobRow, state: JobState, tries: int, error: str, at: datetime
) -> None:
    uow.print_jobs.set_state(job.id, state.value, tries=tries, error=error, at=at)


def _with(job: PrintJobRow, state: JobState, tries: int) -> PrintJobRow:
    return replace(job, state=state.value, tries=tries)


def _trouble(job: PrintJobRow, state: JobState, error: str) -> Event:
    content = {"kind": job.kind, "ref": job.ref, "state": state.value, "error": error}
    return Event(type="print.failed", content=content)
