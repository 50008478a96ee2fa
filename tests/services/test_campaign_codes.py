"""Codes of a campaign: in bulk, for one person, looked up, voided (R21)."""

from __future__ import annotations

from datetime import date, time

import pytest

from pos_app.domain.coupon import is_code
from pos_app.domain.errors import PosError
from pos_app.domain.promotion import Gift, Hours, Promotion
from pos_app.services.campaign_codes import MOST_CODES, PART, CouponCodes
from pos_app.services.desk_view import ScanResult
from pos_app.services.tabular import Progress
from tests.builders import Shop, card_number
from tests.services.campaign_stage import CampaignStage, make_campaigns, ten_percent


@pytest.fixture
def stage(shop: Shop) -> CampaignStage:
    """Campaigns, a counter, a soap of 100.00 and Maria's card."""
    made = make_campaigns(shop)
    shop.product("Soap", 10_000, sku="SOAP")
    shop.customer("Maria Nowak", 7)
    return made


def maria(stage: CampaignStage) -> int:
    with stage.shop.store.uow() as uow:
        card = uow.cards.by_number(card_number(7))
        assert card is not None
        assert card.customer_id is not None
        return card.customer_id


def codes_of(stage: CampaignStage, campaign_id: int) -> list[tuple[str, str, str]]:
    with stage.shop.store.uow() as uow:
        return list(uow.campaigns.codes(campaign_id))


