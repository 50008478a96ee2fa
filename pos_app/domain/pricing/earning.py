"""What a receipt earns (R9, R10)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import gcd

from pos_app.domain.points import round_earned
from pos_app.domain.pricing.basket import Basket
from pos_app.domain.pricing.matching import LineIndex
from pos_app.domain.pricing.programme import EarnRule, Programme
from pos_app.domain.pricing.result import Reason
from pos_app.domain.pricing.work import Work
from pos_app.domain.tier import Tier

Fraction = tuple[int, int]
ZERO: Fraction = (0, 1)


@dataclass(frozen=True, slots=True)
class Earning:
    """Points worked out: what is earned, what it would be, the exact part of each line, the why.

    ``rules`` says by which earning rule, counted from 0, a line (by its place) earns: ``None`` by
    none of them; a line that takes no part in earning is not in it. ``once`` are exact
    hundredths that come once, with the money on earning lines they want.
    """

    earned: int
    would_earn: int
    lines: tuple[Fraction, ...]
    rules: dict[int, int | None]
    by_quantity: frozenset[int]
    once: tuple[tuple[int, int, int], ...]
    steps: tuple[Reason, ...]


def earn(
    basket: Basket,
    index: LineIndex,
    programme: Programme,
    tier: Tier | None,
    money: Sequence[int],
    spent: int,
) -> Earning:
    """Work out the points of a receipt; ``money`` is what is due per line, tax included (R9)."""
    nothing = tuple(ZERO for _ in money)
    if not programme.earn_rules or not basket.lines:
        return Earning(0, 0, nothing, {}, frozenset(), (), ())
    if spent and not programme.earn_while_redeeming:
        steps: tuple[Reason, ...] = (Reason("not_while_redeeming"),)
        return Earning(0, 0, nothing, {}, frozenset(), (), steps)
    lines = _earning_lines(index, programme)
    due = sum(money[work.place] for work in lines)
    multiplier = 10_000 if tier is None else tier.multiplier
    rules: dict[int, int | None] = {work.place: None for work in lines}
    exact, by_quantity, why = _exact(rules, index, programme, money, multiplier)
    orders = _per_order(lines, programme, due, multiplier)
    total = _sum([*exact, *(once[:2] for once in orders)])
    why.insert(0, Reason("earning_base", (("money", due),)))
    if multiplier != 10_000:
        why.append(Reason("tier_multiplier", (("factor", multiplier),)))
    points = round_earned(*total, programme.points_step, programme.points_rounding)
    why.append(Reason("rounded", (("points", points), ("step", programme.points_step))))
    points = _capped(points, basket, programme, why)
    known = basket.customer is not None and basket.earns
    return Earning(
        earned=points if known else 0,
        would_earn=points,
        lines=tuple(exact),
        rules=rules,
        by_quantity=frozenset(by_quantity),
        once=orders,
        steps=tuple(why),
    )


def _earning_lines(index: LineIndex, programme: Programme) -> list[Work]:
    excluded: set[int] = set()
    if programme.earning_excluded is not None:
        excluded = {work.place for work in index.match(programme.earning_excluded)}
    return [
        work
        for work in index.all
        if not work.item.is_certificate
        and work.place not in excluded
        and (programme.earn_on_promotion_lines or not work.promotion)
    ]


def _exact(
    rules: dict[int, int | None],
    index: LineIndex,
    programme: Programme,
    money: Sequence[int],
    multiplier: int,
) -> tuple[list[Fraction], set[int], list[Reason]]:
    """Return the exact hundredths of each line, by the first rule whose scope holds it.

    ``rules`` has the places of the earning lines and is told which rule took each.
    """
    exact: list[Fraction] = [ZERO] * len(money)
    by_quantity: set[int] = set()
    steps: list[Reason] = []
    for number, rule in enumerate(programme.earn_rules):
        if rule.mode == "per_order":
            continue
        mine = [work for work in index.match(rule.scope) if rules.get(work.place, 0) is None]
        rules.update((work.place, number) for work in mine)
        base = sum(money[work.place] for work in mine)
        if not mine or base < rule.min_amount:
            continue
        for work in mine:
            exact[work.place] = _line(rule, work, money[work.place], multiplier)
            if rule.mode == "per_unit":
                by_quantity.add(work.place)
        earned = _sum([exact[work.place] for work in mine])
        steps.append(
            Reason(
                rule.mode,
                (("rule", rule.rule_id), ("money", base), ("points", earned[0] // earned[1])),
            )
        )
    return exact, by_quantity, steps


def _line(rule: EarnRule, work: Work, money: int, multiplier: int) -> Fraction:
    factor, parts = work.multiplier
    if rule.mode == "per_amount":
        numerator, denominator = money * rule.points, rule.per
    else:
        numerator, denominator = work.line.quantity * rule.points, 1_000
    numerator *= factor * multiplier
    denominator *= parts * 10_000
    shared = gcd(numerator, denominator)
    return numerator // shared, denominator // shared


def _per_order(
    lines: list[Work], programme: Programme, due: int, multiplier: int
) -> tuple[tuple[int, int, int], ...]:
    return tuple(
        (rule.points * multiplier, 10_000, rule.min_amount)
        for rule in programme.earn_rules
        if rule.mode == "per_order" and lines and due >= rule.min_amount
    )


def _sum(fractions: Sequence[Fraction]) -> Fraction:
    by_denominator: dict[int, int] = {}
    for numerator, denominator in fractions:
        by_denominator[denominator] = by_denominator.get(denominator, 0) + numerator
    total, common = 0, 1
    for denominator, numerator in by_denominator.items():
        total = total * denominator + numerator * common
        common *= denominator
        shared = gcd(total, common)
        total, common = total // shared, common // shared
    return total, common


def _capped(points: int, basket: Basket, programme: Programme, steps: list[Reason]) -> int:
    if programme.max_points_per_receipt is not None and points > programme.max_points_per_receipt:
        points = programme.max_points_per_receipt
        steps.append(Reason("receipt_cap", (("points", points),)))
    if programme.max_points_per_day is not None:
        before = 0 if basket.customer is None else basket.customer.earned_today
        room = max(0, programme.max_points_per_day - before)
        if points > room:
            points = room
            steps.append(Reason("day_cap", (("points", points),)))
    return points
