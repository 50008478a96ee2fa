"""Questionnaires in the real window: from the sale, by digits, and after the power went."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from pos_app.adapters.files.paths import places
from pos_app.bootstrap.rehearsal import Rehearsal, rehearse
from pos_app.bootstrap.shop import open_shop
from pos_app.services.questionnaire_templates import TEMPLATES
from pos_app.services.session import Session
from pos_app.ui.screens.turned_view import TurnedView
from tests.builders import CASHIER_PIN
from tests.e2e import stage

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def asking(folder: Path) -> Path:
    """A shop whose card application is live and gives 50 points."""
    own = folder.parent / "own"
    stage.make_shop(own)
    shop = open_shop(places(own), stage.world())
    try:
        owner = next(one for one in shop.staff.people() if one.name == "Olga")
        session = Session(person=owner, signed_in_at=shop.world.clock.now())
        template = TEMPLATES["card"]
        made = shop.questionnaires.create(
            session, template.name.en, template.kind, template.definition
        )
        shop.questionnaires.publish(session, made)
    finally:
        shop.close()
    return own


def begun(day: Rehearsal) -> None:
    """Anna has Maria's card and a piece of soap on the counter."""
    day.sign_in("Anna", CASHIER_PIN)
    if day.page == "shift":
        day.robot.type("0")
        day.robot.key("Enter")
    day.reach("sale")
    day.robot.scan(stage.CARD)
    day.robot.scan(stage.SOAP)


def states(day: Rehearsal) -> list[str]:
    with day.shop.store.uow() as uow:
        return [one.state for one in uow.questionnaires.responses_of(1)]


def test_from_the_sale_by_digits_and_back_with_the_sale_as_it_was(asking: Path) -> None:
    with rehearse(asking, world=stage.world(), step_ms=stage.STEP_MS) as day:
        begun(day)
        robot = day.robot
        robot.until(lambda: "Questionnaire not answered" in stage.seen(day), "the line")
        robot.key("Ctrl 2")
        day.reach("questionnaire")
        robot.key("3")
        robot.until(lambda: "Question 2 of 3" in stage.seen(day), "the second question")
        robot.key("4")
        robot.key("6")
        robot.key("Backspace")
        robot.until(lambda: "Question 1 of 3" in stage.seen(day), "the first one again")
        robot.key("Esc")
        day.reach("sale")
        assert states(day) == ["draft"]
        robot.key("Ctrl 2")
        day.reach("questionnaire")
        robot.until(lambda: "Question 3 of 3" in stage.seen(day), "the first without an answer")
        robot.key("1")
        robot.until(lambda: states(day) == ["complete"], "the end")
        robot.key("Enter")
        day.reach("sale")
        assert "Questionnaire not answered" not in stage.seen(day)
        assert stage.lines(day) == [("Soap with lavender", 1000)]
        with day.shop.store.uow() as uow:
            assert set(uow.people.detail(1).tags) == {"family", "hair", "pets"}


def test_a_scan_goes_on_with_the_sale_and_the_draft_waits(asking: Path) -> None:
    with rehearse(asking, world=stage.world(), step_ms=stage.STEP_MS) as day:
        begun(day)
        day.robot.key("Ctrl 2")
        day.reach("questionnaire")
        day.robot.key("1")
        day.robot.scan(stage.TEA)
        day.reach("sale")
        day.robot.until(lambda: len(stage.lines(day)) == 2, "the tea")
        assert states(day) == ["draft"]


def test_answers_survive_a_killed_program(asking: Path) -> None:
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.e2e.answer_child", str(asking)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    with child.stdout:
        assert child.stdout.readline().strip() == "answered"
        child.send_signal(signal.SIGKILL)
        child.wait(timeout=20)
    with rehearse(asking, world=stage.world(), step_ms=stage.STEP_MS) as day:
        begun(day)
        day.robot.key("Ctrl 2")
        day.reach("questionnaire")
        day.robot.until(lambda: "Question 3 of 3" in stage.seen(day), "what was answered before")
        assert "Hair, Pets" in stage.seen(day)


