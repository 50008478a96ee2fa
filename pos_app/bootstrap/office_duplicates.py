"""The page of people on file twice."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from pos_app.adapters.files.phones import Phones
from pos_app.presenters.duplicates import DuplicatesParts, DuplicatesPresenter
from pos_app.presenters.sale_approval import ApprovalFlow
from pos_app.services.session import Session
from pos_app.ui.screens.duplicates_view import DuplicatesView

if TYPE_CHECKING:
    from pos_app.bootstrap.frame import Frame


class OfficeDuplicates:
    """Builds the page for the person signed in."""

    def __init__(
        self, frame: Frame, session: Callable[[], Session], approval: Callable[[], ApprovalFlow]
    ) -> None:
        self._frame = frame
        self._session = session
        self._approval = approval
        self._presenter: DuplicatesPresenter | None = None

    def build(self) -> None:
        """Make it anew, in the language of the moment."""
        frame, shop = self._frame, self._frame.shop
        view = DuplicatesView(frame.voice.t)
        presenter = DuplicatesPresenter(
            DuplicatesParts(
                duplicates=shop.duplicates,
                merging=shop.merging,
                session=self._session,
                approval=self._approval(),
                tasks=frame.tasks,
                voice=frame.voice,
                local=frame.local,
                phone=lambda number: Phones().shown(
                    number, shop.book.current.settings.locale.region
                ),
                outside=self,
            ),
            view,
        )
        view.acted.connect(presenter.act)
        view.confirmed.connect(presenter.confirm)
        view.taken.connect(presenter.take)
        view.tab_chosen.connect(presenter.choose_tab)
        view.chosen.connect(presenter.choose)
        view.stopped.connect(presenter.stop)
        view.backed.connect(presenter.back)
        view.approved.connect(presenter.approve)
        view.shown.connect(presenter.open)
        view.scanned.connect(presenter.scan)
        frame.window.replace_page(view)
        frame.bridge.listen(view, {"customer"}, presenter.refresh)
        self._presenter = presenter

    def compare(self, survivor: int, merged: int) -> None:
        """To two people beside each other."""
        if self._presenter is not None:
            self._presenter.compare(survivor, merged)
            self._frame.window.show_page("duplicates")

    # --- ways out of the page ----------------------------------------------------------------

    def to_customers(self) -> None:
        """Back to the list of people."""
        self._frame.window.show_page("customer_find")

    def show_undo(self, text: str, action: str, on_undo: Callable[[], object]) -> None:
        """Say what was done and offer the way back."""
        self._frame.window.show_undo(text, action, on_undo, icon="undo-2")
