"""People from another system's file: preview first, then all of it in one transaction.

What cannot be taken is refused with a reason, what nobody can be sure of is left to a person to
decide; nothing is dropped silently: rows read = taken + merged + skipped + to review + refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice
from typing import Final

from pos_app.domain.errors import PosError
from pos_app.domain.events import Event
from pos_app.domain.staff import Action
from pos_app.services import people_import_columns as columns
from pos_app.services.customers import PhonePort
from pos_app.services.import_columns import HEADER_SEARCH_ROWS
from pos_app.services.import_values import UnreadableError, decimal_sign
from pos_app.services.people_import_columns import PeopleMap, Places
from pos_app.services.people_import_dates import DateOrder, judge_order
from pos_app.services.people_import_judge import (
    Fate,
    ImportRules,
    Judge,
    Judged,
    Judgement,
    reasons_counted,
)
from pos_app.services.people_import_match import Fold
from pos_app.services.people_import_ports import PeopleImportRecord
from pos_app.services.people_import_rows import PersonReader, PersonRow, Reading, refused
from pos_app.services.people_import_write import PeopleWriter, Writing
from pos_app.services.ports import Clock, EventSink, IdSource, UnitOfWork, UnitOfWorkFactory
from pos_app.services.session import Session, ensure_may
from pos_app.services.shop_book import ShopBook
from pos_app.services.tabular import (
    Cancelled,
    Progress,
    Reason,
    Rejected,
    TableFormat,
    TableRow,
    TableSource,
)

STEP: Final = 500
PEOPLE_A_SECOND: Final = 2_000
"""How many people are written a second on a slow computer: what the till waits is told by it."""

_DATES: Final = ("birthday", "points_expire", "turnover_day")
_FIGURES: Final = ("points", "turnover")
_AMERICAN: Final = ("US", "PH")


@dataclass(frozen=True, slots=True, kw_only=True)
class PeoplePlan:
    """Everything a person should see before saying yes.

    ``orders`` says how the dates of each column were read; ``before`` are the imports of the very
    same file that still stand; ``head`` is the journal's, by which it is known that nothing has
    happened since.
    """

    file: str
    sha256: str
    format: TableFormat
    mapping: PeopleMap
    names: tuple[str, ...]
    orders: dict[str, DateOrder]
    rows: tuple[PersonRow, ...] = field(repr=False)
    unreadable: tuple[Rejected, ...] = field(repr=False)
    judgement: Judgement = field(repr=False)
    rules: ImportRules
    head: str = ""
    before: tuple[PeopleImportRecord, ...] = ()
    remembered: bool = False

    @property
    def unmapped(self) -> tuple[str, ...]:
        """The columns that are left unread."""
        return tuple(name for name in self.names if name not in self.mapping.columns)

    @property
    def seconds(self) -> int:
        """How long the store is held, at most, while the import is written."""
        touched = sum(bool(dossier.rows) for dossier in self.judgement.people.values())
        return -(-touched // PEOPLE_A_SECOND)


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleResult:
    """What an import did, or would do: every row read is in exactly one of the counts.

    ``merged`` are rows about known people: those that changed something, and ``same``, which
    changed nothing. ``left_out`` counts what of taken rows was not taken, by reason.
    """

    import_id: int
    read: int
    accepted: int
    updated: int
    same: int
    skipped: int
    to_review: tuple[Judged, ...] = field(repr=False)
    rejected: tuple[Rejected, ...] = field(repr=False)
    left_out: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        told = self.accepted + self.merged + self.skipped + len(self.to_review)
        if told + len(self.rejected) != self.read:
            raise AssertionError("rows of an import were lost")

    @property
    def merged(self) -> int:
        """Rows about people who were known already."""
        return self.updated + self.same

    def counts(self) -> dict[str, int]:
        """All counts by name."""
        return {
            "read": self.read, "accepted": self.accepted, "merged": self.merged,
            "same": self.same, "skipped": self.skipped, "to_review": len(self.to_review),
            "rejected": len(self.rejected),
        }  # fmt: skip

    def refused_rows(self) -> tuple[Rejected, ...]:
        """The refused rows and those left to a person, for the file of rejects."""
        waiting = [
            judged.row.rejected(judged.reason or Reason(code="known_person"))
            for judged in self.to_review
        ]
        return tuple(sorted((*self.rejected, *waiting), key=lambda row: row.number))


class PeopleImport:
    """Reads, plans and carries out imports of people; nothing is stored by a plan."""

    def __init__(
        self, uow: UnitOfWorkFactory, tables: TableSource, phones: PhonePort, book: ShopBook,
        clock: Clock, ids: IdSource, sink: EventSink, fold: Fold,
    ) -> None:  # fmt: skip
        self._uow = uow
        self._tables = tables
        self._phones = phones
        self._book = book
        self._clock = clock
        self._ids = ids
        self._sink = sink
        self._fold = fold

    def plan(
        self, path: str, mapping: PeopleMap | None = None, *, encoding: str = "",
        delimiter: str = "", rules: ImportRules | None = None,
        progress: Progress = lambda done, total: None, cancelled: Cancelled = lambda: False,
    ) -> PeoplePlan:  # fmt: skip
        """Read ``path`` and say what each row would do.

        Raises ``PosError``: what :class:`TableSource` raises, ``import_no_header``,
        ``import_column_missing``, ``import_map``, ``import_cancelled``.
        """
        table = self._tables.open(path, encoding=encoding, delimiter=delimiter)
        rows = table.rows()
        head = list(islice(rows, HEADER_SEARCH_ROWS))
        chosen, remembered = (mapping, False) if mapping is not None else self._mapping(head)
        chosen.check()
        header, places = columns.locate(chosen, head)
        body = [row for row in head if row.number > header]
        for place, row in enumerate(rows):
            if place % STEP == 0:
                _stop_if(cancelled)
            body.append(row)
        reading = self._reading(chosen, places, body)
        readable, unreadable = _read(body, PersonReader(reading), _steps(
            progress, cancelled, 2 * len(body)
        ))  # fmt: skip
        plan = PeoplePlan(
            file=table.name, sha256=table.sha256, format=table.format,
            mapping=replace(chosen, header_row=header), names=places.names, orders=reading.orders,
            rows=readable, unreadable=unreadable, judgement=Judgement(),
            rules=rules or ImportRules(), remembered=remembered,
        )  # fmt: skip
        step = _steps(progress, cancelled, 2 * len(body), after=len(body))
        return self._judged(plan, step)

    def again(self, plan: PeoplePlan, rules: ImportRules) -> PeoplePlan:
        """The same file judged by other rules."""
        return self._judged(replace(plan, rules=rules), lambda done: None)

    def _judged(self, plan: PeoplePlan, step: Callable[[int], None]) -> PeoplePlan:
        with self._uow() as uow:
            before = tuple(uow.people_imports.of_file(plan.sha256))
            judgement = self._judge(uow, plan, before, step)
            return replace(plan, judgement=judgement, before=before, head=uow.journal.head())

    def _judge(
        self, uow: UnitOfWork, plan: PeoplePlan, before: Sequence[PeopleImportRecord],
        step: Callable[[int], None],
    ) -> Judgement:  # fmt: skip
        amounts = plan.rules.amounts and (plan.rules.again or not before)
        judge = Judge(uow, self._fold, self._ids.uuid, plan.rules, amounts=amounts)
        return judge.judge(plan.rows, step)

    def _mapping(self, head: Sequence[TableRow]) -> tuple[PeopleMap, bool]:
        """The mapping remembered for this header, else the one its words suggest."""
        try:
            guessed = columns.guess(head)
        except PosError:
            guessed = None
        with self._uow() as uow:
            for row in head:
                if guessed is not None and row.number != guessed.header_row:
                    continue
                kept = uow.people_imports.mapping(
                    columns.fingerprint(columns.column_names(row.cells))
                )
                if kept is not None:
                    return PeopleMap.from_json(kept), True
        return guessed or columns.guess(head), False

    def _reading(self, chosen: PeopleMap, places: Places, body: Sequence[TableRow]) -> Reading:
        book = self._book.current
        region = book.settings.locale.region
        orders = {
            name: judge_order(_cells(body, place), given=chosen.dates, american=region in _AMERICAN)
            for name in _DATES if (place := places.first(name)) is not None
        }  # fmt: skip
        decimals = {
            name: chosen.decimal or decimal_sign(_cells(body, place))
            for name in _FIGURES if (place := places.first(name)) is not None
        }  # fmt: skip
        return Reading(
            places=places, phones=self._phones, region=region,
            prefix=book.settings.scanner.card_prefix, digits=book.settings.money.kind.minor_digits,
            today=self._book.today(), tiers=book.programme.tiers, orders=orders, decimals=decimals,
        )  # fmt: skip

    def names_of(self, plan: PeoplePlan, people: Sequence[int]) -> dict[int, str]:
        """What these people of a judgement are called; those below zero are the file's own."""
        told: dict[int, str] = {}
        with self._uow() as uow:
            for person in people:
                dossier = plan.judgement.people.get(person)
                known = dossier.person if dossier is not None else uow.customers.get(person)
                told[person] = known.name if known is not None else ""
        return told

    def outcome(self, plan: PeoplePlan) -> PeopleResult:
        """What ``plan`` would do, in counts."""
        return _result(plan, plan.judgement, 0)

    def apply(
        self, plan: PeoplePlan, *, session: Session | None = None,
        progress: Progress = lambda done, total: None, cancelled: Cancelled = lambda: False,
    ) -> PeopleResult:  # fmt: skip
        """Carry out ``plan`` in one transaction; a cancel leaves everything as it was.

        Where anything has happened since, rows are judged again by the shop as it is now.
        Without a ``session`` it is the computer's own administrator at the command line. Raises
        ``PosError``: ``not_allowed`` for anyone but the owner (R33), ``import_cancelled``.
        """
        if session is not None:
            ensure_may(session, Action.PEOPLE_IMPORT)
        now, today = self._clock.now(), self._book.today()
        person_id = session.person_id if session is not None else None
        total = len(plan.rows)
        with self._uow() as uow:
            judgement = plan.judgement
            if uow.journal.head() != plan.head:
                before = uow.people_imports.of_file(plan.sha256)
                judgement = self._judge(uow, plan, before, _steps(progress, cancelled, 2 * total))
            record = PeopleImportRecord(
                uuid=self._ids.uuid(), file=plan.file[:300], sha256=plan.sha256, at=now,
                person_id=person_id, counts=_result(plan, judgement, 0).counts(),
            )  # fmt: skip
            import_id = uow.people_imports.add(record)
            result = _result(plan, judgement, import_id)
            writer = PeopleWriter(uow, self._ids, Writing(
                import_id=import_id, file=plan.file, sha256=plan.sha256, at=now, today=today,
                person_id=person_id,
            ))  # fmt: skip
            writer.write(judgement, _steps(progress, cancelled, 2 * total, after=total))
            _remember(uow, plan, now)
            uow.record(Event(
                type="import.customers", person=session.person_uuid if session else None,
                content={"file": plan.file, "sha256": plan.sha256, "import": record.uuid,
                         **result.counts()},
            ))  # fmt: skip
            _stop_if(cancelled)
            uow.commit()
        progress(2 * total, 2 * total)
        self._sink.changed("customer", "")
        return result


