"""The story of a quote: what happens to points, tier, coupons and certificates over time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from pos_app.services.quote_basket import (
    Answer,
    offer,
    read_catalogue,
    read_shop,
)
from pos_app.services.quote_programme import read_programme
from pos_app.services.quote_reader import Node, QuoteError, as_day, as_now
from pos_app.services.quote_rules import read_rules
from pos_app.services.quote_story_cards import issue_card, pay_card, refund_to_card
from pos_app.services.quote_story_read import read_cards, read_coupons, read_people
from pos_app.services.quote_story_return import give_back
from pos_app.services.quote_story_sale import sell
from pos_app.services.quote_story_state import Happening, Refused, Row, Shop

__all__ = ["quote_story"]

_IGNORED = ("kind", "id", "about", "note")


def quote_story(node: Node, now: datetime) -> Answer:
    """Answer a story: one row per event; a refused event changes nothing.

    Raises:
        QuoteError: the input cannot be read.
    """
    node.ignore(*_IGNORED)
    shop = _read_story(node, now)
    events = node.nodes("events")
    node.done()
    return {"after": [_event(one, shop) for one in events]}


def _read_story(node: Node, now: datetime) -> Shop:
    programme = read_shop(node)
    settings = node.node("programme")
    return_days = None
    if settings is not None:
        return_days = settings.maybe_days("return_days")
        programme = read_programme(settings, programme)
        settings.done()
    people, default = read_people(node, programme)
    return Shop(
        offer=offer(programme, read_rules(node)),
        items=read_catalogue(node),
        people=people,
        default_person=default,
        coupons=read_coupons(node),
        cards=read_cards(node),
        now=node.take("now", now, as_now),
        return_days=return_days,
    )


def _event(node: Node, shop: Shop) -> Answer:
    event_id = node.text("id")
    operation = node.text("op")
    act = _OPERATIONS.get(operation)
    if act is None:
        raise QuoteError(node.at("op"), f"unknown operation {operation!r}")
    shop.now = node.take("date", shop.now, as_now)
    happening = Happening(node=node, event_id=event_id, person=shop.person_of(node))
    node.ignore("about", "note")
    row = Row()
    try:
        act(happening, shop, row)
    except Refused as refusal:
        row = Row(refused=refusal.reason)
    node.done()
    return row.answer(event_id, happening.person, shop)


def _adjust(happening: Happening, shop: Shop, row: Row) -> None:
    """Points given or taken by a supervisor; taking may leave the balance below zero (R12)."""
    node, person = happening.node, happening.person
    points = node.points("points", 0)
    expires = node.take("expires", None, as_day)
    days = node.maybe_days("expiry_days")
    node.ignore("reason")
    if points > 0:
        programme = replace(shop.offer.programme, activation_delay_days=0)
        if days is not None:
            programme = replace(programme, points_expiry_by="days", points_expiry_days=days)
        dates = programme.lot_dates(shop.today)
        shop.grant(person, points, source=happening.event_id, dates=dates, expires=expires)
    else:
        shop.debit(person, -points)
    row.adjusted = points


def _expire(happening: Happening, shop: Shop, row: Row) -> None:
    """Post the points whose last day is over; a second time finds none (R11)."""
    row.expired = shop.expire(happening.person)


def _query(happening: Happening, shop: Shop, row: Row) -> None:
    """Change nothing; the row shows the state."""


_OPERATIONS: dict[str, Callable[[Happening, Shop, Row], None]] = {
    "sale": sell,
    "return": give_back,
    "adjust": _adjust,
    "expire": _expire,
    "query": _query,
    "issue_card": issue_card,
    "pay_card": pay_card,
    "refund_to_card": refund_to_card,
}
