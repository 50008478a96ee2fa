"""Gestures after a return: apology points and coupons within a day's limit (R13, R18, R21, R33)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from pos_app.domain.errors import NeedsApproval, PosError
from pos_app.domain.promotion import AmountOff
from pos_app.domain.staff import Action
from pos_app.services.completion import Completed
from pos_app.services.programme_store import load_promotion
from pos_app.services.return_model import ReturnDone
from pos_app.services.snapshots import load_receipt
from tests.builders import OWNER_SECRET, Shop, card_number
from tests.services.desk import GOLDEN, Counter, make_counter
from tests.services.test_returns import CODES, Back, account, customer_id, faults, grant

TODAY = date(2026, 11, 22)


@pytest.fixture
def counter(shop: Shop) -> Counter:
    made = make_counter(shop)
    shop.product("C", 8_999, sku="C", barcodes=(CODES["C"],))
    shop.customer("Maria Nowak", 7)
    return made


@pytest.fixture
def back(counter: Counter) -> Back:
    return Back(counter)


@pytest.fixture
def bought(counter: Counter) -> Completed:
    """C (89.99) sold to Maria: 85.49 after the card's 5 %, 4 points earned; a point is worth 1.00.

    The shop gives 20 points (20.00) or a coupon of 15.00, and 40.00 in a day at most.
    """
    counter.use(GOLDEN)
    counter.set(gestures__points=20, gestures__coupon=1_500, gestures__daily_limit=4_000)
    counter.desk.scan(card_number(7))
    counter.desk.scan(CODES["C"])
    return counter.pay_cash()


def give(back: Back, done: Completed, kind: str) -> ReturnDone:
    """C comes back with a gesture, taken by the owner."""
    order = replace(back.order(done, (1, 1)), gesture=kind)
    preview = back.service.preview(order)
    return back.service.confirm(back.counter.shop.owner, order, preview.paid_out)


def another(counter: Counter) -> Completed:
    """One more C for Maria."""
    counter.desk.scan(card_number(7))
    counter.desk.scan(CODES["C"])
    return counter.pay_cash()


def left(back: Back, done: Completed) -> int:
    room = back.service.sheet(done.sale_uuid).gestures
    assert room is not None
    return room.left


class TestOffers:
    def test_what_may_be_given_and_what_is_left(self, back: Back, bought: Completed) -> None:
        room = back.service.sheet(bought.sale_uuid).gestures
        assert room is not None
        assert (room.limit, room.left) == (4_000, 4_000)
        points, coupon = room.offers
        assert (points.kind, points.points, points.worth, points.days) == (
            "points",
            2000,
            2000,
            180,
        )
        assert (points.first_day, points.last_day) == (TODAY, TODAY + timedelta(days=180))
        assert (coupon.kind, coupon.amount, coupon.worth, coupon.days) == ("coupon", 1500, 1500, 30)
        assert coupon.first_day == TODAY + timedelta(days=1)
        assert coupon.last_day == TODAY + timedelta(days=30)

    def test_nothing_set_is_no_offer(self, counter: Counter, back: Back, bought: Completed) -> None:
        counter.set(gestures__points=0)
        room = back.service.sheet(bought.sale_uuid).gestures
        assert room is not None
        assert [one.kind for one in room.offers] == ["coupon"]
        counter.set(gestures__coupon=0)
        assert back.service.sheet(bought.sale_uuid).gestures is None
        order = replace(back.order(bought), gesture="coupon")
        with pytest.raises(PosError, match="gesture_unknown"):
            back.service.preview(order)

    def test_only_for_somebody_known(self, counter: Counter, back: Back) -> None:
        counter.desk.scan(CODES["C"])
        done = counter.pay_cash()
        assert back.service.sheet(done.sale_uuid).gestures is None
        with pytest.raises(PosError, match="gesture_unknown"):
            back.service.preview(replace(back.order(done), gesture="points"))


class TestPoints:
    def test_shown_and_then_given_once(
        self, counter: Counter, back: Back, bought: Completed
    ) -> None:
        """400 earned, 400 taken back, 2000 on top."""
        order = replace(back.order(bought), gesture="points")
        preview = back.service.preview(order)
        assert preview.gesture is not None
        assert preview.gesture.points == 2_000
        assert (preview.balance_before, preview.points_taken, preview.balance_after) == (
            400,
            400,
            2_000,
        )
        owner = counter.shop.owner
        back.service.confirm(owner, order, preview.paid_out)
        assert back.service.confirm(owner, order, preview.paid_out).repeated
        assert account(counter).balance == 2_000
        who = customer_id(counter)
        with counter.shop.store.uow() as uow:
            (lot,) = uow.points.lots_of_kind(who, "compensation")
        assert (lot.granted, lot.left, lot.sale_id) == (2_000, 2_000, None)
        assert (lot.active_from, lot.expires_on) == (TODAY, TODAY + timedelta(days=180))
        assert lot.reason == f"return:{order.uuid}"
        assert faults(counter) == []

    def test_a_debt_is_filled_first(self, counter: Counter, back: Back, bought: Completed) -> None:
        """The 4 points earned are spent; taking them back leaves −4.00, the apology 16.00."""
        counter.desk.scan(card_number(7))
        counter.desk.scan(CODES["C"])
        counter.desk.set_points(400)
        counter.pay_cash()
        before = account(counter).balance
        give(back, bought, "points")
        assert account(counter).balance == before - 400 + 2_000
        assert faults(counter) == []

    def test_it_counts_no_turnover(self, counter: Counter, back: Back, bought: Completed) -> None:
        give(back, bought, "points")
        assert account(counter).turnover == 0

    def test_the_slip_says_so(self, back: Back, bought: Completed) -> None:
        done = give(back, bought, "points")
        loyalty = load_receipt(back.service.slip(done.uuid)).loyalty
        assert loyalty is not None
        assert (loyalty.points_gift, loyalty.gift_until) == (2_000, "2027-05-21")
        assert loyalty.points_after == 2_000

    def test_the_journal_says_so(self, counter: Counter, back: Back, bought: Completed) -> None:
        done = give(back, bought, "points")
        ((_, content, person, approver),) = counter.shop.events("return.gesture")
        assert (content["return"], content["kind"], content["points"], content["worth"]) == (
            done.uuid,
            "points",
            2_000,
            2_000,
        )
        assert (person, approver) == (counter.shop.owner.person_uuid, None)


class TestCoupon:
    def test_named_printed_and_good_from_tomorrow(
        self, counter: Counter, back: Back, bought: Completed
    ) -> None:
        done = give(back, bought, "coupon")
        slip = load_receipt(back.service.slip(done.uuid))
        (paper,) = slip.coupons
        assert (paper.benefit, paper.value, paper.named) == ("amount", 1_500, True)
        assert (paper.customer_name, paper.card_last4) == ("Maria N.", card_number(7)[-4:])
        who = customer_id(counter)
        with counter.shop.store.uow() as uow:
            (coupon,) = uow.coupons.of_customer(who)
            (job,) = uow.print_jobs.of_document("coupon", paper.code)
        assert (coupon.valid_from, coupon.valid_to) == (
            TODAY + timedelta(days=1),
            TODAY + timedelta(days=30),
        )
        assert (coupon.source_sale_id, coupon.max_uses, coupon.state) == (None, 1, "issued")
        rule = load_promotion(coupon.definition)
        assert rule.effects == (AmountOff(amount=1_500, target="order"),)
        assert rule.rule_id == f"return:{done.uuid}"
        assert (job.payload, job.open_drawer) == (back.service.slip(done.uuid), False)
        ((_, content, _, _),) = counter.shop.events("return.gesture")
        assert (content["coupon"], content["amount"]) == (coupon.uuid, 1_500)
        assert account(counter).balance == 0
        assert faults(counter) == []

    def test_it_takes_its_amount_off_the_next_purchase(
        self, counter: Counter, back: Back, bought: Completed
    ) -> None:
        done = give(back, bought, "coupon")
        (paper,) = load_receipt(back.service.slip(done.uuid)).coupons
        counter.shop.clock.advance(days=1)
        desk = counter.desk
        desk.refresh()
        desk.scan(card_number(7))
        desk.scan(CODES["C"])
        before = desk.priced.to_pay
        desk.scan(paper.code)
        assert desk.priced.to_pay == before - 1_500

    def test_the_rest_of_the_receipt_leaves_it_alone(self, counter: Counter, back: Back) -> None:
        """A full return voids the coupons of its receipt, not the apology for a part of it."""
        counter.use(GOLDEN)
        counter.desk.scan(card_number(7))
        counter.desk.scan(f"2*{CODES['C']}")
        done = counter.pay_cash()
        counter.set(gestures__daily_limit=5_000)
        give(back, done, "coupon")
        assert back.look(done, (1, 1)).complete
        assert back.look(done, (1, 1)).coupons == ()


class TestLimit:
    def test_points_and_coupons_count_and_the_day_ends_it(
        self, counter: Counter, back: Back, bought: Completed
    ) -> None:
        """40.00 less 20.00 of points less 15.00 leaves 5.00; tomorrow it is 40.00 again."""
        give(back, bought, "points")
        second = another(counter)
        assert left(back, second) == 2_000
        give(back, second, "coupon")
        third = another(counter)
        assert left(back, third) == 500
        room = back.service.sheet(third.sale_uuid).gestures
        assert room is not None
        assert [one.over for one in room.offers] == [True, True]
        counter.shop.clock.advance(days=1)
        assert left(back, third) == 4_000

    def test_exactly_the_rest_is_within_it(
        self, counter: Counter, back: Back, bought: Completed
    ) -> None:
        counter.set(gestures__daily_limit=2_000)
        order = replace(back.order(bought), gesture="points")
        assert back.service.preview(order).action is Action.RETURN_WITH_RECEIPT
        counter.set(gestures__daily_limit=1_999)
        assert back.service.preview(order).action is Action.GESTURE_ABOVE_LIMIT

    def test_never_less_than_nothing_is_left(
        self, counter: Counter, back: Back, bought: Completed
    ) -> None:
        give(back, bought, "points")
        counter.set(gestures__daily_limit=100)
        assert left(back, another(counter)) == 0

    def test_other_compensation_does_not_count(
        self, counter: Counter, back: Back, bought: Completed
    ) -> None:
        grant(counter, 3_000)
        back.give(another(counter), (1, 1))
        assert left(back, bought) == 4_000

    def test_beyond_it_a_second_person_is_asked(
        self, counter: Counter, back: Back, bought: Completed
    ) -> None:
        counter.set(gestures__daily_limit=0)
        shop: Shop = counter.shop
        order = replace(back.order(bought), gesture="coupon")
        money = back.service.preview(order).paid_out
        with pytest.raises(NeedsApproval):
            back.service.confirm(shop.senior, order, money)
        who = customer_id(counter)
        with shop.store.uow() as uow:
            assert uow.coupons.of_customer(who) == []
        approval = shop.permissions.approve(
            Action.GESTURE_ABOVE_LIMIT,
            session=shop.senior,
            event_ref=order.uuid,
            reason="allergy",
            secret=OWNER_SECRET,
            approver_id=shop.owner.person_id,
        )
        back.service.confirm(shop.senior, order, money, approval)
        ((_, _, _, approver),) = shop.events("return.gesture")
        assert approver == shop.owner.person_uuid


class TestExchange:
    def swap(self, counter: Counter, back: Back, bought: Completed, kind: str) -> Completed:
        order = replace(back.order(bought), gesture=kind)
        exchange = back.service.exchange(counter.shop.owner, order)
        sheet = back.service.sheet(bought.sale_uuid)
        counter.desk.begin_exchange(exchange, sheet.customer_id, sheet.card_number)
        counter.desk.scan(CODES["C"])
        return counter.complete()

    def test_points_come_with_the_exchange(
        self, counter: Counter, back: Back, bought: Completed
    ) -> None:
        """400 taken back, 400 earned anew, 2000 on top: the sale's slip tells it."""
        done = self.swap(counter, back, bought, "points")
        assert account(counter).balance == 2_400
        loyalty = done.receipt.loyalty
        assert loyalty is not None
        assert (loyalty.points_before, loyalty.points_earned, loyalty.points_taken) == (
            400,
            400,
            400,
        )
        assert (loyalty.points_gift, loyalty.points_after) == (2_000, 2_400)
        assert loyalty.gift_until == "2027-05-21"
        assert left(back, done) == 2_000
        assert faults(counter) == []

    def test_a_coupon_is_printed_beside_the_receipt(
        self, counter: Counter, back: Back, bought: Completed
    ) -> None:
        done = self.swap(counter, back, bought, "coupon")
        who = customer_id(counter)
        with counter.shop.store.uow() as uow:
            (coupon,) = uow.coupons.of_customer(who)
            sale = uow.sales.by_uuid(bought.sale_uuid)
            assert sale is not None
            (booked,) = uow.returns.of_sale(sale.id)
            (paper,) = load_receipt(booked.slip).coupons
            (job,) = uow.print_jobs.of_document("coupon", paper.code)
            assert uow.print_jobs.of_document("receipt", booked.uuid) == []
        assert (job.payload, booked.exchange_uuid) == (booked.slip, done.sale_uuid)
        assert coupon.customer_id == who

    def test_somebody_else_pays(self, counter: Counter, back: Back, bought: Completed) -> None:
        """The new sale is for nobody: its slip tells no points, Maria has them all the same."""
        counter.shop.customer("Jan Kowalski", 8)
        order = replace(back.order(bought), gesture="points")
        exchange = back.service.exchange(counter.shop.owner, order)
        counter.desk.begin_exchange(exchange, None, None)
        counter.desk.scan(card_number(8))
        counter.desk.scan(CODES["C"])
        loyalty = counter.complete().receipt.loyalty
        assert loyalty is not None
        assert (loyalty.customer_name, loyalty.points_gift, loyalty.points_after) == (
            "Jan K.",
            0,
            400,
        )
        assert account(counter).balance == 2_000


