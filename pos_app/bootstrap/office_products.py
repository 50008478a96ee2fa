"""The pages of the goods: the list, one product, the import; joined with shop and window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from pos_app.adapters.files.disk import write_text_durably
from pos_app.adapters.files.exports import RejectsFile
from pos_app.adapters.files.tables import FileTables
from pos_app.bootstrap.data_tools import export_service_of
from pos_app.domain.catalogue import Product
from pos_app.domain.errors import EnvironmentProblem, PosError
from pos_app.domain.scan import Scan, classify
from pos_app.presenters.product_draft import ProductDrafts
from pos_app.presenters.product_edit import ProductEditParts, ProductEditPresenter
from pos_app.presenters.product_import import ProductImportParts, ProductImportPresenter
from pos_app.presenters.products import ProductsParts, ProductsPresenter
from pos_app.presenters.tasks import TaskCancelled, TaskControl
from pos_app.services.exports import What
from pos_app.services.import_columns import ColumnMap
from pos_app.services.importing import ProductImport
from pos_app.services.session import Session
from pos_app.ui.screens.product_edit_view import ProductEditView
from pos_app.ui.screens.product_import_view import ProductImportView
from pos_app.ui.screens.products_view import ProductsView

if TYPE_CHECKING:
    from pos_app.bootstrap.frame import Frame

MAPPING_FILE = "product_import.json"
"""Beside the shop's data: the columns of the last import."""


