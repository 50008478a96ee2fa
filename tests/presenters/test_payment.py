"""Payment on a real desk: proposals, any mix of tenders, points, completed exactly once."""

from __future__ import annotations

import pytest

from pos_app.domain.errors import EnvironmentProblem
from pos_app.domain.sale import TenderKind
from pos_app.presenters.payment_state import TenderView
from pos_app.services.records import CustomerQuery
from tests.builders import SENIOR_PIN, Shop, card_number, ean13
from tests.presenters.counter_stage import Stage, completed, make_stage
from tests.services.desk import GOLDEN

TEA = ean13("590000000002")
NBSP = "\u00a0"


@pytest.fixture
def till(stage: Stage) -> Stage:
    """184.60 on the counter, as in the drawing."""
    stage.shop.product("Green tea", 18460, barcodes=(TEA,))
    stage.sale.scan(TEA)
    return stage


def tender(stage: Stage, key: str) -> TenderView:
    return next(one for one in stage.pay.tenders if one.key == key)


def type_in(stage: Stage, text: str) -> None:
    for sign in text:
        stage.payment.typed(sign)


def with_points(stage: Stage, card: int = 7) -> None:
    """A customer with 553 points to spend (from a purchase of 11 070.00 at 5 %)."""
    stage.counter.use(GOLDEN)
    dear = stage.shop.product("Dear", 1107000)
    person = stage.shop.customer("Katarzyna W.", card=card)
    stage.counter.desk.cancel()
    stage.counter.desk.add_product(dear.id)
    stage.counter.desk.attach_customer(person.id, card_number(card))
    stage.counter.pay_cash()
    stage.sale.begin_next()
    stage.sale.scan(TEA)


def test_f10_and_enter_complete_with_the_exact_sum(till: Stage) -> None:
    till.payment.open("cash")
    cash = tender(till, "cash")
    assert (cash.mode, cash.amount, cash.fresh) == ("active", "184.60", True)
    assert cash.exact == (18460, "Exact 184.60")
    assert till.pay.can_complete
    assert (till.pay.total_label, till.pay.total) == ("Change", f"zł{NBSP}0.00")
    till.payment.key("Enter")
    done = completed(till)
    assert (done.number, done.total, done.change) == (1, 18460, 0)


def test_change_is_live_on_every_key(till: Stage) -> None:
    till.payment.open("cash")
    totals = []
    for sign in "200":
        till.payment.typed(sign)
        totals.append((till.pay.total_label, till.pay.total))
    assert totals == [
        ("To pay", f"zł{NBSP}182.60"),
        ("To pay", f"zł{NBSP}164.60"),
        ("Change", f"zł{NBSP}15.40"),
    ]
    till.payment.key("Backspace")
    assert till.pay.total == f"zł{NBSP}164.60"


def test_notes_are_proposed_and_tapped(till: Stage) -> None:
    till.payment.open("cash")
    assert [note for note, _ in tender(till, "cash").notes] == [19000, 20000, 50000]
    till.payment.quick(20000)
    assert tender(till, "cash").given == 20000
    assert till.pay.total == f"zł{NBSP}15.40"


def test_card_takes_the_whole_sum_and_enter_completes(till: Stage) -> None:
    till.payment.open("card")
    assert tender(till, "card").amount == "184.60"
    till.payment.key("Enter")
    assert completed(till).change == 0
    kinds = [one.kind for one in completed(till).receipt.tenders]
    assert kinds == ["card"]


def test_split_card_then_cash_then_change(till: Stage) -> None:
    till.payment.open("split")
    assert tender(till, "card").amount == ""
    type_in(till, "100")
    assert not till.pay.can_complete
    assert tender(till, "card").accept == "Charged"
    till.payment.key("Enter")
    card, cash = tender(till, "card"), tender(till, "cash")
    assert (card.mode, card.detail) == ("accepted", "Accepted at 09:00")
    assert (cash.mode, cash.amount) == ("active", "84.60")
    type_in(till, "100")
    assert till.pay.total == f"zł{NBSP}15.40"
    till.payment.key("Enter")
    done = completed(till)
    assert done.change == 1540
    assert [(one.kind, one.amount) for one in done.receipt.tenders] == [
        ("card", 10000),
        ("cash", 10000),
    ]


def test_what_the_terminal_charged_is_taken_back_only_on_the_terminal(till: Stage) -> None:
    till.payment.open("split")
    type_in(till, "100")
    till.payment.key("Enter")
    till.payment.key("F11")
    assert tender(till, "card").mode == "accepted"
    till.payment.key("Ctrl 1")
    assert tender(till, "card").mode == "active"
    assert not till.counter.desk.draft.tenders[0].locked


