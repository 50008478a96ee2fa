"""Import of customers: as many times slower than reading the file and inserting bare rows.

Each person comes with phone, e-mail, birthday, card, points, a consent and a tag, and leaves eight
sealed or chained rows; the floor writes one row of text. The goal, 100,000 people within 60
seconds, is the ratio below on a floor of half a second.
"""

from __future__ import annotations

import csv
import sqlite3
import tempfile
from pathlib import Path
from typing import Any

from pos_app.adapters.files.phones import Phones
from pos_app.adapters.files.tables import FileTables
from pos_app.adapters.sqlite.search import tidy
from pos_app.adapters.sqlite.store import create_store
from pos_app.adapters.system import SystemIds
from pos_app.i18n.fold import fold
from pos_app.services.people_import import PeopleImport
from tests.benchmarks.measure import CORE, FULL, result, timed
from tests.builders import build_shop, card_number
from tests.fakes import FakeClock, FastHasher, RecordingSink

TARGET = 120.0
SECONDS = 60
_TABLE = "CREATE TABLE p (name, phone, email, born, card, points, sms, tags)"
_FIRST = ("Anna", "Jan", "Ewa", "Łukasz", "Иван", "Пётр", "Gülnarə", "Maria")
_LAST = ("Nowak", "Lis", "Wójcik", "Иванов", "Mazur", "Əliyev")


def run(full: bool) -> dict[str, Any]:
    """Seconds of processor for plan and store, against those of the bare floor."""
    people = 100_000 if full else 1_000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = _file(folder / "people.csv", people)
        floor = timed(lambda: _bare(path, folder / "bare.db"), CORE)
        clock, ids, sink = FakeClock(), SystemIds(), RecordingSink()
        store = create_store(folder / "shop.db", clock=clock, ids=ids, key=b"k" * 32)
        book = build_shop(store, clock, ids, FastHasher(), sink).book  # type: ignore[arg-type]
        imports = PeopleImport(
            store.uow, FileTables(), Phones(), book, clock, ids, sink,
            lambda text: tidy(fold(text)),
        )  # fmt: skip
        plans: list[Any] = []
        planning = timed(lambda: plans.append(imports.plan(str(path))), CORE)
        storing = timed(lambda: imports.apply(plans[0]), CORE)
        store.close()
    ours = planning + storing
    return {
        **result(
            0, f"import {people} customers against reading them and bare inserts",
            ours=ours * 1000, floor=floor * 1000, ratio=ours / floor, target=TARGET,
        ),
        "seconds": ours, "seconds_target": SECONDS, "held_seconds": storing,
        "foretold_seconds": plans[0].seconds,
    }  # fmt: skip


def _file(path: Path, people: int) -> Path:
    with path.open("w", encoding="utf-8") as out:
        out.write("Name;Phone;Email;Birthday;Card;Points;Consent SMS;Tags\n")
        for n in range(people):
            day = f"{1 + n % 28:02d}.{1 + n % 12:02d}.{1950 + n % 50}"
            out.write(
                f"{_FIRST[n % 8]} {_LAST[n % 6]};{600_000_000 + n};a{n}@mail.pl;{day};"
                f"{card_number(n)};{n % 100};{'yes' if n % 2 else ''};vip\n"
            )
    return path


def _bare(path: Path, database: Path) -> None:
    base = sqlite3.connect(database)
    base.execute(_TABLE)
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file, delimiter=";")
        next(rows)
        base.executemany("INSERT INTO p VALUES (?,?,?,?,?,?,?,?)", rows)
    base.commit()
    base.close()


def test_it_runs() -> None:
    measured = run(full=FULL)
    print(measured)
    assert measured["seconds"] < SECONDS * 3
