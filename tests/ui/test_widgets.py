"""The widgets' behaviour: values, signals, keys, names, states."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from pos_app.i18n import Formats
from pos_app.ui import theme
from pos_app.ui.widgets.button import VARIANTS, Button, look
from pos_app.ui.widgets.card import Card, Surface, TenderCard, TotalSlab
from pos_app.ui.widgets.choice import CheckRow, ChipGroup, Radio, Segmented, Toggle
from pos_app.ui.widgets.field import AmountField, MoneyEdit, Select, TextField
from pos_app.ui.widgets.keypad import Keypad, QuickCash
from pos_app.ui.widgets.label import ElidedLabel, Label, initials
from pos_app.ui.widgets.message import Banner, Skeleton
from pos_app.ui.widgets.number import PointsSlider, Stepper
from pos_app.ui.widgets.pin_entry import PinEntry
from pos_app.ui.widgets.rows import Row, RowList
from pos_app.ui.widgets.search import SearchField
from pos_app.ui.widgets.slip import SlipPreview
from pos_app.ui.widgets.table import CELL_ROLE, Cell, Column, Table, TableRow
from tests.ui.gallery import build

LEFT = Qt.MouseButton.LeftButton


def shown(qtbot: QtBot, widget: QWidget, width: int = 400, height: int = 300) -> QWidget:
    """Put a widget on a page and show it."""
    page = Surface()
    column = QVBoxLayout(page)
    column.addWidget(widget)
    column.addStretch(1)
    page.resize(width, height)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitExposed(page)
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow, timeout=2000)
    widget.__dict__["page"] = page  # qtbot keeps no reference of its own
    return page


# -- button -------------------------------------------------------------------------------


@pytest.mark.parametrize("name", theme.NAMES)
@pytest.mark.parametrize("variant", VARIANTS)
def test_button_text_keeps_its_contrast_in_every_state(
    variant: str, name: str, qapp: QApplication
) -> None:
    theme.apply(qapp, name)  # type: ignore[arg-type]
    slab = variant.startswith("slab")
    ground = theme.color("slab" if slab else "surface")
    for state in ("default", "hover", "pressed"):
        drawn = look(variant, state)
        under = _over(drawn.fill, ground) if drawn.fill is not None else ground
        assert theme.contrast(_over(drawn.ink, under), under) >= 4.5, state


def _over(top: QColor, under: QColor) -> QColor:
    share = top.alphaF()
    channels = zip(top.getRgb()[:3], under.getRgb()[:3], strict=True)
    return QColor(*(round(a * share + b * (1 - share)) for a, b in channels))


def test_the_states_of_a_button_look_different(qtbot: QtBot) -> None:
    button = Button("Save", icon="check", cap="F10")
    shown(qtbot, button)
    pictures = set()
    for state in ("", "hover", "pressed"):
        button.preview(state)
        pictures.add(bytes(button.grab().toImage().bits()))
    button.setEnabled(False)
    pictures.add(bytes(button.grab().toImage().bits()))
    assert len(pictures) == 4


def test_counter_buttons_are_big_enough_for_a_thumb(qtbot: QtBot) -> None:
    for size, height in (("compact", 40), ("control", 48), ("pos", 56), ("primary", 72)):
        button = Button("+", size=size)
        qtbot.addWidget(button)
        assert button.sizeHint().height() == height
        assert button.sizeHint().width() >= 40


def test_a_button_never_cuts_its_words(qtbot: QtBot) -> None:
    for stacked in (False, True):
        button = Button("Tez-tez alınanlar", icon="layout-grid", cap="F4", stacked=stacked)
        qtbot.addWidget(button)
        need = button.fontMetrics().horizontalAdvance("Tez-tez")
        assert button.minimumSizeHint().width() > need
        assert button.minimumSizeHint().width() <= button.sizeHint().width()


def test_a_busy_button_is_deaf(qtbot: QtBot) -> None:
    button, clicks = Button("Pay"), []
    shown(qtbot, button)
    button.clicked.connect(lambda: clicks.append(1))
    button.set_busy(True)
    QTest.mouseClick(button, LEFT)
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert clicks == []
    assert button.state() == "pressed"
    button.set_busy(False)
    QTest.mouseClick(button, LEFT)
    assert clicks == [1]


def test_a_locked_button_still_answers(qtbot: QtBot) -> None:
    button, clicks = Button("Discount"), []
    shown(qtbot, button)
    button.clicked.connect(lambda: clicks.append(1))
    width = button.sizeHint().width()
    button.set_locked(True)
    assert button.sizeHint().width() > width
    QTest.mouseClick(button, LEFT)
    assert clicks == [1]


def test_an_unknown_variant_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="variant"):
        Button("x", v="loud")


# -- labels -------------------------------------------------------------------------------


def test_markup_is_shown_not_obeyed(qtbot: QtBot) -> None:
    page = build()
    qtbot.addWidget(page)
    labels = page.findChildren(QLabel)
    assert labels
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in labels)
    plain, marked = Label("x" * 10), Label("<b>x</b>")
    qtbot.addWidget(plain)
    qtbot.addWidget(marked)
    assert marked.sizeHint().width() > Label("x").sizeHint().width() * 3


def test_long_names_keep_what_matters(qtbot: QtBot) -> None:
    goods = ElidedLabel("Repairing shampoo with precious argan oil, 400 ml", middle=True)
    page = shown(qtbot, goods, 220, 60)
    assert goods.text().endswith("400 ml")
    assert "…" in goods.text()
    assert goods.toolTip() == goods.full_text()
    page.resize(900, 60)
    QTest.qWait(5)
    assert goods.text() == goods.full_text()
    assert goods.toolTip() == ""


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Marina Sokolova", "MS"),
        ("Ольга К.", "ОК"),
        ("ə", "Ə"),
        ("", ""),
        ("Jan Maria Rokita", "JM"),
    ],
)
def test_initials(name: str, letters: str) -> None:
    assert initials(name) == letters


# -- fields -------------------------------------------------------------------------------


def test_a_field_says_what_is_wrong_and_takes_it_back(qtbot: QtBot) -> None:
    field = TextField("Phone", hint="With the country")
    shown(qtbot, field)
    field.set_error("3 digits missing")
    assert field.edit.property("error") is True
    assert field._note.text() == "3 digits missing"
    field.set_error("")
    assert field._note.text() == "With the country"
    assert field.edit.accessibleName() == "Phone"


def test_setting_a_value_is_not_typing(qtbot: QtBot) -> None:
    field, seen = TextField("Name"), []
    shown(qtbot, field)
    field.changed.connect(seen.append)
    field.set_text("Anna")
    assert seen == []
    QTest.keyClicks(field.edit, "!")
    assert seen == ["Anna!"]


@pytest.mark.parametrize(
    ("typed", "minor"),
    [("12,5", 1250), ("12.50", 1250), ("1 234,50", 123450), ("0,07", 7), ("", None), ("abc", None)],
)
def test_money_takes_comma_and_point(typed: str, minor: int | None, qtbot: QtBot) -> None:
    field = MoneyEdit(Formats("pl", "PLN"), "Amount")
    shown(qtbot, field)
    seen: list[object] = []
    field.value_changed.connect(seen.append)
    QTest.keyClicks(field.edit, typed)
    assert field.value() == minor
    assert field.is_valid() == (typed != "abc")
    if typed:
        assert seen[-1] == minor


def test_money_shows_its_currency_and_keeps_typing(qtbot: QtBot) -> None:
    field = MoneyEdit(Formats("ru", "RUB"))
    shown(qtbot, field)
    assert field._suffix.text() == "₽"
    field.set_value(123450)
    assert field.value() == 123450
    field.edit.setText("60,")
    field.set_value(6000)
    assert field.edit.text() == "60,"


def test_the_keypad_types_into_an_amount(qtbot: QtBot) -> None:
    field = AmountField("Points", parse=int, show=str)
    pad = Keypad(separator=",")
    shown(qtbot, field)
    qtbot.addWidget(pad)
    pad.pressed.connect(field.type_key)
    for key in ("1", "2", "0", "back"):
        pad.keys[key].click()
    assert field.value() == 12
    field.select_all()
    pad.keys["7"].click()
    assert field.value() == 7


def test_a_select_keeps_its_key_through_another_language(qtbot: QtBot) -> None:
    select, seen = Select((("a", "Apple"), ("p", "Pear"))), []
    shown(qtbot, select)
    select.chosen.connect(seen.append)
    select.set_key("p")
    select.set_choices((("a", "Jabłko"), ("p", "Gruszka")))
    assert (select.key(), select.currentText()) == ("p", "Gruszka")
    assert seen == []
    select.setFocus()
    QTest.keyClick(select, Qt.Key.Key_Up)
    assert seen == ["a"]


# -- choices ------------------------------------------------------------------------------


def test_one_of_several_chips(qtbot: QtBot) -> None:
    group, seen = ChipGroup(), []
    shown(qtbot, group)
    group.set_choices((("m", "Myself"), ("f", "Family"), ("w", "Work")), ["f"])
    group.changed.connect(seen.append)
    QTest.mouseClick(group.chip("w"), LEFT)
    QTest.mouseClick(group.chip("w"), LEFT)
    assert seen == [("w",), ()]
    group.chip("m").setFocus()
    QTest.keyClick(group.chip("m"), Qt.Key.Key_Right)
    assert group.chip("f").hasFocus()
    QTest.keyClick(group.chip("f"), Qt.Key.Key_Space)
    assert group.chosen() == ("f",)


def test_a_required_choice_stays_and_several_add_up(qtbot: QtBot) -> None:
    one, many = ChipGroup(optional=False), ChipGroup(several=True)
    shown(qtbot, one)
    shown(qtbot, many)
    for group in (one, many):
        group.set_choices((("a", "A"), ("b", "B")), ["a"])
        QTest.mouseClick(group.chip("a"), LEFT)
        QTest.mouseClick(group.chip("b"), LEFT)
    assert one.chosen() == ("b",)
    assert many.chosen() == ("b",)
    QTest.mouseClick(many.chip("a"), LEFT)
    assert many.chosen() == ("a", "b")


def test_chips_wrap_when_words_grow(qtbot: QtBot) -> None:
    group = ChipGroup()
    page = shown(qtbot, group, 260, 300)
    group.set_choices([(str(n), "Sensitive skin") for n in range(4)])
    QTest.qWait(10)
    rows = {group.chip(str(n)).y() for n in range(4)}
    assert len(rows) > 1
    assert all(group.chip(str(n)).geometry().right() <= group.width() for n in range(4))
    assert page.isVisible()


def test_the_whole_row_is_the_target_of_a_check(qtbot: QtBot) -> None:
    check = CheckRow("Keep my details", note="required")
    shown(qtbot, check)
    QTest.mouseClick(check, LEFT, pos=QPoint(check.width() - 4, 20))
    assert check.isChecked()
    assert check.height() >= 40


def test_radios_exclude_each_other_and_a_toggle_has_a_name(qtbot: QtBot) -> None:
    page = QWidget()
    column = QVBoxLayout(page)
    first, second, toggle = Radio("A"), Radio("B"), Toggle("Sound")
    for widget in (first, second, toggle):
        column.addWidget(widget)
    qtbot.addWidget(page)
    first.click()
    second.click()
    assert [first.isChecked(), second.isChecked()] == [False, True]
    assert toggle.accessibleName() == "Sound"


def test_segments(qtbot: QtBot) -> None:
    parts, seen = Segmented((("7", "7 days"), ("30", "30 days"))), []
    shown(qtbot, parts)
    parts.changed.connect(seen.append)
    assert parts.chosen() == "7"
    parts.set_chosen("30")
    assert seen == []
    QTest.mouseClick(parts._segments["7"], LEFT)
    assert seen == ["7"]


# -- numbers ------------------------------------------------------------------------------


def test_the_stepper_steps_by_touch_and_keys(qtbot: QtBot) -> None:
    stepper, steps, opened = Stepper("3"), [], []
    shown(qtbot, stepper)
    stepper.stepped.connect(steps.append)
    stepper.opened.connect(lambda: opened.append(1))
    QTest.mouseClick(stepper, LEFT, pos=QPoint(20, 20))
    QTest.mouseClick(stepper, LEFT, pos=QPoint(stepper.width() - 20, 20))
    QTest.mouseClick(stepper, LEFT, pos=QPoint(stepper.width() // 2, 20))
    stepper.setFocus()
    QTest.keyClick(stepper, Qt.Key.Key_Minus)
    stepper.set_value("1", less=False)
    QTest.keyClick(stepper, Qt.Key.Key_Minus)
    assert steps == [-1, 1, -1]
    assert opened == [1]
    assert stepper.text() == "1"


def test_points_go_in_steps_and_to_the_very_end(qtbot: QtBot) -> None:
    slider, seen = PointsSlider(names=("Points", "Less", "More")), []
    shown(qtbot, slider)
    slider.set_range(55_300, 1_000)
    slider.set_value(30_000)
    slider.changed.connect(seen.append)
    slider.more.click()
    slider.less.click()
    assert seen == [31_000, 30_000]
    slider._track.setFocus()
    QTest.keyClick(slider._track, Qt.Key.Key_End)
    slider.more.click()
    slider.less.click()
    QTest.keyClick(slider._track, Qt.Key.Key_Home)
    assert seen[2:] == [55_300, 55_000, 0]


def test_the_slider_follows_a_finger(qtbot: QtBot) -> None:
    slider, seen = PointsSlider(), []
    shown(qtbot, slider)
    slider.set_range(1_000, 100)
    slider.changed.connect(seen.append)
    track = slider._track
    QTest.mousePress(track, LEFT, pos=QPoint(track.width() // 2, 24))
    QTest.mouseMove(track, QPoint(track.width() - 2, 24))
    QTest.mouseRelease(track, LEFT)
    assert seen[0] == 500
    assert slider.value() == 1_000


def test_no_points_means_a_dead_slider(qtbot: QtBot) -> None:
    slider = PointsSlider()
    shown(qtbot, slider)
    slider.set_range(0, 100)
    assert not slider.isEnabled()
    assert slider.value() == 0


def test_quick_cash_offers_exact_and_notes(qtbot: QtBot) -> None:
    cash, seen = QuickCash(), []
    shown(qtbot, cash)
    cash.chosen.connect(seen.append)
    cash.set_amounts((5460, "Exact 54.60"), [(5500, "55"), (6000, "60")], "F10")
    for button in cash._buttons:
        button.click()
    cash.set_amounts(None, [(10_000, "100")])
    cash._buttons[0].click()
    assert seen == [5460, 5500, 6000, 10_000]
    assert not cash._buttons[1].isVisible()


def test_keypads_never_take_the_focus(qtbot: QtBot) -> None:
    pad = Keypad(order="phone", clear="Clear", back_name="Backspace")
    qtbot.addWidget(pad)
    assert {key.focusPolicy() for key in pad.keys.values()} == {Qt.FocusPolicy.NoFocus}
    assert pad.keys["back"].accessibleName() == "Backspace"
    assert set(pad.keys) == set("0123456789") | {"back", "clear"}


# -- search -------------------------------------------------------------------------------


class Search:
    def __init__(self, qtbot: QtBot) -> None:
        self.field = SearchField("Scan or type")
        self.page = shown(qtbot, self.field)
        self.log: list[str] = []
        self.field.edited.connect(lambda text: self.log.append(f"edited {text}"))
        self.field.submitted.connect(lambda text: self.log.append(f"submitted {text}"))
        self.field.picked.connect(lambda key: self.log.append(f"picked {key}"))
        self.field.left.connect(lambda: self.log.append("left"))

    def key(self, key: Qt.Key) -> None:
        QTest.keyClick(self.field.edit, key)


@pytest.fixture
def search(qtbot: QtBot) -> Search:
    return Search(qtbot)


ROWS = tuple(Row(key=str(n), title=f"Soap {n}", right="€1.00") for n in range(12))


def test_a_letter_typed_on_the_page_opens_the_search(search: Search) -> None:
    search.field.begin("s")
    search.field.begin("o")
    assert search.field.text() == "so"
    assert search.log == ["edited s", "edited so"]
    assert search.field.edit.hasFocus()


def test_results_are_chosen_by_arrows_and_enter(search: Search) -> None:
    search.field.begin("s")
    search.field.set_results(ROWS)
    assert search.field.results_open()
    search.key(Qt.Key.Key_Down)
    search.key(Qt.Key.Key_Down)
    search.key(Qt.Key.Key_Up)
    search.key(Qt.Key.Key_Return)
    assert search.log[-2:] == ["picked 1", "left"]
    assert search.field.text() == ""
    assert not search.field.results_open()


def test_a_code_with_enter_is_submitted(search: Search) -> None:
    search.field.begin("46")
    search.key(Qt.Key.Key_Return)
    assert search.log[-2:] == ["submitted 46", "left"]


def test_esc_clears_first_and_then_belongs_to_the_page(search: Search) -> None:
    search.field.begin("s")
    search.field.set_results(ROWS)
    search.key(Qt.Key.Key_Escape)
    assert search.field.text() == ""
    assert search.log[-2:] == ["edited ", "left"]
    search.log.clear()
    search.key(Qt.Key.Key_Escape)
    assert search.log == []


def test_results_lie_under_the_field_and_go_with_it(search: Search) -> None:
    search.field.set_results(ROWS)
    results = search.field._results
    assert results is not None
    below = search.field.mapTo(search.page, QPoint(0, search.field.height()))
    assert results.geometry().topLeft() == below + QPoint(0, 5)
    search.field.set_results(())
    assert not search.field.results_open()


def test_the_border_tells_ready_from_alarm(search: Search) -> None:
    search.field.edit.clearFocus()
    colours = set()
    for state in ("idle", "ready", "alarm"):
        search.field.set_state(state)
        middle = search.field.grab().toImage().pixelColor(100, 0)
        colours.add(middle.name())
    assert len(colours) == 3


# -- lists, tables ------------------------------------------------------------------------


def test_a_list_keeps_its_cursor_when_rows_change(qtbot: QtBot) -> None:
    rows, moves, picks = RowList(), [], []
    shown(qtbot, rows)
    rows.selected.connect(moves.append)
    rows.picked.connect(picks.append)
    rows.set_rows(ROWS, "3")
    rows.set_rows((Row(key="new", title="New"), *ROWS))
    assert rows.key() == "3"
    assert moves == []
    rows.setFocus()
    QTest.keyClick(rows, Qt.Key.Key_Down)
    QTest.keyClick(rows, Qt.Key.Key_Return)
    assert moves == ["4"]
    assert picks == ["4"]


def test_a_row_speaks_to_a_screen_reader(qtbot: QtBot) -> None:
    rows = RowList(name="Customers")
    qtbot.addWidget(rows)
    rows.set_rows((Row(key="1", title="Anna", note="4821", right="Gold"),))
    index = rows.rows.index(0)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Anna, 4821, Gold"


def test_a_disabled_row_cannot_be_chosen(qtbot: QtBot) -> None:
    rows, picks = RowList(), []
    shown(qtbot, rows)
    rows.picked.connect(picks.append)
    rows.set_rows((Row(key="1", title="Gone", enabled=False), Row(key="2", title="Here")))
    QTest.mouseClick(rows.viewport(), LEFT, pos=QPoint(40, 30))
    QTest.mouseClick(rows.viewport(), LEFT, pos=QPoint(40, 90))
    assert picks == ["2"]


def test_a_table_shows_numbers_right_and_names_its_columns(qtbot: QtBot) -> None:
    table = Table((Column(title="Name"), Column(title="Sum", width=90, right=True)), name="Sales")
    shown(qtbot, table)
    table.set_rows((TableRow(key="a", cells=("Soap", Cell(text="1.00", tone="danger-text"))),))
    model = table.table_model
    right = model.index(0, 1).data(Qt.ItemDataRole.TextAlignmentRole)
    assert Qt.AlignmentFlag(right) & Qt.AlignmentFlag.AlignRight
    assert model.headerData(1, Qt.Orientation.Horizontal) == "Sum"
    assert model.index(0, 1).data(CELL_ROLE).tone == "danger-text"
    assert model.index(0, 1).data(Qt.ItemDataRole.AccessibleTextRole) == "1.00"
    assert table.columnWidth(1) == 90
    assert not table.showGrid()


def test_a_table_picks_by_enter_and_double_tap_and_leaves_other_keys(qtbot: QtBot) -> None:
    table, picks, moves = Table((Column(title="Name"),)), [], []
    shown(qtbot, table)
    table.picked.connect(picks.append)
    table.selected.connect(moves.append)
    table.set_rows([TableRow(key=str(n), cells=(f"Row {n}",)) for n in range(30)], "0")
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Down)
    QTest.keyClick(table, Qt.Key.Key_Return)
    spot = table.visualRect(table.table_model.index(2, 0)).center()
    QTest.mouseClick(table.viewport(), LEFT, pos=spot)
    QTest.mouseDClick(table.viewport(), LEFT, pos=spot)
    assert picks == ["1", "2"]
    assert moves == ["1", "2"]
    table.set_rows([TableRow(key=str(n), cells=(f"Row {n}",)) for n in range(3)])
    assert table.key() == "2"


# -- messages, slabs, slips ---------------------------------------------------------------


def test_a_banner_hides_when_there_is_nothing_to_say(qtbot: QtBot) -> None:
    banner, acts = Banner(), []
    shown(qtbot, banner)
    banner.acted.connect(lambda: acts.append(1))
    banner.set_message("No paper", "danger")
    banner.set_action("Reprint", "Ctrl P")
    assert banner.isVisible()
    QTest.mouseClick(banner._button, LEFT)
    assert acts == [1]
    banner.set_message("")
    assert not banner.isVisible()


def test_skeletons_wait_before_they_show(qtbot: QtBot) -> None:
    bones = Skeleton(2)
    page = shown(qtbot, bones)

    def ink() -> str:
        spot = bones.mapTo(page, QPoint(38, 32))
        return page.grab().toImage().pixelColor(spot).name()

    bones.start()
    assert ink() == theme.color("bg").name()
    qtbot.waitUntil(lambda: ink() == theme.color("line").name(), timeout=1500)
    bones.stop()
    assert not bones.isVisible()


def test_the_slab_says_total_rows_and_why_not(qtbot: QtBot) -> None:
    slab = TotalSlab()
    shown(qtbot, slab)
    slab.set_rows((("Before", "47.47"), ("Discounts", "−6.29")))
    slab.set_total("To pay", "€41.18")
    slab.set_reason("Solve the unknown code first")
    assert slab._reason.isVisible()
    slab.set_rows((("Sum", "184.60"),))
    assert [label.isVisible() for label, _ in slab._row_labels] == [True, False]
    slab.set_reason("")
    assert not slab._reason.isVisible()
    assert slab._amount.accessibleName() == "To pay €41.18"


def test_a_tender_card_shows_its_state(qtbot: QtBot) -> None:
    card = TenderCard("banknote", "Cash")
    shown(qtbot, card)
    waiting = card.grab().toImage()
    card.set_state("active")
    assert card.grab().toImage() != waiting
    card.set_hint("54.60 to pay")
    assert card._hint.text() == "54.60 to pay"


def test_a_card_s_shadow_lies_on_the_page(qtbot: QtBot) -> None:
    page = Surface()
    column = QVBoxLayout(page)
    column.setContentsMargins(30, 30, 30, 30)
    column.addWidget(Card())
    page.resize(200, 200)
    qtbot.addWidget(page)
    page.show()
    picture = page.grab().toImage()
    bg = theme.color("bg").name()
    assert picture.pixelColor(5, 5).name() == bg
    assert picture.pixelColor(100, 173).name() != bg


def test_a_slip_is_as_wide_as_the_paper_and_survives_bad_bytes(qtbot: QtBot) -> None:
    slip = SlipPreview("Receipt 1087")
    qtbot.addWidget(slip)
    slip.resize(340, 300)
    slip.show()
    image = QImage(576, 1200, QImage.Format.Format_Mono)
    image.fill(1)
    slip.set_image(image, "Receipt 1087, total €41.18")
    QTest.qWait(5)
    sheet = slip.widget()
    assert sheet.accessibleName() == "Receipt 1087, total €41.18"
    assert sheet.height() >= 1200 * (sheet.width() - 24) // 576
    slip.grab()
    slip.set_png(b"not a picture")
    slip.grab()


# -- PIN ----------------------------------------------------------------------------------


def test_a_pin_is_handed_over_once_and_forgotten(qtbot: QtBot) -> None:
    pin, seen = PinEntry(4), []
    qtbot.addWidget(pin)
    pin.completed.connect(seen.append)
    for key in ("1", "2", "back", "3", "4", "5"):
        assert pin.press(key)
    assert seen == ["1345"]
    assert pin.filled() == 0
    assert not pin.press("x")


def test_no_digit_is_taken_while_waiting(qtbot: QtBot) -> None:
    pin, seen = PinEntry(4), []
    qtbot.addWidget(pin)
    pin.completed.connect(seen.append)
    pin.set_locked(True)
    for key in "1234":
        pin.press(key)
    assert (seen, pin.filled()) == ([], 0)


# -- everything ---------------------------------------------------------------------------


def test_every_control_of_the_gallery_has_a_name(qtbot: QtBot) -> None:
    page = build()
    qtbot.addWidget(page)
    nameless = [
        type(widget).__name__
        for widget in page.findChildren(QWidget)
        if isinstance(widget, QAbstractButton | QLineEdit | QAbstractItemView)
        and widget.isVisibleTo(page)
        and not (widget.accessibleName() or getattr(widget, "text", lambda: "")())
    ]
    assert nameless == []


def test_qt_gives_back_what_it_borrows(qtbot: QtBot) -> None:
    """PySide6 6.12.0 on Python 3.11 drops a reference to None with every void call."""
    label = QLabel()
    qtbot.addWidget(label)
    label.setText("warm up")
    before = sys.getrefcount(None)
    for number in range(1000):
        label.setText(str(number))
    assert abs(sys.getrefcount(None) - before) < 200


def test_the_rows_of_a_select_are_big_enough_for_a_thumb(qtbot: QtBot) -> None:
    select = Select((("a", "Apple"), ("p", "Pear")))
    shown(qtbot, select)
    select.showPopup()
    qtbot.waitUntil(select.view().isVisible, timeout=1000)
    assert select.view().sizeHintForRow(0) >= 40
    select.hidePopup()
