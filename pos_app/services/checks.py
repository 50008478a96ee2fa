"""Checks of single values: each takes what was entered, and gives it back clean or refuses it.

A refusal is ``PosError("setting_invalid", field=…, reason=…)`` with the limits it broke, or one of
the errors of :func:`pos_app.services.text.clean_text`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any
from zoneinfo import ZoneInfo

from pos_app.domain.errors import PosError
from pos_app.domain.weighed import WeighedTemplate
from pos_app.services.currencies import currency
from pos_app.services.text import clean_text

Check = Callable[[str, object], Any]
"""Called with the field's name and the value; returns the value to keep."""

MAX_MONEY = 1_000_000_000
"""Largest single amount in minor units: a price, a float, a threshold."""


def refuse(field: str, reason: str, **params: object) -> PosError:
    """The refusal of a value; ``reason`` is a code: type, range, choice, format, empty, repeat."""
    return PosError("setting_invalid", field=field, reason=reason, **params)


def text(limit: int, *, multiline: bool = False, required: bool = False) -> Check:
    """Text of at most ``limit`` characters."""

    def check(field: str, value: object) -> str:
        if not isinstance(value, str):
            raise refuse(field, "type")
        clean = clean_text(value, limit, field=field, multiline=multiline)
        if required and not clean:
            raise refuse(field, "empty")
        return clean

    return check


def whole(low: int, high: int) -> Check:
    """A whole number within ``low``..``high``; a bool or a float is refused."""

    def check(field: str, value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise refuse(field, "type")
        if not low <= value <= high:
            raise refuse(field, "range", low=low, high=high)
        return value

    return check


def flag(field: str, value: object) -> bool:
    """Yes or no."""
    if not isinstance(value, bool):
        raise refuse(field, "type")
    return value


def one_of(choices: Collection[Any]) -> Check:
    """One of ``choices`` (texts or numbers)."""

    def check(field: str, value: object) -> Any:
        if not any(type(value) is type(each) and value == each for each in choices):
            raise refuse(field, "choice", choices=", ".join(str(each) for each in choices))
        return value

    return check


def digits(low: int, high: int) -> Check:
    """``low``..``high`` ASCII digits, leading zeros kept."""

    def check(field: str, value: object) -> str:
        if not isinstance(value, str):
            raise refuse(field, "type")
        if not low <= len(value) <= high:
            raise refuse(field, "range", low=low, high=high)
        if value and not (value.isascii() and value.isdigit()):
            raise refuse(field, "format")
        return value

    return check


def token(low: int, high: int) -> Check:
    """``low``..``high`` ASCII letters and digits, made upper case: ids and code prefixes."""

    def check(field: str, value: object) -> str:
        if not isinstance(value, str):
            raise refuse(field, "type")
        if not low <= len(value) <= high:
            raise refuse(field, "range", low=low, high=high)
        if value and not (value.isascii() and value.isalnum()):
            raise refuse(field, "format")
        return value.upper()

    return check


def raw_keys(limit: int) -> Check:
    """What a scanner sends around a code: kept as it is, control characters included."""

    def check(field: str, value: object) -> str:
        if not isinstance(value, str):
            raise refuse(field, "type")
        if len(value) > limit:
            raise refuse(field, "range", low=0, high=limit)
        if not value.isascii():
            raise refuse(field, "format")
        return value

    return check


def several(each: Check, *, most: int) -> Check:
    """A list of at most ``most`` values, none twice."""

    def check(field: str, value: object) -> tuple[Any, ...]:
        if not isinstance(value, (list, tuple)):
            raise refuse(field, "type")
        if len(value) > most:
            raise refuse(field, "range", low=0, high=most)
        kept = tuple(each(field, item) for item in value)
        if len(set(kept)) != len(kept):
            raise refuse(field, "repeat")
        return kept

    return check


def time_zone(field: str, value: object) -> str:
    """An IANA zone such as ``Asia/Baku``."""
    if not isinstance(value, str):
        raise refuse(field, "type")
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError):
        raise refuse(field, "choice", choices="") from None
    return value


def currency_code(field: str, value: object) -> str:
    """A currency of :mod:`pos_app.services.currencies`."""
    if not isinstance(value, str):
        raise refuse(field, "type")
    return currency(value).code


def weighed_template(field: str, value: object) -> str:
    """The pattern of a weighed bar code, for example ``22PPPPPWWWWWC`` (R35)."""
    if not isinstance(value, str):
        raise refuse(field, "type")
    try:
        return WeighedTemplate.parse(value).pattern
    except PosError:
        raise refuse(field, "format") from None


def card_format(field: str, value: object) -> str:
    """The form of further card numbers: 4–20 digits, ``#`` standing for any, as ``7700####``."""
    if not isinstance(value, str):
        raise refuse(field, "type")
    if not 4 <= len(value) <= 20:
        raise refuse(field, "range", low=4, high=20)
    if set(value) - set("0123456789#") or value.startswith("#"):
        raise refuse(field, "format")
    return value
