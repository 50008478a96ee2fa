"""The sheet that exports people, joined with the shop; from the list of people and the settings."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from pos_app.bootstrap.people_files import people_export_of
from pos_app.presenters.export_words import KINDS
from pos_app.presenters.people_export import (
    Chosen,
    PeopleExportParts,
    PeopleExportPresenter,
    may_export,
    refusal,
)
from pos_app.services.people_export_model import FileKind
from pos_app.services.people_records import PeopleFilter
from pos_app.services.session import Session
from pos_app.ui.screens.people_export_sheet import PeopleExportSheet

if TYPE_CHECKING:
    from pos_app.bootstrap.frame import Frame


class OfficeExport:
    """Opens the sheet over whatever page is in front."""

    def __init__(self, frame: Frame, session: Callable[[], Session]) -> None:
        self._frame = frame
        self._session = session
        self._chosen = Chosen(columns={})
        self._presenter: PeopleExportPresenter | None = None

    def open(self, people: PeopleFilter | None = None, name: str = "") -> None:
        """Export the people of a filter (none: all); ``name`` is that of a saved view."""
        frame = self._frame
        if not may_export(self._session()):
            frame.alert()
            frame.refuse(refusal())
            return
        sheet = PeopleExportSheet(frame.voice.t)
        parts = PeopleExportParts(
            service=lambda: people_export_of(frame.shop, frame.voice.t),
            session=self._session,
            tasks=frame.tasks,
            voice=frame.voice,
            ways=self,
        )
        presenter = PeopleExportPresenter(
            parts, sheet, self._chosen, people or PeopleFilter(), name
        )
        sheet.purpose_chosen.connect(presenter.choose_purpose)
        sheet.column_ticked.connect(presenter.tick)
        sheet.kind_chosen.connect(presenter.choose_kind)
        sheet.saved.connect(presenter.save)
        sheet.left.connect(presenter.leave)
        sheet.closed.connect(presenter.closed)
        sheet.destroyed.connect(presenter.closed)
        self._presenter = presenter
        presenter.start()
        frame.dialogs.show(sheet)

    def ask_where(self, suggested: str, kind: FileKind, on_path: Callable[[str], None]) -> None:
        """Ask where the file goes."""
        t = self._frame.voice.t
        pattern = f"{t._(KINDS[kind]).rpartition(' (')[0]} (*{kind.ending})"
        self._frame.dialogs.save_file(t._("Save the list"), suggested, pattern, on_path)

    def say(self, text: str, tone: str) -> None:
        """A message over the page."""
        self._frame.say(text, tone)

    def alert(self) -> None:
        """One error tone."""
        self._frame.alert()
