"""The settings in the real window on a real shop: by keys, and what holds afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from pos_app.adapters.files.paths import places
from pos_app.adapters.files.pin_hasher import Argon2PinHasher
from pos_app.bootstrap.frame import Frame
from pos_app.bootstrap.main import Running
from pos_app.bootstrap.program import DesktopProgram
from pos_app.bootstrap.shop import World, create_shop
from pos_app.domain.staff import Role
from pos_app.presenters.tasks import ImmediateRunner
from pos_app.services.ports import PinHasher
from pos_app.services.session import Session
from pos_app.services.setup import PersonAnswer, ShopAnswers, TaxAnswer
from pos_app.ui import theme
from pos_app.ui.scan_router import ScanRouter
from pos_app.ui.screens.programme_cards import FieldCard
from pos_app.ui.screens.programme_view import ProgrammeView
from pos_app.ui.screens.settings_restore import RestoreSheet
from pos_app.ui.screens.settings_view import SettingsView
from pos_app.ui.widgets.button import Button
from tests.fakes import FakeClock, FastHasher, SequentialIds
from tests.ui.shots import cut, nameless, settle, text_tree

OWNER, SENIOR, CASHIER = "123456", "222222", "333333"
PAUSE = 50
SECTIONS = (
    "shop", "money", "receipt", "programme", "promotions", "coupon", "printer", "scanner", "till",
    "people", "security", "backup", "data",
)  # fmt: skip


class Till:
    """A window with its shop; keys go in."""

    def __init__(self, home: Path, hasher: PinHasher | None = None) -> None:
        world = World(clock=FakeClock(), ids=SequentialIds(), hasher=hasher or FastHasher())
        self.shop = create_shop(places(home), world)
        self.shop.setup.create(
            ShopAnswers(
                shop_name="Ev",
                owner=PersonAnswer(name="Leyla", secret=OWNER),
                language="en",
                currency="AZN",
                time_zone="Asia/Baku",
                region="AZ",
                taxes=(TaxAnswer(name="VAT", rate=1800),),
                people=(
                    PersonAnswer(name="Marta", secret=SENIOR, role=Role.SENIOR),
                    PersonAnswer(name="Anna", secret=CASHIER),
                ),
            )
        )
        self.shop.station.change("look.full_screen", value=False)
        self.router = ScanRouter()
        self.frame = Frame(self.shop, ImmediateRunner(), self.router, printing=False)
        self.window = self.frame.window
        self.frame.start()
        self.window.resize(1366, 768)
        self.window.show()

    def enter(self, name: str, pin: str) -> None:
        """Sign in and go to the settings."""
        person = next(each for each in self.shop.staff.people() if each.name == name)
        self.frame._entered(self.shop.staff.sign_in(person.id, pin))
        self.window.show_page("settings")
        settle(self.window)

    @property
    def page(self) -> SettingsView:
        page = self.window.page("settings")
        assert isinstance(page, SettingsView)
        return page

    @property
    def open_section(self) -> str:
        presenter = self.frame.office.settings._presenter
        assert presenter is not None
        return presenter.section.key

    def go(self, key: str) -> None:
        """Open a section."""
        presenter = self.frame.office.settings._presenter
        assert presenter is not None
        presenter.choose_section(key)
        settle(self.window)

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
        """A key at a person's pace."""
        target = QApplication.focusWidget() or self.window
        QTest.keyClick(target, key, modifier or Qt.KeyboardModifier.NoModifier, PAUSE)
        settle(self.window)

    def ctrl(self, key: Qt.Key) -> None:
        """A key with Ctrl."""
        self.key(key, Qt.KeyboardModifier.ControlModifier)

    def write(self, key: str, text: str) -> None:
        """Put other text into a field, by keys."""
        field = self.page.box(key)
        assert isinstance(field, QLineEdit), key
        field.setFocus()
        field.selectAll()
        for sign in text:
            QTest.keyClick(field, sign, Qt.KeyboardModifier.NoModifier, PAUSE)
        settle(self.window)

    def close(self) -> None:
        self.frame.close()
        self.window.close()
        self.router.uninstall()
        self.window.deleteLater()
        self.shop.close()


@pytest.fixture
def till(qtbot: QtBot, tmp_path: Path) -> Iterator[Till]:
    made = Till(tmp_path)
    qtbot.waitUntil(made.window.isActiveWindow, timeout=3000)
    made.router.install()
    made.enter("Leyla", OWNER)
    yield made
    made.close()


def test_keys_walk_the_sections_and_ctrl_digits_jump(till: Till) -> None:
    till.page.setFocus()
    till.key(Qt.Key.Key_Down)
    assert till.open_section == "money"
    till.ctrl(Qt.Key.Key_9)
    ninth = till.open_section
    till.key(Qt.Key.Key_Down)
    assert till.open_section != ninth
    till.key(Qt.Key.Key_Up)
    assert till.open_section == ninth == "after_sale"


