"""The page of people on file twice: the search, the comparison, merging, and the way back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest

from pos_app.domain.customer import Customer
from pos_app.i18n import Formats, translator
from pos_app.presenters.duplicates import DuplicatesParts, DuplicatesPresenter
from pos_app.presenters.duplicates_state import DuplicatesState
from pos_app.presenters.sale_approval import ApprovalFlow
from pos_app.presenters.sale_ports import Voice
from pos_app.presenters.tasks import ImmediateRunner
from pos_app.services.duplicates import DuplicateService
from pos_app.services.session import Session
from tests.builders import OWNER_SECRET, Shop
from tests.fakes import FakePhones
from tests.services.merge_stage import SMS, Stage

MAY = date(1984, 5, 17)


@dataclass
class Page:
    """A view and the world around the page, remembering."""

    stage: Stage
    session: Session
    tasks: Any = field(default_factory=ImmediateRunner)
    states: list[DuplicatesState] = field(default_factory=list)
    alerts: int = 0
    told: list[str] = field(default_factory=list)
    undo: Callable[[], object] = lambda: None
    left: int = 0

    @property
    def state(self) -> DuplicatesState:
        return self.states[-1]

    def render(self, state: DuplicatesState) -> None:
        self.states.append(state)

    def alert(self) -> None:
        self.alerts += 1

    def to_customers(self) -> None:
        self.left += 1

    def show_undo(self, text: str, action: str, on_undo: Callable[[], object]) -> None:
        self.told.append(text)
        self.undo = on_undo

    def make(self) -> DuplicatesPresenter:
        shop = self.stage.shop
        return DuplicatesPresenter(
            DuplicatesParts(
                duplicates=DuplicateService(
                    shop.store.uow, shop.store.duplicates, FakePhones(), shop.clock, shop.ids,
                    shop.sink,
                ),
                merging=self.stage.service,
                session=lambda: self.session,
                approval=ApprovalFlow(shop.permissions, lambda: self.session, lambda: 6),
                tasks=self.tasks,
                voice=Voice(translator("en"), Formats("en", "PLN")),
                local=shop.book.current.local,
                phone=lambda number: number.replace("+48", "0"),
                outside=self,
            ),
            self,
        )  # fmt: skip


@pytest.fixture
def stage(shop: Shop) -> Stage:
    return Stage(shop)


@pytest.fixture
def page(stage: Stage) -> Page:
    return Page(stage=stage, session=stage.shop.owner)


@pytest.fixture
def people(stage: Stage) -> tuple[Customer, Customer]:
    one, other = (stage.shop.customer("Anna Kowalska", card=n) for n in (1, 2))
    one = stage.change(one, birthday=MAY, phone="+48600111222", note="tea")
    return one, stage.change(other, birthday=date(1904, 5, 17), phone="+48600333444")


def keys(state: DuplicatesState) -> list[str]:
    return [row.key for row in state.rows]


def lit(state: DuplicatesState) -> list[str]:
    return [action.key for action in state.actions if action.enabled]


def test_the_base_is_looked_through_once(page: Page, people: tuple[Customer, Customer]) -> None:
    presenter = page.make()
    presenter.open()
    assert [row.cells for row in page.state.rows] == [
        ("Anna Kowalska", "Anna Kowalska", "the same name and birthday")
    ]
    assert page.state.facts == (("the same name and birthday", ""),)
    assert lit(page.state) == ["compare", "aside", "again"]
    assert any(state.busy == "Looked at 2 of 2" for state in page.states)
    assert page.state.busy == ""
    page.states.clear()
    presenter.open()
    assert len(page.states) == 1


def test_a_search_can_be_stopped_and_begun_again(
    page: Page, people: tuple[Customer, Customer]
) -> None:
    class Waiting:
        """Keeps the job; cancelling tells so at once."""

        def run(self, job: Any, done: Any, error: Any, progress: Any, *, on_cancelled: Any) -> Any:
            self.job, self.done, self.on_cancelled, self.running = job, done, on_cancelled, True
            return self

        def is_running(self) -> bool:
            return self.running

        def cancel(self) -> None:
            self.running = False
            self.on_cancelled()

    page.tasks = Waiting()
    presenter = page.make()
    presenter.open()
    assert page.state.busy == "Looking through the customers …"
    assert "again" not in lit(page.state)
    presenter.look_again()
    presenter.stop()
    assert (page.state.busy, page.state.empty_title) == ("", "No duplicates found")
    presenter.stop()
    presenter.look_again()
    page.tasks.done([])
    assert page.state.rows == ()


def test_two_are_compared_and_merged(
    page: Page, stage: Stage, people: tuple[Customer, Customer]
) -> None:
    one, other = people
    stage.shop.customers.state_consent(stage.shop.owner, one.id, SMS, given=True, wording="2026-11")
    presenter = page.make()
    presenter.open()
    presenter.confirm()
    assert page.state.title == "One person or two?"
    rows = {row.key: row for row in page.state.rows}
    assert rows["phone"].cells == ("Phone", "0600111222", "0600333444")
    assert (rows["phone"].taken, rows["name"].taken, rows["note"].taken) == (1, -1, 1)
    assert rows["birthday"].cells[1:] == ("17 May 1984", "17\xa0May")
    assert page.state.sides == ()
    presenter.choose("phone")
    presenter.take("merged")
    assert {row.key: row.taken for row in page.state.rows}["phone"] == 2
    assert (page.state.side, len(page.state.sides)) == ("merged", 2)
    facts = dict(page.state.facts)
    assert facts["Points"] == "0 + 0 = 0"
    assert facts["Cards"] == "1 + 1 = 2"
    assert facts["Kept beside"] == "0600111222"
    assert (facts["Offers by"], facts["No longer by"]) == ("nothing", "SMS")
    presenter.act("merge")
    assert page.told == ["Merged: Anna Kowalska"]
    assert page.state.rows == ()
    assert stage.person(one).phone == "+48600333444"
    page.undo()
    assert stage.person(other).active


def test_a_field_both_have_alike_has_no_sides(
    page: Page, people: tuple[Customer, Customer]
) -> None:
    presenter = page.make()
    presenter.compare(people[0].id, people[1].id)
    presenter.take("merged")
    presenter.choose("nothing")
    presenter.take("merged")
    assert page.state.sides == ()


def test_the_two_can_change_places(
    page: Page, stage: Stage, people: tuple[Customer, Customer]
) -> None:
    presenter = page.make()
    presenter.compare(people[0].id, people[1].id)
    presenter.choose("phone")
    presenter.take("merged")
    presenter.act("swap")
    rows = {row.key: row for row in page.state.rows}
    assert rows["phone"].cells[1:] == ("0600333444", "0600111222")
    assert rows["phone"].taken == 1
    presenter.act("merge")
    assert (stage.person(people[0]).active, stage.person(people[1]).active) == (False, True)


def test_a_pair_that_is_not_one_goes_and_comes_back(
    page: Page, people: tuple[Customer, Customer]
) -> None:
    presenter = page.make()
    presenter.open()
    presenter.act("aside")
    assert (page.told, page.state.rows) == (["They are not one person."], ())
    assert lit(page.state) == ["again"]
    presenter.act("again")
    assert page.state.rows == ()
    page.undo()
    assert len(page.state.rows) == 1
    presenter.act("compare")
    presenter.act("aside")
    assert (page.state.title, page.state.rows) == ("Duplicates", ())
    presenter.act("compare")
    presenter.act("aside")
    presenter.act("swap")
    presenter.act("merge")
    presenter.confirm()
    assert page.told == ["They are not one person."] * 2


def test_merges_are_listed_and_undone(
    page: Page, stage: Stage, people: tuple[Customer, Customer]
) -> None:
    olga = stage.shop.customer("Olga", card=3)
    first = stage.merge(people[0], people[1])
    second = stage.merge(people[0], olga)
    presenter = page.make()
    presenter.choose_tab("merges")
    assert keys(page.state) == [second.uuid, first.uuid]
    assert page.state.rows[0].cells[:2] == ("Anna Kowalska", "Olga")
    assert page.state.rows[1].quiet
    presenter.choose(first.uuid)
    assert page.state.facts[0][0] == "Somebody else was merged in later. Undo that first."
    assert lit(page.state) == []
    presenter.confirm()
    presenter.choose(second.uuid)
    presenter.act("undo")
    assert stage.person(olga).active
    assert page.state.rows[0].quiet
    presenter.act("undo")
    assert (page.state.notice, page.alerts) == ("This merge was undone already.", 1)
    presenter.refresh()
    presenter.choose_tab("pairs")
    presenter.look_again()
    assert page.state.tab == "pairs"


def test_a_senior_is_asked_for_the_owners_pin(
    page: Page, stage: Stage, people: tuple[Customer, Customer]
) -> None:
    page.session = stage.shop.senior
    presenter = page.make()
    presenter.open()
    presenter.act("compare")
    presenter.act("merge")
    assert page.state.approval is not None
    assert page.state.approval.detail == "Two customers made one, or parted again"
    presenter.back()
    assert page.state.approval is None
    presenter.act("merge")
    presenter.scan("STAFF")
    assert page.state.approval is not None
    presenter.back()
    presenter.scan("STAFF")
    presenter.act("merge")
    presenter.approve(str(stage.shop.people["Leyla"].id), "000000")
    assert page.state.approval is not None
    presenter.approve(str(stage.shop.people["Leyla"].id), OWNER_SECRET)
    assert page.told == ["Merged: Anna Kowalska"]


def test_a_cashier_is_told_so(page: Page, stage: Stage, people: tuple[Customer, Customer]) -> None:
    page.session = stage.shop.cashier
    presenter = page.make()
    presenter.open()
    assert (page.state.rows, page.alerts) == ((), 1)
    assert page.state.notice
    presenter.choose_tab("merges")
    assert (page.state.rows, page.alerts) == ((), 2)
    presenter.compare(people[0].id, people[1].id)
    assert page.state.title == "Duplicates"


def test_what_changed_elsewhere_is_seen(
    page: Page, stage: Stage, people: tuple[Customer, Customer]
) -> None:
    presenter = page.make()
    presenter.open()
    presenter.act("compare")
    stage.change(people[0], name="")
    presenter.refresh()
    assert {row.key: row for row in page.state.rows}["name"].cells[1] == "—"
    presenter.act("merge")
    assert page.told == ["Merged: Anna Kowalska"]
    presenter.refresh()
    presenter.compare(people[0].id, people[1].id)
    assert page.state.notice == "One of the two is no longer in use. Look again."


def test_putting_aside_somebody_who_is_gone_says_so(
    page: Page, stage: Stage, people: tuple[Customer, Customer]
) -> None:
    presenter = page.make()
    presenter.open()
    stage.merge(people[0], people[1])
    presenter.act("aside")
    assert page.state.notice.startswith("This customer was merged into another one")


def test_esc_leads_out_step_by_step(page: Page, people: tuple[Customer, Customer]) -> None:
    presenter = page.make()
    presenter.open()
    presenter.act("compare")
    presenter.back()
    assert (page.state.title, page.left) == ("Duplicates", 0)
    presenter.back()
    assert page.left == 1


def test_a_failure_of_the_program_is_no_message(page: Page) -> None:
    class Failing:
        def run(self, job: Any, done: Any, error: Any, progress: Any, *, on_cancelled: Any) -> Any:
            error(RuntimeError("broken"))

    page.tasks = Failing()
    with pytest.raises(RuntimeError):
        page.make().open()
