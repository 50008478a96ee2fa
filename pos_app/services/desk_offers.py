"""The offers panel: what the customer holds, what applies, and what is nearly reached."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from pos_app.domain.pricing import (
    Basket,
    NotApplied,
    PresentedCoupon,
    PricedBasket,
    Programme,
    price,
)
from pos_app.domain.promotion import (
    AmountOff,
    BirthdayWindow,
    FixedPrice,
    Gift,
    MinAmount,
    PercentOff,
    PointsMultiplier,
    Promotion,
)
from pos_app.services.coupons import rule_of
from pos_app.services.desk_view import Offer, OfferState
from pos_app.services.records import CouponRecord

MOST_TRIED = 5
"""How many of a customer's coupons are tried on the basket at a time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferFacts:
    """What the panel is worked out from; ``held`` are usable coupons not yet presented."""

    basket: Basket
    priced: PricedBasket
    programme: Programme
    now: datetime
    held: Sequence[tuple[CouponRecord, PresentedCoupon]]


def offers_of(facts: OfferFacts) -> tuple[Offer, ...]:
    """Coupons presented, coupons held, then promotions that apply by themselves or nearly do."""
    presented = [_presented(facts, coupon) for coupon in facts.basket.coupons]
    held = [_held(facts, record, coupon) for record, coupon in facts.held[:MOST_TRIED]]
    return (*presented, *held, *_promotions(facts))


def _presented(facts: OfferFacts, coupon: PresentedCoupon) -> Offer:
    benefit, value = benefit_of(coupon.rule)
    base = Offer(
        kind="coupon",
        state=OfferState.APPLIED,
        code=coupon.code,
        name=coupon.rule.name if coupon.rule else "",
        benefit=benefit,
        value=value,
        minimum=_minimum(coupon.rule),
    )
    gain = _gain(facts.priced, coupon.code)
    if gain is not None:
        return replace(base, gain=gain)
    return _refused(base, OfferState.REFUSED, _refusal(facts.priced, coupon.code))


def _held(facts: OfferFacts, record: CouponRecord, coupon: PresentedCoupon) -> Offer:
    rule = rule_of(record)
    benefit, value = benefit_of(rule)
    base = Offer(
        kind="coupon",
        state=OfferState.AVAILABLE,
        code=record.code,
        name=rule.name,
        benefit=benefit,
        value=value,
        minimum=_minimum(rule),
        valid_to=record.valid_to,
    )
    if not facts.basket.lines:
        return base
    trial = price(
        replace(facts.basket, coupons=(*facts.basket.coupons, coupon), redeem=0),
        facts.programme,
        facts.now,
    )
    gain = _gain(trial, record.code)
    if gain is not None:
        return replace(base, gain=gain)
    refusal = _refusal(trial, record.code)
    state = OfferState.NEARLY if refusal.missing is not None else OfferState.REFUSED
    return _refused(base, state, refusal)


def _promotions(facts: OfferFacts) -> Iterable[Offer]:
    rules = {rule.rule_id: rule for rule in facts.programme.promotions}
    for applied in facts.priced.applied:
        rule = rules.get(applied.rule_id)
        if rule is not None and _for_the_person(rule):
            benefit, value = benefit_of(rule)
            yield Offer(
                kind="promotion",
                state=OfferState.APPLIED,
                code=rule.rule_id,
                name=rule.name,
                benefit=benefit,
                value=value,
                gain=applied.discount,
                points=extra_points(facts, rule),
                birthday=_is_birthday(rule),
                valid_to=rule.valid_to,
            )
    for near in facts.priced.offers:
        rule = rules.get(near.rule_id)
        if rule is not None and near.code is None:
            benefit, value = benefit_of(rule)
            yield Offer(
                kind="promotion",
                state=OfferState.NEARLY,
                code=rule.rule_id,
                name=rule.name,
                benefit=benefit,
                value=value,
                minimum=_minimum(rule),
                missing=near.missing,
                missing_kind=near.missing_kind or "",
                birthday=_is_birthday(rule),
                valid_to=rule.valid_to,
            )


def _for_the_person(rule: Promotion) -> bool:
    """Offers that speak of this customer or of the whole receipt; line promotions show there."""
    return _is_birthday(rule) or any(
        isinstance(effect, PointsMultiplier | Gift) for effect in rule.effects
    )


def _is_birthday(rule: Promotion) -> bool:
    return any(isinstance(condition, BirthdayWindow) for condition in rule.conditions)


def extra_points(facts: OfferFacts, rule: Promotion) -> int:
    """Hundredths this rule adds: the receipt's points less those without the rule."""
    if not any(isinstance(effect, PointsMultiplier) for effect in rule.effects):
        return 0
    others = tuple(each for each in facts.programme.promotions if each.rule_id != rule.rule_id)
    without = price(facts.basket, replace(facts.programme, promotions=others), facts.now)
    return max(0, facts.priced.points.earned - without.points.earned)


def offer_of(rule: Promotion | None, *, kind: str, code: str, state: OfferState) -> Offer:
    """The row of a rule, before what it gives or misses is known."""
    benefit, value = benefit_of(rule)
    return Offer(
        kind=kind,
        state=state,
        code=code,
        name=rule.name if rule is not None else "",
        benefit=benefit,
        value=value,
        minimum=_minimum(rule),
        birthday=rule is not None and _is_birthday(rule),
        valid_to=rule.valid_to if rule is not None else None,
    )


def _gain(priced: PricedBasket, code: str) -> int | None:
    """What a coupon took off; None when it did not apply."""
    return next((rule.discount for rule in priced.applied if rule.code == code), None)


def _refusal(priced: PricedBasket, code: str) -> NotApplied:
    """Why a coupon did not apply: pricing accounts for every code shown."""
    return next(entry for entry in priced.not_applied if entry.code == code)


def _refused(base: Offer, state: OfferState, refusal: NotApplied) -> Offer:
    return replace(
        base,
        state=state,
        reason=refusal.reason,
        missing=refusal.missing,
        missing_kind=refusal.missing_kind or "",
    )


def _minimum(rule: Promotion | None) -> int:
    if rule is None:
        return 0
    return next((c.amount for c in rule.conditions if isinstance(c, MinAmount)), 0)


def benefit_of(rule: Promotion | None) -> tuple[str, int]:
    """The first benefit of a rule: amount and minor units, percent and basis points, …"""
    for effect in rule.effects if rule is not None else ():
        if isinstance(effect, AmountOff):
            return "amount", effect.amount
        if isinstance(effect, PercentOff):
            return "percent", effect.rate * 10_000 // effect.base
        if isinstance(effect, PointsMultiplier):
            return "points_multiplier", effect.factor
        if isinstance(effect, FixedPrice):
            return "fixed_price", effect.price
        if isinstance(effect, Gift):
            return "gift", effect.quantity
    return "other", 0
