"""What the shop owes in points: by the month they run out, and what waits for activation (R31)."""

from __future__ import annotations

from dataclasses import dataclass

from pos_app.domain.money import allocate
from pos_app.domain.staff import Action
from pos_app.services.points_ports import PointsReads
from pos_app.services.points_statement import points_money
from pos_app.services.session import Session, ensure_may
from pos_app.services.shop_book import ShopBook


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthOwed:
    """Points (hundredths) whose last day lies in ``month`` ("2026-11"; "": they live for ever).

    ``money`` (minor units) is what active and pending ones are worth together.
    """

    month: str
    active: int
    pending: int
    money: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Liability:
    """All months and their sums; ``owed`` is what negative balances come to (R12)."""

    months: tuple[MonthOwed, ...]
    active: int
    pending: int
    money: int
    owed: int


class LiabilityService:
    """Reads what is owed now."""

    def __init__(self, reads: PointsReads, book: ShopBook) -> None:
        self._reads = reads
        self._book = book

    def read(self, session: Session) -> Liability:
        """By month of expiry, as of today; raises as :func:`ensure_may`.

        The money of the months comes to the money of all exactly (R5).
        """
        ensure_may(session, Action.REPORTS)
        programme = self._book.current.programme
        lines = self._reads.liability(self._book.today())
        points = [line.active + line.pending for line in lines]
        money = points_money(sum(points), programme)
        shares = allocate(money, points) if points else []
        return Liability(
            months=tuple(
                MonthOwed(month=line.month, active=line.active, pending=line.pending, money=share)
                for line, share in zip(lines, shares, strict=True)
            ),
            active=sum(line.active for line in lines),
            pending=sum(line.pending for line in lines),
            money=money,
            owed=self._reads.owed(),
        )
