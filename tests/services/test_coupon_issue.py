"""Coupons a receipt brings: by campaigns and by promotions, only when it is completed (R21)."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest

from pos_app.domain.promotion import (
    AmountOff,
    Gift,
    Hours,
    IssueCoupon,
    MinAmount,
    PercentOff,
    PointsMultiplier,
    Promotion,
    Scope,
)
from pos_app.domain.receipt import CouponSlip
from pos_app.domain.sale import TenderKind
from pos_app.services.checkout import Completed
from pos_app.services.desk_view import OfferState, ScanOutcome, ScanResult
from tests.builders import Shop, card_number
from tests.services.campaign_stage import CampaignStage, make_campaigns, ten_percent
from tests.services.desk import GOLDEN


@pytest.fixture
def stage(shop: Shop) -> CampaignStage:
    """Campaigns, a counter, goods of 100.00 and 3.00, and Maria's card."""
    made = make_campaigns(shop)
    shop.product("Soap", 10_000, sku="SOAP")
    shop.product("Pen", 300, sku="PEN")
    shop.customer("Maria Nowak", 7)
    return made


def sell(stage: CampaignStage, *scans: str) -> Completed:
    for scan in scans or ("SOAP",):
        stage.counter.desk.scan(scan)
    return stage.counter.pay_cash()


def slips(stage: CampaignStage, *scans: str) -> tuple[CouponSlip, ...]:
    return sell(stage, *scans).receipt.coupons


def issuing(stage: CampaignStage, campaign_id: int, name: str = "gift") -> None:
    """A promotion that brings a coupon of the campaign with every receipt."""
    uuid = stage.campaigns.read(campaign_id).record.uuid
    effects = (IssueCoupon(campaign=uuid),)
    stage.counter.promote(Promotion(rule_id=name, name=name, effects=effects))


class TestByReceipt:
    def test_a_receipt_large_enough_brings_a_coupon(self, stage: CampaignStage) -> None:
        campaign_id = stage.start(handover="receipt", threshold=10_000)
        assert slips(stage, "PEN") == ()
        done = sell(stage)
        (slip,) = done.receipt.coupons
        assert (slip.benefit, slip.value, slip.valid_from) == ("percent", 1_000, "2026-11-23")
        report = stage.codes.look_up(slip.code)
        assert report.campaign is not None
        assert (report.campaign.id, report.batch) == (campaign_id, "0")
        assert (report.trail.source_receipt, report.trail.source_number) == (done.sale_uuid, 2)
        kinds = [kind for kind, *_ in stage.shop.events("coupon.issued")]
        assert kinds == ["coupon.issued"]

    def test_every_coupon_has_a_slip_of_its_own(self, stage: CampaignStage) -> None:
        stage.counter.set(next_coupon__enabled=True, next_coupon__threshold=0)
        stage.start("One", handover="receipt")
        stage.start("Two", handover="receipt", benefit=Promotion(
            rule_id="x", name="Two", effects=(AmountOff(amount=150),)))  # fmt: skip
        done = sell(stage)
        assert [slip.title for slip in done.receipt.coupons] == ["", "Ten off", "Two"]
        codes = [slip.code for slip in done.receipt.coupons]
        assert len(set(codes)) == 3
        with stage.shop.store.uow() as uow:
            jobs = [uow.print_jobs.of_document("coupon", code) for code in codes]
        assert [len(job) for job in jobs] == [1, 1, 1]

    @pytest.mark.parametrize("state", ["draft", "paused", "ended"])
    def test_a_campaign_that_does_not_run_brings_nothing(
        self, stage: CampaignStage, state: str
    ) -> None:
        campaign_id = stage.start(handover="receipt", run=state != "draft")
        if state != "draft":
            stage.campaigns.move(stage.shop.owner, campaign_id, state)
        assert slips(stage) == ()

    def test_one_by_hand_brings_nothing_by_itself(self, stage: CampaignStage) -> None:
        stage.start(handover="hand")
        assert slips(stage) == ()

    def test_a_parked_sale_brings_nothing_until_it_is_completed(self, stage: CampaignStage) -> None:
        campaign_id = stage.start(handover="receipt")
        stage.counter.desk.scan("SOAP")
        parked = stage.counter.desk.draft.uuid
        stage.counter.desk.park()
        assert stage.campaigns.read(campaign_id).figures.issued == 0
        stage.counter.desk.resume(parked)
        assert len(stage.counter.pay_cash().receipt.coupons) == 1
        assert stage.campaigns.read(campaign_id).figures.issued == 1

    def test_a_repeated_completion_brings_no_second_coupon(self, stage: CampaignStage) -> None:
        campaign_id = stage.start(handover="receipt")
        stage.counter.desk.scan("SOAP")
        stage.counter.desk.set_tender(TenderKind.CASH, 10_000)
        draft, who = stage.counter.desk.draft, stage.counter.desk.session
        stage.counter.checkout.complete(who, draft, 10_000)
        assert stage.counter.checkout.complete(who, draft, 10_000).repeated
        assert stage.campaigns.read(campaign_id).figures.issued == 1


