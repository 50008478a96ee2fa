"""Words about points and tiers: kinds of lots and movements, refusals, entries of the journal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Final, Protocol

from pos_app.i18n import Formats, Translator

if TYPE_CHECKING:
    from pos_app.presenters.messages import Speaker


class Teller(Protocol):
    """One entry of the journal being told."""

    t: Translator
    f: Formats

    def text(self, name: str) -> str:
        """A word as it is."""

    def number(self, name: str) -> int:
        """A whole number."""


def lot_words(t: Translator, kind: str) -> str:
    """What points were given for."""
    words = {
        "sale": t._("purchase"),
        "welcome": t._("welcome"),
        "birthday": t._("birthday"),
        "questionnaire": t._("questionnaire"),
        "referral": t._("referral"),
        "compensation": t._("compensation"),
        "points": t._("compensation"),
        "coupon": t._("coupon"),
        "holiday": t._("holiday"),
        "adjust": t._("by hand"),
        "opening": t._("opening balance"),
        "extended": t._("put off"),
        "restored": t._("given back"),
        "merged": t._("from a merged customer"),
    }
    return words.get(kind, kind)


def movement_words(t: Translator, kind: str) -> str:
    """What a movement of points is called."""
    words = {
        "earn": t._("earned"),
        "redeem": t._("spent"),
        "expire": t._("expired"),
        "reverse": t._("set against a debt"),
        "restore": t._("given back"),
        "adjust": t._("by hand"),
    }
    return words.get(kind, kind)


def points_text(t: Translator, f: Formats, points: int) -> str:
    """Hundredths of points with their word."""
    return t.ngettext("{n} point", "{n} points", points // 100, n=f.points(points))


def points_told(e: Teller) -> list[str]:
    """Points in the journal: what for, to how many, how much, why."""
    t = e.t
    parts = [lot_words(t, e.text("kind"))] if e.text("kind") else []
    if e.number("number"):
        parts.append(t._("Receipt {number}", number=e.text("number")))
    if e.number("people"):
        parts.append(t.ngettext("{n} customer", "{n} customers", e.number("people")))
    if e.number("lots"):
        parts.append(t.ngettext("{n} grant", "{n} grants", e.number("lots")))
    if e.number("points"):
        parts.append(t._("points: {points}", points=e.f.points(e.number("points"))))
    if e.number("amount"):
        parts.append(e.f.money(e.number("amount")))
    if e.text("until"):
        parts.append(t._("to {day}", day=e.f.date(date.fromisoformat(e.text("until")))))
    return [*parts, e.text("file"), e.text("reason")]


def tiers_told(e: Teller) -> list[str]:
    """A tier set by hand, or a review of many."""
    t = e.t
    parts = [e.text("tier")]
    if e.number("people"):
        parts.append(t.ngettext("{n} customer", "{n} customers", e.number("people")))
        parts.append(t._("changed: {n}", n=e.f.number(e.number("changed"))))
    if e.text("until"):
        parts.append(t._("to {day}", day=e.f.date(date.fromisoformat(e.text("until")))))
    return [*parts, e.text("reason")]


POINTS_SENTENCES: Final[dict[str, Callable[[Speaker], str]]] = {
    "referrer_late": lambda s: s.t._(
        "This customer has bought already: who brought them is settled."
    ),
    "referrer_self": lambda s: s.t._("Nobody brings themselves."),
    "referrer_circular": lambda s: s.t._("That customer was brought by this one."),
    "person_ambiguous": lambda s: s.t._("Several customers fit. Type more of the card or phone."),
    "adjust_nothing": lambda s: s.t._("Say how many points to give or to take."),
    "adjust_used": lambda s: s.t._("The points are in use already and stay as they are."),
    "lot_unknown": lambda s: s.t._("These points are used up."),
    "lot_expired": lambda s: s.t._("These points have run out already."),
    "lot_shorter": lambda s: s.t._("Points may live longer, never shorter."),
    "day_past": lambda s: s.t._("This day is over. Choose today or later."),
    "day_far": lambda s: s.t._("This day is too far away."),
    "tier_unknown": lambda s: s.t._("The programme has no such tier."),
    "receipt_owned": lambda s: s.t._("This receipt belongs to a customer already."),
    "receipt_claimed": lambda s: s.t._("This receipt was given to a customer already."),
    "receipt_other_day": lambda s: s.t._(
        "A receipt can be given to a customer on the day of the sale only."
    ),
    "receipt_returned": lambda s: s.t._("Goods of this receipt came back already."),
}
