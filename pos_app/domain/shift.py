"""A shift at a till: float, cash moves, blind count and numbered close (R32)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum


class CashMoveKind(Enum):
    """Cash that moves without a sale."""

    IN = "in"
    OUT = "out"


@dataclass(frozen=True, slots=True, kw_only=True)
class CashMove:
    """Money put in or taken out of the drawer; ``amount`` in minor units, always positive."""

    id: int
    uuid: str
    shift_id: int
    kind: CashMoveKind
    amount: int
    reason: str
    person_id: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """One shift; ``number`` runs without gaps per till. Sums in minor units.

    ``counted``/``expected`` are known only after the close: the count is blind.
    """

    id: int
    uuid: str
    till: str
    number: int
    opened_by: int
    opened_at: datetime
    opening_float: int
    closed_by: int | None = None
    closed_at: datetime | None = None
    counted: int | None = None
    expected: int | None = None
    note: str = ""

    @property
    def is_open(self) -> bool:
        """True until the shift is closed."""
        return self.closed_at is None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftFigures:
    """What an X report or a close shows; sums in minor units, points in hundredths.

    ``sales_total`` has the gift certificates sold in it, ``certificates_sold`` alone.
    """

    sales_count: int
    sales_total: int
    returns_count: int
    returns_total: int
    by_tender: tuple[tuple[str, int], ...]
    discount_total: int
    points_spent: int
    points_money: int
    points_earned: int
    cash_in: int
    cash_out: int
    cash_sales: int
    rounding_total: int
    taxes: tuple[tuple[int, int, int], ...]
    first_number: int | None
    last_number: int | None
    certificates_count: int = 0
    certificates_sold: int = 0

    def expected_cash(self, opening_float: int) -> int:
        """Cash that should lie in the drawer: float + cash sales + in − out (change is netted)."""
        return opening_float + self.cash_sales + self.cash_in - self.cash_out
