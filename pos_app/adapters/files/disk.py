"""Room on the disk the shop lives on, and writing files so that a power cut leaves old or new."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path
from typing import Final

from pos_app.domain.errors import EnvironmentProblem

WARN_BELOW: Final = 1024**3
REFUSE_BELOW: Final = 200 * 1024**2

_CODES: Final = {
    errno.ENOSPC: "disk_full",
    errno.EDQUOT: "disk_full",
    errno.EROFS: "read_only",
    errno.EACCES: "read_only",
    errno.EPERM: "read_only",
    errno.ENOENT: "folder_missing",
}


def problem_of_os(error: OSError, path: Path) -> EnvironmentProblem:
    """The fault behind an ``OSError``, by what a person can do about it."""
    code = _CODES.get(error.errno or 0, "io_error")
    return EnvironmentProblem(code, path=str(path), detail=error.strerror or "")


class Disk:
    """See :class:`pos_app.services.ports.DiskPort`: the disk that holds ``folder``."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def free_bytes(self) -> int:
        """Bytes an ordinary program may still write. Raises :class:`EnvironmentProblem`."""
        try:
            return shutil.disk_usage(self._folder).free
        except OSError as error:
            raise problem_of_os(error, self._folder) from error


def sync_folder(folder: Path) -> None:
    """Make renames inside ``folder`` durable, where the system knows such a thing."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_file(path: Path) -> None:
    """Force a file's content onto the medium."""
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_text_durably(path: Path, text: str) -> None:
    """Write ``path`` whole or not at all. Raises :class:`EnvironmentProblem`."""
    write_bytes_durably(path, text.encode())


def write_bytes_durably(path: Path, content: bytes) -> None:
    """Write ``path`` whole or not at all. Raises :class:`EnvironmentProblem`."""
    temporary = path.with_name(path.name + ".new")
    try:
        with temporary.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise problem_of_os(error, path) from error
