"""The set-up wizard: answers kept, errors in words, the shop made once and whole."""

from __future__ import annotations

import pytest

from pos_app.domain.errors import EnvironmentProblem, PosError
from pos_app.domain.staff import Role
from pos_app.presenters.setup_loyalty import given_away
from pos_app.presenters.setup_place import money_of
from pos_app.presenters.setup_scanner import spaced
from pos_app.presenters.setup_state import (
    DevicesPage,
    FormPage,
    LoyaltyPage,
    PrinterCard,
    ScannerCard,
    ScanReading,
    SetupState,
)
from pos_app.services.setup import TaxAnswer
from tests.presenters.setup_stage import Wizard, make_wizard


class Screen:
    """Keeps what was rendered last."""

    def __init__(self) -> None:
        self.state: SetupState | None = None

    def render(self, state: SetupState) -> None:
        self.state = state

    @property
    def now(self) -> SetupState:
        assert self.state is not None
        return self.state

    @property
    def form(self) -> FormPage:
        assert isinstance(self.now.page, FormPage)
        return self.now.page

    def error(self, key: str) -> str:
        """The sentence under a question."""
        for section in self.form.sections:
            rows = [field for row in section.rows for field in row.fields]
            for field in (*section.fields, *rows):
                if field.key == key:
                    return field.error
        raise AssertionError(key)

    @property
    def scanner(self) -> ScannerCard:
        assert isinstance(self.now.page, DevicesPage)
        return self.now.page.scanner

    @property
    def printer(self) -> PrinterCard:
        assert isinstance(self.now.page, DevicesPage)
        return self.now.page.printer


@pytest.fixture
def screen() -> Screen:
    return Screen()


@pytest.fixture
def wizard(screen: Screen) -> Wizard:
    made = make_wizard(screen)
    made.presenter.open()
    return made


def go(wizard: Wizard, step: str) -> None:
    """To a step, with the few answers that must be given on the way."""
    for _ in range(6):
        if wizard.presenter.step == step:
            return
        if wizard.presenter.step == "shop":
            wizard.presenter.edit("shop.name", "Linden")
        if wizard.presenter.step == "people":
            own(wizard)
        wizard.presenter.go_on()
    raise AssertionError(step)


def own(wizard: Wizard) -> None:
    for key, value in (("owner", "Leyla"), ("pin", "246810"), ("again", "246810")):
        wizard.presenter.edit(key, value)


# --- the way ---------------------------------------------------------------------------------


def test_six_steps_with_the_first_in_front(screen: Screen, wizard: Wizard) -> None:
    marks = screen.now.steps
    assert [mark.key for mark in marks] == [
        "language", "shop", "loyalty", "devices", "people", "backup",
    ]  # fmt: skip
    assert [mark.state for mark in marks] == ["current"] + ["ahead"] * 5
    assert screen.now.number == "Step 1 of 6"


def test_a_shop_needs_only_language_name_and_owner(screen: Screen, wizard: Wizard) -> None:
    go(wizard, "backup")
    assert screen.now.go_on == "Open the shop"
    wizard.presenter.go_on()
    (made,) = wizard.world.made
    assert wizard.world.finished == 1
    assert made.answers.shop_name == "Linden"
    assert (made.answers.owner.name, made.answers.owner.secret) == ("Leyla", "246810")
    assert made.answers.people == ()
    assert made.answers.taxes == ()
    assert made.answers.mode == "points"
    assert made.answers.cash_rounding is None
    assert (made.answers.currency, made.answers.time_zone) == ("AZN", "Asia/Baku")


def test_going_back_loses_nothing_and_leaves_from_the_first_step(
    screen: Screen, wizard: Wizard
) -> None:
    go(wizard, "people")
    own(wizard)
    wizard.presenter.back()
    wizard.presenter.back()
    wizard.presenter.back()
    assert wizard.presenter.step == "shop"
    assert screen.form.sections[0].fields[0].text == "Linden"
    wizard.presenter.back()
    wizard.presenter.back()
    assert wizard.world.left == 1
    wizard.presenter.open("ru")
    assert wizard.presenter.draft.owner == "Leyla"
    assert wizard.presenter.draft.language == "ru"


