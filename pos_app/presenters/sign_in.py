"""Signing in: who works, their PIN, what waits since last time (R33)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from pos_app.domain.errors import CodedError
from pos_app.domain.staff import Person, Role
from pos_app.i18n import N_, Translator
from pos_app.presenters.messages import say
from pos_app.presenters.sale_ports import Voice
from pos_app.presenters.sign_in_state import PersonCard, SignInFact, SignInState
from pos_app.presenters.tasks import TaskControl, TaskPort
from pos_app.services.session import Session
from pos_app.services.staff import StaffService

LANGUAGE_NAMES: Final = (
    ("en", "English"),
    ("ru", "Русский"),
    ("pl", "Polski"),
    ("az", "Azərbaycanca"),
)

ROLE_WORDS: Final = {
    Role.CASHIER: N_("cashier"),
    Role.SENIOR: N_("senior cashier"),
    Role.OWNER: N_("owner"),
}


class SignInViewPort(Protocol):
    """The sign-in page as its presenter sees it."""

    def render(self, state: SignInState) -> None:
        """Show this state."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInParts:
    """What the presenter is joined from.

    ``facts`` says what waits (shift, parked sales, last receipt, backup); ``entered`` is called
    with the session; ``speak`` changes the language of the screens; ``alert`` sounds the tone.
    ``demo_pin`` tells a person's PIN in a demo shop, "" in a real one.
    """

    staff: StaffService
    tasks: TaskPort
    voice: Voice
    shop_name: Callable[[], str]
    pin_length: Callable[[], int]
    local_now: Callable[[], datetime]
    facts: Callable[[Translator], Sequence[SignInFact]]
    entered: Callable[[Session], None]
    speak: Callable[[str], None]
    alert: Callable[[], None]
    demo_pin: Callable[[str], str] = lambda _name: ""


class SignInPresenter:
    """One page; it also unlocks a locked screen."""

    def __init__(self, parts: SignInParts, view: SignInViewPort) -> None:
        self._p = parts
        self._view = view
        self._chosen = ""
        self._attempt = 0
        self._problem = ""
        self._busy = False
        self._people: tuple[Person, ...] = ()
        self._facts: tuple[SignInFact, ...] = ()

    def open(self, person_id: int | None = None) -> None:
        """Show the page; ``person_id`` is who had the till when it was locked."""
        self._people = tuple(person for person in self._p.staff.people() if person.active)
        self._facts = tuple(self._p.facts(self._p.voice.t))
        ids = [str(person.id) for person in self._people]
        if person_id is not None and str(person_id) in ids:
            self._chosen = str(person_id)
        elif self._chosen not in ids:
            self._chosen = ids[0] if ids else ""
        self._problem = ""
        self._busy = False
        self._attempt += 1
        self.show()

    def choose(self, person: str) -> None:
        """A person's card was tapped."""
        self._chosen = person
        self._problem = ""
        self.show()

    def enter(self, person: str, secret: str) -> None:
        """A whole PIN was typed; the check takes a moment and runs behind the screen."""
        if self._busy or not person.isdigit():
            return
        self._run(lambda: self._p.staff.sign_in(int(person), secret))

    def scan(self, text: str) -> None:
        """A staff card signs its owner in; anything else is refused with the tone."""
        if not self._busy:
            self._run(lambda: self._p.staff.sign_in_by_card(text))

    def speak(self, language: str) -> None:
        """Another language for the screens."""
        self._p.speak(language)

    def tick(self) -> None:
        """Once a second: the clock and the wait."""
        self.show()

    def _run(self, sign_in: Callable[[], Session]) -> None:
        self._busy = True
        self.show()

        def job(_control: TaskControl) -> Session:
            return sign_in()

        self._p.tasks.run(job, self._entered, self._failed)

    def _entered(self, session: Session) -> None:
        self._busy = False
        self._problem = ""
        self._attempt += 1
        self._p.entered(session)

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, CodedError):
            raise error
        self._fail(error)

    def _fail(self, error: CodedError) -> None:
        self._busy = False
        self._attempt += 1
        if error.code == "staff_card_pin":
            self._chosen = str(error.params["person_id"])
        self._problem = say(error, self._p.voice.t, self._p.voice.f)
        self._p.alert()
        self.show()

    def show(self) -> None:
        """Render what is."""
        t, f = self._p.voice.t, self._p.voice.f
        now = self._p.local_now()
        self._view.render(
            SignInState(
                shop=self._p.shop_name(),
                time=f.time(now),
                date=f.weekday_date(now.date()),
                facts=self._facts,
                question=t._("Who is working?"),
                people=tuple(
                    PersonCard(
                        id=str(one.id),
                        name=one.name,
                        role=t._(ROLE_WORDS[one.role]),
                        free=one.role is Role.OWNER,
                    )
                    for one in self._people
                ),
                chosen=self._chosen,
                pin_length=self._p.pin_length(),
                attempt=self._attempt,
                problem=self._problem,
                waiting=self._waiting(),
                busy=self._busy,
                card_hint=self._demo_hint() or t._("or scan a staff card"),
                clear=t._("Clear"),
                secret_hint=t._("PIN or password"),
                confirm=t._("Sign in"),
                backspace=t._("Delete the last digit"),
                languages=LANGUAGE_NAMES,
                language=t.language,
            )
        )

    def _demo_hint(self) -> str:
        """Nobody who tries the demo has read its PINs anywhere: the page tells them."""
        person = next((one for one in self._people if str(one.id) == self._chosen), None)
        pin = self._p.demo_pin(person.name) if person is not None else ""
        if person is None or not pin:
            return ""
        return self._p.voice.t._(
            "Demo shop: the PIN of {person} is {pin}", person=person.name, pin=pin
        )

    def _waiting(self) -> str:
        if not self._chosen:
            return ""
        seconds = self._p.staff.wait_for(int(self._chosen))
        if not seconds:
            return ""
        t = self._p.voice.t
        return t.ngettext(
            "Too many wrong tries. Wait {n} second.", "Too many wrong tries. Wait {n} seconds.",
            seconds,
        )  # fmt: skip


def with_role(t: Translator, person: Person) -> str:
    """A person and what they are here."""
    return t._("{person}, {role}", person=person.name, role=t._(ROLE_WORDS[person.role]))
