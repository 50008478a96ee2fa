"""A person's own data on their profile: a file, a paper to sign, and being forgotten (R24)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from pos_app.domain.errors import CodedError, PosError
from pos_app.domain.staff import Action, Approval, Right, right_for
from pos_app.presenters.points_state import FieldView
from pos_app.presenters.privacy_words import FateLine, fate_lines, outcome_words, reason_words
from pos_app.presenters.profile_forms import Deed, Done, Form
from pos_app.presenters.profile_state import ActionView, LineView, TabView
from pos_app.presenters.profile_tabs import Place, Tab
from pos_app.presenters.sale_ports import Voice
from pos_app.presenters.settings_state import RestoreQuestion
from pos_app.presenters.tasks import TaskPort
from pos_app.services.erasure import ErasureService
from pos_app.services.erasure_records import REASONS as CODES
from pos_app.services.erasure_records import ErasureOutcome, ErasurePreview, Forgotten
from pos_app.services.person_data import PersonDataService, PersonFile
from pos_app.services.profile import Profile
from pos_app.services.session import Session, ensure_may


class PrivacyWays(Protocol):
    """Dialogs and files."""

    def ask_secret(self, question: RestoreQuestion, on_secret: Callable[[str], str]) -> None:
        """The modal question; ``on_secret`` answers with what is wrong, "" closes it."""

    def check_secret(self, session: Session, secret: str) -> None:
        """Whether it is the secret of whoever is signed in; raises ``CodedError``."""

    def save_file(self, suggested: str, write: Callable[[str], None]) -> None:
        """Ask where a file goes; ``write`` gets the path."""

    def write(self, path: str, content: bytes) -> None:
        """Write a file whole or not at all; raises ``CodedError``."""

    def save_agreement(self, customer_id: int) -> None:
        """The card agreement as a PDF."""

    def tell(self, text: str, tone: str = "accent") -> None:
        """Say how something went."""

    def say_error(self, error: CodedError) -> str:
        """A failure in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivacyParts:
    """What the tab is joined from."""

    erasure: ErasureService
    data: PersonDataService
    session: Callable[[], Session]
    tasks: TaskPort
    ways: PrivacyWays
    voice: Voice


class PrivacyTab(Tab):
    """What forgetting the person would do, and the doors to it and to their data."""

    key = "privacy"

    def __init__(self, parts: PrivacyParts) -> None:
        self._p = parts

    def title(self, profile: Profile) -> str:
        """See Tab."""
        return self._p.voice.t._("Personal data")

    def body(self, profile: Profile, place: Place) -> TabView:
        """See Tab."""
        t = self._p.voice.t
        try:
            preview = self._p.erasure.preview(profile.customer.id)
        except PosError as error:
            return TabView(
                empty_title=self._p.ways.say_error(error),
                empty_hint=t._("Receipts and sums stay under a number."),
            )
        lines = fate_lines(t, self._p.voice.f, preview)
        return TabView(
            rows=tuple(self._row(n, line) for n, line in enumerate(lines)),
            rows_name=t._("What would go if this person is forgotten, and what would stay"),
            actions=self._actions(),
        )

    def _row(self, number: int, line: FateLine) -> LineView:
        t = self._p.voice.t
        note = t._("goes when the person is forgotten") if line.going else t._("stays")
        return LineView(
            key=str(number),
            title=line.text,
            note=note,
            icon=line.icon,
            icon_tone="danger" if line.going else "accent",
        )

    def _actions(self) -> tuple[ActionView, ...]:
        t, role = self._p.voice.t, self._p.session().role
        owner = right_for(role, Action.EXPORT_PEOPLE) is Right.YES
        forgets = right_for(role, Action.CUSTOMER_ERASE) is not Right.NO
        return (
            ActionView(key="form", text=t._("Card agreement"), icon="file-text", cap="F6"),
            ActionView(key="pdf", text=t._("Readable copy"), icon="download", cap="F10",
                       enabled=owner),
            ActionView(key="json", text=t._("Data file"), icon="database", cap="F11",
                       enabled=owner),
            ActionView(key="forget", text=t._("Forget this person"), icon="trash-2", cap="F9",
                       enabled=forgets),
        )  # fmt: skip

    def act(self, profile: Profile, action: str, place: Place) -> Form | Deed | None:
        """See Tab."""
        customer = profile.customer.id
        if action == "form":
            self._p.ways.save_agreement(customer)
        elif action == "forget":
            ensure_may_ask(self._p.session())
            return ForgetForm(self._p, customer)
        elif action in ("pdf", "json"):
            ensure_may(self._p.session(), Action.EXPORT_PEOPLE)
            self._ask_data(profile, readable=action == "pdf")
        return None

    # --- the person's data -------------------------------------------------------------------

    def _ask_data(self, profile: Profile, *, readable: bool) -> None:
        t = self._p.voice.t
        facts = (
            ("info", t._("Everything that is kept goes into one file."), "text"),
            ("triangle-alert", t._("Hand it to the person only; it is written down who made it."),
             "warn-text"),
        )  # fmt: skip
        question = RestoreQuestion(
            title=t._("The data of {name}", name=profile.customer.name or t._("this person")),
            text="",
            facts=facts,
            secret=t._("Your PIN or password again"),
            yes=t._("Make the file"),
            no=t._("Cancel"),
        )
        self._p.ways.ask_secret(question, lambda secret: self._make(profile, readable, secret))

    def _make(self, profile: Profile, readable: bool, secret: str) -> str:
        p, session = self._p, self._p.session()
        try:
            token = p.data.confirm(session, secret)
        except CodedError as error:
            return p.ways.say_error(error)
        customer = profile.customer.id

        def job(_control: object) -> PersonFile:
            return p.data.make(session, customer, token=token, readable=readable)

        p.tasks.run(job, self._save, self._failed)
        return ""

    def _save(self, made: PersonFile) -> None:
        def write(path: str) -> None:
            try:
                self._p.ways.write(path, made.content)
            except CodedError as error:
                self._failed(error)
            else:
                self._p.ways.tell(self._p.voice.t._("Saved: {file}", file=path))

        self._p.ways.save_file(made.name, write)

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, CodedError):
            raise error
        self._p.ways.tell(self._p.ways.say_error(error), "danger")