def test_steps_reached_before_can_be_gone_to_but_not_past_an_error(wizard: Wizard) -> None:
    go(wizard, "people")
    wizard.presenter.go_to("shop")
    assert wizard.presenter.step == "shop"
    wizard.presenter.edit("shop.name", " ")
    wizard.presenter.go_to("people")
    assert wizard.presenter.step == "shop"
    assert wizard.world.alerts == 1
    wizard.presenter.edit("shop.name", "Linden")
    wizard.presenter.go_to("people")
    assert wizard.presenter.step == "people"
    wizard.presenter.go_to("backup")
    assert wizard.presenter.step == "people", "a step not reached yet"


def test_secrets_are_forgotten_once_the_shop_is_made(wizard: Wizard) -> None:
    go(wizard, "people")
    wizard.presenter.edit("person1:name", "Anna")
    wizard.presenter.edit("person1:pin", "333333")
    go(wizard, "backup")
    wizard.presenter.go_on()
    assert wizard.presenter.draft.pin == wizard.presenter.draft.again == ""
    assert [person.pin for person in wizard.presenter.draft.people] == [""]


@pytest.mark.parametrize(
    ("fault", "step", "words"),
    [
        (EnvironmentProblem("disk_full"), "backup", "The disk is full."),
        (PosError("name_taken", name="Anna"), "people", "already called Anna"),
        (EnvironmentProblem("cloud_folder", service="Dropbox"), "backup", "Dropbox copies"),
    ],
)
def test_a_shop_that_cannot_be_made_says_why_and_can_be_tried_again(
    screen: Screen, wizard: Wizard, fault: Exception, step: str, words: str
) -> None:
    go(wizard, "backup")
    wizard.world.fault = fault
    wizard.presenter.go_on()
    assert words in screen.now.problem
    assert (wizard.presenter.step, screen.now.busy, wizard.world.finished) == (step, False, 0)
    wizard.world.fault = None
    go(wizard, "backup")
    wizard.presenter.go_on()
    assert wizard.world.finished == 1


# --- language and money ----------------------------------------------------------------------


def test_the_language_changes_the_page_at_once(screen: Screen, wizard: Wizard) -> None:
    wizard.presenter.edit("language", "pl")
    assert wizard.voice.t.language == "pl"
    assert screen.form.language == "pl"
    go(wizard, "backup")
    wizard.presenter.go_on()
    assert wizard.world.made[0].answers.language == "pl"


def test_the_currency_brings_country_zone_and_rounding(screen: Screen, wizard: Wizard) -> None:
    wizard.presenter.edit("rounding", "10")
    wizard.presenter.edit("currency", "PLN")
    draft = wizard.presenter.draft
    assert (draft.region, draft.zone, draft.rounding) == ("PL", "Europe/Warsaw", "")
    wizard.presenter.edit("currency", "CZK")
    rounding = screen.form.sections[0].fields[1]
    assert "1.00" in dict(rounding.choices)[""], "Czech cash is rounded to whole crowns"


def test_a_zone_within_the_country_is_kept(wizard: Wizard) -> None:
    wizard.presenter.edit("zone", "Asia/Vladivostok")
    wizard.presenter.edit("region", "RU")
    assert wizard.presenter.draft.zone == "Asia/Vladivostok"
    wizard.presenter.edit("region", "AZ")
    assert wizard.presenter.draft.zone == "Asia/Baku"


@pytest.mark.parametrize(
    ("country", "money"), [("AZ", "AZN"), ("PL", "PLN"), ("DE", "EUR"), ("BR", "EUR"), ("", "EUR")]
)
def test_the_money_of_a_country(country: str, money: str) -> None:
    assert money_of(country) == money


# --- the shop --------------------------------------------------------------------------------


def test_a_shop_without_a_name_is_refused_under_the_field(screen: Screen, wizard: Wizard) -> None:
    go(wizard, "shop")
    wizard.presenter.edit("shop.name", "   ")
    wizard.presenter.go_on()
    assert screen.error("shop.name") == "Give the shop a name."
    assert screen.now.fault == "shop.name"
    wizard.presenter.edit("shop.name", "L")
    assert screen.error("shop.name") == ""


def test_texts_are_checked_like_settings(screen: Screen, wizard: Wizard) -> None:
    go(wizard, "shop")
    wizard.presenter.edit("shop.name", "Linden")
    wizard.presenter.edit("shop.phone", "1" * 41)
    wizard.presenter.go_on()
    assert wizard.presenter.step == "shop"
    assert "at most 40" in screen.error("shop.phone")


