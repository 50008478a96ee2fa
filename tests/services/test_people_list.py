"""What a cashier, a senior and the owner see of people in a list."""

from __future__ import annotations

from datetime import UTC, datetime

from pos_app.domain.customer import Customer
from pos_app.services.people_list import PeopleList
from pos_app.services.people_records import PeopleFilter, PersonDetail
from tests.builders import Shop, card_number


def test_a_cashier_sees_the_ends_of_phone_and_card(shop: Shop) -> None:
    maria = shop.customer("Maria Nowak", card=7, phone="601204118")
    people = PeopleList(shop.store.queries)
    cashier, senior = shop.session("Anna"), shop.session("Marta")
    (found,) = people.find(cashier, "nowak", 10)
    (row,) = people.rows(cashier, [maria.id])
    assert found == row
    assert (row.phone, row.card_number) == ("••• 118", f"•••• {card_number(7)[-4:]}")
    (full,) = people.rows(senior, [maria.id])
    assert (full.phone, full.card_number) == ("+48601204118", card_number(7))


def test_people_of_a_filter_are_counted_and_listed(shop: Shop) -> None:
    anna = shop.session("Anna")
    people = PeopleList(shop.store.queries)
    ids = []
    with shop.store.uow() as uow:
        for number, name in enumerate(("Zofia", "Adam")):
            at = datetime(2026, 1, 1 + number, tzinfo=UTC)
            ids.append(uow.customers.add(Customer(id=0, uuid=name, name=name, created_at=at)))
        uow.people.put_detail(PersonDetail(customer_id=ids[0], tags=("regular",)))
        uow.commit()
    zofia, adam = ids
    assert people.count(anna, PeopleFilter()) == 2
    assert list(people.ids(anna, PeopleFilter(), "name")) == [adam, zofia]
    assert list(people.ids(anna, PeopleFilter(), "newest")) == [adam, zofia]
    assert list(people.ids(anna, PeopleFilter(tags=("regular",)), "name")) == [zofia]
    assert list(people.ids(anna, PeopleFilter(), "name", lambda: True)) == []
    assert list(people.tags()) == ["regular"]
    assert list(people.needs()) == []
