"""The open sale explained: every line, the points, and what does not apply and why."""

from __future__ import annotations

from typing import Final

from pos_app.domain.pricing import Basket, NotApplied
from pos_app.domain.promotion import Promotion
from pos_app.domain.sale import Draft
from pos_app.services.desk_pricing import Priced
from pos_app.services.needs import Called, need_of
from pos_app.services.ports import UnitOfWork
from pos_app.services.shop_book import Book
from pos_app.services.why import Names, Why, WhyNot, open_lines, open_points

MOST_MISSING: Final = 40
"""Rules that do not apply and are told; those nearest to applying come first."""

ELSEWHERE: Final = frozenset({"disabled", "not_started", "expired"})
"""Promotions that do not run at all today are nobody's question at the counter."""


def names_of(book: Book, basket: Basket) -> Names:
    """What people call the rules, tiers and coupons that may stand behind a step."""
    return Names(
        rules={rule_id: rule.name for rule_id, rule in rules_of(book, basket).items()},
        tiers={tier.tier_id: tier.name for tier in book.programme.tiers},
    )


def called_in(uow: UnitOfWork, book: Book, basket: Basket) -> Called:
    """Names for what rules ask for, looked up when one is needed."""

    def goods(sku: str) -> str:
        product = uow.products.by_sku(sku)
        return product.name if product is not None else sku

    return Called(
        goods=goods,
        groups={group.code: group.name for group in uow.products.groups()},
        names=names_of(book, basket),
    )


def why_now(uow: UnitOfWork, draft: Draft, priced: Priced, book: Book) -> Why:
    """The open sale as it is priced at this moment."""
    names = names_of(book, priced.given)
    return Why(
        lines=open_lines(draft, priced.basket, names),
        points=open_points(priced.basket, known=priced.given.customer is not None),
        missing=_missing(uow, priced, book),
        programme=book.programme,
    )


def _missing(uow: UnitOfWork, priced: Priced, book: Book) -> tuple[WhyNot, ...]:
    asked = [
        entry
        for entry in priced.basket.not_applied
        if entry.code is not None or entry.reason.code not in ELSEWHERE
    ]
    asked.sort(key=_distance)
    called = called_in(uow, book, priced.given)
    rules = rules_of(book, priced.given)
    return tuple(
        WhyNot(
            name=rules[entry.rule_id].name if entry.rule_id in rules else "",
            need=need_of(rules.get(entry.rule_id), entry, called),
            code=entry.code or "",
        )
        for entry in asked[:MOST_MISSING]
    )


def rules_of(book: Book, basket: Basket) -> dict[str, Promotion]:
    """The promotions in force and the rules of the coupons shown, by rule id."""
    shown = [coupon.rule for coupon in basket.coupons if coupon.rule is not None]
    return book.rules | {rule.rule_id: rule for rule in shown}


def _distance(entry: NotApplied) -> int:
    """Coupons shown first, then what is nearly reached, then the rest."""
    if entry.code is not None:
        return 0
    return 1 if entry.missing is not None else 2
