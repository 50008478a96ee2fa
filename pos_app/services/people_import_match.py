"""Who a row of a table is: found among the shop's people and the rows before it (R23).

Rows that are taken enter the same index as the shop's people, under numbers below zero, so that
one rule holds for duplicates of the shop and for those within the file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from pos_app.domain.card import CardStatus
from pos_app.services.customers import NO_YEAR
from pos_app.services.import_values import UnreadableError
from pos_app.services.people_import_ports import CardOwner, PersonKeys
from pos_app.services.people_import_rows import PersonRow

Fold = Callable[[str], str]
STRONG: Final = frozenset(("card", "external"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Whom a row is about: ``person`` by the keys ``by``; or why nobody can say (``doubt``).

    ``others`` are all people the row's keys name.
    """

    person: int | None = None
    by: tuple[str, ...] = ()
    doubt: str = ""
    others: tuple[int, ...] = ()


class PeopleIndex:
    """People by what they are recognised by."""

    def __init__(
        self, people: Iterable[PersonKeys], cards: Mapping[str, CardOwner], fold: Fold
    ) -> None:
        self._fold = fold
        self._by: dict[tuple[str, object], set[int]] = {}
        self._names: dict[int, set[str]] = {}
        self._birthdays: dict[int, date] = {}
        self._cards = cards
        for each in people:
            self._enter(each.customer_id, each.name, each.birthday)
            self._know(each.customer_id, "phone", each.phones)
            self._know(each.customer_id, "email", (email.casefold() for email in each.emails))
            self._know(each.customer_id, "external", each.externals)
        for number, card in cards.items():
            if card.customer_id is not None and card.customer_id in self._names:
                self._know(card.customer_id, "card", (number,))

    def add(self, person: int, row: PersonRow) -> None:
        """Let what ``row`` says be known of ``person``."""
        self._enter(person, self._fold(row.name), row.birthday)
        self._know(person, "phone", (phone.number for phone in row.phones))
        self._know(person, "email", (email.casefold() for email in row.emails))
        self._know(person, "external", (row.external,) if row.external else ())
        self._know(person, "card", (row.card,) if row.card else ())

    def owner(self, card: str) -> int | None:
        """Whose card that is."""
        return next(iter(self._by.get(("card", card), ())), None)

    def called(self, external: str) -> set[int]:
        """Who has this number of another system."""
        return self._by.get(("external", external), set())

    def named(self, text: str) -> int | None:
        """The only person a card, a phone or a number stands for."""
        for kind in ("card", "external", "phone"):
            people = self._by.get((kind, text), set())
            if len(people) == 1:
                return next(iter(people))
        return None

    def find(self, row: PersonRow) -> Found:
        """Whom ``row`` is about; nobody for a new person.

        Raises :class:`UnreadableError` ``card_unusable`` for a card that ended or is a stranger's.
        """
        self._check_card(row)
        hits = self._hits(row)
        if not hits:
            return Found()
        by = tuple(dict.fromkeys(key for key, _ in hits))
        others = tuple(sorted(set().union(*(people for _, people in hits))))
        common = set.intersection(*(people for _, people in hits))
        if len(common) > 1:
            alike = {person for person in common if row.name and self._alike(person, row)}
            common = alike if len(alike) == 1 else common
        if len(common) != 1:
            return Found(doubt="shared_contact" if common else "matches_several", by=by,
                         others=others)  # fmt: skip
        person = common.pop()
        return Found(person=person, by=by, doubt=self._doubt(person, row, by), others=others)

    def _check_card(self, row: PersonRow) -> None:
        card = self._cards.get(row.card)
        if card is None or card.status is CardStatus.STOCK or self.owner(row.card) is not None:
            return
        raise UnreadableError("card_unusable", card=f"•••• {row.card[-4:]}")

    def _hits(self, row: PersonRow) -> list[tuple[str, set[int]]]:
        keys: list[tuple[str, object]] = [("card", row.card), ("external", row.external)]
        keys += [("phone", phone.number) for phone in row.phones]
        keys += [("email", email.casefold()) for email in row.emails]
        full = self._fold(row.name)
        if row.birthday is not None and row.birthday.year != NO_YEAR and " " in full:
            keys.append(("born", _born(full, row.birthday)))
        return [(kind, self._by[kind, key]) for kind, key in keys if (kind, key) in self._by]

    def _doubt(self, person: int, row: PersonRow, by: tuple[str, ...]) -> str:
        if not self._alike(person, row):
            return "other_name"
        known, told = self._birthdays.get(person), row.birthday
        both = known is not None and told is not None and NO_YEAR not in (known.year, told.year)
        if both and known != told and not STRONG.intersection(by):
            return "other_birthday"
        return ""

    def _alike(self, person: int, row: PersonRow) -> bool:
        """Whether the names may be one person's: one has all words of the other, or initials."""
        told, known = set(self._fold(row.name).split()), self._names[person]
        if not told or not known:
            return True
        fewer, more = sorted((told, known), key=len)
        return all(word in more or any(_initial(word, other) for other in more) for word in fewer)

    def _enter(self, person: int, name: str, birthday: date | None) -> None:
        words = set(name.split())
        if len(words) >= len(self._names.get(person, ())):
            self._names[person] = words
        if birthday is not None and birthday.year != NO_YEAR:
            self._birthdays.setdefault(person, birthday)
            if len(words) > 1:
                self._know(person, "born", (_born(name, birthday),))

    def _know(self, person: int, kind: str, keys: Iterable[object]) -> None:
        for key in keys:
            self._by.setdefault((kind, key), set()).add(person)


def _born(name: str, birthday: date) -> tuple[str, date]:
    return " ".join(sorted(name.split())), birthday


def _initial(one: str, other: str) -> bool:
    """Whether one word is the other's beginning: ``a`` or ``a.`` of ``anna``."""
    short, long = sorted((one.rstrip("."), other.rstrip(".")), key=len)
    return len(short) == 1 and long.startswith(short)
