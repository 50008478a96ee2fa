"""Points and turnover going over in a merge, and back: the ledgers only grow (R11, R12, R23)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pos_app.domain.points import Account, debit
from pos_app.services.grants import account_of
from pos_app.services.loyalty import Movement
from pos_app.services.merge_records import MERGE
from pos_app.services.ports import IdSource, UnitOfWork
from pos_app.services.records import PointsEntry, TurnoverEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """From whom to whom, in which transaction; ``movement.reference`` is the merge's uuid."""

    uow: UnitOfWork
    ids: IdSource
    survivor: int
    merged: int
    movement: Movement

    @property
    def reason(self) -> str:
        """What the ledgers say."""
        return MERGE + self.movement.reference

    def enter(self, customer_id: int, lot_id: int | None, amount: int) -> None:
        """One movement of points."""
        self.uow.points.add_entry(
            PointsEntry(
                uuid=self.ids.uuid(),
                customer_id=customer_id,
                lot_id=lot_id,
                kind="adjust",
                amount=amount,
                at=self.movement.at,
                local_day=self.movement.local_day,
                person_id=self.movement.person_id,
                reason=self.reason,
            )
        )

    def count(self, customer_id: int, entry: TurnoverEntry, sign: int) -> None:
        """One movement of turnover, on the day of the purchase it is about."""
        self.uow.customers.add_turnover(
            replace(
                entry,
                uuid=self.ids.uuid(),
                customer_id=customer_id,
                amount=sign * entry.amount,
                visit=sign * entry.visit,
                at=self.movement.at,
                reason=self.reason,
            )
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PointsMoved:
    """What went over; see :class:`~pos_app.services.merge_image.Image`."""

    lots: list[list[int]]
    owed: int
    settled: list[list[int]]


def move_points(ways: Ways) -> PointsMoved:
    """Every open lot goes over with its dates, then what is owed; the one fills the other (R12)."""
    uow, points = ways.uow, ways.uow.points
    debt, owed = account_of(uow, ways.survivor).owed, account_of(uow, ways.merged).owed
    pairs = []
    for row in points.lots(ways.merged):
        ways.enter(ways.merged, row.id, -row.left)
        moved = replace(
            row,
            id=0,
            uuid=ways.ids.uuid(),
            customer_id=ways.survivor,
            kind="merged",
            granted=row.left,
            reason=row.uuid,
            local_day=ways.movement.local_day,
            entered_at=ways.movement.at,
        )
        pairs.append((row.id, points.add_lot(moved)))
    if owed:
        ways.enter(ways.merged, None, owed)
        ways.enter(ways.survivor, None, -owed)
    settled = _settle(ways, debt + owed)
    return PointsMoved(
        lots=[[old, new, _left(uow, new)] for old, new in pairs], owed=owed, settled=settled
    )


def _settle(ways: Ways, debt: int) -> list[list[int]]:
    lots = account_of(ways.uow, ways.survivor).lots
    plan = debit(Account(lots=lots), debt, ways.movement.local_day)
    settled = [[int(draw.lot_id), draw.amount] for draw in plan.draws]
    for lot_id, amount in settled:
        ways.enter(ways.survivor, lot_id, -amount)
        ways.enter(ways.survivor, None, amount)
    return settled


def points_untouched(uow: UnitOfWork, survivor: int, moved: PointsMoved) -> bool:
    """Whether what went over lies there still (or ran out), and what was owed is owed still."""
    expired = uow.points.expired_of([new for _, new, _ in moved.lots])
    whole = all(_left(uow, new) + expired[new] == left for _, new, left in moved.lots)
    filled = sum(amount for _, amount in moved.settled)
    return whole and account_of(uow, survivor).owed >= moved.owed - filled


def return_points(ways: Ways, moved: PointsMoved) -> None:
    """Undo :func:`move_points`; what ran out meanwhile stays gone."""
    for lot_id, amount in moved.settled:
        ways.enter(ways.survivor, None, -amount)
        ways.enter(ways.survivor, lot_id, amount)
    if moved.owed:
        ways.enter(ways.survivor, None, moved.owed)
        ways.enter(ways.merged, None, -moved.owed)
    for old, new, _ in moved.lots:
        left = _left(ways.uow, new)
        if left:
            ways.enter(ways.survivor, new, -left)
            ways.enter(ways.merged, old, left)


def _left(uow: UnitOfWork, lot_id: int) -> int:
    row = uow.points.lot(lot_id)
    return 0 if row is None else row.left


def standing_turnover(uow: UnitOfWork, customer_id: int) -> Sequence[TurnoverEntry]:
    """A person's turnover without what undone merges brought and took again."""
    undone = {MERGE + uuid for uuid in uow.merges.undone(customer_id)}
    return [entry for entry in uow.merges.turnover(customer_id) if entry.reason not in undone]


def move_turnover(ways: Ways) -> None:
    """Every entry goes over, day and receipt with it."""
    for entry in standing_turnover(ways.uow, ways.merged):
        ways.count(ways.merged, entry, -1)
        ways.count(ways.survivor, entry, 1)


def return_turnover(ways: Ways) -> None:
    """Undo :func:`move_turnover`: what came by this merge goes back."""
    for entry in ways.uow.merges.turnover(ways.survivor):
        if entry.reason == ways.reason:
            ways.count(ways.survivor, entry, -1)
            ways.count(ways.merged, entry, 1)
