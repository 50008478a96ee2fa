"""The page of customers in its real window: keys, taps, a list longer than the screen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from pos_app.domain.customer import Customer
from pos_app.i18n import translator
from pos_app.presenters.people_listing import AT_ONCE
from pos_app.ui.models.people import KEPT_PAGES, PAGE, PagedRowModel
from pos_app.ui.screens.profile_view import ProfileView
from pos_app.ui.widgets.rows import Row
from tests.ui.screens.conftest import Till
from tests.ui.screens.test_counter_gestures import click
from tests.ui.shots import settle

K = Qt.Key
MANY = 150


@pytest.fixture
def crowded(till: Till) -> Till:
    """150 people, Person 000 to Person 149."""
    with till.shop.store.uow() as uow:
        for number in range(MANY):
            uow.customers.add(Customer(id=0, uuid=f"p{number}", name=f"Person {number:03d}"))
        uow.commit()
    till.press(K.Key_F3)
    return till


def chosen(till: Till) -> str:
    view = till.counter.find_view
    return view.list.rows.row(view.list.place()).title


def wait(till: Till) -> None:
    QTest.qWait(250)
    settle(till.window)


def test_all_stand_in_the_list_once_nobody_types(crowded: Till) -> None:
    view = crowded.counter.find_view
    wait(crowded)
    assert view.count.text() == "150 customers"
    assert view.list.rows.rowCount() == MANY
    assert view.list.rows.row(149).title == "Person 149"
    assert chosen(crowded) == "Person 000"


def test_arrows_and_pages_move_while_the_field_keeps_the_focus(crowded: Till) -> None:
    view = crowded.counter.find_view
    wait(crowded)
    crowded.press(K.Key_Down)
    crowded.press(K.Key_Down)
    assert chosen(crowded) == "Person 002"
    crowded.press(K.Key_PageDown)
    assert chosen(crowded) == f"Person {2 + view.list.page_rows():03d}"
    crowded.press(K.Key_PageUp)
    crowded.press(K.Key_Up)
    assert chosen(crowded) == "Person 001"
    assert view.field.edit.hasFocus()
    assert view.side.person.isVisible()


def test_typing_narrows_counts_and_enter_attaches(crowded: Till) -> None:
    view = crowded.counter.find_view
    crowded.type("on 14")
    wait(crowded)
    assert view.count.text() == "12 of 150"  # 014, 114, 140–149
    assert view.took.text().startswith("found in ")
    name = chosen(crowded)
    crowded.press(K.Key_Down)
    assert chosen(crowded) != name
    name = chosen(crowded)
    crowded.press(K.Key_Return)
    assert crowded.page == "sale"
    assert crowded.counter.sale_view._state.customer.title == name


def test_f3_begins_the_search_anew(crowded: Till) -> None:
    crowded.type("149")
    assert chosen(crowded) == "Person 149"
    crowded.press(K.Key_F3)
    crowded.type("148")
    assert chosen(crowded) == "Person 148"


def test_a_tap_chooses_and_a_double_tap_attaches(crowded: Till) -> None:
    view = crowded.counter.find_view
    wait(crowded)
    spot = view.list.visualRect(view.list.rows.index(3)).center()
    QTest.mouseClick(view.list.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(spot))
    assert crowded.page == "customer_find"
    assert chosen(crowded) == "Person 003"
    QTest.mouseDClick(view.list.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(spot))
    assert crowded.counter.sale_view._state.customer.title == "Person 003"


def test_another_order_begins_at_its_top(crowded: Till) -> None:
    view = crowded.counter.find_view
    wait(crowded)
    view.order.chosen.emit("newest")
    assert view.list.rows.row(0).title == "Person 149"
    assert chosen(crowded) == "Person 000"  # whoever was chosen stays chosen
    view.order.chosen.emit("name")
    assert view.list.rows.row(0).title == "Person 000"


def test_the_list_stays_where_it_is_when_people_change(crowded: Till) -> None:
    view = crowded.counter.find_view
    wait(crowded)
    for _ in range(3):
        crowded.press(K.Key_PageDown)
    top, name = view.list.verticalScrollBar().value(), chosen(crowded)
    assert top > 0
    with crowded.shop.store.uow() as uow:
        uow.customers.add(Customer(id=0, uuid="new", name="Zed"))
        uow.commit()
    crowded.counter.find.changed()
    assert view.list.rows.rowCount() == MANY + 1
    assert (view.list.verticalScrollBar().value(), chosen(crowded)) == (top, name)
    assert view.count.text() == "151 customers"


def test_a_profile_takes_the_right_side(crowded: Till) -> None:
    class Profile:
        def __init__(self) -> None:
            self.seen: list[int | None] = []

        def open(self, customer_id: int) -> None:
            self.seen.append(customer_id)

        def clear(self) -> None:
            self.seen.append(None)

    view, find, profile = crowded.counter.find_view, crowded.counter.find, Profile()
    widget = ProfileView(translator("en"))
    view.set_profile(widget)
    find.set_profile(profile)
    find.show()
    assert view.right.currentWidget() is widget
    wait(crowded)
    crowded.press(K.Key_Down)
    crowded.press(K.Key_Down)
    wait(crowded)
    crowded.type("nobody")
    wait(crowded)
    first, third, last = profile.seen[0], profile.seen[-2], profile.seen[-1]
    assert (third, last) == ((first or 0) + 2, None)
    assert len(profile.seen) == 3  # nothing was read of the one the cursor only passed


def test_nobody_fits(crowded: Till) -> None:
    view = crowded.counter.find_view
    crowded.type("zzz")
    assert view.middle.currentWidget() is view.empty
    assert not view.side.put.isEnabled()
    crowded.press(K.Key_Return)
    assert crowded.page == "customer_find"
    crowded.press(K.Key_Insert)
    assert crowded.page == "new_customer"


def test_only_pages_looked_at_are_read_and_few_are_kept() -> None:
    asked: list[int] = []

    def read(offset: int, limit: int) -> list[Row]:
        asked.append(offset)
        return [Row(key=str(number), title="x") for number in range(offset, offset + limit)]

    model = PagedRowModel(read)
    model.reset(1_000_000)
    assert model.rowCount() == 1_000_000
    assert model.row(999_999).key == "999999"
    assert asked == [999_999 // PAGE * PAGE]
    for page in range(KEPT_PAGES + 5):
        model.row(page * PAGE)
    assert model.pages_at_hand() == KEPT_PAGES
    model.grow(10)
    assert model.rowCount() == 1_000_000


# -- filters ----------------------------------------------------------------------------------


def test_filters_open_by_key_and_narrow_while_they_are_typed(crowded: Till) -> None:
    view = crowded.counter.find_view
    with crowded.shop.store.uow() as uow:
        for number in (3, 5):
            person = uow.customers.by_uuid(f"p{number}")
            assert person is not None
            uow.customers.update(replace(person, groups=("VIP",), birthday=date(1990, 11, 1)))
        uow.commit()
    crowded.press(K.Key_F7)
    assert view.right.currentWidget() is view.filters
    view.filters.put.emit("groups", "VIP")
    assert view.list.rows.rowCount() == 2
    assert view.count.text() == "2 of 150"
    chip = view.chips.chip("groups:VIP")
    assert (chip.text(), chip.isVisible()) == ("VIP", True)
    assert chip.height() >= 40
    crowded.press(K.Key_Return)  # of the panel: nobody is put on the receipt
    assert crowded.page == "customer_find"
    crowded.press(K.Key_F7)
    assert view.right.currentWidget() is view.side
    assert view.field.edit.hasFocus()
    click(crowded, chip)
    assert view.list.rows.rowCount() == AT_ONCE or view.list.rows.rowCount() == MANY
    assert not view.chips.isVisible()


def test_a_day_typed_into_the_panel_stays_there(crowded: Till) -> None:
    view = crowded.counter.find_view
    crowded.press(K.Key_F7)
    edit = view.filters._fields["visited_from"].widget
    edit.edit.setFocus()  # type: ignore[attr-defined]
    crowded.type("1.9.2026")
    assert view.field.text() == ""
    assert edit.text() == "1.9.2026"  # type: ignore[attr-defined]
    assert view.chips.chip("visited_from").text() == "Last visit from 1.9.2026"
    assert view.middle.currentWidget() is view.empty
    crowded.press(K.Key_Escape)
    assert view.right.currentWidget() is view.side
    crowded.press(K.Key_Escape)
    assert crowded.page == "sale"


def test_a_view_is_saved_by_keys(crowded: Till) -> None:
    view = crowded.counter.find_view
    crowded.desk.desk.session = crowded.shop.senior
    crowded.press(K.Key_F7)
    view.filters.put.emit("has_card", "no")
    click(crowded, view.filters.save)
    assert view.filters.name.edit.hasFocus()
    crowded.type("without a card")
    crowded.press(K.Key_Return)
    assert not view.filters.name.isVisible()
    assert view.filters.view.currentText() == "without a card"
    assert view.filters.rename.isVisible()
