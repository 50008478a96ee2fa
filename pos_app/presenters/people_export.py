"""The sheet that exports people: what for, which columns, which file; the owner's secret; the way.

The secret is checked by the service before it is asked where the file goes, and is good for one
file. Counting and writing run behind the screen; a count that is no longer wanted is dropped.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final, Protocol

from pos_app.domain.errors import CodedError, PosError
from pos_app.domain.staff import Action, Right, right_for
from pos_app.presenters.export_words import PURPOSES
from pos_app.presenters.messages import say
from pos_app.presenters.people_export_show import Shown, export_state, meant
from pos_app.presenters.people_export_state import PeopleExportState, PeopleExportView
from pos_app.presenters.sale_ports import Voice
from pos_app.presenters.tasks import Task, TaskCancelled, TaskControl, TaskPort
from pos_app.services.people_export import PeopleExport
from pos_app.services.people_export_model import (
    USUAL,
    Exported,
    FileKind,
    ListPurpose,
    PeopleAsk,
    Preview,
    allowed,
    kinds,
)
from pos_app.services.people_records import PeopleFilter
from pos_app.services.session import Session

FIRST: Final = 7
"""People of the preview."""

_OF_CONSENT: Final = {
    each.channel.value: each for each in ListPurpose if each.channel is not None
}  # fmt: skip


class ExportWays(Protocol):
    """What the sheet asks of the window."""

    def ask_where(self, suggested: str, kind: FileKind, on_path: Callable[[str], None]) -> None:
        """Ask where the file goes."""

    def say(self, text: str, tone: str) -> None:
        """A message over the page."""

    def alert(self) -> None:
        """One error tone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleExportParts:
    """``service`` makes the exports in the language of the moment."""

    service: Callable[[], PeopleExport]
    session: Callable[[], Session]
    tasks: TaskPort
    voice: Voice
    ways: ExportWays


@dataclass(slots=True)
class Chosen:
    """What somebody ticked; kept from one sheet to the next."""

    columns: dict[ListPurpose, tuple[str, ...]]
    kind: FileKind = FileKind.XLSX


