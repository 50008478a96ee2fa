"""The list of goods on a real shop: what is found, what is shown, where gestures lead."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pos_app.adapters.sqlite import find_products
from pos_app.domain.catalogue import UnitKind
from pos_app.domain.errors import EnvironmentProblem
from pos_app.presenters.product_draft import ProductDraft, ProductValues
from pos_app.presenters.products import PAGE
from pos_app.services.product_form import ProductForm
from tests.builders import Shop, card_number, ean13
from tests.presenters.product_stage import Goods

SOAP = ean13("590000000001")


@pytest.fixture
def goods(shop: Shop, tmp_path: Path) -> Goods:
    return Goods(shop, tmp_path)


def test_an_empty_shop_offers_the_ways_on(goods: Goods) -> None:
    goods.list.open()
    state = goods.list_view.state
    assert (state.total, state.count) == (0, "0 products")
    assert state.empty_title == "No products yet"
    assert (state.empty_create, state.empty_import) == ("New product", "Import")


def test_a_line_says_everything_in_the_shops_money(goods: Goods) -> None:
    group = goods.shop.catalogue.add_group(goods.shop.owner, "Care")
    tax = goods.shop.catalogue.taxes()[0]
    goods.shop.product(
        "Soap", 1234, sku="S1", barcodes=(SOAP,), group_id=group.id, tax_rate_id=tax.id
    )
    goods.shop.product("Tea", 5000, unit=UnitKind.KILOGRAM)
    goods.list.open()
    soap, tea = goods.list.rows(0, 60)
    assert (soap.name, soap.sku, soap.barcode, soap.group) == ("Soap", "S1", SOAP, "Care")
    assert (soap.price, soap.tax) == ("zł\u00a012.34", "23%")
    assert tea.price == "zł\u00a050.00 per kg"
    assert not soap.quick


@pytest.mark.parametrize("text", ["soa", "LAVENDER", "lav soap", "S-1", SOAP])
def test_name_sku_and_code_find(goods: Goods, text: str) -> None:
    goods.shop.product("Soap with lavender", sku="S-1", barcodes=(SOAP,))
    goods.shop.product("Tea")
    goods.list.search(text)
    assert goods.names() == ["Soap with lavender"]
    assert goods.list_view.state.count == "1 product"


def test_groups_narrow_and_withdrawn_goods_are_shown_on_demand(goods: Goods) -> None:
    care = goods.shop.catalogue.add_group(goods.shop.owner, "Care", code="care")
    goods.shop.product("Soap", group_id=care.id)
    tea = goods.shop.product("Tea")
    goods.shop.catalogue.set_active(goods.shop.owner, tea.id, active=False)
    goods.list.open()
    assert goods.names() == ["Soap"]
    assert goods.list_view.state.groups == (("", "All groups"), ("care", "Care"))
    goods.list.show_withdrawn(on=True)
    assert goods.names() == ["Soap", "Tea"]
    assert [line.active for line in goods.list.rows(0, 60)] == [True, False]
    goods.list.choose_group("care")
    assert goods.names() == ["Soap"]


def test_a_long_result_is_shown_at_once_and_counted_after_a_pause(goods: Goods) -> None:
    for number in range(PAGE + 5):
        goods.shop.product(f"Candle {number:03}")
    goods.list.search("candle")
    assert (goods.list_view.state.settled, goods.list_view.state.total) == (False, PAGE)
    assert goods.list_view.state.count == "60 and more"
    serial = goods.list_view.state.serial
    goods.list.settle()
    assert (goods.list_view.state.settled, goods.list_view.state.total) == (True, PAGE + 5)
    assert goods.list_view.state.serial == serial
    assert [line.name for line in goods.list.rows(PAGE, 60)] == [
        f"Candle {number:03}" for number in range(PAGE, PAGE + 5)
    ]


@pytest.mark.parametrize("withdrawn", [False, True])
def test_pages_far_down_go_on_where_the_ones_above_end(
    goods: Goods, monkeypatch: pytest.MonkeyPatch, *, withdrawn: bool
) -> None:
    for number in range(12):
        product = goods.shop.product(f"Candle {number:02}")
        if number % 3 == 0:
            goods.shop.catalogue.set_active(goods.shop.owner, product.id, active=False)
    goods.list.open()
    goods.list.show_withdrawn(on=withdrawn)
    whole = goods.names()
    assert len(whole) == (12 if withdrawn else 8)
    monkeypatch.setattr(find_products, "DEEP", 0)
    for offset in (1, 5, len(whole) - 1):
        page = [line.name for line in goods.list.rows(offset, 60)]
        assert page == whole[offset:]


def test_quick_items_are_marked_and_unmarked(goods: Goods) -> None:
    soap, tea = goods.shop.product("Soap"), goods.shop.product("Tea")
    goods.list.open()
    for product in (tea, soap):
        goods.list.choose(str(product.id))
        goods.list.toggle_quick()
    assert [hit.name for hit in goods.shop.catalogue.quick_items()] == ["Tea", "Soap"]
    assert goods.list_view.state.quick_word == "Off the quick items"
    assert [line.quick for line in goods.list.rows(0, 60)] == [True, True]
    goods.list.toggle_quick()
    assert [hit.name for hit in goods.shop.catalogue.quick_items()] == ["Tea"]


def test_a_scan_opens_its_product(goods: Goods) -> None:
    soap = goods.shop.product("Soap", barcodes=(SOAP,))
    goods.list.open()
    goods.list.scan(SOAP)
    assert goods.ways.gone == [("edit", soap.id)]


def test_an_unknown_code_offers_a_product_with_it(goods: Goods) -> None:
    goods.shop.product("Soap")
    goods.list.open()
    goods.list.scan(SOAP)
    state = goods.list_view.state
    assert state.notice == f"No product has the code {SOAP}."
    assert state.notice_action == "Create product"
    assert goods.list_view.alarms == 1
    goods.list.notice_action()
    assert goods.ways.gone == [("create", SOAP, "")]


def test_a_loyalty_card_is_no_product(goods: Goods) -> None:
    goods.list.open()
    goods.list.scan(card_number(7))
    assert goods.ways.said == [("This is not the code of a product.", "danger")]
    assert goods.list_view.state.notice == ""


def test_what_was_looked_for_in_vain_becomes_the_name_or_the_code(goods: Goods) -> None:
    goods.list.search("Blue candle")
    goods.list.create()
    goods.list.search("4711")
    goods.list.create()
    assert goods.ways.gone == [("create", "", "Blue candle"), ("create", "4711", "")]


def test_escape_clears_the_search_before_it_leaves(goods: Goods) -> None:
    goods.list.search("tea")
    goods.list.back()
    assert (goods.list_view.state.text, goods.ways.gone) == ("", [])
    goods.list.back()
    assert goods.ways.gone == [("back",)]


def test_unsaved_changes_wait_above_the_list(goods: Goods) -> None:
    goods.drafts.keep(ProductDraft(values=ProductValues(name="<b>Half</b>")))
    goods.list.open()
    assert goods.list_view.state.notice == "Unsaved changes are kept: <b>Half</b>"
    goods.list.notice_action()
    assert goods.ways.gone == [("resume",)]


def test_what_the_owner_left_waits_for_the_owner(shop: Shop, tmp_path: Path) -> None:
    soap = shop.product("Soap", 1000)
    goods = Goods(shop, tmp_path)
    goods.form.open(soap.id)
    goods.fill(price="9")
    goods.session = shop.cashier
    goods.list.open()
    goods.form.open(soap.id)
    assert goods.list_view.state.notice == ""
    assert goods.form_view.state.values.price == "10.00"
    goods.session = shop.owner
    goods.form.open(soap.id)
    assert goods.form_view.state.values.price == "9"


def test_a_cashier_sees_the_goods_and_locks(shop: Shop, tmp_path: Path) -> None:
    soap = shop.product("Soap")
    goods = Goods(shop, tmp_path, shop.cashier)
    goods.list.open()
    assert goods.list_view.state.edit_locked
    assert goods.list_view.state.export_locked
    goods.list.choose(str(soap.id))
    for deed in (
        goods.list.create, goods.list.open_import, goods.list.toggle_quick, goods.list.export,
    ):  # fmt: skip
        deed()
    assert goods.ways.gone == []
    assert goods.ways.said == [("Your role may not do this.", "danger")] * 4
    assert not shop.catalogue.quick_items()


def test_export_takes_excel_unless_told_otherwise(goods: Goods) -> None:
    goods.ways.path = "/tmp/out"
    goods.list.export()
    goods.ways.path = "/tmp/out.csv"
    goods.list.export()
    assert goods.exported == ["/tmp/out.xlsx", "/tmp/out.csv"]
    assert goods.ways.said[0] == ("3 products are written to out.xlsx.", "accent")
    assert not goods.list_view.state.busy


def test_a_full_disk_is_said(goods: Goods, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: str, control: object) -> int:
        raise EnvironmentProblem("disk_full")

    broken = replace(goods.list._parts, export=full)
    monkeypatch.setattr(goods.list, "_parts", broken)
    goods.ways.path = "/tmp/out.csv"
    goods.list.export()
    assert goods.ways.said == [("The disk is full. Free some space, then try again.", "danger")]
    assert not goods.list_view.state.busy


def test_while_an_import_is_stored_goods_are_looked_at_only(
    goods: Goods, monkeypatch: pytest.MonkeyPatch
) -> None:
    soap = goods.shop.product("Soap", barcodes=(SOAP,))
    goods.list.open()
    goods.list.choose(str(soap.id))
    storing = replace(goods.list._parts, importing=lambda: True)
    monkeypatch.setattr(goods.list, "_parts", storing)
    with goods.shop.store.uow():
        goods.list.open()
        goods.list.edit(str(soap.id))
        goods.list.scan(SOAP)
        goods.list.toggle_quick()
        goods.list.create()
    assert goods.names() == ["Soap"]
    assert goods.ways.gone == []
    words = "Products are being imported. Wait until that ends."
    assert goods.ways.said == [(words, "danger")] * 4
    goods.list.open_import()
    assert goods.ways.gone == [("import",)]


def test_prices_changed_elsewhere_are_read_again(goods: Goods) -> None:
    soap = goods.shop.product("Soap", 100)
    goods.list.open()
    serial = goods.list_view.state.serial
    form = ProductForm(name="Soap", price=250)
    goods.shop.catalogue.edit(goods.shop.owner, soap.id, form)
    goods.list.refresh()
    assert goods.list_view.state.serial == serial + 1
    assert goods.list.rows(0, 60)[0].price == "zł\u00a02.50"
