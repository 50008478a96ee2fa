"""Every gesture on the pages of the goods, by real keys in the real window."""

from __future__ import annotations

import gettext
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from pos_app.bootstrap.hub import EventHub
from pos_app.domain.catalogue import Product
from pos_app.i18n import Formats, Translator, translator
from pos_app.services.price_levels import PriceLevels
from pos_app.ui import theme
from pos_app.ui.models.products import KEPT_PAGES, PAGE, PagedTableModel
from pos_app.ui.widgets.button import Button
from pos_app.ui.widgets.table import Column, TableRow
from tests.builders import Shop, ean13
from tests.ui.screens.product_pages import Office
from tests.ui.shots import cut, nameless, settle, text_tree

K = Qt.Key
SOAP, TEA = ean13("590000000001"), ean13("590000000002")
HOSTILE = "<b>Soap</b> <img src='x'> &amp;"


@pytest.fixture
def office(shop: Shop, tmp_path: Path, qtbot: QtBot) -> Iterator[Office]:
    """The owner in front of the list of goods."""
    yield from opened(Office(shop, tmp_path, shop.owner), qtbot)


def opened(office: Office, qtbot: QtBot, size: tuple[int, int] = (1366, 768)) -> Iterator[Office]:
    window = office.window
    window.resize(*size)
    window.show_page("products")
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=2000)
    window.router.install()
    settle(window)
    yield office
    window.router.uninstall()
    window.hide()
    window.deleteLater()


def click(office: Office, button: QWidget) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    office.rest()


# -- the list ---------------------------------------------------------------------------------


def test_typing_searches_and_escape_clears(office: Office) -> None:
    office.shop.product("Soap")
    office.shop.product("Зелёный чай")
    office.window.show_page("products")
    office.type("чай")
    assert office.list.search.text() == "чай"
    assert office.names() == ["Зелёный чай"]
    office.press(K.Key_Escape)
    assert office.names() == ["Soap", "Зелёный чай"]
    office.press(K.Key_Escape)
    assert office.page == "sale"


def test_f2_and_arrows_and_enter_open_a_product(office: Office) -> None:
    office.shop.product("Candle red")
    blue = office.shop.product("Candle blue")
    office.shop.product("Tea")
    office.window.show_page("products")
    office.press(K.Key_F2)
    office.type("cand")
    assert office.names() == ["Candle blue", "Candle red"]
    office.press(K.Key_Down, K.Key_Up, K.Key_Return)
    assert office.page == "product_edit"
    assert office.form.fields["name"].text() == blue.name


