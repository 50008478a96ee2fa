"""A whole working day in the real window, by keys and scans only; then the shop proves itself."""

from __future__ import annotations

import io
from pathlib import Path

import zxingcpp
from PIL import Image

from pos_app.adapters.documents import rasterise
from pos_app.adapters.documents.raster import to_png
from pos_app.bootstrap.rehearsal import Rehearsal, rehearse
from pos_app.domain.shift import CashMoveKind
from pos_app.services.documents import Paper
from pos_app.services.session import Session
from tests.builders import SENIOR_PIN
from tests.e2e import stage
from tests.e2e.stage import CARD, SOAP, TEA, UNKNOWN


def test_a_day_from_sign_in_to_the_closed_shift(folder: Path) -> None:
    with rehearse(folder, world=stage.world(), step_ms=stage.STEP_MS) as day:
        stage.work_begins(day, right=stage.person_keys(day, "Anna"))
        assert day.frame.session is not None
        assert day.frame.session.person.name == "Anna"
        first_sale(day)
        coupon = first_papers(day, folder)
        second_sale(day, coupon)
        two_parked_sales(day)
        a_copy(day, folder)
        cash_out(day)
        the_count(day)
        day.settle_prints()
        backups = day.shop.backups
        day.robot.until(lambda: len(backups.list()) == 1, "the backup of the closed shift")
        (made,) = backups.list()
        assert backups.is_unchanged(made)
        day.robot.until(lambda: not day.tasks.is_busy(), "the worker to end")
    proved(folder)


def first_sale(day: Rehearsal) -> None:
    """Card, goods before and after their quantity, weight, a discount, a stranger's code, mixed
    payment: 2.50 + 2 × 10.00 − 10 % + 0.350 kg × 40.00 + 2.50 = 37.00."""
    robot = day.robot
    robot.scan(CARD)
    assert "Maria S." in stage.seen(day)
    robot.scan(SOAP)
    robot.type("3*")
    robot.scan(TEA)
    assert stage.lines(day)[-1] == ("Green tea", 3000)
    robot.key("F5")
    robot.type("2")
    robot.key("Enter")
    assert stage.lines(day)[-1] == ("Green tea", 2000)
    discount_with_a_second_person(day)
    robot.scan(stage.label(stage.CHEESE_PLU, 350))
    assert stage.lines(day)[-1] == ("Mountain cheese", 350)
    unknown_code(day)
    split_payment(day)


def discount_with_a_second_person(day: Rehearsal) -> None:
    robot = day.robot
    robot.key("F6")
    robot.type("10")
    stage.tab_to(day, "Damaged")
    robot.key("Space")
    robot.key("Enter")
    assert "Approval needed" in stage.seen(day)
    stage.tab_to(day, "Marta")
    robot.key("Space")
    robot.type(SENIOR_PIN)
    assert "Approval needed" not in stage.seen(day)
    assert "Approved" in stage.seen(day)


def unknown_code(day: Rehearsal) -> None:
    """A red line nobody can pay past, then solved by a search."""
    robot = day.robot
    robot.scan(UNKNOWN)
    assert day.frame.counter is not None
    assert day.frame.counter.sale_view.cart.unknown.isVisible()
    robot.key("F10")
    assert day.page == "sale"
    robot.key("F2")
    robot.type("soap")
    robot.key("Enter")
    assert stage.lines(day)[-1] == ("Soap with lavender", 1000)
    assert "zł\u00a037.00" in stage.seen(day)


def split_payment(day: Rehearsal) -> None:
    robot = day.robot
    robot.key("F12")
    day.reach("payment")
    robot.type("20")
    robot.key("Enter")
    robot.type("50")
    assert "zł\u00a033.00" in stage.seen(day)
    robot.key("Enter")
    day.reach("done")
    assert (stage.last_number(day), stage.last_total(day)) == (1, 3700)
    assert "33.00" in stage.seen(day)


def codes(pdf: Path) -> list[str]:
    """The bar codes a scanner reads from a slip's dots at 203 dpi."""
    found = []
    for page in rasterise(pdf.read_bytes(), Paper.ROLL_80):
        with Image.open(io.BytesIO(to_png(page))) as picture:
            found += [code.text for code in zxingcpp.read_barcodes(picture)]
    return found


