"""Forgetting a person (R24): what goes, what stays, and that it stays gone.

Name, contacts, answers, notes, needs go, for the person and for everybody merged into them.
Receipts, ledgers, cards' numbers (closed) and consents as facts stay under the uuid alone. Points
lapse: a closed card gives nothing, and what nobody can spend is not owed. Gift certificates and
store credit are money owed to whoever holds the code, and stay good.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from pos_app.domain.card import ALLOWED_MOVES, CardStatus
from pos_app.domain.customer import Customer
from pos_app.domain.errors import EnvironmentProblem, PosError
from pos_app.domain.events import Event
from pos_app.domain.staff import Action, Approval
from pos_app.services import checks
from pos_app.services.approvals import Permissions
from pos_app.services.erasure_ports import Shredder, Tombstones
from pos_app.services.erasure_records import (
    REASONS,
    RESTORED,
    ErasureOutcome,
    ErasurePreview,
    ErasureRow,
    Forgotten,
)
from pos_app.services.people import account_holder, known_customer
from pos_app.services.people_records import PersonDetail
from pos_app.services.ports import Clock, EventSink, IdSource, UnitOfWork, UnitOfWorkFactory
from pos_app.services.records import PointsEntry
from pos_app.services.session import Session
from pos_app.services.settings import load_settings
from pos_app.services.slips import local_day

ERASED: Final = "erased"
"""Why a card was closed and points lapsed."""

_USABLE: Final = ("issued", "restored")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Order:
    """By whom, with whose consent, why and when people are forgotten."""

    at: datetime
    local_day: date
    reason: str
    person_id: int | None = None
    person: str | None = None
    approver_id: int | None = None
    approver: str | None = None


class ErasureService:
    """Forgets people for good."""

    def __init__(
        self,
        uow: UnitOfWorkFactory,
        permissions: Permissions,
        tombstones: Tombstones,
        shredder: Shredder,
        clock: Clock,
        ids: IdSource,
        sink: EventSink,
    ) -> None:
        self._uow = uow
        self._permissions = permissions
        self._tombstones = tombstones
        self._shredder = shredder
        self._clock = clock
        self._ids = ids
        self._sink = sink

    def preview(self, customer_id: int) -> ErasurePreview:
        """What would go and what would stay.

        Raises ``PosError`` ``customer_unknown``, ``customer_erased``.
        """
        with self._uow() as uow:
            person = _present(uow, customer_id)
            ids = uow.erasures.group(customer_id)
            return ErasurePreview(
                customer_id=customer_id,
                uuid=person.uuid,
                name=person.name,
                people=len(ids),
                points=sum(lot.left for each in ids for lot in uow.points.lots(each)),
                certificates=uow.erasures.certificates(ids),
                counts=uow.erasures.counts(ids),
            )

    def erase(
        self, session: Session, customer_id: int, reason: str, *, approval: Approval | None = None
    ) -> ErasureOutcome:
        """Forget a person and those merged into them; ``event_ref`` of the approval is the uuid.

        It takes seconds on a large file: belongs on the background worker, as does
        :meth:`clear`. Raises as :meth:`forget`.
        """
        return self.clear(self.forget(session, customer_id, reason, approval=approval))

    def forget(
        self, session: Session, customer_id: int, reason: str, *, approval: Approval | None = None
    ) -> Forgotten:
        """The first half: the transaction. :meth:`clear` must follow.

        ``reason`` is one of :data:`~pos_app.services.erasure_records.REASONS`. Raises
        :class:`NeedsApproval`, ``PosError`` ``not_allowed``, ``customer_unknown``,
        ``customer_erased``, ``customer_on_sale`` and :class:`EnvironmentProblem` (nothing has
        changed then).
        """
        texts, uuids = self._erased(session, customer_id, reason, approval)
        return Forgotten(people=len(uuids), texts=tuple(texts))

    def clear(self, forgotten: Forgotten) -> ErasureOutcome:
        """The second half: no byte stays in the file."""
        return ErasureOutcome(people=forgotten.people, left=self._clear(forgotten.texts))

    def erase_all(
        self,
        session: Session,
        customer_ids: Sequence[int],
        reason: str,
        *,
        progress: Callable[[int, int], None],
    ) -> ErasureOutcome:
        """Forget many, one transaction each; for those who may do it alone.

        ``progress(done, all)`` may raise to stop: who was forgotten so far stays forgotten, and
        the file is cleared of them. Who is on a sale just now, or was merged away meanwhile, is
        passed over.
        """
        texts: list[str] = []
        gone = 0
        try:
            for done, customer_id in enumerate(customer_ids):
                progress(done, len(customer_ids))
                try:
                    found, uuids = self._erased(session, customer_id, reason, None)
                except PosError as error:
                    if error.code not in ("customer_erased", "customer_on_sale"):
                        raise
                    continue
                texts += found
                gone += len(uuids)
        finally:
            left = self._clear(texts) if gone else 0
        return ErasureOutcome(people=gone, left=left)

    def keep_gone(self) -> int:
        """After the file was exchanged for an older one: forget again whoever came back with it.

        Also brings the list beside the data up to date. How many came back.
        """
        with self._uow() as uow:
            known = uow.erasures.erased()
        listed = self._tombstones.all()
        if set(known) - set(listed):
            self._tombstones.add(known)
        texts, again = erase_again(self._uow, self._ids, self._clock, listed)
        if again:
            self._clear(texts)
        return again

    def _erased(
        self, session: Session, customer_id: int, reason: str, approval: Approval | None
    ) -> tuple[list[str], list[str]]:
        if reason not in REASONS:
            raise checks.refuse("reason", "choice")
        with self._uow() as uow:
            person = _present(uow, customer_id)
        approver = self._permissions.require(
            session, Action.CUSTOMER_ERASE, event_ref=person.uuid, approval=approval
        )
        now = self._clock.now()
        with self._uow() as uow:
            ids = uow.erasures.group(customer_id)
            if uow.erasures.on_open_sale(ids):
                raise PosError("customer_on_sale")
            order = _Order(
                at=now,
                local_day=local_day(now, load_settings(uow)),
                reason=reason,
                person_id=session.person_id,
                person=session.person_uuid,
                approver_id=approver.id if approver else None,
                approver=approver.uuid if approver else None,
            )
            texts = list(uow.erasures.texts(ids))
            uuids = _forget(uow, self._ids, ids, order)
            uow.commit()
        self._tombstones.add(uuids)
        self._sink.changed("customer", str(customer_id))
        return texts, uuids

    def _clear(self, texts: Sequence[str]) -> int | None:
        try:
            return self._shredder.clear(texts)
        except EnvironmentProblem:
            return None


def erase_again(
    uow: UnitOfWorkFactory, ids: IdSource, clock: Clock, uuids: Sequence[str]
) -> tuple[list[str], int]:
    """Forget those of ``uuids`` who are there and not forgotten; their texts and how many."""
    texts: list[str] = []
    now = clock.now()
    with uow() as work:
        known = set(work.erasures.erased())
        found = [work.customers.by_uuid(uuid) for uuid in uuids if uuid not in known]
        back = [person.id for person in found if person is not None]
        if not back:
            return [], 0
        day = local_day(now, load_settings(work))
        order = _Order(at=now, local_day=day, reason=RESTORED)
        texts += work.erasures.texts(back)
        _forget(work, ids, back, order)
        work.commit()
    return texts, len(back)


def _present(uow: UnitOfWork, customer_id: int) -> Customer:
    """The person, or whoever holds the account of somebody merged away."""
    person = known_customer(uow, account_holder(uow, customer_id))
    if uow.people.detail(customer_id).erased_at is not None:
        raise PosError("customer_erased")
    return person


def _forget(uow: UnitOfWork, source: IdSource, ids: Sequence[int], order: _Order) -> list[str]:
    """Everything about ``ids`` in one open transaction; their uuids."""
    merged = {each: uow.people.detail(each).merged_into for each in ids}
    uow.erasures.wipe(ids)
    uuids = []
    for each in ids:
        person = known_customer(uow, each)
        uow.customers.update(
            Customer(id=each, uuid=person.uuid, created_at=person.created_at, active=False)
        )
        uow.people.put_detail(
            PersonDetail(customer_id=each, merged_into=merged[each], erased_at=order.at)
        )
        lapsed = _lapse(uow, source, each, order)
        _close_cards(uow, each, order.at)
        for coupon in uow.coupons.of_customer(each):
            if coupon.state in _USABLE:
                uow.coupons.set_state(coupon.id, "void", order.at)
        uow.erasures.add(
            ErasureRow(
                uuid=source.uuid(),
                customer_uuid=person.uuid,
                at=order.at,
                person_id=order.person_id,
                approver_id=order.approver_id,
                reason=order.reason,
            )
        )
        uow.record(
            Event(
                type="customer.erased",
                content={"customer": person.uuid, "reason": order.reason, "points": lapsed},
                person=order.person,
                approver=order.approver,
            )
        )
        uuids.append(person.uuid)
    return uuids


def _lapse(uow: UnitOfWork, source: IdSource, customer_id: int, order: _Order) -> int:
    """End what is left of every lot; how many hundredths."""
    lapsed = 0
    for lot in uow.points.lots(customer_id):
        uow.points.add_entry(
            PointsEntry(
                uuid=source.uuid(),
                customer_id=customer_id,
                lot_id=lot.id,
                kind="expire",
                amount=-lot.left,
                at=order.at,
                local_day=order.local_day,
                person_id=order.person_id,
                reason=ERASED,
            )
        )
        lapsed += lot.left
    return lapsed


def _close_cards(uow: UnitOfWork, customer_id: int, at: datetime) -> None:
    for card in uow.cards.of_customer(customer_id):
        if CardStatus.CLOSED in ALLOWED_MOVES[card.status]:
            uow.cards.set_status(
                card.id, CardStatus.CLOSED, customer_id=customer_id, at=at, reason=ERASED
            )
