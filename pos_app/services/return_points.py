"""Points of a return: spent ones go back to their lots, earned ones are clawed back (R15, R16)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from pos_app.domain import points as ledger
from pos_app.domain.sale import Sale
from pos_app.services.loyalty import domain_lot, points_account
from pos_app.services.ports import IdSource, UnitOfWork
from pos_app.services.records import LotRow, PointsEntry

MOVED: Final = ("extended", "merged")
"""Kinds of lots that hold what was left of another one, whose uuid is their reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PointsPlan:
    """How a person's points change; hundredths.

    ``restored`` go back to lots, ``clawback`` says where earned ones are taken from. ``foreign``
    lots are of an account that was merged into this one: what goes back to them needs a new lot.
    """

    customer_id: int
    before: ledger.Account
    after: ledger.Account
    restored: tuple[ledger.Restoration, ...]
    clawback: ledger.Clawback
    today: date
    foreign: frozenset[str] = frozenset()

    @property
    def balance_before(self) -> int:
        """Active and pending points, less what is owed."""
        return self.before.balance(self.today)

    @property
    def balance_after(self) -> int:
        """The same after the return."""
        return self.after.balance(self.today)


def plan_points(
    uow: UnitOfWork,
    sale: Sale,
    accounts: Sequence[int],
    *,
    back: int,
    claw_back: int,
    expired_before: int,
    keep_days: int,
    today: date,
) -> PointsPlan:
    """Work out a person's points after ``back`` spent ones return and ``claw_back`` are taken.

    ``accounts`` are the buyer and whom they were merged into; the last one holds the points.
    ``expired_before`` is what earlier claw-backs of this receipt counted as run out;
    ``keep_days`` is ``restored_points_days``.
    """
    customer_id = accounts[-1]
    entries = _of_sale(uow, sale.id, accounts)
    rows = uow.points.lots_of_sale(sale.id)
    own = _with_expired(uow, rows)
    balance = uow.customers.account(customer_id).balance
    account = points_account(uow.points.lots(customer_id), balance)
    account = replace(account, lots=_joined(account.lots, own))
    spent = [_draw(entry) for entry in entries if entry.kind == "redeem"]
    drawn = _lots(uow, spent)
    account = replace(account, lots=_joined(account.lots, [domain_lot(row) for row in drawn]))
    plan = ledger.plan_restoration(
        spent, _given_back(entries, uow, sale.id), account.lots, back, today, keep_days
    )
    after = ledger.restore(account, plan, "new", today)
    mine = _earned(rows)
    clawback = ledger.plan_clawback(after, mine, claw_back, today, expired_before)
    return PointsPlan(
        customer_id=customer_id,
        before=account,
        after=ledger.claw_back(after, clawback),
        restored=plan,
        clawback=clawback,
        today=today,
        foreign=frozenset(
            domain_lot(row).lot_id for row in drawn if row.customer_id != customer_id
        ),
    )


def _of_sale(uow: UnitOfWork, sale_id: int, accounts: Sequence[int]) -> list[PointsEntry]:
    """What a receipt did to the points of all these accounts, oldest first."""
    entries = [entry for each in accounts for entry in uow.points.of_sale(each, sale_id)]
    return sorted(entries, key=lambda entry: entry.id)


def _draw(entry: PointsEntry) -> ledger.Draw:
    return ledger.Draw(lot_id=f"{entry.lot_id or 0:015d}", amount=abs(entry.amount))


def _joined(lots: Sequence[ledger.Lot], more: Sequence[ledger.Lot]) -> tuple[ledger.Lot, ...]:
    """``lots`` with those of ``more`` that are not among them; ``more`` knows better."""
    better = {lot.lot_id: lot for lot in more}
    known = [better.pop(lot.lot_id, lot) for lot in lots]
    return (*known, *better.values())


def _lots(uow: UnitOfWork, draws: Sequence[ledger.Draw]) -> list[LotRow]:
    ids = dict.fromkeys(int(draw.lot_id) for draw in draws)
    rows = [uow.points.lot(lot_id) for lot_id in ids]
    return [row for row in rows if row is not None]


