"""Article numbers of GS1: check digits and the one normal form, the 14-digit GTIN (R35)."""

from __future__ import annotations

from typing import Final

GTIN_LENGTHS: Final = (8, 12, 13, 14)
_ADD_ON_LENGTHS: Final = (15, 18)
_PERIODICALS_AND_BOOKS: Final = ("977", "978", "979")


def check_digit(body: str) -> str:
    """The check digit GS1 puts after ``body``: weights 3, 1, 3 … counted from the right."""
    total = sum(int(digit) * (3, 1)[place % 2] for place, digit in enumerate(reversed(body)))
    return str(-total % 10)


def has_true_check_digit(digits: str) -> bool:
    """Whether the last digit is the one GS1 computes from the others."""
    return check_digit(digits[:-1]) == digits[-1]


def is_digits(text: str) -> bool:
    """Whether ``text`` is one or more of 0–9 and nothing else (no Arabic or wide figures)."""
    return text.isascii() and text.isdigit()


def normalise_gtin(digits: str, *, upc_e: bool = False) -> str | None:
    """The 14-digit form of EAN-8, UPC-A, EAN-13 and GTIN-14; None when it is none of them.

    Many UPC-E numbers are true EAN-8 numbers too, so ``upc_e`` has to say which are meant by eight
    digits starting with 0 or 1; where only the check of a UPC-E is true, it is one anyway. The
    supplement of books and periodicals (2 or 5 more digits) is left away.
    """
    if not is_digits(digits):
        return None
    if upc_e and len(digits) == 8 and digits[0] in "01":
        return expand_upc_e(digits)
    if len(digits) in _ADD_ON_LENGTHS and digits.startswith(_PERIODICALS_AND_BOOKS):
        digits = digits[:13]
    if len(digits) in GTIN_LENGTHS and has_true_check_digit(digits):
        return digits.zfill(14)
    return expand_upc_e(digits) if len(digits) == 8 and digits[0] in "01" else None


def expand_upc_e(digits: str) -> str | None:
    """The GTIN-14 behind an eight-digit UPC-E of number system 0 or 1; None if its check is wrong.

    The sixth digit of the body says where zeros were taken out; the check digit is that of the
    full UPC-A.
    """
    system, body, check = digits[0], digits[1:7], digits[7]
    mode = body[5]
    if mode in "012":
        maker, item = body[:2] + mode + "00", "00" + body[2:5]
    elif mode == "3":
        maker, item = body[:3] + "00", "000" + body[3:5]
    elif mode == "4":
        maker, item = body[:4] + "0", "0000" + body[4]
    else:
        maker, item = body[:5], "0000" + mode
    full = system + maker + item + check
    return full.zfill(14) if has_true_check_digit(full) else None


def price_check_digit(price: str) -> str:
    """The inner check digit of a price of 4 or 5 digits inside an in-store bar code.

    GS1's weighting: 2−, 2−, 3, 5− for four digits (the sum times 3), and 5+, 2−, 5−, 5+, 2− for
    five (the digit whose 5− completes the sum to a ten). ``ValueError`` on another length.
    """
    if len(price) == 4:
        return str(sum(map(_weighted, ("2-", "2-", "3", "5-"), price)) * 3 % 10)
    if len(price) == 5:
        missing = -sum(map(_weighted, ("5+", "2-", "5-", "5+", "2-"), price)) % 10
        return next(digit for digit in "0123456789" if _weighted("5-", digit) % 10 == missing)
    raise ValueError(f"a price of 4 or 5 digits is expected, not {price!r}")


def _weighted(weight: str, digit: str) -> int:
    """``2-``: twice the digit, its tens taken from its units; ``5+``: tens added; ``3``: plain."""
    tens, units = divmod(int(weight[0]) * int(digit), 10)
    if weight.endswith("-"):
        return units - tens
    return units + tens if weight.endswith("+") else tens * 10 + units