def first_papers(day: Rehearsal, folder: Path) -> str:
    """Receipt and coupon lie in the folder; both codes can be scanned; the coupon's code."""
    day.settle_prints()
    printed = {path.stem.split("-")[2]: path for path in stage.slips(folder)}
    assert sorted(printed) == ["coupon", "receipt"]
    (receipt,) = codes(printed["receipt"])
    assert receipt.startswith("R1-000001-")
    (coupon,) = codes(printed["coupon"])
    assert coupon.startswith("K")
    return coupon


def second_sale(day: Rehearsal, coupon: str) -> None:
    """Begun by a scan on the done page: 2.50 + 2 × 10.00 − coupon 5.00 − 100 points = 16.50."""
    robot = day.robot
    robot.scan(SOAP)
    day.reach("sale")
    assert stage.lines(day) == [("Soap with lavender", 1000)]
    robot.scan(CARD)
    assert "185" in stage.seen(day)
    robot.type("2*")
    robot.scan(TEA)
    robot.scan(coupon)
    assert "Coupon applied" in stage.seen(day)
    robot.key("F10")
    day.reach("payment")
    assert "zł\u00a017.50" in stage.seen(day)
    robot.key("F8")
    for _ in range(20):
        robot.key("Right")
    assert "zł\u00a016.50" in stage.seen(day)
    robot.key("Enter")
    robot.key("Enter")
    day.reach("done")
    assert (stage.last_number(day), stage.last_total(day)) == (2, 1650)
    # 185 earned before, 100 spent, 5 % of 16.50 earned: whole points only
    (hit,) = day.shop.customers.search(session_of(day), "Maria")
    assert day.shop.customers.profile(session_of(day), hit.id).account.balance == 16_700


def session_of(day: Rehearsal) -> Session:
    """Who is at the till."""
    assert day.frame.session is not None
    return day.frame.session


def two_parked_sales(day: Rehearsal) -> None:
    robot = day.robot
    robot.scan(SOAP)
    day.reach("sale")
    robot.key("F9")
    robot.scan(TEA)
    robot.key("F9")
    assert stage.lines(day) == []
    robot.key("F9")
    robot.key("Enter")
    one = stage.lines(day)
    assert len(one) == 1
    assert stage.pay_cash(day) == 3
    robot.key("Enter")
    day.reach("sale")
    robot.key("F9")
    robot.key("Enter")
    other = stage.lines(day)
    assert sorted([*one, *other]) == [("Green tea", 1000), ("Soap with lavender", 1000)]
    assert stage.pay_cash(day) == 4


def a_copy(day: Rehearsal, folder: Path) -> None:
    day.settle_prints()
    before = stage.slips(folder)
    day.robot.key("Ctrl P")
    day.robot.until(lambda: len(stage.slips(folder)) == len(before) + 1, "the copy on paper")
    day.robot.key("Enter")
    day.reach("sale")


def cash_out(day: Rehearsal) -> None:
    robot = day.robot
    stage.tab_to(day, "Shift")
    robot.key("Space")
    day.reach("shift")
    robot.key("Ctrl 2")
    robot.type("50")
    stage.tab_to(day, "To the bank")
    robot.key("Right")
    robot.key("Space")
    robot.key("Enter")
    (moved,) = day.shop.till.moves()
    assert (moved.kind, moved.amount, moved.reason) == (CashMoveKind.OUT, 5000, "To the safe")
    assert "\u2212zł\u00a050.00" in stage.seen(day)


def the_count(day: Rehearsal) -> None:
    """Float 100.00, sales in cash 17.00 + 16.50 + 10.00 + 2.50, 50.00 to the safe: 96.00 must be
    there, and nothing says so before the count is saved."""
    robot = day.robot
    robot.key("Ctrl 4")
    assert "96.00" not in stage.seen(day)
    robot.type("95.50")
    robot.key("Enter")
    after = stage.seen(day)
    assert "zł\u00a096.00" in after
    assert "zł\u00a00.50 is missing" in after


def proved(folder: Path) -> None:
    """``pos-app check`` finds nothing, also in the backup brought back."""
    assert stage.pos_app(folder, "check").exit_code == 0
    (backup,) = (folder / "backups").glob("*.db")
    told = stage.pos_app(folder, "restore", str(backup), "--dry-run", "--json")
    assert told.exit_code == 0, told.output
    assert '"receipts": 4' in told.output
