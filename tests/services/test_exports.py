"""Exports: who may, what is journaled, and that rows flow one by one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime

import pytest

from pos_app.domain.errors import NeedsApproval, PosError
from pos_app.domain.events import Event
from pos_app.domain.staff import Person, Role
from pos_app.services.exports import COLUMNS, Column, ExportService, Row, What
from pos_app.services.session import Session


class FakeWorld:
    """Rows, a writer and a journal in one."""

    def __init__(self, count: int = 3) -> None:
        self.count = count
        self.asked: list[tuple[What, date | None, date | None]] = []
        self.written: list[tuple[str, Sequence[Column], list[Row]]] = []
        self.events: list[Event] = []
        self.commits = 0

    def rows(
        self, what: What, *, day_from: date | None = None, day_to: date | None = None
    ) -> Iterator[Row]:
        self.asked.append((what, day_from, day_to))
        yield from ((number,) for number in range(self.count))

    def write(self, path: str, columns: Sequence[Column], rows: Iterable[Row]) -> int:
        taken = list(rows)
        self.written.append((path, columns, taken))
        return len(taken)

    def __call__(self) -> FakeWorld:
        return self

    def __enter__(self) -> FakeWorld:
        return self

    def __exit__(self, *_error: object) -> None:
        return None

    def record(self, event: Event) -> None:
        self.events.append(event)

    def commit(self) -> None:
        self.commits += 1


def service(world: FakeWorld) -> ExportService:
    return ExportService(world, world, world)  # type: ignore[arg-type]


def session(role: Role) -> Session:
    person = Person(id=7, uuid="p7", name="P", role=role, pin_hash="")
    return Session(person=person, signed_in_at=datetime(2026, 11, 22, tzinfo=UTC))


def test_an_export_is_written_and_journaled_with_filter_and_rows() -> None:
    world = FakeWorld()
    days = {"day_from": date(2026, 11, 1), "day_to": date(2026, 11, 30)}
    assert service(world).export(What.RECEIPTS, "r.csv", **days) == 3
    assert world.written == [("r.csv", COLUMNS[What.RECEIPTS], [(0,), (1,), (2,)])]
    assert world.asked == [(What.RECEIPTS, date(2026, 11, 1), date(2026, 11, 30))]
    [event] = world.events
    assert (event.type, event.person) == ("export.written", None)
    assert event.content == {
        "what": "receipts", "rows": 3, "from": "2026-11-01", "to": "2026-11-30",
    }  # fmt: skip
    assert world.commits == 1


def test_who_may_export() -> None:
    world = FakeWorld()
    service(world).export(What.PRODUCTS, "p.csv", session=session(Role.OWNER))
    assert world.events[0].person == "p7"
    with pytest.raises(NeedsApproval):
        service(world).export(What.RECEIPTS, "r.csv", session=session(Role.CASHIER))
    service(world).export(What.PRODUCTS, "p.csv", session=session(Role.SENIOR))
    assert len(world.written) == 2


def test_a_period_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(PosError, match="export_period"):
        service(FakeWorld()).export(
            What.RECEIPTS, "r.csv", day_from=date(2026, 2, 1), day_to=date(2026, 1, 1)
        )


def test_progress_is_told_every_thousand_rows() -> None:
    told: list[tuple[int, int]] = []
    service(FakeWorld(2500)).export(
        What.PRODUCTS, "p.csv", progress=lambda done, total: told.append((done, total))
    )
    assert told == [(1000, 0), (2000, 0)]
