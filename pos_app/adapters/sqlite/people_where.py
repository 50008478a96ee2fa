"""Which people a filter is about, as a condition of SQL: for the list, saved views and exports.

Values are parameters, always; nothing typed becomes a part of the text.
"""

# ruff: noqa: S608 - the SQL is put together from this program's own names; values are parameters

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from pos_app.adapters.sqlite.search import (
    contains,
    digits_of,
    is_number,
    phone_forms,
    prefix_range,
    tidy,
    trigram_expression,
    whole,
)
from pos_app.adapters.sqlite.session import utc_text
from pos_app.services.people_records import PeopleFilter

_NOBODY: Final = "0"
_ACTIVE: Final = "+c.active = 1"
"""Where others tell who it is about: the plus keeps SQLite off the index that begins with
``active``, by which it would walk through nearly everybody.
"""

_ACCOUNT: Final = "EXISTS (SELECT 1 FROM account a WHERE a.customer_id = c.id AND {})"
_BOUGHT: Final = _ACCOUNT.format("(a.visits > 0 OR a.last_visit IS NOT NULL)")
_PHONE: Final = """(c.phone <> '' OR EXISTS
    (SELECT 1 FROM contact t WHERE t.customer_id = c.id AND t.kind = 'phone'))"""
_EMAIL: Final = """(c.email <> '' OR EXISTS
    (SELECT 1 FROM contact t WHERE t.customer_id = c.id AND t.kind = 'email'))"""
_CARD: Final = """EXISTS (SELECT 1 FROM card d WHERE d.customer_id = c.id
    AND d.status = 'active')"""
_CONSENT: Final = """coalesce((SELECT s.given FROM consent s WHERE s.customer_id = c.id
    AND s.purpose = 'marketing' AND s.channel = ? ORDER BY s.at DESC, s.id DESC LIMIT 1), 0) = 1"""
_NOT_TO_BE_CALLED: Final = """EXISTS (SELECT 1 FROM customer_detail x
    WHERE x.customer_id = c.id AND x.do_not_call = 1)"""
_NEED: Final = """c.id IN (SELECT n.customer_id FROM need n
    WHERE n.key = ? AND n.state IN ('open', 'confirmed'))"""
_HOUSEHOLD: Final = "c.id IN (SELECT x.customer_id FROM customer_detail x WHERE x.household_id = ?)"

_BY_TEXT: Final = """SELECT k.id FROM customer_search f JOIN customer k ON k.id = f.rowid
    WHERE customer_search MATCH ?"""
_BY_CARD: Final = """SELECT d.customer_id FROM card d WHERE d.customer_id IS NOT NULL
    AND d.number >= ? AND d.number < ?"""
_BY_CARD_PART: Final = """SELECT d.customer_id FROM card_search f JOIN card d ON d.id = f.rowid
    WHERE card_search MATCH ? AND d.customer_id IS NOT NULL"""


@dataclass(frozen=True, slots=True)
class Condition:
    """A part of a WHERE about ``customer c``, and its parameters in their order."""

    sql: str
    params: tuple[object, ...] = ()


def people_where(wanted: PeopleFilter, fold: Callable[[str], str], zone: ZoneInfo) -> Condition:
    """The condition that holds exactly for the people of ``wanted``, to put behind a WHERE.

    ``zone`` is the shop's: the days somebody came to the shop's list on are its days.
    """
    few = wanted.text.strip() or wanted.need or wanted.household_id is not None
    parts = [Condition(_ACTIVE if few else "c.active = 1")]
    parts += [*_found(wanted, fold), *_of_account(wanted)]
    parts += [*_reachable(wanted), *_of_person(wanted), *_joined(wanted, zone)]
    return Condition(
        " AND ".join(part.sql for part in parts),
        tuple(value for part in parts for value in part.params),
    )


def text_found(typed: str, fold: Callable[[str], str]) -> Condition:
    """The condition that the search finds a person by what was typed (not empty)."""
    reads = _by_number(typed) if is_number(typed) else _by_name(typed, fold)
    if not reads:
        return Condition(_NOBODY)
    return Condition(
        f"c.id IN ({' UNION '.join(read.sql for read in reads)})",
        tuple(value for read in reads for value in read.params),
    )


def first_letters(words: Sequence[str]) -> Condition:
    """The condition, about a column ``k.search``, that a word begins with each single letter."""
    single = [word for word in words if len(word) == 1]
    return Condition(
        " AND instr(' ' || k.search, ?) > 0" * len(single), tuple(f" {word}" for word in single)
    )


