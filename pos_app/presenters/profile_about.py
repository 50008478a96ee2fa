"""What is known of a person beside contacts, line by line, and the form of each line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pos_app.domain.errors import PosError
from pos_app.domain.staff import Approval
from pos_app.i18n import Translator
from pos_app.presenters.day_text import birthday_text, parse_birthday
from pos_app.presenters.points_state import FieldView
from pos_app.presenters.profile_forms import Deed, Done, Form
from pos_app.presenters.profile_people import PeopleServices
from pos_app.presenters.profile_state import LineView
from pos_app.services.customers import CustomerChanges
from pos_app.services.people_records import CONTACT_KINDS
from pos_app.services.person_details import DetailChanges
from pos_app.services.profile import Profile
from pos_app.services.session import Session

LINES: Final = (
    "name", "birthday", "language", "note", "preferred", "do_not_call", "tags", "groups",
    "household", "referrer",
)  # fmt: skip
MOST_NAMED: Final = 8
"""Groups named in the hint."""

LANGUAGES: Final = (
    ("en", "English"), ("ru", "Русский"), ("pl", "Polski"), ("az", "Azərbaycan"),
)  # fmt: skip


def line_word(t: Translator, key: str) -> str:
    """What a line is called."""
    return {
        "name": t.pgettext("person", "Name"),
        "birthday": t._("Birthday"),
        "language": t._("Language"),
        "note": t._("Word at the till"),
        "preferred": t._("Likes to be reached by"),
        "do_not_call": t._("Do not call"),
        "tags": t._("Tags"),
        "groups": t._("Groups"),
        "household": t._("Household"),
        "referrer": t._("Brought by"),
    }[key]


def about_rows(services: PeopleServices, profile: Profile) -> tuple[LineView, ...]:
    """The lines, each with what is known."""
    t, who, detail = services.words.voice.t, profile.customer, profile.detail
    preferred = {kind: services.words.contact_kind(kind) for kind in CONTACT_KINDS}
    nobody = t._("Customer without a name")
    home = profile.household.name if profile.household is not None else ""
    members = ", ".join(name or nobody for name in profile.members.values())
    said = {
        "name": who.name,
        "birthday": services.words.birthday(who.birthday),
        "language": dict(LANGUAGES).get(who.language or "", t._("the shop's")),
        "note": " ".join(who.note.split()),
        "preferred": preferred.get(detail.preferred, ""),  # type: ignore[call-overload]
        "do_not_call": t._("yes") if detail.do_not_call else t._("no"),
        "tags": ", ".join(detail.tags),
        "groups": ", ".join(sorted(who.groups, key=str.casefold)),
        "household": home,
        "referrer": (profile.referrer[1] or nobody) if profile.referrer is not None else "",
    }
    notes = {"household": t._("with {people}", people=members) if members else ""}
    return tuple(
        LineView(
            key=key,
            title=said[key] or "—",
            note=f"{line_word(t, key)}: {notes[key]}" if notes.get(key) else line_word(t, key),
            tone="text",
        )
        for key in LINES
    )


class AboutForm(Form):
    """One line to be written otherwise."""

    def __init__(self, services: PeopleServices, profile: Profile, line: str) -> None:
        super().__init__(services.words.voice)
        self.key = f"about-{line}"
        self._services = services
        self._profile = profile
        self._line = line
        self.typed[line] = self._present()

    def _present(self) -> str:
        who, detail = self._profile.customer, self._profile.detail
        if self._line == "birthday":
            return "" if who.birthday is None else birthday_text(who.birthday)
        home = self._profile.household
        return {
            "name": who.name,
            "language": who.language or "",
            "note": who.note,
            "preferred": detail.preferred,
            "do_not_call": "yes" if detail.do_not_call else "no",
            "tags": ", ".join(detail.tags),
            "groups": ", ".join(sorted(who.groups, key=str.casefold)),
            "household": home.name if home is not None else "",
            "referrer": "",
        }[self._line]

    def title(self) -> str:
        """See Form."""
        return line_word(self.voice.t, self._line)

    def hint(self) -> str:
        """See Form."""
        t = self.voice.t
        return {
            "birthday": t._("Day and month, with the year if it is known. Empty: not known."),
            "note": t._("The cashier reads it when the card is scanned."),
            "tags": t._("Words with commas between them."),
            "groups": self._groups_hint(),
            "household": t._("A name, for instance of the family; the same name joins people."),
            "referrer": t._("Before the first purchase only. Empty: nobody."),
        }.get(self._line, "")

    def _groups_hint(self) -> str:
        t, known = self.voice.t, self._services.groups.in_use()
        if not known:
            return t._("Names with commas between them.")
        return t._("In use: {groups}", groups=", ".join(known[:MOST_NAMED]))

    def fields(self) -> Sequence[FieldView]:
        """See Form."""
        t, words = self.voice.t, self._services.words
        choices: tuple[tuple[str, str], ...] = ()
        if self._line == "language":
            choices = (("", t._("the shop's")), *LANGUAGES)
        elif self._line == "preferred":
            kinds = tuple((kind, words.contact_kind(kind)) for kind in CONTACT_KINDS)
            choices = (("", t._("no wish")), *kinds)
        elif self._line == "do_not_call":
            choices = (("no", t._("may be called")), ("yes", t._("wants no calls")))
        label = t._("Card, phone or name") if self._line == "referrer" else self.title()
        return (self.field(self._line, label, choices=choices),)

    def scan(self, code: str) -> bool:
        """A card names who brought the person."""
        if self._line == "referrer":
            self.typed["referrer"] = code
        return self._line == "referrer"

    def deed(self, session: Session) -> Deed:
        """See Form."""
        customer_id, text = self._profile.customer.id, self.text(self._line)
        services = self._services
        done = Done(text=self.voice.t._("Saved."))
        if self._line in ("name", "birthday", "language", "note"):
            changes = self._changes(text)

            def edit(approval: Approval | None) -> Done:
                services.customers.edit(session, customer_id, changes, approval=approval)
                return done

            return edit
        if self._line == "groups":

            def join(_approval: Approval | None) -> Done:
                services.groups.put(session, customer_id, text.split(","))
                return done

            return join
        if self._line == "referrer":
            referrer = self._found(text.strip()) if text.strip() else None

            def bring(_approval: Approval | None) -> Done:
                services.grants.set_referrer(session, customer_id, referrer)
                return done

            return bring
        details = self._details(text)

        def change(approval: Approval | None) -> Done:
            services.details.change(session, customer_id, details, approval=approval)
            return done

        return change

    def _changes(self, text: str) -> CustomerChanges:
        if self._line == "birthday":
            return CustomerChanges(
                birthday=parse_birthday(text, self._profile.today) if text.strip() else None
            )
        if self._line == "name":
            return CustomerChanges(name=text)
        if self._line == "note":
            return CustomerChanges(note=text)
        return CustomerChanges(language=text)

    def _details(self, text: str) -> DetailChanges:
        if self._line == "preferred":
            return DetailChanges(preferred=text)
        if self._line == "do_not_call":
            return DetailChanges(do_not_call=text == "yes")
        if self._line == "tags":
            return DetailChanges(tags=text.split(","))
        return DetailChanges(household=text)

    def _found(self, text: str) -> int:
        hits = self._services.find(text)
        if len(hits) != 1:
            raise PosError("customer_unknown" if not hits else "person_ambiguous")
        return hits[0].id
