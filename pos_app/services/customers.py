"""The people behind the cards: entering, finding, changing them, and what they consented to.

Names and contacts stay in the people's own table: the journal hears of a person by uuid only, and
of a change by the names of the fields (R24, R34).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final, Literal, Protocol

from pos_app.domain.card import Card
from pos_app.domain.customer import Account, Channel, Consent, Customer, Purpose
from pos_app.domain.errors import PosError
from pos_app.domain.events import Event
from pos_app.domain.pricing import Programme
from pos_app.domain.staff import Action, Approval, Right, right_for
from pos_app.services import checks
from pos_app.services.approvals import Permissions
from pos_app.services.cards import issue_card
from pos_app.services.consent_texts import keep_wording
from pos_app.services.grants import welcome
from pos_app.services.loyalty import Movement
from pos_app.services.people import known_customer
from pos_app.services.ports import (
    Clock,
    EventSink,
    IdSource,
    Queries,
    UnitOfWork,
    UnitOfWorkFactory,
)
from pos_app.services.records import CustomerHit, CustomerQuery
from pos_app.services.session import Session, ensure_may
from pos_app.services.settings import LANGUAGES, Settings, load_settings
from pos_app.services.slips import local_day

NO_YEAR: Final = 1904
"""The leap year that stands for a birthday given without one."""

_NAME = checks.text(100)
_NOTE = checks.text(500, multiline=True)
_EMAIL = checks.text(254)
_LANGUAGE = checks.one_of(("", *LANGUAGES))
_SHORT = checks.text(60, required=True)
OLDEST_BIRTHDAY: Final = date(1900, 1, 1)
_EDITED = ("name", "phone", "email", "birthday", "language", "note")


class PhonePort(Protocol):
    """Phone numbers of the world."""

    def e164(self, text: str, region: str) -> str | None:
        """``text`` as ``+994501234567``, read as dialled in ``region`` (ISO code, "" for none);
        None when there is no such number.
        """

    def shown(self, number: str, region: str) -> str:
        """A stored number as people in ``region`` write it; what is no number stays as it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentChoice:
    """A box ticked by the person: per purpose, and per channel for contact (R24)."""

    purpose: Purpose
    channel: Channel | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerForm:
    """A person as entered at the counter.

    Only the boxes ticked stand in ``consents``; ``wording`` is the version of the texts shown, and
    ``source`` where (for instance ``counter``). ``card_number`` "" issues none.
    """

    name: str = ""
    phone: str = ""
    email: str = ""
    birthday: date | None = None
    language: str = ""
    note: str = ""
    card_number: str = ""
    consents: tuple[ConsentChoice, ...] = ()
    wording: str = ""
    source: str = "counter"


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerChanges:
    """What is to be changed of a person; what is not given stays ("" or None takes it away)."""

    name: str | None = None
    phone: str | None = None
    email: str | None = None
    birthday: date | Literal["keep"] | None = "keep"
    language: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerProfile:
    """A person with account, cards and present consents; ``masked`` when contacts are covered."""

    customer: Customer
    account: Account
    cards: tuple[Card, ...]
    consents: Mapping[tuple[Purpose, Channel | None], Consent]
    masked: bool

    def consents_to(self, purpose: Purpose, channel: Channel | None = None) -> bool:
        """Whether the last statement about this is a consent."""
        statement = self.consents.get((purpose, channel))
        return statement is not None and statement.given


