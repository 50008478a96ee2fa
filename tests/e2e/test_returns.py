"""Goods come back through the real window, by keys and scans: return, exchange, second person."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pos_app.bootstrap.rehearsal import Rehearsal, rehearse
from pos_app.domain.goods_return import GoodsReturn
from pos_app.domain.sale import TenderKind
from tests.builders import CASHIER_PIN, SENIOR_PIN
from tests.e2e import stage
from tests.ui.shots import text_tree
from tests.ui.snapshots.walk import OWNER_PIN

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def day(tmp_path: Path) -> Iterator[Rehearsal]:
    stage.make_shop(tmp_path)
    with rehearse(tmp_path, world=stage.world(), step_ms=stage.STEP_MS) as made:
        made.sign_in("Olga", OWNER_PIN)
        made.robot.type("100")
        made.robot.key("Enter")
        made.reach("sale")
        yield made


def sell(day: Rehearsal, *codes: str) -> str:
    """A sale in cash, exactly paid; the receipt's code."""
    for code in codes:
        day.robot.scan(code)
    day.robot.key("F10")
    day.reach("payment")
    day.robot.key("Enter")
    day.reach("done")
    with day.shop.store.uow() as uow:
        number = uow.sales.next_number("1") - 1
        sale = uow.sales.by_number("1", number)
    assert sale is not None
    day.robot.key("Enter")
    day.reach("sale")
    return day.shop.receipts.read(sale.uuid).code


def booked(day: Rehearsal, receipt: int = 1) -> list[GoodsReturn]:
    with day.shop.store.uow() as uow:
        sale = uow.sales.by_number("1", receipt)
        assert sale is not None
        return list(uow.returns.of_sale(sale.id))


def shows(day: Rehearsal, words: str) -> None:
    """Wait until the window says so: a key waits a little in case it begins a scan."""
    day.robot.until(lambda: words in text_tree(day.window), words)


def choose_reason(day: Rehearsal) -> None:
    """Tab to the first reason and tick it, as a person without a mouse does."""
    page = day.window.current_page()
    assert page is not None
    chip = page.reasons.chip("not_fit")  # type: ignore[attr-defined]
    chip.setFocus()
    day.robot.key("Space")


def test_one_of_two_pieces_comes_back_by_keys(day: Rehearsal) -> None:
    """Scan the slip, Space, a reason, Enter: 2.50 in cash, and the next sale is there."""
    code = sell(day, stage.CARD, stage.SOAP, stage.SOAP, stage.TEA)
    day.robot.scan(code)
    day.reach("returns")
    day.robot.key("Space")
    choose_reason(day)
    shown = text_tree(day.window)
    assert "2.50" in shown
    assert booked(day) == []
    day.robot.key("Enter")
    (back,) = booked(day)
    assert (back.money, back.lines[0].quantity, back.lines[0].reason) == (250, 1000, "not_fit")
    assert [(t.kind, t.amount) for t in back.refunds] == [(TenderKind.CASH, 250)]
    day.robot.key("Enter")
    day.reach("sale")


def test_enter_held_down_is_one_return(day: Rehearsal) -> None:
    code = sell(day, stage.SOAP)
    day.robot.scan(code)
    day.reach("returns")
    choose_reason(day)
    day.robot.hold("Enter", 30)
    assert len(booked(day)) == 1


def test_plus_and_minus_change_how_many(day: Rehearsal) -> None:
    code = sell(day, f"3*{stage.SOAP}")
    day.robot.scan(code)
    day.reach("returns")
    for key in ("-", "+", "-"):
        day.robot.key(key)
    choose_reason(day)
    day.robot.key("Enter")
    assert [line.quantity for line in booked(day)[0].lines] == [2000]


def test_without_a_reason_nothing_happens(day: Rehearsal) -> None:
    code = sell(day, stage.SOAP)
    day.robot.scan(code)
    day.reach("returns")
    day.robot.key("Enter")
    assert booked(day) == []
    day.robot.key("Esc")
    day.reach("sale")
    day.robot.key("Ctrl r")
    day.reach("returns")
    assert "Soap" in text_tree(day.window)


def test_found_by_number_and_by_name(day: Rehearsal) -> None:
    sell(day, stage.SOAP)
    sell(day, stage.CARD, stage.TEA)
    day.robot.key("Ctrl r")
    day.reach("returns")
    day.robot.type("Maria")
    day.robot.key("Down")
    day.robot.key("Enter")
    shows(day, "Green tea")
    day.robot.key("F2")
    day.robot.type("1")
    day.robot.key("Enter")
    shows(day, "Soap")
    day.robot.key("F2")
    day.robot.type("99")
    day.robot.key("Enter")
    assert "Green tea" not in text_tree(day.window)