def _earned(rows: Sequence[LotRow]) -> frozenset[str]:
    """The lots of the points a receipt brought, wherever they were moved to since.

    Their life may have been made longer (R11), their account merged into another one (R23).
    """
    mine: dict[str, LotRow] = {}
    for row in rows:
        if row.kind == "sale" or (row.kind in MOVED and row.reason in mine):
            mine[row.uuid] = row
    return frozenset(domain_lot(row).lot_id for row in mine.values())


def _with_expired(uow: UnitOfWork, rows: Sequence[LotRow]) -> list[ledger.Lot]:
    """The lots a receipt granted, with what was posted as run out of them."""
    expired = uow.points.expired_of([row.id for row in rows])
    return [replace(domain_lot(row), expired=expired.get(row.id, 0)) for row in rows]


def _given_back(entries: Sequence[PointsEntry], uow: UnitOfWork, sale_id: int) -> list[ledger.Draw]:
    """What earlier returns gave back, by the lot it was spent from."""
    same = [_draw(entry) for entry in entries if entry.kind == "restore"]
    moved = [
        ledger.Draw(lot_id=row.reason, amount=row.granted)
        for row in uow.points.lots_of_sale(sale_id)
        if row.kind == "restored"
    ]
    return [*same, *moved]


def book_points(
    uow: UnitOfWork,
    ids: IdSource,
    plan: PointsPlan,
    *,
    sale_id: int,
    person_id: int,
    at: datetime,
) -> None:
    """Write the plan into the ledger, in the order it was worked out."""
    writer = _Writer(uow, ids, plan, sale_id, person_id, at)
    for part in plan.restored:
        writer.restore(part)
    for draw in plan.clawback.draws:
        writer.entry(writer.lot_of(draw.lot_id), "reverse", -draw.amount)
    if plan.clawback.owed:
        writer.entry(None, "reverse", -plan.clawback.owed)


class _Writer:
    """Writes one return's movements; knows the rows of lots that the plan only numbers."""

    def __init__(
        self,
        uow: UnitOfWork,
        ids: IdSource,
        plan: PointsPlan,
        sale_id: int,
        person_id: int,
        at: datetime,
    ) -> None:
        self._uow = uow
        self._ids = ids
        self._plan = plan
        self._sale_id = sale_id
        self._person_id = person_id
        self._at = at
        self._owed = plan.before.owed
        self._new: dict[str, int] = {}
        self._count = 0

    def lot_of(self, lot_id: str) -> int:
        return self._new[lot_id] if lot_id in self._new else int(lot_id)

    def restore(self, part: ledger.Restoration) -> None:
        """Give points back to their lot, or to a lot of their own with its new last day."""
        self._count += 1
        old = next(lot for lot in self._plan.before.lots if lot.lot_id == part.lot_id)
        if part.expires_on == old.expires_on and part.lot_id in self._plan.foreign:
            row = self._new[part.lot_id] = self._add_lot(old, part)
        elif part.expires_on == old.expires_on:
            row = int(part.lot_id)
            self.entry(row, "restore", part.amount)
        else:
            row = self._add_lot(old, part)
            self._new[f"new{self._count}"] = row
        filled = min(self._owed, part.amount)
        if filled:
            self._owed -= filled
            self.entry(row, "reverse", -filled)
            self.entry(None, "reverse", filled)

    def _add_lot(self, old: ledger.Lot, part: ledger.Restoration) -> int:
        return self._uow.points.add_lot(
            LotRow(
                uuid=self._ids.uuid(),
                customer_id=self._plan.customer_id,
                kind="restored",
                granted=part.amount,
                left=part.amount,
                earned_at=self._at,
                active_from=min(old.active_from, self._plan.today),
                expires_on=part.expires_on,
                sale_id=self._sale_id,
                reason=part.lot_id,
                local_day=self._plan.today,
            )
        )

    def entry(self, lot_id: int | None, kind: str, amount: int) -> None:
        self._uow.points.add_entry(
            PointsEntry(
                uuid=self._ids.uuid(),
                customer_id=self._plan.customer_id,
                lot_id=lot_id,
                kind=kind,
                amount=amount,
                at=self._at,
                local_day=self._plan.today,
                sale_id=self._sale_id,
                person_id=self._person_id,
            )
        )
