"""A shift from the counted float to the numbered close (R32)."""

from __future__ import annotations

from typing import Any

import pytest

from pos_app.domain.errors import NeedsApproval, PosError
from pos_app.domain.receipt import SlipTax, SlipTender
from pos_app.domain.sale import TenderKind
from pos_app.domain.shift import CashMoveKind
from pos_app.domain.staff import Action, Role
from pos_app.services import snapshots
from pos_app.services.records import PrintJobRow
from pos_app.services.till import BACKUP_WANTED, require_shift
from tests.builders import SENIOR_PIN, Shop


def code_of(call: Any, *args: Any, **more: Any) -> str:
    with pytest.raises(PosError) as refusal:
        call(*args, **more)
    return refusal.value.code


def jobs(shop: Shop, kind: str, ref: str) -> list[PrintJobRow]:
    with shop.store.uow() as uow:
        return list(uow.print_jobs.of_document(kind, ref))


def test_a_shift_opens_once_with_the_counted_float(shop: Shop) -> None:
    assert shop.till.current() is None
    assert shop.till.last() is None
    shift = shop.till.open(shop.cashier, 20_000)
    assert (shift.number, shift.opening_float, shift.is_open) == (1, 20_000, True)
    assert shift.opened_by == shop.people["Anna"].id
    assert shop.till.current() == shift
    assert code_of(shop.till.open, shop.senior, 0) == "shift_open"
    ((_, content, person, _),) = shop.events("shift.")
    assert content == {"shift": shift.uuid, "till": "1", "number": 1, "float": 20_000}
    assert person == shop.people["Anna"].uuid
    assert shop.sink.heard == [("shift", shift.uuid)]


@pytest.mark.parametrize("counted", [-1, 10**9 + 1, 1.5, True, None])
def test_a_float_is_counted_in_whole_minor_units(shop: Shop, counted: Any) -> None:
    assert code_of(shop.till.open, shop.cashier, counted) == "setting_invalid"


def test_without_a_shift_nothing_moves(shop: Shop) -> None:
    till, session = shop.till, shop.cashier
    assert code_of(till.cash_move, session, CashMoveKind.IN, 100, "change") == "no_shift"
    assert code_of(till.x_report, session) == "no_shift"
    assert code_of(till.close, session, 0) == "no_shift"
    assert code_of(till.moves) == "no_shift"
    assert code_of(till.open_drawer, shop.senior, "change", event_ref="d") == "no_shift"
    with shop.store.uow() as uow:
        assert code_of(require_shift, uow, "1") == "no_shift"


def test_cash_moves_have_a_reason_and_a_name(shop: Shop) -> None:
    shift = shop.till.open(shop.cashier, 0)
    out = shop.till.cash_move(shop.cashier, CashMoveKind.OUT, 5_000, " to the bank ")
    shop.sink.heard.clear()
    into = shop.till.cash_move(shop.senior, CashMoveKind.IN, 1, "coins")
    assert shop.sink.heard == [("shift", shift.uuid)]
    assert [(m.kind, m.amount, m.reason, m.person_id) for m in shop.till.moves()] == [
        (CashMoveKind.OUT, 5_000, "to the bank", shop.people["Anna"].id),
        (CashMoveKind.IN, 1, "coins", shop.people["Marta"].id),
    ]
    assert shop.till.moves() == [out, into]
    kinds = [(kind, content["amount"]) for kind, content, _, _ in shop.events("shift.cash")]
    assert kinds == [("shift.cash_out", 5_000), ("shift.cash_in", 1)]
    for amount, reason in ((0, "x"), (-5, "x"), (5, " ")):
        assert code_of(shop.till.cash_move, shop.cashier, CashMoveKind.IN, amount, reason) == (
            "setting_invalid"
        )
    assert shift.opening_float == 0


