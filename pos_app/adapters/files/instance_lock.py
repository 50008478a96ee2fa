"""One program per shop: a lock on a file beside the database, free again when its owner dies.

The window takes it; a command that writes takes it too, and is refused while the window runs. It is
the system's own file lock, so that kill -9 leaves nothing behind.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from types import TracebackType
from typing import IO

from pos_app.adapters.files.disk import problem_of_os
from pos_app.domain.errors import EnvironmentProblem

_OWNER_BYTES = 64
_LOCK_AT = 1024
"""The locked byte lies behind the owner's number: Windows forbids reading locked bytes."""


class InstanceLock:
    """A lock for the database at ``database``; a context manager, or acquire and release."""

    def __init__(self, database: Path) -> None:
        self.path = database.with_name(database.name + ".lock")
        self._file: IO[bytes] | None = None

    @property
    def held(self) -> bool:
        """Whether this object holds the lock."""
        return self._file is not None

    def acquire(self) -> None:
        """Take the lock, or raise ``EnvironmentProblem("already_running", pid=…)`` (0: unknown)."""
        if self._file is not None:
            return
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            file = self.path.open("r+b" if self.path.exists() else "w+b")
        except OSError as error:
            raise problem_of_os(error, self.path) from error
        if not _lock(file):
            owner = _owner(file)
            file.close()
            raise EnvironmentProblem("already_running", pid=owner, path=str(self.path))
        file.seek(0)
        file.write(str(os.getpid()).encode().ljust(_OWNER_BYTES))
        file.flush()
        self._file = file

    def release(self) -> None:
        """Let others in; harmless when not held."""
        if self._file is None:
            return
        _unlock(self._file)
        self._file.close()
        self._file = None

    def __enter__(self) -> InstanceLock:
        self.acquire()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.release()


def _owner(file: IO[bytes]) -> int:
    try:
        file.seek(0)
        return int(file.read(_OWNER_BYTES).strip() or b"0")
    except (OSError, ValueError):
        return 0


if sys.platform == "win32":  # pragma: no cover - exercised on Windows
    import msvcrt

    def _lock(file: IO[bytes]) -> bool:
        file.seek(_LOCK_AT)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _unlock(file: IO[bytes]) -> None:
        file.seek(_LOCK_AT)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _lock(file: IO[bytes]) -> bool:
        try:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

    def _unlock(file: IO[bytes]) -> None:
        fcntl.flock(file.fileno(), fcntl.LOCK_UN)
