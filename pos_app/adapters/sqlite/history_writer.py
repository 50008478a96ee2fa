"""The bulk side of the store for history: batches through the same repositories as live sales.

A batch is one unit of work with its checkpoint in ``meta``; whatever is read back for the
reconciliation comes from the rows themselves, never from a cache.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from pos_app.adapters.sqlite.session import Session
from pos_app.adapters.sqlite.store import Store
from pos_app.adapters.sqlite.unit_of_work import SqliteUnitOfWork
from pos_app.domain.card import Card, CardStatus
from pos_app.domain.errors import PosError
from pos_app.domain.events import Event
from pos_app.domain.promotion import Promotion
from pos_app.services.history_model import (
    Checkpoint,
    HistoryCustomer,
    HistoryProduct,
    HistoryReceipt,
    Month,
    StoredMonth,
)
from pos_app.services.ports import Clock, IdSource
from pos_app.services.programme_store import dump_promotion
from pos_app.services.records import CouponRecord, LotRow, TurnoverEntry

_STORED: Final = """SELECT substr(s.local_date, 1, 7) AS month, count(DISTINCT s.id), count(*),
    sum(l.gross), sum(l.net) FROM sale s JOIN sale_line l ON l.sale_id = s.id
    WHERE s.till = ? AND s.source = 'import' GROUP BY month"""
_COUPONS: Final = "SELECT id FROM coupon WHERE state = 'issued' AND definition = ?"


class SqliteHistory:
    """See :class:`pos_app.services.history_model.HistoryStore`."""

    def __init__(self, store: Store, clock: Clock, ids: IdSource) -> None:
        self._store = store
        self._clock = clock
        self._ids = ids

    # -- reading ------------------------------------------------------------------------------

    def checkpoint(self, name: str) -> Checkpoint | None:
        """Where the import called ``name`` stopped."""
        with self._store.uow() as uow:
            row = _session(uow).one("SELECT value FROM meta WHERE key = ?", (_key(name),))
        if row is None:
            return None
        data: dict[str, Any] = json.loads(row[0])
        months = {month: Month(**_month(figures)) for month, figures in data.pop("months").items()}
        return Checkpoint(**data, months=months)

    def till_in_use(self, till: str) -> bool:
        """Whether ``till`` holds any receipt."""
        with self._store.uow() as uow:
            return uow.sales.next_number(till) > 1

    def products(self) -> Mapping[str, HistoryProduct]:
        """Every article by SKU."""
        with self._store.uow() as uow:
            rows = _session(uow).all(
                "SELECT p.sku, p.id, p.name, p.unit, coalesce(g.code, '') FROM product p "
                "LEFT JOIN product_group g ON g.id = p.group_id"
            )
        return {
            sku: HistoryProduct(id=number, name=name, unit=unit, group_code=group)
            for sku, number, name, unit, group in rows
        }

    def customers(self, name: str) -> Mapping[str, tuple[int, str]]:
        """(id, uuid) by uuid of all people taken over: theirs are name-based (version 5)."""
        with self._store.uow() as uow:
            rows = _session(uow).all(
                "SELECT uuid, id FROM customer WHERE substr(uuid, 15, 1) = '5'"
            )
        return {uuid: (number, uuid) for uuid, number in rows}

    def stored(self, till: str) -> Mapping[str, StoredMonth]:
        """Counts and sums by month, from the rows themselves."""
        with self._store.uow() as uow:
            rows = _session(uow).all(_STORED, (till,))
        return {
            month: StoredMonth(receipts=receipts, lines=lines, gross=gross, net=net)
            for month, receipts, lines, gross, net in rows
        }

    # -- writing ------------------------------------------------------------------------------

    def put_customers(self, name: str, rows: list[HistoryCustomer], at: Checkpoint) -> None:
        """Store people with cards, consents and opening points, and the checkpoint."""
        now = self._clock.now()
        with self._store.uow() as uow:
            for row in rows:
                customer_id = uow.customers.add(row.customer)
                if row.card:
                    self._add_card(uow, row.card, customer_id)
                for consent in row.consents:
                    uow.customers.add_consent(consent)
                if row.points:
                    expires = date.fromisoformat(row.points_expire) if row.points_expire else None
                    uow.points.add_lot(LotRow(
                        uuid=self._ids.uuid(), customer_id=customer_id, kind="opening",
                        granted=row.points, left=row.points, earned_at=now,
                        active_from=now.date(), expires_on=expires, reason=name,
                    ))  # fmt: skip
            uow.record(_batch_event(name, "customers", len(rows)))
            _put_checkpoint(_session(uow), name, at)
            uow.commit()

    def _add_card(self, uow: SqliteUnitOfWork, number: str, customer_id: int) -> None:
        """A number that is taken stays with whom it has: the first statement wins."""
        card = Card(
            id=0, uuid=self._ids.uuid(), number=number, status=CardStatus.ACTIVE,
            customer_id=customer_id, issued_at=self._clock.now(), reason="import",
        )  # fmt: skip
        if uow.cards.by_number(number) is None:
            uow.cards.add(card)

    def put_receipts(self, name: str, rows: list[HistoryReceipt], at: Checkpoint) -> None:
        """Store receipts with their turnover and coupons, and the checkpoint."""
        with self._store.uow() as uow:
            for row in rows:
                sale = row.sale
                sale_id = uow.sales.add(sale)
                if sale.customer_id is not None:
                    uow.customers.add_turnover(TurnoverEntry(
                        uuid=self._ids.uuid(), customer_id=sale.customer_id, amount=sale.total,
                        local_day=date.fromisoformat(sale.local_date), at=sale.at,
                        sale_id=sale_id, visit=1, reason="import",
                    ))  # fmt: skip
                for code in row.coupons:
                    coupon_id = self._coupon(uow, name, code, row)
                    uow.coupons.redeem(coupon_id, sale_id, sale.customer_id, sale.at)
            uow.record(_batch_event(name, "receipts", len(rows)))
            _put_checkpoint(_session(uow), name, at)
            uow.commit()

    def _coupon(self, uow: SqliteUnitOfWork, name: str, code: str, row: HistoryReceipt) -> int:
        """The record of a code used long ago; it is valid on its first day only."""
        definition = _spent(name)
        for spelling in (code[:60], f"{name}/{code}"[:60]):
            found = uow.coupons.by_code(spelling)
            if found is None:
                day = date.fromisoformat(row.sale.local_date)
                return uow.coupons.add(CouponRecord(
                    uuid=self._ids.uuid(), code=spelling, definition=definition, valid_from=day,
                    valid_to=day, max_uses=0, issued_at=row.sale.at,
                ))  # fmt: skip
            if found.definition == definition:
                return found.id
        raise PosError("coupon_code_taken", coupon=code)

    def finish(self, name: str, at: Checkpoint, summary: Mapping[str, object]) -> None:
        """Close the coupons taken over, mark the import as done and journal its summary."""
        with self._store.uow() as uow:
            session = _session(uow)
            for (coupon_id,) in session.all(_COUPONS, (_spent(name),)):
                uow.coupons.set_state(coupon_id, "expired", self._clock.now())
            _put_checkpoint(session, name, at)
            uow.record(Event(type="import.history", content=summary))
            uow.commit()


def _spent(name: str) -> str:
    """What a coupon of the past gives now: nothing, but readable like any other."""
    return dump_promotion(Promotion(rule_id=f"imported:{name}", name=name, effects=()))


def _session(uow: SqliteUnitOfWork) -> Session:
    return uow._db


def _key(name: str) -> str:
    return f"import.history.{name}"


def _month(figures: list[int]) -> dict[str, int]:
    names = ("receipts", "lines", "gross", "net", "refused", "refused_net")
    return dict(zip(names, figures, strict=True))


def _put_checkpoint(session: Session, name: str, at: Checkpoint) -> None:
    value = json.dumps({
        "fingerprint": at.fingerprint, "customers": at.customers, "receipts": at.receipts,
        "number": at.number, "refused_customers": at.refused_customers, "points": at.points,
        "done": at.done, "months": {key: month.as_list() for key, month in at.months.items()},
    })  # fmt: skip
    session.run(
        "INSERT INTO meta (key, value) VALUES (?, ?) "
        "ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (_key(name), value),
    )


def _batch_event(name: str, part: str, count: int) -> Event:
    return Event(type="import.history_batch", content={"name": name, "part": part, "count": count})
