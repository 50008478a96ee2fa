"""The shop's data: the proof that they are whole, and the journal."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

from pos_app.domain.errors import CodedError, NeedsApproval
from pos_app.presenters.journal_words import Tongue, areas, details, fields_of, title
from pos_app.presenters.settings_form import Common, Section
from pos_app.presenters.settings_state import (
    ActionView,
    BlockView,
    FieldView,
    RowView,
)
from pos_app.presenters.tasks import TaskControl, TaskPort
from pos_app.services.audit import AuditService, Difference, JournalRow

PAGE: Final = 50


class DataSection(Section):
    """The proof of the data, and the journal."""

    key, icon = "data", "database"

    def __init__(
        self,
        common: Common,
        *,
        audit: AuditService,
        tasks: TaskPort,
        local: Callable[[datetime], datetime],
        sections: Callable[[], Sequence[Section]],
        export_people: Callable[[], None],
    ) -> None:
        """``sections``: all of the page, whose fields name the settings in the journal.

        ``export_people`` opens the sheet that writes lists of customers, which asks for rights.
        """
        super().__init__(common)
        self._audit, self._tasks, self._local = audit, tasks, local
        self._sections = sections
        self._export_people = export_people
        self._fields: dict[str, FieldView] = {}
        self._busy = False
        self._found: Sequence[Difference] | None = None
        self._rows: list[JournalRow] = []
        self._prefix = ""
        self._more = False
        self._refused = ""

    def locked(self) -> bool:
        """Reading needs the right to read reports, which the service asks for."""
        return False

    def title(self) -> str:
        """See Section."""
        return self.c.voice.t._("Data and journal")

    def hint(self) -> str:
        """See Section."""
        return self.c.voice.t._("What was done, when and by whom; nobody can change it unseen.")

    def opened(self) -> None:
        """Read the newest page."""
        self._read(None)

    def _read(self, before: int | None) -> None:
        if before is None:
            self._rows = []
            self._fields = fields_of(each for each in self._sections() if each.saves)
        try:
            page = self._audit.page(
                self.c.session(), before=before, limit=PAGE, prefix=self._prefix
            )
        except NeedsApproval:
            self._refused = self.c.voice.t._("A senior cashier or the owner reads the journal.")
            return
        except CodedError as error:
            self._refused = self.c.words(error)
            return
        self._refused = ""
        self._rows += page
        self._more = len(page) == PAGE

    def blocks(self) -> Sequence[BlockView]:
        """See Section."""
        return (self._proof(), self._lists(), self._journal())

    def _lists(self) -> BlockView:
        t = self.c.voice.t
        export = ActionView(
            key="export_people", text=t._("Export customers"), icon="download",
            locked=not self.c.is_owner(),
        )  # fmt: skip
        return BlockView(
            key="lists", title=t._("Lists of customers"), actions=(export,),
            says=t._("For calls, messages, letters or own use; who did not agree stays out."),
            tone="neutral",
        )  # fmt: skip

    def _proof(self) -> BlockView:
        t = self.c.voice.t
        says, tone = "", "accent"
        rows: tuple[RowView, ...] = ()
        if self._busy:
            says, tone = t._("Every entry, balance and receipt is being checked…"), "neutral"
        elif self._found is not None and not self._found:
            says = t._("Everything fits: journal, balances, receipts.")
        elif self._found:
            tone = "danger"
            says = t.ngettext("{n} difference", "{n} differences", len(self._found))
            rows = tuple(
                RowView(key=str(n), title=each.where, note=f"{each.code} {each.found}",
                        icon="triangle-alert", tone="danger")
                for n, each in enumerate(self._found[:20])
            )  # fmt: skip
        check = ActionView(
            key="check", text=t._("Check the data now"), icon="shield-check", cap="Ins",
            busy=self._busy, enabled=not self._busy,
        )  # fmt: skip
        return BlockView(
            key="proof", title=t._("Is everything whole?"), says=says, tone=tone, rows=rows,  # type: ignore[arg-type]
            rows_name=t._("Differences"), actions=(check,),
        )  # fmt: skip

    def _journal(self) -> BlockView:
        t = self.c.voice.t
        tongue = self._tongue()
        choose = FieldView(
            key="journal.kind", label=t._("Show"), kind="select", text=self._prefix,
            choices=tuple(areas(t).items()),
        )  # fmt: skip
        more = ActionView(key="older", text=t._("Older entries"), v="ghost", enabled=self._more)
        return BlockView(
            key="journal",
            title=t._("Journal"),
            fields=(choose,),
            fields_first=True,
            says=self._refused,
            tone="warn",
            rows=tuple(self._row(row, tongue) for row in self._rows),
            rows_name=t._("Journal"),
            actions=(more,) if self._more else (),
        )

    def _row(self, row: JournalRow, tongue: Tongue) -> RowView:
        t, f = self.c.voice.t, self.c.voice.f
        who = row.person_name
        if row.approver_name:
            who = t._("{person}, approved by {approver}", person=who, approver=row.approver_name)
        about = row.subject_name
        told = details(tongue, row.type, row.content)
        return RowView(
            key=str(row.seq),
            title=title(t, row.type),
            note=" · ".join(part for part in (about, told) if part),
            right=f.date_time(self._local(row.at)),
            right_note=who,
        )

    def _tongue(self) -> Tongue:
        voice = self.c.voice
        return Tongue(t=voice.t, f=voice.f, sentence=self.c.words, fields=self._fields)

    def edit(self, key: str, text: str) -> None:
        """Another part of the journal."""
        self._prefix = text
        self._read(None)

    def press(self, action: str, ref: str) -> None:
        """Check, or read on."""
        if action == "older" and self._rows:
            self._read(self._rows[-1].seq)
        elif action == "export_people":
            self._export_people()
        elif action == "check" and not self._busy:
            session, self._busy = self.c.session(), True

            def job(_control: TaskControl) -> Sequence[Difference]:
                return self._audit.check(session)

            self._tasks.run(job, self._checked, self._failed)

    def _checked(self, found: Sequence[Difference]) -> None:
        self._busy, self._found = False, found
        if found:
            self.c.alert()
        self.c.show()

    def _failed(self, error: Exception) -> None:
        self._busy = False
        if isinstance(error, NeedsApproval):
            self.tell(self.c.voice.t._("A senior cashier or the owner checks the data."), "warn")
        elif isinstance(error, CodedError):
            self.refuse(error)
        else:
            self.c.show()
            raise error
        self.c.show()
