"""The page of blank cards joined with shop and window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from pos_app.adapters.files.disk import write_bytes_durably
from pos_app.presenters.cards_page import CardsParts, CardsPresenter
from pos_app.services.session import Session
from pos_app.ui.screens.block_page import BlockPage

if TYPE_CHECKING:
    from pos_app.bootstrap.frame import Frame


class OfficeCards:
    """Builds the page and knows the ways out of it."""

    def __init__(self, frame: Frame, session: Callable[[], Session]) -> None:
        self._frame = frame
        self._session = session

    def build(self) -> None:
        """Make the page anew, in the language of the moment."""
        frame, shop = self._frame, self._frame.shop
        view = BlockPage(frame.voice.t, "cards", frame.voice.t._("Settings"))
        presenter = CardsPresenter(
            CardsParts(
                stock=shop.card_stock,
                sheets=shop.card_sheets,
                tasks=frame.tasks,
                voice=frame.voice,
                session=self._session,
                ways=self,
                local=frame.local,
                write=lambda path, content: write_bytes_durably(Path(path), content),
            ),
            view,
        )
        view.edited.connect(presenter.edit)
        view.pressed.connect(presenter.press)
        view.chosen.connect(presenter.choose)
        view.left.connect(presenter.back)
        view.shown.connect(presenter.open)
        view.scanned.connect(lambda text: presenter.edit("first", text))
        frame.window.replace_page(view)
        frame.bridge.listen(view, {"card", "customer", "settings"}, presenter.refresh)
        presenter.show()

    def back(self) -> None:
        """To the settings."""
        self._frame.window.show_page("settings")

    def ask_pdf(self, suggested: str, on_path: Callable[[str], None]) -> None:
        """Ask where a PDF goes."""
        t = self._frame.voice.t
        pattern = t._("PDF file (*.pdf)")
        self._frame.dialogs.save_file(t._("Save the sheet"), suggested, pattern, on_path)
