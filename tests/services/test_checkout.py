"""Completing a sale on a real store: everything at once, exactly once, or not at all."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from pos_app.domain.errors import EnvironmentProblem, PosError
from pos_app.domain.pricing import Programme, earn_percent
from pos_app.domain.promotion import Gift, MinAmount, Promotion
from pos_app.domain.sale import TenderKind
from pos_app.domain.tier import Tier, turnover_in
from pos_app.services import snapshots
from pos_app.services.checkout import REFUSE_BELOW, Checkout
from pos_app.services.loyalty import Movement, expire_due, read_sheet, spend_points
from pos_app.services.records import LotRow
from tests.builders import Shop, card_number, ean13
from tests.services.desk import GOLDEN, Counter, coupon_code, golden_coupon, make_counter

SOAP = ean13("590000000001")


@pytest.fixture
def counter(shop: Shop) -> Counter:
    """A counter with an open shift, a soap of 100.00 and Maria's card."""
    made = make_counter(shop)
    shop.product(
        "Soap",
        10_000,
        barcodes=(SOAP,),
        cost=6_000,
        tax_rate_id=shop.catalogue.taxes()[0].id,
    )
    shop.customer("Maria Nowak", 7)
    return made


def stored(counter: Counter, uuid: str):
    with counter.shop.store.uow() as uow:
        return uow.sales.by_uuid(uuid)


def account(counter: Counter):
    with counter.shop.store.uow() as uow:
        card = uow.cards.by_number(card_number(7))
        assert card is not None
        assert card.customer_id is not None
        return uow.customers.account(card.customer_id)


class TestOnce:
    def test_a_sale_is_stored_whole(self, counter: Counter) -> None:
        counter.use(GOLDEN)
        counter.desk.scan(card_number(7))
        counter.desk.scan(f"2*{SOAP}")
        done = counter.pay_cash(20_000)
        assert (done.number, done.total, done.change, done.repeated) == (1, 19_000, 1_000, False)
        sale = stored(counter, done.sale_uuid)
        assert sale is not None
        (line,) = sale.lines
        assert (line.gross, line.card, line.net, line.cost) == (20_000, 1_000, 19_000, 6_000)
        # 190.00 × 23 / 123 = 35.528… → 35.53
        assert (sale.tax, line.tax) == (3_553, 3_553)
        assert [step["reason"] for step in json.loads(line.steps)] == [
            "tier_discount",
            "earned",
        ]
        # 5 % of 190.00 = 9.5, down to 9 whole points
        assert sale.points_earned == 900
        assert (account(counter).balance, account(counter).turnover) == (900, 19_000)
        assert account(counter).visits == 1

    def test_a_repeat_gives_the_same_receipt(self, counter: Counter) -> None:
        counter.desk.scan(SOAP)
        counter.desk.set_tender(TenderKind.CASH, 10_000)
        draft, who = counter.desk.draft, counter.desk.session
        first = counter.checkout.complete(who, draft, 10_000)
        again = counter.checkout.complete(who, draft, 10_000)
        assert again.repeated
        assert (again.number, again.receipt) == (first.number, first.receipt)
        assert counter.shop.sink.topics.count("sale") == 1
        assert [kind for kind, *_ in counter.shop.events("sale.")] == ["sale.completed"]

    def test_numbers_run_without_gaps_past_refusals(self, counter: Counter) -> None:
        counter.desk.scan(SOAP)
        with pytest.raises(PosError, match="not_paid"):
            counter.complete()
        first = counter.pay_cash()
        counter.desk.scan(SOAP)
        second = counter.pay_cash()
        assert (first.number, second.number) == (1, 2)

    def test_an_error_after_the_commit_is_not_a_second_sale(self, counter: Counter) -> None:
        """The commit is durable, then the store reports an error: the sale is found by its uuid."""
        real = counter.shop.store.uow
        failing = {"on": True}

        class Broken:
            def __init__(self) -> None:
                self._unit = real()

            def __enter__(self):
                self._inside = self._unit.__enter__()
                return self

            def __exit__(self, *args):
                return self._unit.__exit__(*args)

            def __getattr__(self, name):
                return getattr(self._inside, name)

            def commit(self) -> None:
                self._inside.commit()
                if failing["on"]:
                    raise EnvironmentProblem("io_error")

        counter.desk.scan(SOAP)
        counter.desk.set_tender(TenderKind.CASH, 10_000)
        parts = replace(counter.checkout._parts, uow=Broken)
        done = Checkout(parts).complete(counter.desk.session, counter.desk.draft, 10_000)
        assert (done.number, done.repeated) == (1, True)

    def test_an_error_before_the_commit_leaves_nothing(self, counter: Counter) -> None:
        real = counter.shop.store.uow

        class Full:
            def __init__(self) -> None:
                self._unit = real()

            def __enter__(self):
                self._inside = self._unit.__enter__()
                return self

            def __exit__(self, *args):
                return self._unit.__exit__(*args)

            def __getattr__(self, name):
                return getattr(self._inside, name)

            def commit(self) -> None:
                raise EnvironmentProblem("disk_full")

        counter.desk.scan(SOAP)
        counter.desk.set_tender(TenderKind.CASH, 10_000)
        draft = counter.desk.draft
        parts = replace(counter.checkout._parts, uow=Full)
        with pytest.raises(EnvironmentProblem, match="disk_full"):
            Checkout(parts).complete(counter.desk.session, draft, 10_000)
        assert stored(counter, draft.uuid) is None
        assert counter.checkout.complete(counter.desk.session, draft, 10_000).number == 1

    def test_when_even_looking_fails_the_error_is_told(self, counter: Counter) -> None:
        def gone():
            raise EnvironmentProblem("io_error")

        counter.desk.scan(SOAP)
        counter.desk.set_tender(TenderKind.CASH, 10_000)
        parts = replace(counter.checkout._parts, uow=gone)
        with pytest.raises(EnvironmentProblem, match="io_error"):
            Checkout(parts).complete(counter.desk.session, counter.desk.draft, 10_000)


