"""The keys in words: what the overlay on F1 shows."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol

from pos_app.i18n import Translator


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyEntry:
    """One key: its cap, what it does, a hint; ``active`` when the page in front has it."""

    key: str
    title: str
    note: str = ""
    active: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyOverviewState:
    """Title, way out, the twelve function keys and the smaller ones."""

    title: str
    close: str
    functions: tuple[KeyEntry, ...]
    others: tuple[KeyEntry, ...]


def key_overview_state(t: Translator, available: Collection[str] | None = None) -> KeyOverviewState:
    """The overlay in the screen's language; keys not in ``available`` are drawn quiet.

    F1 always works; None stands for all.
    """

    def entry(key: str, title: str, note: str = "") -> KeyEntry:
        active = available is None or key == "F1" or key in available
        return KeyEntry(key=key, title=title, note=note, active=active)

    return KeyOverviewState(
        title=t._("Keys"),
        close=t._("Close"),
        functions=_functions(t, entry),
        others=(
            KeyEntry(key="Enter", title=t._("main button of the page")),
            KeyEntry(key="3 *", title=t._("then scan: 3 at once")),
            KeyEntry(key="Del", title=t._("remove the line")),
            KeyEntry(key="Ctrl P", title=t._("print the receipt")),
            KeyEntry(key="Esc", title=t._("back, nothing is lost")),
            KeyEntry(key="+ −", title=t._("quantity of the line")),
            KeyEntry(key="?", title=t._("why this price")),
            KeyEntry(key="Ctrl Z", title=t._("undo the last action")),
            KeyEntry(key="Ctrl G", title=t._("sell a gift certificate")),
            KeyEntry(key="Ctrl 1…9", title=t._("other buttons of the page")),
        ),
    )


class _Make(Protocol):
    def __call__(self, key: str, title: str, note: str = "") -> KeyEntry: ...


def _functions(t: Translator, entry: _Make) -> tuple[KeyEntry, ...]:
    return (
        entry("F1", t._("Keys"), t._("this help")),
        entry("F2", t.pgettext("key", "Find"), t._("product or receipt")),
        entry("F3", t._("Customer"), t._("phone, card, name")),
        entry("F4", t._("Quick items"), t._("without a bar code")),
        entry("F5", t._("Quantity"), t._("of the chosen line")),
        entry("F6", t._("Discount"), t._("for a line or the receipt")),
        entry("F7", t._("Offer"), t._("apply a coupon")),
        entry("F8", t._("Points"), t._("pay with points")),
        entry("F9", t._("Park"), t._("and parked receipts")),
        entry("F10", t._("Cash"), t._("straight to the change")),
        entry("F11", t.pgettext("tender", "Card"), t._("the whole sum")),
        entry("F12", t._("Split"), t._("points, card, cash")),
    )
