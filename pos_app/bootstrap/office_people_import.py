"""The page of the import of customers, joined with shop and window."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from pos_app.adapters.files.exports import RejectsFile
from pos_app.adapters.files.tables import FileTables
from pos_app.bootstrap.data_tools import people_import_of
from pos_app.presenters.people_import import PeopleImportPresenter
from pos_app.presenters.people_import_core import PeopleImportParts
from pos_app.services.people_import_undo import PeopleImportUndo
from pos_app.services.session import Session
from pos_app.ui.screens.people_import_view import PeopleImportView

if TYPE_CHECKING:
    from pos_app.bootstrap.frame import Frame


class OfficePeopleImport:
    """Builds the page for the person signed in and knows the ways to it and back."""

    def __init__(self, frame: Frame, session: Callable[[], Session]) -> None:
        self._frame = frame
        self._session = session
        self._presenter: PeopleImportPresenter | None = None

    def build(self) -> None:
        """Make it anew, in the language of the moment."""
        if self._presenter is not None:
            self._presenter.close()
        frame, shop = self._frame, self._frame.shop
        t, world = frame.voice.t, shop.world
        view = PeopleImportView(t)
        presenter = PeopleImportPresenter(
            PeopleImportParts(
                imports=people_import_of(shop),
                undoing=PeopleImportUndo(
                    shop.store.uow, shop.book, world.clock, world.ids, shop.hub
                ),
                tables=FileTables(),
                rejects=RejectsFile(t._("Row"), t._("Reason")),
                tasks=frame.tasks,
                session=self._session,
                voice=frame.voice,
                ways=self,
                local=frame.local,
            ),
            view,
        )
        view.read_from(presenter.lines)
        connect(view, presenter)
        frame.window.replace_page(view)
        self._presenter = presenter
        if frame.counter is not None:
            frame.counter.find.set_import(self.open)
            frame.counter.find.show()

    def open(self) -> None:
        """From the customers to the import."""
        self._frame.window.show_page("people_import")

    # --- what the window asks and says -------------------------------------------------------

    def leave(self) -> None:
        """Back to the customers."""
        self._frame.window.show_page("customer_find")

    def say(self, text: str, tone: str = "") -> None:
        """A message over the page."""
        self._frame.say(text, tone)

    def ask_file(self, on_path: Callable[[str], None]) -> None:
        """Ask for a file of people."""
        t = self._frame.voice.t
        pattern = t._("Tables and contacts (*.csv *.txt *.tsv *.xlsx *.xls *.ods *.vcf)")
        self._frame.dialogs.open_file(t._("Choose a file"), pattern, on_path)

    def ask_where(self, suggested: str, on_path: Callable[[str], None]) -> None:
        """Ask where the refused rows go."""
        t = self._frame.voice.t
        pattern = t._("CSV file (*.csv)")
        self._frame.dialogs.save_file(t._("Save the table"), suggested, pattern, on_path)


def connect(view: PeopleImportView, presenter: PeopleImportPresenter) -> None:
    """Every gesture on the import to its deed."""
    view.file_wanted.connect(presenter.choose_file)
    view.dropped.connect(presenter.take)
    view.filter_chosen.connect(presenter.filter)
    view.row_chosen.connect(presenter.choose_row)
    view.decided.connect(presenter.decide)
    view.import_wanted.connect(presenter.apply)
    view.rejects_wanted.connect(presenter.save_rejects)
    view.undo_wanted.connect(presenter.ask_undo)
    view.undo_confirmed.connect(presenter.undo)
    view.left.connect(presenter.back)
    view.shown.connect(presenter.open)
    columns = view.columns
    columns.encoding_chosen.connect(presenter.choose_encoding)
    columns.delimiter_chosen.connect(presenter.choose_delimiter)
    columns.decimal_chosen.connect(presenter.choose_decimal)
    columns.order_chosen.connect(presenter.choose_order)
    columns.rule_chosen.connect(presenter.choose_rule)
    columns.amounts_chosen.connect(lambda on: presenter.choose_amounts(on=on))
    columns.mapped.connect(presenter.map)
