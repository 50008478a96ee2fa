"""No question of the counter reads a whole table, however large the shop has grown."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from pos_app.adapters.sqlite.store import Store
from pos_app.services.people_records import PeopleFilter
from pos_app.services.ports import UnitOfWork
from pos_app.services.records import CustomerQuery, ProductQuery, ReceiptQuery
from tests.adapters.sqlite.shop import START, TODAY, Shop, sell, sell_in

SMALL = {
    "tax_rate", "t", "product_group", "person", "setting", "programme_version", "promotion",
    "draft", "j", "json_each", "held", "meta", "tills", "kin", "k", "CONSTANT",
}  # fmt: skip
"""Tables (or their names in a query) of which no shop has many rows, JSON in a row, one row."""


class Listening:
    """A connection that remembers what it was asked."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self.heard: list[str] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)

    def execute(self, sql: str, *args: Any) -> Any:
        self.heard.append(sql)
        return self._connection.execute(sql, *args)


ASKED: dict[str, Callable[[UnitOfWork], object]] = {
    "product by id": lambda uow: uow.products.get(1),
    "product by sku": lambda uow: uow.products.by_sku("A-1"),
    "product by code": lambda uow: uow.products.by_barcode("96385074"),
    "product by plu": lambda uow: uow.products.by_plu("00123"),
    "price history": lambda uow: uow.products.price_history(1),
    "customer": lambda uow: uow.customers.get(1),
    "customer by uuid": lambda uow: uow.customers.by_uuid("id-6"),
    "customer by phone": lambda uow: uow.customers.by_phone("+79161234567"),
    "account": lambda uow: uow.customers.account(1),
    "consents": lambda uow: uow.customers.consents(1),
    "turnover": lambda uow: uow.customers.turnover_since(1, TODAY),
    "card": lambda uow: uow.cards.by_number("2900000000017"),
    "cards of": lambda uow: uow.cards.of_customer(1),
    "lots": lambda uow: uow.points.lots(1),
    "lots of sale": lambda uow: uow.points.lots_of_sale(1),
    "lot": lambda uow: uow.points.lot(1),
    "lots of a kind": lambda uow: uow.points.lots_of_kind(1, "welcome"),
    "entries": lambda uow: uow.points.entries(1),
    "spent": lambda uow: uow.points.spent_today(1, TODAY),
    "earned": lambda uow: uow.points.earned_today(1, TODAY),
    "expired": lambda uow: uow.points.expired_lots(TODAY + timedelta(days=999), 10),
    "coupon": lambda uow: uow.coupons.by_code("C-ALWAYS"),
    "coupons of": lambda uow: uow.coupons.of_customer(1),
    "coupon's trail": lambda uow: uow.coupons.trail(1),
    "campaign of": lambda uow: uow.campaigns.campaign_of(1),
    "campaign's coupons": lambda uow: uow.campaigns.count(1),
    "campaign's money": lambda uow: uow.campaigns.given(1),
    "campaign's coupons of": lambda uow: uow.campaigns.handed_to(1, 1),
    "uses": lambda uow: uow.coupons.uses_by(1, 1),
    "restore": lambda uow: uow.coupons.set_state(1, "restored", START),
    "number": lambda uow: uow.sales.next_number("1"),
    "sale": lambda uow: uow.sales.by_uuid("s-1"),
    "sale by number": lambda uow: uow.sales.by_number("1", 1),
    "receipt": lambda uow: uow.sales.receipt("s-1"),
    "last instant": lambda uow: uow.sales.last_instant(),
    "shift": lambda uow: uow.shifts.current("1"),
    "figures": lambda uow: uow.shifts.figures(1),
    "moves": lambda uow: uow.shifts.moves(1),
    "next job": lambda uow: uow.print_jobs.next_queued(),
    "jobs of": lambda uow: uow.print_jobs.of_document("receipt", "s-1"),
    "jobs in": lambda uow: uow.print_jobs.in_state("unknown"),
    "head": lambda uow: uow.journal.head(),
}

