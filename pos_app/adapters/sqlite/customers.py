"""People, consents, tiers and the turnover ledger with its cached account figures."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Final

from pos_app.adapters.sqlite.search import digits_of, search_text, tidy
from pos_app.adapters.sqlite.session import (
    Row,
    Session,
    day_or_none,
    day_text_or_none,
    reference,
    utc_text,
    utc_time,
)
from pos_app.domain.customer import Account, Channel, Consent, Customer, Purpose
from pos_app.domain.errors import PosError
from pos_app.i18n.fold import order_bytes
from pos_app.services.records import TurnoverEntry

_SELECT: Final = """SELECT id, uuid, name, phone, email, birthday, language, note, groups,
    referrer_id, created_at, active FROM customer """
_BY_PHONE: Final = (
    _SELECT  # noqa: S608 - the program's own columns
    + """WHERE id IN (SELECT id FROM customer WHERE phone = ? AND phone <> ''
    UNION SELECT customer_id FROM contact WHERE kind = 'phone' AND value = ?) ORDER BY id"""
)
_INSERT: Final = """INSERT INTO customer (id, uuid, name, phone, email, birthday, language, note,
    groups, referrer_id, created_at, active, name_fold, search, seal, name_order)
    VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"""
_UPDATE: Final = """UPDATE customer SET uuid=?, name=?, phone=?, email=?, birthday=?, language=?,
    note=?, groups=?, referrer_id=?, created_at=?, active=?, name_fold=?, search=?, seal=?,
    name_order=? WHERE id=?"""

_LAST_VISIT: Final = """UPDATE account SET last_visit = (SELECT max(local_day) FROM (
    SELECT local_day FROM turnover_entry e WHERE e.customer_id = account.customer_id
        AND visit <> 0 GROUP BY local_day HAVING sum(visit) > 0)) WHERE customer_id = ?"""


class SqliteCustomers:
    """See :class:`pos_app.services.ports.CustomerRepo`."""

    def __init__(self, session: Session) -> None:
        self._db = session

    def get(self, customer_id: int) -> Customer | None:
        """By id."""
        return self._find("WHERE id = ?", customer_id)

    def by_uuid(self, uuid: str) -> Customer | None:
        """By the identity that travels."""
        return self._find("WHERE uuid = ?", uuid)

    def by_phone(self, phone: str) -> Sequence[Customer]:
        """All people with this number (E.164) as one of theirs; families share one."""
        if not phone:
            return []
        rows = self._db.all(_BY_PHONE, (phone, phone))
        return [_customer(row) for row in rows]

    def add(self, customer: Customer) -> int:
        """Store a new person with an empty account; the id."""
        customer_id = self._db.next_id("customer")
        created = utc_text(customer.created_at or self._db.clock.now())
        values = self._values(customer_id, customer, created)
        seal = self._db.sealer.seal("customer", values)
        self._db.run(_INSERT, (*values, seal, self._order(customer.name)))
        self._db.run(
            "INSERT INTO account (customer_id, balance, turnover, visits) VALUES (?, 0, 0, 0)",
            (customer_id,),
        )
        return customer_id

    def update(self, customer: Customer) -> None:
        """Store all fields; the time of creation stays when none is given."""
        row = self._db.one("SELECT created_at FROM customer WHERE id = ?", (customer.id,))
        if row is None:
            raise PosError("customer_unknown", customer_id=customer.id)
        created = utc_text(customer.created_at) if customer.created_at else str(row[0])
        values = self._values(customer.id, customer, created)
        seal = self._db.sealer.seal("customer", values)
        self._db.run(_UPDATE, (*values[1:], seal, self._order(customer.name), customer.id))

    def search_again(self, customer_id: int) -> None:
        """Make a person's search text anew, after a contact came or went."""
        customer = self.get(customer_id)
        if customer is not None:
            self.update(customer)

    def add_consent(self, consent: Consent) -> None:
        """Append a statement."""
        self._db.append(
            "consent",
            (
                self._db.ids.uuid(),
                self._db.till,
                consent.customer_id,
                consent.purpose.value,
                consent.channel.value if consent.channel else None,
                int(consent.given),
                utc_text(consent.at),
                consent.wording,
                consent.source,
                reference(consent.person_id),
            ),
        )

    def consents(self, customer_id: int) -> Sequence[Consent]:
        """All statements, oldest first."""
        rows = self._db.all(
            "SELECT customer_id, purpose, channel, given, at, wording, source, person_id "
            "FROM consent WHERE customer_id = ? ORDER BY id",
            (customer_id,),
        )
        return [
            Consent(
                customer_id=row[0],
                purpose=Purpose(row[1]),
                channel=Channel(row[2]) if row[2] else None,
                given=bool(row[3]),
                at=utc_time(row[4]),
                wording=row[5],
                source=row[6],
                person_id=row[7],
            )
            for row in rows
        ]

    def account(self, customer_id: int) -> Account:
        """The cached figures; an empty account for a person never seen."""
        row = self._db.one(
            "SELECT balance, turnover, visits, tier_id, tier_since, tier_manual_until, last_visit "
            "FROM account WHERE customer_id = ?",
            (customer_id,),
        )
        if row is None:
            return Account(customer_id=customer_id)
        return Account(
            customer_id=customer_id,
            balance=row[0],
            turnover=row[1],
            visits=row[2],
            tier_id=row[3],
            tier_since=day_or_none(row[4]),
            tier_manual_until=day_or_none(row[5]),
            last_visit=day_or_none(row[6]),
        )

    def set_tier(
        self, customer_id: int, tier_id: str | None, since: date, manual_until: date | None = None
    ) -> None:
        """Append to the tier history and move the cached tier (R19)."""
        until = day_text_or_none(manual_until)
        self._db.append(
            "tier_entry",
            (
                self._db.ids.uuid(),
                self._db.till,
                customer_id,
                tier_id,
                since.isoformat(),
                until,
                utc_text(self._db.clock.now()),
            ),
        )
        self._db.run(
            "UPDATE account SET tier_id = ?, tier_since = ?, tier_manual_until = ? "
            "WHERE customer_id = ?",
            (tier_id, since.isoformat(), until, customer_id),
        )

    def add_turnover(self, entry: TurnoverEntry) -> None:
        """Append to the turnover ledger; move the sum, the visits and the last visit."""
        day = entry.local_day.isoformat()
        self._db.append(
            "turnover_entry",
            (
                entry.uuid,
                self._db.till,
                entry.customer_id,
                entry.amount,
                day,
                utc_text(entry.at),
                reference(entry.sale_id),
                entry.visit,
                entry.reason,
            ),
        )
        seen = day if entry.visit > 0 else None
        self._db.run(
            "UPDATE account SET turnover = turnover + ?, visits = visits + ?, "
            "last_visit = CASE WHEN ? IS NULL THEN last_visit "
            "ELSE max(coalesce(last_visit, ''), ?) END WHERE customer_id = ?",
            (entry.amount, entry.visit, seen, seen, entry.customer_id),
        )
        if entry.visit < 0:
            self._db.run(_LAST_VISIT, (entry.customer_id,))

    def turnover_since(self, customer_id: int, since: date) -> int:
        """Turnover in minor units from the local day ``since`` on, inclusive (R19)."""
        row = self._db.one(
            "SELECT coalesce(sum(amount), 0) FROM turnover_entry "
            "WHERE customer_id = ? AND local_day >= ?",
            (customer_id, since.isoformat()),
        )
        return int(row[0]) if row else 0

    def _find(self, where: str, key: object) -> Customer | None:
        row = self._db.one(_SELECT + where, (key,))
        return None if row is None else _customer(row)

    def _values(self, customer_id: int, customer: Customer, created: str) -> tuple[object, ...]:
        fold = self._db.fold
        return (
            customer_id,
            customer.uuid,
            customer.name,
            customer.phone,
            customer.email,
            day_text_or_none(customer.birthday),
            customer.language,
            customer.note,
            json.dumps(customer.groups, ensure_ascii=False),
            reference(customer.referrer_id),
            created,
            int(customer.active),
            tidy(fold(customer.name)),
            search_text(
                fold,
                customer.name,
                digits_of(customer.phone),
                customer.email,
                *self._further(customer_id),
            ),
        )

    def _further(self, customer_id: int) -> list[str]:
        """What of the other contacts is searched for."""
        rows = self._db.all(
            "SELECT kind, value FROM contact WHERE customer_id = ? AND kind <> 'address' "
            "ORDER BY id",
            (customer_id,),
        )
        return [digits_of(value) if kind == "phone" else value for kind, value in rows]

    def _order(self, name: str) -> bytes:
        """The place of a name in lists, in the order of the shop's language."""
        return order_bytes(name, self.language())

    def language(self) -> str:
        """The shop's language, by which names stand in lists."""
        row = self._db.one("SELECT value FROM setting WHERE key = 'locale.language'")
        return str(json.loads(row[0])["v"]) if row else "en"


def _customer(row: Row) -> Customer:
    return Customer(
        id=row[0],
        uuid=row[1],
        name=row[2],
        phone=row[3],
        email=row[4],
        birthday=day_or_none(row[5]),
        language=row[6],
        note=row[7],
        groups=tuple(json.loads(row[8])) if row[8] != "[]" else (),
        referrer_id=row[9],
        created_at=utc_time(row[10]),
        active=bool(row[11]),
    )
