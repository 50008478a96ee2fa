"""Tiers looked at again on their review date, and tiers given by hand that ended (R19)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from pos_app.domain.customer import Account
from pos_app.domain.pricing import Programme
from pos_app.domain.tier import (
    Tier,
    tier_after_sale,
    tier_at_review,
    tier_by_id,
    tier_for,
    window_start,
)
from pos_app.services.loyalty import window_turnover
from pos_app.services.points_ports import HolderLine
from pos_app.services.ports import UnitOfWork

REVIEWED_TO: Final = "day.tiers_reviewed_to"
"""Where the store keeps the last day whose reviews are done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """The reviews due for one holder, oldest first; ``ended``: a tier by hand ran out."""

    customer_id: int
    days: tuple[date, ...]
    ended: bool


def reviewed_to(uow: UnitOfWork, today: date) -> date:
    """The last day whose reviews are done; yesterday when none ever was."""
    kept = uow.settings.all().get(REVIEWED_TO)
    return date.fromisoformat(kept) if isinstance(kept, str) else today - timedelta(days=1)


def due_review(holder: HolderLine, programme: Programme, after: date, today: date) -> Review | None:
    """What is to be done about one holder today, if anything.

    A tier given by hand stands to the end of its last day and is not reviewed before.
    """
    if holder.manual_until is not None:
        if today <= holder.manual_until:
            return None
        return Review(customer_id=holder.customer_id, days=(), ended=True)
    if programme.tier_review is None:
        return None
    days = tuple(programme.tier_review.between(holder.since, after, today))
    return Review(customer_id=holder.customer_id, days=days, ended=False) if days else None


def carry_out(uow: UnitOfWork, review: Review, programme: Programme, today: date) -> bool:
    """Post what a review changes; whether the tier is another one now.

    Every review is judged by the turnover of its own day, and what was bought since raises the
    tier again, so that a shop that was closed over it comes to the same tier as one that was open.
    """
    account = uow.customers.account(review.customer_id)
    if review.ended:
        return _end_manual(uow, account, programme, today)
    tier = before = tier_by_id(account.tier_id, programme.tiers)
    if before is None:
        return False
    for day in review.days:
        after = tier_at_review(tier, _turnover_on(uow, account, programme, day), programme.tiers)
        if after != tier:
            uow.customers.set_tier(account.customer_id, _id(after), day)
        tier = after
    raised = tier_after_sale(tier, window_turnover(uow, account, programme, today), programme.tiers)
    if raised != tier:
        uow.customers.set_tier(account.customer_id, _id(raised), today)
    return raised != before


def _end_manual(uow: UnitOfWork, account: Account, programme: Programme, today: date) -> bool:
    until = account.tier_manual_until
    if until is None or today <= until:
        return False
    reached = tier_for(window_turnover(uow, account, programme, today), programme.tiers)
    uow.customers.set_tier(account.customer_id, _id(reached), until + timedelta(days=1))
    return _id(reached) != account.tier_id


def _turnover_on(uow: UnitOfWork, account: Account, programme: Programme, day: date) -> int:
    """The turnover in the window that ends with ``day``, inclusive."""
    start = window_start(programme.turnover_window, day) or date.min
    since = uow.customers.turnover_since
    later = since(account.customer_id, day + timedelta(days=1))
    return since(account.customer_id, start) - later


def _id(tier: Tier | None) -> str | None:
    return tier.tier_id if tier is not None else None
