"""A person's account before a sale, and what the sale writes into it (R8–R12, R19, R20)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from pos_app.domain.card import Card
from pos_app.domain.customer import Account, Customer
from pos_app.domain.errors import PosError
from pos_app.domain.points import Account as PointsAccount
from pos_app.domain.points import Lot, plan_spending
from pos_app.domain.pricing import CustomerFacts, Programme
from pos_app.domain.tier import (
    Tier,
    TierProgress,
    progress,
    tier_after_sale,
    tier_by_id,
    tier_for,
    window_start,
)
from pos_app.services.known_needs import known_needs
from pos_app.services.need_records import KnownNeed
from pos_app.services.people import known_customer, notes_at_till
from pos_app.services.ports import IdSource, UnitOfWork
from pos_app.services.promotion_uses import uses_of
from pos_app.services.records import LotRow, PointsEntry, TurnoverEntry


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerSheet:
    """Everything the counter knows of the person at the till, as of ``today`` (shop-local).

    ``benefits`` is False when the card shown gives nothing (R20); pricing then hears of nobody.
    ``turnover`` is the tier turnover in the programme's window. ``facts`` is what pricing is told.
    ``notes`` and ``needs`` are for the cashier to read.
    """

    customer: Customer
    card: Card | None
    account: Account
    points: PointsAccount
    turnover: int
    tier: Tier | None
    progress: TierProgress
    facts: CustomerFacts
    benefits: bool
    today: date
    notes: tuple[str, ...] = ()
    needs: tuple[KnownNeed, ...] = ()

    @property
    def next_expiry(self) -> tuple[int, date] | None:
        """Points (hundredths) of the nearest last day among active lots, and that day."""
        dated = [
            lot
            for lot in self.points.lots
            if lot.left and lot.expires_on is not None and lot.is_active(self.today)
        ]
        if not dated:
            return None
        nearest = min(lot.expires_on for lot in dated if lot.expires_on is not None)
        return sum(lot.left for lot in dated if lot.expires_on == nearest), nearest


def read_sheet(
    uow: UnitOfWork, customer_id: int, card_number: str | None, programme: Programme, today: date
) -> CustomerSheet:
    """The sheet of one person; raises ``PosError("customer_unknown")``."""
    customer = known_customer(uow, customer_id)
    card = uow.cards.by_number(card_number) if card_number else None
    account = uow.customers.account(customer_id)
    points = points_account(uow.points.lots(customer_id), account.balance)
    turnover = window_turnover(uow, account, programme, today)
    tier = current_tier(account, turnover, programme, today)
    benefits = customer.active and (card is None or card.gives_benefits)
    return CustomerSheet(
        customer=customer,
        card=card,
        account=account,
        points=points,
        turnover=turnover,
        tier=tier,
        progress=progress(turnover, programme.tiers),
        facts=replace(
            _facts(uow, customer, account, points, turnover, tier, today),
            used=uses_of(uow, customer.id, programme),
        ),
        benefits=benefits,
        today=today,
        notes=notes_at_till(uow, customer),
        needs=tuple(known_needs(uow, customer_id, today)),
    )


def points_account(rows: Sequence[LotRow], balance: int) -> PointsAccount:
    """The domain's account of stored lots; what the lots hold beyond ``balance`` is owed (R12)."""
    lots = tuple(domain_lot(row) for row in rows)
    return PointsAccount(lots=lots, owed=max(0, sum(lot.left for lot in lots) - balance))


def domain_lot(row: LotRow) -> Lot:
    """A stored lot as the rules see it; its id is the row's, as text that sorts by age."""
    return Lot(
        lot_id=f"{row.id:015d}",
        granted=row.granted,
        left=row.left,
        earned_on=row.earned_at.date(),
        active_from=row.active_from,
        expires_on=row.expires_on,
        source=row.kind,
    )


def window_turnover(uow: UnitOfWork, account: Account, programme: Programme, today: date) -> int:
    """The turnover that decides the tier, in the programme's window (R19), minor units."""
    since = window_start(programme.turnover_window, today)
    if since is None:
        return account.turnover
    return uow.customers.turnover_since(account.customer_id, since)


def current_tier(account: Account, turnover: int, programme: Programme, today: date) -> Tier | None:
    """The tier of this receipt: a manual one until its end, the one kept, or the one reached."""
    kept = tier_by_id(account.tier_id, programme.tiers)
    if kept is not None:
        manual = account.tier_manual_until
        if manual is None or today <= manual:
            return kept
    return tier_for(turnover, programme.tiers)


