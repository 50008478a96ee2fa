"""A merge worked out on the open transaction: fields, contacts, tier, consents (R23)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from pos_app.domain.customer import Account, Channel, Consent, Customer, Purpose
from pos_app.domain.errors import PosError
from pos_app.domain.pricing import Programme
from pos_app.domain.tier import Tier, higher, tier_for, window_start
from pos_app.services.customers import present_consents
from pos_app.services.loyalty import current_tier, window_turnover
from pos_app.services.merge_points import standing_turnover
from pos_app.services.merge_records import (
    FIELDS,
    ConsentChange,
    FieldChoice,
    MergeField,
    MergeOrder,
    Side,
)
from pos_app.services.people_records import Contact, ContactKind, PersonDetail
from pos_app.services.ports import UnitOfWork

Statements = Mapping[tuple[Purpose, Channel | None], Consent]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One of the two, with all that the merge looks at."""

    customer: Customer
    detail: PersonDetail
    account: Account
    contacts: Sequence[Contact]
    consents: Statements
    household: str

    @property
    def texts(self) -> dict[MergeField, str]:
        """The fields there is a choice of, as text."""
        person = self.customer
        return {
            "name": person.name,
            "phone": person.phone,
            "email": person.email,
            "birthday": person.birthday.isoformat() if person.birthday else "",
            "language": person.language or "",
            "note": person.note,
            "household": self.household,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class TierSet:
    """The tier the survivor gets, and to when if it was given by hand."""

    tier: Tier
    until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What the merge makes of the survivor; ``tier`` None: it stays.

    ``moved`` are contacts as they stand afterwards, ``added`` main ones that became further ones;
    ``referred`` the people the merged one had brought.
    """

    survivor: Person
    merged: Person
    fields: tuple[FieldChoice, ...]
    customer: Customer
    detail: PersonDetail
    moved: tuple[Contact, ...]
    added: tuple[tuple[ContactKind, str], ...]
    note: str
    consents: tuple[ConsentChange, ...]
    tier: TierSet | None
    tier_before: tuple[Tier | None, Tier | None]
    referred: tuple[int, ...]


def read_person(uow: UnitOfWork, customer_id: int) -> Person:
    """Somebody who can be merged.

    Raises ``PosError`` ``customer_unknown``, ``merge_gone`` (no longer in use).
    """
    customer = uow.customers.get(customer_id)
    if customer is None:
        raise PosError("customer_unknown")
    if not customer.active:
        raise PosError("merge_gone")
    detail = uow.people.detail(customer_id)
    homes = {home.id: home.name for home in uow.people.households()}
    return Person(
        customer=customer,
        detail=detail,
        account=uow.customers.account(customer_id),
        contacts=uow.people.contacts(customer_id),
        consents=present_consents(uow.customers.consents(customer_id)),
        household=homes.get(detail.household_id or 0, ""),
    )


def work_out(uow: UnitOfWork, order: MergeOrder, programme: Programme, today: date) -> Plan:
    """What the merge would do; raises ``merge_same`` and as :func:`read_person`."""
    if order.survivor_id == order.merged_id:
        raise PosError("merge_same")
    one, other = read_person(uow, order.survivor_id), read_person(uow, order.merged_id)
    fields = _fields(one, other, order.choices)
    sides = {field.key: field.side for field in fields}
    customer = _customer(uow, one, other, sides)
    moved, added = _contacts(one, other, customer)
    tiers = _tiers(uow, one, other, programme, today)
    return Plan(
        survivor=one,
        merged=other,
        fields=fields,
        customer=customer,
        detail=_detail(one, other, sides),
        moved=moved,
        added=added,
        note=_lost_note(one, other, customer),
        consents=stricter(one.consents, other.consents),
        tier=_tier(uow, one, other, tiers, programme, today),
        tier_before=tiers,
        referred=tuple(
            each
            for each in uow.merges.referred(other.customer.id)
            if each != one.customer.id
        ),
    )  # fmt: skip


def _fields(
    one: Person, other: Person, choices: Mapping[MergeField, Side]
) -> tuple[FieldChoice, ...]:
    mine, theirs = one.texts, other.texts
    return tuple(
        FieldChoice(
            key=key,
            survivor=mine[key],
            merged=theirs[key],
            side=choices.get(key, "survivor" if mine[key] or not theirs[key] else "merged"),
        )
        for key in FIELDS
    )


def _customer(
    uow: UnitOfWork, one: Person, other: Person, sides: Mapping[MergeField, Side]
) -> Customer:
    def of(key: MergeField) -> Customer:
        return one.customer if sides[key] == "survivor" else other.customer

    groups = dict.fromkeys((*one.customer.groups, *other.customer.groups))
    return replace(
        one.customer,
        name=of("name").name,
        phone=of("phone").phone,
        email=of("email").email,
        birthday=of("birthday").birthday,
        language=of("language").language,
        note=of("note").note,
        groups=tuple(groups),
        referrer_id=_referrer(uow, one.customer, other.customer),
    )


def _referrer(uow: UnitOfWork, one: Customer, other: Customer) -> int | None:
    """Who brought them: the survivor's first, never themselves, not even in a circle."""
    for referrer in (one.referrer_id, other.referrer_id):
        seen = {one.id, other.id}
        above = referrer
        while above is not None and above not in seen:
            seen.add(above)
            person = uow.customers.get(above)
            above = person.referrer_id if person is not None else None
        if above is None and referrer is not None:
            return referrer
    return None


def _detail(one: Person, other: Person, sides: Mapping[MergeField, Side]) -> PersonDetail:
    def of(key: MergeField) -> PersonDetail:
        return one.detail if sides[key] == "survivor" else other.detail

    return replace(
        one.detail,
        phone_state=of("phone").phone_state,
        email_state=of("email").email_state,
        preferred=one.detail.preferred or other.detail.preferred,
        do_not_call=one.detail.do_not_call or other.detail.do_not_call,
        household_id=of("household").household_id,
        tags=tuple(dict.fromkeys((*one.detail.tags, *other.detail.tags))),
    )


def _contacts(
    one: Person, other: Person, after: Customer
) -> tuple[tuple[Contact, ...], tuple[tuple[ContactKind, str], ...]]:
    """Contacts that change, and the main ones that become further ones; nothing twice.

    Of those preferred among their kind the survivor's stays so.
    """
    have: set[tuple[str, str]] = {("phone", after.phone), ("email", after.email.lower())}
    preferred: set[str] = set()
    changed = []
    for contact in (*one.contacts, *other.contacts):
        key = (contact.kind, contact.value.lower())
        if key in have:
            final = replace(contact, customer_id=other.customer.id)
        else:
            first = contact.preferred and contact.kind not in preferred
            final = replace(contact, customer_id=one.customer.id, preferred=first)
            preferred |= {contact.kind} if first else set()
        have.add(key)
        if final != contact:
            changed.append(final)
    mains: list[tuple[ContactKind, str]] = []
    for person in (one.customer, other.customer):
        for kind, text in _mains(person):
            if text and (kind, text.lower()) not in have:
                have.add((kind, text.lower()))
                mains.append((kind, text))
    return tuple(changed), tuple(mains)


def _mains(person: Customer) -> tuple[tuple[ContactKind, str], ...]:
    return ("phone", person.phone), ("email", person.email)


def _lost_note(one: Person, other: Person, after: Customer) -> str:
    """The note that was not chosen: it is kept as a dated one."""
    notes = {one.customer.note, other.customer.note} - {"", after.note}
    return notes.pop() if notes else ""


# --- consents --------------------------------------------------------------------------------


def stricter(mine: Statements, theirs: Statements) -> tuple[ConsentChange, ...]:
    """What holds afterwards, by purpose and channel (R23, R24).

    Being written to stays allowed only where both said yes: who was never asked has not consented.
    Keeping the account stays allowed where one said yes and none took it back.
    """
    keys = dict.fromkeys((*mine, *theirs))
    return tuple(
        ConsentChange(
            purpose=purpose,
            channel=channel,
            survivor=_said(mine, (purpose, channel)),
            merged=_said(theirs, (purpose, channel)),
            after=_after(
                purpose, _said(mine, (purpose, channel)), _said(theirs, (purpose, channel))
            ),
        )
        for purpose, channel in sorted(
            keys, key=lambda key: (key[0].value, key[1].value if key[1] else "")
        )
    )


def _said(statements: Statements, key: tuple[Purpose, Channel | None]) -> bool | None:
    statement = statements.get(key)
    return statement.given if statement is not None else None


def _after(purpose: Purpose, mine: bool | None, theirs: bool | None) -> bool:
    if purpose is Purpose.PROGRAMME:
        return mine is not False and theirs is not False
    return mine is True and theirs is True


# --- tiers -----------------------------------------------------------------------------------


def _tiers(
    uow: UnitOfWork, one: Person, other: Person, programme: Programme, today: date
) -> tuple[Tier | None, Tier | None]:
    def now(person: Person) -> Tier | None:
        turnover = window_turnover(uow, person.account, programme, today)
        return current_tier(person.account, turnover, programme, today)

    return now(one), now(other)


def _tier(
    uow: UnitOfWork,
    one: Person,
    other: Person,
    tiers: tuple[Tier | None, Tier | None],
    programme: Programme,
    today: date,
) -> TierSet | None:
    """The higher of the two, or what both turnovers reach together (R19, R23)."""
    since = window_start(programme.turnover_window, today) or date.min
    brought = sum(
        entry.amount
        for entry in standing_turnover(uow, other.customer.id)
        if entry.local_day >= since
    )
    own, theirs = tiers
    reached = tier_for(window_turnover(uow, one.account, programme, today) + brought,
                       programme.tiers)  # fmt: skip
    best = higher(higher(own, reached), theirs)
    if best is None or best == own:
        return None
    if best == reached:
        return TierSet(tier=best, until=None)
    until = other.account.tier_manual_until
    return TierSet(tier=best, until=until if until is not None and today <= until else None)
