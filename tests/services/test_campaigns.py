"""Coupon campaigns: terms, states and figures (R21)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from pos_app.domain.campaign import Campaign
from pos_app.domain.errors import PosError
from pos_app.domain.promotion import (
    AmountOff,
    FixedPrice,
    Gift,
    MinAmount,
    MinQuantity,
    PercentOff,
    PointsMultiplier,
    Promotion,
)
from pos_app.services.campaigns import CampaignDraft
from tests.builders import Shop
from tests.services.campaign_stage import CampaignStage, make_campaigns, ten_percent

TODAY = date(2026, 11, 22)


@pytest.fixture
def stage(shop: Shop) -> CampaignStage:
    """Campaigns and a counter."""
    return make_campaigns(shop)


def promo(*effects: Any, **more: Any) -> Promotion:
    return Promotion(rule_id="c", effects=effects, **more)


class TestTerms:
    def test_a_campaign_is_kept_as_a_draft(self, stage: CampaignStage) -> None:
        benefit = replace(ten_percent(), name="  Ten \t off ")
        campaign_id = stage.start(" Autumn  days ", run=False, benefit=benefit, valid_to=TODAY)
        view = stage.campaigns.read(campaign_id)
        assert (view.record.name, view.record.state, view.standing) == (
            "Autumn days",
            "draft",
            "draft",
        )
        assert (view.record.valid_from, view.record.valid_to) == (None, TODAY)
        assert view.campaign.benefit.name == "Ten off"
        assert stage.shop.sink.heard[-1] == ("campaign", str(campaign_id))

    def test_new_terms_take_the_place_of_the_old_ones(self, stage: CampaignStage) -> None:
        campaign_id = stage.start()
        draft = CampaignDraft(
            name="Winter", campaign=Campaign(benefit=ten_percent(), threshold=5_000)
        )
        assert stage.campaigns.save(stage.shop.owner, draft, campaign_id) == campaign_id
        view = stage.campaigns.read(campaign_id)
        assert (view.record.name, view.campaign.threshold, view.record.state) == (
            "Winter",
            5_000,
            "running",
        )
        kinds = [kind for kind, *_ in stage.shop.events("coupon.")]
        assert kinds == [
            "coupon.campaign_created",
            "coupon.campaign_moved",
            "coupon.campaign_changed",
        ]

    def test_the_newest_campaign_comes_first(self, stage: CampaignStage) -> None:
        stage.start("One")
        stage.start("Two")
        assert [view.record.name for view in stage.campaigns.all()] == ["Two", "One"]

    def test_a_copy_is_a_draft_with_the_same_terms(self, stage: CampaignStage) -> None:
        original = stage.start(threshold=700, valid_from=TODAY)
        copied = stage.campaigns.copy(stage.shop.owner, original, "Autumn 2")
        before, after = stage.campaigns.read(original), stage.campaigns.read(copied)
        assert after.campaign == before.campaign
        assert (after.record.name, after.record.state) == ("Autumn 2", "draft")
        assert after.record.valid_from == TODAY
        assert after.record.uuid != before.record.uuid

    @pytest.mark.parametrize(
        ("benefit", "field"),
        [
            (promo(), "benefit"),
            (promo(PercentOff(rate=1), AmountOff(amount=1)), "benefit"),
            (promo(PercentOff(rate=0)), "percent"),
            (promo(PercentOff(rate=10_001)), "percent"),
            (promo(AmountOff(amount=0)), "amount"),
            (promo(AmountOff(amount=1_000_000_001)), "amount"),
            (promo(PointsMultiplier(factor=10_000)), "factor"),
            (promo(FixedPrice(price=1)), "sku"),
            (promo(Gift(sku="")), "sku"),
            (promo(Gift(sku="S", quantity=0)), "sku"),
            (promo(Gift(sku="nobody")), "sku"),
            (promo(PercentOff(rate=1), conditions=(MinAmount(amount=0),)), "minimum"),
            (promo(PercentOff(rate=1), conditions=(MinQuantity(quantity=1),)), "minimum"),
        ],
    )
    def test_an_impossible_benefit_is_refused(
        self, stage: CampaignStage, benefit: Promotion, field: str
    ) -> None:
        with pytest.raises(PosError, match="campaign_invalid") as caught:
            stage.start(benefit=benefit)
        assert caught.value.params["field"] == field

    @pytest.mark.parametrize(
        ("terms", "field"),
        [
            ({"starts_after": -1}, "starts_after"),
            ({"starts_after": 366}, "starts_after"),
            ({"valid_days": 0}, "valid_days"),
            ({"valid_days": 3_651}, "valid_days"),
            ({"starts_on": date(2026, 12, 2), "ends_on": date(2026, 12, 1)}, "ends_on"),
            ({"max_uses": -1}, "max_uses"),
            ({"max_uses_per_customer": 10_001}, "max_uses_per_customer"),
            ({"threshold": -1}, "threshold"),
            ({"per_customer": 0}, "per_customer"),
            ({"most": 0}, "most"),
            ({"budget": 0}, "budget"),
            ({"valid_from": TODAY, "valid_to": date(2026, 11, 21)}, "valid_to"),
        ],
    )
    def test_impossible_terms_are_refused(
        self, stage: CampaignStage, terms: dict[str, Any], field: str
    ) -> None:
        with pytest.raises(PosError, match="campaign_invalid") as caught:
            stage.start(**terms)
        assert caught.value.params["field"] == field
        assert stage.campaigns.all() == []

    @pytest.mark.parametrize(
        "terms",
        [
            {"starts_after": 0, "valid_days": 3_650, "max_uses": 0},
            {"starts_on": TODAY, "ends_on": TODAY, "valid_days": None, "starts_after": 365},
            {"per_customer": 1, "most": 1, "budget": 1, "valid_from": TODAY, "valid_to": TODAY},
            {"benefit": promo(AmountOff(amount=1_000_000_000))},
            {"benefit": promo(PercentOff(rate=10_000), conditions=(MinAmount(amount=1),))},
            {"benefit": promo(PointsMultiplier(factor=10_001))},
        ],
    )
    def test_terms_at_the_edge_are_taken(self, stage: CampaignStage, terms: dict[str, Any]) -> None:
        assert stage.start(**terms)

    def test_a_gift_must_be_on_sale(self, stage: CampaignStage) -> None:
        product = stage.shop.product("Cup", 500, sku="CUP")
        assert stage.start(benefit=promo(Gift(sku="CUP")))
        stage.shop.catalogue.set_active(stage.shop.owner, product.id, active=False)
        with pytest.raises(PosError, match="campaign_invalid"):
            stage.start(benefit=promo(Gift(sku="CUP")))

    def test_a_campaign_has_a_name(self, stage: CampaignStage) -> None:
        with pytest.raises(PosError, match="campaign_invalid") as caught:
            stage.start("  ")
        assert caught.value.params["field"] == "name"

    def test_an_unknown_campaign_is_said_to_be_unknown(self, stage: CampaignStage) -> None:
        for deed in (
            lambda: stage.campaigns.read(99),
            lambda: stage.campaigns.move(stage.shop.owner, 99, "running"),
            lambda: stage.campaigns.save(
                stage.shop.owner, CampaignDraft(name="x", campaign=Campaign(benefit=promo(
                    PercentOff(rate=1)))), 99,
            ),
        ):  # fmt: skip
            with pytest.raises(PosError, match="campaign_unknown"):
                deed()


class TestState:
    def test_start_pause_go_on_end(self, stage: CampaignStage) -> None:
        campaign_id = stage.start(run=False)
        for state in ("running", "paused", "running", "ended"):
            stage.campaigns.move(stage.shop.owner, campaign_id, state)
            assert stage.campaigns.read(campaign_id).standing == state
        moved = [
            content["state"]
            for kind, content, *_ in stage.shop.events("coupon.")
            if kind == "coupon.campaign_moved"
        ]
        assert moved == ["running", "paused", "running", "ended"]

    @pytest.mark.parametrize(
        ("way", "wanted"),
        [
            ((), "paused"),
            ((), "draft"),
            (("running",), "running"),
            (("running", "paused"), "paused"),
            (("running", "ended"), "running"),
            (("ended",), "ended"),
        ],
    )
    def test_other_moves_are_refused(
        self, stage: CampaignStage, way: tuple[str, ...], wanted: str
    ) -> None:
        campaign_id = stage.start(run=False)
        for state in way:
            stage.campaigns.move(stage.shop.owner, campaign_id, state)
        with pytest.raises(PosError, match="campaign_state"):
            stage.campaigns.move(stage.shop.owner, campaign_id, wanted)

    def test_an_ended_campaign_keeps_its_terms(self, stage: CampaignStage) -> None:
        campaign_id = stage.start()
        stage.campaigns.move(stage.shop.owner, campaign_id, "ended")
        draft = CampaignDraft(name="Late", campaign=Campaign(benefit=ten_percent()))
        with pytest.raises(PosError, match="campaign_ended"):
            stage.campaigns.save(stage.shop.owner, draft, campaign_id)

    @pytest.mark.parametrize(
        ("terms", "standing"),
        [
            ({}, "running"),
            ({"valid_from": date(2026, 11, 23)}, "planned"),
            ({"valid_to": date(2026, 11, 21)}, "over"),
            ({"ends_on": TODAY}, "over"),
            ({"weekdays": frozenset({1}), "threshold": 100, "named": True}, "running"),
        ],
    )
    def test_a_running_campaign_stands_as_its_days_say(
        self, stage: CampaignStage, terms: dict[str, Any], standing: str
    ) -> None:
        assert stage.campaigns.read(stage.start(**terms)).standing == standing

    def test_a_paused_one_may_be_over_too(self, stage: CampaignStage) -> None:
        paused = stage.start(valid_from=date(2026, 11, 23))
        over = stage.start(valid_to=date(2026, 11, 21))
        for campaign_id in (paused, over):
            stage.campaigns.move(stage.shop.owner, campaign_id, "paused")
        assert stage.campaigns.read(paused).standing == "paused"
        assert stage.campaigns.read(over).standing == "over"

    def test_a_campaign_without_room_is_used_up(self, stage: CampaignStage) -> None:
        campaign_id = stage.start(most=2)
        stage.codes.make(stage.shop.owner, campaign_id, 1)
        assert stage.campaigns.read(campaign_id).standing == "running"
        stage.codes.make(stage.shop.owner, campaign_id, 1)
        assert stage.campaigns.read(campaign_id).standing == "used_up"


def test_only_the_owner_changes_campaigns(stage: CampaignStage) -> None:
    campaign_id = stage.start()
    draft = CampaignDraft(name="x", campaign=Campaign(benefit=ten_percent()))
    for who in (stage.shop.cashier, stage.shop.senior):
        for deed in (
            lambda who=who: stage.campaigns.save(who, draft),
            lambda who=who: stage.campaigns.move(who, campaign_id, "paused"),
            lambda who=who: stage.campaigns.copy(who, campaign_id, "x"),
            lambda who=who: stage.codes.make(who, campaign_id, 1),
            lambda who=who: stage.codes.give(who, campaign_id, 1),
        ):
            with pytest.raises(PosError, match="not_allowed"):
                deed()