def _found(wanted: PeopleFilter, fold: Callable[[str], str]) -> Iterator[Condition]:
    typed = wanted.text.strip()
    if typed:
        yield text_found(typed, fold)


def _by_name(typed: str, fold: Callable[[str], str]) -> list[Condition]:
    folded = tidy(fold(typed))
    if not folded:
        return []
    low, high = prefix_range(folded)
    reads = [
        Condition("SELECT k.id FROM customer k WHERE k.name_fold >= ? AND k.name_fold < ?",
                  (low, high))
    ]  # fmt: skip
    words = folded.split()
    if any(len(word) >= 2 for word in words):
        letters = first_letters(words)
        reads.append(
            Condition(
                _BY_TEXT + contains("k.search", words) + letters.sql,
                (trigram_expression(words), *whole(words), *letters.params),
            )
        )
    return reads


def _by_number(typed: str) -> list[Condition]:
    digits = digits_of(typed)
    if not digits:
        return []
    reads = [Condition(_BY_CARD, prefix_range(digits))]
    if len(digits) < 2:
        return reads
    reads += [
        Condition(
            _BY_TEXT + contains("k.search", [form]), (trigram_expression([form]), *whole([form]))
        )
        for form in phone_forms(digits)
    ]
    reads.append(
        Condition(
            _BY_CARD_PART + contains("d.number", [digits]),
            (trigram_expression([digits]), *whole([digits])),
        )
    )
    return reads


def _of_account(wanted: PeopleFilter) -> Iterator[Condition]:
    if wanted.tiers:
        yield Condition(
            f"coalesce((SELECT a.tier_id FROM account a WHERE a.customer_id = c.id), '') "
            f"IN ({_marks(wanted.tiers)})",
            wanted.tiers,
        )
    for sql, value in (
        ("a.last_visit >= ?", _day(wanted.visited_from)),
        ("a.last_visit <= ?", _day(wanted.visited_to)),
        ("a.turnover >= ?", wanted.turnover_min),
        ("a.turnover <= ?", wanted.turnover_max),
        ("a.balance >= ?", wanted.balance_min),
    ):
        if value is not None:
            yield Condition(_ACCOUNT.format(sql), (value,))
    if wanted.never_bought is not None:
        yield _said(_BOUGHT, not wanted.never_bought)


def _reachable(wanted: PeopleFilter) -> Iterator[Condition]:
    for sql, asked in (
        (_PHONE, wanted.has_phone),
        (_EMAIL, wanted.has_email),
        (_CARD, wanted.has_card),
        (_NOT_TO_BE_CALLED, wanted.do_not_call),
    ):
        if asked is not None:
            yield _said(sql, asked)
    if wanted.consent is not None:
        yield Condition(_CONSENT, (wanted.consent,))


def _of_person(wanted: PeopleFilter) -> Iterator[Condition]:
    if wanted.groups:
        yield Condition(
            f"EXISTS (SELECT 1 FROM json_each(c.groups) j WHERE j.value IN "
            f"({_marks(wanted.groups)}))",
            wanted.groups,
        )
    if wanted.tags:
        yield Condition(
            f"EXISTS (SELECT 1 FROM customer_detail x, json_each(x.tags) j "
            f"WHERE x.customer_id = c.id AND j.value IN ({_marks(wanted.tags)}))",
            wanted.tags,
        )
    if wanted.born_month is not None:
        yield Condition("substr(c.birthday, 6, 2) = ?", (f"{wanted.born_month:02d}",))
    if wanted.language:
        yield Condition("c.language = ?", (wanted.language,))
    if wanted.need:
        yield Condition(_NEED, (wanted.need,))
    if wanted.household_id is not None:
        yield Condition(_HOUSEHOLD, (wanted.household_id,))


def _joined(wanted: PeopleFilter, zone: ZoneInfo) -> Iterator[Condition]:
    if wanted.created_from is not None:
        yield Condition("c.created_at >= ?", (_begin(wanted.created_from, zone),))
    if wanted.created_to is not None and wanted.created_to < date.max:
        following = wanted.created_to + timedelta(days=1)
        yield Condition("c.created_at < ?", (_begin(following, zone),))


def _begin(day: date, zone: ZoneInfo) -> str:
    """The instant the shop's day begins, as it stands in the store."""
    try:
        return utc_text(datetime.combine(day, time.min, zone).astimezone(UTC))
    except OverflowError:
        return utc_text(datetime.combine(day, time.min, UTC))


def _said(sql: str, yes: bool) -> Condition:
    return Condition(sql if yes else f"NOT {sql}")


def _marks(values: Sequence[str]) -> str:
    return ",".join("?" * len(values))


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
