"""The page of blank cards: a range seen before it is added, batches, sheets, closing."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pos_app.adapters.documents.card_sheet import CardSheetArtist
from pos_app.i18n import Formats, translator
from pos_app.presenters.campaigns_state import BlockPageState
from pos_app.presenters.cards_page import CardsParts, CardsPresenter
from pos_app.presenters.sale_ports import Voice
from pos_app.presenters.settings_state import BlockView
from pos_app.presenters.tasks import ImmediateRunner
from pos_app.services.card_sheets import CardSheets
from pos_app.services.session import Session
from tests.builders import Shop
from tests.services.test_card_stock import stock_of


class Page:
    """The page without Qt, and the ways out of it."""

    def __init__(self) -> None:
        self.state = BlockPageState()
        self.alerts = 0
        self.path = "cards"
        self.asked = ""
        self.left = False

    def render(self, state: BlockPageState) -> None:
        """Keep it."""
        self.state = state

    def alert(self) -> None:
        """Count."""
        self.alerts += 1

    def back(self) -> None:
        """Left."""
        self.left = True

    def ask_pdf(self, suggested: str, on_path: Callable[[str], None]) -> None:
        """Answer at once."""
        self.asked = suggested
        on_path(self.path)

    def block(self, key: str) -> BlockView:
        """A card of the page."""
        return next(each for each in (*self.state.main, *self.state.side) if each.key == key)


class Stage:
    """A presenter on a real shop."""

    def __init__(self, shop: Shop, who: Session) -> None:
        self.page, self.files = Page(), dict[str, bytes]()
        self.presenter = CardsPresenter(
            CardsParts(
                stock=stock_of(shop),
                sheets=CardSheets(shop.store.uow, shop.book, CardSheetArtist()),
                tasks=ImmediateRunner(),
                voice=Voice(translator("en"), Formats("en", "EUR")),
                session=lambda: who,
                ways=self.page,
                local=lambda moment: moment,
                write=self.files.__setitem__,
            ),
            self.page,
        )
        self.presenter.open()

    def add(self, first: str, count: int) -> None:
        """Type a range and add it."""
        self.presenter.edit("first", first)
        self.presenter.edit("count", str(count))
        self.presenter.press("add", "")


@pytest.fixture
def stage(shop: Shop) -> Stage:
    """The owner on the page."""
    return Stage(shop, shop.owner)


def test_an_empty_page_says_what_to_do_and_proposes_a_range(stage: Stage) -> None:
    (empty,) = stage.page.state.main
    assert empty.title == "No blank cards yet"
    says = stage.page.block("add").says
    assert says == "100 new cards: 2900000000018 to 2900000001008."


def test_a_range_is_seen_while_it_is_typed(shop: Shop, stage: Stage) -> None:
    shop.customer("Maria", 2)
    stage.presenter.edit("first", "1")
    stage.presenter.edit("count", "3")
    assert stage.page.block("add").says == (
        "2 new cards: 2900000000018 to 2900000000032. 1 is known already and stays as it is."
    )
    stage.presenter.edit("count", "many")
    assert (stage.page.block("add").says, stage.page.block("add").tone) == (
        "Enter how many: from 1 to 10000.",
        "warn",
    )
    stage.presenter.edit("first", " ")
    assert stage.page.block("add").says == ""
    stage.presenter.edit("symbology", "code128")
    stage.presenter.edit("first", "CLUB")
    assert stage.page.block("add").says == "The number must end in digits that can be counted up."


def test_what_was_added_stands_in_the_list(shop: Shop, stage: Stage) -> None:
    stage.presenter.edit("note", "First delivery")
    stage.add("1", 3)
    assert stage.page.block("add").says == "3 blank cards are in stock."
    (row,) = stage.page.block("batches").rows
    assert row.title == "2900000000018 – 2900000000032"
    assert row.note.endswith("First delivery")
    assert (row.right, row.right_note) == ("3 left", "issued 0, closed 0")
    first = next(each for each in stage.page.block("add").fields if each.key == "first")
    assert first.text == "2900000000049"


def test_sheets_are_saved_as_pdf(stage: Stage) -> None:
    stage.add("1", 3)
    stage.presenter.press("sheet", "")
    assert stage.page.asked == "cards-1.pdf"
    assert stage.files["cards.pdf"].startswith(b"%PDF")
    assert stage.page.block("print").says == "Saved: cards.pdf"
    stage.presenter.edit("print_first", "2900000000100")
    stage.presenter.press("sheet", "")
    assert stage.page.block("print").says == "There is no such card to print in this batch."
    assert stage.page.alerts == 1
    stage.page.path = ""
    stage.presenter.press("sheet", "")
    assert list(stage.files) == ["cards.pdf"]


def test_the_rest_is_closed_with_a_reason(stage: Stage) -> None:
    stage.add("1", 3)
    (close,) = stage.page.block("close").actions
    assert not close.enabled
    stage.presenter.edit("reason", "burnt")
    (close,) = stage.page.block("close").actions
    assert close.enabled
    stage.presenter.press("close", "")
    assert stage.page.block("close").says == "3 cards are closed now."
    (row,) = stage.page.block("batches").rows
    assert (row.right, row.right_note) == ("0 left", "issued 0, closed 3")


def test_a_batch_cut_off_is_completed(shop: Shop, stage: Stage) -> None:
    class Enough(Exception):
        """Power cut."""

    def stop(done: int, total: int) -> None:
        if done:
            raise Enough

    with pytest.raises(Enough):
        stock_of(shop).add(shop.owner, "ean13", "1", 250, progress=stop)
    stage.presenter.refresh()
    (row,) = stage.page.block("batches").rows
    assert row.note.startswith("50 not written yet")
    stage.presenter.press("go_on", "")
    assert stage.page.block("batches").says == "The batch is complete."
    assert stage.page.block("batches").rows[0].right == "250 left"


def test_others_look_and_cannot_change(shop: Shop) -> None:
    stage = Stage(shop, shop.cashier)
    assert stage.page.state.lock
    assert stage.page.block("add").actions[0].locked
    stage.add("1", 3)
    assert stage.page.block("add").tone == "danger"
    assert stage.page.state.main[0].title == "No blank cards yet"


def test_escape_goes_back(stage: Stage) -> None:
    stage.presenter.back()
    assert stage.page.left
