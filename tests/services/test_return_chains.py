"""Returns after something else happened to the receipt: an exchange, a claim, a tier by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from pos_app.domain.errors import PosError
from pos_app.domain.pricing import Programme, earn_percent
from pos_app.domain.promotion import AmountOff, Gift, MinAmount, PercentOff, Promotion
from pos_app.domain.sale import TenderKind
from pos_app.domain.tier import Tier
from pos_app.services.completion import Completed
from pos_app.services.loyalty import expire_due
from pos_app.services.points_desk import PointsDesk
from pos_app.services.price_levels import LevelForm, PriceLevels
from pos_app.services.receipt_claims import ClaimService
from pos_app.services.return_model import BlindItem, BlindOrder
from pos_app.services.return_without_receipt import BlindReturns
from pos_app.services.tier_desk import TierDesk
from tests.builders import Shop, card_number, ean13
from tests.services.desk import GOLDEN, Counter, coupon_code, make_counter
from tests.services.test_returns import Back, account, customer_id, grant

CODES = {name: ean13(f"59000000000{n}") for n, name in enumerate("ABC", start=1)}
TIERS = Programme(
    earn_rules=(earn_percent(500),),
    tiers=(
        Tier(tier_id="silver", name="Silver"),
        Tier(tier_id="gold", name="Gold", threshold=40_000, multiplier=20_000),
    ),
)


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


def bring(back: Back, done: Completed, *items: tuple[int, int]) -> None:
    """Begin an exchange with goods of a receipt."""
    order = back.order(done, *items)
    given = back.service.exchange(back.counter.shop.senior, order)
    back.counter.desk.begin_exchange(given, None, None)


def claim(counter: Counter, done: Completed) -> None:
    shop = counter.shop
    claims = ClaimService(
        shop.store.uow, counter.book, shop.permissions, shop.clock, shop.ids, shop.sink
    )
    claims.attach(shop.owner, customer_id(counter), done.number, "forgot the card")


class TestExchanged:
    def test_cash_of_an_exchange_and_cash_on_top_come_back_together(
        self, counter: Counter, back: Back
    ) -> None:
        counter.desk.scan(CODES["C"])
        bring(back, counter.pay_cash())
        counter.desk.scan(CODES["A"])
        second = counter.pay_cash()
        shown = back.look(second)
        assert [(one.kind, one.amount) for one in shown.refunds] == [(TenderKind.CASH, 14_990)]
        assert back.give(second).refunds == shown.refunds

    def test_an_exchange_is_exchanged_again_and_again(self, counter: Counter, back: Back) -> None:
        counter.desk.scan(CODES["C"])
        done = counter.pay_cash()
        for sku, due in (("A", 5_991), ("B", 35_010)):
            bring(back, done)
            counter.desk.scan(CODES[sku])
            assert counter.desk.view().settlement.missing == due
            done = counter.pay_cash()
        bring(back, done)
        counter.desk.scan(CODES["C"])
        last = counter.complete()
        assert last.change == 50_000 - 8_999
        assert back.give(last).preview_money == 8_999

    def test_cash_after_an_exchange_is_what_coins_can_give(
        self, counter: Counter, back: Back
    ) -> None:
        counter.set(money__cash_rounding=5)
        counter.shop.product("P", 1_003, sku="P")
        counter.shop.product("Q", 401, sku="Q")
        counter.desk.scan("P")
        counter.desk.scan("P")
        first = counter.pay_cash()
        bring(back, first, (1, 1))
        counter.desk.scan("Q")
        swapped = counter.complete()
        assert swapped.change == 600
        # 20.05 were paid; 4.01 went into the exchange and 6.00 were handed out: 10.04 are left.
        rest = back.give(first)
        assert [one.amount for one in rest.refunds] == [1_005]
        assert [one.amount for one in back.give(swapped).refunds] == [400]


class TestOnce:
    def test_a_gift_that_comes_last_completes_nothing_again(
        self, counter: Counter, back: Back
    ) -> None:
        counter.promote(
            Promotion(
                rule_id="gift",
                name="Gift",
                effects=(Gift(sku="C", quantity=1_000),),
                conditions=(MinAmount(amount=1_000),),
                usage_limit=5,
            )
        )
        rule = Promotion(rule_id="one", name="One off", effects=(AmountOff(amount=100),))
        coupon = counter.coupon(coupon_code("4H79QXA2M"), rule)
        counter.desk.scan(CODES["A"])
        counter.desk.scan(coupon.code)
        first = counter.pay_cash()
        assert back.look(first, (1, 1)).complete
        back.give(first, (1, 1))
        counter.desk.scan(CODES["A"])
        counter.desk.scan(coupon.code)
        counter.pay_cash()
        gift = back.look(first)
        assert (gift.money, gift.coupons) == (0, ())
        back.give(first)
        with counter.shop.store.uow() as uow:
            assert uow.rule_uses.figures_of(["gift"])["gift"].uses == 1
            kept = uow.coupons.by_code(coupon.code)
        assert kept is not None
        assert (kept.state, kept.uses) == ("redeemed", 1)


class TestPeople:
    def test_a_tier_given_by_hand_stands(self, counter: Counter, back: Back) -> None:
        counter.use(TIERS)
        counter.desk.scan(card_number(7))
        counter.desk.scan(CODES["B"])
        done = counter.pay_cash()
        assert account(counter).tier_id == "gold"
        shop, until = counter.shop, counter.book.today() + timedelta(days=90)
        tiers = TierDesk(shop.store.uow, counter.book, shop.permissions, shop.sink)
        tiers.set_tier(shop.owner, customer_id(counter), "gold", until, "a friend of the house")
        assert not back.look(done).tier_falls
        back.give(done)
        assert (account(counter).tier_id, account(counter).tier_manual_until) == ("gold", until)

    def test_one_that_ran_out_protects_nothing(self, counter: Counter, back: Back) -> None:
        counter.use(replace(TIERS, return_days=100))
        counter.desk.scan(card_number(7))
        counter.desk.scan(CODES["B"])
        done = counter.pay_cash()
        shop = counter.shop
        tiers = TierDesk(shop.store.uow, counter.book, shop.permissions, shop.sink)
        until = counter.book.today() + timedelta(days=2)
        tiers.set_tier(shop.owner, customer_id(counter), "gold", until, "for the weekend")
        shop.clock.advance(days=3)
        assert back.look(done).tier_after == "Silver"

    def test_a_receipt_claimed_later_takes_its_tier_back(
        self, counter: Counter, back: Back
    ) -> None:
        counter.use(TIERS)
        counter.desk.scan(CODES["B"])
        done = counter.pay_cash()
        claim(counter, done)
        assert (account(counter).tier_id, account(counter).balance) == ("gold", 2_500)
        shown = back.look(done)
        assert (shown.tier_falls, shown.tier_after) == (True, "Silver")
        back.give(done)
        now = account(counter)
        assert (now.tier_id, now.balance, now.turnover) == ("silver", 0, 0)

    def test_uses_go_back_to_whom_they_were_counted(self, counter: Counter, back: Back) -> None:
        ten = Promotion(rule_id="ten", name="Ten", effects=(PercentOff(rate=1_000),))
        counter.promote(ten)
        counter.desk.scan(CODES["B"])
        done = counter.pay_cash()
        claim(counter, done)
        back.give(done)
        who = customer_id(counter)
        with counter.shop.store.uow() as uow:
            assert dict(uow.rule_uses.by_customer(who, ["ten"])).get("ten", 0) == 0
            assert uow.rule_uses.figures_of(["ten"])["ten"].uses == 0

    def test_a_claim_that_brought_no_points_is_undone_too(
        self, counter: Counter, back: Back
    ) -> None:
        counter.use(replace(TIERS, earn_rules=()))
        counter.desk.scan(CODES["B"])
        done = counter.pay_cash()
        claim(counter, done)
        back.give(done)
        assert (account(counter).balance, account(counter).turnover) == (0, 0)

    def test_points_given_a_new_last_day_are_not_the_receipts_own(
        self, counter: Counter, back: Back
    ) -> None:
        """100 points that end tomorrow pay for 2 × C; they come back in two parts (R16)."""
        counter.use(GOLDEN)
        grant(counter, 10_000, days=1)
        counter.desk.scan(card_number(7))
        counter.desk.scan(f"2*{CODES['C']}")
        counter.desk.set_points(4_000)
        done = counter.pay_cash()
        back.give(done, (1, 1))
        back.give(done, (1, 1))
        assert account(counter).balance == 10_000


class TestExtendedPoints:
    def earned(self, counter: Counter) -> Completed:
        """A receipt of 500.00 with its 25 points, and their lot made to live longer once."""
        counter.use(
            Programme(earn_rules=(earn_percent(500),), return_days=90, points_expiry_days=10)
        )
        counter.desk.scan(card_number(7))
        counter.desk.scan(CODES["B"])
        done = counter.pay_cash()
        self.extend(counter, 15)
        self.extend(counter, 20)
        return done

    def extend(self, counter: Counter, days: int) -> None:
        who, shop = customer_id(counter), counter.shop
        with shop.store.uow() as uow:
            (lot,) = [one for one in uow.points.lots(who) if one.left and one.sale_id is not None]
        desk = PointsDesk(
            shop.store.uow, counter.book, shop.permissions, shop.clock, shop.ids, shop.sink
        )
        desk.extend(shop.owner, lot.id, counter.book.today() + timedelta(days=days))

    def test_what_ran_out_later_is_not_taken_twice(self, counter: Counter, back: Back) -> None:
        done = self.earned(counter)
        shop = counter.shop
        shop.clock.advance(days=30)
        with shop.store.uow() as uow:
            expire_due(uow, shop.ids, counter.book.today(), shop.clock.now())
            uow.commit()
        shown = back.look(done)
        assert (shown.points_taken, shown.points_expired, shown.balance_after) == (0, 2_500, 0)

    def test_they_are_taken_before_others_that_end_sooner(
        self, counter: Counter, back: Back
    ) -> None:
        done = self.earned(counter)
        other = grant(counter, 5_000, days=1)
        back.give(done)
        with counter.shop.store.uow() as uow:
            kept = uow.points.lot(other)
        assert kept is not None
        assert kept.left == 5_000
        assert account(counter).balance == 5_000


def test_points_as_money_come_back_as_points(counter: Counter, back: Back) -> None:
    """517.40 of money and 100 points were paid; they come back apart, in any parts (R14, R16)."""
    counter.use(replace(GOLDEN, points_as="tender"))
    grant(counter, 100_000)
    counter.desk.scan(card_number(7))
    counter.desk.scan(CODES["A"])
    counter.desk.scan(CODES["B"])
    counter.desk.set_points(10_000)
    done = counter.pay_cash()
    assert [back.give(done, (1, 1)).preview_money, back.give(done).preview_money] == [
        11_934,
        39_806,
    ]
    assert account(counter).balance == 100_000


class TestCertificates:
    def test_what_ran_out_on_one_does_not_come_back_with_a_refund(
        self, counter: Counter, back: Back
    ) -> None:
        """150.10 run out of 200.00 are not revived where the day was not opened yet (R11, R22)."""
        counter.set(certificates__months=1)
        desk = counter.desk
        desk.sell_certificate(20_000, "Gift", "GIFT001")
        counter.pay_cash()
        desk.scan(CODES["A"])
        desk.present_certificate("GIFT001")
        done = counter.complete()
        counter.shop.clock.advance(days=40)
        back.give(done)
        with counter.shop.store.uow() as uow:
            found = uow.certificates.by_code("GIFT001")
            assert found is not None
            moves = [(one.kind, one.amount) for one in uow.certificates.entries(found.id)]
        assert (found.balance, found.state) == (14_990, "active")
        assert found.valid_to == counter.book.today() + timedelta(days=14)
        assert moves == [
            ("issue", 20_000),
            ("redeem", -14_990),
            ("expire", -5_010),
            ("refund", 14_990),
        ]

    def test_half_a_piece_does_not_come_back(self, counter: Counter, back: Back) -> None:
        counter.desk.sell_certificate(20_000, "Gift", "GIFT001")
        done = counter.pay_cash()
        order = back.order(done)
        half = replace(order, items=(replace(order.items[0], quantity=500),))
        with pytest.raises(PosError, match="quantity_whole"):
            back.service.preview(half)
        assert back.service.preview(order).money == 20_000

    def test_a_swap_moves_a_certificates_money_to_the_cent(
        self, counter: Counter, back: Back
    ) -> None:
        """50.00 on a certificate and 99.90 in cash for A, exchanged for C at 89.99."""
        desk = counter.desk
        desk.sell_certificate(5_000, "Gift", "GIFT001")
        counter.pay_cash()
        desk.scan(CODES["A"])
        desk.present_certificate("GIFT001")
        bring(back, counter.pay_cash())
        desk.scan(CODES["C"])
        assert counter.complete().change == 991
        with counter.shop.store.uow() as uow:
            found = uow.certificates.by_code("GIFT001")
        assert found is not None
        assert found.balance == 5_000


@pytest.mark.parametrize(
    ("starts", "ends", "group", "money"),
    [
        (0, 3, "", 9_000),
        (None, None, "staff", 9_000),
        (None, -100, "", 14_990),
        (11, None, "", 14_990),
        (10, None, "", 9_000),
        (None, -80, "", 9_000),
    ],
)
def test_without_a_receipt_every_price_of_90_days_counts(
    counter: Counter,
    back: Back,
    starts: int | None,
    ends: int | None,
    group: str,
    money: int,
) -> None:
    """A price of some days or some people may be what was paid (R18); looked at ten days later."""
    shop, today = counter.shop, counter.book.today()
    with shop.store.uow() as uow:
        goods = uow.products.by_sku("A")
    assert goods is not None
    PriceLevels(shop.store.uow, shop.clock, shop.ids, shop.sink).put(
        shop.owner,
        goods.id,
        LevelForm(
            price=9_000,
            group=group,
            valid_from=None if starts is None else today + timedelta(days=starts),
            valid_to=None if ends is None else today + timedelta(days=ends),
        ),
    )
    shop.clock.advance(days=10)
    order = BlindOrder(uuid="x", items=(BlindItem(product_id=goods.id, quantity=1_000),))
    assert BlindReturns(back.service._parts).preview(order).money == money
