"""What is known of a person beside the ``customer`` record: contacts, details, notes; and filters.

A person's main phone and e-mail stand in the customer record itself, where lookups find them; what
is here are the others, and what is known of all of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, Literal

from pos_app.domain.customer import Channel

ContactKind = Literal["phone", "email", "messenger", "address"]
ContactState = Literal["unknown", "valid", "bounced"]

PeopleOrder = Literal["name", "visit", "turnover", "newest"]
"""How a list of people stands: by name in the shop's language; the last to come, the most bought,
the newest first.
"""

CONTACT_KINDS: Final[tuple[ContactKind, ...]] = ("phone", "email", "messenger", "address")


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """One more way to reach a person. ``value``: E.164 for phones; a name or number for
    messengers, several lines for addresses. ``label`` says which ("work", "WhatsApp").

    ``preferred`` marks the first choice among messengers and among addresses; phones and e-mails
    that are preferred stand in the customer record instead.
    """

    id: int = 0
    uuid: str
    customer_id: int
    kind: ContactKind
    value: str
    label: str = ""
    preferred: bool = False
    state: ContactState = "unknown"
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonDetail:
    """What a shop knows of a person beside name and main contacts.

    ``phone_state`` and ``email_state`` are those of the main ones; ``preferred`` the kind of
    contact the person likes best ("" for none). ``merged_into`` is the survivor of a merge (R23),
    ``erased_at`` when the person was forgotten (R24). ``source``: how they came ("counter",
    "import").
    """

    customer_id: int
    phone_state: ContactState = "unknown"
    email_state: ContactState = "unknown"
    preferred: str = ""
    do_not_call: bool = False
    household_id: int | None = None
    tags: tuple[str, ...] = ()
    merged_into: int | None = None
    erased_at: datetime | None = None
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonNote:
    """A dated note about a person; ``at_till`` shows it to the cashier when the card is scanned."""

    id: int = 0
    uuid: str
    customer_id: int
    text: str
    at_till: bool = False
    person_id: int | None = None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Household:
    """People who live together and share what they get."""

    id: int = 0
    uuid: str
    name: str
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleFilter:
    """Which people a list, a saved view or an export is about; every field given must hold.

    ``text`` searches as the list does. ``tiers`` are ids ("" for people without one); ``consent``
    asks for marketing by that channel in force; ``born_month`` 1–12; days are the shop's,
    inclusive; ``turnover`` in minor units, ``balance`` in hundredths of points. ``need`` is the key
    of an open or confirmed one. People no longer active are never in it.
    """

    text: str = ""
    tiers: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    has_phone: bool | None = None
    has_email: bool | None = None
    has_card: bool | None = None
    consent: Literal["sms", "email", "call", "messenger", "post"] | None = None
    do_not_call: bool | None = None
    born_month: int | None = None
    visited_from: date | None = None
    visited_to: date | None = None
    never_bought: bool | None = None
    created_from: date | None = None
    created_to: date | None = None
    turnover_min: int | None = None
    turnover_max: int | None = None
    balance_min: int | None = None
    language: str = ""
    need: str = ""
    household_id: int | None = None

    @property
    def channel(self) -> Channel | None:
        """The channel of ``consent``."""
        return Channel(self.consent) if self.consent else None


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedView:
    """A filter and an order of the list of people, kept under a name."""

    id: int = 0
    uuid: str
    name: str
    wanted: PeopleFilter
    order: PeopleOrder = "name"
    created_at: datetime
    person_id: int | None = None