def _facts(
    uow: UnitOfWork,
    customer: Customer,
    account: Account,
    points: PointsAccount,
    turnover: int,
    tier: Tier | None,
    today: date,
) -> CustomerFacts:
    return CustomerFacts(
        customer_id=customer.uuid,
        tier_id=tier.tier_id if tier is not None else None,
        groups=frozenset(customer.groups),
        active_points=points.active(today),
        balance=points.balance(today),
        earned_today=uow.points.earned_today(customer.id, today),
        redeemed_today=uow.points.spent_today(customer.id, today),
        orders=account.visits,
        turnover=turnover,
        birthday=customer.birthday,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """When, by whom (None: by the program itself) and for which sale ledger rows are written."""

    sale_id: int | None = None
    at: datetime
    local_day: date
    person_id: int | None
    reference: str = ""


def spend_points(
    uow: UnitOfWork, ids: IdSource, sheet: CustomerSheet, amount: int, movement: Movement
) -> None:
    """Take ``amount`` (hundredths) from the lots in the order of R11.

    Raises ``PosError("points_short")`` when less is active than asked for.
    """
    try:
        draws = plan_spending(sheet.points, amount, movement.local_day)
    except ValueError:
        available = sheet.points.active(movement.local_day)
        raise PosError("points_short", asked=amount, available=available) from None
    for draw in draws:
        lot_id = int(draw.lot_id)
        uow.points.add_entry(
            _entry(ids, sheet.customer.id, movement, lot_id, "redeem", -draw.amount)
        )


def earn_points(
    uow: UnitOfWork,
    ids: IdSource,
    sheet: CustomerSheet,
    amount: int,
    programme: Programme,
    movement: Movement,
    reason: str = "",
) -> None:
    """Grant the points of a receipt as one lot; what is owed is filled from it first (R11, R12)."""
    if amount <= 0:
        return
    active_from, expires_on = programme.lot_dates(movement.local_day)
    lot_id = uow.points.add_lot(
        LotRow(
            uuid=ids.uuid(),
            customer_id=sheet.customer.id,
            kind="sale",
            granted=amount,
            left=amount,
            earned_at=movement.at,
            active_from=active_from,
            expires_on=expires_on,
            sale_id=movement.sale_id,
            reason=reason,
        )
    )
    fill_owed(uow, ids, sheet.customer.id, lot_id, min(sheet.points.owed, amount), movement)


def fill_owed(
    uow: UnitOfWork,
    ids: IdSource,
    customer_id: int,
    lot_id: int,
    amount: int,
    movement: Movement,
) -> None:
    """Fill what is owed from a new lot, by ``amount`` hundredths (R12)."""
    if amount:
        uow.points.add_entry(_entry(ids, customer_id, movement, lot_id, "reverse", -amount))
        uow.points.add_entry(_entry(ids, customer_id, movement, None, "reverse", amount))


def _entry(
    ids: IdSource,
    customer_id: int,
    movement: Movement,
    lot_id: int | None,
    kind: str,
    amount: int,
) -> PointsEntry:
    return PointsEntry(
        uuid=ids.uuid(),
        customer_id=customer_id,
        lot_id=lot_id,
        kind=kind,
        amount=amount,
        at=movement.at,
        local_day=movement.local_day,
        sale_id=movement.sale_id,
        person_id=movement.person_id,
    )


def count_turnover(
    uow: UnitOfWork,
    ids: IdSource,
    sheet: CustomerSheet,
    amount: int,
    programme: Programme,
    movement: Movement,
) -> Tier | None:
    """Add a visit and its money to the turnover; the tier from the next receipt on (R19)."""
    uow.customers.add_turnover(
        TurnoverEntry(
            uuid=ids.uuid(),
            customer_id=sheet.customer.id,
            amount=amount,
            local_day=movement.local_day,
            at=movement.at,
            sale_id=movement.sale_id,
            visit=1,
        )
    )
    after = tier_after_sale(sheet.tier, sheet.turnover + amount, programme.tiers)
    if after is not None and after.tier_id != sheet.account.tier_id:
        uow.customers.set_tier(sheet.customer.id, after.tier_id, movement.local_day)
    return after


def expire_due(uow: UnitOfWork, ids: IdSource, today: date, at: datetime, limit: int = 500) -> int:
    """Post expiry entries for lots whose last day is over (R11); how many lots were closed.

    Idempotent: what is posted has nothing left and is not found again.
    """
    closed = 0
    while rows := uow.points.expired_lots(today, limit):
        for row in rows:
            uow.points.add_entry(
                PointsEntry(
                    uuid=ids.uuid(),
                    customer_id=row.customer_id,
                    lot_id=row.id,
                    kind="expire",
                    amount=-row.left,
                    at=at,
                    local_day=today,
                )
            )
        closed += len(rows)
    return closed