def test_a_new_customer_answers_the_card_application_by_digits(asking: Path) -> None:
    with rehearse(asking, world=stage.world(), step_ms=stage.STEP_MS) as day:
        begun(day)
        robot = day.robot
        robot.key("Ins")
        day.reach("new_customer")
        robot.type("601204118")
        for key in ("Enter", "Enter", "Enter", "2", "1", "3", "Enter", "1", "1"):
            robot.key(key)
        robot.key("Enter")
        day.reach("sale")
        with day.shop.store.uow() as uow:
            person = uow.customers.by_phone("+48601204118")[0]
            (response,) = uow.questionnaires.responses_of(person.id)
            assert response.state == "complete"
            assert uow.questionnaires.answers(response.id) == {
                "shops_for": ("couple",),
                "buys_most": ("laundry", "skin"),
                "heard": ("friend",),
            }


def test_after_a_sale_a_digit_answers_and_the_next_scan_takes_the_question_away(
    asking: Path,
) -> None:
    with rehearse(asking, world=stage.world(), step_ms=stage.STEP_MS) as day:
        owner = next(one for one in day.shop.staff.people() if one.name == "Olga")
        session = Session(person=owner, signed_in_at=day.shop.world.clock.now())
        template = TEMPLATES["satisfaction"]
        made = day.shop.questionnaires.create(
            session, template.name.en, template.kind, template.definition
        )
        day.shop.questionnaires.publish(session, made)
        day.shop.settings.change_many(session, {"after_sale.enabled": True, "after_sale.days": 0})
        begun(day)
        stage.pay_cash(day)
        question = template.definition.questions[0].wording.en
        assert question in stage.seen(day)
        day.robot.key("9")
        day.robot.until(lambda: question not in stage.seen(day), "the thanks")
        with day.shop.store.uow() as uow:
            (response,) = uow.questionnaires.responses_of(1)
            assert (response.channel, response.state) == ("till", "complete")
            assert uow.questionnaires.answers(response.id) == {"recommend": ("9",)}
        day.robot.scan(stage.TEA)
        day.reach("sale")
        stage.pay_cash(day)
        assert question in stage.seen(day)
        day.robot.scan(stage.TEA)
        day.reach("sale")
        assert question not in stage.seen(day)
        assert stage.lines(day) == [("Green tea", 1000)]


def test_on_a_turned_screen_only_answers_count_and_a_pin_gives_it_back(asking: Path) -> None:
    with rehearse(asking, world=stage.world(), step_ms=stage.STEP_MS) as day:
        begun(day)
        robot = day.robot
        robot.key("Ctrl 2")
        day.reach("questionnaire")
        robot.key("Ctrl t")
        day.reach("questionnaire_turned")
        robot.key("2")
        robot.until(lambda: "Question 2 of 3" in stage.seen(day), "the second question")
        for key in ("Esc", "F1", "F3", "F10", "Ctrl l", "Ctrl t"):
            robot.key(key)
        robot.scan(stage.TEA)
        day.frame.lock(idle=True)
        assert day.page == "questionnaire_turned"
        assert day.window.dialog() is None
        assert len(stage.lines(day)) == 1
        page = day.window.current_page()
        assert isinstance(page, TurnedView)
        assert not day.window.rail.isVisible()
        page.language_chosen.emit("pl")
        robot.until(lambda: "Pytanie 2 z 3" in stage.seen(day), "the customer's language")
        page.idle.emit()
        robot.until(lambda: "Question 2 of 3" in stage.seen(day), "the beginning again")
        robot.key("1")
        robot.key("Enter")
        robot.key("1")
        robot.until(lambda: states(day)[0] == "complete", "the end")
        page.leave.click()
        day.reach("sign_in")
        robot.type(CASHIER_PIN)
        day.reach("sale")
        assert stage.lines(day) == [("Soap with lavender", 1000)]
        with day.shop.store.uow() as uow:
            assert uow.questionnaires.responses_of(1)[0].channel == "screen"