def trade(shop: Shop) -> None:
    """Float 200.00; 12.30 in cash, 24.60 by card, 12.30 in cash; 5.00 in, 50.00 out."""
    shop.till.open(shop.cashier, 20_000)
    vat = shop.catalogue.taxes()[0].id
    soap = shop.product("Soap", 1_230, tax_rate_id=vat)
    cream = shop.product("Cream", 2_460, tax_rate_id=vat)
    shop.sell(soap, given=5_000)
    shop.sell(cream, tender=TenderKind.CARD)
    shop.sell(soap)
    shop.till.cash_move(shop.cashier, CashMoveKind.IN, 500, "coins")
    shop.till.cash_move(shop.cashier, CashMoveKind.OUT, 5_000, "bank")


def test_the_x_report_says_all_but_the_cash_that_should_be_there(shop: Shop) -> None:
    trade(shop)
    slip = shop.till.x_report(shop.cashier)
    assert slip.kind == "x_report"
    assert (slip.expected, slip.counted, slip.difference) == (None, None, None)
    assert (slip.sales_count, slip.sales_total) == (3, 4_920)
    assert (slip.cash_in, slip.cash_out, slip.opening_float) == (500, 5_000, 20_000)
    assert slip.by_tender == (
        SlipTender(kind="card", amount=2_460),
        SlipTender(kind="cash", amount=2_460),
    )
    # 49.20 at 23 % included: 49.20 × 23 / 123 = 9.20
    assert slip.taxes == (SlipTax(name="VAT 23%", rate=2300, base=4_000, tax=920),)
    assert (slip.first_number, slip.last_number) == (1, 3)
    assert slip.opened_at == "2026-11-22T09:00:00+01:00"
    assert slip.language == "pl"
    assert slip.shop.name == "Dom i Uroda"
    assert slip.cashier == "Anna"
    shift = shop.till.current()
    assert shift is not None
    (job,) = jobs(shop, "x_report", shift.uuid)
    assert snapshots.load_shift(job.payload) == slip
    assert shop.sink.heard[-1] == ("print", "")


def test_an_x_report_may_be_looked_at_only(shop: Shop) -> None:
    shift = shop.till.open(shop.cashier, 0)
    head = shop.store.journal_head()
    shop.till.x_report(shop.cashier, print_it=False)
    assert jobs(shop, "x_report", shift.uuid) == []
    assert shop.store.journal_head() == head


@pytest.mark.parametrize("role", list(Role))
def test_nobody_sees_the_expected_cash_before_the_count_is_saved(shop: Shop, role: Role) -> None:
    trade(shop)
    assert shop.till.x_report(shop.as_role(role)).expected is None
    shift = shop.till.current()
    assert shift is not None
    assert shift.expected is None
    assert code_of(
        shop.permissions.require, shop.as_role(role), Action.EXPECTED_CASH_EARLY, event_ref="x"
    ) == ("not_allowed")


def test_the_close_counts_first_and_compares_then(shop: Shop) -> None:
    trade(shop)
    shop.clock.advance(hours=8)
    head = shop.store.journal_head()
    shop.sink.heard.clear()
    done = shop.till.close(shop.cashier, 17_900, "  one note torn ")
    # 200.00 + 12.30 + 12.30 + 5.00 − 50.00 = 179.60
    assert (done.shift.expected, done.shift.counted, done.difference) == (17_960, 17_900, -60)
    assert done.shift.note == "one note torn"
    assert done.shift.closed_by == shop.people["Anna"].id
    slip = done.slip
    assert (slip.kind, slip.expected, slip.counted, slip.difference) == (
        "shift_close",
        17_960,
        17_900,
        -60,
    )
    assert slip.printed_at == "2026-11-22T17:00:00+01:00"
    assert slip.journal_head == head
    assert shop.till.current() is None
    last = shop.till.last()
    assert last is not None
    assert (last.counted, last.expected, last.is_open) == (17_900, 17_960, False)
    (job,) = jobs(shop, "shift_close", done.shift.uuid)
    assert snapshots.load_shift(job.payload) == slip
    assert not job.copy
    counted, closed = shop.events("shift.c")[-2:]
    assert (counted[0], counted[1]["counted"]) == ("shift.counted", 17_900)
    assert (closed[0], closed[1]["expected"]) == ("shift.closed", 17_960)
    assert shop.sink.heard == [
        ("shift", done.shift.uuid),
        ("print", ""),
        (BACKUP_WANTED, "shift_close"),
    ]


