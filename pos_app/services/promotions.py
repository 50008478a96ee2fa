"""The shop's promotions: what runs, what is planned, what is over; written by the owner only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from pos_app.domain.errors import PosError
from pos_app.domain.events import Event
from pos_app.domain.promotion import Promotion
from pos_app.domain.staff import Action
from pos_app.services import codec
from pos_app.services.ports import EventSink, IdSource, UnitOfWork, UnitOfWorkFactory
from pos_app.services.programme_records import RuleFigures
from pos_app.services.programme_store import promotion_of, record_of
from pos_app.services.promotion_checks import NAME, checked_promotion
from pos_app.services.promotion_uses import used
from pos_app.services.records import PromotionRecord
from pos_app.services.session import Session, ensure_may

State = Literal["running", "planned", "ended", "out_of_budget", "used_up", "paused"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredPromotion:
    """A promotion as it is kept, with its uses and the money (minor units) it has given."""

    uuid: str
    promotion: Promotion

    def state(self, today: date) -> State:
        """How it stands on a day of the shop: what can no longer change comes first."""
        rule = self.promotion
        if rule.valid_to is not None and rule.valid_to < today:
            return "ended"
        if rule.budget is not None and rule.budget_used >= rule.budget:
            return "out_of_budget"
        if rule.usage_limit is not None and rule.used >= rule.usage_limit:
            return "used_up"
        if not rule.enabled:
            return "paused"
        if rule.valid_from is not None and today < rule.valid_from:
            return "planned"
        return "running"


class PromotionService:
    """Reading and changing promotions. Each change holds for receipts priced after it."""

    def __init__(self, uow: UnitOfWorkFactory, ids: IdSource, sink: EventSink) -> None:
        self._uow = uow
        self._ids = ids
        self._sink = sink

    def all(self) -> Sequence[StoredPromotion]:
        """Every promotion, in the order in which they were made."""
        with self._uow() as uow:
            figures = uow.rule_uses.figures()
            return [_stored(record, figures) for record in uow.promotions.all()]

    def get(self, uuid: str) -> StoredPromotion:
        """One of them; raises ``PosError("promotion_unknown")``."""
        with self._uow() as uow:
            record = _record(uow, uuid)
            rule_id = promotion_of(record).rule_id
            return _stored(record, uow.rule_uses.figures_of((rule_id,)))

    def put(self, session: Session, promotion: Promotion, uuid: str = "") -> str:
        """Keep a new promotion ("") or a changed one; its uuid.

        The id of its rule stays what it was, so that limits go on counting. Raises ``PosError``
        ``not_allowed``, ``promotion_unknown``, ``promotion_invalid`` (``field`` says where).
        """
        ensure_may(session, Action.PROGRAMME)
        kind = "promotion.changed" if uuid else "promotion.added"
        with self._uow() as uow:
            if uuid:
                before = _record(uow, uuid)
                rule_id = promotion_of(before).rule_id
                checked = checked_promotion(replace(promotion, rule_id=rule_id))
            else:
                rule_id = uuid = self._ids.uuid()
                checked = checked_promotion(replace(promotion, rule_id=rule_id))
                before = record_of(checked, uuid=uuid)
            self._keep(uow, session, kind, checked, before)
            uow.commit()
        self._sink.changed("promotion", uuid)
        return uuid

    def copy_of(self, uuid: str, name: str) -> Promotion:
        """A promotion that says the same under another name and has given nothing; not kept yet.

        Raises ``PosError("promotion_unknown")``.
        """
        rule = self.get(uuid).promotion
        return replace(rule, name=name[:NAME], enabled=True, used=0, budget_used=0)

    def pause(self, session: Session, uuid: str) -> None:
        """It gives nothing until it is resumed. Raises as :meth:`put`."""
        self._switch(session, uuid, enabled=False)

    def resume(self, session: Session, uuid: str) -> None:
        """It gives again from the next receipt on. Raises as :meth:`put`."""
        self._switch(session, uuid, enabled=True)

    def _switch(self, session: Session, uuid: str, *, enabled: bool) -> None:
        ensure_may(session, Action.PROGRAMME)
        with self._uow() as uow:
            before = _record(uow, uuid)
            if before.enabled == enabled:
                return
            kind = "promotion.resumed" if enabled else "promotion.paused"
            self._keep(uow, session, kind, replace(promotion_of(before), enabled=enabled), before)
            uow.commit()
        self._sink.changed("promotion", uuid)

    def _keep(
        self,
        uow: UnitOfWork,
        session: Session,
        kind: str,
        promotion: Promotion,
        record: PromotionRecord,
    ) -> None:
        uow.promotions.put(record_of(promotion, uuid=record.uuid, record_id=record.id))
        content: dict[str, object] = {"uuid": record.uuid, "name": promotion.name}
        if kind in ("promotion.added", "promotion.changed"):
            content["rule"] = codec.to_plain(promotion)
        uow.record(Event(type=kind, content=content, person=session.person_uuid))


def _record(uow: UnitOfWork, uuid: str) -> PromotionRecord:
    for record in uow.promotions.all():
        if record.uuid == uuid:
            return record
    raise PosError("promotion_unknown", promotion=uuid)


def _stored(record: PromotionRecord, figures: Mapping[str, RuleFigures]) -> StoredPromotion:
    rule = promotion_of(record)
    given = figures.get(rule.rule_id, RuleFigures())
    return StoredPromotion(uuid=record.uuid, promotion=used(rule, given))
