"""One worked example of a programme: two visits of one customer, priced by the engine itself.

What the owner sees beside the settings is what the till would do, to the last minor unit.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Final

from pos_app.domain.pricing import (
    MAX,
    Basket,
    BasketLine,
    CustomerFacts,
    EarnRule,
    Item,
    PresentedCoupon,
    PricedBasket,
    Programme,
    price,
)
from pos_app.domain.promotion import EVERYTHING, AmountOff, PercentOff, Promotion
from pos_app.domain.tier import Tier, progress, tier_after_sale, tier_by_id, tier_for

BACK_SHARE: Final = 10
"""The second visit buys for this part of the first: a tenth."""

FULL: Final = 10_000
_ANY_DAY: Final = date(2000, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One purchase. Money in minor units, points in hundredths.

    ``discount`` is what the card took off; ``spent`` points paid ``spent_money``, as far as
    ``limited_by`` let them; ``paid`` is what went into the till. ``tier`` is the one it was
    priced with.
    """

    gross: int
    discount: int
    spent: int
    spent_money: int
    limited_by: str
    paid: int
    earned: int
    tier: Tier | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkedExample:
    """Both visits and what they cost.

    ``usable_from`` and ``usable_until`` are the days of the points of the first visit (None: at
    once, for ever). ``worth`` is what those points can pay. ``left`` of them remain after the
    second visit; ``on_card`` is with what that visit earned. ``next_tier`` is ``missing`` away
    when only these two visits count. ``cost`` is what the shop gave: discounts and points paid
    with. ``plain_cost`` is what a plain discount card of ``plain_rate`` basis points would give.
    """

    first: Visit
    second: Visit
    usable_from: date
    usable_until: date | None
    worth: int
    left: int
    on_card: int
    tier: Tier | None
    next_tier: Tier | None
    missing: int
    cost: int
    taken: int
    plain_rate: int
    plain_cost: int

    @property
    def cost_rate(self) -> int:
        """The cost in basis points of the money taken, rounded half up; 0 when none was."""
        return 0 if not self.taken else (self.cost * 2 * FULL + self.taken) // (2 * self.taken)


def rate_of(programme: Programme, tier: Tier | None) -> int:
    """What a customer of ``tier`` gets back in points, in basis points of the money paid.

    The rule by money for all goods decides; 0 where there is none. Rounded down.
    """
    for rule in programme.earn_rules:
        if rule.mode == "per_amount" and rule.scope == EVERYTHING:
            return rule_rate(programme, rule, tier)
    return 0


def rule_rate(programme: Programme, rule: EarnRule, tier: Tier | None) -> int:
    """What one rule by money gives back to a tier, in basis points, rounded down."""
    multiplier = FULL if tier is None else tier.multiplier
    back = rule.points * programme.point_value * multiplier
    return back // (rule.per * programme.point_value_per * 100)


def promised_rate(programme: Programme, tier: Tier | None) -> int:
    """What a tier promises in all, in basis points: what is off and what comes back."""
    off = 0 if tier is None else tier.discount * FULL // tier.base
    return min(FULL, off + rate_of(programme, tier))


