"""A new customer by keys alone and by touch alone, counted, in the real window."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from pos_app.domain.customer import Channel, Purpose
from pos_app.presenters.new_customer_parts import TapQuestion
from pos_app.services.session import Session
from pos_app.ui.screens.new_customer_view import PAUSE_MS, NewCustomerView
from tests.builders import card_number, ean13
from tests.ui.screens.conftest import Till

K = Qt.Key
TEA = ean13("590000000002")
QUESTIONS = (
    TapQuestion(
        key="who", text="Who do you mostly shop for?",
        choices=tuple((str(n), text) for n, text in enumerate(("Myself", "Couple", "Family"))),
    ),
    TapQuestion(
        key="what", text="What do you buy here most?", several=True,
        choices=tuple((str(n), text) for n, text in enumerate(("Laundry", "Cleaning", "Skin"))),
    ),
    TapQuestion(
        key="how", text="How did you hear about us?",
        choices=(("friend", "Friend"), ("leaflet", "Leaflet")),
    ),
)  # fmt: skip


class Asking:
    """The three questions, and a memory of what was kept."""

    def __init__(self) -> None:
        self.kept: list[dict[str, tuple[str, ...]]] = []

    def questions(self, language: str) -> Sequence[TapQuestion]:
        """All three."""
        return QUESTIONS

    def reward(self) -> int:
        """Fifty points."""
        return 5_000

    def keep(
        self,
        session: Session,
        customer_id: int,
        answers: Mapping[str, tuple[str, ...]],
        language: str,
    ) -> None:
        """Remember."""
        self.kept.append(dict(answers))


@pytest.fixture
def asking() -> Asking:
    return Asking()


@pytest.fixture
def waiting(till: Till) -> Till:
    """A sale has begun, and the form is open on a scanned card."""
    till.shop.product("Зелёный чай", 1000, barcodes=(TEA,))
    till.scan(TEA)
    till.press(K.Key_Insert)
    till.wedge(card_number(9))
    return till


class Counted:
    """Presses keys and counts them; the text typed into fields is free."""

    def __init__(self, till: Till) -> None:
        self.till = till
        self.count = 0

    def press(self, key: Qt.Key) -> None:
        """One key."""
        self.till.press(key)
        self.count += 1

    def digit(self, digit: str) -> None:
        """One digit that chooses an answer."""
        self.till.type(digit)
        self.count += 1


def test_phone_name_card_three_answers_and_consents_take_twelve_keys(
    waiting: Till, asking: Asking
) -> None:
    keys = Counted(waiting)
    view = waiting.counter.new_view
    waiting.type("601204118")
    keys.press(K.Key_Return)
    waiting.type("Margaret")
    keys.press(K.Key_Return)
    assert view.fields["birthday"].edit.hasFocus()
    keys.press(K.Key_Return)
    assert view.questions[0].hasFocus()
    keys.digit("3")
    assert view.questions[1].hasFocus()
    keys.digit("1")
    keys.digit("3")
    keys.press(K.Key_Return)
    keys.digit("2")
    assert view.consents.hasFocus()
    keys.digit("1")
    keys.digit("2")
    keys.press(K.Key_Return)
    assert waiting.page == "sale"
    assert keys.count <= 12
    assert asking.kept == [{"who": ("2",), "what": ("0", "2"), "how": ("leaflet",)}]
    assert waiting.counter.sale_view._state.customer.title == "Margaret"
    assert waiting.lines() == ["1 Зелёный чай"]
    hit = waiting.shop.customers.search(waiting.shop.senior, "Margaret")[0]
    assert hit.card_number == card_number(9)
    profile = waiting.shop.customers.profile(waiting.shop.senior, hit.id)
    assert profile.consents_to(Purpose.PROGRAMME)
    assert profile.consents_to(Purpose.MARKETING, Channel.SMS)
    assert not profile.consents_to(Purpose.MARKETING, Channel.CALL)


def tap(till: Till, widget: QWidget) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
    till.rest()


def test_by_touch_alone_with_a_keypad_for_the_phone(waiting: Till, asking: Asking) -> None:
    view = waiting.counter.new_view
    assert not view.pad.isVisible()
    tap(waiting, view.fields["phone"].edit)
    assert view.pad.isVisible()
    for digit in "6012041189":
        tap(waiting, view.pad._pad.keys[digit])
    tap(waiting, view.pad._pad.keys["back"])
    assert view.fields["phone"].text() == "601204118"
    tap(waiting, view.questions[0].chips.chip("1"))
    tap(waiting, view.questions[1].chips.chip("2"))
    tap(waiting, view.consents.keep)
    tap(waiting, view.consents.channels.chip("call"))
    tap(waiting, view.save)
    assert waiting.page == "sale"
    assert asking.kept == [{"who": ("1",), "what": ("2",)}]
    hit = waiting.shop.customers.search(waiting.shop.senior, "601204118")[0]
    profile = waiting.shop.customers.profile(waiting.shop.senior, hit.id)
    assert profile.consents_to(Purpose.MARKETING, Channel.CALL)


def test_a_key_takes_the_keypad_away_and_a_name_needs_none(waiting: Till) -> None:
    view = waiting.counter.new_view
    tap(waiting, view.fields["birthday"].edit)
    assert view.pad.isVisible()
    tap(waiting, view.pad._pad.keys["clear"])
    assert view.fields["birthday"].text() == "."
    waiting.type("1")
    assert not view.pad.isVisible()
    tap(waiting, view.fields["phone"].edit)
    tap(waiting, view.fields["name"].edit)
    assert not view.pad.isVisible()


def shown_after_a_rest(till: Till) -> NewCustomerView:
    QTest.qWait(PAUSE_MS + 100)
    till.rest()
    return till.counter.new_view


def test_a_known_phone_is_told_after_a_rest_and_ctrl_1_takes_the_person(waiting: Till) -> None:
    waiting.shop.customer("Maria Nowak", card=7, phone="601204118")
    waiting.type("601204118")
    view = shown_after_a_rest(waiting)
    assert view.known.isVisible()
    waiting.press(K.Key_1, control=True)
    assert waiting.page == "sale"
    assert waiting.counter.sale_view._state.customer.title == "Maria Nowak"


def test_a_new_phone_is_told_and_nothing_waits_for_it(waiting: Till) -> None:
    waiting.type("601204118")
    view = shown_after_a_rest(waiting)
    assert not view.known.isVisible()
    assert view._phone_words.full_text() == "This phone is not in the customer list yet"


def test_further_fields_by_f2_and_the_agreement_by_ctrl_p(waiting: Till) -> None:
    view = waiting.counter.new_view
    assert not view.more_fields.isVisible()
    waiting.press(K.Key_F2)
    assert view.fields["card"].edit.hasFocus()
    waiting.press(K.Key_Return)
    assert view.fields["email"].edit.hasFocus()
    waiting.press(K.Key_P, control=True)
    assert view._state.printing
    waiting.press(K.Key_F2)
    assert not view.more_fields.isVisible()
    waiting.press(K.Key_Escape)
    assert waiting.page == "sale"


def test_an_answer_is_taken_back_and_arrows_are_nobodys(waiting: Till, asking: Asking) -> None:
    view = waiting.counter.new_view
    view.questions[0].setFocus()
    waiting.type("1")
    view.questions[0].setFocus()
    waiting.type("1")
    assert view._state.questions[0].chosen == ()
    assert view.questions[0].hasFocus()
    waiting.type("9")
    assert view._state.questions[0].chosen == ()
    view.consents.setFocus()
    waiting.type(" ")
    assert view._state.keep
