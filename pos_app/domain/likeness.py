"""Whether two records may be of one person: judged by what they share (R23). Never by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

Evidence = Literal["card", "phone", "email", "name_birthday", "close_birthday", "close_name"]
"""What two records have in common; ``close_`` is a name but for a letter or two."""

STRENGTH: Final[dict[Evidence, int]] = {
    "card": 100,
    "name_birthday": 60,
    "phone": 50,
    "email": 50,
    "close_birthday": 40,
    "close_name": 20,
}
"""How much each says; a family shares a phone, seldom a birthday."""

CLOSE: Final = 88
"""Names from this likeness on (0–100, of the folded names) are close."""

ENOUGH: Final = 40
"""From this strength on a pair belongs in the list to be looked through."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """What is compared of a person: the folded name, all phones (E.164) and e-mails (lower case).

    ``birthday`` without a year (1904) counts as one; ``cards`` are numbers.
    """

    name: str = ""
    phones: frozenset[str] = frozenset()
    emails: frozenset[str] = frozenset()
    cards: frozenset[str] = frozenset()
    birthday: date | None = None


def same_birthday(one: date | None, other: date | None) -> bool:
    """Tell whether two birth dates are one; a year that is not known (1904) fits any."""
    if one is None or other is None:
        return False
    if (one.month, one.day) != (other.month, other.day):
        return False
    return one.year == other.year or 1904 in (one.year, other.year)


def evidence(one: Traits, other: Traits, closeness: int) -> tuple[Evidence, ...]:
    """Return what speaks for one person, strongest first; ``closeness`` is that of the names."""
    found: list[Evidence] = []
    if one.cards & other.cards:
        found.append("card")
    if one.phones & other.phones:
        found.append("phone")
    if one.emails & other.emails:
        found.append("email")
    close = bool(one.name and other.name) and closeness >= CLOSE
    if same_birthday(one.birthday, other.birthday):
        if one.name and one.name == other.name:
            found.append("name_birthday")
        elif close:
            found.append("close_birthday")
    elif close:
        found.append("close_name")
    return tuple(sorted(found, key=lambda each: -STRENGTH[each]))


def strength(found: Sequence[Evidence]) -> int:
    """Return how much the evidence says together."""
    return sum(STRENGTH[each] for each in found)
