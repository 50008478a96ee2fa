"""Coupons at the till: looking a code up, and issuing one for the next purchase (R21)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from pos_app.domain.coupon import Coupon, State, coupon_refusal, make_code, normalise_code
from pos_app.domain.customer import Customer
from pos_app.domain.pricing import PresentedCoupon
from pos_app.domain.promotion import (
    AmountOff,
    Gift,
    IssueCoupon,
    MinAmount,
    PercentOff,
    PointsMultiplier,
    Promotion,
)
from pos_app.domain.receipt import CouponSlip
from pos_app.services.ports import IdSource, UnitOfWork
from pos_app.services.programme_store import dump_promotion, load_promotion
from pos_app.services.records import CouponRecord
from pos_app.services.settings import NextCouponSettings, Settings
from pos_app.services.text import tidy_text


def present(
    uow: UnitOfWork, code: str, customer: Customer | None, now: datetime
) -> PresentedCoupon:
    """What pricing must know of a code shown at the counter; ``now`` is the shop's wall clock.

    An unknown code comes back without a rule; one that may not be used carries the reason.
    """
    record = find(uow, code)
    if record is None:
        return PresentedCoupon(code=code)
    uses = uow.coupons.uses_by(record.id, customer.id) if customer is not None else 0
    refusal = coupon_refusal(
        domain_coupon(record, uses), str(customer.id) if customer is not None else None, now
    )
    rule = rule_of(record)
    return PresentedCoupon(
        code=record.code, rule=rule, refusal=refusal, details=terms_in_figures(uow, record, rule)
    )


def terms_in_figures(
    uow: UnitOfWork, record: CouponRecord, rule: Promotion
) -> tuple[tuple[str, object], ...]:
    """When, how often and for what a coupon is good, for the sentence that says what is missing.

    ``goods`` are the names of the items or groups it is for, "" when it is for all.
    """
    figures: dict[str, object] = {
        "valid_from": record.valid_from.isoformat(),
        "valid_to": record.valid_to.isoformat() if record.valid_to else "",
        "weekdays": weekdays_text(rule),
        "hours": hours_text(rule),
        "uses": record.uses,
        "goods": ", ".join(goods_of(uow, rule)),
    }
    return tuple((name, value) for name, value in figures.items() if value)


def weekdays_text(rule: Promotion) -> str:
    """The days a rule holds on, as slips keep them: ``12345`` from Monday on; "" for all."""
    return "".join(str(day) for day in sorted(rule.weekdays))


def hours_text(rule: Promotion) -> str:
    """The hours a rule holds in, as slips keep them: ``10:00-14:00,18:00-20:00``; "" for all."""
    return ",".join(f"{span.start:%H:%M}-{span.end:%H:%M}" for span in rule.hours)


def goods_of(uow: UnitOfWork, rule: Promotion) -> tuple[str, ...]:
    """Names of the items and groups a rule is for, or of the item it gives; none: for all."""
    skus, groups = set[str](), set[str]()
    for effect in rule.effects:
        if isinstance(effect, Gift):
            skus.add(effect.sku)
        elif not isinstance(effect, IssueCoupon):
            skus |= effect.scope.skus
            groups |= effect.scope.groups
    found = [uow.products.by_sku(sku) for sku in sorted(skus)]
    items = [product.name for product in found if product is not None]
    if not groups:
        return tuple(items)
    names = {group.code: group.name for group in uow.products.groups()}
    return (*items, *(names.get(code, code) for code in sorted(groups)))


def find(uow: UnitOfWork, code: str) -> CouponRecord | None:
    """The coupon of a code as typed or scanned, however it was written."""
    return uow.coupons.by_code(normalise_code(tidy_text(code)))


def rule_of(record: CouponRecord) -> Promotion:
    """What a coupon gives, under its own code as the rule's name."""
    rule = load_promotion(record.definition)
    return replace(rule, rule_id=f"coupon:{record.code}")


