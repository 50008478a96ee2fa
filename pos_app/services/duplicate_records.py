"""People who may be one and the same: rows between the store, the service and the screens (R23)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from pos_app.domain.likeness import Evidence, Traits

Progress = Callable[[int, int], None]
"""How many people are looked at, of how many."""

Cancelled = Callable[[], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedPerson:
    """What is typed so far of a new person; phones as dialled here, all of it optional."""

    name: str = ""
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    card: str = ""
    birthday: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Somebody on file who may be meant, with what is compared; contacts are the main ones.

    ``closeness`` of the names, 0–100.
    """

    id: int
    name: str
    phone: str
    email: str
    card: str
    birthday: date | None
    traits: Traits
    closeness: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Hint:
    """Somebody on file a new person may be; contacts as the role may see them."""

    customer_id: int
    name: str
    phone: str
    email: str
    card: str
    birthday: date | None
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two records that may be of one person; ``first`` is the older one."""

    first: int
    second: int
    evidence: tuple[Evidence, ...]
    strength: int
    first_name: str = ""
    second_name: str = ""


class DuplicateReads(Protocol):
    """Looks for people by what they have, on read-only connections, by index alone."""

    def candidates(self, wanted: Traits) -> Sequence[Candidate]:
        """People in use who share a phone, e-mail, card, or have the name or one close to it."""

    def pairs(self, limit: int, progress: Progress, cancelled: Cancelled) -> Sequence[Pair]:
        """All pairs worth looking at, strongest first, without those put aside.

        Nothing when ``cancelled`` says so.
        """

    def folded(self, name: str) -> str:
        """A name as names are compared."""