class TestCopies:
    def test_the_slip_is_printed_again_as_a_copy_without_its_coupon(
        self, counter: Counter, back: Back, bought: Completed
    ) -> None:
        done = give(back, bought, "coupon")
        shop: Shop = counter.shop
        assert back.service.read(done.uuid).number == 1
        back.service.reprint(shop.cashier, done.uuid)
        (paper,) = back.service.read(done.uuid).coupons
        with shop.store.uow() as uow:
            jobs = uow.print_jobs.of_document("receipt", done.uuid)
            assert len(uow.print_jobs.of_document("coupon", paper.code)) == 1
        assert [(job.copy, job.open_drawer) for job in jobs] == [(False, True), (True, False)]
        assert jobs[1].payload == back.service.slip(done.uuid)
        ((_, content, person, approver),) = shop.events("return.copied")
        assert (content["copy"], content["number"]) == (1, 1)
        assert (person, approver) == (shop.cashier.person_uuid, None)

    def test_the_second_copy_needs_the_right(
        self, counter: Counter, back: Back, bought: Completed
    ) -> None:
        done = give(back, bought, "")
        shop: Shop = counter.shop
        back.service.reprint(shop.cashier, done.uuid)
        with pytest.raises(NeedsApproval):
            back.service.reprint(shop.cashier, done.uuid)
        approval = shop.permissions.approve(
            Action.REPRINT_AGAIN,
            session=shop.cashier,
            event_ref=done.uuid,
            reason="torn",
            secret=OWNER_SECRET,
            approver_id=shop.owner.person_id,
        )
        back.service.reprint(shop.cashier, done.uuid, approval)
        assert shop.events("return.copied")[1][3] == shop.owner.person_uuid

    def test_there_is_no_such_return(self, counter: Counter, back: Back) -> None:
        with pytest.raises(PosError, match="return_unknown"):
            back.service.reprint(counter.shop.owner, "gone")
        with pytest.raises(PosError, match="return_unknown"):
            back.service.read("gone")
