"""Goods that come back: the golden vector's figures, ledgers, coupons, tenders (R14–R19, R22)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from pos_app.adapters.sqlite.integrity import check_file
from pos_app.domain.customer import Account
from pos_app.domain.errors import EnvironmentProblem, NeedsApproval, PosError
from pos_app.domain.pricing import EarnRule, Programme, earn_percent
from pos_app.domain.promotion import PercentOff, Promotion
from pos_app.domain.sale import Tender, TenderKind
from pos_app.domain.staff import Action
from pos_app.domain.tier import Tier
from pos_app.services.completion import Completed
from pos_app.services.programme_records import (
    CertificateEntry,
    CertificateRecord,
    RuleFigures,
    RuleUse,
)
from pos_app.services.records import CouponRecord, LotRow, PointsEntry
from pos_app.services.return_model import (
    CouponEffect,
    ReturnDone,
    ReturnItem,
    ReturnOrder,
    ReturnPreview,
)
from pos_app.services.returns import ReturnParts, ReturnService
from pos_app.services.snapshots import load_receipt
from tests.builders import SENIOR_PIN, Shop, card_number, ean13
from tests.services.desk import (
    GOLDEN,
    Counter,
    coupon_code,
    golden_coupon,
    golden_promotion,
    make_counter,
)

CODES = {name: ean13(f"59000000000{n}") for n, name in enumerate("ABC", start=1)}
COUPON = coupon_code("4H79QXA2M")


class Back:
    """The returns of one counter."""

    def __init__(self, counter: Counter) -> None:
        self.counter = counter
        shop = counter.shop
        self.service = ReturnService(
            ReturnParts(
                uow=shop.store.uow,
                book=counter.book,
                permissions=shop.permissions,
                clock=shop.clock,
                ids=shop.ids,
                sink=shop.sink,
            )
        )

    def order(self, done: Completed | str, *items: tuple[int, int], **more: str) -> ReturnOrder:
        """Pieces (by position) of a receipt; none: everything that is left."""
        uuid = done if isinstance(done, str) else done.sale_uuid
        if not items:
            items = tuple(
                (line.position, line.left // 1000) for line in self.service.sheet(uuid).lines
            )
        return ReturnOrder(
            uuid=self.counter.shop.ids.uuid(),
            sale_uuid=uuid,
            items=tuple(ReturnItem(position=p, quantity=n * 1000) for p, n in items),
            reason=more.get("reason", "changed_mind"),
            condition=more.get("condition", "unopened"),
        )

    def give(self, done: Completed | str, *items: tuple[int, int]) -> ReturnDone:
        """Book a return as the senior cashier."""
        order = self.order(done, *items)
        preview = self.service.preview(order)
        return self.service.confirm(self.counter.shop.senior, order, preview.paid_out)

    def look(self, done: Completed | str, *items: tuple[int, int]) -> ReturnPreview:
        """What a return would do."""
        return self.service.preview(self.order(done, *items))


@pytest.fixture
def counter(shop: Shop) -> Counter:
    made = make_counter(shop)
    for name, price in (("A", 14_990), ("B", 50_000), ("C", 8_999)):
        shop.product(name, price, sku=name, barcodes=(CODES[name],))
    shop.customer("Maria Nowak", 7)
    return made


@pytest.fixture
def back(counter: Counter) -> Back:
    return Back(counter)


def customer_id(counter: Counter) -> int:
    with counter.shop.store.uow() as uow:
        card = uow.cards.by_number(card_number(7))
    assert card is not None
    assert card.customer_id is not None
    return card.customer_id


def account(counter: Counter) -> Account:
    who = customer_id(counter)
    with counter.shop.store.uow() as uow:
        return uow.customers.account(who)


def grant(counter: Counter, points: int, days: int | None = None) -> int:
    """Points usable today."""
    today, who = counter.book.today(), customer_id(counter)
    with counter.shop.store.uow() as uow:
        lot = uow.points.add_lot(
            LotRow(
                uuid=counter.shop.ids.uuid(),
                customer_id=who,
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
    return lot


def coupon(counter: Counter, code: str) -> CouponRecord:
    with counter.shop.store.uow() as uow:
        found = uow.coupons.by_code(code)
    assert found is not None
    return found


def golden(counter: Counter, points: int = 15_000) -> Completed:
    """The golden vector sold: 520.30 in cash, 150 points spent, 26 earned."""
    counter.use(GOLDEN)
    counter.promote(golden_promotion())
    if points:
        grant(counter, 20_000, days=100)
    counter.coupon(COUPON, golden_coupon())
    desk = counter.desk
    desk.scan(card_number(7))
    desk.scan(f"2*{CODES['A']}")
    desk.scan(CODES["B"])
    desk.scan(CODES["C"])
    desk.scan(COUPON)
    if points:
        desk.set_points(points)
    return counter.pay_cash()


def faults(counter: Counter) -> list[str]:
    """What the checker says of the whole shop."""
    store = counter.shop.store
    return [f"{one.code} {one.where}" for one in check_file(store.path, store.sealer).findings]


class TestGoldenVector:
    def test_one_a_comes_back(self, counter: Counter, back: Back) -> None:
        """Money 102.87, points back 29.66, keep 20, claw back 6."""
        done = golden(counter)
        assert done.total == 52_030
        assert account(counter).balance == 20_000 - 15_000 + 2_600
        preview = back.look(done, (1, 1))
        assert (preview.money, preview.points_back, preview.points_taken) == (10_287, 2_966, 600)
        assert preview.balance_before == 7_600
        assert preview.balance_after == 7_600 + 2_966 - 600
        assert account(counter).balance == 7_600  # shown, not booked
        back.give(done, (1, 1))
        assert account(counter).balance == 9_966
        assert account(counter).turnover == 52_030 - 10_287

    def test_the_second_a_and_then_the_rest(self, counter: Counter, back: Back) -> None:
        """102.86, 29.65 back, claw back 5; in all 520.30, 150.00 points, 26 clawed back."""
        done = golden(counter)
        back.give(done, (1, 1))
        second = back.look(done, (1, 1))
        assert (second.money, second.points_back, second.points_taken) == (10_286, 2_965, 500)
        back.give(done, (1, 1))
        rest = back.look(done)
        assert rest.complete
        assert rest.money == 52_030 - 10_287 - 10_286
        assert rest.points_back == 15_000 - 2_966 - 2_965
        assert rest.points_taken == 2_600 - 600 - 500
        assert rest.coupons == (CouponEffect(code=COUPON, kind="restored", valid_to=None),)
        back.give(done)
        assert (account(counter).balance, account(counter).turnover) == (20_000, 0)
        used = coupon(counter, COUPON)
        assert (used.state, used.uses) == ("restored", 0)
        sheet = back.service.sheet(done.sale_uuid)
        assert sheet.nothing_left
        assert [row.number for row in sheet.returns] == [1, 2, 3]
        assert sum(row.money for row in sheet.returns) == 52_030
        assert faults(counter) == []

    @pytest.mark.parametrize(
        "parts",
        [
            [()],
            [((1, 2), (2, 1), (3, 1))],
            [((3, 1),), ((2, 1),), ((1, 1),), ((1, 1),)],
            [((1, 1), (2, 1)), ((1, 1), (3, 1))],
        ],
    )
    def test_any_split_sums_to_the_whole(
        self, counter: Counter, back: Back, parts: list[tuple[tuple[int, int], ...]]
    ) -> None:
        done = golden(counter)
        for items in parts:
            back.give(done, *items)
        sheet = back.service.sheet(done.sale_uuid)
        assert sum(row.money for row in sheet.returns) == 52_030
        assert sum(row.points_back for row in sheet.returns) == 15_000
        assert sum(row.points_taken for row in sheet.returns) == 2_600
        assert (account(counter).balance, account(counter).turnover) == (20_000, 0)
        assert faults(counter) == []

    def test_the_coupons_share_stays_out_of_the_refund(self, counter: Counter, back: Back) -> None:
        """C cost 85.49 after the card; 5.93 of the coupon and 17.80 of points stay: 61.76."""
        done = golden(counter)
        preview = back.look(done, (3, 1))
        assert (preview.money, preview.points_back) == (6_176, 1_780)
        assert preview.coupons == ()


class TestPoints:
    def test_spent_points_go_back_with_two_weeks_at_least(
        self, counter: Counter, back: Back
    ) -> None:
        """A lot with ten days left gives its points back as a lot of fourteen (R16)."""
        counter.use(GOLDEN)
        grant(counter, 2_000, days=10)
        counter.desk.scan(card_number(7))
        counter.desk.scan(CODES["C"])
        counter.desk.set_points(2_000)
        done = counter.pay_cash()
        back.give(done)
        today, who = counter.book.today(), customer_id(counter)
        with counter.shop.store.uow() as uow:
            lots = {lot.kind: lot for lot in uow.points.lots(who)}
        assert lots["restored"].left == 2_000
        assert lots["restored"].expires_on == today + timedelta(days=14)
        assert account(counter).balance == 2_000
        assert faults(counter) == []

    def test_in_parts_they_are_never_given_back_twice(self, counter: Counter, back: Back) -> None:
        counter.use(replace(GOLDEN, max_points_share=10_000))
        grant(counter, 1_000, days=10)
        grant(counter, 1_000)
        counter.desk.scan(card_number(7))
        counter.desk.scan(f"2*{CODES['C']}")
        counter.desk.set_points(2_000)
        done = counter.pay_cash()
        back.give(done, (1, 1))
        back.give(done, (1, 1))
        assert account(counter).balance == 2_000
        assert faults(counter) == []

    def test_spent_elsewhere_they_are_owed(self, counter: Counter, back: Back) -> None:
        """26 earned and spent: the claw-back makes the balance negative."""
        done = golden(counter, points=0)
        earned = account(counter).balance
        assert earned > 0
        desk = counter.desk
        desk.scan(card_number(7))
        desk.scan(CODES["C"])
        desk.set_points(earned)
        other = counter.pay_cash()
        kept = account(counter).balance
        preview = back.look(done)
        assert preview.points_taken == earned
        assert preview.balance_after == kept - earned < 0
        back.give(done)
        assert account(counter).balance == kept - earned
        assert other.total < 8_999
        grant(counter, 10_000)
        assert faults(counter) == []

    def test_points_given_back_fill_what_is_owed_first(self, counter: Counter, back: Back) -> None:
        """R12: 20.00 owed, 30.00 come back: 10.00 are left."""
        counter.use(replace(GOLDEN, earn_rules=()))
        lot = grant(counter, 3_000)
        counter.desk.scan(card_number(7))
        counter.desk.scan(f"2*{CODES['C']}")
        counter.desk.set_points(3_000)
        done = counter.pay_cash()
        today, now, who = counter.book.today(), counter.shop.clock.now(), customer_id(counter)
        with counter.shop.store.uow() as uow:
            uow.points.add_entry(
                PointsEntry(
                    uuid="d",
                    customer_id=who,
                    lot_id=None,
                    kind="adjust",
                    amount=-2_000,
                    at=now,
                    local_day=today,
                )
            )
            uow.commit()
        assert account(counter).balance == -2_000
        back.give(done)
        assert account(counter).balance == 1_000
        with counter.shop.store.uow() as uow:
            (left,) = uow.points.lots(who)
        assert (left.id, left.left) == (lot, 1_000)
        assert faults(counter) == []

    def test_points_run_out_are_not_taken_twice(self, counter: Counter, back: Back) -> None:
        from pos_app.services.loyalty import expire_due

        counter.use(replace(GOLDEN, points_expiry_days=5))
        counter.desk.scan(card_number(7))
        counter.desk.scan(CODES["B"])
        done = counter.pay_cash()
        earned = account(counter).balance
        counter.shop.clock.advance(days=7)
        today, now = counter.book.today(), counter.shop.clock.now()
        with counter.shop.store.uow() as uow:
            expire_due(uow, counter.shop.ids, today, now)
            uow.commit()
        assert account(counter).balance == 0
        preview = back.look(done)
        assert (preview.points_taken, preview.points_expired) == (0, earned)
        back.give(done)
        assert account(counter).balance == 0
        assert faults(counter) == []


class TestOnceAndAllowed:
    def test_a_repeat_is_the_first_return(self, counter: Counter, back: Back) -> None:
        done = golden(counter)
        order = back.order(done, (1, 1))
        senior = counter.shop.senior
        first = back.service.confirm(senior, order, 10_287)
        again = back.service.confirm(senior, order, 10_287)
        assert (first.number, first.repeated, again.number, again.repeated) == (1, False, 1, True)
        assert account(counter).balance == 9_966
        assert counter.shop.sink.topics.count("return") == 1

    def test_a_cashier_asks_a_second_person(self, counter: Counter, back: Back) -> None:
        done = golden(counter)
        order = back.order(done, (1, 1))
        shop = counter.shop
        with pytest.raises(NeedsApproval):
            back.service.confirm(shop.cashier, order, 10_287)
        assert account(counter).balance == 7_600
        approval = shop.permissions.approve(
            Action.RETURN_WITH_RECEIPT,
            session=shop.cashier,
            event_ref=order.uuid,
            reason="goods seen",
            secret=SENIOR_PIN,
            approver_id=shop.senior.person_id,
        )
        back.service.confirm(shop.cashier, order, 10_287, approval)
        ((_, content, person, approver),) = shop.events("return.completed")
        assert (content["money"], content["points_back"], content["points_taken"]) == (
            10_287,
            2_966,
            600,
        )
        assert (person, approver) == (shop.cashier.person_uuid, shop.senior.person_uuid)

    def test_after_the_window_it_is_another_right(self, counter: Counter, back: Back) -> None:
        done = golden(counter)
        assert back.look(done, (1, 1)).action is Action.RETURN_WITH_RECEIPT
        counter.shop.clock.advance(days=14)
        assert not back.service.sheet(done.sale_uuid).late
        counter.shop.clock.advance(days=1)
        sheet = back.service.sheet(done.sale_uuid)
        assert sheet.late
        assert sheet.last_day == counter.book.today() - timedelta(days=1)
        assert back.look(done, (1, 1)).action is Action.RETURN_LATE

    def test_another_sum_than_was_shown_books_nothing(self, counter: Counter, back: Back) -> None:
        done = golden(counter)
        order = back.order(done, (1, 1))
        with pytest.raises(PosError, match="total_changed"):
            back.service.confirm(counter.shop.senior, order, 10_286)
        assert back.service.sheet(done.sale_uuid).returns == ()

    def test_what_cannot_be_asked_for(self, counter: Counter, back: Back) -> None:
        done = golden(counter)
        look = back.service.preview
        with pytest.raises(PosError, match="return_empty"):
            look(back.order(done, (1, 0)))
        with pytest.raises(PosError, match="return_too_much"):
            look(back.order(done, (1, 3)))
        with pytest.raises(PosError, match="return_too_much"):
            look(back.order(done, (1, 1), (1, 2)))
        with pytest.raises(PosError, match="return_too_much"):
            look(back.order(done, (1, -1)))
        with pytest.raises(PosError, match="line_unknown"):
            look(back.order(done, (9, 1)))
        senior = counter.shop.senior
        with pytest.raises(PosError, match="reason_missing"):
            back.service.confirm(senior, back.order(done, (1, 1), reason=""), 10_287)
        with pytest.raises(PosError, match="condition_missing"):
            back.service.confirm(senior, back.order(done, (1, 1), condition="?"), 10_287)

    def test_no_shift_no_return(self, counter: Counter, back: Back) -> None:
        done = golden(counter)
        order = back.order(done, (1, 1))
        counter.shop.till.close(counter.shop.owner, 10_000)
        with pytest.raises(PosError, match="no_shift"):
            back.service.confirm(counter.shop.senior, order, 10_287)

    def test_a_receipt_is_found_by_code_number_and_identity(
        self, counter: Counter, back: Back
    ) -> None:
        done = golden(counter)
        for text in (done.receipt.code, "1", done.sale_uuid, f" {done.receipt.code} "):
            sheet = back.service.open(text)
            assert sheet.sale.uuid == done.sale_uuid
        assert [line.left for line in sheet.lines] == [2_000, 1_000, 1_000]
        assert [line.unit_money for line in sheet.lines] == [13_252, 32_570, 7_956]
        assert (sheet.customer, sheet.tier, sheet.visits) == ("Maria Nowak", "Card", 1)
        for text in ("99", "R1-000099-2211", "nobody", "5900000000001"):
            with pytest.raises(PosError, match="receipt_unknown"):
                back.service.open(text)
        with pytest.raises(PosError, match="receipt_unknown"):
            back.service.sheet("gone")
        with pytest.raises(PosError, match="return_unknown"):
            back.service.slip("gone")
        assert back.service.new_uuid() != back.service.new_uuid()

    @pytest.mark.parametrize(
        ("when", "looks"), [("after", True), ("before", True), ("dead", False)]
    )
    def test_an_error_at_the_commit_is_looked_up(
        self, counter: Counter, back: Back, when: str, looks: bool
    ) -> None:
        done = golden(counter)
        order = back.order(done, (1, 1))
        real, state = counter.shop.store.uow, {"dead": False}

        class Broken:
            def __init__(self) -> None:
                if state["dead"]:
                    raise EnvironmentProblem("io_error")
                self._unit = real()

            def __enter__(self):
                self._inside = self._unit.__enter__()
                return self

            def __exit__(self, *args):
                return self._unit.__exit__(*args)

            def __getattr__(self, name):
                return getattr(self._inside, name)

            def commit(self) -> None:
                if when != "before":
                    self._inside.commit()
                state["dead"] = not looks
                raise EnvironmentProblem("io_error")

        broken = ReturnService(replace(back.service._parts, uow=Broken))
        if when == "after":
            assert broken.confirm(counter.shop.senior, order, 10_287).repeated
        else:
            with pytest.raises(EnvironmentProblem):
                broken.confirm(counter.shop.senior, order, 10_287)
        booked = len(back.service.sheet(done.sale_uuid).returns)
        assert booked == (0 if when == "before" else 1)


class TestMoney:
    def test_it_goes_back_by_the_tenders_used(self, counter: Counter, back: Back) -> None:
        """Paid 100.00 by card and 79.98 in cash: the card first, then the rest in cash."""
        counter.desk.scan(f"2*{CODES['C']}")
        counter.desk.set_tender(TenderKind.CARD, 10_000, "POS 1")
        done = counter.pay_cash()
        first = back.give(done, (1, 1))
        assert [(t.kind, t.amount, t.label) for t in first.refunds] == [
            (TenderKind.CARD, 8_999, "POS 1")
        ]
        second = back.give(done, (1, 1))
        assert [(t.kind, t.amount) for t in second.refunds] == [
            (TenderKind.CARD, 1_001),
            (TenderKind.CASH, 7_998),
        ]
        assert faults(counter) == []

    def test_cash_is_rounded_and_in_all_what_was_paid(self, counter: Counter, back: Back) -> None:
        """3 × 89.99 = 269.97, 269.95 in cash by 0.05; the parts are 90.00, 90.00 and 89.95."""
        counter.set(money__cash_rounding=5)
        counter.desk.scan(f"3*{CODES['C']}")
        done = counter.pay_cash()
        given = [back.give(done, (1, 1)).refunds for _ in range(3)]
        assert [[t.amount for t in row] for row in given] == [[9_000], [9_000], [8_995]]
        assert faults(counter) == []

    def test_coins_given_up_meanwhile_give_back_what_was_paid(
        self, counter: Counter, back: Back
    ) -> None:
        """269.97 were paid as 269.95; without rounding of cash 269.95 goes back, in parts too."""
        counter.set(money__cash_rounding=5)
        counter.desk.scan(f"3*{CODES['C']}")
        done = counter.pay_cash()
        counter.set(money__cash_rounding=0)
        given = [back.give(done, (1, pieces)).refunds for pieces in (1, 2)]
        assert [[t.amount for t in row] for row in given] == [[8_999], [17_996]]
        assert faults(counter) == []

    def test_all_of_it_paid_by_card(self, counter: Counter, back: Back) -> None:
        counter.desk.scan(f"2*{CODES['C']}")
        counter.desk.set_tender(TenderKind.CARD, 8_999)
        counter.desk.set_tender(TenderKind.TRANSFER, 8_999)
        done = counter.complete()
        assert [t.kind for t in back.give(done, (1, 1)).refunds] == [TenderKind.CARD]
        assert [t.kind for t in back.give(done, (1, 1)).refunds] == [TenderKind.TRANSFER]
        assert faults(counter) == []

    def test_change_was_never_the_shops(self, counter: Counter, back: Back) -> None:
        counter.desk.scan(CODES["C"])
        done = counter.pay_cash(20_000)
        assert [t.amount for t in back.give(done).refunds] == [8_999]

    def test_what_is_free_comes_back_for_nothing(self, counter: Counter, back: Back) -> None:
        counter.promote(Promotion(rule_id="all", name="All", effects=(PercentOff(rate=10_000),)))
        counter.desk.scan(card_number(7))
        counter.desk.scan(CODES["C"])
        done = counter.complete()
        assert back.give(done).refunds == ()
        assert account(counter).turnover == 0
        assert faults(counter) == []

    def test_the_shifts_cash_is_net_of_refunds(self, counter: Counter, back: Back) -> None:
        counter.desk.scan(f"2*{CODES['C']}")
        done = counter.pay_cash()
        back.give(done, (1, 1))
        closed = counter.shop.till.close(counter.shop.owner, 10_000 + 8_999)
        assert closed.difference == 0
        assert faults(counter) == []

    def test_tax_on_top_comes_back_with_the_goods(self, counter: Counter, back: Back) -> None:
        """23 % on top of 2 × 89.99: 179.98 + 41.40 = 221.38; a piece back is half of it, 110.69."""
        counter.set(money__prices_include_tax=False)
        tax = next(t for t in counter.shop.catalogue.taxes() if t.rate == 2300)
        code = ean13("590000000099")
        counter.shop.product("T", 8_999, sku="T", barcodes=(code,), tax_rate_id=tax.id)
        counter.desk.scan(f"2*{code}")
        done = counter.pay_cash()
        assert done.total == 22_138
        first, second = back.give(done, (1, 1)), back.give(done, (1, 1))
        assert (first.preview_money, second.preview_money) == (11_069, 11_069)
        assert faults(counter) == []


class TestRights:
    def test_a_coupon_handed_over_is_voided_if_unused(self, counter: Counter, back: Back) -> None:
        counter.set(next_coupon__enabled=True, next_coupon__threshold=1_000)
        counter.desk.scan(card_number(7))
        counter.desk.scan(CODES["C"])
        done = counter.pay_cash()
        code = done.receipt.coupons[0].code.replace("-", "")
        (effect,) = back.look(done).coupons
        assert effect.kind == "voided"
        assert effect.code in code
        back.give(done)
        assert coupon(counter, effect.code).state == "void"
        assert faults(counter) == []

    def test_one_used_already_is_only_reported(self, counter: Counter, back: Back) -> None:
        counter.set(next_coupon__enabled=True, next_coupon__threshold=50_000)
        counter.desk.scan(CODES["B"])
        done = counter.pay_cash()
        effect = back.look(done).coupons[0]
        counter.shop.clock.advance(days=2)
        counter.desk.scan(CODES["C"])
        counter.desk.scan(done.receipt.coupons[0].code)
        counter.pay_cash()
        (now,) = back.look(done).coupons
        assert (now.code, now.kind) == (effect.code, "used")
        back.give(done)
        assert coupon(counter, effect.code).state == "redeemed"

    def test_a_part_changes_no_coupon(self, counter: Counter, back: Back) -> None:
        done = golden(counter)
        back.give(done, (1, 2), (2, 1))
        assert coupon(counter, COUPON).state == "redeemed"

    def test_the_purchase_that_raised_the_tier_takes_it_back(
        self, counter: Counter, back: Back
    ) -> None:
        """R19: 500.00 reach Silver; its return undoes that. A later one would not."""
        counter.use(
            Programme(
                tiers=(
                    Tier(tier_id="start", name="Start"),
                    Tier(tier_id="silver", name="Silver", threshold=50_000, discount=500),
                ),
                earn_rules=(earn_percent(500),),
            )
        )
        counter.desk.scan(card_number(7))
        counter.desk.scan(CODES["B"])
        done = counter.pay_cash()
        assert account(counter).tier_id == "silver"
        counter.desk.scan(card_number(7))
        counter.desk.scan(CODES["C"])
        later = counter.pay_cash()
        assert not back.look(later).tier_falls
        preview = back.look(done)
        assert (preview.tier_falls, preview.tier_after) == (True, "Start")
        back.give(done)
        assert account(counter).tier_id == "start"
        assert faults(counter) == []

    def test_bought_by_nobody_known(self, counter: Counter, back: Back) -> None:
        counter.desk.scan(CODES["C"])
        done = counter.pay_cash()
        preview = back.look(done)
        assert (preview.balance_before, preview.points_back, preview.tier_after) == (0, 0, "")
        back.give(done)
        assert back.service.sheet(done.sale_uuid).customer == ""

    def test_the_slip_says_it_all(self, counter: Counter, back: Back) -> None:
        done = golden(counter)
        booked = back.give(done, (1, 1))
        slip = load_receipt(back.service.slip(booked.uuid))
        assert (slip.kind, slip.number, slip.original, slip.code) == (
            "return",
            1,
            "1",
            done.receipt.code,
        )
        assert (slip.gross, slip.points_money, slip.total) == (13_253, 2_966, 10_287)
        (line,) = slip.lines
        assert (line.quantity, line.returned) == (1_000, True)
        loyalty = slip.loyalty
        assert loyalty is not None
        assert (loyalty.points_back, loyalty.points_taken) == (2_966, 600)
        assert (loyalty.points_before, loyalty.points_after) == (7_600, 9_966)

    def test_a_customers_own_language_is_the_slips(self, counter: Counter, back: Back) -> None:
        counter.set(locale__receipt_language="customer")
        counter.shop.customer("Анна К.", 8, language="ru")
        counter.desk.scan(card_number(8))
        counter.desk.scan(CODES["C"])
        done = counter.pay_cash()
        assert load_receipt(back.service.slip(back.give(done).uuid)).language == "ru"

    def test_a_full_return_gives_uses_and_budgets_back(self, counter: Counter, back: Back) -> None:
        done = golden(counter)
        with counter.shop.store.uow() as uow:
            before = uow.rule_uses.figures()
            sale = uow.sales.by_uuid(done.sale_uuid)
            assert sale is not None
            if not before:
                uow.rule_uses.add(
                    RuleUse(
                        uuid="u",
                        rule_id="b30",
                        sale_id=sale.id,
                        uses=1,
                        amount=15_000,
                        at=sale.at,
                        local_day=counter.shop.clock.now().date(),
                    )
                )
                uow.commit()
        back.give(done, (1, 1))
        with counter.shop.store.uow() as uow:
            assert uow.rule_uses.figures()["b30"] == RuleFigures(uses=1, amount=15_000)
        back.give(done)
        with counter.shop.store.uow() as uow:
            assert uow.rule_uses.figures()["b30"] == RuleFigures(uses=0, amount=0)


class TestCertificates:
    def test_a_certificate_gets_its_money_back_first(self, counter: Counter, back: Back) -> None:
        """R22: 89.99 paid 50.00 by certificate and 39.99 in cash."""
        today, now = counter.book.today(), counter.shop.clock.now()
        with counter.shop.store.uow() as uow:
            number = uow.certificates.add(
                CertificateRecord(
                    uuid="g", code="G-1", kind="gift", amount=8_000, balance=0, issued_at=now
                )
            )
            uow.certificates.add_entry(
                CertificateEntry(
                    uuid="e",
                    certificate_id=number,
                    kind="issue",
                    amount=8_000,
                    at=now,
                    local_day=today,
                )
            )
            uow.commit()
        counter.desk.scan(CODES["C"])
        draft = replace(
            counter.desk.draft,
            tenders=(
                Tender(kind=TenderKind.CASH, amount=3_999),
                Tender(kind=TenderKind.CERTIFICATE, amount=5_000, reference="G-1"),
            ),
        )
        done = counter.checkout.complete(counter.desk.session, draft, 8_999)
        counter.desk.begin_next()
        with counter.shop.store.uow() as uow:
            before = uow.certificates.get(number)
        given = back.give(done)
        assert [(t.kind, t.amount) for t in given.refunds] == [
            (TenderKind.CERTIFICATE, 5_000),
            (TenderKind.CASH, 3_999),
        ]
        with counter.shop.store.uow() as uow:
            after = uow.certificates.get(number)
        assert before is not None
        assert after is not None
        assert after.balance - before.balance == 5_000

    def test_one_sold_comes_back_while_it_is_untouched(self, counter: Counter, back: Back) -> None:
        counter.desk.scan(CODES["C"])
        done = counter.pay_cash()
        now = counter.shop.clock.now()
        with counter.shop.store.uow() as uow:
            sale = uow.sales.by_uuid(done.sale_uuid)
            assert sale is not None
            number = uow.certificates.add(
                CertificateRecord(
                    uuid="g",
                    code=CODES["C"],
                    kind="gift",
                    amount=8_999,
                    balance=0,
                    sale_id=sale.id,
                    issued_at=now,
                )
            )
            for uuid, kind, amount in (("a", "issue", 8_999), ("b", "redeem", -1_000)):
                uow.certificates.add_entry(
                    CertificateEntry(
                        uuid=uuid,
                        certificate_id=number,
                        kind=kind,
                        amount=amount,
                        at=now,
                        local_day=now.date(),
                    )
                )
            uow.commit()
        assert not back.service.sheet(done.sale_uuid).lines[0].returnable
        with pytest.raises(PosError, match="certificate_used"):
            back.look(done)
        with counter.shop.store.uow() as uow:
            uow.certificates.add_entry(
                CertificateEntry(
                    uuid="c",
                    certificate_id=number,
                    kind="adjust",
                    amount=1_000,
                    at=now,
                    local_day=now.date(),
                )
            )
            uow.commit()
        back.give(done)
        with counter.shop.store.uow() as uow:
            gone = uow.certificates.get(number)
        assert gone is not None
        assert (gone.balance, gone.state, gone.reason) == (0, "blocked", "returned")

    def test_one_that_is_gone_stops_the_return(self, counter: Counter, back: Back) -> None:
        counter.desk.scan(CODES["C"])
        sale = replace(
            counter.desk.draft,
            tenders=(Tender(kind=TenderKind.CASH, amount=8_999),),
        )
        done = counter.checkout.complete(counter.desk.session, sale, 8_999)
        with counter.shop.store.uow() as uow:
            raw = uow._db.conn  # type: ignore[attr-defined]
            raw.execute("DROP TRIGGER tender_no_update")
            raw.execute("UPDATE tender SET kind = 'certificate', reference = 'G-0'")
            uow.commit()
        order = back.order(done)
        with pytest.raises(PosError, match="certificate_unknown"):
            back.service.confirm(counter.shop.senior, order, 8_999)


class TestOlderSales:
    def test_nobody_known_then_earned_nothing(self, counter: Counter, back: Back) -> None:
        counter.desk.scan(CODES["C"])
        done = counter.pay_cash()
        with counter.shop.store.uow() as uow:
            raw = uow._db.conn  # type: ignore[attr-defined]
            raw.execute("DROP TRIGGER sale_terms_no_delete")
            raw.execute("DELETE FROM sale_terms")
            uow.commit()
        assert back.look(done).money == 8_999

    def test_points_per_piece_stay_with_the_pieces(self, counter: Counter, back: Back) -> None:
        """2 points a piece: of three pieces two stay, four points (R15)."""
        counter.use(Programme(earn_rules=(EarnRule(points=200, mode="per_unit"),)))
        counter.desk.scan(card_number(7))
        counter.desk.scan(f"3*{CODES['C']}")
        done = counter.pay_cash()
        assert account(counter).balance == 600
        assert back.look(done, (1, 1)).points_taken == 200

    def test_a_former_systems_sale_goes_back_in_cash(self, counter: Counter, back: Back) -> None:
        counter.desk.scan(CODES["C"])
        done = counter.pay_cash()
        with counter.shop.store.uow() as uow:
            raw = uow._db.conn  # type: ignore[attr-defined]
            raw.execute("DROP TRIGGER tender_no_delete")
            raw.execute("DELETE FROM tender")
            uow.commit()
        assert [(t.kind, t.amount) for t in back.give(done).refunds] == [(TenderKind.CASH, 8_999)]

    def test_without_terms_points_come_from_the_steps(self, counter: Counter, back: Back) -> None:
        """A sale of an older program: the lines' own fractions and the programme in force."""
        done = golden(counter)
        with counter.shop.store.uow() as uow:
            raw = uow._db.conn  # type: ignore[attr-defined]
            raw.execute("DROP TRIGGER sale_terms_no_delete")
            raw.execute("DELETE FROM sale_terms")
            uow.commit()
        preview = back.look(done, (1, 1))
        assert (preview.money, preview.points_back, preview.points_taken) == (10_287, 2_966, 600)
        assert back.look(done).coupons == ()


