"""Goal 1: a whole sale through the checkout against the same rows by the plain driver.

The floor is a copy of the same file with the same settings and indexes. One real sale's rows are
taken from it and written again and again with fresh keys, prepared, in one immediate transaction.
"""

from __future__ import annotations

import itertools
import statistics
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pos_app.adapters.sqlite.connection import connect
from pos_app.adapters.sqlite.store import Store
from tests.adapters.sqlite.shop import make_shop, sell
from tests.benchmarks.counter import SellingCounter
from tests.benchmarks.measure import FULL, result, timed

TARGET = 1.5
TABLES = (
    "sale", "sale_line", "tender", "receipt", "points_lot", "points_entry", "turnover_entry",
    "coupon_use", "coupon", "print_job", "journal", "tier_entry",
)  # fmt: skip


class Floor:
    """Writes the rows of one sale again, with new keys, by the driver alone."""

    def __init__(self, store: Store, folder: Path, sell_one: Callable[[], object]) -> None:
        store.checkpoint("TRUNCATE")
        before = _marks(store.path)
        sell_one()
        store.checkpoint("TRUNCATE")
        self.path = folder / "floor.db"
        self.path.write_bytes(store.path.read_bytes())
        self.connection = connect(self.path)
        for (name,) in self.connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall():
            self.connection.execute(f"DROP TRIGGER {name}")
        self.rows = [
            (table, row) for table in TABLES for row in _new_rows(self.connection, table, before)
        ]
        self._turn = 0
        self._sql = {table: _insert(self.connection, table) for table, _ in self.rows}
        self._names = {table: _columns(self.connection, table) for table, _ in self.rows}

    def prepared(self) -> list[tuple[str, tuple[Any, ...]]]:
        """The rows of the next sale, keys moved on."""
        self._turn += 1
        return [
            (self._sql[table], _moved(self._names[table], row, self._turn, table))
            for table, row in self.rows
        ]

    def write(self, rows: list[tuple[str, tuple[Any, ...]]]) -> None:
        """The timed part."""
        execute = self.connection.execute
        execute("BEGIN IMMEDIATE")
        for sql, row in rows:
            execute(sql, row)
        execute("UPDATE account SET balance = balance + 1, turnover = turnover + 1")
        execute("UPDATE coupon SET uses = uses + 1 WHERE id = 1")
        execute("DELETE FROM draft WHERE uuid = 'none'")
        execute("COMMIT")

    def idle(self) -> None:
        """What the store does at rest."""
        self.connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()


def run(full: bool) -> dict[str, Any]:
    """Milliseconds of one sale, the floor's, and the median ratio of the rounds."""
    rounds, sales = (15, 40) if full else (5, 3)
    with tempfile.TemporaryDirectory() as name:
        selling = SellingCounter(Path(name))

        def sell_one() -> None:
            selling.complete(selling.prepare())
            selling.next()

        floor = Floor(selling.store, Path(name), sell_one)
        mine, bare, ratios = [], [], []
        for _ in range(rounds):
            ours_now, floor_now = [], []
            for _ in range(sales):
                draft = selling.prepare()
                ours_now.append(timed(lambda draft=draft: selling.complete(draft)))
                selling.next()
                rows = floor.prepared()
                floor_now.append(timed(lambda rows=rows: floor.write(rows)))
            selling.store.checkpoint()
            floor.idle()
            mine.append(statistics.median(ours_now))
            bare.append(statistics.median(floor_now))
            ratios.append(mine[-1] / bare[-1])
        floor.connection.close()
        selling.store.close()
    return result(
        1, f"complete a sale of {len(floor.rows)} rows, ms",
        ours=statistics.median(mine) * 1000, floor=statistics.median(bare) * 1000,
        ratio=statistics.median(ratios), target=TARGET,
    )  # fmt: skip


def run_store(full: bool) -> dict[str, Any]:
    """The store's own part: the same kind of sale by the repositories, nothing priced."""
    rounds, sales = (15, 40) if full else (5, 3)
    with tempfile.TemporaryDirectory() as name:
        shop = make_shop(Path(name) / "shop.db")
        numbers = itertools.count()

        def sell_one() -> None:
            sell(shop, f"s-{next(numbers)}")

        floor = Floor(shop.store, Path(name), sell_one)
        mine, bare, ratios = [], [], []
        for _ in range(rounds):
            ours_now = [timed(sell_one) for _ in range(sales)]
            floor_now = []
            for _ in range(sales):
                rows = floor.prepared()
                floor_now.append(timed(lambda rows=rows: floor.write(rows)))
            shop.store.checkpoint()
            floor.idle()
            mine.append(statistics.median(ours_now))
            bare.append(statistics.median(floor_now))
            ratios.append(mine[-1] / bare[-1])
        floor.connection.close()
        shop.store.close()
    return result(
        1, f"of it the store alone, {len(floor.rows)} rows, ms",
        ours=statistics.median(mine) * 1000, floor=statistics.median(bare) * 1000,
        ratio=statistics.median(ratios), target=TARGET,
    )  # fmt: skip


def _marks(path: Path) -> dict[str, int]:
    connection = connect(path)
    marks = {
        table: connection.execute(
            f"SELECT coalesce(max({_key(table)}), 0) FROM {table}"
        ).fetchone()[0]
        for table in TABLES
    }
    connection.close()
    return marks


def _key(table: str) -> str:
    if table in ("sale_line", "tender", "receipt"):
        return "sale_id"
    return "seq" if table == "journal" else "id"


def _new_rows(connection: Any, table: str, before: dict[str, int]) -> list[tuple[Any, ...]]:
    rows: list[tuple[Any, ...]] = connection.execute(
        f"SELECT * FROM {table} WHERE {_key(table)} > ?", (before[table],)
    ).fetchall()
    return rows


def _columns(connection: Any, table: str) -> list[str]:
    return [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]


def _insert(connection: Any, table: str) -> str:
    return f"INSERT INTO {table} VALUES ({','.join('?' * len(_columns(connection, table)))})"


def _moved(names: list[str], row: tuple[Any, ...], turn: int, table: str) -> tuple[Any, ...]:
    step = turn * 10
    moved = []
    for name, value in zip(names, row, strict=True):
        if name in ("id", "seq", "sale_id", "lot_id", "source_sale_id") and value is not None:
            keep = (
                name == "lot_id" and table == "points_entry" and value == 1 and row[5] == "redeem"
            )
            moved.append(value if keep else value + step)
        elif name == "number" and table == "sale":
            moved.append(value + step)
        elif name in ("uuid", "code") and table != "sale_line":
            moved.append(f"{value[:24]}-{turn}")
        else:
            moved.append(value)
    return tuple(moved)


def test_it_runs() -> None:
    measured = run(full=FULL)
    print(measured)
    assert measured["ratio"] > 0


def test_the_store_alone_runs() -> None:
    measured = run_store(full=FULL)
    print(measured)
    assert measured["ratio"] > 0
