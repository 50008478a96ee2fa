"""What a demo shop is made of: words and goods of one language, and the dice that make its year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Protocol, TypeVar

from pos_app.domain.catalogue import UnitKind

T = TypeVar("T")
DAYS: Final = 365
"""How far back a demo shop's past goes."""


class Dice(Protocol):
    """Seeded randomness, so that a demo shop can be made again exactly."""

    def random(self) -> float:
        """A number from 0 to below 1."""

    def randrange(self, stop: int) -> int:
        """A whole number from 0 to below ``stop``."""

    def choices(
        self, population: Sequence[T], weights: Sequence[int] | None = None, *, k: int = 1
    ) -> list[T]:
        """``k`` picks, by weight."""


class DemoClock(Protocol):
    """A clock that is set by hand; what is recorded carries its time."""

    def now(self) -> datetime: ...
    def monotonic(self) -> float: ...
    def set(self, moment: datetime) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoProduct:
    """One article of the demo shop; ``price`` and ``cost`` in minor units of its currency.

    ``family`` is the key of what it is and ``label`` the word for it; ``weight`` says how often it
    is bought, ``popular`` orders the quick items (0: none).
    """

    family: str
    label: str
    sku: str
    name: str
    group: str
    brand: str
    price: int
    cost: int
    low_tax: bool
    unit: UnitKind
    barcode: str
    plu: str
    weight: int
    quick: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoData:
    """Everything the resources say for one language. ``text`` by key, see ``shops.csv``."""

    language: str
    text: Mapping[str, str]
    groups: tuple[tuple[str, str], ...]
    products: tuple[DemoProduct, ...]
    women: tuple[str, ...]
    men: tuple[str, ...]

    def number(self, key: str) -> int:
        """A figure among the texts, in minor units."""
        return int(self.text[key])


@dataclass(slots=True, kw_only=True)
class Shopper:
    """A person of the demo shop and their habits; days are ordinals."""

    name: str
    female: bool
    kind: str
    joins: int
    next_visit: int
    gap: int
    until: int
    favourites: tuple[str, ...]
    customer_id: int = 0
    card: str = ""
    coupons: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoPerson:
    """Somebody who can sign in, with the PIN the demo documents."""

    name: str
    role: str
    pin: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoReport:
    """What was made."""

    shop: str
    products: int
    customers: int
    sales: int
    shifts: int
    people: tuple[DemoPerson, ...]
    card: str
    barcodes: tuple[str, ...]
