"""Every field of a filter of people on a real store; who is expected is written down by hand."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from pos_app.adapters.sqlite.sealed_rows import SealedRows
from pos_app.adapters.sqlite.store import Store, create_store
from pos_app.domain.card import Card, CardStatus
from pos_app.domain.customer import Channel, Consent, Customer, Purpose
from pos_app.services.people_records import Contact, Household, PeopleFilter, PersonDetail
from pos_app.services.ports import UnitOfWork
from pos_app.services.records import CustomerQuery, TurnoverEntry
from tests.adapters.sqlite.shop import KEY, CountingIds, TickingClock

AT = datetime(2026, 11, 1, 9, 0, tzinfo=UTC)
NUMBERS = itertools.count(1)

ADAM, BELLA, CZESIA, DMITRI, ELMAR = "Adam Łoś", "Bella 50%_", "Czesia", "Дмитрий", "Elmar Əliyev"
GONE = "Adam Gone"


def who(uow: UnitOfWork, name: str, **more: Any) -> int:
    day = more.pop("created", datetime(2026, 1, 10, 12, 0, tzinfo=UTC))
    return uow.customers.add(Customer(id=0, uuid=f"u-{name}", name=name, created_at=day, **more))


def bought(uow: UnitOfWork, customer: int, amount: int, day: date, visit: int = 1) -> None:
    uow.customers.add_turnover(
        TurnoverEntry(
            uuid=f"t-{next(NUMBERS)}", customer_id=customer, amount=amount, local_day=day, at=AT,
            visit=visit,
        )
    )  # fmt: skip


def said(uow: UnitOfWork, customer: int, channel: Channel | None, given: bool, hour: int) -> None:
    uow.customers.add_consent(
        Consent(
            customer_id=customer,
            purpose=Purpose.MARKETING if channel else Purpose.PROGRAMME,
            channel=channel, given=given, at=AT.replace(hour=hour), wording="v1", source="counter",
        )
    )  # fmt: skip


def card(uow: UnitOfWork, number: str, status: CardStatus, owner: int) -> None:
    uow.cards.add(
        Card(id=0, uuid=f"k-{number}", number=number, status=status, customer_id=owner)
    )  # fmt: skip


def need(uow: UnitOfWork, customer: int, key: str, state: str) -> None:
    rows = SealedRows(uow._db, "need")  # type: ignore[attr-defined]
    rows.add(
        dict.fromkeys(rows.names)
        | {
            "uuid": f"n-{next(NUMBERS)}", "customer_id": customer, "key": key, "text": key,
            "kind": "explicit", "evidence": "note", "evidence_ref": "", "confidence": 10000,
            "noticed_on": "2026-11-01", "state": state,
        }
    )  # fmt: skip


def fill(uow: UnitOfWork) -> None:
    """Warsaw is two hours ahead of UTC in summer, one in winter."""
    uow.settings.put("locale.time_zone", "Europe/Warsaw")
    uow.settings.put("locale.language", "pl")
    adam = who(
        uow, ADAM, phone="+48601234567", email="adam@dom.pl", birthday=date(1980, 11, 24),
        language="pl", groups=("staff", "VIP"),
    )  # fmt: skip
    bella = who(uow, BELLA, birthday=date(1904, 2, 29), language="en", groups=("regular",))
    czesia = who(uow, CZESIA, created=datetime(2026, 6, 30, 22, 30, tzinfo=UTC))
    dmitri = who(uow, DMITRI, email="d@d.ru", created=datetime(2026, 6, 30, 21, 30, tzinfo=UTC))
    elmar = who(uow, ELMAR, created=datetime(2026, 7, 31, 21, 59, tzinfo=UTC))
    who(uow, GONE, phone="+48600000001", email="a@a.pl", groups=("VIP",), active=False)

    bought(uow, adam, 100_00, date(2026, 11, 10))
    bought(uow, bella, 250_00, date(2026, 11, 11))
    bought(uow, czesia, 250_01, date(2026, 11, 12))
    bought(uow, dmitri, 90_00, date(2026, 11, 12))
    bought(uow, dmitri, -90_00, date(2026, 11, 12), visit=-1)
    uow.customers.set_tier(adam, "gold", date(2026, 1, 1))
    uow.customers.set_tier(bella, "silver", date(2026, 1, 1))
    for customer, points in ((adam, 500), (bella, 499), (elmar, -100)):
        uow._db.run(  # type: ignore[attr-defined]
            "UPDATE account SET balance = ? WHERE customer_id = ?", (points, customer)
        )
    contact = Contact(uuid="x-1", customer_id=bella, kind="phone", value="+994501112233", at=AT)
    uow.people.add_contact(contact)
    uow.people.add_contact(
        Contact(uuid="x-2", customer_id=czesia, kind="email", value="praca@biuro.pl", at=AT)
    )
    uow.people.add_contact(
        Contact(uuid="x-3", customer_id=elmar, kind="messenger", value="@elmar", at=AT)
    )
    home = uow.people.add_household(Household(uuid="h", name="Łoś", created_at=AT))
    uow.people.put_detail(
        PersonDetail(customer_id=adam, household_id=home, tags=("owes a jar", "VIP"))
    )
    uow.people.put_detail(PersonDetail(customer_id=bella, do_not_call=True, tags=("regular",)))
    card(uow, "2900000004821", CardStatus.ACTIVE, adam)
    card(uow, "2900000004822", CardStatus.BLOCKED, bella)
    said(uow, adam, Channel.SMS, True, 9)
    said(uow, bella, Channel.SMS, True, 9)
    said(uow, bella, Channel.SMS, False, 10)
    said(uow, czesia, Channel.SMS, False, 9)
    said(uow, czesia, Channel.SMS, True, 9)
    said(uow, dmitri, Channel.EMAIL, True, 9)
    said(uow, elmar, None, True, 9)
    need(uow, adam, "baby", "open")
    need(uow, bella, "baby", "confirmed")
    need(uow, czesia, "baby", "dismissed")


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    made = create_store(
        tmp_path_factory.mktemp("where") / "shop.db",
        clock=TickingClock(), ids=CountingIds(), key=KEY,
    )  # fmt: skip
    with made.uow() as uow:
        fill(uow)
        uow.commit()
    yield made
    made.close()


def people(store: Store, **wanted: Any) -> set[str]:
    asked = PeopleFilter(**wanted)
    ids = store.queries.people_ids(asked)
    assert store.queries.count_people(asked) == len(ids)
    assert store.queries.people_ids(asked, stop=lambda: False) == ids
    return {hit.name for hit in store.queries.people_hits(ids)}


EVERYBODY = {ADAM, BELLA, CZESIA, DMITRI, ELMAR}


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({}, EVERYBODY),
        ({"text": "los"}, {ADAM}),
        ({"text": "adam"}, {ADAM}),
        ({"text": "a"}, {ADAM}),
        ({"text": "eliyev e"}, {ELMAR}),
        ({"text": "eliyev z"}, set()),
        ({"text": "!"}, set()),
        ({"text": "дмитр"}, {DMITRI}),
        ({"text": "601 234"}, {ADAM}),
        ({"text": "0501112233"}, {BELLA}),
        ({"text": "4821"}, {ADAM}),
        ({"text": "29"}, {ADAM, BELLA}),
        ({"text": "2"}, {ADAM, BELLA}),
        ({"text": "()"}, set()),
        ({"text": "praca@"}, {CZESIA}),
        ({"text": "%"}, set()),
        ({"text": "50%"}, {BELLA}),
        ({"text": "' OR 1=1 --"}, set()),
        ({"tiers": ("gold",)}, {ADAM}),
        ({"tiers": ("gold", "silver")}, {ADAM, BELLA}),
        ({"tiers": ("",)}, {CZESIA, DMITRI, ELMAR}),
        ({"tiers": ("", "silver")}, {BELLA, CZESIA, DMITRI, ELMAR}),
        ({"groups": ("VIP",)}, {ADAM}),
        ({"groups": ("VIP", "regular")}, {ADAM, BELLA}),
        ({"groups": ("VI",)}, set()),
        ({"tags": ("VIP",)}, {ADAM}),
        ({"tags": ("VIP", "regular")}, {ADAM, BELLA}),
        ({"has_phone": True}, {ADAM, BELLA}),
        ({"has_phone": False}, {CZESIA, DMITRI, ELMAR}),
        ({"has_email": True}, {ADAM, CZESIA, DMITRI}),
        ({"has_email": False}, {BELLA, ELMAR}),
        ({"has_card": True}, {ADAM}),
        ({"has_card": False}, {BELLA, CZESIA, DMITRI, ELMAR}),
        ({"consent": "sms"}, {ADAM, CZESIA}),
        ({"consent": "email"}, {DMITRI}),
        ({"consent": "post"}, set()),
        ({"do_not_call": True}, {BELLA}),
        ({"do_not_call": False}, {ADAM, CZESIA, DMITRI, ELMAR}),
        ({"born_month": 11}, {ADAM}),
        ({"born_month": 2}, {BELLA}),
        ({"born_month": 1}, set()),
        ({"visited_from": date(2026, 11, 11)}, {BELLA, CZESIA}),
        ({"visited_to": date(2026, 11, 11)}, {ADAM, BELLA}),
        ({"visited_from": date(2026, 11, 11), "visited_to": date(2026, 11, 11)}, {BELLA}),
        ({"never_bought": True}, {DMITRI, ELMAR}),
        ({"never_bought": False}, {ADAM, BELLA, CZESIA}),
        ({"created_from": date(2026, 7, 1)}, {CZESIA, ELMAR}),
        ({"created_to": date(2026, 6, 30)}, {ADAM, BELLA, DMITRI}),
        ({"created_from": date(2026, 7, 1), "created_to": date(2026, 7, 31)}, {CZESIA, ELMAR}),
        ({"created_to": date(2026, 7, 30)}, {ADAM, BELLA, CZESIA, DMITRI}),
        ({"created_from": date.min, "created_to": date.max}, EVERYBODY),
        ({"turnover_min": 250_00}, {BELLA, CZESIA}),
        ({"turnover_max": 250_00}, {ADAM, BELLA, DMITRI, ELMAR}),
        ({"turnover_min": 250_00, "turnover_max": 250_00}, {BELLA}),
        ({"turnover_min": 10**30}, set()),
        ({"balance_min": 500}, {ADAM}),
        ({"balance_min": 499}, {ADAM, BELLA}),
        ({"balance_min": 0}, {ADAM, BELLA, CZESIA, DMITRI}),
        ({"language": "pl"}, {ADAM}),
        ({"need": "baby"}, {ADAM, BELLA}),
        ({"need": "cat"}, set()),
        ({"household_id": 1}, {ADAM}),
        ({"has_phone": True, "consent": "sms", "tiers": ("gold",), "text": "lo"}, {ADAM}),
        ({"has_phone": True, "tiers": ("",)}, set()),
    ],
)
def test_a_filter_is_about_these_people(
    store: Store, wanted: dict[str, Any], expected: set[str]
) -> None:
    assert people(store, **wanted) == expected


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("name", [ADAM, BELLA, CZESIA, ELMAR, DMITRI]),
        ("visit", [CZESIA, BELLA, ADAM, ELMAR, DMITRI]),
        ("turnover", [CZESIA, BELLA, ADAM, ELMAR, DMITRI]),
        ("newest", [ELMAR, CZESIA, DMITRI, BELLA, ADAM]),
    ],
)
def test_people_stand_in_the_order_asked_for(store: Store, order: Any, expected: list[str]) -> None:
    """Polish: letters of other alphabets come last."""
    ids = store.queries.people_ids(PeopleFilter(), order)
    assert [hit.name for hit in store.queries.people_hits(ids)] == expected
    assert store.queries.people_ids(PeopleFilter(), order, limit=2, offset=1) == ids[1:3]


def test_the_list_without_words_stands_by_name(store: Store) -> None:
    found = [hit.name for hit in store.queries.search_customers(CustomerQuery(text=""))]
    assert found == [ADAM, BELLA, CZESIA, ELMAR, DMITRI]


def test_whoever_asks_it_to_stop_gets_nothing(store: Store) -> None:
    assert list(store.queries.people_ids(PeopleFilter(), stop=lambda: True)) == []


def test_rows_of_people_who_are_gone_are_left_out(store: Store) -> None:
    hits = store.queries.people_hits([999, 3, 6, 1])
    assert [hit.name for hit in hits] == [CZESIA, ADAM]


def test_what_can_be_filtered_by(store: Store) -> None:
    assert list(store.queries.people_tags()) == ["VIP", "owes a jar", "regular"]
    assert list(store.queries.people_needs()) == ["baby"]


def test_no_word_becomes_a_part_of_the_question(store: Store, tmp_path: Path) -> None:
    """Quotes and wildcards in every field of text find nobody and break nothing."""
    for text in ("'", '"', "\\", "%", "_", "*", "'; DROP TABLE customer; --", "\ud800", "x" * 9000):
        assert people(store, groups=(text,)) == set()
        assert people(store, tags=(text,), tiers=(text,), language=text, need=text) == set()
        people(store, text=text)
    assert people(store) == EVERYBODY


def test_a_store_without_a_zone_counts_days_in_utc(tmp_path: Path) -> None:
    made = create_store(
        tmp_path / "shop.db", clock=TickingClock(), ids=CountingIds(), key=KEY
    )  # fmt: skip
    with made.uow() as uow:
        who(uow, "Late", created=datetime(2026, 6, 30, 23, 59, tzinfo=UTC))
        uow.commit()
    assert people(made, created_to=date(2026, 6, 30)) == {"Late"}
    assert people(made, created_from=date(2026, 7, 1)) == set()
    made.close()


def test_people_no_longer_active_hide_nobody(tmp_path: Path) -> None:
    """However many were merged away: the one who is left is found by name, phone and card."""
    made = create_store(
        tmp_path / "shop.db", clock=TickingClock(), ids=CountingIds(), key=KEY
    )  # fmt: skip
    with made.uow() as uow:
        for number in range(12):
            gone = uow.customers.add(
                Customer(
                    id=0, uuid=f"g-{number}", name=f"Zed Nowak {number}", phone="+48601234567",
                    active=False,
                )
            )  # fmt: skip
            card(uow, f"29000000048{number:02d}", CardStatus.ACTIVE, gone)
        left = uow.customers.add(
            Customer(id=0, uuid="left", name="Anna Nowak", phone="+48601234567")
        )
        card(uow, "2900000004899", CardStatus.ACTIVE, left)
        uow.commit()
    for text in ("nowak", "ow", "601234567", "29", "0048"):
        found = made.queries.search_customers(CustomerQuery(text=text, limit=2))
        assert [hit.id for hit in found] == [left], text
    made.close()
