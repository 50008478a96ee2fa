"""Versions of the programme by date: which one holds, which are to come, what was taken back.

A version is in force from its day on, until another one's day comes. Rows are only ever added: a
plan is taken back by a row that says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from pos_app.domain.pricing import Programme
from pos_app.services import codec
from pos_app.services.records import ProgrammeRow


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedProgramme:
    """A version as its row keeps it.

    ``starts`` is the shop's local day it holds from; ``planned`` was written before that day.
    ``withdraws`` is the number of a plan taken back; such a row has no programme.
    """

    starts: date
    programme: Programme | None = None
    planned: bool = False
    withdraws: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeVersion:
    """A version with its number, who made it (0: nobody in particular) and when (UTC)."""

    version: int
    programme: Programme
    starts: date
    planned: bool
    withdrawn: bool
    at: datetime
    person_id: int


def read_versions(rows: Iterable[ProgrammeRow]) -> tuple[ProgrammeVersion, ...]:
    """All versions by number, those taken back marked.

    Raises ``PosError("definition_unreadable", path=…)``.
    """
    read = [(row, _read(row.content, row.at.date())) for row in rows]
    withdrawn = {dated.withdraws for _row, dated in read}
    return tuple(
        ProgrammeVersion(
            version=row.version,
            programme=dated.programme,
            starts=dated.starts,
            planned=dated.planned,
            withdrawn=row.version in withdrawn,
            at=row.at,
            person_id=row.person_id,
        )
        for row, dated in read
        if dated.programme is not None
    )


@lru_cache(maxsize=256)
def _read(text: str, day: date) -> DatedProgramme:
    """A row's content; before versions had dates it was the programme itself, made on ``day``."""
    if f'"type":"{DatedProgramme.__name__}"' in text:
        return codec.loads(DatedProgramme, text)
    return DatedProgramme(starts=day, programme=codec.loads(Programme, text))


def in_force(versions: Iterable[ProgrammeVersion], today: date) -> ProgrammeVersion | None:
    """The version of the shop's day ``today``: the latest day that has come, then the newest.

    What was put in force at once holds even if the clock has gone back since.
    """
    come = [
        each
        for each in versions
        if not each.withdrawn and (not each.planned or each.starts <= today)
    ]
    return max(come, key=lambda each: (each.starts, each.version), default=None)


def to_come(versions: Sequence[ProgrammeVersion], today: date) -> tuple[ProgrammeVersion, ...]:
    """The plans that will hold, by their days."""
    plans = [each for each in versions if each.planned and not each.withdrawn]
    days = sorted({each.starts for each in plans if each.starts > today})
    return tuple(found for day in days if (found := in_force(versions, day)) in plans)