class CustomerService:
    """People of the loyalty programme."""

    def __init__(
        self,
        uow: UnitOfWorkFactory,
        queries: Queries,
        permissions: Permissions,
        phones: PhonePort,
        clock: Clock,
        ids: IdSource,
        sink: EventSink,
        programme: Callable[[], Programme] = Programme,
    ) -> None:
        self._programme = programme
        self._uow = uow
        self._queries = queries
        self._permissions = permissions
        self._phones = phones
        self._clock = clock
        self._ids = ids
        self._sink = sink

    def search(
        self, session: Session, text: str, *, limit: int = 50, offset: int = 0
    ) -> Sequence[CustomerHit]:
        """People by part of a name, phone or card digits, e-mail; contacts as the role may see."""
        query = CustomerQuery(text=text, limit=limit, offset=offset)
        return as_seen(session, self._queries.search_customers(query))

    def profile(self, session: Session, customer_id: int) -> CustomerProfile:
        """All about one person, contacts as the role may see; raises ``customer_unknown``."""
        ensure_may(session, Action.CONTACT_MASKED)
        with self._uow() as uow:
            customer = known_customer(uow, customer_id)
            account = uow.customers.account(customer_id)
            cards = tuple(uow.cards.of_customer(customer_id))
            consents = present_consents(uow.customers.consents(customer_id))
        masked = not _sees_contacts(session)
        return CustomerProfile(
            customer=_masked(customer) if masked else customer,
            account=account,
            cards=cards,
            consents=consents,
            masked=masked,
        )

    def create(self, session: Session, form: CustomerForm, *, same_phone: bool = False) -> Customer:
        """Enter a person, with card and consents, in one step.

        A card alone is enough; name, phone, e-mail or birthday are kept only with the person's
        consent to it. Raises ``PosError``: ``customer_empty`` (neither card nor phone),
        ``consent_needed``, ``phone_invalid``, ``phone_known`` (``customer``: who has it; repeat
        with ``same_phone`` for a family's), ``setting_invalid`` (field), and those of
        :meth:`CardService.issue`. With a card come the points of welcome (R13).
        """
        ensure_may(session, Action.CUSTOMER_CREATE)
        now, programme = self._clock.now(), self._programme()
        with self._uow() as uow:
            settings = load_settings(uow)
            person = self._entered(form, settings, now)
            if not person.phone and not form.card_number.strip():
                raise PosError("customer_empty")
            _ensure_consented(person, form)
            if person.phone and not same_phone:
                _ensure_new_phone(uow, person)
            person = replace(person, id=uow.customers.add(person))
            uow.record(_event("customer.created", session, person))
            for choice in dict.fromkeys(form.consents):
                self._state(uow, session, person, choice, form.wording, form.source, now, True)
            if form.card_number.strip():
                issue_card(uow, session, self._ids.uuid(), person.id, form.card_number, now)
                movement = Movement(
                    at=now, local_day=local_day(now, settings), person_id=session.person_id
                )
                welcome(uow, self._ids, programme, person, movement)
            uow.commit()
        self._sink.changed("customer", str(person.id))
        return person

    def edit(
        self,
        session: Session,
        customer_id: int,
        changes: CustomerChanges,
        *,
        same_phone: bool = False,
        approval: Approval | None = None,
    ) -> Customer:
        """Change what is known of a person; ``event_ref`` of the approval is their uuid.

        Raises :class:`NeedsApproval` for a cashier, and as :meth:`create`.
        """
        with self._uow() as uow:
            before = known_customer(uow, customer_id)
        approver = self._permissions.require(
            session, Action.CONTACT_EDIT, event_ref=before.uuid, approval=approval
        )
        with self._uow() as uow:
            after = self._changed(before, changes, load_settings(uow))
            if after.phone and after.phone != before.phone and not same_phone:
                _ensure_new_phone(uow, after)
            fields = [name for name in _EDITED if getattr(before, name) != getattr(after, name)]
            if fields:
                uow.customers.update(after)
                event = _event("customer.changed", session, after, fields=fields)
                uow.record(replace(event, approver=approver.uuid if approver else None))
                uow.commit()
        self._sink.changed("customer", str(customer_id))
        return after

    def state_consent(
        self,
        session: Session,
        customer_id: int,
        choice: ConsentChoice,
        *,
        given: bool,
        wording: str,
        source: str = "counter",
    ) -> None:
        """The person consents, or takes a consent back; every statement is kept.

        Anyone at the counter may write down what the person says. Repeating the statement in force
        writes nothing. Raises ``PosError`` ``customer_unknown``, ``setting_invalid``.
        """
        ensure_may(session, Action.CUSTOMER_CREATE)
        now = self._clock.now()
        with self._uow() as uow:
            person = known_customer(uow, customer_id)
            present = present_consents(uow.customers.consents(customer_id))
            last = present.get((choice.purpose, choice.channel))
            if (last is not None and last.given) != given:
                self._state(uow, session, person, choice, wording, source, now, given)
                uow.commit()
        self._sink.changed("customer", str(customer_id))

    def _entered(self, form: CustomerForm, settings: Settings, now: datetime) -> Customer:
        return Customer(
            id=0,
            uuid=self._ids.uuid(),
            name=_NAME("name", form.name),
            phone=self._phone(form.phone, settings),
            email=checked_email(form.email),
            birthday=_birthday(form.birthday, local_day(now, settings)),
            language=_LANGUAGE("language", form.language) or None,
            note=_NOTE("note", form.note),
            created_at=now,
        )

    def _changed(self, before: Customer, changes: CustomerChanges, shop: Settings) -> Customer:
        after = before
        if changes.name is not None:
            after = replace(after, name=_NAME("name", changes.name))
        if changes.phone is not None:
            after = replace(after, phone=self._phone(changes.phone, shop))
        if changes.email is not None:
            after = replace(after, email=checked_email(changes.email))
        if changes.birthday != "keep":
            today = local_day(self._clock.now(), shop)
            after = replace(after, birthday=_birthday(changes.birthday, today))
        if changes.language is not None:
            after = replace(after, language=_LANGUAGE("language", changes.language) or None)
        if changes.note is not None:
            after = replace(after, note=_NOTE("note", changes.note))
        return after

    def _phone(self, text: str, settings: Settings) -> str:
        if not text.strip():
            return ""
        phone = self._phones.e164(text, settings.locale.region)
        if phone is None:
            raise PosError("phone_invalid")
        return phone

    def _state(
        self,
        uow: UnitOfWork,
        session: Session,
        person: Customer,
        choice: ConsentChoice,
        wording: str,
        source: str,
        now: datetime,
        given: bool,
    ) -> None:
        consent = Consent(
            customer_id=person.id,
            purpose=choice.purpose,
            channel=choice.channel,
            given=given,
            at=now,
            wording=_SHORT("wording", wording),
            source=_SHORT("source", source),
            person_id=session.person_id,
        )
        keep_wording(uow, self._ids, consent.wording, now)
        uow.customers.add_consent(consent)
        uow.record(
            _event(
                "consent.given" if given else "consent.withdrawn",
                session,
                person,
                purpose=consent.purpose.value,
                channel=consent.channel.value if consent.channel else None,
                wording=consent.wording,
                source=consent.source,
            )
        )


