"""The settings by section: what is typed, what is refused and where, what holds afterwards."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

import pytest

from pos_app.domain.errors import EnvironmentProblem, PosError
from pos_app.domain.receipt import ReceiptSnapshot
from pos_app.domain.staff import Role
from pos_app.i18n import Formats, translator
from pos_app.presenters.people import PeopleSection
from pos_app.presenters.sale_ports import Voice
from pos_app.presenters.settings import SettingsPresenter
from pos_app.presenters.settings_backup import BackupFile, BackupSection, RestoreLook
from pos_app.presenters.settings_certificates import AMOUNTS
from pos_app.presenters.settings_data import DataSection
from pos_app.presenters.settings_devices import (
    SCANNER_KEYS,
    BothValues,
    ScannerSection,
    TillSection,
)
from pos_app.presenters.settings_form import (
    Common,
    Memory,
    Section,
    ShopValues,
    StationValues,
    read_keys,
    show_keys,
)
from pos_app.presenters.settings_money import MoneySection
from pos_app.presenters.settings_printer import PrinterSection
from pos_app.presenters.settings_shop import (
    CouponSection,
    ReceiptSection,
    SecuritySection,
    ShopSection,
)
from pos_app.presenters.settings_state import FieldView, RestoreQuestion, SettingsState
from pos_app.presenters.tasks import ImmediateRunner
from pos_app.services.audit import AuditService, Difference
from pos_app.services.backup import BackupState
from pos_app.services.documents import PrinterStatus
from pos_app.services.sample_receipt import sample_receipt
from pos_app.services.station import PrinterSettings, StationService
from tests.builders import Shop
from tests.fakes import MemoryStation
from tests.services.desk import make_counter


class Page:
    """Keeps the last state and how often it beeped."""

    state: SettingsState

    def __init__(self) -> None:
        self.beeps = 0

    def render(self, state: SettingsState) -> None:
        self.state = state

    def alert(self) -> None:
        self.beeps += 1


class Artist:
    """Draws when the test says; keeps what it was given."""

    def __init__(self) -> None:
        self.wanted: list[ReceiptSnapshot] = []
        self.done: list[Callable[[bytes], None]] = []

    def draw(self, receipt: ReceiptSnapshot, done: Callable[[bytes], None]) -> None:
        self.wanted.append(receipt)
        self.done.append(done)


class Album:
    """Pictures by path."""

    def take(self, path: str) -> str:
        if path.endswith(".gif"):
            raise PosError("picture_refused", reason="kind")
        return "logo.png"

    def read(self, name: str) -> bytes | None:
        return b"png"


class Files:
    """Answers a question for a file at once."""

    def __init__(self) -> None:
        self.path = "/pictures/logo.png"

    def open_file(self, title: str, pattern: str, on_path: Callable[[str], None]) -> None:
        on_path(self.path)

    def open_folder(self, title: str, start: str, on_path: Callable[[str], None]) -> None:
        on_path("/media/stick")


class Printers:
    """A printer that remembers, or fails."""

    def __init__(self) -> None:
        self.tests: list[PrinterSettings] = []
        self.fault = ""
        self.answer = PrinterStatus(online=True)

    def system_printers(self) -> Sequence[str]:
        return ("XP-80", "Office")

    def serial_ports(self) -> Sequence[str]:
        return ("ttyUSB0",)

    def print_test(self, printer: PrinterSettings, language: str) -> None:
        if self.fault:
            raise EnvironmentProblem(self.fault)
        self.tests.append(printer)

    def kick(self, printer: PrinterSettings) -> None:
        self.tests.append(printer)

    def status(self, printer: PrinterSettings) -> PrinterStatus:
        return self.answer


class Copies:
    """Copies in memory."""

    place = "/data/backups"
    can_restore = True

    def __init__(self, shop: Shop) -> None:
        self.shop = shop
        self.listed: list[BackupFile] = []
        self.failed, self.restored, self.forgotten = "", 0, 0

    def files(self) -> Sequence[BackupFile]:
        return self.listed

    def state(self) -> BackupState:
        last = self.listed[0].made_at if self.listed else None
        return BackupState(last_verified=last, failed=self.failed, old=last is None)

    def make(self) -> str:
        if self.failed:
            raise EnvironmentProblem(self.failed)
        made = BackupFile(
            name="a.db",
            made_at=self.shop.clock.now(),
            size=2_000_000,
            reason="request",
            verified=True,
            sales=3,
        )
        self.listed.insert(0, made)
        return made.name

    def look(self, name: str) -> RestoreLook:
        return RestoreLook(
            name=name,
            made_at=self.shop.clock.now(),
            sales=3,
            customers=2,
            products=5,
            lost=4,
            gained=0,
            foreign=False,
        )

    def forget(self) -> None:
        self.forgotten += 1

    def owner_secret(self, secret: str) -> None:
        if secret != "right":
            raise PosError("wrong_pin", left=4)

    def restore(self) -> None:
        self.restored += 1


class Asker:
    """Keeps the question."""

    def ask(
        self,
        question: RestoreQuestion,
        on_secret: Callable[[str], str],
        on_no: Callable[[], None],
    ) -> None:
        self.question, self.on_secret, self.on_no = question, on_secret, on_no


class Proofs:
    """What does not hold."""

    def __init__(self) -> None:
        self.found: list[Difference] = []

    def differences(self) -> Sequence[Difference]:
        return self.found


class Stage:
    """The page on a real shop; devices and copies are the test's."""

    def __init__(self, shop: Shop, role: Role = Role.OWNER) -> None:
        from pos_app.adapters.sqlite.journal_pages import SqliteJournalPages

        self.shop, self.page = shop, Page()
        self.station = StationService(MemoryStation())
        self.heard: list[str] = []
        self.artist, self.files, self.printers = Artist(), Files(), Printers()
        self.copies, self.asker, self.proofs = Copies(shop), Asker(), Proofs()
        session = shop.as_role(role)
        common = Common(
            voice=Voice(translator("en"), Formats("en", "PLN")),
            session=lambda: session,
            is_owner=lambda: session.role is Role.OWNER,
            show=lambda: self.presenter.show(),
            alert=self.page.alert,
            memory=Memory(),
        )
        values = ShopValues(service=shop.settings, session=lambda: session)
        station = StationValues(service=self.station, changed=self.heard.append)
        tasks = ImmediateRunner()
        audit = AuditService(
            shop.store.uow, SqliteJournalPages(shop.store.path), self.proofs, shop.sink
        )

        def as_is(at: datetime) -> datetime:
            return at

        sections: list[Section] = [
            ShopSection(common, values),
            MoneySection(common, values, shop.catalogue, self._has_sales),
            ReceiptSection(
                common,
                values,
                sample=self._sample,
                artist=self.artist,
                pictures=Album(),
                files=self.files,
            ),
            CouponSection(common, values),
            PrinterSection(
                common,
                station,
                desk=self.printers,
                tasks=tasks,
                choose_folder=self.files.open_folder,
            ),
            ScannerSection(
                common,
                BothValues(values, station, SCANNER_KEYS),
                ports=lambda: ("ttyUSB0",),
                digits=2,
            ),
            TillSection(common, station),
            PeopleSection(common, shop.staff),
            SecuritySection(common, values),
            BackupSection(
                common,
                BothValues(values, station, frozenset({"places.second_backup"})),
                desk=self.copies,
                tasks=tasks,
                asker=self.asker,
                choose_folder=self.files.open_folder,
                choose_file=lambda _title, _kind, on_path: on_path("/media/x.db"),
                local=as_is,
            ),
            DataSection(
                common,
                audit=audit,
                tasks=tasks,
                local=as_is,
                sections=lambda: sections,
                export_people=lambda: self.heard.append("export"),
            ),
        ]
        self.presenter = SettingsPresenter(common, sections, self.page)
        self.presenter.open()

    def _has_sales(self) -> bool:
        with self.shop.store.uow() as uow:
            return uow.sales.last_instant() is not None

    def _sample(self) -> ReceiptSnapshot:
        settings = self.shop.settings.reload()
        return sample_receipt(settings, (), "VAT", 2300, self.shop.clock.now(), "Leyla", "Goods")

    def at(self, section: str) -> Stage:
        """Open a section."""
        self.presenter.choose_section(section)
        return self

    @property
    def state(self) -> SettingsState:
        return self.page.state

    def field(self, key: str) -> FieldView:
        """A field of the open form."""
        return next(f for block in self.state.blocks for f in block.fields if f.key == key)

    def says(self, block: str) -> str:
        """The sentence of a card."""
        return next(each.says for each in self.state.blocks if each.key == block)

    def rows(self, block: str) -> list[str]:
        """The titles of a card's rows."""
        found = next(each for each in self.state.blocks if each.key == block)
        return [row.title for row in found.rows]

    def notes(self, block: str) -> list[str]:
        """The second lines of a card's rows."""
        found = next(each for each in self.state.blocks if each.key == block)
        return [row.note for row in found.rows]


