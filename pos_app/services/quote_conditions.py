"""Scopes and conditions of a quote's rules."""

from __future__ import annotations

from typing import cast

from pos_app.domain.promotion import (
    EVERYTHING,
    AnyOf,
    Basis,
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
    Scope,
)
from pos_app.services.quote_reader import Node, QuoteError


def read_scope(node: Node, key: str = "scope") -> Scope:
    """Return a scope; a missing one holds everything."""
    scope = node.node(key)
    if scope is None:
        return EVERYTHING
    found = Scope(
        skus=frozenset(scope.texts("skus")),
        exclude_skus=frozenset(scope.texts("exclude_skus")),
        groups=frozenset(scope.texts("categories")),
        exclude_groups=frozenset(scope.texts("exclude_categories")),
        brands=frozenset(scope.texts("brands")),
        tags=frozenset(scope.texts("tags")),
        exclude_brands=frozenset(scope.texts("exclude_brands")),
        exclude_tags=frozenset(scope.texts("exclude_tags")),
        price_min=scope.maybe_whole("price_min"),
        price_max=scope.maybe_whole("price_max"),
        expires_within=scope.maybe_whole("expires_within_days"),
        only_new=scope.flag("new", default=False),
    )
    scope.done()
    return found


def read_condition(node: Node) -> Condition:
    """Return one condition.

    Raises:
        QuoteError: an unknown type, key or value.
    """
    kind = node.text("type")
    reader = _CONDITIONS.get(kind)
    if reader is None:
        raise QuoteError(node.at("type"), f"unknown condition {kind!r}")
    condition = reader(node)
    node.done()
    return condition


def _min_amount(node: Node) -> Condition:
    basis = node.choice("basis", "current", ("current", "list", "net", "gross"))
    return MinAmount(
        amount=node.whole("amount", 0),
        basis=cast("Basis", basis),
        strict=node.flag("strict", default=False),
        scope=read_scope(node),
    )


def _min_qty(node: Node) -> Condition:
    return MinQuantity(quantity=node.quantity("qty", 1_000), scope=read_scope(node))


def _max_qty(node: Node) -> Condition:
    return MaxQuantity(quantity=node.quantity("qty", 1_000), scope=read_scope(node))


def _distinct(node: Node) -> Condition:
    return DistinctSkus(count=node.whole("n", 1), scope=read_scope(node))


def _contains(node: Node) -> Condition:
    skus = (*node.texts("skus"), *node.texts("sku"))
    quantity = node.quantity("qty", 1_000) if node.has("qty") else None
    return Contains(skus=skus, quantity=quantity)


def _group(node: Node) -> Condition:
    return InGroup(groups=frozenset((*node.texts("groups"), *node.texts("group"))))


def _customer(node: Node) -> Condition:
    names = ("id", "ids", "customer", "customers")
    return IsCustomer(ids=frozenset(one for name in names for one in node.texts(name)))


def _tier(node: Node) -> Condition:
    return InTier(tiers=frozenset((*node.texts("tiers"), *node.texts("tier"))))


def _nth(node: Node) -> Condition:
    return NthOrder(n=node.whole("n", 1, low=1), every=node.flag("every", default=False))


def _birthday(node: Node) -> Condition:
    return BirthdayWindow(before=node.whole("before", 7), after=node.whole("after", 7))


def _any_of(node: Node) -> Condition:
    return AnyOf(conditions=tuple(read_condition(one) for one in node.nodes("conditions")))


def _none_of(node: Node) -> Condition:
    return NoneOf(conditions=tuple(read_condition(one) for one in node.nodes("conditions")))


_CONDITIONS = {
    "min_amount": _min_amount,
    "min_qty": _min_qty,
    "max_qty": _max_qty,
    "distinct_skus": _distinct,
    "contains": _contains,
    "customer_group": _group,
    "customer": _customer,
    "tier": _tier,
    "nth_order": _nth,
    "birthday": _birthday,
    "any_of": _any_of,
    "none_of": _none_of,
}
