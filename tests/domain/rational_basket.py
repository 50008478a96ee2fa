"""A basket of ``pos-app quote`` worked out by the independent model, from the rules alone.

It reads the same JSON as the program and imports nothing of it: fractions instead of scaled whole
numbers, single units instead of runs, copies instead of taking back.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import Any

from tests.domain.rational_goods import Good, Json, good_of, in_scope, nearest, split
from tests.domain.rational_rules import Counter, Settings, taxes_of

DEFAULTS: Settings = {
    "stacking": "best",
    "promotion_order": "written",
    "exclusive_takes": "basket",
    "manual_line_discount": "first",
    "coupons_per_receipt": None,
    "margin_floor": None,
    "prices_include_tax": True,
    "tax_round": "per_rate",
    "points_as": "discount",
    "cash_rounding": 0,
    "point_value": 100,
    "max_points_share": 100,
    "min_money_part": 0,
    "min_points_redeemed": 0,
    "points_multiple_of": "0.01",
    "points_on_promotion_lines": True,
    "earn_while_redeeming": True,
    "points_step": 1,
    "max_points_per_receipt": None,
    "tiers": [],
    "earn": [],
}
TILL: Json = {
    "promotion_order": "benefit",
    "exclusive_takes": "lines",
    "manual_line_discount": "replaces",
    "coupons_per_receipt": 1,
}
"""Where the till differs from a quote, as settings of the format."""


@dataclass
class Worked:
    """A basket worked out; ``goods`` keep what a return needs."""

    answer: Json
    goods: list[Good]
    money: list[int]
    points: list[int]
    settings: Settings
    earned: Fraction
    exact: list[Fraction]
    earned_by: dict[int, int]
    by_quantity: set[int]
    times: Fraction


def work_out(document: Json) -> Worked:
    """Price a basket of the format."""
    settings = settings_of(document)
    counter = _counter(document, settings)
    _manual(counter)
    tier = _tier(document, settings)
    _run(counter, tier)
    limit, spent, paid = _spend(counter, document)
    taxes = taxes_of(counter.goods, _taxable(counter), settings)
    on_top = [sum(tax for key, tax in line.items() if not key[1]) for line in taxes]
    due = [good.left + extra for good, extra in zip(counter.goods, on_top, strict=True)]
    shares = [good.by_kind.get("points", 0) for good in counter.goods]
    worked = Worked(
        answer={},
        goods=counter.goods,
        money=due,
        points=split(int(spent * 100), shares),
        settings=settings,
        earned=Fraction(0),
        exact=[Fraction(0)] * len(due),
        earned_by={},
        by_quantity=set(),
        times=Fraction(str(tier.get("multiplier", 1))) if tier else Fraction(1),
    )
    if due and not (spent and not settings["earn_while_redeeming"]):
        earned = _earn(worked)
        worked.earned = earned if counter.customer is not None else Fraction(0)
    points = {"limit": limit, "spent": spent, "earned": worked.earned}
    worked.answer = _answer(counter, taxes, on_top, points, paid)
    return worked


def settings_of(document: Json) -> Settings:
    """Every setting by its name, defaults first."""
    programme = document.get("programme", {})
    given = {**document.get("settings", {}), **programme}
    given.setdefault("prices_include_tax", document.get("prices_include_tax", True))
    redeem = given.get("redeem", {})
    for name, key in (
        ("point_value", "minor_per_point"),
        ("max_points_share", "max_percent"),
        ("points_multiple_of", "multiple_of"),
        ("min_points_redeemed", "min_points"),
    ):
        if key in redeem:
            given[name] = redeem[key]
    found = {key: given.get(key, value) for key, value in DEFAULTS.items()}
    if isinstance(found["earn"], dict):
        found["earn"] = [found["earn"]]
    return found


def _counter(document: Json, settings: Settings) -> Counter:
    catalogue = {item["sku"]: item for item in document["catalogue"]}
    goods = [
        good_of(place, line, catalogue[line["sku"]], settings["margin_floor"])
        for place, line in enumerate(document["cart"])
    ]
    rules = []
    for place, rule in enumerate(document.get("rules", ())):
        by_code = rule.get("trigger", "code" if "code" in rule else "auto") == "code"
        kind = "coupon" if by_code else "promotion"
        rules.append({**rule, "place": place, "kind": kind})
    codes = list(dict.fromkeys(document.get("codes", ())))
    return Counter(goods, rules, codes, document.get("customer"), settings)


def _manual(counter: Counter) -> None:
    for good in counter.goods:
        rate = good.facts["manual"].get("line_discount_percent")
        closed = good.facts.get("fixed_price") or good.facts.get("certificate")
        if rate is not None and not closed:
            off = min(good.left, nearest(good.left * Fraction(str(rate)) / 100))
            good.take(off)
            good.base = good.left
            good.by_kind["manual"] = off


def _tier(document: Json, settings: Settings) -> Json | None:
    customer = document.get("customer")
    if customer is None:
        return None
    if customer.get("tier"):
        named = [tier for tier in settings["tiers"] if tier["name"] == customer["tier"]]
        return named[0] if named else None
    spent = customer.get("spent_total", 0)
    reached = [tier for tier in settings["tiers"] if spent >= tier.get("min_spent", 0)]
    return max(reached, key=lambda tier: tier.get("min_spent", 0), default=None)


def _run(counter: Counter, tier: Json | None) -> None:
    """Promotions, the card, coupons (R1, R2)."""
    for rule in counter.autos():
        refusal = counter.right(rule)
        if refusal is not None:
            counter.refused[rule["id"]] = refusal
    counter.find_alone()
    for rule in _order(counter):
        counter.turn(rule)
    if tier is not None:
        for good in counter.goods:
            _card(counter, good, Fraction(str(tier.get("percent", 0))) / 100)
    _coupons(counter)


def _order(counter: Counter) -> list[Json]:
    """Automatic rules as they come: as written, or by what each would give at the beginning."""
    ready = [rule for rule in counter.autos() if rule["id"] not in counter.refused]
    if counter.settings["promotion_order"] == "written":
        return ready
    worth = {rule["id"]: counter.attempt(rule).money for rule in ready if counter.holds(rule)}
    counter.refused |= {r["id"]: "conditions" for r in ready if r["id"] not in worth}
    ready = [rule for rule in ready if rule["id"] in worth]
    return sorted(ready, key=lambda r: (-r.get("priority", 0), -worth[r["id"]], r["place"]))


def _coupons(counter: Counter) -> None:
    limit = counter.settings["coupons_per_receipt"]
    coupons = counter.coupons()
    if limit is not None:
        coupons.sort(key=lambda rule: counter.codes.index(rule["code"]))
    for rule in coupons:
        refusal = counter.right(rule)
        if refusal is None and limit is not None and limit <= 0:
            refusal = "excluded"
        if refusal is not None:
            counter.refused[rule["id"]] = refusal
        elif counter.turn(rule) and limit is not None:
            limit -= 1


def _card(counter: Counter, good: Good, rate: Fraction) -> None:
    manual = good.facts["manual"].get("line_discount_percent") is not None
    if not good.open or (manual and counter.settings["manual_line_discount"] == "replaces"):
        return
    stacking, taken = counter.settings["stacking"], good.by_kind.get("promotion", 0)
    if taken and stacking == "promotion_only":
        return
    if taken and stacking == "best":
        if taken >= min(nearest(good.base * rate), max(0, good.base - good.floor)):
            return
        good.left, good.units, good.shaped, good.blurred = good.base, None, False, False
        good.free = 0
        del good.by_kind["promotion"]
        good.by_rule.clear()
    off = min(nearest(good.left * rate), good.room)
    if off:
        good.take(off)
        good.by_kind["card"] = off


def _spend(counter: Counter, document: Json) -> tuple[Fraction, Fraction, int]:
    """The limit in points, the points spent, and the money they pay (R8)."""
    nothing = Fraction(0), Fraction(0), 0
    customer, settings = counter.customer, counter.settings
    if customer is None:
        return nothing
    balance = Fraction(str(customer.get("points", 0)))
    goods = [
        good
        for good in counter.goods
        if good.left
        and not good.facts.get("certificate")
        and (settings["points_on_promotion_lines"] or not good.by_kind.get("promotion"))
    ]
    due = sum(good.left for good in goods)
    value, step = (
        Fraction(str(settings["point_value"])),
        Fraction(str(settings["points_multiple_of"])),
    )
    share = Fraction(str(settings["max_points_share"])) / 100
    if balance < 0 or not due:
        return nothing
    money = max(
        0, min(floor(balance * value), floor(due * share), due - settings["min_money_part"])
    )
    limit = min(balance, Fraction(ceil(money / value * 100), 100)) // step * step
    least = Fraction(str(settings["min_points_redeemed"]))
    if limit < least:
        return nothing
    wish = document.get("redeem_points", document.get("programme", {}).get("redeem_points", 0))
    spent = limit if wish == "max" else min(Fraction(str(wish)), limit) // step * step
    paid = floor(spent * value)
    if spent < least or not paid:
        return limit, Fraction(0), 0
    for good, part in zip(goods, split(paid, [good.left for good in goods]), strict=True):
        good.left -= part
        good.by_kind["points"] = part
    return limit, spent, paid


def _taxable(counter: Counter) -> list[int]:
    tender = counter.settings["points_as"] == "tender"
    return [good.left + (good.by_kind.get("points", 0) if tender else 0) for good in counter.goods]


def _earn(worked: Worked) -> Fraction:
    """Points of the receipt; the exact ones of each line are noted beside it (R9, R10)."""
    goods = [good for good in worked.goods if not good.facts.get("certificate")]
    base = sum(worked.money[good.place] for good in goods)
    total = Fraction(0)
    for number, rule in enumerate(worked.settings["earn"]):
        points, least = Fraction(str(rule.get("points", 1))), rule.get("min_amount", 0)
        if rule.get("mode") == "per_order":
            total += points * worked.times if goods and base >= least else 0
            continue
        free = [good for good in goods if good.place not in worked.earned_by]
        mine = [good for good in free if in_scope(good, rule.get("scope", {}))]
        worked.earned_by |= {good.place: number for good in mine}
        if sum(worked.money[good.place] for good in mine) < least:
            continue
        for good in mine:
            amount = Fraction(worked.money[good.place], rule.get("per", 100))
            if rule.get("mode") == "per_unit":
                amount = good.quantity
                worked.by_quantity.add(good.place)
            worked.exact[good.place] = amount * points * good.factor * worked.times
    return rounded(total + sum(worked.exact, Fraction(0)), worked.settings)


def rounded(points: Fraction, settings: Settings) -> Fraction:
    """Round down once to the step, and keep to the receipt's cap."""
    step = Fraction(str(settings["points_step"]))
    found = points // step * step
    cap = settings["max_points_per_receipt"]
    return found if cap is None else min(found, Fraction(str(cap)))