def _remember(uow: UnitOfWork, plan: PeoplePlan, now: datetime) -> None:
    """Keep the mapping for the next file with this header; one without a header has no name."""
    if plan.mapping.header_row:
        uow.people_imports.remember(
            columns.fingerprint(plan.names), replace(plan.mapping, header_row=0).to_json(), now
        )


def _result(plan: PeoplePlan, judgement: Judgement, import_id: int) -> PeopleResult:
    rejected = sorted((*plan.unreadable, *judgement.rejected), key=lambda row: row.number)
    left_out = [reason for judged in judgement.rows for reason in judged.left_out]
    return PeopleResult(
        import_id=import_id, read=len(plan.rows) + len(plan.unreadable),
        accepted=judgement.count(Fate.NEW), updated=judgement.count(Fate.UPDATED),
        same=judgement.count(Fate.SAME), skipped=judgement.count(Fate.SKIPPED),
        to_review=tuple(each for each in judgement.rows if each.fate is Fate.REVIEW),
        rejected=tuple(rejected), left_out=reasons_counted(left_out),
    )  # fmt: skip


def _read(
    body: Sequence[TableRow], reader: PersonReader, step: Callable[[int], None]
) -> tuple[tuple[PersonRow, ...], tuple[Rejected, ...]]:
    readable: list[PersonRow] = []
    rejected: list[Rejected] = []
    for place, row in enumerate(body):
        step(place)
        try:
            readable.append(reader.read(row))
        except UnreadableError as unreadable:
            rejected.append(refused(row.number, unreadable.reason, row.cells))
    return tuple(readable), tuple(rejected)


def _cells(body: Sequence[TableRow], place: int) -> Iterable[str]:
    return (row.cell(place) for row in body if place not in row.numeric)


def _steps(
    progress: Progress, cancelled: Cancelled, total: int, *, after: int = 0
) -> Callable[[int], None]:
    """Tells ``progress`` now and then, and stops when asked to."""

    def step(done: int) -> None:
        if done % STEP == 0:
            _stop_if(cancelled)
            progress(after + done, total)

    return step


def _stop_if(cancelled: Cancelled) -> None:
    if cancelled():
        raise PosError("import_cancelled")