@pytest.fixture
def stage(shop: Shop) -> Stage:
    return Stage(shop)


# --- shop, and what all forms share ----------------------------------------------------------


def test_nothing_is_kept_before_save_and_all_of_it_after(stage: Stage) -> None:
    stage.presenter.edit("shop.name", "Nowy")
    stage.presenter.edit("shop.return_days", "30")
    assert stage.state.unsaved == "2 unsaved changes"
    assert stage.shop.settings.current.shop.name == "Dom i Uroda"
    stage.presenter.save()
    assert stage.shop.settings.current.shop.name == "Nowy"
    assert stage.shop.settings.current.shop.return_days == 30
    assert (stage.state.unsaved, stage.state.notice) == ("", "Saved.")


def test_typing_the_old_text_again_is_no_change(stage: Stage) -> None:
    stage.presenter.edit("shop.name", "X")
    stage.presenter.edit("shop.name", "Dom i Uroda")
    assert stage.state.unsaved == ""


@pytest.mark.parametrize(
    ("key", "text"), [("shop.name", ""), ("shop.return_days", "soon"), ("shop.return_days", "999")]
)
def test_a_refusal_stands_under_its_field_and_keeps_the_text(
    stage: Stage, key: str, text: str
) -> None:
    stage.presenter.edit("shop.phone", "600 100 200")
    stage.presenter.edit(key, text)
    stage.presenter.save()
    assert stage.field(key).error
    assert stage.field(key).text == text
    assert stage.state.fault == key
    assert stage.shop.settings.current.shop.phone == ""


