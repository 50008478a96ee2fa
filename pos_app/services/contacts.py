"""Further ways to reach a person: more phones, e-mails, messengers and addresses.

The main phone and e-mail stand in the customer record; preferring another one swaps the two.
The journal hears of the person by uuid and of the kind of contact only (R34).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from pos_app.domain.customer import Customer
from pos_app.domain.errors import PosError
from pos_app.domain.events import Event
from pos_app.domain.staff import Action, Approval, Person
from pos_app.services import checks
from pos_app.services.approvals import Permissions
from pos_app.services.customers import PhonePort, checked_email
from pos_app.services.people import known_customer
from pos_app.services.people_records import CONTACT_KINDS, Contact, ContactKind, ContactState
from pos_app.services.ports import Clock, EventSink, IdSource, UnitOfWork, UnitOfWorkFactory
from pos_app.services.session import Session
from pos_app.services.settings import load_settings

MOST_CONTACTS: Final = 20
"""Further contacts of one person."""

STATES: Final[tuple[ContactState, ...]] = ("unknown", "valid", "bounced")

_KIND = checks.one_of(CONTACT_KINDS)
_STATE = checks.one_of(STATES)
_LABEL = checks.text(60)
_MESSENGER = checks.text(100, required=True)
_ADDRESS = checks.text(500, multiline=True, required=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactForm:
    """A contact as entered; ``label`` says which ("work", "WhatsApp")."""

    kind: ContactKind
    value: str
    label: str = ""
    state: ContactState = "unknown"


class ContactService:
    """Adding, changing, preferring and removing contacts.

    Every deed raises :class:`NeedsApproval` for a cashier (``event_ref``: the customer's uuid) and
    ``PosError`` ``customer_unknown``, ``contact_unknown``.
    """

    def __init__(
        self,
        uow: UnitOfWorkFactory,
        permissions: Permissions,
        phones: PhonePort,
        clock: Clock,
        ids: IdSource,
        sink: EventSink,
    ) -> None:
        self._uow = uow
        self._permissions = permissions
        self._phones = phones
        self._clock = clock
        self._ids = ids
        self._sink = sink

    def add(
        self,
        session: Session,
        customer_id: int,
        form: ContactForm,
        *,
        approval: Approval | None = None,
    ) -> Contact:
        """A contact more.

        Raises ``PosError``: ``phone_invalid``, ``setting_invalid`` (field ``value``, ``label`` or
        ``email``), ``contact_known`` (the person has it already), ``contacts_full`` (``most``).
        """
        approver = self._allowed(session, customer_id, approval)
        with self._uow() as uow:
            person = known_customer(uow, customer_id)
            contact = Contact(
                uuid=self._ids.uuid(),
                customer_id=customer_id,
                kind=_KIND("kind", form.kind),
                value=self._value(uow, form),
                label=_LABEL("label", form.label),
                state=_STATE("state", form.state),
                at=self._clock.now(),
            )
            others = uow.people.contacts(customer_id)
            if len(others) >= MOST_CONTACTS:
                raise PosError("contacts_full", most=MOST_CONTACTS)
            _ensure_new(person, contact, others)
            contact = replace(contact, id=uow.people.add_contact(contact))
            content = {"customer": person.uuid, "kind": contact.kind}
            uow.record(_by(session, approver, Event(type="contact.added", content=content)))
            uow.commit()
        self._sink.changed("customer", str(customer_id))
        return contact

    def change(
        self,
        session: Session,
        customer_id: int,
        contact_id: int,
        form: ContactForm,
        *,
        approval: Approval | None = None,
    ) -> Contact:
        """The same contact written otherwise; its kind stays, and so does an empty value.

        Raises as :meth:`add`.
        """
        approver = self._allowed(session, customer_id, approval)
        with self._uow() as uow:
            person = known_customer(uow, customer_id)
            before = _found(uow, customer_id, contact_id)
            after = replace(
                before,
                value=self._value(uow, replace(form, kind=before.kind))
                if form.value.strip()
                else before.value,
                label=_LABEL("label", form.label),
                state=_STATE("state", form.state),
            )
            others = [one for one in uow.people.contacts(customer_id) if one.id != contact_id]
            _ensure_new(person, after, others)
            if after != before:
                uow.people.update_contact(after)
                content = {"customer": person.uuid, "kind": after.kind}
                uow.record(_by(session, approver, Event(type="contact.changed", content=content)))
                uow.commit()
        self._sink.changed("customer", str(customer_id))
        return after

    def remove(
        self,
        session: Session,
        customer_id: int,
        contact_id: int,
        *,
        approval: Approval | None = None,
    ) -> Contact:
        """Take a contact away; what it was, so that it can be added again."""
        approver = self._allowed(session, customer_id, approval)
        with self._uow() as uow:
            person = known_customer(uow, customer_id)
            gone = _found(uow, customer_id, contact_id)
            uow.people.remove_contact(contact_id)
            content = {"customer": person.uuid, "kind": gone.kind}
            uow.record(_by(session, approver, Event(type="contact.removed", content=content)))
            uow.commit()
        self._sink.changed("customer", str(customer_id))
        return gone

    def prefer(
        self,
        session: Session,
        customer_id: int,
        contact_id: int,
        *,
        approval: Approval | None = None,
    ) -> None:
        """Make it the first choice of its kind.

        A phone or an e-mail changes places with the main one, states included; among messengers
        and among addresses it is marked.
        """
        approver = self._allowed(session, customer_id, approval)
        with self._uow() as uow:
            person = known_customer(uow, customer_id)
            contact = _found(uow, customer_id, contact_id)
            if contact.kind in ("phone", "email"):
                _swap(uow, person, contact)
            else:
                _mark(uow, contact)
            content = {"customer": person.uuid, "kind": contact.kind}
            uow.record(_by(session, approver, Event(type="contact.preferred", content=content)))
            uow.commit()
        self._sink.changed("customer", str(customer_id))

    def _allowed(
        self, session: Session, customer_id: int, approval: Approval | None
    ) -> Person | None:
        with self._uow() as uow:
            ref = known_customer(uow, customer_id).uuid
        return self._permissions.require(
            session, Action.CONTACT_EDIT, event_ref=ref, approval=approval
        )

    def _value(self, uow: UnitOfWork, form: ContactForm) -> str:
        if form.kind == "phone":
            phone = self._phones.e164(form.value, load_settings(uow).locale.region)
            if phone is None:
                raise PosError("phone_invalid")
            return phone
        if form.kind == "email":
            email = checked_email(form.value)
            if not email:
                raise checks.refuse("email", "empty")
            return email
        check = _MESSENGER if form.kind == "messenger" else _ADDRESS
        return str(check("value", form.value))


def _found(uow: UnitOfWork, customer_id: int, contact_id: int) -> Contact:
    for contact in uow.people.contacts(customer_id):
        if contact.id == contact_id:
            return contact
    raise PosError("contact_unknown")


def _ensure_new(person: Customer, contact: Contact, others: Sequence[Contact]) -> None:
    known = {(one.kind, one.value.casefold()) for one in others}
    known |= {("phone", person.phone), ("email", person.email.casefold())}
    if (contact.kind, contact.value.casefold()) in known:
        raise PosError("contact_known")


def _swap(uow: UnitOfWork, person: Customer, contact: Contact) -> None:
    detail = uow.people.detail(person.id)
    if contact.kind == "phone":
        main, state = person.phone, detail.phone_state
        uow.customers.update(replace(person, phone=contact.value))
        uow.people.put_detail(replace(detail, phone_state=contact.state))
    else:
        main, state = person.email, detail.email_state
        uow.customers.update(replace(person, email=contact.value))
        uow.people.put_detail(replace(detail, email_state=contact.state))
    if main:
        uow.people.update_contact(replace(contact, value=main, state=state, label=""))
    else:
        uow.people.remove_contact(contact.id)


def _mark(uow: UnitOfWork, chosen: Contact) -> None:
    for contact in uow.people.contacts(chosen.customer_id):
        wanted = contact.id == chosen.id
        if contact.kind == chosen.kind and contact.preferred != wanted:
            uow.people.update_contact(replace(contact, preferred=wanted))


def _by(session: Session, approver: Person | None, event: Event) -> Event:
    return replace(event, person=session.person_uuid, approver=approver.uuid if approver else None)
