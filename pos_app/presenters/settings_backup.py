"""Copies of the shop: the last proved one, where they go, and bringing one back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from pos_app.domain.errors import CodedError
from pos_app.presenters.settings_form import WHOLE, Common, FormSection, Spec, Values
from pos_app.presenters.settings_state import (
    ActionView,
    BlockView,
    FieldView,
    RestoreQuestion,
    RowView,
)
from pos_app.presenters.settings_words import backup_reason
from pos_app.presenters.tasks import TaskPort
from pos_app.services.backup import BackupState

SHOWN_COPIES: Final = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupFile:
    """A copy that can be brought back. ``size`` in bytes; ``made_at`` is UTC."""

    name: str
    made_at: datetime
    size: int
    reason: str
    verified: bool
    sales: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RestoreLook:
    """A copy looked at: what it holds, and what would be lost and gained (sales).

    ``lost`` is None where the present data cannot be read.
    """

    name: str
    made_at: datetime | None
    sales: int
    customers: int
    products: int
    lost: int | None
    gained: int
    foreign: bool


class BackupDesk(Protocol):
    """Copies of the shop; :meth:`make` and :meth:`look` take long."""

    @property
    def place(self) -> str:
        """The folder the copies go to."""

    def files(self) -> Sequence[BackupFile]:
        """All copies, newest first."""

    def state(self) -> BackupState:
        """How things stand."""

    def make(self) -> str:
        """Make and prove a copy; raises ``CodedError``."""

    def look(self, name: str) -> RestoreLook:
        """Prove a copy and compare it; raises ``CodedError``. A path may stand for a name."""

    def forget(self) -> None:
        """The copy looked at is not wanted."""

    def owner_secret(self, secret: str) -> None:
        """Check the secret of the owner signed in; raises ``CodedError``."""

    def restore(self) -> None:
        """Put the copy looked at in place and open the shop again. Raises ``CodedError``."""

    @property
    def can_restore(self) -> bool:
        """Whether the running program can do it."""


class RestoreAsker(Protocol):
    """The modal question; ``on_secret`` answers with what is wrong, "" closes it."""

    def ask(
        self,
        question: RestoreQuestion,
        on_secret: Callable[[str], str],
        on_no: Callable[[], None],
    ) -> None:
        """Show it."""


class BackupSection(FormSection):
    """Copies: the last proved one, where they go, and bringing one back."""

    key, icon = "backup", "shield-check"

    def __init__(
        self,
        common: Common,
        values: Values,
        *,
        desk: BackupDesk,
        tasks: TaskPort,
        asker: RestoreAsker,
        choose_folder: Callable[[str, str, Callable[[str], None]], None],
        choose_file: Callable[[str, str, Callable[[str], None]], None],
        local: Callable[[datetime], datetime],
    ) -> None:
        super().__init__(common, values)
        self._desk, self._tasks, self._asker = desk, tasks, asker
        self._choose_folder, self._choose_file, self._local = choose_folder, choose_file, local
        self._busy = ""
        self._chosen = ""

    def title(self) -> str:
        """See Section."""
        return self.c.voice.t._("Backup")

    def hint(self) -> str:
        """See Section."""
        t = self.c.voice.t
        return t._(
            "Made at each close of a shift and while selling; each copy is opened and proved."
        )

    def specs(self) -> Sequence[Spec]:
        """See FormSection."""
        t = self.c.voice.t
        return (
            Spec(
                key="backup.every_minutes",
                label=t._("While selling, a copy every"),
                codec=WHOLE,
                suffix=t._("minutes"),
                right=True,
            ),
            Spec(
                key="places.second_backup",
                label=t._("Second folder, on another disk or stick"),
                hint=t._("Each day's copy is put there as well."),
                wide=True,
            ),
        )

    # --- showing -----------------------------------------------------------------------------

    def blocks(self) -> Sequence[BlockView]:
        """See Section."""
        t = self.c.voice.t
        places = self.card("places", t._("Where copies go"), "backup.every_minutes",
                           "places.second_backup")  # fmt: skip
        first = FieldView(
            key="places.first", label=t._("First folder"), kind="fact", text=self._desk.place,
            wide=True,
        )  # fmt: skip
        choose = ActionView(
            key="folder", text=t._("Choose a folder"), icon="folder-open",
            enabled=not self.locked(),
        )  # fmt: skip
        card = BlockView(
            key="places", title=places.title, fields=(first, *places.fields), actions=(choose,)
        )
        return (self._state(), card, self._list())

    def _state(self) -> BlockView:
        t, f = self.c.voice.t, self.c.voice.f
        state = self._desk.state()
        if state.last_verified is None:
            says, tone = t._("There is no proved copy yet."), "warn"
        else:
            moment = f.date_time(self._local(state.last_verified))
            says = t._("The last proved copy is of {moment}.", moment=moment)
            tone = "warn" if state.old else "accent"
        if self._busy == "make":
            says, tone = t._("A copy is being made and proved…"), "neutral"
        elif state.failed:
            reason = self.c.words(_as_error(state.failed))
            says, tone = t._("The last try failed. {reason}", reason=reason), "danger"
        make = ActionView(
            key="make", text=t._("Make a copy now"), icon="shield-check", cap="Ins",
            busy=self._busy == "make", enabled=not self._busy,
        )  # fmt: skip
        return BlockView(key="state", title=t._("Last copy"), says=says, tone=tone, actions=(make,))  # type: ignore[arg-type]

    def _list(self) -> BlockView:
        t, locked = self.c.voice.t, self.locked()
        can = self._desk.can_restore and not self._busy
        restore = ActionView(
            key="restore", text=t._("Restore…"), icon="history", locked=locked,
            enabled=bool(self._chosen) and can and not locked, busy=self._busy == "look",
        )  # fmt: skip
        other = ActionView(
            key="restore_file", text=t._("Restore from a file…"), icon="folder-open", v="ghost",
            enabled=can and not locked, locked=locked,
        )  # fmt: skip
        files = self._desk.files()[:SHOWN_COPIES]
        return BlockView(
            key="copies",
            says="" if files else t._("There are no copies yet."),
            title=t._("Copies"),
            note=t._(
                "Old ones go by themselves: one a day stays for a month, one a month for a year."
            ),
            rows=tuple(self._row(file) for file in files),
            rows_name=t._("Copies"),
            chosen=self._chosen,
            actions=(restore, other),
        )

    def _row(self, file: BackupFile) -> RowView:
        t, f = self.c.voice.t, self.c.voice.f
        size = max(1, file.size // 1_000_000)
        sales = t.ngettext("{n} sale", "{n} sales", file.sales)
        return RowView(
            key=file.name,
            title=f.date_time(self._local(file.made_at)),
            note=f"{backup_reason(t, file.reason)} · {sales}",
            right=t._("{size} MB", size=f.number(size)),
            right_note=t._("proved") if file.verified else t._("not proved"),
            icon="shield-check" if file.verified else "triangle-alert",
            tone="accent" if file.verified else "warn",
        )

    # --- gestures ----------------------------------------------------------------------------

    def choose(self, block: str, key: str) -> None:
        """A copy of the list."""
        self._chosen = key

    def press(self, action: str, ref: str) -> None:
        """Make one, choose folders, bring one back."""
        t = self.c.voice.t
        if action == "make" and not self._busy:
            self._make()
        elif self.locked():
            self.c.alert()
        elif action == "folder":
            start = str(self.meant("places.second_backup"))
            self._choose_folder(t._("Second folder for copies"), start, self._take_folder)
        elif action == "restore" and self._chosen and not self._busy:
            self._look(self._chosen)
        elif action == "restore_file" and not self._busy:
            self._choose_file(t._("A copy of the shop"), t._("Copies") + " (*.db)", self._look)

    def _take_folder(self, path: str) -> None:
        self.edit("places.second_backup", path)
        self.c.show()

    def _make(self) -> None:
        self._busy = "make"

        def done(name: str) -> None:
            self._busy = ""
            words = self.c.voice.t._("A backup was made and verified: {name}", name=name)
            self.tell(words)
            self.c.show()

        self._tasks.run(lambda _control: self._desk.make(), done, self._failed)

    def _failed(self, error: Exception) -> None:
        self._busy = ""
        if not isinstance(error, CodedError):
            self.c.show()
            raise error
        self.refuse(error)
        self.c.show()

    def _look(self, name: str) -> None:
        self._busy = "look"
        self.c.show()
        self._tasks.run(lambda _control: self._desk.look(name), self._looked, self._failed)

    def _looked(self, look: RestoreLook) -> None:
        self._busy = ""
        self._asker.ask(self._question(look), self._secret, self._desk.forget)
        self.c.show()

    def _question(self, look: RestoreLook) -> RestoreQuestion:
        t, f = self.c.voice.t, self.c.voice.f
        if look.lost is None:
            lost = t._("The present data cannot be read; what is lost is not known.")
        elif look.lost:
            lost = t.ngettext(
                "{n} sale made since would be lost.",
                "{n} sales made since would be lost.",
                look.lost,
            )
        else:
            lost = t._("No sale would be lost.")
        gained = t.ngettext(
            "{n} sale that is not here would come back.",
            "{n} sales that are not here would come back.",
            look.gained,
        )
        holds = t._(
            "It holds {sales} sales, {customers} customers, {products} products.",
            sales=f.number(look.sales),
            customers=f.number(look.customers),
            products=f.number(look.products),
        )
        facts = [
            ("triangle-alert" if look.lost != 0 else "circle-check", lost,
             "danger-text" if look.lost != 0 else "text"),
            ("history", gained, "text"),
            ("database", holds, "text"),
        ]  # fmt: skip
        if look.foreign:
            facts.append(("info", t._("It was made on another computer."), "warn-text"))
        moment = f.date_time(self._local(look.made_at)) if look.made_at else look.name
        return RestoreQuestion(
            title=t._("Bring back the copy of {moment}?", moment=moment),
            text=t._("The data of now is kept beside it in a file of its own."),
            facts=tuple(facts),
            secret=t._("Your PIN or password again"),
            yes=t._("Restore"),
            no=t._("Cancel"),
        )

    def _secret(self, secret: str) -> str:
        try:
            self._desk.owner_secret(secret)
            self._desk.restore()
        except CodedError as error:
            self.c.alert()
            return self.c.words(error)
        return ""


def _as_error(code: str) -> CodedError:
    from pos_app.domain.errors import EnvironmentProblem

    return EnvironmentProblem(code)
