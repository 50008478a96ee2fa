"""Gift certificates and store credit: money the shop owes for goods not yet taken (R22)."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from pos_app.domain import coupon

REFUNDED_DAYS: Final = 14
"""Days a certificate is good for at least once a return has put money back on it."""

Kind = Literal["gift", "credit"]
State = Literal["active", "blocked", "expired"]
Refusal = Literal["certificate_blocked", "certificate_expired", "certificate_empty"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """A code with money on it; ``amount`` at issue and ``balance`` now, in minor units.

    ``gift`` was sold, ``credit`` was given for goods brought back. ``valid_to`` is the last local
    day, inclusive (None: no end). ``customer_id`` names the owner of store credit, if known.
    """

    code: str
    kind: Kind
    amount: int
    balance: int
    state: State = "active"
    valid_to: date | None = None
    customer_id: int | None = None

    def is_over(self, today: date) -> bool:
        """Whether its last day has passed."""
        return self.state == "expired" or (self.valid_to is not None and today > self.valid_to)


def refusal(certificate: Certificate, today: date) -> Refusal | None:
    """Tell why a certificate cannot pay today; None: it can, up to its balance."""
    if certificate.state == "blocked":
        return "certificate_blocked"
    if certificate.is_over(today):
        return "certificate_expired"
    if certificate.balance <= 0:
        return "certificate_empty"
    return None


def payable(certificate: Certificate, due: int, today: date) -> int:
    """Return what it can pay of ``due`` (minor units): never more than is on it, 0 if refused."""
    if refusal(certificate, today) is not None:
        return 0
    return max(0, min(due, certificate.balance))


def valid_until(issued: date, months: int) -> date | None:
    """Return the last day: the same day ``months`` later, or that month's last; 0 has no end."""
    if months == 0:
        return None
    year, month = divmod(issued.year * 12 + issued.month - 1 + months, 12)
    return date(year, month + 1, min(issued.day, monthrange(year, month + 1)[1]))


def refunded_until(valid_to: date | None, today: date, days: int = REFUNDED_DAYS) -> date | None:
    """Return the last day once money was put back: the old one, or ``days`` from today if later."""
    return None if valid_to is None else max(valid_to, today + timedelta(days=days))


def make_code(random_bytes: bytes, prefix: str) -> str:
    """Make a code, as stored, like a coupon's: unambiguous signs and a check character.

    Raises:
        ValueError: too few usable bytes; ask for more and try again.
    """
    return coupon.make_code(random_bytes, coupon.normalise_code(prefix))


def is_own_code(text: str, prefix: str) -> bool:
    """Tell whether a text is a code of our own making, its check character included."""
    head = coupon.normalise_code(prefix)
    return bool(head) and coupon.is_code(text, head)


def stored_code(text: str, prefix: str) -> str:
    """Return a code as it is stored: our own without hyphens, a preprinted one in capitals."""
    if is_own_code(text, prefix):
        return coupon.normalise_code(text)
    return "".join(text.upper().split())


def printed_code(code: str, prefix: str) -> str:
    """Return a stored code as it is printed and scanned, our own with its prefix set apart."""
    head = coupon.normalise_code(prefix)
    return f"{prefix}-{code[len(head) :]}" if is_own_code(code, prefix) else code


def masked(code: str) -> str:
    """Return the end of a code: enough to tell it by, too little to pay with."""
    return f"\u2022\u2022\u2022\u2022\u00a0{code[-4:]}"
