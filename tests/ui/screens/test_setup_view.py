"""The first run in the real window: real keys through all six steps, on a real disk."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from pos_app.adapters.files.paths import places
from pos_app.adapters.files.station_file import StationFile
from pos_app.adapters.system import SystemClock, SystemIds
from pos_app.bootstrap import first_run
from pos_app.bootstrap.first_run import FirstRun, make_shop
from pos_app.bootstrap.last_shop import demo_places, last_shop, remember
from pos_app.bootstrap.robot import Robot
from pos_app.bootstrap.shop import World, open_shop
from pos_app.domain.errors import EnvironmentProblem, PosError
from pos_app.i18n import Translator
from pos_app.presenters.setup_draft import SetupResult
from pos_app.services.programme_store import mode_of
from pos_app.services.setup import PersonAnswer, ShopAnswers
from pos_app.services.station import StationService
from pos_app.ui import theme
from pos_app.ui.scan_router import ScanRouter
from pos_app.ui.screens.setup_view_meter import ScanMeter
from pos_app.ui.task_runner import TaskRunner
from tests.fakes import FastHasher
from tests.presenters.setup_stage import Files
from tests.ui.shots import cut, grab, nameless, settle

SIZES = ((1024, 768), (1366, 768), (1920, 1080))
STEPS = ("language", "shop", "loyalty", "devices", "people", "backup")


@dataclass
class DialogFiles(Files):
    """All of the file dialogs; saving is not asked for here."""

    def save_file(
        self, title: str, suggested: str, pattern: str, on_path: Callable[[str], None]
    ) -> None:
        raise AssertionError(title)


@dataclass
class Stage:
    """The first run with hands at it."""

    first: FirstRun
    robot: Robot
    files: DialogFiles
    home: Path
    opened: list[Path] = field(default_factory=list)

    @property
    def page(self) -> str:
        current = self.first.window.current_page()
        return current.page_name if current is not None else ""

    @property
    def step(self) -> str:
        return self.first.setup.step


@pytest.fixture
def world() -> World:
    return World(clock=SystemClock(), ids=SystemIds(), hasher=FastHasher())


@pytest.fixture
def stage(qtbot: QtBot, tmp_path: Path, world: World) -> Iterator[Stage]:
    router, tasks = ScanRouter(), TaskRunner()
    router.install()
    files = DialogFiles()
    opened: list[Path] = []
    first = FirstRun(
        places(tmp_path), tasks, router,
        opened=lambda where: opened.append(where.data),
        language="en", world=world, files=lambda _window: files,
    )  # fmt: skip
    qtbot.addWidget(first.window)
    first.window.resize(1366, 768)
    first.start()
    first.window.show()
    first.window.activateWindow()
    made = Stage(first, Robot(first.window), files, tmp_path, opened)
    made.robot.wait(60)
    yield made
    tasks.stop()
    first.close()
    first.window.close()
    router.uninstall()


def reach(stage: Stage, step: str) -> None:
    stage.robot.until(lambda: stage.step == step, f"step {step}, still {stage.step}")
    stage.robot.wait(30)


def test_a_shop_by_keys_alone(stage: Stage, world: World) -> None:
    robot = stage.robot
    assert stage.page == "welcome"
    robot.key("Enter")
    assert stage.page == "setup"
    robot.key("Enter")  # country, time zone … stay
    for _ in range(4):
        if stage.step == "language":
            robot.key("Enter")
    reach(stage, "shop")
    robot.type("Linden")
    for _ in range(8):
        if stage.step == "shop":
            robot.key("Enter")
    reach(stage, "loyalty")
    robot.key("Right")
    robot.key("Enter")
    reach(stage, "devices")
    robot.scan("4600702084122")
    scanner = stage.first.setup_view.devices.scanner
    robot.until(lambda: scanner._code.full_text() == "4600702 084122", "the scan")
    robot.key("Enter")
    for _ in range(5):
        if stage.step == "devices":
            robot.key("Enter")
    reach(stage, "people")
    robot.type("Leyla")
    robot.key("Enter")
    robot.type("246810")
    robot.key("Enter")
    robot.type("246810")
    for _ in range(8):
        if stage.step == "people":
            robot.key("Enter")
    reach(stage, "backup")
    robot.key("Enter")
    robot.until(lambda: bool(stage.opened), "the shop to be made")
    shop = open_shop(places(stage.home), world)
    try:
        assert shop.book.current.settings.shop.name == "Linden"
        assert mode_of(shop.programme.current()[1]) == "both"
        (owner,) = shop.staff.people()
        assert shop.staff.sign_in(owner.id, "246810").person.name == "Leyla"
    finally:
        shop.close()


def test_escape_goes_back_to_the_welcome_page_and_keeps_answers(stage: Stage) -> None:
    robot, setup = stage.robot, stage.first.setup
    robot.key("Enter")
    setup.go_on()
    reach(stage, "shop")
    robot.type("Linden")
    robot.key("Esc")
    assert stage.step == "language"
    robot.key("Esc")
    assert stage.page == "welcome"
    robot.key("Enter")
    assert stage.page == "setup"
    assert setup.draft.texts["shop.name"] == "Linden"


def test_what_is_wrong_gets_the_focus(stage: Stage) -> None:
    stage.robot.key("Enter")
    stage.first.setup.go_on()
    reach(stage, "shop")
    stage.first.setup.go_on()
    stage.robot.wait(30)
    name = stage.first.setup_view.forms["shop"].sections["shop"].grid.questions["shop.name"]
    assert name.error() == "Give the shop a name."  # type: ignore[union-attr]
    focus = stage.first.window.focusWidget()
    assert focus is not None
    assert name.isAncestorOf(focus)


def test_a_scan_is_measured_without_disturbing_it(stage: Stage) -> None:
    stage.robot.key("Enter")
    for step in ("shop", "loyalty", "devices"):
        stage.first.setup.edit("shop.name", "Linden")
        stage.first.setup.go_on()
        reach(stage, step)
    stage.first.setup.edit("printer.kind", "tcp")
    stage.robot.wait(30)
    host = stage.first.setup_view.devices.printer.fields.questions["printer.host"]
    host.setFocus()
    stage.robot.scan("4600702084122")
    scanner = stage.first.setup_view.devices.scanner
    stage.robot.until(lambda: bool(scanner._code.full_text()), "the scan")
    assert host.text() == "", "no key of the scan reaches a field"  # type: ignore[union-attr]
    assert "ms" in scanner._time.text()
    assert scanner._checks._rows[1][2].text() == "Ends with Enter"


def test_a_meter_knows_nothing_of_a_code_by_cable() -> None:
    meter = ScanMeter()
    assert meter.reading("4600702084122", "serial").keys == 0
    assert meter.reading("4600702084122", "keyboard").keys == 0


def test_a_test_slip_goes_into_the_folder(stage: Stage, tmp_path: Path) -> None:
    stage.robot.key("Enter")
    setup = stage.first.setup
    for step in ("shop", "loyalty", "devices"):
        setup.edit("shop.name", "Linden")
        setup.go_on()
        reach(stage, step)
    stage.files.folder = str(tmp_path / "slips")
    stage.first.setup_view.devices.printer.to_pdf.click()
    stage.robot.key("Ctrl P")
    paper = tmp_path / "slips" / "printer-test.pdf"
    stage.robot.until(paper.exists, "the slip")
    stage.robot.until(lambda: setup._steps["devices"].printer._outcome != "", "the answer")  # type: ignore[attr-defined]
    assert paper.read_bytes().startswith(b"%PDF")


# --- making, half-making, remembering --------------------------------------------------------


def answers(**more: object) -> ShopAnswers:
    given = {"shop_name": "Linden", "owner": PersonAnswer(name="Leyla", secret="246810"), **more}
    return ShopAnswers(**given)  # type: ignore[arg-type]


def test_a_shop_that_cannot_be_made_leaves_nothing(tmp_path: Path, world: World) -> None:
    twice = (PersonAnswer(name="Leyla", secret="333333"),)
    with pytest.raises(PosError, match="name_taken"):
        make_shop(places(tmp_path), SetupResult(answers=answers(people=twice), station={}), world)
    assert not list(tmp_path.glob("shop*"))
    make_shop(places(tmp_path), SetupResult(answers=answers(), station={}), world)
    assert places(tmp_path).database.exists()
    assert not list(tmp_path.glob("*.making*"))


def test_a_power_cut_while_making_leaves_no_shop_to_be_found(tmp_path: Path, world: World) -> None:
    (tmp_path / "shop.making").write_bytes(b"half")
    assert last_shop(places(tmp_path)) is None
    make_shop(places(tmp_path), SetupResult(answers=answers(), station={}), world)
    assert last_shop(places(tmp_path)) == places(tmp_path)


def test_a_shop_that_is_there_is_never_written_over(tmp_path: Path, world: World) -> None:
    make_shop(places(tmp_path), SetupResult(answers=answers(), station={}), world)
    before = places(tmp_path).database.read_bytes()
    with pytest.raises(EnvironmentProblem, match="database_exists"):
        make_shop(places(tmp_path), SetupResult(answers=answers(), station={}), world)
    assert places(tmp_path).database.read_bytes() == before


def test_the_shop_opened_last_is_opened_next(tmp_path: Path) -> None:
    own = places(tmp_path)
    demo = demo_places(own)
    demo.data.mkdir()
    demo.database.write_bytes(b"")
    assert last_shop(own) is None, "a demo nobody opened is not gone to"
    remember(own, demo)
    assert last_shop(own) == demo
    own.database.write_bytes(b"")
    assert last_shop(own) == demo
    remember(own, own)
    assert last_shop(own) == own


def test_the_station_keeps_printer_and_second_place(tmp_path: Path) -> None:
    own = places(tmp_path)
    StationService(StationFile(own.station_file)).change("look.language", "pl")
    first_run.save_station(
        own, {"printer.kind": "tcp", "printer.host": "10.0.0.9", "places.second_backup": "/mnt"}
    )
    station = StationService(StationFile(own.station_file)).current
    assert (station.printer.kind, station.printer.host) == ("tcp", "10.0.0.9")
    assert station.places.second_backup == "/mnt"
    assert station.look.language == "", "the screens speak the new shop's language"


def test_a_logo_is_taken_into_the_shops_folder(tmp_path: Path, world: World) -> None:
    from PySide6.QtGui import QColor, QImage

    image = QImage(40, 20, QImage.Format.Format_RGB32)
    image.fill(QColor("black"))
    image.save(str(tmp_path / "sign.png"))
    home = tmp_path / "home"
    result = SetupResult(answers=answers(), station={}, logo=str(tmp_path / "sign.png"))
    assert first_run.look_at_picture(result.logo)
    make_shop(places(home), result, world)
    shop = open_shop(places(home), world)
    try:
        name = shop.book.current.settings.shop.logo
        assert (home / name).read_bytes() == (tmp_path / "sign.png").read_bytes()
    finally:
        shop.close()


def test_a_folder_that_cannot_be_written_to_is_told(tmp_path: Path) -> None:
    first_run.probe_folder(str(tmp_path))
    with pytest.raises(EnvironmentProblem):
        first_run.probe_folder(str(tmp_path / "nowhere"))


# --- looks -----------------------------------------------------------------------------------


def walk(stage: Stage) -> Iterator[str]:
    setup = stage.first.setup
    stage.first._to_setup()
    for step in STEPS:
        settle(stage.first.window)
        yield step
        setup.edit("shop.name", "Ev və Gözəllik")
        for key, value in (("owner", "Leyla"), ("pin", "246810"), ("again", "246810")):
            setup.edit(key, value)
        if step != "backup":
            setup.go_on()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["en", "ru", "pl", "az"])
def test_every_word_fits(stage: Stage, size: tuple[int, int], language: str) -> None:
    stage.first.window.resize(*size)
    stage.first.welcome.speak(language)
    page = stage.first.window.current_page()
    settle(stage.first.window)
    assert page is not None
    assert cut(page) == []
    assert nameless(page) == []
    for step in walk(stage):
        assert cut(stage.first.setup_view) == [], step
        assert nameless(stage.first.setup_view) == [], step


def test_words_a_third_longer_still_fit(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = Translator._

    def longer(self: Translator, message: str, /, **fields: object) -> str:
        text = plain(self, message, **fields)
        return f"{text} {'abcdefg ' * 9}"[: len(text) * 135 // 100 + 1].strip()

    monkeypatch.setattr(Translator, "_", longer)
    stage.first.window.resize(1024, 768)
    stage.first.welcome.show()
    settle(stage.first.window)
    assert cut(stage.first.welcome_view) == []
    for step in walk(stage):
        assert cut(stage.first.setup_view) == [], step


@pytest.mark.parametrize("look", ["light", "dark"])
def test_pictures_of_every_step(stage: Stage, look: str) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app, look)  # type: ignore[arg-type]
    for step in walk(stage):
        picture = grab(stage.first.window, f"setup/{look}-{step}.png", name=look)
        assert picture.width() == 1366


def test_nobody_is_left_watching(stage: Stage) -> None:
    stage.robot.key("Enter")
    assert stage.first.setup_view.meter._installed
    stage.robot.key("Esc")
    assert not stage.first.setup_view.meter._installed


# --- where this computer stands --------------------------------------------------------------


@pytest.mark.parametrize(
    ("zone", "money", "country"),
    [("Asia/Baku", "AZN", "AZ"), ("Europe/Warsaw", "PLN", "PL"), ("Europe/Berlin", "EUR", "DE")],
)
def test_the_computers_zone_says_country_and_money(
    monkeypatch: pytest.MonkeyPatch, zone: str, money: str, country: str
) -> None:
    monkeypatch.setattr(first_run, "home_zone", lambda: zone)
    draft = first_run.first_draft("en")
    assert (draft.zone, draft.currency, draft.region) == (zone, money, country)


def test_the_systems_language_is_one_the_till_speaks() -> None:
    assert first_run.home_language() in ("en", "ru", "pl", "az")
