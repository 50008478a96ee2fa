"""Where there is no shop yet: the window with the welcome page and the set-up wizard."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QLocale, QObject, QTimeZone
from PySide6.QtWidgets import QApplication

from pos_app.adapters.documents.renderer import SlipDrawer
from pos_app.adapters.files.disk import problem_of_os, sync_folder
from pos_app.adapters.files.keys import load_or_make_key
from pos_app.adapters.files.paths import Places, demand_local_folder
from pos_app.adapters.files.pictures import Pictures
from pos_app.adapters.files.station_file import StationFile
from pos_app.adapters.printing.factory import make_printer
from pos_app.adapters.sqlite.restore import RestorePlan, carry_out, drop_plan_file, plan_restore
from pos_app.adapters.sqlite.sealing import Sealer
from pos_app.adapters.sqlite.store import create_store
from pos_app.bootstrap.data_tools import make_demo
from pos_app.bootstrap.last_shop import demo_places
from pos_app.bootstrap.shop import Shop, World, system_world
from pos_app.domain.errors import EnvironmentProblem
from pos_app.i18n import LANGUAGES, Formats, translator
from pos_app.i18n.names import country_of
from pos_app.presenters.sale_ports import Voice
from pos_app.presenters.setup import SetupParts, SetupPresenter
from pos_app.presenters.setup_draft import SetupDraft, SetupResult
from pos_app.presenters.setup_place import money_of
from pos_app.presenters.setup_words import tell
from pos_app.presenters.tasks import TaskPort
from pos_app.presenters.welcome import BackupFound, Progress, WelcomeParts, WelcomePresenter
from pos_app.services.documents import JobKind, Paper, PrinterPort, Slip, to_show
from pos_app.services.station import PrinterSettings, StationService
from pos_app.ui import theme
from pos_app.ui.dialog_service import DialogService, FileDialogPort, QtFileDialogs
from pos_app.ui.main_window import MainWindow
from pos_app.ui.scan_router import ScannerSettings, ScanRouter
from pos_app.ui.scan_serial import SerialScanner, port_names
from pos_app.ui.screens.setup_view import SetupView
from pos_app.ui.screens.welcome_view import WelcomeView

# --- making a shop ---------------------------------------------------------------------------


def make_shop(where: Places, result: SetupResult, world: World | None = None) -> None:
    """Make the shop of the answers, all of it or nothing.

    It is made under a temporary name and takes its own at the end: a half-made shop is never
    found, not even after a power cut. Raises ``EnvironmentProblem("database_exists")`` and what
    the set-up service refuses.
    """
    world = world or system_world()
    demand_local_folder(where.data)
    if where.database.exists():
        raise EnvironmentProblem("database_exists", path=str(where.data))
    where.data.mkdir(parents=True, exist_ok=True)
    unfinished = where.database.with_suffix(".making")
    _remove(unfinished)
    key = load_or_make_key(where.data)
    store = create_store(unfinished, clock=world.clock, ids=world.ids, key=key)
    shop = Shop(store, where, world)
    try:
        settings = dict(result.answers.settings)
        if result.logo:
            settings["shop.logo"] = shop.pictures.take(result.logo)
        shop.setup.create(replace(result.answers, settings=settings))
        store.checkpoint("TRUNCATE")
        store.close()
        unfinished.replace(where.database)
        sync_folder(where.data)
    finally:
        shop.close()
        _remove(unfinished)


def save_station(own: Places, values: dict[str, object]) -> None:
    """Keep what this computer answered; its screens follow the shop's language."""
    station = StationService(StationFile(own.station_file))
    for key, value in {**values, "look.language": "", "places.data": ""}.items():
        if station.current.value(key) != value:
            station.change(key, value)