def test_a_name_typed_and_saved_by_keys_stands_in_the_strip_and_the_journal(till: Till) -> None:
    till.write("shop.name", "Dom")
    assert till.shop.settings.current.shop.name == "Ev"
    till.ctrl(Qt.Key.Key_S)
    assert till.shop.settings.current.shop.name == "Dom"
    rows = till.shop.audit.page(till.frame.session, prefix="settings.")  # type: ignore[arg-type]
    assert any("Dom" in row.content for row in rows)


def test_a_mistake_stays_in_its_field_with_the_focus(till: Till) -> None:
    till.write("shop.return_days", "many")
    till.ctrl(Qt.Key.Key_S)
    assert till.shop.settings.current.shop.return_days == 14
    field = till.page.box("shop.return_days")
    assert isinstance(field, QLineEdit)
    assert field.hasFocus()
    assert field.text() == "many"


def test_esc_keeps_what_was_typed_and_says_so(till: Till) -> None:
    till.write("shop.name", "Dom")
    till.key(Qt.Key.Key_Escape)
    current = till.window.current_page()
    assert current is not None
    assert current.page_name == "sale"
    assert "kept" in till.window.message()
    till.window.show_page("settings")
    field = till.page.box("shop.name")
    assert isinstance(field, QLineEdit)
    assert field.text() == "Dom"
    till.page.setFocus()
    till.ctrl(Qt.Key.Key_Z)
    assert field.text() == "Ev"


def test_the_theme_holds_at_once(till: Till) -> None:
    till.go("till")
    till.page.edited.emit("look.theme", "dark")
    settle(till.window)
    assert theme.current() == "dark"
    assert till.shop.station.current.look.theme == "dark"


def test_another_language_rebuilds_the_page_where_it_was(till: Till) -> None:
    till.write("shop.name", "Dom")
    till.go("till")
    till.page.edited.emit("look.language", "ru")
    settle(till.window)
    settle(till.window)
    assert till.frame.t.language == "ru"
    assert till.open_section == "till"
    till.go("shop")
    field = till.page.box("shop.name")
    assert isinstance(field, QLineEdit)
    assert field.text() == "Dom"


def test_a_scan_shows_what_the_till_takes_it_for(till: Till) -> None:
    till.go("scanner")
    till.router.accept("2900000000018", "serial")
    settle(till.window)
    field = till.page.box("try.code")
    assert isinstance(field, QLineEdit)
    assert field.text() == "2900000000018"
    assert "looks like a loyalty card" in text_tree(till.page)


def test_the_test_slip_goes_where_the_form_says(till: Till, tmp_path: Path) -> None:
    folder = tmp_path / "slips"
    folder.mkdir()
    till.go("printer")
    till.page.edited.emit("printer.kind", "folder")
    till.page.edited.emit("printer.folder", str(folder))
    settle(till.window)
    till.ctrl(Qt.Key.Key_P)
    assert [path.suffix for path in folder.iterdir()] == [".pdf"]
    assert till.shop.station.current.printer.kind == "none"
    till.ctrl(Qt.Key.Key_S)
    assert till.shop.station.current.printer.folder == str(folder)
    assert till.frame.printing.exists or till.shop.station.current.printer.kind == "folder"


