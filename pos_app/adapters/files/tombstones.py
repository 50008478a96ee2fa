"""The list of people forgotten, beside the shop's data: one uuid a line, no names.

A restore puts an older file in the database's place, with people in it who asked to be forgotten
since. This list stays where it is, and is applied again (RELIABILITY, Personal data).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from pos_app.adapters.files.disk import problem_of_os, write_text_durably

FILE: Final = "forgotten.txt"
_LONGEST: Final = 36


class TombstoneFile:
    """See :class:`pos_app.services.erasure_ports.Tombstones`."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE

    def add(self, uuids: Sequence[str]) -> None:
        """Append those that are not in it; the file is whole at any moment."""
        known = self.all()
        wanted = [uuid for uuid in dict.fromkeys(uuids) if uuid not in set(known)]
        if wanted:
            write_text_durably(self._path, "".join(f"{uuid}\n" for uuid in (*known, *wanted)))

    def all(self) -> Sequence[str]:
        """In the order they were forgotten; lines that are no uuid are passed over."""
        try:
            text = self._path.read_text("utf-8", errors="replace")
        except FileNotFoundError:
            return []
        except OSError as error:
            raise problem_of_os(error, self._path) from error
        return [line for line in text.splitlines() if 0 < len(line) <= _LONGEST]
