"""Coupon campaigns: what their coupons give, how long these live, when they are handed over (R21).

Money in minor units; days are the shop's local days, inclusive; weekdays count from Monday = 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from pos_app.domain.promotion import Promotion

Handover = Literal["hand", "receipt", "promotion"]
"""``hand``: made in bulk or given to one person; ``receipt``: with every receipt that fits the
rule; ``promotion``: where a promotion says so (its effect names the campaign's uuid)."""

HandoverRefusal = Literal[
    "too_early", "too_late", "weekday", "threshold", "customer_required", "per_customer", "most",
    "budget", "coupon_over",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Campaign:
    """The terms of a campaign.

    ``benefit`` is the right each coupon gives, with its own weekdays and hours. A coupon starts
    ``starts_after`` days after it is handed over, not before ``starts_on``, and lives for
    ``valid_days`` days or until ``ends_on``, whichever is earlier; with neither it has no end.
    ``named`` coupons are for the person they were given to. ``max_uses`` 0 means without a limit,
    ``max_uses_per_customer`` 0 as well.

    Handing over: on a receipt of at least ``threshold``, on ``weekdays``, at most ``per_customer``
    coupons to one person and ``most`` in all, and none once those used have given ``budget``.
    """

    benefit: Promotion
    handover: Handover = "hand"
    starts_after: int = 1
    starts_on: date | None = None
    valid_days: int | None = 30
    ends_on: date | None = None
    named: bool = False
    max_uses: int = 1
    max_uses_per_customer: int = 0
    threshold: int = 0
    weekdays: frozenset[int] = frozenset()
    per_customer: int | None = None
    most: int | None = None
    budget: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """When and to whom a coupon would be handed over; ``total`` is the receipt to pay."""

    today: date
    total: int
    known: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOver:
    """Coupons handed over so far, in all and to this person, and the money given by those used."""

    coupons: int = 0
    to_customer: int = 0
    given: int = 0


def coupon_life(campaign: Campaign, today: date) -> tuple[date, date | None]:
    """First and last day of a coupon handed over ``today``; the last one ``None``: no end."""
    first = today + timedelta(days=campaign.starts_after)
    if campaign.starts_on is not None:
        first = max(first, campaign.starts_on)
    last = campaign.ends_on
    if campaign.valid_days is not None:
        by_days = first + timedelta(days=campaign.valid_days - 1)
        last = by_days if last is None else min(last, by_days)
    return first, last


def receipt_refusal(
    campaign: Campaign, valid_from: date | None, valid_to: date | None, moment: Moment
) -> HandoverRefusal | None:
    """Tell why this receipt brings no coupon, whatever was handed over before.

    ``valid_from`` and ``valid_to`` bound the days of handing over. A limit for one person can be
    kept only where the person is known.
    """
    if valid_from is not None and moment.today < valid_from:
        return "too_early"
    if valid_to is not None and moment.today > valid_to:
        return "too_late"
    if campaign.weekdays and moment.today.isoweekday() not in campaign.weekdays:
        return "weekday"
    if moment.total < campaign.threshold:
        return "threshold"
    if not moment.known and (campaign.named or campaign.per_customer is not None):
        return "customer_required"
    first, last = coupon_life(campaign, moment.today)
    return "coupon_over" if last is not None and last < first else None


def limits_refusal(campaign: Campaign, so_far: HandedOver) -> HandoverRefusal | None:
    """Tell which limit of the campaign is reached."""
    if campaign.per_customer is not None and so_far.to_customer >= campaign.per_customer:
        return "per_customer"
    if campaign.most is not None and so_far.coupons >= campaign.most:
        return "most"
    if campaign.budget is not None and so_far.given >= campaign.budget:
        return "budget"
    return None
