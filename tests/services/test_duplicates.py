"""Hints while a new person is typed, and the list of pairs to look through (R23)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from pos_app.domain.customer import Customer
from pos_app.domain.errors import PosError
from pos_app.services.duplicate_records import Hint, TypedPerson
from pos_app.services.duplicates import DuplicateService
from pos_app.services.people_records import Contact
from tests.builders import Shop, card_number
from tests.fakes import FakePhones

MAY = date(1984, 5, 17)
PHONE = "+994501112233"


@pytest.fixture
def service(shop: Shop) -> DuplicateService:
    return DuplicateService(
        shop.store.uow, shop.store.duplicates, FakePhones(), shop.clock, shop.ids, shop.sink
    )


def person(shop: Shop, name: str, serial: int, **more: object) -> Customer:
    """Somebody with a card, past the service, which would ask about the same phone."""
    made = shop.customer(name, card=serial)
    with shop.store.uow() as uow:
        made = replace(made, **more)  # type: ignore[arg-type]
        uow.customers.update(made)
        uow.commit()
    return made


def further(shop: Shop, customer: Customer, kind: str, value: str) -> None:
    with shop.store.uow() as uow:
        uow.people.add_contact(
            Contact(
                uuid=shop.ids.uuid(), customer_id=customer.id, kind=kind, value=value,  # type: ignore[arg-type]
                at=shop.clock.now(),
            )
        )  # fmt: skip
        uow.commit()


def hints(service: DuplicateService, shop: Shop, **typed: object) -> list[Hint]:
    return list(service.hints(shop.owner, TypedPerson(**typed)))  # type: ignore[arg-type]


def why(found: list[Hint]) -> list[tuple[int, tuple[str, ...]]]:
    return [(hint.customer_id, hint.evidence) for hint in found]


def test_a_phone_is_known_wherever_it_stands(shop: Shop, service: DuplicateService) -> None:
    main = person(shop, "Anna Kowalska", 1, phone=PHONE)
    second = person(shop, "Jan Nowak", 2)
    further(shop, second, "phone", PHONE)
    assert why(hints(service, shop, phones=(PHONE,))) == [
        (main.id, ("phone",)),
        (second.id, ("phone",)),
    ]


def test_mail_and_card_are_known_too(shop: Shop, service: DuplicateService) -> None:
    main = person(shop, "Anna Kowalska", 1, email="Anna.K@Example.com")
    second = person(shop, "Jan Nowak", 2)
    further(shop, second, "email", "anna.k@example.com")
    assert why(hints(service, shop, emails=("anna.k@example.com",))) == [
        (main.id, ("email",)),
        (second.id, ("email",)),
    ]
    assert why(hints(service, shop, card=card_number(2))) == [(second.id, ("card",))]
    assert hints(service, shop, card=card_number(77)) == []


@pytest.mark.parametrize(
    ("typed", "evidence"),
    [
        ("anna kowalska", "close_name"),
        ("Ana Kowalska", "close_name"),
        ("Kowalska Anna", "close_name"),
        ("Anna Kowalski", "close_name"),
        ("Annna Kowalska", "close_name"),
        ("Anna Nowak", ""),
        ("An", ""),
    ],
)
def test_a_close_name_is_found_with_a_letter_wrong_or_words_swapped(
    shop: Shop, service: DuplicateService, typed: str, evidence: str
) -> None:
    known = person(shop, "Anna Kowalska", 1)
    person(shop, "Piotr Zieliński", 2)
    expected = [(known.id, (evidence,))] if evidence else []
    assert why(hints(service, shop, name=typed)) == expected


def test_the_birthday_makes_a_name_sure(shop: Shop, service: DuplicateService) -> None:
    other = person(shop, "Anna Kowalska", 1, birthday=date(1990, 1, 1))
    known = person(shop, "Anna Kowalska", 2, birthday=MAY)
    close = person(shop, "Ana Kowalska", 3, birthday=MAY)
    found = hints(service, shop, name="Anna Kowalska", birthday=MAY)
    assert why(found) == [
        (known.id, ("name_birthday",)),
        (close.id, ("close_birthday",)),
        (other.id, ("close_name",)),
    ]
    assert found[0].birthday == MAY
    assert hints(service, shop, birthday=MAY) == []


def test_a_single_word_and_a_name_of_three_letters(shop: Shop, service: DuplicateService) -> None:
    known = person(shop, "Ağa", 1)
    longer = person(shop, "Aleksandra", 2)
    assert why(hints(service, shop, name="Ağa")) == [(known.id, ("close_name",))]
    assert why(hints(service, shop, name="Aleksandr")) == [(longer.id, ("close_name",))]


def test_contacts_are_covered_where_the_role_says_so(shop: Shop, service: DuplicateService) -> None:
    person(shop, "Anna Kowalska", 1, phone=PHONE, email="anna@example.com")
    typed = TypedPerson(phones=(PHONE, "", "12"), emails=("", "half"))
    (open_,) = service.hints(shop.senior, typed)
    (covered,) = service.hints(shop.cashier, typed)
    assert (open_.phone, open_.email, open_.card) == (PHONE, "anna@example.com", card_number(1))
    assert (covered.phone, covered.email) == ("••• 233", "a•••@example.com")
    assert covered.card == f"•••• {card_number(1)[-4:]}"


def test_people_no_longer_in_use_and_the_one_edited_are_left_out(
    shop: Shop, service: DuplicateService
) -> None:
    one = person(shop, "Anna Kowalska", 1, phone=PHONE)
    person(shop, "Anna Kowalska", 2, phone=PHONE, active=False)
    typed = TypedPerson(phones=(PHONE,), name="Anna Kowalska")
    assert [hint.customer_id for hint in service.hints(shop.owner, typed)] == [one.id]
    assert service.hints(shop.owner, typed, leave_out=one.id) == []


def test_no_more_than_five_are_shown_the_surest_first(
    shop: Shop, service: DuplicateService
) -> None:
    for serial in range(1, 8):
        person(shop, "Anna Kowalska", serial, phone=PHONE if serial == 7 else "")
    found = hints(service, shop, name="Anna Kowalska", phones=(PHONE,))
    assert len(found) == 5
    assert found[0].evidence == ("phone", "close_name")


# --- the list ------------------------------------------------------------------------------------


def pairs(service: DuplicateService, shop: Shop) -> list[tuple[int, int, tuple[str, ...], int]]:
    return [
        (pair.first, pair.second, pair.evidence, pair.strength)
        for pair in service.pairs(shop.owner)
    ]


def test_pairs_are_listed_with_their_evidence_the_surest_first(
    shop: Shop, service: DuplicateService
) -> None:
    a = person(shop, "Anna Kowalska", 1, phone=PHONE, birthday=MAY)
    b = person(shop, "Anna Kowalska", 2, birthday=date(1904, 5, 17))
    c = person(shop, "Ana Kowalska", 3, birthday=MAY, email="Ana@x.pl")
    d = person(shop, "Jan Nowak", 4)
    e = person(shop, "Ola Nowak", 5, email="ana@X.pl")
    further(shop, d, "phone", PHONE)
    assert pairs(service, shop) == [
        (a.id, b.id, ("name_birthday",), 60),
        (a.id, d.id, ("phone",), 50),
        (c.id, e.id, ("email",), 50),
        (a.id, c.id, ("close_birthday",), 40),
        (b.id, c.id, ("close_birthday",), 40),
    ]


def test_a_close_name_alone_is_no_pair_and_people_not_in_use_are_none(
    shop: Shop, service: DuplicateService
) -> None:
    person(shop, "Anna Kowalska", 1, phone=PHONE)
    person(shop, "Anna Kowalska", 2)
    person(shop, "Anna Kowalska", 3, phone=PHONE, active=False)
    assert pairs(service, shop) == []


def test_a_pair_put_aside_does_not_come_back_until_it_is_taken_back(
    shop: Shop, service: DuplicateService
) -> None:
    one = person(shop, "Anna Kowalska", 1, phone=PHONE)
    other = person(shop, "Jan Kowalski", 2, phone=PHONE)
    service.put_aside(shop.senior, other.id, one.id)
    service.put_aside(shop.senior, one.id, other.id)
    assert pairs(service, shop) == []
    assert [event[:2] for event in shop.events("customer.not")] == [
        ("customer.not_duplicate", {"people": [one.uuid, other.uuid]})
    ]
    service.take_back(shop.owner, one.id, other.id)
    service.take_back(shop.owner, one.id, other.id)
    assert [pair[:2] for pair in pairs(service, shop)] == [(one.id, other.id)]
    assert len(shop.events("customer.maybe")) == 1


def test_who_may_not_merge_looks_through_no_list(shop: Shop, service: DuplicateService) -> None:
    one = person(shop, "Anna Kowalska", 1)
    for act in (
        lambda: service.pairs(shop.cashier),
        lambda: service.put_aside(shop.cashier, one.id, one.id + 1),
    ):
        with pytest.raises(PosError, match="not_allowed"):
            act()
    with pytest.raises(PosError, match="merge_same"):
        service.put_aside(shop.owner, one.id, one.id)
    with pytest.raises(PosError, match="customer_unknown"):
        service.put_aside(shop.owner, one.id, 999)


def test_looking_through_the_base_tells_how_far_it_is_and_can_be_stopped(
    shop: Shop, service: DuplicateService
) -> None:
    for serial in range(1, 4):
        person(shop, "Anna Kowalska", serial, phone=PHONE)
    told: list[tuple[int, int]] = []
    service.pairs(shop.owner, progress=lambda done, total: told.append((done, total)))
    assert told[0] == (1, 3)
    assert told[-1] == (3, 3)
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert service.pairs(shop.owner, cancelled=lambda: True) == []
    answers = iter([False, True, True])
    assert service.pairs(shop.owner, cancelled=lambda: next(answers)) == []
    answers = iter([False, False, True])
    assert service.pairs(shop.owner, cancelled=lambda: next(answers)) == []


def test_the_list_is_no_longer_than_asked_for(shop: Shop, service: DuplicateService) -> None:
    for serial in range(1, 4):
        person(shop, "Anna Kowalska", serial, phone=PHONE)
    assert len(service.pairs(shop.owner)) == 3
    assert len(service.pairs(shop.owner, limit=2)) == 2
