"""Names stand in the order of the shop's language, also after it changed."""

from __future__ import annotations

import pytest

from pos_app.domain.customer import Customer
from pos_app.services import name_order
from pos_app.services.name_order import ORDERED_BY, NameOrder
from pos_app.services.people_records import PeopleFilter
from tests.builders import Shop


def names(shop: Shop) -> list[str]:
    queries = shop.store.queries
    return [hit.name for hit in queries.people_hits(queries.people_ids(PeopleFilter()))]


def enter(shop: Shop, *people: str) -> None:
    with shop.store.uow() as uow:
        for name in people:
            uow.customers.add(Customer(id=0, uuid=name, name=name))
        uow.commit()


def speak(shop: Shop, language: str) -> None:
    with shop.store.uow() as uow:
        uow.settings.put("locale.language", language)
        uow.commit()


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(name_order, "BATCH", 2)


@pytest.mark.usefixtures("small")
def test_another_language_puts_everybody_in_its_order(shop: Shop) -> None:
    """By Polish Cyrillic stands behind Latin letters, by Russian before them."""
    enter(shop, "Жук", "Mazur", "Ёжик", "Lis", "Łoś")
    assert names(shop) == ["Lis", "Łoś", "Mazur", "Ёжик", "Жук"]
    order = NameOrder(shop.store.uow)
    assert order.due()  # nobody has looked yet
    assert order.run(lambda: False)
    assert not order.due()
    assert names(shop) == ["Lis", "Łoś", "Mazur", "Ёжик", "Жук"]
    speak(shop, "ru")
    assert order.due()
    assert order.run(lambda: False)
    assert names(shop) == ["Ёжик", "Жук", "Lis", "Mazur", "Łoś"]
    assert not order.due()


@pytest.mark.usefixtures("small")
def test_cut_off_it_begins_again(shop: Shop) -> None:
    enter(shop, "Жук", "Mazur", "Lis")
    speak(shop, "ru")
    order = NameOrder(shop.store.uow)
    asked = iter([False, True])
    assert not order.run(lambda: next(asked))
    assert order.due()
    assert order.run(lambda: False)
    assert names(shop) == ["Жук", "Lis", "Mazur"]


@pytest.mark.usefixtures("small")
def test_a_language_changed_meanwhile_ends_it(shop: Shop) -> None:
    enter(shop, "Жук", "Mazur", "Lis")
    order = NameOrder(shop.store.uow)
    asked = 0

    def stop() -> bool:
        nonlocal asked
        asked += 1
        if asked == 2:
            speak(shop, "ru")
        return False

    assert not order.run(stop)
    assert order.due()
    with shop.store.uow() as uow:
        assert ORDERED_BY not in uow.settings.all()
