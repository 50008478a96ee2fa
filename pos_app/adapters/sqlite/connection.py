"""One place that opens the shop's file, with every setting made and read back.

A setting that does not stick (an exotic file system, an engine built otherwise) is a reason not to
sell: the promises about power cuts rest on them.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from pos_app.adapters.sqlite.driver import Connection, sqlite3
from pos_app.adapters.sqlite.faults import problem_of, translated
from pos_app.domain.errors import EnvironmentProblem

APPLICATION_ID: Final = 0x504F5331
"""``POS1`` in the file's header, so that no other program's database is taken for ours."""

BUSY_MILLISECONDS: Final = 5000
WAL_LIMIT_BYTES: Final = 64 * 1024 * 1024

_ALWAYS: Final[tuple[tuple[str, str | int, object], ...]] = (
    ("foreign_keys", "ON", 1),
    ("trusted_schema", "OFF", 0),
    ("cell_size_check", "ON", 1),
    ("mmap_size", 0, 0),
    ("recursive_triggers", "ON", 1),
    ("busy_timeout", BUSY_MILLISECONDS, BUSY_MILLISECONDS),
)
_WRITING: Final[tuple[tuple[str, str | int, object], ...]] = (
    ("journal_mode", "WAL", "wal"),
    ("synchronous", "FULL", 2),
    ("secure_delete", "ON", 1),
    ("wal_autocheckpoint", 0, 0),
    ("journal_size_limit", WAL_LIMIT_BYTES, WAL_LIMIT_BYTES),
)
_READING: Final[tuple[tuple[str, str | int, object], ...]] = (("query_only", "ON", 1),)


def connect(path: Path, *, create: bool = False, factory: type[Any] | None = None) -> Connection:
    """A writing connection in autocommit mode; transactions are begun by hand.

    ``factory`` replaces the connection class (fault injection). Raises
    ``EnvironmentProblem``: ``database_missing``, ``cannot_open``, ``read_only``,
    ``database_damaged``, ``database_busy``, or ``setting_refused`` when a safety setting did not
    take.
    """
    _demand_file(path, create=create)
    connection = _open(path, "rwc" if create else "rw", factory)
    return _prepared(connection, (*_ALWAYS, *_WRITING, *_platform_settings()))


def connect_read_only(path: Path, *, immutable: bool = False) -> Connection:
    """A reading connection that cannot write.

    ``immutable`` opens a file on a medium where nothing can be written, not even a lock; it must
    have no unmerged ``-wal`` beside it.
    """
    _demand_file(path, create=False)
    connection = _open(path, "ro&immutable=1" if immutable else "ro", None)
    return _prepared(connection, (*_ALWAYS, *_READING))


def _demand_file(path: Path, *, create: bool) -> None:
    try:
        missing = not create and not path.exists()
    except OSError as error:
        raise EnvironmentProblem("cannot_open", path=str(path)) from error
    if missing:
        raise EnvironmentProblem("database_missing", path=str(path))


def _open(path: Path, mode: str, factory: type[Any] | None) -> Connection:
    uri = f"file:{quote(str(path.absolute()))}?mode={mode}"
    extra: dict[str, Any] = {"factory": factory} if factory is not None else {}
    with translated():
        connection: Connection = sqlite3.connect(
            uri,
            uri=True,
            isolation_level=None,
            check_same_thread=False,
            cached_statements=400,
            timeout=BUSY_MILLISECONDS / 1000,
            **extra,
        )
    return connection


def _prepared(
    connection: Connection, settings: tuple[tuple[str, str | int, object], ...]
) -> Connection:
    try:
        for name, value, expected in settings:
            _set(connection, name, value, expected)
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.Error as error:
        connection.close()
        problem = problem_of(error)
        if problem is None:
            raise
        raise problem from error
    except EnvironmentProblem:
        connection.close()
        raise
    return connection


def _set(connection: Connection, name: str, value: str | int, expected: object) -> None:
    connection.execute(f"PRAGMA {name}={value}").fetchall()
    row = connection.execute(f"PRAGMA {name}").fetchone()
    if row is None or row[0] != expected:
        found = None if row is None else row[0]
        raise EnvironmentProblem("setting_refused", name=name, found=str(found))


def _platform_settings() -> tuple[tuple[str, str | int, object], ...]:
    if sys.platform == "darwin":
        return (("fullfsync", "ON", 1), ("checkpoint_fullfsync", "ON", 1))
    return ()
