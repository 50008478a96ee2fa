"""Contacts, details, notes and households of people in the store."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from pos_app.adapters.sqlite.integrity import check_file
from pos_app.adapters.sqlite.sealing import Sealer
from pos_app.domain.customer import Customer
from pos_app.domain.errors import PosError
from pos_app.services.people_records import Contact, PersonDetail, PersonNote
from pos_app.services.records import CustomerQuery, TurnoverEntry
from tests.adapters.sqlite.shop import KEY, Shop, make_shop

AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    made = make_shop(tmp_path / "shop.db")
    yield made
    made.store.close()


def found(shop: Shop, text: str) -> list[int]:
    return [hit.id for hit in shop.store.queries.search_customers(CustomerQuery(text=text))]


def test_a_further_contact_is_found_and_forgotten(shop: Shop) -> None:
    contact = Contact(
        uuid="c-1", customer_id=shop.customer, kind="email", value="praca@dom.pl", at=AT
    )
    with shop.store.uow() as uow:
        contact = replace(contact, id=uow.people.add_contact(contact))
        uow.commit()
    assert found(shop, "praca@dom") == [shop.customer]
    with shop.store.uow() as uow:
        uow.people.update_contact(replace(contact, value="biuro@dom.pl", state="bounced"))
        assert uow.people.contacts(shop.customer)[-1].state == "bounced"
        uow.commit()
    assert (found(shop, "praca@dom"), found(shop, "biuro@dom")) == ([], [shop.customer])
    with shop.store.uow() as uow:
        uow.people.remove_contact(contact.id)
        uow.people.remove_contact(contact.id)
        with pytest.raises(PosError, match="contact_unknown"):
            uow.people.update_contact(contact)
        uow.commit()
    assert found(shop, "biuro@dom") == []
    shop.store.close()
    assert check_file(shop.path, Sealer(KEY)).is_clean


def test_a_phone_is_looked_up_wherever_it_stands(shop: Shop) -> None:
    with shop.store.uow() as uow:
        assert [person.id for person in uow.customers.by_phone("+994501234567")] == [shop.customer]
        assert [person.id for person in uow.customers.by_phone("+79161234567")] == [shop.customer]
        assert uow.people.with_contact("phone", "+994501234567") == [shop.customer]


def test_details_and_notes_come_back_as_written(shop: Shop) -> None:
    detail = PersonDetail(
        customer_id=shop.customer,
        phone_state="valid",
        email_state="bounced",
        preferred="messenger",
        do_not_call=True,
        tags=("VIP", "соседи"),
        erased_at=AT,
        source="import",
    )
    with shop.store.uow() as uow:
        assert uow.people.detail(999) == PersonDetail(customer_id=999)
        home = uow.people.households()[0]
        assert uow.people.members(home.id) == [shop.customer]
        assert uow.people.merged_from(shop.customer) == [shop.customer + 1]
        uow.people.put_detail(detail)
        assert uow.people.detail(shop.customer) == detail
        assert uow.people.members(home.id) == []
        note = PersonNote(uuid="n-1", customer_id=shop.customer, text="Аллергия", at=AT)
        note = replace(note, id=uow.people.add_note(note))
        uow.people.update_note(replace(note, at_till=True))
        assert uow.people.notes(shop.customer)[0] == replace(note, at_till=True)
        uow.people.remove_note(note.id)
        with pytest.raises(PosError, match="note_unknown"):
            uow.people.update_note(note)


def test_people_stand_in_the_order_of_the_shops_language(shop: Shop) -> None:
    """Polish: L before Ł before M; by their codes Ł would come last."""
    names = ["Mazur", "Łoś", "Lis", "łasica"]
    with shop.store.uow() as uow:
        uow.settings.put("locale.language", "pl")
        for number, name in enumerate(names):
            uow.customers.add(Customer(id=0, uuid=f"x-{number}", name=name))
        rows = uow._db.all(  # type: ignore[attr-defined]
            "SELECT name FROM customer WHERE uuid LIKE 'x-%' ORDER BY name_order"
        )
    assert [row[0] for row in rows] == ["Lis", "łasica", "Łoś", "Mazur"]


def test_a_visit_taken_away_moves_the_last_visit_back(shop: Shop) -> None:
    def entry(uuid: str, day: int, visit: int) -> TurnoverEntry:
        return TurnoverEntry(
            uuid=uuid, customer_id=shop.customer, amount=visit * 500,
            local_day=date(2026, 11, day), at=AT, visit=visit,
        )  # fmt: skip

    with shop.store.uow() as uow:
        uow.customers.add_turnover(entry("a", 20, 1))
        uow.customers.add_turnover(entry("b", 21, 1))
        uow.customers.add_turnover(entry("c", 21, -1))
        account = uow.customers.account(shop.customer)
        uow.commit()
    assert (account.visits, account.turnover) == (1, 500)
    assert account.last_visit == date(2026, 11, 20)
    shop.store.close()
    assert check_file(shop.path, Sealer(KEY)).is_clean