def test_leaving_a_section_keeps_its_texts_and_says_so(stage: Stage) -> None:
    stage.presenter.edit("shop.name", "Nowy")
    stage.at("security")
    assert "kept" in stage.state.notice
    assert stage.state.sections[0].mark == "1 unsaved change"
    stage.at("shop")
    assert stage.field("shop.name").text == "Nowy"
    stage.presenter.undo()
    assert stage.field("shop.name").text == "Dom i Uroda"


@pytest.mark.parametrize("role", [Role.CASHIER, Role.SENIOR])
def test_only_the_owner_changes_the_shop(shop: Shop, role: Role) -> None:
    stage = Stage(shop, role)
    for section in ("shop", "money", "receipt", "coupon", "printer", "scanner", "people"):
        stage.at(section)
        assert stage.state.lock
        assert all(f.locked for b in stage.state.blocks for f in b.fields if f.key != "try.code")
    stage.at("shop")
    stage.presenter.edit("shop.name", "Nowy")
    stage.presenter.save()
    assert shop.settings.reload().shop.name == "Dom i Uroda"


# --- money and taxes -------------------------------------------------------------------------


def test_the_currency_is_fixed_after_the_first_sale(stage: Stage) -> None:
    stage.at("money")
    assert not stage.field("money.currency").locked
    counter = make_counter(stage.shop)
    stage.shop.product("A", 100, sku="A")
    counter.desk.scan("A")
    counter.pay_cash()
    stage.presenter.refresh()
    assert stage.field("money.currency").locked
    assert "Fixed" in stage.field("money.currency").hint


def test_taxes_are_added_changed_and_retired(stage: Stage) -> None:
    stage.at("money")
    stage.presenter.press("add_tax")
    stage.presenter.edit("tax.name", "VAT 5%")
    stage.presenter.edit("tax.rate", "5")
    stage.presenter.save()
    added = stage.shop.catalogue.taxes()[-1]
    assert (added.name, added.rate, added.active) == ("VAT 5%", 500, True)
    stage.presenter.edit("tax.rate", "5,5")
    stage.presenter.save()
    assert stage.shop.catalogue.taxes()[-1].rate == 550
    stage.presenter.press("switch_tax")
    assert not stage.shop.catalogue.taxes()[-1].active


def test_a_tax_without_a_rate_is_refused_in_place(stage: Stage) -> None:
    stage.at("money")
    stage.presenter.press("add_tax")
    stage.presenter.edit("tax.name", "X")
    stage.presenter.edit("tax.rate", "much")
    stage.presenter.save()
    assert stage.field("tax.rate").error
    assert len(stage.shop.catalogue.taxes()) == 2


