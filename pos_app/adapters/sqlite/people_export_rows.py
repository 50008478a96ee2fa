"""People for a list: who is left out and why, and one column after another, streamed.

All of an export is read in one transaction of a connection of its own, so that the counts and the
rows tell of the same moment, while the till goes on selling.
"""

# ruff: noqa: S608 - the SQL is put together from this program's own names; values are parameters

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import datetime
from functools import lru_cache
from typing import Any, Final
from zoneinfo import ZoneInfo

from pos_app.adapters.sqlite.connection import connect_read_only
from pos_app.adapters.sqlite.driver import Connection
from pos_app.adapters.sqlite.faults import translated
from pos_app.adapters.sqlite.people_where import Condition, people_where
from pos_app.adapters.sqlite.store import Store
from pos_app.i18n.fold import fold
from pos_app.services.exports import Row
from pos_app.services.people_export_model import (
    LeftOut,
    ListPurpose,
    PeopleSelect,
    SampleRow,
    Sizes,
)

BATCH: Final = 500

_FROM: Final = """FROM customer c LEFT JOIN account acc ON acc.customer_id = c.id
    LEFT JOIN customer_detail det ON det.customer_id = c.id"""
_BY_NAME: Final = "ORDER BY c.name_order, c.id"

_STATEMENT: Final = """(SELECT s.given FROM consent s WHERE s.customer_id = c.id
    AND s.purpose = 'marketing' AND s.channel = '{}' ORDER BY s.at DESC, s.id DESC LIMIT 1)"""
_EVER: Final = """EXISTS (SELECT 1 FROM consent s WHERE s.customer_id = c.id
    AND s.purpose = 'marketing' AND s.channel = '{}' AND s.given = 1)"""
_FURTHER: Final = """(SELECT {} FROM contact t WHERE t.customer_id = c.id AND t.kind = '{}'
    AND t.state <> 'bounced' ORDER BY t.preferred DESC, t.id LIMIT 1)"""
_ANY: Final = """EXISTS (SELECT 1 FROM contact t WHERE t.customer_id = c.id AND t.kind = '{}')"""

_NAMED: Final = "CASE WHEN t.label = '' THEN t.value ELSE t.label || ': ' || t.value END"
_PHONE: Final = f"""CASE WHEN c.phone <> '' AND coalesce(det.phone_state, '') <> 'bounced'
    THEN c.phone ELSE coalesce({_FURTHER.format("t.value", "phone")}, '') END"""
_EMAIL: Final = f"""CASE WHEN c.email <> '' AND coalesce(det.email_state, '') <> 'bounced'
    THEN c.email ELSE coalesce({_FURTHER.format("t.value", "email")}, '') END"""
_MESSENGER: Final = f"coalesce({_FURTHER.format(_NAMED, 'messenger')}, '')"
_ADDRESS: Final = f"coalesce({_FURTHER.format('t.value', 'address')}, '')"
_PHONES: Final = """ltrim(
    CASE WHEN coalesce(det.phone_state, '') <> 'bounced' THEN c.phone ELSE '' END
    || coalesce((SELECT group_concat(', ' || t.value, '') FROM (SELECT t.value FROM contact t
        WHERE t.customer_id = c.id AND t.kind = 'phone' AND t.state <> 'bounced' ORDER BY t.id) t),
        ''), ', ')"""
_ALL_PHONES: Final = """ltrim(c.phone || coalesce((SELECT group_concat(', ' || t.value, '')
    FROM (SELECT t.value FROM contact t WHERE t.customer_id = c.id AND t.kind = 'phone'
    ORDER BY t.id) t), ''), ', ')"""
_CARD: Final = """(SELECT d.number FROM card d WHERE d.customer_id = c.id AND d.status = 'active'
    ORDER BY d.id DESC LIMIT 1)"""
_FAVOURITE: Final = """coalesce((SELECT g.name FROM sale s
    JOIN sale_line l ON l.sale_id = s.id JOIN product_group g ON g.code = l.group_code
    WHERE s.customer_id IN (SELECT c.id UNION ALL
        SELECT m.customer_id FROM customer_detail m WHERE m.merged_into = c.id)
    AND s.local_date >= ? GROUP BY g.id ORDER BY sum(l.net) DESC, g.id LIMIT 1), '')"""
