"""The page of questionnaires on paper: what is printed, what is said of a code (R25)."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pos_app.adapters.documents.questionnaire_form import FormArtist
from pos_app.i18n import Formats, translator
from pos_app.presenters.paper_forms import PaperFormsParts, PaperFormsPresenter
from pos_app.presenters.sale_ports import Voice
from pos_app.presenters.tasks import ImmediateRunner
from pos_app.services.paper_forms import FoundForm, PaperForms, PaperParts
from tests.adapters.documents.slips import text_of
from tests.builders import Shop
from tests.presenters.counter_stage import View
from tests.services.questionnaire_stage import ask, make_asking


class Stage:
    """The page on a real shop."""

    def __init__(self, shop: Shop, folder: Path, *, publish: bool = True) -> None:
        self.asking = make_asking(shop)
        self.shop, self.folder, self.who = shop, folder, "Leyla"
        self.view = View()
        self.filled: list[FoundForm] = []
        self.written: list[tuple[str, bytes]] = []
        self.left = 0
        self.during: Callable[[], object] = lambda: None
        if publish:
            self.version = self.asking.live(ask("why"))
        self.forms = PaperForms(
            PaperParts(
                uow=shop.store.uow,
                responses=self.asking.responses,
                artist=FormArtist(),
                clock=shop.clock,
                ids=shop.ids,
            )
        )
        self.page = PaperFormsPresenter(
            PaperFormsParts(
                forms=self.forms,
                questionnaires=self.asking.forms,
                session=lambda: shop.session(self.who),
                voice=Voice(translator("en"), Formats("en", "PLN")),
                language=lambda: "pl",
                tasks=ImmediateRunner(),
                ways=self,
            ),
            self.view,
        )
        self.page.open()

    @property
    def state(self) -> Any:
        return self.view.state

    def fill(self, found: FoundForm) -> None:
        self.filled.append(found)

    def save_file(self, suggested: str, write: Callable[[str], None]) -> None:
        self.during()
        write(suggested)

    def keep(self, path: str, pdf: bytes) -> None:
        self.written.append((path, pdf))

    def back(self) -> None:
        self.left += 1

    def printed(self) -> list[dict[str, Any]]:
        return [one[1] for one in self.shop.events("questionnaire.printed")]


@pytest.fixture
def stage(shop: Shop, tmp_path: Path) -> Stage:
    return Stage(shop, tmp_path)


def test_forms_are_saved_in_the_language_and_number_asked_for(stage: Stage) -> None:
    assert (stage.state.language, stage.state.count, stage.state.one_only) == ("pl", "1", False)
    stage.page.speak("az")
    stage.page.count("3")
    stage.page.print_forms()
    (name, pdf) = stage.written[0]
    assert (name, pdf[:4]) == ("questionnaire-az.pdf", b"%PDF")
    assert [(one["forms"], one["language"]) for one in stage.printed()] == [(3, "az")]
    assert (stage.state.notice, stage.state.busy) == ("The forms are saved.", False)


@pytest.mark.parametrize("text", ["0", "201", "many", "", "-1", "²", "9999999"])
def test_a_number_that_makes_no_sense_is_said_at_its_field(stage: Stage, text: str) -> None:
    stage.page.count(text)
    stage.page.print_forms()
    assert stage.state.count_error == "A number from 1 to 200"
    assert stage.written == []


def test_for_a_person_it_is_one_with_the_name_on_it(stage: Stage) -> None:
    maria = stage.shop.customer()
    stage.page.open(customer=maria)
    stage.page.count("9")
    assert (stage.state.person, stage.state.one_only) == (maria.name, True)
    stage.page.print_forms()
    assert [(one["forms"], one["customer"]) for one in stage.printed()] == [(1, maria.uuid)]
    stage.page.back()
    stage.page.open()
    assert (stage.state.person, stage.left) == ("", 1)


def test_a_cashier_prints_one_at_a_time_and_reads_why(stage: Stage) -> None:
    stage.who = "Anna"
    stage.page.open()
    assert stage.state.one_only
    assert stage.state.count_note.startswith("Several at once")
    stage.page.print_forms()
    assert [one["forms"] for one in stage.printed()] == [1]


def test_a_code_opens_its_form_and_a_wrong_one_says_why(stage: Stage) -> None:
    stage.page.type("Q123")
    stage.page.key_in()
    assert stage.state.error.startswith("This is no code of a printed form")
    stage.page.type("Q1234")
    assert stage.state.error == ""
    stage.page.print_forms()
    code = re.search("Q[0-9A-Y]{3}-[0-9A-Y]{4}-[0-9A-Y]{3}", text_of(stage.written[0][1]))
    assert code is not None
    stage.page.key_in(code[0])
    assert [one.form.code for one in stage.filled] == [code[0].replace("-", "")]
    stage.page.refresh()
    assert (stage.state.code, stage.state.error) == ("", "")


def test_without_anything_published_there_is_nothing_to_print(shop: Shop, tmp_path: Path) -> None:
    stage = Stage(shop, tmp_path, publish=False)
    assert stage.state.empty == "No questionnaire is published yet."
    stage.page.print_forms()
    assert (stage.state.can_print, stage.written) == (False, [])


def test_a_questionnaire_of_the_list_is_chosen_and_another_may_be(stage: Stage) -> None:
    other = stage.asking.live(ask("else"), kind="exit")
    stage.page.open(stage.version.questionnaire_id)
    assert stage.state.chosen == str(stage.version.questionnaire_id)
    assert len(stage.state.choices) == 2
    stage.page.choose(str(other.questionnaire_id))
    assert stage.state.chosen == str(other.questionnaire_id)


def test_what_fails_while_drawing_is_said(stage: Stage) -> None:
    stage.page.count("2")
    stage.during = lambda: setattr(stage, "who", "Anna")
    stage.page.print_forms()
    assert stage.state.notice_tone == "danger"
    assert stage.state.notice
    assert stage.written == []
