"""What a row would change of a person: empty fields filled, or all of them overwritten."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from pos_app.domain.customer import Customer
from pos_app.services.customers import present_consents
from pos_app.services.people_import_rows import PersonRow, Statement
from pos_app.services.people_records import ContactKind, PersonDetail
from pos_app.services.ports import UnitOfWork

NewContact = tuple[ContactKind, str, str]
"""Kind, value, label."""


@dataclass(slots=True, kw_only=True)
class Dossier:
    """A person as they will be after the rows read so far; ``before`` None for a new one.

    What is to be added stands apart: ``contacts``, ``notes``, ``consents``, ``cards``. ``rows`` are
    the rows that changed something, ``referrer`` as the last of them names them.
    """

    person: Customer
    detail: PersonDetail
    before: Customer | None = None
    detail_before: PersonDetail | None = None
    visits: int = 0
    tier_id: str | None = None
    tier_before: str | None = None
    known: set[tuple[str, str]] = field(default_factory=set)
    noted: set[str] = field(default_factory=set)
    owned: set[str] = field(default_factory=set)
    stated: dict[Statement, bool] = field(default_factory=dict)
    contacts: list[NewContact] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    cards: list[str] = field(default_factory=list)
    consents: dict[Statement, bool] = field(default_factory=dict)
    wording: str = ""
    externals: list[str] = field(default_factory=list)
    referrer: str = ""
    rows: list[int] = field(default_factory=list)

    def copied(self) -> Dossier:
        """A copy that may be changed for a try."""
        return replace(
            self, known=set(self.known), noted=set(self.noted), owned=set(self.owned),
            stated=dict(self.stated), contacts=list(self.contacts), notes=list(self.notes),
            cards=list(self.cards), consents=dict(self.consents), externals=list(self.externals),
        )  # fmt: skip


def load_dossier(uow: UnitOfWork, customer_id: int) -> Dossier:
    """A person of the shop, as they stand."""
    person = uow.customers.get(customer_id)
    if person is None:  # pragma: no cover - the index of the same transaction names them
        raise AssertionError("a person vanished within one transaction")
    detail, account = uow.people.detail(customer_id), uow.customers.account(customer_id)
    statements = present_consents(uow.customers.consents(customer_id))
    return Dossier(
        person=person, detail=detail, before=person, detail_before=detail,
        visits=account.visits, tier_id=account.tier_id, tier_before=account.tier_id,
        known={_key(each.kind, each.value) for each in uow.people.contacts(customer_id)},
        noted={note.text for note in uow.people.notes(customer_id)} | {person.note},
        owned={card.number for card in uow.cards.of_customer(customer_id)},
        stated={key: statement.given for key, statement in statements.items()},
    )  # fmt: skip


def new_dossier(uuid: str) -> Dossier:
    """A person nothing is known of yet."""
    return Dossier(
        person=Customer(id=0, uuid=uuid), detail=PersonDetail(customer_id=0, source="import")
    )


def merge(dossier: Dossier, row: PersonRow, *, overwrite: bool, known_external: bool) -> list[str]:
    """Take what ``row`` says into ``dossier``; the names of the fields that changed.

    ``known_external``: the row's number is already this person's.
    """
    changed = _merge_fields(dossier, row, overwrite=overwrite)
    changed += _merge_contacts(dossier, row)
    changed += _merge_detail(dossier, row)
    if row.card and row.card not in dossier.owned:
        dossier.owned.add(row.card)
        dossier.cards.append(row.card)
        changed.append("card")
    for text in row.notes:
        if text not in dossier.noted:
            dossier.noted.add(text)
            dossier.notes.append(text)
            changed.append("note")
    changed += _merge_consents(dossier, row)
    if row.tier and row.tier != dossier.tier_id and (overwrite or dossier.tier_id is None):
        dossier.tier_id = row.tier
        changed.append("tier")
    if row.external and not known_external:
        dossier.externals.append(row.external)
        changed.append("external")
    if row.referrer and dossier.person.referrer_id is None and not dossier.referrer:
        dossier.referrer = row.referrer
        changed.append("referrer")
    return list(dict.fromkeys(changed))


def _merge_fields(dossier: Dossier, row: PersonRow, *, overwrite: bool) -> list[str]:
    person = dossier.person
    told: dict[str, object] = {
        "name": row.name, "phone": row.phone, "email": row.email, "birthday": row.birthday,
        "language": row.language,
    }  # fmt: skip
    new = {
        name: value for name, value in told.items()
        if value and (overwrite or not getattr(person, name)) and not _same(person, name, value)
    }  # fmt: skip
    groups = _added(person.groups, row.groups)
    if groups:
        new["groups"] = (*person.groups, *groups)
    dossier.person = replace(person, **new)  # type: ignore[arg-type]
    if overwrite:
        for kind in ("phone", "email"):
            was = getattr(person, kind)
            if kind in new and was:
                dossier.contacts.append((kind, was, ""))
                dossier.known.add(_key(kind, was))
    return list(new)


def _same(person: Customer, name: str, value: object) -> bool:
    was = getattr(person, name)
    if name == "email":
        return str(was).casefold() == str(value).casefold()
    return bool(was == value)


def _merge_contacts(dossier: Dossier, row: PersonRow) -> list[str]:
    person = dossier.person
    main = {_key("phone", person.phone), _key("email", person.email)}
    told: list[NewContact] = [("phone", phone.number, phone.label) for phone in row.phones]
    told += [("email", email, "") for email in row.emails]
    told += [("messenger", value, label) for value, label in row.messengers]
    told += [("address", address, "") for address in row.addresses]
    changed = []
    for kind, value, label in told:
        key = _key(kind, value)
        if key in main and label:
            text = f"{value} {label}"
            if text not in dossier.noted:
                dossier.noted.add(text)
                dossier.notes.append(text)
                changed.append("note")
        elif key not in main and key not in dossier.known:
            dossier.known.add(key)
            dossier.contacts.append((kind, value, label))
            changed.append(kind)
    return changed


def _merge_detail(dossier: Dossier, row: PersonRow) -> list[str]:
    tags = _added(dossier.detail.tags, row.tags)
    changed = ["tags"] if tags else []
    asked = bool(row.do_not_call) and not dossier.detail.do_not_call
    if asked:
        changed.append("do_not_call")
    if changed:
        dossier.detail = replace(
            dossier.detail, tags=(*dossier.detail.tags, *tags),
            do_not_call=dossier.detail.do_not_call or asked,
        )  # fmt: skip
    return changed


def _merge_consents(dossier: Dossier, row: PersonRow) -> list[str]:
    """A withdrawal is always taken, a consent only where the person has said nothing yet (R24)."""
    changed = []
    for statement, given in row.consents:
        said = dossier.stated.get(statement)
        if (given and said is None) or (not given and said):
            dossier.stated[statement] = dossier.consents[statement] = given
            dossier.wording = row.wording or dossier.wording
            changed.append("consent")
    return changed


def kept_withdrawals(dossier: Dossier, row: PersonRow) -> bool:
    """Whether the row consents to what the person has taken back."""
    return any(given and dossier.stated.get(key) is False for key, given in row.consents)


def _added(have: Sequence[str], told: Sequence[str]) -> tuple[str, ...]:
    known = {each.casefold() for each in have}
    return tuple(each for each in told if each.casefold() not in known)


def _key(kind: str, value: str) -> tuple[str, str]:
    return kind, value.casefold()
