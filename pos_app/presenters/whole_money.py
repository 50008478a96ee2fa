"""Large sums as estimates are shown."""

from __future__ import annotations

from pos_app.i18n import Formats


def whole_money(amount: int, f: Formats) -> str:
    """A sum of a year without its small coins, rounded half up: it is no bill."""
    unit = 10**f.minor_digits
    return f.money((2 * amount + unit) // (2 * unit) * unit, trim=True)
