"""Dates as people and spreadsheets write them; which of two figures is the day is judged over the
whole column and said, never cell by cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from pos_app.services.customers import NO_YEAR
from pos_app.services.import_values import UnreadableError

_EPOCH: Final = date(1899, 12, 30)
_FIGURES: Final = re.compile(r"(\d{1,4})\s*[./\-\s]\s*(\d{1,2})\s*[./\-\s]\s*(\d{1,4})")
_SHORT: Final = re.compile(r"(\d{1,2})[./\-](\d{1,2})\.?")
_NO_YEAR: Final = re.compile(r"--(\d{2})-?(\d{2})")
_COMPACT: Final = re.compile(r"(\d{4})(\d{2})(\d{2})")
_TIME: Final = re.compile(
    r"[T\s]+\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?(?:\s*[AaPp][Mm])?(?:Z|[+-]\d{2}:?\d{2})?$"
)
_WORDY: Final = re.compile(r"(\d{1,2})\.?\s+([^\W\d]+)\.?,?(?:\s+(\d{2,4}))?")
_WORD_FIRST: Final = re.compile(r"([^\W\d]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?(?:,?\s+(\d{2,4}))?")
_AFTER_YEAR: Final = re.compile(r"\s*(?:г\.?|года|год|r\.|roku|il|-ci il)$")
_NONE: Final = frozenset(("0", "-", "—", "n/a", "na", "null", "none", "nan", "нет", "brak", "yox"))
_MONTHS: Final = (
    "jan янв sty yan", "feb фев lut fev", "mar мар mar mart", "apr апр kwi апр",
    "may мая май maj", "jun июн cze iyun", "jul июл lip iyul", "aug авг sie avq",
    "sep сен wrz sen", "oct окт paź paz okt", "nov ноя lis noy", "dec дек gru dek",
)  # fmt: skip
_MONTH_OF: Final = {
    word: number for number, words in enumerate(_MONTHS, 1) for word in words.split()
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DateOrder:
    """In which order the figures of a column stand, and how that was found.

    ``order``: dmy, mdy, ymd. ``judged``: "given", "column" (its own dates leave no doubt),
    "mixed" (they contradict one another: doubtful ones are refused), "assumed".
    """

    order: str = "dmy"
    judged: str = "assumed"


def judge_order(texts: Iterable[str], *, given: str = "", american: bool = False) -> DateOrder:
    """The order of a column's figures; where it never shows, the country's usual one."""
    if given:
        return DateOrder(order=given, judged="given")
    first = second = 0
    for text in texts:
        found = _FIGURES.fullmatch(_bare(text))
        if found is None or len(found[1]) > 2:
            continue
        first += int(found[1]) > 12
        second += int(found[2]) > 12
    if first and second:
        return DateOrder(judged="mixed")
    if first or second:
        return DateOrder(order="dmy" if first else "mdy", judged="column")
    return DateOrder(order="mdy" if american else "dmy")


def read_day(text: str, order: DateOrder, today: date, *, numeric: bool = False) -> date | None:
    """A day; None for what stands for no date at all. Without a year it is of :data:`NO_YEAR`.

    Raises :class:`UnreadableError`: ``date``, ``date_doubtful`` (two readings in a mixed column).
    """
    bare = _bare(text)
    if bare.casefold() in _NONE or not bare.strip("0./- "):
        return None
    try:
        day = _read(bare, order, today, numeric=numeric)
    except ValueError:
        raise UnreadableError("date", text=text[:40]) from None
    return None if day.year < 1900 or (day.year == 1900 and day <= date(1900, 1, 1)) else day


def _bare(text: str) -> str:
    """Without time of day and the word for year."""
    return _AFTER_YEAR.sub("", _TIME.sub("", text.strip())).strip()


def _read(bare: str, order: DateOrder, today: date, *, numeric: bool) -> date:
    if re.fullmatch(r"\d{1,5}(?:\.\d+)?", bare) and (numeric or len(bare.split(".")[0]) == 5):
        return _EPOCH + timedelta(days=int(bare.split(".")[0]))
    if found := _COMPACT.fullmatch(bare):
        return date(int(found[1]), int(found[2]), int(found[3]))
    if found := _NO_YEAR.fullmatch(bare):
        return date(NO_YEAR, int(found[1]), int(found[2]))
    if found := _FIGURES.fullmatch(bare):
        return _of_figures(found[1], found[2], found[3], order, today)
    if found := _SHORT.fullmatch(bare):
        return _of_two(int(found[1]), int(found[2]), order)
    return _of_words(bare, today)


def _of_figures(first: str, second: str, third: str, order: DateOrder, today: date) -> date:
    if len(first) > 2:
        return date(int(first), int(second), int(third))
    if order.order == "ymd":
        return date(_year(first, today), int(second), int(third))
    year, one, two = _year(third, today), int(first), int(second)
    day, month = (two, one) if order.order == "mdy" else (one, two)
    if order.judged == "mixed":
        if one <= 12 and two <= 12 and one != two:
            raise UnreadableError("date_doubtful", text=f"{first}/{second}/{third}")
        day, month = max(one, two), min(one, two)
    return date(year, month, day)


def _of_two(first: int, second: int, order: DateOrder) -> date:
    day, month = (second, first) if order.order != "dmy" else (first, second)
    return date(NO_YEAR, month, day)


def _of_words(bare: str, today: date) -> date:
    if found := _WORDY.fullmatch(bare):
        day, word, year = found[1], found[2], found[3]
    elif found := _WORD_FIRST.fullmatch(bare):
        word, day, year = found[1], found[2], found[3]
    else:
        raise ValueError(bare)
    known = word.casefold().replace("i̇", "i")
    month = _MONTH_OF.get(known[:4]) or _MONTH_OF.get(known[:3])
    if month is None:
        raise ValueError(bare)
    return date(_year(year, today) if year else NO_YEAR, month, int(day))


def _year(text: str, today: date) -> int:
    """A year of two figures lies in the hundred years up to now."""
    year = int(text)
    if len(text) > 2:
        return year
    century = today.year // 100 * 100
    return year + century if year + century <= today.year else year + century - 100
