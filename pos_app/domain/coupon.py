"""Coupons as single pieces of paper: code, validity, uses, what a return does (R17, R21)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, Literal

from pos_app.domain.promotion import Hours, clock_holds, dates_refusal

ALPHABET: Final = "0123456789ACDEFGHJKLMNPQRTUVWXY"
"""31 signs without B, I, O, S and Z, which are taken for 8, 1, 0, 5 and 2. Being prime in number,
they let one check character find every single wrong sign and every swap of neighbours."""

PREFIX: Final = "K"
"""What our coupon codes begin with; goods and cards are digits only."""

BODY: Final = 9
"""Random signs of a code: 31⁹ ≈ 2.6 × 10¹³ codes, so that none is found by trying."""

State = Literal["issued", "redeemed", "void", "expired", "restored"]

Refusal = Literal[
    "void",
    "not_started",
    "expired",
    "wrong_time",
    "usage_limit",
    "customer_usage_limit",
    "customer_required",
    "other_customer",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Coupon:
    """One coupon as stored. ``valid_from`` and ``valid_to`` are local days, inclusive.

    ``customer_id`` names the only person it is for (``None``: bearer). ``max_uses`` 1 is single
    use; ``uses`` and ``customer_uses`` (of the person at the till) are net of restored ones.
    """

    code: str
    state: State = "issued"
    valid_from: date | None = None
    valid_to: date | None = None
    weekdays: frozenset[int] = frozenset()
    hours: tuple[Hours, ...] = ()
    customer_id: str | None = None
    max_uses: int | None = 1
    uses: int = 0
    per_customer: int | None = None
    customer_uses: int = 0


def coupon_refusal(coupon: Coupon, customer_id: str | None, now: datetime) -> Refusal | None:
    """Tell why a coupon may not be used by this person at this local moment (R21)."""
    if coupon.state == "void":
        return "void"
    if coupon.max_uses is not None and coupon.uses >= coupon.max_uses:
        return "usage_limit"
    if coupon.state == "expired":
        return "expired"
    dates = dates_refusal(coupon.valid_from, coupon.valid_to, now)
    if dates is not None:
        return dates
    if not clock_holds(coupon.weekdays, coupon.hours, now):
        return "wrong_time"
    return person_refusal(coupon, customer_id)


def person_refusal(coupon: Coupon, customer_id: str | None) -> Refusal | None:
    """Tell why the coupon is not for this person: named for another, or used up by them."""
    if customer_id is None:
        named = coupon.customer_id is not None or coupon.per_customer is not None
        return "customer_required" if named else None
    if coupon.customer_id is not None and coupon.customer_id != customer_id:
        return "other_customer"
    if coupon.per_customer is not None and coupon.customer_uses >= coupon.per_customer:
        return "customer_usage_limit"
    return None


def state_after_use(coupon: Coupon) -> State:
    """Return the state once this use is counted: redeemed with the last one (R21)."""
    if coupon.max_uses is not None and coupon.uses + 1 >= coupon.max_uses:
        return "redeemed"
    return coupon.state


def restored_until(valid_to: date | None, today: date, days: int = 14) -> date | None:
    """Return the last day of a coupon given back by a full return (R17).

    The old one stands while it lies ahead; a past one becomes ``today`` + ``days``.
    """
    if valid_to is None or valid_to >= today:
        return valid_to
    return today + timedelta(days=days)


def check_character(body: str) -> str:
    """Return the sign that makes the weighted sum of a code divisible by the alphabet's size.

    Raises:
        ValueError: a sign outside :data:`ALPHABET`.
    """
    size = len(ALPHABET)
    total = sum((place + 2) * ALPHABET.index(sign) for place, sign in enumerate(reversed(body)))
    return ALPHABET[-total % size]


def make_code(random_bytes: bytes, prefix: str = PREFIX) -> str:
    """Make a code from random bytes given by the caller (at least :data:`BODY`).

    Bytes above the largest multiple of the alphabet are skipped, so that every sign is equally
    likely; a caller gives a few more bytes than needed.

    Raises:
        ValueError: too few usable bytes; ask for more and try again.
    """
    size = len(ALPHABET)
    usable = [byte % size for byte in random_bytes if byte < 256 - 256 % size]
    if len(usable) < BODY:
        raise ValueError("too few usable random bytes for a coupon code")
    body = "".join(ALPHABET[place] for place in usable[:BODY])
    return prefix + body + check_character(body)


def normalise_code(text: str) -> str:
    """Return a code as stored: capitals, no spaces or hyphens, look-alikes read as meant."""
    compact = "".join(sign for sign in text.upper() if sign not in " -\u00a0")
    return compact.translate(str.maketrans("BIOSZ", "81052"))


def is_code(text: str, prefix: str = PREFIX) -> bool:
    """Tell whether a text is one of our coupon codes, its check character included."""
    code = normalise_code(text)
    if not code.startswith(prefix) or len(code) != len(prefix) + BODY + 1:
        return False
    body, check = code[len(prefix) : -1], code[-1]
    return all(sign in ALPHABET for sign in body) and check_character(body) == check


def display_code(code: str) -> str:
    """Return a code in groups for reading aloud: ``K4H7-9QXA-2M1``."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))