_SPENT: Final = """coalesce((SELECT sum(e.amount) FROM turnover_entry e
    WHERE e.customer_id = c.id AND e.local_day >= ?), 0)"""
_LANGUAGE: Final = """CASE c.language WHEN 'en' THEN 'English' WHEN 'ru' THEN 'Русский'
    WHEN 'pl' THEN 'Polski' WHEN 'az' THEN 'Azərbaycan' ELSE coalesce(c.language, '') END"""

_CELLS: Final = {
    "first_name": "substr(c.name, 1, instr(c.name || ' ', ' ') - 1)", "name": "c.name",
    "phone": _PHONE, "phones": _PHONES, "email": _EMAIL, "messenger": _MESSENGER,
    "address": _ADDRESS, "birthday": "c.birthday", "language": _LANGUAGE,
    "card": f"coalesce({_CARD}, '')", "card_last4": f"coalesce(substr({_CARD}, -4), '')",
    "balance": "coalesce(acc.balance, 0)", "turnover": "coalesce(acc.turnover, 0)",
    "visits": "coalesce(acc.visits, 0)", "last_visit": "acc.last_visit",
    "groups": """CASE c.groups WHEN '[]' THEN '' ELSE
        (SELECT group_concat(value, ', ') FROM json_each(c.groups)) END""",
    "tags": """CASE coalesce(det.tags, '[]') WHEN '[]' THEN '' ELSE
        (SELECT group_concat(value, ', ') FROM json_each(det.tags)) END""",
    "household": "coalesce((SELECT h.name FROM household h WHERE h.id = det.household_id), '')",
    "consent_call": f"coalesce({_STATEMENT.format('call')}, 0)",
    "consent_sms": f"coalesce({_STATEMENT.format('sms')}, 0)",
    "consent_email": f"coalesce({_STATEMENT.format('email')}, 0)",
    "consent_post": f"coalesce({_STATEMENT.format('post')}, 0)",
    "consent_messenger": f"coalesce({_STATEMENT.format('messenger')}, 0)",
    "created": "c.created_at", "note": "c.note",
}  # fmt: skip
_AS_KEPT: Final = {"phone": "c.phone", "email": "c.email", "phones": _ALL_PHONES}
"""The shop's own list shows what is written down, whether it works or not."""

_SINCE: Final = {"spent_year": _SPENT, "favourite": _FAVOURITE}

_REACH: Final = {
    ListPurpose.CALLS: (_PHONE, f"(c.phone <> '' OR {_ANY.format('phone')})", LeftOut.NO_PHONE),
    ListPurpose.SMS: (_PHONE, f"(c.phone <> '' OR {_ANY.format('phone')})", LeftOut.NO_PHONE),
    ListPurpose.EMAIL: (_EMAIL, f"(c.email <> '' OR {_ANY.format('email')})", LeftOut.NO_EMAIL),
    ListPurpose.POST: (_ADDRESS, _ANY.format("address"), LeftOut.NO_ADDRESS),
    ListPurpose.MESSENGER: (_MESSENGER, _ANY.format("messenger"), LeftOut.NO_MESSENGER),
}  # fmt: skip


class SqlitePeopleRows:
    """See :class:`pos_app.services.people_export.PeopleRows`; days are those of ``zone``."""

    def __init__(self, store: Store, zone: ZoneInfo) -> None:
        self._store = store
        self._zone = zone

    @contextmanager
    def reading(self, wanted: PeopleSelect) -> Iterator[_Read]:
        """Read one state of the store."""
        with translated(), closing(connect_read_only(self._store.path)) as connection:
            connection.execute("BEGIN")
            yield _Read(connection, wanted, self._zone)


