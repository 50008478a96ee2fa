"""What a story begins with: the customer, coupons, certificates."""

from __future__ import annotations

from datetime import date

from pos_app.domain.coupon import Coupon
from pos_app.domain.points import Account, Lot
from pos_app.domain.pricing import Programme
from pos_app.domain.promotion import (
    AmountOff,
    Condition,
    Effect,
    MinAmount,
    PercentOff,
    PointsMultiplier,
    Promotion,
)
from pos_app.domain.tier import tier_for
from pos_app.services.quote_conditions import read_scope
from pos_app.services.quote_reader import Node, QuoteError, as_day, split_rate
from pos_app.services.quote_rules import read_effect, read_hours, read_weekdays
from pos_app.services.quote_story_state import Certificate, Person, StoryCoupon

_NO_CHANGE = PointsMultiplier(factor=10_000)
"""The reward of a coupon that says none: it is used, and gives nothing the engine counts."""


def read_people(node: Node, programme: Programme) -> tuple[dict[str, Person], Person]:
    """Return all people of the story by id, and the one events concern by default."""
    people = [_read_person(one, programme) for one in node.nodes("customers")]
    single = node.node("customer")
    if single is not None:
        people.insert(0, _read_person(single, programme))
    if not people:
        people.append(_start(Person(""), programme))
    return {person.person_id: person for person in people}, people[0]


def _start(person: Person, programme: Programme) -> Person:
    person.tier = tier_for(person.opening, programme.tiers)
    return person


def _read_person(node: Node, programme: Programme) -> Person:
    person = Person(
        person_id=node.text("id"),
        opening=node.whole("spent_total", 0, low=None),
        groups=frozenset(node.texts("groups")),
        birthday=node.take("birthday", None, as_day),
        orders=node.whole("orders", 0),
    )
    lots = [_read_lot(one, place) for place, one in enumerate(node.nodes("lots"))]
    points = node.points("points", 0)
    if points > 0 and not lots:
        lots.append(_lot("opening", points, date.min, date.min, None))
    person.account = Account(lots=tuple(lots), owed=max(0, -points))
    named = node.text("tier")
    node.done()
    _start(person, programme)
    if named:
        person.tier = next((tier for tier in programme.tiers if tier.name == named), person.tier)
    return person


def _read_lot(node: Node, place: int) -> Lot:
    earned = node.take("earned", date.min, as_day)
    lot = _lot(
        f"opening {place:03d}",
        node.points("points", 0),
        earned,
        node.take("active_from", earned, as_day),
        node.take("expires", None, as_day),
    )
    node.done()
    return lot


def _lot(lot_id: str, points: int, earned: date, active: date, expires: date | None) -> Lot:
    return Lot(
        lot_id=lot_id,
        granted=points,
        left=points,
        earned_on=earned,
        active_from=active,
        expires_on=expires,
    )


def read_coupons(node: Node) -> dict[str, StoryCoupon]:
    """Return the coupons of the story by code."""
    coupons: dict[str, StoryCoupon] = {}
    for one in node.nodes("coupons"):
        code = one.text("code")
        if not code or code in coupons:
            raise QuoteError(one.at("code"), "is missing or stands twice")
        coupons[code] = _read_coupon(one, code)
    return coupons


def _read_coupon(node: Node, code: str) -> StoryCoupon:
    conditions: list[Condition] = []
    if node.has("min_amount"):
        conditions.append(MinAmount(amount=node.whole("min_amount", 0)))
    effects = _read_reward(node)
    coupon = StoryCoupon(
        paper=Coupon(
            code=code,
            valid_from=node.take("valid_from", None, as_day),
            valid_to=node.take("valid_to", None, as_day),
            weekdays=read_weekdays(node),
            hours=read_hours(node),
            customer_id=node.text("customer") or None,
            max_uses=node.maybe_whole("max_uses"),
            per_customer=node.maybe_whole("per_customer"),
        ),
        rule=Promotion(
            rule_id=code,
            conditions=tuple(conditions),
            effects=(*effects, _NO_CHANGE),
            combinable=True,
        ),
        per_customer=node.maybe_whole("per_customer"),
        next_order=node.flag("next_order", default=False),
    )
    node.done()
    return coupon


def _read_reward(node: Node) -> tuple[Effect, ...]:
    """Return what a coupon gives: an effect, several, ``{"percent"}``, ``{"amount"}`` or a sum."""
    value = node.raw("reward")
    if value is None:
        return ()
    if isinstance(value, list | tuple):
        return tuple(read_effect(one) for one in node.nodes("reward"))
    if not isinstance(value, dict):
        return (AmountOff(amount=node.whole("reward", 0)),)
    reward = Node(value, node.at("reward"))
    if reward.has("type"):
        return (read_effect(reward),)
    effects: list[Effect] = []
    if reward.has("percent"):
        rate, base = split_rate(reward.raw("percent"), reward.at("percent"))
        effects.append(PercentOff(rate=rate, base=base, target="order", scope=read_scope(reward)))
    if reward.has("amount"):
        effects.append(AmountOff(amount=reward.whole("amount", 0), scope=read_scope(reward)))
    reward.ignore("scope")
    reward.done()
    return tuple(effects)


def read_cards(node: Node) -> dict[str, Certificate]:
    """Return the gift certificates of the story by id."""
    cards: dict[str, Certificate] = {}
    for one in node.nodes("cards"):
        card_id = one.text("id")
        if not card_id or card_id in cards:
            raise QuoteError(one.at("id"), "is missing or stands twice")
        cards[card_id] = Certificate(
            card_id, one.whole("balance", 0), one.take("expires", None, as_day)
        )
        one.done()
    return cards
