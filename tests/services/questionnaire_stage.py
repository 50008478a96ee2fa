"""Questionnaires on the tests' shop: written, published, filled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pos_app.domain.customer import Customer
from pos_app.domain.grants import Grant, Grants
from pos_app.domain.pricing import Programme
from pos_app.domain.questionnaire import Kind, Option, Question, Questionnaire, Wording
from pos_app.services.questionnaire_records import NeedRow, VersionRow
from pos_app.services.questionnaires import QuestionnaireService
from pos_app.services.responses import ResponseParts, ResponseService
from pos_app.services.shop_book import ShopBook
from tests.builders import Shop
from tests.fakes import FakePhones


@dataclass(kw_only=True)
class Asking:
    """A shop that asks."""

    shop: Shop
    book: ShopBook
    forms: QuestionnaireService
    responses: ResponseService

    def live(self, *questions: Question, kind: Kind = "needs", **more: Any) -> VersionRow:
        """A questionnaire of these questions, published."""
        definition = Questionnaire(questions=questions, **more)
        made = self.forms.create(self.shop.owner, "Asked", kind, definition)
        return self.forms.publish(self.shop.owner, made)

    def reward(self, points: int) -> None:
        """Give points for a questionnaire by the programme."""
        grants = Grants(questionnaire=Grant(on=True, points=points, expiry_days=30))
        self.shop.programme.change(self.shop.owner, Programme(grants=grants))
        self.book.refresh()

    def fill(
        self, version: VersionRow, customer: Customer | None = None, **answers: tuple[str, ...]
    ) -> int:
        """Begin a response and answer; its id."""
        customer_id = None if customer is None else customer.id
        filling = self.responses.begin(self.shop.cashier, version.id, customer_id=customer_id)
        for question, answer in answers.items():
            self.responses.answer(self.shop.cashier, filling.response.id, question, answer)
        return filling.response.id

    def customer(self, customer: Customer) -> Customer:
        """The person as stored now."""
        with self.shop.store.uow() as uow:
            found = uow.customers.get(customer.id)
        assert found is not None
        return found

    def tags(self, customer: Customer) -> tuple[str, ...]:
        """The tags of a person."""
        with self.shop.store.uow() as uow:
            return uow.people.detail(customer.id).tags

    def needs(self, customer: Customer) -> list[NeedRow]:
        """The needs of a person, newest first."""
        with self.shop.store.uow() as uow:
            return list(uow.needs.of_customer(customer.id))


def make_asking(shop: Shop) -> Asking:
    """The services of questionnaires on a shop."""
    book = ShopBook(shop.store.uow, shop.clock)
    responses = ResponseService(
        ResponseParts(
            uow=shop.store.uow,
            book=book,
            permissions=shop.permissions,
            phones=FakePhones(),
            clock=shop.clock,
            ids=shop.ids,
            sink=shop.sink,
        )
    )
    forms = QuestionnaireService(shop.store.uow, shop.clock, shop.ids, shop.sink)
    return Asking(shop=shop, book=book, forms=forms, responses=responses)


def option(option_id: str, **more: Any) -> Option:
    """An option called as its id."""
    return Option(id=option_id, wording=more.pop("wording", Wording(en=option_id)), **more)


def ask(question_id: str, kind: str = "text", *options: Option, **more: Any) -> Question:
    """A question called as its id."""
    wording = more.pop("wording", Wording(en=question_id))
    return Question(id=question_id, kind=kind, wording=wording, options=options, **more)  # type: ignore[arg-type]
