"""The results of a questionnaire in the real window, by real keys."""

from __future__ import annotations

from pathlib import Path

from pos_app.bootstrap.rehearsal import rehearse
from pos_app.ui.screens.survey_view import SurveyView
from tests.e2e import stage
from tests.e2e.test_points_by_keys import begin
from tests.e2e.test_questionnaire_by_keys import asking as asking
from tests.ui.shots import text_tree


def test_from_the_list_to_the_answers_and_back(asking: Path) -> None:
    with rehearse(asking, world=stage.world(), step_ms=stage.STEP_MS) as day:
        robot, shop = day.robot, day.shop
        begin(day, "Olga", "111111")
        session = day.frame.session
        assert session is not None
        (view,) = shop.questionnaires.all()
        assert view.version is not None
        day.window.show_page("questionnaires")
        robot.until(lambda: view.row.name in text_tree(day.window), "the list")
        robot.key("Ctrl 1")
        day.reach("survey")
        robot.until(lambda: "No answers yet" in text_tree(day.window), "nothing answered")
        first, second, *_ = view.definition.questions
        filling = shop.responses.begin(session, view.version.id)
        for question in view.definition.questions:
            chosen = (question.offered[1].id,)
            shop.responses.answer(session, filling.response.id, question.id, chosen)
        shop.responses.complete(session, filling.response.id)
        robot.until(lambda: first.wording.en in text_tree(day.window), "the first answer")
        page = day.window.page("survey")
        assert isinstance(page, SurveyView)
        assert [bar.share for bar in page._bars.bars()][:2] == [0, 10_000]
        robot.key("Down")
        words = second.offered[1].wording.en
        robot.until(lambda: words in page._bars.accessibleName(), words)
        robot.key("Esc")
        day.reach("questionnaires")
