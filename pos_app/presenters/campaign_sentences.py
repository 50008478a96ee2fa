"""Sentences for what coupon campaigns refuse; joined in :mod:`pos_app.presenters.messages`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pos_app.presenters.messages import Speaker


def _used_up(s: Speaker) -> str:
    left = s.count("left")
    if not left:
        return s.t._("The campaign is used up: nothing more is handed over.")
    return s.t.ngettext(
        "The campaign has room for {n} coupon.", "The campaign has room for {n} coupons.", left
    )


def _count(s: Speaker) -> str:
    most = max(1, s.count("most"))
    return s.t.ngettext("Make 1 to {n} code at a time.", "Make 1 to {n} codes at a time.", most)


CAMPAIGN_SENTENCES: Final[dict[str, Callable[[Speaker], str]]] = {
    "campaign_unknown": lambda s: s.t._("This campaign is no longer here."),
    "campaign_invalid": lambda s: s.t._("The campaign cannot be saved. Look at the red field."),
    "campaign_ended": lambda s: s.t._("The campaign has ended. Copy it to begin anew."),
    "campaign_state": lambda s: s.t._("The campaign has changed meanwhile. Look at it again."),
    "campaign_not_running": lambda s: s.t._("Start the campaign first."),
    "campaign_over": lambda s: s.t._("The days of this campaign are over."),
    "campaign_named": lambda s: s.t._("These coupons carry a name: give them to a customer."),
    "campaign_customer_limit": lambda s: s.t._(
        "{name} has all the coupons this campaign gives to one person.", name=s.text("name")
    ),
    "campaign_used_up": _used_up,
    "campaign_count": _count,
    "coupons_none": lambda s: s.t._("There is nothing to print: no coupon of these can be used."),
    "coupon_void": lambda s: s.t._("This coupon is no longer valid."),
    "coupon_expired": lambda s: s.t._("This has expired."),
}
