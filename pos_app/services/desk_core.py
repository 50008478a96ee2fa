"""The heart of a till's open sale: one draft, priced from nothing, saved after every gesture."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from pos_app.domain.errors import NeedsApproval, PosError
from pos_app.domain.events import Event
from pos_app.domain.money import MAX_TOTAL
from pos_app.domain.pricing import PricedBasket
from pos_app.domain.sale import Draft, DraftLine
from pos_app.domain.staff import Action, Approval, Right, right_for
from pos_app.services.approvals import Permissions
from pos_app.services.desk_floor import Below, by_rules_only, worst_below
from pos_app.services.desk_pricing import DeskPricer, Priced
from pos_app.services.desk_rights import receipt_action, severest, share_given
from pos_app.services.desk_view import DeskView
from pos_app.services.ports import Clock, IdSource, UnitOfWorkFactory
from pos_app.services.session import Session
from pos_app.services.shop_book import ShopBook
from pos_app.services.text import clean_text

UNDO_DEPTH = 50
"""Gestures that can be taken back."""

REASON = 120
"""Letters of a reason."""

JOURNALED = {"removed": "sale.line_removed", "cancelled": "sale.cancelled"}
"""Gestures the journal keeps, by the first word of their label."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskParts:
    """What a desk is joined from.

    ``ensure_redeeming`` raises while points may not be spent (a clock that was turned, R11).
    """

    uow: UnitOfWorkFactory
    book: ShopBook
    permissions: Permissions
    clock: Clock
    ids: IdSource
    ensure_redeeming: Callable[[], None] = lambda: None


class DeskCore:
    """The draft, its price, its history and its place in the store."""

    def __init__(self, parts: DeskParts, session: Session) -> None:
        self._parts = parts
        self.session = session
        self._pricer = DeskPricer(parts.uow, parts.book)
        self._undo: list[tuple[Draft, str]] = []
        self._till = parts.book.current.settings.till.id
        self._draft = self._recover()
        self._priced: Priced | None = None

    @property
    def draft(self) -> Draft:
        """The draft as it stands."""
        return self._draft

    @property
    def priced(self) -> PricedBasket:
        """The draft, priced."""
        return self._ensure_priced().basket

    def view(self) -> DeskView:
        """Everything the screens show, from one pricing."""
        label = self._undo[-1][1] if self._undo else None
        return self._pricer.view(self._draft, self._ensure_priced(), undo_label=label)

    def refresh(self) -> None:
        """Read the shop, the products and the customer again: something changed elsewhere."""
        self._pricer.forget()
        self._priced = None
        if self._draft.certificates:
            self._store(self._draft)

    def _ensure_priced(self) -> Priced:
        if self._priced is None:
            self._priced = self._pricer.price(self._draft)
        return self._priced

    def _recover(self) -> Draft:
        with self._parts.uow() as uow:
            found = uow.drafts.open_draft(self._till)
            if found is not None and uow.sales.by_uuid(found.uuid) is not None:
                uow.drafts.delete(found.uuid)
                uow.commit()
                found = None
        return self._taken_over(found) if found is not None else self._fresh()

    def _taken_over(self, draft: Draft) -> Draft:
        """Another person's sale in these hands.

        A discount on the receipt they may not give themselves covers what lay there, not what
        they put on top (R33).
        """
        mine = replace(draft, person_id=self.session.person_id)
        given = draft.order_discount
        if given is None or given.most_amount is not None or draft.person_id == mine.person_id:
            return mine
        action = receipt_action(draft, share_given(given))
        if given.below_floor:
            action = severest((action, Action.BELOW_FLOOR))
        if right_for(self.session.role, action) is Right.YES:
            return mine
        most = self._pricer.price(draft).basket.order_discount
        return replace(mine, order_discount=replace(given, most_amount=most))

    def _fresh(self) -> Draft:
        return Draft(
            uuid=self._parts.ids.uuid(),
            till=self._till,
            person_id=self.session.person_id,
            started_at=self._parts.clock.now(),
        )

    def _begin(self) -> None:
        self._undo.clear()
        self._pricer.forget()
        self._draft = self._fresh()
        self._priced = None

    def _drop_empty(self) -> None:
        uuid = self._draft.uuid
        with self._parts.uow() as uow:
            uow.drafts.delete(uuid)
            uow.commit()

    def _line(self, line_id: str) -> DraftLine:
        for line in self._draft.lines:
            if line.line_id == line_id:
                return line
        raise PosError("line_unknown")

    @staticmethod
    def _reason(reason: str) -> str:
        clean = clean_text(reason, REASON, field="reason")
        if not clean:
            raise PosError("reason_missing")
        return clean

    def _allow(
        self, action: Action, approval: Approval | None, *deed: object, below: Below | None = None
    ) -> int | None:
        """Who consented, None when the person may do it alone.

        ``deed`` says what is done, to what, and how much: a consent is good for exactly that.
        ``below`` is the line that would go below its least price: that needs a right of its own,
        and the second person is shown the figures.
        """
        what = "/".join((self._draft.uuid, *(str(part) for part in deed)))
        if below is not None:
            action = severest((action, Action.BELOW_FLOOR))
        try:
            approver = self._parts.permissions.require(
                self.session, action, event_ref=what, approval=approval
            )
        except NeedsApproval as needed:
            if below is None:
                raise
            raise NeedsApproval(action.value, event_ref=what, **below.figures) from needed
        return approver.id if approver is not None else None

    def _below(self, tried: Draft, *lines: str) -> Below | None:
        """The line of ``lines`` (none: of all) a hand brings below its least price in ``tried``."""
        programme = self._parts.book.current.programme
        return worst_below(
            self._pricer.price(tried), self._pricer.price(by_rules_only(tried)), programme, lines
        )

    def _next(self, draft: Draft, label: str) -> None:
        before = self._draft
        self._store(draft, journal=JOURNALED.get(label.partition(":")[0]))
        # What was refused or could not be saved is no gesture to take back.
        self._undo.append((before, label))
        del self._undo[:-UNDO_DEPTH]

    def _store(self, draft: Draft, journal: str | None = None) -> None:
        priced = self._pricer.price(draft)
        if draft.redeem_points > priced.basket.points.limit:
            draft = replace(draft, redeem_points=priced.basket.points.limit)
            priced = self._pricer.price(draft)
        draft = replace(draft, tenders=priced.tenders)
        if max(priced.basket.gross, priced.basket.to_pay) > MAX_TOTAL:
            raise PosError("quantity_invalid")
        self._write(draft, journal=journal)
        self._draft = draft
        self._priced = priced

    def _write(self, draft: Draft, journal: str | None = None) -> None:
        """Save a draft; one that has become a sale meanwhile is none any more."""
        with self._parts.uow() as uow:
            if uow.sales.by_uuid(draft.uuid) is not None:
                raise PosError("draft_unknown")
            uow.drafts.save(draft)
            if journal is not None:
                content = {"draft": draft.uuid, "lines": len(draft.lines)}
                uow.record(Event(type=journal, content=content, person=self.session.person_uuid))
            uow.commit()