LISTED: dict[str, Callable[[Store], object]] = {
    "customers by name": lambda store: store.queries.search_customers(CustomerQuery(text="lukasz")),
    "customers by two": lambda store: store.queries.search_customers(CustomerQuery(text="lu")),
    "customers by phone": lambda store: store.queries.search_customers(CustomerQuery(text="8916")),
    "customers": lambda store: store.queries.search_customers(CustomerQuery()),
    "people in order": lambda store: store.queries.people_ids(PeopleFilter(), limit=50),
    "people by id": lambda store: store.queries.people_hits([1, 2]),
    "people counted": lambda store: store.queries.count_people(PeopleFilter(text="lukasz")),
    "products by name": lambda store: store.queries.search_products(ProductQuery(text="порошок")),
    "products": lambda store: store.queries.search_products(ProductQuery()),
    "quick": lambda store: store.queries.quick_items(5),
    "last receipt": lambda store: store.queries.last_receipt("1"),
    "receipts": lambda store: store.queries.receipts(ReceiptQuery()),
    "receipts of a day": lambda store: store.queries.receipts(
        ReceiptQuery(day_from=TODAY, day_to=TODAY)
    ),
    "receipt by number": lambda store: store.queries.receipts(ReceiptQuery(number=1)),
    "receipts of a person": lambda store: store.queries.receipts(ReceiptQuery(customer_id=1)),
    "receipts of a sum": lambda store: store.queries.receipts(
        ReceiptQuery(total_min=5, total_max=5)
    ),
}


STOPS_EARLY = {
    "last instant",
    "head",
    "customers",
    "people in order",
    "products",
    "receipts",
    "quick",
}
"""Questions that walk along an index or the rows' own order and stop after a few."""


def scans(connection: Any, statements: list[str], *, stops_early: bool = False) -> list[str]:
    """Plans that walk through a large table."""
    found = []
    for sql in statements:
        if not sql.lstrip().upper().startswith(("SELECT", "UPDATE", "DELETE")):
            continue
        marks = ("x",) * sql.count("?")
        steps = connection.execute("EXPLAIN QUERY PLAN " + sql, marks).fetchall()
        sorts = any(step[1] == 0 and "TEMP B-TREE FOR ORDER" in step[3] for step in steps)
        walks = stops_early and "LIMIT" in sql and not sorts
        for _, _, _, step in steps:
            whole = step.startswith("SCAN") or "(active=?)" in step  # nearly everybody is
            table = step.split()[1] if whole else ""
            if table.startswith("(subquery"):  # what is read of it was searched for
                continue
            if table and table not in SMALL and "VIRTUAL TABLE" not in step and not walks:
                found.append(f"{step} <- {sql}")
    return found


@pytest.fixture
def busy(shop: Shop) -> Shop:
    sell(shop, "s-1")
    return shop


@pytest.mark.parametrize("name", ASKED)
def test_no_question_inside_a_sale_scans(busy: Shop, name: str) -> None:
    unit = busy.store.uow()
    listening = Listening(unit._db.conn)
    with unit:
        unit._db.conn = listening  # type: ignore[assignment]
        try:
            ASKED[name](unit)
        finally:
            unit._db.conn = listening._connection
        assert listening.heard
        found = scans(listening._connection, listening.heard, stops_early=name in STOPS_EARLY)
        assert found == []


def test_no_write_of_a_sale_scans(busy: Shop) -> None:
    unit = busy.store.uow()
    listening = Listening(unit._db.conn)
    with unit:
        unit._db.conn = listening  # type: ignore[assignment]
        try:
            sell_in(unit, busy, "s-2")
        finally:
            unit._db.conn = listening._connection
        assert scans(listening._connection, listening.heard) == []


@pytest.mark.parametrize("name", LISTED)
def test_no_list_scans(busy: Shop, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    listening = Listening(busy.store._reader())
    monkeypatch.setattr(busy.store.queries, "_reader", lambda: listening)
    LISTED[name](busy.store)
    assert listening.heard
    assert scans(listening._connection, listening.heard, stops_early=name in STOPS_EARLY) == []
