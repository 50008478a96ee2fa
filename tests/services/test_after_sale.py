"""One question after a sale: when it is asked, and what is kept."""

from __future__ import annotations

from typing import Any

import pytest

from pos_app.domain.questionnaire import Condition
from pos_app.services.after_sale import AfterSaleService
from pos_app.services.questionnaire_records import ResponseRow
from tests.builders import Shop, ean13
from tests.services.desk import Counter, make_counter
from tests.services.questionnaire_stage import Asking, ask, make_asking, option

TEA = ean13("590000000002")
NPS = ask("nps", "nps", required=True)
WHY = ask("why", conditions=(Condition(question="nps", test="at_most", number=6),))


class Till:
    """A counter that sells tea and asks."""

    def __init__(self, shop: Shop, **rule: Any) -> None:
        self.shop = shop
        self.counter: Counter = make_counter(shop)
        self.asking: Asking = make_asking(shop)
        shop.product("Tea", 1000, barcodes=(TEA,))
        self.rule(**{"enabled": True, **rule})
        self.service = AfterSaleService(
            shop.store.uow, self.counter.book, self.asking.responses, shop.clock
        )

    def rule(self, **values: Any) -> None:
        """Change the setting."""
        self.counter.set(**{f"after_sale__{key}": value for key, value in values.items()})

    def sell(self, customer_id: int | None = None) -> str:
        """One tea; the sale's uuid."""
        self.counter.desk.scan(TEA)
        if customer_id is not None:
            self.counter.desk.attach_customer(customer_id)
        return self.counter.pay_cash().sale_uuid

    def responses(self, customer_id: int) -> list[ResponseRow]:
        """All of a person, newest first."""
        with self.shop.store.uow() as uow:
            return list(uow.questionnaires.responses_of(customer_id))


@pytest.fixture
def till(shop: Shop) -> Till:
    return Till(shop)


def test_nothing_is_asked_while_it_is_off_or_nothing_is_live(till: Till) -> None:
    sale = till.sell()
    assert till.service.ask(sale) is None
    till.asking.live(NPS, kind="satisfaction")
    assert till.service.ask("nobody's") is None
    found = till.service.ask(sale)
    assert found is not None
    assert (found.question.id, found.customer_id) == ("nps", None)
    till.rule(enabled=False)
    assert till.service.ask(sale) is None


def test_the_kind_of_the_setting_is_asked(till: Till) -> None:
    till.asking.live(NPS, kind="loyalty")
    sale = till.sell()
    assert till.service.ask(sale) is None
    till.rule(kind="loyalty")
    assert till.service.ask(sale) is not None


def test_every_third_receipt(till: Till) -> None:
    till.asking.live(NPS, kind="satisfaction")
    till.rule(every=3)
    assert [till.service.ask(till.sell()) is not None for _ in range(6)] == [
        False, False, True, False, False, True,
    ]  # fmt: skip


def test_the_same_person_not_again_before_the_days_are_over(till: Till) -> None:
    till.asking.live(NPS, kind="satisfaction")
    other = till.asking.live(NPS, kind="needs")
    maria, ola = till.shop.customer("Maria", card=1), till.shop.customer("Ola", card=2)
    till.asking.fill(other, maria, nps=("3",))
    asked = till.service.ask(till.sell(maria.id))
    assert asked is not None
    till.service.answer(till.shop.cashier, asked, "9", "pl")
    assert till.service.ask(till.sell(maria.id)) is None
    assert till.service.ask(till.sell(ola.id)) is not None
    till.shop.clock.advance(days=29, hours=23)
    assert till.service.ask(till.sell(maria.id)) is None
    till.shop.clock.advance(hours=2)
    assert till.service.ask(till.sell(maria.id)) is not None


def test_the_answer_stands_with_the_receipt_and_is_complete(till: Till) -> None:
    till.asking.live(NPS, WHY, kind="satisfaction")
    maria = till.shop.customer("Maria", card=1)
    asked = till.service.ask(till.sell(maria.id))
    assert asked is not None
    till.service.answer(till.shop.cashier, asked, "10", "pl")
    (response,) = till.responses(maria.id)
    assert (response.state, response.channel, response.language) == ("complete", "till", "pl")
    assert response.sale_id == asked.sale_id
    with till.shop.store.uow() as uow:
        assert uow.questionnaires.answers(response.id) == {"nps": ("10",)}


def test_what_else_is_required_leaves_a_draft_and_older_drafts_are_left(till: Till) -> None:
    version = till.asking.live(
        NPS, ask("more", "one_of", option("a"), option("b"), required=True), kind="satisfaction"
    )
    till.rule(days=0)
    maria = till.shop.customer("Maria", card=1)
    till.asking.fill(version, maria, nps=("1",))
    till.shop.clock.advance(hours=1)
    asked = till.service.ask(till.sell(maria.id))
    assert asked is not None
    till.service.answer(till.shop.cashier, asked, "8", "en")
    newest, older = till.responses(maria.id)
    assert (newest.state, newest.sale_id) == ("draft", asked.sale_id)
    assert (older.state, older.sale_id) == ("abandoned", None)


@pytest.mark.parametrize(
    "question",
    [
        ask("text"),
        ask("many", "number", low=1, high=9),
        ask("one", "one_of", option("a"), option("b")),
    ],
)
def test_only_one_tap_is_asked(till: Till, question: Any) -> None:
    till.asking.live(question, kind="satisfaction")
    assert till.service.ask(till.sell()) is None


def test_a_question_on_a_condition_is_passed_over(till: Till) -> None:
    first = ask("liked", "yes_no")
    then = ask("stars", "smile", conditions=(Condition(question="liked", values=("yes",)),))
    till.asking.live(first, then, ask("again", "smile"), kind="satisfaction")
    asked = till.service.ask(till.sell())
    assert asked is not None
    assert asked.question.id == "again"
