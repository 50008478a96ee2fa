"""Slips as PDF files in a folder: for shops without a printer yet, and for archives.

A file appears whole or not at all: it is written under another name, brought to the disk, and only
then renamed.
"""

from __future__ import annotations

import errno
import os
import re
from pathlib import Path
from typing import Final

from pos_app.domain.errors import EnvironmentProblem
from pos_app.services.documents import PrinterStatus, Slip

_CODES: Final = {
    errno.ENOSPC: "disk_full",
    errno.EDQUOT: "disk_full",
    errno.EROFS: "read_only",
    errno.EACCES: "read_only",
    errno.EPERM: "read_only",
}
_UNSAFE: Final = re.compile(r"[^A-Za-z0-9._-]+")


class PdfFolder:
    """:class:`~pos_app.services.documents.PrinterPort` that files slips away."""

    name = "pdf"

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, slip: Slip) -> None:
        """Write ``<slip.name>.pdf``; raises ``disk_full``, ``read_only`` or ``io_error``."""
        target = self._folder / f"{safe_name(slip.name)}.pdf"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            write_whole(target, slip.pdf)
        except OSError as error:
            code = _CODES.get(error.errno or 0, "io_error")
            raise EnvironmentProblem(code, place=str(self._folder)) from error

    def open_drawer(self) -> None:
        """A folder has no drawer."""

    def status(self) -> PrinterStatus:
        """Whether the folder can be written to."""
        place = self._folder
        while not place.exists() and place != place.parent:
            place = place.parent
        return PrinterStatus(online=place.is_dir() and os.access(place, os.W_OK), answered=False)

    def abort(self) -> None:
        """Writing takes no time worth breaking off."""


def safe_name(name: str) -> str:
    """``name`` as a file name on every system: letters, digits, dot, dash; never empty."""
    return _UNSAFE.sub("-", name).strip(".-")[:120] or "slip"


def write_whole(target: Path, data: bytes) -> None:
    """Put ``data`` at ``target`` in one step that survives a power cut; raises ``OSError``."""
    partial = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with partial.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(target)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
    _sync_folder(target.parent)


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
