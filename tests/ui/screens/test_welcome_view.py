"""Where there is no shop: the demo by one key, a backup brought back, and the way out again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from pos_app.adapters.files.instance_lock import InstanceLock
from pos_app.adapters.files.paths import places
from pos_app.adapters.system import SystemClock, SystemIds
from pos_app.bootstrap import first_run
from pos_app.bootstrap.demo_hint import FILE, load_pins, save_pins
from pos_app.bootstrap.first_run import make_shop
from pos_app.bootstrap.last_shop import demo_places, remember
from pos_app.bootstrap.main import Running
from pos_app.bootstrap.program import DesktopProgram
from pos_app.bootstrap.robot import Robot
from pos_app.bootstrap.shop import World, open_shop
from pos_app.domain.errors import EnvironmentProblem
from pos_app.presenters.setup_draft import SetupResult
from pos_app.presenters.welcome import Progress
from pos_app.services.demo_model import DemoPerson, DemoReport
from pos_app.services.setup import PersonAnswer, ShopAnswers
from tests.fakes import FastHasher
from tests.ui.shots import cut, grab, nameless

PIN = "111111"


def fast_world() -> World:
    return World(clock=SystemClock(), ids=SystemIds(), hasher=FastHasher())


@dataclass
class House:
    """The running program on a folder of its own."""

    running: Running
    home: Path

    @property
    def robot(self) -> Robot:
        running = self.running
        window = running.frame.window if running.frame is not None else None
        if running.first_run is not None:
            window = running.first_run.window
        assert window is not None
        return Robot(window)

    @property
    def page(self) -> str:
        one = self.running.frame or self.running.first_run
        current = one.window.current_page() if one is not None else None
        return current.page_name if current is not None else ""

    def reach(self, page: str) -> None:
        self.robot.until(lambda: self.page == page, f"page {page}, still on {self.page}")


def begin(home: Path) -> House:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    running = Running(app, DesktopProgram(places(home)), {"size": (1366, 768)})
    return House(running, home)


@pytest.fixture
def house(qtbot: QtBot, tmp_path: Path) -> Iterator[House]:
    made = begin(tmp_path)
    made.running.open_shop()
    yield made
    made.running.close()


def small_demo(folder: Path, *, language: str, progress: Progress, **_more: object) -> DemoReport:
    """A demo shop of one person instead of a year of sales."""
    progress(0, 2)
    owner = PersonAnswer(name="Helen", secret=PIN)
    answers = ShopAnswers(shop_name="Demo", owner=owner, language=language)
    make_shop(places(folder), SetupResult(answers=answers, station={}), fast_world())
    people = (DemoPerson(name="Helen", role="owner", pin=PIN),)
    report = DemoReport(
        shop="Demo", products=0, customers=0, sales=0, shifts=0, people=people, card="",
        barcodes=(),
    )  # fmt: skip
    save_pins(folder, report)
    progress(2, 2)
    return report


def test_the_demo_by_one_key_and_back_to_ones_own(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(first_run, "make_demo", small_demo)
    assert house.page == "welcome"
    house.robot.key("F2")
    house.reach("sign_in")
    frame = house.running.frame
    assert frame is not None
    assert frame.sign_in_view._hint.text() == "Demo shop: the PIN of Helen is 111111"
    with pytest.raises(EnvironmentProblem, match="already_running"):
        InstanceLock(demo_places(places(house.home)).database).acquire()
    assert frame.leave_demo is not None
    frame.leave_demo()
    house.robot.until(lambda: house.running.first_run is not None, "the welcome page")
    assert house.page == "welcome"
    lock = InstanceLock(demo_places(places(house.home)).database)
    lock.acquire()
    lock.release()
    house.robot.key("F2")
    house.reach("sign_in")


def test_the_next_start_goes_on_where_one_was(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(first_run, "make_demo", small_demo)
    first = begin(tmp_path)
    first.running.open_shop()
    first.robot.key("F2")
    first.reach("sign_in")
    first.running.close()
    second = begin(tmp_path)
    second.running.open_shop()
    try:
        assert second.page == "sign_in"
        assert second.running.shop is not None
        assert second.running.shop.places.data == tmp_path / "demo"
    finally:
        second.running.close()


@pytest.mark.allow_log("the demo shop cannot be opened")
def test_a_damaged_demo_does_not_keep_the_program_from_starting(
    qtbot: QtBot, tmp_path: Path
) -> None:
    demo = demo_places(places(tmp_path))
    demo.data.mkdir()
    demo.database.write_bytes(b"no database at all, and long enough to be looked at" * 90)
    remember(places(tmp_path), demo)
    house = begin(tmp_path)
    house.running.open_shop()
    try:
        assert house.page == "welcome"
        house.robot.key("F2")
        house.robot.until(
            lambda: bool(house.running.first_run and house.running.first_run.window.message()),
            "the refusal",
        )
        assert house.page == "welcome"
    finally:
        house.running.close()


def test_giving_the_demo_up_leaves_nothing_of_it(house: House) -> None:
    """The real generator, stopped by Esc in its first days."""
    house.robot.key("F2")
    first = house.running.first_run
    assert first is not None
    assert first.welcome_view.mode == "work"
    house.robot.key("Esc")
    house.robot.until(lambda: first.welcome_view.mode == "ways", "the ways again")
    assert house.page == "welcome"
    demo = demo_places(places(house.home))
    assert not demo.database.exists()
    assert not list(demo.data.glob("*.making*"))


@pytest.mark.slow
def test_the_real_demo_shop_sells(house: House) -> None:
    house.robot.key("F2")
    for _ in range(12):
        try:
            house.reach("sign_in")
        except TimeoutError:
            continue
        break
    house.robot.wait(100)
    house.robot.type(PIN)
    house.robot.key("Enter")
    house.reach("sale")
    assert load_pins(house.home / "demo")


def test_a_backup_is_brought_back(house: House, tmp_path: Path) -> None:
    old = tmp_path / "old"
    owner = PersonAnswer(name="Leyla", secret="246810")
    result = SetupResult(answers=ShopAnswers(shop_name="Linden", owner=owner), station={})
    make_shop(places(old), result, fast_world())
    shop = open_shop(places(old), fast_world())
    name = shop.backup.make("request")
    path = shop.backups.path_of(name)
    shop.close()
    first = house.running.first_run
    assert first is not None
    first.welcome._look(str(path))
    house.robot.until(lambda: first.welcome_view.mode == "restore", "the backup's content")
    grab(first.window, "setup/restore.png")
    house.robot.key("Enter")
    house.reach("sign_in")
    assert house.running.shop is not None
    assert house.running.shop.book.current.settings.shop.name == "Linden"
    assert house.running.shop.places.data == tmp_path


def test_a_file_that_is_no_backup_is_refused(house: House, tmp_path: Path) -> None:
    (tmp_path / "letter.db").write_text("Dear shop, " * 600, encoding="utf-8")
    first = house.running.first_run
    assert first is not None
    first.welcome._look(str(tmp_path / "letter.db"))
    house.robot.until(lambda: first.welcome_view.mode == "ways", "the refusal")
    assert not first.welcome_view._banner.isHidden()
    assert not places(house.home).database.exists()
    left = [path.name for path in tmp_path.iterdir() if path.is_file()]
    assert set(left) <= {"letter.db", "journal.key", "station.toml"}


@pytest.mark.parametrize("size", [(1024, 768), (1366, 768), (1920, 1080)])
def test_the_page_in_every_language(house: House, size: tuple[int, int]) -> None:
    first = house.running.first_run
    assert first is not None
    first.window.resize(*size)
    for language in ("en", "ru", "pl", "az"):
        first.welcome_view.languages.chip(language).click()
        grab(first.window, f"setup/welcome-{size[0]}-{language}.png")
        assert cut(first.welcome_view) == [], language
        assert nameless(first.welcome_view) == [], language
        assert first.voice.t.language == language


def test_pins_are_told_only_where_they_were_written(tmp_path: Path) -> None:
    assert load_pins(tmp_path) == {}
    (tmp_path / FILE).write_text("[]", encoding="utf-8")
    assert load_pins(tmp_path) == {}
    (tmp_path / FILE).write_text('{"pins": {"Anna": "333333"}}', encoding="utf-8")
    assert load_pins(tmp_path) == {"Anna": "333333"}


def test_closing_the_window_while_the_demo_is_made_leaves_nothing(
    qtbot: QtBot, tmp_path: Path
) -> None:
    made = begin(tmp_path)
    made.running.open_shop()
    made.robot.key("F2")
    made.robot.wait(300)
    made.running.close()
    demo = demo_places(places(tmp_path))
    assert not demo.database.exists()
    assert not list(demo.data.glob("*.making*"))
