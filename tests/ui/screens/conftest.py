"""The counter in its real window, on a real shop: keys and scans go in, states come out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from pos_app.domain.receipt import ReceiptSnapshot
from pos_app.domain.scan import CardScan, classify
from pos_app.i18n import Formats, translator
from pos_app.presenters.new_customer_parts import CardQuestions, NoQuestions
from pos_app.presenters.payment_words import ShopFacts
from pos_app.presenters.people_filter import FilterChoices
from pos_app.presenters.sale_ports import SaleReads
from pos_app.presenters.tasks import ImmediateRunner
from pos_app.services.customer_groups import CustomerGroups
from pos_app.services.people_list import PeopleList
from pos_app.services.records import ProductQuery
from pos_app.services.saved_views import SavedViews
from pos_app.ui.feedback import Feedback
from pos_app.ui.main_window import MainWindow
from pos_app.ui.scan_router import ScanRouter
from pos_app.ui.screens.sale_wiring import Counter, CounterParts
from tests.builders import Shop
from tests.services.conftest import clock, hasher, ids, shop, sink, store
from tests.services.desk import Counter as DeskCounter
from tests.services.desk import hints_of, is_phone, make_counter
from tests.ui.keys import scan_keys, until_judged
from tests.ui.shots import settle

PAUSE = 50
"""Milliseconds between the keys of a person, above the scanner's 35."""

__all__ = ["clock", "hasher", "ids", "shop", "sink", "store", "till"]


class Pictures:
    """Hands back a small white PNG at once."""

    def draw(self, receipt: ReceiptSnapshot, done: Callable[[bytes], None]) -> None:
        """Answer on the spot."""
        done(b"")


class Outside:
    """The window's services, and a memory of where else the counter wanted to go."""

    def __init__(self, window: MainWindow) -> None:
        self.window = window
        self.gone: list[tuple[object, ...]] = []
        self.tones = 0

    def show_page(self, name: str) -> None:
        """In the real window."""
        self.window.show_page(name)

    def show_undo(
        self, text: str, action: str, on_undo: Callable[[], object], *, icon: str = "undo-2"
    ) -> None:
        """In the real window."""
        self.window.show_undo(text, action, on_undo, icon=icon)

    def hide_message(self) -> None:
        """In the real window."""
        self.window.hide_message()

    def error_tone(self) -> None:
        """Count it."""
        self.tones += 1

    def __getattr__(self, name: str) -> Callable[..., None]:
        if name.startswith("_"):
            raise AttributeError(name)
        return lambda *args: self.gone.append((name, *args))


@dataclass(kw_only=True)
class Till:
    """A cashier in front of the window."""

    window: MainWindow
    counter: Counter
    outside: Outside
    desk: DeskCounter
    shop: Shop
    pressed: list[str] = field(default_factory=list)

    @property
    def page(self) -> str:
        """The page in front."""
        page = self.window.current_page()
        return page.page_name if page is not None else ""

    def press(
        self, *keys: Qt.Key, control: bool = False, repeat: bool = False, text: str = ""
    ) -> None:
        """Press and release real keys on the window."""
        modifiers = (
            Qt.KeyboardModifier.ControlModifier if control else Qt.KeyboardModifier.NoModifier
        )
        handle = self.window.windowHandle()
        for key in keys:
            if repeat:
                event = QKeyEvent(QEvent.Type.KeyPress, int(key), modifiers, text, True)
                QApplication.sendEvent(handle, event)
            else:
                QTest.keyClick(handle, key, modifiers)
        self.rest()

    def type(self, text: str) -> None:
        """Type slowly, as a person does; letters of any script by their text."""
        handle = self.window.windowHandle()
        for sign in text:
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                event = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, sign)
                QApplication.sendEvent(handle, event)
            QTest.qWait(PAUSE)
        until_judged(self.window.router)
        self.rest()

    def wedge(self, code: str) -> None:
        """A scanner types a code like a keyboard: fast, with Enter behind it."""
        scan_keys(self.window.windowHandle(), code)
        QTest.qWait(PAUSE)
        self.rest()

    def scan(self, text: str) -> None:
        """A serial scanner sends a code."""
        self.window.take_scan(text, "serial")
        self.rest()

    def rest(self) -> None:
        """Let the window catch up."""
        settle(self.window)

    def lines(self) -> list[str]:
        """What the cart shows."""
        model = self.counter.sale_view.cart.lines
        found = (model.line_at(row) for row in range(model.rowCount()))
        return [f"{line.quantity} {line.name}".strip() for line in found if line is not None]


@pytest.fixture
def asking() -> CardQuestions:
    """What is asked with a new card: nothing, unless a test says else."""
    return NoQuestions()


@pytest.fixture
def till(shop: Shop, qtbot: QtBot, asking: CardQuestions) -> Iterator[Till]:
    """The window at 1366 × 768 with the counter's pages, a shift open, nothing scanned."""
    desk = make_counter(shop)
    window = MainWindow(ScanRouter(), feedback=Feedback(enabled=False))
    outside = Outside(window)
    counter = Counter(
        _parts(shop, desk, asking),
        outside,  # type: ignore[arg-type]
        translator("en"),
        Formats("en", "PLN"),
    )
    for page in counter.pages:
        window.add_page(page)
    window.resize(1366, 768)
    window.show_page("sale")
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=2000)
    window.router.install()
    settle(window)
    yield Till(window=window, counter=counter, outside=outside, desk=desk, shop=shop)
    window.router.uninstall()
    window.hide()
    window.deleteLater()


def _parts(shop: Shop, desk: DeskCounter, asking: CardQuestions) -> CounterParts:
    queries = shop.store.queries
    return CounterParts(
        desk=desk.desk,
        checkout=desk.checkout,
        permissions=shop.permissions,
        people=shop.customers,
        hints=hints_of(shop),
        whole_phone=is_phone,
        asking=asking,
        wording=lambda: "counter-2",
        print_agreement=lambda person, language: None,
        list_people=PeopleList(shop.store.queries),
        people_choices=lambda: FilterChoices(
            tiers=(("gold", "Gold"),), groups=("staff", "VIP"), tags=("regular",)
        ),
        saved_views=SavedViews(shop.store.uow, shop.clock, shop.ids, shop.sink),
        tasks=ImmediateRunner(),
        groups=CustomerGroups(shop.store.uow, shop.sink),
        reads=SaleReads(
            find_products=lambda text, limit: queries.search_products(
                ProductQuery(text=text, limit=limit)
            ),
            quick_items=lambda: queries.quick_items(12),
            last_receipt=lambda: queries.last_receipt("1"),
            shift=lambda: None,
        ),
        shop=ShopFacts(
            settings=lambda: desk.book.current.settings,
            programme=lambda: desk.book.current.programme,
        ),
        pictures=Pictures(),
        reprint=lambda uuid, approval: shop.receipts.reprint(
            desk.desk.session, uuid, approval=approval
        ),
        paper=lambda: "80 mm",
        local=lambda at: desk.book.current.local(at),
        now=desk.book.local_now,
        seconds=shop.clock.monotonic,
        tier_name=lambda tier_id: tier_id,
        looks_like_card=lambda text: isinstance(classify(text, desk.book.current.scan), CardScan),
    )
