"""Product import: what a file would do is shown first, and then done in one go or not at all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from pos_app.domain.catalogue import PriceChange, Product, ProductGroup, TaxRate, UnitKind
from pos_app.domain.errors import PosError
from pos_app.domain.events import Event
from pos_app.domain.staff import Person, Role
from pos_app.services import import_values as values
from pos_app.services.import_columns import ColumnMap, guess, locate
from pos_app.services.import_values import UnreadableError
from pos_app.services.importing import ImportPlan, ProductImport, Verdict, free_code, refusal_counts
from pos_app.services.session import Session
from pos_app.services.tabular import (
    TableFormat,
    TableRow,
    clean_text,
)

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
HEADER = ("SKU", "Name", "Price", "Barcode", "Group", "Tax")


class FakeProducts:
    """A shelf in memory."""

    def __init__(self, products: Sequence[Product] = ()) -> None:
        self.shelf = {product.id: product for product in products}
        self.group_list = [ProductGroup(id=1, code="soap", name="Soap & more")]
        self.tax_list = [TaxRate(id=1, name="20%", rate=2000)]
        self.history: list[PriceChange] = []

    def get(self, product_id: int) -> Product | None:
        return self.shelf.get(product_id)

    def by_sku(self, sku: str) -> Product | None:
        return next((p for p in self.shelf.values() if p.sku == sku), None)

    def by_barcode(self, code: str) -> Product | None:
        return next((p for p in self.shelf.values() if code in p.barcodes), None)

    def add(self, product: Product) -> int:
        new = max(self.shelf, default=0) + 1
        self.shelf[new] = replace(product, id=new)
        return new

    def update(self, product: Product) -> None:
        self.shelf[product.id] = replace(product, price=self.shelf[product.id].price)

    def set_price(self, change: PriceChange) -> None:
        self.shelf[change.product_id] = replace(self.shelf[change.product_id], price=change.price)
        self.history.append(change)

    def groups(self) -> Sequence[ProductGroup]:
        return self.group_list

    def add_group(self, code: str, name: str, parent_id: int | None = None) -> int:
        self.group_list.append(ProductGroup(id=len(self.group_list) + 1, code=code, name=name))
        return len(self.group_list)

    def taxes(self) -> Sequence[TaxRate]:
        return self.tax_list

    def add_tax(self, name: str, rate: int) -> int:
        self.tax_list.append(TaxRate(id=len(self.tax_list) + 1, name=name, rate=rate))
        return len(self.tax_list)


class FakeUow:
    """A unit of work that counts what was made durable."""

    def __init__(self, products: FakeProducts) -> None:
        self.products = products
        self.events: list[Event] = []
        self.commits = 0

    def __call__(self) -> FakeUow:
        return self

    def __enter__(self) -> FakeUow:
        return self

    def __exit__(self, *_error: object) -> None:
        return None

    def record(self, event: Event) -> None:
        self.events.append(event)

    def commit(self) -> None:
        self.commits += 1


class FakeTable:
    """Rows from memory."""

    name = "old-shop.csv"
    sha256 = "ab" * 32
    format = TableFormat(kind="csv", encoding="utf-8", delimiter=";")

    def __init__(self, rows: Sequence[Sequence[str]], numeric: frozenset[int]) -> None:
        self._rows = rows
        self._numeric = numeric

    def rows(self) -> Iterator[TableRow]:
        for number, row in enumerate(self._rows, start=1):
            yield TableRow(number=number, cells=tuple(row), numeric=self._numeric)


class Shop:
    """An import with everything around it in memory."""

    def __init__(
        self, rows: Sequence[Sequence[str]], *stored: Product, numeric: frozenset[int] = frozenset()
    ) -> None:
        self.products = FakeProducts(stored)
        self.uow = FakeUow(self.products)
        self._ids = iter(f"id-{n}" for n in range(1, 10_000))
        tables = SimpleNamespace(open=lambda path, **_: FakeTable(rows, numeric))
        clock = SimpleNamespace(now=lambda: NOW)
        ids = SimpleNamespace(uuid=lambda: next(self._ids))
        self.imports = ProductImport(self.uow, tables, clock, ids)  # type: ignore[arg-type]

    def plan(self, mapping: ColumnMap | None = None, **options: Any) -> ImportPlan:
        return self.imports.plan("x", mapping, **options)

    def reasons(self) -> list[tuple[int, str]]:
        return [(row.number, row.reason.code) for row in self.plan().rejected]


SOAP = Product(
    id=1, uuid="u1", sku="0012", name="Soap", price=4590, group_id=1, group_code="soap",
    tax_rate_id=1, tax_rate=2000, barcodes=("4600123456782",),
)  # fmt: skip


def test_a_plan_says_what_is_new_changed_same_and_refused_and_stores_nothing() -> None:
    shop = Shop([
        HEADER,
        ("0012", "Soap", "45,90", "4600123456782", "Soap & more", "20%"),
        ("0013", "Tea", "3,40", "", "Drinks", "10"),
        ("0014", "No price", "", "", "", ""),
        ("0012x", "", "9,00", "96385074", "", ""),
    ], SOAP, replace(SOAP, id=2, uuid="u2", sku="0099", barcodes=("96385074",)))  # fmt: skip
    plan = shop.plan()
    assert [plan.count(verdict) for verdict in Verdict] == [1, 0, 1]
    assert [(row.number, row.reason.code) for row in plan.rejected] == [
        (4, "price_missing"), (5, "matches_two"),
    ]  # fmt: skip
    assert plan.mapping.header_row == 1
    assert plan.header == HEADER
    assert shop.uow.commits == 0
    assert len(shop.products.shelf) == 2


def test_an_import_adds_changes_and_keeps_the_price_history_in_one_transaction() -> None:
    shop = Shop([
        HEADER,
        ("0012", "Soap bar", "49,90", "96385074", "soap", "20%"),
        ("0013", "Tea", "3,40", "", "Drinks", "10"),
        ("", "Salt", "1,00", "4006381333931", "drinks", "12,5"),
        ("0016", "Rice", "2,00", "", "", "no tax"),
    ], SOAP)  # fmt: skip
    result = shop.imports.apply(shop.plan())
    assert (result.new, result.changed, result.same) == (3, 1, 0)
    assert (result.prices, result.groups, result.taxes) == (1, 1, 3)
    soap, tea, salt, rice = shop.products.shelf.values()
    assert (soap.name, soap.price, soap.barcodes) == (
        "Soap bar", 4990, ("4600123456782", "96385074"),
    )  # fmt: skip
    assert (tea.sku, tea.price, tea.group_id, tea.tax_rate, tea.added_on) == (
        "0013", 340, 2, 1000, NOW.date(),
    )  # fmt: skip
    assert (salt.sku, salt.group_id, salt.tax_rate) == ("4006381333931", 2, 1250)
    assert (rice.group_id, rice.tax_rate, rice.price) == (None, 0, 200)
    assert [tax.name for tax in shop.products.tax_list] == ["20%", "10%", "12.5%", "0%"]
    assert shop.products.history == [
        PriceChange(product_id=1, price=4990, old=4590, at=NOW, person_id=None, reason="import")
    ]
    assert shop.uow.commits == 1
    [event] = shop.uow.events
    assert event.type == "import.products"
    assert event.content == {
        "file": "old-shop.csv", "sha256": "ab" * 32, "new": 3, "changed": 1, "same": 0,
        "prices": 1, "rejected": 0,
    }  # fmt: skip


def test_a_price_alone_goes_through_the_history_only() -> None:
    shop = Shop([("sku", "price"), ("0012", "40.00")], SOAP)
    plan = shop.plan()
    assert plan.rows[0].changes == ("price",)
    shop.imports.apply(plan)
    assert shop.products.shelf[1] == replace(SOAP, price=4000)


def test_an_empty_cell_leaves_what_is_stored() -> None:
    shop = Shop([HEADER, ("0012", "", "", "", "", "")], SOAP)
    assert shop.plan().rows[0].verdict is Verdict.SAME
    assert shop.imports.apply(shop.plan()).same == 1
    assert shop.products.shelf[1] == SOAP


def test_a_changed_name_without_a_price_moves_no_price() -> None:
    shop = Shop([("sku", "name", "tags"), ("0012", "Bar", "a, b;a")], SOAP)
    assert shop.imports.apply(shop.plan()).prices == 0
    assert (shop.products.shelf[1].name, shop.products.shelf[1].tags) == ("Bar", ("a", "b"))


def test_group_and_tax_count_as_changes() -> None:
    untaxed = replace(SOAP, tax_rate_id=None, tax_rate=0, group_id=None, group_code="")
    shop = Shop([("sku", "group", "tax"), ("0012", "Other", "0")], untaxed)
    assert shop.plan().rows[0].changes == ("tax", "group")
    shop.imports.apply(shop.plan())
    assert (shop.products.shelf[1].tax_rate_id, shop.products.shelf[1].group_id) == (2, 2)


def test_a_row_that_went_stale_between_plan_and_import_is_refused_then() -> None:
    shop = Shop([("sku", "name", "price", "barcode"), ("0013", "Tea", "1,00", "96385074")])
    plan = shop.plan()
    shop.products.add(replace(SOAP, sku="other", barcodes=("96385074",)))
    result = shop.imports.apply(plan)
    assert (result.new, [row.reason.code for row in result.rejected]) == (0, ["matches_two"])


def test_refusals_name_their_reason() -> None:
    shop = Shop([
        HEADER,
        ("1", "A", "x", "", "", ""),
        ("2", "A", "1,00", "4600123456780", "", ""),
        ("3", "A", "1,00", "4.60012E+12", "", ""),
        ("4", "A", "1,00", "", "", "150"),
        ("", "A", "1,00", "", "", ""),
        ("5", "", "1,00", "", "", ""),
        ("6", "A", "1,00", "", "", ""),
        ("6", "A", "2,00", "", "", ""),
        ("7" * 60, "A", "2,00", "", "", ""),
        ("8", "A" * 5000, "2,00", "", "", ""),
        ("4111111111111111", "A", "2,00", "", "", ""),
        ("9", "A", "-1,00", "", "", ""),
        ("10", "A", "10000000,01", "", "", ""),
        ("11", "A", "1,005", "", "", ""),
        ("12", "A", "1,00", "5555555555554444", "", ""),
        ("13", "A", "1,00", "né", "", ""),
    ])  # fmt: skip
    assert shop.reasons() == [
        (2, "not_a_number"), (3, "barcode_check"), (4, "barcode_exponent"), (5, "tax_rate"),
        (6, "key_missing"), (7, "name_missing"), (9, "duplicate_in_file"), (10, "key_too_long"),
        (11, "cell_too_long"), (12, "bank_card_number"), (13, "negative_price"),
        (14, "price_too_high"), (15, "too_many_decimals"), (16, "bank_card_number"),
        (17, "barcode_form"),
    ]  # fmt: skip
    counts = refusal_counts(shop.plan().rejected)
    assert next(iter(counts.items())) == ("bank_card_number", 2)


def test_two_known_products_in_one_row_are_refused() -> None:
    other = replace(SOAP, id=2, uuid="u2", sku="0099", barcodes=("96385074",))
    shop = Shop([("barcode", "name"), ("4600123456782 96385074", "Mix")], SOAP, other)
    assert shop.reasons() == [(2, "matches_two")]


def test_a_spreadsheets_numbers_need_no_guessing() -> None:
    shop = Shop(
        [("SKU", "Name", "Price", "Tax"), ("1", "A", "1.234", "0.2")], numeric=frozenset({2, 3})
    )
    assert shop.reasons() == [(2, "too_many_decimals")]
    good = Shop(
        [("SKU", "Name", "Price", "Tax"), ("1", "A", "1234", "0.2")], numeric=frozenset({2, 3})
    )
    [row] = good.plan().rows
    assert (row.row.price, row.row.tax) == (123400, 2000)


def test_a_settled_decimal_sign_rules_every_figure() -> None:
    mapping = ColumnMap(columns={"sku": "sku", "name": "name", "price": "price"}, decimal=",")
    shop = Shop([("sku", "name", "price"), ("1", "A", "1.234")])
    assert shop.plan(mapping).rows[0].row.price == 123400
    assert shop.reasons() == [(2, "ambiguous_number")]


def test_a_doubtful_cost_column_borrows_the_prices_sign() -> None:
    shop = Shop([("sku", "name", "price", "cost"), ("1", "A", "2.345,50", "1.234")])
    assert (shop.plan().rows[0].row.price, shop.plan().rows[0].row.cost) == (234550, 123400)


def test_only_the_owner_imports_at_the_window() -> None:
    shop = Shop([("sku", "name", "price"), ("1", "A", "1,00")])
    plan = shop.plan()
    for role, allowed in ((Role.CASHIER, False), (Role.OWNER, True)):
        person = Person(id=7, uuid="p7", name="P", role=role, pin_hash="")
        session = Session(person=person, signed_in_at=NOW)
        if allowed:
            assert shop.imports.apply(plan, session=session).new == 1
        else:
            with pytest.raises(PosError, match="not_allowed"):
                shop.imports.apply(plan, session=session)
    assert [event.person for event in shop.uow.events] == ["p7"]


def test_progress_is_told_and_a_cancel_leaves_everything_as_it_was() -> None:
    shop = Shop([("sku", "name", "price"), *((str(n), "A", "1,00") for n in range(1200))])
    told: list[tuple[int, int]] = []
    plan = shop.plan(progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (1200, 1200)
    with pytest.raises(PosError, match="import_cancelled"):
        shop.plan(cancelled=lambda: True)
    answers = iter([False, False, True])
    with pytest.raises(PosError, match="import_cancelled"):
        shop.imports.apply(plan, cancelled=lambda: next(answers))
    assert shop.uow.commits == 0
    shop.imports.apply(plan, progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (1200, 1200)


# -- columns --------------------------------------------------------------------------------------


def rows(*lines: Sequence[str]) -> list[TableRow]:
    return [TableRow(number=n, cells=tuple(line)) for n, line in enumerate(lines, start=1)]


@pytest.mark.parametrize(
    "header",
    [
        ("Product code", "Item name", "Retail price", "EAN-13", "Category", "VAT %"),
        ("Артикул", "Наименование", "Цена", "Штрих-код", "Группа", "НДС"),
        ("Indeks", "Nazwa towaru", "Cena brutto", "Kod kreskowy", "Grupa", "Stawka VAT"),
        ("Artikul", "Malın adı", "Satış qiyməti", "Ştrixkod", "Qrup", "ƏDV"),
        ("SKU", "NAME", "PRICE", "BARCODE", "GROUP", "TAX", "Code", "?"),
    ],
)
def test_headers_of_four_languages_are_known(header: tuple[str, ...]) -> None:
    mapping = guess(rows(("Прайс-лист",), ("", "на", "22.11.2026"), header, ("1", "2", "3")))
    assert mapping.header_row == 3
    assert list(mapping.columns) == ["sku", "name", "price", "barcode", "group", "tax"]
    assert tuple(mapping.columns.values()) == header[:6]


def test_no_header_is_said() -> None:
    with pytest.raises(PosError, match="import_no_header"):
        guess(rows(("1", "2"), ("Name", "?")))
    with pytest.raises(PosError, match="import_no_header"):
        locate(ColumnMap(), rows(("a",)))


def test_a_kept_mapping_finds_its_columns_wherever_they_moved() -> None:
    kept = ColumnMap.from_json(ColumnMap(columns={"sku": "Code!", "name": "What"}).to_json())
    row, places = locate(kept, rows(("title",), ("x", "what", "CODE")))
    assert (row.number, places) == (2, {"sku": 2, "name": 1})
    with pytest.raises(PosError) as caught:
        locate(kept, rows(("code", "x")))
    assert caught.value.params == {"column": "What"}
    with pytest.raises(PosError, match="Code!"):
        locate(kept, rows(("a", "b")))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{", "json"), ("[]", "format"), ('{"format": 2}', "format"),
        ('{"format": 1, "columns": 3}', "columns"),
        ('{"format": 1, "columns": {}, "decimal": "x"}', "columns"),
        ('{"format": 1, "columns": {"colour": "x"}}', "field"),
        ('{"format": 1, "columns": {"sku": 1}}', "field"),
    ],
)  # fmt: skip
def test_a_broken_mapping_is_refused(text: str, reason: str) -> None:
    with pytest.raises(PosError) as caught:
        ColumnMap.from_json(text)
    assert caught.value.params["reason"] == reason


# -- values ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "sign", "minor"),
    [
        ("45,90", "", 4590), ("45.9", "", 4590), ("45", "", 4500), ("1 234,50 ₽", "", 123450),
        ("1\u00a0234.50", "", 123450), ("1.234,50", "", 123450), ("1,234.50", "", 123450),
        ("1.234.567", "", 123456700), ("1,234", ".", 123400), ("1.234", ",", 123400),
        ("12,990", ",", 1299), ("0,990", "", 99), (",5", "", 50), ("12 zł", "", 1200),
        ("1'234.00", "", 123400), ("5 руб.", "", 500), ("0,50 man.", "", 50),
    ],
)  # fmt: skip
def test_prices_are_read_as_people_write_them(text: str, sign: str, minor: int) -> None:
    assert values.money(text, digits=2, sign=sign) == minor


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1,234", "ambiguous_number"), ("1.2.3", "not_a_number"), ("12,34.56.7", "not_a_number"),
        ("1,23,456.00", "not_a_number"), ("abc", "not_a_number"), (",", "not_a_number"),
        ("1" * 31, "number_too_long"), ("=1+1", "not_a_number"), ("−5", "negative_price"),
    ],
)  # fmt: skip
def test_unreadable_prices_are_refused(text: str, code: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        values.money(text, digits=2)
    assert caught.value.reason.code == code


def test_the_columns_decimal_sign_is_voted() -> None:
    assert values.decimal_sign(["1,234", "12", "3,5"]) == ","
    assert values.decimal_sign(["1,234.5", "x"]) == "."
    assert values.decimal_sign(["1,234", "12"]) == ""


def test_units_yes_and_no_in_four_languages() -> None:
    assert [values.unit(word) for word in ("шт.", "KG", "литр", "metr", "ədəd")] == [
        UnitKind.PIECE, UnitKind.KILOGRAM, UnitKind.LITRE, UnitKind.METRE, UnitKind.PIECE,
    ]  # fmt: skip
    assert [values.yes_no(word) for word in ("Да", "hə", "nie", "0")] == [True, True, False, False]
    for read in (values.unit, values.yes_no):
        with pytest.raises(UnreadableError):
            read("perhaps")


def test_taxes_are_rates() -> None:
    assert [values.tax_rate(t, numeric=False) for t in ("20", "20 %", "НДС 20%", "8,5%", "zw")] == [
        2000, 2000, 2000, 850, 0,
    ]  # fmt: skip
    assert [values.tax_rate(t, numeric=True) for t in ("0.18", "18", "0")] == [1800, 1800, 0]
    for text in ("-5", "101", "8,555"):
        with pytest.raises(UnreadableError):
            values.tax_rate(text, numeric=False)


def test_bar_codes_keep_their_zeros() -> None:
    assert values.barcodes("0012345678905, LC-1/96385074 96385074") == (
        "0012345678905", "LC-1", "96385074",
    )  # fmt: skip
    assert values.barcodes("4600123456782", numeric=True) == ("4600123456782",)
    assert not values.looks_like_bank_card("4600123456782")


def test_text_from_outside_is_cleaned() -> None:
    assert clean_text(" a\tb\n\u202ec\x07  d\ufeff ") == "a b c d"
    assert clean_text("e\u0301" * 3, 2) == "éé"


def test_groups_get_free_codes() -> None:
    assert free_code("Бытовая химия!", set()) == "бытовая-химия"
    assert free_code("A b", {"a-b", "a-b-2"}) == "a-b-3"
    assert free_code("!!!", set()) == "group"
