"""Values of a list as people read them: on paper and in the notes of a contact."""

from __future__ import annotations

from datetime import datetime

from pos_app.adapters.files.cells import NO_YEAR, day_of
from pos_app.i18n import Formats, Translator
from pos_app.services.exports import ColumnKind, Value


class Readable:
    """Sums, points and days in the words and signs of one language."""

    def __init__(self, t: Translator, formats: Formats) -> None:
        self._t = t
        self._f = formats

    def text(self, kind: ColumnKind, value: Value) -> str:
        """``value`` of a column of ``kind``; "" for nothing."""
        if value is None or value == "":
            return ""
        if kind is ColumnKind.YES_NO:
            return self._t._("yes") if value else self._t._("no")
        if isinstance(value, int):
            return self._figure(kind, value)
        if isinstance(value, datetime):
            return self._f.date_time(value)
        if kind in (ColumnKind.DATE, ColumnKind.BIRTHDAY):
            day = day_of(value)
            assert day is not None
            known = kind is ColumnKind.DATE or day.year != NO_YEAR
            return self._f.date(day) if known else self._f.day_month(day)
        return str(value)

    def _figure(self, kind: ColumnKind, value: int) -> str:
        if kind is ColumnKind.MONEY:
            return self._f.money(value)
        if kind is ColumnKind.POINTS:
            return self._f.points(value)
        return self._f.number(value)
