"""Knowing the number of a bank card on sight, so that none is shown, logged or kept (R34)."""

from __future__ import annotations

import re
from typing import Final

LENGTHS: Final = range(13, 20)

# Issuer ranges of the schemes a shop of our countries may meet: (length of the prefix, from, to).
_ISSUERS: Final = (
    (1, 4, 4),  # Visa
    (2, 51, 55),  # Mastercard
    (4, 2221, 2720),  # Mastercard
    (4, 2200, 2204),  # Mir
    (2, 34, 34),  # American Express
    (2, 37, 37),  # American Express
    (2, 30, 30),  # Diners Club
    (2, 36, 36),  # Diners Club
    (2, 38, 39),  # Diners Club
    (4, 3528, 3589),  # JCB
    (2, 50, 50),  # Maestro
    (2, 56, 69),  # Maestro, Discover, UnionPay
    (4, 9792, 9792),  # Troy
    (4, 9860, 9860),  # Humo
    (4, 8600, 8600),  # Uzcard
)
_TRACK: Final = re.compile(r"%?[A-Za-z]\d{12,19}\^|;?\d{12,19}[=D]\d{4}")
_GROUPED: Final = re.compile(r"\d(?:[ -]?\d){12,18}")


def is_bank_card(text: str) -> bool:
    """Whether the whole ``text`` is a bank card's number, also in groups with blanks or hyphens.

    13–19 digits, a prefix of an issuer and a true Luhn sum. A true GTIN may look the same by
    chance; who expects goods asks that first.
    """
    if not text.isascii() or not _GROUPED.fullmatch(text):
        return False
    digits = text.replace(" ", "").replace("-", "")
    return _has_issuer(digits) and _luhn(digits)


def has_track_data(text: str) -> bool:
    """Whether ``text`` starts like the magnetic track of a card."""
    return text.isascii() and _TRACK.match(text) is not None


def _has_issuer(digits: str) -> bool:
    return any(low <= int(digits[:size]) <= high for size, low, high in _ISSUERS)


def _luhn(digits: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        doubled = int(digit) * (1 + place % 2)
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10 == 0
