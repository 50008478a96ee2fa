"""The pages of the goods in the real window, joined as the program joins them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from pos_app.adapters.files.pictures import Pictures
from pos_app.bootstrap.hub import EventHub
from pos_app.bootstrap.office_products import OfficeProducts
from pos_app.domain.scan import ScanSettings
from pos_app.i18n import Formats, translator
from pos_app.presenters.sale_ports import Voice
from pos_app.presenters.tasks import ImmediateRunner
from pos_app.services.price_levels import PriceLevels
from pos_app.services.session import Session
from pos_app.ui.dialog_service import DialogService
from pos_app.ui.event_bridge import EventBridge
from pos_app.ui.feedback import Feedback
from pos_app.ui.main_window import MainWindow
from pos_app.ui.page import Page
from pos_app.ui.scan_router import ScanRouter
from pos_app.ui.screens.product_edit_view import ProductEditView
from pos_app.ui.screens.product_import_view import ProductImportView
from pos_app.ui.screens.products_view import ProductsView
from tests.builders import Shop
from tests.ui.keys import scan_keys, until_judged
from tests.ui.shots import settle

PAUSE = 50
"""Milliseconds between the keys of a person, above the scanner's 35."""


@dataclass
class Files:
    """Chooses ``path`` whatever is asked."""

    path: str = ""
    asked: list[str] = field(default_factory=list)

    def open_file(self, title: str, pattern: str, on_path: Callable[[str], None]) -> None:
        self.asked.append(pattern)
        on_path(self.path)

    def save_file(
        self, title: str, suggested: str, pattern: str, on_path: Callable[[str], None]
    ) -> None:
        self.asked.append(suggested)
        on_path(self.path)

    def open_folder(self, title: str, start: str, on_path: Callable[[str], None]) -> None:
        on_path(self.path)


class Sale(Page):
    """Where the list is left to."""

    page_name = "sale"


class Office:
    """The window with the three pages, and hands on its keys."""

    def __init__(self, shop: Shop, folder: Path, session: Session, language: str = "en") -> None:
        self.shop, self.session, self.files = shop, session, Files()
        self.window = MainWindow(ScanRouter(), feedback=Feedback(enabled=False))
        self.window.add_page(Sale())
        self.bridge = EventBridge()
        self.frame = self._frame(folder, language)
        self.pages = OfficeProducts(self.frame, lambda person_id: f"#{person_id}")  # type: ignore[arg-type]
        self.pages.build()

    def _frame(self, folder: Path, language: str) -> SimpleNamespace:
        shop = self.shop
        hub = EventHub()
        hub.listen(self.bridge.changed)
        made = SimpleNamespace(
            catalogue=shop.catalogue, pictures=Pictures(folder), scan_settings=ScanSettings(),
            store=shop.store, book=shop.book, hub=hub,
            price_levels=PriceLevels(shop.store.uow, shop.clock, shop.ids, hub),
            world=SimpleNamespace(clock=shop.clock, ids=shop.ids),
        )  # fmt: skip
        return SimpleNamespace(
            window=self.window,
            shop=made,
            voice=Voice(translator(language), Formats(language, "PLN")),
            dialogs=DialogService(self.window, self.files),
            tasks=ImmediateRunner(),
            bridge=self.bridge,
            session=self.session,
            data=folder,
            local=_same,
            say=lambda text, tone="": self.window.show_message(text, tone=tone),
        )

    @property
    def list(self) -> ProductsView:
        """The list of goods."""
        page = self.window.page("products")
        assert isinstance(page, ProductsView)
        return page

    @property
    def form(self) -> ProductEditView:
        """The form of one product."""
        page = self.window.page("product_edit")
        assert isinstance(page, ProductEditView)
        return page

    @property
    def imports(self) -> ProductImportView:
        """The import."""
        page = self.window.page("product_import")
        assert isinstance(page, ProductImportView)
        return page

    @property
    def page(self) -> str:
        """The page in front."""
        page = self.window.current_page()
        return page.page_name if page is not None else ""

    def press(self, *keys: Qt.Key, control: bool = False) -> None:
        """Press and release real keys on the window."""
        modifiers = (
            Qt.KeyboardModifier.ControlModifier if control else Qt.KeyboardModifier.NoModifier
        )
        for key in keys:
            QTest.keyClick(self.window.windowHandle(), key, modifiers)
        self.rest()

    def type(self, text: str) -> None:
        """Type slowly, as a person does."""
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

    def names(self) -> list[str]:
        """The names in the list."""
        model = self.list.model
        return [str(model.index(row, 0).data()) for row in range(model.rowCount())]

    def rest(self) -> None:
        """Let the window catch up."""
        settle(self.window)


def _same(at: datetime) -> datetime:
    return at
