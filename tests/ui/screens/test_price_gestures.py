"""Prices at the counter in the real window: the least price, and the groups of a person."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from pos_app.domain.pricing import Programme
from pos_app.services.price_levels import LevelForm, PriceLevels
from tests.builders import OWNER_SECRET, ean13
from tests.ui.screens.conftest import Till
from tests.ui.screens.test_counter_gestures import click
from tests.ui.shots import text_tree

K = Qt.Key
CREAM = ean13("590000000003")


@pytest.fixture
def cream(till: Till) -> int:
    """Cream at 10.00 that cost 8.00; a tenth of the price makes 8.89 the least."""
    made = till.shop.product("Cream", 1000, cost=800, barcodes=(CREAM,))
    till.desk.use(Programme(margin_floor=1000))
    return made.id


def test_below_the_least_price_the_owner_types_the_password(till: Till, cream: int) -> None:
    assert cream
    till.scan(CREAM)
    till.press(K.Key_F6)
    view = till.counter.sale_view
    till.type("12")
    click(till, view.discount.reasons.chip("damaged"))  # type: ignore[arg-type]
    till.press(K.Key_Return)
    assert view.pin.isVisible()
    assert "Cream would bring zł\u00a08.80; the least is zł\u00a08.89" in text_tree(view.pin)
    leyla = str(till.shop.people["Leyla"].id)
    click(till, view.pin.people.chip(leyla))  # type: ignore[arg-type]
    till.type(OWNER_SECRET)
    till.press(K.Key_Return)
    assert not view.pin.isVisible()
    line = view.cart.lines.line_at(0)
    assert line is not None
    assert line.amount == "zł\u00a08.80"


def test_a_group_typed_in_the_search_has_its_price_at_once(till: Till, cream: int) -> None:
    shop = till.shop
    levels = PriceLevels(shop.store.uow, shop.clock, shop.ids, shop.sink)
    levels.put(shop.owner, cream, LevelForm(price=900, group="VIP"))
    shop.customer("Maria", card=7)
    till.scan(CREAM)
    till.press(K.Key_F3)
    till.press(K.Key_F6)  # not a cashier's thing
    view = till.counter.find_view
    side = view.side
    assert not side.names.isVisible()
    till.press(K.Key_Escape)
    till.desk.desk.session = shop.senior
    till.press(K.Key_F3)
    till.press(K.Key_F6)
    assert side.names.edit.hasFocus()
    till.type("vip")
    till.press(K.Key_F6)
    assert view.field.edit.hasFocus()
    assert "Groups" in text_tree(side.person)
    assert "VIP" in text_tree(side.person)
    till.press(K.Key_F6)
    till.press(K.Key_Escape)
    assert not side.names.isVisible()
    till.press(K.Key_Return)
    assert till.page == "sale"
    line = till.counter.sale_view.cart.lines.line_at(0)
    assert line is not None
    assert line.amount == "zł\u00a09.00"
    assert [badge.text for badge in line.badges] == ["VIP price"]
