"""Schema versions by sqlite-utils' own migrations, with the guards around them.

Append-only: a released migration is never edited. Around ``apply``: a file with names this program
does not know is refused; an existing shop is copied and checked first; triggers are made anew
afterwards.
"""

# ruff: noqa: S608 - the SQL is put together from this program's own names; values are parameters

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable
from functools import cache
from typing import Any, Final

from pos_app.adapters.sqlite import schema, schema_people, schema_programme, triggers
from pos_app.adapters.sqlite.connection import APPLICATION_ID
from pos_app.adapters.sqlite.driver import Connection, library, sqlite3
from pos_app.adapters.sqlite.faults import translated
from pos_app.domain.errors import EnvironmentProblem

SET_NAME: Final = "pos_app"


def _migrations() -> Any:
    library()
    from sqlite_utils.migrations import Migrations

    steps = Migrations(SET_NAME)

    @steps(name="0001_till")
    def _till(db: Any) -> None:
        for statement in schema.VERSION_1:
            db.conn.execute(statement)
        for table in schema.SEARCH_TABLES:
            db.conn.execute(f"INSERT INTO {table}({table}, rank) VALUES ('secure-delete', 1)")

    @steps(name="0002_programme")
    def _programme(db: Any) -> None:
        for statement in schema_programme.VERSION_2:
            db.conn.execute(statement)

    @steps(name="0003_people")
    def _people(db: Any) -> None:
        for statement in schema_people.VERSION_3:
            db.conn.execute(statement)
        schema_people.put_in_order(db.conn)

    return steps


NAMES: Final[tuple[str, ...]] = ("0001_till", "0002_programme", "0003_people")
LATEST: Final = len(NAMES)

RELEASED: Final[dict[int, str]] = {
    1: "d4e758383f80147796f772bd677f77cfeb90274021aebecc6470c1e42123f4a6",
    2: "33c1edc2fa70fe7ac023b60d281ad10551d79ace56bb335a03d186661c74346b",
    3: "494bd76d5aad1a6fa6f0864a026ede950fa9f92949acedc2eeaefa6c319f9045",
}
"""The SHA-256 of each version's :func:`schema_text`; opening a shop compares with that."""


def __getattr__(name: str) -> Any:
    """``MIGRATIONS``, made when first asked for: the library is not wanted at every start."""
    if name != "MIGRATIONS":
        raise AttributeError(name)
    steps = globals()["MIGRATIONS"] = _migrations()
    if tuple(step.name for step in steps._migrations) != NAMES:
        raise AssertionError("NAMES do not name the migrations")
    return steps


def is_released(text: str, version: int) -> bool:
    """Whether ``text`` is the schema text of that version, letter by letter."""
    return RELEASED.get(version) == hashlib.sha256(text.encode()).hexdigest()


def version_of(connection: Connection) -> int:
    """The schema version in the file's header; 0 for an empty file.

    Raises ``EnvironmentProblem``: ``not_ours`` (another program's database),
    ``database_newer`` (made by a newer program: install that one).
    """
    with translated():
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        (application,) = connection.execute("PRAGMA application_id").fetchone()
        names = _applied(connection)
        (objects,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if objects == 0:
        return 0
    if application != APPLICATION_ID:
        raise EnvironmentProblem("not_ours")
    if version > LATEST or set(names) - set(NAMES):
        raise EnvironmentProblem("database_newer", version=version, known=LATEST)
    if len(names) != version:
        raise EnvironmentProblem("database_damaged", detail="schema version and migrations differ")
    return int(version)


def migrate(
    connection: Connection,
    *,
    before: Callable[[int], None] | None = None,
    stop_after: int | None = None,
) -> list[str]:
    """Bring the file to the latest version; the names of the steps taken.

    ``before(version)`` is called first when an existing shop is about to change: it must make a
    verified backup and check the file, and raise to prevent the change. ``stop_after`` (tests,
    recognising old files) ends at an older version.
    """
    version = version_of(connection)
    target = LATEST if stop_after is None else stop_after
    if version >= target:
        return []
    if version > 0 and before is not None:
        before(version)
    with translated():
        database = library()(connection, execute_plugins=False, recursive_triggers=True)
        connection.execute("BEGIN IMMEDIATE")
        try:
            stop = {"stop_before": NAMES[target]} if target < LATEST else {}
            sys.modules[__name__].MIGRATIONS.apply(database, **stop)
            triggers.install(connection, target)
            connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version={target}")
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise
    return list(NAMES[version:target])


def schema_text(connection: Connection) -> str:
    """Every object of the file in one text; equal for equal schemas, whatever their order."""
    rows = connection.execute(
        "SELECT type, name, coalesce(sql, '') FROM sqlite_master ORDER BY type, name"
    ).fetchall()
    return "\n".join(f"{kind} {name}: {' '.join(sql.split())}" for kind, name, sql in rows)


@cache
def known_schema(version: int) -> str:
    """What :func:`schema_text` gives for an untouched file of ``version``."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    try:
        migrate(connection, stop_after=version)
        return schema_text(connection)
    finally:
        connection.close()


def schema_fingerprint(version: int) -> str:
    """A short name of a version's schema, for manifests."""
    return hashlib.sha256(known_schema(version).encode()).hexdigest()[:16]


def _applied(connection: Connection) -> list[str]:
    exists = connection.execute(
        "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = '_sqlite_migrations'"
    ).fetchone()
    if exists is None:
        return []
    rows = connection.execute(
        "SELECT name FROM _sqlite_migrations WHERE migration_set = ? ORDER BY id", (SET_NAME,)
    ).fetchall()
    return [name for (name,) in rows]