def test_shifts_are_numbered_without_gaps(shop: Shop) -> None:
    numbers = []
    for _ in range(3):
        numbers.append(shop.till.open(shop.cashier, 0).number)
        shop.till.close(shop.cashier, 0)
    assert numbers == [1, 2, 3]


def test_a_shift_with_goods_on_the_screen_stays_open(shop: Shop) -> None:
    shop.till.open(shop.cashier, 0)
    desk = shop.desk()
    desk.add_product(shop.product().id)
    assert code_of(shop.till.close, shop.cashier, 0) == "draft_open"
    desk.park("Mr. N.")
    shop.till.close(shop.cashier, 0)
    assert shop.events("shift.closed")[0][1]["parked"] == 1


def test_an_empty_draft_does_not_hold_the_shift(shop: Shop) -> None:
    shop.till.open(shop.cashier, 0)
    desk = shop.desk()
    line = desk.add_product(shop.product().id)
    desk.remove(line)
    assert shop.till.close(shop.cashier, 0).difference == 0


def test_a_refused_close_changes_nothing(shop: Shop) -> None:
    shift = shop.till.open(shop.cashier, 0)
    for counted, note in ((-1, ""), (0, "x" * 301)):
        with pytest.raises(PosError):
            shop.till.close(shop.cashier, counted, note)
    assert shop.till.current() == shift


def test_the_slip_of_a_close_is_printed_again_as_a_copy(shop: Shop) -> None:
    shop.till.open(shop.cashier, 0)
    assert code_of(shop.till.reprint_slip, shop.cashier, 1) == "shift_slip_missing"
    assert code_of(shop.till.reprint_slip, shop.cashier, 99) == "shift_slip_missing"
    done = shop.till.close(shop.cashier, 0)
    shop.sink.heard.clear()
    assert shop.till.reprint_slip(shop.cashier, done.shift.id) == done.slip
    assert shop.sink.heard[-1] == ("print", "")
    original, copy = jobs(shop, "shift_close", done.shift.uuid)
    assert (original.copy, copy.copy) == (False, True)
    assert original.payload == copy.payload
    assert shop.events("shift.slip_copied")


def test_the_drawer_opens_with_a_reason_and_a_right(shop: Shop) -> None:
    shift = shop.till.open(shop.cashier, 0)
    shop.till.open_drawer(shop.senior, "change a note", event_ref="d-1")
    assert shop.sink.heard[-1] == ("print", "")
    assert code_of(shop.till.open_drawer, shop.senior, " ", event_ref="d-1") == "setting_invalid"
    with pytest.raises(NeedsApproval) as asked:
        shop.till.open_drawer(shop.cashier, "change", event_ref="d-2")
    assert asked.value.params["event_ref"] == "d-2"
    approval = shop.permissions.approve(
        Action.DRAWER_OPEN,
        session=shop.cashier,
        event_ref="d-2",
        reason="change",
        secret=SENIOR_PIN,
        approver_id=shop.people["Marta"].id,
    )
    shop.till.open_drawer(shop.cashier, "change", event_ref="d-2", approval=approval)
    drawer = jobs(shop, "drawer", shift.uuid)
    assert [(job.open_drawer, job.payload) for job in drawer] == [(True, "")] * 2
    marta = shop.people["Marta"].uuid
    assert [(p, a) for _, _, p, a in shop.events("drawer.")] == [
        (marta, None),
        (shop.people["Anna"].uuid, marta),
    ]
