"""Every offer there is for the open sale: what applies, what could, what each is waiting for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from pos_app.domain.pricing import NotApplied, PresentedCoupon, Reason
from pos_app.domain.promotion import Promotion
from pos_app.services.desk_offers import OfferFacts, extra_points, offer_of, offers_of
from pos_app.services.desk_view import Offer, OfferState
from pos_app.services.desk_why import ELSEWHERE
from pos_app.services.needs import Called, need_of
from pos_app.services.records import CouponRecord

MOST: Final = 60
"""Offers listed; what applies and what is near come first."""

WAITING: Final = frozenset({"not_started", "wrong_time"})
"""Why a coupon in the customer's hand is told though it cannot be used: its time will come."""

_ORDER: Final = {
    OfferState.APPLIED: 0,
    OfferState.AVAILABLE: 1,
    OfferState.NEARLY: 2,
    OfferState.REFUSED: 3,
}

Held = tuple[CouponRecord, PresentedCoupon]


def every_offer(facts: OfferFacts, held: Sequence[Held], called: Called) -> tuple[Offer, ...]:
    """Coupons shown and held, then every promotion that runs today.

    ``held`` are all coupons of the customer that are not on the receipt; those used up, void or
    over are left out.
    """
    usable = [each for each in held if each[1].refusal is None]
    coupons = [offer for offer in offers_of(replace(facts, held=usable)) if offer.kind == "coupon"]
    rules = {coupon.code: coupon.rule for coupon in facts.basket.coupons}
    rules |= {record.code: coupon.rule for record, coupon in usable}
    found = [
        *(_with_need(offer, rules.get(offer.code), called) for offer in coupons),
        *(_waiting(each, called) for each in held if each[1].refusal in WAITING),
        *_promotions(facts, called),
    ]
    found.sort(key=lambda offer: _ORDER[offer.state])
    return tuple(found[:MOST])


def _with_need(offer: Offer, rule: Promotion | None, called: Called) -> Offer:
    if offer.reason is None:
        return offer
    refusal = NotApplied(rule_id="", reason=offer.reason, code=offer.code, missing=offer.missing)
    return replace(offer, need=need_of(rule, refusal, called))


def _waiting(held: Held, called: Called) -> Offer:
    record, coupon = held
    reason = Reason(coupon.refusal or "", coupon.details)
    base = offer_of(coupon.rule, kind="coupon", code=record.code, state=OfferState.REFUSED)
    return _with_need(replace(base, reason=reason, valid_to=record.valid_to), coupon.rule, called)


def _promotions(facts: OfferFacts, called: Called) -> Iterable[Offer]:
    rules = {rule.rule_id: rule for rule in facts.programme.promotions}
    for applied in facts.priced.applied:
        rule = rules.get(applied.rule_id)
        if rule is not None:
            base = offer_of(rule, kind="promotion", code=rule.rule_id, state=OfferState.APPLIED)
            yield replace(base, gain=applied.discount, points=extra_points(facts, rule))
    missed = [
        entry
        for entry in facts.priced.not_applied
        if entry.code is None and entry.rule_id in rules and entry.reason.code not in ELSEWHERE
    ]
    missed.sort(key=lambda entry: entry.missing is None)
    for entry in missed[:MOST]:
        rule = rules[entry.rule_id]
        state = OfferState.REFUSED if entry.missing is None else OfferState.NEARLY
        base = offer_of(rule, kind="promotion", code=rule.rule_id, state=state)
        yield replace(
            base,
            reason=entry.reason,
            need=need_of(rule, entry, called),
            missing=entry.missing,
            missing_kind=entry.missing_kind or "",
        )
