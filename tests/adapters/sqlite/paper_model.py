"""The independent model of the stateful test: what a shopkeeper would write on paper."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

WELCOME = 10_000_000_00


@dataclass
class Model:
    """What a shopkeeper would write on paper."""

    lots: dict[int, int] = field(default_factory=lambda: {1: WELCOME})
    granted: dict[int, int] = field(default_factory=lambda: {1: WELCOME})
    expiry: dict[int, date | None] = field(default_factory=lambda: {1: date(2027, 5, 1)})
    balance: int = WELCOME
    turnover: int = 0
    visits: int = 0
    price: int = 500_00
    sales: list[int] = field(default_factory=list)
    coupons: dict[str, tuple[str, int]] = field(default_factory=dict)
    drawer: int = 150_00
    shift_open: bool = True
    shifts: int = 1
    drafts: set[str] = field(default_factory=set)
