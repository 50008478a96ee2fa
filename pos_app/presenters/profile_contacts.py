"""The tab of contacts, what else is known of a person, and notes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, cast

from pos_app.domain.errors import PosError
from pos_app.domain.staff import Approval
from pos_app.presenters.points_state import FieldView
from pos_app.presenters.profile_about import AboutForm, about_rows
from pos_app.presenters.profile_forms import Deed, Done, Form
from pos_app.presenters.profile_people import PeopleServices
from pos_app.presenters.profile_state import ActionView, LineView, TabView
from pos_app.presenters.profile_tabs import Place, Tab
from pos_app.presenters.profile_words import kept
from pos_app.presenters.sale_words import DOT
from pos_app.services.contacts import STATES, ContactForm
from pos_app.services.customers import CustomerChanges
from pos_app.services.people_records import (
    CONTACT_KINDS,
    Contact,
    ContactKind,
    ContactState,
    PersonNote,
)
from pos_app.services.person_details import DetailChanges
from pos_app.services.profile import Profile
from pos_app.services.session import Session

MAIN: Final = {"main:phone": "phone", "main:email": "email"}
"""Keys of the contacts that stand in the customer record."""

ICONS: Final = {
    "phone": "phone", "email": "mail", "messenger": "message-square-text", "address": "store",
}  # fmt: skip


class ContactsTab(Tab):
    """Contacts, the person, notes."""

    key = "contacts"

    def __init__(self, services: PeopleServices) -> None:
        self._services = services
        self._words = services.words

    def title(self, profile: Profile) -> str:
        """See Tab."""
        t, f = self._words.voice.t, self._words.voice.f
        count = len(profile.notes)
        words = t._("Contacts and notes")
        return f"{words} {f.number(count)}" if count else words

    def body(self, profile: Profile, place: Place) -> TabView:
        """See Tab."""
        t = self._words.voice.t
        parts = (
            ("contacts", t._("Contacts")),
            ("about", t._("About the person")),
            ("notes", t._("Notes")),
        )
        part = kept(parts, place.part)
        rows = {
            "contacts": self._contacts,
            "about": lambda one: about_rows(self._services, one),
            "notes": self._notes,
        }[part](profile)
        empty = t._("No notes.") if part == "notes" else t._("No phone and no e-mail yet.")
        return TabView(
            parts=parts,
            part=part,
            rows=rows,
            rows_name=dict(parts)[part],
            empty_title=empty,
            actions=self._actions(profile, part, place.row, known=bool(rows)),
        )

    def act(self, profile: Profile, action: str, place: Place) -> Form | Deed | None:
        """See Tab."""
        if action == "add":
            notes = place.part == "notes"
            return NoteForm(self._services, profile) if notes else NewContact(
                self._services, profile)  # fmt: skip
        if action == "show":
            return self._uncover(profile)
        if action == "prefer":
            return self._prefer(profile, place.row)
        if action == "remove":
            return self._remove(profile, place)
        return self.pick(profile, place)

    def pick(self, profile: Profile, place: Place) -> Form | Deed | None:
        """See Tab."""
        services = self._services
        if place.part == "about":
            return AboutForm(services, profile, place.row) if place.row else None
        if place.part == "notes":
            note = self._note(profile, place.row)
            return NoteForm(services, profile, note) if note is not None else None
        if place.row in MAIN:
            return MainContact(services, profile, MAIN[place.row])
        contact = self._contact(profile, place.row)
        return EditContact(services, profile, contact) if contact is not None else None

    # --- rows --------------------------------------------------------------------------------

    def _contacts(self, profile: Profile) -> tuple[LineView, ...]:
        t, who, detail = self._words.voice.t, profile.customer, profile.detail
        lines = []
        for kind, value, state in (
            ("phone", self._words.phone(profile, who.phone), detail.phone_state),
            ("email", who.email, detail.email_state),
        ):
            if value:
                lines.append(self._line(f"main:{kind}", cast("ContactKind", kind), value,
                                        t._("main"), state))  # fmt: skip
        for one in profile.contacts:
            phone = one.kind == "phone"
            value = self._words.phone(profile, one.value) if phone else one.value
            first = t._("first choice") if one.preferred else ""
            label = f" {DOT} ".join(part for part in (one.label, first) if part)
            lines.append(self._line(str(one.id), one.kind, value, label, one.state))
        return tuple(lines)

    def _line(
        self, key: str, kind: ContactKind, value: str, label: str, state: ContactState
    ) -> LineView:
        words = self._words
        return LineView(
            key=key,
            title=", ".join(value.split("\n")),
            note=f" {DOT} ".join(part for part in (words.contact_kind(kind), label) if part),
            right=words.contact_state(state),
            icon=ICONS[kind],
            icon_tone="danger" if state == "bounced" else "neutral",
            tone="danger-text" if state == "bounced" else "accent-text",
        )

    def _notes(self, profile: Profile) -> tuple[LineView, ...]:
        t, words = self._words.voice.t, self._words
        return tuple(
            LineView(
                key=str(note.id),
                title=" ".join(note.text.split()),
                note=f" {DOT} ".join(
                    part
                    for part in (
                        words.voice.f.date_time(words.local(note.at)),
                        self._services.name_of(note.person_id) if note.person_id else "",
                    )
                    if part
                ),
                right=t._("at the till") if note.at_till else "",
                icon="message-square-text",
                icon_tone="warn" if note.at_till else "neutral",
                tone="warn-text",
            )
            for note in profile.notes
        )

    def _actions(
        self, profile: Profile, part: str, row: str, *, known: bool
    ) -> tuple[ActionView, ...]:
        t = self._words.voice.t
        change = ActionView(
            key="change",
            text=t.pgettext("button", "Change"),
            icon="pencil",
            cap="F5",
            enabled=known,
        )
        if part == "about":
            return (change,)
        remove = ActionView(
            key="remove", text=t._("Remove"), icon="trash-2", cap="F11", enabled=known
        )
        if part == "notes":
            add = ActionView(key="add", text=t._("Add a note"), icon="plus", cap="F4")
            return (add, change, remove)
        actions = [
            ActionView(key="add", text=t._("Add a contact"), icon="plus", cap="F4"),
            change,
        ]
        if known and row not in MAIN:
            first = t._("Make it the first")
            actions.append(ActionView(key="prefer", text=first, icon="star", cap="F6"))
            actions.append(remove)
        if profile.masked and profile.may_unmask:
            show = ActionView(key="show", text=t._("Show contacts"), icon="eye", cap="F9")
            actions.append(show)
        return tuple(actions)

    # --- deeds -------------------------------------------------------------------------------

    def _uncover(self, profile: Profile) -> Deed:
        def run(_approval: Approval | None) -> Done:
            services = self._services
            services.profiles.uncover(services.session(), profile.customer.id)
            return Done(text="")

        return run

    def _prefer(self, profile: Profile, row: str) -> Deed | None:
        contact = self._contact(profile, row)
        if contact is None:
            return None

        def run(approval: Approval | None) -> Done:
            services = self._services
            services.contacts.prefer(
                services.session(), contact.customer_id, contact.id, approval=approval
            )
            return Done(text=self._words.voice.t._("Saved."))

        return run

    def _remove(self, profile: Profile, place: Place) -> Deed | None:
        if place.part == "notes":
            note = self._note(profile, place.row)
            return None if note is None else self._remove_note(note)
        contact = self._contact(profile, place.row)
        return None if contact is None else self._remove_contact(contact)

    def _remove_note(self, note: PersonNote) -> Deed:
        services, t = self._services, self._words.voice.t

        def run(approval: Approval | None) -> Done:
            session = services.session()
            gone = services.notes.remove(session, note.customer_id, note.id, approval=approval)
            undo = None if approval else lambda: services.notes.put_back(session, gone)
            return Done(text=t._("The note is removed."), undo=undo)

        return run

    def _remove_contact(self, contact: Contact) -> Deed:
        services, t = self._services, self._words.voice.t

        def run(approval: Approval | None) -> Done:
            session = services.session()
            gone = services.contacts.remove(
                session, contact.customer_id, contact.id, approval=approval
            )
            form = ContactForm(kind=gone.kind, value=gone.value, label=gone.label, state=gone.state)
            undo = None if approval else lambda: services.contacts.add(
                session, gone.customer_id, form)  # fmt: skip
            return Done(text=t._("The contact is removed."), undo=undo)

        return run

    def _contact(self, profile: Profile, row: str) -> Contact | None:
        return next((one for one in profile.contacts if str(one.id) == row), None)

    def _note(self, profile: Profile, row: str) -> PersonNote | None:
        return next((one for one in profile.notes if str(one.id) == row), None)


class NewContact(Form):
    """A contact more."""

    key = "contact-new"

    def __init__(self, services: PeopleServices, profile: Profile) -> None:
        super().__init__(services.words.voice)
        self._services = services
        self._profile = profile
        self.mode = "phone"

    def title(self) -> str:
        """See Form."""
        return self.voice.t._("A new contact")

    def modes(self) -> tuple[tuple[str, str], ...]:
        """See Form."""
        return tuple((kind, self._services.words.contact_kind(kind)) for kind in CONTACT_KINDS)

    def fields(self) -> Sequence[FieldView]:
        """See Form."""
        return _contact_fields(self, self._services.words.contact_kind(_kind(self.mode)))

    def deed(self, session: Session) -> Deed:
        """See Form."""
        form = ContactForm(
            kind=_kind(self.mode), value=self.text("value"), label=self.text("label"),
            state=_state(self.text("state")),
        )  # fmt: skip

        def run(approval: Approval | None) -> Done:
            customer_id = self._profile.customer.id
            self._services.contacts.add(session, customer_id, form, approval=approval)
            return Done(text=self.voice.t._("Saved."))

        return run


class EditContact(Form):
    """A contact written otherwise; its value is shown to those who uncovered it."""

    key = "contact-edit"

    def __init__(self, services: PeopleServices, profile: Profile, contact: Contact) -> None:
        super().__init__(services.words.voice)
        self._services = services
        self._contact = contact
        self._masked = profile.masked
        value = contact.value if not profile.masked else ""
        if contact.kind == "phone":
            value = services.words.phone(profile, value)
        self.typed = {
            "value": ", ".join(value.split("\n")), "label": contact.label, "state": contact.state,
        }  # fmt: skip

    def title(self) -> str:
        """See Form."""
        return self._services.words.contact_kind(self._contact.kind)

    def fields(self) -> Sequence[FieldView]:
        """See Form."""
        return _contact_fields(self, self.title(), masked=self._masked)

    def deed(self, session: Session) -> Deed:
        """See Form."""
        contact = self._contact
        form = ContactForm(
            kind=contact.kind, value=self.text("value"), label=self.text("label"),
            state=_state(self.text("state")),
        )  # fmt: skip

        def run(approval: Approval | None) -> Done:
            self._services.contacts.change(
                session, contact.customer_id, contact.id, form, approval=approval
            )
            return Done(text=self.voice.t._("Saved."))

        return run


class MainContact(Form):
    """The main phone or e-mail."""

    def __init__(self, services: PeopleServices, profile: Profile, kind: str) -> None:
        super().__init__(services.words.voice)
        self.key = f"contact-{kind}"
        self._services = services
        self._profile = profile
        self._kind = kind
        who, detail = profile.customer, profile.detail
        phone = kind == "phone"
        value = services.words.phone(profile, who.phone) if phone else who.email
        state = detail.phone_state if phone else detail.email_state
        self._known = ""
        self.typed = {kind: "" if profile.masked else value, "state": state}

    def title(self) -> str:
        """See Form."""
        return self._services.words.contact_kind(_kind(self._kind))

    def fields(self) -> Sequence[FieldView]:
        """See Form."""
        masked = self._profile.masked
        hint = self.voice.t._("Empty keeps the present one.") if masked else ""
        if self._known:
            hint = self.voice.t._("Save once more if they share it.")
        value = self.field(self._kind, self.title(), hint)
        return (value, _state_field(self)) if self._services.may_edit() else (value,)

    def deed(self, session: Session) -> Deed:
        """See Form."""
        services, customer_id = self._services, self._profile.customer.id
        text = self.text(self._kind)
        value = None if self._profile.masked and not text.strip() else text
        state = _state(self.text("state"))
        if self._kind == "phone":
            changes, details = CustomerChanges(phone=value), DetailChanges(phone_state=state)
        else:
            changes, details = CustomerChanges(email=value), DetailChanges(email_state=state)

        def run(approval: Approval | None) -> Done:
            shared = bool(text) and text == self._known
            try:
                services.customers.edit(
                    session, customer_id, changes, same_phone=shared, approval=approval
                )
            except PosError as error:
                self._known = text if error.code == "phone_known" else ""
                raise
            if services.may_edit():
                services.details.change(session, customer_id, details)
            return Done(text=self.voice.t._("Saved."))

        return run


class NoteForm(Form):
    """A note, new or written otherwise."""

    def __init__(
        self, services: PeopleServices, profile: Profile, note: PersonNote | None = None
    ) -> None:
        super().__init__(services.words.voice)
        self.key = "note-new" if note is None else "note-edit"
        self._services = services
        self._customer = profile.customer.id
        self._note = note
        self.mode = "till" if note is not None and note.at_till else "office"
        self.typed = {"text": "" if note is None else note.text}

    def title(self) -> str:
        """See Form."""
        t = self.voice.t
        return t._("A new note") if self._note is None else t.pgettext("customer", "Note")

    def modes(self) -> tuple[tuple[str, str], ...]:
        """See Form."""
        t = self.voice.t
        return (("office", t._("Only here")), ("till", t._("Show at the till")))

    def fields(self) -> Sequence[FieldView]:
        """See Form."""
        return (self.field("text", self.voice.t.pgettext("customer", "Note")),)

    def deed(self, session: Session) -> Deed:
        """See Form."""
        notes, note, text, at_till = (
            self._services.notes, self._note, self.text("text"), self.mode == "till",
        )  # fmt: skip

        def run(approval: Approval | None) -> Done:
            if note is None:
                notes.add(session, self._customer, text, at_till=at_till)
            else:
                notes.change(
                    session, self._customer, note.id, text, at_till=at_till, approval=approval
                )
            return Done(text=self.voice.t._("Saved."))

        return run


def _contact_fields(form: Form, label: str, *, masked: bool = False) -> tuple[FieldView, ...]:
    t = form.voice.t
    hint = t._("Empty keeps the present one.") if masked else ""
    return (
        form.field("value", label, hint),
        form.field("label", t._("Which one"), t._("For instance: work, WhatsApp")),
        _state_field(form),
    )


def _state_field(form: Form) -> FieldView:
    t = form.voice.t
    words = {"unknown": t._("not tried"), "valid": t._("checked"), "bounced": t._("does not work")}
    form.typed.setdefault("state", "unknown")
    choices = tuple((state, words[state]) for state in STATES)
    return form.field("state", t._("State"), choices=choices)


def _kind(text: str) -> ContactKind:
    return cast("ContactKind", text)


def _state(text: str) -> ContactState:
    return cast("ContactState", text or "unknown")
