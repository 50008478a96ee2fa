"""When the shop's data is copied: at each close, on request, and every so often while trading."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from pos_app.domain.errors import EnvironmentProblem
from pos_app.domain.events import Event
from pos_app.domain.staff import Action
from pos_app.services.ports import BackupPort, Clock, EventSink, UnitOfWorkFactory
from pos_app.services.session import Session, ensure_may
from pos_app.services.settings_service import SettingsService

OLD_AFTER_DAYS: Final = 2
"""Days without a proved copy after which the counter is reminded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupState:
    """What is always in sight: the last proved copy, and why the last try failed ("" if not)."""

    last_verified: datetime | None
    failed: str
    old: bool


class BackupService:
    """Copies of the shop's data. :meth:`make` takes long: it belongs on the background worker."""

    def __init__(
        self,
        port: BackupPort,
        uow: UnitOfWorkFactory,
        settings: SettingsService,
        clock: Clock,
        sink: EventSink,
    ) -> None:
        self._port = port
        self._uow = uow
        self._settings = settings
        self._clock = clock
        self._sink = sink
        self._last_try = clock.monotonic()
        self._failed = ""

    def due(self, *, trading: bool) -> bool:
        """Whether it is time for a copy; ``trading`` is whether a shift is open."""
        waited = self._clock.monotonic() - self._last_try
        return trading and waited >= self._settings.current.backup.every_minutes * 60

    def state(self) -> BackupState:
        """How things stand."""
        last = self._port.last_verified()
        old = last is None or (self._clock.now() - last).days >= OLD_AFTER_DAYS
        return BackupState(last_verified=last, failed=self._failed, old=old)

    def make(self, reason: str, session: Session | None = None) -> str:
        """Make and prove a copy; its file name. ``reason``: shift_close, timer, request …

        With a ``session`` it was asked for by hand. Raises :class:`EnvironmentProblem`; selling
        goes on either way.
        """
        if session is not None:
            ensure_may(session, Action.BACKUP)
        self._last_try = self._clock.monotonic()
        try:
            name = self._port.make(reason)
        except EnvironmentProblem as problem:
            self._failed = problem.code
            self._sink.changed("backup", problem.code)
            raise
        self._failed = ""
        with self._uow() as uow:
            uow.record(
                Event(
                    type="backup.made",
                    content={"file": name, "reason": reason},
                    person=session.person_uuid if session else None,
                )
            )
            uow.commit()
        self._sink.changed("backup")
        return name
