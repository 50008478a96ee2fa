"""Filling a questionnaire: one question in front, every answer kept at once (R25)."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from pos_app.domain.customer import Customer
from pos_app.domain.questionnaire import Condition, Wording
from pos_app.i18n import Formats, translator
from pos_app.presenters.fill import FillPresenter
from pos_app.presenters.fill_parts import FillParts, FillStart
from pos_app.presenters.fill_state import FillState
from pos_app.presenters.sale_ports import Voice
from pos_app.services.asking import AskingService
from pos_app.services.questionnaire_records import VersionRow
from pos_app.services.response_model import Completed
from tests.builders import Shop
from tests.presenters.counter_stage import View
from tests.services.questionnaire_stage import Asking, ask, make_asking, option


@dataclass(kw_only=True)
class Desk:
    """A page on a shop that asks."""

    asking: Asking
    view: View = field(default_factory=View)
    left: int = 0
    done: list[Completed] = field(default_factory=list)
    page: FillPresenter = None  # type: ignore[assignment]

    @property
    def state(self) -> FillState:
        """What is shown."""
        state: FillState = self.view.state
        return state

    def open(self, version: VersionRow, who: Customer | None = None) -> None:
        """Begin."""
        definition = self.asking.forms.read(version.questionnaire_id).definition
        self.page.open(
            FillStart(
                version_id=version.id,
                definition=definition,
                customer_id=None if who is None else who.id,
                person="" if who is None else who.name,
            )
        )

    def answers(self, who: Customer) -> dict[str, tuple[str, ...]]:
        """What is kept of this person's newest response."""
        with self.asking.shop.store.uow() as uow:
            newest = uow.questionnaires.responses_of(who.id)[0]
            return uow.questionnaires.answers(newest.id)

    def states(self, who: Customer) -> list[str]:
        """The states of this person's responses, newest first."""
        with self.asking.shop.store.uow() as uow:
            return [one.state for one in uow.questionnaires.responses_of(who.id)]


def make_desk(shop: Shop, *, own_language: bool = False) -> Desk:
    asking = make_asking(shop)
    desk = Desk(asking=asking)
    reward = AskingService(shop.store.uow, asking.book).reward

    def leave() -> None:
        desk.left += 1

    desk.page = FillPresenter(
        FillParts(
            responses=asking.responses,
            session=lambda: shop.cashier,
            voice=Voice(translator("en"), Formats("en", "PLN")),
            shop_language=lambda: "en",
            reward=lambda start: reward(start.version_id, start.customer_id),
            leave=leave,
            completed=lambda start, done: desk.done.append(done),
            own_language=own_language,
        ),
        desk.view,
    )
    return desk


@pytest.fixture
def desk(shop: Shop) -> Desk:
    return make_desk(shop)


WHO = ask("who", "one_of", option("me"), option("us"), option("else", other=True))
WHAT = ask("what", "several_of", option("hair"), option("skin"), option("pets"))
NPS = ask("nps", "nps", required=True)
WORDS = ask("words")
BORN = ask("born", "date")


def test_one_tap_moves_on_and_several_wait_for_enter(desk: Desk) -> None:
    maria = desk.asking.shop.customer("Maria", card=1)
    desk.open(desk.asking.live(WHO, WHAT, NPS), maria)
    assert desk.state.ask is not None
    assert desk.state.place == "Question 1 of 3"
    assert [(one.key, one.label) for one in desk.state.ask.choices] == [
        ("me", "1"), ("us", "2"), ("else", "3"),
    ]  # fmt: skip
    assert desk.page.digit("2")
    assert desk.state.ask.key == "what"
    desk.page.choose("hair")
    desk.page.choose("pets")
    desk.page.choose("hair")
    assert desk.state.ask.key == "what"
    assert desk.answers(maria) == {"who": ("us",), "what": ("pets",)}
    desk.page.next()
    assert (desk.state.ask.key, desk.state.ask.look) == ("nps", "row")
    assert (desk.state.ask.low, desk.state.ask.high) == ("not at all likely", "extremely likely")
    assert not desk.page.digit("x")
    desk.page.digit("1")
    assert desk.state.ask.key == "nps"
    desk.page.digit("0")
    assert desk.state.thanks == "Thank you!"
    assert desk.answers(maria)["nps"] == ("10",)
    assert desk.states(maria) == ["complete"]
    assert len(desk.done) == 1
    assert desk.page.is_done
    desk.page.next()
    assert desk.left == 1


def test_an_answer_tapped_again_is_taken_back(desk: Desk) -> None:
    maria = desk.asking.shop.customer("Maria", card=1)
    desk.open(desk.asking.live(WHO, WHAT), maria)
    desk.page.choose("me")
    desk.page.back()
    desk.page.choose("me")
    assert desk.state.ask is not None
    assert desk.state.ask.key == "who"
    assert desk.answers(maria) == {}


