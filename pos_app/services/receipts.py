"""The receipts made so far: finding, looking, printing again as a copy (R34)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pos_app.domain.errors import PosError
from pos_app.domain.events import Event
from pos_app.domain.receipt import ExplainedPart, ExplanationSlip, ReceiptSnapshot
from pos_app.domain.staff import Action, Approval, Right, right_for
from pos_app.services import snapshots
from pos_app.services.approvals import Permissions
from pos_app.services.customers import masked_card
from pos_app.services.explanation_slip import explanation
from pos_app.services.ports import Clock, EventSink, IdSource, Queries, UnitOfWorkFactory
from pos_app.services.receipt_detail import ReceiptDetail, read_detail
from pos_app.services.records import LastReceipt, PrintJobRow, ReceiptQuery, ReceiptRow
from pos_app.services.session import Session
from pos_app.services.settings import load_settings


class ReceiptService:
    """Saved receipts; nothing here changes one."""

    def __init__(
        self,
        uow: UnitOfWorkFactory,
        queries: Queries,
        permissions: Permissions,
        clock: Clock,
        ids: IdSource,
        sink: EventSink,
    ) -> None:
        self._uow = uow
        self._queries = queries
        self._permissions = permissions
        self._clock = clock
        self._ids = ids
        self._sink = sink

    def search(self, session: Session, query: ReceiptQuery) -> Sequence[ReceiptRow]:
        """Receipts the filters leave, newest first; card numbers as the role may see them."""
        rows = self._queries.receipts(query)
        if right_for(session.role, Action.CONTACT_FULL) is Right.YES:
            return rows
        return [replace(row, card_number=masked_card(row.card_number)) for row in rows]

    def count(self, query: ReceiptQuery) -> int:
        """How many receipts the filters leave."""
        return self._queries.count_receipts(query)

    def last(self, till: str) -> LastReceipt | None:
        """The last completed sale, for the start screen after a crash."""
        return self._queries.last_receipt(till)

    def read(self, uuid: str) -> ReceiptSnapshot:
        """A receipt as it was printed.

        Raises ``PosError("receipt_unknown")``, or ``"receipt_without_slip"`` for one taken over
        from a former system, of which only the figures came along.
        """
        with self._uow() as uow:
            text = uow.sales.receipt(uuid)
        if text is None:
            raise PosError("receipt_unknown")
        if not text:
            raise PosError("receipt_without_slip")
        return snapshots.load_receipt(text)

    def detail(self, uuid: str) -> ReceiptDetail:
        """Why its prices, what became of its points, what came back.

        Raises ``PosError("receipt_unknown")``.
        """
        with self._uow() as uow:
            return read_detail(uow, uuid)

    def explain(
        self,
        session: Session,
        uuid: str,
        sections: Sequence[ExplainedPart],
        *,
        approval: Approval | None = None,
    ) -> ExplanationSlip:
        """Queue the explanation of a receipt, said in ``sections``, under the shop's head.

        It is no copy of the receipt and counts as none. Raises :class:`NeedsApproval` or
        ``PosError("receipt_unknown")``.
        """
        now = self._clock.now()
        with self._uow() as uow:
            sale = uow.sales.by_uuid(uuid)
            if sale is None:
                raise PosError("receipt_unknown")
            approver = self._permissions.require(
                session, Action.REPRINT, event_ref=uuid, approval=approval
            )
            slip = explanation(load_settings(uow), sale, sections, now, session.person.name)
            uow.print_jobs.add(
                PrintJobRow(
                    uuid=self._ids.uuid(),
                    kind="explanation",
                    ref=uuid,
                    payload=snapshots.dump(slip),
                    created_at=now,
                )
            )
            uow.record(
                Event(
                    type="receipt.explained",
                    content={"sale": uuid, "number": sale.number},
                    person=session.person_uuid,
                    approver=approver.uuid if approver else None,
                )
            )
            uow.commit()
        self._sink.changed("print", uuid)
        return slip

    def find(self, till: str, number: int) -> str:
        """The uuid of a receipt, from its scanned code; raises ``PosError("receipt_unknown")``."""
        with self._uow() as uow:
            sale = uow.sales.by_number(till, number)
        if sale is None:
            raise PosError("receipt_unknown")
        return sale.uuid

    def reprint(
        self,
        session: Session,
        uuid: str,
        *,
        language: str = "",
        approval: Approval | None = None,
    ) -> ReceiptSnapshot:
        """Queue a copy of a receipt, marked COPY, in ``language`` ("" = its own).

        The first copy (``security.free_copies``) anyone may print; for more, ``event_ref`` of the
        approval is the receipt's uuid. Coupons are never printed twice. Raises
        :class:`NeedsApproval` or ``PosError("receipt_unknown")``.
        """
        now = self._clock.now()
        with self._uow() as uow:
            sale = uow.sales.by_uuid(uuid)
            if sale is None:
                raise PosError("receipt_unknown")
            if not sale.receipt:
                raise PosError("receipt_without_slip")
            before = uow.sales.count_copy(sale.id, session.person_id, now)
            again = before >= load_settings(uow).security.free_copies
            approver = self._permissions.require(
                session,
                Action.REPRINT_AGAIN if again else Action.REPRINT,
                event_ref=uuid,
                approval=approval,
            )
            uow.print_jobs.add(
                PrintJobRow(
                    uuid=self._ids.uuid(),
                    kind="receipt",
                    ref=uuid,
                    payload=sale.receipt,
                    copy=True,
                    created_at=now,
                    language=language,
                )
            )
            uow.record(
                Event(
                    type="receipt.copied",
                    content={"sale": uuid, "number": sale.number, "copy": before + 1},
                    person=session.person_uuid,
                    approver=approver.uuid if approver else None,
                )
            )
            uow.commit()
        self._sink.changed("print", uuid)
        return snapshots.load_receipt(sale.receipt)