class TestExchange:
    def begin(self, counter: Counter, back: Back, done: Completed, *items: tuple[int, int]) -> None:
        order = back.order(done, *items)
        exchange = back.service.exchange(counter.shop.senior, order)
        sheet = back.service.sheet(done.sale_uuid)
        counter.desk.begin_exchange(exchange, sheet.customer_id, sheet.card_number or None)

    def test_one_difference_is_paid(self, counter: Counter, back: Back) -> None:
        """C (89.99) for A (149.90): 59.91 in cash, and the drawer is right."""
        counter.desk.scan(CODES["C"])
        done = counter.pay_cash()
        self.begin(counter, back, done)
        counter.desk.scan(CODES["A"])
        view = counter.desk.view()
        assert (view.priced.to_pay, view.settlement.due) == (14_990, 5_991)
        swap = counter.pay_cash(6_000)
        assert (swap.total, swap.change) == (14_990, 9)
        (booked,) = back.service.sheet(done.sale_uuid).returns
        assert booked.money == 8_999
        assert faults(counter) == []
        closed = counter.shop.till.close(counter.shop.owner, 10_000 + 8_999 + 5_991)
        assert closed.difference == 0
        assert faults(counter) == []
        slip = swap.receipt
        assert [line.name for line in slip.returned] == ["C"]
        assert (slip.credit, slip.total, slip.handed_out) == (8_999, 14_990, ())

    def test_what_is_left_goes_back_as_it_was_paid(self, counter: Counter, back: Back) -> None:
        """B (500.00, 300.00 of it by card) for C (89.99): cash pays first."""
        counter.desk.scan(CODES["B"])
        counter.desk.set_tender(TenderKind.CARD, 30_000)
        done = counter.pay_cash()
        self.begin(counter, back, done)
        counter.desk.scan(CODES["C"])
        swap = counter.complete()
        with counter.shop.store.uow() as uow:
            sale = uow.sales.by_uuid(done.sale_uuid)
            assert sale is not None
            (booked,) = uow.returns.of_sale(sale.id)
        out = [(t.kind, t.amount) for t in booked.refunds if not t.reference]
        assert out == [(TenderKind.CARD, 30_000), (TenderKind.CASH, 11_001)]
        assert swap.change == 11_001
        assert booked.exchange_uuid == swap.sale_uuid
        assert faults(counter) == []
        again = back.give(swap)
        assert [(t.kind, t.amount) for t in again.refunds] == [(TenderKind.CASH, 8_999)]
        assert faults(counter) == []

    def test_cash_handed_out_is_rounded(self, counter: Counter, back: Back) -> None:
        """By 0.05: 2 × 89.99 were paid 180.00; for one of 89.99, 89.99 are left: 90.00."""
        counter.set(money__cash_rounding=5)
        counter.desk.scan(f"2*{CODES['C']}")
        done = counter.pay_cash()
        self.begin(counter, back, done)
        counter.desk.scan(CODES["C"])
        assert counter.complete().change == 9_000
        assert faults(counter) == []

    def test_points_and_turnover_follow_both_ways(self, counter: Counter, back: Back) -> None:
        """5 %: B earned 25; C instead earns 4 (4.4995), and 25 are taken back."""
        counter.use(replace(GOLDEN, tiers=()))
        counter.desk.scan(card_number(7))
        counter.desk.scan(CODES["B"])
        done = counter.pay_cash()
        assert account(counter).balance == 2_500
        self.begin(counter, back, done)
        assert counter.desk.draft.card_number == card_number(7)
        counter.desk.scan(CODES["C"])
        counter.complete()
        assert (account(counter).balance, account(counter).turnover) == (400, 8_999)
        assert faults(counter) == []

    def test_it_survives_parking_and_a_restart(self, counter: Counter, back: Back) -> None:
        counter.desk.scan(CODES["C"])
        done = counter.pay_cash()
        counter.desk.scan(CODES["A"])
        self.begin(counter, back, done)
        assert len(counter.desk.parked()) == 1
        kept = counter.desk.draft.exchange
        assert kept is not None
        assert counter.shop.desk(counter.desk.session).draft.exchange == kept
        counter.desk.drop_exchange()
        assert counter.desk.draft.exchange is None
        counter.desk.undo()
        assert counter.desk.draft.exchange == kept
        counter.desk.cancel()
        assert counter.desk.draft.exchange is None
        assert back.service.sheet(done.sale_uuid).returns == ()

    def test_returned_meanwhile_it_is_refused(self, counter: Counter, back: Back) -> None:
        counter.desk.scan(f"2*{CODES['C']}")
        done = counter.pay_cash()
        self.begin(counter, back, done)
        counter.desk.scan(CODES["A"])
        back.give(done, (1, 1))
        with pytest.raises(PosError, match="return_too_much"):
            counter.complete()
        assert len(back.service.sheet(done.sale_uuid).returns) == 1

    def test_another_worth_than_shown_is_refused(self, counter: Counter, back: Back) -> None:
        counter.desk.scan(CODES["C"])
        done = counter.pay_cash()
        self.begin(counter, back, done)
        exchange = counter.desk.draft.exchange
        assert exchange is not None
        counter.desk.begin_exchange(replace(exchange, credit=9_000), None, None)
        counter.desk.scan(CODES["C"])
        with pytest.raises(PosError, match="total_changed"):
            counter.complete()
        gone = replace(exchange, sale_uuid="gone")
        counter.desk.begin_exchange(gone, None, None)
        counter.desk.scan(CODES["C"])
        with pytest.raises(PosError, match="receipt_unknown"):
            counter.complete()

    def test_parked_past_the_time_for_returns_it_asks_again(
        self, counter: Counter, back: Back
    ) -> None:
        """R18: begun on the last day, paid on the next; begun anew it is a late return."""
        counter.desk.scan(CODES["C"])
        done = counter.pay_cash()
        counter.shop.clock.advance(days=14)
        self.begin(counter, back, done)
        counter.desk.scan(CODES["C"])
        counter.shop.clock.advance(days=1)
        with pytest.raises(PosError, match="exchange_late"):
            counter.complete()
        counter.desk.cancel()
        self.begin(counter, back, done)
        counter.desk.scan(CODES["C"])
        counter.complete()
        assert len(back.service.sheet(done.sale_uuid).returns) == 1

    def test_who_consented_stays_on_the_return(self, counter: Counter, back: Back) -> None:
        counter.desk.scan(CODES["C"])
        done = counter.pay_cash()
        order, shop = back.order(done), counter.shop
        with pytest.raises(NeedsApproval):
            back.service.exchange(shop.cashier, order)
        approval = shop.permissions.approve(
            Action.RETURN_WITH_RECEIPT,
            session=shop.cashier,
            event_ref=order.uuid,
            reason="goods seen",
            secret=SENIOR_PIN,
            approver_id=shop.senior.person_id,
        )
        exchange = back.service.exchange(shop.cashier, order, approval)
        counter.desk.begin_exchange(exchange, None, None)
        counter.desk.scan(CODES["C"])
        counter.complete()
        ((_, _, person, approver),) = shop.events("return.completed")
        assert (person, approver) == (shop.cashier.person_uuid, shop.senior.person_uuid)
