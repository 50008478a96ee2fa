"""The people who work here: signing in and out, and the owner's keeping of the list (R33)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from pos_app.domain.errors import PosError
from pos_app.domain.events import Event
from pos_app.domain.staff import Action, Person, Role
from pos_app.services import checks
from pos_app.services.pin_guard import PinGuard, staff_card, without_secret
from pos_app.services.ports import (
    Clock,
    EventSink,
    IdSource,
    PinHasher,
    UnitOfWork,
    UnitOfWorkFactory,
)
from pos_app.services.session import Session, ensure_may
from pos_app.services.settings import LANGUAGES, load_settings

OWNER_PIN_DIGITS: Final = 6
PASSWORD_LENGTH: Final = 8
MAX_SECRET: Final = 128

_NAME = checks.text(60, required=True)
_CARD = checks.text(64)
_LANGUAGE = checks.one_of(("", *LANGUAGES))


class StaffService:
    """Sign-in and the list of people."""

    def __init__(
        self,
        uow: UnitOfWorkFactory,
        guard: PinGuard,
        hasher: PinHasher,
        clock: Clock,
        ids: IdSource,
        sink: EventSink,
    ) -> None:
        self._uow = uow
        self._guard = guard
        self._hasher = hasher
        self._clock = clock
        self._ids = ids
        self._sink = sink

    def is_first_run(self) -> bool:
        """True while nobody is entered: there is no account to begin with."""
        return not self.people()

    def people(self) -> Sequence[Person]:
        """Everybody, also those who left, without their hashes."""
        with self._uow() as uow:
            return [without_secret(person) for person in uow.staff.all()]

    def wait_for(self, person_id: int) -> int:
        """Seconds until this person may try a PIN again; 0 when at once."""
        return self._guard.wait_for(self._guard.working(person_id))

    def sign_in(self, person_id: int, secret: str) -> Session:
        """Sign in with a PIN or password; raises as :meth:`PinGuard.check`."""
        return self._begin(self._guard.check(person_id, secret), by="pin")

    def sign_in_by_card(self, code: str) -> Session:
        """Sign a cashier in by a scanned staff card.

        A card can be found or borrowed: whoever may do more than a cashier types the PIN as well,
        or a cashier with a senior's card were two people. Raises ``PosError``:
        ``staff_card_unknown``, ``person_inactive``, ``staff_card_pin`` (``person``, ``person_id``),
        or ``locked_out`` while a wait for wrong PINs runs.
        """
        with self._uow() as uow:
            person = uow.staff.by_card(staff_card(code))
        if person is None:
            raise PosError("staff_card_unknown")
        if not person.active:
            raise PosError("person_inactive", person=person.name)
        seconds = self._guard.wait_for(person)
        if seconds:
            raise PosError("locked_out", seconds=seconds, person=person.name)
        if person.role is not Role.CASHIER:
            raise PosError("staff_card_pin", person=person.name, person_id=person.id)
        return self._begin(person, by="card")

    def sign_out(self, session: Session) -> None:
        """End the session."""
        self._note("staff.signed_out", session)

    def lock_screen(self, session: Session, *, idle: bool) -> None:
        """The screen was locked, by itself after idle time or by hand; the open sale is kept."""
        self._note("staff.screen_locked", session, idle=idle)

    def add(
        self,
        session: Session,
        *,
        name: str,
        role: Role,
        secret: str,
        card_code: str = "",
        language: str = "",
    ) -> Person:
        """A new person with a secret of their own.

        Raises ``PosError``: ``not_allowed``, ``setting_invalid`` (field name, card_code, language),
        ``pin_rule``, ``password_rule``, ``staff_card_taken``, ``name_taken``.
        """
        ensure_may(session, Action.PEOPLE)
        with self._uow() as uow:
            person = new_person(
                uow,
                self._ids,
                self._hasher,
                name=name,
                role=role,
                secret=secret,
                card_code=card_code,
                language=language,
            )
            uow.record(_people("people.added", session, person, role=role.value))
            uow.commit()
        self._sink.changed("staff", person.uuid)
        return without_secret(person)

    def edit(
        self,
        session: Session,
        person_id: int,
        *,
        name: str,
        role: Role,
        card_code: str = "",
        language: str = "",
        secret: str = "",
    ) -> Person:
        """Change what is known of a person.

        Becoming or ceasing to be an owner takes a new ``secret``, for the rules differ. Raises as
        :meth:`add`, and ``person_unknown``, ``secret_needed``, or ``last_owner`` when the shop
        would be left without one.
        """
        ensure_may(session, Action.PEOPLE)
        with self._uow() as uow:
            before = _existing(uow, person_id)
            pin_hash = self._hash_for(uow, before, role, secret)
            after = replace(
                before,
                name=_free_name(uow, name, person_id),
                role=role,
                pin_hash=pin_hash,
                card_code=_free_card(uow, card_code, person_id),
                language=_LANGUAGE("language", language) or None,
            )
            _ensure_owner_left(uow, after)
            uow.staff.update(after)
            changed = [each for each in _EDITED if getattr(before, each) != getattr(after, each)]
            uow.record(
                _people(
                    "people.changed",
                    session,
                    after,
                    fields=changed,
                    role_before=before.role.value,
                    role=after.role.value,
                )
            )
            uow.commit()
        self._sink.changed("staff", after.uuid)
        return without_secret(after)

    def set_active(self, session: Session, person_id: int, *, active: bool) -> Person:
        """Let a person work, or no longer; nobody is ever deleted, for records name them.

        Raises ``PosError``: ``not_allowed``, ``person_unknown``, ``last_owner``.
        """
        ensure_may(session, Action.PEOPLE)
        with self._uow() as uow:
            after = replace(_existing(uow, person_id), active=active)
            _ensure_owner_left(uow, after)
            uow.staff.update(after)
            kind = "people.activated" if active else "people.deactivated"
            uow.record(_people(kind, session, after))
            uow.commit()
        self._sink.changed("staff", after.uuid)
        return without_secret(after)

    def reset_secret(self, session: Session, person_id: int, secret: str) -> None:
        """Give a person a new secret, and lift any wait.

        Raises ``PosError``: ``not_allowed``, ``person_unknown``, ``pin_rule``, ``password_rule``.
        """
        ensure_may(session, Action.PEOPLE)
        self._store_secret(session, person_id, secret)

    def change_own_secret(self, session: Session, old: str, new: str) -> None:
        """A person changes their own secret; raises as :meth:`PinGuard.check` for ``old``."""
        self._guard.check(session.person_id, old)
        self._store_secret(session, session.person_id, new)

    def _hash_for(self, uow: UnitOfWork, before: Person, role: Role, secret: str) -> str:
        if secret:
            check_secret(uow, role, secret)
            return self._hasher.hash(secret)
        if (before.role is Role.OWNER) != (role is Role.OWNER):
            raise PosError("secret_needed", role=role.value)
        return before.pin_hash

    def _store_secret(self, session: Session, person_id: int, secret: str) -> None:
        with self._uow() as uow:
            person = _existing(uow, person_id)
            check_secret(uow, person.role, secret)
            uow.staff.update(replace(person, pin_hash=self._hasher.hash(secret)))
            uow.staff.set_tries(person_id, 0, None)
            uow.record(_people("people.secret_changed", session, person))
            uow.commit()
        self._guard.forget(person_id)

    def _begin(self, person: Person, *, by: str) -> Session:
        session = Session(person=without_secret(person), signed_in_at=self._clock.now())
        self._note("staff.signed_in", session, by=by)
        return session

    def _note(self, kind: str, session: Session, **content: object) -> None:
        with self._uow() as uow:
            uow.record(Event(type=kind, content=content, person=session.person_uuid))
            uow.commit()
        self._sink.changed("session", session.person_uuid)


_EDITED = ("name", "role", "card_code", "language")


def check_secret(uow: UnitOfWork, role: Role, secret: str) -> None:
    """Whether ``secret`` may be a person's (R33).

    Cashiers and seniors have a PIN of the shop's length. The owner, whose rights are the widest,
    has a PIN of at least six digits or a password of at least eight characters. Raises
    ``PosError`` ``pin_rule`` (``length``) or ``password_rule`` (``length``).
    """
    is_digits = secret.isascii() and secret.isdigit()
    length = load_settings(uow).security.pin_length
    if role is Role.OWNER:
        least = max(OWNER_PIN_DIGITS, length) if is_digits else PASSWORD_LENGTH
        if not least <= len(secret) <= MAX_SECRET:
            raise PosError("password_rule", length=PASSWORD_LENGTH, digits=OWNER_PIN_DIGITS)
    elif not is_digits or len(secret) != length:
        raise PosError("pin_rule", length=length)


def new_person(
    uow: UnitOfWork,
    ids: IdSource,
    hasher: PinHasher,
    *,
    name: str,
    role: Role,
    secret: str,
    card_code: str = "",
    language: str = "",
) -> Person:
    """Store a person in an open transaction; raises as :meth:`StaffService.add`."""
    check_secret(uow, role, secret)
    person = Person(
        id=0,
        uuid=ids.uuid(),
        name=_free_name(uow, name, 0),
        role=role,
        pin_hash=hasher.hash(secret),
        card_code=_free_card(uow, card_code, 0),
        language=_LANGUAGE("language", language) or None,
    )
    return replace(person, id=uow.staff.add(person))


def _existing(uow: UnitOfWork, person_id: int) -> Person:
    person = uow.staff.get(person_id)
    if person is None:
        raise PosError("person_unknown")
    return person


def _free_name(uow: UnitOfWork, name: str, own_id: int) -> str:
    clean: str = _NAME("name", name)
    taken = (each for each in uow.staff.all() if each.active and each.id != own_id)
    if any(each.name.casefold() == clean.casefold() for each in taken):
        raise PosError("name_taken", name=clean)
    return clean


def _free_card(uow: UnitOfWork, code: str, own_id: int) -> str | None:
    clean = staff_card(_CARD("card_code", code))
    if not clean:
        return None
    holder = uow.staff.by_card(clean)
    if holder is not None and holder.id != own_id:
        raise PosError("staff_card_taken")
    return clean


def _ensure_owner_left(uow: UnitOfWork, after: Person) -> None:
    if after.role is Role.OWNER and after.active:
        return
    others = (each for each in uow.staff.all() if each.id != after.id)
    if not any(each.active and each.role is Role.OWNER for each in others):
        raise PosError("last_owner")


def _people(kind: str, session: Session, person: Person, **content: object) -> Event:
    return Event(type=kind, content={"who": person.uuid, **content}, person=session.person_uuid)