class PeopleExportPresenter:
    """One sheet, from opening to closing."""

    def __init__(
        self, parts: PeopleExportParts, view: PeopleExportView, chosen: Chosen,
        people: PeopleFilter, name: str = "",
    ) -> None:  # fmt: skip
        self._parts, self._view, self._chosen = parts, view, chosen
        self._people, self._name = people, name
        self._purpose = _OF_CONSENT.get(people.consent or "", ListPurpose.INTERNAL)
        self._service = parts.service()
        self._seen: dict[ListPurpose, Preview] = {}
        self._counting: Task | None = None
        self._writing: Task | None = None
        self._checking = False
        self._token = ""
        self._problem = ""
        self._wrong = False
        self._done = (0, 0)
        self._open = True

    def start(self) -> None:
        """Count and show."""
        self._look()

    # --- gestures ----------------------------------------------------------------------------

    def choose_purpose(self, key: str) -> None:
        """Another purpose: its own columns, count and files."""
        if self._busy:
            self.show()
            return
        self._purpose = ListPurpose(key)
        if self._chosen.kind not in kinds(self._purpose):
            self._chosen.kind = FileKind.XLSX
        self._problem, self._wrong = "", False
        self._look()

    def tick(self, key: str, on: bool) -> None:
        """A column in or out; one at least stays."""
        ticked = {*self._columns(), *meant(key)} if on else {*self._columns()} - {*meant(key)}
        if ticked and not self._busy:
            self._chosen.columns[self._purpose] = tuple(
                each for each in allowed(self._purpose) if each in ticked
            )
        self.show()

    def choose_kind(self, key: str) -> None:
        """Another kind of file."""
        if not self._busy:
            self._chosen.kind = FileKind(key)
            self._problem = ""
        self.show()

    def save(self, secret: str) -> None:
        """Check the secret, then ask where the file goes."""
        if self._busy or not self._can_save():
            return
        if self._token:
            self._ask_where()
            return
        if not secret:
            self._refuse(self._parts.voice.t._("Enter your PIN or password to save."))
            return
        self._checking, self._problem, self._wrong = True, "", False
        session = self._parts.session()
        self._parts.tasks.run(
            lambda _control: self._service.confirm(session, secret), self._confirmed, self._failed
        )
        self.show()

    def leave(self) -> None:
        """Esc: stop the writing, or close."""
        if self._writing is not None:
            self._writing.cancel()
            return
        self._view.close_sheet()

    def closed(self) -> None:
        """The sheet is gone, by whatever way (the screen was locked): nothing is to go on."""
        self._open = False
        for task in (self._counting, self._writing):
            if task is not None:
                task.cancel()

    # --- counting ----------------------------------------------------------------------------

    def _look(self) -> None:
        if self._counting is not None:
            self._counting.cancel()
            self._counting = None
        purpose = self._purpose
        if purpose not in self._seen:
            session = self._parts.session()
            ask = PeopleAsk(people=self._people, purpose=purpose, columns=allowed(purpose))
            task = self._parts.tasks.run(
                lambda _control: self._service.preview(session, ask, FIRST),
                lambda seen: self._looked(purpose, seen),
                self._not_looked,
            )
            self._counting = task if task.is_running() else None
        self.show()

    def _looked(self, purpose: ListPurpose, seen: Preview) -> None:
        self._seen[purpose] = seen
        if purpose is self._purpose:
            self._counting = None
        self.show()

    def _not_looked(self, error: Exception) -> None:
        if not isinstance(error, CodedError):
            raise error
        self._refuse(self._words(error))

    # --- writing -----------------------------------------------------------------------------

    @property
    def _busy(self) -> bool:
        return self._checking or self._writing is not None

    def _can_save(self) -> bool:
        seen = self._seen.get(self._purpose)
        return seen is not None and seen.sizes.in_file > 0

    def _confirmed(self, token: str) -> None:
        self._checking, self._token = False, token
        if self._open:
            self._view.forget_secret()
            self.show()
            self._ask_where()

    def _ask_where(self) -> None:
        t = self._parts.voice.t
        name = f"{t._('customers')}-{t._(PURPOSES[self._purpose])}".lower().replace(" ", "-")
        kind = self._chosen.kind
        self._parts.ways.ask_where(name + kind.ending, kind, self._write)

    def _write(self, path: str) -> None:
        kind, session, token = self._chosen.kind, self._parts.session(), self._token
        if self._busy or not self._open:
            return
        if not path.lower().endswith(kind.ending):
            path += kind.ending
        columns = () if kind.labels else self._columns()
        ask = PeopleAsk(people=self._people, purpose=self._purpose, columns=columns)
        self._token, self._problem, self._done = "", "", (0, 0)

        def job(control: TaskControl) -> Exported:
            def told(done: int, total: int) -> None:
                if control.cancelled():
                    raise TaskCancelled
                control.progress(done, total)

            return self._service.export(
                ask, kind, path, session=session, token=token, progress=told
            )

        task = self._parts.tasks.run(
            job, lambda done: self._written(PurePath(path).name, done), self._failed,
            self._progress, on_cancelled=self._stopped,
        )  # fmt: skip
        self._writing = task if task.is_running() else None
        self.show()

    def _progress(self, done: int, total: int) -> None:
        self._done = (done, total)
        self.show()

    def _written(self, name: str, done: Exported) -> None:
        self._writing = None
        t = self._parts.voice.t
        words = t.ngettext(
            "{n} customer is written to {file}.", "{n} customers are written to {file}.",
            done.rows, file=name,
        )  # fmt: skip
        if self._open:
            self._view.close_sheet()
        self._parts.ways.say(words, "accent")

    def _failed(self, error: Exception) -> None:
        self._checking, self._writing = False, None
        if isinstance(error, TaskCancelled):
            self._stopped()
            return
        if not isinstance(error, CodedError):
            self.show()
            raise error
        self._wrong = error.code in ("wrong_pin", "locked_out", "export_unconfirmed")
        if self._wrong and self._open:
            self._view.forget_secret()
        self._refuse(self._words(error))

    def _stopped(self) -> None:
        self._writing = None
        self._problem = self._parts.voice.t._("The export was stopped. Nothing was written.")
        self.show()

    # --- showing -----------------------------------------------------------------------------

    def _words(self, error: CodedError) -> str:
        return say(error, self._parts.voice.t, self._parts.voice.f)

    def _refuse(self, words: str) -> None:
        self._problem = words
        self._parts.ways.alert()
        self.show()

    def _columns(self) -> tuple[str, ...]:
        return self._chosen.columns.get(self._purpose, USUAL[self._purpose])

    def show(self) -> None:
        """Render the present state, as long as the sheet is there."""
        if self._open:
            self._view.render(self._state())

    def _state(self) -> PeopleExportState:
        return export_state(
            Shown(
                voice=self._parts.voice, name=self._name, purpose=self._purpose,
                kind=self._chosen.kind, ticked=self._columns(),
                seen=self._seen.get(self._purpose), problem=self._problem, wrong=self._wrong,
                confirmed=bool(self._token), checking=self._checking,
                writing=self._done if self._writing is not None else None,
            )
        )  # fmt: skip


def may_export(session: Session) -> bool:
    """Whether somebody may export people at all."""
    return right_for(session.role, Action.EXPORT_PEOPLE) is Right.YES


def refusal() -> PosError:
    """What those hear who may not."""
    return PosError("not_allowed", action=Action.EXPORT_PEOPLE.value)
