"""What an import of people needs of the store beside the people themselves, as a protocol."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, Protocol

from pos_app.domain.card import CardStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonKeys:
    """What an active person is recognised by. ``name`` is folded; ``external`` the number an
    import that still stands gave them."""

    customer_id: int
    name: str
    birthday: date | None
    phones: tuple[str, ...]
    emails: tuple[str, ...]
    externals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CardOwner:
    """Whose a card is, and how it stands."""

    customer_id: int | None
    status: CardStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleImportRecord:
    """One import of people that was carried out; ``counts`` by name (read, accepted, …)."""

    id: int = 0
    uuid: str
    file: str
    sha256: str
    at: datetime
    person_id: int | None
    counts: Mapping[str, int]
    state: Literal["applied", "undone"] = "applied"
    undone_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleImportRow:
    """What an import did to one person; ``before`` is JSON that undoes it."""

    id: int = 0
    import_id: int
    customer_id: int
    action: Literal["new", "updated"]
    before: str


class PeopleImportRepo(Protocol):
    """Imports of people and their mappings."""

    def known(self) -> Sequence[PersonKeys]:
        """What every active person is recognised by."""

    def cards(self) -> Mapping[str, CardOwner]:
        """All cards by number."""

    def add(self, record: PeopleImportRecord) -> int:
        """Store a new import; its id."""

    def finish(self, import_id: int, counts: Mapping[str, int]) -> None:
        """Write down what came of an import."""

    def close(self, import_id: int, at: datetime) -> None:
        """Mark an import as undone."""

    def get(self, import_id: int) -> PeopleImportRecord | None: ...
    def all(self) -> Sequence[PeopleImportRecord]:
        """All imports, newest first."""

    def of_file(self, sha256: str) -> Sequence[PeopleImportRecord]:
        """The imports of one file that still stand, newest first."""

    def add_row(self, row: PeopleImportRow) -> int: ...
    def rows(self, import_id: int) -> Sequence[PeopleImportRow]:
        """What an import did, in its order."""

    def mapping(self, key: str) -> str | None:
        """The mapping remembered for a header."""

    def remember(self, key: str, definition: str, at: datetime) -> None: ...
