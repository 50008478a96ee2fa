"""Step 5: the owner and their PIN, and who else works here."""

from __future__ import annotations

from typing import Final

from pos_app.domain.errors import PosError
from pos_app.domain.staff import Role
from pos_app.presenters.setup_draft import PersonRow
from pos_app.presenters.setup_state import FieldState, FormPage, RowState, SectionState
from pos_app.presenters.setup_steps import Errors, Shown
from pos_app.presenters.setup_words import tell
from pos_app.presenters.sign_in import ROLE_WORDS
from pos_app.services.setup import PersonAnswer
from pos_app.services.staff import MAX_SECRET, OWNER_PIN_DIGITS, PASSWORD_LENGTH

MOST_PEOPLE: Final = 8
LONGEST_NAME: Final = 60
PIN_LENGTH: Final = 6
"""Digits of the cashiers' PINs: the keypad of the sign-in page wants as many."""


class PeopleStep(Shown):
    """See :class:`pos_app.presenters.setup_steps.Step`."""

    def titles(self) -> tuple[str, str, str]:
        """See Step."""
        t = self.voice.t
        return (
            t._("People and PINs"),
            t._("Everybody signs in with their own PIN, so every sale has a name."),
            t._("Cashiers can be added later."),
        )

    def note(self) -> str:
        """See Step."""
        t, more = self.voice.t, len(self.answered())
        if not more:
            return self.draft.owner.strip()
        return t.ngettext(
            "{owner} and {n} more", "{owner} and {n} more", more, owner=self.draft.owner.strip()
        )

    def edit(self, key: str, value: str) -> bool:
        """See Step."""
        if key in ("owner", "pin", "again"):
            setattr(self.draft, key, value)
            return False
        row, _, part = key.partition(":")
        person = next((one for one in self.draft.people if one.key == row), None)
        if person is not None and part in ("name", "pin", "role"):
            setattr(person, part, value)
        return False

    def press(self, action: str, ref: str) -> None:
        """Add or remove a person."""
        people = self.draft.people
        if action == "add:people" and len(people) < MOST_PEOPLE:
            people.append(PersonRow(key=self.draft.next_key("person")))
        elif action == "remove":
            self.draft.people = [one for one in people if one.key != ref]
        self.show()

    # --- checks ------------------------------------------------------------------------------

    def errors(self) -> Errors:
        """See Step."""
        draft, t = self.draft, self.voice.t
        found: Errors = {}
        if not draft.owner.strip():
            found["owner"] = t._("Enter your name.")
        self._check_name("owner", draft.owner, found)
        if not _is_owner_secret(draft.pin):
            found["pin"] = self._owner_rule()
        elif draft.again != draft.pin:
            found["again"] = t._("These two differ.")
        names = {draft.owner.strip().casefold()}
        for person in self.draft.people:
            if person.name.strip() or person.pin:
                self._check_person(person, names, found)
        return found

    def _check_person(self, person: PersonRow, names: set[str], found: Errors) -> None:
        name = person.name.strip()
        if not name:
            found[f"{person.key}:name"] = self.voice.t._("Enter a name.")
        elif name.casefold() in names:
            error = PosError("name_taken", name=name)
            found[f"{person.key}:name"] = tell(self.voice, error)
        names.add(name.casefold())
        self._check_name(f"{person.key}:name", name, found)
        if not _is_pin(person.pin):
            found[f"{person.key}:pin"] = self._pin_rule()

    def _check_name(self, key: str, name: str, found: Errors) -> None:
        if len(name.strip()) > LONGEST_NAME:
            found[key] = self.voice.t._("This name is too long.")

    def _pin_rule(self) -> str:
        return tell(self.voice, PosError("pin_rule", length=PIN_LENGTH))

    def _owner_rule(self) -> str:
        error = PosError("password_rule", length=PASSWORD_LENGTH, digits=OWNER_PIN_DIGITS)
        return tell(self.voice, error)

    def answered(self) -> tuple[PersonAnswer, ...]:
        """The people besides the owner."""
        return tuple(
            PersonAnswer(name=one.name.strip(), secret=one.pin, role=Role(one.role))
            for one in self.draft.people
            if one.name.strip() and one.pin
        )

    # --- the page ----------------------------------------------------------------------------

    def page(self, errors: Errors) -> FormPage:
        """See Step."""
        t = self.voice.t
        people = self.draft.people
        return FormPage(
            sections=(
                SectionState(
                    key="owner",
                    title=t._("You, the owner"),
                    icon="crown",
                    note=t._("You may do everything. Keep this PIN to yourself."),
                    fields=self._owner_fields(errors),
                ),
                SectionState(
                    key="people",
                    title=t._("Who works at the till"),
                    icon="users",
                    note=t._("A senior cashier may also approve discounts and returns."),
                    rows=tuple(self._row(one, errors) for one in people),
                    add=t._("Add a person") if len(people) < MOST_PEOPLE else "",
                ),
            )
        )

    def _owner_fields(self, errors: Errors) -> tuple[FieldState, ...]:
        t, draft = self.voice.t, self.draft
        return (
            FieldState(
                key="owner",
                label=t._("Your name"),
                text=draft.owner,
                error=errors.get("owner", ""),
                wide=True,
            ),
            FieldState(
                key="pin",
                kind="secret",
                label=t._("PIN or password"),
                text=draft.pin,
                error=errors.get("pin", ""),
                hint=self._owner_rule(),
            ),
            FieldState(
                key="again",
                kind="secret",
                label=t._("Once more"),
                text=draft.again,
                error=errors.get("again", ""),
            ),
        )

    def _row(self, person: PersonRow, errors: Errors) -> RowState:
        t = self.voice.t
        name, pin = f"{person.key}:name", f"{person.key}:pin"
        roles = tuple((role.value, t._(ROLE_WORDS[role])) for role in (Role.CASHIER, Role.SENIOR))
        return RowState(
            key=person.key,
            remove=t._("Remove this person"),
            fields=(
                FieldState(
                    key=name,
                    label=t.pgettext("person", "Name"),
                    text=person.name,
                    error=errors.get(name, ""),
                ),
                FieldState(
                    key=f"{person.key}:role",
                    kind="select",
                    label=t._("Role"),
                    text=person.role,
                    choices=roles,
                ),
                FieldState(key=pin, label=t._("PIN"), text=person.pin, error=errors.get(pin, "")),
            ),
        )


def _is_owner_secret(text: str) -> bool:
    least = OWNER_PIN_DIGITS if text.isascii() and text.isdigit() else PASSWORD_LENGTH
    return least <= len(text) <= MAX_SECRET


def _is_pin(text: str) -> bool:
    return len(text) == PIN_LENGTH and text.isascii() and text.isdigit()
