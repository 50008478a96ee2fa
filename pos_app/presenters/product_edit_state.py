"""What the form of one product shows: ready texts, flags, and the sentence under each field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pos_app.presenters.product_draft import LevelValues, ProductValues

Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceRow:
    """One entry of the price history."""

    key: str
    when: str
    old: str
    new: str
    who: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeRow:
    """A bar code of the product; ``note`` says what kind it is."""

    code: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelRow:
    """A price beside the list price. ``tone``: text, muted (not in force) or danger (too low)."""

    key: str
    who: str
    quantity: str
    price: str
    margin: str
    days: str
    tone: str = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelsState:
    """The prices of a product beside its list price, and the one being typed.

    ``margin`` speaks of the list price; ``margin_low``: it is below the least. ``usable`` is off
    while there is no product yet or the person may not change it.
    """

    rows: tuple[LevelRow, ...] = ()
    empty: str = ""
    margin: str = ""
    margin_low: bool = False
    values: LevelValues = field(default_factory=LevelValues)
    groups: Choices = ()
    quantity_suffix: str = ""
    new_group_open: bool = False
    usable: bool = False
    editing: bool = False
    changed: bool = False
    put_words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductEditState:
    """The form. ``serial`` changes when other contents have to be put into the fields.

    ``errors`` are sentences by field name; ``focus`` names the field to go to, told apart from
    the same wish before by ``focus_serial``.
    """

    serial: int = 0
    title: str = ""
    badge: str = ""
    is_new: bool = True
    locked: bool = False
    locked_hint: str = ""
    changed: bool = False
    values: ProductValues = field(default_factory=ProductValues)
    pending_code: str = ""
    sku_hint: str = ""
    price_suffix: str = ""
    reason_wanted: bool = False
    groups: Choices = ()
    taxes: Choices = ()
    units: Choices = ()
    codes: tuple[CodeRow, ...] = ()
    prices: tuple[PriceRow, ...] = ()
    prices_empty: str = ""
    levels: LevelsState = field(default_factory=LevelsState)
    photo: bytes = b""
    photo_words: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)
    focus: str = ""
    focus_serial: int = 0
    new_group_open: bool = False
    notice: str = ""
    notice_tone: str = "danger"
