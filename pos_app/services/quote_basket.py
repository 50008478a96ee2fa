"""The basket of a quote: what it costs under the rules given with it, and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal

from pos_app.domain.pricing import (
    MAX,
    Basket,
    BasketLine,
    CustomerFacts,
    Item,
    ManualDiscount,
    PresentedCoupon,
    PricedBasket,
    PricedLine,
    PriceLevel,
    Programme,
    price,
)
from pos_app.domain.rounding import cash_rounding
from pos_app.domain.tax import TaxRate
from pos_app.services.quote_programme import QUOTE_DEFAULTS, read_programme, read_settings
from pos_app.services.quote_reader import (
    Node,
    QuoteError,
    as_day,
    as_now,
    split_rate,
)
from pos_app.services.quote_rules import Rule, read_rules

Answer = dict[str, Any]
Number = int | float


def number(value: int, scale: int) -> Number:
    """Return ``value / scale`` as JSON writes it: whole where it is whole."""
    return value // scale if value % scale == 0 else float(Decimal(value) / scale)


# -- reading ------------------------------------------------------------------------------------


def read_catalogue(node: Node) -> dict[str, Item]:
    """Return the items by article number.

    Raises:
        QuoteError: an article that stands twice, or anything unknown.
    """
    items: dict[str, Item] = {}
    for one in node.nodes("catalogue"):
        item = _read_item(one)
        if item.sku in items:
            raise QuoteError(one.at("sku"), f"stands twice: {item.sku!r}")
        items[item.sku] = item
    return items


def _read_item(node: Node) -> Item:
    item = Item(
        sku=node.text("sku"),
        name=node.text("name"),
        price=node.whole("price", 0),
        prices=tuple(_read_level(one) for one in node.nodes("prices")),
        taxes=tuple(_read_tax(value, path) for value, path in node.items("taxes")),
        groups=frozenset(node.texts("categories")),
        brand=node.text("brand") or None,
        tags=frozenset(node.texts("tags")),
        discountable=node.flag("discountable", default=True),
        fixed_price=node.flag("fixed_price", default=False),
        is_certificate=node.flag("certificate", default=False),
        min_price=node.maybe_whole("min_price"),
        cost=node.maybe_whole("cost"),
        expires=node.take("expires", None, as_day),
        is_new=node.flag("new", default=False),
    )
    node.done()
    if not item.sku:
        raise QuoteError(node.at("sku"), "is missing")
    return item


def _read_level(node: Node) -> PriceLevel:
    if not node.has("price"):
        raise QuoteError(node.at("price"), "is missing")
    level = PriceLevel(
        price=node.whole("price", 0),
        groups=frozenset((*node.texts("groups"), *node.texts("group"))),
        tiers=frozenset((*node.texts("tiers"), *node.texts("tier"))),
        min_quantity=node.quantity("min_qty", 0),
        valid_from=node.take("from", None, as_day),
        valid_to=node.take("to", None, as_day),
    )
    node.done()
    return level


def _read_tax(value: object, path: str) -> TaxRate:
    if not isinstance(value, dict):
        rate, base = split_rate(value, path)
        return TaxRate(rate=rate, base=base)
    node = Node(value, path)
    rate, base = split_rate(node.raw("rate"), node.at("rate"))
    included = node.flag("included", default=False) if node.has("included") else None
    node.done()
    return TaxRate(rate=rate, base=base, included=included)


def read_cart(node: Node, items: dict[str, Item]) -> tuple[BasketLine, ...]:
    """Return the lines; a line of quantity 0 is no line.

    Raises:
        QuoteError: an article that is not in the catalogue, a line that stands twice.
    """
    lines = []
    seen: set[str] = set()
    for place, one in enumerate(node.nodes("cart")):
        line_id = one.text("line", f"L{place + 1}")
        if line_id in seen:
            raise QuoteError(one.at("line"), f"stands twice: {line_id!r}")
        seen.add(line_id)
        line = _read_line(one, line_id, items)
        if line.quantity:
            lines.append(line)
    return tuple(lines)


def _read_line(node: Node, line_id: str, items: dict[str, Item]) -> BasketLine:
    sku = node.text("sku")
    if sku not in items:
        raise QuoteError(node.at("sku"), f"is not in the catalogue: {sku!r}")
    discount = None
    if node.has("line_discount_percent"):
        rate, base = split_rate(node.raw("line_discount_percent"), node.at("line_discount_percent"))
        discount = ManualDiscount(
            percent=rate, base=base, reason="line_discount_percent", below_floor=True
        )
    line = BasketLine(
        line_id=line_id,
        item=items[sku],
        quantity=node.quantity("qty", 1_000),
        unit_price=node.maybe_whole("price"),
        total=node.maybe_whole("total"),
        discount=discount,
    )
    node.done()
    return line


def read_customer(node: Node | None) -> CustomerFacts | None:
    """Return what is known of the customer; no object, no customer."""
    if node is None:
        return None
    used = node.node("used")
    facts = CustomerFacts(
        customer_id=node.text("id"),
        groups=frozenset((*node.texts("groups"), *node.texts("group"))),
        tier_id=node.text("tier") or None,
        orders=node.whole("orders", 0),
        birthday=node.take("birthday", None, as_day),
        turnover=node.whole("spent_total", 0, low=None),
        active_points=max(0, node.points("points", 0)),
        balance=node.points("points", 0),
        used={} if used is None else {key: used.whole(key, 0) for key in used.names()},
    )
    node.done()
    return facts


def read_redeem(node: Node, key: str = "redeem_points") -> int | Literal["max"]:
    """Return the points to spend: hundredths, or as many as the rules allow."""
    if node.raw(key) == MAX:
        return MAX
    points = node.points(key, 0)
    if points < 0:
        raise QuoteError(node.at(key), "must not be negative")
    return points


def present(codes: Iterable[str], rules: list[Rule]) -> tuple[PresentedCoupon, ...]:
    """Look up the codes among the rules, in the order shown."""
    known = {rule.code: rule.promotion for rule in rules if rule.code is not None}
    return tuple(PresentedCoupon(code=code, rule=known.get(code)) for code in codes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What a basket is priced under: the programme with the automatic rules, and all rules."""

    programme: Programme
    rules: list[Rule]


