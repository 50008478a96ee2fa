"""A gift certificate's whole life in the real window, by keys and scans; then the proof."""

from __future__ import annotations

from pathlib import Path

from pos_app.adapters.documents import rasterise
from pos_app.bootstrap.rehearsal import Rehearsal, rehearse
from pos_app.services.documents import Paper
from pos_app.services.snapshots import load_certificate
from tests.adapters.documents.slips import codes_in, text_of
from tests.builders import CASHIER_PIN, SENIOR_PIN
from tests.e2e import stage
from tests.e2e.stage import SOAP, TEA
from tests.fakes import FakeClock, SequentialIds


def test_sold_used_in_part_looked_up_blocked_and_expired(folder: Path) -> None:
    clock, folder = FakeClock(), folder.parent / "own"
    stage.make_shop(folder, clock=clock, ids=SequentialIds())
    world = stage.world(clock, SequentialIds(1 << 20))
    with rehearse(folder, world=world, step_ms=stage.STEP_MS) as day:
        begin(day)
        code = sold(day)
        used_in_part(day, code)
        looked_up(day, code)
        blocked_with_a_second_person(day, code)
        day.settle_prints()
    with rehearse(folder, world=world, step_ms=stage.STEP_MS) as day:
        expired(day, clock, code)
        day.settle_prints()
        day.robot.until(lambda: not day.tasks.is_busy(), "the worker to end")
    assert stage.pos_app(folder, "check").exit_code == 0


def begin(day: Rehearsal) -> None:
    """Anna opens the shift with an empty drawer."""
    day.sign_in("Anna", CASHIER_PIN)
    if day.page == "shift":
        day.robot.type("0")
        day.robot.key("Enter")
    day.reach("sale")


def balance(day: Rehearsal, code: str) -> int:
    with day.shop.store.uow() as uow:
        found = uow.certificates.by_code(code)
    assert found is not None
    return found.balance


def sold(day: Rehearsal) -> str:
    """From the offers to the page, 50.00 typed, on the receipt, paid in cash."""
    robot = day.robot
    robot.key("F7")
    assert "Sell a gift certificate" in stage.seen(day)
    robot.key("Ctrl g")
    day.reach("certificates")
    robot.key("Enter")
    assert "Choose or enter an amount first." in stage.seen(day)
    robot.type("50")
    robot.key("Enter")
    day.reach("sale")
    assert stage.lines(day) == [("Gift certificate", 1000)]
    (line,) = day.frame.counter.desk.draft.lines  # type: ignore[union-attr]
    robot.key("F10")
    day.reach("payment")
    robot.key("Enter")
    day.reach("done")
    day.settle_prints()
    robot.key("Enter")
    day.reach("sale")
    with day.shop.store.uow() as uow:
        record = uow.certificates.by_code(line.certificate)
        assert record is not None
        (job,) = uow.print_jobs.of_document("certificate", record.uuid)
    slip = day.shop.drawer.pdf(job, Paper.ROLL_80)
    assert "GIFT CERTIFICATE" in text_of(slip)
    (page,) = rasterise(slip, Paper.ROLL_80)
    printed = load_certificate(job.payload).code
    assert codes_in(page) == [(printed, "Code128")]
    return line.certificate


def used_in_part(day: Rehearsal, code: str) -> None:
    """Scanned from its slip: first the balance on the idle till, then 12.50 of it pay."""
    robot = day.robot
    robot.scan(code)
    assert "50.00 on it" in stage.seen(day)
    robot.scan(SOAP)
    robot.scan(TEA)
    robot.scan(f"G-{code[1:]}")
    assert "37.50 stays on it" in stage.seen(day)
    robot.key("F10")
    day.reach("payment")
    robot.key("Enter")
    day.reach("done")
    day.settle_prints()
    robot.key("Enter")
    day.reach("sale")
    assert balance(day, code) == 3_750


def looked_up(day: Rehearsal, code: str) -> None:
    """From another page a scan opens it; Ctrl P prints what is left."""
    robot = day.robot
    day.window.show_page("shift")
    robot.scan(code)
    day.reach("certificates")
    seen = stage.seen(day)
    assert "37.50" in seen
    assert "−12.50" in seen
    robot.key("Ctrl p")
    day.settle_prints()
    with day.shop.store.uow() as uow:
        record = uow.certificates.by_code(code)
        assert record is not None
        (job,) = uow.print_jobs.of_document("certificate_balance", record.uuid)
    assert "37.50" in text_of(day.shop.drawer.pdf(job, Paper.ROLL_58))


def blocked_with_a_second_person(day: Rehearsal, code: str) -> None:
    """Anna may not alone: Marta types her PIN, and the till says so at the next scan."""
    robot = day.robot
    robot.key("Ctrl 1")
    assert "Choose a reason first." in stage.seen(day)
    stage.tab_to(day, "lost")
    robot.key("Space")
    robot.key("Ctrl 1")
    assert "Approval needed" in stage.seen(day)
    stage.tab_to(day, "Marta")
    robot.key("Space")
    robot.type(SENIOR_PIN)
    assert "blocked" in stage.seen(day)
    robot.key("Esc")
    robot.key("Esc")
    day.reach("sale")
    robot.scan(code)
    assert "This certificate is blocked." in stage.seen(day)


def expired(day: Rehearsal, clock: FakeClock, code: str) -> None:
    """A year and a day on the money is gone; the senior sees nothing owed."""
    clock.advance(days=366)
    day.sign_in("Marta", SENIOR_PIN)
    assert day.frame.session is not None
    # a year without a record: a senior says that the date is right, then the day is opened
    day.shop.clock_guard.confirm(day.frame.session)
    day.frame.routine.signed_in()
    day.window.show_page("sale")
    day.reach("sale")
    day.robot.until(lambda: balance(day, code) == 0, "the expiry to be posted")
    day.robot.key("Ctrl g")
    day.reach("certificates")
    assert "Owed to holders" in stage.seen(day)
    assert "0.00" in stage.seen(day)
