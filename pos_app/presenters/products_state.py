"""What the list of goods shows: ready texts and flags; its rows are read page by page."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductLine:
    """One product in the list. ``quick`` stands on a quick button, ``active`` is sold."""

    key: str
    name: str
    sku: str
    barcode: str
    group: str
    price: str
    tax: str
    quick: bool = False
    active: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductsState:
    """The list and what can be done with it.

    ``total`` is the number of rows, ``serial`` changes when rows have to be read again.
    ``notice`` with ``notice_action`` is a line above the list (an unknown code, kept changes,
    an export under way). Locked buttons stay pressable and say why.
    """

    text: str = ""
    group: str = ""
    groups: tuple[tuple[str, str], ...] = ()
    withdrawn: bool = False
    total: int = 0
    serial: int = 0
    count: str = ""
    settled: bool = True
    chosen: str = ""
    chosen_quick: bool = False
    quick_word: str = ""
    can_choose: bool = False
    edit_locked: bool = False
    export_locked: bool = False
    busy: bool = False
    notice: str = ""
    notice_tone: str = "neutral"
    notice_action: str = ""
    empty_title: str = ""
    empty_hint: str = ""
    empty_create: str = ""
    empty_import: str = ""
