"""What the form for a new person is joined from."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from pos_app.domain.customer import Customer
from pos_app.domain.pricing import Programme
from pos_app.presenters.new_customer_state import NewCustomerState
from pos_app.presenters.sale_ports import Voice
from pos_app.services.customers import CustomerForm
from pos_app.services.desk_view import DeskView
from pos_app.services.duplicate_records import Hint, TypedPerson
from pos_app.services.session import Session


class NewCustomerViewPort(Protocol):
    """The form as its presenter sees it."""

    def render(self, state: NewCustomerState) -> None:
        """Show this state."""

    def focus(self, field: str) -> None:
        """Put the cursor into a field."""

    def alert(self) -> None:
        """One error tone."""


class NewCustomerNavigator(Protocol):
    """Ways out of the form."""

    def attach_customer(self, customer_id: int, card_number: str = "") -> None:
        """Put the person on the receipt and go back to the sale."""

    def show_sale(self) -> None:
        """Back, nothing saved."""


class EnteringPeople(Protocol):
    """Entering a person; see ``services.customers.CustomerService``."""

    def create(self, session: Session, form: CustomerForm, *, same_phone: bool = False) -> Customer:
        """Store the person with card and consents."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TapQuestion:
    """A question one tap answers; ``choices`` as (key, text) in the language asked for."""

    key: str
    text: str
    choices: tuple[tuple[str, str], ...]
    several: bool = False
    required: bool = False


class CardQuestions(Protocol):
    """The questions of the card application that one tap answers, and where answers go."""

    def questions(self, language: str) -> Sequence[TapQuestion]:
        """The first of them that are asked of everybody; () while there is none to ask."""

    def reward(self) -> int:
        """Points for the whole of it (hundredths), 0 for none."""

    def keep(
        self,
        session: Session,
        customer_id: int,
        answers: Mapping[str, tuple[str, ...]],
        language: str,
    ) -> None:
        """Store what was answered; complete where nothing required is missing."""


class LooksUp(Protocol):
    """Who on file may be meant; see ``services.duplicates.DuplicateService.hints``."""

    def __call__(self, session: Session, typed: TypedPerson) -> Sequence[Hint]:
        """The likeliest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCustomerParts:
    """What the presenter is joined from.

    ``whole_phone`` knows whether a text is a number already, ``looks_like_card`` the shop's card
    numbers. ``print_agreement`` puts the card agreement of a person on paper in the language given;
    None where there is nothing to print. ``wording`` is the version of the consents' texts.
    """

    people: EnteringPeople
    hints: LooksUp
    whole_phone: Callable[[str], bool]
    asking: CardQuestions
    programme: Callable[[], Programme]
    wording: Callable[[], str]
    session: Callable[[], Session]
    sale: Callable[[], DeskView]
    looks_like_card: Callable[[str], bool]
    navigator: NewCustomerNavigator
    voice: Voice
    seconds: Callable[[], float]
    today: Callable[[], date]
    print_agreement: Callable[[int, str], object] | None = None


class NoQuestions:
    """A shop that asks nothing with its card."""

    def questions(self, language: str) -> Sequence[TapQuestion]:
        """None."""
        return ()

    def reward(self) -> int:
        """Nothing."""
        return 0

    def keep(
        self,
        session: Session,
        customer_id: int,
        answers: Mapping[str, tuple[str, ...]],
        language: str,
    ) -> None:
        """There is nothing to keep."""