def test_a_half_typed_tax_is_not_lost_by_looking_at_another(stage: Stage) -> None:
    stage.at("money")
    first, second = (str(tax.id) for tax in stage.shop.catalogue.taxes())
    stage.presenter.choose("taxes", first)
    stage.presenter.edit("tax.name", "VAT")
    stage.presenter.choose("taxes", second)
    assert stage.field("tax.name").text == "VAT"
    assert "first" in stage.state.notice


# --- receipt and coupon ----------------------------------------------------------------------


def test_the_slip_is_drawn_with_the_texts_as_typed_one_picture_at_a_time(stage: Stage) -> None:
    stage.at("receipt")
    for text in ("T", "Th", "Thanks!"):
        stage.presenter.edit("shop.thanks", text)
    assert len(stage.artist.wanted) == 1
    stage.artist.done[0](b"first")
    assert [receipt.shop.thanks for receipt in stage.artist.wanted] == ["", "Thanks!"]
    stage.artist.done[1](b"second")
    assert stage.state.side is not None
    assert stage.state.side.picture == b"second"


def test_the_logo_is_chosen_and_removed(stage: Stage) -> None:
    stage.at("receipt")
    stage.presenter.press("logo")
    stage.presenter.save()
    assert stage.shop.settings.current.shop.logo == "logo.png"
    stage.presenter.press("no_logo")
    stage.presenter.save()
    assert stage.shop.settings.current.shop.logo == ""


def test_a_picture_of_the_wrong_kind_is_refused_where_it_was_chosen(stage: Stage) -> None:
    stage.files.path = "/pictures/logo.gif"
    stage.at("receipt").presenter.press("logo")
    assert stage.says("logo") == "Only PNG and JPEG pictures can be taken."


def test_the_coupon_shows_its_fields_while_it_is_on(stage: Stage) -> None:
    stage.at("coupon")
    assert [f.key for f in stage.state.blocks[0].fields] == ["next_coupon.enabled"]
    stage.presenter.edit("next_coupon.enabled", "1")
    assert stage.field("next_coupon.value").suffix == "%"
    stage.presenter.edit("next_coupon.benefit", "amount")
    assert stage.field("next_coupon.value").suffix == "zł"
    stage.presenter.edit("next_coupon.value", "15")
    stage.presenter.edit("next_coupon.threshold", "80,50")
    stage.presenter.save()
    coupon = stage.shop.settings.current.next_coupon
    assert (coupon.enabled, coupon.benefit) == (True, "amount")
    assert (coupon.value, coupon.threshold) == (1500, 8050)


# --- devices ---------------------------------------------------------------------------------


def test_the_printer_is_tried_as_typed_and_used_when_saved(stage: Stage) -> None:
    stage.at("printer")
    stage.presenter.edit("printer.kind", "tcp")
    stage.presenter.edit("printer.host", "10.0.0.9")
    stage.presenter.press("test")
    assert [printer.host for printer in stage.printers.tests] == ["10.0.0.9"]
    assert stage.says("trial") == "The test slip was printed."
    assert stage.heard == []
    stage.presenter.save()
    assert stage.station.current.printer.kind == "tcp"
    assert sorted(stage.heard) == ["printer.host", "printer.kind"]


def test_a_dead_printer_says_why(stage: Stage) -> None:
    stage.printers.fault = "printer_offline"
    stage.at("printer").presenter.edit("printer.kind", "system")
    assert stage.field("printer.name").text == "XP-80"
    stage.presenter.press("test")
    assert stage.says("trial") == "The printer cannot be reached. Is it switched on?"


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (PrinterStatus(online=True), "It is ready."),
        (PrinterStatus(online=True, paper_out=True), "The paper is out."),
        (PrinterStatus(online=True, cover_open=True), "The cover is open."),
        (PrinterStatus(online=True, paper_low=True), "It is ready, but the paper is nearly out."),
        (PrinterStatus(online=False), "The printer cannot be reached. Is it switched on?"),
    ],
)
def test_the_printer_answers_in_words(stage: Stage, status: PrinterStatus, words: str) -> None:
    stage.printers.answer = status
    stage.at("printer").presenter.edit("printer.kind", "tcp")
    stage.presenter.press("status")
    assert stage.says("trial") == words


def test_a_senior_may_try_the_printer_but_not_set_it(shop: Shop) -> None:
    stage = Stage(shop, Role.SENIOR)
    stage.station.change("printer.kind", "tcp")
    stage.at("printer").presenter.edit("printer.host", "10.0.0.9")
    stage.presenter.press("test")
    assert [printer.host for printer in stage.printers.tests] == [""]