class TestRefusals:
    def test_no_sale_without_a_shift(self, shop: Shop) -> None:
        counter = make_counter(shop, shift=False)
        shop.product("Soap", 10_000, barcodes=(SOAP,))
        counter.desk.scan(SOAP)
        assert counter.desk.view().blocked is not None
        with pytest.raises(PosError, match="no_shift"):
            counter.pay_cash()

    def test_not_with_a_red_line_and_not_empty(self, counter: Counter) -> None:
        with pytest.raises(PosError, match="empty"):
            counter.complete()
        counter.desk.scan(SOAP)
        counter.desk.scan("4601234567893")
        with pytest.raises(PosError, match="unknown_line"):
            counter.pay_cash()

    def test_a_price_that_changed_meanwhile_is_shown_first(self, counter: Counter) -> None:
        counter.desk.scan(SOAP)
        counter.desk.set_tender(TenderKind.CASH, 10_000)
        with pytest.raises(PosError, match="total_changed") as problem:
            counter.checkout.complete(counter.desk.session, counter.desk.draft, 9_000)
        assert problem.value.params == {"was": 9_000, "now": 10_000}
        assert stored(counter, counter.desk.draft.uuid) is None

    def test_a_full_disk_is_refused_before_tender(self, counter: Counter) -> None:
        counter.disk.free = REFUSE_BELOW - 1
        with pytest.raises(EnvironmentProblem, match="disk_low"):
            counter.checkout.check_room()

    def test_points_spent_elsewhere_are_refused(self, counter: Counter) -> None:
        """Two tills, one balance: the second finds fewer points, and the total it saw is wrong."""
        counter.use(GOLDEN)
        grant(counter, 2_000)
        counter.desk.scan(card_number(7))
        counter.desk.scan(SOAP)
        counter.desk.set_points(2_000)
        counter.desk.set_tender(TenderKind.CASH, counter.desk.priced.to_pay)
        draft, total = counter.desk.draft, counter.desk.priced.to_pay
        other = replace(draft, uuid=counter.shop.ids.uuid())
        counter.checkout.complete(counter.desk.session, other, total)
        with pytest.raises(PosError, match="total_changed"):
            counter.checkout.complete(counter.desk.session, draft, total)
        assert account(counter).balance == 300  # 5 % of 75.00 = 3.75 → 3


