"""Prices beside the list price: by group of customers or tier, from a quantity on, by dates."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from pos_app.domain.catalogue import Product
from pos_app.domain.errors import PosError
from pos_app.domain.events import Event
from pos_app.domain.pricing import PriceLevel
from pos_app.domain.quantity import MAX_QUANTITY, ONE
from pos_app.domain.staff import Action
from pos_app.services import checks
from pos_app.services.customer_groups import TIER, as_written
from pos_app.services.ports import Clock, EventSink, IdSource, UnitOfWork, UnitOfWorkFactory
from pos_app.services.product_form import PRICE
from pos_app.services.programme_records import PriceRule
from pos_app.services.programme_store import load_programme
from pos_app.services.session import Session, ensure_may
from pos_app.services.settings import load_settings
from pos_app.services.slips import local_day

__all__ = ["TIER", "LevelForm", "PriceLevels", "level_of", "levels_of"]

MOST_LEVELS: Final = 50
"""Prices of one product."""

_QUANTITY = checks.whole(0, MAX_QUANTITY)


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelForm:
    """A price as entered: minor units; ``min_quantity`` in thousandths, 0 from the first piece.

    ``group`` "" means everybody, ``tier:<id>`` a tier. Days inclusive, None is open.
    """

    price: int
    group: str = ""
    min_quantity: int = 0
    valid_from: date | None = None
    valid_to: date | None = None


def levels_of(uow: UnitOfWork, product_id: int) -> tuple[PriceLevel, ...]:
    """The prices of a product as pricing sees them."""
    return tuple(level_of(rule) for rule in uow.price_rules.of_product(product_id))


def level_of(rule: PriceRule) -> PriceLevel:
    """A stored price as pricing sees it."""
    group = rule.customer_group
    tier = group.removeprefix(TIER) if group.startswith(TIER) else ""
    return PriceLevel(
        price=rule.price,
        groups=frozenset((group,)) if group and not tier else frozenset(),
        tiers=frozenset((tier,)) if tier else frozenset(),
        min_quantity=rule.min_quantity,
        valid_from=rule.valid_from,
        valid_to=rule.valid_to,
    )


class PriceLevels:
    """The prices of goods beside their list price; the owner changes them."""

    def __init__(
        self, uow: UnitOfWorkFactory, clock: Clock, ids: IdSource, sink: EventSink
    ) -> None:
        self._uow = uow
        self._clock = clock
        self._ids = ids
        self._sink = sink

    def of_product(self, product_id: int) -> Sequence[PriceRule]:
        """The prices in use, by group and quantity; dates may be past or still to come."""
        with self._uow() as uow:
            return uow.price_rules.of_product(product_id)

    def groups(self) -> Sequence[str]:
        """The groups of customers in use, of people or of prices, by name."""
        with self._uow() as uow:
            return uow.price_rules.groups()

    def put(
        self, session: Session, product_id: int, form: LevelForm, *, rule_id: int = 0
    ) -> PriceRule:
        """Enter a price (``rule_id`` 0) or change one.

        Raises ``PosError``: ``not_allowed``, ``product_unknown``, ``price_rule_unknown``,
        ``setting_invalid`` (field), ``price_level_dates`` (the last day before the first),
        ``price_level_high`` (not below the list price), ``price_level_twice`` (there is one for
        the same people and quantity on these days), ``too_many_price_levels``.
        """
        ensure_may(session, Action.PRODUCT_EDIT)
        with self._uow() as uow:
            product = _product(uow, product_id)
            others = list(uow.price_rules.of_product(product_id))
            before = _one_of(others, rule_id) if rule_id else None
            others = [rule for rule in others if rule.id != rule_id]
            rule = self._checked(uow, product, form, before)
            _ensure_alone(rule, others)
            rule = replace(rule, id=uow.price_rules.put(rule))
            kind = "price_level.added" if before is None else "price_level.changed"
            uow.record(_event(kind, session, product, rule, before))
            uow.commit()
        self._sink.changed("product", product.uuid)
        return rule

    def end(self, session: Session, product_id: int, rule_id: int) -> None:
        """Take a price out of use; raises ``not_allowed``, ``price_rule_unknown``."""
        ensure_may(session, Action.PRODUCT_EDIT)
        with self._uow() as uow:
            product = _product(uow, product_id)
            rule = _one_of(uow.price_rules.of_product(product_id), rule_id)
            uow.price_rules.put(replace(rule, active=False))
            uow.record(_event("price_level.ended", session, product, rule, None))
            uow.commit()
        self._sink.changed("product", product.uuid)

    def _checked(
        self, uow: UnitOfWork, product: Product, form: LevelForm, before: PriceRule | None
    ) -> PriceRule:
        price = PRICE("level_price", form.price)
        if price >= product.price:
            raise PosError("price_level_high", price=product.price)
        days = (form.valid_from, form.valid_to)
        if form.valid_from and form.valid_to and form.valid_to < form.valid_from:
            raise PosError("price_level_dates", field="level_to")
        quantity = _QUANTITY("level_quantity", form.min_quantity)
        if product.unit.value == "pcs" and quantity % ONE:
            raise PosError("quantity_whole", name=product.name)
        if product.unit.value == "pcs" and quantity <= ONE:
            quantity = 0
        return PriceRule(
            id=before.id if before else 0,
            uuid=before.uuid if before else self._ids.uuid(),
            product_id=product.id,
            customer_group=self._group(uow, form.group),
            min_quantity=quantity,
            price=price,
            valid_from=days[0],
            valid_to=days[1],
            created_at=before.created_at if before else self._clock.now(),
        )

    def _group(self, uow: UnitOfWork, entered: str) -> str:
        """A tier that exists, or a group as it is already written, whatever its letters."""
        if entered.startswith(TIER):
            today = local_day(self._clock.now(), load_settings(uow))
            _, programme = load_programme(uow, today)
            known = {tier.tier_id for tier in programme.tiers}
            if entered.removeprefix(TIER) not in known:
                raise checks.refuse("level_group", "choice", choices=", ".join(sorted(known)))
            return entered
        return as_written(uow, entered, "level_group") if entered.strip() else ""


def _product(uow: UnitOfWork, product_id: int) -> Product:
    product = uow.products.get(product_id)
    if product is None:
        raise PosError("product_unknown")
    return product


def _one_of(rules: Iterable[PriceRule], rule_id: int) -> PriceRule:
    for rule in rules:
        if rule.id == rule_id:
            return rule
    raise PosError("price_rule_unknown")


def _ensure_alone(rule: PriceRule, others: Sequence[PriceRule]) -> None:
    if len(others) >= MOST_LEVELS:
        raise PosError("too_many_price_levels", limit=MOST_LEVELS)
    for other in others:
        same = (other.customer_group, other.min_quantity) == (
            rule.customer_group, rule.min_quantity,
        )  # fmt: skip
        if same and _meet(rule, other):
            raise PosError("price_level_twice", price=other.price)


def _meet(one: PriceRule, other: PriceRule) -> bool:
    """Whether two prices have a day in common."""
    first = max(one.valid_from or date.min, other.valid_from or date.min)
    last = min(one.valid_to or date.max, other.valid_to or date.max)
    return first <= last


def _event(
    kind: str, session: Session, product: Product, rule: PriceRule, before: PriceRule | None
) -> Event:
    content = {
        "product": product.uuid,
        "sku": product.sku,
        "group": rule.customer_group,
        "from_quantity": rule.min_quantity,
        "price": rule.price,
        "first": rule.valid_from.isoformat() if rule.valid_from else "",
        "last": rule.valid_to.isoformat() if rule.valid_to else "",
    }
    if before is not None:
        content["was"] = before.price
    return Event(type=kind, content=content, person=session.person_uuid)
