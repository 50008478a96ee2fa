"""Rows and orders about one person on file twice: merges, and pairs that are not one (R23)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final, Literal

from pos_app.domain.customer import Channel, Purpose

MERGE: Final = "merge:"
"""What the reason of ledger entries of a merge begins with; its uuid follows."""

Side = Literal["survivor", "merged"]

MergeField = Literal["name", "phone", "email", "birthday", "language", "note", "household"]

FIELDS: Final[tuple[MergeField, ...]] = (
    "name",
    "phone",
    "email",
    "birthday",
    "language",
    "note",
    "household",
)
"""What is chosen from one side or the other; everything else is joined."""

Owned = Literal["customer_note", "need", "response", "paper_form", "coupon", "certificate"]

OWNED: Final[tuple[Owned, ...]] = (
    "customer_note",
    "need",
    "response",
    "paper_form",
    "coupon",
    "certificate",
)
"""What goes over to the survivor as it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PutAside:
    """Two people who look like one and are not; ``first_id`` is the smaller id."""

    uuid: str
    first_id: int
    second_id: int
    person_id: int | None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeRow:
    """One merge as stored; ``image`` is JSON of :class:`~pos_app.services.merge_image.Image`."""

    id: int = 0
    uuid: str
    survivor_id: int
    merged_id: int
    person_id: int
    approver_id: int | None
    at: datetime
    image: str
    undone_at: datetime | None = None
    undone_by: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeOrder:
    """Who stays, who is merged into them, and from which side each field is taken.

    A field without a choice is the survivor's, or the other's where the survivor has none.
    """

    uuid: str
    survivor_id: int
    merged_id: int
    choices: Mapping[MergeField, Side] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChoice:
    """One field of both, as stored text, and whose is taken. ``equal``: there is no choice."""

    key: MergeField
    survivor: str
    merged: str
    side: Side

    @property
    def equal(self) -> bool:
        """Whether both have the same, or one has nothing to lose."""
        return self.survivor == self.merged


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentChange:
    """What both said about a purpose and channel (None: nothing), and what holds afterwards."""

    purpose: Purpose
    channel: Channel | None
    survivor: bool | None
    merged: bool | None
    after: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LotMoved:
    """Points (hundredths) that go over, with their kind and dates."""

    kind: str
    left: int
    active_from: date
    expires_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeSide:
    """One of the two as they are before: figures of the account, and how much of what they have.

    ``balance`` in hundredths of points, ``turnover`` in minor units, ``tier`` a name ("" none).
    """

    customer_id: int
    uuid: str
    name: str
    balance: int
    turnover: int
    visits: int
    last_visit: date | None
    tier: str
    cards: tuple[str, ...]
    coupons: int
    credit: int
    notes: int
    needs: int
    answers: int
    contacts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MergePreview:
    """What a merge would do; nothing is written."""

    survivor: MergeSide
    merged: MergeSide
    fields: tuple[FieldChoice, ...]
    contacts: tuple[tuple[str, str], ...]
    tags: tuple[str, ...]
    groups: tuple[str, ...]
    lots: tuple[LotMoved, ...]
    balance: int
    turnover: int
    visits: int
    tier: str
    tier_until: date | None
    consents: tuple[ConsentChange, ...]
    referred: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeEntry:
    """A merge in the list: whom into whom, when, by whom; ``refusal`` why it stays ("" none)."""

    uuid: str
    survivor_id: int
    survivor: str
    merged: str
    at: datetime
    person: str
    undone_at: datetime | None
    refusal: str