def test_more_by_card_than_is_due_is_refused_in_place(till: Stage) -> None:
    till.payment.open("card")
    type_in(till, "200")
    card = tender(till, "card")
    assert card.amount == "200"
    assert card.error == f"Only cash can be given back: enter zł{NBSP}184.60 or less."
    assert not till.pay.can_complete
    till.payment.key("Enter")
    assert till.ways.gone == []
    assert till.pay_view.tones == 1


def test_transfer_comes_in_by_its_key(till: Stage) -> None:
    till.payment.open("cash")
    assert till.pay.transfer == "Transfer"
    till.payment.key("Ctrl 2")
    assert till.pay.transfer == ""
    assert [one.key for one in till.pay.tenders] == ["card", "transfer", "cash"]
    assert tender(till, "transfer").amount == "184.60"
    till.payment.key("Enter")
    assert [one.kind for one in completed(till).receipt.tenders] == ["transfer"]


def test_not_enough_cash_does_not_complete(till: Stage) -> None:
    till.payment.open("cash")
    type_in(till, "100")
    till.payment.key("Enter")
    assert till.ways.gone == []
    assert till.pay_view.tones == 1


def test_escape_goes_back_with_nothing_lost(till: Stage) -> None:
    till.payment.open("cash")
    type_in(till, "50")
    till.payment.key("Esc")
    assert till.ways.last == ("show_sale",)
    assert len(till.counter.desk.draft.lines) == 1
    assert till.counter.desk.draft.tenders == ()


def test_enter_pressed_again_and_again_completes_once(till: Stage) -> None:
    till.payment.open("cash")
    for _ in range(20):
        till.payment.key("Enter")
    assert [way[0] for way in till.ways.gone] == ["sale_completed"]
    assert till.shop.store.queries.last_receipt("1").number == 1  # type: ignore[union-attr]