def offer(programme: Programme, rules: list[Rule]) -> Offer:
    """Join a programme and rules: automatic ones are promotions, the others wait for a code."""
    autos = tuple(rule.promotion for rule in rules if rule.code is None)
    return Offer(programme=replace(programme, promotions=autos), rules=rules)


def read_shop(node: Node) -> Programme:
    """Return the programme from ``prices_include_tax``, ``settings`` and ``programme``."""
    shop = replace(QUOTE_DEFAULTS, prices_include_tax=node.flag("prices_include_tax", default=True))
    settings = node.node("settings")
    shop = read_settings(settings, shop)
    if settings is not None:
        settings.ignore("point_value")
        settings.done()
    return shop


# -- answering ----------------------------------------------------------------------------------


def quote_basket(node: Node, now: datetime) -> Answer:
    """Answer a basket; ``now`` is the moment where the input names none.

    Raises:
        QuoteError: the input cannot be read.
    """
    node.ignore("kind", "id", "about", "note")
    shop = read_shop(node)
    settings = node.node("programme")
    redeem = read_redeem(node)
    if settings is not None:
        redeem = read_redeem(settings) if settings.has("redeem_points") else redeem
        shop = read_programme(settings, shop)
        settings.done()
    offered = offer(shop, read_rules(node))
    items = read_catalogue(node)
    basket = Basket(
        lines=read_cart(node, items),
        customer=read_customer(node.node("customer")),
        coupons=present(node.texts("codes"), offered.rules),
        redeem=redeem,
    )
    moment = node.take("now", now, as_now)
    node.done()
    try:
        priced = price(basket, offered.programme, moment)
    except ValueError as error:
        raise QuoteError("cart", str(error)) from None
    return answer_basket(priced, basket, offered)