class TestBulk:
    def test_codes_are_true_different_and_numbered_by_batch(self, stage: CampaignStage) -> None:
        campaign_id = stage.start()
        assert stage.codes.make(stage.shop.owner, campaign_id, 250) == "1"
        assert stage.codes.make(stage.shop.owner, campaign_id, 3) == "2"
        made = codes_of(stage, campaign_id)
        assert len({code for code, *_ in made}) == 253
        assert all(is_code(code) and state == "issued" for code, state, _ in made)
        batches = stage.codes.batches(campaign_id)
        assert [(batch.number, batch.coupons) for batch in batches] == [("1", 250), ("2", 3)]
        assert batches[0].made_at == stage.shop.clock.now()
        assert stage.campaigns.read(campaign_id).figures.issued == 253
        told = stage.shop.events("coupon.codes_made")[0][1]
        assert (told["batch"], told["coupons"], told["name"]) == ("1", PART, "Autumn")

    def test_coupons_carry_the_terms_of_their_day(self, stage: CampaignStage) -> None:
        campaign_id = stage.start(max_uses=5, max_uses_per_customer=2, valid_days=10)
        stage.codes.make(stage.shop.owner, campaign_id, 1)
        (slip,) = stage.codes.slips(campaign_id)
        assert (slip.benefit, slip.value, slip.title, slip.max_uses) == (
            "percent",
            1_000,
            "Ten off",
            5,
        )
        assert (slip.valid_from, slip.valid_to) == ("2026-11-23", "2026-12-02")
        report = stage.codes.look_up(slip.code)
        assert report.record.max_uses_per_customer == 2

    def test_between_the_parts_the_counter_goes_on_selling(self, shop: Shop) -> None:
        stage = make_campaigns(shop)
        shop.product("Soap", 10_000, sku="SOAP")
        campaign_id = stage.start()
        seen: list[int] = []

        def sell() -> None:
            stage.counter.desk.scan("SOAP")
            stage.counter.pay_cash()
            seen.append(len(codes_of(stage, campaign_id)))

        codes = CouponCodes(
            shop.store.uow, stage.counter.book, shop.clock, shop.ids, shop.sink, sell
        )
        assert codes.make(shop.owner, campaign_id, 2 * PART + 1) == "1"
        assert seen == [PART, 2 * PART]
        made = [event[1]["coupons"] for event in shop.events("coupon.codes_made")]
        assert made == [PART, PART, 1]
        assert codes.void_batch(shop.owner, campaign_id, "1", "lost") == 2 * PART + 1
        assert len(seen) == 4

    def test_progress_is_told_and_stopped_it_leaves_a_batch(self, stage: CampaignStage) -> None:
        campaign_id, owner = stage.start(), stage.shop.owner
        heard: list[tuple[int, int]] = []
        stage.codes.make(owner, campaign_id, 201, lambda done, total: heard.append((done, total)))
        assert heard == [(0, 201), (200, 201), (201, 201)]

        class Stopped(Exception):
            pass

        def stop_at(wanted: int) -> Progress:
            def stop(done: int, total: int) -> None:
                if done == wanted:
                    raise Stopped

            return stop

        with pytest.raises(Stopped):
            stage.codes.make(owner, campaign_id, 201, stop_at(0))
        assert len(stage.codes.batches(campaign_id)) == 1
        stage.shop.sink.heard.clear()
        with pytest.raises(Stopped):
            stage.codes.make(owner, campaign_id, 500, stop_at(200))
        assert [(one.number, one.coupons) for one in stage.codes.batches(campaign_id)] == [
            ("1", 201),
            ("2", 200),
        ]
        assert stage.shop.sink.heard == [("campaign", str(campaign_id))]
        assert stage.codes.void_batch(owner, campaign_id, "2", "stopped") == 200

    def test_a_campaign_paused_meanwhile_makes_no_more(self, stage: CampaignStage) -> None:
        campaign_id, owner = stage.start(), stage.shop.owner

        def pause(done: int, total: int) -> None:
            if done:
                stage.campaigns.move(owner, campaign_id, "paused")

        with pytest.raises(PosError, match="campaign_not_running"):
            stage.codes.make(owner, campaign_id, 300, pause)
        assert len(codes_of(stage, campaign_id)) == PART

    def test_a_coupon_used_while_a_batch_is_voided_stays_used(self, shop: Shop) -> None:
        stage = make_campaigns(shop)
        shop.product("Soap", 10_000, sku="SOAP")
        campaign_id = stage.start(starts_after=0)
        stage.codes.make(shop.owner, campaign_id, PART + 1)
        last = stage.codes.slips(campaign_id)[-1].code

        def use() -> None:
            stage.counter.desk.scan("SOAP")
            stage.counter.desk.scan(last)
            stage.counter.pay_cash()

        codes = CouponCodes(
            shop.store.uow, stage.counter.book, shop.clock, shop.ids, shop.sink, use
        )
        assert codes.void_batch(shop.owner, campaign_id, "1", "lost") == PART
        assert codes.look_up(last).record.state == "redeemed"

    @pytest.mark.parametrize("count", [0, -1, MOST_CODES + 1])
    def test_too_few_or_too_many_are_refused(self, stage: CampaignStage, count: int) -> None:
        with pytest.raises(PosError, match="campaign_count"):
            stage.codes.make(stage.shop.owner, stage.start(), count)

    def test_only_a_running_campaign_makes_codes(self, stage: CampaignStage) -> None:
        draft = stage.start(run=False)
        with pytest.raises(PosError, match="campaign_not_running"):
            stage.codes.make(stage.shop.owner, draft, 1)
        over = stage.start(valid_to=date(2026, 11, 21))
        with pytest.raises(PosError, match="campaign_over"):
            stage.codes.make(stage.shop.owner, over, 1)
        planned = stage.start(valid_from=date(2026, 12, 1))
        assert stage.codes.make(stage.shop.owner, planned, 1) == "1"

    def test_coupons_with_a_name_are_not_made_in_bulk(self, stage: CampaignStage) -> None:
        with pytest.raises(PosError, match="campaign_named"):
            stage.codes.make(stage.shop.owner, stage.start(named=True), 1)

    def test_no_more_are_made_than_the_campaign_has(self, stage: CampaignStage) -> None:
        campaign_id = stage.start(most=5)
        stage.codes.make(stage.shop.owner, campaign_id, 3)
        with pytest.raises(PosError, match="campaign_used_up") as caught:
            stage.codes.make(stage.shop.owner, campaign_id, 3)
        assert caught.value.params["left"] == 2
        stage.codes.make(stage.shop.owner, campaign_id, 2)
        with pytest.raises(PosError, match="campaign_used_up") as caught:
            stage.codes.make(stage.shop.owner, campaign_id, 1)
        assert caught.value.params["left"] == 0


