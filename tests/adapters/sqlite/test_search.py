"""Finding people and goods in four alphabets, by part of a name, phone, card or code (goal 8)."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.adapters.sqlite.search import (
    ALPHABET,
    barcode_key,
    phone_forms,
    tidy,
    trigram_expression,
)
from pos_app.adapters.sqlite.store import Store, create_store
from pos_app.domain.card import Card, CardStatus
from pos_app.domain.catalogue import Product
from pos_app.domain.customer import Customer
from pos_app.i18n.fold import fold
from pos_app.services.records import CustomerQuery, ProductQuery
from tests.adapters.sqlite.shop import KEY, CountingIds, TickingClock

PEOPLE = {
    "Łukasz Żółć": "+48601234567",
    "Əliyev Rəşad": "+994501234567",
    "Фёдоров Илья": "+79161234567",
    "Strauß Jürgen": "+4915112345678",
    "İsmayılov Kamil": "+994551234568",
    "Anna O'Brien-Smith": "+353861234567",
    "Щукина Эльвира": "+79031112233",
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    made = create_store(
        tmp_path_factory.mktemp("search") / "shop.db",
        clock=TickingClock(), ids=CountingIds(), key=KEY,
    )  # fmt: skip
    with made.uow() as uow:
        for number, (name, phone) in enumerate(PEOPLE.items()):
            who = uow.customers.add(
                Customer(id=0, uuid=f"c{number}", name=name, phone=phone, email=f"p{number}@x.az")
            )
            uow.cards.add(
                Card(
                    id=0,
                    uuid=f"k{number}",
                    number=f"29000000{number:05d}",
                    status=CardStatus.ACTIVE,
                    customer_id=who,
                )
            )
        for number, name in enumerate(("Мыло «Ёлка» 100%", "Mydło łódzkie", "Çay qablaşdırılmış")):
            uow.products.add(
                Product(
                    id=0,
                    uuid=f"p{number}",
                    sku=f"SKU_{number}",
                    name=name,
                    price=100,
                    barcodes=(f"460000000{number:04d}",),
                    active=number != 2,
                )
            )
        uow.commit()
    yield made  # type: ignore[misc]
    made.close()


def names(store: Store, text: str, limit: int = 50) -> list[str]:
    return [hit.name for hit in store.queries.search_customers(
        CustomerQuery(text=text, limit=limit)
    )]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("lukasz", "Łukasz Żółć"), ("ŁUKASZ", "Łukasz Żółć"), ("zolc", "Łukasz Żółć"),
        ("eliyev", "Əliyev Rəşad"), ("əliyev", "Əliyev Rəşad"), ("resad", "Əliyev Rəşad"),
        ("федоров", "Фёдоров Илья"), ("ФЁДОРОВ", "Фёдоров Илья"), ("илья", "Фёдоров Илья"),
        ("strauss", "Strauß Jürgen"), ("STRAUẞ", "Strauß Jürgen"), ("jurgen", "Strauß Jürgen"),
        ("ismayilov", "İsmayılov Kamil"), ("ISMAYILOV", "İsmayılov Kamil"),
        ("İSMAYILOV", "İsmayılov Kamil"), ("ısmayılov", "İsmayılov Kamil"),
        ("obrien", "Anna O'Brien-Smith"), ("brien-s", "Anna O'Brien-Smith"),
        ("щукина", "Щукина Эльвира"), ("эль", "Щукина Эльвира"),
        ("p3@x.az", "Strauß Jürgen"), ("kamil isma", "İsmayılov Kamil"),
        ("kamil i", "İsmayılov Kamil"),
    ],
)  # fmt: skip
def test_recall_on_folded_probes(store: Store, typed: str, name: str) -> None:
    assert name in names(store, typed)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("9161234567", "Фёдоров Илья"), ("8 916 123-45-67", "Фёдоров Илья"),
        ("+7 (916) 123", "Фёдоров Илья"), ("00994 50 123", "Əliyev Rəşad"),
        ("2900000000004", "İsmayılov Kamil"), ("00004", "İsmayılov Kamil"),
        ("0551234568", "İsmayılov Kamil"),
    ],
)  # fmt: skip
def test_by_phone_and_card(store: Store, typed: str, name: str) -> None:
    assert name in names(store, typed)


@pytest.mark.parametrize("name", PEOPLE)
def test_any_two_neighbouring_letters_find_the_name(store: Store, name: str) -> None:
    for word in tidy(fold(name)).split():
        for start in range(len(word) - 1):
            assert name in names(store, word[start : start + 2])


@pytest.mark.parametrize(
    "typed", ["%", "_", "%%%", '"', "' OR 1=1 --", "* NEAR", "a*", "AND", "()"]
)
def test_signs_with_a_meaning_elsewhere_are_only_signs(store: Store, typed: str) -> None:
    found = names(store, typed)
    everybody = len(PEOPLE)
    assert len(found) < everybody
    store.queries.search_products(ProductQuery(text=typed))
    store.queries.count_products(ProductQuery(text=typed))


def test_prefix_hits_come_first_and_pages_do_not_overlap(store: Store) -> None:
    assert names(store, "il")[0] != ""
    whole = names(store, "")
    assert len(whole) == len(PEOPLE)
    pages = [
        hit.name
        for offset in range(0, len(PEOPLE), 2)
        for hit in store.queries.search_customers(CustomerQuery(text="", limit=2, offset=offset))
    ]
    assert pages == whole


def test_products_by_code_number_and_name(store: Store) -> None:
    def skus(text: str, **more: object) -> list[str]:
        query = ProductQuery(text=text, **more)  # type: ignore[arg-type]
        hits = store.queries.search_products(query)
        assert store.queries.count_products(query) == len(hits)
        return [hit.sku for hit in hits]

    assert skus("елка") == ["SKU_0"]
    assert skus("lodz") == ["SKU_1"]
    assert skus("SKU_1") == ["SKU_1"]
    assert skus("4600000000001") == ["SKU_1"]
    assert skus("04600000000001") == ["SKU_1"]
    assert skus("0000000") == ["SKU_0", "SKU_1"]
    assert skus("qablasdirilmis") == []
    assert skus("qablasdirilmis", only_active=False) == ["SKU_2"]
    assert skus("my") == ["SKU_1", "SKU_0"] or set(skus("my")) == {"SKU_0", "SKU_1"}


def test_gtins_of_one_article_share_a_key() -> None:
    assert barcode_key("012345678905") == barcode_key("0012345678905") == "00012345678905"
    assert barcode_key("96385074") == barcode_key("00000096385074")
    assert barcode_key("ABC-1") == "ABC-1"
    assert barcode_key("123") == "123"


def test_trunk_digits() -> None:
    assert phone_forms("89161234567") == ("89161234567", "9161234567")
    assert phone_forms("0551234568") == ("0551234568", "551234568")
    assert phone_forms("8916") == ("8916",)


@given(st.text(max_size=30))
def test_whatever_is_typed_makes_a_closed_expression(text: str) -> None:
    folded = tidy(fold(text))
    assert set(folded) <= set(ALPHABET)
    words = [word for word in folded.split() if len(word) >= 2]
    expression = trigram_expression(words)
    assert expression.count('"') % 2 == 0


def test_the_folder_is_given_from_outside(tmp_path: Path) -> None:
    """Another folding makes another index: the store has no alphabet of its own."""
    made = create_store(
        tmp_path / "shop.db", clock=TickingClock(), ids=CountingIds(), key=KEY,
        fold=lambda text: text.lower().replace("x", "y"),
    )  # fmt: skip
    try:
        with made.uow() as uow:
            uow.customers.add(Customer(id=0, uuid="c", name="Xenia"))
            uow.commit()
        assert len(made.queries.search_customers(CustomerQuery(text="yeni"))) == 1
    finally:
        made.close()
