"""From a priced and paid sale to the lines that are stored and the slip that is printed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from pos_app.domain.catalogue import Product, TaxRate
from pos_app.domain.certificate import masked
from pos_app.domain.pricing import PricedBasket, PricedLine, Reason, Step
from pos_app.domain.promotion import Promotion
from pos_app.domain.receipt import (
    CouponSlip,
    ReceiptSnapshot,
    SlipDiscount,
    SlipLine,
    SlipLoyalty,
    SlipPrice,
    SlipTax,
    SlipTender,
    receipt_code,
)
from pos_app.domain.sale import CERTIFICATE_TENDERS, Draft, DraftLine, SaleLine, Tender
from pos_app.domain.tier import Tier, progress
from pos_app.services.loyalty import CustomerSheet
from pos_app.services.payment import Settlement
from pos_app.services.shop_book import Book
from pos_app.services.slips import local_iso, slip_shop
from pos_app.services.why import EARNED, Names, dump_steps

SLIP_KINDS = {
    "promotion": "promotion",
    "card": "card",
    "manual": "manual",
    "coupon": "coupon",
    "order_discount": "order",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SaleFacts:
    """What the slip of one sale is made from; money in minor units, points in hundredths.

    ``counting`` is the money of this sale that counts as the person's turnover (R19);
    ``left`` what stays on each certificate that pays, by code.
    """

    draft: Draft
    priced: PricedBasket
    settlement: Settlement
    number: int
    at: datetime
    cashier: str
    book: Book
    sheet: CustomerSheet | None
    counting: int
    tier_after: Tier | None
    coupons: tuple[CouponSlip, ...]
    rules: Mapping[str, Promotion]
    journal_head: str
    tax_names: Mapping[int, str]
    gifts: tuple[SaleLine, ...] = ()
    swap: SwapFacts | None = None
    left: Mapping[str, int] = field(default_factory=dict)


class SwapPointsFacts(Protocol):
    """Points of goods brought back, in hundredths: whose, back, taken, given as an apology."""

    @property
    def customer_id(self) -> int:
        """Whose."""

    @property
    def back(self) -> int:
        """Given back."""

    @property
    def taken(self) -> int:
        """Taken back."""

    @property
    def gift(self) -> int:
        """Given on top."""

    @property
    def until(self) -> str:
        """The last day of these, as an ISO date."""


class SwapFacts(Protocol):
    """Goods brought back in exchange, as the slip shows them (R18)."""

    @property
    def lines(self) -> tuple[SlipLine, ...]:
        """What came back."""

    @property
    def credit(self) -> int:
        """What it was worth, in minor units."""

    @property
    def points(self) -> SwapPointsFacts | None:
        """What it does to the points of whom they were sold to."""

    @property
    def handed_out(self) -> tuple[Tender, ...]:
        """What of it went back to the customer."""


def sale_lines(
    draft: Draft,
    priced: PricedBasket,
    costs: Mapping[int, int | None],
    groups: Mapping[int, str],
    names: Names,
) -> tuple[SaleLine, ...]:
    """The lines as stored, with every share of R1 and the steps behind them.

    ``names`` are those of rules, tiers and coupons, kept with the steps.
    """
    by_line = {line.line_id: line for line in draft.lines}
    return tuple(
        _sale_line(place, by_line[line.line_id], line, costs, groups, names)
        for place, line in enumerate(priced.lines, start=1)
    )


def gift_lines(
    priced: PricedBasket, products: Mapping[str, Product], after: int, names: Names
) -> tuple[SaleLine, ...]:
    """Goods a promotion adds on top, free; their lines follow the ``after`` lines sold."""
    return tuple(
        SaleLine(
            position=after + number,
            line_id=f"G{number}",
            product_id=products[gift.sku].id,
            sku=gift.sku,
            name=products[gift.sku].name,
            unit=products[gift.sku].unit.value,
            quantity=gift.quantity,
            unit_price=0,
            gross=0,
            cost=products[gift.sku].cost,
            group_code=products[gift.sku].group_code,
            steps=_gift_step(gift.rule_id, names),
        )
        for number, gift in enumerate(priced.gifts, start=1)
        if gift.sku in products
    )


def _gift_step(rule_id: str, names: Names) -> str:
    reason = Reason(code="gift")
    return dump_steps((Step(rule=rule_id, kind="promotion", amount=0, reason=reason),), names)


def _sale_line(
    position: int,
    line: DraftLine,
    priced: PricedLine,
    costs: Mapping[int, int | None],
    groups: Mapping[int, str],
    names: Names,
) -> SaleLine:
    product_id = line.product_id
    return SaleLine(
        position=position,
        line_id=line.line_id,
        product_id=product_id,
        sku=line.sku,
        name=line.name,
        unit=line.unit,
        quantity=priced.quantity,
        unit_price=priced.unit_price,
        gross=priced.gross,
        promotion=priced.promotion_discount,
        card=priced.card_discount,
        manual=priced.manual_discount,
        coupon=priced.coupon_share,
        order=priced.order_share,
        points=priced.points_share,
        net=priced.money,
        tax=priced.tax,
        taxes=tuple((tax.rate, tax.amount) for tax in priced.taxes),
        steps=dump_steps((*priced.steps, *_earned_step(priced)), names),
        barcode=line.barcode,
        cost=costs.get(product_id) if product_id is not None else None,
        group_code=groups.get(product_id, "") if product_id is not None else "",
    )


def _earned_step(priced: PricedLine) -> tuple[Step, ...]:
    """The exact points of the line as a fraction, so that a return can take them back (R15)."""
    numerator, denominator = priced.earned
    if not numerator:
        return ()
    params = (("numerator", numerator), ("denominator", denominator))
    reason = Reason(code=EARNED, params=params)
    return (Step(rule="earn", kind="points", amount=0, reason=reason),)


def snapshot_of(facts: SaleFacts) -> ReceiptSnapshot:
    """The slip of a completed sale, saved with it and never recomputed."""
    book, priced, settlement = facts.book, facts.priced, facts.settlement
    local = book.local(facts.at)
    settings = book.settings
    return ReceiptSnapshot(
        language=slip_language(facts),
        currency=settings.money.currency,
        shop=slip_shop(settings),
        till=facts.draft.till,
        number=facts.number,
        code=receipt_code(facts.draft.till, facts.number, local.day, local.month),
        at=local_iso(facts.at, settings),
        cashier=facts.cashier,
        lines=tuple(_slip_lines(facts)),
        gross=priced.gross,
        discount=priced.discount_total,
        points_money=priced.points.spent_money,
        total=priced.to_pay,
        rounding=settlement.rounding,
        tenders=tuple(
            SlipTender(
                kind=t.kind.value,
                amount=t.amount,
                label=t.label,
                left=facts.left.get(t.reference) if t.kind in CERTIFICATE_TENDERS else None,
            )
            for t in facts.draft.tenders
        ),
        change=settlement.change,
        taxes=tuple(
            SlipTax(
                name=facts.tax_names.get(tax.rate, ""), rate=tax.rate, base=tax.net, tax=tax.tax
            )
            for tax in priced.taxes
            if tax.rate
        ),
        prices_include_tax=book.programme.prices_include_tax,
        loyalty=_loyalty(facts, facts.sheet) if facts.sheet is not None else None,
        coupons=facts.coupons,
        returned=facts.swap.lines if facts.swap is not None else (),
        credit=facts.swap.credit if facts.swap is not None else 0,
        handed_out=tuple(
            SlipTender(kind=t.kind.value, amount=t.amount, label=t.label)
            for t in (facts.swap.handed_out if facts.swap is not None else ())
        ),
        coupon_lost=sum(rule.lost for rule in priced.applied if rule.code is not None),
        journal_head=facts.journal_head,
    )


def slip_language(facts: SaleFacts) -> str:
    """The shop's language, or the customer's own where the shop wishes it and knows it."""
    locale = facts.book.settings.locale
    if locale.receipt_language == "customer" and facts.sheet is not None:
        return facts.sheet.customer.language or locale.language
    return locale.language


def _slip_lines(facts: SaleFacts) -> Sequence[SlipLine]:
    by_line = {line.line_id: line for line in facts.draft.lines}
    tiers = {tier.tier_id: tier.name for tier in facts.book.programme.tiers}
    sold = [
        _slip_line(by_line[line.line_id], line, facts.rules, tiers) for line in facts.priced.lines
    ]
    given = {gift.sku: gift.rule_id for gift in facts.priced.gifts}
    return [*sold, *(_gift_slip(line, given, facts.rules) for line in facts.gifts)]


def _gift_slip(
    line: SaleLine, given: Mapping[str, str], rules: Mapping[str, Promotion]
) -> SlipLine:
    rule = rules.get(given[line.sku])
    label = rule.name if rule is not None else ""
    return SlipLine(
        name=line.name,
        quantity=line.quantity,
        unit=line.unit,
        unit_price=0,
        gross=0,
        discounts=(SlipDiscount(kind="promotion", amount=0, label=label),),
        sku=line.sku,
    )


def _slip_line(
    line: DraftLine,
    priced: PricedLine,
    rules: Mapping[str, Promotion],
    tiers: Mapping[str, str],
) -> SlipLine:
    return SlipLine(
        name=line.name,
        quantity=priced.quantity,
        unit=line.unit,
        unit_price=priced.unit_price,
        gross=priced.gross,
        discounts=tuple(_discounts(priced, rules)),
        net=priced.money,
        sku=line.sku,
        price=_slip_price(priced, tiers),
        certificate=masked(line.certificate) if line.certificate else "",
    )


def _slip_price(priced: PricedLine, tiers: Mapping[str, str]) -> SlipPrice | None:
    """The price taken instead of the list price, for whom and from how many."""
    step = next((step for step in priced.steps if step.kind == "price"), None)
    if step is None:
        return None
    params: Any = dict(step.reason.params)
    name = params["group"] or tiers.get(params["tier"], "")
    return SlipPrice(listed=params["list"], name=name, min_quantity=params["min_quantity"])


def _discounts(priced: PricedLine, rules: Mapping[str, Promotion]) -> Sequence[SlipDiscount]:
    return [
        SlipDiscount(
            kind=SLIP_KINDS[step.kind],
            amount=step.amount,
            label=step_label(step, rules),
            rate=step_rate(step),
        )
        for step in priced.steps
        if step.kind in SLIP_KINDS and step.amount
    ]


def step_label(step: Step, rules: Mapping[str, Promotion]) -> str:
    """The name people gave to what a step comes from; "" when it has none of its own."""
    if step.kind == "promotion":
        return rules[step.rule].name if step.rule in rules else ""
    if step.kind in ("manual", "order_discount"):
        return str(dict(step.reason.params).get("reason", ""))
    return ""


def step_rate(step: Step) -> int | None:
    """The percentage of a step in basis points, where it was one."""
    params = dict(step.reason.params)
    rate, base = params.get("rate", params.get("percent")), params.get("base", 10_000)
    if isinstance(rate, int) and isinstance(base, int) and base:
        return rate * 10_000 // base
    return None


def _loyalty(facts: SaleFacts, sheet: CustomerSheet) -> SlipLoyalty:
    points, today = facts.priced.points, sheet.today
    before = sheet.points.balance(today)
    turned = sheet.turnover + facts.counting
    where = progress(turned, facts.book.programme.tiers)
    expiring = sheet.next_expiry
    start = where.tier.threshold if where.tier is not None else 0
    span = where.next_tier.threshold - start if where.next_tier is not None else 0
    swap = facts.swap.points if facts.swap is not None else None
    if swap is not None and swap.customer_id != sheet.customer.id:
        swap = None
    back, taken, gift = (swap.back, swap.taken, swap.gift) if swap is not None else (0, 0, 0)
    return SlipLoyalty(
        customer_name=short_name(sheet.customer.name),
        card_last4=facts.draft.card_number[-4:] if facts.draft.card_number else "",
        tier_name=facts.tier_after.name if facts.tier_after is not None else "",
        saved=facts.priced.discount_total + points.spent_money,
        points_before=before,
        points_spent=points.spent,
        points_earned=points.earned,
        points_after=before - points.spent + points.earned + back - taken + gift,
        points_pending=sheet.points.pending(today),
        next_tier=where.next_tier.name if where.next_tier is not None else "",
        to_next=where.missing if where.next_tier is not None else None,
        progress=(turned - start) * 1000 // span if span else 1000,
        expiring_points=max(0, expiring[0] - points.spent) if expiring is not None else 0,
        expiring_on=expiring[1].isoformat() if expiring is not None else "",
        points_back=back,
        points_taken=taken,
        points_gift=gift,
        gift_until=swap.until if swap is not None else "",
    )


def short_name(name: str) -> str:
    """A person on paper: the first name and one letter of the next, in the nominative."""
    parts = name.split()
    return parts[0] + f" {parts[1][0]}." if len(parts) > 1 else name


def tax_names(taxes: Sequence[TaxRate]) -> dict[int, str]:
    """The shop's names of its taxes by rate."""
    return {tax.rate: tax.name for tax in taxes}
