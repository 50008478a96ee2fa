"""The page of results, on a real shop: what is read, what is saved, what a reader sees."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from pos_app.adapters.files.survey_file import SurveyFile
from pos_app.adapters.sqlite.survey_reads import SqliteSurveyReads
from pos_app.domain.errors import PosError
from pos_app.domain.questionnaire import Wording
from pos_app.i18n import Formats, translator
from pos_app.presenters.sale_ports import Voice
from pos_app.presenters.survey import SurveyParts, SurveyPresenter
from pos_app.presenters.survey_state import SurveyState
from pos_app.presenters.tasks import ImmediateRunner
from pos_app.services.survey_results import SurveyResults
from tests.builders import Shop
from tests.services.questionnaire_stage import Asking, make_asking
from tests.services.test_hostile import text_of
from tests.services.test_survey_results import NPS, SAY, WHAT, WHO, filled

EVIL = '=HYPERLINK("http://x","<img src=a>")'


class Page:
    """The view and the window around it."""

    state: SurveyState

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.names: list[str] = []
        self.left = 0

    def render(self, state: SurveyState) -> None:
        self.state = state

    def save_file(
        self, title: str, suggested: str, pattern: str, on_path: Callable[[str], None]
    ) -> None:
        self.names.append(suggested)
        on_path(str(self.folder / suggested))

    def back(self) -> None:
        self.left += 1


class Stage:
    def __init__(self, shop: Shop, folder: Path, language: str = "en") -> None:
        self.asking: Asking = make_asking(shop)
        self.page = Page(folder)
        self.presenter = SurveyPresenter(
            SurveyParts(
                results=SurveyResults(
                    shop.store.uow, SqliteSurveyReads(shop.store), self.asking.book
                ),
                writer=SurveyFile(),
                session=lambda: shop.owner,
                tasks=ImmediateRunner(),
                voice=Voice(translator(language), Formats(language, "EUR")),
                tier_name=lambda tier: {"gold": "Gold"}.get(tier, ""),
                shop_name=lambda: "Corner",
                today=self.asking.book.today,
                outside=self.page,
            ),
            self.page,
        )


@pytest.fixture
def stage(shop: Shop, tmp_path: Path) -> Stage:
    return Stage(shop, tmp_path)


def asked(stage: Stage) -> int:
    version = stage.asking.live(NPS, WHO, WHAT, SAY)
    filled(stage.asking, version, nps=("10",), whom=("me",), what=("soap",), say=(EVIL,))
    filled(stage.asking, version, nps=("9",), whom=("me",), what=("soap", "tea"))
    filled(stage.asking, version, nps=("3",), whom=("family",))
    return version.questionnaire_id


def test_nothing_answered_says_so(stage: Stage) -> None:
    version = stage.asking.live(NPS)
    stage.presenter.open(version.questionnaire_id)
    state = stage.page.state
    assert (state.questions, state.can_save, state.empty_title) == ((), False, "No answers yet")
    stage.presenter.save("pdf")
    assert stage.page.names == []


def test_each_question_with_its_headline(stage: Stage) -> None:
    stage.presenter.open(asked(stage))
    state = stage.page.state
    assert [(q.title, q.note, q.figure) for q in state.questions] == [
        ("Recommend?", "answered by 3 of 3", "+33"),
        ("Who for?", "answered by 3 of 3", "67%"),
        ("What?", "answered by 2 of 3", "100%"),
        ("Anything else?", "answered by 1 of 3", ""),
    ]
    assert state.hint.startswith("3 filled in · ")
    assert [figure.value for figure in state.figures] == ["+33", "2", "0", "1"]
    assert state.figures[0].note == "± 107 (95 of 100)"


def test_a_question_is_set_against_the_months(stage: Stage) -> None:
    stage.presenter.open(asked(stage))
    stage.presenter.choose("what")
    stage.presenter.choose_cross("channel")
    state = stage.page.state
    assert state.columns == ("By way of asking", "Answers", "Soap", "Tea")
    assert state.rows == (("At the counter", "2", "100%", "50%"),)
    assert [(bar.label, bar.figure) for bar in state.bars] == [("Soap", "100%"), ("Tea", "50%")]
    stage.presenter.choose("nps")
    assert stage.page.state.columns == ("By way of asking", "Answers", "Score", "±")
    stage.presenter.choose_cross("tier")
    assert stage.page.state.rows[0][0] == "Without a tier"
    stage.presenter.choose_period("30")
    assert stage.page.state.period == "30"


def test_only_the_frequent_answers_are_columns_on_the_screen(stage: Stage) -> None:
    options = tuple(
        replace(WHO.options[0], id=f"o{number}", wording=Wording(en=f"O{number}"))
        for number in range(7)
    )
    version = stage.asking.live(replace(WHO, options=options))
    for number in (6, 6, 5, 4, 3, 2):
        filled(stage.asking, version, whom=(f"o{number}",))
    stage.presenter.open(version.questionnaire_id)
    stage.presenter.choose_cross("language")
    assert stage.page.state.columns == ("By language", "Answers", "O2", "O3", "O6")


def test_words_of_customers_are_words(stage: Stage) -> None:
    stage.presenter.open(asked(stage))
    stage.presenter.choose("say")
    assert [text for text, _day in stage.page.state.texts] == [EVIL]


def test_a_workbook_holds_figures_and_words_and_no_formula(stage: Stage) -> None:
    stage.presenter.open(asked(stage))
    stage.presenter.choose_cross("channel")
    stage.presenter.save("xlsx")
    (name,) = stage.page.names
    book = CalamineWorkbook.from_path(str(stage.page.folder / name))
    figures = book.get_sheet_by_index(0).to_python()
    assert ["Myself", 2.0, 0.6667] in [row[:3] for row in figures]
    assert ["At the counter", "3", "+33", "107"] in [row[:4] for row in figures]
    assert book.get_sheet_by_index(1).to_python()[1] == ["Anything else?", EVIL]
    assert stage.page.state.notice.startswith("Saved: ")


def test_a_paper_holds_every_question(stage: Stage, shop: Shop) -> None:
    stage.presenter.open(asked(stage))
    stage.presenter.save("pdf")
    text = text_of((stage.page.folder / stage.page.names[0]).read_bytes())
    for words in ("Corner", "Recommend?", "Promoters 9–10", "Myself", "HYPERLINK"):
        assert words in text


def test_another_ending_is_refused(stage: Stage, tmp_path: Path) -> None:
    stage.presenter.open(asked(stage))
    assert stage.presenter._found is not None
    report = stage.presenter._report(stage.presenter._found)
    with pytest.raises(PosError, match="export_format"):
        SurveyFile().write(str(tmp_path / "x.doc"), report)


def test_esc_goes_back(stage: Stage) -> None:
    stage.presenter.back()
    assert stage.page.left == 1
