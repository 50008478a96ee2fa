"""A tier set by hand: with a reason, to the end of a day (R19)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from pos_app.domain.customer import Account, Customer
from pos_app.domain.errors import PosError
from pos_app.domain.events import Event
from pos_app.domain.staff import Action, Approval, Person
from pos_app.domain.tier import tier_by_id, tier_for
from pos_app.services import checks
from pos_app.services.approvals import Permissions
from pos_app.services.loyalty import window_turnover
from pos_app.services.people import known_customer
from pos_app.services.ports import EventSink, UnitOfWorkFactory
from pos_app.services.session import Session
from pos_app.services.shop_book import ShopBook

LONGEST_DAYS: Final = 1_830
"""How long a tier by hand may last: five years."""

_REASON = checks.text(120, required=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class TierSet:
    """A tier just set, and the account as it was before."""

    customer_id: int
    tier_id: str | None
    before: Account


class TierDesk:
    """Setting tiers by hand."""

    def __init__(
        self,
        uow: UnitOfWorkFactory,
        book: ShopBook,
        permissions: Permissions,
        sink: EventSink,
    ) -> None:
        self._uow = uow
        self._book = book
        self._permissions = permissions
        self._sink = sink
        self._last: TierSet | None = None

    def set_tier(
        self,
        session: Session,
        customer_id: int,
        tier_id: str,
        until: date | None,
        reason: str,
        *,
        approval: Approval | None = None,
    ) -> TierSet:
        """Give a person a tier to the end of ``until``; ``""`` is the tier of their purchases.

        ``event_ref`` of the approval is the person's uuid. Raises :class:`NeedsApproval`,
        ``PosError`` ``customer_unknown``, ``tier_unknown``, ``day_past`` (also for no day),
        ``day_far``, ``setting_invalid`` (field ``reason``).
        """
        why: str = _REASON("reason", reason)
        programme, today = self._book.current.programme, self._book.today()
        last = self._checked(tier_id, until, today)
        with self._uow() as uow:
            customer = known_customer(uow, customer_id)
        approver = self._permissions.require(
            session, Action.SET_TIER, event_ref=customer.uuid, approval=approval
        )
        with self._uow() as uow:
            before = uow.customers.account(customer_id)
            wanted = tier_by_id(tier_id, programme.tiers) or tier_for(
                window_turnover(uow, before, programme, today), programme.tiers
            )
            given = wanted.tier_id if wanted is not None else None
            uow.customers.set_tier(customer_id, given, today, last)
            uow.record(
                _event(
                    session, customer, approver, wanted.name if wanted is not None else "",
                    last, why,
                )
            )  # fmt: skip
            uow.commit()
        done = TierSet(customer_id=customer_id, tier_id=given, before=before)
        self._last = done
        self._sink.changed("customer", str(customer_id))
        return done

    def undo(self, session: Session, done: TierSet) -> None:
        """Bring back the tier that was, while nothing else changed it.

        Raises ``PosError("adjust_used")``.
        """
        programme, today = self._book.current.programme, self._book.today()
        with self._uow() as uow:
            account = uow.customers.account(done.customer_id)
            if self._last != done or account.tier_id != done.tier_id:
                raise PosError("adjust_used")
            before = done.before
            customer = known_customer(uow, done.customer_id)
            since = before.tier_since or today
            uow.customers.set_tier(
                done.customer_id, before.tier_id, since, before.tier_manual_until
            )
            tier = tier_by_id(before.tier_id, programme.tiers)
            name = tier.name if tier is not None else ""
            uow.record(_event(session, customer, None, name, before.tier_manual_until, ""))
            uow.commit()
        self._last = None
        self._sink.changed("customer", str(done.customer_id))

    def _checked(self, tier_id: str, until: date | None, today: date) -> date | None:
        """The last day of a tier by hand; None for the tier of the purchases."""
        if not tier_id:
            return None
        if tier_by_id(tier_id, self._book.current.programme.tiers) is None:
            raise PosError("tier_unknown")
        if until is None or until < today:
            raise PosError("day_past")
        if until > today + timedelta(days=LONGEST_DAYS):
            raise PosError("day_far")
        return until


def _event(
    session: Session,
    customer: Customer,
    approver: Person | None,
    tier: str,
    until: date | None,
    reason: str,
) -> Event:
    return Event(
        type="tier.set",
        content={
            "customer": customer.uuid,
            "tier": tier,
            "until": until.isoformat() if until is not None else "",
            "reason": reason,
        },
        person=session.person_uuid,
        approver=approver.uuid if approver is not None else None,
    )