def test_taxes_with_their_rates(screen: Screen, wizard: Wizard) -> None:
    go(wizard, "shop")
    p = wizard.presenter
    p.edit("shop.name", "Linden")
    p.edit("tax1:rate", "18")
    p.press("add:taxes", "")
    second = wizard.presenter.draft.taxes[1].key
    p.edit(f"{second}:name", "Reduced")
    p.go_on()
    assert screen.error(f"{second}:rate") == "Enter the rate, or remove the tax."
    p.edit(f"{second}:rate", "101")
    p.go_on()
    assert screen.error(f"{second}:rate") == "Enter a rate from 0 to 100%."
    p.edit(f"{second}:rate", "2,5")
    p.edit("inclusive", "")
    go(wizard, "backup")
    p.go_on()
    answers = wizard.world.made[0].answers
    assert answers.taxes == (
        TaxAnswer(name="VAT 18%", rate=1800), TaxAnswer(name="Reduced", rate=250),
    )  # fmt: skip
    assert answers.prices_include_tax is False


def test_a_tax_can_be_removed_and_four_are_enough(screen: Screen, wizard: Wizard) -> None:
    go(wizard, "shop")
    for _ in range(5):
        wizard.presenter.press("add:taxes", "")
    assert len(wizard.presenter.draft.taxes) == 4
    assert screen.form.sections[1].add == ""
    wizard.presenter.press("remove", "tax1")
    assert [tax.key for tax in wizard.presenter.draft.taxes] == ["tax2", "tax3", "tax4"]


def test_the_logo_is_looked_at_before_it_is_taken(screen: Screen, wizard: Wizard) -> None:
    go(wizard, "shop")
    wizard.files.file = "/home/leyla/logo.gif"
    wizard.presenter.press("picture", "")
    assert screen.form.picture is not None
    assert screen.form.picture.error == "Only PNG and JPEG pictures can be taken."
    assert wizard.presenter.draft.logo == ""
    wizard.files.file = "/home/leyla/logo.png"
    wizard.presenter.press("picture", "")
    assert screen.form.picture.image
    assert screen.form.picture.error == ""
    go(wizard, "backup")
    wizard.presenter.go_on()
    assert wizard.world.made[0].logo == "/home/leyla/logo.png"


# --- loyalty ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mode", "today", "later", "pays", "points"),
    [
        # 1000.00 under each usual programme: 5 % off; 5 % back at 0.01 a point; 3 % off and
        # 3 % of the 970.00 left
        ("discount", 50_00, 0, 950_00, 0),
        ("points", 0, 50_00, 1000_00, 5_000_00),
        ("both", 30_00, 29_10, 970_00, 2_910_00),
    ],
)
def test_what_each_way_gives_away(
    mode: str, today: int, later: int, pays: int, points: int
) -> None:
    given = given_away(mode, 1000_00)  # type: ignore[arg-type]
    assert (given.today, given.later, given.pays, given.points) == (today, later, pays, points)


def test_the_bars_compare_the_three_ways(screen: Screen, wizard: Wizard) -> None:
    go(wizard, "loyalty")
    assert isinstance(screen.now.page, LoyaltyPage)
    bars = {card.key: [bar.share for bar in card.bars] for card in screen.now.page.cards}
    assert bars == {"discount": [100, 0], "points": [0, 100], "both": [60, 58]}
    words = {card.key: (card.pays, card.gets) for card in screen.now.page.cards}
    assert words["discount"] == ("pays ₼950", "5% off, returning or not")
    assert words["both"] == ("pays ₼970", "gets 2,910 points for later")


def test_arrows_choose_within_the_three(screen: Screen, wizard: Wizard) -> None:
    go(wizard, "loyalty")
    wizard.presenter.edit("mode_step", "1")
    wizard.presenter.edit("mode_step", "1")
    assert wizard.presenter.draft.mode == "both"
    wizard.presenter.edit("mode", "discount")
    wizard.presenter.edit("mode_step", "-1")
    assert wizard.presenter.draft.mode == "discount"


# --- devices ---------------------------------------------------------------------------------