def test_a_scanned_code_is_explained_by_the_settings_as_typed(stage: Stage) -> None:
    stage.at("scanner")
    assert stage.presenter.scan("4600702084122")
    assert stage.says("try") == "product, not in the list yet"
    stage.presenter.edit("scanner.card_formats", "7700####")
    stage.presenter.scan("77001234")
    assert stage.says("try") == "looks like a loyalty card"


def test_keys_around_a_code_are_written_readably(stage: Stage) -> None:
    assert show_keys("\r") == "<Enter>"
    assert read_keys("<STX>A<Tab>") == "\x02A\t"
    stage.at("scanner").presenter.edit("scanner.suffix", "<Tab>")
    stage.presenter.edit("scanner.device", "ttyUSB0")
    stage.presenter.save()
    assert stage.shop.settings.current.scanner.suffix == "\t"
    assert stage.station.current.scanner.device == "ttyUSB0"
    assert stage.heard == ["scanner.device"]


def test_two_prefixes_alike_are_refused_in_place(stage: Stage) -> None:
    stage.at("scanner").presenter.edit("scanner.coupon_prefix", "S")
    stage.presenter.save()
    assert stage.field("scanner.coupon_prefix").error
    assert stage.shop.settings.reload().scanner.coupon_prefix == "K"


def test_the_looks_are_everybodys_and_hold_at_once(shop: Shop) -> None:
    stage = Stage(shop, Role.CASHIER).at("till")
    stage.presenter.edit("look.theme", "dark")
    stage.presenter.edit("look.text", "125")
    look = stage.station.current.look
    assert (look.theme, look.text) == ("dark", 125)
    assert stage.heard == ["look.theme", "look.text"]
    assert not stage.state.saves


# --- people ----------------------------------------------------------------------------------


def test_a_new_person_can_sign_in_with_the_pin_given(stage: Stage) -> None:
    stage.at("people").presenter.press("add_person")
    for key, text in (("name", "Zofia"), ("role", "senior"), ("secret", "777777")):
        stage.presenter.edit(f"person.{key}", text)
    stage.presenter.save()
    person = next(each for each in stage.shop.staff.people() if each.name == "Zofia")
    assert stage.shop.staff.sign_in(person.id, "777777").role is Role.SENIOR
    assert stage.state.notice == "Saved: Zofia."


@pytest.mark.parametrize(
    ("texts", "field"),
    [
        ({"name": "", "secret": "777777"}, "name"),
        ({"name": "Anna", "secret": "777777"}, "name"),
        ({"name": "Zofia", "secret": "77"}, "secret"),
        ({"name": "Zofia", "secret": "secret", "role": "owner"}, "secret"),
    ],
)
def test_what_a_person_lacks_is_said_in_its_field(
    stage: Stage, texts: dict[str, str], field: str
) -> None:
    stage.at("people").presenter.press("add_person")
    for key, text in texts.items():
        stage.presenter.edit(f"person.{key}", text)
    stage.presenter.save()
    assert stage.field(f"person.{field}").error
    assert stage.state.fault == f"person.{field}"
    assert len(stage.shop.staff.people()) == 4


def test_a_new_pin_replaces_the_old_one_and_lifts_the_wait(stage: Stage) -> None:
    anna = stage.shop.people["Anna"]
    for _ in range(5):
        with pytest.raises(PosError):
            stage.shop.staff.sign_in(anna.id, "000000")
    stage.at("people").presenter.choose("people", str(anna.id))
    stage.presenter.edit("person.secret", "888888")
    stage.presenter.save()
    assert stage.shop.staff.sign_in(anna.id, "888888").person_id == anna.id


def test_the_last_owner_stays(stage: Stage) -> None:
    leyla = stage.shop.people["Leyla"]
    stage.at("people").presenter.choose("people", str(leyla.id))
    stage.presenter.press("switch_person")
    assert stage.state.notice == "The shop must keep an owner."
    assert next(p for p in stage.shop.staff.people() if p.id == leyla.id).active


def test_somebody_who_left_signs_in_no_more_and_may_come_back(stage: Stage) -> None:
    boris = stage.shop.people["Boris"]
    stage.at("people").presenter.choose("people", str(boris.id))
    stage.presenter.press("switch_person")
    with pytest.raises(PosError, match="person_inactive"):
        stage.shop.staff.sign_in(boris.id, "444444")
    stage.presenter.press("switch_person")
    assert stage.shop.staff.sign_in(boris.id, "444444")


