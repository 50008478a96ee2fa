"""Receipts, lines and customers of a former system, in one pass that may be interrupted.

Everything is read as a stream and stored in batches; each batch carries the checkpoint it leaves
behind in its own transaction, so a killed import goes on where it stopped and doubles nothing. At
the end what the files said is compared, month by month, with what the store holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final, TypeVar

from pos_app.domain.errors import PosError
from pos_app.services.history_model import (
    Checkpoint,
    HistoryCustomer,
    HistoryFiles,
    HistoryMap,
    HistoryReceipt,
    HistoryStore,
    Month,
    RefusedRecord,
    StoredMonth,
)
from pos_app.services.history_rows import HistoryReader
from pos_app.services.import_values import UnreadableError
from pos_app.services.ports import Clock
from pos_app.services.tabular import Cancelled, Reason

BATCH: Final = 1_000
UNKNOWN_MONTH: Final = "?"

T = TypeVar("T")
Refuse = Callable[[RefusedRecord], None]
HistoryProgress = Callable[[str, int], None]
"""Told the part (customers, receipts) and how many records of it are behind us."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciled:
    """One month: what the files say, what was refused of it, what is stored. Sums in minor units.

    ``differs`` when the stored figures are not exactly the files' less the refused.
    """

    month: str
    receipts: int
    lines: int
    gross: int
    net: int
    refused: int
    refused_net: int
    stored: StoredMonth

    @property
    def differs(self) -> bool:
        """Whether anything was lost, doubled or changed on the way."""
        said = (self.receipts - self.refused, self.lines, self.gross, self.net - self.refused_net)
        kept = self.stored
        return said != (kept.receipts, kept.lines, kept.gross, kept.net)


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryReport:
    """The outcome of an import."""

    name: str
    till: str
    resumed: bool
    customers: int
    refused_customers: int
    points: int
    receipts: int
    refused_receipts: int
    orphan_lines: int
    months: tuple[Reconciled, ...]

    @property
    def reconciles(self) -> bool:
        """Whether every month's stored figures are the files' figures less the refused."""
        return not any(month.differs for month in self.months) and not self.orphan_lines


class HistoryImport:
    """Carries out one import of history."""

    def __init__(self, store: HistoryStore, clock: Clock, *, batch: int = BATCH) -> None:
        self._store = store
        self._clock = clock
        self._batch = batch

    def run(
        self, mapping: HistoryMap, files: HistoryFiles, *, refuse: Refuse = lambda record: None,
        progress: HistoryProgress = lambda part, done: None,
        cancelled: Cancelled = lambda: False,
    ) -> HistoryReport:  # fmt: skip
        """Import everything not imported yet, and reconcile.

        A repeat of a finished import stores nothing and reports again. Raises ``PosError``:
        ``history_changed`` (the same name with other files or another mapping), ``till_in_use``,
        ``import_cancelled`` (what is stored stays, a repeat goes on), ``history_order``, and what
        :class:`HistoryFiles` raises.
        """
        fingerprint = files.fingerprint()
        at = self._store.checkpoint(mapping.name)
        if at is not None and at.fingerprint != fingerprint:
            raise PosError("history_changed", name=mapping.name)
        if (at is None or not at.number) and self._store.till_in_use(mapping.till):
            raise PosError("till_in_use", till=mapping.till)
        resumed = at is not None
        work = _Work(
            mapping, self._store, at or Checkpoint(fingerprint=fingerprint), refuse, progress,
            cancelled, self._batch,
        )  # fmt: skip
        if not work.at.done:
            work.customers(files, self._clock)
            work.receipts(files)
        report = self._report(mapping, work.at, resumed=resumed, orphans=files.orphans())
        if not work.at.done:
            work.at.done = True
            self._store.finish(mapping.name, work.at, _summary(report))
        return report

    def _report(
        self, mapping: HistoryMap, at: Checkpoint, *, resumed: bool, orphans: int
    ) -> HistoryReport:
        stored = self._store.stored(mapping.till)
        return HistoryReport(
            name=mapping.name, till=mapping.till, resumed=resumed,
            customers=at.customers - at.refused_customers, refused_customers=at.refused_customers,
            points=at.points, receipts=at.number, refused_receipts=at.receipts - at.number,
            orphan_lines=orphans, months=tuple(_reconcile(at.months, stored)),
        )  # fmt: skip