def scan(wizard: Wizard, text: str, **how: object) -> None:
    reading = {"typed": text, "keys": len(text), "milliseconds": 29, "end": "enter", **how}
    wizard.presenter.scan(ScanReading(text=text, **reading))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("code", "shown", "words"),
    [
        ("4600702084122", "4600702 084122", "product, not in the list yet"),
        ("2912345678906", "2912345 678906", "looks like a loyalty card"),
        ("R1-001087-2211", "R1-001087-2211", "the code of a receipt"),
        ("S-LEYLA", "S-LEYLA", "looks like a staff card"),
        ("5900000000016", "5900000 000016", "check digit is wrong: misread?"),
        ("HELLO", "HELLO", "a code of your own"),
        ("4111111111111111", "••••", "looks like a bank card: never kept"),
    ],
)
def test_a_scan_says_what_it_is(
    screen: Screen, wizard: Wizard, code: str, shown: str, words: str
) -> None:
    go(wizard, "devices")
    scan(wizard, code)
    assert (screen.scanner.code, screen.scanner.heard[0].words) == (shown, words)
    assert screen.scanner.status == "Working"


def test_how_a_scan_came(screen: Screen, wizard: Wizard) -> None:
    go(wizard, "devices")
    scan(wizard, "4600702084122")
    assert screen.scanner.kind == "EAN-13"
    assert screen.scanner.time == "29 ms"
    # 13 keys in 29 ms: twelve gaps of 2.4
    assert screen.scanner.checks[0].note == "2.4 ms per key"
    assert [line.tone for line in screen.scanner.checks] == ["ok", "ok", "ok"]
    scan(wizard, "LC-12", typed="ДС-12", end="")
    assert screen.scanner.checks[1].tone == "warn"
    assert screen.scanner.checks[2].text == "Another layout was on, code still right"
    scan(wizard, "4600702084122", end="tab")
    assert screen.scanner.checks[1].text == "Ends with Tab"


def test_only_the_last_scans_are_shown(screen: Screen, wizard: Wizard) -> None:
    go(wizard, "devices")
    for number in range(6):
        scan(wizard, f"CODE{number}")
    assert [one.code for one in screen.scanner.heard] == ["CODE5", "CODE4", "CODE3", "CODE2"]


def test_a_scan_on_another_step_is_refused_by_the_tone(wizard: Wizard) -> None:
    scan(wizard, "4600702084122")
    assert wizard.world.alerts == 1


def test_a_serial_scanner_is_listened_to_and_kept(screen: Screen, wizard: Wizard) -> None:
    wizard.world.scanner_ports = ("COM7",)
    go(wizard, "devices")
    assert screen.scanner.port is not None
    wizard.presenter.edit("scanner_port", "COM7")
    assert wizard.world.listened == ["COM7"]
    wizard.presenter.scan(ScanReading(text="4600702084122", source="serial"))
    assert (screen.scanner.time, len(screen.scanner.checks)) == ("", 1)
    go(wizard, "backup")
    wizard.presenter.go_on()
    assert wizard.world.made[0].station["scanner.device"] == "COM7"


def test_a_network_printer_is_tried_and_its_cut_answered(screen: Screen, wizard: Wizard) -> None:
    go(wizard, "devices")
    p = wizard.presenter
    p.edit("printer.kind", "tcp")
    assert not screen.printer.can_test, "no address yet"
    p.edit("printer.host", "192.168.1.50")
    p.press("print_test", "")
    assert wizard.printers.printed[0].host == "192.168.1.50"
    assert (screen.printer.status, screen.printer.asks_cut) == ("Check the cut", True)
    p.press("cut_no", "")
    assert (screen.printer.status, screen.printer.asks_cut) == ("Working", False)
    p.press("kick", "")
    assert wizard.printers.kicked == 1
    go(wizard, "backup")
    p.go_on()
    station = wizard.world.made[0].station
    assert station["printer.kind"] == "tcp"
    assert station["printer.cutter"] is False


def test_a_printer_that_does_not_answer_says_so(screen: Screen, wizard: Wizard) -> None:
    go(wizard, "devices")
    wizard.printers.problem = "printer_offline"
    wizard.presenter.edit("printer.kind", "device")
    wizard.presenter.press("print_test", "")
    assert screen.printer.status == "No answer"
    assert screen.printer.checks[0].text == "The printer does not answer. Is it on?"
    assert not screen.printer.asks_cut
    wizard.presenter.edit("printer.device", "/dev/usb/lp1")
    assert screen.printer.status == "Not tried yet", "another device is another printer"


def test_a_port_that_is_no_number_is_refused(screen: Screen, wizard: Wizard) -> None:
    go(wizard, "devices")
    wizard.presenter.edit("printer.kind", "tcp")
    wizard.presenter.edit("printer.host", "till-printer")
    wizard.presenter.edit("printer.port", "99999")
    wizard.presenter.go_on()
    assert wizard.presenter.step == "devices"
    port = next(field for field in screen.printer.fields if field.key == "printer.port")
    assert port.error == "Enter a number from 1 to 65535."


