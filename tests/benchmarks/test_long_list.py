"""Goal 13: the list of a million people, against a bare table over the rows' own numbers."""

from __future__ import annotations

import random
import statistics
import tempfile
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QApplication, QTableView

from pos_app.adapters.sqlite.store import Store
from pos_app.bootstrap.rehearsal import off_screen
from pos_app.bootstrap.window import application
from pos_app.domain.staff import Person, Role
from pos_app.i18n import Formats, translator
from pos_app.presenters.customer_find import CustomerFindParts, CustomerFindPresenter
from pos_app.presenters.people_filter import FilterChoices
from pos_app.presenters.sale_ports import Voice
from pos_app.presenters.tasks import ImmediateRunner
from pos_app.services.people_list import PeopleList
from pos_app.services.session import Session
from pos_app.ui.models.products import KEPT_PAGES, PAGE
from pos_app.ui.screens.customer_find_view import LIST_WIDTH, CustomerFindView
from tests.benchmarks.crowd import crowd_store
from tests.benchmarks.measure import FULL, KEPT, MILLION, percentile, result, timed

TARGET = 2.0
AT = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
HEIGHT = 700
Index = QModelIndex | QPersistentModelIndex


class _Nothing:
    """Stands for whatever the list does not need."""

    def __getattr__(self, name: str) -> Any:
        return lambda *_args, **_more: ()


class Ours:
    """The page of customers; its list is what is painted."""

    def __init__(self, store: Store) -> None:
        t, nothing = translator("en"), _Nothing()
        person = Person(id=1, uuid="p", name="O", role=Role.OWNER, pin_hash="")
        self.view = CustomerFindView(t)
        self.presenter = CustomerFindPresenter(
            CustomerFindParts(
                reads=PeopleList(store.queries),
                choices=FilterChoices,
                views=nothing,
                show_undo=nothing.show,
                tasks=ImmediateRunner(),
                groups=nothing,  # type: ignore[arg-type]
                navigator=nothing,
                voice=Voice(t, Formats("en", "EUR")),
                session=lambda: Session(person=person, signed_in_at=AT),
                tier_name=str,
                today=lambda: date(2026, 11, 22),
                seconds=lambda: 0.0,
            ),
            self.view,
        )
        self.view.read_from(self.presenter.rows)
        self.view.resize(1200, HEIGHT)
        self.view.show()
        QApplication.processEvents()

    def first(self) -> None:
        """From the key to the painted list."""
        self.presenter.open("")
        self.view.list.grab()

    def whole(self) -> int:
        """All are known; how many."""
        self.presenter.settle()
        return self.view.list.rows.rowCount()

    def jump(self, row: int) -> None:
        """To a row, painted."""
        self.view.list.scrollTo(self.view.list.rows.index(row), TOP)
        self.view.list.grab()

    def close(self) -> None:
        """Away."""
        self.view.deleteLater()


TOP = QAbstractItemView.ScrollHint.PositionAtTop
_ROWS = """SELECT c.name, c.phone, coalesce((SELECT d.number FROM card d WHERE d.customer_id = c.id
    LIMIT 1), ''), a.last_visit FROM customer c LEFT JOIN account a ON a.customer_id = c.id
    WHERE c.id BETWEEN ? AND ?"""


class Paged(QAbstractTableModel):
    """Rows by their number in the file, pages kept by when they were used last."""

    def __init__(self, store: Store) -> None:
        super().__init__()
        self._connection = store._reader()
        self._pages: OrderedDict[int, list[tuple[Any, ...]]] = OrderedDict()
        self._total = 0

    def read(self) -> None:
        self.beginResetModel()
        self._pages.clear()
        row = self._connection.execute("SELECT max(id) FROM customer").fetchone()
        self._total = row[0]
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else self._total

    def columnCount(self, parent: Index | None = None) -> int:
        return 4

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        number = index.row() // PAGE
        page = self._pages.get(number)
        if page is None:
            first = number * PAGE + 1
            page = self._connection.execute(_ROWS, (first, first + PAGE - 1)).fetchall()
            self._pages[number] = page
            while len(self._pages) > KEPT_PAGES:
                self._pages.popitem(last=False)
        else:
            self._pages.move_to_end(number)
        return page[index.row() % PAGE][index.column()]


class Floor:
    """A bare table over that model."""

    def __init__(self, store: Store) -> None:
        self.model = Paged(store)
        self.view = QTableView()
        self.view.setModel(self.model)
        self.view.resize(LIST_WIDTH, HEIGHT)
        self.view.show()
        QApplication.processEvents()

    def first(self) -> None:
        self.model.read()
        self.view.grab()

    def jump(self, row: int) -> None:
        self.view.scrollTo(self.model.index(row, 0), TOP)
        self.view.grab()

    def close(self) -> None:
        self.view.deleteLater()


@contextmanager
def both(full: bool) -> Iterator[tuple[Ours, Floor, int]]:
    """The two lists on one store of people."""
    count = MILLION if full else 2000
    off_screen()
    with application(), tempfile.TemporaryDirectory() as name:
        store = crowd_store(KEPT if full else Path(name), count)
        ours, floor = Ours(store), Floor(store)
        try:
            yield ours, floor, count
        finally:
            ours.close()
            floor.close()
            QApplication.processEvents()
            store.close()


def run(full: bool) -> dict[str, Any]:
    """The first paint: the median of the ratios of rounds."""
    with both(full) as (ours, floor, count):
        pairs = []
        for _ in range(15 if full else 5):
            pairs.append((timed(ours.first), timed(floor.first)))
        known = timed(ours.whole)
    mine, bare = (statistics.median(pair[n] for pair in pairs) * 1000 for n in (0, 1))
    ratio = statistics.median(one / other for one, other in pairs)
    row = result(
        13, f"list of {count}: first paint, ms", ours=mine, floor=bare, ratio=ratio, target=TARGET
    )
    row["all_known_after_ms"] = known * 1000
    return row


def run_jump(full: bool) -> dict[str, Any]:
    """Jumps to anywhere: the p95 of ours over the p95 of the floor, in one interleaved run."""
    with both(full) as (ours, floor, count):
        dice = random.Random(13)
        ours.first()
        assert ours.whole() == count
        floor.first()
        mine, bare = [], []
        for _ in range(200 if full else 10):
            row = dice.randrange(count - 20)
            mine.append(timed(lambda row=row: ours.jump(row)))  # type: ignore[misc]
            bare.append(timed(lambda row=row: floor.jump(row)))  # type: ignore[misc]
    ours_p95, floor_p95 = percentile(mine, 0.95) * 1000, percentile(bare, 0.95) * 1000
    return result(
        13, f"list of {count}: a jump anywhere, p95, ms", ours=ours_p95, floor=floor_p95,
        ratio=ours_p95 / floor_p95, target=TARGET,
    )  # fmt: skip


@pytest.mark.qt_log_ignore("propagateSizeHints")  # a bare window off screen
def test_it_paints() -> None:
    measured = run(full=FULL)
    print(measured)
    assert measured["ours"] > 0


@pytest.mark.qt_log_ignore("propagateSizeHints")
def test_it_jumps() -> None:
    measured = run_jump(full=FULL)
    print(measured)
    assert measured["ours"] > 0
