"""Goal 16: real baskets through the checkout against their very rows by the plain driver.

Each round completes a block of real baskets as live sales; the rows that came of it are then
written, one durable transaction a basket, into a copy of the shop's file without its triggers.
"""

from __future__ import annotations

import statistics
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import Any

from pos_app.adapters.sqlite.connection import connect
from tests.benchmarks.measure import FULL, result, timed
from tests.replay import LiveShop, RealBasket, live_shop, real_baskets

TARGET = 3.0
# Every table a sale writes to, and the column that says which sale or moment a row belongs to.
TABLES = (
    "sale", "sale_line", "tender", "receipt", "points_lot", "points_entry", "turnover_entry",
    "print_job", "tier_entry", "journal",
)  # fmt: skip
Rows = list[tuple[str, tuple[Any, ...]]]


class Floor:
    """A copy of the shop into which finished rows are written."""

    def __init__(self, live: LiveShop, folder: Path) -> None:
        live.store.checkpoint("TRUNCATE")
        self._source = connect(live.store.path)
        path = folder / "floor.db"
        path.write_bytes(live.store.path.read_bytes())
        self.connection = connect(path)
        for (name,) in self.connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall():
            self.connection.execute(f"DROP TRIGGER {name}")
        self.connection.execute("PRAGMA foreign_keys=OFF").fetchall()
        self._seen = {table: self._last(table) for table in TABLES}

    def _last(self, table: str) -> int:
        (row,) = self._source.execute(f"SELECT coalesce(max(rowid_of), 0) FROM ({_keyed(table)})")
        return int(row[0])

    def new_rows(self, sales: int) -> list[Rows]:
        """The rows written since the last call, dealt to as many transactions as sales."""
        dealt: dict[int, Rows] = defaultdict(list)
        for table in TABLES:
            found = self._source.execute(
                f"SELECT * FROM ({_keyed(table)}) WHERE rowid_of > ? ORDER BY rowid_of",
                (self._seen[table],),
            ).fetchall()
            keys = sorted({row[-1] for row in found})
            place = {key: min(number, sales - 1) for number, key in enumerate(keys)}
            marks = ",".join("?" * (len(found[0]) - 1)) if found else ""
            for row in found:
                dealt[place[row[-1]]].append((f"INSERT INTO {table} VALUES ({marks})", row[:-1]))
            self._seen[table] = self._last(table)
        return [dealt[number] for number in sorted(dealt)]

    def write(self, baskets: list[Rows]) -> None:
        """The timed part: one immediate, durable transaction a basket."""
        execute = self.connection.execute
        for rows in baskets:
            execute("BEGIN IMMEDIATE")
            for sql, row in rows:
                execute(sql, row)
            execute("UPDATE account SET balance = balance + 1, turnover = turnover + 1 "
                    "WHERE customer_id = 1")  # fmt: skip
            execute("COMMIT")

    def close(self) -> None:
        """Let go of both files."""
        self._source.close()
        self.connection.close()


def _keyed(table: str) -> str:
    key = {"sale_line": "sale_id", "tender": "sale_id", "receipt": "sale_id", "journal": "seq"}
    return f"SELECT *, {key.get(table, 'id')} AS rowid_of FROM {table}"


def run(full: bool) -> dict[str, Any]:
    """Milliseconds a basket of ours, the floor's, and the median ratio of the rounds."""
    rounds, block = (15, 200) if full else (5, 10)
    baskets = real_baskets(block * (rounds + 1))
    with tempfile.TemporaryDirectory() as name:
        live = live_shop(Path(name) / "shop.db", baskets)
        floor = Floor(live, Path(name))
        mine, bare, ratios = [], [], []
        for turn in range(rounds + 1):
            chosen = baskets[turn * block : (turn + 1) * block]
            ours = timed(lambda chosen=chosen: sell(live, chosen)) / block
            rows = floor.new_rows(block)
            raw = timed(lambda rows=rows: floor.write(rows)) / block
            floor.connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
            if turn:
                mine.append(ours)
                bare.append(raw)
                ratios.append(ours / raw)
        floor.close()
        live.store.close()
    return result(
        16, "replay a real basket through the checkout, ms", ours=statistics.median(mine) * 1000,
        floor=statistics.median(bare) * 1000, ratio=statistics.median(ratios), target=TARGET,
    )  # fmt: skip


def sell(live: LiveShop, baskets: list[RealBasket]) -> None:
    """Complete each basket, with the till's rest every now and then."""
    checkout, session = live.shop.checkout(), live.shop.cashier
    for basket in baskets:
        checkout.complete(session, live.draft(basket), basket.total)
        live.store.idle()


def test_it_runs() -> None:
    measured = run(full=FULL)
    print(measured)
    assert measured["ratio"] > 0