def _answer(counter: Counter, taxes: list[Any], on_top: list[int], points: Json, paid: int) -> Json:
    goods = counter.goods
    totals = [
        good.left + good.by_kind.get("points", 0) + extra
        for good, extra in zip(goods, on_top, strict=True)
    ]
    lines = [
        {
            "line": good.name,
            "gross": good.gross,
            "discount": good.gross - good.left - good.by_kind.get("points", 0),
            "points": good.by_kind.get("points", 0),
            "total": total,
            "tax": sum(line.values()),
        }
        for good, line, total in zip(goods, taxes, totals, strict=True)
    ]
    tax = sum(line["tax"] for line in lines)
    due = sum(totals) - paid
    coin = counter.settings["cash_rounding"]
    payable = nearest(Fraction(due, coin)) * coin if coin > 1 else due
    money = {name: sum(good.by_rule.get(name, 0) for good in goods) for name in counter.given}
    applied = {n: m for n, m in money.items() if m or n in counter.extras}
    free = dict(counter.gifts)
    for good in goods:
        if good.free:
            free[good.sku] = free.get(good.sku, Fraction(0)) + good.free
    rates: dict[Fraction, int] = {}
    for line in taxes:
        for (rate, _), amount in line.items():
            rates[rate] = rates.get(rate, 0) + amount
    return {
        "items_total": sum(good.gross for good in goods),
        "discount_total": sum(line["discount"] for line in lines),
        "net": sum(totals) - tax,
        "tax": tax,
        "taxes": [{"rate": _plain(rate), "tax": amount} for rate, amount in sorted(rates.items())],
        "total": sum(totals),
        "payable": payable,
        "lines": lines,
        "free": {sku: _number(amount) for sku, amount in free.items()},
        "rule_discount": applied,
        "applied": list(applied),
        "points": {name: _number(value) for name, value in points.items()},
    }


def _number(value: Fraction) -> int | float:
    return int(value) if value.denominator == 1 else float(value)


def _plain(rate: Fraction) -> str:
    return str(int(rate)) if rate.denominator == 1 else str(float(rate))
