"""Why goods cost less than their list price, in a few words: for whom, from how many."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from pos_app.domain.pricing import Step
from pos_app.i18n import Formats, Translator
from pos_app.services.price_levels import TIER

NBSP: Final = "\N{NO-BREAK SPACE}"


def unit_word(t: Translator, unit: str) -> str:
    """The short word of a unit of sale."""
    words = {
        "pcs": t.pgettext("unit", "pcs"),
        "kg": t.pgettext("unit", "kg"),
        "l": t.pgettext("unit", "l"),
        "m": t.pgettext("unit", "m"),
    }
    return words.get(unit, unit)


def counted(t: Translator, f: Formats, quantity: int, unit: str) -> str:
    """``3 pcs``: a quantity (thousandths) with its unit."""
    return f"{f.quantity(quantity)}{NBSP}{unit_word(t, unit)}"


def price_words(t: Translator, f: Formats, *, group: str, min_quantity: int, unit: str) -> str:
    """For whom and from how many (thousandths) a price is; ``group`` "" means everybody."""
    quantity = counted(t, f, min_quantity, unit)
    if group and min_quantity:
        return t._("{group}, from {quantity}", group=group, quantity=quantity)
    if group:
        return t._("{group} price", group=group)
    if min_quantity:
        return t._("From {quantity}", quantity=quantity)
    return t._("Special price")


def step_words(t: Translator, f: Formats, step: Step, names: Mapping[str, str], unit: str) -> str:
    """The same for a line that is sold at such a price; ``names`` as in the desk's view."""
    params: dict[str, Any] = dict(step.reason.params)
    group = params["group"] or names.get(f"{TIER}{params['tier']}", "")
    return price_words(t, f, group=group, min_quantity=params["min_quantity"], unit=unit)
