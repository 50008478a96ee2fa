"""A shop with very many people, cards and products, written past the repositories for speed.

Seals and journal are left empty: the files are for looking things up in, never for the checker.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

from pos_app.adapters.sqlite.connection import connect
from pos_app.adapters.sqlite.search import barcode_key, digits_of, search_text, tidy
from pos_app.adapters.sqlite.store import Store, create_store, open_store
from pos_app.i18n.fold import fold, order_bytes
from tests.adapters.sqlite.shop import KEY, CountingIds, TickingClock

AT = "2026-11-22T08:00:00.000000+00:00"
SURNAMES = (
    "Иванов", "Фёдоров", "Щукин", "Əliyev", "İsmayılov", "Quliyev", "Łukaszewicz", "Żółkowski",
    "Kowalski", "Strauß", "Müller", "O'Brien", "Smith", "Petrenko", "Məmmədov", "Wójcik",
)  # fmt: skip
NAMES = (
    "Анна", "Илья", "Эльвира", "Rəşad", "Kamil", "Leyla", "Łukasz", "Żaneta", "Jürgen", "Mary",
    "Zofia", "Oksana", "Günel", "Paweł", "Ольга", "Tomasz",
)  # fmt: skip
SYLLABLES = ("ba", "ro", "lin", "ska", "ев", "ов", "ze", "mi", "qu", "ła", "şa", "чук", "wi", "no")


def person_name(dice: random.Random) -> str:
    """A believable name with a made-up part, so that names differ as they do in life."""
    made = "".join(dice.choice(SYLLABLES) for _ in range(dice.randint(1, 3)))
    return f"{dice.choice(SURNAMES)}{made} {dice.choice(NAMES)}"


def phone_of(number: int) -> str:
    """A distinct phone number."""
    return f"+79{number:09d}"


def card_of(number: int) -> str:
    """A distinct card number."""
    return f"29{number:011d}"


def code_of(number: int) -> str:
    """A distinct bar code."""
    return f"46{number:011d}"


def build_crowd(path: Path, count: int) -> None:
    """``count`` people with a card each, and as many products with a bar code each."""
    create_store(path, clock=TickingClock(), ids=CountingIds(), key=KEY).close()
    connection = connect(path)
    connection.execute("PRAGMA synchronous=OFF")
    triggers = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
    ).fetchall()
    connection.execute("BEGIN")
    for name, _ in triggers:
        connection.execute(f"DROP TRIGGER {name}")
    connection.executemany(
        "INSERT INTO customer VALUES (?,?,?,?,?,NULL,NULL,'','[]',NULL,?,1,?,?,'',?)",
        _people(count),
    )
    connection.execute(
        "INSERT INTO account (customer_id, balance, turnover, visits) "
        "SELECT id, 0, 0, 0 FROM customer"
    )
    connection.executemany(
        "INSERT INTO card VALUES (?,?,?,'active',?,NULL,NULL,'','')",
        ((n, f"k{n}", card_of(n), n) for n in range(1, count + 1)),
    )
    connection.executemany(
        "INSERT INTO product VALUES (?,?,?,?,?,'pcs',NULL,'','[]',NULL,NULL,NULL,0,1,NULL,NULL,1,"
        "NULL,?,?,'')",
        _products(count),
    )
    connection.executemany(
        "INSERT INTO product_barcode VALUES (?,?,?,0)",
        ((barcode_key(code_of(n)), code_of(n), n) for n in range(1, count + 1)),
    )
    for table in ("customer_search", "card_search", "product_search"):
        connection.execute(f"INSERT INTO {table}({table}) VALUES ('rebuild')")
        connection.execute(f"INSERT INTO {table}({table}) VALUES ('optimize')")
    for _, sql in triggers:
        connection.execute(sql)
    connection.execute("COMMIT")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    connection.close()


def crowd_store(folder: Path, count: int) -> Store:
    """The store of a crowd of ``count``; the file is kept in ``folder`` for the next benchmark."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"crowd-{count}.db"
    if not path.exists():
        part = folder / f"crowd-{count}.part.db"
        part.unlink(missing_ok=True)
        build_crowd(part, count)
        part.replace(path)
    return open_store(path, clock=TickingClock(), ids=CountingIds(), key=KEY)


def _people(count: int) -> Iterator[tuple[object, ...]]:
    dice = random.Random(22)
    for number in range(1, count + 1):
        name, phone, mail = person_name(dice), phone_of(number), f"p{number}@example.com"
        text = search_text(fold, name, digits_of(phone), mail)
        place = order_bytes(name, "en")
        yield number, f"c{number}", name, phone, mail, AT, tidy(fold(name)), text, place


def _products(count: int) -> Iterator[tuple[object, ...]]:
    dice = random.Random(23)
    for number in range(1, count + 1):
        name = f"{person_name(dice)} {number}"
        text = search_text(fold, name, f"S{number}", code_of(number))
        yield number, f"p{number}", f"S{number}", name, 100, tidy(fold(name)), text
