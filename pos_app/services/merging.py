"""Two records of one person made one, by hand, with a preview and a way back (R23)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pos_app.domain.errors import PosError
from pos_app.domain.events import Event
from pos_app.domain.staff import Action, Approval, Person, Right, right_for
from pos_app.services.approvals import Permissions
from pos_app.services.loyalty import Movement
from pos_app.services.merge_image import Image, dump_image, load_image
from pos_app.services.merge_plan import Person as Record
from pos_app.services.merge_plan import Plan, work_out
from pos_app.services.merge_points import PointsMoved, Ways, points_untouched
from pos_app.services.merge_records import (
    LotMoved,
    MergeEntry,
    MergeOrder,
    MergePreview,
    MergeRow,
    MergeSide,
)
from pos_app.services.merge_writing import Joining, Parting
from pos_app.services.ports import Clock, EventSink, IdSource, UnitOfWork, UnitOfWorkFactory
from pos_app.services.session import Session
from pos_app.services.shop_book import ShopBook

LISTED: Final = 50
"""Merges shown in the list, the newest."""


class MergeService:
    """Merges people, and undoes it until the survivor spends."""

    def __init__(
        self,
        uow: UnitOfWorkFactory,
        book: ShopBook,
        permissions: Permissions,
        clock: Clock,
        ids: IdSource,
        sink: EventSink,
    ) -> None:
        self._uow = uow
        self._book = book
        self._permissions = permissions
        self._clock = clock
        self._ids = ids
        self._sink = sink

    def new_order(self, survivor_id: int, merged_id: int) -> MergeOrder:
        """A merge to be chosen for, under an identity of its own."""
        return MergeOrder(uuid=self._ids.uuid(), survivor_id=survivor_id, merged_id=merged_id)

    def preview(self, session: Session, order: MergeOrder) -> MergePreview:
        """What the merge would do; nothing is written.

        Raises ``PosError`` ``not_allowed``, ``customer_unknown``, ``merge_same``, ``merge_gone``.
        """
        _ensure_known(session)
        book = self._book.current
        with self._uow() as uow:
            plan = work_out(uow, order, book.programme, self._book.today())
            return _preview(uow, plan)

    def merge(
        self, session: Session, order: MergeOrder, *, approval: Approval | None = None
    ) -> MergeRow:
        """Make one of two; the first one when the same order comes again.

        ``event_ref`` of the approval is the order's uuid. Raises :class:`NeedsApproval`, and as
        :meth:`preview`.
        """
        with self._uow() as uow:
            known = uow.merges.by_uuid(order.uuid)
        if known is not None:
            return known
        approver = self._permissions.require(
            session, Action.CUSTOMER_MERGE, event_ref=order.uuid, approval=approval
        )
        book, now, today = self._book.current, self._clock.now(), self._book.today()
        with self._uow() as uow:
            plan = work_out(uow, order, book.programme, today)
            ways = self._ways(uow, session, order.survivor_id, order.merged_id, order.uuid)
            image = Joining(ways, plan).write()
            row = MergeRow(
                uuid=order.uuid,
                survivor_id=order.survivor_id,
                merged_id=order.merged_id,
                person_id=session.person_id,
                approver_id=approver.id if approver is not None else None,
                at=now,
                image=dump_image(image),
            )
            uow.merges.add(row)
            content: dict[str, object] = {
                "merge": order.uuid,
                "customer": plan.survivor.customer.uuid,
                "merged": plan.merged.customer.uuid,
                "points": plan.merged.account.balance,
                "turnover": plan.merged.account.turnover,
                "fields": sorted(image.fields),
            }
            uow.record(_event("customer.merged", session, approver, content))
            uow.commit()
        self._tell(row)
        return row

    def undo(self, session: Session, uuid: str, *, approval: Approval | None = None) -> MergeRow:
        """Part two people again; ``event_ref`` of the approval is the merge's uuid.

        Raises :class:`NeedsApproval`, ``PosError``: ``merge_unknown``, ``merge_undone``,
        ``merge_erased`` (one of them was forgotten since), ``merge_again`` (the survivor was
        merged into somebody else), ``merge_newer`` (somebody else was merged into them later),
        ``merge_spent`` (points, coupons or credit that came over were used, or goods came back).
        """
        with self._uow() as uow:
            _may_undo(uow, _known(uow, uuid))
        approver = self._permissions.require(
            session, Action.CUSTOMER_MERGE, event_ref=uuid, approval=approval
        )
        book, now = self._book.current, self._clock.now()
        with self._uow() as uow:
            row = _known(uow, uuid)
            image = _may_undo(uow, row)
            ways = self._ways(uow, session, row.survivor_id, row.merged_id, uuid)
            Parting(ways, row, image, book.programme).write()
            uow.merges.set_undone(row.id, now, session.person_id)
            content: dict[str, object] = {
                "merge": uuid,
                "customer": _uuid(uow, row.survivor_id),
                "merged": _uuid(uow, row.merged_id),
            }
            uow.record(_event("customer.unmerged", session, approver, content))
            uow.commit()
        self._tell(row)
        return row

    def entries(self, session: Session, limit: int = LISTED) -> Sequence[MergeEntry]:
        """The last merges, and which of them can be undone still."""
        _ensure_known(session)
        with self._uow() as uow:
            return [_entry(uow, row) for row in uow.merges.recent(limit)]

    def _ways(
        self, uow: UnitOfWork, session: Session, survivor: int, merged: int, uuid: str
    ) -> Ways:
        return Ways(
            uow=uow,
            ids=self._ids,
            survivor=survivor,
            merged=merged,
            movement=Movement(
                at=self._clock.now(),
                local_day=self._book.today(),
                person_id=session.person_id,
                reference=uuid,
            ),
        )

    def _tell(self, row: MergeRow) -> None:
        self._sink.changed("customer", str(row.survivor_id))
        self._sink.changed("customer", str(row.merged_id))


def _ensure_known(session: Session) -> None:
    if right_for(session.role, Action.CUSTOMER_MERGE) is Right.NO:
        raise PosError("not_allowed", action=Action.CUSTOMER_MERGE.value)


def _known(uow: UnitOfWork, uuid: str) -> MergeRow:
    row = uow.merges.by_uuid(uuid)
    if row is None:
        raise PosError("merge_unknown")
    return row


def _may_undo(uow: UnitOfWork, row: MergeRow) -> Image:
    """The image of a merge that can be undone; raises as :meth:`MergeService.undo`."""
    if row.undone_at is not None:
        raise PosError("merge_undone")
    image = load_image(row.image)
    details = [uow.people.detail(each) for each in (row.survivor_id, row.merged_id)]
    if image is None or any(detail.erased_at is not None for detail in details):
        raise PosError("merge_erased")
    if details[0].merged_into is not None:
        raise PosError("merge_again")
    last = uow.merges.last_into(row.survivor_id)
    if last is None or last.id != row.id:
        raise PosError("merge_newer")
    if _spent(uow, row, image):
        raise PosError("merge_spent")
    return image


def _spent(uow: UnitOfWork, row: MergeRow, image: Image) -> bool:
    entry, back = image.marks
    moved = PointsMoved(lots=image.lots, owed=image.owed, settled=image.settled)
    coupons = {str(one.id): one.uses for one in uow.coupons.of_customer(row.survivor_id)}
    used = any(coupons.get(one, uses) != uses for one, uses in image.uses.items())
    return (
        used
        or any(_balance(uow, int(one)) != was for one, was in image.balances.items())
        or uow.merges.spent_since(row.survivor_id, entry)
        or uow.merges.returned_since(row.survivor_id, back)
        or not points_untouched(uow, row.survivor_id, moved)
    )


def _balance(uow: UnitOfWork, certificate_id: int) -> int:
    record = uow.certificates.get(certificate_id)
    return record.balance if record is not None else 0


def _entry(uow: UnitOfWork, row: MergeRow) -> MergeEntry:
    refusal = ""
    try:
        _may_undo(uow, row)
    except PosError as error:
        refusal = error.code
    person = uow.staff.get(row.person_id)
    return MergeEntry(
        uuid=row.uuid,
        survivor_id=row.survivor_id,
        survivor=_name(uow, row.survivor_id),
        merged=_name(uow, row.merged_id),
        at=row.at,
        person=person.name if person is not None else "",
        undone_at=row.undone_at,
        refusal=refusal,
    )


def _name(uow: UnitOfWork, customer_id: int) -> str:
    customer = uow.customers.get(customer_id)
    return customer.name if customer is not None else ""


def _uuid(uow: UnitOfWork, customer_id: int) -> str:
    customer = uow.customers.get(customer_id)
    return customer.uuid if customer is not None else ""


def _event(
    kind: str, session: Session, approver: Person | None, content: dict[str, object]
) -> Event:
    return Event(
        type=kind,
        content=content,
        person=session.person_uuid,
        approver=approver.uuid if approver is not None else None,
    )


# --- the preview -----------------------------------------------------------------------------


def _preview(uow: UnitOfWork, plan: Plan) -> MergePreview:
    one, other = plan.survivor.account, plan.merged.account
    own, theirs = plan.tier_before
    tier = plan.tier.tier if plan.tier is not None else own
    until = plan.tier.until if plan.tier is not None else one.tier_manual_until
    further = [
        (contact.kind, contact.value)
        for contact in plan.moved
        if contact.customer_id == plan.survivor.customer.id
    ]
    return MergePreview(
        survivor=_side(uow, plan.survivor, own.name if own is not None else ""),
        merged=_side(uow, plan.merged, theirs.name if theirs is not None else ""),
        fields=plan.fields,
        contacts=(*further, *plan.added),
        tags=plan.detail.tags,
        groups=plan.customer.groups,
        lots=tuple(
            LotMoved(
                kind=lot.kind,
                left=lot.left,
                active_from=lot.active_from,
                expires_on=lot.expires_on,
            )
            for lot in uow.points.lots(plan.merged.customer.id)
        ),
        balance=one.balance + other.balance,
        turnover=one.turnover + other.turnover,
        visits=one.visits + other.visits,
        tier=tier.name if tier is not None else "",
        tier_until=until,
        consents=plan.consents,
        referred=len(plan.referred),
    )


def _side(uow: UnitOfWork, person: Record, tier: str) -> MergeSide:
    customer, account = person.customer, person.account
    credit = uow.certificates.of_customer(customer.id)
    return MergeSide(
        customer_id=customer.id,
        uuid=customer.uuid,
        name=customer.name,
        balance=account.balance,
        turnover=account.turnover,
        visits=account.visits,
        last_visit=account.last_visit,
        tier=tier,
        cards=tuple(card.number for card in uow.cards.of_customer(customer.id)),
        coupons=len(uow.coupons.of_customer(customer.id)),
        credit=sum(one.balance for one in credit),
        notes=len(uow.merges.owned("customer_note", customer.id)),
        needs=len(uow.merges.owned("need", customer.id)),
        answers=len(uow.merges.owned("response", customer.id)),
        contacts=len(person.contacts),
    )
