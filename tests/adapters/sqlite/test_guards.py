"""Lists of receipts, what the start screen says, and what the file itself refuses."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from pos_app.adapters.sqlite.driver import sqlite3
from pos_app.adapters.sqlite.ledgers import LEDGERS
from pos_app.domain.card import CardStatus
from pos_app.services.records import (
    PrintJobRow,
    ReceiptQuery,
    TurnoverEntry,
)
from tests.adapters.sqlite.shop import START, TODAY, Shop, sale_of, sell


@pytest.mark.parametrize(
    ("states", "printed"),
    [
        ((), "yes"), (("queued",), "no"), (("failed",), "no"), (("sent",), "unknown"),
        (("unknown",), "unknown"), (("confirmed",), "yes"), (("unknown", "confirmed"), "yes"),
    ],
)  # fmt: skip
def test_what_the_start_screen_says_of_the_last_slip(
    shop: Shop, states: tuple[str, ...], printed: str
) -> None:
    assert shop.store.queries.last_receipt("1") is None
    with shop.store.uow() as uow:
        customer = uow.customers.get(1)
        assert customer is not None
        uow.sales.add(sale_of(shop, "s", 1, customer.uuid))
        for number, state in enumerate(states):
            job = uow.print_jobs.add(
                PrintJobRow(
                    uuid=f"j{number}", kind="receipt", ref="s", payload="", created_at=START
                )
            )
            uow.print_jobs.set_state(job, state, tries=1, error="", at=START)
        uow.commit()
    last = shop.store.queries.last_receipt("1")
    assert last is not None
    assert (last.number, last.total, last.printed) == (1, 949_99, printed)


def test_receipts_by_every_filter(shop: Shop) -> None:
    for number in range(1, 4):
        sell(shop, f"s-{number}")
    queries = shop.store.queries

    def found(**filters: object) -> list[int]:
        query = ReceiptQuery(**filters)  # type: ignore[arg-type]
        rows = queries.receipts(query)
        assert queries.count_receipts(query) == len(rows)
        return [row.number for row in rows]

    assert found() == [3, 2, 1]
    assert found(number=2) == [2]
    assert found(text="2") == [2]
    assert found(text="R1-000003-2211") == [3]
    assert found(text="2900000000017") == [3, 2, 1]
    assert found(text="29000") == [3, 2, 1]
    assert found(text="ИСМА") == found(text="ismayilov lukasz") == [3, 2, 1]
    assert found(text="?") == found(text="nobody") == []
    assert found(day_from=TODAY, day_to=TODAY) == [3, 2, 1]
    assert found(day_from=TODAY + timedelta(days=1)) == []
    assert found(total_min=949_99, total_max=949_99) == [3, 2, 1]
    assert found(total_min=950_00) == []
    assert found(customer_id=1, card_number="2900000000017") == [3, 2, 1]
    assert found(card_number="1") == []
    (row,) = queries.receipts(ReceiptQuery(limit=1, offset=1))
    assert (row.number, row.lines, row.cashier, row.discount) == (2, 2, "Ольга", 100_00)
    assert [hit.sku for hit in queries.quick_items(5)] == ["A-1"]


@pytest.mark.parametrize("table", [*LEDGERS, "sale_line", "tender", "receipt", "journal"])
@pytest.mark.parametrize("verb", ["UPDATE", "DELETE", "REPLACE"])
def test_ledgers_refuse_to_be_changed(
    filled_file: Path, tmp_path: Path, table: str, verb: str
) -> None:
    from tests.adapters.sqlite.shop import CountingIds, reopened

    path = tmp_path / "shop.db"
    path.write_bytes(filled_file.read_bytes())
    shop = Shop(store=reopened(path), path=path, ids=CountingIds("w"))
    sell(shop, "s-1")
    with shop.store.uow() as uow:
        uow.sales.count_copy(1, 1, START)
        uow.cards.set_status(1, CardStatus.BLOCKED, customer_id=1, at=START, reason="")
        shift = uow.shifts.current("1")
        assert shift is not None
        uow.shifts.close(replace(shift, closed_by=1, closed_at=START, counted=0, expected=None))
        uow.shifts.save_slip(1, "{}")
        uow.commit()
    raw = shop.store._writer()
    column = raw.execute(f"PRAGMA table_info({table})").fetchall()[1][1]
    sql = {
        "UPDATE": f"UPDATE {table} SET {column} = {column} + 0",
        "DELETE": f"DELETE FROM {table}",
        "REPLACE": f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}",
    }[verb]
    assert raw.execute(f"SELECT count(*) FROM {table}").fetchone()[0] > 0
    with pytest.raises(sqlite3.IntegrityError, match=f"append_only:{table}"):
        raw.execute(sql)
    shop.store.close()


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE product SET price = 1000000001",
        "UPDATE product SET price = -1",
        "UPDATE account SET balance = 1000000000001",
        "UPDATE account SET balance = 1.5",
        "UPDATE account SET balance = 'many'",
        "UPDATE person SET role = 'king'",
        "UPDATE product SET group_id = 77",
        'UPDATE points_lot SET "left" = -1',
        'UPDATE points_lot SET "left" = granted + 1',
        "UPDATE setting SET value = 'no json'",
    ],
)
def test_the_file_itself_refuses_nonsense(shop: Shop, sql: str) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        shop.store._writer().execute(sql)


def test_a_float_never_enters_a_ledger(shop: Shop) -> None:
    with shop.store.uow() as uow, pytest.raises(TypeError):
        uow.customers.add_turnover(
            TurnoverEntry(
                uuid="t",
                customer_id=1,
                amount=1.0,
                local_day=TODAY,
                at=START,  # type: ignore[arg-type]
            )
        )


def test_a_naive_time_never_enters(shop: Shop) -> None:
    with shop.store.uow() as uow, pytest.raises(ValueError, match="zone"):
        uow.sales.count_copy(1, 1, START.replace(tzinfo=None))
