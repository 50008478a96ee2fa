"""The cashier's gestures on a real store: what each does, refuses, and takes back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from pos_app.domain.card import Card, CardStatus
from pos_app.domain.catalogue import UnitKind
from pos_app.domain.errors import NeedsApproval, PosError
from pos_app.domain.pricing import Programme
from pos_app.domain.sale import TenderKind
from pos_app.domain.staff import Action
from pos_app.services.desk_view import OfferState, ScanResult
from pos_app.services.records import LotRow
from tests.builders import SENIOR_PIN, Shop, card_number, ean13
from tests.services.desk import (
    GOLDEN,
    Counter,
    coupon_code,
    golden_coupon,
    golden_promotion,
    make_counter,
)

SOAP = ean13("590000000001")
C50 = coupon_code("000000050")
C51 = coupon_code("000000051")


@pytest.fixture
def counter(shop: Shop) -> Counter:
    """A counter with an open shift and a cashier."""
    return make_counter(shop)


def grant(counter: Counter, customer_id: int, points: int, days: int | None = None) -> None:
    """Give a person points (hundredths) usable today, for ``days`` days."""
    today = counter.book.today()
    with counter.shop.store.uow() as uow:
        uow.points.add_lot(
            LotRow(
                uuid=counter.shop.ids.uuid(),
                customer_id=customer_id,
                kind="welcome",
                granted=points,
                left=points,
                earned_at=counter.shop.clock.now(),
                active_from=today,
                expires_on=None if days is None else today + timedelta(days=days),
                local_day=today,
            )
        )
        uow.commit()
    counter.desk.refresh()


class TestLines:
    def test_the_same_goods_grow_their_line(self, counter: Counter) -> None:
        counter.shop.product("Soap", 250, barcodes=(SOAP,))
        first = counter.desk.scan(SOAP)
        second = counter.desk.scan(SOAP)
        assert first.result is ScanResult.LINE
        assert second.line_id == first.line_id
        assert counter.desk.priced.to_pay == 500

    def test_a_quantity_may_be_typed_before(self, counter: Counter) -> None:
        counter.shop.product("Soap", 250, barcodes=(SOAP,))
        assert counter.desk.scan("3*").value == "3000"
        counter.desk.scan(SOAP, quantity=3000)
        counter.desk.scan(f"2*{SOAP}")
        (line,) = counter.desk.draft.lines
        assert line.quantity == 5000

    def test_a_weighed_label_carries_the_weight(self, counter: Counter) -> None:
        nuts = counter.shop.product("Nuts", 1299, unit=UnitKind.KILOGRAM, plu="12345")
        outcome = counter.desk.scan(ean13("221234500750"))
        assert outcome.result is ScanResult.LINE
        (line,) = counter.desk.draft.lines
        assert (line.product_id, line.quantity) == (nuts.id, 750)
        # 12.99 × 0.750 = 9.7425, half-up 9.74 (R3)
        assert counter.desk.priced.to_pay == 974

    def test_a_price_label_is_the_truth(self, counter: Counter) -> None:
        counter.set(scanner__weighed_templates=["23PPPPPVVVVVC"])
        counter.shop.product("Cheese", 3000, unit=UnitKind.KILOGRAM, plu="00042")
        counter.desk.scan(ean13("230004201234"))
        assert counter.desk.priced.to_pay == 1234
        (line,) = counter.desk.draft.lines
        assert line.quantity == 411  # 12.34 / 30.00 kg, for the eye only
        with pytest.raises(PosError, match="quantity_fixed"):
            counter.desk.set_quantity(line.line_id, 2000)

    def test_an_unknown_code_is_a_red_line_that_blocks(self, counter: Counter) -> None:
        counter.shop.product("Soap", 250, barcodes=(SOAP,))
        counter.desk.scan(SOAP)
        outcome = counter.desk.scan("4601234567893")
        view = counter.desk.view()
        assert outcome.result is ScanResult.UNKNOWN
        assert view.blocked is not None
        assert view.blocked.code == "unknown_line"
        assert view.priced.to_pay == 250
        counter.desk.resolve_unknown(outcome.line_id or "", view.lines[0].line.product_id or 0)
        assert counter.desk.view().blocked is None
        assert counter.desk.priced.to_pay == 500

    def test_an_unknown_code_may_be_sold_by_hand_with_a_second_person(
        self, counter: Counter
    ) -> None:
        line_id = counter.desk.scan("4601234567893").line_id or ""
        with pytest.raises(NeedsApproval) as asked:
            counter.desk.price_by_hand(line_id, "Sponge", 199)
        approval = counter.shop.permissions.approve(
            Action.PRICE_OVERRIDE,
            session=counter.shop.cashier,
            event_ref=str(asked.value.params["event_ref"]),
            reason="not entered yet",
            secret=SENIOR_PIN,
            approver_id=counter.shop.people["Marta"].id,
        )
        counter.desk.price_by_hand(line_id, "Sponge", 199, approval)
        assert counter.desk.priced.to_pay == 199
        assert counter.desk.view().blocked is None

    def test_pieces_come_whole_and_zero_removes(self, counter: Counter) -> None:
        counter.shop.product("Soap", 250, barcodes=(SOAP,))
        line_id = counter.desk.scan(SOAP).line_id or ""
        with pytest.raises(PosError, match="quantity_whole"):
            counter.desk.set_quantity(line_id, 1500)
        with pytest.raises(PosError, match="quantity_invalid"):
            counter.desk.set_quantity(line_id, 10**9 + 1000)
        counter.desk.change_quantity(line_id, 2)
        assert counter.desk.priced.to_pay == 750
        counter.desk.change_quantity(line_id, -3)
        assert counter.desk.draft.lines == ()

    def test_an_inactive_product_is_refused_in_words(self, counter: Counter) -> None:
        soap = counter.shop.product("Soap", 250, barcodes=(SOAP,))
        counter.shop.catalogue.set_active(counter.shop.owner, soap.id, active=False)
        outcome = counter.desk.scan(SOAP)
        assert outcome.result is ScanResult.REFUSED
        assert outcome.reason is not None
        assert outcome.reason.code == "product_inactive"
        assert counter.desk.draft.lines == ()

    def test_a_bank_card_is_refused_and_not_kept(self, counter: Counter) -> None:
        outcome = counter.desk.scan("4111111111111111")
        assert outcome.result is ScanResult.REFUSED
        assert outcome.value == ""
        assert counter.desk.draft.lines == ()

    def test_a_sku_or_a_receipt_is_known(self, counter: Counter) -> None:
        counter.shop.product("Soap", 250, sku="AB-1")
        assert counter.desk.scan("AB-1").result is ScanResult.LINE
        assert counter.desk.scan("R1-000001-2211").result is ScanResult.RECEIPT
        assert counter.desk.scan("S-0001").result is ScanResult.STAFF
        assert counter.desk.scan("G-12345").result is ScanResult.REFUSED

    def test_a_line_that_is_not_there(self, counter: Counter) -> None:
        with pytest.raises(PosError, match="line_unknown"):
            counter.desk.remove("L9")
        with pytest.raises(PosError, match="product_unknown"):
            counter.desk.add_product(999)


class TestByHand:
    def test_a_small_discount_needs_nobody_and_replaces_the_card(self, counter: Counter) -> None:
        counter.use(GOLDEN)
        counter.shop.product("Soap", 10_000, barcodes=(SOAP,))
        counter.shop.customer()
        counter.desk.scan(card_number(1))
        line_id = counter.desk.scan(SOAP).line_id or ""
        assert counter.desk.priced.to_pay == 9500
        counter.desk.discount_line(line_id, rate=300, reason="scratched")
        assert counter.desk.priced.to_pay == 9700
        counter.desk.discount_line(line_id, reason="")
        assert counter.desk.priced.to_pay == 9500

    def test_a_larger_one_asks_for_a_second_person(self, counter: Counter) -> None:
        counter.shop.product("Soap", 10_000, barcodes=(SOAP,))
        line_id = counter.desk.scan(SOAP).line_id or ""
        with pytest.raises(NeedsApproval) as asked:
            counter.desk.discount_line(line_id, rate=1000, reason="scratched")
        assert asked.value.action == Action.DISCOUNT_MEDIUM.value
        with pytest.raises(NeedsApproval) as asked:
            counter.desk.discount_line(line_id, amount=2001, reason="scratched")
        assert asked.value.action == Action.DISCOUNT_LARGE.value
        assert counter.desk.priced.to_pay == 10_000

    def test_fixed_prices_and_nonsense_are_refused(self, counter: Counter) -> None:
        counter.shop.product("Book", 1000, barcodes=(SOAP,), fixed_price=True)
        line_id = counter.desk.scan(SOAP).line_id or ""
        with pytest.raises(PosError, match="discount_refused"):
            counter.desk.discount_line(line_id, rate=100, reason="x")
        with pytest.raises(PosError, match="reason_missing"):
            counter.desk.override_price(line_id, 900, " ")
        with pytest.raises(PosError, match="price_invalid"):
            counter.desk.override_price(line_id, -1, "x")
        unknown = counter.desk.scan("4601234567893").line_id or ""
        with pytest.raises(PosError, match="line_unknown"):
            counter.desk.discount_line(unknown, rate=100, reason="x")

    def test_the_whole_receipt(self, counter: Counter) -> None:
        counter.shop.product("Soap", 10_000, barcodes=(SOAP,))
        counter.desk.scan(SOAP)
        counter.desk.discount_order(amount=500, reason="regular")
        assert counter.desk.priced.to_pay == 9500
        counter.desk.discount_order(rate=400, reason="regular")
        assert counter.desk.priced.to_pay == 9600
        with pytest.raises(PosError, match="discount_invalid"):
            counter.desk.discount_order(amount=10_001, reason="regular")
        counter.desk.discount_order(reason="")
        assert counter.desk.priced.to_pay == 10_000

    def test_a_price_by_hand(self, counter: Counter, shop: Shop) -> None:
        desk = make_counter(shop, shop.senior, shift=False).desk
        shop.product("Soap", 10_000, barcodes=(SOAP,))
        line_id = desk.scan(SOAP).line_id or ""
        desk.override_price(line_id, 7000, "shelf label")
        assert desk.priced.to_pay == 7000
        with pytest.raises(NeedsApproval):
            desk.override_price(line_id, 6999, "shelf label")


class TestCustomer:
    def test_a_card_brings_its_person(self, counter: Counter) -> None:
        counter.use(GOLDEN)
        counter.shop.product("Soap", 10_000, barcodes=(SOAP,))
        counter.desk.scan(SOAP)
        lost = counter.desk.view().without_card
        assert lost is not None
        # 5 % of 100.00, and 5 % of 95.00 = 4.75 → 4 whole points
        assert (lost.money, lost.points) == (500, 400)
        counter.shop.customer("Maria S.", 7)
        assert counter.desk.scan(card_number(7)).result is ScanResult.CUSTOMER
        view = counter.desk.view()
        assert view.customer is not None
        assert view.customer.name == "Maria S."
        assert (view.customer.earned, view.priced.to_pay) == (400, 9500)
        assert view.without_card is None

    def test_a_blocked_card_names_and_gives_nothing(self, counter: Counter) -> None:
        counter.use(GOLDEN)
        counter.shop.product("Soap", 10_000, barcodes=(SOAP,))
        customer = counter.shop.customer("Maria S.", 7)
        grant(counter, customer.id, 5000)
        with counter.shop.store.uow() as uow:
            card = uow.cards.by_number(card_number(7))
            assert card is not None
            uow.cards.set_status(
                card.id,
                CardStatus.BLOCKED,
                customer_id=customer.id,
                at=counter.shop.clock.now(),
                reason="lost",
            )
            uow.commit()
        counter.desk.scan(SOAP)
        outcome = counter.desk.scan(card_number(7))
        assert outcome.reason is not None
        assert outcome.reason.code == "card_blocked"
        panel = counter.desk.view().customer
        assert panel is not None
        assert (panel.name, panel.benefits) == ("Maria S.", False)
        assert counter.desk.priced.to_pay == 10_000
        assert counter.desk.priced.points.earned == 0
        assert counter.desk.set_points(1000) == 0

    def test_a_card_of_another_form_is_found_by_its_number(self, counter: Counter) -> None:
        """Cards of a former programme keep their numbers, whatever they look like."""
        customer = counter.shop.customer("Maria S.", 7)
        with counter.shop.store.uow() as uow:
            uow.cards.add(
                Card(
                    id=0,
                    uuid=counter.shop.ids.uuid(),
                    number="LC-0012",
                    status=CardStatus.ACTIVE,
                    customer_id=customer.id,
                    issued_at=counter.shop.clock.now(),
                )
            )
            uow.commit()
        outcome = counter.desk.scan("LC-0012")
        assert (outcome.result, outcome.value) == (ScanResult.CUSTOMER, "LC-0012")
        assert counter.desk.draft.customer_id == customer.id

    def test_an_unknown_or_blank_card(self, counter: Counter) -> None:
        outcome = counter.desk.scan(card_number(99))
        assert outcome.result is ScanResult.REFUSED
        assert outcome.reason is not None
        assert outcome.reason.code == "card_unknown"
        assert counter.desk.draft.customer_id is None

    def test_points_need_the_card_or_a_second_person(self, counter: Counter) -> None:
        counter.use(GOLDEN)
        counter.shop.product("Soap", 10_000, barcodes=(SOAP,))
        customer = counter.shop.customer("Maria S.", 7)
        grant(counter, customer.id, 5000)
        counter.desk.scan(SOAP)
        with pytest.raises(PosError, match="no_customer"):
            counter.desk.set_points(100)
        counter.desk.attach_customer(customer.id)
        with pytest.raises(NeedsApproval):
            counter.desk.set_points(1000)
        counter.desk.attach_customer(customer.id, card_number(7))
        # 30 % of 95.00 is 28.50: of 50 points asked 28.5 are taken
        assert counter.desk.set_points(5000) == 2850
        assert counter.desk.priced.to_pay == 6650
        counter.desk.detach_customer()
        assert counter.desk.draft.redeem_points == 0
        assert counter.desk.priced.to_pay == 10_000

    def test_fewer_goods_leave_fewer_points_to_spend(self, counter: Counter) -> None:
        counter.use(GOLDEN)
        counter.shop.product("Soap", 10_000, barcodes=(SOAP,))
        customer = counter.shop.customer("Maria S.", 7)
        grant(counter, customer.id, 9000)
        counter.desk.scan(card_number(7))
        line_id = counter.desk.scan(f"2*{SOAP}").line_id or ""
        assert counter.desk.set_points(9000) == 5700
        counter.desk.change_quantity(line_id, -1)
        assert counter.desk.draft.redeem_points == 2850

    def test_what_expires_first_is_said(self, counter: Counter) -> None:
        customer = counter.shop.customer("Maria S.", 7)
        grant(counter, customer.id, 300, days=8)
        grant(counter, customer.id, 200, days=8)
        grant(counter, customer.id, 900)
        counter.desk.attach_customer(customer.id, card_number(7))
        panel = counter.desk.view().customer
        assert panel is not None
        assert (panel.expiring, panel.points_active) == (500, 1400)
        assert panel.expiring_on == counter.book.today() + timedelta(days=8)


class TestCoupons:
    def test_a_coupon_applies_or_says_what_is_missing(self, counter: Counter) -> None:
        counter.coupon(C50, golden_coupon())
        counter.shop.product("Soap", 40_000, barcodes=(SOAP,))
        counter.desk.scan(SOAP)
        outcome = counter.desk.scan(C50)
        assert outcome.result is ScanResult.COUPON_REFUSED
        assert outcome.reason is not None
        assert outcome.reason.param("missing") == 30_000
        assert counter.desk.draft.coupon_codes == ()
        counter.desk.scan(SOAP)
        assert counter.desk.scan(C50).result is ScanResult.COUPON
        assert counter.desk.priced.to_pay == 75_000
        counter.desk.remove_coupon(C50)
        assert counter.desk.priced.to_pay == 80_000

    def test_only_one_and_only_once(self, counter: Counter) -> None:
        counter.coupon(C50, golden_coupon())
        counter.coupon(C51, golden_coupon())
        counter.shop.product("Soap", 80_000, barcodes=(SOAP,))
        counter.desk.scan(SOAP)
        counter.desk.scan(C50)
        for code, reason in ((C50, "coupon_present"), (C51, "coupon_limit")):
            outcome = counter.desk.scan(code)
            assert outcome.reason is not None
            assert outcome.reason.code == reason
        assert counter.desk.scan("K-999").reason is not None
        with pytest.raises(PosError, match="coupon_unknown"):
            counter.desk.apply_coupon("K-999")

    def test_the_customers_own_coupons_are_offered(self, counter: Counter) -> None:
        customer = counter.shop.customer("Maria S.", 7)
        counter.coupon(C50, golden_coupon(), customer_id=customer.id)
        counter.shop.product("Soap", 40_000, barcodes=(SOAP,))
        counter.desk.scan(card_number(7))
        counter.desk.scan(SOAP)
        (offer,) = counter.desk.view().offers
        assert (offer.state, offer.missing) == (OfferState.NEARLY, 30_000)
        counter.desk.scan(SOAP)
        (offer,) = counter.desk.view().offers
        assert (offer.state, offer.gain, offer.code) == (OfferState.AVAILABLE, 5000, C50)
        counter.desk.apply_coupon(C50)
        (offer,) = counter.desk.view().offers
        assert (offer.state, offer.gain) == (OfferState.APPLIED, 5000)

    def test_a_named_coupon_is_refused_to_others(self, counter: Counter) -> None:
        owner = counter.shop.customer("Maria S.", 7)
        counter.shop.customer("Piotr K.", 8)
        counter.coupon(C50, golden_coupon(), customer_id=owner.id)
        counter.shop.product("Soap", 80_000, barcodes=(SOAP,))
        counter.desk.scan(SOAP)
        nobody = counter.desk.scan(C50)
        counter.desk.scan(card_number(8))
        other = counter.desk.scan(C50)
        assert nobody.reason is not None
        assert other.reason is not None
        assert (nobody.reason.code, other.reason.code) == ("customer_required", "other_customer")

    def test_a_coupon_that_no_longer_applies_says_why(self, counter: Counter) -> None:
        counter.coupon(C50, golden_coupon())
        counter.shop.product("Soap", 40_000, barcodes=(SOAP,))
        line_id = counter.desk.scan(f"2*{SOAP}").line_id or ""
        counter.desk.scan(C50)
        counter.desk.change_quantity(line_id, -1)
        (offer,) = counter.desk.view().offers
        assert (offer.state, offer.missing) == (OfferState.REFUSED, 30_000)


class TestWholeSale:
    def test_undo_goes_back_step_by_step(self, counter: Counter) -> None:
        counter.shop.product("Soap", 250, barcodes=(SOAP,))
        line_id = counter.desk.scan(SOAP).line_id or ""
        counter.desk.change_quantity(line_id, 4)
        counter.desk.remove(line_id)
        assert counter.desk.view().undo_label == "removed:Soap"
        assert counter.desk.undo() == "removed:Soap"
        assert counter.desk.priced.to_pay == 1250
        counter.desk.undo()
        assert counter.desk.priced.to_pay == 250
        counter.desk.undo()
        assert counter.desk.draft.lines == ()
        assert counter.desk.undo() is None

    def test_a_removed_line_is_journaled(self, counter: Counter) -> None:
        counter.shop.product("Soap", 250, barcodes=(SOAP,))
        line_id = counter.desk.scan(SOAP).line_id or ""
        counter.desk.remove(line_id)
        assert [kind for kind, *_ in counter.shop.events("sale.")] == ["sale.line_removed"]

    def test_the_draft_survives_a_power_cut(self, counter: Counter) -> None:
        counter.shop.product("Soap", 250, barcodes=(SOAP,))
        counter.desk.scan(f"2*{SOAP}")
        again = make_counter(counter.shop, counter.shop.senior, shift=False).desk
        assert again.priced.to_pay == 500
        assert again.draft.uuid == counter.desk.draft.uuid
        assert again.draft.person_id == counter.shop.people["Marta"].id

    def test_several_sales_wait_their_turn(self, counter: Counter) -> None:
        with pytest.raises(PosError, match="sale_empty"):
            counter.desk.park()
        counter.shop.product("Soap", 250, barcodes=(SOAP,))
        counter.desk.scan(SOAP)
        first = counter.desk.draft.uuid
        counter.desk.park("lady in red")
        counter.desk.scan(f"4*{SOAP}")
        second = counter.desk.draft.uuid
        assert counter.desk.view().parked == 1
        counter.desk.resume(first)
        assert counter.desk.priced.to_pay == 250
        assert [draft.uuid for draft in counter.desk.parked()] == [second]
        with pytest.raises(PosError, match="draft_unknown"):
            counter.desk.resume("nothing")

    def test_cancel_can_be_undone(self, counter: Counter) -> None:
        counter.shop.product("Soap", 250, barcodes=(SOAP,))
        counter.desk.scan(SOAP)
        counter.desk.cancel()
        assert counter.desk.draft.is_empty
        counter.desk.undo()
        assert counter.desk.priced.to_pay == 250

    def test_what_a_terminal_charged_stays(self, counter: Counter) -> None:
        counter.shop.product("Soap", 250, barcodes=(SOAP,))
        counter.desk.scan(SOAP)
        counter.desk.set_tender(TenderKind.CARD, 100, "terminal 1")
        counter.desk.lock_tender(TenderKind.CARD)
        counter.desk.set_tender(TenderKind.CASH, 50)
        counter.desk.clear_tenders()
        assert [t.amount for t in counter.desk.draft.tenders] == [100]
        with pytest.raises(PosError, match="tender_locked"):
            counter.desk.park()
        with pytest.raises(PosError, match="tender_locked"):
            counter.desk.cancel()
        counter.desk.unlock_tender(TenderKind.CARD)
        counter.desk.clear_tenders()
        assert counter.desk.draft.tenders == ()
        with pytest.raises(PosError, match="amount_invalid"):
            counter.desk.set_tender(TenderKind.CASH, -1)
        with pytest.raises(PosError, match="tender_over"):
            counter.desk.set_tender(TenderKind.CARD, 251)

    def test_a_receipt_has_its_limit(self, counter: Counter, monkeypatch: object) -> None:
        for number in range(3):
            counter.shop.product(f"Soap {number}", 100, sku=f"S{number}")
        import pos_app.services.desk_lines as desk_lines

        before = desk_lines.MOST_LINES
        desk_lines.MOST_LINES = 2
        try:
            counter.desk.scan("S0")
            counter.desk.scan("S1")
            outcome = counter.desk.scan("S2")
        finally:
            desk_lines.MOST_LINES = before
        assert outcome.reason is not None
        assert outcome.reason.code == "too_many_lines"

    def test_golden_vector_at_the_till(self, counter: Counter) -> None:
        """DOMAIN.md: A 2 × 149.90, B 500.00 −30 %, C 89.99; card 5 %, coupon 50, 150 points."""
        counter.use(GOLDEN)
        counter.promote(golden_promotion())
        counter.coupon(C50, golden_coupon())
        for sku, price in (("A", 14_990), ("B", 50_000), ("C", 8_999)):
            counter.shop.product(sku, price, sku=sku)
        customer = counter.shop.customer("Maria S.", 7)
        grant(counter, customer.id, 50_000)
        counter.desk.scan(card_number(7))
        for sku in ("A", "A", "B", "C"):
            counter.desk.scan(sku)
        counter.desk.apply_coupon(C50)
        assert counter.desk.priced.points.limit == 20_109
        counter.desk.set_points(15_000)
        priced = counter.desk.priced
        assert [line.gross for line in priced.lines] == [29_980, 50_000, 8_999]
        assert [line.promotion_discount + line.card_discount for line in priced.lines] == [
            1_499, 15_000, 450,
        ]  # fmt: skip
        assert [line.coupon_share for line in priced.lines] == [1_977, 2_430, 593]
        assert [line.points_share for line in priced.lines] == [5_931, 7_289, 1_780]
        assert [line.money for line in priced.lines] == [20_573, 25_281, 6_176]
        assert priced.to_pay == 52_030
        assert priced.points.earned == 2_600
        assert replace(priced) == priced

    def test_a_sale_already_booked_is_not_taken_up_again(self, counter: Counter) -> None:
        """The power went between the booking and the next draft: nothing is sold twice."""
        counter.shop.product("Soap", 250, barcodes=(SOAP,))
        counter.desk.scan(SOAP)
        booked = counter.desk.draft
        counter.pay_cash()
        with counter.shop.store.uow() as uow:
            uow.drafts.save(booked)
            uow.commit()
        again = make_counter(counter.shop, shift=False).desk
        assert again.draft.is_empty
        assert again.draft.uuid != booked.uuid

    def test_a_gesture_that_was_refused_is_none_to_take_back(self, counter: Counter) -> None:
        counter.shop.product("Soap", 250, barcodes=(SOAP,))
        counter.desk.scan(SOAP)
        with pytest.raises(PosError, match="customer_unknown"):
            counter.desk.attach_customer(999)
        assert counter.desk.draft.customer_id is None
        assert counter.desk.undo() == "line"
        assert counter.desk.draft.is_empty

    def test_a_shop_without_a_programme_names_no_loss(self, counter: Counter) -> None:
        counter.use(Programme())
        counter.shop.product("Soap", 250, barcodes=(SOAP,))
        counter.desk.scan(SOAP)
        assert counter.desk.view().without_card is None

    def test_a_card_payment_above_a_smaller_total_leaves_all_to_pay(self, counter: Counter) -> None:
        counter.shop.product("Soap", 250, barcodes=(SOAP,))
        line_id = counter.desk.scan(f"2*{SOAP}").line_id or ""
        counter.desk.set_tender(TenderKind.CARD, 500)
        counter.desk.change_quantity(line_id, -1)
        settlement = counter.desk.view().settlement
        assert (settlement.due, settlement.other, settlement.missing) == (250, 0, 250)
        assert [t.amount for t in counter.desk.draft.tenders] == [500]

    def test_points_are_put_back_without_asking_anybody(self, counter: Counter) -> None:
        """Without the card points need a second person; taking them off does not."""
        counter.use(GOLDEN)
        counter.shop.product("Soap", 10_000, barcodes=(SOAP,))
        customer = counter.shop.customer("Maria S.", 7)
        counter.desk.scan(SOAP)
        counter.desk.attach_customer(customer.id)
        assert counter.desk.set_points(0) == 0
