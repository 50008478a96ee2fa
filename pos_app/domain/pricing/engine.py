"""The order of the steps (R1): a pure function from basket and programme to the priced basket."""

from __future__ import annotations

from datetime import date, datetime

from pos_app.domain import tax
from pos_app.domain.money import MAX_TOTAL, allocate, rate_of, require_int, require_price
from pos_app.domain.pricing.basket import MAX, Basket, BasketLine, ManualDiscount
from pos_app.domain.pricing.conditions import Facts
from pos_app.domain.pricing.earning import Earning, earn
from pos_app.domain.pricing.matching import LineIndex
from pos_app.domain.pricing.prices import buyer_of, price_step, taken_levels
from pos_app.domain.pricing.programme import Programme
from pos_app.domain.pricing.result import (
    LineTax,
    PointsOutcome,
    PricedBasket,
    PricedLine,
    RateTax,
    Reason,
    Step,
)
from pos_app.domain.pricing.rules import Rules
from pos_app.domain.pricing.spending import Spending, spend_points
from pos_app.domain.pricing.work import Work, manual_amount
from pos_app.domain.quantity import require_quantity
from pos_app.domain.tier import Tier, higher, tier_by_id, tier_for


def price(basket: Basket, programme: Programme, now: datetime) -> PricedBasket:
    """Price ``basket`` under ``programme`` at the shop's local moment ``now``.

    Everything is worked out from nothing (R1): the price that holds, manual line discount,
    promotions, card discount, coupons, manual order discount, points; then taxes (R6) and what is
    earned (R9, R10). With ``upgrade_on_same_receipt`` a receipt that reaches a higher tier is
    priced with it (R19).

    Raises:
        TypeError: a figure is no integer.
        ValueError: a figure is out of bounds, or a line id stands twice.
    """
    _guard(basket)
    tier = _tier(basket, programme)
    priced = _price(basket, programme, now, tier)
    if programme.upgrade_on_same_receipt and basket.customer is not None:
        turnover = basket.customer.turnover + counting_money(basket, priced)
        reached = tier_for(turnover, programme.tiers)
        if higher(tier, reached) != tier:
            return _price(basket, programme, now, reached)
    return priced


def counting_money(basket: Basket, priced: PricedBasket) -> int:
    """Return the money of a receipt that counts as turnover: all but gift certificates (R19)."""
    return sum(
        sold.money + sold.tax_on_top
        for line, sold in zip(basket.lines, priced.lines, strict=True)
        if not line.item.is_certificate
    )


def _guard(basket: Basket) -> None:
    seen: set[str] = set()
    for line in basket.lines:
        if line.line_id in seen:
            raise ValueError(f"line id {line.line_id!r} stands twice")
        seen.add(line.line_id)
        _guard_line(line)
    if basket.redeem != MAX:
        require_int("redeem", basket.redeem, low=0)
    if basket.order_discount is not None and basket.order_discount.amount is not None:
        require_int("order discount", basket.order_discount.amount, low=0)


def _guard_line(line: BasketLine) -> None:
    require_quantity("quantity", line.quantity)
    require_price("price", line.item.price)
    for level in line.item.prices:
        require_price("price level", level.price)
    if line.unit_price is not None:
        require_price("unit price", line.unit_price)
    if line.total is not None:
        require_int("line total", line.total, low=0, high=MAX_TOTAL)
    if line.discount is not None and line.discount.amount is not None:
        require_int("line discount", line.discount.amount, low=0)


def _tier(basket: Basket, programme: Programme) -> Tier | None:
    customer = basket.customer
    if customer is None or not programme.tiers:
        return None
    if customer.tier_id is not None:
        return tier_by_id(customer.tier_id, programme.tiers)
    return tier_for(customer.turnover, programme.tiers)


def _price(basket: Basket, programme: Programme, now: datetime, tier: Tier | None) -> PricedBasket:
    tier_id = None if tier is None else tier.tier_id
    works = _works(basket, programme, tier_id, now.date())
    for work in works:
        _manual_line_discount(work, programme)
    index = LineIndex(works, now.date())
    rules = Rules(Facts(index, basket.customer, tier_id, programme, now), basket)
    rules.run_promotions()
    if tier is not None and tier.discount:
        for work in works:
            _card_discount(work, tier, programme, rules)
    rules.run_coupons()
    _order_discount(basket, works)
    spending = spend_points(basket, index, programme)
    taxes = _taxes(works, programme)
    on_top = [sum(share.amount for share in shares if not share.included) for shares in taxes.lines]
    due = [work.left + extra for work, extra in zip(works, on_top, strict=True)]
    earning = earn(basket, index, programme, tier, due, spending.spent)
    return _answer(works, rules, spending, taxes, earning, tier_id, on_top)


def _works(basket: Basket, programme: Programme, tier_id: str | None, day: date) -> list[Work]:
    """The lines at the prices that hold for this buyer today, each saying which one and why."""
    buyer = buyer_of(basket.customer, tier_id, day)
    works = []
    levels = taken_levels(basket.lines, buyer)
    for place, (line, level) in enumerate(zip(basket.lines, levels, strict=True)):
        work = Work(place, line, programme, level)
        if level is not None:
            work.steps.append(price_step(level, line.item.price, buyer))
        works.append(work)
    return works


def _manual_line_discount(work: Work, programme: Programme) -> None:
    """A discount a person gave on the line; it replaces promotion and card there (R2)."""
    discount = work.line.discount
    if discount is None or work.item.fixed_price or work.item.is_certificate:
        return
    wanted = manual_amount(discount, work.gross)
    work.manual = min(wanted, work.manual_room(discount))
    work.left -= work.manual
    work.base = work.left
    work.steps.append(
        Step(
            rule="manual",
            kind="manual",
            amount=work.manual,
            reason=_by_hand(discount, wanted - work.manual),
        )
    )
    if programme.manual_line_discount == "replaces":
        work.open_to_promotions = False


