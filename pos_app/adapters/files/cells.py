"""Cells of CSV files and workbooks: nothing runs, no phone turns into a figure, no day moves."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any, Final

from pos_app.i18n import Formats
from pos_app.services.exports import ColumnKind, Value

# What a spreadsheet takes for the start of a formula, with or without blanks before it.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%")
LOOK_AT: Final = frozenset("=+-@\t\r\n|% \u00a0\u3000")
"""How a text begins that needs a closer look."""

_PHONE: Final = frozenset("+0123456789 ()-")
_LIKE_POLAND: Final = (
    "20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 63 64 "
    "65 66 81 82 84 86 90 91 92 93 94 95 98"
)
_TWO_DIGITS: Final = frozenset(_LIKE_POLAND.split())
"""Countries whose calling code has two digits; 1 and 7 stand alone, all others have three."""

NO_YEAR: Final = 1904
"""The year of a birthday whose year nobody gave."""

SCALES: Final = {ColumnKind.QUANTITY: 3, ColumnKind.POINTS: 2, ColumnKind.PERCENT: 2}
"""Digits behind the decimal sign; those of MONEY are the currency's."""

_NO_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def defused(text: str) -> str:
    """``text`` so that no spreadsheet runs it: an apostrophe before what starts like a formula.

    A phone number with its plus, or a plain negative figure, is no formula and stays as it is.
    """
    bare = text.lstrip(" \u00a0\u3000")
    if not bare.startswith(_FORMULA) and not text.startswith(_FORMULA):
        return text
    if text[0] == "+" and len(text) > 4 and set(text) <= _PHONE and text.count("+") == 1:
        return text
    if text[0] == "-" and text[1:].replace(".", "", 1).isdigit() and text.isascii():
        return text
    return "'" + text


_DAY_NOUGHT: Final = date(1899, 12, 30).toordinal()
_FIRST_YEAR: Final = 1901
"""A workbook counts days from 1900 and takes that for a leap year; older days are texts."""


def scaled(value: int, digits: int, decimal: str) -> str:
    """``value`` over ``10 ** digits`` as text: ``-12,50``. Only integers are taken."""
    if not digits:
        return str(value)
    whole, rest = divmod(abs(value), 10**digits)
    return f"{'-' if value < 0 else ''}{whole}{decimal}{rest:0{digits}d}"


def integer(value: Value) -> int:
    """``value``; raises TypeError for anything but an ``int``."""
    if type(value) is not int:
        raise TypeError(f"an integer in the smallest unit is expected, not {value!r}")
    return value


def plain_text(value: Value) -> str:
    """A text, defused, or a day or moment in ISO."""
    if value is None:
        return ""
    if isinstance(value, str):
        return defused(value) if value[:1] in LOOK_AT else value
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    return value.isoformat() if isinstance(value, date) else defused(str(value))


def day_of(value: Value) -> date | None:
    """A day out of a date or its ISO text; None where there is none."""
    if not value:
        return None
    return value if isinstance(value, date) else date.fromisoformat(str(value))


def spreadsheet_phones(value: Value) -> str:
    """Phones no spreadsheet takes for a figure or a sum: ``(+48) 600100200``.

    A bare ``+48600100200`` loses its plus there, and a number with hyphens is worked out.
    """
    if not value:
        return ""
    text = str(value)
    return ", ".join(map(_bracketed, text.split(", "))) if "," in text else _bracketed(text)


def _bracketed(phone: str) -> str:
    digits = phone.removeprefix("+")
    if not (digits.isascii() and digits.isdigit() and len(digits) > 4):
        return defused(phone)
    if digits == phone:
        return f"({digits[:3]}) {digits[3:]}"
    code = 1 if digits[0] in "17" else 2 if digits[:2] in _TWO_DIGITS else 3
    return f"(+{digits[:code]}) {digits[code:]}"


def xml_safe(text: str) -> str:
    """Without the signs XML cannot hold, within what a cell can."""
    if _NO_XML.search(text):
        text = _NO_XML.sub("", text.encode("utf-8", "replace").decode("utf-8"))
    return text[:32_767]


class SheetCells:
    """Puts values into a worksheet of XlsxWriter; never as a formula or a link."""

    def __init__(
        self, sheet: Any, digits: int, formats: Formats, yes_no: Callable[[Value], str]
    ) -> None:
        self._sheet = sheet
        self._digits = digits
        self._formats = formats
        self._yes_no = yes_no

    def putter(self, kind: ColumnKind, look: Any) -> Callable[[int, int, Any], object]:
        """What puts a value of ``kind`` at row and column."""
        text = self._sheet.write_string
        if kind in (ColumnKind.DATE, ColumnKind.TIME, ColumnKind.BIRTHDAY):
            return self._days(kind, look)
        if kind is ColumnKind.YES_NO:
            return lambda row, place, value: text(row, place, self._yes_no(value), look)
        if kind in (ColumnKind.TEXT, ColumnKind.PHONE):
            return lambda row, place, value: text(row, place, xml_safe(str(value)), look)
        number = self._sheet.write_number
        share = 10 ** (self._digits if kind is ColumnKind.MONEY else SCALES.get(kind, 0))
        if share == 1:
            return lambda row, place, value: number(row, place, integer(value), look)
        return lambda row, place, value: number(row, place, integer(value) / share, look)

    def _days(self, kind: ColumnKind, look: Any) -> Callable[[int, int, Any], object]:
        sheet = self._sheet

        def put(row: int, place: int, value: Value) -> None:
            if isinstance(value, datetime):
                sheet.write_datetime(row, place, value.replace(tzinfo=None), look)
                return
            day = day_of(value)
            assert day is not None
            if kind is ColumnKind.BIRTHDAY and day.year == NO_YEAR:
                sheet.write_string(row, place, self._formats.day_month(day), look)
            elif day.year < _FIRST_YEAR:
                sheet.write_string(row, place, day.isoformat(), look)
            else:
                sheet.write_number(row, place, day.toordinal() - _DAY_NOUGHT, look)

        return put
