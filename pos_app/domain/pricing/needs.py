"""What a promotion needs in the basket, so that one that finds none of it costs nearly nothing.

Of a thousand promotions a basket concerns a handful. What each needs (an article, a group, a brand,
a tag) is worked out once for a programme; a basket that has none of it gets the answer a full trial
would have given, word for word.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final

from pos_app.domain.pricing.basket import BasketLine
from pos_app.domain.pricing.conditions import Facts, check
from pos_app.domain.pricing.matching import LineIndex
from pos_app.domain.pricing.programme import Programme
from pos_app.domain.pricing.result import NotApplied, Reason
from pos_app.domain.promotion import (
    Condition,
    Contains,
    DistinctSkus,
    IssueCoupon,
    MaxQuantity,
    MinAmount,
    MinQuantity,
    Promotion,
    Scope,
)

Tokens = frozenset[tuple[str, str]]
"""What lines are found by: (kind, value), of an article, a group, a brand or a tag."""

_EMPTY: Final = Facts(
    LineIndex([], date.min), None, None, Programme(), datetime(1, 1, 1, tzinfo=UTC)
)
"""A basket that has nothing of what is asked for."""

WORTH: Final = 30
"""Promotions from which on looking at their needs first is quicker than trying each."""

_KEPT: Final = 8
"""Programmes remembered: the one in force and those a comparison tries beside it."""


@dataclass(frozen=True, slots=True)
class Needs:
    """A promotion and what it needs.

    ``bare``: nothing but the basket decides whether it may be used (no dates, hours, limits,
    person). Without any of ``tokens`` in the basket it gives nothing (``None``: it may always
    give something), and then ``answer`` says why, where that depends on nothing else.
    """

    rule: Promotion
    bare: bool
    tokens: Tokens | None
    answer: NotApplied | None


@dataclass(frozen=True, slots=True)
class RuleBook:
    """The promotions of a programme with what they need, and those of each exclusion group.

    ``exclusive``: one of them may stand alone.
    """

    needs: tuple[Needs, ...]
    groups: dict[str, list[Promotion]]
    exclusive: bool


_books: dict[int, tuple[tuple[Promotion, ...], RuleBook]] = {}


def rule_book(promotions: tuple[Promotion, ...]) -> RuleBook:
    """Return what the promotions need; the last few programmes are remembered."""
    known = _books.get(id(promotions))
    if known is not None and known[0] is promotions:
        return known[1]
    groups: dict[str, list[Promotion]] = {}
    for rule in promotions:
        if rule.exclusion_group is not None:
            groups.setdefault(rule.exclusion_group, []).append(rule)
    worth = len(promotions) >= WORTH
    book = RuleBook(
        needs=tuple(
            needs_of(rule) if worth else Needs(rule, False, None, None) for rule in promotions
        ),
        groups=groups,
        exclusive=any(rule.exclusive for rule in promotions),
    )
    if len(_books) >= _KEPT:
        _books.clear()
    _books[id(promotions)] = (promotions, book)
    return book


def tokens_of(line: BasketLine) -> set[tuple[str, str]]:
    """Return everything a scope may find a line by."""
    item = line.item
    found = {("sku", item.sku)}
    found.update(("group", group) for group in item.groups)
    found.update(("tag", tag) for tag in item.tags)
    if item.brand is not None:
        found.add(("brand", item.brand))
    return found


def needs_of(rule: Promotion) -> Needs:
    """Work out what a promotion needs."""
    bare = _is_bare(rule)
    asked: set[tuple[str, str]] = set()
    for condition in rule.conditions:
        tokens = _condition_tokens(condition)
        if tokens is None:
            return Needs(rule, bare, _effect_tokens(rule), None)
        asked |= tokens
        miss = check(condition, _EMPTY)
        if miss is not None:
            answer = NotApplied(
                rule_id=rule.rule_id,
                reason=Reason("conditions", (("condition", miss.condition),)),
                missing=miss.missing,
                missing_kind=miss.kind,
            )
            return Needs(rule, bare, frozenset(asked), answer)
    effects = _effect_tokens(rule)
    if effects is None or rule.exclusion_group is not None:
        return Needs(rule, bare, effects, None)
    answer = NotApplied(rule_id=rule.rule_id, reason=Reason("no_effect"))
    return Needs(rule, bare, effects | asked, answer)


def _is_bare(rule: Promotion) -> bool:
    limits = (
        rule.valid_from,
        rule.valid_to,
        rule.usage_limit,
        rule.usage_limit_per_customer,
        rule.bound_customer,
        rule.budget,
    )
    clock = rule.weekdays or rule.hours
    return rule.enabled and not clock and all(limit is None for limit in limits)


def _effect_tokens(rule: Promotion) -> Tokens | None:
    """Return what the effects of a rule need together; one that needs nothing makes it ``None``."""
    found: set[tuple[str, str]] = set()
    for effect in rule.effects:
        tokens = None if isinstance(effect, IssueCoupon) else _scope_tokens(effect.scope)
        if tokens is None:
            return None
        found |= tokens
    return frozenset(found) if found else None


def _condition_tokens(condition: Condition) -> Tokens | None:
    """Return what a condition looks for; ``None``: it looks at everything, or at the person."""
    if isinstance(condition, Contains):
        return frozenset(("sku", sku) for sku in condition.skus)
    if isinstance(condition, MinAmount | MinQuantity | MaxQuantity | DistinctSkus):
        return _scope_tokens(condition.scope)
    return None


def _scope_tokens(scope: Scope) -> Tokens | None:
    """Return what a scope finds lines by; ``None``: it may hold any line."""
    for kind, values in (
        ("sku", scope.skus),
        ("group", scope.groups),
        ("brand", scope.brands),
        ("tag", scope.tags),
    ):
        if values:
            return frozenset((kind, value) for value in values)
    return None