def domain_coupon(record: CouponRecord, customer_uses: int) -> Coupon:
    """A stored coupon as the rules see it."""
    states: dict[str, State] = {
        "issued": "issued",
        "redeemed": "redeemed",
        "void": "void",
        "expired": "expired",
        "restored": "restored",
    }
    rule = load_promotion(record.definition)
    return Coupon(
        code=record.code,
        state=states[record.state],
        valid_from=record.valid_from,
        valid_to=record.valid_to,
        weekdays=rule.weekdays,
        hours=rule.hours,
        customer_id=str(record.customer_id) if record.customer_id is not None else None,
        max_uses=record.max_uses or None,
        uses=record.uses,
        per_customer=record.max_uses_per_customer or None,
        customer_uses=customer_uses,
    )


def next_purchase_rule(settings: NextCouponSettings) -> Promotion:
    """The benefit of the shop's next-purchase coupon."""
    effect: AmountOff | PercentOff = (
        AmountOff(amount=settings.value, target="order")
        if settings.benefit == "amount"
        else PercentOff(rate=settings.value, target="order")
    )
    return Promotion(
        rule_id="next_purchase",
        name=settings.title,
        effects=(effect,),
        conditions=(MinAmount(amount=settings.minimum),) if settings.minimum else (),
        not_with_promotions=settings.not_with_promotions,
    )


def issue_next_purchase(
    uow: UnitOfWork,
    ids: IdSource,
    settings: Settings,
    *,
    receipt_total: int,
    customer: Customer | None,
    today: date,
    at: datetime,
) -> CouponRecord | None:
    """The coupon handed over with this receipt, if the shop's rule says so; not yet stored.

    ``receipt_total`` in minor units is compared with the rule's threshold, inclusive. A named
    coupon needs a customer; without one nothing is issued. Stored only on completion (R21).
    """
    rule = settings.next_coupon
    if not rule.enabled or receipt_total < rule.threshold or (rule.named and customer is None):
        return None
    first = today + timedelta(days=rule.starts_after_days)
    return CouponRecord(
        uuid=ids.uuid(),
        code=fresh_code(uow, ids, settings.scanner.coupon_prefix),
        definition=dump_promotion(next_purchase_rule(rule)),
        valid_from=first,
        valid_to=first + timedelta(days=rule.valid_days - 1),
        customer_id=customer.id if rule.named and customer is not None else None,
        issued_at=at,
    )


def fresh_code(uow: UnitOfWork, ids: IdSource, prefix: str) -> str:
    """A code never used before: unambiguous signs and a check character (R21)."""
    while True:
        try:
            code = make_code(ids.random_bytes(24), normalise_code(prefix))
        except ValueError:
            continue
        if uow.coupons.by_code(code) is None:
            return code


def printed_code(code: str, prefix: str) -> str:
    """A stored code as it is printed and scanned: the prefix set apart by a hyphen."""
    head = normalise_code(prefix)
    return f"{prefix}-{code[len(head) :]}" if code.startswith(head) else code


def slip_of(
    record: CouponRecord,
    prefix: str,
    customer: Customer | None,
    card_last4: str,
    short_name: str,
    *,
    goods: tuple[str, ...] = (),
) -> CouponSlip:
    """The paper a coupon is handed over on; ``goods`` are the names of what it is for."""
    rule = load_promotion(record.definition)
    benefit, value = benefit_on_slip(rule)
    minimum = next((c.amount for c in rule.conditions if isinstance(c, MinAmount)), 0)
    return CouponSlip(
        code=printed_code(record.code, prefix),
        benefit=benefit,
        value=value,
        title=rule.name,
        item_name=", ".join(goods),
        minimum=minimum,
        valid_from=record.valid_from.isoformat(),
        valid_to=record.valid_to.isoformat() if record.valid_to else "",
        customer_name=short_name if customer is not None else "",
        card_last4=card_last4,
        named=record.customer_id is not None,
        not_with_promotions=rule.not_with_promotions,
        weekdays=weekdays_text(rule),
        hours=hours_text(rule),
        max_uses=record.max_uses,
    )


def benefit_on_slip(rule: Promotion) -> tuple[str, int]:
    """The one effect of a coupon in the words of :class:`CouponSlip`."""
    (effect,) = rule.effects
    if isinstance(effect, PercentOff):
        return "percent", effect.rate * 10_000 // effect.base
    if isinstance(effect, AmountOff):
        return "amount", effect.amount
    if isinstance(effect, PointsMultiplier):
        return "points_multiplier", effect.factor // 100
    assert isinstance(effect, Gift)
    return "free_item", effect.quantity
