"""What the tab of contacts and notes is joined from, and short hands its forms share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pos_app.domain.staff import Action, Right, right_for
from pos_app.presenters.profile_words import ProfileWords
from pos_app.services.contacts import ContactService
from pos_app.services.customer_groups import CustomerGroups
from pos_app.services.customers import CustomerService
from pos_app.services.grants import GrantService
from pos_app.services.person_details import NoteService, PersonDetails
from pos_app.services.profile import ProfileService
from pos_app.services.records import CustomerHit
from pos_app.services.session import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleServices:
    """Where the deeds end. ``find`` looks people up by card, phone or name; ``name_of`` names one
    of the staff.
    """

    words: ProfileWords
    profiles: ProfileService
    customers: CustomerService
    contacts: ContactService
    details: PersonDetails
    notes: NoteService
    grants: GrantService
    groups: CustomerGroups
    find: Callable[[str], Sequence[CustomerHit]]
    name_of: Callable[[int], str]
    session: Callable[[], Session]

    def may_edit(self) -> bool:
        """Whether contacts are changed without asking anybody."""
        return right_for(self.session().role, Action.CONTACT_EDIT) is Right.YES
