"""Products from another system's file: preview first, then all of it in one transaction.

A row finds its product by SKU, then by bar code. A mapped column changes what is stored, an empty
cell leaves it; prices change through the price history. What cannot be taken is refused with a
reason and never dropped silently.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum
from itertools import islice
from typing import Final

from pos_app.domain.catalogue import PriceChange, Product
from pos_app.domain.errors import PosError
from pos_app.domain.events import Event
from pos_app.domain.staff import Action
from pos_app.services.import_columns import HEADER_SEARCH_ROWS, ColumnMap, guess, locate
from pos_app.services.import_rows import ProductRow, RowReader
from pos_app.services.import_values import UnreadableError, decimal_sign
from pos_app.services.ports import Clock, IdSource, UnitOfWork, UnitOfWorkFactory
from pos_app.services.session import Session, ensure_may
from pos_app.services.tabular import (
    Cancelled,
    Progress,
    Rejected,
    TableFormat,
    TableRow,
    TableSource,
)

READ_BATCH: Final = 500
SAMPLE_ROWS: Final = 2_000

GroupWords = dict[int, set[str]]
"""Code and name of each group, folded, by the group's id."""


class Verdict(Enum):
    """What a row would do."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedRow:
    """A readable row with its verdict; ``changes`` names the fields that would change."""

    row: ProductRow
    verdict: Verdict
    product_id: int | None = None
    changes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportPlan:
    """Everything a person should see before saying yes."""

    file: str
    sha256: str
    format: TableFormat
    mapping: ColumnMap
    header: tuple[str, ...]
    rows: tuple[PlannedRow, ...]
    rejected: tuple[Rejected, ...]

    def count(self, verdict: Verdict) -> int:
        """How many rows have ``verdict``."""
        return sum(planned.verdict is verdict for planned in self.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportResult:
    """What one import did."""

    new: int
    changed: int
    same: int
    prices: int
    groups: int
    taxes: int
    rejected: tuple[Rejected, ...] = field(repr=False)


class ProductImport:
    """Reads, plans and carries out product imports; nothing is stored by a plan."""

    def __init__(
        self, uow: UnitOfWorkFactory, tables: TableSource, clock: Clock, ids: IdSource,
        *, minor_digits: int = 2,
    ) -> None:  # fmt: skip
        self._uow = uow
        self._tables = tables
        self._clock = clock
        self._ids = ids
        self._digits = minor_digits

    def plan(
        self, path: str, mapping: ColumnMap | None = None, *, encoding: str = "",
        delimiter: str = "", progress: Progress = lambda done, total: None,
        cancelled: Cancelled = lambda: False,
    ) -> ImportPlan:  # fmt: skip
        """Read ``path`` and say what each row would do.

        Raises ``PosError``: what :class:`TableSource` raises, ``import_no_header``,
        ``import_column_missing``, ``import_too_many_rows`` and its like, ``import_cancelled``.
        """
        table = self._tables.open(path, encoding=encoding, delimiter=delimiter)
        rows = table.rows()
        head = list(islice(rows, HEADER_SEARCH_ROWS))
        chosen = mapping if mapping is not None else guess(head)
        header, places = locate(chosen, head)
        below = [row for row in head if row.number > header.number]
        body = [*below, *_watched(rows, cancelled)]
        reader = RowReader(
            places, digits=self._digits, decimals=_decimals(body, places, chosen.decimal)
        )
        readable, rejected = _read(body, reader)
        planned: list[PlannedRow] = []
        for batch in _batches(readable):
            _stop_if(cancelled)
            with self._uow() as uow:
                groups = group_words(uow)
                for row in batch:
                    self._judge(uow, row, groups, planned, rejected)
            progress(len(planned) + len(rejected), len(body))
        return ImportPlan(
            file=table.name, sha256=table.sha256, format=table.format,
            mapping=replace(chosen, header_row=header.number), header=header.cells,
            rows=tuple(planned), rejected=tuple(sorted(rejected, key=lambda row: row.number)),
        )  # fmt: skip

    @staticmethod
    def _judge(
        uow: UnitOfWork,
        row: ProductRow,
        groups: GroupWords,
        planned: list[PlannedRow],
        rejected: list[Rejected],
    ) -> None:
        try:
            planned.append(judge(uow, row, groups))
        except UnreadableError as refused:
            rejected.append(row.rejected(refused.reason))

    def apply(
        self, plan: ImportPlan, *, session: Session | None = None,
        progress: Progress = lambda done, total: None, cancelled: Cancelled = lambda: False,
    ) -> ImportResult:  # fmt: skip
        """Carry out ``plan`` in one transaction; a cancel leaves everything as it was.

        Rows are judged again against the shop as it is now. Without a ``session`` it is the
        computer's own administrator at the command line. Raises ``PosError``: ``not_allowed`` for
        anyone but the owner (R33), ``import_cancelled``.
        """
        if session is not None:
            ensure_may(session, Action.PRODUCT_IMPORT)
        person_id = session.person_id if session else None
        person = session.person_uuid if session else None
        at = self._clock.now()
        rejected: list[Rejected] = []
        with self._uow() as uow:
            work = _Application(uow, self._ids, at, person_id)
            for done, planned in enumerate(plan.rows):
                if done % READ_BATCH == 0:
                    _stop_if(cancelled)
                    progress(done, len(plan.rows))
                try:
                    work.carry_out(planned.row)
                except UnreadableError as refused:
                    rejected.append(planned.row.rejected(refused.reason))
            all_rejected = (*plan.rejected, *rejected)
            uow.record(_event(plan, work, len(all_rejected), person))
            uow.commit()
        progress(len(plan.rows), len(plan.rows))
        return ImportResult(
            new=work.counts[Verdict.NEW], changed=work.counts[Verdict.CHANGED],
            same=work.counts[Verdict.SAME], prices=work.prices, groups=work.groups,
            taxes=work.taxes, rejected=tuple(sorted(all_rejected, key=lambda row: row.number)),
        )  # fmt: skip


class _Application:
    """One import being carried out inside its transaction."""

    def __init__(self, uow: UnitOfWork, ids: IdSource, at: datetime, person_id: int | None) -> None:
        self._uow = uow
        self._ids = ids
        self._at = at
        self._person_id = person_id
        self._groups = {key: group.id for group in uow.products.groups()
                        for key in (group.code.casefold(), group.name.casefold())}  # fmt: skip
        self._taxes = {tax.rate: tax.id for tax in reversed(uow.products.taxes())}
        self._codes = {group.code for group in uow.products.groups()}
        self._words = group_words(uow)
        self.counts = dict.fromkeys(Verdict, 0)
        self.prices = self.groups = self.taxes = 0

    def carry_out(self, row: ProductRow) -> None:
        planned = judge(self._uow, row, self._words)
        if planned.verdict is Verdict.NEW:
            self._add(row)
        elif planned.verdict is Verdict.CHANGED:
            self._change(planned)
        self.counts[planned.verdict] += 1

    def _add(self, row: ProductRow) -> None:
        blank = Product(
            id=0, uuid=self._ids.uuid(), sku=row.sku or row.barcodes[0], name=row.name,
            price=row.price or 0, added_on=self._at.date(),
        )  # fmt: skip
        self._uow.products.add(self._merged(blank, row))

    def _change(self, planned: PlannedRow) -> None:
        products = self._uow.products
        stored = products.get(planned.product_id or 0)
        if stored is None:  # pragma: no cover - the same transaction just found it
            raise AssertionError("a product vanished within one transaction")
        row = planned.row
        if planned.changes != ("price",):
            products.update(self._merged(stored, row))
        if row.price is not None and row.price != stored.price:
            products.set_price(PriceChange(
                product_id=stored.id, price=row.price, old=stored.price, at=self._at,
                person_id=self._person_id, reason="import",
            ))  # fmt: skip
            self.prices += 1

    def _merged(self, stored: Product, row: ProductRow) -> Product:
        """``stored`` with what ``row`` says; the price is left to its history."""
        changes: dict[str, object] = dict(row.plain_fields())
        if row.barcodes:
            changes["barcodes"] = tuple(dict.fromkeys((*stored.barcodes, *row.barcodes)))
        if row.group:
            changes["group_id"] = self._group(row.group)
        if row.tax is not None:
            changes.update(tax_rate_id=self._tax(row.tax), tax_rate=row.tax)
        return replace(stored, **changes)  # type: ignore[arg-type]

    def _group(self, name: str) -> int:
        found = self._groups.get(name.casefold())
        if found is None:
            code = free_code(name, self._codes)
            found = self._uow.products.add_group(code, name)
            self._codes.add(code)
            self._groups[name.casefold()] = found
            self._words[found] = {code.casefold(), name.casefold()}
            self.groups += 1
        return found

    def _tax(self, rate: int) -> int:
        found = self._taxes.get(rate)
        if found is None:
            whole, rest = divmod(rate, 100)
            label = f"{whole}.{rest:02d}".rstrip("0") if rest else str(whole)
            found = self._uow.products.add_tax(f"{label}%", rate)
            self._taxes[rate] = found
            self.taxes += 1
        return found


def judge(uow: UnitOfWork, row: ProductRow, groups: GroupWords) -> PlannedRow:
    """What ``row`` would do to the shop as it is now; ``groups`` are its :func:`group_words`.

    Raises :class:`UnreadableError`: ``matches_two`` (SKU and bar code name different products),
    ``name_missing``, ``price_missing``, ``key_missing`` for a new product.
    """
    found = uow.products.by_sku(row.sku) if row.sku else None
    for code in row.barcodes:
        other = uow.products.by_barcode(code)
        if other is None:
            continue
        # A SKU given beside another article's bar code would rename an article by chance.
        if (row.sku and other.sku != row.sku) or (found is not None and found.id != other.id):
            raise UnreadableError("matches_two", sku=other.sku, barcode=code)
        found = other
    if found is not None:
        changes = changed_fields(found, row, groups)
        verdict = Verdict.CHANGED if changes else Verdict.SAME
        return PlannedRow(row=row, verdict=verdict, product_id=found.id, changes=changes)
    if not row.sku and not row.barcodes:
        raise UnreadableError("key_missing")
    if not row.name:
        raise UnreadableError("name_missing")
    if row.price is None:
        raise UnreadableError("price_missing")
    return PlannedRow(row=row, verdict=Verdict.NEW)


def changed_fields(stored: Product, row: ProductRow, groups: GroupWords) -> tuple[str, ...]:
    """The names of the fields in which ``row`` differs from ``stored``."""
    changes = [name for name, value in row.plain_fields().items() if getattr(stored, name) != value]
    if row.price is not None and row.price != stored.price:
        changes.append("price")
    if set(row.barcodes) - set(stored.barcodes):
        changes.append("barcodes")
    if row.tax is not None and (stored.tax_rate_id is None or row.tax != stored.tax_rate):
        changes.append("tax")
    if row.group and row.group.casefold() not in groups.get(stored.group_id or 0, set()):
        changes.append("group")
    return tuple(changes)


def group_words(uow: UnitOfWork) -> GroupWords:
    """By what names each group may be called."""
    return {
        group.id: {group.code.casefold(), group.name.casefold()} for group in uow.products.groups()
    }


def free_code(name: str, taken: set[str]) -> str:
    """A code for a new group: its name's letters and digits, numbered when taken."""
    base = "-".join("".join(c if c.isalnum() else " " for c in name.casefold()).split())[:40]
    base = base or "group"
    code, number = base, 2
    while code in taken:
        code, number = f"{base}-{number}", number + 1
    return code


