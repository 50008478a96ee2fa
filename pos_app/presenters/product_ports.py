"""What the pages of the goods ask of their views and of the window around them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from pos_app.domain.catalogue import Product
from pos_app.presenters.product_edit_state import ProductEditState
from pos_app.presenters.product_import_state import ProductImportState
from pos_app.presenters.products_state import ProductsState
from pos_app.services.import_columns import ColumnMap


class ProductsViewPort(Protocol):
    """The list of goods as its presenter sees it."""

    def render(self, state: ProductsState) -> None:
        """Show this state."""

    def alert(self) -> None:
        """One error tone."""


class ProductWays(Protocol):
    """Ways from the list to other pages, and what the window asks and says."""

    def edit(self, product_id: int) -> None:
        """To one product."""

    def create(self, *, code: str = "", name: str = "") -> None:
        """To an empty form, with a bar code or a name filled in."""

    def resume(self) -> None:
        """To the form with unsaved changes."""

    def open_import(self) -> None:
        """To the import."""

    def back(self) -> None:
        """Away from the list."""

    def ask_where(self, suggested: str, on_path: Callable[[str], None]) -> None:
        """Ask for the file of an export."""

    def say(self, text: str, tone: str = "") -> None:
        """A message over the page."""


class ProductEditViewPort(Protocol):
    """The form as its presenter sees it."""

    def render(self, state: ProductEditState) -> None:
        """Show this state."""

    def alert(self) -> None:
        """One error tone."""


class ProductEditWays(Protocol):
    """Where the form leads, and what the window asks and says."""

    def leave(self) -> None:
        """Back to where the form was opened from."""

    def saved(self, product: Product) -> None:
        """Back, with the product now stored."""

    def ask_picture(self, on_path: Callable[[str], None]) -> None:
        """Ask for a picture's file."""

    def say(self, text: str, tone: str = "") -> None:
        """A message over the page."""


class ProductImportViewPort(Protocol):
    """The import page as its presenter sees it."""

    def render(self, state: ProductImportState) -> None:
        """Show this state."""

    def alert(self) -> None:
        """One error tone."""


class ImportWays(Protocol):
    """Where the page leads, and what the window asks and says."""

    def leave(self) -> None:
        """Back to the list of goods."""

    def ask_file(self, on_path: Callable[[str], None]) -> None:
        """Ask for the file to import."""

    def ask_where(self, suggested: str, on_path: Callable[[str], None]) -> None:
        """Ask where the rejected rows go."""

    def say(self, text: str, tone: str = "") -> None:
        """A message over the page."""


class MappingMemory(Protocol):
    """The columns of the last import, for the next file of the same kind."""

    def load(self) -> ColumnMap | None:
        """The mapping kept last, None when there is none."""

    def save(self, mapping: ColumnMap) -> None:
        """Keep a mapping."""
