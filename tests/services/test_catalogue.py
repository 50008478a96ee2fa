"""Goods are entered with checked codes, their prices keep a history, and the owner decides."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from pos_app.domain.catalogue import UnitKind
from pos_app.domain.errors import PosError
from pos_app.services.product_form import ProductForm
from pos_app.services.records import ProductQuery
from tests.builders import Shop, ean13

SOAP = ean13("590123412345")


def refused(call: Any, *args: Any, **more: Any) -> PosError:
    with pytest.raises(PosError) as refusal:
        call(*args, **more)
    return refusal.value


def enter(shop: Shop, **more: Any) -> PosError:
    form = ProductForm(**{"name": "Soap", "price": 250, **more})
    return refused(shop.catalogue.create, shop.owner, form)


def test_a_product_is_entered_with_all_it_has(shop: Shop) -> None:
    shop.catalogue.add_group(shop.owner, "Home")
    group = shop.catalogue.add_group(shop.owner, "Care", code="care")
    vat = shop.catalogue.taxes()[1]
    product = shop.catalogue.create(
        shop.owner,
        ProductForm(
            name="  Cheese   Gouda ",
            price=3_990,
            sku="CH-1",
            unit=UnitKind.KILOGRAM,
            group_id=group.id,
            brand="Mlekpol",
            tags=("new", "local"),
            tax_rate_id=vat.id,
            barcodes=(f" {SOAP} ", "", "SHELF-7"),
            plu="00042",
            cost=2_000,
            fixed_price=True,
            discountable=False,
            photo="gouda.png",
        ),
    )
    stored = shop.catalogue.get(product.id)
    assert stored == product
    assert (stored.name, stored.group_code, stored.tax_rate) == ("Cheese Gouda", "care", 800)
    assert stored.barcodes == (SOAP, "SHELF-7")
    assert stored.added_on == date(2026, 11, 22)
    for code in (SOAP, "SHELF-7", "CH-1", "00042"):
        found = shop.catalogue.by_code(code)
        assert found is not None
        assert found.id == product.id
    assert shop.catalogue.by_code("nothing") is None
    ((kind, content, person, _),) = shop.events("product.")
    assert (kind, content) == (
        "product.created",
        {"product": product.uuid, "sku": "CH-1", "price": 3_990},
    )
    assert person == shop.people["Leyla"].uuid
    assert shop.sink.heard[-1] == ("product", product.uuid)


def test_the_day_added_is_the_shops_own(shop: Shop) -> None:
    shop.clock.advance(hours=15, minutes=30)  # 23:30 UTC is past midnight in Warsaw
    assert shop.product().added_on == date(2026, 11, 23)


def test_a_missing_sku_is_made(shop: Shop) -> None:
    assert shop.product(barcodes=(SOAP,)).sku == SOAP
    made = shop.product("Sponge").sku
    assert made.startswith("P-")
    assert len(made) == 10


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"name": " "}, "setting_invalid"),
        ({"price": -1}, "setting_invalid"),
        ({"price": 10**9 + 1}, "setting_invalid"),
        ({"price": 2.5}, "setting_invalid"),
        ({"cost": -1}, "setting_invalid"),
        ({"sku": "x" * 41}, "text_too_long"),
        ({"plu": "12x"}, "setting_invalid"),
        ({"tags": ("a", "a")}, "setting_invalid"),
        ({"group_id": 99}, "group_unknown"),
        ({"tax_rate_id": 99}, "tax_unknown"),
        ({"barcodes": ("5901234123450",)}, "barcode_check_digit"),
        ({"barcodes": ("590123412345x" * 4,)}, "setting_invalid"),
        ({"barcodes": ("ŻÓŁW",)}, "setting_invalid"),
        ({"barcodes": (SOAP, "0" + SOAP)}, "setting_invalid"),
        ({"barcodes": tuple(f"C{n}" for n in range(51))}, "setting_invalid"),
        ({"barcodes": ("4111111111111111",)}, "bank_card"),
    ],
)
def test_what_no_product_may_be(shop: Shop, more: dict[str, Any], code: str) -> None:
    assert enter(shop, **more).code == code
    assert shop.catalogue.count(ProductQuery()) == 0


def test_the_largest_price_is_taken(shop: Shop) -> None:
    assert shop.product(price=10**9).price == 10**9


@pytest.mark.parametrize("code", ["96385074", "036000291452", "15901234123454", "01234565", "A-1"])
def test_true_codes_of_every_length(shop: Shop, code: str) -> None:
    assert shop.product(barcodes=(code,)).barcodes == (code,)


def test_codes_belong_to_one_product(shop: Shop) -> None:
    shop.product("Soap", barcodes=(SOAP,), sku="S-1", plu="7")
    taken = enter(shop, barcodes=("0" + SOAP,))
    assert (taken.code, taken.params) == (
        "barcode_taken",
        {"barcode": "0" + SOAP, "name": "Soap"},
    )
    assert enter(shop, sku="S-1").code == "sku_taken"
    assert enter(shop, plu="7").code == "plu_taken"


def test_editing_says_which_fields_and_keeps_the_price_history(shop: Shop) -> None:
    soap = shop.product("Soap", 250, sku="S-1", barcodes=(SOAP,))
    shop.clock.advance(days=1)
    after = shop.catalogue.edit(
        shop.owner,
        soap.id,
        ProductForm(name="Soap 100 g", price=275, barcodes=(SOAP, "SHELF")),
        reason="new supplier",
    )
    assert shop.catalogue.get(soap.id) == after
    assert (after.sku, after.name, after.price) == ("S-1", "Soap 100 g", 275)
    changed = [(kind, content) for kind, content, _, _ in shop.events("product.")][1:]
    assert changed == [
        (
            "product.changed",
            {"product": soap.uuid, "sku": "S-1", "fields": ["name", "barcodes"]},
        ),
        (
            "product.price_changed",
            {
                "product": soap.uuid,
                "sku": "S-1",
                "before": 250,
                "after": 275,
                "reason": "new supplier",
            },
        ),
    ]
    prices = {(each.old, each.price, each.reason) for each in shop.catalogue.price_history(soap.id)}
    assert (250, 275, "new supplier") in prices
    assert len(prices) == 2


def test_editing_nothing_leaves_no_trace(shop: Shop) -> None:
    soap = shop.product("Soap", 250, sku="S-1")
    head = shop.store.journal_head()
    shop.catalogue.edit(shop.owner, soap.id, ProductForm(name="Soap", price=250))
    assert shop.store.journal_head() == head


def test_a_price_alone(shop: Shop) -> None:
    soap = shop.product("Soap", 250)
    assert shop.catalogue.set_price(shop.owner, soap.id, 199, "sale").price == 199
    assert shop.catalogue.get(soap.id).price == 199
    events = len(shop.events())
    shop.catalogue.set_price(shop.owner, soap.id, 199)
    assert len(shop.events()) == events
    assert refused(shop.catalogue.set_price, shop.owner, soap.id, -1).code == "setting_invalid"
    assert refused(shop.catalogue.set_price, shop.owner, 99, 1).code == "product_unknown"


def test_a_withdrawn_product_is_kept_but_not_listed(shop: Shop) -> None:
    soap = shop.product()
    shop.catalogue.set_active(shop.owner, soap.id, active=False)
    assert shop.catalogue.search(ProductQuery(text="soap")) == []
    assert not shop.catalogue.get(soap.id).active
    shop.catalogue.set_active(shop.owner, soap.id, active=True)
    assert [hit.name for hit in shop.catalogue.search(ProductQuery(text="soap"))] == ["Soap"]
    assert [kind for kind, *_ in shop.events("product.")][1:] == [
        "product.withdrawn",
        "product.activated",
    ]


def test_quick_items_stand_in_the_order_given(shop: Shop) -> None:
    a, b, c = (shop.product(name) for name in ("A", "B", "C"))
    shop.catalogue.set_quick_items(shop.owner, [c.id, a.id, c.id])
    assert [hit.name for hit in shop.catalogue.quick_items()] == ["C", "A"]
    shop.catalogue.set_quick_items(shop.owner, [c.id, b.id])
    assert [hit.name for hit in shop.catalogue.quick_items()] == ["C", "B"]
    shop.catalogue.set_quick_items(shop.owner, [a.id, b.id])
    assert [hit.name for hit in shop.catalogue.quick_items()] == ["A", "B"]
    assert shop.catalogue.get(c.id).quick_position is None
    shop.catalogue.set_quick_items(shop.owner, [])
    assert shop.catalogue.quick_items() == []
    too_many = refused(shop.catalogue.set_quick_items, shop.owner, range(1, 62))
    assert (too_many.code, too_many.params) == ("too_many_quick_items", {"limit": 60})
    assert refused(shop.catalogue.set_quick_items, shop.owner, [99]).code == "product_unknown"
    assert [content["count"] for _, content, _, _ in shop.events("quick_items.")] == [2, 2, 2, 0]


def test_groups(shop: Shop) -> None:
    care = shop.catalogue.add_group(shop.owner, "Care")
    soaps = shop.catalogue.add_group(shop.owner, "Soaps", code="S", parent_id=care.id)
    assert shop.catalogue.groups() == [care, soaps]
    assert (care.code, soaps.parent_id) == ("Care", care.id)
    assert refused(shop.catalogue.add_group, shop.owner, "CARE").code == "group_taken"
    assert refused(shop.catalogue.add_group, shop.owner, "X", parent_id=9).code == "group_unknown"
    assert refused(shop.catalogue.add_group, shop.owner, " ").code == "setting_invalid"


def test_taxes(shop: Shop) -> None:
    tax = shop.catalogue.add_tax(shop.owner, "VAT 5%", 500)
    soap = shop.product(tax_rate_id=tax.id)
    after = shop.catalogue.edit_tax(shop.owner, tax.id, name="VAT 6%", rate=600, active=False)
    assert shop.catalogue.taxes()[2] == after
    assert (after.name, after.rate, after.active) == ("VAT 6%", 600, False)
    assert shop.catalogue.get(soap.id).tax_rate == 600
    added, changed = shop.events("tax.")
    assert added[1] == {"name": "VAT 5%", "rate": 500, "active": True}
    assert changed[1] == {"name": "VAT 6%", "rate": 600, "active": False, "rate_before": 500}
    assert refused(shop.catalogue.add_tax, shop.owner, "X", 10_001).code == "setting_invalid"
    assert refused(shop.catalogue.edit_tax, shop.owner, 99, name="X", rate=1).code == "tax_unknown"


@pytest.mark.parametrize("name", ["Anna", "Marta"])
def test_the_catalogue_is_the_owners(shop: Shop, name: str) -> None:
    session, soap, form = shop.session(name), shop.product(), ProductForm(name="X", price=1)
    head, catalogue = shop.store.journal_head(), shop.catalogue
    for call, args, more in (
        (catalogue.create, (form,), {}),
        (catalogue.edit, (soap.id, form), {}),
        (catalogue.set_price, (soap.id, 1), {}),
        (catalogue.set_active, (soap.id,), {"active": False}),
        (catalogue.set_quick_items, ([soap.id],), {}),
        (catalogue.add_group, ("X",), {}),
        (catalogue.add_tax, ("X", 1), {}),
        (catalogue.edit_tax, (1,), {"name": "X", "rate": 1}),
    ):
        assert refused(call, session, *args, **more).code == "not_allowed"
    assert shop.store.journal_head() == head
