"""GS1 element strings: what GS1-128, DataBar, DataMatrix and QR codes on goods carry (R35).

A string is a row of application identifiers (AI), each with its data: ``01`` the GTIN, ``10`` the
batch, ``17`` the expiry date, ``310n`` a weight with n decimals, ``392n`` a price. Data of fixed
length follow each other directly; others end with the function sign FNC1, sent as the control
character GS.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from pos_app.domain.gtin import has_true_check_digit, is_digits
from pos_app.domain.money import half_up

GS: Final = "\x1d"
_GS_NAMES: Final = ("<GS>", "{GS}", "[GS]", "\\x1d", "\N{SYMBOL FOR GROUP SEPARATOR}")
# The small and capital forms beside the real ones come from scanners whose shift key was lost.
_SYMBOLOGIES: Final = ("]C1", "]c1", "]e0", "]e1", "]e2", "]d2", "]D2", "]Q3", "]q3", "]J1")
_BRACKETED: Final = re.compile(r"\((\d{2,4})\)")
_DIGITAL_LINK: Final = re.compile(r"https?://\S+?/01/(\d{8,14})(?:/10/([^/?]{1,20}))?(?:[/?].*)?")

# Length of the data (AI excluded) that never needs an FNC1, by the first two digits of the AI.
_FIXED: Final = {
    "00": 18, "01": 14, "02": 14, "03": 14, "04": 16, "11": 6, "12": 6, "13": 6, "14": 6, "15": 6,
    "16": 6, "17": 6, "18": 6, "19": 6, "20": 2, "31": 6, "32": 6, "33": 6, "34": 6, "35": 6,
    "36": 6, "41": 13,
}  # fmt: skip
_THREE_DIGITS: Final = frozenset({"23", "24", "25", "40", "41", "42", "71"})
_FOUR_DIGITS: Final = frozenset({"31", "32", "33", "34", "35", "36", "39", "43", "70", "72", "80",
                                 "81", "82"})  # fmt: skip
_LONGEST_DATA: Final = 90


class Gs1Error(ValueError):
    """An element string that cannot be read; ``reason`` is a code: syntax, check_digit, date."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Elements:
    """What an element string says about the goods.

    ``gtin`` has 14 digits. ``weight`` is thousandths of a kilogram, ``price`` minor units and
    ``count`` whole pieces. ``expires`` is the day of AI 17, or of AI 15 (best before).
    """

    gtin: str | None = None
    batch: str | None = None
    serial: str | None = None
    expires: date | None = None
    produced: date | None = None
    weight: int | None = None
    price: int | None = None
    count: int | None = None


def looks_like_elements(text: str) -> bool:
    """Whether ``text`` says of itself that it is an element string, or can hardly be else."""
    if text.startswith((*_SYMBOLOGIES, GS, *_GS_NAMES)) or _BRACKETED.match(text):
        return True
    if _DIGITAL_LINK.fullmatch(text):
        return True
    gtin = text[2:16]
    bare = text[:2] in ("01", "02") and len(gtin) == 14 and is_digits(gtin)
    return bare and has_true_check_digit(gtin)


def read_elements(text: str, *, minor_digits: int) -> Elements:
    """The goods behind an element string in any of its written forms.

    ``minor_digits`` of the shop's currency scales prices. Raises :class:`Gs1Error`.
    """
    link = _DIGITAL_LINK.fullmatch(text)
    if link is not None:
        return _elements({"01": link[1].zfill(14), **({"10": link[2]} if link[2] else {})}, 0)
    if _BRACKETED.match(text):
        return _elements(_from_brackets(text), minor_digits)
    return _elements(_from_stream(text), minor_digits)


def _from_brackets(text: str) -> dict[str, str]:
    pieces = _BRACKETED.split(text)
    fields = dict(zip(pieces[1::2], pieces[2::2], strict=True))
    for identifier, data in fields.items():
        _checked_length(identifier, data)
    return fields


def _from_stream(text: str) -> dict[str, str]:
    if text.startswith(_SYMBOLOGIES):
        text = text[3:]
    for name in _GS_NAMES:
        text = text.replace(name, GS)
    fields: dict[str, str] = {}
    rest = text.removeprefix(GS)
    while rest:
        identifier = _identifier(rest)
        rest = rest[len(identifier) :]
        length = _FIXED.get(identifier[:2])
        end = length if length is not None else (rest + GS).index(GS)
        fields[identifier] = _checked_length(identifier, rest[:end])
        rest = rest[end:].removeprefix(GS)
    return fields


def _identifier(text: str) -> str:
    start = text[:2]
    length = 4 if start in _FOUR_DIGITS else 3 if start in _THREE_DIGITS else 2
    identifier = text[:length]
    if len(identifier) < length or not is_digits(identifier):
        raise Gs1Error("syntax")
    return identifier


def _checked_length(identifier: str, data: str) -> str:
    fixed = _FIXED.get(identifier[:2])
    good = 0 < len(data) <= _LONGEST_DATA and GS not in data
    if fixed is not None:
        good = len(data) == fixed and is_digits(data)
    if not good:
        raise Gs1Error("syntax")
    return data


def _elements(fields: dict[str, str], minor_digits: int) -> Elements:
    gtin = fields.get("01", fields.get("02"))
    if gtin is not None and not has_true_check_digit(gtin):
        raise Gs1Error("check_digit")
    last_day = fields.get("17", fields.get("15"))
    count = fields.get("30", fields.get("37"))
    return Elements(
        gtin=gtin,
        batch=fields.get("10"),
        serial=fields.get("21"),
        expires=_date(last_day) if last_day else None,
        produced=_date(fields["11"]) if "11" in fields else None,
        weight=_measure(fields, "310", 3),
        price=_price(fields, minor_digits),
        count=_whole(count) if count else None,
    )


def _date(text: str) -> date:
    """``YYMMDD`` of this century; day 00 stands for the last day of the month."""
    year, month, day = 2000 + int(text[:2]), int(text[2:4]), int(text[4:])
    if not 1 <= month <= 12:
        raise Gs1Error("date")
    last = calendar.monthrange(year, month)[1]
    if day > last:
        raise Gs1Error("date")
    return date(year, month, day or last)


def _measure(fields: dict[str, str], prefix: str, digits: int) -> int | None:
    found = [(ai, data) for ai, data in fields.items() if ai[:3] == prefix]
    return _scaled(found[0][1], int(found[0][0][3]), digits) if found else None


def _price(fields: dict[str, str], minor_digits: int) -> int | None:
    """AI 392n, or 393n, whose first three digits name the currency."""
    plain = {ai: data[3:] if ai[:3] == "393" else data for ai, data in fields.items()}
    both = [_measure(plain, "392", minor_digits), _measure(plain, "393", minor_digits)]
    return next((price for price in both if price is not None), None)


def _scaled(data: str, decimals: int, digits: int) -> int:
    value = _whole(data) * 10**digits
    return half_up(value, 10**decimals)


def _whole(data: str) -> int:
    if not is_digits(data) or len(data) > 15:
        raise Gs1Error("syntax")
    return int(data)
