"""What the kinds, targets and states of promotions are called."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pos_app.i18n import Translator

TONES: Final[Mapping[str, str]] = {
    "running": "accent",
    "planned": "outline",
    "paused": "warn",
    "ended": "neutral",
    "used_up": "neutral",
    "out_of_budget": "danger",
}
"""Badge tones by state."""


def state_words(t: Translator) -> dict[str, str]:
    """How a promotion stands."""
    return {
        "running": t.pgettext("promotion", "Running"),
        "planned": t.pgettext("promotion", "Planned"),
        "paused": t.pgettext("promotion", "Paused"),
        "ended": t.pgettext("promotion", "Ended"),
        "used_up": t.pgettext("promotion", "Used up"),
        "out_of_budget": t.pgettext("promotion", "Out of budget"),
    }


def condition_kinds(t: Translator) -> dict[str, str]:
    """What a condition can be."""
    return {
        "min_amount": t._("Goods for at least"),
        "min_quantity": t._("At least so many pieces"),
        "max_quantity": t._("At most so many pieces"),
        "distinct": t._("Different goods"),
        "contains": t._("Certain goods together"),
        "known": t._("A customer card is shown"),
        "first": t._("First purchase"),
        "nth": t._("Purchase number"),
        "birthday": t._("Around the birthday"),
        "tier": t._("Tier of the customer"),
        "group": t._("Group of the customer"),
        "raw": t._("Rule from a file"),
    }


def benefit_kinds(t: Translator) -> dict[str, str]:
    """What a benefit can be."""
    return {
        "percent": t._("Per cent off"),
        "amount": t._("A sum off"),
        "price": t._("A fixed price"),
        "free": t._("Some pieces free"),
        "gift": t._("A gift on top"),
        "bundle": t._("A price for several"),
        "steps": t._("In steps"),
        "first_more": t._("First piece, further pieces"),
        "points": t._("More points"),
        "coupon": t._("A coupon for next time"),
        "raw": t._("Rule from a file"),
    }


def targets(t: Translator) -> dict[str, str]:
    """What a sum or a percentage is taken off."""
    return {
        "line": t._("each line"),
        "unit": t._("each piece"),
        "cheapest_unit": t._("the cheapest piece"),
        "cheapest_units": t._("the cheapest pieces"),
        "cheapest_units_total": t._("the cheapest pieces together"),
        "order": t._("all of it together"),
    }


def namings(t: Translator) -> dict[str, str]:
    """What goods can be named by."""
    return {
        "group": t._("Group"),
        "item": t._("Product"),
        "brand": t._("Brand"),
        "tag": t.pgettext("goods", "Tag"),
    }