def test_a_scanned_staff_card_fills_its_field(stage: Stage) -> None:
    anna = stage.shop.people["Anna"]
    stage.at("people").presenter.choose("people", str(anna.id))
    assert stage.presenter.scan("S-ANNA-1")
    stage.presenter.save()
    assert stage.shop.staff.sign_in_by_card("S-ANNA-1").person_id == anna.id


def test_a_half_typed_person_is_not_lost_by_opening_another(stage: Stage) -> None:
    anna, boris = (str(stage.shop.people[name].id) for name in ("Anna", "Boris"))
    stage.at("people").presenter.choose("people", anna)
    stage.presenter.edit("person.name", "Anna Maria")
    stage.presenter.choose("people", boris)
    assert stage.field("person.name").text == "Anna Maria"
    stage.presenter.undo()
    stage.presenter.choose("people", boris)
    assert stage.field("person.name").text == "Boris"


# --- copies, data ----------------------------------------------------------------------------


def test_a_copy_is_made_and_listed(stage: Stage) -> None:
    stage.at("backup")
    assert stage.says("state") == "There is no proved copy yet."
    stage.presenter.press("make")
    assert stage.rows("copies") == ["22 Nov 2026, 08:00"]
    assert "22 Nov 2026" in stage.says("state")


def test_a_failed_copy_says_why_and_stays_said(stage: Stage) -> None:
    stage.copies.failed = "disk_low"
    stage.at("backup").presenter.press("make")
    assert "too little room" in stage.state.notice
    assert "too little room" in stage.says("state")


def test_the_second_folder_belongs_to_this_computer(stage: Stage) -> None:
    stage.at("backup").presenter.press("folder")
    stage.presenter.save()
    assert stage.station.current.places.second_backup == "/media/stick"


def test_a_restore_names_the_loss_and_wants_the_secret_again(stage: Stage) -> None:
    stage.at("backup").presenter.press("make")
    stage.presenter.choose("copies", "a.db")
    stage.presenter.press("restore")
    words = [fact[1] for fact in stage.asker.question.facts]
    assert words[0] == "4 sales made since would be lost."
    assert stage.asker.on_secret("wrong") == "Wrong PIN. 4 tries left."
    assert stage.copies.restored == 0
    assert stage.asker.on_secret("right") == ""
    assert stage.copies.restored == 1


def test_not_restoring_drops_what_was_looked_at(stage: Stage) -> None:
    stage.at("backup").presenter.press("restore_file")
    stage.asker.on_no()
    assert (stage.copies.forgotten, stage.copies.restored) == (1, 0)


def test_a_cashier_makes_a_copy_but_restores_none(shop: Shop) -> None:
    stage = Stage(shop, Role.CASHIER).at("backup")
    stage.presenter.press("make")
    assert len(stage.copies.listed) == 1
    stage.presenter.choose("copies", "a.db")
    stage.presenter.press("restore")
    assert not hasattr(stage.asker, "question")


def test_lists_of_customers_are_a_button_away(stage: Stage) -> None:
    stage.at("data").presenter.press("export_people")
    assert stage.heard == ["export"]


def test_the_data_are_proved_on_request(stage: Stage) -> None:
    stage.at("data").presenter.press("check")
    assert stage.says("proof") == "Everything fits: journal, balances, receipts."
    stage.proofs.found = [Difference(code="chain", where="journal 7", found="x", expected="y")]
    stage.presenter.press("check")
    assert stage.rows("proof") == ["journal 7"]
    assert stage.shop.events("integrity.")


def test_the_journal_is_read_by_kind_and_refused_to_a_cashier(shop: Shop) -> None:
    stage = Stage(shop)
    stage.presenter.edit("shop.phone", "1")
    stage.presenter.save()
    stage.at("data").presenter.edit("journal.kind", "settings.")
    assert stage.rows("journal") == ["Setting changed"]
    assert stage.notes("journal") == ["Phone · — → 1"]
    other = Stage(shop, Role.CASHIER).at("data")
    assert other.rows("journal") == []
    assert other.says("journal") == "A senior cashier or the owner reads the journal."


def test_amounts_of_certificates_stand_in_one_field_with_semicolons() -> None:
    f = Formats("pl", "PLN")
    assert AMOUNTS.show(f, (2_500, 123_450)) == "25; 1234,50"
    assert AMOUNTS.read(f, "25; 1234,50 ;") == (2_500, 123_450)
    with pytest.raises(ValueError):  # noqa: PT011
        AMOUNTS.read(f, "25; x")