def test_a_copy_is_made_listed_and_put_on_the_second_medium(till: Till, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    till.shop.station.change("places.second_backup", str(stick))
    till.go("backup")
    till.page.setFocus()
    till.key(Qt.Key.Key_Insert)
    assert len(till.shop.backups.list()) == 1
    assert sorted(path.suffix for path in stick.iterdir()) == [".db", ".json"]


def test_a_restore_asks_for_the_secret_again_and_hands_the_work_over(till: Till) -> None:
    done: list[object] = []
    till.frame.reopen = done.append
    till.go("backup")
    till.page.pressed.emit("make", "")
    name = till.shop.backups.list()[0].file
    till.page.chosen.emit("copies", name)
    till.page.pressed.emit("restore", "")
    sheet = till.window.dialog()
    assert isinstance(sheet, RestoreSheet)
    settle(till.window)
    for sign in "000000":
        QTest.keyClick(sheet.first_focus(), sign, Qt.KeyboardModifier.NoModifier, PAUSE)
    sheet.yes.click()
    assert done == []
    assert till.window.dialog() is sheet
    for sign in OWNER:
        QTest.keyClick(sheet.first_focus(), sign, Qt.KeyboardModifier.NoModifier, PAUSE)
    sheet.yes.click()
    settle(till.window)
    assert till.window.dialog() is None
    assert len(done) == 1
    till.shop.close()
    done[0]()  # type: ignore[operator]
    assert list(till.shop.places.database.parent.glob("shop-before-restore-*.db"))


def test_the_programme_opens_and_saves_by_keys(till: Till) -> None:
    till.go("programme")
    till.page.setFocus()
    till.key(Qt.Key.Key_Return)
    page = till.window.current_page()
    assert isinstance(page, ProgrammeView)
    before = till.shop.programme.current()[0]
    page.edited.emit("share", "45")
    till.ctrl(Qt.Key.Key_S)
    version, programme = till.shop.programme.current()
    assert (version, programme.max_points_share) == (before + 1, 4500)
    till.key(Qt.Key.Key_Escape)
    assert till.window.current_page() is till.page


def test_sections_are_walked_and_filled_by_keys(till: Till) -> None:
    till.window.show_page("programme")
    page = till.window.page("programme")
    assert isinstance(page, ProgrammeView)
    before = till.shop.programme.current()[0]
    till.ctrl(Qt.Key.Key_2)
    card = page.findChildren(FieldCard)[0]
    delay = card.boxes["delay"].control()
    delay.setFocus()
    till.ctrl(Qt.Key.Key_A)
    for sign in "14":
        QTest.keyClick(delay, sign, Qt.KeyboardModifier.NoModifier, PAUSE)
    settle(till.window)
    assert "1 unsaved change" in text_tree(page)
    till.ctrl(Qt.Key.Key_S)
    version, programme = till.shop.programme.current()
    assert (version, programme.activation_delay_days) == (before + 1, 14)
    page.setFocus()
    till.ctrl(Qt.Key.Key_6)
    settle(till.window)
    words = text_tree(page)
    assert "Can be spent after: 0 days → 14 days" in words
    look = [each for each in page.findChildren(Button) if each.accessibleName().startswith("Look")]
    look[-1].click()
    settle(till.window)
    assert "Version 1" in text_tree(page)
    till.key(Qt.Key.Key_Escape)
    assert till.window.current_page() is page
    till.key(Qt.Key.Key_Escape)
    assert till.window.current_page() is till.page


def test_the_year_is_counted_behind_the_window(till: Till, qtbot: QtBot) -> None:
    till.window.show_page("programme")
    page = till.window.page("programme")
    said = "No receipts with a customer in the last 12 months yet"
    qtbot.waitUntil(lambda: said in text_tree(page), timeout=10_000)


def test_a_cashier_sees_everything_locked_but_the_looks(till: Till) -> None:
    till.enter("Anna", CASHIER)
    for key in ("shop", "money", "receipt", "coupon", "printer", "scanner", "people", "security"):
        till.go(key)
        assert "owner has to sign in" in text_tree(till.page), key
    till.go("shop")
    field = till.page.box("shop.name")
    assert field is not None
    assert not field.isEnabled()
    till.page.edited.emit("shop.name", "Dom")
    till.page.saved.emit()
    assert till.shop.settings.current.shop.name == "Ev"
    till.go("till")
    till.page.edited.emit("look.text", "110")
    assert till.shop.station.current.look.text == 110
    QApplication.instance().setProperty("text_scaled", True)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("language", "size"),
    [
        ("en", (1024, 768)),
        ("ru", (1024, 768)),
        ("pl", (1024, 768)),
        ("az", (1024, 768)),
        ("ru", (1366, 768)),
        ("az", (1920, 1080)),
    ],
)
def test_every_section_fits(till: Till, language: str, size: tuple[int, int]) -> None:
    till.shop.station.change("look.language", language)
    till.frame.relanguage()
    till.window.resize(*size)
    till.window.show_page("settings")
    for key in SECTIONS:
        till.go(key)
        assert cut(till.page) == [], key
        assert nameless(till.page) == [], key
    till.window.show_page("programme")
    page = till.window.page("programme")
    assert isinstance(page, ProgrammeView)
    page.mode_chosen.emit("both")
    for kind in ("welcome", "birthday", "questionnaire", "referral"):
        page.edited.emit(f"on:{kind}", "1")
    page.row_added.emit("holidays")
    page.edited.emit("when.choice", "day")
    for key in ("basics", "earning", "spending", "stacking", "gifts", "versions"):
        page.section_chosen.emit(key)
        settle(till.window)
        assert cut(page) == [], key
        assert nameless(page) == [], key


def test_a_restored_copy_is_what_the_window_shows_afterwards(
    qtbot: QtBot, tmp_path: Path, qapp: QApplication
) -> None:
    first = Till(tmp_path, Argon2PinHasher(light=True))
    first.shop.backup.make("request")
    first.shop.settings.change(
        _session_of(first, "Leyla", OWNER), "shop.name", "Changed after the copy"
    )
    first.close()
    running = Running(qapp, DesktopProgram(places(tmp_path)), {"size": (1366, 768)})
    try:
        running.open_shop()
        frame = running.frame
        assert frame is not None
        assert frame.shop.settings.current.shop.name == "Changed after the copy"
        person = next(each for each in frame.shop.staff.people() if each.name == "Leyla")
        frame._entered(frame.shop.staff.sign_in(person.id, OWNER))
        copies = frame.office.settings._copies
        copies.look(copies.files()[0].name)
        copies.owner_secret(OWNER)
        copies.restore()
        qtbot.waitUntil(lambda: running.frame is not frame, timeout=5000)
        assert running.frame is not None
        assert running.frame.shop.settings.current.shop.name == "Ev"
    finally:
        running.close()


def _session_of(till: Till, name: str, pin: str) -> Session:
    person = next(each for each in till.shop.staff.people() if each.name == name)
    return till.shop.staff.sign_in(person.id, pin)
