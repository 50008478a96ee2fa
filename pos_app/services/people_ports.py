"""What the services need to keep about people beside the customer record, as protocols."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from pos_app.services.people_records import (
    Contact,
    Household,
    PersonDetail,
    PersonNote,
    SavedView,
)


class PeopleRepo(Protocol):
    """Contacts, details, notes and households; the search index follows by itself."""

    def contacts(self, customer_id: int) -> Sequence[Contact]:
        """The further contacts of a person, oldest first."""

    def add_contact(self, contact: Contact) -> int:
        """Store a new contact; its id."""

    def update_contact(self, contact: Contact) -> None:
        """Store all fields; raises ``PosError("contact_unknown")``."""

    def remove_contact(self, contact_id: int) -> None: ...
    def with_contact(self, kind: str, value: str) -> Sequence[int]:
        """Ids of the people who have this further contact."""

    def detail(self, customer_id: int) -> PersonDetail:
        """What is known; defaults for a person nothing was written about."""

    def put_detail(self, detail: PersonDetail) -> None: ...
    def merged_from(self, customer_id: int) -> Sequence[int]:
        """Ids of the people merged into this one, directly."""

    def notes(self, customer_id: int) -> Sequence[PersonNote]:
        """All notes, newest first."""

    def add_note(self, note: PersonNote) -> int: ...
    def update_note(self, note: PersonNote) -> None:
        """Store all fields; raises ``PosError("note_unknown")``."""

    def remove_note(self, note_id: int) -> None: ...
    def households(self) -> Sequence[Household]: ...
    def add_household(self, household: Household) -> int: ...
    def members(self, household_id: int) -> Sequence[int]:
        """Ids of the people of a household."""

    def put_in_order(self, after: int, limit: int) -> int:
        """Give the next people after an id the place of their name in the order of the shop's
        language, ``limit`` of them at most; the last id looked at, 0 when there is nobody left.
        """


class SavedViewRepo(Protocol):
    """The kept views of the list of people."""

    def all(self) -> Sequence[SavedView]:
        """Every view, oldest first."""

    def add(self, view: SavedView) -> int:
        """Store a new view; its id."""

    def update(self, view: SavedView) -> None:
        """Store name, filter and order; raises ``PosError("view_unknown")``."""

    def remove(self, view_id: int) -> None:
        """Delete it; nothing happens when it is gone already."""
