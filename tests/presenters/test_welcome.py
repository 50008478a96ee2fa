"""The first page: three ways to begin, and what happens when one of them fails."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from pos_app.presenters.tasks import TaskCancelled, TaskControl
from pos_app.presenters.welcome import BackupFound, WelcomePresenter
from pos_app.presenters.welcome_state import WelcomeState
from tests.presenters.setup_stage import Door, Files, Restore, make_welcome


class Screen:
    """Keeps all that was rendered."""

    def __init__(self) -> None:
        self.states: list[WelcomeState] = []

    def render(self, state: WelcomeState) -> None:
        self.states.append(state)

    @property
    def now(self) -> WelcomeState:
        return self.states[-1]


@pytest.fixture
def screen() -> Screen:
    return Screen()


@pytest.fixture
def door() -> Door:
    return Door()


@pytest.fixture
def restore() -> Restore:
    return Restore()


@pytest.fixture
def files() -> Files:
    return Files(file="/media/stick/shop.db")


@pytest.fixture
def page(screen: Screen, door: Door, restore: Restore, files: Files) -> WelcomePresenter:
    made = make_welcome(screen, door=door, restore=restore, files=files)
    made.show()
    return made


def test_three_ways_and_four_languages(screen: Screen, page: WelcomePresenter) -> None:
    assert [way.key for way in screen.now.ways] == ["setup", "demo", "restore"]
    assert [way.action for way in screen.now.ways] == [
        "Set up my shop", "Try the demo shop", "Restore from a backup",
    ]  # fmt: skip
    assert [code for code, _ in screen.now.languages] == ["en", "ru", "pl", "az"]


def test_the_own_shop_leads_to_the_wizard(door: Door, page: WelcomePresenter) -> None:
    page.choose("setup")
    assert door.went == ["setup"]


def test_the_demo_is_made_in_the_language_chosen_and_opened(
    screen: Screen, door: Door, page: WelcomePresenter
) -> None:
    page.speak("az")
    page.choose("demo")
    assert door.demo_languages == ["az"]
    assert door.went == ["demo"]
    shown = [state.work.done for state in screen.states if state.work is not None]
    assert shown == [0, 0, 27, 100]


def test_a_demo_that_is_there_is_opened_at_once(
    screen: Screen, door: Door, page: WelcomePresenter
) -> None:
    door.demo_there = True
    page.show()
    assert screen.now.ways[1].action == "Open the demo shop"
    page.choose("demo")
    assert (door.went, door.demo_languages) == (["demo"], [])


class OneJob:
    """Keeps a job until the test lets it run."""

    def __init__(self) -> None:
        self.stopped = False
        self.job: Callable[[TaskControl], Any] | None = None

    def run(
        self,
        job: Callable[[TaskControl], Any],
        on_done: Callable[[Any], None],
        on_error: Callable[[Exception], None] | None = None,
        progress: Callable[[int, int], None] | None = None,
        *,
        on_cancelled: Callable[[], None] | None = None,
    ) -> OneJob:
        self.job, self.told, self.on_cancelled = job, progress, on_cancelled
        return self

    def cancel(self) -> None:
        self.stopped = True

    def is_running(self) -> bool:
        return True

    def cancelled(self) -> bool:
        return self.stopped

    def progress(self, done: int, total: int) -> None:
        assert self.told is not None
        self.told(done, total)


def test_making_the_demo_can_be_given_up(
    screen: Screen, door: Door, restore: Restore, files: Files
) -> None:
    job = OneJob()
    page = make_welcome(screen, door=door, restore=restore, files=files, tasks=job)
    door.on_day = lambda _day: page.cancel()
    page.choose("demo")
    page.choose("setup")
    assert door.went == [], "nothing else while it is made"
    assert job.job is not None
    with pytest.raises(TaskCancelled):
        job.job(job)
    assert screen.now.work is not None
    assert screen.now.work.words == "Day 0 of 365"
    assert job.on_cancelled is not None
    job.on_cancelled()
    assert (screen.now.mode, door.went, door.demo_languages) == ("ways", [], [])


def test_a_backup_is_shown_before_it_is_taken(
    screen: Screen, door: Door, restore: Restore, page: WelcomePresenter
) -> None:
    page.choose("restore")
    card = screen.now.restore
    assert card is not None
    assert dict(card.facts) == {
        "Receipts": "1,087", "Customers": "412", "Products": "300", "Last receipt": "1:1087",
    }  # fmt: skip
    assert restore.placed == 0
    page.accept()
    assert (restore.placed, door.went) == (1, ["shop"])


def test_a_backup_that_is_not_wanted_is_dropped(
    screen: Screen, door: Door, restore: Restore, page: WelcomePresenter
) -> None:
    page.choose("restore")
    page.cancel()
    assert (restore.dropped, screen.now.mode) == (1, "ways")
    page.accept()
    assert (restore.placed, door.went) == (0, [])


def test_a_backup_of_another_computer_says_so(
    screen: Screen, restore: Restore, page: WelcomePresenter
) -> None:
    restore.found = BackupFound(
        place="x", receipts=0, last_receipt="", customers=0, products=0, foreign=True
    )
    page.choose("restore")
    assert screen.now.restore is not None
    assert screen.now.restore.warning == "It was made on another computer."
    assert "Last receipt" not in dict(screen.now.restore.facts)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("backup_damaged", "This backup is damaged. Try an older one."),
        ("not_ours", "This file is not a backup of a shop."),
        ("database_newer", "A newer version of this program made this backup."),
    ],
)
def test_a_backup_that_cannot_be_taken_says_why(
    screen: Screen, door: Door, restore: Restore, page: WelcomePresenter, code: str, words: str
) -> None:
    restore.problem = code
    page.choose("restore")
    assert (screen.now.problem, screen.now.mode, door.alerts) == (words, "ways", 1)
    restore.problem = ""
    page.choose("restore")
    assert screen.now.problem == ""
