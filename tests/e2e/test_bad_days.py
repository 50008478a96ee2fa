"""What goes wrong at a counter, in the real window: a clear sentence, and nothing lost."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import sqlcipher3.dbapi2

from pos_app.adapters.files.disk import Disk
from pos_app.adapters.files.paths import places
from pos_app.adapters.files.station_file import StationFile
from pos_app.adapters.sqlite.connection import connect
from pos_app.adapters.sqlite.unit_of_work import SqliteUnitOfWork
from pos_app.bootstrap.rehearsal import Rehearsal, rehearse
from pos_app.domain.errors import EnvironmentProblem
from pos_app.services.station import StationService
from pos_app.ui.error_hook import ErrorHook, ErrorWords
from tests.adapters.printing.virtual_printer import Behaviour, VirtualPrinter
from tests.builders import CASHIER_PIN, SENIOR_PIN
from tests.e2e import stage
from tests.e2e.stage import CARD, SOAP, TEA
from tests.fakes import FakeClock


@pytest.fixture
def day(folder: Path) -> Iterator[Rehearsal]:
    """Anna at the till, a shift open, nothing scanned."""
    with rehearse(folder, world=stage.world(), step_ms=stage.STEP_MS) as made:
        stage.work_begins(made, right=stage.person_keys(made, "Anna"))
        yield made


def at_payment(day: Rehearsal) -> None:
    """Soap and tea scanned, 12.50 in cash proposed."""
    day.robot.scan(SOAP)
    day.robot.scan(TEA)
    day.robot.key("F10")
    day.reach("payment")


# -- the world ------------------------------------------------------------------------------------


def test_with_no_room_on_the_disk_no_payment_begins(
    day: Rehearsal, monkeypatch: pytest.MonkeyPatch
) -> None:
    day.robot.scan(SOAP)
    monkeypatch.setattr(Disk, "free_bytes", lambda _self: 150 * 1024**2)
    day.robot.key("F10")
    assert day.page == "sale"
    assert "The disk is almost full" in day.window.message()
    assert stage.lines(day) == [("Soap with lavender", 1000)]
    monkeypatch.undo()
    assert stage.pay_cash(day) == 1


@pytest.mark.parametrize(
    ("code", "words"),
    [("disk_full", "The disk is full"), ("read_only", "cannot be written to"),
     ("database_busy", "is busy")],
)  # fmt: skip
def test_what_fails_at_the_commit_is_said_and_done_again_once(
    day: Rehearsal, monkeypatch: pytest.MonkeyPatch, code: str, words: str
) -> None:
    at_payment(day)

    def fails(_self: SqliteUnitOfWork) -> None:
        raise EnvironmentProblem(code)

    monkeypatch.setattr(SqliteUnitOfWork, "commit", fails)
    day.robot.key("Enter")
    assert day.page == "payment"
    assert words in stage.seen(day)
    assert stage.last_number(day) == 0
    monkeypatch.undo()
    day.robot.key("Enter")
    day.reach("done")
    assert (stage.last_number(day), stage.last_total(day)) == (1, 1250)


@pytest.mark.allow_log("not done: database_busy")
def test_a_database_another_program_locks_is_waited_for_then_said(
    day: Rehearsal, folder: Path
) -> None:
    at_payment(day)
    hook = ErrorHook(
        lambda: ErrorWords(title="", text="", copy="", close=""), tell=day.frame.refuse
    )
    hook.install(qt_messages=False)
    other = connect(places(folder).database)
    other.execute("BEGIN IMMEDIATE")
    began = time.monotonic()
    day.robot.key("Enter")
    waited, page, told = time.monotonic() - began, day.page, day.window.message()
    other.execute("ROLLBACK")
    other.close()
    hook.uninstall()
    assert waited < 15
    assert page == "payment"
    assert told == "The shop's data is busy. Try again."
    day.robot.key("Enter")
    day.reach("done")
    assert stage.last_number(day) == 1


# -- the printer ----------------------------------------------------------------------------------


def with_printer(folder: Path, **values: object) -> None:
    station = StationService(StationFile(places(folder).station_file))
    for key, value in values.items():
        station.change(f"printer.{key}", value)


@pytest.mark.allow_log("print")
def test_without_its_printer_the_till_sells_on_and_prints_later(folder: Path) -> None:
    device = folder / "lp0"
    with_printer(folder, kind="device", device=str(device))
    with rehearse(folder, world=stage.world(), step_ms=stage.STEP_MS) as day:
        stage.work_begins(day, right=stage.person_keys(day, "Anna"))
        day.robot.scan(SOAP)
        assert stage.pay_cash(day) == 1
        day.robot.until(lambda: "Printer does not answer" in stage.seen(day), "the banner")
        assert "The printer is not there. The slip is kept." in day.window.message()
        day.robot.scan(TEA)
        assert stage.pay_cash(day) == 2
        device.touch()
        day.robot.until(lambda: not jobs(day, "queued"), "the printer to be given up")
        day.window.status_pressed.emit("printer")
        day.settle_prints()
        day.robot.until(lambda: "Printer does not answer" not in stage.seen(day), "all well again")
        assert jobs(day, "failed") == 0
    assert device.stat().st_size > 10_000


def jobs(day: Rehearsal, state: str) -> int:
    with day.shop.store.uow() as uow:
        return len(uow.print_jobs.in_state(state))


@pytest.mark.allow_log("print")
def test_a_printer_that_hangs_never_holds_a_sale_up(folder: Path) -> None:
    with VirtualPrinter(Behaviour(deaf=True)) as printer:
        with_printer(folder, kind="tcp", host="127.0.0.1", port=printer.port)
        with rehearse(folder, world=stage.world(), step_ms=stage.STEP_MS) as day:
            stage.work_begins(day, right=stage.person_keys(day, "Anna"))
            for number, code in enumerate((SOAP, TEA, SOAP), start=1):
                day.robot.scan(code)
                day.robot.key("F10")
                day.reach("payment")
                began = time.monotonic()
                day.robot.key("Enter")
                day.reach("done")
                assert time.monotonic() - began < 1
                assert stage.last_number(day) == number
            began = time.monotonic()
        assert time.monotonic() - began < 8


# -- the clock ------------------------------------------------------------------------------------


def test_points_wait_for_a_senior_when_the_clock_was_turned_back(
    tmp_path: Path, folder: Path
) -> None:
    clock = FakeClock()
    shop = tmp_path / "clockwork"
    stage.make_shop(shop, clock=clock)
    with rehearse(shop, world=stage.world(clock), step_ms=stage.STEP_MS) as day:
        stage.work_begins(day, right=stage.person_keys(day, "Anna"))
        day.robot.scan(CARD)
        day.robot.type("3*")
        day.robot.scan(TEA)
        assert stage.pay_cash(day) == 1
        clock.set(clock.now() - timedelta(minutes=30))
        day.robot.scan(SOAP)
        day.robot.scan(CARD)
        day.robot.key("F8")
        day.reach("payment")
        day.robot.key("Right")
        assert "A senior has to confirm them first" in stage.seen(day)
        day.robot.key("Esc")
        day.robot.key("Esc")
        day.reach("sale")
        a_senior_confirms_the_date(day)
        assert stage.lines(day) == [("Soap with lavender", 1000)]
        day.robot.key("F8")
        day.reach("payment")
        day.robot.key("Right")
        day.robot.key("Enter")
        day.robot.key("Enter")
        day.reach("done")
        assert stage.last_total(day) < 250


def a_senior_confirms_the_date(day: Rehearsal) -> None:
    day.frame.shell.refresh()
    assert "Check the date" in stage.seen(day)
    day.window.status_pressed.emit("clock")
    day.robot.key("Enter")
    assert "A senior cashier has to sign in" in day.window.message()
    day.robot.key("Ctrl L")
    day.reach("sign_in")
    stage.work_begins(day, SENIOR_PIN, right=1)
    day.window.status_pressed.emit("clock")
    stage.tab_to(day, "Yes, it is right")
    day.robot.key("Enter")
    assert "Check the date" not in stage.seen(day)


# -- hands and scanner ----------------------------------------------------------------------------

GARBAGE = (
    "7" * 600,
    "'); DROP TABLE sale; --",
    "<img src=x onerror=1>",
    "=1+1",
    "%s%n\\x00\u202e",
    "4111111111111111",
    "]C1\x1d01049123451234591597",
)


def test_whatever_a_scanner_sends_the_sale_stays_whole(day: Rehearsal, folder: Path) -> None:
    robot = day.robot
    robot.scan(SOAP)
    for text in GARBAGE:
        robot.scan(text)
        robot.wait(120)
        assert day.page == "sale", text
        names = [name for name, _ in stage.lines(day)]
        assert names[0] == "Soap with lavender"
        for _ in names[1:]:  # what looks like a code is a red line; it goes as it came
            robot.key("Del")
        assert stage.lines(day) == [("Soap with lavender", 1000)], text
        robot.key("Esc")
    assert stage.pay_cash(day) == 1
    day.settle_prints()
    day.shop.store.checkpoint("TRUNCATE")
    assert b"4111111111111111" not in places(folder).database.read_bytes()


def test_enter_held_down_on_pay_makes_one_sale(day: Rehearsal) -> None:
    at_payment(day)
    day.robot.hold("Enter", 40)
    assert day.page == "done"
    assert stage.last_number(day) == 1


def test_enter_hammered_on_pay_makes_one_sale(day: Rehearsal) -> None:
    at_payment(day)
    day.robot.hammer("Enter", 12)
    assert stage.last_number(day) == 1
    assert stage.lines(day) == []


def test_an_idle_screen_locks_and_keeps_the_sale(day: Rehearsal) -> None:
    day.robot.scan(SOAP)
    day.window.set_idle_limit(1)
    day.reach("sign_in")
    day.window.set_idle_limit(300)
    assert "Soap" not in stage.seen(day)
    day.robot.type(CASHIER_PIN)
    day.reach("sale")
    assert stage.lines(day) == [("Soap with lavender", 1000)]
    assert stage.pay_cash(day) == 1


def test_after_five_wrong_pins_one_waits(folder: Path) -> None:
    with rehearse(folder, world=stage.world(), step_ms=stage.STEP_MS) as day:
        day.robot.key("Right")
        for left in (4, 3, 2, 1):
            day.robot.type("999999")
            tries = "tries" if left > 1 else "try"
            words = f"Wrong PIN. {left} {tries} left."
            day.robot.until(lambda words=words: words in stage.seen(day), words)  # type: ignore[misc]
        day.robot.type("999999")
        day.robot.until(lambda: "Too many wrong tries. Wait" in stage.seen(day), "the wait")
        day.robot.type(CASHIER_PIN)
        assert day.page == "sign_in"


# -- tampering ------------------------------------------------------------------------------------


def test_a_changed_total_is_found_and_named(day: Rehearsal, folder: Path) -> None:
    day.robot.scan(TEA)
    assert stage.pay_cash(day) == 1
    day.settle_prints()
    assert stage.pos_app(folder, "check").exit_code == 0
    connection = sqlcipher3.dbapi2.connect(str(places(folder).database), isolation_level=None)
    triggers = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'sale'"
    ).fetchall()
    for name, _ in triggers:
        connection.execute(f"DROP TRIGGER {name}")
    connection.execute("UPDATE sale SET total = total - 1 WHERE number = 1")
    for _, sql in triggers:
        connection.execute(sql)
    connection.close()
    told = stage.pos_app(folder, "check")
    assert told.exit_code == 1
    assert "sale" in told.output
    assert "1" in told.output
