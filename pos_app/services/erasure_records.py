"""What is said before, and kept after, a person is forgotten (R24)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

ASKED: Final = "asked"
UNUSED: Final = "unused"
MISTAKE: Final = "mistake"
RESTORED: Final = "restored"
"""Forgotten again, after a backup made before brought the person back."""

REASONS: Final = (ASKED, UNUSED, MISTAKE)
"""Why a person is forgotten: they asked; nothing bought for long; entered by mistake.

Codes and no text of its own: what is written about an erasure must not name whom it was about.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasureCounts:
    """How much there is of a person, and of those merged into them.

    Going: ``contacts`` (further ones), ``notes``, ``answers`` (questionnaires), ``needs``,
    ``forms`` (paper forms printed for them), ``merges`` and ``imports`` (copies kept for undoing),
    ``parked`` (sales that wait and are theirs), ``coupons`` (usable ones in their name),
    ``households`` (where they live alone), ``jobs`` (slips in the print queue). Losing the name:
    ``receipts`` and ``returns``. Closing: ``cards``. Staying: ``consents``.
    """

    contacts: int = 0
    notes: int = 0
    answers: int = 0
    needs: int = 0
    forms: int = 0
    merges: int = 0
    imports: int = 0
    parked: int = 0
    coupons: int = 0
    households: int = 0
    jobs: int = 0
    receipts: int = 0
    returns: int = 0
    cards: int = 0
    consents: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasurePreview:
    """What an erasure would do. ``people`` counts the person and those merged into them;
    ``points`` (hundredths) lapse; ``certificates`` are still owed to whoever holds them.
    """

    customer_id: int
    uuid: str
    name: str
    people: int
    points: int
    certificates: int
    counts: ErasureCounts


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasureRow:
    """One person forgotten, in the ledger: by uuid only."""

    uuid: str
    customer_uuid: str
    at: datetime
    person_id: int | None
    approver_id: int | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgotten:
    """Who is out of the tables, and the texts that must be out of the file; kept nowhere."""

    people: int
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasureOutcome:
    """What was done. ``left``: how many of the person's texts were found in the shop's file
    afterwards (0 as a rule; a namesake, or words somebody typed as a reason); None when the file
    could not be looked through.
    """

    people: int
    left: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgettable:
    """Somebody who has not bought for long; ``last_day`` of the last visit or of being entered."""

    customer_id: int
    uuid: str
    name: str
    last_day: date
    balance: int