def test_goods_for_other_goods(day: Rehearsal) -> None:
    """Tea (10.00) for soap (2.50): 7.50 go back in cash; one sale, one return."""
    code = sell(day, stage.TEA)
    day.robot.scan(code)
    day.reach("returns")
    choose_reason(day)
    day.robot.key("Ctrl 1")
    day.reach("sale")
    assert booked(day) == []
    day.robot.scan(stage.SOAP)
    day.robot.key("F10")
    day.reach("payment")
    day.robot.key("Enter")
    day.reach("done")
    assert "7.50" in text_tree(day.window)
    (back,) = booked(day)
    assert (back.money, back.exchange_uuid is not None) == (1000, True)
    assert sum(t.amount for t in back.refunds if not t.reference) == 750


def test_a_cashier_needs_a_second_person(day: Rehearsal) -> None:
    code = sell(day, stage.SOAP)
    day.robot.key("Ctrl l")
    day.reach("sign_in")
    day.sign_in("Anna", CASHIER_PIN)
    day.robot.scan(code)
    day.reach("returns")
    choose_reason(day)
    day.robot.key("Enter")
    assert booked(day) == []
    page = day.window.current_page()
    assert page is not None
    marta = next(one for one in day.shop.staff.people() if one.name == "Marta")
    page.approved.emit(str(marta.id), SENIOR_PIN)  # type: ignore[attr-defined]
    day.robot.until(lambda: len(booked(day)) == 1, "the return to be booked")
    assert booked(day)[0].approver_id == marta.id


def test_beginning_a_return_parks_the_sale(day: Rehearsal) -> None:
    code = sell(day, stage.SOAP)
    day.robot.scan(stage.TEA)
    day.robot.scan(code)
    day.reach("returns")
    with day.shop.store.uow() as uow:
        (parked,) = uow.drafts.parked("1")
    assert [line.name for line in parked.lines] == ["Green tea"]


def test_without_a_receipt_it_becomes_store_credit(day: Rehearsal) -> None:
    """Ctrl 3, scan the goods and the card, a reason, Enter: the owner gives 5.00 of credit."""
    day.robot.key("Ctrl r")
    day.reach("returns")
    day.robot.key("Ctrl 3")
    day.robot.scan(stage.SOAP)
    day.robot.key("+")
    day.robot.scan(stage.CARD)
    choose_reason(day)
    shown = text_tree(day.window)
    assert "Maria S." in shown
    assert "5.00" in shown
    day.robot.key("Enter")
    with day.shop.store.uow() as uow:
        liability = uow.certificates.liability()
    assert [(kind, count, money) for kind, _, count, money in liability] == [("credit", 1, 500)]
    day.robot.key("Enter")
    day.reach("sale")


def test_goods_without_a_receipt_are_found_by_name(day: Rehearsal) -> None:
    day.robot.key("Ctrl r")
    day.reach("returns")
    day.robot.key("Ctrl 3")
    day.robot.type("tea")
    day.robot.key("Enter")
    shows(day, "Green tea")
    day.robot.key("Space")
    day.robot.until(lambda: "Green tea" not in text_tree(day.window), "the tea to go")
    day.robot.scan("nobody-knows")
    shows(day, "nobody-knows")
    day.robot.key("Esc")
    shows(day, "Receipt, customer or card")


def test_the_next_scan_on_a_finished_return_begins_the_next_sale(day: Rehearsal) -> None:
    """The sum and the notes to give, a copy by Ctrl P, then the next item lies on the sale."""
    code = sell(day, stage.CARD, stage.TEA)
    day.robot.scan(code)
    day.reach("returns")
    choose_reason(day)
    page = day.window.current_page()
    assert page is not None
    page.gestures.chip("coupon").click()  # type: ignore[attr-defined]
    day.robot.key("Enter")
    (back,) = booked(day)
    shown = text_tree(day.window)
    assert "zł 10.00" in shown.replace("\N{NO-BREAK SPACE}", " ")
    assert "Give like this" in shown
    assert "A coupon for the next purchase comes out with the slip." in shown
    day.robot.key("Ctrl p")
    with day.shop.store.uow() as uow:
        jobs = uow.print_jobs.of_document("receipt", back.uuid)
    assert [job.copy for job in jobs] == [False, True]
    day.robot.scan(stage.SOAP)
    day.reach("sale")
    assert "Soap with lavender" in text_tree(day.window)
    day.robot.scan(code)
    day.reach("returns")
    assert "Everything of this receipt came back already." in text_tree(day.window)


def test_enter_in_the_note_ends_the_note_only(day: Rehearsal) -> None:
    code = sell(day, stage.SOAP)
    day.robot.scan(code)
    day.reach("returns")
    choose_reason(day)
    page = day.window.current_page()
    assert page is not None
    page.note.edit.setFocus()  # type: ignore[attr-defined]
    day.robot.type("torn - box")
    day.robot.key("Enter")
    assert booked(day) == []
    day.robot.key("Enter")
    assert booked(day)[0].note == "torn - box"


def test_a_row_of_several_found_is_opened_by_enter(day: Rehearsal) -> None:
    sell(day, stage.CARD, stage.TEA)
    sell(day, stage.CARD, stage.SOAP)
    day.robot.key("Ctrl r")
    day.reach("returns")
    day.robot.type("Maria")
    day.robot.key("Down")
    day.robot.key("Down")
    day.robot.key("Enter")
    assert "Receipt 1" in text_tree(day.window)
