"""Whole columns of a CSV at a time: a million rows take little more than writing them does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from pos_app.adapters.files.cells import (
    LOOK_AT,
    NO_YEAR,
    SCALES,
    day_of,
    integer,
    plain_text,
    scaled,
    spreadsheet_phones,
)
from pos_app.i18n import Formats
from pos_app.services.exports import ColumnKind, Value

Shows = Callable[[Sequence[Any]], Sequence[Any]]
"""The cells of one column, ready for ``csv.writer``; None stays and becomes nothing."""


class CsvCells:
    """Shows columns in the signs of a language, or ``plain`` for other programs."""

    def __init__(
        self, formats: Formats, digits: int, yes_no: Callable[[Value], str], *, plain: bool
    ) -> None:
        self._formats = formats
        self._digits = digits
        self._yes_no = yes_no
        self._plain = plain
        self.decimal = "." if plain or formats.language == "en" else ","

    def shows(self, kind: ColumnKind) -> Shows:
        """How a column of ``kind`` is shown."""
        if kind is ColumnKind.MONEY or kind in SCALES:
            return self._sums(self._digits if kind is ColumnKind.MONEY else SCALES[kind])
        if kind is ColumnKind.YES_NO:
            return lambda column: [self._yes_no(value) for value in column]
        if kind is ColumnKind.NUMBER:
            return lambda column: column
        if kind is ColumnKind.BIRTHDAY:
            return lambda column: [self._birthday(value) for value in column]
        if kind is ColumnKind.PHONE and not self._plain:
            return lambda column: [spreadsheet_phones(value) for value in column]
        if kind is ColumnKind.TIME:
            return lambda column: [
                f"{value:%Y-%m-%d %H:%M}" if isinstance(value, datetime) else plain_text(value)
                for value in column
            ]
        return _texts

    def _sums(self, digits: int) -> Shows:
        sign, share = self.decimal, 10**digits
        if not digits:
            return lambda column: [None if v is None else integer(v) for v in column]

        def slow(value: Value) -> str:
            return "" if value is None else scaled(integer(value), digits, sign)

        return lambda column: [
            f"{v // share}{sign}{v % share:0{digits}d}" if type(v) is int and v >= 0 else slow(v)
            for v in column
        ]

    def _birthday(self, value: Value) -> str | None:
        if value is None or (type(value) is str and value[:4] != _NO_YEAR):
            return plain_text(value)
        day = day_of(value)
        if day is None or day.year != NO_YEAR:
            return plain_text(value)
        return f"{day:--%m-%d}" if self._plain else self._formats.day_month(day)


_NO_YEAR = str(NO_YEAR)


def _texts(column: Sequence[Any]) -> Sequence[Any]:
    """Texts and days; only what begins with a sign needs a closer look."""
    signs = LOOK_AT
    return [
        value
        if value is None or (type(value) is str and value[:1] not in signs)
        else plain_text(value)
        for value in column
    ]
