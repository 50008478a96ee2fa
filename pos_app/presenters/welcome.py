"""Where there is no shop yet: set one up, try the demo, or bring one back from a backup."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol, TypeVar

from pos_app.domain.errors import CodedError
from pos_app.i18n import Formats, translator
from pos_app.presenters.sale_ports import Voice
from pos_app.presenters.setup_steps import FilePort
from pos_app.presenters.setup_words import tell
from pos_app.presenters.sign_in import LANGUAGE_NAMES
from pos_app.presenters.tasks import Task, TaskCancelled, TaskControl, TaskPort
from pos_app.presenters.welcome_state import RestoreCard, WayCard, WelcomeState, WorkCard

Progress = Callable[[int, int], None]
T = TypeVar("T")

_UNKNOWN: Final = -1


class WelcomeViewPort(Protocol):
    """The page as its presenter sees it."""

    def render(self, state: WelcomeState) -> None:
        """Show this state."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupFound:
    """A backup that was looked at. ``foreign``: another installation made it."""

    place: str
    receipts: int
    last_receipt: str
    customers: int
    products: int
    foreign: bool = False


class RestorePort(Protocol):
    """Bringing a shop back; the slow calls run behind the screen."""

    def look(self, path: str) -> BackupFound:
        """Prove the backup and say what it holds; raises ``EnvironmentProblem``."""

    def put_in_place(self) -> None:
        """Make what was looked at the shop; raises ``EnvironmentProblem``."""

    def drop(self) -> None:
        """Forget what was looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WelcomeParts:
    """What the presenter is joined from.

    ``make_demo(language, progress)`` runs behind the screen and leaves nothing when ``progress``
    raises; ``open_demo`` and ``open_shop`` go on to a shop that is there.
    """

    voice: Voice
    tasks: TaskPort
    files: FilePort
    restore: RestorePort
    demo_exists: Callable[[], bool]
    make_demo: Callable[[str, Progress], None]
    open_demo: Callable[[], None]
    open_shop: Callable[[], None]
    set_up: Callable[[], None]
    alert: Callable[[], None]


class WelcomePresenter:
    """The first page of a new installation."""

    def __init__(self, parts: WelcomeParts, view: WelcomeViewPort) -> None:
        self._p = parts
        self._view = view
        self._task: Task | None = None
        self._work: Callable[[], WorkCard] | None = None
        self._share = (0, 0)
        self._found: BackupFound | None = None
        self._problem = ""

    # --- gestures ----------------------------------------------------------------------------

    def speak(self, language: str) -> None:
        """Another language for the page, the wizard and the demo shop."""
        self._p.voice.change(translator(language), Formats(language, self._p.voice.f.currency))
        self.show()

    def choose(self, way: str) -> None:
        """One of the ways."""
        if self._work is not None or self._found is not None:
            return
        self._problem = ""
        if way == "setup":
            self._p.set_up()
        elif way == "demo":
            self._demo()
        elif way == "restore":
            t = self._p.voice.t
            pattern = f"{t._('Backup')} (*.db *.sqlite);;{t._('All files')} (*)"
            self._p.files.open_file(t._("Choose a backup"), pattern, self._look)

    def cancel(self) -> None:
        """Give up what is running, or the backup that was looked at."""
        if self._task is not None:
            self._task.cancel()
        elif self._found is not None:
            self._p.restore.drop()
            self._found = None
            self.show()

    def accept(self) -> None:
        """Take the backup that was looked at."""
        if self._found is None or self._work is not None:
            return
        self._found = None
        self._start(
            lambda: self._card(self._p.voice.t._("Bringing the shop back")),
            lambda _control: self._p.restore.put_in_place(),
            lambda _none: self._p.open_shop(),
        )

    # --- work --------------------------------------------------------------------------------

    def _demo(self) -> None:
        if self._p.demo_exists():
            self._p.open_demo()
            return
        language = self._p.voice.t.language

        def job(control: TaskControl) -> None:
            def progress(done: int, total: int) -> None:
                if control.cancelled():
                    raise TaskCancelled
                control.progress(done, total)

            self._p.make_demo(language, progress)

        self._start(self._demo_card, job, lambda _none: self._p.open_demo(), cancellable=True)

    def _look(self, path: str) -> None:
        self._start(
            lambda: self._card(self._p.voice.t._("Checking the backup")),
            lambda _control: self._p.restore.look(path),
            self._looked,
        )

    def _looked(self, found: BackupFound) -> None:
        self._found = found
        self.show()

    def _start(
        self,
        card: Callable[[], WorkCard],
        job: Callable[[TaskControl], T],
        then: Callable[[T], None],
        *,
        cancellable: bool = False,
    ) -> None:
        self._work, self._share = card, (0, 0)
        self.show()

        def done(answer: T) -> None:
            self._over()
            then(answer)

        task = self._p.tasks.run(job, done, self._failed, self._moved, on_cancelled=self._stopped)
        self._task = task if cancellable and task.is_running() else None

    def _over(self) -> None:
        self._work = self._task = None

    def _moved(self, done: int, total: int) -> None:
        self._share = (done, total)
        self.show()

    def _stopped(self) -> None:
        self._over()
        self.show()

    def _failed(self, error: Exception) -> None:
        self._over()
        if not isinstance(error, CodedError):
            self.show()
            raise error
        self._problem = tell(self._p.voice, error)
        self._p.alert()
        self.show()

    # --- the state ---------------------------------------------------------------------------

    def show(self) -> None:
        """Render what is."""
        t = self._p.voice.t
        work = self._work() if self._work is not None else None
        restore = self._restore_card() if self._found is not None else None
        self._view.render(
            WelcomeState(
                mode="work" if work else "restore" if restore else "ways",
                program=t._("Counter"),
                title=t._("Welcome"),
                text=t._("A till with loyalty cards, points and coupons."),
                promise=t._("Works without internet. Nothing you enter leaves this computer."),
                languages=LANGUAGE_NAMES,
                language=t.language,
                ways=self._ways(),
                work=work,
                restore=restore,
                problem=self._problem,
            )
        )

    def _ways(self) -> tuple[WayCard, ...]:
        t = self._p.voice.t
        there = self._p.demo_exists()
        return (
            WayCard(
                key="setup",
                icon="store",
                title=t._("My own shop"),
                text=t._("Six short steps, then you can sell. Scanner and printer are tried live."),
                action=t._("Set up my shop"),
                cap="Enter",
                main=True,
            ),
            WayCard(
                key="demo",
                icon="shopping-basket",
                title=t._("Demo shop"),
                text=t._("300 products, 400 customers and a year of sales to play with."),
                action=t._("Open the demo shop") if there else t._("Try the demo shop"),
                cap="F2",
            ),
            WayCard(
                key="restore",
                icon="history",
                title=t._("From a backup"),
                text=t._("Bring a shop back as it was. The copy is checked first."),
                action=t._("Restore from a backup"),
                cap="F3",
            ),
        )

    def _card(self, title: str) -> WorkCard:
        t = self._p.voice.t
        return WorkCard(title=title, text=t._("One moment…"), done=_UNKNOWN, words="", cancel="")

    def _demo_card(self) -> WorkCard:
        t, f = self._p.voice.t, self._p.voice.f
        done, total = self._share
        words = ""
        if total:
            words = t._("Day {day} of {days}", day=f.number(done), days=f.number(total))
        return WorkCard(
            title=t._("The demo shop is made"),
            text=t._("A year of sales is rung up, day by day. About a minute."),
            done=done * 100 // total if total else 0,
            words=words,
            cancel=t._("Cancel"),
        )

    def _restore_card(self) -> RestoreCard:
        t, f, found = self._p.voice.t, self._p.voice.f, self._found
        assert found is not None
        facts = [
            (t._("Receipts"), f.number(found.receipts)),
            (t._("Customers"), f.number(found.customers)),
            (t._("Products"), f.number(found.products)),
        ]
        if found.last_receipt:
            facts.append((t._("Last receipt"), found.last_receipt))
        return RestoreCard(
            title=t._("This backup is whole"),
            place=found.place,
            facts=tuple(facts),
            warning=t._("It was made on another computer.") if found.foreign else "",
            yes=t._("Take this shop"),
            no=t._("Not this one"),
        )