def ensure_may_ask(session: Session) -> None:
    """Raise ``PosError("not_allowed")`` for a role that may not even ask for consent."""
    if right_for(session.role, Action.CUSTOMER_ERASE) is Right.NO:
        raise PosError("not_allowed", action=Action.CUSTOMER_ERASE.value, role=session.role.value)


class ForgetForm(Form):
    """Why; then the owner's secret in a dialog, or the owner's consent on the page."""

    key = "forget"

    def __init__(self, parts: PrivacyParts, customer_id: int) -> None:
        super().__init__(parts.voice)
        self._p = parts
        self._customer = customer_id
        self.typed["reason"] = CODES[0]

    def title(self) -> str:
        """See Form."""
        return self.voice.t._("Forget this person")

    def hint(self) -> str:
        """See Form."""
        return self.voice.t._("This cannot be taken back, not even by restoring a backup.")

    def fields(self) -> Sequence[FieldView]:
        """Why."""
        t = self.voice.t
        choices = tuple((code, reason_words(t, code)) for code in CODES)
        return (self.field("reason", t._("Why"), choices=choices),)

    def confirm(self) -> str:
        """See Form."""
        return self.voice.t._("Forget…")

    @property
    def reason(self) -> str:
        """Words for the second person's consent: a code's, so that no name gets in."""
        return reason_words(self.voice.t, self.typed["reason"])

    def deed(self, session: Session) -> Deed:
        """See Form."""
        reason = self.typed["reason"]
        if right_for(session.role, Action.CUSTOMER_ERASE) is Right.YES:
            return lambda _approval: self._ask(session, reason)
        return lambda approval: self._forget(session, reason, approval)

    def _ask(self, session: Session, reason: str) -> Done:
        """The owner alone: everything once more, and the secret."""
        t, f = self.voice.t, self.voice.f
        preview = self._p.erasure.preview(self._customer)
        question = RestoreQuestion(
            title=forget_title(self.voice, preview),
            text=self.hint(),
            facts=tuple(
                (line.icon, line.text, "danger-text" if line.going else "text")
                for line in fate_lines(t, f, preview)
            ),
            secret=t._("Your PIN or password again"),
            yes=t._("Forget for good"),
            no=t._("Cancel"),
        )
        self._p.ways.ask_secret(question, lambda secret: self._confirmed(session, reason, secret))
        return Done(text="")

    def _confirmed(self, session: Session, reason: str, secret: str) -> str:
        try:
            self._p.ways.check_secret(session, secret)
            self._forget(session, reason, None)
        except CodedError as error:
            return self._p.ways.say_error(error)
        return ""

    def _forget(self, session: Session, reason: str, approval: Approval | None) -> Done:
        p = self._p
        forgotten: Forgotten = p.erasure.forget(session, self._customer, reason, approval=approval)

        def cleared(outcome: ErasureOutcome) -> None:
            p.ways.tell(outcome_words(self.voice.t, outcome), "warn" if outcome.left else "accent")

        p.tasks.run(lambda _control: p.erasure.clear(forgotten), cleared)
        return Done(text="")


def forget_title(voice: Voice, preview: ErasurePreview) -> str:
    """The question over the dialog."""
    t = voice.t
    return t._("Forget {name} for good?", name=preview.name or t._("this person"))
