"""The list of people while a worker looks: first hits at once, all later, late answers dropped."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest

from pos_app.domain.errors import EnvironmentProblem, PosError
from pos_app.presenters.people_listing import AT_ONCE, ListingParts, PeopleListing
from pos_app.presenters.tasks import TaskCancelled
from pos_app.services.people_records import PeopleFilter, PeopleOrder
from pos_app.services.records import CustomerHit


def hit(number: int) -> CustomerHit:
    return CustomerHit(
        id=number, uuid=f"u{number}", name=f"N{number}", phone="", card_number="", tier_id=None,
        balance=0, turnover=0, last_visit=None,
    )  # fmt: skip


class Control:
    def __init__(self) -> None:
        self.stopped = False

    def progress(self, done: int, total: int) -> None: ...
    def cancelled(self) -> bool:
        return self.stopped


class Waiting:
    """A runner whose jobs are done by hand, as late as the test likes."""

    def __init__(self) -> None:
        self.jobs: list[tuple[Callable[[Any], Any], Callable[[Any], None], Any, Control]] = []

    def run(self, job: Any, on_done: Any, on_error: Any = None, *_: Any, **__: Any) -> Any:
        control = Control()
        self.jobs.append((job, on_done, on_error, control))

        class Handle:
            def cancel(self) -> None:
                control.stopped = True

            def is_running(self) -> bool:
                return True

        return Handle()

    def do(self, number: int = 0) -> None:
        job, done, failed, control = self.jobs.pop(number)
        try:
            answer = job(control)
        except TaskCancelled:
            return
        except Exception as error:  # noqa: BLE001 - as the real one does
            failed(error)
        else:
            done(answer)


class Reads:
    """100 people; a text finds those whose number holds it."""

    def __init__(self) -> None:
        self.everyone = list(range(1, 101))
        self.asked: list[str] = []
        self.error: Exception | None = None

    def find(self, _session: object, text: str, limit: int) -> Sequence[CustomerHit]:
        if self.error is not None:
            raise self.error
        self.asked.append("find")
        found = [one for one in reversed(self.everyone) if text in str(one)]
        return [hit(one) for one in (found if text else sorted(found))[:limit]]

    def ids(
        self, _session: object, wanted: PeopleFilter, order: PeopleOrder, stop: Any = None
    ) -> Sequence[int]:
        if self.error is not None:
            raise self.error
        self.asked.append("ids")
        found = [one for one in self.everyone if wanted.text in str(one)]
        if wanted.groups:
            found = found[:3]
        return array("q", found if order == "name" else found[::-1])

    def rows(self, _session: object, ids: Sequence[int]) -> Sequence[CustomerHit]:
        self.asked.append("rows")
        return [hit(one) for one in ids if one in self.everyone]

    def count(self, _session: object, wanted: PeopleFilter) -> int:
        self.asked.append("count")
        return len(self.everyone)


class Stage:
    def __init__(self) -> None:
        self.reads, self.tasks, self.told = Reads(), Waiting(), 0
        self.clock = 0.0
        self.listing = PeopleListing(
            ListingParts(
                reads=self.reads,  # type: ignore[arg-type]
                session=lambda: None,  # type: ignore[arg-type, return-value]
                tasks=self.tasks,  # type: ignore[arg-type]
                seconds=self._seconds,
                told=self._tell,
            )
        )

    def _seconds(self) -> float:
        self.clock += 0.004
        return self.clock

    def _tell(self) -> None:
        self.told += 1


@pytest.fixture
def stage() -> Stage:
    return Stage()


def test_the_first_handful_is_there_at_once_and_the_others_follow(stage: Stage) -> None:
    listing = stage.listing
    listing.begin(PeopleFilter(), "name")
    assert list(listing.ids) == list(range(1, AT_ONCE + 1))
    assert (listing.whole, listing.settled, listing.everybody) == (False, False, None)
    assert stage.tasks.jobs == []  # somebody may still type
    serial = listing.serial
    listing.settle()
    listing.settle()
    assert len(stage.tasks.jobs) == 1
    stage.tasks.do()
    assert (len(listing.ids), listing.everybody, listing.whole) == (100, 100, True)
    assert listing.serial == serial  # the rows shown stay
    assert stage.told == 1


def test_a_few_hits_are_all_there_are(stage: Stage) -> None:
    listing = stage.listing
    listing.begin(PeopleFilter(text="77"), "name")
    assert (list(listing.ids), listing.whole) == ([77], True)
    assert listing.seconds == pytest.approx(0.004)
    listing.settle()
    stage.tasks.do()
    assert listing.everybody == 100
    assert stage.reads.asked == ["find", "count"]
    assert listing.rows(0, 5) == [hit(77)]
    assert "rows" not in stage.reads.asked


def test_the_surest_stay_first_when_all_are_known(stage: Stage) -> None:
    stage.reads.everyone = list(range(1, 301))
    stage.listing.begin(PeopleFilter(text="1"), "name")
    first = list(stage.listing.ids)
    assert len(first) == AT_ONCE
    stage.listing.settle()
    stage.tasks.do()
    assert list(stage.listing.ids)[:AT_ONCE] == first
    assert len(stage.listing.ids) == len(set(stage.listing.ids)) == 138  # 1–300 with a 1


def test_a_late_answer_to_an_older_question_is_dropped(stage: Stage) -> None:
    listing = stage.listing
    listing.begin(PeopleFilter(groups=("VIP",)), "name")
    assert listing.waiting
    listing.begin(PeopleFilter(), "turnover")
    old, new = stage.tasks.jobs
    assert old[3].stopped
    old[1](old[0](Control()))  # it was too far to stop
    assert listing.waiting
    assert len(listing.ids) == 0
    stage.tasks.do(1)
    assert not listing.waiting
    assert listing.ids[0] == 100
    assert new[3].stopped is False


def test_a_job_that_is_stopped_answers_nothing(stage: Stage) -> None:
    stage.listing.begin(PeopleFilter(groups=("VIP",)), "name")
    stage.tasks.jobs[0][3].stopped = True
    stage.tasks.do()
    assert stage.told == 0


def test_people_who_changed_are_read_anew_where_the_list_stands(stage: Stage) -> None:
    listing = stage.listing
    listing.begin(PeopleFilter(text="77"), "name")
    listing.settle()
    stage.tasks.do()
    stage.reads.everyone += [177, 770]
    serial = listing.serial
    listing.refresh()
    assert list(listing.ids) == [77]
    stage.tasks.do()
    assert list(listing.ids) == [770, 177, 77]
    assert (listing.everybody, listing.serial) == (102, serial + 1)
    assert (listing.place(77), listing.place(5)) == (2, -1)


def test_who_has_gone_leaves_a_gap(stage: Stage) -> None:
    listing = stage.listing
    listing.begin(PeopleFilter(groups=("VIP",)), "name")
    stage.tasks.do()
    stage.reads.everyone.remove(2)
    assert [one and one.id for one in listing.rows(0, 3)] == [1, None, 3]
    assert listing.one(2) is None
    assert listing.one(3) == hit(3)


def test_what_fails_is_said_and_a_bug_is_not_hidden(stage: Stage) -> None:
    listing = stage.listing
    stage.reads.error = PosError("not_allowed")
    listing.begin(PeopleFilter(), "name")
    assert listing.error is stage.reads.error
    assert list(listing.ids) == []
    stage.reads.error = EnvironmentProblem("database_damaged")
    listing.begin(PeopleFilter(groups=("VIP",)), "name")
    assert listing.error is None
    stage.tasks.do()
    assert listing.error is stage.reads.error
    assert (listing.waiting, stage.told) == (False, 1)
    stage.reads.error = ZeroDivisionError()
    listing.begin(PeopleFilter(groups=("VIP",)), "name")
    with pytest.raises(ZeroDivisionError):
        stage.tasks.do()
    stage.reads.error = PosError("not_allowed")
    listing.begin(PeopleFilter(groups=("VIP",)), "name")
    late = stage.tasks.jobs[0]
    listing.begin(replace(PeopleFilter(), groups=("x",)), "name")
    late[2](stage.reads.error)  # of a question nobody asks any more
    assert listing.waiting