def _card_discount(work: Work, tier: Tier, programme: Programme, rules: Rules) -> None:
    """The tier's discount against the promotions of the line (R2)."""
    if not work.open_to_promotions:
        return
    if programme.stacking == "best" and work.promotion:
        rival = min(rate_of(work.base, tier.discount, tier.base), max(0, work.base - work.floor))
        if work.promotion >= rival:
            return
        rules.card_won(work)
    elif programme.stacking == "promotion_only" and work.promotion:
        return
    amount = min(rate_of(work.left, tier.discount, tier.base), work.room)
    if amount:
        work.take(amount, None)
        work.card = amount
        reason = Reason("tier_discount", (("tier", tier.tier_id), ("rate", tier.discount)))
        work.steps.append(Step(rule=tier.tier_id, kind="card", amount=amount, reason=reason))


def _order_discount(basket: Basket, works: list[Work]) -> None:
    """A person's discount on the whole receipt, split by R5.

    What a line has no room for is not moved to others: there it would pass the person's ceiling.
    """
    discount = basket.order_discount
    if discount is None:
        return
    lines = [work for work in works if not work.item.fixed_price and not work.item.is_certificate]
    left = [work.left for work in lines]
    wanted = manual_amount(discount, sum(left))
    if not wanted:
        return
    rooms = [work.manual_room(discount) for work in lines]
    shares = [min(part) for part in zip(allocate(wanted, left), rooms, strict=True)]
    reason = _by_hand(discount, wanted - sum(shares))
    for work, share in zip(lines, shares, strict=True):
        work.take(share, None)
        work.order = share
        work.steps.append(
            Step(rule="order_discount", kind="order_discount", amount=share, reason=reason)
        )


def _by_hand(discount: ManualDiscount, cut: int) -> Reason:
    """Why a person's discount stands there; ``cut`` minor units of it were below the floor."""
    params = (("reason", discount.reason), ("percent", discount.percent))
    return Reason("manual", (*params, ("cut", cut)) if cut else params)


def _taxable(work: Work, programme: Programme) -> int:
    return work.left + work.points if programme.points_as == "tender" else work.left


def _taxes(works: list[Work], programme: Programme) -> tax.Taxes:
    return tax.work_out(
        [(_taxable(work, programme), work.item.taxes) for work in works],
        prices_include_tax=programme.prices_include_tax,
        rounding=programme.tax_round,
    )


def _line(
    work: Work, shares: tuple[tax.TaxShare, ...], earning: Earning, on_top: int
) -> PricedLine:
    included = sum(share.amount for share in shares if share.included)
    return PricedLine(
        line_id=work.line.line_id,
        sku=work.item.sku,
        quantity=work.line.quantity,
        unit_price=work.unit_price,
        gross=work.gross,
        promotion_discount=work.promotion,
        card_discount=work.card,
        manual_discount=work.manual,
        coupon_share=work.coupon,
        order_share=work.order,
        points_share=work.points,
        money=work.left,
        taxes=tuple(
            LineTax(
                rate=share.rate.rate,
                amount=share.amount,
                included=share.included,
                base=share.rate.base,
            )
            for share in shares
        ),
        tax=included + on_top,
        tax_on_top=on_top,
        earned=earning.lines[work.place],
        earned_by="quantity" if work.place in earning.by_quantity else "money",
        earns=work.place in earning.rules,
        earn_rule=earning.rules.get(work.place),
        free_units=work.free_units,
        steps=tuple(work.steps),
    )


def _answer(
    works: list[Work],
    rules: Rules,
    spending: Spending,
    taxes: tax.Taxes,
    earning: Earning,
    tier_id: str | None,
    on_top: list[int],
) -> PricedBasket:
    lines = tuple(
        _line(work, shares, earning, extra)
        for work, shares, extra in zip(works, taxes.lines, on_top, strict=True)
    )
    money = sum(work.left for work in works)
    extra = sum(on_top)
    tax_total = sum(line.tax for line in lines)
    receipt_total = money + spending.spent_money + extra
    manual = sum(work.manual for work in works)
    promotion = sum(work.promotion for work in works)
    card = sum(work.card for work in works)
    coupon = sum(work.coupon for work in works)
    order = sum(work.order for work in works)
    applied = rules.applied()
    return PricedBasket(
        lines=lines,
        gross=sum(work.gross for work in works),
        promotion_discount=promotion,
        card_discount=card,
        manual_discount=manual,
        coupon_discount=coupon,
        order_discount=order,
        discount_total=manual + promotion + card + coupon + order,
        receipt_total=receipt_total,
        net=receipt_total - tax_total,
        tax=tax_total,
        taxes=tuple(_rate(rate) for rate in taxes.rates),
        to_pay=receipt_total - spending.spent_money,
        points=_points(spending, earning),
        applied=applied,
        not_applied=rules.not_applied(),
        gifts=tuple(rules.gifts),
        tier_id=tier_id,
        coupons_to_issue=tuple(rules.issues),
    )


def _points(spending: Spending, earning: Earning) -> PointsOutcome:
    return PointsOutcome(
        limit=spending.limit,
        limit_money=spending.limit_money,
        limited_by=spending.limited_by,
        spent=spending.spent,
        spent_money=spending.spent_money,
        earned=earning.earned,
        would_earn=earning.would_earn,
        once=earning.once,
        steps=earning.steps,
    )


def _rate(rate: tax.RateSum) -> RateTax:
    return RateTax(rate=rate.rate, net=rate.net, tax=rate.tax, base=rate.base)
