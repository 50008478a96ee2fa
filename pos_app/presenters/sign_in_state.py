"""What the sign-in page shows, ready to draw."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonCard:
    """A person who may sign in: id, short name, role in words.

    ``free``: their secret may be of any length or a password, and is ended by Enter.
    """

    id: str
    name: str
    role: str
    free: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInFact:
    """One line at the lower left: the shift, parked sales, the last backup. Tone ok or warn."""

    icon: str
    title: str
    note: str
    tone: str = "ok"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInState:
    """The whole page.

    ``problem`` is a wrong PIN in words; ``waiting`` is the countdown while the person is locked
    out, and takes the keypad's place in attention: no digit is taken while it is set.
    ``attempt`` changes with every answer, so that the view knows when to forget the digits.
    """

    shop: str = ""
    time: str = ""
    date: str = ""
    facts: tuple[SignInFact, ...] = ()
    question: str = ""
    people: tuple[PersonCard, ...] = ()
    chosen: str = ""
    pin_length: int = 6
    attempt: int = 0
    problem: str = ""
    waiting: str = ""
    busy: bool = False
    card_hint: str = ""
    clear: str = ""
    backspace: str = ""
    secret_hint: str = ""
    confirm: str = ""
    languages: tuple[tuple[str, str], ...] = ()
    language: str = "en"
