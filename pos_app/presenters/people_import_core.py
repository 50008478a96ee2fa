"""What the import of customers is made of: its parts, its work, what is shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from pos_app.domain.errors import CodedError
from pos_app.presenters import people_import_words as words
from pos_app.presenters.people_import_state import (
    ColumnChoice,
    PastImport,
    PeopleImportState,
    PersonLine,
    ReviewView,
    Step,
)
from pos_app.presenters.product_import_words import delimiters, encodings, problem_words
from pos_app.presenters.product_ports import ImportWays
from pos_app.presenters.sale_ports import Voice
from pos_app.presenters.tasks import Task, TaskControl, TaskPort
from pos_app.services.people_import import PeopleImport, PeoplePlan, PeopleResult
from pos_app.services.people_import_columns import PeopleMap
from pos_app.services.people_import_judge import Fate, ImportRules
from pos_app.services.people_import_undo import PeopleImportUndo
from pos_app.services.session import Session
from pos_app.services.tabular import Rejected, RejectWriter, TableFormat, TableSource

LEAVE_OUT = "out"
MOST_PAST = 20


class PeopleImportViewPort(Protocol):
    """The page as its presenter sees it."""

    def render(self, state: PeopleImportState) -> None:
        """Show this state."""

    def alert(self) -> None:
        """One error tone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleImportParts:
    """What the presenter is joined from."""

    imports: PeopleImport
    undoing: PeopleImportUndo
    tables: TableSource
    rejects: RejectWriter
    tasks: TaskPort
    session: Callable[[], Session]
    voice: Voice
    ways: ImportWays
    local: Callable[[datetime], datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What reading a file came to: a plan, or its columns and what stands in the way."""

    plan: PeoplePlan | None = None
    format: TableFormat
    names: tuple[str, ...] = ()
    error: CodedError | None = None


class PeopleImportCore:
    """The import as it stands, what runs behind it, and how it is shown."""

    def __init__(self, parts: PeopleImportParts, view: PeopleImportViewPort) -> None:
        self._parts = parts
        self._view = view
        self._state = PeopleImportState()
        self._path = ""
        self._read: Reading | None = None
        self._mapping: PeopleMap | None = None
        self._rules = ImportRules()
        self._lines: dict[str, list[words.Line]] = {}
        self._chosen: int | None = None
        self._result: PeopleResult | None = None
        self._task: Task | None = None
        self._job = 0

    def _current(self) -> PeopleMap:
        if self._mapping is not None:
            return self._mapping
        plan = self._read.plan if self._read else None
        return replace(plan.mapping, header_row=0) if plan else PeopleMap()

    # --- running -----------------------------------------------------------------------------

    def _run(
        self, job: Callable[[TaskControl], object], on_done: Callable[..., None], told: str
    ) -> None:
        if self._task is not None:
            self._task.cancel()
        self._job += 1
        number = self._job
        before: Step = self._state.step
        if before == "busy":
            before = "choose" if self._read is None else "preview"
        self._state = replace(
            self._state, step="busy", progress=told, done=0, todo=0, notice="", asking=""
        )

        def finish(deed: Callable[[], None]) -> None:
            if number == self._job:
                self._task = None
                deed()

        self.show()
        task = self._parts.tasks.run(
            job,
            lambda result: finish(lambda: on_done(result)),
            lambda error: finish(lambda: self._failed(error, before)),
            lambda done, total: self._moved(number, done, total),
            on_cancelled=lambda: finish(lambda: self._stopped(before)),
        )
        if task.is_running():
            self._task = task

    def _moved(self, number: int, done: int, total: int) -> None:
        if number == self._job:
            self._state = replace(self._state, done=done, todo=total)
            self.show()

    def _failed(self, error: Exception, before: Step) -> None:
        if not isinstance(error, CodedError):
            self._stopped(before)
            raise error
        if error.code == "import_cancelled":
            self._stopped(before)
            return
        self._view.alert()
        told = problem_words(error, self._parts.voice)
        self._state = replace(self._state, step=before, notice=told, notice_tone="danger")
        self.show()

    def _stopped(self, before: Step) -> None:
        told = self._parts.voice.t._("Stopped. Nothing was changed.")
        self._state = replace(self._state, step=before, notice=told, notice_tone="neutral")
        self.show()

    # --- showing -----------------------------------------------------------------------------

    def lines(self, offset: int, limit: int) -> Sequence[PersonLine]:
        """The rows shown, from ``offset`` on."""
        rows = self._shown()[offset : offset + limit]
        return [words.person_line(row, self._parts.voice) for row in rows]

    def _shown(self) -> Sequence[words.Line]:
        if self._result is not None:
            return self._result.refused_rows()
        return self._lines.get(self._state.shown, ())

    def _refused(self) -> Sequence[Rejected]:
        if self._result is not None:
            return self._result.refused_rows()
        plan = self._read.plan if self._read else None
        return self._parts.imports.outcome(plan).refused_rows() if plan else ()

    def show(self) -> None:
        """Render what is."""
        t = self._parts.voice.t
        state = replace(
            self._state, total=len(self._shown()),
            empty=t._("Every row was taken.") if self._result else t._("No such rows"),
        )  # fmt: skip
        if state.step == "choose":
            state = replace(state, past=self._past())
        if self._read is not None:
            state = self._with_file(state, self._read)
        if state.asking:
            state = replace(state, question=t._(
                "Take import {number} back? New customers are blanked, changed ones put back.",
                number=state.asking,
            ))  # fmt: skip
        self._view.render(state)

    def _past(self) -> tuple[PastImport, ...]:
        f = self._parts.voice.f
        records = self._parts.undoing.history()[:MOST_PAST]
        when = {each.id: f.date_time(self._parts.local(each.at)) for each in records}
        return words.past_imports(records, when, self._parts.voice)

    def _with_file(self, state: PeopleImportState, read: Reading) -> PeopleImportState:
        t, mapping, plan = self._parts.voice.t, self._current(), read.plan
        known = mapping.columns
        state = replace(
            state, is_text=read.format.kind == "csv",
            encodings=encodings(read.format, state.encoding, t),
            delimiters=delimiters(read.format, state.delimiter, t),
            decimals=(("", t._("By the column")), (",", "1,50"), (".", "1.50")),
            decimal=mapping.decimal, orders=words.order_choices(plan, t), order=mapping.dates,
            fields=words.field_choices(t),
            columns=tuple(
                ColumnChoice(name=name, chosen=known.get(name, "")) for name in read.names
            ),
            rules=words.rule_choices(t), review=self._review(),
        )  # fmt: skip
        return self._with_plan(state, plan) if plan is not None else state

    def _with_plan(self, state: PeopleImportState, plan: PeoplePlan) -> PeopleImportState:
        t, f = self._parts.voice.t, self._parts.voice.f
        taken = plan.judgement.count(Fate.NEW) + plan.judgement.count(Fate.UPDATED)
        refused = len(self._refused()) if state.step in ("preview", "done") else 0
        row = plan.mapping.header_row
        note = t._("Row {row} names the columns and is not imported.", row=f.number(row))
        wait = ""
        if plan.seconds > 1:
            wait = t.ngettext(
                "While it is stored the till waits about {n} second.",
                "While it is stored the till waits about {n} seconds.", plan.seconds,
            )  # fmt: skip
        blocked = t._("No row would add or change anyone.") if not taken else ""
        if plan.before:
            day = f.date(self._parts.local(plan.before[0].at).date())
            blocked = t._("This very file was imported on {day}.", day=day) + f" {blocked}"
        return replace(
            state, heading_note=note if row else "", wait=wait,
            filters=words.filters(
                {name: len(rows) for name, rows in self._lines.items()}, self._parts.voice
            ),
            primary=t.ngettext("Import {n} customer", "Import {n} customers", taken),
            can_import=state.step == "preview" and taken > 0,
            blocked="" if self._result else blocked.strip(),
            can_save_rejects=refused > 0,
            rejects_word=t.ngettext("Save {n} rejected row", "Save {n} rejected rows", refused),
            undo=t._("Take the import back") if self._result is not None else "",
        )  # fmt: skip

    def _review(self) -> ReviewView | None:
        """What is to be said of the row at hand, and decided where it waits for that."""
        t, plan = self._parts.voice.t, self._read.plan if self._read else None
        row = self._at_hand()
        if row is None or plan is None or self._state.step != "preview":
            return None
        line = words.person_line(row, self._parts.voice)
        if isinstance(row, Rejected) or row.fate is not Fate.REVIEW:
            told = ReviewView(key=line.key, title=line.name, why=line.note, choices=())
            return told if line.note else None
        people = row.others[:3]
        names = self._parts.imports.names_of(plan, people)
        merges = tuple(
            (str(person), t._("It is {name}", name=names[person] or "…")) for person in people
        )
        return ReviewView(
            key=line.key,
            title=line.name or line.contact,
            why=line.note,
            choices=(*merges, ("0", t._("A new customer")), (LEAVE_OUT, t._("Leave out"))),
        )

    def _at_hand(self) -> words.Line | None:
        rows = self._lines.get("all", ())
        return next((each for each in rows if words.number_of(each) == self._chosen), None)
