"""Reading a quote's input strictly: exact numbers, known keys only, errors that name the path."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import TypeVar

from pos_app.domain.errors import PosError

Value = TypeVar("Value")

FIRST_YEAR, LAST_YEAR = 1000, 5999
"""When something may happen."""

MAX_DAYS = 1_000_000
"""Longest span of a setting: some 2,700 years, which stands for never."""


class QuoteError(PosError):
    """The input cannot be read: ``path`` says where, ``reason`` why (both for people)."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__("quote_input", path=path, reason=reason)
        self.path = path
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}" if self.path else self.reason


def exact(value: object, path: str) -> Decimal:
    """Return a number or a numeric text as an exact decimal.

    Raises:
        QuoteError: anything else, a binary fraction included.
    """
    if isinstance(value, bool) or not isinstance(value, int | str | Decimal):
        raise QuoteError(path, "must be a number, or a number as text")
    try:
        number = Decimal(value)
    except InvalidOperation:
        raise QuoteError(path, f"is not a number: {value!r}") from None
    if not number.is_finite() or abs(number.adjusted()) > 15:
        raise QuoteError(path, f"is out of range: {value!r}")
    return number


def scaled(value: object, path: str, factor: int, what: str) -> int:
    """Return ``value × factor``, which must be whole."""
    if value.__class__ is int and -(10**15) < value < 10**15:
        return value * factor
    number = exact(value, path) * factor
    if number != number.to_integral_value():
        raise QuoteError(path, f"{what}: {value!r} is too fine")
    return int(number)


def split_rate(value: object, path: str) -> tuple[int, int]:
    """Return a percentage as (rate, what 100 % is): basis points, or finer where needed."""
    number = exact(value, path)
    if number < 0:
        raise QuoteError(path, "must not be negative")
    rate, base = number * 100, 10_000
    while rate != rate.to_integral_value():
        rate, base = rate * 10, base * 10
    return int(rate), base


def as_day(value: object, path: str) -> date:
    """Return a day; of a date-time its day."""
    return as_moment(value, path).date()


def as_moment(value: object, path: str) -> datetime:
    """Return a local moment; a plain date is its first one. Offsets are dropped: dates are local.

    Raises:
        QuoteError: no ISO date or date-time.
    """
    if not isinstance(value, str):
        raise QuoteError(path, "must be a date as text, like 2026-03-10")
    try:
        return datetime.fromisoformat(value).replace(tzinfo=None)
    except ValueError:
        raise QuoteError(path, f"is not a date: {value!r}") from None


def as_now(value: object, path: str) -> datetime:
    """Return the moment of an event, with room in the calendar for the longest settings."""
    moment = as_moment(value, path)
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise QuoteError(path, f"must lie between the years {FIRST_YEAR} and {LAST_YEAR}")
    return moment


def as_time(value: object, path: str) -> time:
    """Return a time of day; 24:00 is the end of the day."""
    if not isinstance(value, str):
        raise QuoteError(path, "must be a time as text, like 08:30")
    try:
        return time.max if value.startswith("24:00") else time.fromisoformat(value)
    except ValueError:
        raise QuoteError(path, f"is not a time: {value!r}") from None


def _whole(value: object, path: str) -> int:
    return scaled(value, path, 1, "whole number")


