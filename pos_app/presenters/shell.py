"""The frame around every page: where we are, who works, what the devices say."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from pos_app.domain.errors import EnvironmentProblem
from pos_app.domain.shift import Shift
from pos_app.presenters.sale_ports import Voice
from pos_app.presenters.shell_state import RailEntry, ShellState, StatusState
from pos_app.services.backup import BackupState
from pos_app.services.clock_guard import ClockState
from pos_app.services.session import Session


class ShellViewPort(Protocol):
    """The frame as its presenter sees it."""

    def render(self, state: ShellState) -> None:
        """Show this state."""


_AREA: Final = {
    "payment": "sale",
    "done": "sale",
    "new_customer": "sale",
    "programme": "settings",
    "product_edit": "products",
    "product_import": "products",
    "people_import": "customer_find",
}
"""Pages without an entry of their own in the rail, and the entry they belong to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShellParts:
    """What the presenter is joined from. ``entries`` are the ways of the rail, in order."""

    voice: Voice
    shop_name: Callable[[], str]
    till: Callable[[], str]
    shift: Callable[[], Shift | None]
    backup: Callable[[], BackupState]
    clock: Callable[[], ClockState]
    free_bytes: Callable[[], int]
    local: Callable[[datetime], datetime]
    local_now: Callable[[], datetime]
    entries: Callable[[], Sequence[RailEntry]]


LOW_DISK = 1024**3
"""Free bytes under which the strip warns."""


class ShellPresenter:
    """Told of everything that shows in the strip."""

    def __init__(self, parts: ShellParts, view: ShellViewPort) -> None:
        self._p = parts
        self._view = view
        self._session: Session | None = None
        self._scanner_ready = True
        self._printer_problem = ""
        self._has_printer = True
        self._current = ""
        self._shift: Shift | None = None
        self._backup: BackupState | None = None
        self._clock: ClockState | None = None
        self._low_disk = False
        self._minute = ""

    def signed_in(self, session: Session | None) -> None:
        """Somebody took or left the till."""
        self._session = session
        self.refresh()

    def page(self, name: str) -> None:
        """Another page is in front."""
        self._current = name
        self.show()

    def scanner(self, *, ready: bool) -> None:
        """The scanner is there, or gone."""
        self._scanner_ready = ready
        self.show()

    def printer(self, *, problem: str = "", exists: bool = True) -> None:
        """The printer works ("") or does not, in words; ``exists`` False: none is set up."""
        self._printer_problem = problem
        self._has_printer = exists
        self.show()

    def refresh(self) -> None:
        """Shift, backup, clock or disk may have changed."""
        self._shift = self._p.shift()
        self._backup = self._p.backup()
        self._clock = self._p.clock()
        self._low_disk = self._p.free_bytes() < LOW_DISK
        self.show()

    def refresh_safely(self) -> None:
        """The same after a fault of the store, when even reading may fail."""
        try:
            self.refresh()
        except EnvironmentProblem:
            self.show()

    def tick(self) -> None:
        """Once a second; redraws when the minute changed."""
        minute = self._p.voice.f.time(self._p.local_now())
        if minute != self._minute:
            self._minute = minute
            self.show()

    def show(self) -> None:
        """Render what is."""
        t, f = self._p.voice.t, self._p.voice.f
        self._view.render(
            ShellState(
                place=t._("{shop} · Till {till}", shop=self._p.shop_name(), till=self._p.till()),
                shift=self._shift_words(),
                clock=f.weekday_time(self._p.local_now()),
                user=self._session.person.name if self._session is not None else "",
                user_hint=t._("Signed in"),
                statuses=self._statuses(),
                rail=tuple(self._p.entries()),
                current=_AREA.get(self._current, self._current),
            )
        )

    def _shift_words(self) -> str:
        t, f = self._p.voice.t, self._p.voice.f
        if self._shift is None:
            return t._("Shift closed")
        return t._(
            "Shift {number} · open since {time}",
            number=str(self._shift.number),
            time=f.time(self._p.local(self._shift.opened_at)),
        )

    def _statuses(self) -> tuple[StatusState, ...]:
        found = [self._scanner_status()]
        printer = self._printer_status()
        if printer is not None:
            found.append(printer)
        found += [self._disk_status(), *self._warnings()]
        return tuple(found)

    def _scanner_status(self) -> StatusState:
        t = self._p.voice.t
        if self._scanner_ready:
            return StatusState(key="scanner", icon="scan-line", text=t._("Scanner ready"))
        return StatusState(
            key="scanner", icon="scan-line", text=t._("Scanner missing"), tone="danger"
        )

    def _printer_status(self) -> StatusState | None:
        t = self._p.voice.t
        if self._printer_problem:
            return StatusState(
                key="printer", icon="printer", text=self._printer_problem, tone="danger"
            )
        if not self._has_printer:
            return StatusState(key="printer", icon="printer", text=t._("No printer"), tone="warn")
        return StatusState(key="printer", icon="printer", text=t._("Printer ready"), optional=True)

    def _disk_status(self) -> StatusState:
        t = self._p.voice.t
        if self._low_disk:
            return StatusState(
                key="disk", icon="hard-drive", text=t._("Disk almost full"), tone="warn"
            )
        backup = self._backup
        if backup is not None and backup.failed:
            return StatusState(
                key="backup", icon="shield-check", text=t._("Backup failed"), tone="danger"
            )
        if backup is not None and backup.old:
            return StatusState(
                key="backup", icon="shield-check", text=t._("No fresh backup"), tone="warn"
            )
        return StatusState(key="backup", icon="shield-check", text=t.pgettext("status", "Saved"))

    def _warnings(self) -> list[StatusState]:
        t = self._p.voice.t
        if self._clock is not None and not self._clock.trusted:
            return [
                StatusState(
                    key="clock", icon="clock-alert", text=t._("Check the date"), tone="danger"
                )
            ]
        return []
