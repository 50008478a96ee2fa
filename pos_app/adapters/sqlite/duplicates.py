"""Finding people who may be on file twice: by index for one person, by keys for all of them.

One person is looked for by equality (phone, card), by the trigrams of an e-mail, and by ranges of
names: the first word whole and two letters of the next, either word first, then one word whole and
the beginning of the other anywhere in the name. All people are compared only within blocks that
share a key, never each with each.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations, permutations
from typing import Final

from rapidfuzz import fuzz

from pos_app.adapters.sqlite.driver import Connection
from pos_app.adapters.sqlite.faults import translated
from pos_app.adapters.sqlite.search import prefix_range, tidy, trigram_expression
from pos_app.adapters.sqlite.session import day_or_none
from pos_app.domain.likeness import CLOSE, ENOUGH, Traits, evidence, strength
from pos_app.services.duplicate_records import Cancelled, Candidate, Pair, Progress

MOST: Final = 200
"""Names read for one way of looking; the surest way comes first."""

CLOSEST: Final = 30
"""Names of those found that are looked at whole."""

BLOCK: Final = 60
"""People sharing a key beyond this are a family of nobody: a shop's own phone, a made-up day."""

_READ: Final = """SELECT c.id, c.name, c.phone, c.email, c.birthday, c.name_fold,
    coalesce((SELECT d.number FROM card d WHERE d.customer_id = c.id
              ORDER BY d.status = 'active' DESC, d.id DESC LIMIT 1), '')
    FROM customer c WHERE +c.active = 1 AND c.id IN """
_FURTHER: Final = """SELECT kind, value FROM contact
    WHERE customer_id = ? AND kind IN ('phone', 'email')"""
_BY_PHONE: Final = """SELECT id FROM customer WHERE phone = ?1 AND phone <> ''
    UNION SELECT customer_id FROM contact WHERE kind = 'phone' AND value = ?1 LIMIT ?2"""
_BY_EMAIL: Final = """SELECT c.id FROM customer_search f JOIN customer c ON c.id = f.rowid
    WHERE customer_search MATCH ? AND lower(c.email) = ?
    UNION SELECT customer_id FROM contact WHERE kind = 'email' AND value = ? LIMIT ?"""
_BY_NAME: Final = """SELECT id, name_fold FROM customer
    WHERE name_fold >= ? AND name_fold < ? LIMIT ?"""
_BY_WORDS: Final = """SELECT c.id, c.name_fold FROM customer_search f JOIN customer c
    ON c.id = f.rowid WHERE customer_search MATCH ? LIMIT ?"""
_ALL: Final = """SELECT id, name_fold, phone, email, birthday FROM customer
    WHERE active = 1 AND id > ? ORDER BY id LIMIT 20000"""


class SqliteDuplicates:
    """See :class:`pos_app.services.duplicate_records.DuplicateReads`. Safe from any thread."""

    def __init__(self, reader: Callable[[], Connection], fold: Callable[[str], str]) -> None:
        self._reader = reader
        self._fold = fold

    def folded(self, name: str) -> str:
        """A name as names are compared."""
        return tidy(self._fold(name))

    def candidates(self, wanted: Traits) -> Sequence[Candidate]:
        """People in use who share a phone, e-mail, card, or have the name or one close to it."""
        with translated():
            db = self._reader()
            found = _sharing(db, self._fold, wanted)
            return _read(db, found.union(_by_name(db, wanted.name)), wanted)

    def pairs(self, limit: int, progress: Progress, cancelled: Cancelled) -> Sequence[Pair]:
        """All pairs worth looking at, strongest first, without those put aside."""
        with translated():
            db = self._reader()
            people = _everybody(db, progress, cancelled)
            if people is None:
                return []
            aside = set(db.execute("SELECT first_id, second_id FROM not_duplicate").fetchall())
        found = _compared(people, aside, progress, cancelled)
        found.sort(key=lambda pair: (-pair.strength, pair.first, pair.second))
        with translated():
            return [] if cancelled() else [self._named(pair) for pair in found[:limit]]

    def _named(self, pair: Pair) -> Pair:
        names = [
            row[0]
            for each in (pair.first, pair.second)
            for row in self._reader().execute("SELECT name FROM customer WHERE id = ?", (each,))
        ]
        return replace(pair, first_name=names[0], second_name=names[1])


def closeness(one: str, other: str) -> int:
    """How alike two folded names are, 0–100, whichever word stands first."""
    return round(max(fuzz.ratio(one, other), fuzz.token_sort_ratio(one, other)))


# --- one person ------------------------------------------------------------------------------


def _sharing(db: Connection, fold: Callable[[str], str], wanted: Traits) -> set[int]:
    found: set[int] = set()
    for phone in wanted.phones:
        found |= {row[0] for row in db.execute(_BY_PHONE, (phone, MOST))}
    for email in wanted.emails:
        own = tidy(fold(email.partition("@")[0] + "@")).split()
        if any(len(word) >= 3 for word in own):
            params = (trigram_expression(own), email, email, MOST)
            found |= {row[0] for row in db.execute(_BY_EMAIL, params)}
    for number in wanted.cards:
        row = db.execute("SELECT customer_id FROM card WHERE number = ?", (number,)).fetchone()
        if row is not None and row[0] is not None:
            found.add(row[0])
    return found


