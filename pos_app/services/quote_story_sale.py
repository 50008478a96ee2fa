"""A sale in a story: priced by the till's engine, then its points, tier, coupons and tenders."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from pos_app.domain import points as ledger
from pos_app.domain.coupon import coupon_refusal
from pos_app.domain.money import allocate
from pos_app.domain.pricing import (
    Basket,
    BasketLine,
    CustomerFacts,
    Item,
    PresentedCoupon,
    PricedBasket,
    Programme,
    counting_money,
    price,
)
from pos_app.domain.promotion import EVERYTHING, Promotion, Scope
from pos_app.domain.refund import EarnTerms, SoldLine
from pos_app.domain.rounding import cash_rounding
from pos_app.domain.tier import Tier, tier_after_sale
from pos_app.services.quote_basket import Offer, offer, read_cart, read_catalogue, read_redeem
from pos_app.services.quote_reader import Node, QuoteError
from pos_app.services.quote_rules import read_rules
from pos_app.services.quote_story_cards import usable
from pos_app.services.quote_story_state import (
    Certificate,
    Happening,
    Person,
    Receipt,
    Refused,
    Row,
    Shop,
    StoryCoupon,
)

_NOT_EARNING = "not earning"
_SPENDING_REASONS = {
    "balance": "insufficient_points",
    "negative_balance": "insufficient_points",
    "share": "points_limit",
    "daily_limit": "daily_limit",
}
_COUPON_REASONS = {"void": "disabled", "wrong_time": "conditions"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Order:
    """What the event asks for, read in full before anything may refuse it."""

    lines: tuple[BasketLine, ...]
    offered: Offer
    redeem: int | Literal["max"]
    codes: tuple[str, ...]
    card_id: str | None
    card_amount: int | None
    earns: bool
    by_sum: bool


def sell(happening: Happening, shop: Shop, row: Row) -> None:
    """Make a sale.

    Raises:
        Refused: a code, a certificate or the points asked for may not be used; nothing changes.
    """
    order = _read(happening.node, shop)
    person = happening.person
    coupons = _coupons(order, person, shop)
    programme = _programme(order, shop, person)
    basket = Basket(
        lines=order.lines,
        customer=_facts(person, programme, shop),
        coupons=(*_presented(coupons), *_rule_codes(order, shop, person)),
        redeem=order.redeem,
        earns=order.earns,
    )
    _check_points(order, person, programme, shop)
    try:
        priced = price(basket, programme, shop.now)
    except ValueError as error:
        raise QuoteError(happening.node.path, str(error)) from None
    _check_priced(order, priced)
    card = _card(order, shop)
    counted = counting_money(basket, priced)
    _complete(happening, order, priced, coupons, card, counted, shop, row)


# -- reading ------------------------------------------------------------------------------------


def _read(node: Node, shop: Shop) -> _Order:
    items = shop.items | read_catalogue(node)
    rules = [*shop.offer.rules, *read_rules(node)]
    node.ignore("customer")
    by_sum = not node.has("cart")
    lines = _single_line(node) if by_sum else read_cart(node, items)
    card_id, amount = _read_card(node)
    return _Order(
        lines=lines,
        offered=offer(shop.offer.programme, rules),
        redeem=read_redeem(node),
        codes=tuple(dict.fromkeys(node.texts("codes"))),
        card_id=card_id,
        card_amount=amount,
        earns=not node.flag("no_earn", default=False),
        by_sum=by_sum,
    )


def _single_line(node: Node) -> tuple[BasketLine, ...]:
    """Return a sale given by its sum: one line, of ``eligible_units`` units that earn (1).

    ``eligible_total`` is the part of the sum that earns, where not all of it does.
    """
    total = node.whole("items_total", 0)
    name = node.given("eligible_total", "eligible_amount") or "eligible_total"
    eligible = min(total, node.whole(name, total))
    units = node.whole("eligible_units", 1)
    earning = units > 0 and (eligible > 0 or not total)
    lines = []
    if earning:
        lines.append(_part("L1", eligible, units))
    if total > eligible or not earning:
        rest = total - eligible if earning else total
        lines.append(_part("L1" if not earning else "L2", rest, 1, _NOT_EARNING))
    return tuple(lines)


def _part(line_id: str, money: int, units: int, *tags: str) -> BasketLine:
    item = Item(sku="items", price=money // units, tags=frozenset(tags))
    return BasketLine(line_id=line_id, item=item, quantity=units * 1_000, total=money)


def _read_card(node: Node) -> tuple[str | None, int | None]:
    if not isinstance(node.raw("pay_with_card"), dict):
        return node.text("pay_with_card") or None, None
    card = node.node("pay_with_card")
    assert card is not None
    name = card.given("card", "id")
    card_id = card.text(name) if name else None
    amount = card.maybe_whole("amount")
    card.done()
    return card_id, amount


# -- before the sale ----------------------------------------------------------------------------


def _coupons(order: _Order, person: Person, shop: Shop) -> list[StoryCoupon]:
    """Return the story's coupons shown, each allowed to this person today.

    Raises:
        Refused: with the reason of the first that is not.
    """
    known = {rule.code for rule in order.offered.rules}
    found = []
    for code in order.codes:
        coupon = shop.coupons.get(code)
        if coupon is None:
            if code not in known:
                raise Refused("unknown_code")
            continue
        if coupon.next_order and coupon.issued_by is None:
            raise Refused("not_started")
        paper = replace(
            coupon.paper,
            uses=coupon.total,
            customer_uses=coupon.uses.get(person.person_id, 0),
        )
        reason = coupon_refusal(paper, person.person_id, shop.now)
        if reason is not None:
            raise Refused(_COUPON_REASONS.get(reason, reason))
        found.append(coupon)
    return found


def _presented(coupons: list[StoryCoupon]) -> list[PresentedCoupon]:
    return [PresentedCoupon(code=coupon.paper.code, rule=coupon.rule) for coupon in coupons]


def _rule_codes(order: _Order, shop: Shop, person: Person) -> list[PresentedCoupon]:
    """Return the codes of rules shown, with what the story has used of them."""
    rules = {rule.code: rule.promotion for rule in order.offered.rules if rule.code is not None}
    return [
        PresentedCoupon(code=code, rule=_with_uses(rules[code], shop, person))
        for code in order.codes
        if code in rules and code not in shop.coupons
    ]


def _with_uses(rule: Promotion, shop: Shop, person: Person) -> Promotion:
    """Return a rule with the uses the story has made of it."""
    return replace(
        rule,
        used=rule.used + shop.rule_uses.get(rule.rule_id, 0),
        used_by_customer=(rule.used_by_customer or 0) + person.used.get(rule.rule_id, 0),
    )


def _programme(order: _Order, shop: Shop, person: Person) -> Programme:
    """Return the programme with the uses so far; a sum says itself which part of it earns."""
    programme = order.offered.programme
    rules = programme.earn_rules
    if order.by_sum:
        rules = tuple(replace(rule, scope=EVERYTHING) for rule in rules)
    return replace(
        programme,
        earn_rules=rules,
        promotions=tuple(_with_uses(rule, shop, person) for rule in programme.promotions),
        earning_excluded=Scope(tags=frozenset({_NOT_EARNING})),
    )


def _facts(person: Person, programme: Programme, shop: Shop) -> CustomerFacts:
    account, today = person.account, shop.today
    return CustomerFacts(
        customer_id=person.person_id,
        tier_id=None if person.tier is None else person.tier.tier_id,
        groups=person.groups,
        active_points=account.active(today),
        balance=account.balance(today),
        earned_today=person.earned_on.get(today, 0),
        redeemed_today=person.redeemed_on.get(today, 0),
        orders=person.orders,
        turnover=person.turnover(programme, today),
        birthday=person.birthday,
    )


def _check_points(order: _Order, person: Person, programme: Programme, shop: Shop) -> None:
    """Refuse points the person does not have or may not spend in that number (R8)."""
    if order.redeem == "max" or not order.redeem:
        return
    if order.redeem > person.account.active(shop.today):
        raise Refused("insufficient_points")
    if order.redeem < programme.min_points_redeemed:
        raise Refused("min_points")
    if order.redeem % programme.points_multiple_of:
        raise Refused("multiple_of")


def _check_priced(order: _Order, priced: PricedBasket) -> None:
    """Refuse a sale whose points or codes the engine did not take."""
    points = priced.points
    if order.redeem != "max" and points.spent < order.redeem:
        raise Refused(_SPENDING_REASONS.get(points.limited_by, "points_limit"))
    for entry in priced.not_applied:
        if entry.code is not None:
            raise Refused(entry.reason.code)


def _card(order: _Order, shop: Shop) -> Certificate | None:
    if order.card_id is None:
        return None
    card = usable(shop, order.card_id)
    if order.card_amount is not None and order.card_amount > card.balance:
        raise Refused("insufficient_balance")
    return card


# -- the sale -----------------------------------------------------------------------------------


def _complete(
    happening: Happening,
    order: _Order,
    priced: PricedBasket,
    coupons: list[StoryCoupon],
    card: Certificate | None,
    counted: int,
    shop: Shop,
    row: Row,
) -> None:
    person, today = happening.person, shop.today
    programme = order.offered.programme
    draws = ledger.plan_spending(person.account, priced.points.spent, today)
    person.account = ledger.spend(person.account, draws)
    own_lots = _grant(happening, priced, programme, shop)
    card_part = _pay_by_card(order, priced, card)
    tier_before = _count(person, counted, shop)
    rules = [rule.rule_id for rule in priced.applied if rule.rule_id not in shop.coupons]
    _use_codes(coupons, rules, person, shop)
    _issue_coupons(coupons, happening, shop)
    shop.receipts[happening.event_id] = Receipt(
        sale_id=happening.event_id,
        day=today,
        person=person,
        lines=_sold_lines(priced),
        terms=_terms(priced, programme),
        own_lots=own_lots,
        draws=draws,
        card_id=None if card is None else card.card_id,
        card_part=card_part,
        codes=tuple(coupon.paper.code for coupon in coupons),
        rules=tuple(rules),
        counting=frozenset(line.line_id for line in order.lines if not line.item.is_certificate),
        tier_before=tier_before,
        raised_tier=tier_before != person.tier,
    )
    _tell(row, priced, card_part, programme)


def _tell(row: Row, priced: PricedBasket, card_part: int, programme: Programme) -> None:
    row.total = priced.receipt_total
    cash = priced.to_pay - card_part
    row.payable = priced.to_pay + cash_rounding(cash, programme.cash_rounding)
    row.earned, row.spent = priced.points.earned, priced.points.spent
    row.extra["discount_total"] = priced.discount_total
    row.extra["paid_by_card"] = card_part


def _grant(
    happening: Happening, priced: PricedBasket, programme: Programme, shop: Shop
) -> frozenset[str]:
    earned, person = priced.points.earned, happening.person
    person.earned_on[shop.today] = person.earned_on.get(shop.today, 0) + earned
    spent = priced.points.spent
    person.redeemed_on[shop.today] = person.redeemed_on.get(shop.today, 0) + spent
    if not earned:
        return frozenset()
    lot = shop.grant(
        person,
        earned,
        source=happening.event_id,
        dates=programme.lot_dates(shop.today),
    )
    return frozenset({lot})


def _pay_by_card(order: _Order, priced: PricedBasket, card: Certificate | None) -> int:
    """Take what the certificate can pay, or the part asked for."""
    if card is None:
        return 0
    wanted = priced.to_pay if order.card_amount is None else order.card_amount
    part = min(card.balance, priced.to_pay, wanted)
    card.balance -= part
    return part


def _count(person: Person, counted: int, shop: Shop) -> Tier | None:
    """Add to turnover and orders; return the tier before, the sale may have raised it (R19)."""
    programme, before = shop.offer.programme, person.tier
    person.paid.append((shop.today, counted))
    person.orders += 1
    turnover = person.turnover(programme, shop.today)
    person.tier = tier_after_sale(before, turnover, programme.tiers)
    return before


def _use_codes(coupons: list[StoryCoupon], rules: list[str], person: Person, shop: Shop) -> None:
    for coupon in coupons:
        coupon.uses[person.person_id] = coupon.uses.get(person.person_id, 0) + 1
    for rule_id in rules:
        shop.rule_uses[rule_id] = shop.rule_uses.get(rule_id, 0) + 1
        person.used[rule_id] = person.used.get(rule_id, 0) + 1


def _issue_coupons(used: list[StoryCoupon], happening: Happening, shop: Shop) -> None:
    """Completion issues the coupons for the next order (R21)."""
    for coupon in shop.coupons.values():
        if coupon.next_order and coupon.issued_by is None and coupon not in used:
            coupon.issued_by = happening.event_id


def _sold_lines(priced: PricedBasket) -> list[SoldLine]:
    """Return the lines as a return needs them, the points spent shared by what they paid."""
    weights = [line.points_share for line in priced.lines]
    spent = priced.points.spent
    points = allocate(spent, weights) if spent else [0] * len(weights)
    return [
        SoldLine(
            line_id=line.line_id,
            quantity=line.quantity,
            money=line.money + line.tax_on_top,
            shares={"points": share, "tax": line.tax},
            earned=line.earned,
            earned_by=line.earned_by,
            earns=line.earns,
            earn_rule=line.earn_rule,
        )
        for line, share in zip(priced.lines, points, strict=True)
    ]


def _terms(priced: PricedBasket, programme: Programme) -> EarnTerms:
    return EarnTerms(
        earned=priced.points.earned,
        step=programme.points_step,
        rounding=programme.points_rounding,
        once=priced.points.once,
        max_points=programme.max_points_per_receipt,
        minimums=tuple(rule.min_amount for rule in programme.earn_rules),
    )
