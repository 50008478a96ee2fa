"""What a list of people may be for, which columns each purpose may have, and the kinds of file.

A list that somebody is called, written or posted by holds only people whose marketing consent for
that channel is in force (R24) and who can be reached by it, and only what that takes: the shop's
own list alone may have every contact, the note and full card numbers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Final

from pos_app.domain.customer import Channel
from pos_app.services.exports import Column, ColumnKind, Row
from pos_app.services.people_records import PeopleFilter


class ListPurpose(Enum):
    """What the list is for; the value is what journal and command line say."""

    INTERNAL = "internal"
    CALLS = "calls"
    SMS = "sms"
    EMAIL = "email"
    POST = "post"
    MESSENGER = "messenger"

    @property
    def channel(self) -> Channel | None:
        """The channel consent is asked for; None for the shop's own list."""
        return _CHANNELS.get(self)


_CHANNELS: Final = {
    ListPurpose.CALLS: Channel.CALL, ListPurpose.SMS: Channel.SMS,
    ListPurpose.EMAIL: Channel.EMAIL, ListPurpose.POST: Channel.POST,
    ListPurpose.MESSENGER: Channel.MESSENGER,
}  # fmt: skip


class LeftOut(Enum):
    """Why somebody is not in the file; the first that holds, in this order.

    ``WITHDREW`` gave consent once and took it back; ``NO_CONSENT`` never gave it. ``BOUNCED`` has a
    contact, but none that works.
    """

    NO_CONSENT = "no_consent"
    WITHDREW = "withdrew"
    DO_NOT_CALL = "do_not_call"
    NO_PHONE = "no_phone"
    NO_EMAIL = "no_email"
    NO_ADDRESS = "no_address"
    NO_MESSENGER = "no_messenger"
    BOUNCED = "bounced"


class FileKind(Enum):
    """The kinds of file. ``CSV`` is for a spreadsheet, ``CSV_PLAIN`` for other programs."""

    XLSX = "xlsx"
    CSV = "csv"
    CSV_PLAIN = "csv-plain"
    VCARD_3 = "vcard-3"
    VCARD_4 = "vcard-4"
    PDF = "pdf"
    LABELS_24 = "labels-24"
    LABELS_21 = "labels-21"
    LABELS_14 = "labels-14"

    @property
    def ending(self) -> str:
        """How its files end: ``.xlsx``."""
        return _ENDINGS.get(self, ".pdf")

    @property
    def labels(self) -> bool:
        """Whether it is a sheet of address labels."""
        return self in LABELS


_ENDINGS: Final = {
    FileKind.XLSX: ".xlsx", FileKind.CSV: ".csv", FileKind.CSV_PLAIN: ".csv",
    FileKind.VCARD_3: ".vcf", FileKind.VCARD_4: ".vcf",
}  # fmt: skip
LABELS: Final = (FileKind.LABELS_24, FileKind.LABELS_21, FileKind.LABELS_14)

MOST: Final[Mapping[FileKind, int]] = {
    FileKind.XLSX: 1_048_575, FileKind.PDF: 10_000, **dict.fromkeys(LABELS, 10_000),
}  # fmt: skip
"""How many people fit: the rows of a sheet; what is still paper and no book."""

_K = ColumnKind
COLUMNS: Final = {
    column.key: column
    for column in (
        Column(key="first_name"), Column(key="name"), Column(key="phone", kind=_K.PHONE),
        Column(key="phones", kind=_K.PHONE), Column(key="email"), Column(key="messenger"),
        Column(key="address"), Column(key="birthday", kind=_K.BIRTHDAY), Column(key="language"),
        Column(key="card"), Column(key="card_last4"), Column(key="tier"),
        Column(key="balance", kind=_K.POINTS), Column(key="turnover", kind=_K.MONEY),
        Column(key="spent_year", kind=_K.MONEY), Column(key="visits", kind=_K.NUMBER),
        Column(key="last_visit", kind=_K.DATE), Column(key="favourite"), Column(key="groups"),
        Column(key="tags"), Column(key="household"),
        Column(key="consent_call", kind=_K.YES_NO), Column(key="consent_sms", kind=_K.YES_NO),
        Column(key="consent_email", kind=_K.YES_NO), Column(key="consent_post", kind=_K.YES_NO),
        Column(key="consent_messenger", kind=_K.YES_NO), Column(key="created", kind=_K.DATE),
        Column(key="note"),
    )
}  # fmt: skip

_COMMON: Final = (
    "first_name", "name", "language", "birthday", "card_last4", "tier", "balance", "turnover",
    "spent_year", "visits", "last_visit", "favourite", "groups", "tags", "created",
)  # fmt: skip
_OWN: Final = {
    ListPurpose.CALLS: ("phone", "phones"), ListPurpose.SMS: ("phone",),
    ListPurpose.EMAIL: ("email",), ListPurpose.POST: ("address", "household"),
    ListPurpose.MESSENGER: ("messenger",),
}  # fmt: skip
USUAL: Final = {
    ListPurpose.INTERNAL: (
        "name", "phone", "email", "card", "birthday", "tier", "balance", "turnover", "visits",
        "last_visit", "created",
    ),
    ListPurpose.CALLS: ("first_name", "phone", "last_visit", "card_last4", "favourite"),
    ListPurpose.SMS: ("first_name", "phone", "language"),
    ListPurpose.EMAIL: ("first_name", "email", "language"),
    ListPurpose.POST: ("name", "address"),
    ListPurpose.MESSENGER: ("first_name", "messenger", "language"),
}  # fmt: skip
"""The columns ticked to begin with."""


def allowed(purpose: ListPurpose) -> tuple[str, ...]:
    """The columns ``purpose`` may have, in the order of :data:`COLUMNS`."""
    if purpose is ListPurpose.INTERNAL:
        return tuple(COLUMNS)
    may = {*_COMMON, *_OWN[purpose]}
    return tuple(key for key in COLUMNS if key in may)


def kinds(purpose: ListPurpose) -> tuple[FileKind, ...]:
    """The files ``purpose`` may make: labels are for letters."""
    return tuple(kind for kind in FileKind if purpose is ListPurpose.POST or not kind.labels)


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleAsk:
    """Who, what for, which columns (keys of :data:`COLUMNS`; none: the purpose's usual)."""

    people: PeopleFilter = field(default_factory=PeopleFilter)
    purpose: ListPurpose = ListPurpose.INTERNAL
    columns: tuple[str, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """The columns in the file."""
        return self.columns or USUAL[self.purpose]


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleSelect:
    """What the store is asked: ``tiers`` are names by id, ``since`` the first day of the last
    twelve months.
    """

    people: PeopleFilter
    purpose: ListPurpose
    columns: tuple[str, ...]
    tiers: Mapping[str, str]
    since: date


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleRow:
    """Somebody of the first of the list: their first name, why they are left out, their row."""

    name: str
    reason: LeftOut | None
    cells: Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """How many people a filter finds, and how many of them are left out for what."""

    matched: int
    left_out: Mapping[LeftOut, int]

    @property
    def in_file(self) -> int:
        """How many stay."""
        return self.matched - sum(self.left_out.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What a file would hold, with its first people."""

    sizes: Sizes
    columns: Sequence[Column]
    first: Sequence[SampleRow]


@dataclass(frozen=True, slots=True, kw_only=True)
class FileHead:
    """What stands above a list on paper."""

    purpose: ListPurpose
    sizes: Sizes
    shop: str
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """What was written."""

    rows: int
    sizes: Sizes
