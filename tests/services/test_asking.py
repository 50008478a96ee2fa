"""Which questionnaire a person has not answered yet, and what it brings."""

from __future__ import annotations

import pytest

from pos_app.domain.grants import Grant, Grants
from pos_app.domain.pricing import Programme
from pos_app.services.asking import AskingService
from tests.builders import Shop
from tests.services.questionnaire_stage import Asking, ask, make_asking, option

WHO = ask("who", "one_of", option("me"), option("us"))


@pytest.fixture
def asking(shop: Shop) -> Asking:
    return make_asking(shop)


def looking(asking: Asking) -> AskingService:
    return AskingService(asking.shop.store.uow, asking.book)


def test_nothing_live_means_nothing_due(asking: Asking) -> None:
    maria = asking.shop.customer("Maria", card=1)
    assert looking(asking).due(maria.id) is None
    asking.live(WHO, kind="satisfaction")
    assert looking(asking).due(maria.id) is None


def test_the_card_application_comes_before_needs_and_each_once(asking: Asking) -> None:
    maria = asking.shop.customer("Maria", card=1)
    needs = asking.live(WHO, kind="needs")
    card = asking.live(WHO, kind="card")
    service = looking(asking)
    due = service.due(maria.id)
    assert due is not None
    assert (due.version.id, due.begun, due.points) == (card.id, False, 0)
    response = asking.fill(card, maria, who=("me",))
    due = service.due(maria.id)
    assert due is not None
    assert (due.version.id, due.begun) == (card.id, True)
    asking.responses.complete(asking.shop.cashier, response)
    due = service.due(maria.id)
    assert due is not None
    assert due.version.id == needs.id
    asking.responses.complete(asking.shop.cashier, asking.fill(needs, maria, who=("me",)))
    assert service.due(maria.id) is None


def test_points_are_told_only_where_questionnaire_and_programme_give_them(asking: Asking) -> None:
    maria = asking.shop.customer("Maria", card=1)
    plain = asking.live(WHO, kind="card")
    service = looking(asking)
    asking.reward(5_000)
    due = service.due(maria.id)
    assert due is not None
    assert (due.points, service.reward(plain.id, maria.id)) == (0, 0)
    giving = asking.live(WHO, kind="card", reward=True)
    due = service.due(maria.id)
    assert due is not None
    assert (due.version.id, due.points) == (giving.id, 5_000)
    assert service.reward(giving.id, maria.id) == 5_000
    assert service.reward(giving.id, None) == 0
    asking.responses.complete(asking.shop.cashier, asking.fill(giving, maria, who=("me",)))
    assert service.reward(giving.id, maria.id) == 0
    grants = Grants(questionnaire=Grant(on=False, points=5_000))
    asking.shop.programme.change(asking.shop.owner, Programme(grants=grants))
    asking.book.refresh()
    assert service.reward(giving.id, asking.shop.customer("Ola", card=2).id) == 0
