"""Does a rule hold, and what is missing if not (R4, R21)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from pos_app.domain import tax
from pos_app.domain.points import birthday_in_window
from pos_app.domain.pricing.basket import CustomerFacts
from pos_app.domain.pricing.matching import LineIndex
from pos_app.domain.pricing.programme import Programme
from pos_app.domain.pricing.work import Work
from pos_app.domain.promotion import (
    AnyOf,
    BirthdayWindow,
    Condition,
    Contains,
    DistinctSkus,
    InGroup,
    InTier,
    IsCustomer,
    MaxQuantity,
    MinAmount,
    MinQuantity,
    NoneOf,
    NthOrder,
    Promotion,
    Scope,
    clock_holds,
    dates_refusal,
)


@dataclass(frozen=True, slots=True)
class Miss:
    """A condition that does not hold; ``missing`` money or thousandths would make it."""

    condition: str
    missing: int | None = None
    kind: Literal["money", "quantity"] | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """What conditions look at: the lines as they are now, the person, the moment."""

    index: LineIndex
    customer: CustomerFacts | None
    tier_id: str | None
    programme: Programme
    now: datetime


def right_refusal(rule: Promotion, customer: CustomerFacts | None, now: datetime) -> str | None:
    """Tell why a rule may not be used at all, whatever is in the basket."""
    if not rule.enabled:
        return "disabled"
    dates = dates_refusal(rule.valid_from, rule.valid_to, now)
    if dates is not None:
        return dates
    if (rule.weekdays or rule.hours) and not clock_holds(rule.weekdays, rule.hours, now):
        return "conditions"
    if rule.usage_limit is not None and rule.used >= rule.usage_limit:
        return "usage_limit"
    if rule.budget is not None and rule.budget_used >= rule.budget:
        return "budget"
    if rule.bound_customer is not None or rule.usage_limit_per_customer is not None:
        return _person_refusal(rule, customer)
    return None


def _person_refusal(rule: Promotion, customer: CustomerFacts | None) -> str | None:
    if customer is None:
        return "customer_required"
    if rule.bound_customer not in (None, customer.customer_id):
        return "other_customer"
    if rule.usage_limit_per_customer is not None:
        used = rule.used_by_customer
        used = customer.used.get(rule.rule_id, 0) if used is None else used
        if used >= rule.usage_limit_per_customer:
            return "customer_usage_limit"
    return None


def first_miss(rule: Promotion, facts: Facts) -> Miss | None:
    """Return the first condition that does not hold; ``None``: all hold."""
    for condition in rule.conditions:
        miss = check(condition, facts)
        if miss is not None:
            return miss
    return None


def check(condition: Condition, facts: Facts) -> Miss | None:
    """Return why one condition does not hold; ``None``: it holds."""
    if isinstance(condition, MinAmount):
        return _min_amount(condition, facts)
    if isinstance(condition, MinQuantity):
        missing = condition.quantity - _quantity(condition.scope, facts)
        return Miss("min_qty", missing, "quantity") if missing > 0 else None
    if isinstance(condition, MaxQuantity):
        too_many = _quantity(condition.scope, facts) > condition.quantity
        return Miss("max_qty") if too_many else None
    if isinstance(condition, DistinctSkus):
        skus = {work.item.sku for work in facts.index.match(condition.scope)}
        missing = condition.count - len(skus)
        return Miss("distinct_skus", missing * 1_000, "quantity") if missing > 0 else None
    if isinstance(condition, Contains):
        return _contains(condition, facts)
    if isinstance(condition, AnyOf):
        misses = [check(one, facts) for one in condition.conditions]
        return None if None in misses else Miss("any_of")
    if isinstance(condition, NoneOf):
        barred = any(check(one, facts) is None for one in condition.conditions)
        return Miss("none_of") if barred else None
    return _about_customer(condition, facts)


def _quantity(scope: Scope, facts: Facts) -> int:
    return sum(work.line.quantity for work in facts.index.match(scope))


def _min_amount(condition: MinAmount, facts: Facts) -> Miss | None:
    key = (id(condition.scope), condition.basis)
    present = facts.index.sums.get(key)
    if present is None:
        scoped = facts.index.match(condition.scope)
        lines = [work for work in scoped if not work.item.is_certificate]
        present = facts.index.sums[key] = amount_of(lines, condition.basis, facts.programme)
    wanted = condition.amount + 1 if condition.strict else condition.amount
    return Miss("min_amount", wanted - present, "money") if present < wanted else None


def amount_of(
    lines: list[Work], basis: Literal["current", "list", "net", "gross"], programme: Programme
) -> int:
    """Return the money of lines: what is left of them, or their list money, with or without tax."""
    if basis == "list":
        return sum(work.gross for work in lines)
    money = sum(work.left for work in lines)
    if basis == "current":
        return money
    taxes = tax.work_out(
        [(work.left, work.item.taxes) for work in lines],
        prices_include_tax=programme.prices_include_tax,
        rounding=programme.tax_round,
    )
    shares = [share for line in taxes.lines for share in line]
    if basis == "net":
        return money - sum(share.amount for share in shares if share.included)
    return money + sum(share.amount for share in shares if not share.included)


def _contains(condition: Contains, facts: Facts) -> Miss | None:
    present: dict[str, int] = {}
    for work in facts.index.all:
        present[work.item.sku] = present.get(work.item.sku, 0) + work.line.quantity
    if condition.quantity is None:
        absent = sum(sku not in present for sku in condition.skus)
        return Miss("contains", absent * 1_000, "quantity") if absent else None
    missing = condition.quantity - sum(present.get(sku, 0) for sku in set(condition.skus))
    return Miss("contains", missing, "quantity") if missing > 0 else None


def _about_customer(
    condition: InGroup | IsCustomer | InTier | NthOrder | BirthdayWindow, facts: Facts
) -> Miss | None:
    customer = facts.customer
    if isinstance(condition, InGroup):
        holds = customer is not None and bool(condition.groups & customer.groups)
        return None if holds else Miss("customer_group")
    if isinstance(condition, InTier):
        return None if facts.tier_id in condition.tiers else Miss("tier")
    if isinstance(condition, IsCustomer):
        holds = customer is not None and (
            not condition.ids or customer.customer_id in condition.ids
        )
        return None if holds else Miss("customer")
    if isinstance(condition, NthOrder):
        return None if _is_nth(condition, customer) else Miss("nth_order")
    if customer is None or customer.birthday is None:
        return Miss("birthday")
    today = facts.now.date()
    near = birthday_in_window(customer.birthday, today, condition.before, condition.after)
    return None if near else Miss("birthday")


def _is_nth(condition: NthOrder, customer: CustomerFacts | None) -> bool:
    if customer is None:
        return False
    number = customer.orders + 1
    return number % condition.n == 0 if condition.every else number == condition.n
