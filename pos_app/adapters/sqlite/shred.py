"""Proof on the disk that somebody was forgotten: no byte of them in file, log or index (P11).

The log is merged and cut to nothing. Then every byte is looked through; a page that kept something
in its unused part is got rid of by writing the whole file anew.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Final

from pos_app.adapters.files.disk import problem_of_os
from pos_app.adapters.sqlite.connection import connect
from pos_app.adapters.sqlite.faults import translated
from pos_app.adapters.sqlite.search import digits_of, tidy
from pos_app.domain.errors import EnvironmentProblem
from pos_app.i18n.fold import fold as default_fold
from pos_app.i18n.fold import order_bytes
from pos_app.services.settings import LANGUAGES

SHORTEST: Final = 6
"""Bytes from which on a text tells whom it is about; "Anna" is in every shop."""

_PIECE: Final = 32
_STEP: Final = 96
_CHUNK: Final = 16 * 1024 * 1024
_TRIES: Final = 3


class FileShredder:
    """See :class:`pos_app.services.erasure_ports.Shredder`."""

    def __init__(self, database: Path, *, fold: Callable[[str], str] = default_fold) -> None:
        self._database = database
        self._fold = fold

    def clear(self, texts: Sequence[str]) -> int:
        """Merge, look, write anew where needed, look again; how many texts are still there."""
        self._merge()
        left = self.find(texts)
        if left:
            self._merge(anew=True)
            left = self.find(texts)
        return len(left)

    def find(self, texts: Sequence[str]) -> list[str]:
        """Those of ``texts`` that are found in any form in the shop's files."""
        wanted = {form: text for text in texts for form in self._forms(text)}
        found: set[str] = set()
        for suffix in ("", "-wal", "-shm"):
            path = self._database.with_name(self._database.name + suffix)
            for form in _present(path, set(wanted)):
                found.add(wanted[form])
        return [text for text in texts if text in found]

    def _forms(self, text: str) -> Iterator[bytes]:
        """How a text may stand in the file: as it is, folded, as digits, as its place in lists."""
        folded = self._fold(text)
        whole = {
            text,
            unicodedata.normalize("NFC", text),
            folded,
            tidy(folded),
        }
        if not any(char.isalpha() for char in text):
            whole.add(digits_of(text))
        shapes = [form.encode() for form in whole]
        for shape in (*shapes, *(order_bytes(text, language) for language in LANGUAGES)):
            yield from _pieces(shape)

    def _merge(self, *, anew: bool = False) -> None:
        with translated(), closing(connect(self._database)) as connection:
            if anew:
                connection.execute("VACUUM")
            for _ in range(_TRIES):
                busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
                if not busy:
                    return
        raise EnvironmentProblem("database_busy", path=str(self._database))


def _pieces(shape: bytes) -> Iterator[bytes]:
    """A short text whole; of a long one pieces, because it may be spread over pages."""
    if len(shape) < SHORTEST:
        return
    if len(shape) <= _PIECE * 2:
        yield shape
        return
    for start in range(0, len(shape) - _PIECE + 1, _STEP):
        yield shape[start : start + _PIECE]


def _present(path: Path, wanted: set[bytes]) -> Iterator[bytes]:
    """Which of ``wanted`` occur in a file; nothing of a file that is not there."""
    if not path.exists() or not wanted:
        return
    overlap = max(map(len, wanted)) - 1
    open_ones, tail = set(wanted), b""
    try:
        with path.open("rb") as file:
            while open_ones and (chunk := file.read(_CHUNK)):
                window = tail + chunk
                for form in [form for form in open_ones if form in window]:
                    open_ones.remove(form)
                    yield form
                tail = window[-overlap:] if overlap else b""
    except OSError as error:
        raise problem_of_os(error, path) from error
