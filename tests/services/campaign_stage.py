"""A shop with coupon campaigns, on top of the counter of the tests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pos_app.domain.campaign import Campaign
from pos_app.domain.promotion import PercentOff, Promotion
from pos_app.services.campaign_codes import CouponCodes
from pos_app.services.campaigns import CampaignDraft, CampaignService
from tests.builders import Shop
from tests.services.desk import Counter, make_counter


@dataclass(kw_only=True)
class CampaignStage:
    """The services of coupon campaigns beside a counter."""

    shop: Shop
    counter: Counter
    campaigns: CampaignService
    codes: CouponCodes

    def start(self, name: str = "Autumn", *, run: bool = True, **terms: Any) -> int:
        """A campaign of 10 % with these terms, running; its id."""
        days = {key: terms.pop(key) for key in ("valid_from", "valid_to") if key in terms}
        terms.setdefault("benefit", ten_percent())
        draft = CampaignDraft(name=name, campaign=Campaign(**terms), **days)
        campaign_id = self.campaigns.save(self.shop.owner, draft)
        if run:
            self.campaigns.move(self.shop.owner, campaign_id, "running")
        return campaign_id

    def usable(self, campaign_id: int) -> list[str]:
        """Codes that can still be used, as printed."""
        return [slip.code for slip in self.codes.slips(campaign_id)]


def ten_percent(**more: Any) -> Promotion:
    """10 % off the receipt."""
    effects = (PercentOff(rate=1_000, target="order"),)
    return Promotion(rule_id="campaign", name="Ten off", effects=effects, **more)


def make_campaigns(shop: Shop) -> CampaignStage:
    """Campaign services and a counter with an open shift."""
    counter = make_counter(shop)
    parts = (shop.store.uow, counter.book, shop.clock, shop.ids, shop.sink)
    return CampaignStage(
        shop=shop,
        counter=counter,
        campaigns=CampaignService(*parts),
        codes=CouponCodes(*parts, pause=lambda: None),
    )
