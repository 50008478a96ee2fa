"""The pages of questionnaires: the list, the designer, the trial (R25)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from pos_app.domain.grants import Grant, Grants
from pos_app.domain.pricing import Programme
from pos_app.domain.questionnaire import KINDS, Wording
from pos_app.domain.questionnaire_checks import Problem
from pos_app.i18n import LANGUAGES, Formats, translator
from pos_app.presenters.questionnaire_core import DesignerParts
from pos_app.presenters.questionnaire_edit import DesignerPresenter
from pos_app.presenters.questionnaire_words import kind_says, kind_words, problem_words
from pos_app.presenters.questionnaires import QuestionnairesParts, QuestionnairesPresenter
from pos_app.presenters.questionnaires_state import DesignerState, QuestionnairesState
from pos_app.presenters.sale_ports import Voice
from pos_app.services.questionnaire_templates import TEMPLATES
from tests.builders import Shop
from tests.presenters.counter_stage import View
from tests.services.questionnaire_stage import Asking, ask, make_asking, option


@dataclass(kw_only=True)
class Desk:
    """Both pages on a real shop."""

    asking: Asking
    who: str = "Leyla"
    list_view: View = field(default_factory=View)
    view: View = field(default_factory=View)
    opened: list[int] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    undo: list[Any] = field(default_factory=list)
    left: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        shop = self.asking.shop
        voice = Voice(translator("en"), Formats("en", "PLN"))

        def session() -> Any:
            return shop.session(self.who)

        def reward() -> int:
            grant = self.asking.book.current.programme.grants.questionnaire
            return grant.points if grant.gives else 0

        self.list = QuestionnairesPresenter(
            QuestionnairesParts(
                service=self.asking.forms,
                session=session,
                voice=voice,
                ways=self,
                language=lambda: "en",
            ),
            self.list_view,
        )
        self.page = DesignerPresenter(
            DesignerParts(
                service=self.asking.forms,
                session=session,
                voice=voice,
                ways=self,
                shop_language=lambda: "en",
                tongue=lambda language: (translator(language), Formats(language, "PLN")),
                reward=reward,
                local=lambda moment: moment.date().isoformat(),
                name_of=lambda person_id: f"person {person_id}",
            ),
            self.view,
        )

    def open_questionnaire(self, questionnaire_id: int) -> None:
        self.opened.append(questionnaire_id)
        self.page.open(questionnaire_id)

    def open_results(self, questionnaire_id: int) -> None:
        self.left.append(f"results {questionnaire_id}")

    def to_list(self) -> None:
        self.left.append("list")

    def back(self) -> None:
        self.left.append("settings")

    def say(self, text: str, tone: str = "") -> None:
        self.said.append(text)

    def show_undo(self, text: str, action: str, on_undo: Any) -> None:
        self.said.append(text)
        self.undo.append(on_undo)

    @property
    def lines(self) -> QuestionnairesState:
        state: QuestionnairesState = self.list_view.states[-1]
        return state

    @property
    def state(self) -> DesignerState:
        state: DesignerState = self.view.states[-1]
        return state

    def open(self, *questions: Any, **more: Any) -> int:
        """A published questionnaire of these questions, open in the designer."""
        made = self.asking.live(*questions, **more).questionnaire_id
        self.page.open(made)
        return made

    def texts(self) -> list[str]:
        """The questions as the list shows them."""
        return [step.text for step in self.state.steps[1:]]


@pytest.fixture
def desk(shop: Shop) -> Desk:
    """The pages, owner signed in."""
    return Desk(asking=make_asking(shop))


PETS = ask("pets", "several_of", option("dog"), option("cat"))
FOOD = ask("food", "yes_no")


class TestList:
    def test_a_ready_one_is_begun_and_opened(self, desk: Desk) -> None:
        desk.list.open()
        assert desk.lines.lines == ()
        desk.list.create()
        assert [key for key, _, _ in desk.lines.new] == [*KINDS, "empty"]
        assert desk.lines.new[0][2] == "Asked when a card is issued · 3 questions · about 12 s"
        desk.list.begin("card")
        (made,) = desk.opened
        view = desk.asking.forms.read(made)
        assert (view.row.name, view.row.kind) == ("Card application", "card")
        assert [one.id for one in view.definition.questions] == ["shops_for", "buys_most", "heard"]
        assert desk.state.title == "Card application"
        desk.list.open()
        (line,) = desk.lines.lines
        assert (line.kind, line.state, line.version, line.answers, line.changed) == (
            "Card application",
            "Draft",
            "none yet",
            "0",
            "",
        )

    def test_an_empty_one_begins_with_the_first_question(self, desk: Desk) -> None:
        desk.list.begin("empty")
        assert desk.state.title == "New questionnaire"
        assert desk.state.steps[0].badge == "to mend"
        assert desk.state.general is not None
        assert desk.state.general.problems == ("Add a question first.",)

    def test_pause_go_on_archive_and_back(self, desk: Desk) -> None:
        desk.asking.live(PETS)
        desk.list.open()
        assert (desk.lines.lines[0].state, desk.lines.move_word) == ("Live", "Pause")
        desk.list.move()
        assert (desk.lines.lines[0].state, desk.lines.move_word) == ("Paused", "Ask again")
        desk.list.move()
        desk.list.archive()
        assert (desk.lines.lines[0].state, desk.lines.archive_word) == ("Archived", "")
        assert desk.said == ["Asked is in the archive."]
        desk.list.archive()
        desk.undo.pop()()
        assert desk.lines.lines[0].state == "Live"

    def test_a_copy_is_opened(self, desk: Desk) -> None:
        desk.asking.live(PETS)
        desk.list.open()
        desk.list.copy()
        assert desk.state.title == "Asked (copy)"
        desk.list.edit(desk.lines.chosen)
        assert len(desk.opened) == 2

    def test_changes_not_yet_published_are_said(self, desk: Desk) -> None:
        made = desk.open(PETS)
        desk.page.add_question()
        desk.list.open()
        desk.list.choose(str(made))
        assert desk.lines.lines[0].changed == "not published yet"

    def test_others_may_only_look(self, desk: Desk) -> None:
        desk.asking.live(PETS)
        desk.who = "Marta"
        desk.list.open()
        assert desk.lines.lock != ""
        for gesture in (desk.list.create, desk.list.move, desk.list.archive, desk.list.copy):
            gesture()
        desk.list.begin("card")
        assert (desk.opened, desk.lines.choosing, desk.list_view.tones) == ([], False, 5)

    def test_back_leaves_the_choice_first(self, desk: Desk) -> None:
        desk.list.open()
        desk.list.create()
        desk.list.back()
        assert (desk.lines.choosing, desk.left) == (False, [])
        desk.list.back()
        assert desk.left == ["settings"]


class TestDesigner:
    def test_the_page_says_how_it_stands(self, desk: Desk) -> None:
        version = desk.asking.live(PETS, FOOD)
        number = desk.asking.fill(version, pets=("dog",))
        desk.asking.shop.clock.advance(seconds=14)
        desk.asking.responses.complete(desk.asking.shop.cashier, number)
        desk.asking.fill(version)
        desk.page.open(version.questionnaire_id)
        state = desk.state
        assert (state.title, state.badge, state.version) == ("Asked", "Live", "version 1")
        assert (
            state.about == "Asked at the counter, to know what suits · usually 14 s · 50% finish it"
        )
        assert (state.publish, state.can_publish, state.kept) == ("Publish version 2", False, "")
        assert [step.number for step in state.steps] == ["", "1", "2"]
        assert (state.steps[1].note, state.steps[1].badge) == (
            "Several choices",
            "ru, pl, az missing",
        )
        form = state.question
        assert form is not None
        assert form.options is not None
        assert [(one.text, one.share, one.part) for one in form.options] == [
            ("dog", "100%", 1000),
            ("cat", "0%", 0),
        ]
        assert form.answered == "answered 1 time"
        assert state.estimate == "About 6 s at the counter."

    def test_typing_is_one_step_kept_after_a_rest(self, desk: Desk) -> None:
        made = desk.open(PETS)
        for text in ("W", "Wh", "Who "):
            desk.page.edit("text|pets|wording", text)
        assert desk.state.kept == "not kept yet"
        assert desk.asking.forms.read(made).definition.questions[0].wording.en == "pets"
        desk.page.keep()
        assert (desk.state.kept, desk.state.can_publish) == ("draft kept", True)
        assert desk.asking.forms.read(made).definition.questions[0].wording.en == "Who"
        assert desk.state.question is not None
        assert desk.state.question.text == "Who "
        desk.page.undo()
        assert desk.texts() == ["pets"]
        desk.page.undo()

    def test_what_cannot_be_kept_is_said(self, desk: Desk) -> None:
        desk.open(PETS)
        desk.page.choose("")
        desk.page.edit("name", "  ")
        desk.page.keep()
        assert (desk.state.notice, desk.state.kept) == (
            "Give the questionnaire a name.",
            "not kept yet",
        )
        desk.page.publish()
        assert desk.state.version == "version 1"
        desk.page.edit("name", "Why")
        desk.page.keep()
        assert (desk.state.notice, desk.state.title) == ("", "Why")

    def test_questions_come_go_and_move(self, desk: Desk) -> None:
        desk.open(PETS, FOOD)
        desk.page.choose("pets")
        desk.page.add_question()
        assert desk.texts() == ["pets", "No wording yet", "food"]
        assert desk.state.begin_typing == 1
        desk.page.shift_question(1)
        assert desk.texts() == ["pets", "food", "No wording yet"]
        desk.page.shift_question(1)
        desk.page.move_question("food", 0)
        assert desk.texts() == ["food", "pets", "No wording yet"]
        desk.page.copy_question()
        assert desk.texts() == ["food", "food", "pets", "No wording yet"]
        desk.page.delete_question()
        assert desk.said[-1] == "Question 2 is deleted. Answers given so far stay."
        desk.undo.pop()()
        assert desk.texts() == ["food", "food", "pets", "No wording yet"]
        desk.page.step(-10)
        assert (desk.state.chosen, desk.state.question) == ("", None)
        desk.page.delete_question()
        assert len(desk.texts()) == 4

    def test_an_answer_that_was_asked_is_retired_a_new_one_removed(self, desk: Desk) -> None:
        made = desk.open(PETS)
        desk.page.add_option()
        assert desk.state.question is not None
        assert desk.state.question.options is not None
        fresh = desk.state.question.options[-1].key
        desk.page.edit(f"text|pets|option|{fresh}", "bird")
        desk.page.move_option(fresh, 0)
        assert [one.text for one in desk.state.question.options or ()] == ["bird", "dog", "cat"]
        desk.page.drop_option(fresh)
        desk.page.drop_option("cat")
        (question,) = desk.asking.forms.read(made).definition.questions
        assert [(one.id, one.retired) for one in question.options] == [
            ("dog", False),
            ("cat", True),
        ]
        assert desk.state.steps[1].badge == "to mend"
        desk.page.press("add_option", "")
        desk.page.undo()
        desk.page.undo()
        assert desk.state.steps[1].badge == "ru, pl, az missing"

    def test_types_and_targets_fit_each_other(self, desk: Desk) -> None:
        desk.open(PETS)
        desk.page.edit("target", "tag")
        assert desk.state.question is not None
        assert [one.saved for one in desk.state.question.options or ()] == ["dog", "cat"]
        desk.page.edit("saved|dog", "has a dog")
        desk.page.edit("other|cat", "1")
        form = desk.state.question
        assert [(one.saved, one.other) for one in form.options or ()] == [
            ("has a dog", False),
            ("cat", True),
        ]
        desk.page.edit("kind", "scale")
        form = desk.state.question
        assert (form.target, form.options, form.low, form.high) == ("", None, "1", "5")
        desk.page.edit("high", "40")
        assert form.problems == ()
        assert desk.state.question.problems == (
            "The scale goes from a smaller to a larger number, 10 steps at most.",
        )
        desk.page.edit("kind", "yes_no")
        desk.page.edit("target", "need")
        assert (desk.state.question.saved, desk.state.question.low) == ("pets", None)
        desk.page.edit("saved", "pet food")
        desk.page.edit("required", "1")
        assert (desk.state.question.saved, desk.state.question.required) == ("pet food", True)
        desk.page.edit("kind", "one_of")
        assert len(desk.state.question.options or ()) == 2

    def test_conditions(self, desk: Desk) -> None:
        desk.open(PETS, ask("rate", "nps"), FOOD)
        desk.page.choose("pets")
        assert desk.state.question is not None
        assert not desk.state.question.may_depend
        desk.page.press("add_condition", "")
        assert desk.state.question.conditions == ()
        desk.page.choose("food")
        desk.page.press("add_condition", "")
        (line,) = desk.state.question.conditions
        assert (line.about, line.test, line.number) == ("rate", "at_most", "5")
        desk.page.edit("condition|0|number", "6")
        desk.page.edit("condition|0|number", "")
        assert desk.state.question.conditions[0].number == "6"
        assert desk.state.steps[2].key == "rate"
        desk.page.edit("condition|0|about", "pets")
        (line,) = desk.state.question.conditions
        assert (line.values, [text for _, text in line.choices]) == (("dog",), ["dog", "cat"])
        desk.page.edit("condition|0|test", "none")
        desk.page.edit("condition|0|values", "cat,dog")
        desk.page.edit("match", "any")
        assert desk.state.question.match == "any"
        assert desk.state.question.conditions[0].values == ("cat", "dog")
        desk.page.edit("condition|0|values", "")
        assert desk.state.question.problems == (
            "Choose the answers in the condition (Question 1).",
        )
        desk.page.choose("pets")
        assert desk.state.used_by == ("Question 3",)
        desk.page.move_question("food", 0)
        assert desk.state.question is not None
        assert desk.state.question.problems[0] == (
            "A condition speaks of a later question (Question 2)."
        )
        desk.page.press("drop_condition", "0")
        assert desk.state.question.conditions == ()

    def test_four_languages_side_by_side(self, desk: Desk) -> None:
        made = desk.open(PETS)
        desk.page.press("translate", "")
        assert [line.texts for line in desk.state.texts] == [
            ("pets", "", "", ""),
            ("dog", "", "", ""),
            ("cat", "", "", ""),
        ]
        for language in ("ru", "pl", "az"):
            for line in desk.state.texts:
                desk.page.edit(f"text|{line.key}|@{language}", f"{line.texts[0]} {language}")
        assert desk.state.steps[1].badge == ""
        desk.page.back()
        assert desk.state.mode == "edit"
        stored = desk.asking.forms.read(made).definition.questions[0].wording
        assert stored == Wording(en="pets", ru="pets ru", pl="pets pl", az="pets az")
        desk.page.speak("pl")
        assert (desk.state.preview[0].text, desk.texts()) == ("pets pl", ["pets pl"])

    def test_opening_thanks_layout_and_reward(self, desk: Desk) -> None:
        desk.open(PETS)
        desk.page.choose("")
        for key, text in (
            ("text|title", "Hello"),
            ("text|intro", "Two questions"),
            ("text|thanks", "Bye"),
            ("layout", "steps"),
            ("reward", "1"),
        ):
            desk.page.edit(key, text)
        form = desk.state.general
        assert form is not None
        assert (form.title, form.intro, form.thanks, form.layout) == (
            "Hello",
            "Two questions",
            "Bye",
            "steps",
        )
        assert (desk.state.reward, desk.state.reward_words) == (True, "")
        grants = Grants(questionnaire=Grant(on=True, points=5_000))
        desk.asking.shop.programme.change(desk.asking.shop.owner, Programme(grants=grants))
        desk.asking.book.refresh()
        desk.page.show()
        assert desk.state.reward_words == "+50 points for all answers"

    def test_publishing_goes_to_what_must_be_mended(self, desk: Desk) -> None:
        desk.open(PETS, FOOD)
        desk.page.edit("text|food|wording", "")
        desk.page.choose("pets")
        desk.page.publish()
        assert (desk.state.chosen, desk.state.attempt, desk.view.tones) == ("food", 1, 1)
        assert desk.state.notice.startswith("Before it can be published, 1 thing")
        desk.page.edit("text|food|wording", "Food?")
        desk.page.publish()
        assert (desk.state.version, desk.state.notice) == ("version 2", "")
        assert desk.said[-1] == "Version 2 is asked from now on."
        desk.page.publish()
        assert desk.state.notice == "Nothing has changed since the last version."

    def test_an_old_version_is_taken_up_again(self, desk: Desk) -> None:
        desk.open(PETS)
        desk.page.add_question()
        desk.page.edit("kind", "text")
        desk.page.edit(f"text|{desk.state.chosen}|wording", "Why?")
        desk.page.publish()
        desk.page.toggle("history")
        assert [(line.number, line.questions) for line in desk.state.versions] == [
            ("version 2", "2 questions"),
            ("version 1", "1 question"),
        ]
        assert desk.state.versions[0].who == f"person {desk.asking.shop.owner.person_id}"
        desk.page.choose_version(desk.state.versions[1].key)
        desk.page.restore()
        assert (desk.state.mode, desk.texts(), desk.state.can_publish) == ("edit", ["pets"], True)
        desk.undo.pop()()
        assert desk.texts() == ["pets", "Why?"]

    def test_a_test_run_keeps_nothing(self, desk: Desk) -> None:
        needs = ask("pets", "one_of", option("dog", key="dog"), option("else", other=True),
                    required=True, saves_to="need")  # fmt: skip
        desk.open(needs, ask("born", "date"), thanks=Wording(en="Bye"))
        desk.page.toggle("test")
        desk.page.finish()
        assert desk.state.trial.cards[0].error == "1 required question is not answered yet."
        desk.page.tap("pets", "else")
        assert (desk.state.trial.cards[0].words_of, desk.state.trial.cards[0].error) == ("else", "")
        desk.page.finish()
        assert desk.state.trial.focus == "pets"
        desk.page.type("pets", "a bird", "else")
        desk.page.type("born", "31.02.2000", "")
        desk.page.finish()
        assert desk.state.trial.focus == "born"
        desk.page.type("born", "1.2.2000", "")
        assert desk.state.trial.cards[1].entered in ("01.02.2000", "2000-02-01")
        desk.page.tap("pets", "dog")
        desk.page.finish()
        assert (desk.state.trial.thanks, desk.state.trial.follows) == (
            "Bye",
            ("Needs of the customer: dog",),
        )
        desk.page.finish()
        assert desk.page.trial.answers == {}
        with desk.asking.shop.store.uow() as uow:
            (view,) = [row for row in uow.questionnaires.all() if row.name == "Asked"]
            assert uow.questionnaires.figures(view.id).begun == 0
        desk.page.back()
        desk.page.back()
        assert desk.left == ["list"]

    def test_others_and_archived_ones_are_only_looked_at(self, desk: Desk) -> None:
        made = desk.open(PETS)
        desk.who = "Anna"
        desk.page.show()
        assert desk.state.lock != ""
        desk.page.edit("name", "Mine")
        for gesture in (desk.page.add_question, desk.page.delete_question, desk.page.publish,
                        desk.page.add_option):  # fmt: skip
            gesture()
        assert desk.asking.forms.read(made).row.name == "Asked"
        assert desk.texts() == ["pets"]
        desk.who = "Leyla"
        desk.asking.forms.move(desk.asking.shop.owner, made, "archived")
        desk.page.refresh()
        desk.page.add_question()
        assert (desk.texts(), desk.state.lock[:14]) == (["pets"], "In the archive")

    def test_one_that_is_gone_leads_back_to_the_list(self, desk: Desk) -> None:
        desk.page.open(99)
        assert (desk.left, desk.said) == (["list"], ["This questionnaire is no longer here."])
        desk.page.come()
        assert desk.left == ["list", "list"]
        desk.page.show()
        desk.page.add_question()
        assert desk.state == DesignerState()

    def test_another_language_goes_on_where_it_was(self, desk: Desk) -> None:
        desk.open(PETS, FOOD)
        desk.page.choose("food")
        other = Desk(asking=desk.asking)
        other.page.take_over(desk.page)
        assert other.state.chosen == "food"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_problem_and_kind_has_words(language: str) -> None:
    t = translator(language)
    definition = TEMPLATES["needs"].definition
    doc = Problem.__doc__ or ""
    codes = doc.partition("is one of:")[2].replace(".", "").replace("\n", " ").split(",")
    found = [code.strip() for code in codes]
    assert len(found) == 20
    for code in found:
        assert problem_words(t, Problem(code=code, about="children", limit=3), definition)
    assert set(kind_words(t)) == set(kind_says(t)) == set(KINDS)
