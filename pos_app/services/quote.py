"""``pos-app quote``: a basket, a story or a return in, the engine's answer out.

One input object, one answer. The engine is the till's; no database, no screen, no clock.
"""

from __future__ import annotations

from datetime import datetime

from pos_app.services.quote_basket import Answer, quote_basket
from pos_app.services.quote_reader import Node, QuoteError
from pos_app.services.quote_return import quote_return
from pos_app.services.quote_story import quote_story

__all__ = ["Answer", "QuoteError", "quote"]


def quote(document: object, now: datetime) -> Answer:
    """Answer one input object; ``now`` (local) stands in where it names no moment.

    Raises:
        QuoteError: the input cannot be read; it names the path and the reason.
    """
    node = Node(document)
    kind = node.choice("kind", _likely(node), ("basket", "story", "return"))
    if kind == "basket":
        return quote_basket(node, now)
    if kind == "story":
        return quote_story(node, now)
    return quote_return(node)


def _likely(node: Node) -> str:
    """Return the kind an input without ``kind`` must mean."""
    keys = node.names()
    if "events" in keys:
        return "story"
    return "return" if "sold" in keys else "basket"