def test_an_own_answer_wants_its_words(desk: Desk) -> None:
    maria = desk.asking.shop.customer("Maria", card=1)
    desk.open(desk.asking.live(WHO, WHAT), maria)
    desk.page.choose("else")
    assert desk.state.ask is not None
    assert (desk.state.ask.key, desk.state.ask.words_label) == ("who", "else")
    desk.page.type("my cat")
    desk.page.next()
    assert desk.state.ask.key == "what"
    assert desk.answers(maria) == {"who": ("else:my cat",)}
    assert desk.state.rows[0].answer == "my cat"
    desk.page.back()
    assert (desk.state.ask.typed, desk.state.ask.words_label) == ("my cat", "else")


def test_a_required_question_is_not_passed_over(desk: Desk) -> None:
    desk.open(desk.asking.live(NPS, WHO))
    desk.page.next()
    assert desk.state.ask is not None
    assert desk.state.ask.error == "This question needs an answer."
    assert desk.view.tones == 1
    desk.page.go("who")
    desk.page.choose("me")
    assert (desk.state.ask.key, desk.view.tones) == ("nps", 2)


def test_what_is_typed_is_kept_after_a_rest_and_survives_leaving(desk: Desk) -> None:
    maria = desk.asking.shop.customer("Maria", card=1)
    version = desk.asking.live(WORDS, BORN)
    desk.open(version, maria)
    desk.page.type("unscented soap")
    desk.page.paused()
    assert desk.answers(maria) == {"words": ("unscented soap",)}
    desk.page.next()
    desk.page.type("24.11")
    desk.page.paused()
    assert desk.answers(maria) == {"words": ("unscented soap",)}
    assert desk.state.ask is not None
    assert desk.state.ask.error == ""
    desk.page.next()
    assert desk.state.ask.error != ""
    desk.page.type("24.11.1990")
    desk.page.leave()
    assert desk.left == 1
    assert desk.answers(maria)["born"] == ("1990-11-24",)
    assert desk.states(maria) == ["draft"]
    desk.open(version, maria)
    desk.page.go("born")
    assert desk.state.ask.typed in ("24.11.1990", "1990-11-24")


def test_a_draft_goes_on_at_the_first_question_without_an_answer(desk: Desk) -> None:
    maria = desk.asking.shop.customer("Maria", card=1)
    version = desk.asking.live(WHO, WHAT, NPS)
    desk.open(version, maria)
    desk.page.choose("me")
    desk.page.leave()
    desk.open(version, maria)
    assert desk.state.ask is not None
    assert desk.state.ask.key == "what"
    assert desk.states(maria) == ["draft"]


def test_leaving_before_the_first_answer_leaves_nothing_to_go_on_with(desk: Desk) -> None:
    maria = desk.asking.shop.customer("Maria", card=1)
    version = desk.asking.live(WHO)
    desk.open(version, maria)
    desk.page.leave()
    assert (desk.left, desk.states(maria)) == (1, ["abandoned"])
    desk.open(version, maria)
    desk.page.next()
    assert desk.left == 2  # the end without a single answer completes nothing
    assert "complete" not in desk.states(maria)


def test_questions_come_and_go_with_answers_before_them(desk: Desk) -> None:
    then = ask("then", conditions=(Condition(question="who", values=("us",)),))
    desk.open(desk.asking.live(WHO, then, NPS))
    assert [row.key for row in desk.state.rows] == ["who", "nps"]
    desk.page.choose("us")
    assert desk.state.ask is not None
    assert desk.state.ask.key == "then"
    desk.page.back()
    desk.page.choose("me")
    assert desk.state.ask.key == "nps"


def test_the_reward_is_told_before_and_given_after(shop: Shop) -> None:
    desk = make_desk(shop)
    desk.asking.reward(5_000)
    maria = shop.customer("Maria", card=1)
    thanks = Wording(en="Many thanks", pl="Dziękujemy")
    version = desk.asking.live(WHO, reward=True, thanks=thanks)
    desk.open(version, maria)
    assert desk.state.reward == "+50 points for the questionnaire"
    desk.page.speak("pl")
    desk.page.choose("me")
    assert desk.state.thanks == "Dziękujemy"
    assert desk.state.thanks_detail == "+50 points are on the card now."
    desk.open(version, maria)
    assert desk.state.reward == ""


def test_the_words_around_follow_the_customer_where_the_screen_is_turned(shop: Shop) -> None:
    desk = make_desk(shop, own_language=True)
    desk.open(desk.asking.live(WHO, NPS))
    desk.page.speak("ru")
    assert desk.state.place == translator("ru")._("Question {n} of {all}", n="1", all="2")
    assert desk.state.language == "ru"


def test_what_is_put_down_goes_on_elsewhere_and_an_empty_one_does_not(desk: Desk) -> None:
    maria = desk.asking.shop.customer("Maria", card=1)
    version = desk.asking.live(WHO, WORDS)
    assert desk.page.put_down() is None
    desk.open(version, maria)
    start = desk.page.put_down()
    assert start is not None
    assert desk.states(maria) == ["abandoned"]
    desk.open(version, maria)
    desk.page.choose("me")
    desk.page.type("soap")
    desk.page.put_down()
    assert desk.states(maria)[0] == "draft"
    assert desk.answers(maria) == {"who": ("me",), "words": ("soap",)}
    assert desk.left == 0
