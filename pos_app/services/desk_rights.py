"""What a discount or a price given by hand takes, and the right it needs (R33).

A ceiling is of what the customer gets by hand in all: a discount on the line, one on the receipt
and a price typed by hand add up, so that nobody gives in three small steps what two people must
agree on. An amount stands for the share it was when it was given: with fewer goods under it, it
shrinks; a consent covers what lay on the counter, and nothing that is put there afterwards.
"""

from __future__ import annotations

from collections.abc import Iterable

from pos_app.domain.sale import Draft, DraftLine, ManualDiscount
from pos_app.domain.staff import Action, discount_action, price_override_action

WHOLE = 10_000
"""All of it, in basis points."""

_WEIGHT = {
    Action.DISCOUNT_SMALL: 0,
    Action.DISCOUNT_MEDIUM: 1,
    Action.PRICE_OVERRIDE: 2,
    Action.DISCOUNT_LARGE: 3,
    Action.PRICE_OVERRIDE_LARGE: 4,
    Action.BELOW_FLOOR: 5,
}


def share(amount: int, base: int) -> int:
    """``amount`` as a share of ``base`` (both minor units) in basis points, rounded up."""
    return min(WHOLE, -(-amount * WHOLE // base)) if base > 0 else 0


def share_given(given: ManualDiscount | None) -> int:
    """The share a discount given by hand may come to, in basis points."""
    if given is None:
        return 0
    return given.rate or (WHOLE if given.most_rate is None else given.most_rate)


def allowed_amount(given: ManualDiscount, base: int) -> int | None:
    """The most minor units ``given`` may be worth of ``base``; None when nothing limits it."""
    limits = [] if given.most_amount is None else [given.most_amount]
    if given.amount and given.most_rate is not None:
        limits.append(base * given.most_rate // WHOLE)
    return min(limits) if limits else None


def line_action(line: DraftLine, given: int) -> Action:
    """The right that ``given`` (basis points by hand in all) needs on this line.

    On top of a price typed by hand, discount and price together are held against what a price by
    hand may take.
    """
    if line.price_override is not None:
        left = line.price_override * (WHOLE - min(given, WHOLE))
        price = price_override_action(line.unit_price * WHOLE, left)
        if price is Action.PRICE_OVERRIDE_LARGE:
            return price
    return discount_action(given)


def receipt_action(draft: Draft, given: int) -> Action:
    """The right a discount of ``given`` basis points on the whole of ``draft`` needs."""
    return severest(line_action(line, share_given(line.discount) + given) for line in draft.lines)


def severest(actions: Iterable[Action]) -> Action:
    """The one for which the fewest people have the right."""
    return max(actions, key=lambda action: _WEIGHT[action], default=Action.DISCOUNT_SMALL)