def work_example(
    programme: Programme, tier_id: str, amount: int, today: date, *, back: int | None = None
) -> WorkedExample:
    """Let a customer of the tier buy for ``amount`` today and come back for ``back``.

    Promotions are left out: the example is about the programme. ``back`` None is a tenth of
    ``amount``. The second visit falls on the first day the points can be spent.

    Raises:
        ValueError: an amount is not positive, or no figure the engine takes.
    """
    again = max(1, amount // BACK_SHARE) if back is None else back
    if amount <= 0 or again <= 0:
        raise ValueError("the example needs a purchase")
    bare = replace(programme, promotions=(), cash_rounding=0)
    tier = tier_by_id(tier_id, bare.tiers) or tier_for(0, bare.tiers)
    first = _visit(bare, tier, amount, 0, today)
    usable_from, until = bare.lot_dates(today)
    later = tier_after_sale(tier, first.paid, bare.tiers)
    second = _visit(bare, later, again, first.earned, usable_from)
    taken = first.paid + second.paid
    after = tier_after_sale(later, taken, bare.tiers)
    ahead = progress(max(taken, after.threshold if after else 0), bare.tiers)
    missing = ahead.next_tier.threshold - taken if ahead.next_tier else 0
    plain = promised_rate(bare, tier)
    left = first.earned - second.spent
    return WorkedExample(
        first=first,
        second=second,
        usable_from=usable_from,
        usable_until=until,
        worth=first.earned * bare.point_value // (100 * bare.point_value_per),
        left=left,
        on_card=left + second.earned,
        tier=after,
        next_tier=ahead.next_tier,
        missing=missing,
        cost=first.discount + second.discount + second.spent_money,
        taken=taken,
        plain_rate=plain,
        plain_cost=_plain_cost(amount, plain) + _plain_cost(again, plain),
    )


def _visit(programme: Programme, tier: Tier | None, amount: int, points: int, day: date) -> Visit:
    included = replace(programme, prices_include_tax=True)
    line = BasketLine(line_id="1", item=Item(sku="1", price=amount), quantity=1000)
    person = CustomerFacts(
        customer_id="1", tier_id=tier.tier_id if tier else None, active_points=points
    )
    basket = Basket(lines=(line,), customer=person, redeem=MAX if points else 0)
    moment = datetime.combine(day, time(12))
    priced: PricedBasket = price(basket, included, moment)
    outcome = priced.points
    return Visit(
        gross=priced.gross,
        discount=priced.card_discount,
        spent=outcome.spent,
        spent_money=outcome.spent_money,
        limited_by=outcome.limited_by if points else "",
        paid=priced.to_pay,
        earned=outcome.earned,
        tier=tier,
    )


def _plain_cost(amount: int, rate: int) -> int:
    card = Tier(tier_id="plain", discount=rate)
    plain = Programme(tiers=(card,))
    return _visit(plain, card, amount, 0, _ANY_DAY).discount


@dataclass(frozen=True, slots=True, kw_only=True)
class StackedPrice:
    """What one thing costs a customer of ``tier`` under some discounts at once.

    ``key``: list, promotion, card, both, all (with a coupon too).
    """

    key: str
    tier: str
    money: int


def stacked_prices(programme: Programme, tier_id: str) -> tuple[StackedPrice, ...]:
    """One thing for 10,000 minor units: a promotion of 20 %, the card, a coupon of 1,000 (R2).

    The shop paid 7,000 for it, so that a margin floor shows.
    """
    tier = tier_by_id(tier_id, programme.tiers) or tier_for(0, programme.tiers)
    promotion = Promotion(rule_id="promotion", effects=(PercentOff(rate=2_000),))
    coupon = Promotion(rule_id="coupon", effects=(AmountOff(amount=1_000, target="order"),))
    line = BasketLine(line_id="1", item=Item(sku="1", price=10_000, cost=7_000), quantity=1000)
    person = CustomerFacts(customer_id="1", tier_id=tier.tier_id if tier else None)
    rows = []
    for key, promoted, known, coupons in (
        ("list", False, False, False),
        ("promotion", True, False, False),
        ("card", False, True, False),
        ("both", True, True, False),
        ("all", True, True, True),
    ):
        rules = replace(
            programme,
            promotions=(promotion,) if promoted else (),
            prices_include_tax=True,
            cash_rounding=0,
        )
        basket = Basket(
            lines=(line,),
            customer=person if known else None,
            coupons=(PresentedCoupon(code="1", rule=coupon),) if coupons else (),
        )
        money = price(basket, rules, datetime.combine(_ANY_DAY, time(12))).to_pay
        rows.append(StackedPrice(key=key, tier=tier.name if tier else "", money=money))
    return tuple(rows)
