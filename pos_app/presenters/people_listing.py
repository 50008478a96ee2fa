"""Which people stand in the list: a first handful at once, all of them from the worker.

Only ids are kept (eight bytes a person); rows are read for what is looked at.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final, Protocol

from pos_app.domain.errors import CodedError
from pos_app.presenters.tasks import Task, TaskCancelled, TaskControl, TaskPort
from pos_app.services.people_records import PeopleFilter, PeopleOrder
from pos_app.services.records import CustomerHit
from pos_app.services.session import Session

AT_ONCE: Final = 60
"""People read while somebody types; the others follow when they stop."""


class PeopleReads(Protocol):
    """See :class:`pos_app.services.people_list.PeopleList`."""

    def find(self, session: Session, text: str, limit: int) -> Sequence[CustomerHit]:
        """The first people found."""

    def ids(
        self,
        session: Session,
        wanted: PeopleFilter,
        order: PeopleOrder,
        stop: Callable[[], bool] | None = None,
    ) -> Sequence[int]:
        """All people a filter is about, in order."""

    def rows(self, session: Session, ids: Sequence[int]) -> Sequence[CustomerHit]:
        """What is shown of these people."""

    def count(self, session: Session, wanted: PeopleFilter) -> int:
        """How many people a filter is about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingParts:
    """``seconds`` is the running time; ``told`` is called when the list became another."""

    reads: PeopleReads
    session: Callable[[], Session]
    tasks: TaskPort
    seconds: Callable[[], float]
    told: Callable[[], None]


@dataclass(frozen=True, slots=True)
class _Read:
    ids: array[int] | None
    everybody: int
    seconds: float


class PeopleListing:
    """``ids`` in order; ``whole`` once they are all; ``serial`` changes when rows must be read
    anew; ``everybody`` counts all active people (None until counted), ``seconds`` how long the
    finding took; ``waiting`` while the worker still looks."""

    def __init__(self, parts: ListingParts) -> None:
        self._parts = parts
        self.wanted = PeopleFilter()
        self.order: PeopleOrder = "name"
        self.ids: array[int] = array("q")
        self.whole = True
        self.settled = True
        self.serial = 0
        self.everybody: int | None = None
        self.seconds = 0.0
        self.error: CodedError | None = None
        self._first: dict[int, CustomerHit] = {}
        self.waiting = False
        self._task: Task | None = None
        self._turn = 0

    @property
    def narrowed(self) -> bool:
        """Whether anything but everybody is wanted."""
        return self.wanted != PeopleFilter()

    def begin(self, wanted: PeopleFilter, order: PeopleOrder) -> None:
        """Look for other people, or in another order."""
        self._drop_task()
        self.wanted, self.order, self.error = wanted, order, None
        if self._is_typed_only():
            self._find_first()
            self.settled = self.whole and self.everybody is not None
        else:
            self.settled = True
            self._start()

    def settle(self) -> None:
        """Nobody types any more: find all, count everybody."""
        if not self.settled:
            self.settled = True
            self._start()

    def refresh(self) -> None:
        """People changed: find all again; until then the list stays as it is."""
        self.everybody = None
        self._drop_task()
        self.settled = True
        self._first = {}
        self._start()

    def rows(self, offset: int, limit: int) -> list[CustomerHit | None]:
        """The people from a place on; None where somebody has gone meanwhile."""
        asked = self.ids[offset : offset + limit]
        if all(one in self._first for one in asked):
            return [self._first[one] for one in asked]
        found = {hit.id: hit for hit in self._parts.reads.rows(self._parts.session(), asked)}
        return [found.get(one) for one in asked]

    def one(self, customer_id: int) -> CustomerHit | None:
        """One person."""
        if customer_id in self._first:
            return self._first[customer_id]
        return next(iter(self._parts.reads.rows(self._parts.session(), [customer_id])), None)

    def place(self, customer_id: int) -> int:
        """Where somebody stands, or −1."""
        try:
            return self.ids.index(customer_id)
        except ValueError:
            return -1

    def _is_typed_only(self) -> bool:
        return self.order == "name" and replace(self.wanted, text="") == PeopleFilter()

    def _find_first(self) -> None:
        parts = self._parts
        began = parts.seconds()
        try:
            hits = parts.reads.find(parts.session(), self.wanted.text, AT_ONCE)
        except CodedError as error:
            hits, self.error = (), error
        self.seconds = parts.seconds() - began
        self._first = {hit.id: hit for hit in hits}
        self.ids = array("q", self._first)
        self.whole = len(hits) < AT_ONCE
        if self.whole and not self.wanted.text:
            self.everybody = len(hits)
        self.serial += 1

    def _start(self) -> None:
        parts, wanted, order = self._parts, self.wanted, self.order
        session, everybody = parts.session(), self.everybody
        typed = self._is_typed_only()
        keeps = typed and self.whole and bool(self._first)

        def job(control: TaskControl) -> _Read:
            began = parts.seconds()
            ids = None if keeps else array("q", parts.reads.ids(session, wanted, order,
                                                                control.cancelled))  # fmt: skip
            took = parts.seconds() - began
            if ids is not None and typed and wanted.text:
                ids = _surest_first(parts.reads.find(session, wanted.text, AT_ONCE), ids)
            if control.cancelled():
                raise TaskCancelled
            count = everybody
            if ids is not None and wanted == PeopleFilter():
                count = len(ids)
            elif count is None:
                count = parts.reads.count(session, PeopleFilter())
            return _Read(ids, count, took)

        self._turn += 1
        turn = self._turn
        self.waiting = True
        self._task = parts.tasks.run(
            job, lambda read: self._done(read, turn), lambda error: self._failed(error, turn)
        )

    def _done(self, read: _Read, turn: int) -> None:
        if turn != self._turn:
            return
        self.waiting = False
        self.everybody = read.everybody
        if read.ids is not None:
            self._take(read.ids)
            if not self._is_typed_only():
                self.seconds = read.seconds
        self._parts.told()

    def _take(self, ids: array[int]) -> None:
        """All are known now; a list that only grew at its end keeps the rows at hand."""
        if self.whole or not self.ids or ids[: len(self.ids)] != self.ids:
            self._first = {}
            self.serial += 1
        self.ids, self.whole = ids, True

    def _failed(self, error: Exception, turn: int) -> None:
        if turn != self._turn:
            return
        self.waiting = False
        if not isinstance(error, CodedError):
            raise error
        self.error = error
        self._parts.told()

    def _drop_task(self) -> None:
        self._turn += 1
        self.waiting = False
        if self._task is not None:
            self._task.cancel()
            self._task = None


def _surest_first(hits: Sequence[CustomerHit], ids: array[int]) -> array[int]:
    """Those found first while typing stay first; the others follow in their order."""
    first = dict.fromkeys(hit.id for hit in hits)
    made = array("q", first)
    made.extend(one for one in ids if one not in first)
    return made