def test_no_printer_but_pdf_files(screen: Screen, wizard: Wizard) -> None:
    go(wizard, "devices")
    wizard.files.folder = "/home/leyla/slips"
    wizard.presenter.press("to_pdf", "")
    assert screen.printer.folder is not None
    assert screen.printer.folder.path == "/home/leyla/slips"
    wizard.presenter.press("print_test", "")
    assert wizard.printers.printed[0].folder == "/home/leyla/slips"
    assert not screen.printer.asks_cut
    assert not screen.printer.can_kick


def test_the_first_system_printer_and_port_stand_for_the_choice(
    screen: Screen, wizard: Wizard
) -> None:
    go(wizard, "devices")
    wizard.presenter.edit("printer.kind", "system")
    assert screen.printer.hint.startswith("Office laser")
    wizard.presenter.edit("printer.kind", "serial")
    assert screen.printer.hint.startswith("COM3")
    wizard.presenter.edit("printer.baud", "9600")
    assert wizard.presenter.draft.printer_settings().baud == 9600


@pytest.mark.parametrize(
    ("code", "shown"),
    [("12345670", "1234 5670"), ("123456789012", "1234 5678 9012"), ("12345", "12345")],
)
def test_long_numbers_stand_in_groups(code: str, shown: str) -> None:
    assert spaced(code) == shown


# --- people ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answers", "field", "words"),
    [
        ({"owner": ""}, "owner", "Enter your name."),
        ({"pin": "1234", "again": "1234"}, "pin", "at least 6 digits"),
        ({"pin": "leyla", "again": "leyla"}, "pin", "at least 6 digits"),
        ({"again": "246811"}, "again", "These two differ."),
        ({"person1:name": "Anna"}, "person1:pin", "The PIN has 6 digits."),
        ({"person1:pin": "333333"}, "person1:name", "Enter a name."),
        (
            {"person1:name": "leyla", "person1:pin": "333333"},
            "person1:name",
            "already called leyla",
        ),
        ({"owner": "L" * 61}, "owner", "too long"),
    ],
)
def test_what_is_wrong_with_people(
    screen: Screen, wizard: Wizard, answers: dict[str, str], field: str, words: str
) -> None:
    go(wizard, "people")
    own(wizard)
    for key, value in answers.items():
        wizard.presenter.edit(key, value)
    wizard.presenter.go_on()
    assert wizard.presenter.step == "people"
    assert words in screen.error(field)
    assert screen.now.fault == field


def test_people_with_roles(screen: Screen, wizard: Wizard) -> None:
    go(wizard, "people")
    own(wizard)
    p = wizard.presenter
    for key, value in (("name", "Anna"), ("pin", "333333"), ("role", "senior")):
        p.edit(f"person1:{key}", value)
    p.press("add:people", "")
    p.go_on()
    p.go_on()
    (anna,) = wizard.world.made[0].answers.people
    assert (anna.name, anna.secret, anna.role) == ("Anna", "333333", Role.SENIOR)


def test_an_owner_may_have_a_password(wizard: Wizard) -> None:
    go(wizard, "people")
    own(wizard)
    wizard.presenter.edit("pin", "opening-day")
    wizard.presenter.edit("again", "opening-day")
    wizard.presenter.go_on()
    assert wizard.presenter.step == "backup"


# --- backup ----------------------------------------------------------------------------------


def test_a_second_place_that_cannot_be_written_to_is_refused(
    screen: Screen, wizard: Wizard
) -> None:
    go(wizard, "backup")
    wizard.world.bad_folders.add("/mnt/cd")
    wizard.files.folder = "/mnt/cd"
    wizard.presenter.press("folder", "")
    assert screen.form.folders[1].error == "The folder of the shop's data cannot be written to."
    assert wizard.presenter.draft.second_backup == ""
    wizard.files.folder = "/mnt/stick"
    wizard.presenter.press("folder", "")
    assert screen.form.folders[1].path == "/mnt/stick"
    wizard.presenter.go_on()
    assert wizard.world.made[0].station["places.second_backup"] == "/mnt/stick"


def test_the_second_place_can_be_given_up(screen: Screen, wizard: Wizard) -> None:
    go(wizard, "backup")
    wizard.files.folder = "/mnt/stick"
    wizard.presenter.press("folder", "")
    wizard.presenter.press("folder_remove", "")
    assert screen.form.folders[1].path == "not chosen"
