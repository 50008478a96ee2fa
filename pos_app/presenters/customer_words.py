"""The list of people in words: rows, counts, the facts beside it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from pos_app.i18n import N_, Formats, Translator
from pos_app.presenters.people_listing import PeopleListing
from pos_app.presenters.sale_state import HitView
from pos_app.presenters.sale_words import DOT
from pos_app.services.people_records import PeopleOrder
from pos_app.services.records import CustomerHit

ORDERS: Final[dict[PeopleOrder, str]] = {
    "name": N_("By name"),
    "visit": N_("By visit"),
    "turnover": N_("By spending"),
    "newest": N_("Newest"),
}

CARD_DIGITS: Final = 4
"""Signs of a card number that tell two cards apart without giving one away."""


def row(hit: CustomerHit | None, tier: str, today: date, t: Translator, f: Formats) -> HitView:
    """A person in the list: name, end of the card, days since the last visit, tier."""
    if hit is None:
        return HitView(key="", title=t._("No longer in the list"), detail="")
    card = hit.card_number[-CARD_DIGITS:] if hit.card_number else t._("no card")
    return HitView(
        key=str(hit.id),
        title=hit.name or t._("Customer without a name"),
        detail=f"{card} {DOT} {since(hit.last_visit, today, t, f)}",
        amount=tier,
    )


def since(day: date | None, today: date, t: Translator, f: Formats) -> str:
    """How long ago somebody came."""
    if day is None:
        return t._("no visits yet")
    days = (today - day).days
    if days <= 0:
        return t.pgettext("visit", "today")
    if days == 1:
        return t.pgettext("visit", "yesterday")
    return t.ngettext("{n} day ago", "{n} days ago", days, n=f.number(days))


def count_words(listing: PeopleListing, t: Translator, f: Formats) -> str:
    """How many of how many; an ellipsis while it is not known."""
    if not listing.narrowed:
        if not listing.whole or listing.everybody is None:
            return "…"
        all_of_them = listing.everybody
        return t.ngettext("{n} customer", "{n} customers", all_of_them, n=f.number(all_of_them))
    if listing.waiting or not listing.whole or listing.everybody is None:
        return "…"
    return t._("{n} of {all}", n=f.number(len(listing.ids)), all=f.number(listing.everybody))


def took_words(listing: PeopleListing, t: Translator, f: Formats) -> str:
    """How long finding them took; nothing for the list of all."""
    if not listing.narrowed or listing.waiting:
        return ""
    milliseconds = max(1, round(listing.seconds * 1000))
    # L10N: how long a search took, in milliseconds; short
    return t._("found in {n} ms", n=f.number(milliseconds))


def facts(
    hit: CustomerHit, tier: str, groups: Sequence[str], t: Translator, f: Formats
) -> tuple[tuple[str, str], ...]:
    """What tells the right person from another one."""
    found = [(t._("Points"), f.points(hit.balance)), (t._("Bought in all"), f.money(hit.turnover))]
    if tier:
        found.insert(0, (t._("Tier"), tier))
    if hit.last_visit is not None:
        found.append((t._("Last visit"), f.date(hit.last_visit)))
    if groups:
        found.append((t._("Groups"), ", ".join(groups)))
    return tuple(found)