class _Read:
    """See :class:`pos_app.services.people_export.PeopleRead`."""

    def __init__(self, connection: Connection, wanted: PeopleSelect, zone: ZoneInfo) -> None:
        self._connection = connection
        self._where = _storable(people_where(wanted.people, fold, zone))
        self._reason = _reason(wanted.purpose)
        self._cells, self._params = _cells(wanted)
        self._local = [place for place, key in enumerate(wanted.columns) if key == "created"]
        self._zone = zone

    def sizes(self) -> Sizes:
        """How many, and how many left out for what."""
        if self._reason is None:
            sql = f"SELECT count(*) FROM customer c WHERE {self._where.sql}"
            row = self._connection.execute(sql, self._where.params).fetchone()
            return Sizes(matched=row[0], left_out={})
        found = dict(
            self._connection.execute(
                f"SELECT {self._reason}, count(*) {_FROM} WHERE {self._where.sql} GROUP BY 1",
                self._where.params,
            ).fetchall()
        )
        left = {reason: found[reason.value] for reason in LeftOut if reason.value in found}
        return Sizes(matched=sum(found.values()), left_out=left)

    def first(self, limit: int) -> Sequence[SampleRow]:
        """The first of the list with those left out."""
        sql = (
            f"SELECT {_CELLS['first_name']}, {self._reason or 'NULL'}, {self._cells} {_FROM} "
            f"WHERE {self._where.sql} {_BY_NAME} LIMIT ?"
        )
        params = (*self._params, *self._where.params, limit)
        return [
            SampleRow(
                name=row[0], reason=LeftOut(row[1]) if row[1] else None, cells=self._made(row[2:])
            )
            for row in self._connection.execute(sql, params).fetchall()
        ]

    def rows(self) -> Iterator[Row]:
        """Everybody in the file, by name, one after another."""
        cursor = self.cursor()
        while batch := cursor.fetchmany(BATCH):
            yield from map(self._made, batch) if self._local else batch

    def cursor(self) -> Any:
        """The same as the store gives it."""
        stays = f" AND {self._reason} IS NULL" if self._reason else ""
        sql = f"SELECT {self._cells} {_FROM} WHERE {self._where.sql}{stays} {_BY_NAME}"
        return self._connection.execute(sql, (*self._params, *self._where.params))

    def _made(self, row: tuple[Any, ...]) -> Row:
        if not self._local:
            return row
        cells = list(row)
        for place in self._local:
            text = cells[place]
            cells[place] = _local_day(text[:16] + "+00:00" if text else None, self._zone)
        return cells


def _cells(wanted: PeopleSelect) -> tuple[str, tuple[object, ...]]:
    parts: list[str] = []
    params: list[object] = []
    for key in wanted.columns:
        if key == "tier":
            parts.append(_tier(wanted, params))
        elif key in _SINCE:
            parts.append(_SINCE[key])
            params.append(wanted.since.isoformat())
        elif wanted.purpose is ListPurpose.INTERNAL and key in _AS_KEPT:
            parts.append(_AS_KEPT[key])
        else:
            parts.append(_CELLS[key])
    return ", ".join(parts), tuple(params)


def _tier(wanted: PeopleSelect, params: list[object]) -> str:
    if not wanted.tiers:
        return "coalesce(acc.tier_id, '')"
    for pair in wanted.tiers.items():
        params.extend(pair)
    names = " ".join(["WHEN ? THEN ?"] * len(wanted.tiers))
    return f"CASE acc.tier_id {names} ELSE coalesce(acc.tier_id, '') END"


def _reason(purpose: ListPurpose) -> str | None:
    """Why somebody is left out of a list for ``purpose``, NULL for who stays; None: nobody is."""
    channel = purpose.channel
    if channel is None:
        return None
    usable, any_contact, none = _REACH[purpose]
    said = _STATEMENT.format(channel.value)
    calls = f"WHEN det.do_not_call = 1 THEN '{LeftOut.DO_NOT_CALL.value}'"
    return f"""(CASE WHEN coalesce({said}, 0) = 0 THEN
        CASE WHEN {_EVER.format(channel.value)} THEN '{LeftOut.WITHDREW.value}'
            ELSE '{LeftOut.NO_CONSENT.value}' END
        {calls if purpose is ListPurpose.CALLS else ""}
        WHEN {usable} = '' THEN CASE WHEN {any_contact} THEN '{LeftOut.BOUNCED.value}'
            ELSE '{none.value}' END END)"""


def _storable(where: Condition) -> Condition:
    """``where`` with half characters made question marks, as SQLite takes no other."""
    made: list[object] = [
        each.encode("utf-8", "replace").decode() if isinstance(each, str) else each
        for each in where.params
    ]
    return Condition(where.sql, tuple(made))


@lru_cache(maxsize=50_000)
def _local_day(text: str | None, zone: ZoneInfo) -> str | None:
    """The shop's day of an instant, as ISO text; many people come in the same minute."""
    return datetime.fromisoformat(text).astimezone(zone).date().isoformat() if text else None