def test_a_failing_disk_leaves_the_sale_and_says_so(
    till: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    till.payment.open("cash")
    till.counter.disk.free = 0
    till.payment.key("Enter")
    assert till.ways.gone == []
    assert till.pay.notice is not None
    assert till.pay.notice.kind == "danger"
    assert not till.pay.busy
    till.counter.disk.free = 10**12
    till.payment.key("Enter")
    assert completed(till).number == 1


def test_a_price_changed_meanwhile_is_shown_before_it_is_booked(till: Stage) -> None:
    till.payment.open("cash")

    def changed(*_args: object) -> object:
        raise EnvironmentProblem("database_busy")

    till.counter.checkout.complete = changed  # type: ignore[method-assign, assignment]
    till.payment.key("Enter")
    assert till.pay.notice is not None
    assert till.pay.notice.text == "The shop's data is busy. Try again."
    assert till.pay.can_complete


# -- scanning while paying --------------------------------------------------------------------


def test_a_product_scanned_while_paying_joins_and_totals_move(till: Stage) -> None:
    till.payment.open("cash")
    till.payment.scan(TEA)
    assert tender(till, "cash").amount == "369.20"
    assert till.pay.notice is not None
    assert till.pay.notice.text == "Added: Green tea"


def test_a_typed_sum_stays_when_totals_move(till: Stage) -> None:
    till.payment.open("cash")
    type_in(till, "400")
    till.payment.scan(TEA)
    assert tender(till, "cash").amount == "400"
    assert till.pay.total == f"zł{NBSP}30.80"


def test_once_the_card_is_charged_a_scan_waits_for_the_next_receipt(till: Stage) -> None:
    till.payment.open("split")
    type_in(till, "100")
    till.payment.key("Enter")
    till.payment.scan(TEA)
    assert len(till.counter.desk.draft.lines) == 1
    assert till.counter.desk.draft.lines[0].quantity == 1000
    assert till.pay.notice is not None
    till.payment.key("Enter")
    assert till.ways.last[2] == (TEA,)


def test_an_unknown_code_leads_back_to_its_red_line(till: Stage) -> None:
    till.payment.open("cash")
    till.payment.scan("4601234567893")
    assert till.ways.last == ("show_sale",)
    assert till.counter.desk.draft.lines[-1].unknown_code == "4601234567893"


def test_a_receipt_scanned_while_paying_is_refused(till: Stage) -> None:
    till.payment.open("cash")
    till.payment.scan("R1-000001-2211")
    assert till.pay.notice is not None
    assert till.pay.notice.text == "Finish this sale first, then scan the receipt again."


def test_a_card_scanned_while_paying_recalculates(till: Stage) -> None:
    till.counter.use(GOLDEN)
    till.shop.customer("Katarzyna W.", card=7)
    till.payment.open("cash")
    till.payment.scan(card_number(7))
    assert till.pay.ledger is not None
    assert till.pay.ledger.title == "Katarzyna W."
    # 184.60 − 5 % = 175.37
    assert tender(till, "cash").amount == "175.37"


# -- points -----------------------------------------------------------------------------------


def test_points_by_slider_keys_and_number(till: Stage) -> None:
    with_points(till)
    till.sale.scan(card_number(7))
    till.payment.open("points")
    points = till.pay.points
    assert points is not None
    assert points.active
    # 30 % of 175.37 is 52.61, which 52.61 points pay at 1.00 each
    assert points.maximum == 5261
    assert points.why == "at most 30% of a receipt"
    type_in(till, "20")
    assert till.pay.points.value == 2000  # type: ignore[union-attr]
    assert till.pay.points.money == f"−zł{NBSP}20.00"  # type: ignore[union-attr]
    till.payment.key("Right")
    assert till.pay.points.value > 2000  # type: ignore[union-attr]
    till.payment.set_points(2000)
    till.payment.key("Enter")
    assert tender(till, "cash").mode == "active"
    assert tender(till, "cash").amount == "155.37"
    rows = {words: value for words, value, _ in till.pay.ledger.rows}  # type: ignore[union-attr]
    assert rows["Used"] == "−20"
    till.payment.key("Enter")
    assert completed(till).receipt.loyalty.points_spent == 2000  # type: ignore[union-attr]


def test_points_without_the_card_ask_for_a_senior(till: Stage) -> None:
    with_points(till)
    hit = till.shop.store.queries.search_customers(CustomerQuery(text="Katarzyna"))[0]
    till.sale.attach(hit.id)
    till.payment.open("cash")
    till.payment.set_points(1000)
    question = till.pay.approval
    assert question is not None
    marta = next(each.key for each in question.people if each.text == "Marta")
    till.payment.approve(marta, SENIOR_PIN)
    assert till.pay.approval is None
    assert till.pay.points is not None
    assert till.pay.points.value == 1000


def test_points_stand_still_once_a_card_is_charged(till: Stage) -> None:
    with_points(till)
    till.sale.scan(card_number(7))
    till.payment.open("split")
    type_in(till, "100")
    till.payment.key("Enter")
    assert till.pay.points is not None
    assert not till.pay.points.enabled
    till.payment.set_points(1000)
    assert till.counter.desk.priced.points.spent == 0


def test_nobody_with_points_no_points_card(till: Stage) -> None:
    till.payment.open("cash")
    assert till.pay.points is None
    assert till.pay.ledger is None
    till.payment.key("F8")
    assert tender(till, "cash").mode == "active"


# -- what else is on the page -----------------------------------------------------------------


def test_the_coupon_to_come_is_announced(till: Stage) -> None:
    till.counter.set(
        next_coupon__enabled=True,
        next_coupon__threshold=10000,
        next_coupon__benefit="amount",
        next_coupon__value=1500,
        next_coupon__minimum=10000,
    )
    till.payment.open("cash")
    coupon = till.pay.coupon
    assert coupon is not None
    assert coupon.title == f"After the sale: coupon −zł{NBSP}15"
    assert coupon.detail == f"for the next purchase from zł{NBSP}100"


def test_cash_rounding_is_proposed_for_cash_only(shop: Shop) -> None:
    stage = make_stage(shop)
    stage.shop.product("Odd", 1003, barcodes=(TEA,))
    stage.counter.set(money__cash_rounding=5)
    stage.sale.scan(TEA)
    stage.payment.open("cash")
    assert tender(stage, "cash").amount == "10.05"
    stage.payment.key("F11")
    assert tender(stage, "card").amount == "10.03"
    stage.payment.key("F10")
    stage.payment.key("Enter")
    assert completed(stage).receipt.rounding == 2
    assert [one.kind for one in completed(stage).receipt.tenders] == [TenderKind.CASH.value]


def test_back_to_payment_with_a_charged_card_goes_on_with_cash(till: Stage) -> None:
    till.payment.open("split")
    type_in(till, "100")
    till.payment.key("Enter")
    till.payment.key("Esc")
    assert [one.locked for one in till.counter.desk.draft.tenders] == [True]
    till.payment.open("card")
    assert tender(till, "card").mode == "accepted"
    assert (tender(till, "cash").mode, tender(till, "cash").amount) == ("active", "84.60")


def test_without_a_shift_the_reason_stands_above_the_button(shop: Shop) -> None:
    stage = make_stage(shop, shift=False)
    stage.shop.product("Green tea", 18460, barcodes=(TEA,))
    stage.sale.scan(TEA)
    stage.payment.open("cash")
    assert not stage.pay.can_complete
    assert stage.pay.reason == "No shift is open. Open the shift first."