def _remove(path: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        Path(f"{path}{suffix}").unlink(missing_ok=True)


def probe_folder(path: str) -> None:
    """Raise :class:`EnvironmentProblem` where nothing can be written."""
    try:
        with tempfile.TemporaryFile(dir=path):
            pass
    except OSError as error:
        raise problem_of_os(error, Path(path)) from error


def look_at_picture(path: str) -> bytes:
    """The picture at ``path`` when it may become a logo; raises ``picture_refused``."""
    with tempfile.TemporaryDirectory() as folder:
        pictures = Pictures(Path(folder))
        return pictures.read(pictures.take(path)) or b""


# --- devices ---------------------------------------------------------------------------------


class TrialPrinters:
    """See :class:`pos_app.presenters.setup_printer.PrinterPortal`."""

    def __init__(self) -> None:
        self._drawer = SlipDrawer(None)

    def system_printers(self) -> Sequence[str]:
        """Names the system knows."""
        from pos_app.ui.system_printer import system_printers

        return system_printers()

    def serial_ports(self) -> Sequence[str]:
        """Ports this computer has."""
        return port_names()

    def print_test(self, printer: PrinterSettings, language: str) -> None:
        """Print the test slip, and cut it."""
        paper = Paper(printer.paper)
        pdf = self._drawer.pdf(to_show(JobKind.TEST, "", language=language), paper)
        self._printer(printer).send(Slip(name="printer-test", pdf=pdf, paper=paper))

    def kick(self, printer: PrinterSettings) -> None:
        """Open the drawer."""
        self._printer(printer).open_drawer()

    def picture(self, paper: Paper, language: str) -> bytes:
        """The test slip as it will come out."""
        shown = paper if paper.is_roll else Paper.ROLL_80
        pages = self._drawer.preview(to_show(JobKind.TEST, "", language=language), shown)
        return pages[0] if pages else b""

    def _printer(self, printer: PrinterSettings) -> PrinterPort:
        if printer.kind == "system":
            from pos_app.ui.system_printer import SystemPrinter

            return SystemPrinter(printer.name)
        return make_printer(printer, self._drawer.bitmaps)


class BackupDoor:
    """See :class:`pos_app.presenters.welcome.RestorePort`."""

    def __init__(self, where: Places, world: World) -> None:
        self._where = where
        self._world = world
        self._plan: RestorePlan | None = None

    def look(self, path: str) -> BackupFound:
        """Prove a backup and say what it holds."""
        self.drop()
        demand_local_folder(self._where.data)
        self._where.data.mkdir(parents=True, exist_ok=True)
        sealer = Sealer(load_or_make_key(self._where.data))
        plan = plan_restore(Path(path), self._where.database, sealer=sealer)
        self._plan = plan
        return BackupFound(
            place=path,
            receipts=plan.content.sales,
            last_receipt=plan.content.last_receipt,
            customers=plan.content.customers,
            products=plan.content.products,
            foreign=plan.foreign,
        )

    def put_in_place(self) -> None:
        """Make it the shop."""
        plan, self._plan = self._plan, None
        assert plan is not None
        world = self._world
        key = load_or_make_key(self._where.data)
        carry_out(plan, self._where.database, clock=world.clock, ids=world.ids, key=key)

    def drop(self) -> None:
        """Take the copy in quarantine away."""
        if self._plan is not None:
            drop_plan_file(self._plan.quarantined)
            self._plan = None


# --- the window ------------------------------------------------------------------------------


def home_zone() -> str:
    """The computer's own time zone, by its IANA name."""
    name = bytes(QTimeZone.systemTimeZoneId().data()).decode("ascii", "replace")
    return name if name and not name.startswith("Etc/") else "UTC"


def home_language() -> str:
    """The first language of the system that the till speaks, else English."""
    for name in QLocale.system().uiLanguages():
        code = name.split("-")[0].casefold()
        if code in LANGUAGES:
            return code
    return "en"


def first_draft(language: str) -> SetupDraft:
    """Where this computer stands, as answers to begin with."""
    zone = home_zone()
    territory = QLocale.system().territory()
    country = country_of(zone) or QLocale.territoryToCode(territory)
    country = country if len(country) == 2 and country.isalpha() else ""
    return SetupDraft(language=language, currency=money_of(country), zone=zone, region=country)


class FirstRun(QObject):
    """Owns the window of the first run; ``opened`` goes on to a shop once it is there."""

    def __init__(
        self,
        own: Places,
        tasks: TaskPort,
        router: ScanRouter,
        *,
        opened: Callable[[Places], None],
        language: str = "",
        world: World | None = None,
        files: Callable[[MainWindow], FileDialogPort] = QtFileDialogs,
    ) -> None:
        super().__init__()
        self.own = own
        self._tasks = tasks
        self._router = router
        self._opened = opened
        self._world = world or system_world()
        self._serial: SerialScanner | None = None
        router.set_settings(ScannerSettings())
        self.window = MainWindow(router)
        self._dialogs = DialogService(self.window, files(self.window))
        self._restore = BackupDoor(own, self._world)
        station = StationService(StationFile(own.station_file)).current
        spoken = language or station.look.language or home_language()
        draft = first_draft(spoken)
        self.voice = Voice(translator(spoken), Formats(spoken, draft.currency))
        self.welcome_view, self.setup_view = WelcomeView(), SetupView()
        self.welcome = WelcomePresenter(self._welcome_parts(), self.welcome_view)
        self.setup = SetupPresenter(self._setup_parts(), self.setup_view, draft)
        self._connect()
        app = QApplication.instance()
        if isinstance(app, QApplication):
            wanted = theme.system_theme() if station.look.theme == "system" else station.look.theme
            theme.apply(app, wanted, text_scale=station.look.text)  # type: ignore[arg-type]

    def _welcome_parts(self) -> WelcomeParts:
        return WelcomeParts(
            voice=self.voice,
            tasks=self._tasks,
            files=self._dialogs,
            restore=self._restore,
            demo_exists=demo_places(self.own).database.exists,
            make_demo=self._make_demo,
            open_demo=lambda: self._opened(demo_places(self.own)),
            open_shop=lambda: self._opened(self.own),
            set_up=self._to_setup,
            alert=self.window.feedback.error,
        )

    def _setup_parts(self) -> SetupParts:
        return SetupParts(
            voice=self.voice,
            tasks=self._tasks,
            files=self._dialogs,
            printers=TrialPrinters(),
            scanner_ports=port_names,
            listen=self._listen,
            look=look_at_picture,
            probe=probe_folder,
            home_zone=home_zone(),
            backups=str(self.own.backups),
            create=self._create,
            finished=lambda: self._opened(self.own),
            left=self._to_welcome,
            alert=self.window.feedback.error,
        )

    def _connect(self) -> None:
        first, second = self.welcome_view, self.setup_view
        for page in (first, second):
            self.window.add_page(page, full=True)
        first.way_taken.connect(self.welcome.choose)
        first.language_chosen.connect(self.welcome.speak)
        first.cancelled.connect(self.welcome.cancel)
        first.accepted.connect(self.welcome.accept)
        second.edited.connect(self.setup.edit)
        second.pressed.connect(self.setup.press)
        second.go_on.connect(self.setup.go_on)
        second.back.connect(self.setup.back)
        second.step_chosen.connect(self.setup.go_to)
        second.scanned.connect(self.setup.scan)
        self.window.scan_unhandled.connect(lambda _text, _source: self.window.feedback.error())

    # --- life --------------------------------------------------------------------------------

    def start(self) -> None:
        """Show the welcome page."""
        self.welcome.show()
        self.window.show_page("welcome")

    def close(self) -> None:
        """Let go of scanner and quarantine; the window is the caller's to put away."""
        self._listen("")
        self.setup_view.meter.stop()
        self._restore.drop()

    def refuse(self, problem: EnvironmentProblem) -> None:
        """A shop could not be opened: say so over the page."""
        words = tell(self.voice, problem)
        self.window.show_message(words, tone="danger")

    def _to_setup(self) -> None:
        self.window.show_page("setup")
        self.setup.open(self.voice.t.language)

    def _to_welcome(self) -> None:
        self.welcome.show()
        self.window.show_page("welcome")

    # --- deeds -------------------------------------------------------------------------------

    def _create(self, result: SetupResult) -> None:
        save_station(self.own, result.station)
        make_shop(self.own, result, self._world)

    def _make_demo(self, language: str, progress: Progress) -> None:
        make_demo(demo_places(self.own).data, language=language, progress=progress)

    def _listen(self, port: str) -> None:
        if self._serial is not None:
            self._serial.stop()
            self._serial.deleteLater()
            self._serial = None
        if port:
            self._serial = SerialScanner(self._router, port, parent=self)
            self._serial.start()