def answer_basket(priced: PricedBasket, basket: Basket, offered: Offer) -> Answer:
    """Return the priced basket in the words of the format."""
    gross_mode = priced.to_pay + cash_rounding(priced.to_pay, offered.programme.cash_rounding)
    return {
        "items_total": priced.gross,
        "discount_total": priced.discount_total,
        "net": priced.net,
        "tax": priced.tax,
        "taxes": [
            {"rate": rate_text(rate.rate, rate.base), "net": rate.net, "tax": rate.tax}
            for rate in priced.taxes
        ],
        "total": priced.receipt_total,
        "payable": gross_mode,
        "cash_rounding": gross_mode - priced.to_pay,
        "lines": [_line(line) for line in priced.lines],
        "free": _free(priced),
        "rule_discount": {rule.rule_id: rule.discount for rule in priced.applied},
        "applied": [rule.rule_id for rule in priced.applied],
        "not_applied": _not_applied(priced, basket, offered),
        "rejected": rejected(priced),
        "points": _points(priced),
        "tier": priced.tier_id,
        "coupons_to_issue": list(priced.coupons_to_issue),
    }


def rate_text(rate: int, base: int) -> str:
    """Return a rate as a percentage in plain digits: 2000 → ``20``, 1250 → ``12.5``."""
    value = Decimal(rate * 100) / base
    return f"{value.normalize():f}"


def _line(line: PricedLine) -> Answer:
    points_back = line.points_share
    return {
        "line": line.line_id,
        "sku": line.sku,
        "unit_price": line.unit_price,
        "gross": line.gross,
        "discount": line.discount,
        "points": points_back,
        "total": line.money + points_back + line.tax_on_top,
        "payable": line.money + line.tax_on_top,
        "tax": line.tax,
        "steps": [
            {"rule": step.rule, "amount": step.amount, "reason": step.reason.code}
            for step in line.steps
        ],
    }


def _free(priced: PricedBasket) -> dict[str, Number]:
    units: dict[str, int] = {}
    for line in priced.lines:
        if line.free_units:
            units[line.sku] = units.get(line.sku, 0) + line.free_units * 1_000
    for gift in priced.gifts:
        units[gift.sku] = units.get(gift.sku, 0) + gift.quantity
    return {sku: number(quantity, 1_000) for sku, quantity in units.items()}


def _not_applied(priced: PricedBasket, basket: Basket, offered: Offer) -> list[Answer]:
    """Return every rule that gave nothing, in the order of writing."""
    found = {entry.rule_id: entry for entry in priced.not_applied if entry.rule_id}
    shown = {coupon.code for coupon in basket.coupons}
    result: list[Answer] = []
    for rule in offered.rules:
        rule_id = rule.promotion.rule_id
        if rule.code is not None and rule.code not in shown:
            result.append({"id": rule_id, "reason": "no_code", "missing": None})
        elif rule_id in found:
            entry = found[rule_id]
            missing: Number | None = entry.missing
            if missing is not None and entry.missing_kind == "quantity":
                missing = number(int(missing), 1_000)
            result.append({"id": rule_id, "reason": entry.reason.code, "missing": missing})
    return result


def rejected(priced: PricedBasket) -> list[list[str]]:
    """Return the codes that gave nothing with their reasons, in the order shown."""
    return [
        [entry.code, entry.reason.code] for entry in priced.not_applied if entry.code is not None
    ]


def _points(priced: PricedBasket) -> Answer:
    points = priced.points
    return {
        "earned": number(points.earned, 100),
        "limit": number(points.limit, 100),
        "limited_by": points.limited_by,
        "spent": number(points.spent, 100),
        "spent_money": points.spent_money,
        "steps": [_reason(step.code, step.params) for step in points.steps],
    }


def _reason(code: str, params: tuple[tuple[str, object], ...]) -> Answer:
    answer: Answer = {"reason": code}
    for name, value in params:
        if name in ("points", "step") and isinstance(value, int):
            answer[name] = number(value, 100)
        elif name == "factor" and isinstance(value, int):
            answer[name] = number(value, 10_000)
        else:
            answer[name] = value
    return answer
