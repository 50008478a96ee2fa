"""Gift certificates and store credit: money the shop owes for goods not yet taken (R22)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

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