class _Work:
    """One run: the checkpoint as it moves."""

    def __init__(
        self, mapping: HistoryMap, store: HistoryStore, at: Checkpoint, refuse: Refuse,
        progress: HistoryProgress, cancelled: Cancelled, batch: int,
    ) -> None:  # fmt: skip
        self.at = at
        self._map = mapping
        self._store = store
        self._refuse = refuse
        self._progress = progress
        self._cancelled = cancelled
        self._batch = batch
        self._reader = HistoryReader(mapping)

    def customers(self, files: HistoryFiles, clock: Clock) -> None:
        """Store the people not stored yet."""
        if self._map.customers is None:
            return
        rows = islice(files.read("customers"), self.at.customers, None)
        for batch in self._batches(rows):
            taken: list[HistoryCustomer] = []
            for number, row in batch:
                self.at.customers += 1
                try:
                    person = self._reader.customer(number, row, clock.now())
                except UnreadableError as refused:
                    self.at.refused_customers += 1
                    self._say("customers", number, row[0], refused.reason)
                else:
                    self.at.points += person.points
                    taken.append(person)
            self._store.put_customers(self._map.name, taken, self.at)
            self._progress("customers", self.at.customers)

    def receipts(self, files: HistoryFiles) -> None:
        """Store the receipts not stored yet, each with its lines."""
        products, people = self._store.products(), self._store.customers(self._map.name)
        together = islice(files.lines_of(files.read("receipts")), self.at.receipts, None)
        for batch in self._batches(together):
            taken: list[HistoryReceipt] = []
            for number, row, lines in batch:
                self.at.receipts += 1
                try:
                    receipt = self._reader.receipt(number, row, lines, products, people)
                except UnreadableError as refused:
                    self._count_refused(row)
                    self._say("receipts", number, row[0], refused.reason)
                else:
                    taken.append(self._count(receipt))
            self._store.put_receipts(self._map.name, taken, self.at)
            self._progress("receipts", self.at.receipts)

    def _count(self, receipt: HistoryReceipt) -> HistoryReceipt:
        sale = receipt.sale
        month = self.at.months.setdefault(sale.local_date[:7], Month())
        month.receipts += 1
        month.lines += len(sale.lines)
        month.gross += sale.gross
        month.net += sale.total
        self.at.number += 1
        return replace(receipt, sale=replace(sale, number=self.at.number))

    def _count_refused(self, row: tuple[str, ...]) -> None:
        """Under its month and with its sum where these can be read."""
        _, at, day, time, _, _, total, *_ = row
        try:
            local = self._reader.instant(at, day, time).astimezone(self._map.zone)
            key, net = local.strftime("%Y-%m"), self._reader.money(total)
        except UnreadableError:
            key, net = UNKNOWN_MONTH, 0
        month = self.at.months.setdefault(key, Month())
        month.receipts += 1
        month.refused += 1
        month.net += net
        month.refused_net += net

    def _batches(self, rows: Iterator[T]) -> Iterator[list[T]]:
        while batch := list(islice(rows, self._batch)):
            if self._cancelled():
                raise PosError("import_cancelled")
            yield batch

    def _say(self, part: str, number: int, key: str, reason: Reason) -> None:
        self._refuse(RefusedRecord(part=part, number=number, key=key[:60], reason=reason))


def _reconcile(
    months: Mapping[str, Month], stored: Mapping[str, StoredMonth]
) -> Iterator[Reconciled]:
    nothing = StoredMonth(receipts=0, lines=0, gross=0, net=0)
    for key in sorted({*months, *stored}):
        said = months.get(key, Month())
        yield Reconciled(
            month=key, receipts=said.receipts, lines=said.lines, gross=said.gross, net=said.net,
            refused=said.refused, refused_net=said.refused_net, stored=stored.get(key, nothing),
        )  # fmt: skip


def _summary(report: HistoryReport) -> dict[str, object]:
    return {
        "name": report.name, "till": report.till, "customers": report.customers,
        "receipts": report.receipts, "refused_receipts": report.refused_receipts,
        "points": report.points, "net": sum(month.stored.net for month in report.months),
        "months_differing": sum(month.differs for month in report.months),
        "orphan_lines": report.orphan_lines,
    }  # fmt: skip