class TestLimits:
    def test_one_person_gets_so_many(self, stage: CampaignStage) -> None:
        stage.start(handover="receipt", per_customer=2)
        counts = [len(slips(stage, "SOAP", card_number(7))) for _ in range(3)]
        assert counts == [1, 1, 0]
        assert slips(stage) == ()  # nobody known: the limit cannot be kept

    def test_coupons_in_a_persons_name_count_once(self, stage: CampaignStage) -> None:
        stage.start(handover="receipt", per_customer=2, named=True)
        counts = [len(slips(stage, "SOAP", card_number(7))) for _ in range(3)]
        assert counts == [1, 1, 0]

    def test_a_campaign_has_so_many(self, stage: CampaignStage) -> None:
        stage.start(handover="receipt", most=2)
        assert [len(slips(stage)) for _ in range(3)] == [1, 1, 0]

    def test_a_budget_ends_it_by_what_was_given(self, stage: CampaignStage) -> None:
        """Two coupons of 10 % of 100.00 give 20.00; the budget of 15.00 is then used up."""
        campaign_id = stage.start(handover="receipt", budget=1_500, starts_after=0)
        first, second = (slips(stage)[0].code for _ in range(2))
        stage.counter.desk.scan("SOAP")
        stage.counter.desk.apply_coupon(first)
        assert len(stage.counter.pay_cash().receipt.coupons) == 1
        stage.counter.desk.scan("SOAP")
        stage.counter.desk.apply_coupon(second)
        stage.counter.pay_cash()
        assert stage.campaigns.read(campaign_id).figures.given == 2_000
        assert stage.campaigns.read(campaign_id).standing == "used_up"
        assert slips(stage) == ()

    def test_two_wishes_on_one_receipt_share_the_limit(self, stage: CampaignStage) -> None:
        campaign_id = stage.start(handover="promotion", per_customer=1)
        issuing(stage, campaign_id, "first")
        issuing(stage, campaign_id, "second")
        assert len(slips(stage, "SOAP", card_number(7))) == 1
        other = stage.start("Other", handover="promotion", most=3)
        issuing(stage, other, "third")
        issuing(stage, other, "fourth")
        assert [len(slips(stage)) for _ in range(3)] == [2, 1, 0]


class TestByPromotion:
    def test_a_promotion_brings_a_coupon_of_its_campaign(self, stage: CampaignStage) -> None:
        campaign_id = stage.start(handover="promotion", threshold=400)
        issuing(stage, campaign_id)
        assert len(slips(stage)) == 1
        assert slips(stage, "PEN") == ()  # 3.00 is below the campaign's own 4.00
        stage.campaigns.move(stage.shop.owner, campaign_id, "paused")
        assert slips(stage) == ()

    def test_an_unknown_campaign_brings_nothing(self, stage: CampaignStage) -> None:
        effects = (IssueCoupon(campaign="gone"),)
        stage.counter.promote(Promotion(rule_id="p", effects=effects))
        assert slips(stage) == ()


