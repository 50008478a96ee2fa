"""The people who work here: the owner's list, with roles, cards and new PINs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pos_app.domain.errors import CodedError
from pos_app.domain.staff import Person, Role
from pos_app.presenters.settings_form import Common, Section
from pos_app.presenters.settings_state import ActionView, BlockView, FieldKind, FieldView, RowView
from pos_app.services.staff import StaffService

NEW: Final = "new"
_FIELDS: Final = ("name", "role", "card", "language", "secret")
_SECRET_ERRORS: Final = ("pin_rule", "password_rule", "secret_needed")
_BLAME: Final = {"name_taken": "name", "staff_card_taken": "card"}


class PeopleSection(Section):
    """One person at a time is open; what was typed stays until saved or undone."""

    key, icon = "people", "users"
    saves = True

    def __init__(self, common: Common, staff: StaffService) -> None:
        super().__init__(common)
        self._staff = staff
        self._people: Sequence[Person] = ()

    @property
    def _draft(self) -> dict[str, str]:
        return self.c.memory.of(self.key)

    @property
    def _chosen(self) -> str:
        return self._draft.get("chosen", "")

    def title(self) -> str:
        """See Section."""
        return self.c.voice.t._("People")

    def hint(self) -> str:
        """See Section."""
        return self.c.voice.t._("Nobody is deleted: old receipts name them.")

    def _person(self) -> Person | None:
        return next((p for p in self._people if str(p.id) == self._chosen), None)

    # --- showing -----------------------------------------------------------------------------

    def blocks(self) -> Sequence[BlockView]:
        """See Section."""
        t, locked = self.c.voice.t, self.locked()
        self._people = self._staff.people()
        add = ActionView(
            key="add_person", text=t._("Add a person"), icon="user-plus", cap="Ins",
            enabled=not locked, locked=locked,
        )  # fmt: skip
        people = BlockView(
            key="people",
            title=t._("Who works here"),
            rows=tuple(self._row(person) for person in self._people),
            rows_name=t._("People"),
            chosen=self._chosen,
            actions=(add,),
        )
        return (people, self._form()) if self._chosen else (people,)

    def _row(self, person: Person) -> RowView:
        t = self.c.voice.t
        left = "" if person.active else t._("no longer works here")
        return RowView(
            key=str(person.id),
            title=person.name,
            note=left or (t._("has a staff card") if person.card_code else ""),
            right=self._roles()[person.role.value],
            person=person.name,
            tone="accent" if person.active else "neutral",
        )

    def _roles(self) -> dict[str, str]:
        t = self.c.voice.t
        return {
            "cashier": t._("Cashier"),
            "senior": t._("Senior cashier"),
            "owner": t._("Owner"),
        }

    def _form(self) -> BlockView:
        t, person, locked = self.c.voice.t, self._person(), self.locked()
        new = person is None
        secret = t._("PIN") if self._typed("role") != "owner" else t._("PIN or password")
        hint = "" if new else t._("Empty keeps the present one.")
        names = (("en", "English"), ("ru", "Русский"), ("pl", "Polski"), ("az", "Azərbaycan"))
        fields = (
            self._field("name", t.pgettext("person", "Name"), wide=True),
            self._field("role", t._("Role"), "select", tuple(self._roles().items())),
            self._field("language", t._("Language"), "select",
                        (("", t._("the shop's")), *names)),
            self._field("secret", secret if new else t._("New PIN"), "secret", hint=hint),
            self._field("card", t._("Staff card"), hint=t._("Scan it here.")),
        )  # fmt: skip
        actions = []
        if person is not None:
            words = t._("No longer works here") if person.active else t._("Works here again")
            actions.append(
                ActionView(key="switch_person", text=words, v="ghost", enabled=not locked,
                           icon="log-out" if person.active else "user-plus", locked=locked)
            )  # fmt: skip
        title = t._("A new person") if person is None else person.name
        return BlockView(key="person", title=title, fields=fields, actions=tuple(actions))

    def _field(
        self,
        name: str,
        label: str,
        kind: FieldKind = "text",
        choices: tuple[tuple[str, str], ...] = (),
        *,
        hint: str = "",
        wide: bool = False,
    ) -> FieldView:
        return FieldView(
            key=f"person.{name}",
            label=label,
            text=self._typed(name),
            kind=kind,
            choices=choices,
            hint=hint,
            wide=wide,
            error=self.errors.get(name, ""),
            locked=self.locked(),
        )

    def _stored(self, name: str) -> str:
        person = self._person()
        if person is None:
            return "cashier" if name == "role" else ""
        return {
            "name": person.name,
            "role": person.role.value,
            "card": person.card_code or "",
            "language": person.language or "",
            "secret": "",
        }[name]

    def _typed(self, name: str) -> str:
        return self._draft.get(name, self._stored(name))

    # --- gestures ----------------------------------------------------------------------------

    def unsaved(self) -> int:
        """See Section."""
        return sum(name in self._draft for name in _FIELDS)

    def choose(self, block: str, key: str) -> None:
        """Open a person; one half-typed has to be saved or undone first."""
        if key == self._chosen:
            return
        if self.unsaved():
            self.tell(self.c.voice.t._("Save or undo this person first."), "warn")
            self.c.alert()
            return
        self._open(key)
        self.says = ""

    def _open(self, key: str) -> None:
        self._draft.clear()
        self.errors = {}
        if key:
            self._draft["chosen"] = key

    def edit(self, key: str, text: str) -> None:
        """See Section."""
        if self.locked():
            self.c.alert()
            return
        name = key.partition(".")[2]
        self.errors.pop(name, None)
        self.says = ""
        if text == self._stored(name):
            self._draft.pop(name, None)
        else:
            self._draft[name] = text

    def heard(self, text: str) -> bool:
        """A scanned staff card fills its field."""
        if not self._chosen or self.locked():
            return False
        self.edit("person.card", text)
        self.c.show()
        return True

    def undo(self) -> None:
        """See Section."""
        self._open("" if self._chosen == NEW else self._chosen)
        self.says = ""

    def press(self, action: str, ref: str) -> None:
        """Add somebody, or let somebody go."""
        if self.locked():
            self.c.alert()
        elif action == "add_person":
            self.choose("people", NEW)
        elif action == "switch_person" and (person := self._person()) is not None:
            self._switch(person)

    def _switch(self, person: Person) -> None:
        t = self.c.voice.t
        try:
            self._staff.set_active(self.c.session(), person.id, active=not person.active)
        except CodedError as error:
            self.refuse(error)
            return
        words = t._("{name} no longer signs in.", name=person.name)
        if not person.active:
            words = t._("{name} can sign in again.", name=person.name)
        self.tell(words)

    def save(self) -> bool:
        """See Section."""
        if not self._chosen or not self.unsaved():
            return True
        t = self.c.voice.t
        self.errors = {}
        try:
            person = self._keep()
        except CodedError as error:
            self._blame(error)
            return False
        self._open(str(person.id))
        self.tell(t._("Saved: {name}.", name=person.name))
        return True

    def _keep(self) -> Person:
        session, person = self.c.session(), self._person()
        role = Role(self._typed("role"))
        name, card = self._typed("name"), self._typed("card")
        language, secret = self._typed("language"), self._typed("secret")
        if person is None:
            return self._staff.add(
                session, name=name, role=role, secret=secret, card_code=card, language=language
            )
        if set(self._draft) - {"chosen", "secret"}:
            person = self._staff.edit(
                session,
                person.id,
                name=name,
                role=role,
                card_code=card,
                language=language,
                secret=secret,
            )
        if secret:
            self._staff.reset_secret(session, person.id, secret)
        return person

    def _blame(self, error: CodedError) -> None:
        field = _BLAME.get(error.code, "")
        if error.code in _SECRET_ERRORS:
            field = "secret"
        elif error.code == "setting_invalid":
            field = {"card_code": "card"}.get(str(error.params.get("field")), "name")
        if field:
            self.errors[field] = self.c.words(error)
            self.c.alert()
        else:
            self.refuse(error)
