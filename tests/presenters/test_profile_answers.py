"""Answers and needs on the profile."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from pos_app.domain.questionnaire import Wording
from pos_app.i18n.fold import fold
from pos_app.presenters.profile import ProfilePresenter
from pos_app.presenters.profile_answers import AnswerServices, AnswersTab
from pos_app.services.customer_needs import CustomerNeeds
from pos_app.services.given_answers import AnswersRead
from pos_app.services.questionnaire_records import NeedRow
from tests.builders import Shop
from tests.presenters.profile_stage import ProfileStage
from tests.services.profile_desk import make_known
from tests.services.questionnaire_stage import Asking, ask, make_asking, option


@dataclass
class Desk:
    """The stage with the tab, Maria open, and a shop that asks."""

    stage: ProfileStage
    presenter: ProfilePresenter
    asking: Asking
    asked: list[int]


@pytest.fixture
def desk(shop: Shop) -> Desk:
    known = make_known(shop)
    stage = ProfileStage(known=known, session=shop.cashier)
    asked: list[int] = []
    services = AnswerServices(
        needs=CustomerNeeds(shop.store.uow, known.points.book, shop.ids, shop.sink, fold),
        answers=AnswersRead(shop.store.uow),
        session=lambda: stage.session,
        shop_language=lambda: "pl",
        fill=asked.append,
    )
    presenter = stage.make((AnswersTab(stage.words, services),))
    presenter.open(known.maria.id)
    return Desk(stage=stage, presenter=presenter, asking=make_asking(shop), asked=asked)


def test_nothing_was_said_yet(desk: Desk) -> None:
    assert desk.stage.panel("answers").chips == ()
    desk.presenter.choose_tab("answers")
    assert desk.stage.state.body.empty_title == "No needs noticed yet."
    enabled = {each.key: each.enabled for each in desk.stage.state.body.actions}
    assert enabled == {"say": True, "confirm": False, "dismiss": False, "fill": True}
    desk.presenter.act("confirm")
    assert desk.stage.told == []
    desk.presenter.act("fill")
    assert desk.asked == [desk.stage.known.maria.id]


def test_answers_are_told_in_words_of_the_reader(desk: Desk) -> None:
    maria = desk.stage.known.maria
    skin = option("dry", wording=Wording(en="Dry", pl="Sucha"))
    version = desk.asking.live(
        ask("skin", "one_of", skin, option("other", other=True), wording=Wording(pl="Cera")),
        ask("pets", "yes_no"),
        ask("kids", "yes_no"),
        ask("moved", "date"),
        ask("words", "text"),
        ask("silent", "text"),
        title=Wording(en="About you"),
    )
    first = desk.asking.fill(
        version, maria, skin=("dry",), pets=("yes",), kids=("no",), moved=("2026-03-01",),
        words=("likes\ntea",),
    )  # fmt: skip
    desk.asking.responses.complete(desk.stage.session, first)
    desk.asking.fill(version, maria, skin=("other:oily",))  # begun, never completed
    desk.presenter.choose_tab("answers")
    desk.presenter.choose_part("answers")
    assert desk.stage.rows() == [
        ("Dry", "Cera", "22 Nov 2026", "About you"),
        ("yes", "pets", "22 Nov 2026", "About you"),
        ("no", "kids", "22 Nov 2026", "About you"),
        ("1 Mar 2026", "moved", "22 Nov 2026", "About you"),
        ("likes tea", "words", "22 Nov 2026", "About you"),
    ]
    assert [each.key for each in desk.stage.state.body.actions] == ["fill"]
    desk.presenter.act("confirm")
    desk.presenter.back()
    assert desk.stage.panel("answers").chips == ("Dry",)


def test_own_words_and_options_long_gone_are_said_as_they_are(desk: Desk) -> None:
    maria = desk.stage.known.maria
    version = desk.asking.live(
        ask("why", "several_of", option("near"), option("other", other=True))
    )
    done = desk.asking.fill(version, maria, why=("near", "other:my mother"))
    desk.asking.responses.complete(desk.stage.session, done)
    with desk.stage.known.shop.store.uow() as uow:
        uow.questionnaires.put_answer(done, "why", ("near", "other:my mother", "gone"))
        uow.commit()
    desk.presenter.choose_tab("answers")
    desk.presenter.choose_part("answers")
    assert desk.stage.rows()[0][0] == "near, my mother, gone"


def test_needs_are_said_confirmed_and_dismissed(desk: Desk) -> None:
    known = desk.stage.known
    with known.shop.store.uow() as uow:
        uow.needs.add(
            NeedRow(
                uuid="n1", customer_id=known.maria.id, key="baby", text="baby goods",
                kind="implicit", evidence="receipt", evidence_ref="s-1", confidence=6_000,
                noticed_on=known.points.today,
            )
        )  # fmt: skip
        uow.commit()
    desk.presenter.refresh()
    assert desk.stage.panel("answers").chips == ("baby goods",)
    desk.presenter.choose_tab("answers")
    assert desk.stage.rows() == [
        ("baby goods", "from purchases · 22 Nov 2026", "guess", "60%"),
    ]
    desk.presenter.act("confirm")
    assert desk.stage.rows()[0][2:] == ("said", "")
    desk.presenter.act("say")
    desk.presenter.type("need", " ")
    desk.presenter.confirm()
    assert desk.stage.state.form is not None
    assert desk.stage.state.form.fields[0].error
    desk.presenter.type("need", "unscented")
    desk.presenter.confirm()
    said = ("unscented", "said at the counter · 22 Nov 2026 · look again 22 Nov 2027", "said", "")
    assert said in desk.stage.rows()
    for row in desk.stage.state.body.rows:
        desk.presenter.choose(row.key)
        desk.presenter.act("dismiss")
    assert desk.stage.rows() == []
