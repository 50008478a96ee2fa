"""Products and receipts into a file for a spreadsheet.

The service streams rows of plain values; the writer decides how a file shows them. Every export is
journaled: who, when, filter, rows. People have a service of their own (``people_export``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Final, Protocol

from pos_app.domain.errors import PosError
from pos_app.domain.events import Event
from pos_app.domain.staff import Action, Right, right_for
from pos_app.services.ports import UnitOfWorkFactory
from pos_app.services.session import Session, ensure_may
from pos_app.services.tabular import Progress

PROGRESS_STEP: Final = 1_000


class What(Enum):
    """What can be exported."""

    PRODUCTS = "products"
    RECEIPTS = "receipts"


class ColumnKind(Enum):
    """How a column's values are to be shown: TEXT never turns into a number.

    PHONE is one or several E.164 numbers with ``, `` between them. DATE and BIRTHDAY take a date or
    its ISO text; a birthday of the year 1904 has none.
    """

    TEXT = "text"
    MONEY = "money"
    QUANTITY = "quantity"
    POINTS = "points"
    PERCENT = "percent"
    NUMBER = "number"
    DATE = "date"
    TIME = "time"
    YES_NO = "yes_no"
    PHONE = "phone"
    BIRTHDAY = "birthday"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column; ``key`` names it for the headings in the reader's language."""

    key: str
    kind: ColumnKind = ColumnKind.TEXT


Value = str | int | bool | date | datetime | None
Row = Sequence[Value]

_K = ColumnKind
COLUMNS: Final = {
    What.PRODUCTS: (
        Column(key="sku"), Column(key="name"), Column(key="barcode"), Column(key="group"),
        Column(key="unit"), Column(key="price", kind=_K.MONEY), Column(key="tax", kind=_K.PERCENT),
        Column(key="cost", kind=_K.MONEY), Column(key="brand"), Column(key="tags"),
        Column(key="plu"), Column(key="fixed_price", kind=_K.YES_NO),
        Column(key="active", kind=_K.YES_NO),
    ),
    What.RECEIPTS: (
        Column(key="till"), Column(key="number", kind=_K.NUMBER), Column(key="at", kind=_K.TIME),
        Column(key="cashier"), Column(key="customer"), Column(key="card"),
        Column(key="lines", kind=_K.NUMBER), Column(key="gross", kind=_K.MONEY),
        Column(key="discount", kind=_K.MONEY), Column(key="points_money", kind=_K.MONEY),
        Column(key="total", kind=_K.MONEY), Column(key="points_earned", kind=_K.POINTS),
        Column(key="source"),
    ),
}  # fmt: skip


class ExportRows(Protocol):
    """Where the rows come from: a read-only connection of its own, streaming."""

    def rows(
        self, what: What, *, day_from: date | None = None, day_to: date | None = None
    ) -> Iterator[Row]:
        """Rows in the order of :data:`COLUMNS`; the days (inclusive, local) limit receipts."""


class TableWriter(Protocol):
    """Puts a table into a file."""

    def write(self, path: str, columns: Sequence[Column], rows: Iterable[Row]) -> int:
        """Write ``path`` atomically (.csv or .xlsx by its ending); the number of rows.

        No cell becomes a formula; texts stay texts. Raises ``PosError("export_format")`` for
        another ending and :class:`EnvironmentProblem` (``disk_full``, ``read_only``,
        ``io_error``); whatever stood at ``path`` before is then still there.
        """


class ExportService:
    """Writes what the shop holds into a file."""

    def __init__(self, uow: UnitOfWorkFactory, rows: ExportRows, writer: TableWriter) -> None:
        self._uow = uow
        self._rows = rows
        self._writer = writer

    def export(
        self, what: What, path: str, *, session: Session | None = None,
        day_from: date | None = None, day_to: date | None = None,
        progress: Progress = lambda done, total: None,
    ) -> int:  # fmt: skip
        """Write ``what`` to ``path``; how many rows.

        People are for the owner only (R33): in anybody else's list of receipts the columns
        ``customer`` and ``card`` stay empty. Without a ``session`` it is the computer's own
        administrator at the command line. Raises what :meth:`TableWriter.write` raises,
        ``PosError("not_allowed")`` and, for a period that ends before it begins,
        ``PosError("export_period")``.
        """
        if session is not None:
            ensure_may(session, Action.REPORTS)
        if day_from and day_to and day_to < day_from:
            raise PosError("export_period")
        rows = self._rows.rows(what, day_from=day_from, day_to=day_to)
        if what is What.RECEIPTS and session is not None:
            rows = rows if _may_export_people(session) else _nameless(rows)
        count = self._writer.write(path, COLUMNS[what], _told(rows, progress))
        content = {
            "what": what.value, "rows": count,
            "from": day_from.isoformat() if day_from else "",
            "to": day_to.isoformat() if day_to else "",
        }  # fmt: skip
        with self._uow() as uow:
            person = session.person_uuid if session else None
            uow.record(Event(type="export.written", content=content, person=person))
            uow.commit()
        return count


_PEOPLE: Final = tuple(column.key in ("customer", "card") for column in COLUMNS[What.RECEIPTS])


def _may_export_people(session: Session) -> bool:
    return right_for(session.role, Action.EXPORT_PEOPLE) is Right.YES


def _nameless(rows: Iterable[Row]) -> Iterator[Row]:
    """Receipts without who bought."""
    for row in rows:
        yield tuple("" if hide else cell for cell, hide in zip(row, _PEOPLE, strict=True))


def _told(rows: Iterable[Row], progress: Progress) -> Iterator[Row]:
    for count, row in enumerate(rows, start=1):
        yield row
        if count % PROGRESS_STEP == 0:
            progress(count, 0)
