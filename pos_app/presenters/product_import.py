"""Goods from a file: read it, say which column is what, look, and take it all or nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import PurePath

from pos_app.domain.errors import CodedError, PosError
from pos_app.domain.staff import Action, Right, right_for
from pos_app.presenters.import_words import reason_text
from pos_app.presenters.product_import_state import PreviewLine, ProductImportState, Step
from pos_app.presenters.product_import_words import (
    TONES,
    delimiters,
    encodings,
    field_choices,
    filters,
    headers,
    outcome,
    preview_line,
    problem_words,
    row_number,
    verdict_of,
)
from pos_app.presenters.product_ports import ImportWays, MappingMemory, ProductImportViewPort
from pos_app.presenters.sale_ports import Voice
from pos_app.presenters.tasks import Task, TaskControl, TaskPort
from pos_app.services.import_columns import HEADER_SEARCH_ROWS, ColumnMap
from pos_app.services.importing import (
    ImportPlan,
    ImportResult,
    PlannedRow,
    ProductImport,
    Verdict,
)
from pos_app.services.session import Session
from pos_app.services.tabular import Rejected, RejectWriter, TableFormat, TableSource


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductImportParts:
    """What the presenter is joined from; ``changed`` tells the program that goods changed."""

    importer: ProductImport
    tables: TableSource
    rejects: RejectWriter
    memory: MappingMemory
    tasks: TaskPort
    session: Callable[[], Session]
    voice: Voice
    ways: ImportWays
    changed: Callable[[], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Read:
    """What reading a file came to: a plan, or its heading cells and what stands in the way."""

    plan: ImportPlan | None = None
    format: TableFormat
    header: tuple[str, ...] = ()
    error: CodedError | None = None


class ProductImportPresenter:
    """One import from the choice of a file to the file of rejected rows."""

    def __init__(self, parts: ProductImportParts, view: ProductImportViewPort) -> None:
        self._parts = parts
        self._view = view
        self._state = ProductImportState()
        self._path = ""
        self._read: _Read | None = None
        self._mapping: ColumnMap | None = None
        self._rows: dict[str, list[PlannedRow | Rejected]] = {}
        self._result: ImportResult | None = None
        self._task: Task | None = None
        self._job = 0

    # --- coming and going --------------------------------------------------------------------

    @property
    def is_working(self) -> bool:
        """Whether a file is being read or stored."""
        return self._task is not None

    def open(self) -> None:
        """Come to the page."""
        self.show()

    def back(self) -> None:
        """Esc: stop the work at hand, else leave; the chosen file stays chosen."""
        if self._task is not None:
            self._task.cancel()
            return
        if self._state.step == "done":
            self.forget()
        self._parts.ways.leave()

    def forget(self) -> None:
        """Begin anew."""
        self._path, self._read, self._mapping, self._result = "", None, None, None
        self._rows = {}
        self._state = ProductImportState(serial=self._state.serial + 1)
        self.show()

    def close(self) -> None:
        """The page goes: stop and hear no answer any more."""
        self._job += 1
        if self._task is not None:
            self._task.cancel()

    # --- the file ----------------------------------------------------------------------------

    def choose_file(self) -> None:
        """Ask for a file."""
        if self._task is None:
            self._parts.ways.ask_file(self.take)

    def take(self, path: str) -> None:
        """Read this file, with the columns of last time where it has them."""
        if right_for(self._parts.session().role, Action.PRODUCT_IMPORT) is not Right.YES:
            self._parts.ways.say(
                problem_words(PosError("not_allowed"), self._parts.voice), "danger"
            )
            return
        self._path, self._mapping, self._result = path, None, None
        self._state = ProductImportState(serial=self._state.serial + 1, file=PurePath(path).name)
        self._read_file(guess=True)

    def choose_encoding(self, encoding: str) -> None:
        """The letters are of this code page; "" guesses."""
        self._state = replace(self._state, encoding=encoding)
        self._read_file(guess=True)

    def choose_delimiter(self, delimiter: str) -> None:
        """The columns are divided by this sign; "" guesses."""
        self._state = replace(self._state, delimiter=delimiter)
        self._read_file(guess=True)

    def choose_decimal(self, sign: str) -> None:
        """Sums have this decimal sign; "" judges by the column."""
        self._mapping = replace(self._current(), decimal=sign)
        self._read_file()

    def map(self, field: str, header: str) -> None:
        """A field takes the column under ``header``, "" for none."""
        current = self._current()
        columns = {name: told for name, told in current.columns.items() if name != field}
        if header:
            columns[field] = header
        self._mapping = replace(current, columns=columns)
        self._read_file()

    def filter(self, shown: str) -> None:
        """Show all rows, or those of one verdict."""
        self._state = replace(self._state, shown=shown or "all", serial=self._state.serial + 1)
        self.show()

    # --- the work ----------------------------------------------------------------------------

    def apply(self) -> None:
        """Take the rows into the shop, all in one transaction."""
        plan = self._read.plan if self._read else None
        if plan is None or self._task is not None or self._state.step != "preview":
            return
        session = self._parts.session()

        def job(control: TaskControl) -> ImportResult:
            return self._parts.importer.apply(
                plan, session=session, progress=control.progress, cancelled=control.cancelled
            )

        t = self._parts.voice.t
        self._run(job, lambda result: self._applied(plan, result), t._("Importing"))

    def save_rejects(self) -> None:
        """Write the rows that were not taken, with the reasons, into a file to mend."""
        rows, plan = self._rejected(), self._read.plan if self._read else None
        if not rows or plan is None:
            return
        stem = PurePath(self._state.file).stem
        suggested = f"{stem}-{self._parts.voice.t._('rejected')}.csv"
        self._parts.ways.ask_where(suggested, lambda path: self._write(path, plan, rows))

    def _write(self, path: str, plan: ImportPlan, rows: Sequence[Rejected]) -> None:
        if not PurePath(path).suffix:
            path += ".csv"
        t = self._parts.voice.t
        try:
            self._parts.rejects.write(
                path, plan.header, rows, lambda reason: reason_text(reason, t)
            )
        except CodedError as error:
            self._parts.ways.say(problem_words(error, self._parts.voice), "danger")
            return
        words = t.ngettext(
            "{n} row is written to {file}.", "{n} rows are written to {file}.", len(rows),
            file=PurePath(path).name,
        )  # fmt: skip
        self._parts.ways.say(words, "accent")

    # --- reading -----------------------------------------------------------------------------

    def _current(self) -> ColumnMap:
        if self._mapping is not None:
            return self._mapping
        plan = self._read.plan if self._read else None
        return plan.mapping if plan else ColumnMap()

    def _read_file(self, *, guess: bool = False) -> None:
        """Read by the columns at hand; with ``guess`` by those of last time or the header, too."""
        path, mapping = self._path, self._mapping
        encoding, delimiter = self._state.encoding, self._state.delimiter
        known = (mapping, self._parts.memory.load()) if guess else (mapping,)
        tried = [each for each in known if each is not None]

        def job(control: TaskControl) -> _Read:
            mappings = (*tried, None) if guess else tried
            return self._attempt(path, mappings, encoding, delimiter, control)

        self._run(job, self._have_read, self._parts.voice.t._("Reading the file"))

    def _attempt(
        self, path: str, mappings: Sequence[ColumnMap | None], encoding: str, delimiter: str,
        control: TaskControl,
    ) -> _Read:  # fmt: skip
        """The plan by the first mapping that fits; a guess is the last resort."""
        table = self._parts.tables.open(path, encoding=encoding, delimiter=delimiter)
        error: CodedError | None = None
        for mapping in mappings:
            try:
                plan = self._parts.importer.plan(
                    path, mapping, encoding=encoding, delimiter=delimiter,
                    progress=control.progress, cancelled=control.cancelled,
                )  # fmt: skip
            except PosError as problem:
                if problem.code not in ("import_no_header", "import_column_missing"):
                    raise
                error = problem
            else:
                return _Read(plan=plan, format=plan.format, header=plan.header)
        head = list(islice(table.rows(), HEADER_SEARCH_ROWS))
        fullest = max(head, key=lambda row: sum(map(bool, row.cells)), default=None)
        header = fullest.cells if fullest is not None else ()
        return _Read(format=table.format, header=header, error=error)

    def _have_read(self, read: _Read) -> None:
        self._read = read
        self._result = None
        plan = read.plan
        self._rows = {verdict: [] for verdict in ("all", *TONES)}
        if plan is not None:
            self._mapping = replace(plan.mapping, header_row=0)
            every: list[PlannedRow | Rejected] = [*plan.rows, *plan.rejected]
            every.sort(key=row_number)
            self._rows["all"] = every
            for row in every:
                self._rows[verdict_of(row)].append(row)
        shown = self._state.shown if self._rows.get(self._state.shown) else "all"
        words = problem_words(read.error, self._parts.voice) if read.error is not None else ""
        if read.error is not None:
            self._view.alert()
        self._state = replace(
            self._state, step="preview", shown=shown, serial=self._state.serial + 1,
            notice=words, notice_tone="danger",
        )  # fmt: skip
        self.show()

    def _applied(self, plan: ImportPlan, result: ImportResult) -> None:
        self._result = result
        self._parts.memory.save(plan.mapping)
        self._state = replace(
            self._state, step="done", serial=self._state.serial + 1,
            notice=outcome(result, self._parts.voice.t), notice_tone="accent",
        )  # fmt: skip
        self._parts.changed()
        self.show()

    # --- running -----------------------------------------------------------------------------

    def _run(
        self, job: Callable[[TaskControl], object], on_done: Callable[..., None], words: str
    ) -> None:
        if self._task is not None:
            self._task.cancel()
        self._job += 1
        number = self._job
        before: Step = "choose" if self._read is None else "preview"
        self._state = replace(
            self._state, step="busy", progress=words, done=0, todo=0, can_stop=True, notice=""
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
        self._state = replace(
            self._state,
            step=before,
            notice=problem_words(error, self._parts.voice),
            notice_tone="danger",
        )
        self.show()

    def _stopped(self, before: Step) -> None:
        t = self._parts.voice.t
        words = t._("Stopped. Nothing was changed.")
        self._state = replace(self._state, step=before, notice=words, notice_tone="neutral")
        self.show()

    # --- showing -----------------------------------------------------------------------------

    def lines(self, offset: int, limit: int) -> Sequence[PreviewLine]:
        """The rows shown, from ``offset`` on."""
        rows = self._shown()[offset : offset + limit]
        return [preview_line(row, self._parts.voice) for row in rows]

    def _shown(self) -> Sequence[PlannedRow | Rejected]:
        if self._result is not None:
            return self._result.rejected
        return self._rows.get(self._state.shown, ())

    def _rejected(self) -> Sequence[Rejected]:
        if self._result is not None:
            return self._result.rejected
        plan = self._read.plan if self._read else None
        return plan.rejected if plan else ()

    def show(self) -> None:
        """Render what is."""
        rejected = len(self._rejected())
        t = self._parts.voice.t
        state = replace(
            self._state,
            total=len(self._shown()),
            empty=t._("Every row was taken.") if self._result else t._("No such rows"),
            can_save_rejects=rejected > 0 and self._state.step in ("preview", "done"),
            rejects_word=t.ngettext("Save {n} rejected row", "Save {n} rejected rows", rejected),
        )
        if self._read is not None:
            state = self._with_file(state, self._read)
        self._view.render(state)

    def _with_file(self, state: ProductImportState, read: _Read) -> ProductImportState:
        t, f = self._parts.voice.t, self._parts.voice.f
        mapping, plan = self._current(), read.plan
        taken = 0 if plan is None else plan.count(Verdict.NEW) + plan.count(Verdict.CHANGED)
        blocked = ""
        if plan is not None and not taken and self._result is None:
            blocked = t._("No row would add or change anything.")
        note = ""
        if plan is not None:
            row = f.number(plan.mapping.header_row)
            note = t._("Row {row} names the columns and is not imported.", row=row)
        return replace(
            state,
            is_text=read.format.kind == "csv",
            encodings=encodings(read.format, state.encoding, t),
            delimiters=delimiters(read.format, state.delimiter, t),
            decimals=(("", t._("By the column")), (",", "1,50"), (".", "1.50")),
            decimal=mapping.decimal,
            heading_note=note,
            headers=(("", t._("not taken")), *headers(read.header)),
            fields=field_choices(mapping, read.header, t),
            filters=filters(
                {name: len(rows) for name, rows in self._rows.items()}, self._parts.voice
            ),
            primary=t.ngettext("Import {n} product", "Import {n} products", taken),
            can_import=state.step == "preview" and taken > 0,
            blocked=blocked,
        )