class TestAtTheTill:
    def coupon(self, stage: CampaignStage, benefit: Promotion, **terms: Any) -> str:
        campaign_id = stage.start(benefit=benefit, starts_after=0, **terms)
        stage.codes.make(stage.shop.owner, campaign_id, 1)
        return stage.usable(campaign_id)[0]

    def scan(self, stage: CampaignStage, code: str) -> ScanOutcome:
        stage.counter.desk.scan("SOAP")
        return stage.counter.desk.scan(code)

    def test_a_coupon_above_the_basket_loses_the_rest(self, stage: CampaignStage) -> None:
        code = self.coupon(stage, Promotion(rule_id="x", effects=(AmountOff(amount=12_500),)))
        assert self.scan(stage, code).result is ScanResult.COUPON
        assert stage.counter.desk.priced.to_pay == 0
        done = stage.counter.complete()
        assert done.receipt.coupon_lost == 2_500

    def test_a_multi_use_coupon_ends_with_its_last_use(self, stage: CampaignStage) -> None:
        code = self.coupon(stage, ten_percent(), max_uses=2)
        for _ in range(2):
            assert self.scan(stage, code).result is ScanResult.COUPON
            stage.counter.pay_cash()
        refused = self.scan(stage, code)
        assert refused.reason is not None
        assert refused.reason.code == "usage_limit"
        assert dict(refused.reason.params)["uses"] == 2

    def test_one_without_end_has_a_limit_for_each_person(self, stage: CampaignStage) -> None:
        code = self.coupon(stage, ten_percent(), max_uses=0, max_uses_per_customer=1)
        refused = self.scan(stage, code)
        assert refused.reason is not None
        assert refused.reason.code == "customer_required"
        stage.counter.desk.scan(card_number(7))
        assert stage.counter.desk.scan(code).result is ScanResult.COUPON
        stage.counter.pay_cash()
        stage.counter.desk.scan(card_number(7))
        again = self.scan(stage, code)
        assert again.reason is not None
        assert again.reason.code == "customer_usage_limit"

    @pytest.mark.parametrize(
        ("hour", "result"),
        [(21, "COUPON_REFUSED"), (22, "COUPON"), (23, "COUPON"), (25, "COUPON"),
         (26, "COUPON_REFUSED")],
    )  # fmt: skip
    def test_hours_run_over_midnight(self, stage: CampaignStage, hour: int, result: str) -> None:
        """From nine in the morning on: the hour is counted on from that day's midnight."""
        night = Hours(start=time(22), end=time(2))
        code = self.coupon(stage, ten_percent(hours=(night,)))
        local = stage.counter.book.local_now().hour
        stage.shop.clock.advance(hours=hour - local)
        outcome = self.scan(stage, code)
        assert outcome.result is ScanResult[result]
        if outcome.reason is not None:
            assert outcome.reason.code == "wrong_time"
            assert dict(outcome.reason.params)["hours"] == "22:00-02:00"

    def test_a_wrong_day_says_the_right_ones(self, stage: CampaignStage) -> None:
        code = self.coupon(stage, ten_percent(weekdays=frozenset({1, 2, 3})))
        refused = self.scan(stage, code)  # a Sunday
        assert refused.reason is not None
        assert (refused.reason.code, dict(refused.reason.params)["weekdays"]) == (
            "wrong_time",
            "123",
        )

    def test_a_minimum_says_what_is_missing(self, stage: CampaignStage) -> None:
        benefit = ten_percent(conditions=(MinAmount(amount=12_000),))
        refused = self.scan(stage, self.coupon(stage, benefit))
        assert refused.reason is not None
        params = dict(refused.reason.params)
        assert (refused.reason.code, params["condition"], params["missing"]) == (
            "conditions",
            "min_amount",
            2_000,
        )

    @pytest.mark.parametrize(
        ("scope", "goods"),
        [
            (Scope(skus=frozenset({"PEN", "unknown"})), "Pen"),
            (Scope(groups=frozenset({"tea", "gone"})), "gone, Tea"),
        ],
    )
    def test_a_coupon_for_certain_goods_names_them(
        self, stage: CampaignStage, scope: Scope, goods: str
    ) -> None:
        with stage.shop.store.uow() as uow:
            tea = uow.products.add_group("tea", "Tea")
            uow.commit()
        stage.shop.product("Black tea", 300, sku="TEA", group_id=tea)
        benefit = Promotion(rule_id="x", effects=(PercentOff(rate=5_000, scope=scope),))
        code = self.coupon(stage, benefit)
        refused = self.scan(stage, code)
        assert refused.reason is not None
        assert refused.reason.code == "no_effect"
        assert dict(refused.reason.params)["goods"] == goods
        stage.counter.desk.scan("PEN" if scope.skus else "TEA")
        assert stage.counter.desk.scan(code).result is ScanResult.COUPON
        # half of 3.00
        assert stage.counter.desk.priced.to_pay == 10_150

    def test_one_not_for_promotions_leaves_them_alone(self, stage: CampaignStage) -> None:
        scope = Scope(skus=frozenset({"SOAP"}))
        stage.counter.promote(
            Promotion(rule_id="half", effects=(PercentOff(rate=5_000, scope=scope),))
        )
        code = self.coupon(stage, ten_percent(not_with_promotions=True))
        stage.counter.desk.scan("PEN")
        assert self.scan(stage, code).result is ScanResult.COUPON
        # soap 50.00 by the promotion, pen 3.00 − 0.30
        assert stage.counter.desk.priced.to_pay == 5_270

    def test_a_free_item_comes_on_top(self, stage: CampaignStage) -> None:
        code = self.coupon(stage, Promotion(rule_id="x", effects=(Gift(sku="PEN"),)))
        assert self.scan(stage, code).result is ScanResult.COUPON
        done = stage.counter.pay_cash()
        assert [(line.sku, line.gross) for line in done.receipt.lines] == [
            ("SOAP", 10_000),
            ("PEN", 0),
        ]
        assert stage.codes.look_up(code).record.state == "redeemed"

    def test_twice_the_points(self, stage: CampaignStage) -> None:
        stage.counter.use(GOLDEN)
        benefit = Promotion(rule_id="x", effects=(PointsMultiplier(factor=20_000),))
        code = self.coupon(stage, benefit)
        stage.counter.desk.scan(card_number(7))
        assert self.scan(stage, code).result is ScanResult.COUPON
        # card 5 % off 100.00; 5 % of 95.00 twice = 9.50, down to 9 points
        assert stage.counter.desk.priced.points.earned == 900
        assert stage.codes.slips(1)[0].value == 200

    def test_an_expired_one_says_since_when(self, stage: CampaignStage) -> None:
        code = self.coupon(stage, ten_percent(), valid_days=1)
        stage.shop.clock.advance(days=1)
        refused = self.scan(stage, code)
        assert refused.reason is not None
        assert (refused.reason.code, dict(refused.reason.params)["valid_to"]) == (
            "expired",
            "2026-11-22",
        )

    def test_the_offers_panel_keeps_what_is_missing(self, stage: CampaignStage) -> None:
        code = self.coupon(stage, ten_percent(conditions=(MinAmount(amount=5_000),)))
        self.scan(stage, code)
        line = stage.counter.desk.draft.lines[0].line_id
        stage.counter.desk.remove(line)
        stage.counter.desk.scan("PEN")
        (offer,) = stage.counter.desk.view().offers
        assert (offer.state, offer.missing) == (OfferState.REFUSED, 4_700)
        assert offer.reason is not None
        assert dict(offer.reason.params)["valid_from"] == date(2026, 11, 22).isoformat()
