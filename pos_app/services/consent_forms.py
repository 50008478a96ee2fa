"""The card agreement on paper: who, which texts, empty boxes, a place to sign (R24).

For the file of paper consents, and for those who want to read before they sign. No box is ever
ticked by the program: what is ticked is written down at the counter afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from pos_app.domain.receipt import SlipShop
from pos_app.services.consent_defaults import SUBJECTS, Subject
from pos_app.services.consent_texts import wording_in_force
from pos_app.services.documents import Paper
from pos_app.services.people import known_customer
from pos_app.services.ports import Clock, UnitOfWork, UnitOfWorkFactory
from pos_app.services.settings import load_settings
from pos_app.services.slips import local_day, slip_shop


@dataclass(frozen=True, slots=True, kw_only=True)
class FormPerson:
    """What is known of whoever signs; empty fields are lines to write on. ``language`` "" is the
    shop's.
    """

    name: str = ""
    phone: str = ""
    email: str = ""
    birthday: date | None = None
    card: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentForm:
    """All that stands on the paper; ``texts`` each get a box of their own."""

    language: str
    shop: SlipShop
    person: FormPerson
    version: str
    texts: tuple[tuple[Subject, str], ...]
    printed_on: date


class FormArtist(Protocol):
    """Draws the form."""

    def consent_form(self, form: ConsentForm, paper: Paper = Paper.A4) -> bytes:
        """A PDF of that paper."""


class ConsentForms:
    """Forms to sign; anybody at the counter may print one."""

    def __init__(self, uow: UnitOfWorkFactory, clock: Clock, artist: FormArtist) -> None:
        self._uow = uow
        self._clock = clock
        self._artist = artist

    def blank(self, person: FormPerson | None = None, *, paper: Paper = Paper.A4) -> bytes:
        """The PDF for somebody being entered, with what was typed so far, or an empty one."""
        with self._uow() as uow:
            form = self._form(uow, person or FormPerson())
        return self._artist.consent_form(form, paper)

    def of_customer(
        self, customer_id: int, language: str = "", *, paper: Paper = Paper.A4
    ) -> bytes:
        """The PDF for somebody known, in ``language`` ("": theirs, or the shop's).

        Raises ``PosError("customer_unknown")``. It carries their contacts in full: it is the
        person's own paper, to be signed.
        """
        with self._uow() as uow:
            customer = known_customer(uow, customer_id)
            cards = [card.number for card in uow.cards.of_customer(customer_id)
                     if card.gives_benefits]  # fmt: skip
            person = FormPerson(
                name=customer.name,
                phone=customer.phone,
                email=customer.email,
                birthday=customer.birthday,
                card=cards[-1] if cards else "",
                language=language or customer.language or "",
            )
            form = self._form(uow, person)
        return self._artist.consent_form(form, paper)

    def _form(self, uow: UnitOfWork, person: FormPerson) -> ConsentForm:
        settings, wording = load_settings(uow), wording_in_force(uow)
        language = person.language or settings.locale.language
        return ConsentForm(
            language=language,
            shop=slip_shop(settings),
            person=person,
            version=wording.version,
            texts=tuple((subject, wording.text(*subject, language)) for subject in SUBJECTS),
            printed_on=local_day(self._clock.now(), settings),
        )