class TestOnePerson:
    def test_a_coupon_given_is_for_that_person_only(self, stage: CampaignStage) -> None:
        campaign_id = stage.start(starts_after=0)
        coupon = stage.codes.give(stage.shop.owner, campaign_id, maria(stage))
        assert coupon.customer_id == maria(stage)
        (slip,) = stage.codes.slips(campaign_id)
        assert (slip.named, slip.customer_name) == (True, "Maria Nowak")
        told = stage.shop.events("coupon.given")[0][1]
        assert told["coupon"] == coupon.uuid
        stage.shop.customer("Olga", 8)
        desk = stage.counter.desk
        desk.scan("SOAP")
        desk.scan(card_number(8))
        refused = desk.scan(slip.code)
        assert refused.result is ScanResult.COUPON_REFUSED
        assert refused.reason is not None
        assert refused.reason.code == "other_customer"
        desk.scan(card_number(7))
        assert desk.scan(slip.code).result is ScanResult.COUPON
        assert desk.priced.to_pay == 9_000

    def test_limits_hold_for_gifts_too(self, stage: CampaignStage) -> None:
        campaign_id = stage.start(per_customer=1)
        stage.codes.give(stage.shop.owner, campaign_id, maria(stage))
        with pytest.raises(PosError, match="campaign_customer_limit") as caught:
            stage.codes.give(stage.shop.owner, campaign_id, maria(stage))
        assert caught.value.params["name"] == "Maria Nowak"

    def test_an_unknown_person_gets_nothing(self, stage: CampaignStage) -> None:
        with pytest.raises(PosError, match="customer_unknown"):
            stage.codes.give(stage.shop.owner, stage.start(), 999)


class TestSlips:
    def test_only_coupons_that_can_still_be_used_are_printed(self, stage: CampaignStage) -> None:
        campaign_id = stage.start()
        stage.codes.make(stage.shop.owner, campaign_id, 2)
        stage.codes.make(stage.shop.owner, campaign_id, 1)
        first = stage.usable(campaign_id)[0]
        stage.codes.void(stage.shop.owner, first, "torn")
        assert len(stage.codes.slips(campaign_id)) == 2
        assert len(stage.codes.slips(campaign_id, "1")) == 1

    def test_a_gift_says_its_name_and_hours(self, stage: CampaignStage) -> None:
        benefit = Promotion(
            rule_id="g",
            effects=(Gift(sku="SOAP"),),
            weekdays=frozenset({6, 7}),
            hours=(Hours(start=time(22), end=time(2)),),
        )
        campaign_id = stage.start(benefit=benefit)
        stage.codes.make(stage.shop.owner, campaign_id, 1)
        (slip,) = stage.codes.slips(campaign_id)
        assert (slip.benefit, slip.value, slip.item_name) == ("free_item", 1_000, "Soap")
        assert (slip.weekdays, slip.hours) == ("67", "22:00-02:00")


class TestLookUp:
    def test_where_it_came_from_and_where_it_was_used(self, stage: CampaignStage) -> None:
        campaign_id = stage.start(starts_after=0)
        stage.codes.make(stage.shop.owner, campaign_id, 1)
        (code,) = stage.usable(campaign_id)
        before = stage.codes.look_up(code.lower())
        assert (before.record.state, before.refusal, before.batch) == ("issued", None, "1")
        assert before.campaign is not None
        assert before.campaign.name == "Autumn"
        assert before.trail.uses == ()
        desk = stage.counter.desk
        desk.scan("SOAP")
        desk.scan(card_number(7))
        desk.apply_coupon(code)
        done = stage.counter.pay_cash()
        after = stage.codes.look_up(code)
        assert (after.record.state, after.refusal) == ("redeemed", "usage_limit")
        (use,) = after.trail.uses
        assert (use.receipt, use.number, use.till, use.uses, use.customer) == (
            done.sale_uuid,
            1,
            "1",
            1,
            "Maria Nowak",
        )
        figures = stage.campaigns.read(campaign_id).figures
        # 10 % of 100.00
        assert (figures.issued, figures.redeemed, figures.given) == (1, 1, 1_000)

    def test_a_use_given_back_gives_nothing(self, stage: CampaignStage) -> None:
        campaign_id = stage.start(starts_after=0)
        stage.codes.make(stage.shop.owner, campaign_id, 1)
        (code,) = stage.usable(campaign_id)
        stage.counter.desk.scan("SOAP")
        stage.counter.desk.apply_coupon(code)
        stage.counter.pay_cash()
        record = stage.codes.look_up(code).record
        with stage.shop.store.uow() as uow:
            uow.coupons.set_state(record.id, "restored", stage.shop.clock.now())
            uow.commit()
        figures = stage.campaigns.read(campaign_id).figures
        assert (figures.redeemed, figures.given) == (0, 0)
        assert [use.uses for use in stage.codes.look_up(code).trail.uses] == [1, -1]
        assert stage.usable(campaign_id) == [code]

    def test_a_code_nobody_knows(self, stage: CampaignStage) -> None:
        with pytest.raises(PosError, match="coupon_unknown"):
            stage.codes.look_up("K-0000000000")

    def test_a_named_one_says_whose_it_is_and_whether_it_holds(self, stage: CampaignStage) -> None:
        campaign_id = stage.start(per_customer=1)
        coupon = stage.codes.give(stage.shop.owner, campaign_id, maria(stage))
        report = stage.codes.look_up(coupon.code)
        assert (report.trail.customer, report.refusal, report.batch) == (
            "Maria Nowak",
            "not_started",
            "0",
        )
        stage.shop.clock.advance(days=1)
        assert stage.codes.look_up(coupon.code).refusal is None

    def test_a_coupon_of_no_campaign(self, stage: CampaignStage) -> None:
        stage.counter.coupon("K1234567890", ten_percent())
        report = stage.codes.look_up("K1234567890")
        assert (report.campaign, report.batch) == (None, "")


