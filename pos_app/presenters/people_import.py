"""Customers from a file: read it, say which column is what, decide, and take it all or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import islice
from pathlib import PurePath

from pos_app.domain.errors import CodedError, PosError
from pos_app.domain.staff import Action, Right, right_for
from pos_app.presenters import people_import_words as words
from pos_app.presenters.import_words import reason_text
from pos_app.presenters.people_import_core import LEAVE_OUT, PeopleImportCore, Reading
from pos_app.presenters.people_import_state import PeopleImportState
from pos_app.presenters.product_import_words import problem_words
from pos_app.presenters.tasks import TaskControl
from pos_app.services.import_columns import HEADER_SEARCH_ROWS
from pos_app.services.people_import import PeoplePlan, PeopleResult
from pos_app.services.people_import_columns import PeopleMap, column_names
from pos_app.services.people_import_judge import DUPLICATES, Fate, ImportRules, Judged
from pos_app.services.people_import_undo import UndoResult
from pos_app.services.people_import_words import MANY
from pos_app.services.tabular import Rejected


class PeopleImportPresenter(PeopleImportCore):
    """One import from the choice of a file to the file of rejected rows, and the past ones."""

    # --- coming and going --------------------------------------------------------------------

    @property
    def is_working(self) -> bool:
        """Whether a file is being read or stored."""
        return self._task is not None

    def open(self) -> None:
        """Come to the page."""
        self.show()

    def back(self) -> None:
        """Esc: stop the work at hand, drop a question, else leave; the chosen file stays."""
        if self._task is not None:
            self._task.cancel()
            return
        if self._state.asking:
            self._state = replace(self._state, asking="")
            self.show()
            return
        if self._state.step == "done":
            self.forget()
        self._parts.ways.leave()

    def forget(self) -> None:
        """Begin anew."""
        self._path, self._read, self._mapping, self._result = "", None, None, None
        self._lines, self._chosen, self._rules = {}, None, ImportRules()
        self._state = PeopleImportState(serial=self._state.serial + 1)
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
        """Read this file."""
        if self._task is not None or not self._allowed():
            return
        self._path, self._mapping, self._result = path, None, None
        self._rules, self._chosen = ImportRules(), None
        self._state = PeopleImportState(serial=self._state.serial + 1, file=PurePath(path).name)
        self._read_file()

    def _allowed(self) -> bool:
        if right_for(self._parts.session().role, Action.PEOPLE_IMPORT) is Right.YES:
            return True
        self._parts.ways.say(problem_words(PosError("not_allowed"), self._parts.voice), "danger")
        return False

    def choose_encoding(self, encoding: str) -> None:
        """The letters are of this code page; "" guesses."""
        self._state, self._mapping = replace(self._state, encoding=encoding), None
        self._read_file()

    def choose_delimiter(self, delimiter: str) -> None:
        """The columns are divided by this sign; "" guesses."""
        self._state, self._mapping = replace(self._state, delimiter=delimiter), None
        self._read_file()

    def choose_decimal(self, sign: str) -> None:
        """Sums have this decimal sign; "" judges by the column."""
        self._map(replace(self._current(), decimal=sign))

    def choose_order(self, order: str) -> None:
        """Dates are written in this order; "" judges by the column."""
        self._map(replace(self._current(), dates=order))

    def map(self, column: str, field: str) -> None:
        """A column holds this field, "" for none; a single field leaves the column it had."""
        columns = {
            name: held for name, held in self._current().columns.items()
            if name != column and (held != field or field in MANY)
        }  # fmt: skip
        if field:
            columns[column] = field
        self._map(replace(self._current(), columns=columns))

    def _map(self, mapping: PeopleMap) -> None:
        self._mapping = mapping
        self._read_file()

    # --- rules and decisions -----------------------------------------------------------------

    def choose_rule(self, rule: str) -> None:
        """What is done with people who are known: update, overwrite, skip, review."""
        duplicates = next((each for each in DUPLICATES if each == rule), "update")
        self._judge(
            replace(self._rules, duplicates=duplicates, overwrite=rule == "overwrite"), rule
        )

    def choose_amounts(self, *, on: bool) -> None:
        """Points and turnover for known people, too."""
        self._judge(replace(self._rules, amounts=on), self._state.rule)

    def choose_row(self, place: int) -> None:
        """Look at a row of those shown: one to review asks to be decided."""
        rows = self._shown()
        chosen = words.number_of(rows[place]) if 0 <= place < len(rows) else None
        if chosen != self._chosen and self._state.step == "preview":
            self._chosen = chosen
            self.show()

    def decide(self, key: str) -> None:
        """The row at hand is about this person, a new one (0), or is left out."""
        row = self._at_hand()
        if self._state.step != "preview" or not isinstance(row, Judged):
            return
        if row.fate is not Fate.REVIEW:
            return
        decisions = dict(self._rules.decisions)
        if key == LEAVE_OUT:
            decisions.pop(row.row.number, None)
            self._chosen = None
            self.show()
            return
        decisions[row.row.number] = int(key)
        self._judge(replace(self._rules, decisions=decisions), self._state.rule)

    def _judge(self, rules: ImportRules, rule: str) -> None:
        self._rules = rules
        self._state = replace(self._state, rule=rule, amounts=rules.amounts)
        plan = self._read.plan if self._read else None
        if plan is None:
            self.show()
            return
        known = plan

        def job(control: TaskControl) -> Reading:
            judged = self._parts.imports.again(known, rules)
            return Reading(plan=judged, format=judged.format, names=judged.names)

        self._run(job, self._have_read, self._parts.voice.t._("Looking who is known"))

    def filter(self, shown: str) -> None:
        """Show all rows, or those of one fate."""
        self._state = replace(self._state, shown=shown or "all", serial=self._state.serial + 1)
        self.show()

    # --- the work ----------------------------------------------------------------------------

    def apply(self) -> None:
        """Take the rows into the shop, all in one transaction."""
        plan = self._read.plan if self._read else None
        if plan is None or self._task is not None or self._state.step != "preview":
            return
        if not (plan.judgement.count(Fate.NEW) or plan.judgement.count(Fate.UPDATED)):
            return
        session = self._parts.session()

        def job(control: TaskControl) -> PeopleResult:
            return self._parts.imports.apply(
                plan, session=session, progress=control.progress, cancelled=control.cancelled
            )

        self._run(job, self._applied, self._parts.voice.t._("Importing"))

    def _applied(self, result: PeopleResult) -> None:
        self._result = result
        self._state = replace(
            self._state, step="done", serial=self._state.serial + 1,
            notice=words.outcome(result, self._parts.voice.t), notice_tone="accent",
        )  # fmt: skip
        self.show()

    def ask_undo(self, key: str = "") -> None:
        """Ask whether an import is to be taken back: a past one, or the one just made."""
        if not key and self._result is not None:
            key = str(self._result.import_id)
        if key and self._task is None and self._allowed():
            self._state = replace(self._state, asking=key)
            self.show()

    def undo(self) -> None:
        """Yes, take it back."""
        if not self._state.asking or self._task is not None:
            return
        number, session = int(self._state.asking), self._parts.session()

        def job(control: TaskControl) -> UndoResult:
            return self._parts.undoing.undo(
                number, session=session, progress=control.progress, cancelled=control.cancelled
            )

        self._run(job, self._undone, self._parts.voice.t._("Taking back"))

    def _undone(self, result: UndoResult) -> None:
        self.forget()
        self._state = replace(
            self._state, notice=words.undone(result, self._parts.voice.t), notice_tone="accent"
        )
        self.show()

    def save_rejects(self) -> None:
        """Write the rows that were not taken, with the reasons, into a file to mend."""
        rows, plan = self._refused(), self._read.plan if self._read else None
        if not rows or plan is None:
            return
        suggested = f"{PurePath(self._state.file).stem}-{self._parts.voice.t._('rejected')}.csv"
        self._parts.ways.ask_where(suggested, lambda path: self._write(path, plan, rows))

    def _write(self, path: str, plan: PeoplePlan, rows: Sequence[Rejected]) -> None:
        if not PurePath(path).suffix:
            path += ".csv"
        t = self._parts.voice.t
        try:
            self._parts.rejects.write(path, plan.names, rows, lambda why: reason_text(why, t))
        except CodedError as error:
            self._parts.ways.say(problem_words(error, self._parts.voice), "danger")
            return
        told = t.ngettext(
            "{n} row is written to {file}.", "{n} rows are written to {file}.", len(rows),
            file=PurePath(path).name,
        )  # fmt: skip
        self._parts.ways.say(told, "accent")

    # --- reading -----------------------------------------------------------------------------

    def _read_file(self) -> None:
        path, mapping, rules = self._path, self._mapping, self._rules
        encoding, delimiter = self._state.encoding, self._state.delimiter

        def job(control: TaskControl) -> Reading:
            try:
                plan = self._parts.imports.plan(
                    path, mapping, encoding=encoding, delimiter=delimiter, rules=rules,
                    progress=control.progress, cancelled=control.cancelled,
                )  # fmt: skip
            except PosError as problem:
                if problem.code not in ("import_no_header", "import_column_missing"):
                    raise
                return self._columns_only(path, encoding, delimiter, problem)
            return Reading(plan=plan, format=plan.format, names=plan.names)

        self._run(job, self._have_read, self._parts.voice.t._("Reading the file"))

    def _columns_only(self, path: str, encoding: str, delimiter: str, problem: PosError) -> Reading:
        """The columns of the fullest row, for a person to say what they hold."""
        table = self._parts.tables.open(path, encoding=encoding, delimiter=delimiter)
        head = list(islice(table.rows(), HEADER_SEARCH_ROWS))
        fullest = max(head, key=lambda row: sum(map(bool, row.cells)), default=None)
        names = column_names(fullest.cells) if fullest is not None else ()
        return Reading(format=table.format, names=names, error=problem)

    def _have_read(self, read: Reading) -> None:
        self._read, self._result = read, None
        plan = read.plan
        self._lines = {fate: [] for fate in ("all", *words.TONES)}
        if plan is not None:
            every: list[words.Line] = [
                *plan.judgement.rows,
                *plan.unreadable,
                *plan.judgement.rejected,
            ]
            every.sort(key=words.number_of)
            self._lines["all"] = every
            for line in every:
                self._lines[words.fate_of(line)].append(line)
        shown = self._state.shown if self._lines.get(self._state.shown) else "all"
        notice = problem_words(read.error, self._parts.voice) if read.error is not None else ""
        if read.error is not None:
            self._view.alert()
        self._state = replace(
            self._state, step="preview", shown=shown, serial=self._state.serial + 1,
            notice=notice, notice_tone="danger",
        )  # fmt: skip
        self.show()