def grant(counter: Counter, points: int, days: int | None = None) -> None:
    """Points usable today for Maria."""
    today = counter.book.today()
    with counter.shop.store.uow() as uow:
        card = uow.cards.by_number(card_number(7))
        assert card is not None
        assert card.customer_id is not None
        uow.points.add_lot(
            LotRow(
                uuid=counter.shop.ids.uuid(),
                customer_id=card.customer_id,
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


class TestLoyalty:
    def test_the_nearest_expiry_is_spent_first(self, counter: Counter) -> None:
        counter.use(GOLDEN)
        grant(counter, 1_000)
        grant(counter, 1_000, days=30)
        grant(counter, 1_000, days=5)
        counter.desk.scan(card_number(7))
        counter.desk.scan(SOAP)
        counter.desk.set_points(1_500)
        counter.pay_cash()
        with counter.shop.store.uow() as uow:
            card = uow.cards.by_number(card_number(7))
            assert card is not None
            assert card.customer_id is not None
            left = {lot.expires_on: lot.left for lot in uow.points.lots(card.customer_id)}
        today = counter.book.today()
        assert left[today + timedelta(days=30)] == 500
        assert today + timedelta(days=5) not in left
        # 1000 undated and 4 earned on 80.00 (no expiry in this programme)
        assert account(counter).balance == 1_000 + 500 + 400

    def test_points_wait_and_lapse_by_the_calendar(self, counter: Counter) -> None:
        counter.use(
            Programme(
                earn_rules=(earn_percent(1000),), activation_delay_days=14, points_expiry_days=30
            )
        )
        counter.desk.scan(card_number(7))
        counter.desk.scan(SOAP)
        counter.pay_cash()
        counter.desk.scan(card_number(7))
        panel = counter.desk.view().customer
        assert panel is not None
        assert (panel.points_active, panel.points_pending) == (0, 1_000)
        counter.shop.clock.advance(days=14)
        counter.desk.refresh()
        panel = counter.desk.view().customer
        assert panel is not None
        assert (panel.points_active, panel.points_pending) == (1_000, 0)
        counter.shop.clock.advance(days=31)
        counter.desk.refresh()
        panel = counter.desk.view().customer
        assert panel is not None
        assert panel.points_active == 0
        for expected in (1, 0):
            with counter.shop.store.uow() as uow:
                today, now = counter.book.today(), counter.shop.clock.now()
                assert expire_due(uow, counter.shop.ids, today, now) == expected
                uow.commit()
        assert account(counter).balance == 0

    def test_a_debt_is_filled_first(self, counter: Counter) -> None:
        from pos_app.services.records import PointsEntry

        counter.use(Programme(earn_rules=(earn_percent(1000),)))
        with counter.shop.store.uow() as uow:
            card = uow.cards.by_number(card_number(7))
            assert card is not None
            assert card.customer_id is not None
            uow.points.add_entry(
                PointsEntry(
                    uuid=counter.shop.ids.uuid(),
                    customer_id=card.customer_id,
                    lot_id=None,
                    kind="adjust",
                    amount=-300,
                    at=counter.shop.clock.now(),
                    local_day=counter.book.today(),
                )
            )
            uow.commit()
        counter.desk.scan(card_number(7))
        counter.desk.scan(SOAP)
        counter.pay_cash()
        counter.desk.scan(card_number(7))
        panel = counter.desk.view().customer
        assert panel is not None
        assert (panel.points_active, panel.points_owed) == (700, 0)
        assert account(counter).balance == 700

    def test_the_tier_rises_from_the_next_receipt(self, counter: Counter) -> None:
        counter.use(
            Programme(
                tiers=(
                    Tier(tier_id="start", name="Start", threshold=0),
                    Tier(tier_id="silver", name="Silver", threshold=10_000, discount=500),
                )
            )
        )
        counter.desk.scan(card_number(7))
        counter.desk.scan(SOAP)
        first = counter.pay_cash()
        assert first.total == 10_000
        assert first.receipt.loyalty is not None
        assert first.receipt.loyalty.tier_name == "Silver"
        counter.desk.scan(card_number(7))
        counter.desk.scan(SOAP)
        assert counter.desk.priced.to_pay == 9_500
        assert account(counter).tier_id == "silver"

    def test_a_rolling_year_forgets(self, counter: Counter) -> None:
        programme = Programme(
            tiers=(
                Tier(tier_id="start", name="Start", threshold=0),
                Tier(tier_id="gold", name="Gold", threshold=50_000, discount=1_000),
            ),
            turnover_window="rolling_12_months",
        )
        counter.use(programme)
        counter.desk.scan(card_number(7))
        counter.desk.scan(f"4*{SOAP}")
        counter.pay_cash()
        counter.shop.clock.advance(days=366)
        counter.shop.till.close(counter.shop.owner, 0)
        counter.shop.till.open(counter.shop.owner, 0)
        counter.desk.scan(card_number(7))
        counter.desk.scan(f"2*{SOAP}")
        panel = counter.desk.view().customer
        assert panel is not None
        assert (panel.to_next, panel.tier_name) == (50_000, "Start")
        counter.pay_cash()
        assert account(counter).turnover == 60_000
        counter.use(replace(programme, turnover_window="calendar_year"))
        counter.desk.scan(card_number(7))
        panel = counter.desk.view().customer
        assert panel is not None
        assert panel.to_next == 30_000

    def test_the_rolling_year_is_that_of_the_rule_to_the_day(self, counter: Counter) -> None:
        start = Tier(tier_id="start", name="Start", threshold=0)
        gold = Tier(tier_id="gold", name="Gold", threshold=50_000)
        counter.use(Programme(tiers=(start, gold), turnover_window="rolling_12_months"))
        bought = counter.book.today()
        counter.desk.scan(card_number(7))
        counter.desk.scan(f"4*{SOAP}")
        counter.pay_cash()
        for days, missing in ((364, 10_000), (365, 50_000)):
            today = bought + timedelta(days=days)
            assert turnover_in([(bought, 40_000)], "rolling_12_months", today) == 50_000 - missing
            with counter.shop.store.uow() as uow:
                card = uow.cards.by_number(card_number(7))
                assert card is not None
                assert card.customer_id is not None
                sheet = read_sheet(
                    uow, card.customer_id, card.number, counter.book.current.programme, today
                )
            assert sheet.progress.missing == missing

    def test_a_manual_tier_ends_with_its_day(self, counter: Counter) -> None:
        counter.use(
            Programme(
                tiers=(
                    Tier(tier_id="start", name="Start", threshold=0),
                    Tier(tier_id="gold", name="Gold", threshold=50_000, discount=1_000),
                )
            )
        )
        today = counter.book.today()
        with counter.shop.store.uow() as uow:
            card = uow.cards.by_number(card_number(7))
            assert card is not None
            assert card.customer_id is not None
            uow.customers.set_tier(card.customer_id, "gold", today, today + timedelta(days=1))
            uow.commit()
        counter.desk.scan(card_number(7))
        counter.desk.scan(SOAP)
        assert counter.desk.priced.to_pay == 9_000
        counter.pay_cash()
        assert account(counter).tier_manual_until == today + timedelta(days=1)
        counter.shop.clock.advance(days=2)
        counter.desk.scan(card_number(7))
        counter.desk.scan(SOAP)
        assert counter.desk.priced.to_pay == 10_000


class TestCoupons:
    def test_a_coupon_works_once(self, counter: Counter) -> None:
        code = coupon_code("000000050")
        counter.coupon(code, golden_coupon())
        counter.desk.scan(f"8*{SOAP}")
        counter.desk.apply_coupon(code)
        counter.desk.set_tender(TenderKind.CASH, 75_000)
        draft = counter.desk.draft
        twin = replace(draft, uuid=counter.shop.ids.uuid())
        assert counter.checkout.complete(counter.desk.session, draft, 75_000).total == 75_000
        with pytest.raises(PosError, match="total_changed"):
            counter.checkout.complete(counter.desk.session, twin, 75_000)
        with counter.shop.store.uow() as uow:
            record = uow.coupons.by_code(code)
        assert record is not None
        assert (record.state, record.uses) == ("redeemed", 1)
        assert "coupon.redeemed" in [kind for kind, *_ in counter.shop.events()]

    def test_the_next_purchase_coupon_is_handed_over_and_works(self, counter: Counter) -> None:
        counter.set(
            next_coupon__enabled=True,
            next_coupon__threshold=10_000,
            next_coupon__benefit="amount",
            next_coupon__value=1_500,
            next_coupon__minimum=5_000,
            next_coupon__valid_days=28,
            next_coupon__named=True,
        )
        counter.desk.scan(card_number(7))
        counter.desk.scan(SOAP)
        done = counter.pay_cash()
        (slip,) = done.receipt.coupons
        assert (slip.benefit, slip.value, slip.minimum) == ("amount", 1_500, 5_000)
        # valid from tomorrow for 28 days, inclusive
        assert (slip.valid_from, slip.valid_to) == ("2026-11-23", "2026-12-20")
        assert (slip.customer_name, slip.card_last4) == ("Maria N.", card_number(7)[-4:])
        counter.desk.scan(card_number(7))
        counter.desk.scan(SOAP)
        early = counter.desk.scan(slip.code)
        assert early.reason is not None
        assert early.reason.code == "not_started"
        counter.shop.clock.advance(days=1)
        counter.desk.scan(slip.code)
        assert counter.desk.priced.to_pay == 8_500

    @pytest.mark.parametrize(
        ("values", "quantity"),
        [
            ({"next_coupon__enabled": False}, 2),
            ({"next_coupon__enabled": True, "next_coupon__threshold": 10_001}, 1),
            ({"next_coupon__enabled": True, "next_coupon__named": True}, 2),
        ],
    )
    def test_no_coupon_where_the_rule_says_none(
        self, counter: Counter, values: dict[str, object], quantity: int
    ) -> None:
        counter.set(**values)
        counter.desk.scan(f"{quantity}*{SOAP}")
        assert counter.pay_cash().receipt.coupons == ()

    def test_a_percentage_for_anybody(self, counter: Counter) -> None:
        counter.set(
            next_coupon__enabled=True,
            next_coupon__threshold=0,
            next_coupon__not_with_promotions=True,
        )
        counter.desk.scan(SOAP)
        (slip,) = counter.pay_cash().receipt.coupons
        assert (slip.benefit, slip.value, slip.named) == ("percent", 1_000, False)
        assert slip.not_with_promotions


class TestReceipt:
    def test_the_slip_says_what_happened(self, counter: Counter) -> None:
        counter.use(GOLDEN)
        counter.set(money__cash_rounding=5, locale__receipt_language="customer")
        counter.desk.scan(card_number(7))
        line = counter.desk.scan(SOAP).line_id or ""
        counter.desk.discount_line(line, rate=333, reason="scratched")
        done = counter.pay_cash(10_000)
        slip = done.receipt
        # 100.00 − 3.33 = 96.67, in cash 96.65
        assert (slip.total, slip.rounding, slip.change) == (9_667, -2, 335)
        assert [(d.kind, d.amount, d.label, d.rate) for d in slip.lines[0].discounts] == [
            ("manual", 333, "scratched", 333)
        ]
        assert slip.taxes[0].name == "VAT 23%"
        assert slip.taxes[0].base + slip.taxes[0].tax == 9_667
        assert slip.code == "R1-000001-2211"
        assert slip.loyalty is not None
        assert (slip.loyalty.points_before, slip.loyalty.points_earned) == (0, 400)
        assert slip.loyalty.points_after == 400
        assert len(slip.journal_head) == 10
        assert snapshots.load_receipt(snapshots.dump(slip)) == slip

    def test_both_slips_are_queued_and_cash_opens_the_drawer(self, counter: Counter) -> None:
        counter.set(next_coupon__enabled=True, next_coupon__threshold=0)
        counter.desk.scan(SOAP)
        done = counter.pay_cash()
        with counter.shop.store.uow() as uow:
            jobs = uow.print_jobs.in_state("queued")
        assert [(job.kind, job.open_drawer) for job in jobs] == [
            ("receipt", True),
            ("coupon", False),
        ]
        assert jobs[1].ref == done.receipt.coupons[0].code
        counter.desk.scan(SOAP)
        counter.desk.set_tender(TenderKind.CARD, 10_000, "terminal 1")
        counter.complete()
        with counter.shop.store.uow() as uow:
            assert [job.open_drawer for job in uow.print_jobs.in_state("queued")][2] is False

    def test_prices_and_discounts_by_hand_are_journaled_with_who_allowed_them(
        self, shop: Shop
    ) -> None:
        counter = make_counter(shop, shop.senior)
        shop.product("Soap", 10_000, barcodes=(SOAP,))
        line = counter.desk.scan(SOAP).line_id or ""
        counter.desk.override_price(line, 9_000, "shelf label")
        counter.desk.discount_order(rate=1_000, reason="regular")
        counter.desk.scan(SOAP)
        other = counter.desk.draft.lines[-1].line_id
        counter.desk.discount_line(other, amount=100, reason="dent")
        counter.pay_cash()
        kinds = [kind for kind, *_ in shop.events("sale.")]
        assert kinds == ["sale.price", "sale.discount", "sale.discount", "sale.completed"]
        content = shop.events("sale.price")[0][1]
        assert (content["listed"], content["price"]) == (10_000, 9_000)


class TestModes:
    def test_tax_on_top(self, counter: Counter) -> None:
        counter.set(money__prices_include_tax=False)
        counter.desk.scan(f"2*{SOAP}")
        done = counter.pay_cash()
        # 200.00 + 23 % = 246.00
        assert done.total == 24_600
        sale = stored(counter, done.sale_uuid)
        assert sale is not None
        assert (sale.lines[0].net, sale.tax) == (20_000, 4_600)

    def test_points_as_a_tender_keep_the_tax(self, counter: Counter) -> None:
        counter.use(replace(GOLDEN, points_as="tender", tiers=()))
        grant(counter, 2_000)
        counter.desk.scan(card_number(7))
        counter.desk.scan(SOAP)
        counter.desk.set_points(2_000)
        done = counter.pay_cash()
        assert done.total == 8_000
        sale = stored(counter, done.sale_uuid)
        assert sale is not None
        # the tax of the whole 100.00: 100.00 × 23 / 123 = 18.70
        assert sale.tax == 1_870

    def test_a_gift_stands_on_the_receipt_and_costs_nothing(self, counter: Counter) -> None:
        counter.shop.product("Hand cream", 500, sku="CREAM")
        counter.promote(
            Promotion(
                rule_id="gift",
                name="Cream from 100",
                effects=(Gift(sku="CREAM"),),
                conditions=(MinAmount(amount=10_000),),
            )
        )
        counter.desk.scan(SOAP)
        done = counter.pay_cash()
        sale = stored(counter, done.sale_uuid)
        assert sale is not None
        assert [(line.name, line.net) for line in sale.lines] == [
            ("Soap", 10_000),
            ("Hand cream", 0),
        ]
        gift = done.receipt.lines[1]
        assert (gift.name, gift.gross, gift.discounts[0].label) == (
            "Hand cream",
            0,
            "Cream from 100",
        )

    def test_a_discount_by_hand_is_printed_with_its_reason(self, counter: Counter) -> None:
        line_id = counter.desk.scan(SOAP).line_id or ""
        counter.desk.discount_line(line_id, rate=300, reason="scratched")
        done = counter.pay_cash()
        (said,) = done.receipt.lines[0].discounts
        assert (said.kind, said.amount, said.label, said.rate) == ("manual", 300, "scratched", 300)

    def test_tax_on_top_counts_towards_the_tier_on_paper_too(self, counter: Counter) -> None:
        """100.00 + 23 % = 123.00 of the 150.00 to Silver: 820 per mille, 27.00 to go (R19)."""
        start = Tier(tier_id="start", name="Start", threshold=0)
        silver = Tier(tier_id="silver", name="Silver", threshold=15_000)
        counter.use(Programme(tiers=(start, silver), prices_include_tax=False))
        counter.set(money__prices_include_tax=False)
        counter.desk.scan(card_number(7))
        counter.desk.scan(SOAP)
        panel = counter.desk.view().customer
        assert panel is not None
        assert panel.progress_today == 820
        loyalty = counter.pay_cash().receipt.loyalty
        assert loyalty is not None
        assert (loyalty.progress, loyalty.to_next) == (820, 2_700)
        assert account(counter).turnover == 12_300

    def test_points_that_are_not_there_are_not_spent(self, counter: Counter) -> None:
        grant(counter, 500)
        today = counter.book.today()
        with counter.shop.store.uow() as uow:
            card = uow.cards.by_number(card_number(7))
            assert card is not None
            assert card.customer_id is not None
            sheet = read_sheet(uow, card.customer_id, None, Programme(), today)
            movement = Movement(
                sale_id=1,
                at=counter.shop.clock.now(),
                local_day=today,
                person_id=1,
                reference="x",
            )
            with pytest.raises(PosError, match="points_short") as short:
                spend_points(uow, counter.shop.ids, sheet, 501, movement)
        assert short.value.params == {"asked": 501, "available": 500}
        assert account(counter).balance == 500

    def test_the_room_on_the_disk_is_told(self, counter: Counter) -> None:
        counter.disk.free = 12_345
        assert counter.checkout.free_bytes() == 12_345


def test_points_wait_for_a_clock_one_can_trust(counter: Counter) -> None:
    """R11: chosen while the clock was right, parked, and completed after it was turned."""
    counter.use(GOLDEN)
    grant(counter, 2_000)
    counter.desk.scan(card_number(7))
    counter.desk.scan(SOAP)
    counter.desk.set_points(2_000)
    counter.desk.set_tender(TenderKind.CASH, counter.desk.priced.to_pay)

    def turned() -> None:
        raise PosError("clock_untrusted", kind="behind")

    checkout = Checkout(replace(counter.checkout._parts, ensure_redeeming=turned))
    draft, total = counter.desk.draft, counter.desk.priced.to_pay
    with pytest.raises(PosError, match="clock_untrusted"):
        checkout.complete(counter.desk.session, draft, total)
    assert stored(counter, draft.uuid) is None
    without = replace(draft, redeem_points=0, tenders=())
    assert checkout._parts.ensure_redeeming is turned
    with pytest.raises(PosError, match="not_paid"):
        checkout.complete(counter.desk.session, without, 9_500)
