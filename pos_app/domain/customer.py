"""The person behind a loyalty card: identity, consents and the account figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum


class Channel(Enum):
    """Ways to reach a person; consent is given per channel (R24)."""

    SMS = "sms"
    EMAIL = "email"
    CALL = "call"
    MESSENGER = "messenger"
    POST = "post"


class Purpose(Enum):
    """What a consent is for (R24): keeping the programme account, or being sent offers."""

    PROGRAMME = "programme"
    MARKETING = "marketing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """A person known to the shop. Only ``uuid`` travels into ledgers and the journal.

    ``phone`` is E.164; ``birthday`` may carry year 1904 when the year was not given.
    """

    id: int
    uuid: str
    name: str = ""
    phone: str = ""
    email: str = ""
    birthday: date | None = None
    language: str | None = None
    note: str = ""
    groups: tuple[str, ...] = ()
    referrer_id: int | None = None
    created_at: datetime | None = None
    active: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """One statement of a person; a withdrawal is a later statement with ``given`` false (R24).

    ``channel`` is None for consents that are not about contact (keeping the account itself).
    """

    customer_id: int
    purpose: Purpose
    channel: Channel | None
    given: bool
    at: datetime
    wording: str
    source: str
    person_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Cached figures of one customer, proved against the ledgers by the integrity check.

    ``balance`` is all points not yet spent or expired (hundredths, may be negative, R12);
    ``turnover`` is money paid on counting lines net of returns (minor units, R19), all time.
    """

    customer_id: int
    balance: int = 0
    turnover: int = 0
    visits: int = 0
    tier_id: str | None = None
    tier_since: date | None = None
    tier_manual_until: date | None = None
    last_visit: date | None = None
