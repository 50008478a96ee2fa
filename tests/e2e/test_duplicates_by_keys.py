"""People on file twice in the real window, by real keys: found, compared, merged, parted again."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from pos_app.bootstrap.rehearsal import Rehearsal, rehearse
from pos_app.domain.customer import Customer, Purpose
from pos_app.services.customers import ConsentChoice, CustomerForm
from tests.e2e import stage
from tests.e2e.test_points_by_keys import begin
from tests.ui.shots import text_tree


@pytest.fixture
def day(folder: Path) -> Iterator[Rehearsal]:
    """The window on a shop of its own."""
    with rehearse(folder, world=stage.world(), step_ms=stage.STEP_MS) as opened:
        yield opened


def enter(day: Rehearsal, phone: str) -> Customer:
    assert day.frame.session is not None
    form = CustomerForm(
        name="Olga Lind", phone=phone, birthday=date(1984, 5, 17), wording="1",
        consents=(ConsentChoice(purpose=Purpose.PROGRAMME),),
    )  # fmt: skip
    return day.shop.customers.create(day.frame.session, form)


def active(day: Rehearsal, customer: Customer) -> bool:
    with day.shop.store.uow() as uow:
        found = uow.customers.get(customer.id)
    assert found is not None
    return found.active


def see(day: Rehearsal, text: str) -> None:
    day.robot.until(lambda: text in text_tree(day.window), text)


def test_two_are_found_compared_merged_and_parted_again(day: Rehearsal) -> None:
    robot = day.robot
    begin(day, "Olga", "111111")
    one, other = enter(day, "+48600111222"), enter(day, "+48600333444")
    robot.key("F3")
    day.reach("customer_find")
    robot.key("F8")
    day.reach("duplicates")
    see(day, "the same name and birthday")
    robot.key("Enter")
    see(day, "One person or two?")
    robot.key("Down")
    robot.key("Right")
    robot.key("Enter")
    robot.until(lambda: not active(day, other), "the merge")
    with day.shop.store.uow() as uow:
        kept = uow.customers.get(one.id)
        assert kept is not None
        assert kept.phone == other.phone
    see(day, "No duplicates found")
    robot.key("Right")
    see(day, "Undo this merge")
    robot.key("Del")
    robot.until(lambda: active(day, other), "the way back")
    robot.key("Esc")
    day.reach("customer_find")


def test_what_is_not_the_same_does_not_come_back(day: Rehearsal) -> None:
    robot = day.robot
    begin(day, "Olga", "111111")
    enter(day, "+48600111222")
    enter(day, "+48600333444")
    robot.key("F3")
    robot.key("F8")
    see(day, "the same name and birthday")
    robot.key("Del")
    see(day, "No duplicates found")
    robot.key("F5")
    robot.until(lambda: not day.tasks.is_busy(), "the search")
    see(day, "No duplicates found")
    robot.key("Ctrl Z")
    see(day, "the same name and birthday")


def test_the_list_of_people_opens_after_the_overview_of_keys(day: Rehearsal) -> None:
    """What the overview leaves behind is collected; nothing of the list may go with it."""
    begin(day, "Olga", "111111")
    day.robot.key("F1")
    day.robot.key("Esc")
    gc.collect()
    day.robot.key("F3")
    day.reach("customer_find")
    day.robot.key("F7")
    see(day, "Saved views")
