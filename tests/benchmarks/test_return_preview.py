"""The preview of a return: a whole receipt read from the store and worked out, ≤ 50 ms.

The floor is the same receipt read from the store and nothing done with it.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from pos_app.services.return_model import ReturnItem, ReturnOrder
from pos_app.services.returns import ReturnParts, ReturnService
from tests.benchmarks.counter import SellingCounter
from tests.benchmarks.measure import FULL, compare, result

MOST_MS = 50.0


def run(full: bool) -> dict[str, Any]:
    """Milliseconds of one preview of everything on a receipt with card, coupon and points."""
    with tempfile.TemporaryDirectory() as name:
        selling = SellingCounter(Path(name))
        draft, total = selling.prepare()
        done = selling.counter.checkout.complete(selling.counter.desk.session, draft, total)
        shop = selling.shop
        service = ReturnService(
            ReturnParts(
                uow=shop.store.uow,
                book=selling.counter.book,
                permissions=shop.permissions,
                clock=shop.clock,
                ids=shop.ids,
                sink=shop.sink,
            )
        )
        sheet = service.sheet(done.sale_uuid)
        order = ReturnOrder(
            uuid=shop.ids.uuid(),
            sale_uuid=done.sale_uuid,
            items=tuple(
                ReturnItem(position=line.position, quantity=line.left) for line in sheet.lines
            ),
            reason="changed_mind",
            condition="unopened",
        )
        assert service.preview(order).paid_out > 0
        ours, floor, ratio = compare(
            lambda: service.preview(order),
            lambda: _read(selling, done.sale_uuid),
            rounds=201 if full else 5,
        )
        selling.store.close()
    row = result(
        3, "preview of a return, ms",
        ours=ours * 1000, floor=floor * 1000, ratio=ratio, target=MOST_MS,
    )  # fmt: skip
    return {**row, "limit": MOST_MS, "ok": row["ours"] <= MOST_MS}


def _read(selling: SellingCounter, uuid: str) -> object:
    with selling.store.uow() as uow:
        return uow.sales.by_uuid(uuid)


def test_it_runs() -> None:
    measured = run(full=FULL)
    print(measured)
    assert measured["ratio"] > 0
