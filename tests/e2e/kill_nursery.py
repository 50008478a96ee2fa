"""Forks tills that sell as fast as they can, kills each with SIGKILL, and counts what went wrong.

Run by ``test_kill_store.py`` in a process of its own, so that forking is cheap and safe. Arguments:
database, number of kills, seed, and ``honest`` or ``early`` (the planted bug: a sale is
acknowledged before its commit). Prints one JSON object.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from pathlib import Path

from pos_app.adapters.sqlite.connection import connect
from pos_app.adapters.sqlite.integrity import check_file
from pos_app.adapters.sqlite.sealing import Sealer
from tests.adapters.sqlite.shop import KEY, CountingIds, Shop, draft_of, reopened, sell_in

FULL_CHECK_EVERY = 25


def till(path: Path, turn: int, answers: int, *, early: bool) -> None:
    """Sell until killed, saying each sale's uuid and number once it is promised."""
    ids = CountingIds(f"k{turn}")
    shop = Shop(store=reopened(path, ids), path=path, ids=ids)
    for number in range(1_000_000):
        uuid = f"t{turn}-{number}"
        with shop.store.uow() as uow:
            uow.drafts.save(draft_of(shop, uuid))
            uow.commit()
        with shop.store.uow() as uow:
            receipt = sell_in(uow, shop, uuid)
            if early:
                os.write(answers, f"{uuid} {receipt}\n".encode())
            uow.commit()
        if not early:
            os.write(answers, f"{uuid} {receipt}\n".encode())
        shop.store.idle()


def one_life(path: Path, turn: int, delay: float, *, early: bool) -> list[tuple[str, int]]:
    """Start a till, kill it ``delay`` seconds after its first sale; what it had promised."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            till(path, turn, writing, early=early)
        finally:
            os._exit(1)
    os.close(writing)
    data = os.read(reading, 4096)
    time.sleep(delay)
    os.kill(child, signal.SIGKILL)
    while chunk := os.read(reading, 65536):
        data += chunk
    os.close(reading)
    os.waitpid(child, 0)
    lines = data.decode().splitlines()
    return [(line.split()[0], int(line.split()[1])) for line in lines if line]


def faults_after(path: Path, promised: dict[str, int]) -> list[str]:
    """What is not as promised: lost, renumbered, half, or with a gap."""
    connection = connect(path)
    try:
        stored = dict(connection.execute("SELECT uuid, number FROM sale").fetchall())
        halves = connection.execute(
            "SELECT count(*) FROM sale s WHERE (SELECT count(*) FROM sale_line l "
            "WHERE l.sale_id = s.id) <> 2 OR (SELECT count(*) FROM tender t "
            "WHERE t.sale_id = s.id) <> 2 OR NOT EXISTS (SELECT 1 FROM points_lot p "
            "WHERE p.sale_id = s.id) OR NOT EXISTS (SELECT 1 FROM print_job j WHERE j.ref = s.uuid)"
        ).fetchone()[0]
        drafts = connection.execute(
            "SELECT count(*) FROM draft WHERE uuid IN (SELECT uuid FROM sale)"
        ).fetchone()[0]
        connection.execute("DELETE FROM draft")
    finally:
        connection.close()
    faults = [f"lost {uuid}" for uuid, number in promised.items() if stored.get(uuid) != number]
    if sorted(stored.values()) != list(range(1, len(stored) + 1)):
        faults.append("gap")
    if halves:
        faults.append(f"{halves} half sales")
    if drafts:
        faults.append(f"{drafts} drafts of finished sales")
    return faults


def main() -> None:
    path, kills, seed = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    early = sys.argv[4] == "early"
    dice = random.Random(seed)
    promised: dict[str, int] = {}
    faults: list[str] = []
    for turn in range(kills):
        promised.update(one_life(path, turn, dice.uniform(0, 0.02), early=early))
        faults += faults_after(path, promised)
        if turn % FULL_CHECK_EVERY == 0 or turn == kills - 1:
            faults += [str(finding) for finding in check_file(path, Sealer(KEY)).findings]
        if faults and early:
            break
    print(json.dumps({"kills": kills, "promised": len(promised), "faults": faults[:20]}))


if __name__ == "__main__":
    main()
