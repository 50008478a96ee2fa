"""One product on a real shop: saved whole, refused in words, and never lost by leaving."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import pytest

from pos_app.domain.catalogue import UnitKind
from pos_app.domain.errors import EnvironmentProblem
from pos_app.domain.gtin import check_digit
from tests.builders import Shop, ean13
from tests.presenters.product_stage import Goods

SOAP, TEA = ean13("590000000001"), ean13("590000000002")


@pytest.fixture
def goods(shop: Shop, tmp_path: Path) -> Goods:
    return Goods(shop, tmp_path / "pictures")


def png() -> bytes:
    """A white picture of one dot."""

    def part(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    dots = zlib.compress(b"\x00\xff\xff\xff")
    return b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", dots) + part(b"IEND", b"")


def test_a_new_product_is_stored_with_every_field(goods: Goods) -> None:
    goods.form.open_new(code=SOAP)
    goods.fill(name="Soap", price="12,50", cost="7.10", plu="00042", brand="Sorrel")
    goods.fill(tags="gift, summer", unit="kg")
    goods.form.choose_group("+")
    assert goods.form_view.state.focus == "new_group"
    goods.fill(new_group="Care")
    goods.form.add_code("IN-7")
    goods.form.switch("quick", on=True)
    goods.form.switch("fixed_price", on=True)
    goods.form.switch("discountable", on=False)
    goods.form.save()
    product = goods.shop.catalogue.by_code(SOAP)
    assert product is not None
    assert goods.ways.gone == [("saved", product.id)]
    assert (product.name, product.price, product.cost) == ("Soap", 1250, 710)
    assert (product.sku, product.plu, product.brand) == (SOAP, "00042", "Sorrel")
    assert product.barcodes == (SOAP, "IN-7")
    assert (product.unit, product.tags) == (UnitKind.KILOGRAM, ("gift", "summer"))
    assert (product.fixed_price, product.discountable) == (True, False)
    groups = {group.id: group.name for group in goods.shop.catalogue.groups()}
    assert groups[product.group_id or 0] == "Care"
    assert product.tax_rate == 2300
    assert [hit.id for hit in goods.shop.catalogue.quick_items()] == [product.id]
    assert goods.drafts.unsaved() == ()


def test_the_sku_is_proposed(goods: Goods) -> None:
    goods.form.open_new()
    assert goods.form_view.state.sku_hint == "Left empty, a short code is made."
    goods.form.add_code(SOAP)
    assert goods.form_view.state.sku_hint == f"Left empty, it becomes {SOAP}."
    goods.fill(sku="X")
    assert goods.form_view.state.sku_hint == ""


def test_a_new_price_goes_into_the_history_with_its_reason(goods: Goods) -> None:
    soap = goods.shop.product("Soap", 1000)
    goods.form.open(soap.id)
    assert not goods.form_view.state.reason_wanted
    goods.fill(price="11.90")
    assert goods.form_view.state.reason_wanted
    goods.fill(reason="supplier")
    goods.form.save()
    goods.form.open(soap.id)
    newest, first = goods.form_view.state.prices
    assert (newest.old, newest.new) == ("zł\u00a010.00", "zł\u00a011.90")
    assert (newest.who, newest.why) == ("Leyla", "supplier")
    assert (first.old, first.new) == ("—", "zł\u00a010.00")


def test_a_wrong_check_digit_is_explained(goods: Goods) -> None:
    body = "590000000001"
    right = check_digit(body)
    wrong = str((int(right) + 1) % 10)
    goods.form.open_new()
    assert not goods.form.add_code(body + wrong)
    words = goods.form_view.state.errors["barcodes"]
    assert f"after {body} comes {right}, not {wrong}" in words
    assert goods.form_view.state.pending_code == body + wrong
    assert goods.form_view.state.codes == ()


def test_a_code_of_another_product_names_it_as_plain_text(goods: Goods) -> None:
    goods.shop.product("<img src=x>", barcodes=(SOAP,))
    goods.form.open_new()
    goods.form.scan(SOAP)
    assert goods.form_view.state.errors["barcodes"] == f"{SOAP} already belongs to: <img src=x>."
    assert goods.form_view.alarms == 1


def test_codes_are_added_once_and_taken_off(goods: Goods) -> None:
    soap = goods.shop.product("Soap", barcodes=(SOAP,))
    goods.form.open(soap.id)
    goods.form.scan(TEA)
    goods.form.scan("0" + TEA)
    assert "already in the list" in goods.form_view.state.errors["barcodes"]
    assert [row.code for row in goods.form_view.state.codes] == [SOAP, TEA]
    goods.fill(code="")
    goods.form.remove_code(SOAP)
    goods.form.save()
    assert goods.shop.catalogue.get(soap.id).barcodes == (TEA,)


def test_a_bank_card_is_never_kept(goods: Goods) -> None:
    goods.form.open_new()
    assert not goods.form.add_code("4111111111111111")
    assert "bank card" in goods.form_view.state.errors["barcodes"]


def test_errors_stand_at_their_fields_and_nothing_is_stored(goods: Goods) -> None:
    goods.shop.product("Soap", sku="S1", plu="12")
    goods.form.open_new()
    goods.fill(price="1.2.3", cost="many")
    goods.form.save()
    errors = goods.form_view.state.errors
    assert set(errors) == {"name", "price", "cost"}
    assert errors["price"] == "A sum looks like 1,234.50."
    assert goods.form_view.state.focus == "name"
    goods.fill(name="Tea", price="3", cost="", sku="S1")
    goods.form.save()
    assert goods.form_view.state.errors == {"sku": "S1 already belongs to: Soap."}
    goods.fill(sku="S2", plu="1x")
    goods.form.save()
    assert goods.form_view.state.errors == {"plu": "One to six digits."}
    goods.fill(plu="12")
    goods.form.save()
    assert goods.form_view.state.errors == {"plu": "12 already belongs to: Soap."}
    assert goods.ways.gone == []


def test_leaving_keeps_what_was_typed_and_says_so(goods: Goods) -> None:
    soap = goods.shop.product("Soap", 1000)
    goods.form.open(soap.id)
    goods.fill(price="9", name="Soap, blue")
    goods.form.back()
    assert goods.ways.gone == [("leave",)]
    assert goods.ways.said == [("Unsaved changes are kept: Soap, blue", "")]
    goods.form.open(soap.id)
    state = goods.form_view.state
    assert (state.values.price, state.badge) == ("9", "Unsaved changes")
    goods.form.discard()
    assert goods.form_view.state.values.price == "10.00"
    assert goods.form_view.state.badge == ""
    assert goods.drafts.unsaved() == ()


def test_a_half_typed_code_is_kept_too_and_saved(goods: Goods) -> None:
    goods.form.open_new()
    goods.fill(code=SOAP)
    goods.form.back()
    goods.form.open_new()
    assert goods.form_view.state.pending_code == SOAP
    goods.fill(name="Soap", price="1")
    goods.form.save()
    assert goods.shop.catalogue.by_code(SOAP) is not None


def test_typing_back_to_what_is_stored_leaves_no_draft(goods: Goods) -> None:
    soap = goods.shop.product("Soap")
    goods.form.open(soap.id)
    goods.fill(name="Soaps")
    goods.fill(name="Soap")
    assert goods.drafts.unsaved() == ()
    goods.form.back()
    assert goods.ways.said == []


def test_a_price_changed_meanwhile_is_not_set_back(goods: Goods) -> None:
    soap = goods.shop.product("Soap", 1000)
    goods.form.open(soap.id)
    goods.fill(name="Soap, blue")
    goods.shop.catalogue.set_price(goods.shop.owner, soap.id, 1300, "import")
    goods.form.refresh()
    assert goods.form_view.state.values.price == "13.00"
    goods.form.back()
    goods.shop.catalogue.set_price(goods.shop.owner, soap.id, 1400, "import")
    goods.form.open(soap.id)
    goods.form.save()
    stored = goods.shop.catalogue.get(soap.id)
    assert (stored.name, stored.price) == ("Soap, blue", 1400)


def test_only_the_owner_may_change(shop: Shop, tmp_path: Path) -> None:
    soap = shop.product("Soap")
    goods = Goods(shop, tmp_path, shop.senior)
    goods.form.open(soap.id)
    assert goods.form_view.state.locked
    assert goods.form_view.state.locked_hint == "Only the owner may change products."
    goods.form.save()
    goods.form.scan(TEA)
    goods.form.choose_photo()
    assert goods.ways.said == [("Your role may not do this.", "danger")] * 3
    assert shop.catalogue.get(soap.id).barcodes == ()


def test_withdrawing_takes_a_product_off_the_quick_items(goods: Goods) -> None:
    soap = goods.shop.product("Soap")
    goods.shop.catalogue.set_quick_items(goods.shop.owner, [soap.id])
    goods.form.open(soap.id)
    goods.form.switch("active", on=False)
    goods.form.save()
    stored = goods.shop.catalogue.get(soap.id)
    assert (stored.active, stored.quick_position) == (False, None)


def test_a_photo_is_taken_previewed_and_removed(goods: Goods, tmp_path: Path) -> None:
    soap = goods.shop.product("Soap")
    picture = tmp_path / "soap.png"
    picture.write_bytes(png())
    goods.form.open(soap.id)
    goods.ways.path = str(picture)
    goods.form.choose_photo()
    assert goods.form_view.state.photo == picture.read_bytes()
    goods.form.save()
    assert goods.shop.catalogue.get(soap.id).photo
    goods.form.open(soap.id)
    goods.form.remove_photo()
    goods.form.save()
    assert goods.shop.catalogue.get(soap.id).photo is None


def test_a_picture_that_is_none_is_refused_in_words(goods: Goods, tmp_path: Path) -> None:
    fake = tmp_path / "soap.png"
    fake.write_text("no picture")
    goods.form.open_new()
    goods.ways.path = str(fake)
    goods.form.choose_photo()
    assert goods.form_view.state.errors["photo"] == "Only PNG and JPEG pictures can be taken."


def test_a_scales_label_gives_the_plu(goods: Goods) -> None:
    goods.form.open_new()
    goods.form.scan(ean13("220004201250"))
    state = goods.form_view.state
    assert (state.values.plu, state.codes) == ("00042", ())
    assert state.notice == "The scale's article number 00042 is taken as the PLU."


def test_when_the_second_step_fails_a_second_try_does_not_enter_the_product_twice(
    goods: Goods, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_args: object) -> None:
        raise EnvironmentProblem("database_busy")

    goods.form.open_new(code=SOAP)
    goods.fill(name="Soap", price="1")
    goods.form.switch("quick", on=True)
    with monkeypatch.context() as patch:
        patch.setattr(goods.shop.catalogue, "set_quick_items", busy)
        goods.form.save()
    assert goods.form_view.state.notice == "The shop's data is busy. Try again."
    goods.form.save()
    product = goods.shop.catalogue.by_code(SOAP)
    assert product is not None
    assert goods.ways.gone == [("saved", product.id)]
    assert [hit.id for hit in goods.shop.catalogue.quick_items()] == [product.id]


def test_the_form_of_a_product_that_is_gone_leaves(goods: Goods) -> None:
    goods.form.open(4711)
    assert goods.ways.gone == [("leave",)]
    assert goods.ways.said == [("This product is not in the list.", "danger")]


def test_a_draft_without_a_name_is_named_in_the_message(goods: Goods) -> None:
    goods.form.open_new()
    goods.fill(price="3")
    goods.form.back()
    assert goods.ways.said == [("Unsaved changes are kept: a new product", "")]
    goods.form.resume()
    assert goods.form_view.state.values.price == "3"
