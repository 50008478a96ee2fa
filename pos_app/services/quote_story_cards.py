"""Gift certificates in a story: issued, paid with, refunded to (R22)."""

from __future__ import annotations

from pos_app.services.quote_reader import Node, as_day
from pos_app.services.quote_story_state import Certificate, Happening, Refused, Row, Shop

_NAMES = ("card", "card_id", "certificate", "code")


def _card_id(node: Node) -> str:
    name = node.given(*_NAMES)
    return node.text(name) if name else ""


def _amount(node: Node) -> int:
    return node.whole(node.given("amount", "balance") or "amount", 0)


def usable(shop: Shop, card_id: str) -> Certificate:
    """Return a certificate that may pay today.

    Raises:
        Refused: nobody knows it, or its last day is over.
    """
    card = shop.cards.get(card_id)
    if card is None:
        raise Refused("unknown_card")
    if card.expires is not None and shop.today > card.expires:
        raise Refused("expired")
    return card


def issue_card(happening: Happening, shop: Shop, row: Row) -> None:
    """Sell a certificate; it earns nothing (R22)."""
    node = happening.node
    card_id = _card_id(node) or happening.event_id
    amount = _amount(node)
    expires = node.take("expires", None, as_day)
    if card_id in shop.cards:
        raise Refused("card_exists")
    shop.cards[card_id] = Certificate(card_id, amount, expires)


def pay_card(happening: Happening, shop: Shop, row: Row) -> None:
    """Pay an amount with a certificate; more than its balance is refused."""
    node = happening.node
    card_id, amount = _card_id(node), _amount(node)
    node.ignore("of")
    card = usable(shop, card_id)
    if amount > card.balance:
        raise Refused("insufficient_balance")
    card.balance -= amount
    row.extra["paid"] = amount


def refund_to_card(happening: Happening, shop: Shop, row: Row) -> None:
    """Put money back on a certificate, also on one whose last day is over."""
    node = happening.node
    card_id, amount = _card_id(node), _amount(node)
    node.ignore("of")
    if card_id not in shop.cards:
        raise Refused("unknown_card")
    shop.cards[card_id].balance += amount
    row.refund = amount