class Node:
    """One object of the input. Every key asked for is known; :meth:`done` refuses the others."""

    def __init__(self, value: object, path: str = "") -> None:
        if not isinstance(value, Mapping):
            raise QuoteError(path, "must be an object")
        self.path = path
        self._value: Mapping[str, object] = value
        self._seen: set[str] = set()

    def at(self, key: str) -> str:
        """Return the path of a key."""
        return f"{self.path}.{key}" if self.path else key

    def has(self, key: str) -> bool:
        """Tell whether a key is there and not null."""
        self._seen.add(key)
        return self._value.get(key) is not None

    def given(self, *keys: str) -> str | None:
        """Return the first of several names of one thing that is given."""
        found = [key for key in keys if self.has(key)]
        return found[0] if found else None

    def raw(self, key: str) -> object:
        """Return a value as it is."""
        self._seen.add(key)
        return self._value.get(key)

    def names(self) -> list[str]:
        """Return all keys."""
        return list(self._value)

    def ignore(self, *keys: str) -> None:
        """Allow keys that say nothing to the engine (a title, a note)."""
        self._seen.update(keys)

    def done(self) -> None:
        """Refuse every key nobody asked for.

        Raises:
            QuoteError: with the path of the first one.
        """
        for key in self._value:
            if key not in self._seen:
                raise QuoteError(self.at(key), "unknown key")

    def take(self, key: str, default: Value, read: Callable[[object, str], Value]) -> Value:
        """Return a value read by ``read``, or the default when it is missing."""
        self._seen.add(key)
        value = self._value.get(key)
        return default if value is None else read(value, self.at(key))

    def whole(self, key: str, default: int, *, low: int | None = 0) -> int:
        """Return a whole number (of units, uses, minor units)."""
        number = self.take(key, default, _whole)
        if low is not None and number < low:
            raise QuoteError(self.at(key), f"must be at least {low}")
        return number

    def days(self, key: str) -> int:
        """Return a number of days, at most :data:`MAX_DAYS`."""
        days = self.whole(key, 0)
        if days > MAX_DAYS:
            raise QuoteError(self.at(key), f"must be at most {MAX_DAYS} days")
        return days

    def maybe_days(self, key: str) -> int | None:
        """Return a number of days, or nothing."""
        return self.days(key) if self.has(key) else None

    def maybe_whole(self, key: str, *, low: int = 0) -> int | None:
        """Return a whole number, or nothing."""
        self._seen.add(key)
        return None if self._value.get(key) is None else self.whole(key, 0, low=low)

    def quantity(self, key: str, default: int) -> int:
        """Return a quantity in thousandths."""
        found = self.take(key, default, lambda value, path: scaled(value, path, 1_000, "quantity"))
        if found < 0:
            raise QuoteError(self.at(key), "must not be negative")
        return found

    def points(self, key: str, default: int) -> int:
        """Return points in hundredths; either sign."""
        return self.take(key, default, lambda value, path: scaled(value, path, 100, "points"))

    def text(self, key: str, default: str = "") -> str:
        """Return a text; a number is taken as written."""
        value = self.raw(key)
        if value is None:
            return default
        if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
            raise QuoteError(self.at(key), "must be text")
        return str(value)

    def choice(self, key: str, default: str, allowed: Sequence[str]) -> str:
        """Return one of the words allowed; blanks and hyphens count as underscores."""
        word = self.text(key, default).strip().lower().replace(" ", "_").replace("-", "_")
        if word not in allowed:
            raise QuoteError(self.at(key), f"must be one of {', '.join(allowed)}")
        return word

    def flag(self, key: str, *, default: bool) -> bool:
        """Return true or false."""
        self._seen.add(key)
        value = self._value.get(key)
        if value is None:
            return default
        if not isinstance(value, bool):
            raise QuoteError(self.at(key), "must be true or false")
        return value

    def items(self, key: str) -> list[tuple[object, str]]:
        """Return the values of a list with their paths; a missing list is empty."""
        self._seen.add(key)
        value = self._value.get(key)
        if value is None:
            return []
        if not isinstance(value, Sequence) or isinstance(value, str):
            raise QuoteError(self.at(key), "must be a list")
        return [(one, f"{self.at(key)}[{place}]") for place, one in enumerate(value)]

    def texts(self, key: str) -> list[str]:
        """Return a list of texts; a single text counts as a list of one."""
        self._seen.add(key)
        value = self._value.get(key)
        if value is None:
            return []
        if isinstance(value, str):
            return [value]
        found = []
        for one, path in self.items(key):
            if isinstance(one, bool) or not isinstance(one, str | int):
                raise QuoteError(path, "must be text")
            found.append(str(one))
        return found

    def nodes(self, key: str) -> list[Node]:
        """Return a list of objects; a missing list is empty."""
        self._seen.add(key)
        if self._value.get(key) is None:
            return []
        return [Node(value, path) for value, path in self.items(key)]

    def node(self, key: str) -> Node | None:
        """Return an object, or nothing."""
        return Node(self.raw(key), self.at(key)) if self.has(key) else None
