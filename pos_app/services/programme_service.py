"""Changing the programme: at once or from a day on, by version, and taking a plan back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from pos_app.domain.errors import PosError
from pos_app.domain.events import Event
from pos_app.domain.pricing import Programme
from pos_app.domain.staff import Action
from pos_app.services import codec
from pos_app.services.ports import Clock, EventSink, UnitOfWork, UnitOfWorkFactory
from pos_app.services.programme_store import (
    bare,
    checked_programme,
    load_programme,
    store_programme,
)
from pos_app.services.programme_versions import (
    DatedProgramme,
    ProgrammeVersion,
    in_force,
    read_versions,
    to_come,
)
from pos_app.services.session import Session, ensure_may
from pos_app.services.settings import load_settings

FARTHEST = timedelta(days=3650)
"""No change is planned later than this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeHistory:
    """All versions by number, the one in force (None before the first) and those to come."""

    versions: tuple[ProgrammeVersion, ...]
    now: ProgrammeVersion | None
    later: tuple[ProgrammeVersion, ...]
    people: dict[int, str]

    def before(self, version: ProgrammeVersion) -> ProgrammeVersion | None:
        """What ``version`` took over from: the one in force the day it was to begin."""
        older = [each for each in self.versions if each.version < version.version]
        return in_force(older, version.starts)


class ProgrammeService:
    """Reading and changing the programme; only the owner changes it."""

    def __init__(self, uow: UnitOfWorkFactory, clock: Clock, sink: EventSink) -> None:
        self._uow = uow
        self._clock = clock
        self._sink = sink

    def current(self) -> tuple[int, Programme]:
        """Version and programme in force, as the owner set it."""
        with self._uow() as uow:
            return load_programme(uow, self._today(uow))

    def history(self) -> ProgrammeHistory:
        """Every version there was, is and will be."""
        with self._uow() as uow:
            versions = read_versions(uow.settings.programmes())
            today = self._today(uow)
            people = {person.id: person.name for person in uow.staff.all()}
        return ProgrammeHistory(
            versions=versions,
            now=in_force(versions, today),
            later=to_come(versions, today),
            people=people,
        )

    def change(self, session: Session, programme: Programme, starts: date | None = None) -> int:
        """Put a new version in force from the shop's day ``starts`` on; its number.

        None and today are the next receipt. Lots already granted keep their dates (R11). Raises
        ``PosError`` ``not_allowed``, ``programme_invalid`` (``field`` says where),
        ``programme_day_past`` or ``programme_day_far``.
        """
        ensure_may(session, Action.PROGRAMME)
        checked = checked_programme(programme)
        with self._uow() as uow:
            today = self._today(uow)
            day = starts or today
            if day < today:
                raise PosError("programme_day_past")
            if day > today + FARTHEST:
                raise PosError("programme_day_far")
            planned = day > today
            version = store_programme(
                uow, self._clock, session.person_id, checked, day, planned=planned
            )
            uow.record(_changed(session, version, checked, day if planned else None))
            uow.commit()
        self._sink.changed("settings", "programme")
        return version

    def withdraw(self, session: Session, version: int) -> None:
        """Take a plan back before its day; what holds now goes on.

        Raises ``PosError`` ``not_allowed`` or ``programme_not_planned``.
        """
        ensure_may(session, Action.PROGRAMME)
        with self._uow() as uow:
            today = self._today(uow)
            plan = _plan(read_versions(uow.settings.programmes()), version, today)
            taken = DatedProgramme(starts=plan.starts, withdraws=version)
            uow.settings.add_programme(codec.dumps(taken), self._clock.now(), session.person_id)
            uow.record(
                Event(
                    type="programme.withdrawn",
                    content={"version": version, "starts": plan.starts.isoformat()},
                    person=session.person_uuid,
                )
            )
            uow.commit()
        self._sink.changed("settings", "programme")

    def _today(self, uow: UnitOfWork) -> date:
        return self._clock.now().astimezone(load_settings(uow).locale.zone).date()


def _plan(versions: Sequence[ProgrammeVersion], number: int, today: date) -> ProgrammeVersion:
    for each in versions:
        if each.version == number and each.planned and not each.withdrawn and each.starts > today:
            return each
    raise PosError("programme_not_planned")


def _changed(session: Session, version: int, programme: Programme, starts: date | None) -> Event:
    content = {"version": version, "rules": codec.to_plain(bare(programme))}
    if starts is not None:
        content["starts"] = starts.isoformat()
    return Event(type="programme.changed", content=content, person=session.person_uuid)
