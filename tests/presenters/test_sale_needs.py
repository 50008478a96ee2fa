"""What the cashier reads of a person's needs when the card is scanned (R26)."""

from __future__ import annotations

from dataclasses import replace

from pos_app.domain.customer import Customer
from pos_app.i18n import Formats, translator
from pos_app.i18n.fold import fold
from pos_app.presenters.sale_words import SaleWords
from pos_app.services.customer_needs import CustomerNeeds
from pos_app.services.need_rules import NeedRules
from tests.builders import Shop
from tests.services.desk import Counter, make_counter
from tests.services.test_customer_needs import CARE, buy, person, product


def test_needs_come_first_guesses_as_such_notes_after(shop: Shop) -> None:
    counter = make_counter(shop)
    rules = NeedRules(shop.store.uow, shop.clock, shop.ids, shop.sink, fold)
    needs = CustomerNeeds(shop.store.uow, counter.book, shop.ids, shop.sink, fold)
    product(shop, "Cream Xerosa", "96385074")
    rules.put(shop.owner, replace(CARE, words=("xerosa",), receipts=1))
    who = person(shop)
    counter.desk.attach_customer(who.id)
    assert words(counter, "en") == ""
    counter.desk.detach_customer()
    buy(counter, who, "96385074")
    needs.guess(who.id)
    needs.say(shop.cashier, who.id, "asks for unscented")
    noted(shop, who, "prefers small bags")
    counter.desk.attach_customer(who.id)
    said = "asks for unscented; perhaps sensitive skin · prefers small bags"
    assert words(counter, "en") == said
    assert "возможно: чувствительная кожа" in words(counter, "ru")


def noted(shop: Shop, who: Customer, text: str) -> None:
    with shop.store.uow() as uow:
        uow.customers.update(replace(who, note=text))
        uow.commit()


def words(counter: Counter, language: str) -> str:
    view = counter.desk.view()
    return SaleWords(translator(language), Formats(language, "EUR")).customer(view).note
