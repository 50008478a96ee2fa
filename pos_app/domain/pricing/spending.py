"""How much of a receipt points pay (R8)."""

from __future__ import annotations

from dataclasses import dataclass

from pos_app.domain.money import allocate
from pos_app.domain.points import spending_limit
from pos_app.domain.pricing.basket import Basket, CustomerFacts
from pos_app.domain.pricing.matching import LineIndex
from pos_app.domain.pricing.programme import Programme
from pos_app.domain.pricing.result import Reason, Step
from pos_app.domain.pricing.work import Work


@dataclass(frozen=True, slots=True)
class Spending:
    """The most points may pay, what limits it, and what they pay."""

    limit: int
    limit_money: int
    limited_by: str
    spent: int
    spent_money: int


NOTHING = Spending(0, 0, "no_customer", 0, 0)


def eligible_lines(index: LineIndex, programme: Programme) -> list[Work]:
    """Return the lines points may pay for."""
    excluded: set[int] = set()
    if programme.points_excluded is not None:
        excluded = {work.place for work in index.match(programme.points_excluded)}
    return [
        work
        for work in index.all
        if work.left
        and not work.item.is_certificate
        and work.place not in excluded
        and (programme.points_on_promotion_lines or not work.promotion)
    ]


def spend_points(basket: Basket, index: LineIndex, programme: Programme) -> Spending:
    """Find the limit, cut the request to it, and take the money off the lines by R5."""
    customer = basket.customer
    if customer is None:
        return NOTHING
    lines = eligible_lines(index, programme)
    limit, money, rule = _limit(customer, sum(work.left for work in lines), programme)
    wanted = limit if basket.redeem == "max" else min(basket.redeem, limit)
    wanted -= wanted % programme.points_multiple_of
    if wanted < programme.min_points_redeemed:
        wanted = 0
    spent_money = worth(wanted, programme)
    if spent_money:
        shares = allocate(spent_money, [work.left for work in lines])
        for work, share in zip(lines, shares, strict=True):
            if share:
                work.left -= share
                work.points = share
                reason = Reason("points", (("spent", wanted), ("money", spent_money)))
                work.steps.append(Step(rule="points", kind="points", amount=share, reason=reason))
    return Spending(limit, money, rule, wanted if spent_money else 0, spent_money)


def worth(points: int, programme: Programme) -> int:
    """Return the money points pay, rounded down to a minor unit."""
    return points * programme.point_value // (100 * programme.point_value_per)


def points_for(money: int, programme: Programme) -> int:
    """Return the least points that pay ``money``."""
    return -(-money * 100 * programme.point_value_per // programme.point_value)


def _limit(customer: CustomerFacts, eligible: int, programme: Programme) -> tuple[int, int, str]:
    """Return the limit in points and in money, and the rule behind it."""
    if customer.balance is not None and customer.balance < 0:
        return 0, 0, "negative_balance"
    if not eligible:
        return 0, 0, "nothing_eligible"
    if not programme.point_value:
        return 0, 0, "no_value"
    money, rule = spending_limit(
        customer.active_points,
        eligible,
        value=programme.point_value,
        per=programme.point_value_per,
        share=programme.max_points_share,
        min_money=programme.min_money_part,
    )
    limited_by: str = rule
    points = min(customer.active_points, points_for(money, programme))
    if programme.max_points_redeemed_per_day is not None:
        today = max(0, programme.max_points_redeemed_per_day - customer.redeemed_today)
        if today < points:
            points, limited_by = today, "daily_limit"
    points -= points % programme.points_multiple_of
    if points < programme.min_points_redeemed:
        return 0, 0, "below_minimum"
    return points, min(money, worth(points, programme)), limited_by
