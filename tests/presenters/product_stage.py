"""The pages of the goods on a real shop, with views that remember what they were shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pos_app.adapters.files.pictures import Pictures
from pos_app.domain.catalogue import Product
from pos_app.domain.scan import Scan, ScanSettings, classify
from pos_app.i18n import Formats, translator
from pos_app.presenters.product_draft import ProductDrafts
from pos_app.presenters.product_edit import ProductEditParts, ProductEditPresenter
from pos_app.presenters.products import ProductsParts, ProductsPresenter
from pos_app.presenters.sale_ports import Voice
from pos_app.presenters.tasks import ImmediateRunner, TaskControl
from pos_app.services.price_levels import PriceLevels
from pos_app.services.session import Session
from tests.builders import Shop


class View:
    """Remembers the last state and how often it was alarmed."""

    def __init__(self) -> None:
        self.state: Any = None
        self.alarms = 0

    def render(self, state: object) -> None:
        """Keep it."""
        self.state = state

    def alert(self) -> None:
        """Count it."""
        self.alarms += 1


@dataclass
class Ways:
    """Where the pages wanted to go, what they said, and the file a person would choose."""

    gone: list[tuple[object, ...]] = field(default_factory=list)
    said: list[tuple[str, str]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    path: str = ""

    def edit(self, product_id: int) -> None:
        self.gone.append(("edit", product_id))

    def create(self, *, code: str = "", name: str = "") -> None:
        self.gone.append(("create", code, name))

    def resume(self) -> None:
        self.gone.append(("resume",))

    def open_import(self) -> None:
        self.gone.append(("import",))

    def back(self) -> None:
        self.gone.append(("back",))

    def leave(self) -> None:
        self.gone.append(("leave",))

    def saved(self, product: Product) -> None:
        self.gone.append(("saved", product.id))

    def ask_where(self, suggested: str, on_path: Callable[[str], None]) -> None:
        self.asked.append(suggested)
        if self.path:
            on_path(self.path)

    def ask_file(self, on_path: Callable[[str], None]) -> None:
        on_path(self.path)

    def ask_picture(self, on_path: Callable[[str], None]) -> None:
        on_path(self.path)

    def say(self, text: str, tone: str = "") -> None:
        self.said.append((text, tone))


class Goods:
    """The list and the form for one person."""

    def __init__(self, shop: Shop, folder: Path, session: Session | None = None) -> None:
        self.shop = shop
        self.session = session or shop.owner
        self.voice = Voice(translator("en"), Formats("en", "PLN"))
        self.drafts = ProductDrafts()
        self.ways = Ways()
        self.list_view, self.form_view = View(), View()
        self.exported: list[str] = []
        self.list = ProductsPresenter(
            ProductsParts(
                catalogue=shop.catalogue,
                session=lambda: self.session,
                voice=self.voice,
                ways=self.ways,
                tasks=ImmediateRunner(),
                drafts=self.drafts,
                classify=self.classify,
                export=self._export,
            ),
            self.list_view,
        )
        self.form = ProductEditPresenter(
            ProductEditParts(
                catalogue=shop.catalogue,
                levels=PriceLevels(shop.store.uow, shop.clock, shop.ids, shop.sink),
                pictures=Pictures(folder),
                session=lambda: self.session,
                voice=self.voice,
                ways=self.ways,
                drafts=self.drafts,
                classify=self.classify,
                local=lambda at: at,
                name_of=lambda person_id: next(
                    (one.name for one in shop.people.values() if one.id == person_id), ""
                ),
                programme=lambda: shop.book.current.programme,
                today=lambda: shop.book.today(),
            ),
            self.form_view,
        )

    @staticmethod
    def classify(text: str) -> Scan:
        """By the shop's usual settings, with a scale's template."""
        return classify(text, ScanSettings())

    def names(self) -> list[str]:
        """The names in the list."""
        return [line.name for line in self.list.rows(0, 60)]

    def fill(self, **texts: str) -> None:
        """Type into fields of the form."""
        for name, text in texts.items():
            self.form.type(name, text)

    def _export(self, path: str, control: TaskControl) -> int:
        control.progress(1000, 0)
        self.exported.append(path)
        return 3