class TestVoid:
    def test_a_voided_coupon_is_refused_and_says_why(self, stage: CampaignStage) -> None:
        campaign_id = stage.start(starts_after=0)
        stage.codes.make(stage.shop.owner, campaign_id, 1)
        (code,) = stage.usable(campaign_id)
        stage.codes.void(stage.shop.senior, code, " printed twice ")
        report = stage.codes.look_up(code)
        assert (report.record.state, report.refusal) == ("void", "void")
        assert report.trail.reason == "printed twice"
        assert report.trail.state_at == stage.shop.clock.now()
        assert stage.campaigns.read(campaign_id).figures.void == 1
        with pytest.raises(PosError, match="coupon_void"):
            stage.codes.void(stage.shop.owner, code, "again")

    def test_a_used_one_stays_used(self, stage: CampaignStage) -> None:
        campaign_id = stage.start(starts_after=0)
        stage.codes.make(stage.shop.owner, campaign_id, 1)
        (code,) = stage.usable(campaign_id)
        stage.counter.desk.scan("SOAP")
        stage.counter.desk.apply_coupon(code)
        stage.counter.pay_cash()
        with pytest.raises(PosError, match="coupon_used"):
            stage.codes.void(stage.shop.owner, code, "late")

    def test_a_reason_and_the_right_are_needed(self, stage: CampaignStage) -> None:
        campaign_id = stage.start()
        stage.codes.make(stage.shop.owner, campaign_id, 1)
        (code,) = stage.usable(campaign_id)
        with pytest.raises(PosError, match="reason_missing"):
            stage.codes.void(stage.shop.owner, code, " ")
        with pytest.raises(PosError, match="not_allowed"):
            stage.codes.void(stage.shop.cashier, code, "lost")
        with pytest.raises(PosError, match="not_allowed"):
            stage.codes.void_batch(stage.shop.cashier, campaign_id, "1", "lost")

    def test_a_lost_sheet_is_voided_but_for_what_was_used(self, stage: CampaignStage) -> None:
        campaign_id = stage.start(starts_after=0, max_uses=2)
        stage.codes.make(stage.shop.owner, campaign_id, 3)
        stage.codes.make(stage.shop.owner, campaign_id, 1)
        code = stage.usable(campaign_id)[0]
        stage.counter.desk.scan("SOAP")
        stage.counter.desk.apply_coupon(code)
        stage.counter.pay_cash()
        assert stage.codes.void_batch(stage.shop.owner, campaign_id, "1", "sheet lost") == 2
        states = [state for _, state, _ in codes_of(stage, campaign_id)]
        assert states == ["issued", "void", "void", "issued"]
        voided = codes_of(stage, campaign_id)[1][0]
        assert stage.codes.look_up(voided).trail.reason == "sheet lost"
        stage.shop.clock.advance(minutes=1)
        assert stage.codes.void_batch(stage.shop.owner, campaign_id, "1", "again") == 0
        assert len(stage.shop.events("coupon.batch_voided")) == 1
