"""Every gesture of the counter in the real window: real keys and scans, on a real shop."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from pos_app.i18n import translator
from pos_app.presenters.sale_state import CustomerView
from pos_app.ui.widgets.button import Button
from tests.builders import SENIOR_PIN, card_number, ean13
from tests.services.desk import GOLDEN
from tests.ui.screens.conftest import Till

K = Qt.Key
SOAP = ean13("590000000001")
TEA = ean13("590000000002")


@pytest.fixture
def stocked(till: Till) -> Till:
    """Soap at 2.50 and tea at 10.00, both quick items."""
    soap = till.shop.product("Soap with lavender", 250, barcodes=(SOAP,))
    tea = till.shop.product("Зелёный чай", 1000, barcodes=(TEA,))
    till.shop.catalogue.set_quick_items(till.shop.owner, [soap.id, tea.id])
    return till


def click(till: Till, button: Button) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    till.rest()


# -- the whole way ----------------------------------------------------------------------------


def test_a_sale_is_scan_scan_f10_enter_and_the_next_scan_begins_another(stocked: Till) -> None:
    stocked.wedge(SOAP)
    stocked.wedge(TEA)
    assert stocked.lines() == ["1 Soap with lavender", "1 Зелёный чай"]
    stocked.press(K.Key_F10)
    assert stocked.page == "payment"
    stocked.press(K.Key_Return)
    assert stocked.page == "done"
    assert stocked.counter.done_view.slab.amount.text() == "zł\u00a012.50"
    stocked.wedge(TEA)
    assert stocked.page == "sale"
    assert stocked.lines() == ["1 Зелёный чай"]


def test_enter_held_down_completes_once_and_stays_on_the_change(stocked: Till) -> None:
    stocked.scan(TEA)
    stocked.press(K.Key_F10)
    stocked.press(K.Key_Return)
    for _ in range(15):
        stocked.press(K.Key_Return, repeat=True)
    assert stocked.page == "done"
    last = stocked.shop.store.queries.last_receipt("1")
    assert last is not None
    assert last.number == 1


def test_after_every_action_the_cart_has_the_focus(stocked: Till) -> None:
    stocked.scan(SOAP)
    for keys in ((K.Key_F5, K.Key_Escape), (K.Key_F7, K.Key_Escape), (K.Key_F4, K.Key_F4)):
        stocked.press(*keys)
        assert stocked.counter.sale_view.cart.hasFocus(), keys


# -- the sale ---------------------------------------------------------------------------------


def test_typing_letters_of_another_script_searches(stocked: Till) -> None:
    stocked.type("чай")
    view = stocked.counter.sale_view
    assert view.search.text() == "чай"
    assert not view.search.edit.hasFocus()
    stocked.press(K.Key_Return)
    assert stocked.lines() == ["1 Зелёный чай"]
    assert view.search.text() == ""


def test_no_scanned_sign_reaches_the_search(stocked: Till) -> None:
    stocked.type("2")
    stocked.wedge(SOAP)
    assert stocked.counter.sale_view.search.text() == ""
    assert stocked.lines() == ["1 Soap with lavender"]


def test_quantity_before_the_scan(stocked: Till) -> None:
    stocked.type("3*")
    stocked.wedge(SOAP)
    assert stocked.lines() == ["3 Soap with lavender"]


def test_plus_minus_arrows_delete_and_undo(stocked: Till) -> None:
    stocked.scan(SOAP)
    stocked.scan(TEA)
    stocked.type("+")
    stocked.press(K.Key_Up)
    stocked.type("++")
    assert stocked.lines() == ["3 Soap with lavender", "2 Зелёный чай"]
    stocked.press(K.Key_Delete)
    assert stocked.lines() == ["2 Зелёный чай"]
    assert stocked.window.message().startswith("Removed: Soap with lavender")
    stocked.press(K.Key_Z, control=True)
    assert stocked.lines() == ["3 Soap with lavender", "2 Зелёный чай"]
    assert stocked.window.message() == ""


def test_the_chosen_line_stays_above_the_undo_bar(stocked: Till) -> None:
    for number in range(11, 20):
        code = ean13(f"5900000000{number}")
        stocked.shop.product(f"Item {number}", 500, barcodes=(code,))
        stocked.scan(code)
    stocked.press(K.Key_Delete)  # the last line is chosen and goes; the one above is chosen now
    cart, bar = stocked.counter.sale_view.cart, stocked.window._bar
    buttons = cart.row_actions
    low = buttons.mapTo(stocked.window, QPoint(0, buttons.height())).y()
    assert bar.isVisible()
    assert low <= bar.mapTo(stocked.window, QPoint(0, 0)).y()
    stocked.window.hide_message()
    assert cart.viewportMargins().bottom() == 0


def test_a_panel_is_not_covered_by_the_undo_bar(stocked: Till) -> None:
    stocked.scan(SOAP)
    stocked.scan(TEA)
    stocked.press(K.Key_Delete)
    assert stocked.window.message()
    stocked.press(K.Key_F6)
    assert not stocked.window.message()
    stocked.press(K.Key_Escape)
    stocked.press(K.Key_Z, control=True)
    assert stocked.lines() == ["1 Soap with lavender", "1 Зелёный чай"]


def test_returns_are_offered_only_where_there_is_a_page_for_them(stocked: Till) -> None:
    sale, done = stocked.counter.sale_view, stocked.counter.done_view
    assert sale.empty.returns.isHidden()
    assert done.returns.isHidden()
    assert "Ctrl R" not in (*sale.keys(), *done.keys())
    stocked.counter.offer_returns(offered=True)
    assert not sale.empty.returns.isHidden()
    assert not done.returns.isHidden()
    assert (*sale.keys(), *done.keys()).count("Ctrl R") == 2


def test_points_are_spent_from_the_customer_card(stocked: Till) -> None:
    card = stocked.counter.sale_view.customer
    stocked.scan(SOAP)
    who = CustomerView(mode="attached", title="Maria S.", points="12", usable="none usable now")
    card.show_customer(translator("en"), who)
    assert card.spend.isHidden()
    card.show_customer(translator("en"), replace(who, can_spend=True))
    said: list[str] = []
    stocked.counter.sale_view.key_pressed.connect(said.append)
    click(stocked, card.spend)
    assert said == ["F8"]


def test_the_stepper_and_the_rows_by_touch(stocked: Till) -> None:
    stocked.scan(SOAP)
    stocked.scan(TEA)
    cart = stocked.counter.sale_view.cart
    first = cart.visualRect(cart.lines.index(0)).center()
    QTest.mouseClick(cart.viewport(), Qt.MouseButton.LeftButton, pos=first)
    stocked.rest()
    stepper = cart.row_actions.stepper
    QTest.mouseClick(
        stepper, Qt.MouseButton.LeftButton, pos=QPoint(stepper.width() - 10, stepper.height() // 2)
    )
    stocked.rest()
    assert stocked.lines() == ["2 Soap with lavender", "1 Зелёный чай"]
    click(stocked, cart.row_actions.remove)
    assert stocked.lines() == ["1 Зелёный чай"]


def test_the_quantity_panel_by_key_and_pad(stocked: Till) -> None:
    stocked.scan(SOAP)
    stocked.press(K.Key_F5)
    entry = stocked.counter.sale_view.entry
    assert entry.isVisible()
    stocked.type("1")
    click(stocked, entry.pad.keys["2"])
    assert entry.box.text() == "12"
    stocked.press(K.Key_Return)
    assert stocked.lines() == ["12 Soap with lavender"]


def test_an_unknown_code_blocks_payment_until_it_is_solved(stocked: Till) -> None:
    stocked.wedge("4601234567893")
    view = stocked.counter.sale_view
    assert view.cart.unknown.isVisible()
    assert not view.slab.tenders["cash"].isEnabled()
    assert stocked.outside.tones == 1
    stocked.press(K.Key_F10)
    assert stocked.page == "sale"
    click(stocked, view.cart.unknown.found)
    stocked.type("soap")
    stocked.press(K.Key_Return)
    assert stocked.lines() == ["1 Soap with lavender"]
    assert view.slab.tenders["cash"].isEnabled()


def test_a_discount_with_a_reason_and_a_second_persons_pin(stocked: Till) -> None:
    stocked.scan(TEA)
    stocked.press(K.Key_F6)
    view = stocked.counter.sale_view
    stocked.type("10")
    click(stocked, view.discount.reasons.chip("damaged"))  # type: ignore[arg-type]
    stocked.press(K.Key_Return)
    assert view.pin.isVisible()
    click(stocked, view.pin.people.chip(view.pin.people.chosen()[0]))  # type: ignore[arg-type]
    marta = str(stocked.shop.people["Marta"].id)
    click(stocked, view.pin.people.chip(marta))  # type: ignore[arg-type]
    stocked.type(SENIOR_PIN)
    assert not view.pin.isVisible()
    line = view.cart.lines.line_at(0)
    assert line is not None
    assert line.amount == "zł\u00a09.00"
    assert view.cart.hasFocus()


def test_tab_walks_the_discount_as_the_eye_does(stocked: Till) -> None:
    stocked.scan(TEA)
    stocked.press(K.Key_F6)
    seen = []
    for _ in range(6):
        stocked.press(K.Key_Tab)
        focus = QApplication.focusWidget()
        seen.append(focus.accessibleName() if focus is not None else "")
    assert seen == ["Close", "Line", "Damaged", "%", "5%", "Give discount"]


def test_park_and_resume(stocked: Till) -> None:
    stocked.scan(SOAP)
    stocked.press(K.Key_F9)
    assert stocked.lines() == []
    assert stocked.window.message().startswith("Parked")
    stocked.press(K.Key_F9)
    assert stocked.counter.sale_view.parked.isVisible()
    stocked.press(K.Key_Return)
    assert stocked.lines() == ["1 Soap with lavender"]


def test_quick_items_by_key_and_touch(stocked: Till) -> None:
    stocked.press(K.Key_F4)
    panel = stocked.counter.sale_view.quick_panel
    assert panel.isVisible()
    click(stocked, panel.tiles.tiles()[1])
    stocked.press(K.Key_Return)
    assert sorted(stocked.lines()) == ["1 Soap with lavender", "1 Зелёный чай"]
    stocked.press(K.Key_Escape)
    assert not panel.isVisible()


def test_in_a_wide_window_quick_items_stand_open(stocked: Till) -> None:
    stocked.window.resize(1536, 864)
    stocked.rest()
    column = stocked.counter.sale_view.quick_column
    assert column.isVisible()
    click(stocked, column.tiles.tiles()[0])
    assert stocked.lines() == ["1 Soap with lavender"]


def test_the_sale_is_dropped_from_the_menu_and_brought_back(stocked: Till) -> None:
    stocked.scan(SOAP)
    stocked.counter.sale_view.sale_cancelled.emit()
    assert stocked.lines() == []
    stocked.press(K.Key_Z, control=True)
    assert stocked.lines() == ["1 Soap with lavender"]


# -- customers --------------------------------------------------------------------------------


def test_f3_types_finds_and_attaches(stocked: Till) -> None:
    stocked.shop.customer("Мария Новак", card=7)
    stocked.scan(SOAP)
    stocked.press(K.Key_F3)
    assert stocked.page == "customer_find"
    assert stocked.counter.find_view.field.edit.hasFocus()
    stocked.type("нов")
    stocked.press(K.Key_Return)
    assert stocked.page == "sale"
    assert stocked.counter.sale_view._state.customer.title == "Мария Новак"
    assert stocked.lines() == ["1 Soap with lavender"]


def test_escape_leaves_the_search_with_nothing_lost(stocked: Till) -> None:
    stocked.scan(SOAP)
    stocked.press(K.Key_F3)
    stocked.type("x")
    stocked.press(K.Key_Escape)
    assert stocked.page == "customer_find"
    stocked.press(K.Key_Escape)
    assert stocked.page == "sale"
    assert stocked.lines() == ["1 Soap with lavender"]


def test_a_card_scanned_in_the_search_attaches(stocked: Till) -> None:
    stocked.shop.customer("Maria Nowak", card=7)
    stocked.press(K.Key_F3)
    stocked.wedge(card_number(7))
    assert stocked.page == "sale"
    assert stocked.counter.sale_view._state.customer.mode == "attached"


def test_a_new_customer_by_enter_from_field_to_field(stocked: Till) -> None:
    stocked.scan(SOAP)
    stocked.press(K.Key_Insert)
    view = stocked.counter.new_view
    assert stocked.page == "new_customer"
    assert view.fields["phone"].edit.hasFocus()
    stocked.type("601204118")
    stocked.press(K.Key_Return)
    assert view.fields["name"].edit.hasFocus()
    stocked.type("Ola")
    stocked.wedge(card_number(9))
    assert view.fields["name"].text() == "Ola"
    assert view.fields["card"].text() == card_number(9)
    click(stocked, view.consents.keep)  # type: ignore[arg-type]
    stocked.press(K.Key_S, control=True)
    assert stocked.page == "sale"
    assert stocked.counter.sale_view._state.customer.title == "Ola"
    assert stocked.lines() == ["1 Soap with lavender"]


# -- payment ----------------------------------------------------------------------------------


def test_cash_typed_change_live_enter(stocked: Till) -> None:
    stocked.scan(TEA)
    stocked.press(K.Key_F10)
    view = stocked.counter.payment_view
    stocked.type("20")
    assert view.tenders["cash"].box.text() == "20"
    assert view._state.total == "zł\u00a010.00"
    stocked.press(K.Key_Return)
    assert stocked.counter.done_view.slab.amount.text() == "zł\u00a010.00"


def test_quick_cash_and_the_pad_by_touch(stocked: Till) -> None:
    stocked.scan(TEA)
    stocked.press(K.Key_F10)
    panel = stocked.counter.payment_view.tenders["cash"]
    for key in ("5", "0"):
        click(stocked, panel.pad.keys[key])
    assert panel.box.text() == "50"
    click(stocked, stocked.counter.payment_view.done)
    assert stocked.page == "done"


def test_split_by_keys_only(stocked: Till) -> None:
    stocked.scan(TEA)
    stocked.press(K.Key_F12)
    stocked.type("4")
    stocked.press(K.Key_Return)
    view = stocked.counter.payment_view
    assert view.tenders["card"].state() == "accepted"
    assert view.tenders["cash"].state() == "active"
    stocked.press(K.Key_Return)
    assert stocked.page == "done"


def test_escape_from_payment_keeps_the_sale(stocked: Till) -> None:
    stocked.scan(TEA)
    stocked.press(K.Key_F11)
    stocked.press(K.Key_Escape)
    assert stocked.page == "sale"
    assert stocked.lines() == ["1 Зелёный чай"]


def test_points_by_keys(stocked: Till) -> None:
    stocked.desk.use(GOLDEN)
    dear = stocked.shop.product("Dear", 1107000)
    person = stocked.shop.customer("Katarzyna", card=7)
    stocked.desk.desk.add_product(dear.id)
    stocked.desk.desk.attach_customer(person.id, card_number(7))
    stocked.desk.pay_cash()
    stocked.window.show_page("sale")
    stocked.scan(card_number(7))
    stocked.scan(TEA)
    stocked.press(K.Key_F8)
    assert stocked.page == "payment"
    assert stocked.counter.payment_view.points.state() == "active"
    stocked.press(K.Key_Right)
    stocked.press(K.Key_Right)
    assert stocked.counter.payment_view.points.slider.value() == 200
    stocked.press(K.Key_Return)
    stocked.press(K.Key_Return)
    assert stocked.page == "done"


def test_a_product_scanned_in_payment_joins(stocked: Till) -> None:
    stocked.scan(TEA)
    stocked.press(K.Key_F10)
    stocked.wedge(SOAP)
    assert stocked.page == "payment"
    assert stocked.counter.payment_view.tenders["cash"].box.text() == "12.50"


# -- done -------------------------------------------------------------------------------------


def test_a_copy_and_a_new_sale(stocked: Till) -> None:
    stocked.scan(TEA)
    stocked.press(K.Key_F10)
    stocked.press(K.Key_Return)
    stocked.press(K.Key_P, control=True)
    assert stocked.counter.done_view.notice.text() == "A copy is being printed."
    stocked.press(K.Key_Return)
    assert stocked.page == "sale"
    assert stocked.counter.sale_view.empty.isVisible()