def present_consents(
    statements: Sequence[Consent],
) -> dict[tuple[Purpose, Channel | None], Consent]:
    """The last statement about each purpose and channel."""
    ordered = sorted(statements, key=lambda consent: consent.at)
    return {(consent.purpose, consent.channel): consent for consent in ordered}


def as_seen(session: Session, hits: Sequence[CustomerHit]) -> Sequence[CustomerHit]:
    """People of a list with contacts as the role may see them."""
    if _sees_contacts(session):
        return hits
    return [
        replace(hit, phone=masked_phone(hit.phone), card_number=masked_card(hit.card_number))
        for hit in hits
    ]


def masked_phone(phone: str) -> str:
    """A phone for those who need not call: its last three digits."""
    return f"••• {phone[-3:]}" if phone else ""


def masked_card(number: str) -> str:
    """A card number for those who do not hold the card: its last four signs."""
    return f"•••• {number[-4:]}" if number else ""


def masked_email(email: str) -> str:
    """An address for those who need not write: its first letter and its host."""
    name, at, host = email.partition("@")
    return f"{name[:1]}•••{at}{host}" if email else ""


def _masked(customer: Customer) -> Customer:
    return replace(customer, phone=masked_phone(customer.phone), email=masked_email(customer.email))


def _sees_contacts(session: Session) -> bool:
    return right_for(session.role, Action.CONTACT_FULL) is Right.YES


def _ensure_consented(person: Customer, form: CustomerForm) -> None:
    personal = person.name or person.phone or person.email or person.birthday
    agreed = any(choice.purpose is Purpose.PROGRAMME for choice in form.consents)
    if personal and not agreed:
        raise PosError("consent_needed")


def _ensure_new_phone(uow: UnitOfWork, person: Customer) -> None:
    for other in uow.customers.by_phone(person.phone):
        if other.id != person.id and other.active:
            raise PosError("phone_known", customer=other.id, name=other.name)


def checked_email(text: str) -> str:
    """An address as it is kept; raises ``PosError("setting_invalid", field="email")``."""
    email: str = _EMAIL("email", text)
    if not email:
        return ""
    name, _, host = email.rpartition("@")
    if not name or " " in email or "@" in name or "." not in host.strip("."):
        raise checks.refuse("email", "format")
    return email


def _birthday(day: date | Literal["keep"] | None, today: date) -> date | None:
    if isinstance(day, date) and not OLDEST_BIRTHDAY <= day <= today:
        raise checks.refuse(
            "birthday", "range", low=OLDEST_BIRTHDAY.isoformat(), high=today.isoformat()
        )
    return day if isinstance(day, date) else None


def _event(kind: str, session: Session, customer: Customer, **content: object) -> Event:
    return Event(
        type=kind, content={"customer": customer.uuid, **content}, person=session.person_uuid
    )