class KeptMapping:
    """The columns of the last import, in a small file; an unreadable one is as good as none."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self) -> ColumnMap | None:
        """The mapping kept last."""
        try:
            return ColumnMap.from_json(self._path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, PosError):
            return None

    def save(self, mapping: ColumnMap) -> None:
        """Keep a mapping; where the disk refuses, the next import guesses again."""
        try:
            write_text_durably(self._path, mapping.to_json())
        except EnvironmentProblem:
            return


class OfficeProducts:
    """Builds the pages of the goods and knows the ways between them."""

    def __init__(self, frame: Frame, name_of: Callable[[int], str]) -> None:
        self._frame = frame
        self._name_of = name_of
        self._drafts = ProductDrafts()
        self._return_to = "products"
        self._list: ProductsPresenter | None = None
        self._form: ProductEditPresenter | None = None
        self._import: ProductImportPresenter | None = None

    def build(self) -> None:
        """Make the pages anew, in the language of the moment."""
        if self._import is not None:
            self._import.close()
        shown = self._form.product_id if self._form is not None else None
        self._build_list()
        self._build_form()
        self._build_import()
        if shown is not None:
            self._show_again(shown)

    def _show_again(self, product_id: int) -> None:
        """The form as it was, in another language or for another person."""
        assert self._form is not None
        if product_id:
            self._form.open(product_id)
        else:
            self._form.open_new()

    # --- ways --------------------------------------------------------------------------------

    def open_product_for_code(self, code: str) -> None:
        """To an empty form with ``code`` filled in; saving or leaving it comes back here."""
        self._open_form(lambda form: form.open_new(code=code))

    def open_product(self, product_id: int) -> None:
        """To one product; leaving it comes back here."""
        self._open_form(lambda form: form.open(product_id))

    def _open_form(self, deed: Callable[[ProductEditPresenter], None]) -> None:
        current = self._frame.window.current_page()
        if current is not None and current.page_name != "product_edit":
            self._return_to = current.page_name
        self._frame.window.show_page("product_edit")
        assert self._form is not None
        deed(self._form)

    def edit(self, product_id: int) -> None:
        """From the list to one product."""
        self.open_product(product_id)

    def create(self, *, code: str = "", name: str = "") -> None:
        """From the list to an empty form."""
        self._open_form(lambda form: form.open_new(code=code, name=name))

    def resume(self) -> None:
        """From the list to the form with unsaved changes."""
        self._open_form(lambda form: form.resume())

    def open_import(self) -> None:
        """From the list to the import."""
        self._frame.window.show_page("product_import")

    def back(self) -> None:
        """From the list to the sale."""
        self._frame.window.show_page("sale")

    def leave(self) -> None:
        """From form or import back to where they were opened."""
        current = self._frame.window.current_page()
        target = self._return_to
        if current is None or current.page_name == "product_import":
            target = "products"
        self._return_to = "products"
        self._frame.window.show_page(target if self._frame.window.has_page(target) else "products")

    def saved(self, product: Product) -> None:
        """Back, saying what was saved."""
        self.leave()
        if self._list is not None:
            self._list.choose(str(product.id))
        t = self._frame.voice.t
        self.say(t._("Saved: {name}", name=product.name), "accent")

    # --- what the window asks and says -------------------------------------------------------

    def say(self, text: str, tone: str = "") -> None:
        """A message over the page."""
        self._frame.say(text, tone)

    def ask_where(self, suggested: str, on_path: Callable[[str], None]) -> None:
        """Ask where a table goes."""
        t = self._frame.voice.t
        csv = t._("CSV file (*.csv)")
        book = t._("Excel workbook (*.xlsx)")
        pattern = csv if suggested.endswith(".csv") else f"{book};;{csv}"
        self._frame.dialogs.save_file(t._("Save the table"), suggested, pattern, on_path)

    def ask_file(self, on_path: Callable[[str], None]) -> None:
        """Ask for a table."""
        t = self._frame.voice.t
        pattern = t._("Tables (*.csv *.txt *.tsv *.xlsx)")
        self._frame.dialogs.open_file(t._("Choose a table"), pattern, on_path)

    def ask_picture(self, on_path: Callable[[str], None]) -> None:
        """Ask for a picture."""
        t = self._frame.voice.t
        pattern = t._("Pictures (*.png *.jpg *.jpeg)")
        self._frame.dialogs.open_file(t._("Choose a photo"), pattern, on_path)

    # --- pages -------------------------------------------------------------------------------

    def _session(self) -> Session:
        session = self._frame.session
        assert session is not None
        return session

    def _classify(self, text: str) -> Scan:
        return classify(text, self._frame.shop.scan_settings)

    def _export(self, path: str, control: TaskControl) -> int:
        def progress(done: int, total: int) -> None:
            if control.cancelled():
                raise TaskCancelled
            control.progress(done, total)

        service = export_service_of(self._frame.shop, self._frame.voice.t)
        return service.export(What.PRODUCTS, path, session=self._session(), progress=progress)

    def _build_list(self) -> None:
        frame = self._frame
        view = ProductsView(frame.voice.t)
        presenter = ProductsPresenter(
            ProductsParts(
                catalogue=frame.shop.catalogue,
                session=self._session,
                voice=frame.voice,
                ways=self,
                tasks=frame.tasks,
                drafts=self._drafts,
                classify=self._classify,
                export=self._export,
                importing=lambda: self._import is not None and self._import.is_working,
            ),
            view,
        )
        view.read_from(presenter.rows)
        connect_list(view, presenter)
        frame.window.replace_page(view)
        frame.bridge.listen(view, {"product", "settings"}, presenter.refresh)
        self._list = presenter

    def _build_form(self) -> None:
        frame = self._frame
        view = ProductEditView(frame.voice.t)
        presenter = ProductEditPresenter(
            ProductEditParts(
                catalogue=frame.shop.catalogue,
                levels=frame.shop.price_levels,
                pictures=frame.shop.pictures,
                session=self._session,
                voice=frame.voice,
                ways=self,
                drafts=self._drafts,
                classify=self._classify,
                local=frame.local,
                name_of=self._name_of,
                programme=lambda: frame.shop.book.current.programme,
                today=frame.shop.book.today,
            ),
            view,
        )
        connect_form(view, presenter)
        frame.window.replace_page(view)
        frame.bridge.listen(view, {"product", "settings"}, presenter.refresh)
        self._form = presenter

    def _build_import(self) -> None:
        frame, shop = self._frame, self._frame.shop
        view = ProductImportView(frame.voice.t)
        t = frame.voice.t
        money = shop.book.current.settings.money.kind
        presenter = ProductImportPresenter(
            ProductImportParts(
                importer=ProductImport(
                    shop.store.uow, FileTables(), shop.world.clock, shop.world.ids,
                    minor_digits=money.minor_digits,
                ),
                tables=FileTables(),
                rejects=RejectsFile(t._("Row"), t._("Reason")),
                memory=KeptMapping(frame.data / MAPPING_FILE),
                tasks=frame.tasks,
                session=self._session,
                voice=frame.voice,
                ways=self,
                changed=lambda: shop.hub.changed("product"),
            ),
            view,
        )  # fmt: skip
        view.read_from(presenter.lines)
        connect_import(view, presenter)
        frame.window.replace_page(view)
        self._import = presenter


def connect_list(view: ProductsView, presenter: ProductsPresenter) -> None:
    """Every gesture on the list to its deed."""
    view.searched.connect(presenter.search)
    view.settled.connect(presenter.settle)
    view.group_chosen.connect(presenter.choose_group)
    view.withdrawn_wanted.connect(lambda on: presenter.show_withdrawn(on=on))
    view.chosen.connect(presenter.choose)
    view.picked.connect(presenter.edit)
    view.create_wanted.connect(presenter.create)
    view.import_wanted.connect(presenter.open_import)
    view.export_wanted.connect(presenter.export)
    view.quick_wanted.connect(presenter.toggle_quick)
    view.notice_pressed.connect(presenter.notice_action)
    view.shown.connect(presenter.open)
    view.left.connect(presenter.back)
    view.scanned.connect(presenter.scan)


def connect_form(view: ProductEditView, presenter: ProductEditPresenter) -> None:
    """Every gesture on the form to its deed."""
    view.typed.connect(presenter.type)
    view.switched.connect(lambda name, on: presenter.switch(name, on=on))
    view.group_chosen.connect(presenter.choose_group)
    view.code_added.connect(presenter.add_code)
    view.code_removed.connect(presenter.remove_code)
    view.photo_wanted.connect(presenter.choose_photo)
    view.photo_removed.connect(presenter.remove_photo)
    view.level_put.connect(presenter.put_level)
    view.level_ended.connect(presenter.end_level)
    view.level_dropped.connect(presenter.drop_level)
    view.level_picked.connect(presenter.choose_level)
    view.saved.connect(presenter.save)
    view.discarded.connect(presenter.discard)
    view.left.connect(presenter.back)
    view.scanned.connect(presenter.scan)
    view.shown.connect(presenter.refresh)


def connect_import(view: ProductImportView, presenter: ProductImportPresenter) -> None:
    """Every gesture on the import to its deed."""
    view.file_wanted.connect(presenter.choose_file)
    view.filter_chosen.connect(presenter.filter)
    view.import_wanted.connect(presenter.apply)
    view.rejects_wanted.connect(presenter.save_rejects)
    view.left.connect(presenter.back)
    view.shown.connect(presenter.open)
    columns = view.columns
    columns.encoding_chosen.connect(presenter.choose_encoding)
    columns.delimiter_chosen.connect(presenter.choose_delimiter)
    columns.decimal_chosen.connect(presenter.choose_decimal)
    columns.mapped.connect(presenter.map)
