"""A tier by hand: reason, last day, approval, undo (R19)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from pos_app.domain.customer import Customer
from pos_app.domain.errors import NeedsApproval, PosError
from pos_app.domain.pricing import Programme
from pos_app.domain.staff import Action
from pos_app.domain.tier import Tier
from tests.builders import OWNER_SECRET, Shop
from tests.services.points_desk import Points, make_points

PROGRAMME = Programme(
    tiers=(
        Tier(tier_id="start", name="Start", threshold=10_000),
        Tier(tier_id="gold", name="Gold", threshold=50_000),
    )
)


@pytest.fixture
def points(shop: Shop) -> Points:
    """Everything about points and tiers."""
    made = make_points(shop)
    made.use(PROGRAMME)
    return made


@pytest.fixture
def maria(points: Points) -> Customer:
    """Somebody with a card."""
    return points.customer("Maria", 1)


def state(points: Points, customer: Customer) -> tuple[str | None, date | None]:
    account = points.account(customer)
    return account.tier_id, account.tier_manual_until


def test_to_the_end_of_a_day_with_a_reason(points: Points, maria: Customer) -> None:
    until = points.today + timedelta(days=30)
    points.tiers.set_tier(points.shop.owner, maria.id, "gold", until, "guest of honour")
    assert state(points, maria) == ("gold", until)
    ((_, content, person, approver),) = points.shop.events("tier.set")
    assert content == {
        "customer": maria.uuid,
        "tier": "Gold",
        "until": until.isoformat(),
        "reason": "guest of honour",
    }
    assert (person, approver) == (points.shop.owner.person_uuid, None)


def test_back_to_the_tier_of_the_purchases(points: Points, maria: Customer) -> None:
    points.tiers.set_tier(points.shop.owner, maria.id, "gold", points.today, "guest")
    points.tiers.set_tier(points.shop.owner, maria.id, "", None, "over")
    assert state(points, maria) == (None, None)
    points.buy(maria)
    points.tiers.set_tier(points.shop.owner, maria.id, "gold", points.today, "guest")
    points.tiers.set_tier(points.shop.owner, maria.id, "", None, "over")
    assert state(points, maria) == ("start", None)
    assert [event[1]["tier"] for event in points.shop.events("tier.set")] == [
        "Gold", "", "Gold", "Start",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("tier", "until", "reason", "code"),
    [
        ("gold", None, "x", "day_past"),
        ("gold", date(2026, 11, 21), "x", "day_past"),
        ("gold", date(2031, 12, 1), "x", "day_far"),
        ("silver", date(2026, 11, 22), "x", "tier_unknown"),
        ("gold", date(2026, 11, 22), "", "setting_invalid"),
    ],
)
def test_what_is_refused(
    points: Points, maria: Customer, tier: str, until: date | None, reason: str, code: str
) -> None:
    with pytest.raises(PosError) as refusal:
        points.tiers.set_tier(points.shop.owner, maria.id, tier, until, reason)
    assert refusal.value.code == code
    assert state(points, maria) == (None, None)


def test_nobody(points: Points) -> None:
    with pytest.raises(PosError, match="customer_unknown"):
        points.tiers.set_tier(points.shop.owner, 99, "gold", points.today, "x")


def test_a_senior_asks_the_owner(points: Points, maria: Customer) -> None:
    senior = points.shop.senior
    with pytest.raises(NeedsApproval):
        points.tiers.set_tier(senior, maria.id, "gold", points.today, "guest")
    approval = points.shop.permissions.approve(
        Action.SET_TIER, session=senior, event_ref=maria.uuid, reason="guest",
        secret=OWNER_SECRET, approver_id=points.shop.people["Leyla"].id,
    )  # fmt: skip
    points.tiers.set_tier(senior, maria.id, "gold", points.today, "guest", approval=approval)
    assert points.shop.events("tier.set")[0][3] == points.shop.people["Leyla"].uuid


def test_undo_brings_back_what_was(points: Points, maria: Customer) -> None:
    owner = points.shop.owner
    first = points.tiers.set_tier(owner, maria.id, "gold", points.today, "guest")
    points.tiers.undo(owner, first)
    assert state(points, maria) == (None, None)
    until = points.today + timedelta(days=9)
    points.tiers.set_tier(owner, maria.id, "gold", until, "guest")
    second = points.tiers.set_tier(owner, maria.id, "start", points.today, "oops")
    points.wait(days=1)
    points.tiers.undo(owner, second)
    assert state(points, maria) == ("gold", until)
    assert points.account(maria).tier_since == date(2026, 11, 22)
    with pytest.raises(PosError, match="adjust_used"):
        points.tiers.undo(owner, second)


def test_no_undo_over_a_newer_tier(points: Points, maria: Customer) -> None:
    owner = points.shop.owner
    done = points.tiers.set_tier(owner, maria.id, "start", points.today, "x")
    points.buy(maria, 6)
    assert state(points, maria)[0] == "gold"
    with pytest.raises(PosError, match="adjust_used"):
        points.tiers.undo(owner, done)
