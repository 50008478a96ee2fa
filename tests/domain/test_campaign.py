"""Coupon campaigns: how long their coupons live, and when a receipt brings one (R21)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from pos_app.domain.campaign import (
    Campaign,
    HandedOver,
    Moment,
    coupon_life,
    limits_refusal,
    receipt_refusal,
)
from pos_app.domain.promotion import PercentOff, Promotion

TEN = Promotion(rule_id="ten", effects=(PercentOff(rate=1_000, target="order"),))
SUNDAY = date(2026, 11, 22)


def campaign(**terms: Any) -> Campaign:
    return Campaign(benefit=TEN, **terms)


@pytest.mark.parametrize(
    ("terms", "first", "last"),
    [
        ({}, date(2026, 11, 23), date(2026, 12, 22)),
        ({"starts_after": 0, "valid_days": 1}, SUNDAY, SUNDAY),
        ({"valid_days": None}, date(2026, 11, 23), None),
        ({"starts_on": date(2026, 12, 1)}, date(2026, 12, 1), date(2026, 12, 30)),
        ({"starts_on": date(2026, 11, 1)}, date(2026, 11, 23), date(2026, 12, 22)),
        ({"ends_on": date(2026, 12, 24)}, date(2026, 11, 23), date(2026, 12, 22)),
        ({"ends_on": date(2026, 12, 6)}, date(2026, 11, 23), date(2026, 12, 6)),
        (
            {"valid_days": None, "ends_on": date(2027, 1, 31)},
            date(2026, 11, 23),
            date(2027, 1, 31),
        ),
    ],
)
def test_a_coupon_lives_from_its_first_to_its_last_day(
    terms: dict[str, Any], first: date, last: date | None
) -> None:
    assert coupon_life(campaign(**terms), SUNDAY) == (first, last)


@pytest.mark.parametrize(
    ("terms", "total", "known", "refusal"),
    [
        ({}, 0, False, None),
        ({"threshold": 5_000}, 5_000, False, None),
        ({"threshold": 5_000}, 4_999, False, "threshold"),
        ({"weekdays": frozenset({7})}, 1, False, None),
        ({"weekdays": frozenset({1, 6})}, 1, False, "weekday"),
        ({"named": True}, 1, False, "customer_required"),
        ({"named": True}, 1, True, None),
        ({"per_customer": 1}, 1, False, "customer_required"),
        ({"ends_on": date(2026, 11, 22)}, 1, False, "coupon_over"),
        ({"ends_on": date(2026, 11, 22), "starts_after": 0}, 1, False, None),
    ],
)
def test_a_receipt_brings_a_coupon_when_it_fits_the_rule(
    terms: dict[str, Any], total: int, known: bool, refusal: str | None
) -> None:
    moment = Moment(today=SUNDAY, total=total, known=known)
    assert receipt_refusal(campaign(**terms), None, None, moment) == refusal


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "refusal"),
    [
        (SUNDAY, SUNDAY, None),
        (date(2026, 11, 23), None, "too_early"),
        (None, date(2026, 11, 21), "too_late"),
    ],
)
def test_coupons_are_handed_over_on_the_days_of_the_campaign(
    valid_from: date | None, valid_to: date | None, refusal: str | None
) -> None:
    moment = Moment(today=SUNDAY, total=1, known=False)
    assert receipt_refusal(campaign(), valid_from, valid_to, moment) == refusal


@pytest.mark.parametrize(
    ("terms", "so_far", "refusal"),
    [
        ({}, HandedOver(coupons=9_999, to_customer=99, given=10**9), None),
        ({"per_customer": 2}, HandedOver(to_customer=1), None),
        ({"per_customer": 2}, HandedOver(to_customer=2), "per_customer"),
        ({"most": 3}, HandedOver(coupons=2), None),
        ({"most": 3}, HandedOver(coupons=3), "most"),
        ({"budget": 1_000}, HandedOver(given=999), None),
        ({"budget": 1_000}, HandedOver(given=1_000), "budget"),
    ],
)
def test_a_campaign_stops_at_its_limits(
    terms: dict[str, Any], so_far: HandedOver, refusal: str | None
) -> None:
    assert limits_refusal(campaign(**terms), so_far) == refusal
