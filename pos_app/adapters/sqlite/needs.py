"""What people need."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pos_app.adapters.sqlite.sealed_rows import SealedRows
from pos_app.adapters.sqlite.session import (
    Row,
    Session,
    day_or_none,
    day_text_or_none,
    reference,
)
from pos_app.domain.errors import PosError
from pos_app.services.questionnaire_records import NeedRow


class SqliteNeeds:
    """See :class:`pos_app.services.questionnaire_ports.NeedRepo`."""

    def __init__(self, session: Session) -> None:
        self._rows = SealedRows(session, "need")

    def of_customer(self, customer_id: int) -> Sequence[NeedRow]:
        """All needs of a person, newest first."""
        return [_need(row) for row in self._rows.find("customer_id = ? ORDER BY id DESC",
                                                      customer_id)]  # fmt: skip

    def add(self, need: NeedRow) -> int:
        """Store a new need; its id."""
        return self._rows.add({"id": need.id, **_values(need)})

    def put(self, need: NeedRow) -> None:
        """Store all fields; raises ``PosError("need_unknown")``."""
        if not self._rows.change(need.id, **_values(need)):
            raise PosError("need_unknown")


def _values(need: NeedRow) -> dict[str, object]:
    return {
        "uuid": need.uuid,
        "customer_id": need.customer_id,
        "key": need.key,
        "text": need.text,
        "kind": need.kind,
        "evidence": need.evidence,
        "evidence_ref": need.evidence_ref,
        "confidence": need.confidence,
        "noticed_on": need.noticed_on.isoformat(),
        "review_on": day_text_or_none(need.review_on),
        "state": need.state,
        "rule_id": reference(need.rule_id),
    }


def _need(row: Row) -> NeedRow:
    return NeedRow(
        id=row[0],
        uuid=row[1],
        customer_id=row[2],
        key=row[3],
        text=row[4],
        kind=row[5],
        evidence=row[6],
        evidence_ref=row[7],
        confidence=row[8],
        noticed_on=date.fromisoformat(row[9]),
        review_on=day_or_none(row[10]),
        state=row[11],
        rule_id=row[12],
    )
