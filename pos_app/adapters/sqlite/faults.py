"""SQLite's complaints as the problems a shop can have."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from pos_app.adapters.sqlite.driver import sqlite3
from pos_app.domain.errors import EnvironmentProblem

_PRIMARY: Final[dict[int, str]] = {
    5: "database_busy",
    6: "database_busy",
    8: "read_only",
    10: "io_error",
    11: "database_damaged",
    13: "disk_full",
    14: "cannot_open",
    15: "database_busy",
    23: "read_only",
    26: "database_damaged",
}
_FULL_DISK: Final = ("disk is full", "No space left")

STOPS_SELLING: Final = frozenset({"io_error", "database_damaged"})
"""Problems after which no sale is taken until a self-check passes."""


def problem_of(error: Exception) -> EnvironmentProblem | None:
    """The world's fault behind a driver error, or None when the program itself is to blame.

    ``detail`` is the engine's own short message (never data), for the log.
    """
    if not isinstance(error, sqlite3.Error):
        return None
    extended = int(getattr(error, "sqlite_errorcode", 0) or 0)
    code = _PRIMARY.get(extended & 0xFF)
    if code is None and any(sign in str(error) for sign in _FULL_DISK):
        code = "disk_full"
    if code is None:
        return None
    return EnvironmentProblem(code, detail=str(error)[:200], sqlite=extended)


@contextmanager
def translated() -> Iterator[None]:
    """Turn driver errors inside into :class:`EnvironmentProblem`; bugs pass as they are."""
    try:
        yield
    except sqlite3.Error as error:
        problem = problem_of(error)
        if problem is None:
            raise
        raise problem from error
