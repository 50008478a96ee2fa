"""Coupon campaigns as stored: the terms as JSON, checked before they are kept (R21)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Final

from pos_app.domain.campaign import Campaign
from pos_app.domain.errors import PosError
from pos_app.domain.promotion import (
    AmountOff,
    Gift,
    MinAmount,
    PercentOff,
    PointsMultiplier,
    Promotion,
)
from pos_app.services import codec
from pos_app.services.checks import MAX_MONEY
from pos_app.services.text import clean_text

NAME: Final = 60
MOST_USES: Final = 10_000
MOST_DAYS: Final = 3650
BENEFITS: Final = (PercentOff, AmountOff, Gift, PointsMultiplier)
"""What a coupon of a campaign may give."""


def dump_campaign(campaign: Campaign) -> str:
    """JSON of a campaign's terms."""
    return codec.dumps(campaign)


@lru_cache(maxsize=256)
def load_campaign(text: str) -> Campaign:
    """The terms written by :func:`dump_campaign`; raises ``definition_unreadable``.

    Read once per text: every completed sale asks for the same campaigns again.
    """
    return codec.loads(Campaign, text)


def checked_campaign(campaign: Campaign) -> Campaign:
    """``campaign`` with clean texts, when its figures are possible and fit each other.

    Raises ``PosError("campaign_invalid", field=…)`` or an error of ``clean_text``.
    """
    title = clean_text(campaign.benefit.name, NAME, field="title")
    _check_benefit(campaign.benefit)
    _check_life(campaign)
    _check_handover(campaign)
    return replace(campaign, benefit=replace(campaign.benefit, name=title))


def checked_days(valid_from: date | None, valid_to: date | None) -> None:
    """Refuse a period that ends before it begins."""
    over = valid_from is not None and valid_to is not None and valid_to < valid_from
    _demand("valid_to", holds=not over)


def _check_benefit(benefit: Promotion) -> None:
    _demand("benefit", holds=len(benefit.effects) == 1)
    (effect,) = benefit.effects
    if isinstance(effect, PercentOff):
        _demand("percent", holds=0 < effect.rate <= effect.base)
    elif isinstance(effect, AmountOff):
        _demand("amount", holds=0 < effect.amount <= MAX_MONEY)
    elif isinstance(effect, PointsMultiplier):
        _demand("factor", holds=10_000 < effect.factor <= 1_000_000)
    else:
        _demand("sku", holds=isinstance(effect, Gift) and bool(effect.sku) and effect.quantity > 0)
    for condition in benefit.conditions:
        fits = isinstance(condition, MinAmount) and 0 < condition.amount <= MAX_MONEY
        _demand("minimum", holds=fits)


def _check_life(campaign: Campaign) -> None:
    days = campaign.valid_days
    _demand("starts_after", holds=0 <= campaign.starts_after <= 365)
    _demand("valid_days", holds=days is None or 1 <= days <= MOST_DAYS)
    first, last = campaign.starts_on, campaign.ends_on
    _demand("ends_on", holds=first is None or last is None or first <= last)
    _demand("max_uses", holds=0 <= campaign.max_uses <= MOST_USES)
    _demand("max_uses_per_customer", holds=0 <= campaign.max_uses_per_customer <= MOST_USES)


def _check_handover(campaign: Campaign) -> None:
    _demand("threshold", holds=0 <= campaign.threshold <= MAX_MONEY)
    for field, most in (("per_customer", MOST_USES), ("most", 10**7), ("budget", 10**12)):
        limit = getattr(campaign, field)
        _demand(field, holds=limit is None or 1 <= limit <= most)


def _demand(field: str, *, holds: bool) -> None:
    if not holds:
        raise PosError("campaign_invalid", field=field)
