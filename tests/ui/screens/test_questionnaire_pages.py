"""Questionnaires in the real window on a real shop: by keys and by taps, and what holds then."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from pos_app.domain.questionnaire import Questionnaire
from pos_app.services.questionnaires import QuestionnaireView
from pos_app.ui.screens.questionnaire_edit_view import QuestionnaireEditView
from pos_app.ui.screens.questionnaires_view import QuestionnairesView
from pos_app.ui.widgets.question import QuestionCard
from tests.ui.screens.test_settings_view import OWNER, PAUSE, Till
from tests.ui.shots import cut, nameless, settle

KEYS = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier


class Stage(Till):
    """The same window, on the pages of questionnaires."""

    @property
    def list(self) -> QuestionnairesView:
        page = self.window.page("questionnaires")
        assert isinstance(page, QuestionnairesView)
        return page

    @property
    def edit(self) -> QuestionnaireEditView:
        page = self.window.page("questionnaire_edit")
        assert isinstance(page, QuestionnaireEditView)
        return page

    @property
    def front(self) -> str:
        page = self.window.current_page()
        return page.page_name if page is not None else ""

    def only(self) -> QuestionnaireView:
        """The one questionnaire there is."""
        (view,) = self.shop.questionnaires.all()
        return view

    def definition(self) -> Questionnaire:
        """Its draft."""
        return self.only().definition

    def card_application(self) -> None:
        """From the settings to the ready card application, by keys."""
        self.window.show_page("questionnaires")
        settle(self.window)
        self.key(KEYS.Key_Insert)
        self.key(KEYS.Key_Return)
        assert self.front == "questionnaire_edit"

    def type(self, text: str) -> None:
        """Signs into the field with the focus."""
        field = QApplication.focusWidget()
        assert field is not None
        for sign in text:
            QTest.keyClick(field, sign, Qt.KeyboardModifier.NoModifier, PAUSE)
        settle(self.window)

    def texts(self) -> list[str]:
        """The questions of the draft."""
        return [question.wording.en for question in self.definition().questions]


@pytest.fixture
def till(qtbot: QtBot, tmp_path: Path) -> Iterator[Stage]:
    made = Stage(tmp_path)
    qtbot.waitUntil(made.window.isActiveWindow, timeout=3000)
    made.router.install()
    made.enter("Leyla", OWNER)
    yield made
    made.close()


def test_the_settings_lead_to_the_questionnaires_and_esc_back(till: Stage) -> None:
    till.go("questionnaires")
    till.page.setFocus()
    till.key(KEYS.Key_Return)
    assert till.front == "questionnaires"
    till.key(KEYS.Key_Escape)
    assert till.front == "settings"


def test_a_ready_questionnaire_is_taken_and_published_by_keys(till: Stage) -> None:
    till.card_application()
    assert (till.only().row.state, till.only().row.kind) == ("draft", "card")
    till.ctrl(KEYS.Key_S)
    live = till.shop.questionnaires.live("card")
    assert live is not None
    assert live.version.number == 1
    till.key(KEYS.Key_Escape)
    assert till.front == "questionnaires"
    till.ctrl(KEYS.Key_2)
    assert till.only().row.state == "paused"
    till.ctrl(KEYS.Key_4)
    assert till.only().row.state == "archived"
    assert till.window.message().endswith("is in the archive.")
    till.ctrl(KEYS.Key_2)
    assert till.only().row.state == "paused"


def test_a_question_is_written_typed_and_kept_by_itself(till: Stage, qtbot: QtBot) -> None:
    till.card_application()
    till.key(KEYS.Key_Insert)
    till.type("Where do you live?")
    till.key(KEYS.Key_Return)
    till.type("Here")
    till.key(KEYS.Key_Return)
    till.type("There")

    def kept() -> None:
        question = till.definition().questions[1]
        assert question.wording.en == "Where do you live?"
        assert [one.wording.en for one in question.options] == ["Here", "There"]

    qtbot.waitUntil(kept, timeout=3000)
    till.edit.setFocus()
    till.key(KEYS.Key_Down, ALT)
    assert till.texts()[2] == "Where do you live?"
    till.key(KEYS.Key_Up, ALT)
    till.key(KEYS.Key_Delete)
    assert "Where do you live?" not in till.texts()
    till.ctrl(KEYS.Key_Z)
    assert till.texts()[1] == "Where do you live?"


def test_leaving_keeps_what_was_just_typed(till: Stage) -> None:
    till.card_application()
    till.edit.form.wording.edit.setFocus()
    till.edit.form.wording.edit.selectAll()
    till.type("For whom?")
    till.window.show_page("sale")
    settle(till.window)
    assert till.texts()[0] == "For whom?"


def test_questions_and_answers_are_dragged_by_their_grip(till: Stage) -> None:
    till.card_application()
    first, third = till.definition().questions[0].id, till.definition().questions[2].id
    start = till.edit.steps.row(first)
    drag(start.grip, till.edit.steps.row(third))
    assert [one.id for one in till.definition().questions][2] == first
    till.edit.chosen.emit(first)
    settle(till.window)
    options = till.definition().questions[2].options
    rows = till.edit.form.options
    drag(rows.row(options[3].id).grip, rows.row(options[0].id))
    assert till.definition().questions[2].options[0].id == options[3].id


def drag(grip: QWidget, target: QWidget) -> None:
    """Take a grip and let it go on another row."""
    down = target.mapToGlobal(target.rect().center()).y() - grip.mapToGlobal(QPoint(0, 0)).y()
    start = grip.rect().center()
    side = 6 if down > 0 else -6
    QTest.mousePress(grip, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
    QTest.mouseMove(grip, QPoint(start.x(), down + side))
    QTest.mouseRelease(
        grip, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(start.x(), down)
    )
    settle(grip.window())


def test_the_preview_is_tapped_and_follows_the_conditions(till: Stage) -> None:
    till.window.show_page("questionnaires")
    till.list.begun.emit("satisfaction")
    settle(till.window)
    cards = till.edit.preview.questions
    assert [card.view().key for card in cards.cards()] == ["recommend"]
    tap(cards.cards()[0], "3")
    assert [card.view().key for card in cards.cards()] == ["recommend", "missing"]
    tap(cards.cards()[0], "10")
    assert [card.view().key for card in cards.cards()] == ["recommend", "liked"]


def tap(card: QuestionCard, value: str) -> None:
    """A finger on an answer."""
    QTest.mouseClick(card.chip(value), Qt.MouseButton.LeftButton)
    settle(card.window())


def test_a_test_run_goes_by_digits_and_keeps_nothing(till: Stage) -> None:
    till.card_application()
    till.ctrl(KEYS.Key_1)
    till.key(KEYS.Key_3)
    till.key(KEYS.Key_1)
    till.key(KEYS.Key_2)
    cards = till.edit.test.questions.cards()
    assert [card.view().chosen for card in cards] == [("family",), ("laundry", "cleaning"), ()]
    till.key(KEYS.Key_Down)
    till.key(KEYS.Key_5)
    till.type("a bus")
    assert cards[2].view().words == "a bus"
    till.key(KEYS.Key_Return)
    assert till.edit._state.trial.thanks.startswith("Thank you")
    till.key(KEYS.Key_Escape)
    assert till.front == "questionnaire_edit"
    assert till.only().figures.begun == 0


def test_four_languages_and_the_history_by_keys(till: Stage, qtbot: QtBot) -> None:
    till.card_application()
    till.ctrl(KEYS.Key_S)
    till.ctrl(KEYS.Key_3)
    field = till.edit.translate.edit("shops_for|wording", "az")
    field.setFocus()
    field.selectAll()
    till.type("Kim?")
    till.ctrl(KEYS.Key_3)
    assert till.definition().questions[0].wording.az == "Kim?"
    till.ctrl(KEYS.Key_S)
    assert till.only().version is not None
    assert till.only().version.number == 2
    till.ctrl(KEYS.Key_2)
    till.key(KEYS.Key_Down)
    till.key(KEYS.Key_Return)
    assert till.definition().questions[0].wording.az != "Kim?"
    assert till.only().changed


@pytest.mark.parametrize("size", [(1024, 768), (1366, 768), (1920, 1080)])
def test_every_side_fits_and_has_names(till: Stage, size: tuple[int, int]) -> None:
    till.card_application()
    till.window.resize(*size)
    settle(till.window)
    till.edit.chosen.emit("buys_most")
    for key in (None, KEYS.Key_3, KEYS.Key_2, KEYS.Key_1):
        if key is not None:
            till.ctrl(key)
        till.window.hide_message()
        settle(till.window)
        assert cut(till.window) == []
        assert nameless(till.window) == []
        if key is not None:
            till.key(KEYS.Key_Escape)
