"""Reading the values of an import: figures, bar codes, units, yes and no in four languages.

Each reader takes text and returns the value, or raises :class:`UnreadableError` with the reason's
code. No float is made anywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from pos_app.domain.bank_card import is_bank_card
from pos_app.domain.catalogue import UnitKind
from pos_app.domain.gtin import GTIN_LENGTHS, has_true_check_digit, is_digits
from pos_app.services.tabular import Reason

MAX_PRICE: Final = 10**9
_SPACES: Final = re.compile(r"[\s'\u2019\u00a0\u2007\u2009\u202f]+")
_MONEY_WORDS: Final = re.compile(
    r"(?:руб(?:лей|\.)?|р\.|zł|pln|rub|eur|usd|azn|gbp|man(?:at)?\.?|[₽€₼$£₴₸])\s*", re.IGNORECASE
)
_FIGURE: Final = re.compile(r"-?[0-9.,]+")
_EXPONENT: Final = re.compile(r"[0-9]+(?:\.[0-9]+)?[eE]\+?([0-9]{1,2})")

_UNITS: Final = {
    UnitKind.PIECE: "pcs pc piece pieces each ea шт штука штук штуки ед szt sztuka sztuki ədəd əd",
    UnitKind.KILOGRAM: "kg kgs kilo kilogram kilograms кг килограмм kilogramm kq kiloqram",
    UnitKind.LITRE: "l lt ltr litre liter litres liters л литр литров litr",
    UnitKind.METRE: "m mtr metre meter metres meters м метр метров metr",
}
_UNIT_WORDS: Final = {word: unit for unit, words in _UNITS.items() for word in words.split()}
_YES: Final = frozenset(("1", "y", "yes", "true", "x", "+", "да", "д", "tak", "t", "hə", "bəli"))
_NO: Final = frozenset(("0", "n", "no", "false", "-", "нет", "н", "nie", "yox", "xeyr"))
_NO_TAX: Final = frozenset(
    (
        "no tax",
        "none",
        "без ндс",
        "не облагается",
        "zw",
        "zw.",
        "np",
        "bez vat",
        "ədv-siz",
        "ədvsiz",
    )
)


class UnreadableError(Exception):
    """A cell that cannot be taken for what its column holds."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.reason = Reason(code=code, params=params)


def decimal_sign(texts: Iterable[str]) -> str:
    """The decimal sign a column uses, from the cells that leave no doubt; "" when none does."""
    votes = {",": 0, ".": 0}
    for text in texts:
        bare = _bare(text)
        signs = [mark for mark in bare if mark in ",."]
        if not signs:
            continue
        tail = len(bare) - 1 - bare.rfind(signs[-1])
        if len(set(signs)) == 2 or (len(signs) == 1 and tail != 3):
            votes[signs[-1]] += 1
    if votes[","] == votes["."]:
        return ""
    return "," if votes[","] > votes["."] else "."


def figure(text: str, *, digits: int, sign: str = "") -> int:
    """``text`` as an integer scaled by ``10 ** digits``.

    ``sign`` is the column's decimal sign where known. Raises :class:`UnreadableError`:
    ``not_a_number``, ``ambiguous_number`` (``1,234`` in a column that never shows its decimal
    sign), ``too_many_decimals``, ``number_too_long``.
    """
    bare = _bare(text)
    if len(bare) > 30:
        raise UnreadableError("number_too_long", text=text[:40])
    if not _FIGURE.fullmatch(bare) or not any(mark.isdigit() for mark in bare):
        raise UnreadableError("not_a_number", text=text[:40])
    minus = bare.startswith("-")
    whole, fraction = _parts(bare.removeprefix("-"), digits, sign, text)
    fraction = fraction.rstrip("0")
    if len(fraction) > digits:
        raise UnreadableError("too_many_decimals", text=text[:40], digits=digits)
    value = int((whole or "0") + fraction.ljust(digits, "0"))
    return -value if minus else value


def _bare(text: str) -> str:
    worded = _MONEY_WORDS.sub("", text.strip().replace("\N{MINUS SIGN}", "-"))
    return _SPACES.sub("", worded).removesuffix("%")