def test_a_double_tap_opens(office: Office) -> None:
    office.shop.product("Soap")
    office.window.show_page("products")
    office.rest()
    table = office.list.table
    place = table.visualRect(office.list.model.index(0, 0)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    office.rest()
    assert office.page == "product_edit"


def test_a_scan_opens_and_never_lands_in_the_search(office: Office) -> None:
    office.shop.product("Soap", barcodes=(SOAP,))
    office.window.show_page("products")
    office.press(K.Key_F2)
    office.wedge(SOAP)
    assert office.list.search.text() == ""
    assert office.page == "product_edit"


def test_an_unknown_scan_becomes_a_product_by_ctrl_3(office: Office) -> None:
    office.wedge(TEA)
    assert f"No product has the code {TEA}." in text_tree(office.list)
    office.press(K.Key_3, control=True)
    assert office.page == "product_edit"
    assert office.form.codes.codes() == (TEA,)
    office.type("Tea")
    office.press(K.Key_Return)
    office.form.fields["price"].edit.setFocus()
    office.type("3,20")
    office.press(K.Key_S, control=True)
    assert office.page == "products"
    assert office.window.message() == "Saved: Tea"
    assert office.names() == ["Tea"]
    tea = office.shop.catalogue.by_code(TEA)
    assert tea is not None
    assert tea.price == 320


def test_ins_opens_an_empty_form_and_escape_keeps_it(office: Office) -> None:
    office.press(K.Key_Insert)
    assert office.page == "product_edit"
    office.type("Half a name")
    office.press(K.Key_Escape)
    assert office.page == "products"
    assert office.window.message() == "Unsaved changes are kept: Half a name"
    assert "Unsaved changes are kept: Half a name" in text_tree(office.list)
    office.press(K.Key_3, control=True)
    assert office.form.fields["name"].text() == "Half a name"
    office.press(K.Key_Z, control=True)
    office.press(K.Key_Escape)
    assert "Unsaved" not in text_tree(office.list)


def test_ctrl_2_marks_a_quick_item(office: Office) -> None:
    office.shop.product("Soap")
    office.window.show_page("products")
    office.rest()
    office.press(K.Key_2, control=True)
    assert [hit.name for hit in office.shop.catalogue.quick_items()] == ["Soap"]


def test_ctrl_e_exports(office: Office, tmp_path: Path) -> None:
    office.shop.product("Soap", sku="S1")
    office.files.path = str(tmp_path / "out.csv")
    office.press(K.Key_E, control=True)
    assert office.files.asked == ["products.xlsx"]
    assert "Soap" in (tmp_path / "out.csv").read_text(encoding="utf-8-sig")
    assert office.window.message() == "1 product is written to out.csv."


def test_coming_back_the_cursor_is_where_it_was(office: Office) -> None:
    for number in range(200):
        office.shop.product(f"Candle {number:03}")
    office.window.show_page("products")
    office.rest()
    office.press(K.Key_End, K.Key_Up)
    assert office.list.table.currentIndex().row() == 198
    office.press(K.Key_Return)
    assert office.form.fields["name"].text() == "Candle 198"
    office.press(K.Key_Escape)
    assert office.list.table.currentIndex().row() == 198


def test_for_a_cashier_the_buttons_show_a_lock_and_say_why(
    shop: Shop, tmp_path: Path, qtbot: QtBot
) -> None:
    shop.product("Soap")
    for office in opened(Office(shop, tmp_path, shop.cashier), qtbot):
        office.press(K.Key_Insert)
        assert office.page == "products"
        assert office.window.message() == "Your role may not do this."
        office.press(K.Key_Return)
        assert office.form.save.is_locked()
        assert office.form.fields["name"].edit.isReadOnly()
        office.press(K.Key_S, control=True)
        assert office.page == "product_edit"


# -- one product ------------------------------------------------------------------------------


@pytest.fixture
def soap(office: Office) -> Product:
    """A product whose form is open."""
    product = office.shop.product("Soap", 250, barcodes=(SOAP,))
    office.pages.open_product(product.id)
    office.rest()
    return product


def test_a_scan_adds_a_code_wherever_the_focus_is(office: Office, soap: Product) -> None:
    office.form.fields["price"].edit.setFocus()
    office.wedge(TEA)
    assert office.form.codes.codes() == (SOAP, TEA)
    assert office.form.fields["price"].text() == "2.50"
    office.press(K.Key_S, control=True)
    assert office.shop.catalogue.get(soap.id).barcodes == (SOAP, TEA)


def test_a_typed_code_is_added_by_enter_and_taken_off_by_its_button(
    office: Office, soap: Product
) -> None:
    office.form.codes.field.edit.setFocus()
    office.type("IN-7")
    office.press(K.Key_Return)
    assert office.form.codes.codes() == (SOAP, "IN-7")
    click(office, office.form.codes.remover(SOAP))
    assert office.form.codes.codes() == ("IN-7",)


def test_a_price_typed_over_the_old_one_asks_why(office: Office, soap: Product) -> None:
    assert office.form.fields["price"].edit.hasFocus()
    assert not office.form.fields["reason"].isVisible()
    office.type("3")
    assert office.form.fields["reason"].isVisible()
    office.press(K.Key_S, control=True)
    assert office.shop.catalogue.get(soap.id).price == 300


def test_an_error_takes_the_cursor_to_its_field(office: Office, soap: Product) -> None:
    office.form.fields["name"].edit.setFocus()
    office.form.fields["name"].edit.selectAll()
    office.press(K.Key_Delete)
    office.form.fields["price"].edit.setFocus()
    office.press(K.Key_S, control=True)
    assert office.page == "product_edit"
    assert office.form.fields["name"].edit.hasFocus()
    assert office.form.fields["name"].error() == "Enter the name."


def test_boxes_by_touch(office: Office, soap: Product) -> None:
    click(office, office.form.boxes["quick"])
    click(office, office.form.boxes["fixed_price"])
    assert not office.form.boxes["discountable"].isEnabled()
    office.press(K.Key_S, control=True)
    stored = office.shop.catalogue.get(soap.id)
    assert stored.fixed_price
    assert stored.quick_position == 1


def test_from_the_sale_and_back_to_it(office: Office) -> None:
    office.window.show_page("sale")
    office.pages.open_product_for_code(TEA)
    office.rest()
    assert office.form.codes.codes() == (TEA,)
    office.press(K.Key_Escape)
    assert office.page == "sale"


def test_another_language_keeps_what_was_typed(office: Office, soap: Product) -> None:
    office.type("7")
    office.frame.voice.change(translator("ru"), Formats("ru", "PLN"))
    office.pages.build()
    office.window.show_page("product_edit")
    office.rest()
    assert office.form.fields["price"].text() == "7"
    assert office.form.fields["name"].text() == "Soap"


# -- import -----------------------------------------------------------------------------------


def test_a_file_is_imported_by_keys_alone(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "goods.csv"
    path.write_text("SKU;Name;Price\nS1;Soap;2.50\nS2;Tea;abc\n", encoding="utf-8")
    office.files.path = str(path)
    office.press(K.Key_1, control=True)
    assert office.page == "product_import"
    office.press(K.Key_1, control=True)
    assert office.imports.filters.chip("rejected").text() == "Rejected 1"
    click(office, office.imports.filters.chip("rejected"))
    assert office.imports.model.rowCount() == 1
    office.files.path = str(tmp_path / "left.csv")
    office.press(K.Key_2, control=True)
    assert "abc" in (tmp_path / "left.csv").read_text(encoding="utf-8-sig")
    office.press(K.Key_S, control=True)
    assert "Imported: 1 new product" in text_tree(office.imports)
    office.press(K.Key_Escape)
    assert office.names() == ["Soap"]
    assert (tmp_path / "product_import.json").exists()


def test_a_column_is_chosen_by_hand(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "goods.csv"
    path.write_text("a;b;c\nS1;Soap;2.50\n", encoding="utf-8")
    office.files.path = str(path)
    office.pages.open_import()
    office.press(K.Key_1, control=True)
    for name, header in (("sku", "a"), ("name", "b"), ("price", "c")):
        select = office.imports.columns.select(name)
        select.setFocus()
        place = select.findData(header)
        for _ in range(place - select.currentIndex()):
            QTest.keyClick(select, K.Key_Down)
        office.rest()
    assert office.imports.primary.isEnabled()
    assert office.imports.primary.text() == "Import 1 product"


# -- looks ------------------------------------------------------------------------------------


class Longer(gettext.NullTranslations):
    """English, a third longer: what other languages need."""

    def gettext(self, message: str) -> str:
        """The message with more letters."""
        return _longer(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """The form of the number with more letters."""
        return _longer(msgid1 if n == 1 else msgid2)


def _longer(text: str) -> str:
    extra = -(-len(text) * 35 // 100)
    words = " eeeee" * (extra // 6) + "e" * (extra % 6)
    return text + words if len(text) > 3 else text


@pytest.mark.parametrize(
    ("language", "size"),
    [
        ("ru", (1024, 768)),
        ("pl", (1024, 768)),
        ("az", (1024, 768)),
        ("longer", (1024, 768)),
        ("longer", (1366, 768)),
        ("longer", (1920, 1080)),
    ],
)
def test_every_word_fits(
    shop: Shop, tmp_path: Path, qtbot: QtBot, language: str, size: tuple[int, int]
) -> None:
    product = shop.product("Soap", 250, barcodes=(SOAP,))
    shop.catalogue.set_price(shop.owner, product.id, 300, "supplier")
    path = tmp_path / "goods.csv"
    path.write_text("SKU;Name;Price\nS1;Soap;2.50\nS2;Tea;abc\n", encoding="utf-8")
    office = Office(shop, tmp_path, shop.owner, "en" if language == "longer" else language)
    if language == "longer":
        office.frame.voice.t = Translator("en", Longer())
        office.pages.build()
    office.files.path = str(path)
    for _ in opened(office, qtbot, size):
        bad = {"list": cut(office.list) + nameless(office.list)}
        office.wedge(TEA)
        bad["unknown"] = cut(office.list)
        office.pages.open_product(product.id)
        office.form.typed.emit("price", "9")
        office.rest()
        bad["form"] = cut(office.form) + nameless(office.form)
        office.form.go_to("barcodes")
        office.rest()
        bad["codes"] = cut(office.form) + nameless(office.form)
        office.pages.open_import()
        office.rest()
        bad["empty"] = cut(office.imports)
        office.imports.file_wanted.emit()
        office.rest()
        bad["import"] = cut(office.imports) + nameless(office.imports)
        assert not any(bad.values()), {key: words for key, words in bad.items() if words}
        assert office.window.width() == size[0]


def test_hostile_names_are_shown_as_they_are(office: Office, tmp_path: Path) -> None:
    product = office.shop.product(HOSTILE)
    office.shop.catalogue.add_group(office.shop.owner, "<u>Care</u>")
    office.window.show_page("products")
    assert office.names() == [HOSTILE]
    office.pages.open_product(product.id)
    office.rest()
    for label in office.window.findChildren(QLabel):
        assert label.textFormat() == Qt.TextFormat.PlainText, label.text()


def test_dark_and_light_draw(office: Office, qapp: QApplication) -> None:
    office.shop.product("Soap")
    office.window.show_page("products")
    for name in theme.NAMES:
        theme.apply(qapp, name)
        office.rest()
        assert not office.window.grab().isNull()


def test_every_button_with_a_key_wears_it(office: Office) -> None:
    for page in (office.list, office.form, office.imports):
        capped = {one.cap() for one in page.findChildren(Button) if one.cap()}
        assert capped <= set(page.keys()), page.page_name


# -- the model --------------------------------------------------------------------------------


def test_only_what_is_seen_is_read_and_little_is_kept(qtbot: QtBot) -> None:
    asked: list[int] = []

    def read(offset: int, limit: int) -> list[TableRow]:
        asked.append(offset)
        return [TableRow(key=str(n), cells=(f"Row {n}",)) for n in range(offset, offset + limit)]

    model = PagedTableModel([Column(title="Name")], read)
    model.reset(100_000)
    assert (model.rowCount(), asked) == (100_000, [])
    assert model.index(99_999, 0).data() == "Row 99999"
    assert model.index(99_998, 0).data() == "Row 99998"
    assert asked == [99_999 // PAGE * PAGE]
    for row in range(0, 100_000, 2_000):
        model.index(row, 0).data()
    assert model.pages_at_hand() == KEPT_PAGES
    assert model.place("98000") == 98_000
    assert model.place("7") == -1


def test_a_list_that_grows_keeps_its_first_rows(qtbot: QtBot) -> None:
    total = PAGE

    def read(offset: int, limit: int) -> list[TableRow]:
        return [
            TableRow(key=str(n), cells=(str(n),)) for n in range(offset, min(total, offset + limit))
        ]

    model = PagedTableModel([Column(title="Name")], read)
    model.reset(total)
    assert model.index(0, 0).data() == "0"
    total = PAGE + 10
    model.grow(total)
    assert model.rowCount() == PAGE + 10
    assert model.index(PAGE + 9, 0).data() == str(PAGE + 9)
    model.grow(5)
    assert model.rowCount() == PAGE + 10


def test_a_price_beside_the_list_price_is_typed_and_ended(office: Office) -> None:
    soap = office.shop.product("Soap", 1000, cost=600)
    office.pages.open_product(soap.id)
    office.rest()
    form = office.form
    form.go_to("level_price")
    office.rest()
    assert form.pane.isVisible()
    assert not form.fields["price"].isVisible()
    office.type("9")
    office.press(K.Key_Return)
    levels = PriceLevels(office.shop.store.uow, office.shop.clock, office.shop.ids, EventHub())
    (rule,) = levels.of_product(soap.id)
    assert rule.price == 900
    model = form.pane.levels.table_model
    assert [model.index(0, column).data() for column in range(5)] == [
        "Everybody", "—", "zł\u00a09.00", "33.3%", "always",
    ]  # fmt: skip
    table = form.pane.levels
    place = table.visualRect(model.index(0, 0)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    office.rest()
    assert form.pane.fields["level_price"].text() == "9.00"
    form.pane.end_button.click()
    office.rest()
    assert levels.of_product(soap.id) == []
    assert "No other prices yet" in text_tree(form)


def test_a_margin_too_thin_is_red(office: Office) -> None:
    soap = office.shop.product("Soap", 1000, cost=1100)
    office.pages.open_product(soap.id)
    office.rest()
    assert "−10% · −zł\u00a01.00" in text_tree(office.form)
