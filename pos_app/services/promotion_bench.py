"""The test bench: a trial basket priced by the real engine, with a promotion not yet kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from pos_app.domain.catalogue import Product
from pos_app.domain.pricing import CustomerFacts, PricedBasket, price
from pos_app.domain.promotion import Promotion
from pos_app.domain.sale import Draft, DraftLine
from pos_app.services.basket_builder import basket_of
from pos_app.services.ports import UnitOfWorkFactory
from pos_app.services.promotion_uses import with_uses
from pos_app.services.shop_book import ShopBook

SOMEBODY = "somebody"
"""The customer id of the trial's person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What is tried. ``lines`` are (product, thousandths); ``at`` is the shop's wall clock.

    ``known`` is whether a customer was shown, on the tier ``tier_id`` (None: the lowest), in
    ``groups``, with so many earlier receipts (``orders``) and, maybe, a birthday.
    """

    lines: tuple[tuple[Product, int], ...]
    at: datetime
    known: bool = False
    tier_id: str | None = None
    groups: frozenset[str] = frozenset()
    orders: int = 0
    birthday: date | None = None
    last_days: tuple[tuple[int, date], ...] = ()
    """Last good days of batches, by place of the line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What came of it: the basket as the till would price it, names of rules and products."""

    basket: PricedBasket
    rules: Mapping[str, str]
    products: Mapping[str, str]


class PromotionBench:
    """Prices trials; writes nothing."""

    def __init__(self, uow: UnitOfWorkFactory, book: ShopBook) -> None:
        self._uow = uow
        self._book = book

    def price(self, trial: Trial, promotion: Promotion | None = None) -> Tried:
        """Price a trial under the programme in force, ``promotion`` in the place of the stored one
        with its rule id, or added to it."""
        book = self._book.current
        with self._uow() as uow:
            programme = with_uses(uow, book.programme)
        rules = {rule.rule_id: rule for rule in programme.promotions}
        if promotion is not None:
            before = rules.get(promotion.rule_id, promotion)
            rules[promotion.rule_id] = replace(
                promotion, enabled=True, used=before.used, budget_used=before.budget_used
            )
        programme = replace(programme, promotions=tuple(rules.values()))
        basket = basket_of(
            _draft(trial),
            {product.id: product for product, _ in trial.lines},
            default_tax=book.default_tax,
            today=trial.at.date(),
            new_days=book.settings.loyalty.new_days,
            facts=_facts(trial) if trial.known else None,
        )
        priced = price(basket, programme, trial.at)
        with self._uow() as uow:
            gifts = [uow.products.by_sku(gift.sku) for gift in priced.gifts]
        products = [product for product, _ in trial.lines] + [one for one in gifts if one]
        return Tried(
            basket=priced,
            rules={rule_id: rule.name for rule_id, rule in rules.items()},
            products={product.sku: product.name for product in products},
        )


def _draft(trial: Trial) -> Draft:
    days = dict(trial.last_days)
    lines = tuple(
        DraftLine(
            line_id=str(place),
            product_id=product.id,
            sku=product.sku,
            name=product.name,
            unit=product.unit.value,
            quantity=quantity,
            unit_price=product.price,
            expires=days.get(place),
        )
        for place, (product, quantity) in enumerate(trial.lines)
    )
    return Draft(uuid="trial", till="", person_id=0, started_at=trial.at, lines=lines)


def _facts(trial: Trial) -> CustomerFacts:
    return CustomerFacts(
        customer_id=SOMEBODY,
        tier_id=trial.tier_id,
        groups=trial.groups,
        orders=trial.orders,
        birthday=trial.birthday,
    )
