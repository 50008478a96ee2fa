"""Needs said and guessed (R26): from receipts, kept apart from what people say, seen by rule."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from pos_app.domain.catalogue import Product
from pos_app.domain.customer import Customer
from pos_app.domain.errors import PosError
from pos_app.domain.need import NeedRule
from pos_app.domain.questionnaire import Wording
from pos_app.i18n.fold import fold
from pos_app.services.completion import Completed
from pos_app.services.customer_needs import GUESSED_TO, CustomerNeeds
from pos_app.services.need_rules import NeedRules
from pos_app.services.need_templates import READY
from tests.builders import Shop
from tests.services.desk import Counter, make_counter
from tests.services.test_returns import Back

CARE = NeedRule(
    key="", wording=Wording(en="sensitive skin", ru="чувствительная кожа"), words=("Sensitive",),
    receipts=2, days=90, review_days=60,
)  # fmt: skip


@pytest.fixture
def counter(shop: Shop) -> Counter:
    return make_counter(shop)


@pytest.fixture
def rules(shop: Shop) -> NeedRules:
    return NeedRules(shop.store.uow, shop.clock, shop.ids, shop.sink, fold)


@pytest.fixture
def needs(counter: Counter) -> CustomerNeeds:
    shop = counter.shop
    return CustomerNeeds(shop.store.uow, counter.book, shop.ids, shop.sink, fold)


def person(shop: Shop, name: str = "Anna") -> Customer:
    with shop.store.uow() as uow:
        new = Customer(id=0, uuid=shop.ids.uuid(), name=name)
        new = replace(new, id=uow.customers.add(new))
        uow.commit()
    return new


def product(shop: Shop, name: str, code: str) -> None:
    with shop.store.uow() as uow:
        uow.products.add(
            Product(id=0, uuid=shop.ids.uuid(), sku=code, name=name, price=500, barcodes=(code,))
        )
        uow.commit()


def buy(counter: Counter, who: Customer, code: str) -> Completed:
    counter.desk.scan(code)
    counter.desk.attach_customer(who.id)
    return counter.pay_cash()


def test_two_receipts_make_a_guess_with_its_evidence(
    counter: Counter, rules: NeedRules, needs: CustomerNeeds
) -> None:
    shop = counter.shop
    product(shop, "Cream SENSITIVE 50 ml", "96385074")
    rule_id = rules.put(shop.owner, CARE)
    who = person(shop)
    buy(counter, who, "96385074")
    assert needs.guess(who.id) == 0
    buy(counter, who, "96385074")
    assert needs.guess(who.id) == 1
    (found,) = needs.of(who.id)
    assert (found.text, found.guess, found.evidence, found.confidence) == (
        "sensitive skin", True, "receipt", 5_000,
    )  # fmt: skip
    today = counter.book.today()
    assert (found.noticed_on, found.review_on) == (today, today + timedelta(days=60))
    assert (found.shown("ru"), found.stale) == ("чувствительная кожа", False)
    with shop.store.uow() as uow:
        sale = uow.sales.by_uuid(found.evidence_ref)
    assert sale is not None
    assert sale.customer_id == who.id
    assert needs.guess(who.id) == 0  # nothing new, nothing written
    buy(counter, who, "96385074")
    assert needs.guess(who.id) == 1
    assert needs.of(who.id)[0].confidence == 6_000
    assert [rule.people for rule in rules.all() if rule.id == rule_id] == [1]


def test_goods_brought_back_tell_nothing(
    counter: Counter, rules: NeedRules, needs: CustomerNeeds
) -> None:
    shop = counter.shop
    product(shop, "Cream sensitive", "96385074")
    rules.put(shop.owner, replace(CARE, receipts=1))
    who = person(shop)
    done = buy(counter, who, "96385074")
    with shop.store.uow() as uow:
        lines = uow.need_rules.bought((who.id,), date(2000, 1, 1))
    assert [line.name for line in lines] == ["Cream sensitive"]
    Back(counter).give(done)
    with shop.store.uow() as uow:
        assert uow.need_rules.bought((who.id,), date(2000, 1, 1)) == []
    assert needs.guess(who.id) == 0


def test_what_is_no_longer_borne_out_is_dropped_after_its_day(
    counter: Counter, rules: NeedRules, needs: CustomerNeeds
) -> None:
    """Bought twice today; 91 days on the purchases are too old and the review day is past."""
    shop = counter.shop
    product(shop, "Cream sensitive", "96385074")
    rules.put(shop.owner, CARE)
    who = person(shop)
    for _ in range(2):
        buy(counter, who, "96385074")
    needs.guess(who.id)
    shop.clock.advance(days=61)
    assert needs.of(who.id)[0].stale
    shop.clock.advance(days=30)
    assert needs.guess(who.id) == 1
    assert needs.of(who.id) == []
    assert needs.guess(who.id) == 0


def test_what_a_person_said_stands_before_guesses_and_is_never_guessed_again(
    counter: Counter, rules: NeedRules, needs: CustomerNeeds
) -> None:
    shop = counter.shop
    product(shop, "Cream Xerosa", "96385074")
    rule_id = rules.put(shop.owner, replace(CARE, words=("xerosa",)))
    key = next(rule.rule.key for rule in rules.all() if rule.id == rule_id)
    who = person(shop)
    needs.say(shop.cashier, who.id, "  no perfume, please ", key)
    for _ in range(2):
        buy(counter, who, "96385074")
    assert needs.guess(who.id) == 0
    (said,) = needs.of(who.id)
    assert (said.text, said.guess, said.evidence) == ("no perfume, please", False, "note")
    assert said.review_on == counter.book.today() + timedelta(days=365)
    with pytest.raises(PosError, match="setting_invalid"):
        needs.say(shop.cashier, who.id, "   ")


def test_a_guess_is_confirmed_or_dismissed_for_good(
    counter: Counter, rules: NeedRules, needs: CustomerNeeds
) -> None:
    shop = counter.shop
    product(shop, "Cream sensitive", "96385074")
    product(shop, "Cat food", "4006381333931")
    rules.put(shop.owner, replace(CARE, receipts=1))
    rules.put(shop.owner, replace(CARE, receipts=1, words=("cat",), wording=Wording(pl="kot")))
    who = person(shop)
    buy(counter, who, "96385074")
    buy(counter, who, "4006381333931")
    assert needs.guess(who.id) == 2
    cat, cream = needs.of(who.id)
    needs.confirm(shop.cashier, who.id, cream.id)
    needs.dismiss(shop.cashier, who.id, cat.id)
    (left,) = needs.of(who.id)
    assert (left.id, left.guess, left.confirmed) == (cream.id, False, True)
    assert left.review_on == counter.book.today() + timedelta(days=365)
    assert needs.guess(who.id) == 0
    with pytest.raises(PosError, match="need_unknown"):
        needs.confirm(shop.cashier, who.id, 999)


def test_everybody_is_guessed_once_a_day(
    counter: Counter, rules: NeedRules, needs: CustomerNeeds
) -> None:
    shop = counter.shop
    product(shop, "Cream sensitive", "96385074")
    rules.put(shop.owner, replace(CARE, receipts=1))
    people = [person(shop, f"P{number}") for number in range(3)]
    for who in people[:2]:
        buy(counter, who, "96385074")
    assert needs.guess_all(lambda: True) == 0  # cut off at once: begins anew the next time
    assert needs.guess_all() == 2
    assert [len(needs.of(who.id)) for who in people] == [1, 1, 0]
    with shop.store.uow() as uow:
        assert uow.settings.all()[GUESSED_TO] == counter.book.today().isoformat()
    assert needs.guess_all() == 0


def test_somebody_no_longer_active_is_not_guessed_about(
    counter: Counter, rules: NeedRules, needs: CustomerNeeds
) -> None:
    shop = counter.shop
    product(shop, "Cream sensitive", "96385074")
    rules.put(shop.owner, replace(CARE, receipts=1))
    who = person(shop)
    buy(counter, who, "96385074")
    with shop.store.uow() as uow:
        uow.customers.update(replace(who, active=False))
        uow.commit()
    assert needs.guess(who.id) == 0


def test_a_rule_switched_off_hides_its_guesses(
    counter: Counter, rules: NeedRules, needs: CustomerNeeds
) -> None:
    shop = counter.shop
    product(shop, "Cream sensitive", "96385074")
    rule_id = rules.put(shop.owner, replace(CARE, receipts=1))
    who = person(shop)
    buy(counter, who, "96385074")
    needs.guess(who.id)
    rules.switch(shop.owner, rule_id, on=False)
    rules.switch(shop.owner, rule_id, on=False)
    assert needs.of(who.id) == []
    rules.switch(shop.owner, rule_id, on=True)
    assert len(needs.of(who.id)) == 1
    for call in (lambda: rules.switch(shop.owner, 999, on=True),
                 lambda: rules.put(shop.owner, CARE, 999)):  # fmt: skip
        with pytest.raises(PosError, match="need_rule_unknown"):
            call()


def test_ready_rules_are_laid_in_once(shop: Shop, rules: NeedRules) -> None:
    first = rules.all()
    assert [stored.rule for stored in first] == list(READY)
    rules.lay_in()
    assert len(rules.all()) == len(READY)
    for language in ("en", "ru", "pl", "az"):
        assert all(stored.rule.wording.of(language) for stored in first)


def test_a_rule_is_changed_by_the_owner_only_and_its_words_are_folded(
    shop: Shop, rules: NeedRules
) -> None:
    with pytest.raises(PosError, match="not_allowed"):
        rules.put(shop.cashier, CARE)
    rule_id = rules.put(shop.owner, replace(CARE, words=("Həssas", "həssas", "x", "")))
    stored = next(rule for rule in rules.all() if rule.id == rule_id)
    assert stored.rule.words == ("hessas",)
    rules.switch(shop.owner, rule_id, on=False)
    rules.put(shop.owner, replace(stored.rule, receipts=3), rule_id)
    again = next(rule for rule in rules.all() if rule.id == rule_id)
    assert (again.rule.receipts, again.rule.key, again.enabled, again.uuid) == (
        3, stored.rule.key, False, stored.uuid,
    )  # fmt: skip
    with pytest.raises(PosError, match="need_rule_invalid") as refused:
        rules.put(shop.owner, replace(CARE, words=("ab",)))
    assert refused.value.params["field"] == "goods"
