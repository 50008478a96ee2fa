"""Every counter page fits its window: four languages, three sizes, both themes, all panels."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QLineEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from pos_app.domain.customer import Channel
from pos_app.i18n import LANGUAGES, Formats, translator
from pos_app.presenters.customer_find_state import CustomerFindState
from pos_app.presenters.fill_state import AskView, ChoiceRow
from pos_app.presenters.new_customer_state import FieldView, GainRow, NewCustomerState, TapView
from pos_app.presenters.new_customer_words import channel_words
from pos_app.presenters.payment_state import DoneState, PaymentState
from pos_app.presenters.sale_state import (
    ApprovalView,
    ApproverView,
    ChoiceView,
    DiscountPanel,
    EntryPanel,
    HitView,
    NoticeView,
    OffersPanel,
    Panel,
    ParkedPanel,
    QuickPanel,
    SaleState,
)
from pos_app.ui import theme
from pos_app.ui.main_window import MainWindow
from pos_app.ui.page import Page
from pos_app.ui.scan_router import ScanRouter
from pos_app.ui.screens.customer_find_view import CustomerFindView
from pos_app.ui.screens.done_view import DoneView
from pos_app.ui.screens.new_customer_view import NewCustomerView
from pos_app.ui.screens.payment_view import PaymentView
from pos_app.ui.screens.sale_view import SaleView
from pos_app.ui.widgets.button import Button
from pos_app.ui.widgets.label import ElidedLabel
from pos_app.ui.widgets.number import Keypad, PointsSlider, QuickCash
from pos_app.ui.widgets.quick_tiles import QuickTiles
from tests.ui.screens import payment_states, sale_states
from tests.ui.shots import grab, settle

SIZES = ((1024, 768), (1366, 768), (1536, 864))
Shown = SaleState | PaymentState | DoneState | CustomerFindState | NewCustomerState


def panels(language: str) -> dict[str, Panel]:
    """Every panel of the sale, in words as long as they get."""
    f = Formats(language, sale_states.CURRENCIES[language])
    t = translator(language)
    words = sale_states.WORDS[language]
    name = sale_states.lines(language)[2].name
    reasons = ("Damaged", "Short date", "Price match", "Regular", "Apology", "Staff")
    people = tuple(ApproverView(key=str(n), text=f"Wiśniewska {n}", free=n == 1) for n in (2, 1, 3))
    return {
        "quantity": EntryPanel(kind="quantity", title=t._("Quantity"), subtitle=name, text="12",
                               unit="kg", error=words.reason),
        "discount": DiscountPanel(
            scopes=(ChoiceView(key="line", text=t._("Line"), on=True),
                    ChoiceView(key="order", text=t._("Receipt"))),
            modes=(ChoiceView(key="percent", text="%", on=True),
                   ChoiceView(key="amount", text=f.currency_symbol)),
            subtitle=name, text="12,5", unit="%",
            quick=tuple(ChoiceView(key=str(r), text=f.percent(r)) for r in (500, 1000, 1500, 2000)),
            reasons=tuple(ChoiceView(key=one, text=t._(one)) for one in reasons),
            preview=f"{f.amount(123456)} − {f.amount(12345)} = {f.money(111111)}",
            error=words.reason, can_remove=True,
        ),
        "offers": OffersPanel(offers=sale_states.full(language).offers, text="K123456784",
                              error=words.reason),
        "parked": ParkedPanel(rows=tuple(
            HitView(key=str(n), title=name, detail="09:00 · 11", icon="pause") for n in range(5))),
        "quick": QuickPanel(items=sale_states.quick(language), chosen=1),
        "approval": ApprovalView(serial=1, title=t._("Approval needed"),
                                 detail=t._("Paying with points without the card"),
                                 people=people,
                                 hint=t._("PIN of a second person, or their staff card first."),
                                 error=t._("Wrong PIN. Try again.")),
    }  # fmt: skip


def find(language: str) -> CustomerFindState:
    words, t = sale_states.WORDS[language], translator(language)
    return CustomerFindState(
        text="a", serial=1, total=9, place=1, chosen="1",
        count=t._("{n} of {all}", n="9", all="12 345"),
        took=t._("found in {n} ms", n="8"), hint=t._("Name, phone, card"),
        orders=(("name", t._("By name")),), person=words.name, person_detail=words.card_text,
        facts=((t._("Points"), "1 240"), (t._("Bought in all"), "15 340,00 ₽")), can_attach=True,
    )  # fmt: skip


def form(language: str) -> NewCustomerState:
    words, t = sale_states.WORDS[language], translator(language)
    return NewCustomerState(
        title=t._("New customer"), waits=t._("sale {number} waits", number="1087"), timer="0:14",
        phone=FieldView(text="+48 601 204 118", error=words.unknown_detail),
        name=FieldView(text=words.name), birthday=FieldView(text="24.11"), card=FieldView(),
        languages=(("en", "English"), ("az", "Azərbaycanca")), language="az",
        questions=tuple(
            TapView(key=str(n), number=str(n), text=words.before, note=t._("several"),
                    choices=tuple((str(c), words.name) for c in range(4 + n)), chosen=("1",),
                    several=n == 2)
            for n in (1, 2, 3)),
        keep=True, channels=channel_words(t), channels_on=(Channel.SMS.value,), can_print=True,
        card_title=t._("Scan a card"),
        card_detail=t._("A scan on this page is read as the card number."),
        keep_error=t._("Ask the customer, then tick this."), known=words.name,
        known_more=words.name,
        gains=tuple(GainRow(icon="gift", title=one.title, detail=one.detail, tone="warn")
                    for one in (*sale_states.full(language).offers,) * 2)[:4],
        gains_title=t._("With the card today"),
        rows=((words.before, "1"), (words.discounts, "2")), total_label=t._("To pay"),
        total="12 589,40 ₽",
    )  # fmt: skip


def states(language: str) -> dict[str, tuple[type[Page], Shown]]:
    """Every page and panel, by a name for its picture."""
    full, t = sale_states.full(language), translator(language)
    from dataclasses import replace

    known = replace(
        full.customer, note=sale_states.WORDS[language].unknown_detail,
        asks=t._("Questionnaire not answered: {points}", points="+50"),
    )  # fmt: skip
    ask = AskView(
        key="nps", text=sale_states.WORDS[language].unknown_detail, look="row",
        choices=tuple(ChoiceRow(key=str(n), text=str(n), label=str(n)) for n in range(11)),
        low=t._("not answered"), high=t._("not answered"),
    )  # fmt: skip

    notice = NoticeView(text=sale_states.WORDS[language].unknown_detail, kind="danger")
    found: dict[str, tuple[type[Page], Shown]] = {
        "sale": (SaleView, full),
        "sale-asks": (SaleView, replace(full, customer=known)),
        "sale-met": (
            SaleView,
            replace(sale_states.empty(language), customer=known, offers=full.offers),
        ),
        "sale-unknown": (SaleView, replace(sale_states.unknown(language), notice=notice)),
        "sale-empty": (SaleView, sale_states.empty(language)),
        "payment": (PaymentView, payment_states.split(language)),
        "payment-three": (PaymentView, payment_states.three(language)),
        "payment-certificate": (PaymentView, payment_states.with_certificate(language)),
        "payment-four": (PaymentView, payment_states.with_certificate(language, tenders=4)),
        "payment-code": (PaymentView, payment_states.code(language)),
        "payment-notice": (PaymentView, replace(payment_states.split(language), notice=notice)),
        "done": (DoneView, payment_states.finished(language)),
        "done-asks": (DoneView, replace(payment_states.finished(language), ask=ask)),
        "find": (CustomerFindView, find(language)),
        "new": (NewCustomerView, form(language)),
    }
    for name, panel in panels(language).items():
        found[f"sale-{name}"] = (SaleView, replace(full, panel=panel))
    return found


NAMES = tuple(states("en"))


@pytest.fixture(params=SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def window(request: pytest.FixtureRequest, qtbot: QtBot) -> Iterator[MainWindow]:
    made = MainWindow(ScanRouter())
    made.resize(*request.param)
    yield made
    made.hide()
    made.deleteLater()


def cut(page: QWidget) -> list[str]:
    """Buttons without room for their word, and labels whose text is cut though it must not be."""
    found = []
    for button in page.findChildren(Button):
        if button.isVisible() and button.width() < button.minimumSizeHint().width():
            found.append(f"button {button.accessibleName()!r}")
    for label in page.findChildren(ElidedLabel):
        if label.isVisible() and label.width() < 24:
            found.append(f"label {label.full_text()!r}")
    return found


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_the_page_fits_and_nothing_is_cut(window: MainWindow, language: str, name: str) -> None:
    kind, state = states(language)[name]
    page = kind(translator(language))  # type: ignore[call-arg]
    window.add_page(page)
    window.show_page(page.page_name)
    window.show()
    page.render(state)  # type: ignore[call-overload]
    settle(window)
    page.render(state)  # type: ignore[call-overload]
    settle(window)
    least, have = page.minimumSizeHint(), page.size()
    assert least.width() <= have.width(), (least, have)
    assert least.height() <= have.height(), (least, have)
    assert cut(page) == []


def nameless(page: QWidget) -> list[str]:
    """Things to press or type into that a screen reader could not name."""
    found = []
    for widget in page.findChildren(QWidget):
        pressable = isinstance(widget, QAbstractButton | QLineEdit | QAbstractItemView)
        if not pressable or not widget.isVisibleTo(page):
            continue
        spoken = QAccessible.queryAccessibleInterface(widget)
        if not (spoken and spoken.text(QAccessible.Text.Name).strip()):
            found.append(f"{type(widget).__name__} in {type(widget.parent()).__name__}")
    return found


@pytest.mark.parametrize("name", NAMES)
def test_everything_has_a_name_for_a_screen_reader(qtbot: QtBot, name: str) -> None:
    kind, state = states("ru")[name]
    page = kind(translator("ru"))  # type: ignore[call-arg]
    qtbot.addWidget(page)
    page.resize(1286, 728)
    page.show()
    page.render(state)  # type: ignore[call-overload]
    settle(page)
    assert nameless(page) == []
    page.hide()


@pytest.mark.parametrize("name", NAMES)
def test_every_button_of_a_counter_page_shows_its_key(qtbot: QtBot, name: str) -> None:
    """Choices go by arrows, keypads by digits, offers by F7: all the rest wears a cap."""
    kind, state = states("en")[name]
    page = kind(translator("en"))  # type: ignore[call-arg]
    qtbot.addWidget(page)
    page.resize(1286, 728)
    page.show()
    page.render(state)  # type: ignore[call-overload]
    settle(page)
    pads = (*page.findChildren(Keypad), *page.findChildren(QuickCash))
    pads += (*page.findChildren(PointsSlider), *page.findChildren(QuickTiles))
    bare = [
        button.accessibleName()
        for button in page.findChildren(Button)
        if button.isVisibleTo(page)
        and not button.cap()
        and not any(pad.isAncestorOf(button) for pad in pads)
    ]
    assert set(bare) <= {"More", "Apply"}
    page.hide()


@pytest.mark.parametrize("name", ["sale", "sale-unknown", "sale-empty", "payment", "done", "find"])
def test_larger_texts_find_room_in_a_usual_window(
    qtbot: QtBot, qapp: QApplication, name: str
) -> None:
    """At 125 % optional things give way, the sums and the buttons stay whole."""
    theme.apply(qapp, "light", text_scale=125)
    qapp.setProperty("text_scaled", True)
    made = MainWindow(ScanRouter())
    made.resize(1366, 768)
    kind, state = states("ru")[name]
    page = kind(translator("ru"))  # type: ignore[call-arg]
    made.add_page(page)
    made.show_page(page.page_name)
    made.show()
    settle(made)
    page.render(state)  # type: ignore[call-overload]
    settle(made)
    assert page.minimumSizeHint().height() <= page.height()
    assert cut(page) == []
    made.hide()
    made.deleteLater()


@pytest.mark.parametrize("look", ["light", "dark"])
def test_pictures_for_eyes(qtbot: QtBot, qapp: QApplication, look: theme.ThemeName) -> None:
    theme.apply(qapp, look)
    for language, size in (("ru", (1366, 768)), ("az", (1024, 768)), ("en", (1536, 864))):
        made = MainWindow(ScanRouter())
        made.resize(*size)
        for kind in (SaleView, PaymentView, DoneView):
            made.add_page(kind(translator(language)))
        made.show()
        for name in ("sale", "sale-discount", "sale-approval", "payment", "done"):
            kind, state = states(language)[name]
            made.show_page(kind.page_name)
            made.page(kind.page_name).render(state)  # type: ignore[call-overload]
            picture = grab(made, f"counter/{name}-{size[0]}-{look}-{language}.png")
            assert picture.width() == size[0]
        made.hide()
        made.deleteLater()
