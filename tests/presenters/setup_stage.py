"""The wizard and the welcome page in the real window, over a world of fakes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from pos_app.domain.errors import EnvironmentProblem, PosError
from pos_app.i18n import Formats, translator
from pos_app.presenters.sale_ports import Voice
from pos_app.presenters.setup import SetupParts, SetupPresenter, SetupViewPort
from pos_app.presenters.setup_draft import SetupDraft, SetupResult
from pos_app.presenters.tasks import ImmediateRunner, TaskPort
from pos_app.presenters.welcome import (
    BackupFound,
    Progress,
    WelcomeParts,
    WelcomePresenter,
    WelcomeViewPort,
)
from pos_app.services.documents import Paper
from pos_app.services.station import PrinterSettings

PNG = b"\x89PNG\r\n\x1a\n"


@dataclass
class Files:
    """Answers of the file dialogs, given at once; "" is Cancel."""

    file: str = ""
    folder: str = ""
    asked: list[str] = field(default_factory=list)

    def open_file(self, title: str, pattern: str, on_path: Callable[[str], None]) -> None:
        self.asked.append(title)
        if self.file:
            on_path(self.file)

    def open_folder(self, title: str, start: str, on_path: Callable[[str], None]) -> None:
        self.asked.append(title)
        if self.folder:
            on_path(self.folder)


@dataclass
class Printers:
    """Printers of an invented computer; ``problem`` is the code every try fails with."""

    names: tuple[str, ...] = ("Office laser", "XP-80")
    ports: tuple[str, ...] = ("COM3", "COM4")
    problem: str = ""
    printed: list[PrinterSettings] = field(default_factory=list)
    kicked: int = 0
    slip: bytes = b""

    def system_printers(self) -> Sequence[str]:
        return self.names

    def serial_ports(self) -> Sequence[str]:
        return self.ports

    def print_test(self, printer: PrinterSettings, language: str) -> None:
        self._fail()
        self.printed.append(printer)

    def kick(self, printer: PrinterSettings) -> None:
        self._fail()
        self.kicked += 1

    def picture(self, paper: Paper, language: str) -> bytes:
        return self.slip

    def _fail(self) -> None:
        if self.problem:
            raise EnvironmentProblem(self.problem, place="here")


@dataclass
class World:
    """What the wizard was told to do."""

    made: list[SetupResult] = field(default_factory=list)
    finished: int = 0
    left: int = 0
    alerts: int = 0
    listened: list[str] = field(default_factory=list)
    fault: Exception | None = None
    scanner_ports: tuple[str, ...] = ()
    bad_folders: set[str] = field(default_factory=set)

    def create(self, result: SetupResult) -> None:
        if self.fault is not None:
            raise self.fault
        self.made.append(result)

    def look(self, path: str) -> bytes:
        if not path.endswith(".png"):
            raise PosError("picture_refused", reason="kind")
        return PNG

    def probe(self, path: str) -> None:
        if path in self.bad_folders:
            raise EnvironmentProblem("read_only", place=path)

    def finish(self) -> None:
        self.finished += 1

    def leave(self) -> None:
        self.left += 1

    def alert(self) -> None:
        self.alerts += 1


@dataclass
class Wizard:
    """The presenter with everything around it."""

    presenter: SetupPresenter
    world: World
    files: Files
    printers: Printers
    voice: Voice


def make_wizard(view: SetupViewPort, draft: SetupDraft | None = None) -> Wizard:
    """A wizard in Baku, in English, with tasks done at once."""
    world, files, printers = World(), Files(), Printers()
    draft = draft or SetupDraft(currency="AZN", region="AZ", zone="Asia/Baku")
    voice = Voice(translator(draft.language), Formats(draft.language, draft.currency))
    parts = SetupParts(
        voice=voice,
        tasks=ImmediateRunner(),
        files=files,
        printers=printers,
        scanner_ports=lambda: world.scanner_ports,
        listen=world.listened.append,
        look=world.look,
        probe=world.probe,
        home_zone="Asia/Baku",
        backups="/data/backups",
        create=world.create,
        finished=world.finish,
        left=world.leave,
        alert=world.alert,
    )
    return Wizard(SetupPresenter(parts, view, draft), world, files, printers, voice)


@dataclass
class Restore:
    """A backup on an invented disk."""

    found: BackupFound = field(
        default_factory=lambda: BackupFound(
            place="/media/stick/shop.db",
            receipts=1087,
            last_receipt="1:1087",
            customers=412,
            products=300,
        )
    )
    problem: str = ""
    dropped: int = 0
    placed: int = 0

    def look(self, path: str) -> BackupFound:
        if self.problem:
            raise EnvironmentProblem(self.problem)
        return self.found

    def put_in_place(self) -> None:
        self.placed += 1

    def drop(self) -> None:
        self.dropped += 1


@dataclass
class Door:
    """What the welcome page led to."""

    went: list[str] = field(default_factory=list)
    demo_there: bool = False
    demo_languages: list[str] = field(default_factory=list)
    alerts: int = 0
    on_day: Callable[[int], None] = lambda _day: None

    def make_demo(self, language: str, progress: Progress) -> None:
        progress(0, 365)
        self.on_day(0)
        progress(100, 365)
        self.demo_languages.append(language)
        progress(365, 365)


def make_welcome(
    view: WelcomeViewPort,
    *,
    door: Door,
    restore: Restore,
    files: Files,
    language: str = "en",
    tasks: TaskPort | None = None,
) -> WelcomePresenter:
    """The welcome page over fakes."""

    def alert() -> None:
        door.alerts += 1

    parts = WelcomeParts(
        voice=Voice(translator(language), Formats(language, "EUR")),
        tasks=tasks or ImmediateRunner(),
        files=files,
        restore=restore,
        demo_exists=lambda: door.demo_there,
        make_demo=door.make_demo,
        open_demo=lambda: door.went.append("demo"),
        open_shop=lambda: door.went.append("shop"),
        set_up=lambda: door.went.append("setup"),
        alert=alert,
    )
    return WelcomePresenter(parts, view)
