"""The program's own log: a rotating file with ids and codes, no names, phones or card numbers."""

from __future__ import annotations

import logging
import re
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Final

from pos_app.adapters.files.disk import problem_of_os

MAX_BYTES: Final = 2 * 1024 * 1024
FILES_KEPT: Final = 5
LOGGER: Final = "pos_app"

_LONG_NUMBER: Final = re.compile(r"(?<![\w-])\+?\d[\d \-()]{5,}\d(?![\w-])")
_MAIL: Final = re.compile(r"[^\s@<>\"']+@[^\s@<>\"']+\.[^\s@<>\"']+")
_SECRET: Final = re.compile(r"(\$argon2\w*\$)\S+")


def without_people(text: str) -> str:
    """``text`` with what looks like a phone, a card number, an e-mail or a PIN hash struck out.

    A second fence: callers log ids and codes only. Ids (UUIDs), dates and short numbers stay.
    """
    text = _SECRET.sub(r"\1…", _MAIL.sub("…@…", text))
    return _LONG_NUMBER.sub(_masked, text)


class _Fence(logging.Formatter):
    """Formats, then strikes out people, tracebacks included; keeps one record on its own lines."""

    def format(self, record: logging.LogRecord) -> str:
        return without_people(super().format(record)).replace("\r", "\\r")


def set_up_log(folder: Path, *, level: int = logging.INFO) -> Path:
    """Send the program's log to ``folder/pos_app.log``; the file's path.

    Safe to call again (the folder may have changed). Raises :class:`EnvironmentProblem` when the
    folder cannot be written; the program then runs without a log.
    """
    path = folder / "pos_app.log"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(
            path, maxBytes=MAX_BYTES, backupCount=FILES_KEPT, encoding="utf-8"
        )
    except OSError as error:
        raise problem_of_os(error, path) from error
    handler.setFormatter(_Fence("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logger = logging.getLogger(LOGGER)
    close_log()
    logger.addHandler(handler)
    logger.setLevel(level)
    return path


def close_log() -> None:
    """Close the log's file; the program's records then go where logging sends them by default."""
    logger = logging.getLogger(LOGGER)
    for handler in [h for h in logger.handlers if isinstance(h, RotatingFileHandler)]:
        logger.removeHandler(handler)
        handler.close()


def _masked(match: re.Match[str]) -> str:
    text = match.group()
    digits = sum(char.isdigit() for char in text)
    if digits < 7 or re.fullmatch(r"\d{4}-\d\d-\d\d( \d\d)?", text):
        return text
    return f"…{text[-2:]}"
