"""Why a person's balance is what it is: lots, movements, tier and what may change it (R11, R19)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from pos_app.domain.customer import Account, Customer
from pos_app.domain.points import Account as PointsAccount
from pos_app.domain.pricing import Programme
from pos_app.domain.staff import Action
from pos_app.domain.tier import Tier, TierProgress, progress
from pos_app.services.customers import masked_phone
from pos_app.services.loyalty import current_tier, points_account, window_turnover
from pos_app.services.people import known_customer
from pos_app.services.points_ports import LotLine, MovementLine, PointsReads
from pos_app.services.ports import UnitOfWorkFactory
from pos_app.services.session import Session, ensure_may
from pos_app.services.shop_book import ShopBook

MOVEMENTS: Final = 200
"""Movements read for the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """Why a person's balance is what it is, and where they stand (all as of ``today``).

    ``worth`` is the money (minor units) the active points are worth. ``review_on`` is when the
    tier is looked at again (None: never, or it is set by hand).
    """

    customer: Customer
    account: Account
    points: PointsAccount
    lots: tuple[LotLine, ...]
    movements: tuple[MovementLine, ...]
    tier: Tier | None
    tiers: tuple[Tier, ...]
    progress: TierProgress
    turnover: int
    review_on: date | None
    referrer: Customer | None
    worth: int
    default_expiry: date | None
    today: date


class PointsStatements:
    """Reads what the page of one person shows."""

    def __init__(self, uow: UnitOfWorkFactory, reads: PointsReads, book: ShopBook) -> None:
        self._uow = uow
        self._reads = reads
        self._book = book

    def read(self, session: Session, customer_id: int) -> Statement:
        """All about one person's points and tier; raises ``PosError("customer_unknown")``."""
        ensure_may(session, Action.CONTACT_MASKED)
        programme, today = self._book.current.programme, self._book.today()
        with self._uow() as uow:
            customer = known_customer(uow, customer_id)
            account = uow.customers.account(customer_id)
            points = points_account(uow.points.lots(customer_id), account.balance)
            turnover = window_turnover(uow, account, programme, today)
            referrer = (
                uow.customers.get(customer.referrer_id)
                if customer.referrer_id is not None
                else None
            )
        return Statement(
            customer=replace(customer, phone=masked_phone(customer.phone)),
            account=account,
            points=points,
            lots=tuple(self._reads.lots(customer_id)),
            movements=tuple(self._reads.movements(customer_id, MOVEMENTS)),
            tier=current_tier(account, turnover, programme, today),
            tiers=programme.tiers,
            progress=progress(turnover, programme.tiers),
            turnover=turnover,
            review_on=_review_on(account, programme, today),
            referrer=referrer,
            worth=points_money(points.active(today), programme),
            default_expiry=default_expiry(programme, today),
            today=today,
        )


def points_money(points: int, programme: Programme) -> int:
    """What hundredths of points are worth, in minor units, rounded down."""
    return points * programme.point_value // (100 * programme.point_value_per)


def default_expiry(programme: Programme, today: date) -> date | None:
    """The last day of points given by hand today, as the programme has it for purchases."""
    return replace(programme, activation_delay_days=0).lot_dates(today)[1]


def _review_on(account: Account, programme: Programme, today: date) -> date | None:
    if programme.tier_review is None or account.tier_since is None:
        return None
    if account.tier_id is None or account.tier_manual_until is not None:
        return None
    review = programme.tier_review
    held = (account.tier_since, *review.between(account.tier_since, account.tier_since, today))
    return review.next_after(held[-1])