def _by_name(db: Connection, name: str) -> list[int]:
    """Ids of those whose folded name is close to ``name``, the closest :data:`CLOSEST`."""
    if not name:
        return []
    near: dict[int, int] = {}
    for sql, params in _ways(name):
        for customer_id, other in db.execute(sql, params):
            alike = closeness(name, other)
            if alike >= CLOSE:
                near[customer_id] = alike
    return sorted(near, key=lambda each: (-near[each], each))[:CLOSEST]


def _ways(name: str) -> Iterator[tuple[str, tuple[object, ...]]]:
    """Queries for names that may be close, the surest first."""
    words = name.split()
    yield _BY_NAME, (name, name + " ", MOST)
    yield _BY_NAME, (*prefix_range(name), MOST)
    if len(words) == 1:
        yield _BY_NAME, (*prefix_range(name[: max(3, len(name) - 2)]), MOST)
        return
    for first, second in permutations(words[:3], 2):
        yield _BY_NAME, (*prefix_range(f"{first} {second[:2]}"), MOST)
        if len(first) >= 4:
            for part in dict.fromkeys((second[:3], second[-3:])):
                yield _BY_WORDS, (trigram_expression([first, *_whole(part)]), MOST)
            yield _BY_WORDS, (trigram_expression([first]), MOST)


def _whole(part: str) -> tuple[str, ...]:
    """Three letters to ask the index for; fewer say too little and cost too much."""
    return (part,) if len(part) == 3 else ()


def _read(db: Connection, ids: set[int], wanted: Traits) -> list[Candidate]:
    marks = ",".join("?" * len(ids))
    rows = db.execute(f"{_READ} ({marks}) ORDER BY c.id", tuple(ids)).fetchall() if ids else []
    return [
        Candidate(
            id=row[0],
            name=row[1],
            phone=row[2],
            email=row[3],
            card=row[6],
            birthday=day_or_none(row[4]),
            traits=_traits(db, row, wanted),
            closeness=closeness(wanted.name, row[5]) if wanted.name and row[5] else 0,
        )
        for row in rows
    ]


def _traits(db: Connection, row: tuple[object, ...], wanted: Traits) -> Traits:
    contacts = db.execute(_FURTHER, (row[0],)).fetchall()
    cards = db.execute("SELECT number FROM card WHERE customer_id = ?", (row[0],)).fetchall()
    phones = {str(row[2]), *(value for kind, value in contacts if kind == "phone")}
    emails = {str(row[3]).lower(), *(v.lower() for kind, v in contacts if kind == "email")}
    return Traits(
        name=str(row[5]),
        phones=frozenset(phones & wanted.phones),
        emails=frozenset(emails & wanted.emails),
        cards=frozenset({each[0] for each in cards} & wanted.cards),
        birthday=day_or_none(row[4]),  # type: ignore[arg-type]
    )


# --- everybody -------------------------------------------------------------------------------


@dataclass(slots=True)
class _Somebody:
    name: str
    birthday: date | None
    phones: set[str]
    emails: set[str]

    def traits(self) -> Traits:
        return Traits(
            name=self.name,
            phones=frozenset(self.phones),
            emails=frozenset(self.emails),
            birthday=self.birthday,
        )


def _everybody(
    db: Connection, progress: Progress, cancelled: Cancelled
) -> dict[int, _Somebody] | None:
    (total,) = db.execute("SELECT count(*) FROM customer WHERE active = 1").fetchone()
    people: dict[int, _Somebody] = {}
    last = 0
    while rows := db.execute(_ALL, (last,)).fetchall():
        for customer_id, name, phone, email, birthday in rows:
            people[customer_id] = _Somebody(
                name=name,
                birthday=day_or_none(birthday),
                phones={phone} if phone else set(),
                emails={email.lower()} if email else set(),
            )
        last = rows[-1][0]
        progress(len(people) // 2, total)
        if cancelled():
            return None
    for customer_id, kind, value in db.execute(
        "SELECT customer_id, kind, value FROM contact WHERE kind IN ('phone', 'email')"
    ):
        person = people.get(customer_id)
        if person is not None:
            (person.phones if kind == "phone" else person.emails).add(value.lower())
    return people


def _keys(person: _Somebody) -> Iterator[tuple[str, ...]]:
    """What people are put side by side by."""
    for phone in person.phones:
        yield "phone", phone
    for email in person.emails:
        yield "email", email
    if person.name and person.birthday is not None:
        day = person.birthday.isoformat()[5:]
        yield "whole", person.name, day
        for word in person.name.split():
            yield "word", word[:3], day


def _compared(
    people: dict[int, _Somebody],
    aside: set[tuple[int, int]],
    progress: Progress,
    cancelled: Cancelled,
) -> list[Pair]:
    blocks: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for customer_id, person in people.items():
        for key in _keys(person):
            blocks[key].append(customer_id)
    found: dict[tuple[int, int], Pair] = {}
    half, total = len(people) // 2, len(people)
    for done, members in enumerate(blocks.values()):
        if done % 5000 == 0:
            progress(half + half * done // max(1, len(blocks)), total)
            if cancelled():
                return []
        for pair in combinations(sorted(set(members))[:BLOCK], 2):
            if pair not in found and pair not in aside:
                judged = _judged(pair, people)
                if judged is not None:
                    found[pair] = judged
    progress(total, total)
    return list(found.values())


def _judged(pair: tuple[int, int], people: dict[int, _Somebody]) -> Pair | None:
    one, other = people[pair[0]], people[pair[1]]
    why = evidence(one.traits(), other.traits(), closeness(one.name, other.name))
    worth = strength(why)
    if worth < ENOUGH:
        return None
    return Pair(first=pair[0], second=pair[1], evidence=why, strength=worth)
