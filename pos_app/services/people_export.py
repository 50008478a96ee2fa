"""Lists of people out of the shop: who, what for, which columns, into which file.

Only the owner may, and gives the secret again for each file (R33, RELIABILITY: personal data). Each
is journaled with purpose, columns, filter, rows and who was left out, without a name in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import fields
from datetime import date
from typing import Any, Final, Protocol

from pos_app.domain.errors import PosError
from pos_app.domain.events import Event
from pos_app.domain.staff import Action
from pos_app.services.codec import to_plain
from pos_app.services.exports import Column, Row
from pos_app.services.people_export_model import (
    COLUMNS,
    MOST,
    Exported,
    FileHead,
    FileKind,
    PeopleAsk,
    PeopleSelect,
    Preview,
    SampleRow,
    Sizes,
    allowed,
    kinds,
)
from pos_app.services.people_records import PeopleFilter
from pos_app.services.pin_guard import PinGuard
from pos_app.services.ports import Clock, IdSource, UnitOfWorkFactory
from pos_app.services.session import Session, ensure_may
from pos_app.services.shop_book import ShopBook
from pos_app.services.tabular import Progress

PROGRESS_STEP: Final = 1_000
CONFIRMED_SECONDS: Final = 300
"""How long a secret given is good for one file, by running time."""

_FIRST: Final = 20
_LABEL: Final = ("name", "address")
_PRIVATE: Final = frozenset({"text", "household_id"})


class PeopleRead(Protocol):
    """One state of the store, read as often as needed."""

    def sizes(self) -> Sizes:
        """How many, and how many left out for what."""

    def first(self, limit: int) -> Sequence[SampleRow]:
        """The first of the list with those left out."""

    def rows(self) -> Iterator[Row]:
        """Everybody in the file, by name, one after another."""


class PeopleRows(Protocol):
    """Where the people come from: a read-only connection of its own."""

    def reading(self, wanted: PeopleSelect) -> AbstractContextManager[PeopleRead]:
        """Read one state of the store."""


class PeopleFiles(Protocol):
    """Puts people into a file."""

    def write(
        self, kind: FileKind, path: str, columns: Sequence[Column], rows: Iterable[Row],
        head: FileHead, written: Callable[[int], None],
    ) -> None:  # fmt: skip
        """Write beside ``path``, call ``written`` with the number of people, then put in place.

        Whatever goes wrong, ``written`` included, leaves what stood at ``path``. Raises
        :class:`EnvironmentProblem` (``disk_full``, ``read_only``, ``io_error``).
        """


class PeopleExport:
    """Writes lists of people."""

    def __init__(
        self, uow: UnitOfWorkFactory, rows: PeopleRows, files: PeopleFiles, guard: PinGuard,
        book: ShopBook, clock: Clock, ids: IdSource,
    ) -> None:  # fmt: skip
        self._uow = uow
        self._rows = rows
        self._files = files
        self._guard = guard
        self._book = book
        self._clock = clock
        self._ids = ids
        self._confirmed: dict[str, tuple[int, float]] = {}

    def view(self, name: str) -> PeopleFilter:
        """The people of a saved view, whatever the case of its name.

        Raises ``PosError("export_view")``.
        """
        with self._uow() as uow:
            for view in uow.saved_views.all():
                if view.name.casefold() == name.casefold():
                    return view.wanted
        raise PosError("export_view", name=name)

    def confirm(self, session: Session, secret: str) -> str:
        """The owner's secret, checked: a token good for one :meth:`export`.

        Raises ``PosError("not_allowed")`` and what :meth:`PinGuard.check` raises.
        """
        ensure_may(session, Action.EXPORT_PEOPLE)
        self._guard.check(session.person_id, secret)
        token = self._ids.uuid()
        until = self._clock.monotonic() + CONFIRMED_SECONDS
        self._confirmed[token] = (session.person_id, until)
        return token

    def preview(self, session: Session, ask: PeopleAsk, limit: int = _FIRST) -> Preview:
        """What a file would hold, with its first ``limit`` people.

        Raises ``PosError("not_allowed")``, ``export_column``.
        """
        ensure_may(session, Action.EXPORT_PEOPLE)
        wanted = self._select(ask, _checked(ask))
        with self._rows.reading(wanted) as read:
            return Preview(
                sizes=read.sizes(),
                columns=[COLUMNS[key] for key in wanted.columns],
                first=read.first(limit),
            )

    def export(
        self, ask: PeopleAsk, kind: FileKind, path: str, *, session: Session | None = None,
        token: str = "", progress: Progress = lambda done, total: None,
    ) -> Exported:  # fmt: skip
        """Write the list to ``path``; what ``progress`` raises ends the work.

        Without a ``session`` it is the computer's own administrator at the command line. Raises
        what :meth:`PeopleFiles.write` raises, and ``PosError``: ``not_allowed``,
        ``export_unconfirmed`` (no secret, or too long ago), ``export_column`` (``column``; it
        may have ``columns``) or ``export_kind`` (not for this purpose), ``export_ending``
        (``ending``), ``export_nobody`` when nobody is left, ``export_too_many`` (``limit``).
        """
        if session is not None:
            ensure_may(session, Action.EXPORT_PEOPLE)
            self._use(token, session)
        if kind not in kinds(ask.purpose):
            raise PosError("export_kind")
        if not path.lower().endswith(kind.ending):
            raise PosError("export_ending", ending=kind.ending)
        wanted = self._select(ask, _LABEL if kind.labels else _checked(ask))
        with self._rows.reading(wanted) as read:
            sizes = read.sizes()
            _ensure_fits(sizes, kind)
            person = session.person_uuid if session else None
            done = 0

            def written(count: int) -> None:
                nonlocal done
                done = count
                self._journal(ask, wanted, kind, sizes, count, person)

            self._files.write(
                kind, path, [COLUMNS[key] for key in wanted.columns],
                _told(read.rows(), sizes.in_file, progress), self._head(ask, sizes), written,
            )  # fmt: skip
        return Exported(rows=done, sizes=sizes)

    def _use(self, token: str, session: Session) -> None:
        person, until = self._confirmed.pop(token, (None, 0.0))
        if person != session.person_id or self._clock.monotonic() >= until:
            raise PosError("export_unconfirmed")

    def _select(self, ask: PeopleAsk, columns: tuple[str, ...]) -> PeopleSelect:
        tiers = self._book.current.programme.tiers
        return PeopleSelect(
            people=ask.people, purpose=ask.purpose, columns=columns,
            tiers={tier.tier_id: tier.name for tier in tiers},
            since=_year_before(self._book.today()),
        )  # fmt: skip

    def _head(self, ask: PeopleAsk, sizes: Sizes) -> FileHead:
        shop = self._book.current.settings.shop.name
        return FileHead(purpose=ask.purpose, sizes=sizes, shop=shop, day=self._book.today())

    def _journal(
        self, ask: PeopleAsk, wanted: PeopleSelect, kind: FileKind, sizes: Sizes, count: int,
        person: str | None,
    ) -> None:  # fmt: skip
        content = {
            "purpose": ask.purpose.value, "format": kind.value, "columns": list(wanted.columns),
            "filter": filter_told(ask.people), "rows": count, "matched": sizes.matched,
            "left_out": {reason.value: many for reason, many in sizes.left_out.items()},
        }  # fmt: skip
        with self._uow() as uow:
            uow.record(Event(type="export.people", content=content, person=person))
            uow.commit()


def filter_told(people: PeopleFilter) -> Mapping[str, Any]:
    """The parts of a filter that were used; of what may name somebody only that it was."""
    told: dict[str, Any] = {}
    for part in fields(people):
        value = getattr(people, part.name)
        if value not in ("", (), None):
            told[part.name] = True if part.name in _PRIVATE else to_plain(value)
    return told


def _checked(ask: PeopleAsk) -> tuple[str, ...]:
    may = allowed(ask.purpose)
    for key in ask.keys:
        if key not in may:
            raise PosError("export_column", column=key, columns=", ".join(may))
    return tuple(dict.fromkeys(ask.keys))


def _ensure_fits(sizes: Sizes, kind: FileKind) -> None:
    if not sizes.in_file:
        raise PosError("export_nobody")
    most = MOST.get(kind)
    if most is not None and sizes.in_file > most:
        raise PosError("export_too_many", limit=most)


def _year_before(today: date) -> date:
    """The first day of the twelve months up to ``today``."""
    try:
        return today.replace(year=today.year - 1)
    except ValueError:
        return today.replace(year=today.year - 1, day=28)


def _told(rows: Iterable[Row], total: int, progress: Progress) -> Iterator[Row]:
    progress(0, total)
    for count, row in enumerate(rows, start=1):
        yield row
        if count % PROGRESS_STEP == 0:
            progress(count, total)