def _parts(bare: str, digits: int, sign: str, text: str) -> tuple[str, str]:
    signs = [mark for mark in bare if mark in ",."]
    if not signs:
        return bare, ""
    decimal = _decimal_of(signs, sign, bare, digits, text)
    whole, _, fraction = bare.rpartition(decimal) if decimal else (bare, "", "")
    groups = re.split(r"[.,]", whole)
    if len(groups) > 1 and not (
        0 < len(groups[0]) <= 3 and all(len(part) == 3 for part in groups[1:])
    ):
        raise UnreadableError("not_a_number", text=text[:40])
    return "".join(groups), fraction


def _decimal_of(signs: list[str], sign: str, bare: str, digits: int, text: str) -> str:
    """Which of the signs parts the decimals; "" when all of them part thousands."""
    if len(set(signs)) == 2:
        if signs.count(signs[-1]) > 1:
            raise UnreadableError("not_a_number", text=text[:40])
        return signs[-1]
    if len(signs) > 1:
        return ""
    tail = len(bare) - 1 - bare.index(signs[0])
    if tail == 3 and digits < 3 and sign != signs[0] and not bare.startswith(("0", signs[0])):
        if not sign:
            raise UnreadableError("ambiguous_number", text=text[:40])
        return ""
    return signs[0]


def money(text: str, *, digits: int, sign: str = "") -> int:
    """A price in minor units, 0 to 10⁹; raises :class:`UnreadableError` beyond."""
    value = figure(text, digits=digits, sign=sign)
    if value < 0:
        raise UnreadableError("negative_price", text=text[:40])
    if value > MAX_PRICE:
        raise UnreadableError("price_too_high", text=text[:40])
    return value


def tax_rate(text: str, *, numeric: bool) -> int:
    """A tax in basis points: ``20``, ``20 %``, ``20,5%``, or a spreadsheet's 0.2 for 20 %."""
    word = " ".join(text.casefold().split())
    if word in _NO_TAX:
        return 0
    bare = re.sub(r"^(?:vat|ндс|ƏDV|ədv|edv|ptu|tax)\s*", "", word)
    value = figure(bare, digits=4, sign="." if numeric else "")
    if numeric and 0 < value < 10_000:
        value *= 100
    rate, rest = divmod(value, 100)
    if rest or not 0 <= rate <= 10_000:
        raise UnreadableError("tax_rate", text=text[:40])
    return rate


def unit(text: str) -> UnitKind:
    """How a product is counted, by the words of four languages."""
    found = _UNIT_WORDS.get(text.casefold().strip().rstrip(".").replace("i̇", "i"))
    if found is None:
        raise UnreadableError("unknown_unit", text=text[:40])
    return found


def yes_no(text: str) -> bool:
    """Yes or no in four languages, 1 or 0, plus or minus."""
    word = text.casefold().strip()
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise UnreadableError("not_yes_no", text=text[:40])


def barcodes(text: str, *, numeric: bool = False) -> tuple[str, ...]:
    """The bar codes of a cell, parted by spaces, commas, semicolons, bars or slashes.

    Leading zeros stay. Raises :class:`UnreadableError`: ``barcode_check`` (wrong check digit),
    ``barcode_exponent`` (a spreadsheet turned it into 4.6E+12), ``barcode_form``,
    ``bank_card_number``.
    """
    found: list[str] = []
    if not numeric and _EXPONENT.fullmatch(text.strip().replace(",", ".")):
        raise UnreadableError("barcode_exponent", text=text[:40])
    for code in re.split(r"[\s,;|/]+", text.strip()):
        if code:
            _check_barcode(code)
            found.append(code)
    return tuple(dict.fromkeys(found))


def _check_barcode(code: str) -> None:
    if not re.fullmatch(r"[0-9A-Za-z._-]{3,48}", code):
        raise UnreadableError("barcode_form", text=code[:48])
    if looks_like_bank_card(code):
        raise UnreadableError("bank_card_number")
    if is_digits(code) and len(code) in GTIN_LENGTHS and not has_true_check_digit(code):
        raise UnreadableError("barcode_check", text=code)


def looks_like_bank_card(code: str) -> bool:
    """Whether ``code`` is a bank card's number (R34) and not the code of goods or an own card."""
    goods = is_digits(code) and len(code) in GTIN_LENGTHS and has_true_check_digit(code)
    return is_bank_card(code) and not goods
