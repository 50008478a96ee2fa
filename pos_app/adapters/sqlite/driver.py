"""The database engine: SQLite from ``sqlcipher3``, spoken to through sqlite-utils' own driver.

The engine has to be newer than the WAL-reset bug (fixed in 3.51.3), which Python's own copy is
not. sqlite-utils takes whatever calls itself ``pysqlite3``, so the modern engine is put under that
name before the library is imported, and everybody takes the driver from there. numpy and pandas
are kept out of that import: the library only looks for them to convert their types, and where a
development machine has them they cost more than a second of the till's start.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import sqlcipher3
import sqlcipher3.dbapi2

MINIMUM = (3, 51, 3)

_UNWANTED = ("numpy", "pandas")


sys.modules.setdefault("pysqlite3", sqlcipher3)
sys.modules.setdefault("pysqlite3.dbapi2", sqlcipher3.dbapi2)

sqlite3: Any = sqlcipher3
"""The driver; sqlite-utils takes the very same one under the name it looks for first."""


def library() -> Any:
    """sqlite-utils' ``Database`` class, imported when a schema is made or migrated.

    The till's every day needs the driver alone, and the library costs a fifth of its start.
    """
    hidden = [name for name in _UNWANTED if name not in sys.modules]
    for name in hidden:
        sys.modules[name] = None  # type: ignore[assignment]  # the import machinery's "absent"
    try:
        from sqlite_utils import db
    finally:
        for name in hidden:
            del sys.modules[name]
    if (
        vars(db)["sqlite3"].Connection is not sqlite3.Connection
    ):  # pragma: no cover - only on a broken installation
        raise RuntimeError("sqlite-utils does not use the till's own SQLite")
    return db.Database


VERSION: tuple[int, ...] = tuple(int(part) for part in sqlite3.sqlite_version.split("."))

if VERSION < MINIMUM:  # pragma: no cover - only on a broken installation
    raise RuntimeError(f"SQLite {sqlite3.sqlite_version} is too old: a power cut may lose sales")

if TYPE_CHECKING:
    from sqlite3 import Connection as Connection
    from sqlite3 import Cursor as Cursor
else:
    Connection = sqlite3.Connection
    Cursor = sqlite3.Cursor

__all__ = ["MINIMUM", "VERSION", "Connection", "Cursor", "library", "sqlite3"]
