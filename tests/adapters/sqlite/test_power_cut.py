"""P1: disks as a power cut may leave them, rebuilt from what was surely synced and what was not.

SQLite syncs the log at every commit and the file only at a checkpoint, so a power cut leaves

* the file as it was, and the log up to the last promise plus any part of what came after: cut at
  any byte, with sectors missing, zeroed, or full of rubbish; or
* during a checkpoint: the whole log, and any mixture of old and new pages in the file.

Every such disk must open to exactly the sales promised by then (or promised and one more), whole.
"""

from __future__ import annotations

import os
import random
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from pos_app.adapters.sqlite.connection import connect
from pos_app.adapters.sqlite.integrity import check_file
from tests.adapters.sqlite.shop import Shop, make_shop, sell

DISKS = int(os.environ.get("POS_POWER_CUTS", "600"))
SECTOR = 512
FULL_CHECK_EVERY = 40
SALES = 12


@dataclass(frozen=True)
class Recorded:
    """What lay on the disk: the file before, the whole log, its length at each promise."""

    before: bytes
    log: bytes
    promises: tuple[int, ...]
    after: bytes


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Recorded:
    path = tmp_path_factory.mktemp("recorded") / "shop.db"
    shop = make_shop(path)
    shop.store.checkpoint("TRUNCATE")
    before = path.read_bytes()
    log = Path(f"{path}-wal")
    promises = []
    for number in range(SALES):
        sell(shop, f"s-{number}")
        promises.append(log.stat().st_size)
    assert path.read_bytes() == before
    whole = log.read_bytes()
    shop.store.checkpoint()
    after = path.read_bytes()
    assert after != before
    shop.store.close()
    return Recorded(before, whole, tuple(promises), after)


def sales_on(folder: Path, file: bytes, log: bytes, *, full: bool) -> int:
    """Open a disk as found and count; fails on anything half or damaged."""
    path = folder / "shop.db"
    path.write_bytes(file)
    Path(f"{path}-wal").write_bytes(log)
    Path(f"{path}-shm").unlink(missing_ok=True)
    connection = connect(path)
    try:
        assert connection.execute("PRAGMA quick_check").fetchall() == [("ok",)]
        (sales,) = connection.execute("SELECT count(*) FROM sale").fetchone()
        for table, per_sale in (("sale_line", 2), ("tender", 2), ("receipt", 1), ("print_job", 1)):
            (rows,) = connection.execute(f"SELECT count(*) FROM {table}").fetchone()
            assert rows == sales * per_sale
        (turnover,) = connection.execute("SELECT turnover FROM account").fetchone()
        assert turnover == sales * 949_99
    finally:
        connection.close()
    if full:
        from pos_app.adapters.sqlite.sealing import Sealer
        from tests.adapters.sqlite.shop import KEY

        assert check_file(path, Sealer(KEY)).findings == ()
    return int(sales)


def test_the_log_cut_anywhere(recorded: Recorded, tmp_path: Path) -> None:
    dice = random.Random(1)
    edges = [p + d for p in recorded.promises for d in (-4097, -4096, -25, -1, 0, 1, 24, 4096)]
    cuts = [cut for cut in edges if 0 <= cut <= len(recorded.log)]
    cuts += [dice.randrange(len(recorded.log) + 1) for _ in range(max(0, DISKS // 3 - len(cuts)))]
    for turn, cut in enumerate(cuts):
        promised = sum(length <= cut for length in recorded.promises)
        found = sales_on(
            tmp_path, recorded.before, recorded.log[:cut], full=turn % FULL_CHECK_EVERY == 0
        )
        assert found == promised, f"log cut at {cut}"


def test_unsynced_sectors_lost_or_rubbish(recorded: Recorded, tmp_path: Path) -> None:
    """After the last promise any sector may be old, zero or rubbish, in any order."""
    dice = random.Random(2)
    for turn in range(DISKS // 3):
        done = dice.randrange(SALES - 1)
        start = recorded.promises[done]
        end = recorded.promises[done + 1]
        log = bytearray(recorded.log[:end])
        for sector in range(start, end, SECTOR):
            stop = min(sector + SECTOR, end)
            fate = dice.choice(("kept", "zero", "rubbish", "kept"))
            if fate == "zero":
                log[sector:stop] = bytes(stop - sector)
            elif fate == "rubbish":
                log[sector:stop] = dice.randbytes(stop - sector)
        untouched = bytes(log) == recorded.log[:end]
        found = sales_on(tmp_path, recorded.before, bytes(log), full=turn % FULL_CHECK_EVERY == 0)
        assert found == done + 1 or (untouched and found == done + 2)


def test_a_checkpoint_cut_in_the_middle(recorded: Recorded, tmp_path: Path) -> None:
    """The file is any mixture of old and new pages; the log is whole, so nothing is lost."""
    dice = random.Random(3)
    size = len(recorded.after)
    old = recorded.before.ljust(size, b"\0")
    for turn in range(DISKS // 3):
        file = bytearray(old)
        for sector in range(0, size, SECTOR):
            if dice.random() < 0.5:
                file[sector : sector + SECTOR] = recorded.after[sector : sector + SECTOR]
        found = sales_on(tmp_path, bytes(file), recorded.log, full=turn % FULL_CHECK_EVERY == 0)
        assert found == SALES


def test_the_proof_sees_a_log_that_was_never_synced(recorded: Recorded, tmp_path: Path) -> None:
    """The planted bug synchronous=OFF: sectors *before* a promise go missing, and it shows."""
    dice = random.Random(4)
    lost = 0
    for _ in range(20):
        log = bytearray(recorded.log)
        at = dice.randrange(32 + 24, recorded.promises[-2])
        log[at : at + SECTOR] = dice.randbytes(SECTOR)
        log = log[: len(recorded.log)]
        lost += sales_on(tmp_path, recorded.before, bytes(log), full=False) < SALES
    assert lost == 20


def test_selling_goes_on_after_a_cut(recorded: Recorded, tmp_path: Path) -> None:
    path = tmp_path / "shop.db"
    path.write_bytes(recorded.before)
    Path(f"{path}-wal").write_bytes(recorded.log[: recorded.promises[3] + 777])
    from tests.adapters.sqlite.shop import CountingIds, reopened

    shop = Shop(store=reopened(path), path=path, ids=CountingIds("later"))
    try:
        last = shop.store.queries.last_receipt("1")
        assert last is not None
        assert (last.number, last.printed) == (4, "no")
        assert sell(shop, "s-new") == 5
        assert check_file(path, shop.store.sealer).is_clean
    finally:
        shop.store.close()
        shutil.rmtree(tmp_path)
