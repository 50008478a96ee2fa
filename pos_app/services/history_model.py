"""What a former system hands over: the mapping of its files, its rows, and how far we got."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import tzinfo
from typing import Final, Protocol

from pos_app.domain.customer import Consent, Customer
from pos_app.domain.sale import Sale, TenderKind
from pos_app.services.tabular import Reason

MAP_FORMAT: Final = 1
_SPACE: Final = uuid.UUID("5f6d6f1e-5a0c-5e0b-9d57-3d1f7a9f7c11")

CUSTOMER_FIELDS: Final = (
    "id", "name", "phone", "email", "birthday", "card", "points", "points_expire", "created",
    "language", "note",
)  # fmt: skip
RECEIPT_FIELDS: Final = (
    "id", "at", "date", "time", "customer", "card", "total", "tender", "cash", "card_paid",
    "transfer", "coupons",
)  # fmt: skip
LINE_FIELDS: Final = (
    "receipt", "sku", "name", "quantity", "unit", "unit_price", "gross", "promotion",
    "card_discount", "manual", "coupon", "points", "net", "tax_rate",
)  # fmt: skip
FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "customers": CUSTOMER_FIELDS,
    "receipts": RECEIPT_FIELDS,
    "lines": LINE_FIELDS,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FileMap:
    """One file: its name, how it is written, and which header holds which field.

    ``ordered`` promises that the lines of a receipt stand together, in the receipts' own order.
    """

    file: str
    columns: Mapping[str, str]
    encoding: str = ""
    delimiter: str = ""
    ordered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryMap:
    """The mapping file: names the import, its till, its place in time and its files.

    ``digits`` are the decimals of money in the files, ``decimal`` their sign. ``tenders`` turns the
    former system's words into kinds of tender; ``tender`` is what receipts without any were paid
    with. ``text`` is kept for the fingerprint: a changed mapping is another import.
    """

    name: str
    till: str
    zone: tzinfo
    receipts: FileMap
    lines: FileMap
    customers: FileMap | None = None
    digits: int = 2
    decimal: str = "."
    tax_included: bool = True
    tender: TenderKind = TenderKind.CASH
    tenders: Mapping[str, TenderKind] = field(default_factory=dict)
    date_order: str = "ymd"
    text: str = ""

    def identity(self, kind: str, key: str) -> str:
        """The same uuid for the same record of the former system, however often it is read."""
        return str(uuid.uuid5(_SPACE, f"{self.name}\n{kind}\n{key}"))


class HistoryFiles(Protocol):
    """The files behind a mapping."""

    def fingerprint(self) -> str:
        """A digest over the mapping and the files: going on is only possible with the same."""

    def read(self, part: str) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Rows of ``customers``, ``receipts`` or ``lines`` by :data:`FIELDS`.

        Raises ``PosError``: ``import_not_found``, ``import_column_missing``, ``import_format``,
        ``import_cell_too_long``.
        """

    def lines_of(
        self, receipts: Iterator[tuple[int, tuple[str, ...]]]
    ) -> Iterator[tuple[int, tuple[str, ...], list[tuple[int, tuple[str, ...]]]]]:
        """Each receipt with its lines, in one pass where the mapping promises the order.

        Raises ``PosError("history_order")`` where that promise is broken.
        """

    def orphans(self) -> int:
        """Lines whose receipt never came, counted while reading."""


@dataclass(slots=True, kw_only=True)
class Month:
    """Counts and sums of one month (minor units): what the files say, what was refused."""

    receipts: int = 0
    lines: int = 0
    gross: int = 0
    net: int = 0
    refused: int = 0
    refused_net: int = 0

    def as_list(self) -> list[int]:
        """For the checkpoint."""
        return [
            self.receipts, self.lines, self.gross, self.net, self.refused, self.refused_net,
        ]  # fmt: skip


@dataclass(slots=True, kw_only=True)
class Checkpoint:
    """How far an import got: written in the same transaction as what it speaks of."""

    fingerprint: str
    customers: int = 0
    receipts: int = 0
    number: int = 0
    refused_customers: int = 0
    points: int = 0
    months: dict[str, Month] = field(default_factory=dict)
    done: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryProduct:
    """What a line needs to know of its article."""

    id: int
    name: str
    unit: str
    group_code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryCustomer:
    """A person of the former system; ``points`` in hundredths are granted as an opening lot."""

    number: int
    customer: Customer
    card: str = ""
    points: int = 0
    points_expire: str = ""
    consents: tuple[Consent, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryReceipt:
    """A receipt ready to be stored, with the codes of the coupons it used."""

    number: int
    sale: Sale
    coupons: tuple[str, ...] = ()
    card: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedRecord:
    """A record of the former system that could not be taken, and why."""

    part: str
    number: int
    key: str
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredMonth:
    """What the store holds of an import in one month, counted from its rows."""

    receipts: int
    lines: int
    gross: int
    net: int


class HistoryStore(Protocol):
    """The bulk side of the store: batches with their checkpoint, one transaction each."""

    def checkpoint(self, name: str) -> Checkpoint | None:
        """Where the import called ``name`` stopped, if it ever began."""

    def till_in_use(self, till: str) -> bool:
        """Whether ``till`` holds any receipt."""

    def products(self) -> Mapping[str, HistoryProduct]:
        """Every article by SKU."""

    def customers(self, name: str) -> Mapping[str, tuple[int, str]]:
        """(id, uuid) of every person by uuid."""

    def put_customers(self, name: str, rows: list[HistoryCustomer], at: Checkpoint) -> None:
        """Store people, their cards, consents and opening points, and the checkpoint."""

    def put_receipts(self, name: str, rows: list[HistoryReceipt], at: Checkpoint) -> None:
        """Store receipts with their turnover and coupons, and the checkpoint."""

    def finish(self, name: str, at: Checkpoint, summary: Mapping[str, object]) -> None:
        """Mark the import as done and journal its summary."""

    def stored(self, till: str) -> Mapping[str, StoredMonth]:
        """Counts and sums by month (``2017-03``), from the rows themselves."""
