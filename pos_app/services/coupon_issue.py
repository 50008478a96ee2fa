"""Coupons a completed receipt brings: by the shop's setting, by campaigns, by promotions (R21)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from pos_app.domain.campaign import (
    Campaign,
    HandedOver,
    Moment,
    coupon_life,
    limits_refusal,
    receipt_refusal,
)
from pos_app.domain.customer import Customer
from pos_app.services.campaign_store import load_campaign
from pos_app.services.coupons import fresh_code, issue_next_purchase
from pos_app.services.ports import IdSource, UnitOfWork
from pos_app.services.programme_records import CampaignRecord
from pos_app.services.programme_store import dump_promotion
from pos_app.services.records import CouponRecord
from pos_app.services.settings import Settings

ONE_BY_ONE: Final = "0"
"""The batch of coupons made one at a time; those made in bulk count from 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCoupon:
    """A coupon not yet stored; ``campaign_id`` 0: by the shop's next-purchase setting."""

    record: CouponRecord
    campaign_id: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptFacts:
    """The receipt being completed. ``total`` is what is to pay, in minor units.

    ``wanted`` are campaigns (by uuid) that promotions on the receipt want a coupon of.
    """

    total: int
    customer: Customer | None
    wanted: tuple[str, ...]
    today: date
    at: datetime


def coupons_for_receipt(
    uow: UnitOfWork, ids: IdSource, settings: Settings, facts: ReceiptFacts
) -> tuple[NewCoupon, ...]:
    """The coupons handed over with this receipt, in the order of their slips; not yet stored."""
    simple = issue_next_purchase(
        uow,
        ids,
        settings,
        receipt_total=facts.total,
        customer=facts.customer,
        today=facts.today,
        at=facts.at,
    )
    made = [NewCoupon(record=simple)] if simple is not None else []
    for record, campaign in due_campaigns(uow, facts):
        now = sum(1 for each in made if each.campaign_id == record.id)
        if within_limits(uow, record, campaign, facts.customer, now):
            coupon = coupon_of(
                uow,
                ids,
                campaign,
                prefix=settings.scanner.coupon_prefix,
                customer=facts.customer,
                today=facts.today,
                at=facts.at,
            )
            made.append(NewCoupon(record=coupon, campaign_id=record.id))
    return tuple(made)


def due_campaigns(
    uow: UnitOfWork, facts: ReceiptFacts
) -> Iterator[tuple[CampaignRecord, Campaign]]:
    """Running campaigns this receipt calls for, oldest first, one entry for each coupon."""
    moment = Moment(today=facts.today, total=facts.total, known=facts.customer is not None)
    for record in reversed(uow.campaigns.all()):
        if record.state != "running":
            continue
        campaign = load_campaign(record.definition)
        times = facts.wanted.count(record.uuid) + (campaign.handover == "receipt")
        if times and receipt_refusal(campaign, record.valid_from, record.valid_to, moment) is None:
            for _ in range(times):
                yield record, campaign


def within_limits(
    uow: UnitOfWork,
    record: CampaignRecord,
    campaign: Campaign,
    customer: Customer | None,
    now: int = 0,
) -> bool:
    """Whether one more coupon fits the campaign's limits; ``now`` are made already, not stored."""
    repo = uow.campaigns
    so_far = HandedOver(
        coupons=repo.count(record.id) + now if campaign.most is not None else 0,
        to_customer=repo.handed_to(record.id, customer.id) + now
        if campaign.per_customer is not None and customer is not None
        else 0,
        given=repo.given(record.id) if campaign.budget is not None else 0,
    )
    return limits_refusal(campaign, so_far) is None


def coupon_of(
    uow: UnitOfWork,
    ids: IdSource,
    campaign: Campaign,
    *,
    prefix: str,
    customer: Customer | None,
    today: date,
    at: datetime,
) -> CouponRecord:
    """A coupon by the campaign's terms, handed over ``today``; not yet stored."""
    first, last = coupon_life(campaign, today)
    return CouponRecord(
        uuid=ids.uuid(),
        code=fresh_code(uow, ids, prefix),
        definition=dump_promotion(campaign.benefit),
        valid_from=first,
        valid_to=last,
        customer_id=customer.id if campaign.named and customer is not None else None,
        max_uses=campaign.max_uses,
        max_uses_per_customer=campaign.max_uses_per_customer,
        issued_at=at,
    )