def _read(body: Sequence[TableRow], reader: RowReader) -> tuple[list[ProductRow], list[Rejected]]:
    readable: list[ProductRow] = []
    rejected: list[Rejected] = []
    seen: dict[str, int] = {}
    for source in body:
        try:
            row = reader.read(source)
            _check_seen(row, seen)
        except UnreadableError as refused:
            rejected.append(
                Rejected(number=source.number, reason=refused.reason, cells=source.cells)
            )
        else:
            readable.append(row)
    return readable, rejected


def _check_seen(row: ProductRow, seen: dict[str, int]) -> None:
    keys = [f"sku {row.sku}"] if row.sku else []
    keys += [f"code {code}" for code in row.barcodes]
    for key in keys:
        if key in seen:
            raise UnreadableError("duplicate_in_file", row=seen[key])
    seen.update(dict.fromkeys(keys, row.number))


def _decimals(body: Sequence[TableRow], places: Mapping[str, int], settled: str) -> dict[str, str]:
    """The decimal sign of each figure column; a doubtful one borrows from the other."""
    if settled:
        return {"price": settled, "cost": settled}
    found = {
        name: decimal_sign(
            row.cell(places[name]) for row in body[:SAMPLE_ROWS] if places[name] not in row.numeric
        )
        for name in ("price", "cost") if name in places
    }  # fmt: skip
    common = next((sign for sign in found.values() if sign), "")
    return {name: sign or common for name, sign in found.items()}


def _watched(rows: Iterator[TableRow], cancelled: Cancelled) -> Iterator[TableRow]:
    for place, row in enumerate(rows):
        if place % READ_BATCH == 0:
            _stop_if(cancelled)
        yield row


def _stop_if(cancelled: Cancelled) -> None:
    if cancelled():
        raise PosError("import_cancelled")


def _batches(rows: Sequence[ProductRow]) -> Iterator[Sequence[ProductRow]]:
    for start in range(0, len(rows), READ_BATCH):
        yield rows[start : start + READ_BATCH]


def _event(plan: ImportPlan, work: _Application, rejected: int, person: str | None) -> Event:
    return Event(
        type="import.products",
        content={
            "file": plan.file, "sha256": plan.sha256, "new": work.counts[Verdict.NEW],
            "changed": work.counts[Verdict.CHANGED], "same": work.counts[Verdict.SAME],
            "prices": work.prices, "rejected": rejected,
        },
        person=person,
    )  # fmt: skip


def refusal_counts(rejected: Sequence[Rejected]) -> dict[str, int]:
    """How often each reason occurred, most frequent first."""
    counts: dict[str, int] = {}
    for row in rejected:
        counts[row.reason.code] = counts.get(row.reason.code, 0) + 1
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
